//! For each rule of the gates the one fact that it asks for, taken away from a case that has everything.

use super::facts::{HOUR_MS, day};
use lucha::domain::agency::DocumentNo;
use lucha::domain::cash::{Cash, CashCollected, CashGround};
use lucha::domain::inspection::Topic;
use lucha::domain::inspection::order::TellingAct;
use lucha::domain::procedure::facts::CaseFacts;
use lucha::domain::procedure::facts::measure::HoldEnd;
use lucha::stdx::fen::Fen;
use lucha::stdx::id::Id;

/// Name of the rule, and what takes its fact away.
pub type Break = (&'static str, fn(&mut CaseFacts));

#[rustfmt::skip]
pub const BREAKS: &[Break] = &[
    // Rules that a stop is judged by too.
    ("two_officers", |case| { case.acting.pop(); }),
    ("credential", |case| case.acting[0].in_force = false),
    ("certificate_scope", |case| case.acting[1].in_scope = false),
    ("telling", |case| case.telling.cards_shown = None),
    ("telling_order", told_before_the_cards),
    ("power_list", |case| case.act.is_on_power_list = false),
    ("time_barred", |case| case.act.pursuable_until = Some(day("2026-09-30"))),
    ("one_act_one_fine", |case| case.act.was_fined = true),
    ("basis_not_chosen", |case| case.act.has_basis = false),
    ("unverified", |case| case.act.is_verified = false),
    ("party_unknown", |case| case.act.party_is_known = false),
    ("number_block_empty", |case| case.has_number = false),
    ("agency_incomplete", |case| case.agency_lacks = vec!["agency.court"]),
    ("device_certificate", |case| case.device.certificate_in_force = false),
    // Every procedure.
    ("cards_not_shown", |case| case.telling.cards_shown = None),
    ("no_act_found", |case| case.act.is_punishable = false),
    ("not_ours", |case| case.act.is_ours = false),
    ("facts_uncertain", |case| case.act.is_certain = false),
    ("evidence_missing", |case| { case.act.evidence.pop_first(); }),
    ("recusal_open", |case| case.course.recusal_is_open = true),
    ("gain_unsettled", |case| case.penalty.gain_is_settled = false),
    ("things_not_valued", |case| case.penalty.things_are_unvalued = true),
    ("heavier_than_told", |case| case.penalty.told_fine = Fen::from_yuan(199)),
    ("crime_goes_first", |case| case.transfer.police_refused = false),
    ("signature_missing", |case| case.telling.signature = None),
    ("not_educated", |case| case.act.was_educated = false),
    ("record_incomplete", |case| case.course.is_recorded = false),
    ("fine_not_paid", |case| case.payment.is_paid = false),
    ("payment_term_runs", |case| case.payment.due = Some(day("2026-11-23"))),
    ("not_performed", |case| case.payment.is_performed = false),
    ("cash_not_handed_on", |case| case.payment.cash = Some(cash(CashGround::HardLater))),
    // Inspection.
    ("matter_not_listed", |case| case.inspection.is_listed = false),
    ("inspection_cap_reached", |case| case.inspection.cap_is_reached = true),
    ("inspection_not_urgent", |case| case.inspection.is_urgent = false),
    ("inspection_not_reported", |case| {
        case.inspection.reported_on = None;
        case.approvals.retain(|approval| approval.gate != "A1");
    }),
    ("purpose_not_told", |case| case.inspection.purpose_was_told = false),
    ("act_was_found", |case| case.act.is_punishable = true),
    ("result_not_told", |case| case.inspection.result_was_told = false),
    ("papers_not_returned", |case| case.inspection.papers_are_back = false),
    // Summary procedure.
    ("above_summary_limit", |case| case.penalty.summary_max = Fen::from_yuan(199)),
    ("decision_not_delivered", |case| { case.papers.insert(14, None); }),
    ("copy_not_filed", |case| case.payment.copy_filed_on = None),
    ("cash_unlawful", |case| case.payment.cash = Some(cash(CashGround::Small))),
    ("enforcement_open", |case| {
        (case.enforcement.court_accepted, case.enforcement.may_end) = (false, false);
        case.course.reason.clear();
    }),
    // Ordinary procedure.
    ("source_missing", |case| case.course.has_source = false),
    ("reason_missing", |case| case.course.reason = " ".into()),
    ("receiver_missing", |case| case.course.receiver.clear()),
    ("measure_open", |case| case.measure.is_open = true),
    ("hold_open", |case| case.hold.is_open = true),
    ("report_missing", |case| case.course.report_is_written = false),
    ("notice_not_served", |case| { case.papers.insert(11, None); }),
    ("hearing_right_not_told", |case| {
        case.hearing.was_told = false;
        case.penalty.meant_fine = case.penalty.hearing_from;
    }),
    ("case_term_over", |case| case.course.decide_until = Some(day("2026-11-22"))),
    ("case_extension_without_reason", |case| case.course.reason = " ".into()),
    ("case_extended_before", |case| case.course.is_extended = true),
    ("waiver_not_explicit", |case| case.hearing.is_waived = false),
    ("statement_open", |case| {
        case.telling.statement = None;
        case.course.statement_until = Some(day("2026-11-23"));
    }),
    ("hearing_open", |case| {
        (case.hearing.is_waived, case.hearing.is_forfeited) = (false, false);
        case.hearing.held_on = None;
    }),
    ("hearing_minutes_missing", |case| { case.papers.remove(&13); }),
    ("legal_review_missing", |case| case.course.review.iter_mut().for_each(|review| review.passed = false)),
    ("reviewer_unfit", |case| case.course.review.iter_mut().for_each(|review| review.by = "19050001001".into())),
    ("panel_missing", |case| case.course.discussed_on = None),
    ("no_ground_for_no_penalty", |case| {
        (case.act.is_slight, case.act.is_blameless, case.act.is_without_capacity) = (false, false, false);
        case.act.is_first = Some(false);
    }),
    ("transfer_not_made", |case| case.transfer.has_receipt = false),
    ("decision_not_served", |case| case.course.served_on = Some(day("2026-11-24"))),
    ("not_to_be_published", |case| case.course.is_redacted = false),
    ("deferral_runs", |case| case.enforcement.deferred_until = Some(day("2026-11-23"))),
    ("closing_ground_missing", |case| case.course.closing = None),
    ("electronic_without_consent", |case| case.delivery.is_electronic = true),
    ("left_without_proof", |case| case.delivery.is_left = true),
    ("proof_of_delivery_missing", |case| { case.papers.insert(15, None); }),
    // Measure.
    ("measure_without_basis", |case| case.measure.has_basis = false),
    ("measure_entrusted", |case| case.measure.is_entrusted = true),
    ("measure_not_urgent", |case| case.measure.is_urgent = false),
    ("urgent_report_late", |case| {
        case.measure.reported_at = case.measure.done_at.map(|at| at.plus_ms(24 * HOUR_MS + 1));
    }),
    ("measure_not_told", |case| case.measure.was_told = false),
    ("measure_not_heard", |case| case.measure.was_heard = false),
    ("measure_unsigned", |case| case.measure.signature = None),
    ("goods_not_listed", |case| case.measure.is_itemised = false),
    ("measure_too_long", |case| case.measure.last_day = Some(day("2026-12-11"))),
    ("measure_expired", |case| {
        case.measure.last_day = Some(day("2026-11-22"));
        case.measure.extended_until = Some(day("2026-12-22"));
    }),
    ("extension_without_cause", |case| case.measure.is_complex = false),
    ("extension_too_long", |case| case.measure.extended_until = Some(day("2027-01-10"))),
    ("appraisal_not_told", |case| case.measure.appraisal_was_told = false),
    ("lift_ground_missing", |case| case.measure.lift_ground = None),
    ("confiscation_not_decided", |case| case.measure.is_confiscated = false),
    ("auction_not_open", |case| case.payment.remedy_until = None),
    ("move_without_crime", |case| case.transfer.is_suspected = false),
    ("move_not_told", |case| case.measure.move_was_told = false),
    // Evidence on hold.
    ("evidence_not_at_risk", |case| case.hold.is_at_risk = false),
    ("hold_not_listed", |case| case.hold.is_itemised = false),
    ("hold_without_term", |case| case.hold.last_day = None),
    ("hold_not_settled", |case| case.hold.end = None),
    ("hold_lapsed", |case| case.hold.last_day = Some(day("2026-11-22"))),
    ("hold_without_next_paper", |case| case.hold.end = Some(HoldEnd::Returned)),
    // Forced execution.
    ("surcharge_not_stated", |case| case.enforcement.surcharge_was_stated = false),
    ("remedy_pending", |case| case.payment.is_sued = true),
    ("remedy_term_runs", |case| case.payment.remedy_until = Some(day("2026-11-23"))),
    ("deferral_not_asked", |case| case.enforcement.deferral_was_asked = false),
    ("no_hardship", |case| case.enforcement.is_hard_up = false),
    ("already_performed", |case| {
        (case.payment.is_paid, case.payment.is_performed) = (true, true);
    }),
    ("no_power_to_enforce", |case| case.enforcement.has_power = false),
    ("urging_runs", |case| case.enforcement.has_excuse = true),
    ("court_too_early", |case| case.enforcement.urged_until = Some(day("2026-11-23"))),
    ("urging_not_heard", |case| case.enforcement.urging_was_heard = false),
    ("off_hours", |case| case.enforcement.is_off_hours = true),
    ("surcharge_too_young", |case| case.enforcement.surcharge_since = Some(day("2026-10-24"))),
    ("court_term_over", |case| case.enforcement.court_until = Some(day("2026-11-22"))),
    ("court_file_incomplete", |case| case.enforcement.court_file_is_complete = false),
    ("court_has_not_accepted", |case| case.enforcement.court_accepted = false),
    ("no_duty_to_restore", |case| case.enforcement.must_restore = false),
    ("second_urging_runs", |case| case.enforcement.urged_again_until = None),
    ("no_obstacle", |case| case.enforcement.is_obstacle = false),
    ("performance_unsigned", |case| case.enforcement.performance_is_signed = false),
    ("no_ground_to_suspend", |case| case.enforcement.may_suspend = false),
    ("no_ground_to_end", |case| case.enforcement.may_end = false),
    ("suspension_stands", |case| case.enforcement.may_resume = false),
    ("agreement_harms", |case| case.enforcement.agreement_is_harmless = false),
    ("agreement_kept", |case| case.enforcement.agreement_is_broken = false),
    ("not_a_structure", |case| case.enforcement.is_structure = false),
    // Transfer to criminal justice.
    ("crime_not_suspected", |case| case.transfer.is_suspected = false),
    ("transfer_team_too_small", |case| case.transfer.team = 1),
    ("transfer_report_missing", |case| case.transfer.reported_on = None),
    ("refusal_without_reasons", |case| case.transfer.refusal = " ".into()),
    ("transfer_papers_incomplete", |case| case.transfer.papers_are_complete = false),
    ("fined_instead_of_transfer", |case| case.transfer.was_fined_instead = true),
    ("police_receipt_missing", |case| case.transfer.has_receipt = false),
    ("police_have_not_opened", |case| case.transfer.police_opened = false),
    ("police_have_not_declined", |case| case.transfer.police_refused = false),
    ("objects_not_moved", |case| case.transfer.objects_are_moved = false),
    ("review_not_asked", |case| case.transfer.review_was_asked = false),
    // No penalty.
    ("not_lenient", |case| case.act.is_corrected = false),
    ("has_capacity", |case| case.act.is_without_capacity = false),
    ("not_minor", |case| case.act.is_slight = false),
    ("not_first_time", |case| case.act.is_first = None),
    ("blame_not_disproved", |case| case.act.is_blameless = false),
    ("facts_are_proven", |case| case.act.is_unproven = false),
    ("not_time_barred", |case| case.act.found_on = case.act.pursuable_until),
    // Off-site records, and a case in a day.
    ("not_admitted", |case| case.course.is_admitted = false),
    ("monitoring_without_law", |case| case.device.law_allows = false),
    ("device_not_reviewed", |case| case.device.is_reviewed = false),
    ("device_not_published", |case| case.device.is_published = false),
    ("record_unclear", |case| case.device.record_is_clear = false),
    ("record_not_reviewed", |case| case.device.record_was_reviewed = false),
    ("party_not_informed", |case| case.device.was_told = false),
    ("query_not_open", |case| case.device.query_is_open = false),
    ("home_copy_not_sent", |case| case.device.home_has_copy = false),
    ("application_not_forwarded", |case| case.payment.application_is_forwarded = false),
    // Hearing.
    ("no_hearing_right", |case| case.hearing.was_told = false),
    ("hearing_not_asked", |case| case.hearing.asked_on = Some(day("2026-11-18"))),
    ("chair_investigated", |case| case.hearing.chair = "19051100023".into()),
    ("hearing_notice_too_short", |case| case.hearing.set_for = Some(day("2026-11-19"))),
    ("hearing_closed_without_cause", |case| case.hearing.is_public = false),
    ("too_many_agents", |case| case.hearing.agents = 3),
    ("hearing_not_held", |case| case.hearing.both_argued = false),
    ("hearing_minutes_unsigned", |case| case.hearing.signature = None),
    ("party_appeared", |case| case.hearing.is_forfeited = false),
];

fn told_before_the_cards(case: &mut CaseFacts) {
    let order = &mut case.telling.order;
    Topic::ALL.into_iter().for_each(|topic| order.record(TellingAct::Told(topic)));
    order.record(TellingAct::CardsShown);
}

/// A fine of ¥200 that the officer still has.
fn cash(ground: CashGround) -> Cash {
    let number = DocumentNo { prefix: "样".into(), year: 2026, serial: 7 };
    let collected = CashCollected {
        inspection: Id([1; 16]),
        number,
        fine: Fen::from_yuan(200),
        on: day("2026-11-23"),
        officer: "19050001001".into(),
        ticket: "44A0001".into(),
        ground,
    };
    Cash { collected, steps: Vec::new() }
}
