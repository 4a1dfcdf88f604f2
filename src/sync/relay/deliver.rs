//! What is borne for others goes to headquarters over this laptop's own line, and the answers come back; a cut anywhere
//! goes on the next time.

use super::RelayFault;
use super::keep::{Added, Keep};
use crate::stdx::id::Id;
use crate::sync::driver::Line;
use crate::wire::message::forward::{
    FORWARD_MAX, Forward, ForwardFetch, ForwardPart, ForwardState,
};
use crate::wire::message::hello::JournalName;
use crate::wire::message::photograph::RANGE;
use crate::wire::message::relay::{BORNE_MAX, PART_FIRST, Piece};
use crate::wire::relay_note::{RelayNote, Stage};
use std::io;

/// How often an answer may move a bundle no further.
const STUCK_MAX: u32 = 3;

/// What a session did for others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Delivered {
    /// Bundles that headquarters took.
    pub bundles: u32,
    /// Entries in them, by their givers' word.
    pub entries: u64,
    /// Answers that are wholly here since.
    pub answers: u32,
    /// Bundles that it never takes.
    pub refused: u32,
    /// Bundles that wait for another session.
    pub waiting: u32,
    /// Whose bundle this laptop's disk damaged, the last one: it is gone here, and its giver still has everything.
    pub damaged: Option<Id>,
    /// Somebody stopped it.
    pub stopped: bool,
}

/// This laptop's own session, as far as it is others'.
struct Bearing<'a, L> {
    keep: &'a Keep,
    journal: JournalName,
    headquarters: Id,
    line: &'a mut L,
    now_ms: i64,
    goes_on: &'a mut dyn FnMut() -> bool,
    delivered: Delivered,
}

/// Delivers everything that is borne to `headquarters` over the line of `journal`, and fetches the answers. Nothing is asked
/// where nothing is borne. `goes_on` may stop it between two ranges.
///
/// # Errors
/// When the line is cut or the disk refuses.
pub fn deliver<L: Line>(
    keep: &Keep,
    (journal, headquarters): (JournalName, Id),
    line: &mut L,
    now_ms: i64,
    goes_on: &mut dyn FnMut() -> bool,
) -> Result<Delivered, RelayFault> {
    let delivered = Delivered::default();
    let mut bearing = Bearing { keep, journal, headquarters, line, now_ms, goes_on, delivered };
    bearing.delivered.stopped = !(bearing.send_all()? && bearing.fetch_all()?);
    Ok(bearing.delivered)
}

impl<L: Line> Bearing<'_, L> {
    /// False when somebody stopped it; the same of the others.
    fn send_all(&mut self) -> Result<bool, RelayFault> {
        for note in self.keep.notes()?.iter().filter(|note| note.stage == Stage::Arriving) {
            if self.keep.is_whole(note)? {
                let _held = self.keep.whole(note, self.headquarters, self.now_ms)?;
            }
        }
        // Read anew: one that is whole by now may have taken the place of others.
        let notes = self.keep.notes()?;
        let is_held = |note: &&RelayNote| note.stage == Stage::Held;
        // The answer that was named is not the one that came: which it is, is asked again.
        let is_unanswered =
            |note: &&RelayNote| note.stage == Stage::Delivered && note.answer.is_none();
        let asked = notes.iter().filter(is_held).chain(notes.iter().filter(is_unanswered));
        let held: Vec<RelayNote> = asked.take(FORWARD_MAX).copied().collect();
        if held.is_empty() {
            return Ok(true);
        }
        let pieces = held.iter().map(|note| note.piece).collect();
        let answer = self.line.ask(self.journal, &Forward { pieces })?;
        self.keep.set_days(answer.days)?;
        for (note, state) in held.iter().zip(answer.states) {
            if note.stage == Stage::Delivered {
                if let ForwardState::Taken { answer } = state {
                    self.keep.put_note(&RelayNote { answer: Some(answer), ..*note })?;
                }
            } else if !self.send(note, state)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// One bundle, range by range.
    fn send(&mut self, note: &RelayNote, mut state: ForwardState) -> Result<bool, RelayFault> {
        let (mut stuck, mut before, mut length) = (0, None, PART_FIRST);
        let mut is_all_sent = false;
        loop {
            let offset = match state {
                ForwardState::Offset { bytes } => bytes,
                ForwardState::Taken { answer } => {
                    // First the word, then the bytes: what is at headquarters is not sent again.
                    let taken = RelayNote { answer: Some(answer), ..*note };
                    self.keep.move_on(&taken, Stage::Delivered, self.now_ms)?;
                    self.keep.drop_bytes(note)?;
                    self.delivered.bundles += 1;
                    self.delivered.entries += note.load.entries;
                    return Ok(true);
                }
                ForwardState::Later { .. } => {
                    self.delivered.waiting += 1;
                    return Ok(true);
                }
                ForwardState::Refused { .. } => {
                    self.keep.move_on(note, Stage::Refused, self.now_ms)?;
                    self.delivered.refused += 1;
                    return Ok(true);
                }
            };
            stuck += u32::from(before.is_some_and(|before| offset <= before));
            if stuck > STUCK_MAX || offset > note.piece.size {
                self.delivered.waiting += 1;
                return Ok(true);
            }
            before = Some(offset);
            // All of it was there and was something else: before it goes all the way again, our own bytes are looked at.
            if is_all_sent && offset == 0 && self.is_damaged(note)? {
                return Ok(true);
            }
            if !(self.goes_on)() {
                return Ok(false);
            }
            let bytes = match self.keep.read(note, offset, length) {
                // A newer bundle of its giver came meanwhile and holds all of it.
                Err(gone) if gone.kind() == io::ErrorKind::NotFound => return Ok(true),
                bytes => bytes?,
            };
            // The file ends before the bundle does.
            if bytes.is_empty() && offset < note.piece.size && self.is_damaged(note)? {
                return Ok(true);
            }
            is_all_sent = offset + bytes.len() as u64 >= note.piece.size;
            length = (length * 2).min(RANGE);
            let part = ForwardPart { piece: note.piece, offset, bytes: bytes.into() };
            state = self.line.ask(self.journal, &part)?.state;
        }
    }

    /// Whether this laptop's disk damaged a bundle. One that is goes: headquarters never takes it, and its giver, who keeps
    /// everything until receipts come, makes another at the next meeting.
    fn is_damaged(&mut self, note: &RelayNote) -> Result<bool, RelayFault> {
        let is_sound = match self.keep.is_sound(note) {
            // A newer bundle of its giver came meanwhile.
            Err(gone) if gone.kind() == io::ErrorKind::NotFound => return Ok(true),
            sound => sound?,
        };
        if !is_sound {
            self.keep.forget(note)?;
            self.delivered.damaged = Some(note.journal.device);
        }
        Ok(!is_sound)
    }

    fn fetch_all(&mut self) -> Result<bool, RelayFault> {
        for note in self.keep.notes()?.iter().filter(|note| note.stage == Stage::Delivered) {
            let Some(answer) = note.answer else { continue };
            if !self.fetch(note, answer)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Headquarters' answer to the bundle of `note`.
    fn fetch(&mut self, note: &RelayNote, answer: Piece) -> Result<bool, RelayFault> {
        let piece = note.piece;
        while let Some(offset) = self.keep.answer_arrived(answer.bundle)? {
            if !(self.goes_on)() {
                return Ok(false);
            }
            let offset = offset.min(answer.size);
            let left = usize::try_from(answer.size - offset).unwrap_or(usize::MAX);
            let mut bytes = Vec::new();
            // All of it may be here and not looked at yet.
            if left > 0 {
                let range = self.line.ask(self.journal, &ForwardFetch { piece, offset })?;
                bytes.extend_from_slice(&range.bytes[..range.bytes.len().min(left)]);
                // Headquarters has it no more: its receipts come to the giver over his own line.
                if bytes.is_empty() || answer.size > BORNE_MAX {
                    return Ok(true);
                }
            }
            match self.keep.add_answer(answer, offset, &bytes)? {
                Added::Upto(_) => {}
                Added::Wrong => {
                    self.keep.put_note(&RelayNote { answer: None, ..*note })?;
                    return Ok(true);
                }
                Added::Whole => {
                    self.delivered.answers += 1;
                    // All of it is durable here: headquarters need not keep it, and if it did not hear, it forgets it.
                    let offset = answer.size;
                    let _freed = self.line.ask(self.journal, &ForwardFetch { piece, offset });
                }
            }
        }
        Ok(true)
    }
}
