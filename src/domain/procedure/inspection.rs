//! Gates of an inspection (行政检查): planned, approved, under way, and how it ends; finds no violation itself.

use super::common::{CARDS, EDUCATED, EVIDENCE, PUNISHABLE, SIGNED, TWO_OFFICERS};
use super::guard::{Guard, approval, fact};
use super::no_penalty::MINOR;
use super::papers::Papers;
use super::state::{Actor, State};
use super::{Flow, Gate};

const PLAN: &str = "国办发〔2024〕54号";
const ON_SITE: &str = "《道路运输条例》第五十九条；《交通运输行政执法程序规定》（条号未核）";

const LISTED: Guard = fact("matter_not_listed", PLAN, |case| case.inspection.is_listed);
const FREQUENCY: Guard = fact("inspection_cap_reached", PLAN, |case| {
    !case.inspection.cap_is_reached || case.inspection.is_ordered
});
const APPROVED: Guard = approval("inspection_not_approved", PLAN);
const URGENT: Guard = fact("inspection_not_urgent", PLAN, |case| case.inspection.is_urgent);
/// Approved before, or reported behind an urgent one.
const REPORTED: Guard = fact("inspection_not_reported", PLAN, |case| {
    case.is_approved("A1", Actor::Head) || case.has_come(case.inspection.reported_on)
});
const PURPOSE: Guard = fact("purpose_not_told", ON_SITE, |case| case.inspection.purpose_was_told);
const NOTHING_FOUND: Guard =
    fact("act_was_found", "《行政处罚法》第五十四条", |case| !case.act.is_punishable);
const RESULT_TOLD: Guard =
    fact("result_not_told", "国办发〔2024〕54号（文书名称未核）", |case| {
        case.inspection.result_was_told
    });
const PAPERS_BACK: Guard =
    fact("papers_not_returned", ON_SITE, |case| case.inspection.papers_are_back);

/// 行政检查 (国办发〔2024〕54号).
pub const FLOW: Flow = Flow {
    starts: &[State::Planned],
    ends: &[State::ClosedClean, State::ClosedCorrected, State::LedToCase],
    gates: &[
        Gate {
            code: "A1",
            from: &[State::Planned],
            to: State::Approved,
            by: Actor::Officers,
            approved_by: &[Actor::Head],
            guards: &[&LISTED, &FREQUENCY, &APPROVED],
            needs: &[],
            papers: Papers::local(&["行政检查审批表"]),
            cite: PLAN,
        },
        Gate {
            code: "A1u",
            from: &[State::Planned],
            to: State::UnderWay,
            by: Actor::Officers,
            approved_by: &[],
            guards: &[&URGENT, &LISTED, &TWO_OFFICERS, &CARDS, &PURPOSE],
            needs: &[],
            papers: Papers::NONE,
            cite: PLAN,
        },
        Gate {
            code: "A2",
            from: &[State::Approved],
            to: State::UnderWay,
            by: Actor::Officers,
            approved_by: &[],
            guards: &[&TWO_OFFICERS, &CARDS, &PURPOSE],
            needs: &[],
            papers: Papers::local(&["行政检查通知书"]),
            cite: ON_SITE,
        },
        Gate {
            code: "A3",
            from: &[State::UnderWay],
            to: State::ClosedClean,
            by: Actor::Officers,
            approved_by: &[],
            guards: &[&REPORTED, &NOTHING_FOUND, &RESULT_TOLD, &PAPERS_BACK, &SIGNED],
            needs: &[],
            papers: Papers::national(&[4]),
            cite: PLAN,
        },
        Gate {
            code: "A4",
            from: &[State::UnderWay],
            to: State::ClosedCorrected,
            by: Actor::Officers,
            approved_by: &[],
            guards: &[&REPORTED, &MINOR, &EDUCATED, &SIGNED],
            needs: &[],
            papers: Papers::national(&[4, 16]),
            cite: "《行政处罚法》第三十三条第一款",
        },
        Gate {
            code: "A5",
            from: &[State::UnderWay],
            to: State::LedToCase,
            by: Actor::Officers,
            approved_by: &[],
            guards: &[&REPORTED, &PUNISHABLE, &EVIDENCE],
            needs: &[],
            papers: Papers { made: &[4], as_needed: &[2, 3, 5, 16], local: &[] },
            cite: "《行政处罚法》第五十四条",
        },
    ],
};
