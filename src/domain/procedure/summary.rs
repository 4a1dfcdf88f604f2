//! Gates of the summary procedure (简易程序, 当场处罚): told, decided, delivered, filed, paid; prints no decision.

use super::common::{
    AGENCY, BASIS, CASH_HANDED_ON, CERTAIN, EVIDENCE, HEARD, NO_CRIME, NOT_HEAVIER, NUMBER,
    ONE_FINE, OURS, OVERDUE, PAID, PARTY, POWER, PUNISHABLE, RECORDED, RECUSAL, SIGNED, TIME_BAR,
    TOLD, TWO_OFFICERS, VERIFIED,
};
use super::facts::CaseFacts;
use super::guard::{Guard, fact};
use super::papers::Papers;
use super::state::{Actor, State};
use super::{Flow, Gate};
use crate::domain::cash;
use crate::domain::inspection::judgement::Penalty;
use crate::stdx::fen::Fen;

const LIMIT: &str = "《行政处罚法》第五十一条；《交通运输行政执法程序规定》第六十条";
const STEPS: &str = "《交通运输行政执法程序规定》第六十一条";

const WITHIN_LIMIT: Guard = fact("above_summary_limit", LIMIT, |case| {
    is_within(&case.penalty.meant, case.penalty.meant_fine, case.penalty.summary_max)
});
const DELIVERED: Guard =
    fact("decision_not_delivered", "《行政处罚法》第五十二条", |case| {
        case.was_served(14)
    });
const COPY: Guard = fact("copy_not_filed", STEPS, |case| case.has_come(case.payment.copy_filed_on));
const CASH_LAWFUL: Guard = fact(
    "cash_unlawful",
    "《行政处罚法》第六十八条、第六十九条、第七十条；《交通运输行政执法程序规定》第九十九条",
    has_lawful_cash,
);
/// The way of forced execution has come to its end.
const ENFORCED: Guard = fact(
    "enforcement_open",
    "《行政处罚法》第七十二条；《交通运输行政执法程序规定》（结案条号未核）",
    |case| {
        case.enforcement.court_accepted
            || case.enforcement.may_end
            || !case.course.reason.is_empty()
    },
);

/// Whether penalties of these kinds, with a fine of at most `most`, may be decided on the spot where `cap` is the highest fine
/// for this kind of party (处罚法 51).
#[must_use]
pub fn is_within(kinds: &[Penalty], most: Fen, cap: Fen) -> bool {
    most <= cap && kinds.iter().all(|kind| matches!(kind, Penalty::Caution | Penalty::Fine))
}

/// Nothing was taken at the roadside, or it was on a ground of the law and with a receipt.
fn has_lawful_cash(case: &CaseFacts) -> bool {
    let taken = case.payment.cash.as_ref().map(|cash| &cash.collected);
    taken.is_none_or(|taken| {
        let small_max = case.penalty.cash_small;
        cash::may_collect(Some(taken.fine), taken.ground, &taken.ticket, None, small_max).is_ok()
    })
}

/// 简易程序 (处罚法 51, 52).
pub const FLOW: Flow = Flow {
    starts: &[State::LedToCase],
    ends: &[State::Archived],
    gates: &[
        Gate {
            code: "B4",
            from: &[State::LedToCase],
            to: State::Informed,
            by: Actor::Officers,
            approved_by: &[],
            guards: &[
                &TWO_OFFICERS,
                &TOLD,
                &PARTY,
                &PUNISHABLE,
                &OURS,
                &POWER,
                &CERTAIN,
                &EVIDENCE,
                &BASIS,
                &VERIFIED,
                &TIME_BAR,
                &ONE_FINE,
                &NO_CRIME,
                &WITHIN_LIMIT,
            ],
            needs: &[],
            papers: Papers { made: &[4], as_needed: &[2], local: &[] },
            cite: STEPS,
        },
        Gate {
            code: "B6",
            from: &[State::Informed],
            to: State::Decided,
            by: Actor::Officers,
            approved_by: &[],
            guards: &[
                &HEARD,
                &NOT_HEAVIER,
                &RECUSAL,
                &NO_CRIME,
                &ONE_FINE,
                &BASIS,
                &VERIFIED,
                &WITHIN_LIMIT,
                &NUMBER,
                &AGENCY,
            ],
            needs: &[],
            papers: Papers::national(&[14, 16]),
            cite: "《行政处罚法》第五十一条、第五十二条；《交通运输行政执法程序规定》第六十一条",
        },
        Gate {
            code: "B7",
            from: &[State::Decided],
            to: State::Delivered,
            by: Actor::Officers,
            approved_by: &[],
            guards: &[&DELIVERED, &SIGNED],
            needs: &[14],
            papers: Papers::NONE,
            cite: "《行政处罚法》第五十二条",
        },
        Gate {
            code: "B8",
            from: &[State::Delivered],
            to: State::Filed,
            by: Actor::Officers,
            approved_by: &[],
            guards: &[&COPY],
            needs: &[14],
            papers: Papers::NONE,
            cite: STEPS,
        },
        Gate {
            code: "B9",
            from: &[State::Filed, State::Overdue],
            to: State::Paid,
            by: Actor::Party,
            approved_by: &[],
            guards: &[&PAID, &CASH_LAWFUL],
            needs: &[14],
            papers: Papers::NONE,
            cite: "《行政处罚法》第六十七条至第七十条",
        },
        Gate {
            code: "B9o",
            from: &[State::Filed],
            to: State::Overdue,
            by: Actor::Party,
            approved_by: &[],
            guards: &[&OVERDUE],
            needs: &[14],
            papers: Papers::NONE,
            cite: "《行政处罚法》第六十七条、第七十二条",
        },
        Gate {
            code: "B10",
            from: &[State::Paid],
            to: State::Closed,
            by: Actor::Officers,
            approved_by: &[],
            guards: &[&CASH_HANDED_ON],
            needs: &[14],
            papers: Papers { made: &[], as_needed: &[24], local: &[] },
            cite: "《行政处罚法》第七十一条；《交通运输行政执法程序规定》第一百条",
        },
        Gate {
            code: "B10o",
            from: &[State::Overdue],
            to: State::Closed,
            by: Actor::Officers,
            approved_by: &[],
            guards: &[&ENFORCED],
            needs: &[14],
            papers: Papers { made: &[], as_needed: &[24], local: &[] },
            cite: "《行政处罚法》第七十二条；《交通运输行政执法程序规定》（结案条号未核）",
        },
        Gate {
            code: "B11",
            from: &[State::Closed],
            to: State::Archived,
            by: Actor::Archivist,
            approved_by: &[],
            guards: &[&RECORDED],
            needs: &[14],
            papers: Papers::local(&["案卷封面", "卷内目录", "备考表"]),
            cite: "《行政处罚法》第四十七条",
        },
    ],
};
