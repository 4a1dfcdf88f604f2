//! Gates of the ordinary procedure (普通程序): from a lead to the archive; what a hearing, a measure or an enforcement asks for
//! stands in their own files.

use super::common::{
    AGENCY, BASIS, CARDS, CASH_HANDED_ON, CERTAIN, EDUCATED, EVIDENCE, GAIN, NO_CRIME, NOT_HEAVIER,
    ONE_FINE, OURS, OVERDUE, PARTY, PERFORMED, POWER, PUNISHABLE, RECORDED, RECUSAL, STATED,
    THINGS, TIME_BAR, TOLD, TWO_OFFICERS, VERIFIED, has_answered, has_waived_statement,
    is_performed,
};
use super::delivery::{ELECTRONIC, LEFT};
use super::facts::CaseFacts;
use super::facts::course::ClosingGround;
use super::guard::{GateRule, Guard, approval, fact};
use super::hearing::{ASKED, ELIGIBLE, is_eligible_case};
use super::no_penalty::NoPenaltyGround;
use super::papers::{PROOF_OF_DELIVERY, Papers, WITH_PROOF};
use super::state::{Actor, State};
use super::{Flow, Gate};
use crate::stdx::day::Day;

const OPENING_CITE: &str = "《交通运输行政执法程序规定》第六十二条、第六十三条";
const DECISION_CITE: &str = "《行政处罚法》第五十七条第一款";
const CLOSING_CITE: &str = "《交通运输行政执法程序规定》（结案条号未核）";
const END_CITE: &str = "《交通运输行政执法程序规定》（终止调查条号未核）";
const REPORT_CITE: &str =
    "《行政处罚法》第五十七条第一款；《交通运输行政执法程序规定》（调查终结条号未核）";

/// States of a case that is opened and not decided: its time runs (处罚法 60).
pub(super) const OPEN_STATES: &[State] = &[
    State::Opened,
    State::Investigating,
    State::Investigated,
    State::Notified,
    State::Statement,
    State::Hearing,
    State::Waived,
    State::LegallyReviewed,
    State::CollectivelyDiscussed,
];
/// States from which a case that was told of its penalty may be decided.
const TOLD_STATES: &[State] = &[
    State::Notified,
    State::Statement,
    State::Hearing,
    State::Waived,
    State::LegallyReviewed,
    State::CollectivelyDiscussed,
];
/// The same before the review, and once the investigation is over: no penalty and a crime need no notice.
pub(super) const UNTOLD_STATES: &[State] = &[
    State::Investigated,
    State::Notified,
    State::Statement,
    State::Hearing,
    State::Waived,
    State::LegallyReviewed,
    State::CollectivelyDiscussed,
];

const SOURCE: Guard = fact("source_missing", OPENING_CITE, |case| case.course.has_source);
const OPENING: Guard = approval("opening_not_approved", OPENING_CITE);
const REASON: Guard =
    fact("reason_missing", OPENING_CITE, |case| !case.course.reason.trim().is_empty());
const NOT_OURS: Guard =
    fact("receiver_missing", "《交通运输行政执法程序规定》第九条", |case| {
        !case.act.is_ours && !case.course.receiver.trim().is_empty()
    });
const MEASURES_LIFTED: Guard =
    fact("measure_open", "《行政强制法》第二十八条", |case| !case.measure.is_open);
const HOLDS_SETTLED: Guard =
    fact("hold_open", "《行政处罚法》第五十六条", |case| !case.hold.is_open);
const TERMINATION: Guard = approval("termination_not_approved", END_CITE);
const REPORT: Guard = fact("report_missing", REPORT_CITE, |case| case.course.report_is_written);
const INVESTIGATION: Guard = approval("investigation_not_approved", REPORT_CITE);
const PROPOSAL: Guard = approval("proposal_not_approved", DECISION_CITE);
pub(super) const NOTICE: Guard =
    fact("notice_not_served", "《行政处罚法》第四十四条、第六十二条", |case| {
        case.was_served(11)
    });
/// Where a hearing may be asked for, the notice says so.
const HEARING_TOLD: Guard = fact(
    "hearing_right_not_told",
    "《行政处罚法》第六十三条、第六十四条",
    |case| case.hearing.was_told || !is_eligible_case(case),
);
/// Given up in so many words, and on paper: silence is none.
pub(super) const WAIVED: Guard =
    fact("waiver_not_explicit", "《行政处罚法》第六十二条", |case| {
        case.hearing.is_waived && has_waived_statement(case)
    });
const ANSWERED: Guard =
    fact("statement_open", "《行政处罚法》第四十四条、第四十五条、第六十二条", has_answered);
const HEARING_CLOSED: Guard =
    fact("hearing_open", "《行政处罚法》第六十三条、第六十四条", |case| {
        let hearing = &case.hearing;
        let took_place = case.has_come(hearing.held_on) || hearing.is_forfeited;
        // Who asks too late has lost the right, as who does not ask.
        let is_late = |asked: Day| hearing.ask_until.is_some_and(|until| asked > until);
        let unasked = hearing.asked_on.is_none_or(is_late) && case.is_over(hearing.ask_until);
        !is_eligible_case(case) || hearing.is_waived || took_place || unasked
    });
/// A decision behind a hearing rests on its minutes.
const HEARING_MINUTES: Guard =
    fact("hearing_minutes_missing", "《行政处罚法》第六十五条", |case| {
        case.hearing.held_on.is_none() || case.papers.contains_key(&13)
    });
const REVIEW_RULE: GateRule =
    GateRule { name: "legal_review_missing", cite: "《行政处罚法》第五十八条" };
const REVIEWED: Guard = Guard::Fact { rule: REVIEW_RULE, holds: is_reviewed };
pub(super) const REVIEW_DONE: Guard =
    Guard::Fact { rule: REVIEW_RULE, holds: |case| !case.course.needs_review || is_reviewed(case) };
/// What bears on somebody's major interests and was heard is reviewed before the penalty (处罚法 58(1)(2)), flagged or not.
const REVIEWED_BEHIND_HEARING: Guard = Guard::Fact {
    rule: REVIEW_RULE,
    holds: |case| !case.has_come(case.hearing.held_on) || is_reviewed(case),
};
const REVIEWER: Guard =
    fact("reviewer_unfit", "《行政处罚法》第五十八条第二款", |case| {
        case.course.review.as_ref().is_some_and(|review| {
            review.is_qualified && case.acting.iter().all(|officer| officer.credential != review.by)
        })
    });
const PANEL_RULE: GateRule = GateRule {
    name: "panel_missing",
    cite: "《行政处罚法》第五十七条第二款；《交通运输行政执法程序规定》（情形未核）",
};
const DISCUSSED: Guard =
    Guard::Fact { rule: PANEL_RULE, holds: |case| case.has_come(case.course.discussed_on) };
pub(super) const PANEL_DONE: Guard = Guard::Fact {
    rule: PANEL_RULE,
    holds: |case| !case.course.needs_panel || case.has_come(case.course.discussed_on),
};
pub(super) const DECISION: Guard = approval("decision_not_approved", DECISION_CITE);
const GROUND: Guard = fact(
    "no_ground_for_no_penalty",
    "《行政处罚法》第三十条、第三十一条、第三十三条、第三十六条、第五十七条",
    |case| NoPenaltyGround::ALL.iter().any(|ground| ground.holds(case)),
);
const WENT_TO_POLICE: Guard = fact(
    "transfer_not_made",
    "《行政处罚法》第二十七条；《行政执法机关移送涉嫌犯罪案件的规定》第五条",
    |case| case.transfer.is_suspected && case.transfer.has_receipt,
);
const SERVED: Guard = fact("decision_not_served", "《行政处罚法》第六十一条", |case| {
    case.has_come(case.course.served_on)
});
const PUBLIC: Guard = fact(
    "not_to_be_published",
    "《行政处罚法》第四十八条、第五十条；国办发〔2018〕118号",
    |case| !case.course.is_kept_back && case.course.is_redacted,
);
pub(super) const DEFERRAL_RULE: GateRule =
    GateRule { name: "deferral_runs", cite: "《行政处罚法》第六十六条第二款" };
const NOT_DEFERRED: Guard = Guard::Fact {
    rule: DEFERRAL_RULE,
    holds: |case| case.enforcement.deferred_until.is_none_or(|until| case.today() > until),
};
const CLOSABLE: Guard = fact("closing_ground_missing", CLOSING_CITE, is_closable);
const CLOSING: Guard = approval("closing_not_approved", CLOSING_CITE);
const PROOFS: Guard = fact(
    "proof_of_delivery_missing",
    "《行政处罚法》第六十一条；《交通运输行政执法程序规定》第十八条",
    |case| {
        let handed_over = |number: &&u8| WITH_PROOF.contains(*number);
        let mut numbers = case.papers.keys().filter(handed_over).peekable();
        let nothing = numbers.peek().is_none();
        let all_served = numbers.all(|number| case.was_served(*number));
        all_served && (nothing || case.papers.contains_key(&PROOF_OF_DELIVERY))
    },
);

fn is_reviewed(case: &CaseFacts) -> bool {
    let review = case.course.review.as_ref();
    review.is_some_and(|review| review.passed && case.has_come(Some(review.on)))
}

/// Whether the ground that is given for closing is borne out by what is recorded.
fn is_closable(case: &CaseFacts) -> bool {
    let has_reason = !case.course.reason.trim().is_empty();
    case.course.closing.is_some_and(|ground| match ground {
        ClosingGround::Withdrawn | ClosingGround::Unenforceable => has_reason,
        ClosingGround::NoPenalty => NoPenaltyGround::ALL.iter().any(|ground| ground.holds(case)),
        ClosingGround::Performed => is_performed(case),
        ClosingGround::Transferred => case.transfer.has_receipt,
        ClosingGround::CourtAccepted => case.enforcement.court_accepted,
    })
}

/// 普通程序 (处罚法 54–61).
pub const FLOW: Flow = Flow {
    starts: &[State::Lead],
    ends: &[State::NotOpened, State::Transferred, State::Published, State::Archived],
    gates: &[
        Gate {
            code: "C1",
            from: &[State::Lead],
            to: State::Accepted,
            by: Actor::Officers,
            approved_by: &[],
            guards: &[&SOURCE],
            needs: &[],
            papers: Papers::NONE,
            cite: OPENING_CITE,
        },
        Gate {
            code: "C2",
            from: &[State::Accepted],
            to: State::Opened,
            by: Actor::Officers,
            approved_by: &[Actor::Unit, Actor::Head],
            guards: &[&PUNISHABLE, &OURS, &POWER, &TIME_BAR, &ONE_FINE, &OPENING],
            needs: &[],
            papers: Papers::national(&[1]),
            cite: OPENING_CITE,
        },
        Gate {
            code: "C2n",
            from: &[State::Accepted],
            to: State::NotOpened,
            by: Actor::Officers,
            approved_by: &[Actor::Unit, Actor::Head],
            guards: &[&REASON, &OPENING],
            needs: &[],
            papers: Papers { made: &[], as_needed: &[1], local: &["不予立案审批表"] },
            cite: OPENING_CITE,
        },
        Gate {
            code: "C2t",
            from: &[State::Accepted],
            to: State::Transferred,
            by: Actor::Officers,
            approved_by: &[Actor::Unit, Actor::Head],
            guards: &[&NOT_OURS, &OPENING],
            needs: &[],
            papers: Papers::local(&["案件移送函", "案件移送告知书"]),
            cite: "《交通运输行政执法程序规定》第九条、第六十三条",
        },
        Gate {
            code: "C3",
            from: &[State::Opened],
            to: State::Investigating,
            by: Actor::Officers,
            approved_by: &[],
            guards: &[&TWO_OFFICERS, &CARDS],
            needs: &[1],
            papers: Papers {
                made: &[],
                as_needed: &[2, 3, 4, 5, 6],
                local: &["视听资料（电子数据）证据记录单"],
            },
            cite: "《行政处罚法》第四十二条、第四十六条、第五十四条、第五十五条",
        },
        Gate {
            code: "C4",
            from: &[State::Investigating, State::Investigated],
            to: State::Terminated,
            by: Actor::Officers,
            approved_by: &[Actor::Head],
            guards: &[&REASON, &MEASURES_LIFTED, &HOLDS_SETTLED, &TERMINATION],
            needs: &[1],
            papers: Papers::local(&["终止调查审批表"]),
            cite: END_CITE,
        },
        Gate {
            code: "C5",
            from: &[State::Investigating],
            to: State::Investigated,
            by: Actor::Officers,
            approved_by: &[Actor::Unit, Actor::Head],
            guards: &[&CERTAIN, &EVIDENCE, &REPORT, &INVESTIGATION],
            needs: &[1],
            papers: Papers::local(&["案件调查报告"]),
            cite: REPORT_CITE,
        },
        Gate {
            code: "C6",
            from: &[State::Investigated],
            to: State::Notified,
            by: Actor::Officers,
            approved_by: &[Actor::Head],
            guards: &[&PARTY, &BASIS, &VERIFIED, &GAIN, &THINGS, &HEARING_TOLD, &PROPOSAL],
            needs: &[1],
            papers: Papers::national(&[11, 23]),
            cite: "《行政处罚法》第四十四条、第六十三条",
        },
        Gate {
            code: "C7",
            from: &[State::Notified],
            to: State::Statement,
            by: Actor::Officers,
            approved_by: &[],
            guards: &[&NOTICE, &TOLD, &STATED, &NOT_HEAVIER],
            needs: &[11, 23],
            papers: Papers::local(&["陈述申辩笔录", "复核意见"]),
            cite: "《行政处罚法》第四十五条",
        },
        Gate {
            code: "C7w",
            from: &[State::Notified],
            to: State::Waived,
            by: Actor::Party,
            approved_by: &[],
            guards: &[&NOTICE, &TOLD, &WAIVED],
            needs: &[11, 23],
            papers: Papers::local(&["放弃陈述申辩及听证权利的说明"]),
            cite: "《行政处罚法》第六十二条",
        },
        Gate {
            code: "C8",
            from: &[State::Notified, State::Statement],
            to: State::Hearing,
            by: Actor::Party,
            approved_by: &[],
            guards: &[&NOTICE, &ELIGIBLE, &ASKED],
            needs: &[11, 23],
            papers: Papers::NONE,
            cite: "《行政处罚法》第六十三条、第六十四条",
        },
        Gate {
            code: "C9",
            from: &[State::Notified, State::Statement, State::Hearing, State::Waived],
            to: State::LegallyReviewed,
            by: Actor::LegalReviewer,
            approved_by: &[],
            guards: &[&NOTICE, &ANSWERED, &HEARING_CLOSED, &REVIEWED, &REVIEWER],
            needs: &[11, 23],
            papers: Papers::local(&["法制审核意见书"]),
            cite: "《行政处罚法》第五十八条",
        },
        Gate {
            code: "C10",
            from: &[
                State::Notified,
                State::Statement,
                State::Hearing,
                State::Waived,
                State::LegallyReviewed,
            ],
            to: State::CollectivelyDiscussed,
            by: Actor::Panel,
            approved_by: &[],
            guards: &[&NOTICE, &ANSWERED, &HEARING_CLOSED, &REVIEW_DONE, &DISCUSSED],
            needs: &[11, 23],
            papers: Papers::local(&["重大案件集体讨论记录"]),
            cite: "《行政处罚法》第五十七条第二款",
        },
        Gate {
            code: "C11",
            from: TOLD_STATES,
            to: State::DecidedPenalty,
            by: Actor::Head,
            approved_by: &[Actor::Head],
            guards: &[
                &NOTICE,
                &TOLD,
                &ANSWERED,
                &HEARING_CLOSED,
                &HEARING_MINUTES,
                &REVIEW_DONE,
                &REVIEWED_BEHIND_HEARING,
                &PANEL_DONE,
                &NOT_HEAVIER,
                &GAIN,
                &THINGS,
                &RECUSAL,
                &PARTY,
                &BASIS,
                &VERIFIED,
                &TIME_BAR,
                &ONE_FINE,
                &NO_CRIME,
                &AGENCY,
                &DECISION,
            ],
            needs: &[1, 11, 23],
            papers: Papers::national(&[15, 16]),
            cite: DECISION_CITE,
        },
        Gate {
            code: "C11n",
            from: UNTOLD_STATES,
            to: State::DecidedNoPenalty,
            by: Actor::Head,
            approved_by: &[Actor::Head],
            guards: &[
                &GROUND,
                &EDUCATED,
                &REVIEW_DONE,
                &PANEL_DONE,
                &RECUSAL,
                &NO_CRIME,
                &DECISION,
            ],
            needs: &[1],
            papers: Papers::local(&["不予行政处罚决定书"]),
            cite: DECISION_CITE,
        },
        Gate {
            code: "C11t",
            from: UNTOLD_STATES,
            to: State::TransferredCriminal,
            by: Actor::Head,
            approved_by: &[Actor::Head],
            guards: &[&WENT_TO_POLICE, &DECISION],
            needs: &[1],
            papers: Papers::local(&["涉嫌犯罪案件移送书"]),
            cite: "《行政处罚法》第二十七条、第五十七条第一款",
        },
        Gate {
            code: "C12",
            from: &[State::DecidedPenalty, State::DecidedNoPenalty],
            to: State::Served,
            by: Actor::Officers,
            approved_by: &[],
            guards: &[&SERVED, &ELECTRONIC, &LEFT],
            needs: &[],
            papers: Papers::national(&[23]),
            cite: "《行政处罚法》第六十一条；《交通运输行政执法程序规定》第十八条",
        },
        Gate {
            code: "C13",
            from: &[State::Served],
            to: State::Published,
            by: Actor::Headquarters,
            approved_by: &[],
            guards: &[&PUBLIC],
            needs: &[],
            papers: Papers::NONE,
            cite: "《行政处罚法》第四十八条；国办发〔2018〕118号",
        },
        Gate {
            code: "C14",
            from: &[State::Served, State::Overdue],
            to: State::Performed,
            by: Actor::Party,
            approved_by: &[],
            guards: &[&PERFORMED],
            needs: &[15, 23],
            papers: Papers::NONE,
            cite: "《行政处罚法》第六十六条、第六十七条",
        },
        Gate {
            code: "C14o",
            from: &[State::Served],
            to: State::Overdue,
            by: Actor::Party,
            approved_by: &[],
            guards: &[&OVERDUE, &NOT_DEFERRED],
            needs: &[15, 23],
            papers: Papers::NONE,
            cite: "《行政处罚法》第六十七条、第七十二条",
        },
        Gate {
            code: "C15",
            from: &[
                State::Served,
                State::Performed,
                State::Terminated,
                State::TransferredCriminal,
                State::Overdue,
            ],
            to: State::Closed,
            by: Actor::Officers,
            approved_by: &[Actor::Unit, Actor::Head],
            guards: &[&CLOSABLE, &MEASURES_LIFTED, &HOLDS_SETTLED, &CASH_HANDED_ON, &CLOSING],
            needs: &[1],
            papers: Papers::national(&[24]),
            cite: CLOSING_CITE,
        },
        Gate {
            code: "C16",
            from: &[State::Closed],
            to: State::Archived,
            by: Actor::Archivist,
            approved_by: &[],
            guards: &[&PROOFS, &RECORDED],
            needs: &[1, 24],
            papers: Papers::local(&["案卷封面", "卷内目录", "备考表"]),
            cite: "《行政处罚法》第四十七条",
        },
    ],
};
