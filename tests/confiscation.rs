//! Illegal gain is confiscated besides the fine (处罚法 28(2)), whatever the row says of it: every family, below and above the
//! thresholds that some rows grade by; and what is taken gives a hearing from the amounts of 处罚法 63 on, things as well.

use crate::bureau::with;
use crate::rulebook::sample;
use crate::rulings::{against, judged};
use crate::scenarios::stop;
use lucha::domain::inspection::judgement::{Judgement, Outcome, Penalty, Procedure};
use lucha::domain::rulebook::{Family, Rulebook};
use lucha::stdx::fen::Fen;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Below every threshold of the catalogue, at one, and above all.
const GAINS: [i64; 4] = [1, 999, 20_000, 500_000];

/// The pack as if its approver stood for every row.
fn approved() -> Rulebook {
    let mut book = sample();
    book.violations.values_mut().for_each(|violation| violation.confirmed = true);
    book
}

/// A stop with this act alone, against somebody who can commit it, and such a gain in yuan: S01, weighed over the limit, where the scale must bear it out.
fn found(code: &str, gain: Option<i64>, book: &Rulebook) -> Judgement {
    let weighed = book.violation(code).is_some_and(|act| act.over_limit);
    let asked = against(stop(if weighed { "S01" } else { "S08" }), code, book);
    let asked = with(asked, "findings[0].code", json!(code));
    judged(with(asked, "findings[0].gain_yuan", gain.map_or(Value::Null, Value::from)), book)
}

#[test]
fn every_family_gives_up_its_gain_besides_the_fine() {
    let book = approved();
    let mut met = BTreeSet::new();
    for (code, violation) in &book.violations {
        let without = found(code, None, &book);
        assert_eq!(without.confiscated, None, "{code}");
        for gain in GAINS {
            let judgement = found(code, Some(gain), &book);
            // What waits for a basis or a weighing has no amounts at all, nor has what waits whole for a refusal: it is ordered.
            let is_ordered = judgement.grounds.iter().any(|grounds| grounds.is_ordered_only);
            if judgement.outcome == Outcome::Blocked || is_ordered {
                assert_eq!(judgement.confiscated, None, "{code} {gain}");
                continue;
            }
            let kinds = &judgement.penalties;
            assert_eq!(judgement.confiscated, Some(Fen::from_yuan(gain)), "{code} {gain}");
            assert!(kinds.contains(&Penalty::Confiscation), "{code} {gain}: {kinds:?}");
            let was_fined = without.penalties.contains(&Penalty::Fine);
            assert!(!was_fined || kinds.contains(&Penalty::Fine), "{code} {gain}: {kinds:?}");
            // Nothing but a caution and a fine is decided on the spot (处罚法 51).
            assert_eq!(judgement.procedure, Procedure::Ordinary, "{code} {gain}");
            met.insert(violation.family);
        }
    }
    assert_eq!(met, Family::ALL.into_iter().collect(), "a family of which no row was looked at");
}

/// Code, gain in yuan, least and most of the fine in yuan: the lower bands of 道条 63 name no confiscation, and the law does.
const BANDS: [(&str, i64, i64, i64); 8] = [
    ("PK-001", 320, 10_000, 100_000),
    ("PK-001", 20_000, 10_000, 100_000),
    ("PK-001", 20_001, 40_002, 200_010),
    ("FR-001", 1, 3_000, 10_000),
    ("FR-001", 10_000, 3_000, 10_000),
    ("FR-001", 10_001, 10_001, 50_005),
    ("DG-001", 20_000, 30_000, 100_000),
    ("DG-001", 20_001, 40_002, 200_010),
];

#[test]
fn below_the_threshold_of_a_row_the_gain_is_taken_as_well() {
    let book = approved();
    for (code, gain, least, most) in BANDS {
        let judgement = found(code, Some(gain), &book);
        let yuan = Fen::from_yuan;
        assert_eq!(judgement.range, Some((yuan(least), yuan(most))), "{code} {gain}");
        assert_eq!(judgement.confiscated, Some(yuan(gain)), "{code} {gain}");
        assert!(judgement.penalties.contains(&Penalty::Confiscation), "{code} {gain}");
    }
}

#[test]
fn the_gains_of_two_acts_are_added_and_the_fine_is_no_part_of_them() {
    let book = approved();
    let finding = |code: &str, gain: i64| json!({ "code": code, "facts": "收取费用", "gain_yuan": gain, "proposed_yuan": 1_500 });
    let both = json!([finding("CH-001", 200), finding("CH-002", 300)]);
    let judgement = judged(with(stop("S08"), "findings", both), &book);
    assert_eq!(judgement.confiscated, Some(Fen::from_yuan(500)), "{:?}", judgement.blocked);
    assert_eq!(judgement.fine, Some(Fen::from_yuan(3_000)));
    // A gain of nothing is none.
    let none = found("CH-001", Some(0), &book);
    assert_eq!((none.confiscated, none.penalties), (None, vec![Penalty::Fine]));
}

/// What the panel shows is what the act reaches: its gain and its harm as they are recorded, and nothing before a refusal.
#[test]
fn the_range_of_a_finding_follows_its_gain_and_its_harm() {
    let book = approved();
    for (code, gain, harm, want) in [
        ("PK-001", None, "none", Some((10_000, 100_000))),
        ("PK-001", Some(30_000_i64), "none", Some((60_000, 300_000))),
        ("FR-001", None, "slight", Some((3_000, 10_000))),
        ("FR-001", None, "serious", Some((10_000, 50_000))),
        ("FR-001", Some(20_000), "serious", Some((20_000, 100_000))),
        ("PK-012", None, "none", Some((200, 200))),
        // Only ordered at a first visit.
        ("VE-001", None, "none", None),
        // A formula has no range of its own.
        ("OL-001", None, "none", None),
    ] {
        let asked = against(stop("S08"), code, &book);
        let asked = with(asked, "findings[0].code", json!(code));
        let asked = with(asked, "findings[0].harm", json!(harm));
        let asked = with(asked, "findings[0].gain_yuan", gain.map_or(Value::Null, Value::from));
        let range = judged(asked, &book).grounds[0].range;
        let yuan = range.map(|(least, most)| (least.yuan(), most.yuan()));
        assert_eq!(yuan, want, "{code} {gain:?} {harm}");
    }
}

/// A stop of MT-003, a repair shop with fake parts, against an organisation: gain and worth of the parts in yuan, and the harm.
fn parts(gain: Option<i64>, things: Option<i64>, harm: &str, book: &Rulebook) -> Judgement {
    let asked = with(stop("S08"), "findings[0].code", json!("MT-003"));
    let asked = with(asked, "party", stop("S01")["party"].clone());
    let asked = with(asked, "findings[0].gain_yuan", gain.map_or(Value::Null, Value::from));
    let asked = with(asked, "findings[0].harm", json!(harm));
    judged(with(asked, "findings[0].things_yuan", things.map_or(Value::Null, Value::from)), book)
}

/// 处罚法 63(1)(二), with the amounts that the province gives (L §1(j)): 5,000 of a citizen, 100,000 of an organisation.
#[test]
fn things_of_large_value_give_a_hearing_as_a_large_gain_does() {
    let book = approved();
    for (gain, things, harm, hearing) in [
        (None, Some(0), "none", Some(false)),
        (None, Some(99_999), "none", Some(false)),
        (None, Some(100_000), "none", Some(true)),
        // Each for itself: the law adds no gain to things.
        (Some(9_000), Some(95_000), "none", Some(false)),
        // What nobody valued may be worth so much.
        (None, None, "none", None),
        // A business that is suspended is heard whatever its parts are worth.
        (None, None, "serious", Some(true)),
    ] {
        let judgement = parts(gain, things, harm, &book);
        let what = format!("{gain:?} {things:?} {harm}: {:?}", judgement.blocked);
        assert_eq!(judgement.outcome, Outcome::CaseOpened, "{what}");
        assert_eq!(judgement.hearing, hearing, "{what}");
        assert_eq!(judgement.things, things.map(Fen::from_yuan), "{what}");
        let asked = judgement.missing.iter().any(|field| field == "findings[0].things_yuan");
        assert_eq!(asked, things.is_none(), "{what}");
        let is_taken = gain.is_some() || things != Some(0);
        assert_eq!(judgement.penalties.contains(&Penalty::Confiscation), is_taken, "{what}");
    }
    // A gain alone, of a citizen and of an organisation.
    for (code, party, gain, hearing) in [
        ("CH-001", "S08", 4_999, false),
        ("CH-001", "S08", 5_000, true),
        ("FR-004", "S01", 99_999, false),
        ("FR-004", "S01", 100_000, true),
    ] {
        let asked = with(stop("S08"), "findings[0].code", json!(code));
        let asked = with(asked, "party", stop(party)["party"].clone());
        let judgement = judged(with(asked, "findings[0].gain_yuan", json!(gain)), &book);
        assert_eq!(judgement.hearing, Some(hearing), "{code} {gain}: {:?}", judgement.blocked);
    }
}

/// 航道法 43: the vessel may be taken. Nobody takes what nobody valued, and the question stays until it is answered.
#[test]
fn what_may_be_taken_is_taken_where_its_worth_is_said() {
    let book = approved();
    for (things, is_taken, asked) in
        [(Value::Null, false, true), (json!(0), false, false), (json!(600_000), true, false)]
    {
        let stop = with(stop("S08"), "findings[0].code", json!("WW-013"));
        let stop = with(stop, "findings[0].gain_yuan", Value::Null);
        let judgement = judged(with(stop, "findings[0].things_yuan", things.clone()), &book);
        let kinds = &judgement.penalties;
        assert_eq!(kinds.contains(&Penalty::Confiscation), is_taken, "{things}: {kinds:?}");
        assert_eq!(judgement.unvalued.len(), usize::from(asked), "{things}");
    }
    // An amount below nothing is none.
    let debt = parts(None, Some(-1), "none", &book);
    assert_eq!(debt.outcome, Outcome::Blocked);
    assert!(debt.blocked.iter().any(|no| no.field == "findings[0].things_yuan"), "{debt:?}");
}
