//! L: amounts, thresholds, days and numbers that the program computes or prints today.

use super::{Row, hold, or_dash, row};
use crate::bureau::with;
use crate::rulebook::sample;
use crate::rulings::judged;
use crate::scenarios::stop;
use lucha::domain::agency::DocumentNo;
use lucha::domain::bureau::filing_due;
use lucha::domain::inspection::judgement::Judgement;
use lucha::domain::inspection::{Telling, Topic};
use lucha::stdx::day::Day;
use lucha::stdx::fen::Fen;
use serde_json::{Value, json};

#[test]
fn the_limits_of_the_summary_procedure_and_of_the_hearing() {
    let rulings = sample().rulings;
    hold(&[
        row("L §1(b); L §2.1", "citizen", rulings.summary_citizen.yuan(), 200),
        row("L §1(b); L §2.1", "organisation", rulings.summary_organisation.yuan(), 3_000),
        row("L §1(b)", "a sole trader counts as a citizen", rulings.sole_trader_is_citizen, true),
        row("L §1(j); L §2.1", "hearing, citizen", rulings.hearing_citizen.yuan(), 5_000),
        row(
            "L §1(j); L §2.1",
            "hearing, organisation",
            rulings.hearing_organisation.yuan(),
            100_000,
        ),
    ]);
}

/// The outcome of S08 with this finding.
fn found(code: &str, more: &[(&str, Value)], organisation: bool) -> Judgement {
    let mut asked = with(stop("S08"), "findings[0].code", json!(code));
    asked = with(asked, "findings[0].proposed_yuan", Value::Null);
    asked = with(asked, "findings[0].gain_yuan", Value::Null);
    if organisation {
        asked = with(asked, "party", stop("S01")["party"].clone());
    }
    for (field, value) in more {
        asked = with(asked, &format!("findings[0].{field}"), value.clone());
    }
    judged(asked, &sample())
}

fn amount(judgement: &Judgement) -> String {
    let range = judgement.range.map(|(least, most)| format!("{}-{}", least.yuan(), most.yuan()));
    or_dash(range.or(judgement.fine.map(|fine| fine.yuan().to_string())))
}

#[test]
fn the_fines_of_the_transport_regulations() {
    let of = |code: &str, more: &[(&str, Value)]| amount(&found(code, more, false));
    let gain = |yuan: i64| vec![("gain_yuan", json!(yuan))];
    let serious = vec![("harm", json!("serious"))];
    let mut rows: Vec<Row> = vec![
        row("L §2.2 (道条63 普货)", "gain 10,000", of("FR-001", &gain(10_000)), "3000-10000"),
        row("L §2.2 (道条63 普货)", "gain 10,001", of("FR-001", &gain(10_001)), "10001-50005"),
        row("L §2.2 (道条63 普货)", "serious", of("FR-001", &serious), "10000-50000"),
        row("L §2.2 (道条63 客运)", "gain 20,000", of("PK-001", &gain(20_000)), "10000-100000"),
        row("L §2.2 (道条63 客运)", "gain 20,001", of("PK-001", &gain(20_001)), "40002-200010"),
        row(
            "L §1(b) (粤道条62)",
            "no route plate shown",
            amount(&judged(stop("S09"), &sample())),
            200,
        ),
    ];
    for (code, want) in [("PK-008", "1000-2000"), ("PK-010", "1000-3000"), ("FR-006", "1000-3000")]
    {
        let unharmed = [("road_surface", json!("unharmed"))];
        rows.push(row("L §2.2 (道条68)", code, of(code, &unharmed), want));
    }
    let confiscated =
        |yuan: i64| or_dash(found("FR-001", &gain(yuan), false).confiscated.map(Fen::yuan));
    rows.push(row(
        "L §1.0 (APL 28(2))",
        "gain below the threshold is taken too",
        confiscated(9_000),
        9_000,
    ));
    hold(&rows);
}

/// Whether an act of `day` can still be pursued on 2026-11-23.
fn barred(day: &str, harm: &str) -> bool {
    let more = [("act_on", json!(day)), ("harm", json!(harm))];
    let judgement = found("PK-012", &more, false);
    judgement.blocked.iter().any(|no| no.rule.name() == "time_barred")
}

#[test]
fn the_time_bar_counts_its_last_day() {
    hold(&[
        row("L §1.0; L §2.1", "two years ago", barred("2024-11-23", "none"), false),
        row("L §1.0; L §2.1", "a day more", barred("2024-11-22", "none"), true),
        row("L §1.0; L §2.1", "five years ago, with harm", barred("2021-11-23", "serious"), false),
        row("L §1.0; L §2.1", "a day more", barred("2021-11-22", "serious"), true),
    ]);
}

#[test]
fn days_and_months_are_counted_as_the_law_counts_them() {
    let day = |text: &str| Day::parse(text).unwrap();
    let months = |text: &str, months| day(text).plus_months(months);
    hold(&[
        row(
            "L §0.6; L §2.1",
            "copy of the decision to the organ, 5 days",
            filing_due(day("2026-11-23"), sample().reckoner()),
            "2026-11-28",
        ),
        row("L §2.0", "a month: the same date", months("2026-11-23", 6), "2027-05-23"),
        row("L §2.0", "or the last day", months("2026-08-31", 6), "2027-02-28"),
        row("L §2.0", "a year from a leap day", months("2024-02-29", 12), "2025-02-28"),
    ]);
}

#[test]
fn numbers_of_papers() {
    let number = |text: &str| or_dash(DocumentNo::parse(text));
    let made = DocumentNo { prefix: "粤汕交罚".into(), year: 2026, serial: 977 };
    hold(&[
        row(
            "L §4 (Dongguan)",
            "read and written",
            number("粤东交罚〔2025〕00977号"),
            "粤东交罚〔2025〕00977号",
        ),
        row("L §4 (Shantou)", "padded to five", made, "粤汕交罚〔2026〕00977号"),
        row("L §4", "round brackets are none", number("粤东交罚(2025)00977号"), "-"),
    ]);
}

#[test]
fn amounts_stand_in_words_and_digits() {
    let both = |yuan| {
        let fine = Fen::from_yuan(yuan);
        format!("{}（¥{}）", fine.in_words(), fine.in_digits())
    };
    hold(&[
        row("L §3.1 form 14", "200", both(200), "贰佰元整（¥200）"),
        row("L §3.1 form 14", "3,000", both(3_000), "叁仟元整（¥3,000）"),
        row("L §3.1 form 15", "30,000", both(30_000), "叁万元整（¥30,000）"),
    ]);
}

/// What the page of a form says, its line breaks taken out.
fn page(form: &str) -> String {
    std::fs::read_to_string(format!("assets/forms/{form}.typ")).unwrap().replace('\n', "")
}

#[test]
fn the_pages_say_the_periods_of_today() {
    let says = |form: &str, words: &str| page(form).contains(words);
    let decision = |words| says("on_spot_decision", words);
    let order = |words| says("correction_order", words);
    hold(&[
        row("L §2.1 缴款期 (APL 67)", "15 days to the bank", decision("十五日内缴至"), true),
        row("L §1(f); L §2.1 (APL 72)", "3 % a day", decision("百分之三加处罚款"), true),
        row(
            "L §1(f); L §2.1 (APL 72)",
            "never more than the fine",
            decision("加处罚款的数额不超出罚款的数额"),
            true,
        ),
        row("L §3.0 (51 → 72)", "the article of 2021", decision("第七十二条第一款第一项"), true),
        row("L §0.1; L §3.0 R", "reconsideration first, 60 days", decision("六十日内先向"), true),
        row(
            "L §0.1; L §3.0 R",
            "the article that says so",
            decision("《中华人民共和国行政复议法》第二十三条第一款第一项"),
            true,
        ),
        row(
            "L §0.1; L §2.1",
            "then 15 days to the court",
            decision("自收到行政复议决定书之日起十五日内"),
            true,
        ),
        row("L §0.1", "no direct suit of an on-the-spot decision", decision("六个月"), false),
        row("L §3.0 R", "form 16: 60 days", order("六十日内依法向"), true),
        row("L §3.0 R", "form 16: or 6 months", order("六个月内依法向"), true),
    ]);
}

#[test]
fn what_is_told_before_a_decision() {
    let all: Vec<&str> = Topic::ALL.iter().map(|topic| topic.word()).collect();
    let missing = Telling::default().missing(None);
    hold(&[
        row("L §1(b) B3, B4", "topics", all.join(" "), "content facts reasons basis rights"),
        row("L §1(b) B1", "cards first", missing.contains(&"telling.cards_shown"), true),
        row("L §1(b) B5", "the party is heard", missing.contains(&"telling.statement"), true),
    ]);
}
