//! A case of which everything is recorded that any step may ask for, and what a step wants otherwise; no laptop in it.

use lucha::domain::evidence::EvidenceKind;
use lucha::domain::identity::id_paper::IdKind;
use lucha::domain::inspection::judgement::Penalty;
use lucha::domain::inspection::order::TellingOrder;
use lucha::domain::inspection::{Harm, Signature, Statement, StatementKind, Telling, Topic};
use lucha::domain::party::Present;
use lucha::domain::procedure::facts::act::{ActFacts, DeviceFacts, InspectionFacts, PenaltyFacts};
use lucha::domain::procedure::facts::course::{
    ClosingGround, CourseFacts, HearingFacts, LegalReview, TransferFacts,
};
use lucha::domain::procedure::facts::measure::{HoldEnd, HoldFacts, LiftGround, MeasureFacts};
use lucha::domain::procedure::facts::payment::{EnforcementFacts, PaymentFacts};
use lucha::domain::procedure::facts::{Acting, Approval, CaseFacts};
use lucha::domain::procedure::{self, Gate};
use lucha::stdx::clock::Moment;
use lucha::stdx::day::Day;
use lucha::stdx::fen::Fen;
use std::collections::BTreeSet;

pub const HOUR_MS: i64 = 3_600_000;
/// Steps that ask for a fine that is not paid and a duty that is not done.
const UNPAID: &[&str] =
    &["B9o", "C14o", "D6a", "F1", "F2o", "F3", "F4", "F5", "F6", "F7b", "F9", "F9d"];

pub fn now() -> Moment {
    Moment::parse("2026-11-23T08:40:00+08:00").unwrap()
}

pub fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

/// What passes `gate`.
pub fn passing(gate: &Gate) -> CaseFacts {
    let mut case = full();
    if UNPAID.contains(&gate.code) {
        (case.payment.is_paid, case.payment.is_performed) = (false, false);
    }
    match gate.code {
        "A3" => case.act.is_punishable = false,
        "C2t" => case.act.is_ours = false,
        "E2c" => case.hold.end = Some(HoldEnd::Seized),
        "H5" => case.act.is_unproven = true,
        "H6" => case.act.pursuable_until = Some(day("2022-01-02")),
        _ => {}
    }
    case
}

/// Everything done, in time and well.
pub fn full() -> CaseFacts {
    let mut case = CaseFacts::new(now());
    let acting =
        |credential: &str| Acting { credential: credential.into(), in_force: true, in_scope: true };
    case.acting = vec![acting("19050001001"), acting("19051100023")];
    case.telling = telling();
    case.present = Some(present());
    case.approvals = procedure::gates()
        .flat_map(|gate| gate.approved_by.iter().map(move |by| (gate.code, *by)))
        .map(|(gate, by)| Approval { gate: gate.into(), by, on: day("2026-11-20") })
        .collect();
    case.papers = (1..=24).map(|number| (number, Some(day("2026-11-10")))).collect();
    case.has_number = true;
    case.act = act();
    case.penalty = PenaltyFacts {
        told: vec![Penalty::Caution, Penalty::Fine],
        told_fine: Fen::from_yuan(200),
        meant: vec![Penalty::Fine],
        meant_fine: Fen::from_yuan(200),
        summary_max: Fen::from_yuan(200),
        cash_small: Fen::from_yuan(100),
        hearing_from: Fen::from_yuan(5_000),
        gain: Some(Fen::from_yuan(100)),
        things: Some(Fen::from_yuan(100)),
        things_are_unvalued: false,
        gain_is_settled: true,
    };
    case.inspection = InspectionFacts {
        is_listed: true,
        is_urgent: true,
        reported_on: Some(day("2026-11-23")),
        purpose_was_told: true,
        result_was_told: true,
        papers_are_back: true,
        ..InspectionFacts::default()
    };
    case.course = course();
    case.hearing = hearing();
    case.measure = measure();
    case.hold = HoldFacts {
        is_at_risk: true,
        is_itemised: true,
        last_day: Some(day("2026-12-01")),
        end: Some(HoldEnd::Returned),
        is_open: false,
    };
    case.payment = PaymentFacts {
        due: Some(day("2026-11-01")),
        is_paid: true,
        is_performed: true,
        copy_filed_on: Some(day("2026-11-23")),
        remedy_until: Some(day("2026-11-01")),
        application_is_forwarded: true,
        ..PaymentFacts::default()
    };
    case.enforcement = enforcement();
    case.transfer = transfer();
    case.device = device();
    case
}

fn telling() -> Telling {
    let statement = Statement { at: now(), kind: StatementKind::Waived, answer: String::new() };
    Telling {
        cards_shown: Some(now()),
        told: Topic::ALL.map(|topic| (topic, now())).to_vec(),
        statement: Some(statement),
        signature: Some(Signature::Signed),
        order: TellingOrder::default(),
    }
}

fn present() -> Present {
    Present {
        name: "张三".into(),
        relation: "当事人".into(),
        id_kind: IdKind::Passport,
        id_no: "".into(),
        phone: "".into(),
        qualification: "".into(),
        sex: None,
        unit: "".into(),
        address: "".into(),
        authorised: Some(true),
        ..Present::default()
    }
}

fn act() -> ActFacts {
    ActFacts {
        is_punishable: true,
        is_certain: true,
        evidence: BTreeSet::from([EvidenceKind::Minutes, EvidenceKind::PartyWord]),
        evidence_kinds_min: 2,
        has_basis: true,
        is_verified: true,
        party_is_known: true,
        is_ours: true,
        is_on_power_list: true,
        was_fined: false,
        pursuable_until: Some(day("2028-10-01")),
        found_on: Some(day("2026-10-01")),
        harm: Some(Harm::None),
        is_slight: true,
        is_corrected: true,
        is_first: Some(true),
        is_blameless: true,
        is_without_capacity: true,
        is_unproven: false,
        was_educated: true,
    }
}

fn course() -> CourseFacts {
    CourseFacts {
        has_source: true,
        reason: "理由".into(),
        receiver: "接收机关".into(),
        report_is_written: true,
        is_admitted: true,
        recusal_is_open: false,
        statement_until: Some(day("2026-11-17")),
        decide_until: Some(day("2026-11-23")),
        is_extended: false,
        needs_review: true,
        review: Some(LegalReview {
            on: day("2026-11-20"),
            by: "19052200017".into(),
            is_qualified: true,
            passed: true,
        }),
        needs_panel: true,
        discussed_on: Some(day("2026-11-21")),
        served_on: Some(day("2026-11-22")),
        is_kept_back: false,
        is_redacted: true,
        closing: Some(ClosingGround::Performed),
        is_recorded: true,
    }
}

fn hearing() -> HearingFacts {
    HearingFacts {
        was_told: true,
        asked_on: Some(day("2026-11-11")),
        ask_until: Some(day("2026-11-17")),
        is_waived: true,
        chair: "19052200025".into(),
        earliest: Some(day("2026-11-20")),
        set_for: Some(day("2026-11-20")),
        is_public: true,
        is_confidential: false,
        agents: 2,
        held_on: Some(day("2026-11-20")),
        both_argued: true,
        signature: Some(Signature::Declined("拒签".into())),
        is_forfeited: true,
    }
}

fn measure() -> MeasureFacts {
    let done_at = Moment::parse("2026-11-10T15:00:00+08:00").unwrap();
    MeasureFacts {
        has_basis: true,
        is_entrusted: false,
        is_urgent: true,
        done_at: Some(done_at),
        reported_at: Some(done_at.plus_ms(24 * HOUR_MS)),
        was_refused: false,
        was_told: true,
        was_heard: true,
        signature: Some(Signature::Signed),
        witness_signed: false,
        is_itemised: true,
        last_day: Some(day("2026-12-10")),
        is_complex: true,
        extended_until: Some(day("2027-01-09")),
        appraisal_was_told: true,
        lift_ground: Some(LiftGround::NoViolation),
        is_confiscated: true,
        move_was_told: true,
        is_open: false,
    }
}

fn enforcement() -> EnforcementFacts {
    EnforcementFacts {
        surcharge_was_stated: true,
        surcharge_since: Some(day("2026-10-23")),
        deferral_was_asked: true,
        is_hard_up: true,
        deferred_until: Some(day("2026-11-15")),
        urged_until: Some(day("2026-11-20")),
        urging_was_heard: true,
        has_excuse: false,
        hides_property: false,
        has_power: true,
        is_off_hours: false,
        is_urgent: false,
        court_until: Some(day("2027-02-01")),
        court_file_is_complete: true,
        court_accepted: true,
        must_restore: true,
        urged_again_until: Some(day("2026-11-20")),
        is_obstacle: true,
        performance_is_signed: true,
        may_suspend: true,
        suspended_on: Some(day("2026-11-20")),
        may_resume: true,
        may_end: true,
        agreement_is_harmless: true,
        agreement_is_broken: true,
        is_structure: true,
    }
}

fn transfer() -> TransferFacts {
    TransferFacts {
        is_suspected: true,
        team: 2,
        reported_on: Some(day("2026-11-20")),
        refusal: "理由".into(),
        papers_are_complete: true,
        was_fined_instead: false,
        has_receipt: true,
        police_opened: true,
        police_refused: true,
        review_was_asked: true,
        objects_are_moved: true,
    }
}

fn device() -> DeviceFacts {
    DeviceFacts {
        law_allows: true,
        is_reviewed: true,
        is_marked: true,
        is_published: true,
        certificate_in_force: true,
        record_is_clear: true,
        record_was_reviewed: true,
        was_told: true,
        query_is_open: true,
        home_has_copy: true,
    }
}
