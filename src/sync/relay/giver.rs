//! The giver's side of a meeting: takes headquarters' answers that the bearer brought, then gives what waits as one sealed
//! bundle; what lies in its own folder is a copy, and only receipts move the journal on.

use super::{Mate, RelayFault};
use crate::stdx::digest::Digest;
use crate::stdx::files::{Ground, How, Kind};
use crate::stdx::id::Id;
use crate::stdx::secret::Key;
use crate::store::incoming::Enrolled;
use crate::sync::bundle::{self, Brought, BundleFault, Stick, StickShelf, Written};
use crate::wire::bundle::{ENDING, FRAME_MAX, Reader};
use crate::wire::message::hello::JournalName;
use crate::wire::message::photograph::RANGE;
use crate::wire::message::relay::{
    BORNE_MAX, Borne, Hand, Load, NoRelay, PART_FIRST, Piece, Relay, Relayed, proof,
};
use crate::wire::relay_note::{RelayNote, Stage};
use crate::wire::signer::Identity;
use std::io::{self, ErrorKind, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

/// Its folder in that of what is borne.
pub const FOLDER: &str = "own";
/// Says which bundle is on its way.
const NOTE: &str = "own.note";
/// Of a bundle's name, as `Head::file_name` makes it.
const UP: &str = "-up-";
/// How often an answer may move a bundle no further.
const STUCK_MAX: u32 = 3;

/// Who gives, to whom.
#[derive(Clone, Copy, Debug)]
pub struct Deal<'a> {
    /// Headquarters, which both laptops have.
    pub enrolled: &'a Enrolled,
    /// Its key.
    pub key: &'a Identity,
    /// The file system of `folder`.
    pub ground: &'a Ground,
    /// Where bundle and answers lie meanwhile.
    pub folder: &'a Path,
    /// Of the line.
    pub secret: &'a Key,
    /// As it was typed off the bearer's screen.
    pub code: &'a str,
    /// The laptop that the line's certificate names.
    pub peer: Id,
    /// This laptop's clock, milliseconds since 1970.
    pub now_ms: i64,
}

/// What a meeting did, on the giver's side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// Who bears it.
    pub bearer: Option<JournalName>,
    /// What headquarters' answers brought.
    pub brought: Brought,
    /// What the bearer has; `None` when nothing waited.
    pub load: Option<Load>,
    /// Bytes of the bundle.
    pub size: u64,
    /// Bytes of it that are durable at the bearer.
    pub sent: u64,
    /// The bearer has all of it.
    pub is_whole: bool,
    /// Somebody stopped it: the next meeting goes on.
    pub stopped: bool,
}

/// Why a meeting ended early.
#[allow(missing_docs, reason = "each says itself what it is")]
#[derive(Debug, thiserror::Error)]
pub enum GiveFault {
    #[error(transparent)]
    Relay(#[from] RelayFault),
    #[error(transparent)]
    Bundle(#[from] BundleFault),
}

impl From<io::Error> for GiveFault {
    fn from(fault: io::Error) -> GiveFault {
        GiveFault::Relay(RelayFault::Disk(fault))
    }
}

/// What the bearer said of itself.
struct Bearer {
    room: u64,
    has: Vec<Borne>,
    answers: Vec<Piece>,
}

/// One meeting. `watch` sees how far it is and may stop it.
///
/// # Errors
/// When the line is cut, the bearer refuses, or the journal or this laptop's disk cannot be read or written. The next
/// meeting goes on behind the last byte that is durable at the bearer.
pub fn give<S: StickShelf>(
    shelf: &mut S,
    deal: &Deal<'_>,
    mate: &mut impl Mate,
    watch: &mut dyn FnMut(&Given) -> bool,
) -> Result<Given, GiveFault>
where
    BundleFault: From<S::Fault>,
{
    let journal = shelf.current().map_err(BundleFault::from)?.journal;
    let mut given = Given::default();
    let bearer = meet(mate, deal, journal, &mut given)?;
    deal.ground.make_folders(deal.folder)?;
    for answer in &bearer.answers {
        if !fetch(mate, deal, *answer, &mut || watch(&given))? {
            given.stopped = true;
            return Ok(given);
        }
    }
    given.brought = bundle::read(shelf, deal.enrolled, deal.key, deal.stick())?;
    let Some(note) = spool(shelf, deal, &bearer, &mut given, watch)? else { return Ok(given) };
    (given.load, given.size) = (Some(note.load), note.piece.size);
    hand_over(mate, deal, &note, &mut given, watch)?;
    Ok(given)
}

fn meet(
    mate: &mut impl Mate,
    deal: &Deal<'_>,
    journal: JournalName,
    given: &mut Given,
) -> Result<Bearer, RelayFault> {
    let shown = proof(deal.secret, Hand::Giver, deal.code);
    match mate.ask(&Relay::Meet { journal, proof: shown })? {
        Relayed::Met { journal, proof: theirs, room, has, answers } => {
            if *theirs != *proof(deal.secret, Hand::Bearer, deal.code) {
                return Err(RelayFault::Stranger);
            }
            if journal.device != deal.peer {
                return Err(RelayFault::Refused(NoRelay::Foreign));
            }
            given.bearer = Some(journal);
            Ok(Bearer { room, has, answers })
        }
        Relayed::Refused { why } => Err(RelayFault::Refused(why)),
        Relayed::Offset { .. } | Relayed::Whole | Relayed::Range { .. } => Err(RelayFault::Strange),
    }
}

impl Deal<'_> {
    fn stick(&self) -> Stick<'_> {
        Stick { ground: self.ground.as_ref(), folder: self.folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn length(&self, name: &str) -> io::Result<u64> {
        Ok(match self.ground.look(&self.path(name))? {
            Some(Kind::File { bytes }) => bytes,
            Some(Kind::Folder) | None => 0,
        })
    }

    /// The bundle that was given and is not wholly at a bearer.
    fn note(&self) -> io::Result<Option<RelayNote>> {
        let bytes = self.ground.read(&self.path(NOTE))?;
        let note = bytes.and_then(|bytes| RelayNote::decode(&bytes).ok());
        let name = note.as_ref().map(|note| name_of(note.piece.bundle));
        let is_there = name.is_some_and(|name| {
            let length = self.length(&name);
            note.is_some_and(|note| length.is_ok_and(|length| length == note.piece.size))
        });
        Ok(note.filter(|_| is_there))
    }

    /// Takes away what was to be given: the journal still has all of it.
    fn clean(&self) -> io::Result<()> {
        for name in self.ground.names(self.folder)? {
            if name == NOTE || name.contains(UP) {
                self.ground.remove(&self.path(&name))?;
            }
        }
        self.ground.sync_folder(self.folder)
    }

    fn range(&self, note: &RelayNote, offset: u64, length: usize) -> io::Result<Vec<u8>> {
        let path = self.path(&name_of(note.piece.bundle));
        let mut file = self.ground.open(&path, How::Read)?;
        file.seek(SeekFrom::Start(offset))?;
        let mut bytes = Vec::new();
        file.take(length as u64).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// A bundle has one volume when it is given so.
fn name_of(bundle: Id) -> String {
    format!("{bundle}{UP}1.{ENDING}")
}

/// One answer of headquarters, from the byte that is here already; false when somebody stopped it.
fn fetch(
    mate: &mut impl Mate,
    deal: &Deal<'_>,
    answer: Piece,
    goes_on: &mut dyn FnMut() -> bool,
) -> Result<bool, GiveFault> {
    let bundle = answer.bundle;
    let name = format!("{bundle}-answer-1.{ENDING}");
    let part = format!("{name}.part");
    // Nobody's news are so long.
    if answer.size > BORNE_MAX {
        return Ok(true);
    }
    let mut offset = deal.length(&part)?.min(answer.size);
    let mut max = PART_FIRST as u64;
    while offset < answer.size {
        if !goes_on() {
            return Ok(false);
        }
        let bytes =
            match mate.ask(&Relay::Fetch { bundle, offset, max }).map_err(RelayFault::from)? {
                Relayed::Range { bytes } => bytes,
                Relayed::Refused { why } => return Err(RelayFault::Refused(why).into()),
                Relayed::Met { .. } | Relayed::Offset { .. } | Relayed::Whole => {
                    return Err(RelayFault::Strange.into());
                }
            };
        let room = usize::try_from(answer.size - offset).unwrap_or(usize::MAX);
        let bytes = &bytes[..bytes.len().min(room)];
        // It is not there any more.
        if bytes.is_empty() {
            return Ok(true);
        }
        let mut file = deal.ground.open(&deal.path(&part), How::Grow)?;
        file.set_length(offset)?;
        file.seek(SeekFrom::Start(offset))?;
        file.write_all(bytes)?;
        file.sync()?;
        offset += bytes.len() as u64;
        max = (max * 2).min(RANGE as u64);
    }
    let came = deal.ground.open(&deal.path(&part), How::Read)?;
    if Digest::of_reader(came)? != answer.digest {
        deal.ground.remove(&deal.path(&part))?;
        return Ok(true);
    }
    deal.ground.rename(&deal.path(&part), &deal.path(&name))?;
    deal.ground.sync_folder(deal.folder)?;
    let _heard = mate.ask(&Relay::Fetched { bundle }).map_err(RelayFault::from)?;
    Ok(true)
}

/// What is to be given: the bundle that this bearer has a part of, else a fresh one of all that waits; `None` when nothing
/// waits, or the bearer has it.
fn spool<S: StickShelf>(
    shelf: &mut S,
    deal: &Deal<'_>,
    bearer: &Bearer,
    given: &mut Given,
    watch: &mut dyn FnMut(&Given) -> bool,
) -> Result<Option<RelayNote>, GiveFault>
where
    BundleFault: From<S::Fault>,
{
    let begun = deal.note()?;
    let is_theirs = |note: &RelayNote| {
        bearer.has.iter().any(|borne| borne.piece == note.piece && !borne.is_whole)
    };
    if let Some(note) = begun.filter(is_theirs) {
        return Ok(Some(note));
    }
    deal.clean()?;
    let head = shelf.current().map_err(BundleFault::from)?.head.number;
    let received = shelf.received_upto().map_err(BundleFault::from)?;
    let blobs = shelf.blobs_without_receipt().map_err(BundleFault::from)?.len() as u64;
    if head <= received && blobs == 0 {
        return Ok(None);
    }
    // A headquarters that fell back may lack what it had acknowledged when that bundle was made.
    let is_in_doubt = shelf.is_in_doubt().map_err(BundleFault::from)?;
    let has_all = |borne: &&Borne| {
        let Load { upto, photographs, is_all, .. } = borne.load;
        !is_in_doubt && borne.is_whole && is_all && upto >= head && photographs >= blobs
    };
    if let Some(borne) = bearer.has.iter().find(has_all) {
        (given.load, given.size) = (Some(borne.load), borne.piece.size);
        (given.sent, given.is_whole) = (borne.piece.size, true);
        return Ok(None);
    }
    let bound = bearer.room.min(BORNE_MAX);
    if bound < 3 * FRAME_MAX as u64 {
        return Err(RelayFault::Refused(NoRelay::Full).into());
    }
    let mut is_stopped = false;
    let mut sees = |written: &Written| {
        is_stopped |= !watch(given);
        // The next frame and the end still fit: it stays one volume.
        !is_stopped && written.bytes + 2 * FRAME_MAX as u64 <= bound
    };
    let written = bundle::write(shelf, deal.enrolled, deal.stick(), bound, &mut sees)?;
    if is_stopped {
        deal.clean()?;
        given.stopped = true;
        return Ok(None);
    }
    Ok(Some(noted(shelf.current().map_err(BundleFault::from)?.journal, deal, received, written)?))
}

/// Notes which bundle is on its way, so that it goes on after a cut with the same bytes.
fn noted(
    journal: JournalName,
    deal: &Deal<'_>,
    received: u64,
    written: Written,
) -> Result<RelayNote, GiveFault> {
    let names = deal.ground.names(deal.folder)?;
    let is_volume = |name: &&String| name.contains(UP) && name.ends_with(ENDING);
    let name = names.iter().find(is_volume).ok_or_else(|| io::Error::from(ErrorKind::NotFound))?;
    let path = deal.path(name);
    let digest = Digest::of_reader(deal.ground.open(&path, How::Read)?)?;
    let head = Reader::begin(deal.ground.open(&path, How::Read)?)
        .map_err(|fault| io::Error::other(fault.to_string()))?
        .head;
    let piece = Piece { bundle: head.bundle, size: deal.length(name)?, digest };
    let Written { entries, photographs, stopped, .. } = written;
    let load = Load { entries, upto: received + entries, photographs, is_all: !stopped };
    let (since_ms, stage) = (deal.now_ms, Stage::Held);
    let note =
        RelayNote { journal, piece, load, since_ms, stage, stage_ms: since_ms, answer: None };
    let (to, aside) = (deal.path(NOTE), deal.path("own.new"));
    deal.ground.write_whole(&to, &aside, How::Private, &note.encode())?;
    Ok(note)
}

/// The bundle, range by range, from where the bearer says that it stands.
fn hand_over(
    mate: &mut impl Mate,
    deal: &Deal<'_>,
    note: &RelayNote,
    given: &mut Given,
    watch: &mut dyn FnMut(&Given) -> bool,
) -> Result<(), GiveFault> {
    let RelayNote { piece, load, .. } = *note;
    let (mut stuck, mut before, mut length) = (0, None, PART_FIRST);
    let mut question = Relay::Give { piece, load };
    loop {
        let offset = match mate.ask(&question).map_err(RelayFault::from)? {
            Relayed::Whole => break,
            Relayed::Offset { bytes } if bytes <= piece.size => bytes,
            Relayed::Refused { why } => {
                // It will never be taken: the next meeting makes another.
                if why == NoRelay::Broken {
                    deal.clean()?;
                }
                return Err(RelayFault::Refused(why).into());
            }
            Relayed::Offset { .. } | Relayed::Met { .. } | Relayed::Range { .. } => {
                return Err(RelayFault::Strange.into());
            }
        };
        stuck += u32::from(before.is_some_and(|before| offset <= before));
        if stuck > STUCK_MAX {
            return Err(RelayFault::Strange.into());
        }
        (before, given.sent) = (Some(offset), offset);
        if !watch(given) {
            given.stopped = true;
            return Ok(());
        }
        let bytes = deal.range(note, offset, length)?.into();
        length = (length * 2).min(RANGE);
        question = Relay::Part { bundle: piece.bundle, offset, bytes };
    }
    (given.sent, given.is_whole) = (piece.size, true);
    Ok(deal.clean()?)
}
