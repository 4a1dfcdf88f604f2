//! Whether the bureau has the power that an act of a stop asks for, by the list in force on the day of the stop and at its
//! place (处罚法 17, 22, 38); whether the officers' certificates cover it is asked elsewhere.

use super::Facts;
use super::judgement::Judgement;
use crate::domain::blocked::{Blocked, Rule, Warning};
use crate::domain::rulebook::{PowerKind, PowerStanding, Rulebook, Sanction, Violation};
use crate::stdx::day::Day;

/// Where and when an act is answered.
#[derive(Clone, Copy, Debug)]
pub(super) struct Powers<'a> {
    rulebook: &'a Rulebook,
    at: (Day, &'a str),
}

impl<'a> Powers<'a> {
    /// Those of a stop on `day`.
    pub(super) fn of(facts: &'a Facts, day: Day, rulebook: &'a Rulebook) -> Powers<'a> {
        Powers { rulebook, at: (day, facts.place.region.as_str()) }
    }

    /// Puts down what the list says against the finding `nth`: to be answered at all, and to have been looked for.
    pub(super) fn ask(&self, nth: usize, act: &Violation, judgement: &mut Judgement) {
        let code = || format!("findings[{nth}].code");
        match self.rulebook.power(act, wanted(act), self.at) {
            PowerStanding::Granted => {}
            PowerStanding::NotListed => {
                judgement.blocked.push(Blocked::new(Rule::PowerList, code()));
            }
            PowerStanding::Elsewhere => {
                judgement.blocked.push(Blocked::new(Rule::PowerArea, "place.region"));
            }
        }
        let inspect = self.rulebook.power(act, PowerKind::Inspect, self.at);
        // Where the place is not recorded the refusal above asks for it, and the list of inspections says nothing yet.
        let is_unplaced = inspect == PowerStanding::Elsewhere && self.at.1.is_empty();
        if inspect != PowerStanding::Granted && !is_unplaced {
            judgement.warnings.push(Warning::NotForInspection { field: code() });
        }
    }

    /// Whether things may be held over the act.
    pub(super) fn may_hold(&self, act: &Violation) -> bool {
        self.grants(act, PowerKind::Measure)
    }

    fn grants(&self, act: &Violation, kind: PowerKind) -> bool {
        self.rulebook.power(act, kind, self.at) == PowerStanding::Granted
    }
}

/// What is done about an act: a row that does nothing but hold the vehicle is a measure (路保 65(2)), any other a penalty.
fn wanted(act: &Violation) -> PowerKind {
    let mut sanctions = act.bases.iter().flat_map(|basis| &basis.sanctions);
    if sanctions.all(|sanction| *sanction == Sanction::HoldVehicle) {
        PowerKind::Measure
    } else {
        PowerKind::Punish
    }
}
