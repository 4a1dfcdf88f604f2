//! A measure of a case: urgent at the roadside, its clocks, its approval and its end; which article it may rest on; what refuses
//! it; its minutes in the same transaction.

use crate::bureau::{EVENING, check, found, reader, sample, sit_down, with};
use crate::made_papers::{issued, make, refused, with_stop};
use crate::scenarios;
use lucha::app::command::{Command, Reply, Trouble};
use lucha::app::desk::Desk;
use lucha::app::make_paper::Made;
use lucha::app::print_document;
use lucha::app::record_fact::{self, Recorded, TypedFact};
use lucha::app::view::paper::Takes;
use lucha::domain::deadline::reckon::End;
use lucha::domain::deadline::trigger::Trigger;
use lucha::domain::inspection::{Finding, Inspection};
use lucha::domain::paper::PaperCase;
use lucha::domain::paper::measure_basis::bases;
use lucha::domain::paper::typed::{Typed, Value};
use lucha::stdx::clock::Moment;
use lucha::stdx::day::Day;
use lucha::stdx::id::Id;
use lucha::wire::event::name;
use std::collections::BTreeMap;

/// When the vehicle of S08 was taken, ten minutes behind the stop.
const DONE: &str = "2026-11-23T10:45:00+08:00";

fn minute(minute: u32) -> String {
    format!("2026-11-23T10:{minute}:00+08:00")
}

/// A measure that could not wait, with all that is typed for it.
fn urgent() -> Typed {
    let mut fields = Typed::default();
    fields
        .text("measure.place", "汕头市交通运输局停车场")
        .text("measure.cargo", "旅客行李当场交还旅客")
        .text("measure.done_at", DONE)
        .text("measure.reasons_at", minute(36))
        .text("measure.basis_at", minute(37))
        .text("measure.rights_at", minute(38))
        .text("measure.remedies_at", minute(39))
        .text("measure.heard", "stated")
        .text("measure.heard_at", minute(40))
        .text("measure.statement", "没有收钱")
        .text("measure.answer", "乘客陈述与转账记录证明收费，不予采纳")
        .text("measure.urgent", "车辆即将驶离，证据和车辆难以控制");
    fields
}

fn approved(at: &str) -> Typed {
    let mut fields = Typed::default();
    fields.text("approval.by", "陈局").text("approval.at", at);
    fields
}

fn clocks(desk: &mut Desk, stop: Id) -> BTreeMap<String, End> {
    let view = desk.find(&stop.to_string()).unwrap();
    view.clocks.into_iter().map(|clock| (clock.id, clock.end)).collect()
}

fn put_down(desk: &mut Desk, stop: Id, event: &str) -> Result<Recorded, Trouble> {
    let (event, paper) = (event.to_string(), "汕交强审〔2026〕3号".to_string());
    let fact = TypedFact { event, paper, ..TypedFact::default() };
    record_fact::record(desk, &stop.to_string(), &fact)
}

fn day_of(end: Option<&End>) -> Option<Day> {
    match end? {
        End::On(last) => Some(last.on),
        End::At(at) => Some(at.day()),
    }
}

#[test]
fn a_vehicle_is_held_urgently_approved_within_a_day_and_given_back() {
    let (folder, mut desk, stop) = with_stop("S08");
    let made = issued(make(&mut desk, stop, "measure", urgent()).unwrap());
    assert_eq!((made.form.as_str(), made.number.is_empty()), ("measure", false));
    let entries = reader(folder.path()).entries_of(stop).unwrap();
    let kinds: Vec<&str> = entries.iter().rev().take(4).map(|entry| name(&entry.body)).collect();
    assert_eq!(kinds, ["document_issued", "document_issued", "decision_confirmed", "paper_made"]);
    let done = Moment::parse(DONE).unwrap();
    let running = clocks(&mut desk, stop);
    assert_eq!(running["measure_approval"], End::At(done.plus_ms(24 * 3_600_000)));
    assert_eq!(day_of(running.get("seizure")), Day::parse("2026-12-23"));
    // What the program knows by itself nobody types.
    for own in ["measure_urgent", "measure_taken", "measure_lifted"] {
        assert_eq!(put_down(&mut desk, stop, own).unwrap_err().key, "trouble.fact_own");
    }
    drop(desk);

    let mut desk = sit_down(folder.path(), "2026-11-24T09:00:00+08:00");
    let view = desk.find(&stop.to_string()).unwrap();
    assert!(view.recordable.contains(&Trigger::MeasureApproved), "{:?}", view.recordable);
    // Decision and minutes are set anew as they were issued.
    let beside = view.documents.iter().filter(|paper| paper.form.starts_with("measure"));
    let beside: Vec<(String, Id)> =
        beside.map(|paper| (paper.form.clone(), paper.document)).collect();
    let forms: Vec<&str> = beside.iter().map(|(form, _)| form.as_str()).collect();
    assert_eq!(forms, ["measure", "measure_minutes"]);
    for (_, document) in &beside {
        print_document::print(&mut desk, *document, false).unwrap();
    }
    assert!(matches!(put_down(&mut desk, stop, "measure_approved"), Ok(Recorded::Kept(_))));
    let running = clocks(&mut desk, stop);
    assert!(!running.contains_key("measure_approval"), "{running:?}");
    assert!(running.contains_key("seizure"));

    let mut release = approved("2026-11-24T08:40:00+08:00");
    release.text("lift.ground", "other");
    let lifted = issued(make(&mut desk, stop, "measure_release", release.clone()).unwrap());
    assert_eq!(lifted.number, made.number);
    assert!(!clocks(&mut desk, stop).contains_key("seizure"));
    print_document::print(&mut desk, lifted.document, false).unwrap();
    let again = refused(make(&mut desk, stop, "measure_release", release).unwrap());
    assert_eq!(again, [("paper_missing", "papers.8".to_string())]);
    // A second one of the case is a file of its own beside the first.
    let second = issued(make(&mut desk, stop, "measure", urgent()).unwrap());
    let files = || std::fs::read_dir(folder.path().join("paper")).unwrap().count();
    let before = files();
    print_document::print(&mut desk, second.document, false).unwrap();
    assert_eq!(files(), before + 1);
    assert_eq!(reader(folder.path()).verify().unwrap().breaks, []);
}

#[test]
fn what_the_head_refuses_to_approve_is_lifted_at_once_and_waits_for_nobody() {
    let (_folder, mut desk, stop) = with_stop("S08");
    issued(make(&mut desk, stop, "measure", urgent()).unwrap());
    let ground = |word: &str| {
        let mut fields = Typed::default();
        fields.text("lift.ground", word);
        fields
    };
    let no = refused(make(&mut desk, stop, "measure_release", ground("other")).unwrap());
    assert_eq!(no, [("lift_not_approved", "approval.by".to_string())]);
    let no = refused(make(&mut desk, stop, "measure_release", ground("expired")).unwrap());
    assert_eq!(no, [("impossible_value", "lift.ground".to_string())]);
    let mut others = ground("refused");
    let row = ["另一辆车", "", "1辆", ""].map(String::from).to_vec();
    others.put("lift.things", Value::Rows(vec![row]));
    let no = refused(make(&mut desk, stop, "measure_release", others).unwrap());
    let wanted = [("impossible_value", "lift.things[0].name"), ("form_incomplete", "lift.things")];
    assert_eq!(no, wanted.map(|(rule, field)| (rule, field.to_string())));
    issued(make(&mut desk, stop, "measure_release", ground("refused")).unwrap());
    let running = clocks(&mut desk, stop);
    assert!(!running.contains_key("seizure") && !running.contains_key("measure_approval"));
}

#[test]
fn a_remedy_against_the_measure_ends_its_clocks_and_a_shorter_term_leaves_them_whole() {
    let (_folder, mut desk, stop) = with_stop("S08");
    let mut ten = urgent();
    ten.text("measure.days", "10");
    issued(make(&mut desk, stop, "measure", ten).unwrap());
    let running = clocks(&mut desk, stop);
    assert_eq!(day_of(running.get("seizure")), Day::parse("2026-12-03"));
    // Sixty days behind the 23rd of November.
    assert_eq!(day_of(running.get("reconsideration")), Day::parse("2027-01-22"));
    put_down(&mut desk, stop, "reconsideration_requested").unwrap();
    let running = clocks(&mut desk, stop);
    assert!(!running.contains_key("reconsideration") && !running.contains_key("suit_direct"));
    assert!(running.contains_key("seizure"), "it goes on meanwhile");
}

#[test]
fn a_measure_that_was_approved_before_runs_no_hours() {
    let (_folder, mut desk, stop) = with_stop("S08");
    let mut fields = urgent().under(approved("2026-11-23T10:42:00+08:00"));
    fields.text("measure.urgent", "");
    issued(make(&mut desk, stop, "measure", fields).unwrap());
    let running = clocks(&mut desk, stop);
    assert!(running.contains_key("seizure") && !running.contains_key("measure_approval"));
}

#[test]
fn a_violation_without_an_article_for_a_measure_is_blocked_with_the_articles_there_are() {
    let (folder, mut desk, stop) = with_stop("S01");
    let before = reader(folder.path()).head().number;
    let made = make(&mut desk, stop, "measure", urgent()).unwrap();
    let Made::Refused(blocked) = &made else { panic!("{made:?}") };
    assert!(blocked[0].rule.cite().contains("《道路运输条例》第六十二条"), "{blocked:?}");
    let one = [("measure_without_basis", "measure.basis".to_string())];
    assert_eq!(refused(made), one);
    let reply = desk.handle(Command::LookAtPapers { inspection: stop });
    let Reply::Papers(view) = reply else { panic!("{reply:?}") };
    let form = view.papers.iter().find(|paper| paper.form == "measure").unwrap();
    assert_eq!(form.blocked.iter().map(|no| no.rule.name()).collect::<Vec<_>>(), [one[0].0]);
    // An article of other acts is none for this one.
    let (_folder, mut held, other) = with_stop("S08");
    let mut fields = urgent();
    fields.text("measure.basis", "路保67");
    assert_eq!(refused(make(&mut held, other, "measure", fields).unwrap()), one);
    assert_eq!(reader(folder.path()).head().number, before, "nothing was written");
}

#[test]
fn the_articles_of_an_act_are_those_that_its_row_allows() {
    let (_folder, mut desk, stop) = with_stop("S08");
    let reply = desk.handle(Command::LookAtPapers { inspection: stop });
    let Reply::Papers(view) = reply else { panic!("{reply:?}") };
    let form = view.papers.iter().find(|paper| paper.form == "measure").unwrap();
    let field = form.fields.iter().find(|field| field.path == "measure.basis").unwrap();
    let Takes::Listed(picks) = &field.takes else { panic!("{field:?}") };
    let shown: Vec<&str> = picks.iter().map(|(_, words)| words.as_str()).collect();
    assert!(shown[1].starts_with("扣押财物：《广东省道路运输条例》"), "{shown:?}");

    let mut book = crate::rulebook::sample();
    // As if its approver stood for every row: a measure rests on no other.
    book.violations.values_mut().for_each(|row| row.confirmed = true);
    let judgement = desk.find(&stop.to_string()).unwrap().judgement;
    let mut inspection = Inspection::new(Id([1; 16]));
    inspection.facts = desk.find(&stop.to_string()).unwrap().inspection.facts;
    let mut words = |code: &str, is_refused: bool| -> Vec<String> {
        let mut finding = Finding::of(code);
        finding.circumstances.refused = is_refused.then_some(true);
        inspection.facts.findings = vec![finding];
        let now = Moment::parse(DONE).unwrap();
        let (inspection, judgement, rulebook) = (&inspection, &judgement, &book);
        let case = PaperCase { inspection, judgement, acting: &[], roster: &[], rulebook, now };
        bases(&case).into_iter().map(|basis| basis.word).collect()
    };
    for (code, is_refused, want) in [
        ("PK-001", false, &["道条62", "粤道条60"][..]),
        ("OL-008", false, &["路保65(2)"]),
        ("OL-011", false, &["路保67"]),
        ("OL-006", false, &[]),
        ("OL-006", true, &["路保65(1)"]),
        ("LZ-007", true, &["路保72"]),
        ("LZ-007", false, &[]),
        ("OL-001", true, &[]),
        ("XX-999", true, &[]),
    ] {
        assert_eq!(words(code, is_refused), want, "{code} {is_refused}");
    }
}

/// What is typed otherwise, and which rule refuses it at which field.
type Wrong = (&'static [(&'static str, &'static str)], &'static str, &'static str);

const WRONG: &[Wrong] = &[
    (&[("measure.urgent", "")], "measure_not_approved", "approval.by"),
    (
        &[("approval.by", "陈局"), ("approval.at", "2026-11-23T10:41:00+08:00")],
        "impossible_value",
        "measure.urgent",
    ),
    (
        &[
            ("measure.urgent", ""),
            ("approval.by", "陈局"),
            ("approval.at", "2026-11-23T10:50:00+08:00"),
        ],
        "measure_not_approved",
        "approval.at",
    ),
    (&[("measure.remedies_at", "")], "measure_not_told", "measure.reasons_at"),
    (&[("measure.reasons_at", "2026-11-23T10:38:00+08:00")], "telling_order", "measure.basis_at"),
    (&[("measure.heard_at", "2026-11-23T10:37:00+08:00")], "telling_order", "measure.heard_at"),
    (
        &[("measure.heard", ""), ("measure.statement", ""), ("measure.answer", "")],
        "measure_not_heard",
        "measure.heard",
    ),
    (&[("measure.answer", "")], "form_incomplete", "measure.answer"),
    (
        &[("measure.heard", "nothing"), ("measure.answer", "")],
        "impossible_value",
        "measure.statement",
    ),
    (&[("measure.heard_at", "")], "form_incomplete", "measure.heard_at"),
    (
        &[
            ("measure.party", "absent"),
            ("measure.heard", ""),
            ("measure.heard_at", ""),
            ("measure.statement", ""),
            ("measure.answer", ""),
        ],
        "measure_unsigned",
        "measure.witness",
    ),
    (&[("measure.days", "31")], "impossible_value", "measure.days"),
    (&[("measure.days", "0")], "impossible_value", "measure.days"),
    (&[("measure.done_at", "2026-11-24T10:45:00+08:00")], "impossible_value", "measure.done_at"),
    (&[("measure.done_at", "2026-11-23T09:00:00+08:00")], "impossible_value", "measure.done_at"),
    (&[("measure.things", "")], "form_incomplete", "measure.things"),
    (&[("measure.cargo", " ")], "form_incomplete", "measure.cargo"),
    (&[("measure.place", "")], "form_incomplete", "measure.place"),
    (&[("measure.place", "🚚")], "character_not_in_font", "measure"),
];

#[test]
fn what_a_measure_lacks_is_refused_at_its_field_and_nothing_is_written() {
    let (folder, mut desk, stop) = with_stop("S08");
    let before = reader(folder.path()).head().number;
    for (changes, rule, field) in WRONG {
        let mut fields = urgent();
        for (path, text) in *changes {
            fields.text(path, *text);
        }
        let no = refused(make(&mut desk, stop, "measure", fields).unwrap());
        assert!(no.contains(&(*rule, (*field).to_string())), "{changes:?}: {no:?}");
    }
    assert_eq!(reader(folder.path()).head().number, before);
}

#[test]
fn a_witness_stands_for_an_absent_party() {
    let (_folder, mut desk, stop) = with_stop("S08");
    let mut fields = Typed::default();
    fields
        .text("measure.place", "停车场")
        .text("measure.cargo", "无货物")
        .text("measure.done_at", DONE)
        .text("measure.party", "absent")
        .text("measure.witness", "郑十")
        .text("measure.urgent", "无人看管");
    issued(make(&mut desk, stop, "measure", fields).unwrap());
}

/// The measure of `urgent`, done at `at`.
fn urgent_at(at: &str) -> Typed {
    let mut fields = urgent();
    fields.text("measure.done_at", at);
    fields
}

#[test]
fn an_approval_is_of_a_measure_that_was_taken_by_then_and_of_no_later_one() {
    let (folder, mut desk, stop) = with_stop("S08");
    issued(make(&mut desk, stop, "measure", urgent()).unwrap());
    drop(desk);
    let mut desk = sit_down(folder.path(), "2026-11-24T09:00:00+08:00");
    assert!(matches!(put_down(&mut desk, stop, "measure_approved"), Ok(Recorded::Kept(_))));
    drop(desk);

    let mut desk = sit_down(folder.path(), "2026-11-25T10:00:00+08:00");
    let later = "2026-11-25T09:30:00+08:00";
    let second = issued(make(&mut desk, stop, "measure", urgent_at(later)).unwrap());
    let until = Moment::parse(later).unwrap().plus_ms(24 * 3_600_000);
    assert_eq!(clocks(&mut desk, stop).get("measure_approval"), Some(&End::At(until)));
    // The head may still refuse this one, whatever was approved before.
    let mut refusal = Typed::default();
    refusal.text("lift.ground", "refused").text("lift.measure", second.document.to_string());
    issued(make(&mut desk, stop, "measure_release", refusal).unwrap());
    assert!(!clocks(&mut desk, stop).contains_key("measure_approval"));
}

#[test]
fn a_measure_that_was_extended_leaves_no_clock_when_it_is_lifted() {
    let (folder, mut desk, stop) = with_stop("S08");
    issued(make(&mut desk, stop, "measure", urgent()).unwrap());
    drop(desk);
    let mut desk = sit_down(folder.path(), "2026-12-10T09:00:00+08:00");
    assert!(matches!(put_down(&mut desk, stop, "measure_extended"), Ok(Recorded::Kept(_))));
    assert!(clocks(&mut desk, stop).contains_key("seizure_extension"));
    drop(desk);
    let mut desk = sit_down(folder.path(), "2026-12-20T09:00:00+08:00");
    let mut release = approved("2026-12-20T08:40:00+08:00");
    release.text("lift.ground", "other");
    issued(make(&mut desk, stop, "measure_release", release).unwrap());
    let running = clocks(&mut desk, stop);
    assert!(!running.contains_key("seizure") && !running.contains_key("seizure_extension"));
}

#[test]
fn a_second_test_stops_the_days_of_a_measure_as_the_first_did() {
    let (folder, mut desk, stop) = with_stop("S08");
    issued(make(&mut desk, stop, "measure", urgent()).unwrap());
    drop(desk);
    for (day, event, is_tested) in [
        ("2026-11-24T09:00:00+08:00", "testing_begun", true),
        ("2026-11-26T09:00:00+08:00", "testing_ended", false),
        ("2026-11-27T09:00:00+08:00", "testing_begun", true),
        ("2026-11-30T09:00:00+08:00", "testing_ended", false),
    ] {
        let mut desk = sit_down(folder.path(), day);
        assert!(matches!(put_down(&mut desk, stop, event), Ok(Recorded::Kept(_))), "{day}");
        let view = desk.find(&stop.to_string()).unwrap();
        assert_eq!(view.recordable.contains(&Trigger::TestingEnded), is_tested, "{day}");
    }
}

#[test]
fn a_measure_that_is_over_is_not_extended_any_more() {
    let (folder, mut desk, stop) = with_stop("S08");
    issued(make(&mut desk, stop, "measure", urgent()).unwrap());
    drop(desk);
    let mut desk = sit_down(folder.path(), "2026-12-24T09:00:00+08:00");
    let put = put_down(&mut desk, stop, "measure_extended").unwrap();
    let Recorded::Refused(no) = put else { panic!("{put:?}") };
    assert_eq!(no[0].rule.name(), "measure_expired");
    assert!(clocks(&mut desk, stop).contains_key("seizure"), "it stays over until it is lifted");
}

#[test]
fn nobody_approves_the_lifting_of_what_is_not_taken_yet_nor_a_measure_before_its_stop() {
    let (_folder, mut desk, stop) = with_stop("S08");
    let no = [("impossible_value", "approval.at".to_string())];
    let mut early = urgent().under(approved("2026-11-23T10:34:59+08:00"));
    early.text("measure.urgent", "");
    assert_eq!(refused(make(&mut desk, stop, "measure", early).unwrap()), no);
    issued(make(&mut desk, stop, "measure", urgent()).unwrap());
    let mut early = approved("2026-11-23T10:44:00+08:00");
    early.text("lift.ground", "other");
    assert_eq!(refused(make(&mut desk, stop, "measure_release", early).unwrap()), no);
    let mut release = approved(DONE);
    release.text("lift.ground", "other");
    issued(make(&mut desk, stop, "measure_release", release).unwrap());
}

/// Whether the measure of S08 may be lifted on `day` because its time is over, behind what was put down on each of `before`.
fn is_expired(before: &[(&str, &str)], day: &str) -> bool {
    let (folder, mut desk, stop) = with_stop("S08");
    issued(make(&mut desk, stop, "measure", urgent()).unwrap());
    drop(desk);
    for (day, event) in before {
        let mut desk = sit_down(folder.path(), &format!("{day}T09:00:00+08:00"));
        assert!(matches!(put_down(&mut desk, stop, event), Ok(Recorded::Kept(_))), "{event}");
    }
    let mut desk = sit_down(folder.path(), &format!("{day}T09:00:00+08:00"));
    let mut ground = Typed::default();
    ground.text("lift.ground", "expired");
    match make(&mut desk, stop, "measure_release", ground).unwrap() {
        Made::Issued(_) => true,
        Made::Refused(no) => {
            assert!(no.iter().any(|no| no.field == "lift.ground"), "{no:?}");
            false
        }
        Made::ToConfirm(terms) => panic!("{terms:?}"),
    }
}

#[test]
fn a_measure_is_over_behind_its_last_day_and_that_of_its_extension_and_not_while_it_is_tested() {
    let extended = [("2026-12-10", "measure_extended")];
    let tested = [("2026-11-24", "testing_begun"), ("2026-11-27", "testing_ended")];
    let lasting = [("2026-12-20", "testing_begun")];
    for (before, day, want) in [
        (&[][..], "2026-12-23", false),
        (&[], "2026-12-24", true),
        (&extended, "2026-12-24", false),
        (&extended, "2027-01-22", false),
        (&extended, "2027-01-23", true),
        (&tested, "2026-12-24", false),
        (&tested, "2026-12-30", true),
        (&lasting, "2026-12-30", false),
    ] {
        assert_eq!(is_expired(before, day), want, "{before:?} {day}");
    }
}

#[test]
fn two_measures_of_one_day_are_each_approved_and_no_third() {
    let (folder, mut desk, stop) = with_stop("S08");
    issued(make(&mut desk, stop, "measure", urgent()).unwrap());
    issued(make(&mut desk, stop, "measure", urgent()).unwrap());
    drop(desk);
    let mut desk = sit_down(folder.path(), "2026-11-24T09:00:00+08:00");
    for is_left in [true, false] {
        let put = put_down(&mut desk, stop, "measure_approved");
        assert!(matches!(put, Ok(Recorded::Kept(_))), "{put:?}");
        assert_eq!(clocks(&mut desk, stop).contains_key("measure_approval"), is_left);
    }
    let again = put_down(&mut desk, stop, "measure_approved").unwrap_err();
    assert_eq!(again.key, "trouble.fact_twice");
    // What was put down by mistake is taken back once, and the other stands.
    let (event, paper) = ("measure_approved".to_string(), "误记".to_string());
    let fact = TypedFact { event, paper, withdraw: true, ..TypedFact::default() };
    record_fact::record(&mut desk, &stop.to_string(), &fact).unwrap();
    let recorded = desk.find(&stop.to_string()).unwrap().inspection.deadline_facts;
    assert_eq!(recorded.len(), 1);
    assert!(clocks(&mut desk, stop).contains_key("measure_approval"));
}

#[test]
fn what_is_taken_is_named_as_the_minutes_name_it() {
    let (_folder, mut desk) = found(sample(), EVENING);
    let state = "suspected_false".into();
    check(&mut desk, vec![with(scenarios::stop("S08"), "vehicle.plate_state", state)]);
    let stop = desk.list("", 9).unwrap()[0].inspection;
    let reply = desk.handle(Command::LookAtPapers { inspection: stop });
    let Reply::Papers(view) = reply else { panic!("{reply:?}") };
    let form = view.papers.iter().find(|paper| paper.form == "measure").unwrap();
    let field = form.fields.iter().find(|field| field.path == "measure.things").unwrap();
    assert!(field.proposed.starts_with("粤D8K999（涉嫌伪造、变造）；"), "{}", field.proposed);
}
