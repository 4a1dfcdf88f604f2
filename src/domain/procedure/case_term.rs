//! Gate of the time in which a case is decided (办案期限): extended once, before it is over, for a written reason and by the head;
//! it runs beside the ordinary procedure, moves no state of it, and decides nothing.

use super::facts::CaseFacts;
use super::guard::{Guard, approval, fact};
use super::ordinary::OPEN_STATES;
use super::papers::Papers;
use super::state::{Actor, State};
use super::{Flow, Gate};
use crate::domain::blocked::Blocked;

const CITE: &str = "《行政处罚法》第六十条；《交通运输行政执法程序规定》（延长条号未核）";

/// Behind its last day there is nothing left to extend. A case whose last day nobody knows is not over.
const RUNS: Guard = fact("case_term_over", CITE, |case| !case.is_over(case.course.decide_until));
const REASON: Guard =
    fact("case_extension_without_reason", CITE, |case| !case.course.reason.trim().is_empty());
/// The notes know of one extension; a second one is headquarters' business.
const ONCE: Guard = fact("case_extended_before", CITE, |case| !case.course.is_extended);
const EXTENSION: Guard = approval("case_extension_not_approved", CITE);

/// 办案期限 (处罚法 60).
pub const FLOW: Flow = Flow {
    starts: OPEN_STATES,
    ends: &[State::Extended],
    gates: &[Gate {
        code: "T1",
        from: OPEN_STATES,
        to: State::Extended,
        by: Actor::Officers,
        approved_by: &[Actor::Unit, Actor::Head],
        guards: &[&RUNS, &REASON, &ONCE, &EXTENSION],
        needs: &[1],
        papers: Papers::local(&["延长办案期限审批表"]),
        cite: CITE,
    }],
};

/// What stands against an extension that somebody approved already and that is put down behind it: the case's time was over on
/// the day of it, or it was extended before. The paper that approves it is the officer's word.
#[must_use]
pub fn extension_refused(case: &CaseFacts) -> Vec<Blocked> {
    let guards: [&'static Guard; 2] = [&RUNS, &ONCE];
    let gate = &FLOW.gates[0];
    guards.into_iter().flat_map(|guard| guard.refusals(case, gate)).collect()
}
