//! The world's laptop and its cases: it writes each under the token that it held last, and never waits for a pen.

use super::{Seed, Terminal};
use lucha::domain::inspection::Facts;
use lucha::domain::inspection::event::Event;
use lucha::stdx::clock::Moment;
use lucha::stdx::id::Id;
use lucha::wire::event::Body;
use lucha::wire::message::pen::PenMoved;
use std::collections::BTreeMap;

/// Cases that this laptop ever had the pen of, and the token that it held last.
#[derive(Clone, Debug, Default)]
pub struct Pens(pub BTreeMap<Id, u64>);

impl Terminal {
    /// From now on it writes cases, some of which it recorded itself.
    pub fn begin_cases(&mut self, cases: &[Id], dice: Seed) {
        self.disk.pens.0.extend(cases.iter().map(|case| (*case, 0)));
        self.pen_dice = Some(dice);
    }

    /// The case that the next entry belongs to, and the token of its pen.
    pub(super) fn case(&mut self) -> (Option<Id>, u64) {
        let Some(dice) = &mut self.pen_dice else { return (None, 0) };
        let own = &self.disk.pens.0;
        let nth = usize::try_from(dice.below(own.len() as u64 + 1)).unwrap();
        own.iter().nth(nth).map_or((None, 0), |(case, token)| (Some(*case), *token))
    }

    /// A commit of one entry of a case.
    pub fn note(&mut self, case: Id, token: u64, seed: &mut Seed) {
        let shown = Event::CardsShown { at: Moment::from_ms(self.wall_ms), nth: None };
        self.put_in(Body::Inspection(shown), Vec::new(), (Some(case), token), seed);
        self.disk.ends.insert(self.disk.entries.len() as u64);
    }

    /// The entry that begins a case.
    pub fn record(&mut self, case: Id, seed: &mut Seed) {
        let facts = Facts { plan: "四".into(), ..Facts::default() };
        let recorded = Event::InspectionRecorded(Box::new(facts));
        self.put_in(Body::Inspection(recorded), Vec::new(), (Some(case), 0), seed);
        self.disk.ends.insert(self.disk.entries.len() as u64);
    }

    pub(super) fn take_pen(&mut self, moved: &PenMoved) {
        if moved.to == self.disk.name.device {
            let token = self.disk.pens.0.entry(moved.subject).or_default();
            *token = (*token).max(moved.token);
        }
    }
}
