//! Row 7 of the conflicts (violations-and-standards.md §2.2): a spilled load is one act under 道条 68(2) and 路保 69, and what
//! became of the road's surface says which of them answers it; until somebody looked nothing is decided, and the rest goes on.

use crate::bureau::{EVENING, check, found as opened_bureau, sample as founding, with};
use crate::conflicts::opened;
use crate::rulebook::sample;
use crate::rulings::judged;
use crate::scenarios::{self, stop};
use lucha::app::command::{Command, Reply};
use lucha::app::desk::Desk;
use lucha::app::foundation;
use lucha::app::view::foundation::Foundation;
use lucha::domain::blocked::{Blocked, Rule};
use lucha::domain::inspection::event::Event;
use lucha::domain::inspection::judgement::{Judgement, Outcome};
use lucha::domain::road_surface::RoadSurface;
use lucha::domain::rulebook::Rulebook;
use lucha::stdx::day::Day;
use lucha::stdx::fen::Fen;
use lucha::wire::event::{self, Body};
use serde_json::{Value, json};

/// The code of the carriage and that of the road.
const CODES: [&str; 2] = ["FR-006", "LZ-015"];

/// S18, an organisation's, with a load that fell off, 1,000 yuan, and what was said of the road.
fn spill(code: &str, road: &Value) -> Value {
    let asked = with(stop("S18"), "findings[0].code", json!(code));
    let asked = with(asked, "findings[0].proposed_yuan", json!(1_000));
    with(asked, "findings[0].road_surface", road.clone())
}

/// The pack as if its approver stood for every row.
fn approved() -> Rulebook {
    let mut book = sample();
    book.violations.values_mut().for_each(|violation| violation.confirmed = true);
    book
}

fn said(judgement: &Judgement) -> Vec<String> {
    let all = judgement.blocked.iter();
    all.map(|no| format!("{} {}", no.rule.name(), no.field)).collect()
}

fn yuan(least: i64, most: i64) -> Option<(Fen, Fen)> {
    Some((Fen::from_yuan(least), Fen::from_yuan(most)))
}

#[test]
fn until_somebody_looked_at_the_road_both_laws_are_shown_and_nothing_is_decided() {
    let book = approved();
    for code in CODES {
        for road in [json!(null), json!(""), json!("not_looked_at")] {
            let judgement = judged(spill(code, &road), &book);
            let waits = ["basis_not_chosen findings[0].road_surface"];
            assert_eq!(said(&judgement), waits, "{code} {road}");
            assert_eq!(judgement.outcome, Outcome::Blocked, "{code} {road}");
            let proposed = (judgement.fine, judgement.range, judgement.penalties.len());
            assert_eq!(proposed, (None, None, 0), "{code} {road}");
            assert!(judgement.discretion.is_empty(), "{code} {road}");
            assert!(judgement.may_be_opened(), "{code} {road}");
            let mut open: Vec<(&str, _)> =
                judgement.grounds[0].open.iter().map(|one| (one.id.as_str(), one.range)).collect();
            open.sort();
            let both = [("路保69", yuan(0, 5_000)), ("道条68", yuan(1_000, 3_000))];
            assert_eq!(open, both, "{code} {road}");
            let keys: Vec<String> = judgement.blocked.iter().map(Blocked::unblock_key).collect();
            assert_eq!(keys, ["blocked.basis_not_chosen.findings.road_surface"]);
        }
    }
}

#[test]
fn the_answer_chooses_the_law_under_either_code() {
    let book = approved();
    let road = "《公路安全保护条例》第四十三条第一款";
    let carriage = "《中华人民共和国道路运输条例》第二十六条第二款";
    for code in CODES {
        for (word, basis, range, violated) in [
            ("harmed", "路保69", yuan(0, 5_000), road),
            ("unharmed", "道条68", yuan(1_000, 3_000), carriage),
        ] {
            let judgement = judged(spill(code, &json!(word)), &book);
            assert_eq!(said(&judgement), [""; 0], "{code} {word}");
            assert_eq!(judgement.outcome, Outcome::OnSpotPenalty, "{code} {word}");
            assert_eq!(judgement.fine, Some(Fen::from_yuan(1_000)), "{code} {word}");
            let grounds = &judgement.grounds[0];
            assert_eq!((grounds.basis_id.as_str(), grounds.range), (basis, range), "{code}");
            assert_eq!(grounds.violated, violated, "{code} {word}");
            assert_eq!(grounds.road_surface, RoadSurface::from_word(word), "{code}");
            let reasons = format!(
                "{}，适用{}。",
                RoadSurface::from_word(word).unwrap().in_chinese(),
                grounds.basis
            );
            assert!(judgement.discretion[0].reasoning.contains(&reasons), "{judgement:?}");
            assert_eq!(judgement.discretion[0].on_paper, reasons, "{code} {word}");
        }
    }
    // The officers' own words stand behind it.
    let own = with(
        spill("FR-006", &json!("harmed")),
        "findings[0].circumstances",
        json!({ "reasoning": "已当场清扫。" }),
    );
    let on_paper = judged(own, &book).discretion[0].on_paper.clone();
    assert!(on_paper.starts_with("路面有损坏或者污染，适用《公路安全保护条例》"), "{on_paper}");
    assert!(on_paper.ends_with("已当场清扫。"), "{on_paper}");
}

#[test]
fn of_other_acts_the_road_says_nothing() {
    let book = approved();
    for word in ["harmed", "unharmed", "not_looked_at"] {
        let asked = with(spill("PK-010", &json!(word)), "findings[0].proposed_yuan", json!(1_000));
        let judgement = judged(asked, &book);
        assert!(judgement.blocked.iter().all(|no| no.rule != Rule::BasisNotChosen), "{word}");
        assert_eq!(judgement.grounds[0].road_surface, None);
    }
    let hang: Vec<&str> = book
        .violations
        .values()
        .filter(|act| act.hangs_on_road_surface())
        .map(|act| act.code.as_str())
        .collect();
    assert_eq!(hang, CODES);
    assert!(hang.iter().all(|code| !book.violation(code).unwrap().has_rivals()));
}

#[test]
fn both_codes_for_one_spill_are_one_fine() {
    let book = approved();
    for word in ["harmed", "unharmed"] {
        for codes in [CODES, [CODES[1], CODES[0]]] {
            let finding = |code: &str| {
                json!({
                    "code": code, "facts": "沙石撒落路面", "proposed_yuan": 1_000,
                    "road_surface": word,
                })
            };
            let both = with(stop("S18"), "findings", json!(codes.map(finding)));
            let refused = judged(both, &book);
            assert_eq!(said(&refused), ["one_act_one_fine findings[1].code"], "{codes:?}");
            assert_eq!((refused.fine, refused.range), (None, None), "{codes:?}");
            // With either taken out, it is the same law and the same amount.
            let [one, other] = codes.map(|code| judged(spill(code, &json!(word)), &book));
            assert_eq!((one.fine, one.range), (other.fine, other.range));
            assert_eq!(one.grounds[0].basis, other.grounds[0].basis);
        }
    }
}

#[test]
fn an_unknown_word_is_refused_with_its_path() {
    let refused = lucha::wire::stop::read(spill("FR-006", &json!("yes"))).unwrap_err();
    assert_eq!(refused.path, "findings[0].road_surface");
}

#[test]
fn the_answer_is_kept_and_where_nobody_gave_one_it_takes_no_byte() {
    let recorded = |road: &Value| {
        let facts = lucha::wire::stop::read(spill("FR-006", road)).unwrap().facts;
        let seen = facts.findings[0].road_surface;
        let body = Body::Inspection(Event::InspectionRecorded(Box::new(facts)));
        let (kind, schema, bytes) = event::encode(&body);
        assert_eq!(event::decode(kind, schema, &bytes).unwrap(), body, "{road}");
        (seen, bytes.len())
    };
    let (none, shortest) = recorded(&json!(null));
    assert_eq!(none, None);
    for surface in RoadSurface::ALL {
        let (seen, length) = recorded(&json!(surface.word()));
        assert_eq!(seen, Some(surface));
        assert!(length > shortest + surface.word().len(), "{surface:?}");
    }
}

#[test]
fn the_panel_says_what_is_waited_for() {
    let book = approved();
    let today = Day::parse("2026-11-23").unwrap();
    let rests_on = |road: &Value| {
        let judgement = judged(spill("FR-006", road), &book);
        Foundation::of(&book, &["FR-006".to_string()], &judgement, (today, false))
    };
    let open = rests_on(&json!("not_looked_at"));
    assert_eq!((open.waits_for_road, open.waits_for_choice, open.open.len()), (true, false, 2));
    for (lang, words) in [("zh-CN", "没有查看路面"), ("en", "nobody looked at the road")] {
        let all = foundation::undecided(&open, lang);
        assert!(all.iter().any(|one| one.warns && one.text.starts_with(words)), "{all:?}");
        let row = foundation::sentences(&open, lang);
        let by_road = ["看路面有没有损坏、污染", "by what became of the road"];
        assert!(row.iter().any(|one| by_road.iter().any(|it| one.text.ends_with(it))), "{row:?}");
    }
    let settled = rests_on(&json!("harmed"));
    assert_eq!((settled.waits_for_road, settled.open.len()), (false, 0));
}

#[test]
fn a_script_reads_what_was_said_of_the_road_and_what_it_came_to() {
    let stops = json!([
        with(spill("FR-006", &json!("unharmed")), "id", json!("A")),
        with(spill("FR-006", &json!("not_looked_at")), "id", json!("B")),
        with(spill("FR-006", &json!(null)), "id", json!("C")),
    ]);
    let (_, answers, said) = scenarios::check(&stops);
    let [seen, unseen, unsaid] = answers.as_slice() else { panic!("{said}") };
    assert_eq!((&seen["outcome"], &seen["fine_yuan"]), (&json!("on_spot_penalty"), &json!(1_000)));
    let bases = json!([{
        "code": "FR-006", "chosen": "道条68", "others": [], "road_surface": "unharmed",
    }]);
    assert_eq!(seen["bases"], bases);
    assert_eq!(unseen["bases"][0]["road_surface"], "not_looked_at");
    for answer in [unseen, unsaid] {
        let no = &answer["blocked"][0];
        assert_eq!(
            (&answer["outcome"], &no["rule"]),
            (&json!("blocked"), &json!("basis_not_chosen"))
        );
        assert_eq!(no["field"], "findings[0].road_surface");
        assert!(no["unblocked_by"].as_str().unwrap().contains("路面情况"), "{no}");
        assert_eq!(answer["bases"][0]["chosen"], Value::Null);
        assert_eq!(answer["bases"][0]["others"].as_array().unwrap().len(), 2);
    }
    assert!(unsaid["bases"][0].get("road_surface").is_none(), "{unsaid}");
}

#[test]
fn the_minutes_and_the_decision_say_what_was_seen_of_the_road() {
    let (_folder, mut desk) = opened_bureau(founding(), EVENING);
    let (_, answers, said) = check(&mut desk, vec![spill("FR-006", &json!("harmed"))]);
    let number = answers[0]["number"].as_str().unwrap_or_else(|| panic!("{said}")).to_string();
    let view = desk.find(&number).unwrap();
    let mut seen = 0;
    for paper in &view.documents {
        if !["scene_minutes", "on_spot_decision"].contains(&paper.form.as_str()) {
            continue;
        }
        let (document, page, width_px) = (paper.document, 1, 40);
        let Reply::Document(page) = desk.handle(Command::OpenDocument { document, page, width_px })
        else {
            panic!("{}", paper.form)
        };
        let text: String = page.text.into_iter().map(|(_, text)| text).collect();
        assert!(text.contains("路面有损坏或者污染"), "{}: {text}", paper.form);
        seen += 1;
    }
    assert_eq!(seen, 2);
}

#[test]
fn an_opened_case_gets_its_basis_when_the_road_is_put_down() {
    let (_folder, mut desk) = opened_bureau(founding(), EVENING);
    let (_, answers, said) = check(&mut desk, vec![spill("FR-006", &json!("not_looked_at"))]);
    assert_eq!(answers[0]["outcome"], "blocked", "{said}");
    let inspection = desk.list("", 9).unwrap()[0].inspection;
    let waits = |desk: &mut Desk| {
        let view = desk.find(&inspection.to_string()).unwrap();
        view.judgement.blocked.iter().any(|no| no.rule == Rule::BasisNotChosen)
    };
    let basis = |desk: &mut Desk| {
        desk.find(&inspection.to_string()).unwrap().judgement.grounds[0].basis_id.clone()
    };
    assert!(matches!(opened(&mut desk, inspection), Reply::Concluded(_)), "the case is opened");
    assert_eq!((basis(&mut desk).as_str(), waits(&mut desk)), ("", true));
    let reply = desk.handle(Command::Correct {
        inspection,
        field: "findings[0].road_surface".into(),
        value: "unharmed".into(),
        reason: "复查现场照片".into(),
    });
    assert!(matches!(reply, Reply::Corrected { .. }), "{reply:?}");
    assert_eq!((basis(&mut desk).as_str(), waits(&mut desk)), ("道条68", false));
}

#[test]
fn what_was_seen_of_the_road_stays_where_a_fine_was_imposed_on_it() {
    let (_folder, mut desk) = opened_bureau(founding(), EVENING);
    let (_, answers, said) = check(&mut desk, vec![spill("FR-006", &json!("unharmed"))]);
    assert_eq!(answers[0]["outcome"], "on_spot_penalty", "{said}");
    let inspection = desk.list("", 9).unwrap()[0].inspection;
    let reply = desk.handle(Command::Correct {
        inspection,
        field: "findings[0].road_surface".into(),
        value: "harmed".into(),
        reason: "复查现场照片".into(),
    });
    let Reply::Failed(trouble) = reply else { panic!("{reply:?}") };
    assert_eq!(trouble.key, "trouble.not_correctable");
}
