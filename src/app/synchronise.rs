//! One session with headquarters: entries up, news down, then photographs; waits in no transaction.

use super::command::Trouble;
use super::desk::Desk;
use super::prune;
use super::relay;
use super::rotate;
use crate::stdx::clock::Clock;
use crate::stdx::said::Said;
use crate::store::StoreFault;
use crate::store::incoming::Enrolled;
use crate::sync::driver::{Driver, Line, Progress, Shelf, Turn, UnderWay};
use crate::sync::relay::deliver::Delivered;
use crate::sync::session::{End, Session, Thrift};
use crate::sync::shelf::StoreShelf;
use crate::sync::transport::Https;
use crate::wire::message::push::Refusal;
use crate::wire::signer::Identity;
use crate::wire::suite::Suite;
use std::time::Duration;

/// How the laptop stands with headquarters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carried {
    /// How it ended.
    pub end: End,
    /// What it did.
    pub progress: Progress,
    /// Bytes of questions and of answers.
    pub sent: u64,
    /// Bytes of answers.
    pub received: u64,
    /// Entries without a receipt, and photographs and pages.
    pub entries_waiting: u64,
    /// Photographs and pages without a receipt.
    pub blobs_waiting: u64,
    /// What the line said when it was cut last.
    pub line: Said,
    /// Somebody stopped it: what waits goes another time.
    pub stopped: bool,
    /// What it did for colleagues' laptops.
    pub delivered: Delivered,
    /// Why that did not go on to its end.
    pub relay_trouble: Option<Trouble>,
}

/// What a session is after each of its steps.
#[derive(Clone, Copy, Debug)]
pub struct Stepped<'a> {
    /// Bytes of the step's question and answer, and how long they took; 0 when nothing was asked.
    pub bytes: u64,
    /// How long the step took, milliseconds.
    pub ms: u64,
    /// Bytes of entries in it before and after they were pressed.
    pub pressed: (u64, u64),
    /// Sent, and without a receipt.
    pub under_way: &'a UnderWay,
}

/// Who watches over a session and may stop it between two of its steps.
pub(super) trait Watch {
    /// False stops the session.
    fn stepped(&mut self, step: &Stepped<'_>) -> bool;
    /// Rests before the next try, after what the line said; false stops the session.
    fn rest(&mut self, wait: Duration, said: &Said) -> bool;
    /// It was somebody's wish that it stopped.
    fn is_stopped(&self) -> bool;
}

/// Nobody but the rests.
struct Rests<F>(F);

impl<F: FnMut(Duration, &Said) -> bool> Watch for Rests<F> {
    fn stepped(&mut self, _: &Stepped<'_>) -> bool {
        true
    }

    fn rest(&mut self, wait: Duration, said: &Said) -> bool {
        (self.0)(wait, said)
    }

    fn is_stopped(&self) -> bool {
        false
    }
}

/// Headquarters' key, as it was told at the enrolment.
///
/// # Errors
/// When the journal holds no key of its suite.
pub(super) fn key_of(enrolled: &Enrolled) -> Result<Identity, Trouble> {
    let suite = Suite::from_byte(enrolled.suite);
    let key = suite.and_then(|suite| Identity::new(suite, &enrolled.public_key).ok());
    key.ok_or_else(|| Trouble::new("trouble.enrol_stranger"))
}

/// What an end means for the officer, as a sentence with its way out; `line` is what the line said.
pub(super) fn told(end: End, line: &Said) -> Option<Trouble> {
    match end {
        End::Done | End::WithoutPhotographs => None,
        End::Cut => Some(Trouble::new("trouble.no_line").with(line.clone())),
        End::Unknown => Some(Trouble::new("trouble.hq_unknown")),
        End::OldCopy { held } => Some(Trouble::new("trouble.hq_old_copy").with(held.to_string())),
        End::Forked { number } => Some(Trouble::new("trouble.hq_forked").with(number.to_string())),
        End::Revoked => Some(Trouble::new("trouble.hq_revoked")),
        End::Refused(why) => {
            Some(Trouble::new("trouble.hq_refused").with(Said::words(refused(why))))
        }
        End::TooLong { number } => {
            Some(Trouble::new("trouble.hq_too_long").with(number.to_string()))
        }
        End::Stranger => Some(Trouble::new("trouble.hq_stranger")),
        End::Version => Some(Trouble::new("trouble.hq_version")),
    }
}

/// Why headquarters did not take a batch.
fn refused(why: Refusal) -> &'static str {
    match why {
        Refusal::Broken => "hq_refusal.broken",
        Refusal::Signature => "hq_refusal.signature",
        Refusal::Unknown => "hq_refusal.unknown",
        Refusal::Dictionary => "hq_refusal.dictionary",
        Refusal::Foreign => "hq_refusal.foreign",
    }
}

impl Carried {
    /// Nothing waits on the laptop any more, and headquarters contradicted itself in nothing.
    #[must_use]
    pub fn is_all_there(&self) -> bool {
        let is_sound = self.progress.doubts == 0;
        self.end == End::Done && is_sound && self.entries_waiting + self.blobs_waiting == 0
    }

    /// What stopped the session, as a sentence with its way out.
    #[must_use]
    pub fn trouble(&self) -> Option<Trouble> {
        if self.stopped {
            return None;
        }
        let doubt = || (self.progress.doubts > 0).then(|| Trouble::new("trouble.hq_checkpoint"));
        told(self.end, &self.line).or_else(doubt).or_else(|| self.relay_trouble.clone())
    }

    /// For scripts.
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        serde_json::json!({
            "done": self.is_all_there(),
            "entries": self.progress.entries,
            "photographs": self.progress.photographs,
            "news": self.progress.news,
            "cuts": self.progress.cuts,
            "doubts": self.progress.doubts,
            "sent": self.sent,
            "received": self.received,
            "entries_waiting": self.entries_waiting,
            "photographs_waiting": self.blobs_waiting,
            "for_colleagues": relay::json_of(&self.delivered),
            "trouble": self.trouble().map(|trouble| trouble.key),
        })
    }
}

impl Desk {
    /// Carries everything to headquarters and brings back what is ours; without `photographs` on a metered line.
    /// `wait` is asked before each rest, with what the line said, and may stop the session by saying no.
    ///
    /// # Errors
    /// When the laptop is not enrolled, or the journal cannot be read or written.
    pub fn synchronise(
        &mut self,
        photographs: bool,
        wait: impl FnMut(Duration, &Said) -> bool,
    ) -> Result<Carried, Trouble> {
        let enrolled =
            self.store.enrolled()?.ok_or_else(|| Trouble::new("trouble.not_enrolled"))?;
        let mut line = rotate::line(self, &enrolled, None)?;
        self.synchronise_over(&mut line, photographs, wait)
    }

    /// The same over a line that is there already.
    ///
    /// # Errors
    /// As `synchronise`.
    pub fn synchronise_over(
        &mut self,
        line: &mut impl Line,
        photographs: bool,
        wait: impl FnMut(Duration, &Said) -> bool,
    ) -> Result<Carried, Trouble> {
        let enrolled =
            self.store.enrolled()?.ok_or_else(|| Trouble::new("trouble.not_enrolled"))?;
        let mut rests = Rests(wait);
        let mut carried = carry(&mut self.shelf(), line, &enrolled, photographs, &mut rests)?;
        self.settle_session()?;
        let round = self.relay_round();
        relay::deliver_borne(round.as_ref(), line, photographs, &mut carried, &mut || true);
        Ok(carried)
    }

    pub(super) fn shelf(&mut self) -> StoreShelf<'_> {
        StoreShelf {
            store: &mut self.store,
            clock: &mut self.clock,
            dice: &mut self.dice,
            blocks: &self.bureau.blocks,
        }
    }

    /// Reads what the session brought.
    pub(super) fn settle_session(&mut self) -> Result<(), StoreFault> {
        self.refresh()?;
        let pruned = prune::prune(self);
        // What headquarters leased or told is on the card too, before anybody's next command; so is what left.
        if let Some(mirror) = &self.mirror {
            mirror.wake();
        }
        pruned.map(drop)
    }
}

/// The line to headquarters.
///
/// # Errors
/// When what the enrolment gave makes none.
pub(super) fn line_of(enrolled: &Enrolled) -> Result<Https, Trouble> {
    Https::new(enrolled).map_err(|cut| Trouble::new("trouble.no_line").with(cut.said()))
}

/// One session over `shelf`, whichever thread its journal is on.
pub(super) fn carry<S: Shelf, L: Line>(
    shelf: &mut S,
    line: &mut L,
    enrolled: &Enrolled,
    photographs: bool,
    watch: &mut impl Watch,
) -> Result<Carried, Trouble>
where
    Trouble: From<S::Fault>,
{
    let session = || Session::new(enrolled.headquarters, Thrift { photographs });
    let mut driver = Driver::new(session(), key_of(enrolled)?);
    // A line that was kept carried for other sessions before.
    let before = line.carried();
    // How long a question takes is the machine's own time, whatever the desk's clock is set to.
    let clock = Clock::machine();
    let end = loop {
        let before = Mark::of(line, &driver, clock);
        let goes_on = match driver.turn(shelf, line)? {
            Turn::Go => watch.stepped(&before.step(line, &driver, clock)),
            Turn::Wait(ms) => watch.rest(Duration::from_millis(ms), &driver.last_cut),
            // What was left of an earlier epoch is there: a session of the next one begins.
            Turn::End(End::Done) if driver.session.is_behind(&shelf.local()?) => {
                driver.session = session();
                true
            }
            Turn::End(end) => break end,
        };
        if !goes_on {
            break End::Cut;
        }
    };
    let local = shelf.local()?;
    let (sent, received) = line.carried();
    Ok(Carried {
        end,
        progress: driver.progress,
        sent: sent - before.0,
        received: received - before.1,
        entries_waiting: local.head.number.saturating_sub(local.acknowledged.number),
        blobs_waiting: local.blobs_waiting,
        line: driver.last_cut,
        stopped: end == End::Cut && watch.is_stopped(),
        delivered: Delivered::default(),
        relay_trouble: None,
    })
}

/// Where a session stood before a step.
struct Mark {
    sent: u64,
    received: u64,
    raw: u64,
    cuts: u32,
    ms: u64,
}

impl Mark {
    fn of(line: &impl Line, driver: &Driver, clock: Clock) -> Mark {
        let (sent, received) = line.carried();
        Mark {
            sent,
            received,
            raw: driver.under_way.entry_bytes,
            cuts: driver.progress.cuts,
            ms: clock.read().monotonic_ms,
        }
    }

    /// What came of the step; a cut tells nothing of the line's pace.
    fn step<'a>(&self, line: &impl Line, driver: &'a Driver, clock: Clock) -> Stepped<'a> {
        let after = Mark::of(line, driver, clock);
        let sent = after.sent - self.sent;
        let is_whole = after.cuts == self.cuts;
        let bytes = if is_whole { sent + after.received - self.received } else { 0 };
        let ms = if bytes > 0 { after.ms.saturating_sub(self.ms) } else { 0 };
        let raw = after.raw - self.raw;
        let pressed = if is_whole && raw > 0 { (raw, sent) } else { (0, 0) };
        Stepped { bytes, ms, pressed, under_way: &driver.under_way }
    }
}
