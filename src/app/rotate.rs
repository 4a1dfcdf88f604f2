//! The device's key is replaced by a new one: made here, signed by the old one, at work with headquarters' word; gives up no
//! key before the other one works.

use super::command::Trouble;
use super::desk::Desk;
use super::errand::Errands;
use super::synchronise::line_of;
use super::{pin, rotation_asker};
use crate::stdx::said::Said;
use crate::store::incoming::Enrolled;
use crate::sync::driver::Line;
use crate::sync::rotation::{self, Heard};
use crate::sync::transport::Https;
use crate::wire::message::rotate::{NoRotation, Rotate, RotateAnswer};

/// Entries that officers write between question and answer make it be asked again so often.
const TIMES_MAX: u32 = 4;

/// What became of the key that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rotated {
    /// None waits.
    Nothing,
    /// It signs, under this epoch.
    Done(u32),
    /// It waits on: what the line said. The next session asks again.
    Waits(Said),
    /// Headquarters does not take it: it is forgotten.
    Refused(NoRotation),
}

/// The desk, on this thread or on its own.
pub(super) trait AtDesk {
    /// Has `work` done at the desk, between two of the officer's commands.
    fn at<T: Send + 'static>(
        &mut self,
        work: impl FnOnce(&mut Desk) -> Result<T, Trouble> + Send + 'static,
    ) -> Result<T, Trouble>;
}

impl AtDesk for Desk {
    fn at<T: Send + 'static>(
        &mut self,
        work: impl FnOnce(&mut Desk) -> Result<T, Trouble> + Send + 'static,
    ) -> Result<T, Trouble> {
        work(self)
    }
}

impl AtDesk for Errands {
    fn at<T: Send + 'static>(
        &mut self,
        work: impl FnOnce(&mut Desk) -> Result<T, Trouble> + Send + 'static,
    ) -> Result<T, Trouble> {
        self.ask(work)?
    }
}

/// The line to headquarters, `kept` where there is one of this enrolment; first a key that waits is asked for, and with
/// headquarters' word the line is the new one.
///
/// # Errors
/// When the line's key cannot be read, or the journal not be read or written.
pub(super) fn line(
    at: &mut impl AtDesk,
    enrolled: &Enrolled,
    kept: Option<Https>,
) -> Result<Https, Trouble> {
    let mut line = match kept {
        Some(line) => line,
        None => line_of(enrolled)?,
    };
    // What refuses or cuts it shows in the session that follows.
    match finish(at, &mut line)? {
        Rotated::Done(_) => line_of(&at.at(|desk| desk.enrolled())?),
        Rotated::Nothing | Rotated::Waits(_) | Rotated::Refused(_) => Ok(line),
    }
}

fn finish(at: &mut impl AtDesk, line: &mut impl Line) -> Result<Rotated, Trouble> {
    for _ in 0..TIMES_MAX {
        let Some(asked) = at.at(Desk::asks_for_key)? else { return Ok(Rotated::Nothing) };
        let answer = match line.ask(asked.journal, &asked) {
            Ok(answer) => answer,
            Err(cut) => return Ok(Rotated::Waits(cut.said())),
        };
        if let Some(done) = at.at(move |desk| desk.hear_of_key(&asked, answer))? {
            return Ok(done);
        }
    }
    Ok(Rotated::Waits(Said::words("cut.written_meanwhile")))
}

impl Desk {
    fn enrolled(&self) -> Result<Enrolled, Trouble> {
        self.store.enrolled()?.ok_or_else(|| Trouble::new("trouble.not_enrolled"))
    }

    /// Makes a new device key and asks headquarters for its place; one that waits already is asked for again.
    ///
    /// # Errors
    /// When the laptop is not enrolled, headquarters is not reached or refuses, or the journal cannot be written.
    pub fn rotate(&mut self) -> Result<u32, Trouble> {
        let mut line = line_of(&self.enrolled()?)?;
        self.rotate_over(&mut line)
    }

    /// The same over a line that is there already.
    ///
    /// # Errors
    /// As `rotate`.
    pub fn rotate_over(&mut self, line: &mut impl Line) -> Result<u32, Trouble> {
        self.make_next_key()?;
        match finish(self, line)? {
            Rotated::Done(epoch) => Ok(epoch),
            Rotated::Refused(why) => {
                Err(Trouble::new("trouble.rotate_refused").with(Said::words(refused(why))))
            }
            Rotated::Waits(said) => Err(Trouble::new("trouble.rotate_waits").with(said)),
            // Its file was changed by somebody else between two steps: the next one makes another.
            Rotated::Nothing => {
                Err(Trouble::new("trouble.rotate_waits").with(Said::words("device_key.another")))
            }
        }
    }

    /// Makes the key that then waits for headquarters' word; nothing is sent.
    ///
    /// # Errors
    /// When the laptop is not enrolled, or the journal cannot be written.
    pub fn make_next_key(&mut self) -> Result<(), Trouble> {
        let _enrolled = self.enrolled()?;
        let fault = |_| Trouble::new("trouble.rotate_waits").with(Said::words("enrol.line_key"));
        let line = rotation::line_key().map_err(fault)?;
        rotation_asker::keep(&self.store, pin::who(self))?;
        Ok(self.store.begin_rotation(line, &mut self.dice)?)
    }

    /// What is asked while a key waits.
    fn asks_for_key(&mut self) -> Result<Option<Rotate>, Trouble> {
        let Some(enrolled) = self.store.enrolled()? else { return Ok(None) };
        Ok(rotation::question(&self.store, enrolled.headquarters)?)
    }

    /// Headquarters' answer; `None` when entries were written since the question.
    fn hear_of_key(
        &mut self,
        asked: &Rotate,
        answer: RotateAnswer,
    ) -> Result<Option<Rotated>, Trouble> {
        let Some(waiting) = self.store.rotation()? else { return Ok(Some(Rotated::Nothing)) };
        let (certificate, more) = match rotation::heard(asked, &waiting.line_key, answer) {
            Heard::Granted(certificate, more) => (certificate, more),
            Heard::Strange => {
                return Ok(Some(Rotated::Waits(Said::words("cut.certificate"))));
            }
            Heard::Refused(why) => {
                self.store.drop_rotation()?;
                return Ok(Some(Rotated::Refused(why)));
            }
        };
        // Whoever works when the answer comes need not be who asked.
        let asker = rotation_asker::asker(self);
        let (clock, line) = (self.clock.read(), (asked.head, certificate));
        if self.store.end_rotation(asker, line, more, clock, &mut self.dice)?.is_none() {
            return Ok(None);
        }
        self.refresh()?;
        // The key is replaced whatever the card says: the mirror tells of its own trouble when it runs.
        if self.mirror_epoch().is_err() {
            self.start_mirror();
        }
        Ok(Some(Rotated::Done(asked.epoch)))
    }
}

/// Why headquarters did not take the key.
fn refused(why: NoRotation) -> &'static str {
    match why {
        NoRotation::Unknown => "no_rotation.unknown",
        NoRotation::Foreign => "no_rotation.foreign",
        NoRotation::Signature => "no_rotation.signature",
        NoRotation::Broken => "no_rotation.broken",
        NoRotation::Revoked => "no_rotation.revoked",
        NoRotation::Parted => "no_rotation.parted",
        NoRotation::Taken => "no_rotation.taken",
    }
}
