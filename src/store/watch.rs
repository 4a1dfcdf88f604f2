//! The journal's eye on the clock: every append is held against the entry before, and a step is written
//! down by itself; it orders nothing and refuses nothing.

use super::{Store, StoreFault};
use crate::domain::bureau::BureauEvent;
use crate::domain::clock_step::{ClockMemory, ClockStep, ClockWord, Witness, judge};
use crate::stdx::clock::Reading;
use crate::stdx::id::Id;
use crate::wire::entry::{Entry, Kept};
use crate::wire::envelope::{self, Envelope};
use crate::wire::event::Body;
use crate::wire::event::bureau::CLOCK_STEPPED;

/// What the last entry said of the clock.
#[derive(Debug, Default)]
pub(super) struct Watch {
    before: Option<Witness>,
    /// Where the clock was taken for right last in this start of the machine.
    anchor: Option<Witness>,
    /// The last step that was written.
    said: Option<ClockStep>,
    /// The last step that was written and that no officer has said a word about.
    unanswered: Option<ClockStep>,
}

impl Watch {
    fn see(&mut self, body: &Body) {
        if let Body::Bureau(BureauEvent::ClockStepped { step, confirmed_by, .. }) = body {
            self.unanswered = confirmed_by.is_none().then_some(*step);
            self.said = Some(*step);
        }
    }
}

impl Store {
    /// The step that shows at `now`, else the last one that no officer has said a word about.
    #[must_use]
    pub fn clock_step(&self, now: Reading) -> Option<ClockStep> {
        self.fresh_step(now).or(self.watch.unanswered)
    }

    /// The last entry's clocks, when it was written in this start of the machine.
    #[must_use]
    pub fn reading_of_this_boot(&self) -> Option<Reading> {
        self.watch.before.filter(|before| before.boot == self.boot).map(|before| before.reading)
    }

    /// The last entry's clocks, whatever start of the machine it was written in.
    #[must_use]
    pub fn last_reading(&self) -> Option<Reading> {
        self.watch.before.map(|before| before.reading)
    }

    pub(super) fn watch_from(&mut self, last: &Envelope) -> Result<(), StoreFault> {
        self.watch.before = Some(Witness { reading: last.clock, boot: last.boot });
        let mut since = 1;
        if let Some(entry) = self.last_of_kind(CLOCK_STEPPED)? {
            self.watch.see(&entry.body);
            since = entry.envelope.number;
        }
        self.watch.anchor = self.first_of_boot(last.boot, since, last.number)?;
        Ok(())
    }

    /// The first entry of a start of the machine that lies between `from` and `until`, which is of it: entries of one start
    /// follow each other, so half of them is passed over with each look.
    fn first_of_boot(
        &self,
        boot: Id,
        mut from: u64,
        mut until: u64,
    ) -> Result<Option<Witness>, StoreFault> {
        let at = |number: u64| -> Result<Option<Witness>, StoreFault> {
            let row = self.row(number)?;
            let envelope = row.and_then(|row| envelope::decode(&row.kept.envelope).ok());
            Ok(envelope.map(|kept| Witness { reading: kept.clock, boot: kept.boot }))
        };
        while from < until {
            let middle = from + (until - from) / 2;
            let is_of_it = at(middle)?.is_some_and(|witness| witness.boot == boot);
            if is_of_it { until = middle } else { from = middle + 1 }
        }
        at(until)
    }

    fn fresh_step(&self, now: Reading) -> Option<ClockStep> {
        let now = Witness { reading: now, boot: self.boot };
        let before = self.watch.before?;
        let anchor = self.watch.anchor.unwrap_or(before);
        judge(&ClockMemory { before, anchor, said: self.watch.said }, &now)
    }

    /// `bodies`, with the step before them when there is one that they do not speak of themselves.
    pub(super) fn with_clock_step(&self, mut bodies: Vec<Body>, now: Reading) -> Vec<Body> {
        let speaks = |body: &Body| matches!(body, Body::Bureau(BureauEvent::ClockStepped { .. }));
        if let Some(step) = self.fresh_step(now)
            && !bodies.is_empty()
            && !bodies.iter().any(speaks)
        {
            let said = ClockWord::Unknown;
            let stepped = BureauEvent::ClockStepped { step, confirmed_by: None, said };
            // A new epoch begins with the entry that says so.
            let begins =
                |body: &Body| matches!(body, Body::Bureau(BureauEvent::EpochOpened { .. }));
            let at = usize::from(bodies.first().is_some_and(begins));
            bodies.insert(at, Body::Bureau(stepped));
        }
        bodies
    }

    pub(super) fn watch_after(&mut self, made: &[(Entry, Kept)], clock: Reading) {
        if made.is_empty() {
            return;
        }
        let now = Witness { reading: clock, boot: self.boot };
        self.watch.before = Some(now);
        let is_of_this_start = |anchor: Witness| anchor.boot == self.boot;
        if !self.watch.anchor.is_some_and(is_of_this_start) {
            self.watch.anchor = Some(now);
        }
        for (entry, _) in made {
            self.watch.see(&entry.body);
            if matches!(entry.body, Body::Bureau(BureauEvent::ClockStepped { .. })) {
                self.watch.anchor = Some(now);
            }
        }
    }
}
