//! One condition of a step: the rule it stands for, its article, and whether a case fulfils it; says no words of the screen.

use super::Gate;
use super::facts::CaseFacts;
use super::state::Actor;
use crate::domain::blocked::{Blocked, Rule};
use crate::domain::rulebook::UNVERIFIED;

/// A rule of a procedure. Its name is a contract as that of a `Rule` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct GateRule {
    /// The name in JSON and in the words of the screens.
    pub name: &'static str,
    /// The article, as a Chinese paper cites it; says 未核 where it was not read in the law itself.
    pub cite: &'static str,
}

impl GateRule {
    /// Whether its article was read in the law itself or on a page of the government.
    #[must_use]
    pub fn is_verified(&self) -> bool {
        !self.cite.contains(UNVERIFIED)
    }
}

/// One condition of a gate.
#[derive(Clone, Copy, Debug)]
pub enum Guard {
    /// Something must be recorded.
    Fact {
        /// What refuses without it.
        rule: GateRule,
        /// Whether it is.
        holds: fn(&CaseFacts) -> bool,
    },
    /// Everybody whom the gate names in `approved_by` has approved it.
    Approval {
        /// What refuses without it.
        rule: GateRule,
        /// Where nobody needs to.
        unless: fn(&CaseFacts) -> bool,
    },
    /// A rule that a stop is judged by too.
    Stop {
        /// What may refuse.
        rules: &'static [Rule],
        /// What does.
        refusals: fn(&CaseFacts) -> Vec<Blocked>,
    },
}

/// `holds` must be, by the article `cite`.
pub(super) const fn fact(
    name: &'static str,
    cite: &'static str,
    holds: fn(&CaseFacts) -> bool,
) -> Guard {
    Guard::Fact { rule: GateRule { name, cite }, holds }
}

/// Whoever approves the gate has done so, by the article `cite`.
pub(super) const fn approval(name: &'static str, cite: &'static str) -> Guard {
    Guard::Approval { rule: GateRule { name, cite }, unless: never }
}

fn never(_: &CaseFacts) -> bool {
    false
}

impl Guard {
    /// Every rule that it may refuse by.
    #[must_use]
    pub fn rules(&'static self) -> Vec<Rule> {
        match self {
            Guard::Fact { rule, .. } | Guard::Approval { rule, .. } => vec![Rule::Gate(rule)],
            Guard::Stop { rules, .. } => rules.to_vec(),
        }
    }

    /// What refuses the step `gate` to `case`; nothing where the condition is fulfilled.
    #[must_use]
    pub fn refusals(&'static self, case: &CaseFacts, gate: &Gate) -> Vec<Blocked> {
        match self {
            Guard::Fact { holds, .. } if holds(case) => Vec::new(),
            Guard::Fact { rule, .. } => vec![Blocked::new(Rule::Gate(rule), "")],
            Guard::Approval { unless, .. } if unless(case) => Vec::new(),
            Guard::Approval { rule, .. } => {
                let lacks = |by: &&Actor| !case.is_approved(gate.code, **by);
                let no =
                    |by: &Actor| Blocked::new(Rule::Gate(rule), format!("approvals.{}", by.word()));
                gate.approved_by.iter().filter(lacks).map(no).collect()
            }
            Guard::Stop { refusals, .. } => refusals(case),
        }
    }
}
