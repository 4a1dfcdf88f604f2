//! An interview of a case: proposed by its acts, kept answer by answer, gone on with in the next program, made once with its draft
//! ended; what refuses it.

use crate::bureau::{EVENING, check, reader, sit_down};
use crate::made_papers::{issued, make, refused, with_stop};
use crate::scenarios;
use lucha::app::command::{Command, Reply};
use lucha::app::desk::Desk;
use lucha::app::interview::{ORDER, answer_path, question_path};
use lucha::app::make_paper::{self, Made, PaperOrder, TypedPaper};
use lucha::app::paper_file;
use lucha::app::print_document;
use lucha::app::questions::Lists;
use lucha::app::view::interview::InterviewView;
use lucha::domain::paper::CasePaper;
use lucha::domain::paper::interview::Interview;
use lucha::domain::paper::typed::{Typed, Value};
use lucha::domain::rulebook::Family;
use lucha::stdx::id::Id;

/// Credentials of the sample's pair.
const PAIR: [&str; 2] = ["19050001001", "19051100023"];

fn begin(desk: &mut Desk, inspection: Id) -> InterviewView {
    let reply = desk.handle(Command::BeginInterview { inspection });
    let Reply::Interview(view) = reply else { panic!("{reply:?}") };
    *view
}

fn save(desk: &mut Desk, draft: Id, field: String, value: &str) {
    let reply = desk.handle(Command::SaveField { draft, field, value: value.into() });
    assert!(matches!(reply, Reply::Saved { .. }), "{reply:?}");
}

/// Drafts of stops on the first screen.
fn listed(desk: &mut Desk) -> usize {
    let reply = desk.handle(Command::LoadToday);
    let Reply::Today(today) = reply else { panic!("{reply:?}") };
    today.drafts.len()
}

/// All that is typed for an interview of S01, whose stop is of 08:40.
pub fn fields() -> Typed {
    let row = |question: &str, answer: &str| vec![question.to_string(), answer.to_string()];
    let rows = vec![row("谁装的货？", "货主。\n用叉车装的。"), row("还有补充吗？", "没有。")];
    let mut fields = Typed::default();
    fields
        .text("interview.from", "2026-11-23T08:50:00+08:00")
        .text("interview.until", "2026-11-23T09:20:00+08:00")
        .text("interview.cards", "看清楚了。")
        .text("interview.duty", "听明白了。")
        .text("interview.recusal", "不申请。")
        .text("interview.read", "read_out")
        .put("interview.qa", Value::Rows(rows));
    fields
}

fn made(desk: &mut Desk, stop: Id, fields: Typed) -> Made {
    make(desk, stop, "interview", fields).unwrap()
}

/// The interviews that the journal holds of a stop.
fn held(desk: &mut Desk, stop: Id) -> Vec<Interview> {
    let papers = desk.find(&stop.to_string()).unwrap().inspection.papers;
    let interviews = papers.into_iter().filter_map(|made| {
        if let CasePaper::Interview(interview) = made.paper { Some(interview) } else { None }
    });
    interviews.collect()
}

#[test]
fn every_act_that_the_questions_name_is_in_the_rulebook_and_each_family_has_some() {
    let (rulebook, lists) = (crate::rulebook::sample(), Lists::shipped());
    let is_family = |word: &str| Family::ALL.iter().any(|family| family.word() == word);
    for act in lists.all().iter().flat_map(|list| &list.acts) {
        assert!(is_family(act) || rulebook.violation(act).is_some(), "no act or family {act}");
    }
    let general = lists.for_acts(&[], |_| Some("甲".into())).len();
    for family in Family::ALL {
        let of_family = lists.for_acts(&[("", family.word())], |_| Some("甲".into())).len();
        assert!(of_family > general, "nothing is asked of {}", family.word());
    }
}

#[test]
fn an_interview_is_proposed_by_its_acts_and_goes_on_where_the_power_was_cut() {
    let (folder, mut desk, stop) = with_stop("S01");
    let view = begin(&mut desk, stop);
    assert!(!view.is_again);
    let asked: Vec<&String> = view
        .fields
        .iter()
        .filter(|(path, _)| path.ends_with(".question"))
        .map(|(_, q)| q)
        .collect();
    let seen = |words: &str| asked.iter().any(|question| question.contains(words));
    assert!(seen("由谁过磅") && seen("涉嫌") && seen("粤D"), "{asked:?}");
    assert!(!seen("乘客"), "of another family");
    assert_eq!(view.fields["interview.name"], "刘十一");
    assert_eq!(view.officers.iter().map(|(who, _)| who.as_str()).collect::<Vec<_>>(), PAIR);
    assert_eq!(listed(&mut desk), 0, "it is no stop");
    save(&mut desk, view.draft, "interview.cards".into(), "看清楚了。");
    save(&mut desk, view.draft, answer_path(1), "刘十一，司机，半句");
    // Nothing ends in order: the next program opens what lies on the disk.
    drop(desk);
    let mut desk = sit_down(folder.path(), EVENING);
    let Reply::Papers(papers) = desk.handle(Command::LookAtPapers { inspection: stop }) else {
        panic!("no papers")
    };
    let offered = papers.papers.iter().find(|paper| paper.form == "interview").unwrap();
    assert_eq!(offered.begun_at, Some(view.begun_at));
    let again = begin(&mut desk, stop);
    assert!(again.is_again);
    assert_eq!((again.draft, listed(&mut desk)), (view.draft, 0));
    assert_eq!(again.fields[&answer_path(1)], "刘十一，司机，半句");
    assert_eq!(again.fields[ORDER], view.fields[ORDER]);
    assert_eq!(again.fields[&question_path(2)], view.fields[&question_path(2)]);
    // Nobody opens or ends it as a stop.
    for command in [
        Command::OpenDraft { draft: view.draft },
        Command::Conclude { draft: view.draft, shown: None, pins: Vec::new() },
    ] {
        let Reply::Failed(trouble) = desk.handle(command) else { panic!("it is no stop") };
        assert_eq!(trouble.key, "trouble.no_draft");
    }
}

#[test]
fn the_draft_ends_with_the_paper_which_bears_the_number_of_its_case_and_prints() {
    let (folder, mut desk, stop) = with_stop("S01");
    let view = begin(&mut desk, stop);
    let order = |fields: Typed| {
        let paper = TypedPaper { form: "interview".into(), fields, draft: Some(view.draft) };
        let (shown, pins) = (None, Vec::new());
        Command::MakePaper(Box::new(PaperOrder { inspection: stop, paper, shown, pins }))
    };
    let mut whole = Typed::default();
    for (path, text) in view.fields.iter().filter(|(path, _)| !path.contains('[')) {
        if ![ORDER, "interview.of"].contains(&path.as_str()) {
            whole.text(path, text.clone());
        }
    }
    let reply = desk.handle(order(whole.clone()));
    assert!(matches!(reply, Reply::PaperRefused { .. }), "{reply:?}");
    assert!(begin(&mut desk, stop).is_again, "what is refused ends nothing");
    let whole = whole.under(fields());
    let Reply::PaperMade(line) = desk.handle(order(whole.clone())) else { panic!("not made") };
    // Asked for twice, it is one paper.
    let Reply::Failed(twice) = desk.handle(order(whole)) else { panic!("made twice") };
    assert_eq!(twice.key, "trouble.no_draft");
    assert!(line.number.contains("00001"), "{}", line.number);
    let again = begin(&mut desk, stop);
    assert!(!again.is_again && again.draft != view.draft, "a new one");
    print_document::print(&mut desk, line.document, false).unwrap();
    drop(desk);
    let mut desk = sit_down(folder.path(), "2026-11-25T09:00:00+08:00");
    print_document::print(&mut desk, line.document, false).unwrap();
    let held = held(&mut desk, stop);
    assert_eq!((held.len(), held[0].nth), (1, 1));
    assert_eq!(held[0].person.age, Some(41), "by the number of his card");
    assert_eq!(held[0].asked[0].answer.get(), "货主。\n用叉车装的。");
    assert_eq!(reader(folder.path()).verify().unwrap().breaks, []);
}

#[test]
fn a_case_without_a_number_takes_none_by_an_interview_and_the_next_one_is_the_second() {
    let (folder, mut desk, stop) = with_stop("S02");
    let used = || reader(folder.path()).used_serials("样汕交罚", 2026).unwrap();
    let mut first = fields();
    first.text("interview.from", "2026-11-23T09:00:00+08:00");
    let line = issued(made(&mut desk, stop, first));
    assert_eq!((line.number.as_str(), used()), ("", Vec::new()));
    let mut second = fields();
    second
        .text("interview.from", "2026-11-23T10:00:00+08:00")
        .text("interview.until", "2026-11-23T10:10:00+08:00");
    issued(made(&mut desk, stop, second));
    let held = held(&mut desk, stop);
    assert_eq!(held.iter().map(|one| one.nth).collect::<Vec<_>>(), [1, 2]);
    // A stop that made no case has interviews all the same.
    check(&mut desk, vec![scenarios::stop("S06")]);
    let other = desk.list("", 9).unwrap()[0].inspection;
    let mut late = fields();
    late.text("interview.from", "2026-11-23T11:00:00+08:00")
        .text("interview.until", "2026-11-23T11:10:00+08:00");
    assert_eq!(issued(made(&mut desk, other, late)).number, "");
}

#[test]
fn what_cannot_be_is_refused_at_its_field_and_nothing_is_written() {
    let (folder, mut desk, stop) = with_stop("S01");
    issued(made(&mut desk, stop, fields()));
    let before = reader(folder.path()).head().number;
    let base = || {
        let mut other = fields();
        other
            .text("interview.from", "2026-11-23T10:00:00+08:00")
            .text("interview.until", "2026-11-23T10:20:00+08:00");
        other
    };
    let (from, until) = ("interview.from", "interview.until");
    let table: &[(&str, &str, &str, &str)] = &[
        (from, "2026-11-23T08:39:00+08:00", "interview_time", from),
        (from, "2026-11-23T10:20:00+08:00", "interview_time", until),
        (until, "2026-11-23T18:30:00+08:00", "interview_time", until),
        (from, "2026-11-23T09:10:00+08:00", "interview_overlap", from),
        (from, "昨天", "impossible_value", from),
        ("interview.recorder", PAIR[0], "two_officers", "interview.recorder"),
        ("interview.officer", "19050009999", "credential", "interview.officer"),
        ("interview.name", "王五、赵六", "interview_one_person", "interview.name"),
        ("interview.id_no", "440515198513450028", "impossible_value", "interview.id_no"),
        ("interview.id_kind", "军官证", "impossible_value", "interview.id_kind"),
        ("interview.sex", "未知", "impossible_value", "interview.sex"),
        ("interview.nth", "0", "impossible_value", "interview.nth"),
        ("interview.read", "", "form_incomplete", "interview.read"),
        ("interview.recusal", " ", "form_incomplete", "interview.recusal"),
        ("interview.unit", "🚚", "character_not_in_font", "interview"),
    ];
    for (path, text, rule, at) in table {
        let mut typed = base();
        typed.text(path, *text);
        let no = refused(made(&mut desk, stop, typed));
        assert!(no.contains(&(*rule, (*at).to_string())), "{path} {text}: {no:?}");
    }
    let mut typed = base();
    typed.put("interview.qa", Value::Rows(vec![vec!["谁？".into(), " ".into()]]));
    let no = refused(made(&mut desk, stop, typed));
    assert_eq!(no, [("form_incomplete", "interview.qa[0].answer".to_string())]);
    assert_eq!(reader(folder.path()).head().number, before);
    // What stands on both ends of a time is no overlap.
    let mut behind = base();
    behind.text(from, "2026-11-23T09:20:00+08:00");
    issued(made(&mut desk, stop, behind));
}

#[test]
fn a_script_writes_questions_as_rows_and_an_answer_may_be_long() {
    let kind = make_paper::kind("interview").unwrap();
    let long = "是".repeat(900);
    let text = serde_json::json!({
        "interview": {"qa": [{"question": "谁？", "answer": long}], "nth": 2}
    });
    let typed = paper_file::read(&text.to_string(), kind).unwrap();
    let (_folder, mut desk, stop) = with_stop("S01");
    let line = issued(made(&mut desk, stop, fields().under(typed)));
    assert_eq!(line.form, "interview");
    let held = held(&mut desk, stop);
    assert_eq!((held[0].nth, held[0].asked[0].answer.get().chars().count()), (2, 900));
}

#[test]
fn the_party_that_is_asked_lives_where_the_stop_says() {
    let (_folder, mut desk, stop) = with_stop("S03");
    let address = begin(&mut desk, stop).fields.remove("interview.address");
    assert_eq!(address.as_deref(), Some("汕头市金平区长平路5号"));
    // A driver who is not the party told nothing of himself.
    let (_folder, mut desk, stop) = with_stop("S01");
    assert_eq!(begin(&mut desk, stop).fields.get("interview.address"), None);
}
