//! The hard blocks of the notes on the law (L §1(k), §2.1), day by day: the last day on which a step is refused and the first on
//! which it is not.

use super::facts::{HOUR_MS, day, full, passing};
use super::names;
use lucha::domain::inspection::judgement::Penalty;
use lucha::domain::inspection::{Harm, StatementKind};
use lucha::domain::procedure::facts::CaseFacts;
use lucha::domain::procedure::facts::measure::LiftGround;
use lucha::domain::procedure::no_penalty::NoPenaltyGround;
use lucha::domain::procedure::state::State;
use lucha::domain::procedure::{gate, may};
use lucha::stdx::clock::Moment;
use lucha::stdx::fen::Fen;

/// Names of what refuses the step `code` from `at`; empty where it is taken.
fn refused(code: &str, at: State, case: &CaseFacts) -> Vec<&'static str> {
    may(case, at, gate(code).unwrap()).map_or_else(|no| names(&no), |_| Vec::new())
}

fn on(text: &str) -> Moment {
    Moment::on(day(text), 600)
}

#[test]
fn no_decision_before_the_notice() {
    for at in [State::Opened, State::Investigating, State::Investigated] {
        assert_eq!(refused("C11", at, &full()), ["wrong_stage"], "{}", at.word());
    }
    let mut case = full();
    case.papers.insert(11, Some(day("2026-11-24")));
    assert_eq!(refused("C11", State::Notified, &case), ["notice_not_served"], "served tomorrow");
}

#[test]
fn no_decision_while_a_hearing_may_be_asked_for_unless_it_was_waived() {
    // Served on a Tuesday: five working days end on the next Tuesday.
    let mut case = full();
    case.hearing.ask_until = Some(day("2026-11-17"));
    (case.hearing.asked_on, case.hearing.held_on) = (None, None);
    (case.hearing.is_waived, case.hearing.is_forfeited) = (false, false);
    for (today, wanted) in [("2026-11-17", vec!["hearing_open"]), ("2026-11-18", vec![])] {
        case.now = on(today);
        case.course.review.iter_mut().for_each(|review| review.on = day("2026-11-16"));
        case.course.discussed_on = Some(day("2026-11-16"));
        case.approvals.iter_mut().for_each(|approval| approval.on = day("2026-11-16"));
        assert_eq!(refused("C11", State::LegallyReviewed, &case), wanted, "{today}");
    }
    case.hearing.asked_on = Some(day("2026-11-18"));
    assert_eq!(refused("C11", State::LegallyReviewed, &case), [""; 0], "asked for too late");
    case.hearing.asked_on = None;
    case.now = on("2026-11-17");
    case.hearing.is_waived = true;
    assert_eq!(refused("C11", State::Waived, &case), [""; 0], "waived in writing");
    // Silence is no waiver, and a last day that nobody knows is not over.
    (case.hearing.is_waived, case.hearing.ask_until) = (false, None);
    case.now = on("2027-11-17");
    assert_eq!(refused("C11", State::Notified, &case), ["hearing_open"]);
}

#[test]
fn a_hearing_that_was_asked_for_is_held_and_decided_on_its_minutes() {
    let mut case = full();
    (case.hearing.is_waived, case.hearing.is_forfeited) = (false, false);
    case.hearing.held_on = None;
    case.now = on("2027-01-01");
    assert_eq!(
        refused("C11", State::Notified, &case),
        ["hearing_open"],
        "the days alone do not do"
    );
    case.hearing.held_on = Some(day("2026-12-01"));
    assert_eq!(refused("C11", State::Hearing, &case), [""; 0]);
    case.papers.remove(&13);
    assert_eq!(refused("C11", State::Hearing, &case), ["hearing_minutes_missing"]);
}

#[test]
fn a_small_fine_has_no_hearing_to_wait_for_and_a_box_that_was_ticked_has() {
    let mut case = full();
    (case.hearing.asked_on, case.hearing.held_on, case.hearing.ask_until) = (None, None, None);
    (case.hearing.is_waived, case.hearing.is_forfeited) = (false, false);
    let decided = |case: &CaseFacts| refused("C11", State::Statement, case);
    case.hearing.was_told = true;
    assert_eq!(decided(&case), ["hearing_open"]);
    case.hearing.was_told = false;
    assert_eq!(decided(&case), [""; 0]);
    for (fine, kinds, wanted) in [
        (4_999, vec![Penalty::Fine], vec![]),
        (5_000, vec![Penalty::Fine], vec!["hearing_open"]),
        (200, vec![Penalty::Revocation], vec!["hearing_open"]),
    ] {
        case.penalty.told.clone_from(&kinds);
        case.penalty.meant = kinds;
        (case.penalty.told_fine, case.penalty.meant_fine) =
            (Fen::from_yuan(fine), Fen::from_yuan(fine));
        assert_eq!(decided(&case), wanted, "{fine}");
    }
    // Things are heard about as a fine is, and what nobody valued is neither told nor decided.
    (case.penalty.told_fine, case.penalty.meant_fine) = (Fen::ZERO, Fen::ZERO);
    (case.penalty.told, case.penalty.meant) =
        (vec![Penalty::Confiscation], vec![Penalty::Confiscation]);
    for (worth, wanted) in [(4_999, vec![]), (5_000, vec!["hearing_open"])] {
        case.penalty.things = Some(Fen::from_yuan(worth));
        assert_eq!(decided(&case), wanted, "{worth}");
    }
    (case.penalty.things, case.penalty.things_are_unvalued) = (None, true);
    assert_eq!(decided(&case), ["things_not_valued"]);
    assert_eq!(refused("C6", State::Investigated, &case), ["things_not_valued"]);
}

#[test]
fn what_the_party_answers_is_checked_and_never_makes_it_heavier() {
    let mut case = full();
    let said = |case: &mut CaseFacts, kind: StatementKind, answer: &str| {
        let statement = case.telling.statement.as_mut().unwrap();
        (statement.kind, statement.answer) = (kind, answer.into());
    };
    said(&mut case, StatementKind::Stated("没有超".into()), "");
    assert_eq!(refused("C7", State::Notified, &case), ["telling"]);
    assert_eq!(refused("C11", State::Notified, &case), ["statement_open"]);
    said(&mut case, StatementKind::Stated("没有超".into()), "已复核，不采纳");
    assert_eq!(refused("C7", State::Notified, &case), [""; 0]);
    // Heard, but not given up: that is no waiver.
    assert_eq!(refused("C7w", State::Notified, &case), ["waiver_not_explicit"]);
    case.penalty.meant_fine = Fen::from_yuan(201);
    assert_eq!(refused("C7", State::Notified, &case), ["heavier_than_told"]);
    (case.penalty.meant_fine, case.penalty.meant) =
        (Fen::from_yuan(200), vec![Penalty::Fine, Penalty::Confiscation]);
    assert_eq!(refused("C7", State::Notified, &case), ["heavier_than_told"], "a kind more");
}

#[test]
fn no_decision_without_a_review_where_one_is_asked_for() {
    let missing = || vec!["legal_review_missing"];
    for (needs, heard, reviewed, wanted) in [
        (true, false, true, vec![]),
        (true, false, false, missing()),
        (false, false, false, vec![]),
        // What was heard is reviewed, whether somebody flagged it or not (处罚法 58(1)(2)).
        (false, true, false, missing()),
        (false, true, true, vec![]),
    ] {
        let mut case = full();
        case.course.needs_review = needs;
        if !heard {
            (case.hearing.asked_on, case.hearing.held_on) = (None, None);
        }
        if !reviewed {
            case.course.review = None;
        }
        let got = refused("C11", State::Waived, &case);
        assert_eq!(got, wanted, "{needs} {heard} {reviewed}");
    }
}

#[test]
fn a_measure_behind_its_days_is_lifted_and_nothing_else() {
    let mut case = full();
    case.measure.last_day = Some(day("2026-12-10"));
    case.measure.extended_until = Some(day("2027-01-09"));
    for (today, wanted) in [("2026-12-10", vec![]), ("2026-12-11", vec!["measure_expired"])] {
        case.now = on(today);
        for code in ["D3", "D4", "D6", "D7"] {
            assert_eq!(refused(code, State::InForce, &case), wanted, "{code} {today}");
        }
    }
    // The sixty days are over too: no signature is waited for.
    case.measure.last_day = Some(day("2027-01-09"));
    case.now = on("2027-01-10");
    assert_eq!(refused("D6", State::Extended, &case), ["measure_expired"]);
    case.approvals.clear();
    case.measure.lift_ground = Some(LiftGround::Expired);
    assert_eq!(refused("D5", State::Extended, &case), [""; 0]);
    case.measure.lift_ground = Some(LiftGround::NoViolation);
    assert_eq!(refused("D5", State::Extended, &case), ["lift_not_approved"]);
}

#[test]
fn an_urgent_measure_is_reported_within_24_hours_and_lifted_where_it_is_refused() {
    let mut case = full();
    let done_at = case.measure.done_at.unwrap();
    for (after_ms, wanted) in
        [(0, vec![]), (24 * HOUR_MS, vec![]), (24 * HOUR_MS + 1, vec!["urgent_report_late"])]
    {
        case.measure.reported_at = Some(done_at.plus_ms(after_ms));
        assert_eq!(refused("D1m", State::UrgentUnapproved, &case), wanted, "{after_ms}");
    }
    case.approvals.clear();
    (case.measure.was_refused, case.measure.lift_ground) = (true, None);
    assert_eq!(refused("D5", State::UrgentUnapproved, &case), [""; 0]);
}

#[test]
fn evidence_on_hold_lapses_behind_its_seven_working_days() {
    let mut case = passing(gate("E2c").unwrap());
    case.approvals.retain(|approval| approval.gate != "E2");
    for (today, held, converted) in [
        ("2026-12-01", vec!["hold_not_settled", "release_not_approved"], vec![]),
        ("2026-12-02", vec![], vec!["hold_lapsed"]),
    ] {
        case.now = on(today);
        assert_eq!(refused("E2", State::Held, &case), held, "{today}");
        assert_eq!(refused("E2c", State::Held, &case), converted, "{today}");
    }
}

#[test]
fn the_court_is_asked_behind_the_remedies_and_the_urging_and_within_three_months() {
    let mut case = passing(gate("F5").unwrap());
    case.payment.remedy_until = Some(day("2027-05-24"));
    case.enforcement.urged_until = Some(day("2027-06-08"));
    case.enforcement.court_until = Some(day("2027-08-24"));
    for (today, wanted) in [
        ("2027-05-24", vec!["court_too_early", "remedy_term_runs"]),
        ("2027-05-25", vec!["court_too_early"]),
        ("2027-06-08", vec!["court_too_early"]),
        ("2027-06-09", vec![]),
        ("2027-08-24", vec![]),
        ("2027-08-25", vec!["court_term_over"]),
    ] {
        case.now = on(today);
        assert_eq!(refused("F5", State::Urged, &case), wanted, "{today}");
    }
    // Property that is hidden opens the organ's own way at once, never the court's.
    case.now = on("2027-06-01");
    case.enforcement.hides_property = true;
    assert_eq!(refused("F4", State::Urged, &case), [""; 0]);
    assert_eq!(refused("F5", State::Urged, &case), ["court_too_early"]);
}

#[test]
fn what_was_suspended_for_three_years_is_executed_no_more() {
    let mut case = full();
    case.enforcement.suspended_on = Some(day("2026-11-20"));
    case.enforcement.may_end = false;
    for (today, resumed, ended) in [
        ("2029-11-20", vec![], vec!["no_ground_to_end"]),
        ("2029-11-21", vec!["suspension_stands"], vec![]),
    ] {
        case.now = on(today);
        assert_eq!(refused("F7r", State::Suspended, &case), resumed, "{today}");
        assert_eq!(refused("F7e", State::Suspended, &case), ended, "{today}");
    }
}

#[test]
fn a_decision_on_the_spot_above_the_limit_is_none() {
    for (max, fine, kinds, wanted) in [
        (200, 200, vec![Penalty::Fine], vec![]),
        (200, 201, vec![Penalty::Fine], vec!["above_summary_limit"]),
        (3_000, 3_000, vec![Penalty::Caution, Penalty::Fine], vec![]),
        (3_000, 3_001, vec![Penalty::Fine], vec!["above_summary_limit"]),
        (3_000, 0, vec![Penalty::Confiscation], vec!["above_summary_limit"]),
    ] {
        let mut case = full();
        case.penalty.summary_max = Fen::from_yuan(max);
        case.penalty.told.clone_from(&kinds);
        case.penalty.meant = kinds;
        (case.penalty.told_fine, case.penalty.meant_fine) =
            (Fen::from_yuan(fine), Fen::from_yuan(fine));
        assert_eq!(refused("B6", State::Informed, &case), wanted, "{fine} of {max}");
    }
}

#[test]
fn each_ground_of_no_penalty_is_borne_out_or_none() {
    let mut case = full();
    for (harm_free, corrected, first, wanted) in [
        (true, true, Some(true), [true, true]),
        (true, true, None, [true, false]),
        (true, true, Some(false), [true, false]),
        (false, true, Some(true), [false, true]),
        (false, true, None, [false, false]),
        (true, false, Some(true), [false, false]),
    ] {
        case.act.harm = Some(if harm_free { Harm::None } else { Harm::Slight });
        (case.act.is_corrected, case.act.is_first) = (corrected, first);
        let held = [NoPenaltyGround::Minor, NoPenaltyGround::FirstTime].map(|g| g.holds(&case));
        assert_eq!(held, wanted, "{harm_free} {corrected} {first:?}");
    }
    case.act.harm = Some(Harm::Serious);
    assert!(!NoPenaltyGround::FirstTime.holds(&case), "serious harm is never a first act");
    case.act.harm = None;
    assert!(!NoPenaltyGround::Minor.holds(&case), "what nobody judged is not without harm");
    let open: Vec<_> = NoPenaltyGround::ALL.into_iter().filter(|g| !g.is_binding()).collect();
    assert_eq!(open, [NoPenaltyGround::FirstTime]);
}

#[test]
fn while_no_basis_is_chosen_a_case_is_opened_and_investigated_and_nothing_is_decided() {
    let without_basis = |code: &str| {
        let gate = gate(code).unwrap();
        let mut case = passing(gate);
        case.act.has_basis = false;
        refused(code, gate.from[0], &case)
    };
    // Found, opened, evidence gathered and held, investigated.
    for code in ["A5", "C1", "C2", "C3", "C5", "E1a", "E1"] {
        assert_eq!(without_basis(code), [""; 0], "{code}");
    }
    // Told what is meant, and decided.
    for code in ["B4", "B6", "C6", "C11"] {
        assert_eq!(without_basis(code), ["basis_not_chosen"], "{code}");
    }
}

#[test]
fn what_no_approver_stands_for_is_recorded_and_investigated_and_never_decided() {
    let unverified = |code: &str| {
        let gate = gate(code).unwrap();
        let mut case = passing(gate);
        case.act.is_verified = false;
        refused(code, gate.from[0], &case)
    };
    for code in ["A5", "C1", "C2", "C3", "C5", "E1a", "E1"] {
        assert_eq!(unverified(code), [""; 0], "{code}");
    }
    for code in ["B4", "B6", "C6", "C11", "H0"] {
        assert_eq!(unverified(code), ["unverified"], "{code}");
    }
}

#[test]
fn a_case_begins_under_the_power_list_of_its_day_and_goes_on_under_it() {
    let mut case = full();
    case.act.is_on_power_list = false;
    assert_eq!(refused("B4", State::LedToCase, &case), ["power_list"]);
    assert_eq!(refused("C2", State::Accepted, &case), ["power_list"]);
    // What was opened keeps its list: no later step asks for another.
    for code in ["C3", "C5", "C6", "C11"] {
        let gate = gate(code).unwrap();
        assert_eq!(refused(code, gate.from[0], &case), [""; 0], "{code}");
    }
}

/// 处罚法 60; L §2.1: ninety days, thirty more by the head and for a reason, asked for while they run, and once.
#[test]
fn the_time_of_a_case_is_extended_once_before_it_is_over_by_the_head() {
    let mut case = full();
    let extended = |case: &CaseFacts| refused("T1", State::Investigating, case);
    assert_eq!(extended(&case), [""; 0], "on its last day");
    assert_eq!(
        may(&case, State::Notified, gate("T1").unwrap()).unwrap().local,
        ["延长办案期限审批表"]
    );
    assert_eq!(refused("T1", State::DecidedPenalty, &case), ["wrong_stage"]);
    case.course.decide_until = Some(day("2026-11-22"));
    assert_eq!(extended(&case), ["case_term_over"]);
    // Where no clock fixed the day nobody says that it is over.
    case.course.decide_until = None;
    assert_eq!(extended(&case), [""; 0]);
    case.course.is_extended = true;
    assert_eq!(extended(&case), ["case_extended_before"]);
    case.course.is_extended = false;
    case.approvals.retain(|approval| approval.gate != "T1");
    assert_eq!(extended(&case), ["case_extension_not_approved"]);
}
