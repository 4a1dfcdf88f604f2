//! What the product does with each of the twelve rows of the list of conflicts (violations-and-standards.md §2.2): what it waits for
//! and what it refuses meanwhile, as the table of ADR 0037 says.

use crate::bureau::with;
use crate::conflicts::{COMPETING, act, all_ruled, approved, ruled, unruled, waits};
use crate::rulebook::sample;
use crate::rulings::{against, judged};
use crate::scenarios::stop;
use lucha::domain::inspection::judgement::{Judgement, Outcome, Procedure};
use lucha::domain::rulebook::{Coercion, Rulebook, conflict};
use lucha::stdx::fen::Fen;
use serde_json::{Value, json};

const ADR: &str = include_str!("../docs/adr/0037-each-conflict-waits-for-who-can-settle-it.md");

/// Row of the list, whom or what it waits for, what is refused meanwhile (a dash: nothing is), and what shows it.
type Row = (u8, &'static str, &'static str, fn(u8));

const ROWS: [Row; 12] = [
    (1, "choice", "`basis_not_chosen`", a_basis_is_chosen),
    (2, "choice", "`basis_not_chosen`", a_basis_is_chosen),
    (3, "choice", "`basis_not_chosen`", a_basis_is_chosen),
    (4, "choice", "`basis_not_chosen`", a_basis_is_chosen),
    (5, "choice", "`basis_not_chosen`", a_basis_is_chosen),
    (6, "ruling", "measure", a_vehicle_of_the_trade_is_held_by_a_ruling),
    (7, "fact", "`basis_not_chosen`", the_road_is_looked_at),
    (8, "fact", "`vehicle_exempt` `own_use`", two_guards_are_facts),
    (9, "approver", "`unverified`", an_approver_stands_for_the_row),
    (10, "fact", "`after_refusal_only`", a_refusal_is_proven),
    (11, "law", "`amount_outside_range`", a_fixed_amount_is_the_laws),
    (12, "ruling", "–", a_sole_trader_has_the_limits_that_were_ruled),
];

fn said(judgement: &Judgement) -> Vec<String> {
    let all = judgement.blocked.iter();
    all.map(|no| format!("{} {}", no.rule.name(), no.field)).collect()
}

fn refuses(judgement: &Judgement, rule: &str, field: &str) -> bool {
    said(judgement).contains(&format!("{rule} {field}"))
}

/// S08 with this act, against somebody who can commit it, without gain, and a field besides.
fn found(code: &str, (field, value): (&str, Value), book: &Rulebook) -> Judgement {
    let asked = with(against(stop("S08"), code, book), "findings[0].code", json!(code));
    let asked = with(asked, "findings[0].gain_yuan", Value::Null);
    judged(with(asked, field, value), book)
}

fn a_basis_is_chosen(row: u8) {
    let (_, code, basis) = COMPETING.into_iter().find(|known| known.0 == row).unwrap();
    let open = act(code, &approved(ruled(unruled).unwrap()));
    assert!(waits(&open) && refuses(&open, "basis_not_chosen", "findings[0].code"), "{row}");
    assert_eq!((open.fine, open.range), (None, None), "{row}");
    // Nothing was weighed at this stop, which an excess waits for too.
    assert!(row == 4 || open.may_be_opened(), "{row}: {:?}", open.blocked);
    let book = approved(all_ruled());
    let chosen = act(code, &book);
    assert!(!waits(&chosen), "{row}: {:?}", chosen.blocked);
    assert_eq!(chosen.grounds[0].basis_id, basis, "{row}");
    let choice = &book.rulings.choices[&row];
    assert!(!choice.author.is_empty() && choice.decided_on.to_string().starts_with("2026-10-"));
}

fn a_vehicle_of_the_trade_is_held_by_a_ruling(_: u8) {
    let mut book = approved(sample());
    // The notes name no basis to hold one by, so that no row of the pack permits it either.
    book.violations.get_mut("NC-002").unwrap().coercion = vec![Coercion::K1];
    let none = ("findings[0].gain_yuan", Value::Null);
    let unruled = found("NC-002", none.clone(), &book);
    assert_eq!((said(&unruled).len(), unruled.may_impound), (0, false), "{:?}", unruled.blocked);
    book.rulings.ride_hailing_impound = true;
    assert!(found("NC-002", none, &book).may_impound);
}

fn the_road_is_looked_at(_: u8) {
    let (book, field) = (approved(sample()), "findings[0].road_surface");
    for code in ["FR-006", "LZ-015"] {
        for unseen in [Value::Null, json!("not_looked_at")] {
            let judgement = found(code, (field, unseen), &book);
            assert!(refuses(&judgement, "basis_not_chosen", field), "{:?}", judgement.blocked);
            assert!(judgement.may_be_opened() && judgement.range.is_none(), "{code}");
        }
        for (word, basis) in [("harmed", "路保69"), ("unharmed", "道条68")] {
            let judgement = found(code, (field, json!(word)), &book);
            assert!(!waits(&judgement), "{code} {word}: {:?}", judgement.blocked);
            assert_eq!(judgement.grounds[0].basis_id, basis, "{code}");
        }
    }
}

fn two_guards_are_facts(_: u8) {
    let book = approved(sample());
    let (kg, own) = ("vehicle.licence_gross_kg", "findings[0].own_use");
    let proven = json!({ "claimed": true, "proof": "送货单载明货主为本人，无运费" });
    for (field, free, rule, at, bound) in [
        (kg, json!(4_500), "vehicle_exempt", kg, json!(4_501)),
        (own, proven, "own_use", "findings[0].own_use.claimed", json!({ "claimed": true })),
    ] {
        let judgement = found("FR-001", (field, free), &book);
        assert_eq!(said(&judgement), [format!("{rule} {at}")]);
        let judgement = found("FR-001", (field, bound), &book);
        assert_eq!(said(&judgement), [""; 0], "{field}");
    }
}

fn an_approver_stands_for_the_row(_: u8) {
    let none = || ("findings[0].gain_yuan", Value::Null);
    let judgement = found("CH-005", none(), &sample());
    assert!(refuses(&judgement, "unverified", "findings[0].code"), "{:?}", judgement.blocked);
    let judgement = found("CH-005", none(), &approved(sample()));
    assert!(!refuses(&judgement, "unverified", "findings[0].code"), "{:?}", judgement.blocked);
}

fn a_refusal_is_proven(_: u8) {
    let (book, amount) = (approved(sample()), "findings[0].proposed_yuan");
    let first = found("MT-002", (amount, Value::Null), &book);
    assert_eq!((first.outcome, first.penalties.len()), (Outcome::Correction, 0));
    let too_early = found("MT-002", (amount, json!(5_000)), &book);
    assert!(refuses(&too_early, "after_refusal_only", "findings[0].code"));
    let order = json!({
        "number": "汕交责改〔2026〕7号", "ordered_on": "2026-10-08", "correct_before": "2026-11-01",
    });
    let second = found("MT-002", ("findings[0].order", order), &book);
    assert_eq!(second.range, Some((Fen::from_yuan(3_000), Fen::from_yuan(10_000))));
}

fn a_fixed_amount_is_the_laws(_: u8) {
    let field = "findings[0].proposed_yuan";
    let asked = |yuan: Value| judged(with(stop("S09"), field, yuan), &sample());
    assert_eq!(asked(Value::Null).fine, Some(Fen::from_yuan(200)));
    for yuan in [199, 201] {
        let judgement = asked(json!(yuan));
        assert!(refuses(&judgement, "amount_outside_range", field), "{:?}", judgement.blocked);
    }
}

fn a_sole_trader_has_the_limits_that_were_ruled(row: u8) {
    assert_eq!(row, conflict::SOLE_TRADER);
    let mut book = sample();
    let asked = with(stop("S09"), "findings[0].code", json!("PK-008"));
    let asked = with(asked, "findings[0].proposed_yuan", json!(1_000));
    let as_citizen = judged(asked.clone(), &book);
    assert_eq!(
        (as_citizen.outcome, as_citizen.procedure),
        (Outcome::CaseOpened, Procedure::Ordinary)
    );
    assert!(book.rulings.choices.contains_key(&row));
    book.rulings.sole_trader_is_citizen = false;
    let as_organisation = judged(asked, &book);
    let ended = (as_organisation.outcome, as_organisation.procedure);
    assert_eq!(ended, (Outcome::OnSpotPenalty, Procedure::Summary), "{as_organisation:?}");
}

#[test]
fn each_row_of_the_list_waits_for_who_can_settle_it() {
    let rows: Vec<u8> = ROWS.iter().map(|row| row.0).collect();
    assert_eq!(rows, conflict::ROWS.collect::<Vec<_>>());
    for (row, _, _, shows) in ROWS {
        shows(row);
    }
}

#[test]
fn the_record_has_the_same_table() {
    let told: Vec<Vec<&str>> = ADR
        .lines()
        .filter_map(|line| line.strip_prefix("| "))
        .map(|line| line.split('|').map(str::trim).collect())
        .filter(|cells: &Vec<&str>| cells[0].parse::<u8>().is_ok())
        .collect();
    assert_eq!(told.len(), ROWS.len());
    for ((row, waits_for, refused, _), cells) in ROWS.iter().zip(told) {
        let row = row.to_string();
        assert_eq!([cells[0], cells[2], cells[3]], [row.as_str(), waits_for, refused], "{cells:?}");
    }
}
