//! Gates of a hearing (听证): asked for in time, convened, held or forfeited; says who may ask for one, and hears nobody.

use super::common::RECUSAL;
use super::facts::CaseFacts;
use super::guard::{Guard, fact};
use super::ordinary::{NOTICE, WAIVED};
use super::papers::Papers;
use super::state::{Actor, State};
use super::{Flow, Gate};
use crate::domain::inspection::judgement::Penalty;
use crate::stdx::fen::Fen;

const RIGHT: &str = "《行政处罚法》第六十三条";
const WAY: &str = "《行政处罚法》第六十四条";

pub(super) const ELIGIBLE: Guard = fact("no_hearing_right", RIGHT, is_eligible_case);
/// Asked for, and not behind the last day. Where no clock fixed that day, asking is never too late.
pub(super) const ASKED: Guard = fact("hearing_not_asked", WAY, |case| {
    let hearing = &case.hearing;
    hearing.asked_on.is_some_and(|asked_on| {
        case.has_come(Some(asked_on)) && hearing.ask_until.is_none_or(|until| asked_on <= until)
    })
});
/// Whoever investigated does not chair.
const CHAIR: Guard = fact("chair_investigated", WAY, |case| {
    let chair = case.hearing.chair.trim();
    !chair.is_empty() && case.acting.iter().all(|officer| officer.credential != chair)
});
const AHEAD: Guard = fact("hearing_notice_too_short", WAY, |case| {
    let days = case.hearing.set_for.zip(case.hearing.earliest);
    days.is_some_and(|(set_for, earliest)| set_for >= earliest)
});
const PUBLIC: Guard = fact("hearing_closed_without_cause", WAY, |case| {
    case.hearing.is_public || case.hearing.is_confidential
});
const AGENTS: Guard = fact("too_many_agents", WAY, |case| case.hearing.agents <= 2);
const HELD: Guard = fact("hearing_not_held", WAY, |case| {
    case.has_come(case.hearing.held_on) && case.hearing.both_argued
});
const MINUTES_SIGNED: Guard =
    fact("hearing_minutes_unsigned", WAY, |case| case.hearing.signature.is_some());
const FORFEITED: Guard = fact("party_appeared", WAY, |case| case.hearing.is_forfeited);

/// What a penalty takes at most, fen: each for itself makes it a large one (处罚法 63).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AtStake {
    /// 罚款; zero where there is none.
    pub fine: Fen,
    /// 违法所得; `None` where none is taken.
    pub gain: Option<Fen>,
    /// What the 非法财物 are worth; `None` where none are taken, or nobody valued them.
    pub things: Option<Fen>,
}

/// Whether a penalty of these kinds, with so much at stake, gives the right to a hearing where `from` is the amount from which
/// one of this kind of party is large (处罚法 63).
#[must_use]
pub fn is_eligible(kinds: &[Penalty], stake: AtStake, from: Fen) -> bool {
    let is_large = |taken: Option<Fen>| taken.is_some_and(|amount| amount >= from);
    stake.fine >= from
        || is_large(stake.gain)
        || is_large(stake.things)
        || kinds.iter().any(|kind| {
            matches!(kind, Penalty::Revocation | Penalty::Suspension | Penalty::StopOperating)
        })
}

/// A notice that names the right gives it, also where less is meant by now.
pub(super) fn is_eligible_case(case: &CaseFacts) -> bool {
    let penalty = &case.penalty;
    let stake = AtStake { fine: penalty.meant_fine, gain: penalty.gain, things: penalty.things };
    case.hearing.was_told || is_eligible(&penalty.meant, stake, penalty.hearing_from)
}

/// 听证 (处罚法 63, 64).
pub const FLOW: Flow = Flow {
    starts: &[State::Notified],
    ends: &[State::Waived, State::Heard, State::Forfeited],
    gates: &[
        Gate {
            code: "J1",
            from: &[State::Notified],
            to: State::Requested,
            by: Actor::Party,
            approved_by: &[],
            guards: &[&NOTICE, &ELIGIBLE, &ASKED],
            needs: &[11, 23],
            papers: Papers::NONE,
            cite: RIGHT,
        },
        Gate {
            code: "J1w",
            from: &[State::Notified],
            to: State::Waived,
            by: Actor::Party,
            approved_by: &[],
            guards: &[&NOTICE, &WAIVED],
            needs: &[11, 23],
            papers: Papers::local(&["放弃陈述申辩及听证权利的说明"]),
            cite: "《行政处罚法》第六十二条",
        },
        Gate {
            code: "J2",
            from: &[State::Requested],
            to: State::Convened,
            by: Actor::Chair,
            approved_by: &[],
            guards: &[&CHAIR, &RECUSAL, &AHEAD, &PUBLIC],
            needs: &[11, 23],
            papers: Papers::national(&[12, 23]),
            cite: WAY,
        },
        Gate {
            code: "J3",
            from: &[State::Convened],
            to: State::Heard,
            by: Actor::Chair,
            approved_by: &[],
            guards: &[&CHAIR, &RECUSAL, &AGENTS, &HELD, &MINUTES_SIGNED],
            needs: &[12, 23],
            papers: Papers { made: &[13], as_needed: &[], local: &["听证报告书"] },
            cite: WAY,
        },
        Gate {
            code: "J4",
            from: &[State::Convened],
            to: State::Forfeited,
            by: Actor::Chair,
            approved_by: &[],
            guards: &[&FORFEITED],
            needs: &[12, 23],
            papers: Papers::national(&[13]),
            cite: WAY,
        },
    ],
};
