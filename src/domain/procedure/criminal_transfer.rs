//! Gates of a transfer to criminal justice (两法衔接): a team reports, the head of the organ decides, the police take it; a fine never
//! stands in its place.

use super::guard::{Guard, approval, fact};
use super::papers::Papers;
use super::state::{Actor, State};
use super::{Flow, Gate};

/// The smallest special team, officers.
const TEAM_MIN: u8 = 2;

const DECISION_CITE: &str = "《行政执法机关移送涉嫌犯罪案件的规定》第五条";
const POLICE: &str = "《行政执法机关移送涉嫌犯罪案件的规定》（条号未核）";

const SUSPECTED: Guard =
    fact("crime_not_suspected", "《行政处罚法》第二十七条", |case| {
        case.transfer.is_suspected
    });
const TEAM: Guard =
    fact("transfer_team_too_small", DECISION_CITE, |case| case.transfer.team >= TEAM_MIN);
const REPORT: Guard =
    fact("transfer_report_missing", DECISION_CITE, |case| case.has_come(case.transfer.reported_on));
const APPROVED: Guard = approval("transfer_not_decided", DECISION_CITE);
const REASONS: Guard =
    fact("refusal_without_reasons", DECISION_CITE, |case| !case.transfer.refusal.trim().is_empty());
const PAPERS_COMPLETE: Guard = fact(
    "transfer_papers_incomplete",
    "《行政执法机关移送涉嫌犯罪案件的规定》第六条",
    |case| case.transfer.papers_are_complete,
);
const NOT_FINED: Guard = fact(
    "fined_instead_of_transfer",
    "《行政处罚法》第八十二条；《行政执法机关移送涉嫌犯罪案件的规定》第十一条",
    |case| !case.transfer.was_fined_instead,
);
const RECEIPT: Guard = fact("police_receipt_missing", POLICE, |case| case.transfer.has_receipt);
const OPENED: Guard = fact("police_have_not_opened", POLICE, |case| case.transfer.police_opened);
const DECLINED: Guard =
    fact("police_have_not_declined", POLICE, |case| case.transfer.police_refused);
const OBJECTS: Guard = fact(
    "objects_not_moved",
    "《行政执法机关移送涉嫌犯罪案件的规定》第十二条",
    |case| case.transfer.objects_are_moved,
);
const REVIEW: Guard = fact("review_not_asked", POLICE, |case| case.transfer.review_was_asked);

/// 涉嫌犯罪案件移送 (移送规定 5, 6, 12).
pub const FLOW: Flow = Flow {
    starts: &[State::Suspected],
    ends: &[State::Refused, State::Moved, State::Resumed],
    gates: &[
        Gate {
            code: "G1",
            from: &[State::Suspected],
            to: State::Reported,
            by: Actor::Officers,
            approved_by: &[],
            guards: &[&SUSPECTED, &TEAM, &REPORT],
            needs: &[],
            papers: Papers::local(&["涉嫌犯罪案件情况的书面报告"]),
            cite: DECISION_CITE,
        },
        Gate {
            code: "G2",
            from: &[State::Reported],
            to: State::Approved,
            by: Actor::ChiefHead,
            approved_by: &[Actor::ChiefHead],
            guards: &[&APPROVED],
            needs: &[],
            papers: Papers::NONE,
            cite: DECISION_CITE,
        },
        Gate {
            code: "G2r",
            from: &[State::Reported],
            to: State::Refused,
            by: Actor::ChiefHead,
            approved_by: &[Actor::ChiefHead],
            guards: &[&REASONS, &APPROVED],
            needs: &[],
            papers: Papers::NONE,
            cite: DECISION_CITE,
        },
        Gate {
            code: "G3",
            from: &[State::Approved],
            to: State::TransferredCriminal,
            by: Actor::Officers,
            approved_by: &[],
            guards: &[&PAPERS_COMPLETE, &NOT_FINED, &RECEIPT],
            needs: &[],
            papers: Papers::local(&[
                "涉嫌犯罪案件移送书",
                "涉嫌犯罪案件情况的调查报告",
                "涉案物品清单",
                "有关检验报告或者鉴定意见",
            ]),
            cite: "《行政执法机关移送涉嫌犯罪案件的规定》第五条、第六条",
        },
        Gate {
            code: "G4",
            from: &[State::TransferredCriminal, State::Reconsidering],
            to: State::PoliceOpened,
            by: Actor::Police,
            approved_by: &[],
            guards: &[&OPENED],
            needs: &[],
            papers: Papers::NONE,
            cite: POLICE,
        },
        Gate {
            code: "G4r",
            from: &[State::TransferredCriminal],
            to: State::PoliceRefused,
            by: Actor::Police,
            approved_by: &[],
            guards: &[&DECLINED],
            needs: &[],
            papers: Papers::NONE,
            cite: POLICE,
        },
        Gate {
            code: "G5",
            from: &[State::PoliceOpened],
            to: State::Moved,
            by: Actor::Officers,
            approved_by: &[],
            guards: &[&OBJECTS],
            needs: &[],
            papers: Papers::NONE,
            cite: "《行政执法机关移送涉嫌犯罪案件的规定》第十二条",
        },
        Gate {
            code: "G6",
            from: &[State::PoliceRefused],
            to: State::Reconsidering,
            by: Actor::Headquarters,
            approved_by: &[],
            guards: &[&DECLINED, &REVIEW],
            needs: &[],
            papers: Papers::NONE,
            cite: POLICE,
        },
        Gate {
            code: "G7",
            from: &[State::PoliceRefused, State::Reconsidering],
            to: State::Resumed,
            by: Actor::Officers,
            approved_by: &[],
            guards: &[&DECLINED],
            needs: &[],
            papers: Papers::NONE,
            cite: POLICE,
        },
    ],
};
