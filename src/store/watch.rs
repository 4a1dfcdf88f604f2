//! The journal's eye on the clock: every append is held against the entry before, and a step is written
//! down by itself; it orders nothing and refuses nothing.

use super::{Store, StoreFault};
use crate::domain::bureau::BureauEvent;
use crate::domain::clock_step::{ClockStep, ClockWord, Witness, judge};
use crate::stdx::clock::Reading;
use crate::wire::entry::{Entry, Kept};
use crate::wire::envelope::Envelope;
use crate::wire::event::Body;
use crate::wire::event::bureau::CLOCK_STEPPED;

/// What the last entry said of the clock.
#[derive(Debug, Default)]
pub(super) struct Watch {
    before: Option<Witness>,
    /// The last step that was written and that no officer has said a word about.
    unanswered: Option<ClockStep>,
}

impl Watch {
    fn see(&mut self, body: &Body) {
        if let Body::Bureau(BureauEvent::ClockStepped { step, confirmed_by, .. }) = body {
            self.unanswered = confirmed_by.is_none().then_some(*step);
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

    pub(super) fn watch_from(&mut self, last: &Envelope) -> Result<(), StoreFault> {
        self.watch.before = Some(Witness { reading: last.clock, boot: last.boot });
        if let Some(entry) = self.last_of_kind(CLOCK_STEPPED)? {
            self.watch.see(&entry.body);
        }
        Ok(())
    }

    fn fresh_step(&self, now: Reading) -> Option<ClockStep> {
        let now = Witness { reading: now, boot: self.boot };
        self.watch.before.as_ref().and_then(|before| judge(before, &now))
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
        if !made.is_empty() {
            self.watch.before = Some(Witness { reading: clock, boot: self.boot });
        }
        for (entry, _) in made {
            self.watch.see(&entry.body);
        }
    }
}
