//! Gates of forced execution (行政强制执行): surcharge, deferral, urging, own execution, substitute performance, the court; takes
//! nothing from anybody.

use super::common::{OVERDUE, PERFORMED, is_performed};
use super::facts::CaseFacts;
use super::guard::{Guard, approval, fact};
use super::ordinary::DEFERRAL_RULE;
use super::papers::Papers;
use super::state::{Actor, State};
use super::{Flow, Gate};

/// A surcharge runs for more than so many days before the organ executes it itself (强制法 46).
const SURCHARGE_DAYS: i64 = 30;
/// Behind so many months of suspension nothing is executed any more (强制法 39).
const SUSPENSION_MONTHS: u32 = 36;

const SURCHARGE_CITE: &str = "《行政处罚法》第七十二条、第七十三条";
const DEFERRAL_CITE: &str = "《行政处罚法》第六十六条第二款";
const URGING: &str = "《行政强制法》第三十五条、第五十四条";
const OWN: &str = "《行政强制法》第三十七条";
const COURT: &str = "《行政强制法》第五十三条、第五十四条";
const SUBSTITUTE: &str = "《行政强制法》第五十条、第五十一条";
const STOPS: &str = "《行政强制法》第三十九条、第四十条";
const AGREEMENT: &str = "《行政强制法》第四十二条";
const STRUCTURE_CITE: &str = "《行政强制法》第四十四条";

const STATED: Guard =
    fact("surcharge_not_stated", SURCHARGE_CITE, |case| case.enforcement.surcharge_was_stated);
/// While a remedy runs no surcharge is counted; the decision itself is not stayed.
const NO_REMEDY: Guard = fact(
    "remedy_pending",
    "《行政处罚法》第七十三条第三款；《行政强制法》第四十六条第三款、第五十三条",
    |case| !case.payment.is_reconsidered && !case.payment.is_sued,
);
const REMEDY_OVER: Guard =
    fact("remedy_term_runs", COURT, |case| case.is_over(case.payment.remedy_until));
const DEFERRAL_ASKED: Guard =
    fact("deferral_not_asked", DEFERRAL_CITE, |case| case.enforcement.deferral_was_asked);
const HARDSHIP: Guard = fact("no_hardship", DEFERRAL_CITE, |case| case.enforcement.is_hard_up);
const DEFERRAL: Guard = approval("deferral_not_approved", DEFERRAL_CITE);
const DEFERRAL_OVER: Guard = Guard::Fact {
    rule: DEFERRAL_RULE,
    holds: |case| case.is_over(case.enforcement.deferred_until),
};
const UNPERFORMED: Guard = fact("already_performed", URGING, |case| !is_performed(case));
const URGING_APPROVED: Guard = approval("urging_not_approved", URGING);
const POWER: Guard =
    fact("no_power_to_enforce", "《行政强制法》第四十六条、第五十三条", |case| {
        case.enforcement.has_power
    });
/// Its days are over and no good reason was given, or property is being hidden.
const URGED_IN_VAIN: Guard = fact(
    "urging_runs",
    "《行政强制法》第三十五条、第三十七条、第五十四条",
    |case| {
        let enforcement = &case.enforcement;
        enforcement.hides_property
            || (case.is_over(enforcement.urged_until) && !enforcement.has_excuse)
    },
);
/// For the court its ten working days are over, whatever is hidden.
const TERM_OVER: Guard = fact("court_too_early", "《行政强制法》第五十四条", |case| {
    case.is_over(case.enforcement.urged_until)
});
const URGING_HEARD: Guard =
    fact("urging_not_heard", URGING, |case| case.enforcement.urging_was_heard);
const HOURS: Guard = fact("off_hours", "《行政强制法》第四十三条", |case| {
    !case.enforcement.is_off_hours || case.enforcement.is_urgent
});
const SURCHARGE_OLD: Guard = fact(
    "surcharge_too_young",
    "《行政强制法》第四十六条；《交通运输行政执法程序规定》第一百零四条",
    |case| {
        let since = case.enforcement.surcharge_since;
        since.is_none_or(|since| case.today().since(since) > SURCHARGE_DAYS)
    },
);
const ENFORCEMENT: Guard = approval("enforcement_not_approved", OWN);
const COURT_TERM: Guard =
    fact("court_term_over", COURT, |case| case.still_runs(case.enforcement.court_until));
const COURT_FILE: Guard =
    fact("court_file_incomplete", "《行政强制法》第五十五条", |case| {
        case.enforcement.court_file_is_complete
    });
const APPLICATION: Guard = approval("application_not_signed", "《行政强制法》第五十五条");
const COURT_ACCEPTED: Guard =
    fact("court_has_not_accepted", "《行政强制法》第五十六条", |case| {
        case.enforcement.court_accepted
    });
const MUST_RESTORE: Guard =
    fact("no_duty_to_restore", SUBSTITUTE, |case| case.enforcement.must_restore);
const URGED_AGAIN: Guard =
    fact("second_urging_runs", SUBSTITUTE, |case| case.is_over(case.enforcement.urged_again_until));
const SUBSTITUTE_APPROVED: Guard = approval("substitute_not_approved", SUBSTITUTE);
const OBSTACLE: Guard = fact("no_obstacle", "《行政强制法》第五十二条", |case| {
    case.enforcement.is_obstacle
});
/// Asked only where somebody else performed: the paper of that is form 21.
const PERFORMANCE_SIGNED: Guard = fact("performance_unsigned", SUBSTITUTE, |case| {
    !case.papers.contains_key(&21) || case.enforcement.performance_is_signed
});
const MAY_SUSPEND: Guard = fact("no_ground_to_suspend", STOPS, |case| case.enforcement.may_suspend);
const MAY_END: Guard =
    fact("no_ground_to_end", STOPS, |case| case.enforcement.may_end || is_long_suspended(case));
const MAY_RESUME: Guard = fact("suspension_stands", STOPS, |case| {
    case.enforcement.may_resume && !is_long_suspended(case)
});
const ORDER: Guard = approval("execution_order_not_approved", STOPS);
const HARMLESS: Guard =
    fact("agreement_harms", AGREEMENT, |case| case.enforcement.agreement_is_harmless);
const BROKEN: Guard =
    fact("agreement_kept", AGREEMENT, |case| case.enforcement.agreement_is_broken);
const AGREEMENT_APPROVED: Guard = approval("agreement_not_approved", AGREEMENT);
const STRUCTURE: Guard =
    fact("not_a_structure", STRUCTURE_CITE, |case| case.enforcement.is_structure);
const REMOVAL: Guard = approval("removal_not_approved", STRUCTURE_CITE);

fn is_long_suspended(case: &CaseFacts) -> bool {
    let since = case.enforcement.suspended_on;
    since.is_some_and(|since| case.today() > since.plus_months(SUSPENSION_MONTHS))
}

/// 行政强制执行 (处罚法 66, 72; 强制法 34–55).
pub const FLOW: Flow = Flow {
    starts: &[State::Served, State::Overdue, State::Requested],
    ends: &[State::Performed, State::Ended],
    gates: &[
        Gate {
            code: "F0",
            from: &[
                State::Surcharge,
                State::Deferred,
                State::Urged,
                State::Announced,
                State::Agreed,
                State::CourtApplied,
                State::OwnEnforcement,
            ],
            to: State::Performed,
            by: Actor::Party,
            approved_by: &[],
            guards: &[&PERFORMED, &PERFORMANCE_SIGNED],
            needs: &[],
            papers: Papers::NONE,
            cite: "《行政处罚法》第六十六条；《行政强制法》第五十一条",
        },
        Gate {
            code: "F1",
            from: &[State::Overdue],
            to: State::Surcharge,
            by: Actor::Headquarters,
            approved_by: &[],
            guards: &[&OVERDUE, &STATED, &NO_REMEDY],
            needs: &[],
            papers: Papers::NONE,
            cite: SURCHARGE_CITE,
        },
        Gate {
            code: "F2",
            from: &[State::Served, State::Overdue, State::Surcharge],
            to: State::Deferred,
            by: Actor::Officers,
            approved_by: &[Actor::Head],
            guards: &[&DEFERRAL_ASKED, &HARDSHIP, &DEFERRAL],
            needs: &[23],
            papers: Papers::national(&[17, 23]),
            cite: DEFERRAL_CITE,
        },
        Gate {
            code: "F2o",
            from: &[State::Deferred],
            to: State::Overdue,
            by: Actor::Party,
            approved_by: &[],
            guards: &[&DEFERRAL_OVER, &UNPERFORMED],
            needs: &[17, 23],
            papers: Papers::NONE,
            cite: DEFERRAL_CITE,
        },
        Gate {
            code: "F3",
            from: &[State::Overdue, State::Surcharge],
            to: State::Urged,
            by: Actor::Officers,
            approved_by: &[Actor::Head],
            guards: &[&UNPERFORMED, &URGING_APPROVED],
            needs: &[],
            papers: Papers::national(&[19, 23]),
            cite: URGING,
        },
        Gate {
            code: "F4",
            from: &[State::Urged],
            to: State::OwnEnforcement,
            by: Actor::Officers,
            approved_by: &[Actor::Head],
            guards: &[
                &POWER,
                &URGED_IN_VAIN,
                &URGING_HEARD,
                &UNPERFORMED,
                &SURCHARGE_OLD,
                &HOURS,
                &ENFORCEMENT,
            ],
            needs: &[19, 23],
            papers: Papers::national(&[20, 23]),
            cite: OWN,
        },
        Gate {
            code: "F5",
            from: &[State::Urged],
            to: State::CourtApplied,
            by: Actor::Headquarters,
            approved_by: &[Actor::Head],
            guards: &[
                &UNPERFORMED,
                &NO_REMEDY,
                &REMEDY_OVER,
                &TERM_OVER,
                &URGING_HEARD,
                &COURT_TERM,
                &COURT_FILE,
                &APPLICATION,
            ],
            needs: &[19, 23],
            papers: Papers::local(&["强制执行申请书"]),
            cite: "《行政强制法》第四十六条第三款、第五十三条、第五十四条、第五十五条",
        },
        Gate {
            code: "F5a",
            from: &[State::CourtApplied],
            to: State::Ended,
            by: Actor::Court,
            approved_by: &[],
            guards: &[&COURT_ACCEPTED],
            needs: &[19, 23],
            papers: Papers::NONE,
            cite: "《行政强制法》第五十六条",
        },
        Gate {
            code: "F6",
            from: &[State::Urged],
            to: State::OwnEnforcement,
            by: Actor::Officers,
            approved_by: &[Actor::Head],
            guards: &[
                &MUST_RESTORE,
                &URGED_AGAIN,
                &URGING_HEARD,
                &UNPERFORMED,
                &HOURS,
                &SUBSTITUTE_APPROVED,
            ],
            needs: &[19, 23],
            papers: Papers::national(&[21, 23]),
            cite: SUBSTITUTE,
        },
        Gate {
            code: "F6u",
            from: &[State::Requested],
            to: State::OwnEnforcement,
            by: Actor::Officers,
            approved_by: &[],
            guards: &[&OBSTACLE],
            needs: &[],
            papers: Papers::national(&[21, 23]),
            cite: "《行政强制法》第五十二条",
        },
        Gate {
            code: "F7",
            from: &[State::OwnEnforcement],
            to: State::Suspended,
            by: Actor::Officers,
            approved_by: &[Actor::Head],
            guards: &[&MAY_SUSPEND, &ORDER],
            needs: &[],
            papers: Papers::national(&[22, 23]),
            cite: "《行政强制法》第三十九条第一款",
        },
        Gate {
            code: "F7e",
            from: &[State::OwnEnforcement, State::Suspended],
            to: State::Ended,
            by: Actor::Officers,
            approved_by: &[Actor::Head],
            guards: &[&MAY_END, &ORDER],
            needs: &[],
            papers: Papers::national(&[22, 23]),
            cite: STOPS,
        },
        Gate {
            code: "F7r",
            from: &[State::Suspended],
            to: State::OwnEnforcement,
            by: Actor::Officers,
            approved_by: &[Actor::Head],
            guards: &[&MAY_RESUME, &ORDER],
            needs: &[22, 23],
            papers: Papers::national(&[22, 23]),
            cite: "《行政强制法》第三十九条第二款",
        },
        Gate {
            code: "F7b",
            from: &[State::Agreed],
            to: State::OwnEnforcement,
            by: Actor::Officers,
            approved_by: &[Actor::Head],
            guards: &[&BROKEN, &UNPERFORMED, &AGREEMENT_APPROVED],
            needs: &[],
            papers: Papers::national(&[22, 23]),
            cite: AGREEMENT,
        },
        Gate {
            code: "F8",
            from: &[State::Urged, State::OwnEnforcement],
            to: State::Agreed,
            by: Actor::Officers,
            approved_by: &[Actor::Head],
            guards: &[&HARMLESS, &AGREEMENT_APPROVED],
            needs: &[],
            papers: Papers::local(&["行政强制执行协议书"]),
            cite: AGREEMENT,
        },
        Gate {
            code: "F9",
            from: &[State::Urged],
            to: State::Announced,
            by: Actor::Officers,
            approved_by: &[Actor::Head],
            guards: &[&STRUCTURE, &UNPERFORMED, &REMOVAL],
            needs: &[19, 23],
            papers: Papers::national(&[18]),
            cite: STRUCTURE_CITE,
        },
        Gate {
            code: "F9d",
            from: &[State::Announced],
            to: State::OwnEnforcement,
            by: Actor::Officers,
            approved_by: &[Actor::Head],
            guards: &[&STRUCTURE, &UNPERFORMED, &NO_REMEDY, &REMEDY_OVER, &HOURS, &REMOVAL],
            needs: &[18, 19, 23],
            papers: Papers::national(&[20, 23]),
            cite: STRUCTURE_CITE,
        },
    ],
};
