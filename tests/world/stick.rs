//! The world's sticks: bundles that are torn, bent, brought twice, late, or never; both real cores write and read them.

use super::dice::Seed;
use super::headquarters::{self, Headquarters};
use super::terminal::Terminal;
use lucha::hq::bundle::Import;
use lucha::hq::ledger::Ledger as _;
use lucha::stdx::clock::Moment;
use lucha::stdx::id::{Dice, Id};
use lucha::store::incoming::{Enrolled, LineKey};
use lucha::sync::bundle::{Brought, Medium, StickShelf as _, answer, write_onto};
use lucha::sync::session::End;
use lucha::wire::bundle::{FORE, FRAME_MAX, HEAD, Head, Reader, Way, public_part};
use lucha::wire::message::photograph::{BlobState, Offer, OfferAnswer, Offered, RANGE};
use lucha::wire::message::{self, Asks as _};
use std::io;
use std::slice::from_ref;

/// A file on a stick: a volume from a laptop or an answer to it.
#[derive(Clone, Debug)]
pub struct Volume {
    pub device: Id,
    pub bytes: Vec<u8>,
}

impl Volume {
    /// As somebody's stick holds it: whole, or torn, or with a turned bit.
    pub fn as_it_lies(&self, dice: &mut Seed) -> Vec<u8> {
        let mut bytes = self.bytes.clone();
        let at = usize::try_from(dice.below(bytes.len() as u64)).unwrap();
        match dice.below(4) {
            0 => bytes.truncate(at),
            1 => bytes[at] ^= 1 << dice.below(8),
            _ => {}
        }
        bytes
    }
}

/// A stick in somebody's pocket.
struct Pocket {
    device: Id,
    volumes: Vec<Volume>,
}

impl Medium for Pocket {
    type Out = Vec<u8>;

    fn begin(&mut self, _: &Head) -> io::Result<Vec<u8>> {
        Ok(Vec::new())
    }

    fn keep(&mut self, _: &Head, bytes: Vec<u8>) -> io::Result<u64> {
        let length = bytes.len() as u64;
        self.volumes.push(Volume { device: self.device, bytes });
        Ok(length)
    }

    fn abandon(&mut self, _: &Head) {}
}

pub fn enrolled() -> Enrolled {
    Enrolled {
        headquarters: headquarters::ID,
        url: String::new(),
        suite: 1,
        public_key: Vec::new(),
        certificate: Vec::new(),
        line_key: LineKey(Vec::new().into()),
        authority: Vec::new(),
        bundle_key: public_part(&headquarters::bundle_secret()).to_vec(),
    }
}

/// What waits on a laptop, in volumes of one megabyte and a bit; somebody may pull the stick before it is done.
pub fn write(terminal: &mut Terminal, dice: &mut Seed) -> Vec<Volume> {
    let mut pocket = Pocket { device: terminal.disk.name.device, volumes: Vec::new() };
    let max = FRAME_MAX as u64 + 50_000 + dice.below(200_000);
    let mut frames = if dice.once_in(3) { dice.below(4) } else { 12 };
    let mut watch = |_: &_| {
        frames = frames.saturating_sub(1);
        frames > 0
    };
    write_onto(terminal, &enrolled(), &mut pocket, max, &mut watch).unwrap();
    pocket.volumes
}

/// Some volumes into headquarters; its answers.
pub fn import(
    headquarters: &mut Headquarters,
    volumes: &[Vec<u8>],
    now: i64,
    dice: &mut Seed,
) -> Vec<Volume> {
    let secret = headquarters::bundle_secret();
    let mut answers = Vec::new();
    headquarters.with(|seat, ledger, keep| {
        let mut import = Import::new(seat, &secret, ledger, keep, Moment::from_ms(now));
        for bytes in volumes {
            // Full or killed: what was taken before stays taken.
            if import.volume(&bytes[..]).is_err() {
                return;
            }
        }
        let mut counted = Dice::Counted(dice.next());
        let end = |head: &Head, bytes| {
            answers.push(Volume { device: head.to, bytes });
            Ok(())
        };
        let _killed = import.answers(&mut counted, |_| Ok(Vec::new()), end);
    });
    answers
}

/// An answer into its laptop; how the laptop then stands, when that is not well.
pub fn bring(terminal: &mut Terminal, bytes: &[u8]) -> Option<End> {
    let Ok(volume) = Reader::begin(bytes) else { return None };
    // A bit of the head may have turned: the product looks at it before it opens the frames.
    if volume.head.way != Way::ToTerminal || volume.head.to != terminal.disk.name.device {
        return None;
    }
    let (mut brought, secret) = (Brought::default(), terminal.bundle_secret().unwrap());
    let from = (headquarters::ID, &headquarters::identity());
    match answer(terminal, from, (volume, &secret), &mut brought).unwrap() {
        Ok(_) => brought.end,
        Err(end) => Some(end),
    }
}

/// Where each frame of a volume ends.
fn ends(volume: &[u8]) -> Vec<usize> {
    let (mut at, mut ends) = (HEAD, Vec::new());
    while let Some(fore) = volume.get(at..at + FORE) {
        at += FORE + usize::try_from(u32::from_le_bytes(fore.try_into().unwrap())).unwrap();
        ends.push(at);
    }
    ends
}

/// A laptop whose one photograph has three ranges.
fn with_a_long_photograph() -> Terminal {
    let begun = |seed| {
        let mut terminal = Terminal::new(Id([1; 16]), &mut Seed(2));
        terminal.stick_photograph_max = usize::MAX;
        terminal.commit(&mut Seed(seed));
        let sizes: Vec<usize> = terminal.disk.blobs.values().map(|it| it.1.len()).collect();
        matches!(sizes[..], [size] if size > 2 * RANGE).then_some(terminal)
    };
    (0..).find_map(begun).unwrap()
}

/// Torn between any two frames, the ranges among them: what came is held, a line would go on at that byte, and the next
/// stick brings the rest.
#[test]
fn a_stick_that_is_torn_between_two_ranges_is_completed_by_the_next_one() {
    let terminal = with_a_long_photograph();
    let (digest, size) = terminal.disk.blobs.iter().map(|it| (*it.0, it.1.1.len())).next().unwrap();
    let mut pocket = Pocket { device: terminal.disk.name.device, volumes: Vec::new() };
    let (max, mut watch) = (8 * FRAME_MAX as u64, |_: &_| true);
    write_onto(&mut terminal.cloned(), &enrolled(), &mut pocket, max, &mut watch).unwrap();
    let volume = pocket.volumes.remove(0).bytes;
    let mut offsets = Vec::new();
    for end in ends(&volume) {
        let (mut laptop, mut headquarters) = (terminal.cloned(), Headquarters::new());
        let name = laptop.disk.name;
        headquarters.disks.ledger.enrol(name, 1, &laptop.public_key()).unwrap();
        import(&mut headquarters, &[volume[..end].to_vec()], 1_764_000_000_000, &mut Seed(3));
        let blobs = vec![Offered { digest, size: size as u64 }];
        let asked = message::encode(&Offer { blobs });
        let answer = headquarters.hear(Offer::NAME, name, &asked, 1_764_000_000_000).unwrap();
        let OfferAnswer { states } = message::decode(&answer).unwrap();
        if let [BlobState::Offset { bytes }] = states[..] {
            offsets.push(usize::try_from(bytes).unwrap());
        }
        let answers = import(&mut headquarters, from_ref(&volume), 1_764_000_000_000, &mut Seed(4));
        assert_eq!(bring(&mut laptop, &answers[0].bytes), None, "torn at {end}");
        assert_eq!((laptop.blobs_missing(), laptop.acknowledged()), (0, laptop.head()));
    }
    offsets.dedup();
    assert_eq!(offsets, [0, RANGE, 2 * RANGE]);
}
