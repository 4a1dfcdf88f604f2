//! 拒不改正 in two steps (处罚法 28): a first visit orders, a second one that names the order penalises; the order is typed from
//! its paper, or this laptop's journal knows it.

use crate::bureau::{EVENING, check, found as founded, sample as bureau, with};
use crate::rulebook::sample;
use crate::rulings::{against, judged};
use crate::scenarios::stop;
use lucha::app::command::{Command, Reply};
use lucha::app::desk::Desk;
use lucha::domain::blocked::{Blocked, Rule};
use lucha::domain::counting::{DecidedAct, Standing};
use lucha::domain::inspection::event::Event;
use lucha::domain::inspection::judgement::{Judgement, Outcome, Penalty};
use lucha::domain::inspection::repeat;
use lucha::domain::leniency::history::{FirstOffence, FirstUnknown, Past};
use lucha::domain::offender::Offenders;
use lucha::domain::rulebook::Rulebook;
use lucha::stdx::clock::Moment;
use lucha::stdx::day::Day;
use lucha::stdx::fen::Fen;
use lucha::stdx::id::Id;
use lucha::wire::event::{self, Body};
use serde_json::{Value, json};

/// The pack as if its approver stood for every row.
fn approved() -> Rulebook {
    let mut book = sample();
    book.violations.values_mut().for_each(|violation| violation.confirmed = true);
    book
}

/// S08 with another act, against somebody who can commit it.
fn found(code: &str) -> Value {
    let asked = against(stop("S08"), code, &sample());
    let asked = with(asked, "findings[0].code", json!(code));
    with(asked, "findings[0].gain_yuan", Value::Null)
}

/// The same at a second visit.
fn again(code: &str, order: Value) -> Value {
    with(found(code), "findings[0].order", order)
}

fn typed(ordered_on: &str, correct_before: Option<&str>) -> Value {
    json!({
        "number": "汕交责改〔2026〕7号",
        "ordered_on": ordered_on,
        "correct_before": correct_before,
    })
}

fn of(judgement: &Judgement) -> (Vec<Penalty>, Option<(i64, i64)>) {
    let range = judgement.range.or(judgement.fine.map(|fine| (fine, fine)));
    let yuan = |(least, most): (Fen, Fen)| (least.yuan(), most.yuan());
    (judgement.penalties.clone(), range.map(yuan))
}

#[test]
fn what_waits_for_a_refusal_stands_at_the_second_visit_and_not_at_the_first() {
    use Penalty::{Fine, Revocation, Suspension};
    let book = approved();
    let order = || typed("2026-10-08", Some("2026-11-01"));
    let nothing = (Vec::new(), None);
    for (code, first, second) in [
        ("MT-002", nothing.clone(), (vec![Fine], Some((3_000, 10_000)))),
        ("DT-001", nothing.clone(), (vec![Fine], Some((5_000, 20_000)))),
        ("ST-002", nothing.clone(), (vec![Fine], Some((5_000, 20_000)))),
        ("BS-004", nothing.clone(), (vec![Fine], Some((100_000, 500_000)))),
        ("VE-001", nothing.clone(), (vec![Fine], Some((1_000, 3_000)))),
        ("PK-006", nothing.clone(), (vec![Revocation], Some((0, 0)))),
        ("DT-002", nothing.clone(), (vec![Suspension], Some((0, 0)))),
        ("ST-005", nothing.clone(), (vec![Fine], Some((3_000, 3_000)))),
        // Less at once, more where the order was not obeyed.
        ("DG-012", (vec![Fine], Some((0, 10_000))), (vec![Fine], Some((10_000, 50_000)))),
        ("BS-005", (vec![Fine], Some((0, 50_000))), (vec![Fine], Some((50_000, 200_000)))),
        ("WW-012", (vec![Fine], Some((0, 20_000))), (vec![Fine], Some((30_000, 200_000)))),
        ("WW-014", (vec![Fine], Some((0, 30_000))), (vec![Fine], Some((200_000, 500_000)))),
        // Another kind beside the same fine.
        (
            "DG-006",
            (vec![Fine], Some((50_000, 100_000))),
            (vec![Fine, Suspension], Some((50_000, 100_000))),
        ),
        (
            "WW-006",
            (vec![Fine], Some((20_000, 100_000))),
            (vec![Fine, Revocation], Some((20_000, 100_000))),
        ),
    ] {
        let judgement = judged(found(code), &book);
        let ordered = first.0.is_empty();
        let want = if ordered { Outcome::Correction } else { Outcome::CaseOpened };
        assert_eq!(judgement.outcome, want, "{code}: {:?}", judgement.blocked);
        assert_eq!(of(&judgement), first, "{code}");
        let judgement = judged(again(code, order()), &book);
        assert_eq!(judgement.outcome, Outcome::CaseOpened, "{code}: {:?}", judgement.blocked);
        assert_eq!(of(&judgement), second, "{code}");
    }
}

#[test]
fn an_order_whose_day_is_not_gone_or_that_says_too_little_proves_nothing() {
    let book = approved();
    let blocks = |order: Value| {
        let said = |no: &Blocked| format!("{} {}", no.rule.name(), no.field);
        let judgement = judged(again("MT-002", order), &book);
        assert_eq!(judgement.penalties, []);
        judgement.blocked.iter().map(said).collect::<Vec<_>>()
    };
    let at = |field: &str| vec![format!("after_refusal_only findings[0].order.{field}")];
    assert_eq!(blocks(typed("2026-10-08", Some("2026-11-24"))), at("correct_before"));
    assert_eq!(blocks(typed("2026-11-24", None)), at("ordered_on"));
    assert_eq!(blocks(json!({ "number": "7号" })), at("ordered_on"));
    assert_eq!(blocks(json!({ "ordered_on": "2026-10-08" })), at("number"));
    let day = "impossible_value findings[0].order.ordered_on".to_string();
    let no = blocks(json!({ "number": "7号", "ordered_on": "2026-04-31" }));
    assert!(no.contains(&day), "{no:?}");
    // The last day to correct is the day before.
    let done = judged(again("MT-002", typed("2026-10-08", Some("2026-11-23"))), &book);
    assert_eq!(done.outcome, Outcome::CaseOpened, "{:?}", done.blocked);
}

#[test]
fn who_names_an_order_says_that_it_was_not_obeyed_and_has_not_put_it_right_in_time() {
    let book = approved();
    let order = || again("VE-001", typed("2026-10-08", None));
    let obeyed = with(order(), "findings[0].circumstances", json!({ "refused": false }));
    let no = judged(obeyed, &book).blocked;
    let field = "findings[0].circumstances.refused";
    assert!(
        no.iter().any(|no| no.rule.name() == "impossible_value" && no.field == field),
        "{no:?}"
    );
    let corrected = with(order(), "findings[0].corrected_at_once", json!(true));
    assert_eq!(judged(corrected, &book).outcome, Outcome::CaseOpened);
    let first = with(found("VE-001"), "findings[0].corrected_at_once", json!(true));
    assert_eq!(judged(first, &book).outcome, Outcome::Correction);
}

/// PK-006, which the sample's approver stands for, found at `at`, to be put right before 20 October.
fn ordered(id: &str, at: &str) -> Value {
    let asked = with(found("PK-006"), "id", json!(id));
    let asked = with(asked, "at", json!(at));
    with(asked, "correct_before", json!("2026-10-20"))
}

/// The same act at `at`, its order that of the stop `first` of the same file.
fn undone(at: &str) -> Value {
    let asked = with(again("PK-006", json!({ "stop": "first" })), "id", json!("second"));
    with(asked, "at", json!(at))
}

const FIRST: &str = "2026-10-08T09:00:00+08:00";
const SECOND: &str = "2026-11-23T09:00:00+08:00";

#[test]
fn an_order_of_this_journal_is_known_by_its_stop() {
    let answers = |stops: Vec<Value>| {
        let (_folder, mut desk) = founded(bureau(), EVENING);
        let (_, answers, said) = check(&mut desk, stops);
        assert_eq!(said, "");
        answers
    };
    let told = answers(vec![ordered("first", FIRST), undone(SECOND)]);
    assert_eq!(told[0]["outcome"], "correction", "{}", told[0]);
    let papers = json!(["现场笔录", "责令改正违法行为通知书"]);
    assert_eq!(told[0]["documents"], papers);
    assert_eq!(told[1]["outcome"], "case_opened", "{}", told[1]);
    assert_eq!(told[1]["penalty"], json!(["revocation"]));
    let blocked = |answer: &Value| {
        let no = &answer["blocked"][0];
        (no["rule"].as_str().unwrap().to_string(), no["field"].as_str().unwrap().to_string())
    };
    let refused = |field: &str| ("after_refusal_only".to_string(), field.to_string());
    // Its day is not gone.
    let told = answers(vec![ordered("first", FIRST), undone("2026-10-19T09:00:00+08:00")]);
    assert_eq!(blocked(&told[1]), refused("findings[0].order.correct_before"));
    // Somebody else was ordered.
    let other = with(undone(SECOND), "party", stop("S09")["party"].clone());
    let told = answers(vec![ordered("first", FIRST), other]);
    assert_eq!(blocked(&told[1]), refused("party"));
    // It was about something else.
    let about = with(ordered("first", FIRST), "findings[0].code", json!("OL-008"));
    let told = answers(vec![about, undone(SECOND)]);
    assert_eq!(blocked(&told[1]), refused("findings[0].order.number"));
}

#[test]
fn a_stop_that_the_file_does_not_have_is_refused_with_its_path() {
    let (_folder, mut desk) = founded(bureau(), EVENING);
    let (_, answers, said) = check(&mut desk, vec![undone(SECOND)]);
    assert_eq!(answers.len(), 0);
    assert!(said.starts_with("stops[0].findings[0].order.stop: "), "{said}");
}

/// All texts of a paper of a stop of the vehicle, the latest stop first.
fn paper(desk: &mut Desk, nth: usize, form: &str) -> String {
    let id: Id = desk.list("", 10).unwrap()[nth].inspection;
    let view = desk.find(&id.to_string()).unwrap();
    let document = view.documents.iter().find(|paper| paper.form == form).unwrap().document;
    let command = Command::OpenDocument { document, page: 1, width_px: 100 };
    let Reply::Document(page) = desk.handle(command) else { panic!("no page") };
    page.text.into_iter().map(|(_, text)| text).collect()
}

#[test]
fn the_papers_of_the_second_visit_say_when_it_was_ordered_and_bear_no_id() {
    let (_folder, mut desk) = founded(bureau(), EVENING);
    let (_, answers, said) = check(&mut desk, vec![ordered("first", FIRST), undone(SECOND)]);
    assert_eq!((answers.len(), said.as_str()), (2, ""));
    let first = desk.list("", 10).unwrap()[1].inspection.to_string();
    for form in ["scene_minutes", "correction_order"] {
        let text = paper(&mut desk, 0, form);
        let wanted = "2026年10月8日责令于2026年10月20日前改正，逾期未改正";
        assert!(text.contains(wanted), "{form}: {text}");
        assert!(!text.contains(&first), "{form}: {text}");
        assert!(!paper(&mut desk, 1, form).contains("逾期未改正"), "{form}");
    }
    // And set anew it is the same page, whatever the journal holds by then.
    let second = desk.list("", 10).unwrap()[0].inspection;
    assert_eq!(desk.find(&second.to_string()).unwrap().judgement.outcome, Outcome::CaseOpened);
}

#[test]
fn beside_a_fine_an_order_stands_on_its_own_paper_and_counts_as_no_decision() {
    let mut mixed = stop("S09");
    let mut more = mixed["findings"][0].clone();
    more["code"] = json!("PK-006");
    more["facts"] = json!("未能出示承运人责任险保单");
    mixed["findings"].as_array_mut().unwrap().push(more);
    let (_folder, mut desk) = founded(bureau(), EVENING);
    let (_, answers, said) = check(&mut desk, vec![mixed]);
    assert_eq!(said, "");
    let answer = &answers[0];
    assert_eq!(
        (&answer["outcome"], &answer["fine_yuan"]),
        (&json!("on_spot_penalty"), &json!(200))
    );
    assert!(!paper(&mut desk, 0, "on_spot_decision").contains("承运人责任险"));
    assert!(paper(&mut desk, 0, "correction_order").contains("承运人责任险"));
    let id = desk.list("", 10).unwrap()[0].inspection;
    let ending = desk.find(&id.to_string()).unwrap().inspection.ending.unwrap();
    assert_eq!(ending.codes, ["PK-012"], "only what was punished is a decided act");
}

#[test]
fn the_order_travels_with_the_facts() {
    let read = lucha::wire::stop::read(again("MT-002", typed("2026-10-08", Some("2026-11-01"))));
    let facts = read.unwrap().facts;
    assert!(facts.findings[0].order.is_some());
    let body = Body::Inspection(Event::InspectionRecorded(Box::new(facts)));
    let (kind, schema, bytes) = event::encode(&body);
    assert_eq!(event::decode(kind, schema, &bytes), Ok(body));
}

/// 动规 36: done again it is punished as a refusal is. Without a word of the history or the officers it is ordered.
#[test]
fn an_act_done_again_is_punished_where_the_earlier_one_is_named_with_its_source() {
    let book = approved();
    let named = |on: Value, why: &str| {
        with(found("VE-002"), "findings[0].repeat", json!({ "on": on, "why": why }))
    };
    let first = judged(found("VE-002"), &book);
    assert_eq!(first.outcome, Outcome::Correction, "{:?}", first.blocked);
    let unknown = FirstOffence::Unknown { why: FirstUnknown::NeverRead, until: None };
    assert_eq!((first.repeats[0].history, first.repeats[0].is_proven), (unknown, false));
    let again = judged(named(json!("2026-10-08"), "汕交责改〔2026〕7号"), &book);
    assert_eq!(again.outcome, Outcome::CaseOpened, "{:?}", again.blocked);
    assert_eq!(of(&again), (vec![Penalty::Fine], Some((200, 800))));
    assert!(again.repeats[0].is_proven);
    for (on, why, field) in [
        (json!("2026-10-08"), " ", "why"),
        (json!("2026-11-23"), "7号", "on"),
        (json!("2026-12-01"), "7号", "on"),
        (Value::Null, "7号", "on"),
    ] {
        let judgement = judged(named(on.clone(), why), &book);
        let no = Blocked::new(Rule::RepeatUnproven, format!("findings[0].repeat.{field}"));
        assert!(judgement.blocked.contains(&no), "{on} {why}: {:?}", judgement.blocked);
    }
    // A refusal proves it as before, and a row that says nothing of a second time is not asked.
    let refused = judged(again_refused(), &book);
    assert_eq!(of(&refused), (vec![Penalty::Fine], Some((200, 800))));
    let other =
        with(found("VE-001"), "findings[0].repeat", json!({ "on": "2026-10-08", "why": "7号" }));
    let other = judged(other, &book);
    assert_eq!((other.outcome, other.repeats), (Outcome::Correction, Vec::new()));
}

fn again_refused() -> Value {
    again("VE-002", typed("2026-10-08", None))
}

#[test]
fn the_history_says_yes_no_or_unknown_of_an_act_done_again() {
    let facts = lucha::wire::stop::read(found("VE-002")).unwrap().facts;
    let day = |text: &str| Day::parse(text).unwrap();
    let act = |on: &str, standing, driver: &str| DecidedAct {
        code: "VE-002".into(),
        plate: "粤D8K999".into(),
        on: day(on),
        standing,
        stop: None,
        by: Offenders { driver: driver.into(), carrier: String::new() },
    };
    let read = Moment::parse("2026-11-22T18:00:00+08:00").unwrap();
    let until = Some(day("2026-11-22"));
    let unknown = |why, until| FirstOffence::Unknown { why, until };
    let he = "440515198808080059";
    let (other, nobody) = ("440515198501010102", "");
    use Standing::{Final, Pending, Quashed};
    for (of_driver, of_vehicle, unpunished, is_read, want) in [
        (vec![], vec![], vec![], true, FirstOffence::Yes { until }),
        (vec![], vec![], vec![], false, unknown(FirstUnknown::NeverRead, None)),
        // A known act is known, however old the history is.
        (
            vec![act("2025-03-01", Final, he)],
            vec![],
            vec![],
            false,
            FirstOffence::No { on: Some(day("2025-03-01")) },
        ),
        // What was only ordered is an earlier act too, and the latest counts.
        (
            vec![act("2025-03-01", Final, he)],
            vec![],
            vec![act("2026-10-08", Final, he)],
            true,
            FirstOffence::No { on: Some(day("2026-10-08")) },
        ),
        // Another driver of the same vehicle is another party; nobody knows whose act an unnamed one was.
        (vec![], vec![act("2026-10-08", Final, other)], vec![], true, FirstOffence::Yes { until }),
        (
            vec![],
            vec![],
            vec![act("2026-10-08", Final, nobody)],
            true,
            unknown(FirstUnknown::SomebodyUnnamed, until),
        ),
        (
            vec![act("2026-10-08", Pending, he)],
            vec![],
            vec![],
            true,
            unknown(FirstUnknown::CaseOpen, until),
        ),
        (vec![act("2026-10-08", Quashed, he)], vec![], vec![], true, FirstOffence::Yes { until }),
        // The same day is no earlier act.
        (vec![act("2026-11-23", Final, he)], vec![], vec![], true, FirstOffence::Yes { until }),
    ] {
        let past =
            Past { unpunished: &unpunished, known_at: is_read.then_some(read), decided: None };
        let acts = [of_vehicle.as_slice(), of_driver.as_slice(), &[]];
        let got = repeat::history(("VE-002", day("2026-11-23")), &facts, acts, past);
        assert_eq!(got, want, "{of_driver:?} {of_vehicle:?} {unpunished:?}");
    }
}
