//! Gates of a case that ends without a penalty (不予处罚): one for each ground of the law; a ground that nobody recorded is none.

use super::common::{EDUCATED, NO_CRIME, RECUSAL, VERIFIED, has_no_harm, is_barred};
use super::facts::CaseFacts;
use super::guard::{Guard, fact};
use super::ordinary::{DECISION, PANEL_DONE, REVIEW_DONE, UNTOLD_STATES};
use super::papers::Papers;
use super::state::{Actor, State};
use super::{Flow, Gate};
use crate::domain::inspection::Harm;

/// Why an act is not punished (处罚法 30, 31, 33, 36, 57).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoPenaltyGround {
    /// 不满十四周岁, or not able to know or govern what he did.
    NoCapacity,
    /// 违法行为轻微并及时改正，没有造成危害后果.
    Minor,
    /// 初次违法且危害后果轻微并及时改正: may, not must.
    FirstTime,
    /// 有证据足以证明没有主观过错.
    Blameless,
    /// 违法事实不能成立.
    Unproven,
    /// 超过追究时效.
    TimeBarred,
}

impl NoPenaltyGround {
    /// Every ground.
    pub const ALL: [NoPenaltyGround; 6] = [
        NoPenaltyGround::NoCapacity,
        NoPenaltyGround::Minor,
        NoPenaltyGround::FirstTime,
        NoPenaltyGround::Blameless,
        NoPenaltyGround::Unproven,
        NoPenaltyGround::TimeBarred,
    ];

    /// Whether the law leaves no choice: all but the first offence.
    #[must_use]
    pub fn is_binding(self) -> bool {
        self != NoPenaltyGround::FirstTime
    }

    /// Whether `case` bears it out. Whether it was the first time has three answers, and only yes is one here.
    #[must_use]
    pub fn holds(self, case: &CaseFacts) -> bool {
        let act = &case.act;
        let slight_harm = matches!(act.harm, Some(Harm::None | Harm::Slight));
        match self {
            NoPenaltyGround::NoCapacity => act.is_without_capacity,
            NoPenaltyGround::Minor => act.is_slight && act.is_corrected && has_no_harm(case),
            NoPenaltyGround::FirstTime => {
                act.is_first == Some(true) && act.is_corrected && slight_harm
            }
            NoPenaltyGround::Blameless => act.is_blameless,
            NoPenaltyGround::Unproven => act.is_unproven,
            NoPenaltyGround::TimeBarred => is_barred(case),
        }
    }
}

const CAPACITY_CITE: &str = "《行政处罚法》第三十条、第三十一条";
const MINOR_CITE: &str = "《行政处罚法》第三十三条第一款";
const BLAMELESS_CITE: &str = "《行政处罚法》第三十三条第二款";
const UNPROVEN_CITE: &str = "《行政处罚法》第五十七条第一款第三项";
const BARRED_CITE: &str = "《行政处罚法》第三十六条";

const LENIENT: Guard = fact("not_lenient", MINOR_CITE, |case| {
    NoPenaltyGround::Minor.holds(case) || NoPenaltyGround::FirstTime.holds(case)
});
const NO_CAPACITY: Guard =
    fact("has_capacity", CAPACITY_CITE, |case| NoPenaltyGround::NoCapacity.holds(case));
pub(super) const MINOR: Guard =
    fact("not_minor", MINOR_CITE, |case| NoPenaltyGround::Minor.holds(case));
const FIRST_TIME: Guard =
    fact("not_first_time", MINOR_CITE, |case| NoPenaltyGround::FirstTime.holds(case));
const BLAMELESS: Guard =
    fact("blame_not_disproved", BLAMELESS_CITE, |case| NoPenaltyGround::Blameless.holds(case));
const UNPROVEN: Guard =
    fact("facts_are_proven", UNPROVEN_CITE, |case| NoPenaltyGround::Unproven.holds(case));
const BARRED: Guard =
    fact("not_time_barred", BARRED_CITE, |case| NoPenaltyGround::TimeBarred.holds(case));

/// The paper of a decision without a penalty; the national set has none.
const PAPERS: Papers = Papers::local(&["不予行政处罚决定书"]);

/// 不予处罚 (处罚法 30, 31, 33, 36, 57).
pub const FLOW: Flow = Flow {
    starts: &[
        State::LedToCase,
        State::Investigated,
        State::Notified,
        State::Statement,
        State::Hearing,
        State::Waived,
        State::LegallyReviewed,
        State::CollectivelyDiscussed,
    ],
    ends: &[State::ClosedCorrected, State::DecidedNoPenalty],
    gates: &[
        Gate {
            code: "H0",
            from: &[State::LedToCase],
            to: State::ClosedCorrected,
            by: Actor::Officers,
            approved_by: &[],
            guards: &[&LENIENT, &EDUCATED, &VERIFIED],
            needs: &[],
            papers: Papers {
                made: &[16], as_needed: &[4], local: &["轻微违法行为告知承诺书"]
            },
            cite: MINOR_CITE,
        },
        Gate {
            code: "H1",
            from: UNTOLD_STATES,
            to: State::DecidedNoPenalty,
            by: Actor::Head,
            approved_by: &[Actor::Head],
            guards: &[
                &NO_CAPACITY,
                &EDUCATED,
                &REVIEW_DONE,
                &PANEL_DONE,
                &RECUSAL,
                &NO_CRIME,
                &DECISION,
            ],
            needs: &[1],
            papers: PAPERS,
            cite: CAPACITY_CITE,
        },
        Gate {
            code: "H2",
            from: UNTOLD_STATES,
            to: State::DecidedNoPenalty,
            by: Actor::Head,
            approved_by: &[Actor::Head],
            guards: &[&MINOR, &EDUCATED, &REVIEW_DONE, &PANEL_DONE, &RECUSAL, &NO_CRIME, &DECISION],
            needs: &[1],
            papers: PAPERS,
            cite: MINOR_CITE,
        },
        Gate {
            code: "H3",
            from: UNTOLD_STATES,
            to: State::DecidedNoPenalty,
            by: Actor::Head,
            approved_by: &[Actor::Head],
            guards: &[
                &FIRST_TIME,
                &EDUCATED,
                &REVIEW_DONE,
                &PANEL_DONE,
                &RECUSAL,
                &NO_CRIME,
                &DECISION,
            ],
            needs: &[1],
            papers: PAPERS,
            cite: MINOR_CITE,
        },
        Gate {
            code: "H4",
            from: UNTOLD_STATES,
            to: State::DecidedNoPenalty,
            by: Actor::Head,
            approved_by: &[Actor::Head],
            guards: &[
                &BLAMELESS,
                &EDUCATED,
                &REVIEW_DONE,
                &PANEL_DONE,
                &RECUSAL,
                &NO_CRIME,
                &DECISION,
            ],
            needs: &[1],
            papers: PAPERS,
            cite: BLAMELESS_CITE,
        },
        Gate {
            code: "H5",
            from: UNTOLD_STATES,
            to: State::DecidedNoPenalty,
            by: Actor::Head,
            approved_by: &[Actor::Head],
            guards: &[&UNPROVEN, &REVIEW_DONE, &PANEL_DONE, &RECUSAL, &NO_CRIME, &DECISION],
            needs: &[1],
            papers: PAPERS,
            cite: UNPROVEN_CITE,
        },
        Gate {
            code: "H6",
            from: UNTOLD_STATES,
            to: State::DecidedNoPenalty,
            by: Actor::Head,
            approved_by: &[Actor::Head],
            guards: &[
                &BARRED,
                &EDUCATED,
                &REVIEW_DONE,
                &PANEL_DONE,
                &RECUSAL,
                &NO_CRIME,
                &DECISION,
            ],
            needs: &[1],
            papers: PAPERS,
            cite: BARRED_CITE,
        },
    ],
};
