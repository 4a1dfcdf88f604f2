//! Gates of evidence on hold (先行登记保存): approved, held for seven working days, settled. It is for evidence that may vanish, and
//! never in the place of a seizure.

use super::common::{CARDS, TWO_OFFICERS};
use super::facts::CaseFacts;
use super::facts::measure::HoldEnd;
use super::guard::{GateRule, Guard, approval, fact};
use super::papers::Papers;
use super::state::{Actor, State};
use super::{Flow, Gate};

const CITE: &str = "《行政处罚法》第五十六条";
const TERM: &str = "《行政处罚法》第五十六条、第八十五条";

const AT_RISK: Guard = fact("evidence_not_at_risk", CITE, |case| case.hold.is_at_risk);
const APPROVED: Guard = approval("hold_not_approved", CITE);
const ITEMISED: Guard = fact("hold_not_listed", CITE, |case| case.hold.is_itemised);
const HAS_TERM: Guard = fact("hold_without_term", TERM, |case| case.hold.last_day.is_some());
const GIVEN_BACK: Guard = fact("hold_not_settled", CITE, |case| {
    has_lapsed(case) || matches!(case.hold.end, Some(HoldEnd::Returned | HoldEnd::Appraised))
});
const RUNS: Guard = fact("hold_lapsed", TERM, |case| case.still_runs(case.hold.last_day));
/// What becomes a seizure has its decision, what is taken stands in the penalty's.
const NEXT_PAPER: Guard = fact("hold_without_next_paper", CITE, |case| match case.hold.end {
    Some(HoldEnd::Seized) => case.papers.contains_key(&8),
    Some(HoldEnd::Confiscated) => case.papers.contains_key(&15),
    Some(HoldEnd::Returned | HoldEnd::Appraised) | None => false,
});
/// What lapsed waits for nobody's signature.
const RELEASE: Guard = Guard::Approval {
    rule: GateRule { name: "release_not_approved", cite: CITE },
    unless: has_lapsed,
};
const CONVERSION: Guard = approval("conversion_not_approved", CITE);

fn has_lapsed(case: &CaseFacts) -> bool {
    case.is_over(case.hold.last_day)
}

/// 先行登记保存 (处罚法 56).
pub const FLOW: Flow = Flow {
    starts: &[State::Requested],
    ends: &[State::Lifted, State::Converted],
    gates: &[
        Gate {
            code: "E1a",
            from: &[State::Requested],
            to: State::Approved,
            by: Actor::Officers,
            approved_by: &[Actor::Head],
            guards: &[&AT_RISK, &APPROVED],
            needs: &[],
            papers: Papers::local(&["证据登记保存审批表"]),
            cite: CITE,
        },
        Gate {
            code: "E1",
            from: &[State::Approved],
            to: State::Held,
            by: Actor::Officers,
            approved_by: &[],
            guards: &[&TWO_OFFICERS, &CARDS, &ITEMISED, &HAS_TERM],
            needs: &[],
            papers: Papers::national(&[6]),
            cite: TERM,
        },
        Gate {
            code: "E2",
            from: &[State::Held],
            to: State::Lifted,
            by: Actor::Officers,
            approved_by: &[Actor::Head],
            guards: &[&GIVEN_BACK, &RELEASE],
            needs: &[6],
            papers: Papers::national(&[7, 23]),
            cite: TERM,
        },
        Gate {
            code: "E2c",
            from: &[State::Held],
            to: State::Converted,
            by: Actor::Officers,
            approved_by: &[Actor::Head],
            guards: &[&RUNS, &NEXT_PAPER, &CONVERSION],
            needs: &[6],
            papers: Papers::NONE,
            cite: TERM,
        },
    ],
};
