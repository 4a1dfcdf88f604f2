//! Bundles that a laptop bears for another, in ranges over the bearer's own line: kept until they are whole, then imported
//! as from a stick; decides nothing that a stick would not decide.

use super::answer::{Fault, Hall, Seat};
use super::arrivals::{self, Turn};
use super::bundle::{Import, ImportFault};
use super::ledger::Ledger;
use super::photographs::Photographs;
use crate::stdx::clock::Moment;
use crate::stdx::digest::Digest;
use crate::stdx::files::{Ground, How, Kind};
use crate::stdx::id::{Dice, Id};
use crate::stdx::secret::Key;
use crate::wire::message::forward::{
    FORWARD_MAX, Forward, ForwardAnswer, ForwardFetch, ForwardPart, ForwardPartAnswer,
    ForwardRange, ForwardState, NoForward,
};
use crate::wire::message::hello::{JournalName, Standing};
use crate::wire::message::photograph::RANGE;
use crate::wire::message::relay::{BORNE_MAX, Piece};
use crate::wire::message::{self, Asks as _};
use std::fs;
use std::io::{self, BufReader, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Its questions.
pub const NAMES: [&str; 3] = [Forward::NAME, ForwardPart::NAME, ForwardFetch::NAME];
/// Folder of what is on its way, in headquarters' own.
pub const FOLDER: &str = "forwarded";
/// Ending of an answer that is being written.
const HALF: &str = ".new";
/// Bytes of all that is on its way; more comes later.
const BYTES_MAX: u64 = 4 * 1024 * 1024 * 1024;
/// When there is room again, nobody knows.
const LATER_MS: u64 = 10 * 60 * 1000;
/// An answer that a server left half written; nobody ever asks for it.
const HALF_KEPT: Duration = Duration::from_secs(24 * 3600);
/// What nobody asked for again in so long is forgotten: its giver and its bearer have other ways.
const KEPT: Duration = Duration::from_secs(60 * 24 * 3600);

/// Where bundles of others come in.
pub struct Post<'a> {
    /// The file system of `folder`.
    pub ground: &'a Ground,
    /// `FOLDER` in headquarters' own folder.
    pub folder: PathBuf,
    /// The secret that bundles are sealed to.
    pub secret: &'a Key,
    /// Who answers.
    pub seat: &'a Seat,
    /// What is held.
    pub ledger: &'a mut dyn Ledger,
    /// Where photographs and pages lie.
    pub photographs: &'a mut dyn Photographs,
    /// Headquarters' clock.
    pub now: Moment,
    /// Days that a laptop keeps what it bears and cannot deliver.
    pub days: u32,
    /// The bearer.
    pub device: Id,
}

impl From<ImportFault> for Fault {
    fn from(fault: ImportFault) -> Fault {
        match fault {
            ImportFault::Stick(fault) => Fault::Photographs(fault),
            ImportFault::Place(fault) => Fault::Photographs(io::Error::other(fault.to_string())),
            ImportFault::Hall(fault) => fault,
        }
    }
}

impl Post<'_> {
    /// Bytes of the answer to the bytes of a question; `None` when they are none of `NAMES`.
    ///
    /// # Errors
    /// When ledger or disk do not answer; the bearer asks again.
    pub fn answer(&mut self, question: &str, body: &[u8]) -> Result<Option<Vec<u8>>, Fault> {
        self.ground.make_folders(&self.folder)?;
        Ok(match question {
            Forward::NAME => match message::decode(body) {
                Ok(asked) => Some(message::encode(&self.forward(&asked)?)),
                Err(_) => None,
            },
            ForwardPart::NAME => match message::decode(body) {
                Ok(asked) => Some(message::encode(&self.part(&asked)?)),
                Err(_) => None,
            },
            ForwardFetch::NAME => match message::decode(body) {
                Ok(asked) => Some(message::encode(&self.fetch(&asked)?)),
                Err(_) => None,
            },
            _ => None,
        })
    }

    /// Where headquarters stands with each of them.
    ///
    /// # Errors
    /// When ledger or disk do not answer.
    pub fn forward(&mut self, asked: &Forward) -> Result<ForwardAnswer, Fault> {
        let mut states = Vec::new();
        for piece in asked.pieces.iter().take(FORWARD_MAX) {
            states.push(self.state(piece)?);
        }
        Ok(ForwardAnswer { states, days: self.days })
    }

    fn state(&mut self, piece: &Piece) -> Result<ForwardState, Fault> {
        if let Some(why) = self.refuses(piece)? {
            return Ok(ForwardState::Refused { why });
        }
        // It is imported, or a range of it is written, for a line that is cut by now.
        let Some(_turn) = Turn::take(&self.arriving(piece)) else {
            return Ok(ForwardState::Later { after_ms: LATER_MS });
        };
        if let Some(answer) = self.answer_to(piece)? {
            return Ok(ForwardState::Taken { answer });
        }
        let have = self.have(piece)?;
        Ok(self.later(piece, have)?.unwrap_or(ForwardState::Offset { bytes: have }))
    }

    /// `None`: what is missing of it behind `have` bytes may come, and its room is no other's from now on.
    fn later(&mut self, piece: &Piece, have: u64) -> Result<Option<ForwardState>, Fault> {
        let (path, missing) = (self.arriving(piece), piece.size - have);
        if self.room(&path)? < missing {
            return Ok(Some(ForwardState::Later { after_ms: LATER_MS }));
        }
        if !arrivals::is_let_in(&path, self.now.ms()) {
            let (seat, ledger, now) = (self.seat, &mut *self.ledger, self.now);
            let hall = Hall { seat, ledger, photographs: &mut *self.photographs, inside: 0, now };
            // What is borne is photographs for the greatest part, and comes out of their budget.
            let after_ms = hall.let_in(self.device, missing);
            if after_ms > 0 {
                return Ok(Some(ForwardState::Later { after_ms }));
            }
        }
        arrivals::let_in(&path, piece.size, self.now.ms());
        Ok(None)
    }

    fn refuses(&mut self, piece: &Piece) -> Result<Option<NoForward>, Fault> {
        if piece.size == 0 || piece.size > BORNE_MAX {
            return Ok(Some(NoForward::TooLong));
        }
        let Some(epoch) = self.ledger.latest_epoch(self.device)? else {
            return Ok(Some(NoForward::Revoked));
        };
        let row = self.ledger.journal(JournalName { device: self.device, epoch })?;
        let is_revoked = row.is_none_or(|row| row.standing == Standing::Revoked);
        Ok(is_revoked.then_some(NoForward::Revoked))
    }

    /// One range; the last one has the bundle imported.
    ///
    /// # Errors
    /// When ledger or disk do not answer; what came stays.
    pub fn part(&mut self, asked: &ForwardPart) -> Result<ForwardPartAnswer, Fault> {
        let told = |state| Ok(ForwardPartAnswer { state });
        let ForwardPart { piece, offset, bytes } = asked;
        if let Some(why) = self.refuses(piece)? {
            return told(ForwardState::Refused { why });
        }
        let path = self.arriving(piece);
        // Another line brings it, or one that is cut by now had the last range imported: that goes on to its end.
        let Some(_turn) = Turn::take(&path) else {
            return told(ForwardState::Later { after_ms: LATER_MS });
        };
        if let Some(answer) = self.answer_to(piece)? {
            return told(ForwardState::Taken { answer });
        }
        let (have, length) = (self.have(piece)?, bytes.len() as u64);
        let is_next = *offset == have && length <= RANGE as u64 && have + length <= piece.size;
        if !is_next || (length == 0 && have < piece.size) {
            return told(ForwardState::Offset { bytes: have });
        }
        if length > 0 {
            if have > 0 {
                arrivals::let_in(&path, piece.size, self.now.ms());
            } else if let Some(later) = self.later(piece, 0)? {
                // Nobody was told that it may come, or too long ago.
                return told(later);
            }
            self.add(piece, have, bytes)?;
        }
        if have + length < piece.size {
            return told(ForwardState::Offset { bytes: have + length });
        }
        if Digest::of_reader(self.ground.open(&path, How::Read)?)? != piece.digest {
            self.ground.remove(&path)?;
            arrivals::is_over(&path);
            return told(ForwardState::Offset { bytes: 0 });
        }
        let state = self.import(piece, &path)?;
        told(state)
    }

    fn import(&mut self, piece: &Piece, path: &Path) -> Result<ForwardState, Fault> {
        let mut dice = Dice::Machine;
        // Another server over the same folder may import the same.
        let aside = self.folder.join(format!("{}.{}{HALF}", name(piece), dice.id()));
        let kept = self.kept(piece);
        let (ground, folder) = (self.ground, &self.folder);
        let photographs = &mut *self.photographs;
        let mut import =
            Import::new(self.seat, self.secret, &mut *self.ledger, photographs, self.now);
        // Entries that are missing before it, or that disagree, are told to the giver by the answer.
        let _lacked = import.volume(BufReader::new(ground.open(path, How::Read)?))?;
        let answered = import.answers(
            &mut dice,
            |_| ground.open(&aside, How::Fresh),
            |_, mut out| {
                out.sync()?;
                // The digest of the one that lies there may be told already.
                if ground.is_there(&kept)? {
                    return ground.remove(&aside);
                }
                ground.rename(&aside, &kept)?;
                ground.sync_folder(folder)
            },
        );
        if answered.is_err() {
            let _left = ground.remove(&aside);
        }
        answered?;
        self.ground.remove(path)?;
        arrivals::is_over(path);
        Ok(match self.answer_to(piece)? {
            Some(answer) => ForwardState::Taken { answer },
            // Nobody's greeting was in it.
            None => ForwardState::Refused { why: NoForward::Sealed },
        })
    }

    /// A range of an answer. Who asks at its end has all of it.
    ///
    /// # Errors
    /// When the disk does not answer.
    pub fn fetch(&mut self, asked: &ForwardFetch) -> Result<ForwardRange, Fault> {
        let nothing = ForwardRange { bytes: Vec::new().into() };
        let path = self.kept(&asked.piece);
        let size = self.length(&path)?;
        if asked.offset >= size {
            if self.ground.is_there(&path)? {
                self.ground.remove(&path)?;
            }
            return Ok(nothing);
        }
        let mut file = self.ground.open(&path, How::Read)?;
        file.seek(SeekFrom::Start(asked.offset))?;
        let mut bytes = Vec::new();
        file.take(RANGE as u64).read_to_end(&mut bytes)?;
        Ok(ForwardRange { bytes: bytes.into() })
    }

    fn arriving(&self, piece: &Piece) -> PathBuf {
        self.folder.join(format!("{}.part", name(piece)))
    }

    fn kept(&self, piece: &Piece) -> PathBuf {
        self.folder.join(format!("{}.answer", name(piece)))
    }

    /// Bytes of a file; 0 where there is none.
    fn length(&self, path: &Path) -> io::Result<u64> {
        Ok(match self.ground.look(path)? {
            Some(Kind::File { bytes }) => bytes,
            Some(Kind::Folder) | None => 0,
        })
    }

    /// Bytes of it that are durable here.
    fn have(&self, piece: &Piece) -> io::Result<u64> {
        Ok(self.length(&self.arriving(piece))?.min(piece.size))
    }

    /// Two that bear the same write the same bytes to the same place.
    fn add(&self, piece: &Piece, offset: u64, bytes: &[u8]) -> io::Result<()> {
        let mut file = self.ground.open(&self.arriving(piece), How::Grow)?;
        file.seek(SeekFrom::Start(offset))?;
        file.write_all(bytes)?;
        file.sync()?;
        if offset == 0 { self.ground.sync_folder(&self.folder) } else { Ok(()) }
    }

    /// The answer to it, when it was imported.
    fn answer_to(&self, piece: &Piece) -> io::Result<Option<Piece>> {
        let path = self.kept(piece);
        if !self.ground.is_there(&path)? {
            return Ok(None);
        }
        let size = self.length(&path)?;
        let digest = Digest::of_reader(self.ground.open(&path, How::Read)?)?;
        Ok(Some(Piece { bundle: piece.bundle, size, digest }))
    }

    /// Bytes that still fit in, beside all that was let in; what comes to `own` was not.
    fn room(&self, own: &Path) -> io::Result<u64> {
        let mut taken = 0_u64;
        for name in self.ground.names(&self.folder)? {
            taken = taken.saturating_add(self.length(&self.folder.join(name))?);
        }
        for (path, size) in arrivals::promised(&self.folder, own, self.now.ms()) {
            taken = taken.saturating_add(size.saturating_sub(self.length(&path)?));
        }
        Ok(BYTES_MAX.saturating_sub(taken))
    }
}

/// Its digest: who announces other bytes under the same name writes into no one else's.
fn name(piece: &Piece) -> String {
    piece.digest.hex()
}

/// Takes away of `folder` what nobody came back for.
///
/// # Errors
/// When it cannot be read or written.
pub fn sweep(folder: &Path) -> io::Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    for found in fs::read_dir(folder)? {
        let found = found?;
        let age = found.metadata().and_then(|about| about.modified());
        let age = age.ok().and_then(|at| at.elapsed().ok()).unwrap_or_default();
        let is_half = found.file_name().to_string_lossy().ends_with(HALF);
        let kept = if is_half { HALF_KEPT } else { KEPT };
        if age > kept {
            fs::remove_file(found.path())?;
        }
    }
    Ok(())
}
