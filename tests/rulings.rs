//! What headquarters ruled changes the judgement of one and the same stop; nothing of it is in the code.

use crate::bureau::with;
use crate::scenarios;
use lucha::domain::agency::{Agency, Officer, Role};
use lucha::domain::blocked::Blocked;
use lucha::domain::counting::{DecidedAct, Standing};
use lucha::domain::inspection::judge::{Known, judge};
use lucha::domain::inspection::judgement::{Judgement, Outcome};
use lucha::domain::leniency::history::Past;
use lucha::domain::offender::Offenders;
use lucha::domain::party::PartyKind;
use lucha::domain::rulebook::{Coercion, Rulebook, WeighingDeduction};
use lucha::stdx::clock::Moment;
use lucha::stdx::day::Day;
use lucha::stdx::fen::Fen;
use lucha::stdx::id::Id;
use lucha::wire::rulebook;
use lucha::wire::stop::{self, StopRead};
use serde_json::{Value, json};

/// `stop` against somebody who can commit the act `code`: its own party, else a sole trader, else an organisation.
pub fn against(stop: Value, code: &str, book: &Rulebook) -> Value {
    let row = book.violation(code).unwrap();
    let can = |party: &Value| {
        let kind = party["kind"].as_str().and_then(PartyKind::from_word).unwrap();
        row.may_be_of(kind, &book.rulings)
    };
    let others = ["S09", "S01"].map(|id| scenarios::stop(id)["party"].clone());
    let party = std::iter::once(stop["party"].clone()).chain(others).find(can).unwrap();
    with(stop, "party", party)
}

/// Two officers whose credentials end on `until`.
fn roster(until: &str) -> Vec<Officer> {
    let day = |text| Day::parse(text).unwrap();
    let officer = |nth, credential: &str| Officer {
        id: Id([nth; 16]),
        name: "张伟".into(),
        credential: credential.into(),
        role: Role::Officer,
        valid_from: day("2023-01-01"),
        valid_until: day(until),
        scope: lucha::domain::scope::Scope::default(),
    };
    vec![officer(1, "19050001001"), officer(2, "19051100023")]
}

fn judged_by(stop: Value, book: &Rulebook, roster: &[Officer]) -> Judgement {
    judged_with(stop, book, roster, &[])
}

fn judged_with(stop: Value, book: &Rulebook, roster: &[Officer], acts: &[DecidedAct]) -> Judgement {
    let read = stop::read(stop).unwrap();
    let now = read.facts.at.unwrap();
    judged_when(&read, book, roster, (acts, Past::default()), now)
}

/// The same after earlier acts of the vehicle, and with what else is known of the past.
pub fn judged_in_time(
    stop: Value,
    book: &Rulebook,
    acts: &[DecidedAct],
    past: Past<'_>,
) -> Judgement {
    let read = stop::read(stop).unwrap();
    let now = read.facts.at.unwrap();
    judged_when(&read, book, &roster("2027-12-31"), (acts, past), now)
}

fn judged_when(
    read: &StopRead,
    book: &Rulebook,
    roster: &[Officer],
    (acts, past): (&[DecidedAct], Past<'_>),
    now: Moment,
) -> Judgement {
    let agency = Agency {
        name: "局".into(),
        reconsideration_organ: "府".into(),
        court: "院".into(),
        bank: "行".into(),
        bank_address: "路".into(),
        account: "1".into(),
        number_prefix: "样".into(),
        ..Agency::default()
    };
    let known = Known {
        rulebook: book,
        agency: &agency,
        roster,
        acts,
        driver_acts: &[],
        carrier_acts: &[],
        same_trip_codes: &[],
        opened_codes: &[],
        past,
        orders: &[],
        photographs: 0,
        now,
    };
    judge(&read.facts, &read.telling, &known)
}

pub fn judged(stop: Value, book: &Rulebook) -> Judgement {
    judged_by(stop, book, &roster("2027-12-31"))
}

/// The same with the clock at `now`, which is the stop's own time else.
pub fn judged_at(stop: Value, book: &Rulebook, now: &str) -> Judgement {
    let (read, now) = (stop::read(stop).unwrap(), crate::bureau::at(now));
    judged_when(&read, book, &roster("2027-12-31"), (&[], Past::default()), now)
}

/// The same after earlier acts of the vehicle.
pub fn judged_after(stop: Value, book: &Rulebook, acts: &[DecidedAct]) -> Judgement {
    judged_with(stop, book, &roster("2027-12-31"), acts)
}

fn blocks(judgement: &Judgement) -> Vec<String> {
    let said = |no: &Blocked| format!("{} {}", no.rule.name(), no.field);
    judgement.blocked.iter().map(said).collect()
}

fn strict() -> Rulebook {
    let mut book = crate::rulebook::sample();
    book.rulings.certificate_last_day_valid = false;
    book
}

#[test]
fn whether_the_last_day_belongs_to_a_scale_and_to_a_credential_is_a_ruling() {
    let (kind, strict) = (crate::rulebook::sample(), strict());
    let last_day = with(scenarios::stop("S01"), "weighing.certificate_until", json!("2026-11-23"));
    assert_eq!(judged(last_day.clone(), &kind).outcome, Outcome::OnSpotPenalty);
    let refused = judged(last_day, &strict);
    assert_eq!(blocks(&refused), ["device_certificate weighing.certificate_until"]);

    let ending = roster("2026-11-23");
    let stop = || scenarios::stop("S01");
    assert_eq!(judged_by(stop(), &kind, &ending).outcome, Outcome::OnSpotPenalty);
    let refused = judged_by(stop(), &strict, &ending);
    assert_eq!(blocks(&refused), ["credential officers[0]", "credential officers[1]"]);
    let gone = judged_by(stop(), &kind, &roster("2026-11-22"));
    assert_eq!(blocks(&gone), ["credential officers[0]", "credential officers[1]"]);
}

#[test]
fn what_is_taken_off_a_reading_for_the_error_of_the_scale_is_a_ruling() {
    let mut book = crate::rulebook::sample();
    let mut stop = with(scenarios::stop("S05"), "weighing.gross_kg", json!(53_900));
    stop = with(stop, "weighing.accuracy_class", json!(5));
    let weighed = judged(stop.clone(), &book).weighed.unwrap();
    assert_eq!((weighed.gross_kg, weighed.deduction_kg, weighed.over_kg), (53_900, 0, 11_900));

    book.rulings.weighing_deduction = WeighingDeduction::ClassError;
    let after = judged(stop.clone(), &book);
    let weighed = after.weighed.unwrap();
    assert_eq!((weighed.gross_kg, weighed.deduction_kg, weighed.over_kg), (51_205, 2_695, 9_205));
    assert_eq!(after.fine, Some(Fen::from_yuan(4_500)), "nine whole thousands");
    // An excess inside the error is none: nothing can have been found.
    let inside = with(stop.clone(), "weighing.gross_kg", json!(44_210));
    let blocked = blocks(&judged(inside, &book));
    assert_eq!(blocked, ["finding_and_weighing_disagree weighing"]);
    // The error of a scale whose class nobody wrote down cannot be taken off.
    let unknown = with(stop, "weighing.accuracy_class", json!(null));
    assert_eq!(blocks(&judged(unknown, &book)), ["device_certificate weighing.accuracy_class"]);
}

#[test]
fn a_started_kilogram_of_the_error_counts_for_the_party() {
    for (gross_kg, class, off) in [
        (53_900, 5, Some(2_695)),
        (53_901, 5, Some(2_696)),
        (50_000, 2, Some(1_000)),
        (50_000, 10, Some(5_000)),
        (0, 10, Some(0)),
        (-5, 10, Some(0)),
        (i64::MAX, 10, Some(922_337_203_685_477_581)),
        (50_000, 0, None),
    ] {
        assert_eq!(WeighingDeduction::ClassError.kg(gross_kg, class), off, "{gross_kg} {class}");
        assert_eq!(WeighingDeduction::None.kg(gross_kg, class), Some(0));
    }
}

#[test]
fn a_hearing_opens_at_ten_thousand_kilograms_for_a_citizen() {
    let book = crate::rulebook::sample();
    for (gross_kg, fine, hearing) in [(27_999, 4_500, false), (28_000, 5_000, true)] {
        let stop = with(scenarios::stop("S03"), "weighing.gross_kg", json!(gross_kg));
        let judgement = judged(stop, &book);
        assert_eq!(judgement.weighed.as_ref().unwrap().over_kg, gross_kg - 18_000);
        let got = (judgement.fine, judgement.hearing);
        assert_eq!(got, (Some(Fen::from_yuan(fine)), Some(hearing)), "{gross_kg}");
    }
}

#[test]
fn a_hearing_opens_at_a_hundred_thousand_yuan_for_an_organisation() {
    let book = crate::rulebook::sample();
    for (yuan, hearing) in [(99_999, false), (100_000, true)] {
        let mut stop =
            with(scenarios::stop("S08"), "party", scenarios::stop("S01")["party"].clone());
        stop = with(stop, "findings[0].proposed_yuan", json!(yuan));
        let judgement = judged(stop, &book);
        let got = (judgement.fine, judgement.hearing);
        assert_eq!(got, (Some(Fen::from_yuan(yuan)), Some(hearing)), "{judgement:?}");
    }
    // For mass it is never reached: the cap is below it.
    let heaviest = with(scenarios::stop("S01"), "weighing.gross_kg", json!(300_000));
    let judgement = judged(heaviest, &book);
    assert_eq!((judgement.fine, judgement.hearing), (Some(Fen::from_yuan(30_000)), Some(false)));
}

#[test]
fn the_count_of_a_year_says_which_act_this_is_and_when_the_others_were() {
    let book = crate::rulebook::sample();
    let act = |on: &str, standing, stop| DecidedAct {
        code: "OL-001".into(),
        plate: "粤D55D18".into(),
        on: Day::parse(on).unwrap(),
        standing,
        stop,
        by: Offenders::default(),
    };
    let one_stop = Some(Id([7; 16]));
    let acts = [
        act("2026-09-01", Standing::Final, one_stop),
        act("2026-09-01", Standing::Final, one_stop),
        act("2026-06-12", Standing::Quashed, None),
        act("2026-02-02", Standing::Final, None),
        act("2026-01-14", Standing::Final, None),
    ];
    let judgement = judged_with(scenarios::stop("S01"), &book, &roster("2027-12-31"), &acts);
    let counted = judgement.counted.unwrap();
    let text = |day: &Day| day.to_string();
    assert_eq!(counted.nth, 3);
    assert_eq!(counted.days.iter().map(text).collect::<Vec<_>>(), ["2026-02-02", "2026-09-01"]);
    let window = (text(&counted.window.from), text(&counted.window.until));
    assert_eq!(window, ("2026-01-15".into(), "2027-01-14".into()));
}

#[test]
fn whether_a_ride_hailing_vehicle_or_a_taxi_may_be_held_is_a_ruling() {
    for code in ["NC-002", "TX-001"] {
        let mut book = crate::rulebook::sample();
        let violation = book.violations.get_mut(code).unwrap();
        (violation.coercion, violation.confirmed) = (vec![Coercion::K1], true);
        let stop = with(scenarios::stop("S08"), "findings[0].code", json!(code));
        assert!(!judged(stop.clone(), &book).may_impound, "{code}: conflict 6 is open");
        book.rulings.ride_hailing_impound = true;
        let judgement = judged(stop, &book);
        assert!(judgement.may_impound, "{code}: {judgement:?}");
    }
}

#[test]
fn a_pack_says_both_and_an_older_one_holds_no_ride_hailing_vehicle() {
    let load = |change: &dyn Fn(String) -> String| {
        let mut files = crate::rulebook::sample_files();
        let rulings = files.iter_mut().find(|(name, _)| name == "rulings.toml").unwrap();
        let text = String::from_utf8(rulings.1.clone()).unwrap();
        rulings.1 = change(text).into_bytes();
        let files: Vec<(&str, &[u8])> =
            files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        rulebook::load(&files).unwrap().rulings
    };
    let changed = load(&|text| {
        text.replace("\"none\"", "\"class_error\"")
            .replace("ride_hailing_impound = false", "ride_hailing_impound = true")
    });
    assert_eq!(changed.weighing_deduction, WeighingDeduction::ClassError);
    assert!(changed.ride_hailing_impound);
    use lucha::domain::rulebook::CountingWindow::{CalendarYear, LastTwelveMonths};
    for (word, window) in
        [("last_twelve_months", LastTwelveMonths), ("calendar_year", CalendarYear)]
    {
        let changed = load(&|text| text.replace("from_first_issue", word));
        assert_eq!(changed.counting, window);
    }
    let older = load(&|text| text.replace("ride_hailing_impound = false", ""));
    assert!(!older.ride_hailing_impound);
}

#[test]
fn a_lorry_of_up_to_4500_kg_on_its_licence_needs_no_permit_for_freight() {
    let mut book = crate::rulebook::sample();
    book.violations.values_mut().for_each(|violation| violation.confirmed = true);
    let field = "vehicle.licence_gross_kg";
    for (code, kg, refused, asked) in [
        ("FR-001", json!(null), false, true),
        ("FR-001", json!(4_495), true, false),
        ("FR-001", json!(4_500), true, false),
        ("FR-001", json!(4_501), false, false),
        ("PE-002", json!(4_500), true, false),
        ("PE-002", json!(null), false, true),
        // Of passengers and of permits that were lent the mass says nothing.
        ("PK-001", json!(4_500), false, false),
        ("FR-004", json!(null), false, false),
    ] {
        let stop =
            with(against(scenarios::stop("S08"), code, &book), "findings[0].code", json!(code));
        let stop = with(stop, "findings[0].gain_yuan", json!(null));
        let judgement = judged(with(stop, field, kg.clone()), &book);
        let no = blocks(&judgement).contains(&format!("vehicle_exempt {field}"));
        assert_eq!(no, refused, "{code} {kg}: {:?}", judgement.blocked);
        assert_eq!(judgement.missing.iter().any(|path| path == field), asked, "{code} {kg}");
        assert_eq!(judgement.outcome == Outcome::Blocked, refused, "{code} {kg}");
    }
}

/// 粤道条 22: a claim with its proof frees the party, one without is looked into, and of other acts nobody is asked.
#[test]
fn carriage_for_ones_own_use_is_a_claim_that_wants_its_proof() {
    let book = crate::rulebook::sample();
    let (claimed, proof) = ("findings[0].own_use.claimed", "findings[0].own_use.proof");
    for (code, said, refused, asked) in [
        ("FR-001", json!(null), false, Some(claimed)),
        ("FR-001", json!({ "claimed": true }), false, Some(proof)),
        ("FR-001", json!({ "claimed": true, "proof": " " }), false, Some(proof)),
        ("FR-001", json!({ "claimed": true, "proof": "送货单载明货主为本人，无运费" }), true, None),
        ("FR-001", json!({ "claimed": false, "proof": "收运费800元" }), false, None),
        ("FR-001", json!({ "proof": "送货单" }), false, Some(claimed)),
        ("FR-004", json!({ "claimed": true, "proof": "送货单" }), false, None),
        ("PK-001", json!(null), false, None),
    ] {
        let stop =
            with(against(scenarios::stop("S08"), code, &book), "findings[0].code", json!(code));
        let stop = with(stop, "findings[0].gain_yuan", json!(null));
        let judgement = judged(with(stop, "findings[0].own_use", said.clone()), &book);
        let no = blocks(&judgement).contains(&format!("own_use {claimed}"));
        assert_eq!(no, refused, "{code} {said}: {:?}", judgement.blocked);
        assert_eq!(judgement.outcome == Outcome::Blocked, refused, "{code} {said}");
        let missing = judgement.missing.iter().find(|path| path.contains("own_use"));
        assert_eq!(missing.map(String::as_str), asked, "{code} {said}");
    }
}

/// 路保 67 holds the vehicle at once, 路保 65(1) and 72 once the party refuses.
#[test]
fn a_vehicle_is_held_for_a_rushed_station_at_once_and_for_road_damage_once_the_party_refuses() {
    let mut book = crate::rulebook::sample();
    book.violations.values_mut().for_each(|violation| violation.confirmed = true);
    for (code, refused, held) in [
        ("OL-011", json!(null), true),
        ("OL-012", json!(null), true),
        ("LZ-007", json!(null), false),
        ("LZ-007", json!(false), false),
        ("LZ-007", json!(true), true),
        ("LZ-010", json!(true), true),
        ("LZ-003", json!(true), false),
    ] {
        let stop =
            with(against(scenarios::stop("S08"), code, &book), "findings[0].code", json!(code));
        let stop = with(stop, "findings[0].gain_yuan", json!(null));
        let stop = with(stop, "findings[0].circumstances", json!({ "refused": refused }));
        let judgement = judged(stop, &book);
        assert_eq!(judgement.may_impound, held, "{code} {refused}: {judgement:?}");
    }
    let refused = Coercion::K3OnRefusal;
    let rows = book.violations.values().filter(|row| row.coercion.contains(&refused));
    let codes: Vec<&str> = rows.map(|row| row.code.as_str()).collect();
    assert_eq!(codes, ["LZ-007", "LZ-010", "OL-006"]);
}

/// 处罚法 68(1): the amount stands in the pack, and a pack of before the key has the law's.
#[test]
fn what_is_small_at_the_roadside_is_the_packs_word() {
    use lucha::domain::cash::{CashGround, CashNo, may_collect};
    let under = |line: &str| {
        let mut files = crate::rulebook::sample_files();
        let (_, bytes) = files.iter_mut().find(|(name, _)| name == "rulings.toml").unwrap();
        let text = String::from_utf8(bytes.clone()).unwrap();
        assert!(text.contains("cash_small_yuan = 100\n"));
        *bytes = text.replace("cash_small_yuan = 100\n", line).into_bytes();
        crate::rulebook::load_files(&files)
    };
    for (line, small) in
        [("cash_small_yuan = 100\n", 100), ("cash_small_yuan = 50\n", 50), ("", 100)]
    {
        let most = under(line).unwrap().rulings.cash_small;
        assert_eq!(most, Fen::from_yuan(small), "{line}");
        let taken = |yuan: i64| {
            may_collect(Some(Fen::from_yuan(yuan)), CashGround::Small, "44A0001", None, most)
        };
        assert_eq!(taken(small), Ok(Fen::from_yuan(small)), "{line}");
        assert_eq!(taken(small + 1), Err(CashNo::NotSmall), "{line}");
    }
    let fault = under("cash_small_yuan = -1\n").unwrap_err().to_string();
    assert!(fault.starts_with("rulings.toml, cash_small_yuan: the amount -1"), "{fault}");
}
