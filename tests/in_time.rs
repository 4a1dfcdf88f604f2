//! Law in time (从旧兼从轻, 处罚法 37) over the sample pack's three texts of the transport regulations: which version answers
//! a stop, what it gives, what is shown beside it; and a basis that hangs on who answers.

use crate::bureau::{EVENING, check, found as founded, sample as bureau, with};
use crate::rulebook::sample;
use crate::rulings::judged;
use crate::scenarios::stop;
use lucha::domain::blocked::{Blocked, Rule};
use lucha::domain::fine_band::Reached;
use lucha::domain::inspection::Harm;
use lucha::domain::inspection::judgement::{Judgement, Outcome};
use lucha::domain::law_in_time::{ActInTime, BasisChoice, choose};
use lucha::domain::rulebook::{LighterRuling, Rulebook};
use lucha::stdx::day::Day;
use lucha::stdx::fen::Fen;
use serde_json::{Value, json};

/// The pack as if its approver stood for every row.
fn approved() -> Rulebook {
    let mut book = sample();
    book.violations.values_mut().for_each(|violation| violation.confirmed = true);
    book
}

/// S08 with another act of the day `act_on`, decided on the day `decided_on`.
fn asked(code: &str, act_on: &str, decided_on: &str, more: &[(&str, Value)]) -> Value {
    let mut asked = with(stop("S08"), "findings[0].code", json!(code));
    asked = with(asked, "at", json!(format!("{decided_on}T10:35:00+08:00")));
    asked = with(asked, "findings[0].act_on", json!(act_on));
    asked = with(asked, "findings[0].gain_yuan", Value::Null);
    for (field, value) in more {
        asked = with(asked, &format!("findings[0].{field}"), value.clone());
    }
    asked
}

fn yuan(range: Option<(Fen, Fen)>) -> Option<(i64, i64)> {
    range.map(|(least, most)| (least.yuan(), most.yuan()))
}

/// Basis, the version that it took the place of, and the range.
fn answered(judgement: &Judgement) -> (String, Option<String>, Option<(i64, i64)>) {
    let grounds = &judgement.grounds[0];
    let older = grounds.instead_of.as_ref().map(|older| older.id.clone());
    (grounds.basis_id.clone(), older, yuan(judgement.range))
}

/// Code, day of the act and of the decision, illegal gain in yuan, and what answers: the basis, the version that it took the
/// place of, and the range in yuan.
type Answered = (
    &'static str,
    &'static str,
    &'static str,
    Option<i64>,
    &'static str,
    Option<&'static str>,
    (i64, i64),
);

const ANSWERED: &[Answered] = &[
    // The vectors of the notes.
    ("PK-001", "2023-07-01", "2023-08-01", None, "道条63", Some("道条2022-63"), (10_000, 100_000)),
    ("PK-001", "2023-06-15", "2023-06-20", None, "道条2022-63", None, (30_000, 100_000)),
    // The last day of one text and the first of the next.
    ("PK-001", "2023-07-19", "2023-07-19", None, "道条2022-63", None, (30_000, 100_000)),
    ("PK-001", "2023-07-19", "2023-07-20", None, "道条63", Some("道条2022-63"), (10_000, 100_000)),
    ("PK-001", "2023-07-20", "2023-07-20", None, "道条63", None, (10_000, 100_000)),
    // 不足2万元 of 2022 does not hold 20,000 yuan, and 超过2万元 of 2023 does not either.
    ("PK-001", "2023-06-15", "2023-06-20", Some(19_999), "道条2022-63", None, (30_000, 100_000)),
    ("PK-001", "2023-06-15", "2023-06-20", Some(20_000), "道条2022-63", None, (40_000, 200_000)),
    (
        "PK-001",
        "2023-07-01",
        "2023-08-01",
        Some(20_000),
        "道条63",
        Some("道条2022-63"),
        (10_000, 100_000),
    ),
    ("FR-001", "2023-07-01", "2023-08-01", None, "道条63", Some("道条2022-63"), (3_000, 10_000)),
    (
        "FR-001",
        "2023-07-01",
        "2023-08-01",
        Some(15_000),
        "道条63",
        Some("道条2022-63"),
        (15_000, 75_000),
    ),
    // Equal: the older one stays.
    ("DG-001", "2023-07-01", "2023-08-01", None, "道条2022-63", None, (30_000, 100_000)),
    ("PK-010", "2023-07-01", "2023-08-01", None, "道条2022-69", None, (1_000, 3_000)),
    // The ruling on conflict 1 means the state's rule in each of its texts.
    ("PK-007", "2023-07-01", "2023-07-10", None, "道条2022-69", None, (1_000, 3_000)),
    ("PK-007", "2023-07-01", "2023-08-01", None, "道条68", Some("道条2022-69"), (1_000, 2_000)),
    ("PK-008", "2023-07-01", "2023-08-01", None, "道条68", Some("道条2022-69"), (1_000, 2_000)),
    ("FR-006", "2023-07-01", "2023-08-01", None, "道条2022-69", None, (1_000, 3_000)),
];

#[test]
fn the_version_of_the_act_answers_it_unless_todays_is_lighter() {
    let book = approved();
    for (code, act_on, decided_on, gain, basis, older, range) in ANSWERED.iter().copied() {
        let mut more: Vec<_> = gain.map(|yuan| ("gain_yuan", json!(yuan))).into_iter().collect();
        // Conflict 7: without harm to the road it is an act of the carriage.
        more.extend((code == "FR-006").then(|| ("road_surface", json!("unharmed"))));
        let judgement = judged(asked(code, act_on, decided_on, &more), &book);
        assert_eq!(judgement.outcome, Outcome::CaseOpened, "{code}: {:?}", judgement.blocked);
        let want = (basis.to_string(), older.map(str::to_string), Some(range));
        assert_eq!(answered(&judgement), want, "{code} of {act_on} on {decided_on} {more:?}");
    }
}

#[test]
fn a_paper_names_the_text_and_the_article_that_lets_the_newer_one_answer() {
    let book = sample();
    let basis = |act_on, decided_on| {
        judged(asked("PK-001", act_on, decided_on, &[]), &book).grounds[0].basis.clone()
    };
    let title = "《中华人民共和国道路运输条例》";
    assert_eq!(basis("2023-08-01", "2023-08-01"), format!("{title}第六十三条第（二）项"));
    assert_eq!(
        basis("2023-07-01", "2023-08-01"),
        format!("{title}第六十三条第（二）项、《中华人民共和国行政处罚法》第三十七条")
    );
    // A bare article of an older text means something else today.
    assert_eq!(
        basis("2023-06-15", "2023-06-20"),
        format!("{title}（2022年3月29日文本）第六十三条")
    );
}

#[test]
fn the_three_texts_follow_each_other_in_every_row_that_has_them() {
    let book = approved();
    let choice = |code: &str, act_on: &str, decided_on: &str| {
        let day = |text| Day::parse(text).unwrap();
        let reached = Reached { gain: Fen::ZERO, harm: Harm::None, refused: false };
        let (act_on, decided_on) = (day(act_on), day(decided_on));
        let act = ActInTime { act_on, decided_on, reached, party: None, road_surface: None };
        let mut rulings = book.rulings.clone();
        rulings.chosen_bases.insert(5, "道条33".into());
        match choose(&book.violations[code], &act, &rulings) {
            BasisChoice::One(one) => match one.instead_of {
                Some(older) => format!("{} < {}", one.basis.id, older.id),
                None => one.basis.id.clone(),
            },
            other => format!("{other:?}"),
        }
    };
    for (code, of_2019, since_2022, since_2023) in [
        ("PK-001", "道条2019-63", "道条2019-63", "道条63 < 道条2019-63"),
        ("FR-001", "道条2019-63", "道条2019-63", "道条63 < 道条2019-63"),
        ("DG-001", "道条2019-63", "道条2019-63", "道条2019-63"),
        // A permit became a filing, and a fine waits for a refusal since.
        ("DT-001", "道条2019-65", "道条2022-65 < 道条2019-65", "道条65 < 道条2019-65"),
        ("MT-002", "道条2019-65", "道条2019-65", "道条65 < 道条2019-65"),
        // No fine any more.
        ("VE-005", "道条2019-68", "道条2019-68", "道条33 < 道条2019-68"),
        ("PK-009", "道条2019-69", "道条2019-69", "道条68 < 道条2019-69"),
        ("FR-005", "道条2019-69", "道条2019-69", "道条2019-69"),
    ] {
        let act_on = "2022-04-30";
        assert_eq!(choice(code, act_on, act_on), of_2019, "{code}");
        assert_eq!(choice(code, act_on, "2022-05-01"), since_2022, "{code}");
        assert_eq!(choice(code, act_on, "2023-07-20"), since_2023, "{code}");
    }
}

#[test]
fn what_nobody_can_compare_is_shown_twice_and_blocks_until_headquarters_says() {
    let mut book = sample();
    let serious = [("harm", json!("serious"))];
    let stop = || asked("PK-007", "2023-07-01", "2023-08-01", &serious);
    let judgement = judged(stop(), &book);
    let no = Blocked::new(Rule::VersionNotChosen, "findings[0].code");
    assert!(judgement.blocked.contains(&no), "{:?}", judgement.blocked);
    assert_eq!((judgement.outcome, judgement.range), (Outcome::Blocked, None));
    let open: Vec<(&str, Option<(i64, i64)>)> =
        judgement.grounds[0].open.iter().map(|open| (open.id.as_str(), yuan(open.range))).collect();
    let both = [("道条2022-69", Some((1_000, 3_000))), ("道条68", Some((1_000, 2_000)))];
    assert_eq!(open, both);
    for (lighter, range) in [("道条68", (1_000, 2_000)), ("道条2022-69", (1_000, 3_000))] {
        let text = |text: &str| text.to_string();
        book.rulings.lighter = vec![LighterRuling {
            code: text("PK-007"),
            older: text("道条2022-69"),
            newer: text("道条68"),
            lighter: text(lighter),
        }];
        let judgement = judged(stop(), &book);
        assert_eq!(answered(&judgement).0, lighter);
        assert_eq!(yuan(judgement.range), Some(range), "{:?}", judgement.blocked);
    }
}

#[test]
fn what_is_punished_no_more_has_no_penalty() {
    let mut book = sample();
    let row = book.violations.get_mut("PK-012").unwrap();
    row.bases[0].until = Day::parse("2023-07-19");
    let judgement = judged(asked("PK-012", "2023-07-01", "2023-08-01", &[]), &book);
    let no = Blocked::new(Rule::NoLongerPunished, "findings[0].code");
    assert!(judgement.blocked.contains(&no), "{:?}", judgement.blocked);
    assert_eq!((judgement.fine, judgement.range), (None, None));
}

#[test]
fn a_script_reads_both_versions_and_both_bases_of_a_conflict() {
    let (_folder, mut desk) = founded(bureau(), EVENING);
    let earlier = asked("PK-001", "2023-07-01", "2023-08-01", &[]);
    let open = asked("FR-009", "2026-11-23", "2026-11-23", &[]);
    let (_, answers, said) = check(&mut desk, vec![earlier, open]);
    assert_eq!((answers.len(), said.as_str()), (2, ""));
    let bases = &answers[0]["bases"][0];
    assert_eq!((&bases["code"], &bases["chosen"]), (&json!("PK-001"), &json!("道条63")));
    assert_eq!(bases["others"][0]["id"], "道条2022-63");
    assert_eq!(bases["others"][0]["range_yuan"], json!([30_000, 100_000]));
    let open = &answers[1]["bases"][0];
    assert_eq!(open["chosen"], Value::Null);
    let others = open["others"].as_array().unwrap();
    let ids: Vec<&Value> = others.iter().map(|other| &other["id"]).collect();
    assert_eq!(ids, [&json!("粤道条63"), &json!("动规35")]);
    assert_eq!(answers[1]["blocked"][0]["rule"], "basis_not_chosen", "{}", answers[1]);
}

#[test]
fn who_answers_says_which_basis_stands_for_dumping_in_a_fairway() {
    let mut book = approved();
    let of = |book: &Rulebook, party: Value| {
        let asked = asked("WW-011", "2026-11-23", "2026-11-23", &[]);
        judged(with(asked, "party", party), book)
    };
    let organisation = || stop("S01")["party"].clone();
    let citizen = || stop("S08")["party"].clone();
    let trader = || stop("S09")["party"].clone();
    for (party, basis, most) in [
        (organisation(), "航道法42-单位", 50_000),
        (citizen(), "航道法42-个人", 2_000),
        (trader(), "航道法42-个人", 2_000),
    ] {
        let judgement = of(&book, party);
        let got = answered(&judgement);
        assert_eq!(got, (basis.to_string(), None, Some((0, most))), "{:?}", judgement.blocked);
    }
    let nobody = of(&book, Value::Null);
    assert!(nobody.blocked.contains(&Blocked::new(Rule::PartyUnknown, "party")));
    assert_eq!((nobody.grounds[0].open.len(), nobody.range), (2, None));
    book.rulings.sole_trader_is_citizen = false;
    assert_eq!(answered(&of(&book, trader())).0, "航道法42-单位");
}

/// 反恐法 85, 86: who runs the business is fined from 100,000 yuan on, who answers for it up to 100,000.
#[test]
fn a_citizen_is_never_shown_what_the_operator_is_fined() {
    let mut book = sample();
    let of = |book: &Rulebook, code: &str, party: Value, more: &[(&str, Value)]| {
        let asked = asked(code, "2026-11-23", "2026-11-23", more);
        judged(with(asked, "party", party), book)
    };
    let party = |id: &str| stop(id)["party"].clone();
    for code in ["PK-016", "FR-010"] {
        let article = if code == "PK-016" { "反恐法86" } else { "反恐法85" };
        for (id, whose, range) in [
            ("S01", "经营者", (100_000, 500_000)),
            ("S09", "经营者", (100_000, 500_000)),
            ("S08", "责任人", (0, 100_000)),
        ] {
            let judgement = of(&book, code, party(id), &[]);
            let want = (format!("{article}-{whose}"), None, Some(range));
            assert_eq!(answered(&judgement), want, "{code} {id}: {:?}", judgement.blocked);
        }
        // The range of the party is what the amount is held against.
        let outside = Blocked::new(Rule::AmountOutsideRange, "findings[0].proposed_yuan");
        for (id, yuan, fits) in [
            ("S08", 50_000, true),
            ("S08", 100_000, true),
            ("S08", 100_001, false),
            ("S01", 50_000, false),
            ("S01", 100_000, true),
        ] {
            let judgement = of(&book, code, party(id), &[("proposed_yuan", json!(yuan))]);
            assert_eq!(!judgement.blocked.contains(&outside), fits, "{code} {id} {yuan}");
        }
        let nobody = of(&book, code, Value::Null, &[]);
        assert!(nobody.blocked.contains(&Blocked::new(Rule::PartyUnknown, "party")), "{code}");
        assert_eq!((nobody.grounds[0].open.len(), nobody.range), (2, None), "{code}");
    }
    // The law names who runs it: no ruling on the limits of a sole trader makes him a person who answers for another.
    book.rulings.sole_trader_is_citizen = false;
    assert_eq!(answered(&of(&book, "PK-016", party("S09"), &[])).0, "反恐法86-经营者");
}
