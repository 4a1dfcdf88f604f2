//! What a certificate covers: stops outside it are blocked with article and way out, in scripts and on the screen.

use crate::bureau::{EVENING, check, found, sample, with};
use crate::keys::{HUGE, OVERLOAD, Stage, WITHIN};
use crate::scenarios;
use lucha::app::rulepack;
use lucha::domain::blocked::Rule;
use lucha::domain::rulebook::Family;
use lucha::domain::scope::Scope;
use lucha::wire::rulebook;
use serde_json::json;

#[test]
fn a_category_covers_its_families_by_the_packs_own_table() {
    let book = rulepack::embedded().unwrap();
    use Family::{Freight, HighwayProperty, OverLimit, RideHailing, Taxi, Waterway};
    let by_road = |family: &Family| ![OverLimit, HighwayProperty, Waterway].contains(family);
    for (scope, covered) in [
        ("", Family::ALL.to_vec()),
        ("440500", Family::ALL.to_vec()),
        ("交通运输", Family::ALL.to_vec()),
        ("道路运输", Family::ALL.into_iter().filter(by_road).collect()),
        ("超限、普通货运", vec![OverLimit, Freight]),
        ("网约车；440500", vec![RideHailing]),
        ("巡游出租车、路政", vec![Taxi, HighwayProperty]),
        ("航道", vec![Waterway]),
        ("海关监管", vec![]),
    ] {
        let found: Vec<Family> = Family::ALL
            .into_iter()
            .filter(|family| Scope::parse(scope).covers(*family, &book))
            .collect();
        assert_eq!(found, covered, "{scope}");
    }
    // A headquarters whose pack has no such table compares no category.
    let files = rulepack::embedded_files();
    let without: Vec<(&str, &[u8])> = files
        .iter()
        .filter(|(name, _)| name != "categories.toml")
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .collect();
    let book = rulebook::load(&without).unwrap();
    assert!(Scope::parse("海关监管").covers(Family::Freight, &book));
}

#[test]
fn a_doubtful_table_of_categories_is_refused_with_its_row() {
    let load = |table: &str| {
        let mut files = rulepack::embedded_files();
        let file = files.iter_mut().find(|(name, _)| name == "categories.toml").unwrap();
        file.1 = table.as_bytes().to_vec();
        let files: Vec<(&str, &[u8])> =
            files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        rulebook::load(&files).unwrap_err()
    };
    let row = |name: &str, family: &str| {
        format!("[[category]]\nname = \"{name}\"\nfamilies = [{family}]\n")
    };
    for (table, at) in [
        (row("水路", "\"ships\""), "水路"),
        (row("水路", ""), "水路"),
        (row("", "\"freight\""), ""),
        (row("货", "\"freight\"") + &row("货", "\"charter\""), "货"),
        (row("货", "\"freight\"") + "colour = 1\n", "line 4"),
    ] {
        let fault = load(&table);
        assert_eq!((fault.file.as_str(), fault.row.as_str()), ("categories.toml", at), "{table}");
    }
}

/// Scope of the first officer, of the second, region of S01 (over the limit), and whether it blocks and at whom.
const STOPS: [(&str, &str, &str, &[&str]); 9] = [
    ("", "", "440515", &[]),
    ("交通运输", "", "440515", &[]),
    ("超限", "交通运输、440515", "440515", &[]),
    ("道路运输", "", "440515", &["officers[0]"]),
    ("", "普通货运", "440515", &["officers[1]"]),
    ("网约车", "道路客运", "440515", &["officers[0]", "officers[1]"]),
    ("440515", "440500", "440515", &[]),
    ("440507", "440000", "440515", &["officers[0]"]),
    ("超限、440507", "超限、440515", "440515", &["officers[0]"]),
];

#[test]
fn a_stop_outside_a_certificate_is_recorded_and_blocked_in_a_script() {
    for (first, second, region, blocked) in STOPS {
        let mut founding = sample();
        for (officer, scope) in founding.officers.iter_mut().zip([first, second]) {
            officer.scope = Scope::parse(scope);
        }
        let (_folder, mut desk) = found(founding, EVENING);
        let stop = with(scenarios::stop("S01"), "place.region", json!(region));
        let (_, answers, sentences) = check(&mut desk, vec![stop]);
        let fields: Vec<&str> = answers[0]["blocked"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|no| no["rule"] == Rule::CertificateScope.name())
            .map(|no| no["field"].as_str().unwrap())
            .collect();
        assert_eq!(fields, blocked, "{first} {second} {region}: {sentences}");
        let outcome = if blocked.is_empty() { "on_spot_penalty" } else { "blocked" };
        assert_eq!(answers[0]["outcome"], outcome, "{first} {second} {region}: {answers:?}");
        if let Some(no) = answers[0]["blocked"].get(0) {
            assert!(no["cite"].as_str().unwrap().contains("第四十二条"));
            assert!(no["unblocked_by"].as_str().unwrap().contains("名册"), "{no}");
        }
        assert_eq!(desk.list("", 9).unwrap().len(), 1, "the inspection itself is kept");
    }
}

#[test]
fn the_screen_says_it_and_decides_nothing() {
    let mut founding = sample();
    founding.officers[1].scope = Scope::parse("普通货运");
    let mut stage = Stage::of(founding).signed_in();
    stage.press(WITHIN).press("<Enter> <Esc>").press(OVERLOAD);
    stage.size = HUGE;
    stage.sees(&["证件不包括"]);
    stage.press("<Enter> <Enter>");
    stage.sees_not(&["样汕交罚"]);
    let lines = stage.desk.list("", 9).unwrap();
    assert!(lines.iter().any(|line| line.outcome == "blocked"), "{lines:?}");
    assert!(lines.iter().all(|line| line.number.is_empty()), "{lines:?}");
}
