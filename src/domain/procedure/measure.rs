//! Gates of a compulsory measure (行政强制措施): approved or urgent, in force, extended, and how it ends; seizes nothing.

use super::common::{CARDS, TWO_OFFICERS};
use super::facts::CaseFacts;
use super::facts::measure::LiftGround;
use super::guard::{GateRule, Guard, approval, fact};
use super::papers::Papers;
use super::state::{Actor, State};
use super::{Flow, Gate};

/// Days of a measure, and the most that an extension adds (强制法 25).
const DAYS_MAX: i64 = 30;
/// Within so many milliseconds an urgent measure is reported (强制法 19): 24 hours of the clock.
const REPORT_MS: i64 = 24 * 3_600_000;

const BEFORE: &str = "《行政强制法》第十八条";
const TERM: &str = "《行政强制法》第二十五条";
const LIFT_CITE: &str = "《行政强制法》第二十八条";

const BASIS: Guard = fact(
    "measure_without_basis",
    "《行政强制法》第十六条、第十七条；《道路运输条例》第六十二条；《广东省道路运输条例》第六十条；《公路安全保护条例》第六十五条、第六十七条、第七十二条",
    |case| case.measure.has_basis,
);
const OWN_HANDS: Guard = fact("measure_entrusted", "《行政强制法》第十七条", |case| {
    !case.measure.is_entrusted
});
const APPROVED: Guard = approval("measure_not_approved", BEFORE);
const URGENT: Guard =
    fact("measure_not_urgent", "《行政强制法》第十九条", |case| case.measure.is_urgent);
const REPORTED: Guard = fact("urgent_report_late", "《行政强制法》第十九条", |case| {
    let times = case.measure.done_at.zip(case.measure.reported_at);
    times.is_some_and(|(done_at, reported_at)| {
        reported_at <= case.now && reported_at.ms().saturating_sub(done_at.ms()) <= REPORT_MS
    })
});
/// Approved behind the act as an urgent one is; what was refused is lifted at once.
const MADE_UP: Guard = approval("urgent_not_approved", "《行政强制法》第十九条");
const TOLD: Guard = fact("measure_not_told", BEFORE, |case| case.measure.was_told);
const HEARD: Guard = fact("measure_not_heard", BEFORE, |case| case.measure.was_heard);
const SIGNED: Guard = fact("measure_unsigned", BEFORE, |case| {
    case.measure.signature.is_some() || case.measure.witness_signed
});
const ITEMISED: Guard = fact("goods_not_listed", "《行政强制法》第二十四条", |case| {
    case.measure.is_itemised
});
const LENGTH: Guard = fact("measure_too_long", TERM, |case| {
    let days = case.measure.last_day.zip(case.measure.done_at);
    days.is_some_and(|(last_day, done_at)| last_day.since(done_at.day()) <= DAYS_MAX)
});
/// Behind its last day a measure holds nothing any more: it is lifted, and nothing else.
const RUNS: Guard = fact(
    "measure_expired",
    "《行政强制法》第二十五条、第二十八条第一款第四项",
    |case| case.still_runs(case.measure.last_day),
);
const COMPLEX: Guard = fact("extension_without_cause", TERM, |case| case.measure.is_complex);
const EXTENSION_LENGTH: Guard = fact("extension_too_long", TERM, |case| {
    let days = case.measure.extended_until.zip(case.measure.last_day);
    days.is_some_and(|(until, last_day)| (1..=DAYS_MAX).contains(&until.since(last_day)))
});
const EXTENSION: Guard = approval("extension_not_approved", TERM);
const APPRAISAL_TOLD: Guard =
    fact("appraisal_not_told", TERM, |case| case.measure.appraisal_was_told);
const APPRAISAL: Guard = approval("appraisal_not_approved", TERM);
const LIFT_GROUND: Guard = fact("lift_ground_missing", LIFT_CITE, |case| {
    case.measure.lift_ground.is_some() || case.measure.was_refused
});
/// What expired, or was never approved, waits for nobody's signature.
const LIFT: Guard = Guard::Approval {
    rule: GateRule { name: "lift_not_approved", cite: LIFT_CITE },
    unless: |case| {
        case.measure.was_refused || case.measure.lift_ground == Some(LiftGround::Expired)
    },
};
const CONFISCATION: Guard =
    fact("confiscation_not_decided", "《行政强制法》第二十七条", |case| {
        case.measure.is_confiscated
    });
const MAY_AUCTION: Guard = fact("auction_not_open", "《行政强制法》第四十六条第三款", may_auction);
const SUSPECTED: Guard =
    fact("move_without_crime", "《行政强制法》第二十一条", |case| {
        case.transfer.is_suspected
    });
const MOVE_TOLD: Guard = fact("move_not_told", "《行政强制法》第二十一条", |case| {
    case.measure.move_was_told
});
const DISPOSAL: Guard =
    approval("disposal_not_approved", "《行政强制法》第二十一条、第二十七条、第四十六条第三款");

/// The fine is unpaid, the remedies are over and unused, and the urging was in vain.
fn may_auction(case: &CaseFacts) -> bool {
    let payment = &case.payment;
    !payment.is_paid
        && !payment.is_reconsidered
        && !payment.is_sued
        && case.is_over(payment.remedy_until)
        && case.is_over(case.enforcement.urged_until)
}

/// 行政强制措施 (强制法 16–28).
pub const FLOW: Flow = Flow {
    starts: &[State::Requested],
    ends: &[State::Lifted, State::Confiscated, State::Auctioned, State::Moved],
    gates: &[
        Gate {
            code: "D1",
            from: &[State::Requested],
            to: State::Approved,
            by: Actor::Officers,
            approved_by: &[Actor::Head],
            guards: &[&BASIS, &OWN_HANDS, &APPROVED],
            needs: &[],
            papers: Papers::local(&["行政强制措施审批表"]),
            cite: BEFORE,
        },
        Gate {
            code: "D1e",
            from: &[State::Requested],
            to: State::UrgentUnapproved,
            by: Actor::Officers,
            approved_by: &[],
            guards: &[
                &URGENT,
                &TWO_OFFICERS,
                &CARDS,
                &BASIS,
                &OWN_HANDS,
                &TOLD,
                &HEARD,
                &SIGNED,
                &ITEMISED,
                &LENGTH,
            ],
            needs: &[],
            papers: Papers::national(&[4, 8, 23]),
            cite: "《行政强制法》第十九条",
        },
        Gate {
            code: "D1m",
            from: &[State::UrgentUnapproved],
            to: State::InForce,
            by: Actor::Officers,
            approved_by: &[Actor::Head],
            guards: &[&REPORTED, &MADE_UP],
            needs: &[4, 8, 23],
            papers: Papers::local(&["行政强制措施审批表"]),
            cite: "《行政强制法》第十九条",
        },
        Gate {
            code: "D2",
            from: &[State::Approved],
            to: State::InForce,
            by: Actor::Officers,
            approved_by: &[],
            guards: &[
                &TWO_OFFICERS,
                &CARDS,
                &BASIS,
                &OWN_HANDS,
                &TOLD,
                &HEARD,
                &SIGNED,
                &ITEMISED,
                &LENGTH,
            ],
            needs: &[],
            papers: Papers::national(&[4, 8, 23]),
            cite: "《行政强制法》第十八条、第二十四条",
        },
        Gate {
            code: "D3",
            from: &[State::InForce],
            to: State::Extended,
            by: Actor::Officers,
            approved_by: &[Actor::Head],
            guards: &[&RUNS, &COMPLEX, &EXTENSION_LENGTH, &EXTENSION],
            needs: &[8],
            papers: Papers::national(&[9, 23]),
            cite: TERM,
        },
        Gate {
            code: "D4",
            from: &[State::InForce],
            to: State::InForce,
            by: Actor::Officers,
            approved_by: &[Actor::Head],
            guards: &[&RUNS, &APPRAISAL_TOLD, &APPRAISAL],
            needs: &[8],
            papers: Papers::local(&["检测鉴定期间告知书"]),
            cite: "《行政强制法》第二十五条第三款",
        },
        Gate {
            code: "D4x",
            from: &[State::Extended],
            to: State::Extended,
            by: Actor::Officers,
            approved_by: &[Actor::Head],
            guards: &[&RUNS, &APPRAISAL_TOLD, &APPRAISAL],
            needs: &[8, 9],
            papers: Papers::local(&["检测鉴定期间告知书"]),
            cite: "《行政强制法》第二十五条第三款",
        },
        Gate {
            code: "D5",
            from: &[State::UrgentUnapproved, State::InForce, State::Extended],
            to: State::Lifted,
            by: Actor::Officers,
            approved_by: &[Actor::Head],
            guards: &[&LIFT_GROUND, &LIFT],
            needs: &[8],
            papers: Papers::national(&[10, 23]),
            cite: LIFT_CITE,
        },
        Gate {
            code: "D6",
            from: &[State::InForce, State::Extended],
            to: State::Confiscated,
            by: Actor::Officers,
            approved_by: &[Actor::Head],
            guards: &[&RUNS, &CONFISCATION, &DISPOSAL],
            needs: &[8, 15],
            papers: Papers::NONE,
            cite: "《行政强制法》第二十七条",
        },
        Gate {
            code: "D6a",
            from: &[State::InForce, State::Extended],
            to: State::Auctioned,
            by: Actor::Officers,
            approved_by: &[Actor::Head],
            guards: &[&RUNS, &MAY_AUCTION, &DISPOSAL],
            needs: &[8, 15, 19],
            papers: Papers::NONE,
            cite: "《行政强制法》第四十六条第三款",
        },
        Gate {
            code: "D7",
            from: &[State::InForce, State::Extended],
            to: State::Moved,
            by: Actor::Officers,
            approved_by: &[Actor::Head],
            guards: &[&RUNS, &SUSPECTED, &MOVE_TOLD, &DISPOSAL],
            needs: &[8],
            papers: Papers::local(&["涉嫌犯罪案件移送书"]),
            cite: "《行政强制法》第二十一条",
        },
    ],
};
