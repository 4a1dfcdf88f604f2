//! The other laptop of a meeting, in memory: another machine than the one whose disk is cut; and how each side of a meeting
//! looks from there.

use super::scene::Scene;
use lucha::app::command::Trouble;
use lucha::stdx::digest::Digest;
use lucha::stdx::files::{How, Kind};
use lucha::stdx::id::Id;
use lucha::stdx::memory;
use lucha::stdx::secret::Key;
use lucha::sync::driver::Cut;
use lucha::sync::relay::bearer::{Bearer, Met};
use lucha::sync::relay::keep::Keep;
use lucha::sync::relay::line::Peer;
use lucha::sync::relay::{Mate, RelayFault};
use lucha::wire::bundle::{Reader, Way};
use lucha::wire::message::hello::JournalName;
use lucha::wire::message::photograph::RANGE;
use lucha::wire::message::relay::{Hand, Load, Piece, Relay, Relayed, proof};
use lucha::wire::relay_note::{RelayNote, Stage};
use std::path::Path;

/// Where the laptop whose disk is cut keeps what it bears.
pub const FOLDER: &str = "/bureau/relay";
const OTHER: Id = Id([0x62; 16]);
const CODE: &str = "402117";

fn secret() -> Key {
    Key::new([0x63; 32])
}

/// A bearer that is asked without a line.
struct Colleague<'a>(Bearer<'a>);

impl Mate for Colleague<'_> {
    fn ask(&mut self, question: &Relay) -> Result<Relayed, Cut> {
        Ok(self.0.answer(question))
    }
}

/// Gives what waits to a colleague, who has all of it then.
pub fn give(scene: &mut Scene) -> Result<(), Trouble> {
    let desk = scene.desk();
    let keep = Keep::at(memory::ground(), "/relay".into());
    let secret = secret();
    let bearing = desk.bearing()?;
    let giver = bearing.journal();
    let mut colleague = Colleague(Bearer {
        keep: &keep,
        journal: JournalName { device: OTHER, epoch: 1 },
        headquarters: bearing.headquarters(),
        code: CODE,
        secret: &secret,
        peer: giver.device,
        is_revoked: false,
        now_ms: 0,
        met: Met::default(),
    });
    let given = desk.give_over(&mut colleague, (OTHER, &secret), CODE, &mut |_| true)?;
    let notes = keep.notes().unwrap();
    assert!(given.is_whole && notes.len() == 1 && notes[0].stage == Stage::Held, "{notes:?}");
    Ok(())
}

/// What a colleague gives: a whole bundle for headquarters.
pub fn parcel(volume: &[u8]) -> (Piece, Load) {
    let head = Reader::begin(volume).unwrap().head;
    assert_eq!(head.way, Way::ToHeadquarters);
    let (size, digest) = (volume.len() as u64, Digest::of(volume));
    let load = Load { entries: 9, upto: 9, photographs: 3, is_all: true };
    (Piece { bundle: head.bundle, size, digest }, load)
}

/// Bears `volume` for a colleague.
pub fn bear(scene: &mut Scene, volume: &[u8]) -> Result<(), Trouble> {
    let (bearing, secret) = (scene.desk().bearing()?, secret());
    let mut bearer = bearing.bearer(Peer { device: OTHER, is_revoked: false }, &secret);
    let mut ask = |question: &Relay| match bearer.answer(question) {
        Relayed::Refused { why } => Err(Trouble::from(RelayFault::Refused(why))),
        answer => Ok(answer),
    };
    let journal = JournalName { device: OTHER, epoch: 1 };
    ask(&Relay::Meet { journal, proof: proof(&secret, Hand::Giver, bearing.code()) })?;
    let (piece, load) = parcel(volume);
    let mut answer = ask(&Relay::Give { piece, load })?;
    while let Relayed::Offset { bytes: offset } = answer {
        let from = usize::try_from(offset).unwrap();
        let part = volume[from..volume.len().min(from + RANGE / 8)].to_vec();
        answer = ask(&Relay::Part { bundle: piece.bundle, offset, bytes: part.into() })?;
    }
    assert_eq!(answer, Relayed::Whole);
    Ok(())
}

/// Lays `volume` where it is borne, on the disk that is mounted.
pub fn borne(volume: &[u8]) {
    let keep = Keep::at(super::ground::ground(), FOLDER.into());
    let (piece, load) = parcel(volume);
    let journal = JournalName { device: OTHER, epoch: 1 };
    let (stage, since_ms) = (Stage::Arriving, super::clock().now().ms());
    let note =
        RelayNote { journal, piece, load, since_ms, stage, stage_ms: since_ms, answer: None };
    keep.put_note(&note).unwrap();
    keep.add(&note, 0, volume).unwrap();
    keep.move_on(&note, Stage::Held, since_ms).unwrap();
}

/// What is borne on the disk that is mounted. One that came wholly is held, whether or not its note says so already.
pub fn seen() -> Vec<String> {
    let (ground, keep) =
        (super::ground::ground(), Keep::at(super::ground::ground(), FOLDER.into()));
    let mut seen = Vec::new();
    for note in keep.notes().unwrap() {
        let stage = match note.stage {
            Stage::Arriving if keep.is_whole(&note).unwrap() => Stage::Held,
            stage => stage,
        };
        let is_answered = keep.answer_arrived(note.piece.bundle).unwrap().is_none();
        seen.push(format!("borne {:?} {stage:?} {is_answered}", note.piece.bundle));
        // What is said to be held is there to the last byte.
        if stage == Stage::Held {
            let path = Path::new(FOLDER).join(format!("{}.volume", note.piece.bundle));
            assert_eq!(ground.look(&path).unwrap(), Some(Kind::File { bytes: note.piece.size }));
            let file = ground.open(&path, How::Read).unwrap();
            assert_eq!(Digest::of_reader(file).unwrap(), note.piece.digest);
        }
    }
    seen
}
