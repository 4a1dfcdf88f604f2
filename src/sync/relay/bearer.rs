//! The bearer's side of a meeting: answers one giver's questions over the folder of what is borne; opens no line and no
//! bundle.

use super::keep::{Added, Keep};
use crate::stdx::files::is_full;
use crate::stdx::id::Id;
use crate::stdx::secret::Key;
use crate::wire::message::hello::JournalName;
use crate::wire::message::photograph::RANGE;
use crate::wire::message::relay::{
    BORNE_MAX, Borne, Hand, Load, NoRelay, Piece, Relay, Relayed, proof,
};
use crate::wire::relay_note::{RelayNote, Stage};
use std::io;

/// Who bears, on one line.
#[derive(Debug)]
pub struct Bearer<'a> {
    /// What is borne already.
    pub keep: &'a Keep,
    /// The bearer's own journal.
    pub journal: JournalName,
    /// Whose bundles it takes.
    pub headquarters: Id,
    /// As it stands on the screen.
    pub code: &'a str,
    /// Of the line.
    pub secret: &'a Key,
    /// The laptop that the line's certificate names.
    pub peer: Id,
    /// Headquarters took that certificate back.
    pub is_revoked: bool,
    /// This laptop's clock, milliseconds since 1970.
    pub now_ms: i64,
    /// What the meeting did.
    pub met: Met,
}

/// What one meeting did, on the bearer's side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Met {
    /// Who gives, once the code was right.
    pub giver: Option<JournalName>,
    /// The code was wrong.
    pub wrong_code: bool,
    /// What was announced, and how many bytes of it are here.
    pub coming: Option<(RelayNote, u64)>,
    /// Bundles that came wholly.
    pub bundles: u32,
    /// Answers that the giver has now.
    pub answers: u32,
    /// Why it took no more.
    pub refused: Option<NoRelay>,
}

impl Bearer<'_> {
    /// The answer to a question. A disk that refuses is told to the giver, and what came before stays.
    pub fn answer(&mut self, asked: &Relay) -> Relayed {
        let done = match (asked, self.met.giver) {
            (Relay::Meet { journal, proof }, _) => self.meet(*journal, **proof),
            (_, None) => Ok(no(NoRelay::Code)),
            (Relay::Give { piece, load }, Some(giver)) => self.give(giver, *piece, *load),
            (Relay::Part { bundle, offset, bytes }, Some(giver)) => {
                self.part(giver, *bundle, *offset, bytes)
            }
            (Relay::Fetch { bundle, offset, max }, Some(giver)) => {
                self.fetch(giver, *bundle, (*offset, *max))
            }
            (Relay::Fetched { bundle }, Some(giver)) => self.fetched(giver, *bundle),
        };
        let answer = done.unwrap_or_else(|fault| {
            no(if is_full(&fault) { NoRelay::Full } else { NoRelay::Disk })
        });
        if let Relayed::Refused { why } = answer {
            self.met.refused = Some(why);
        }
        answer
    }

    fn meet(&mut self, journal: JournalName, shown: [u8; 32]) -> io::Result<Relayed> {
        if self.is_revoked {
            return Ok(no(NoRelay::Revoked));
        }
        if journal.device != self.peer {
            return Ok(no(NoRelay::Foreign));
        }
        if shown != *proof(self.secret, Hand::Giver, self.code) {
            self.met.wrong_code = true;
            return Ok(no(NoRelay::Code));
        }
        self.met.giver = Some(journal);
        let peer = self.peer;
        for note in self.keep.notes()?.iter().filter(|note| note.journal.device == peer) {
            let _settled = self.settled(note)?;
        }
        // What an earlier epoch gave does not hold what waits in this one, whatever its numbers are. Read anew: one that is
        // whole by now may have taken the place of others.
        let notes = self.keep.notes()?;
        let is_here = |note: &&RelayNote| {
            note.journal == journal && matches!(note.stage, Stage::Arriving | Stage::Held)
        };
        let has = notes.iter().filter(is_here).map(borne).collect();
        Ok(Relayed::Met {
            journal: self.journal,
            proof: proof(self.secret, Hand::Bearer, self.code),
            room: self.keep.room()?,
            has,
            answers: self.keep.answers_for(self.peer)?,
        })
    }

    /// A note whose bundle is here or comes; one that came wholly before its note said so is put right.
    fn settled(&mut self, note: &RelayNote) -> io::Result<Option<RelayNote>> {
        Ok(match note.stage {
            Stage::Arriving if self.keep.is_whole(note)? => self.whole(note)?,
            Stage::Arriving | Stage::Held => Some(*note),
            Stage::Refused | Stage::Delivered | Stage::HandedOver | Stage::Expired => None,
        })
    }

    fn give(&mut self, giver: JournalName, piece: Piece, load: Load) -> io::Result<Relayed> {
        if piece.size == 0 || piece.size > BORNE_MAX {
            return Ok(no(NoRelay::Broken));
        }
        if let Some(known) = self.keep.note(piece.bundle)? {
            let is_same = known.piece == piece && known.journal.device == giver.device;
            if !is_same {
                return Ok(no(NoRelay::Broken));
            }
            return match (self.settled(&known)?, known.stage) {
                (Some(note), _) => self.stands(&note),
                // Headquarters has it, or never takes it: there is nothing left to give.
                (None, Stage::Refused | Stage::Delivered | Stage::HandedOver) => Ok(Relayed::Whole),
                // Its days are over, or it is for another headquarters.
                (None, Stage::Arriving | Stage::Held | Stage::Expired) => Ok(no(NoRelay::Broken)),
            };
        }
        if self.keep.room()? < piece.size {
            return Ok(no(NoRelay::Full));
        }
        let (journal, since_ms) = (giver, self.now_ms);
        let note = RelayNote {
            journal,
            piece,
            load,
            since_ms,
            stage: Stage::Arriving,
            stage_ms: since_ms,
            answer: None,
        };
        self.keep.put_note(&note)?;
        self.stands(&note)
    }

    /// Up to where it is here.
    fn stands(&mut self, note: &RelayNote) -> io::Result<Relayed> {
        Ok(match self.keep.arrived(note)? {
            None => {
                self.met.coming = Some((*note, note.piece.size));
                Relayed::Whole
            }
            Some(bytes) => {
                let bytes = bytes.min(note.piece.size);
                self.met.coming = Some((*note, bytes));
                Relayed::Offset { bytes }
            }
        })
    }

    fn part(
        &mut self,
        giver: JournalName,
        bundle: Id,
        offset: u64,
        bytes: &[u8],
    ) -> io::Result<Relayed> {
        let note = self.keep.note(bundle)?.filter(|note| note.journal.device == giver.device);
        let note = note.map(|note| self.settled(&note)).transpose()?.flatten();
        let Some(note) = note else { return Ok(no(NoRelay::Broken)) };
        let Some(here) = self.keep.arrived(&note)? else { return self.stands(&note) };
        let here = here.min(note.piece.size);
        let left = note.piece.size - here;
        let length = bytes.len() as u64;
        // A file that is as long as it should be and was not looked at yet takes no byte more.
        let is_next = offset == here && length <= left && bytes.len() <= RANGE;
        if !is_next || (length == 0 && left > 0) {
            return self.stands(&note);
        }
        match self.keep.add(&note, offset, bytes)? {
            Added::Upto(upto) => {
                self.met.coming = Some((note, upto));
                Ok(Relayed::Offset { bytes: upto })
            }
            Added::Wrong => Ok(Relayed::Offset { bytes: 0 }),
            Added::Whole => Ok(match self.whole(&note)? {
                Some(_) => Relayed::Whole,
                None => no(NoRelay::Broken),
            }),
        }
    }

    /// All of it is here; `None` when it is for another headquarters.
    fn whole(&mut self, note: &RelayNote) -> io::Result<Option<RelayNote>> {
        let held = self.keep.whole(note, self.headquarters, self.now_ms)?;
        if let Some(note) = held {
            self.met.bundles += 1;
            self.met.coming = Some((note, note.piece.size));
        }
        Ok(held)
    }

    fn fetch(
        &self,
        giver: JournalName,
        bundle: Id,
        (offset, max): (u64, u64),
    ) -> io::Result<Relayed> {
        let answers = self.keep.answers_for(giver.device)?;
        let is_theirs = answers.iter().any(|answer| answer.bundle == bundle);
        let mut bytes = if is_theirs { self.keep.read_answer(bundle, offset)? } else { Vec::new() };
        bytes.truncate(usize::try_from(max).unwrap_or(RANGE));
        Ok(Relayed::Range { bytes: bytes.into() })
    }

    fn fetched(&mut self, giver: JournalName, bundle: Id) -> io::Result<Relayed> {
        let note = self.keep.note(bundle)?.filter(|note| note.journal.device == giver.device);
        if let Some(note) = note.filter(|note| note.stage == Stage::Delivered) {
            self.keep.move_on(&note, Stage::HandedOver, self.now_ms)?;
            self.keep.drop_answer(bundle)?;
            self.met.answers += 1;
        }
        Ok(Relayed::Whole)
    }
}

fn borne(note: &RelayNote) -> Borne {
    Borne { piece: note.piece, load: note.load, is_whole: note.stage == Stage::Held }
}

fn no(why: NoRelay) -> Relayed {
    Relayed::Refused { why }
}
