//! Illegal gain is confiscated besides the fine (处罚法 28(2)), whatever the row says of it: every family, below and above the
//! thresholds that some rows grade by.

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
