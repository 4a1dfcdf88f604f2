//! Papers of a case beside its stop: made, printed and set anew to the same bytes; one number for all of a case; what refuses
//! them; the clock that one begins and another ends.

use crate::bureau::{EVENING, check, found, reader, sample, sit_down};
use crate::made_papers::{issued, make, refused, with_stop};
use crate::scenarios;
use lucha::app::command::{Command, Reply};
use lucha::app::desk::Desk;
use lucha::app::make_paper::{PaperOrder, TypedPaper};
use lucha::app::print_document;
use lucha::app::terms;
use lucha::app::view::clocks::ClockLine;
use lucha::app::view::paper::PaperLine;
use lucha::domain::agency::DocumentNo;
use lucha::domain::deadline::trigger::Trigger;
use lucha::domain::inspection::event::Event;
use lucha::domain::paper::KINDS;
use lucha::domain::paper::evidence_hold::last_day;
use lucha::domain::paper::typed::{Typed, Value};
use lucha::hq::receive::number_of;
use lucha::stdx::day::Day;
use lucha::stdx::digest::Digest;
use lucha::stdx::id::Id;
use lucha::wire::event::{Body, name};

/// The number of S01, decided on the spot as the first.
pub const FIRST: &str = "样汕交罚〔2026〕00001号";
/// In the minute in which its papers are made: behind every stop of the sample.
const APPROVED: &str = EVENING;

/// A list of two things, with all that is typed for it.
pub fn fields() -> Typed {
    let mut fields = Typed::default();
    let row = |parts: [&str; 4]| parts.map(String::from).to_vec();
    let rows = vec![
        row(["货物运单", "原件", "1份", "汕头市交通运输局"]),
        row(["行车记录仪", "", "1台", "汕头市交通运输局"]),
    ];
    fields
        .text("hold.cause", "涉嫌违法超限运输")
        .text("hold.risk", "单据、设备随车带走后难以取得")
        .text("hold.working_days", "7")
        .put("hold.items", Value::Rows(rows))
        .text("approval.by", "陈局")
        .text("approval.at", APPROVED)
        .text("approval.paper", "汕交保审〔2026〕12号");
    fields
}

fn approved() -> Typed {
    let mut fields = Typed::default();
    fields.text("approval.by", "陈局").text("approval.at", APPROVED);
    fields
}

/// Holds the evidence of the case `what`.
pub fn hold(desk: &mut Desk, what: &str) -> PaperLine {
    issued(make(desk, what, "evidence_hold", fields()).unwrap())
}

fn clock_ends(desk: &mut Desk, stop: Id) -> Vec<String> {
    let view = desk.find(&stop.to_string()).unwrap();
    let held = view.clocks.iter().filter(|clock| clock.id == "evidence_hold");
    held.map(ClockLine::end_shown).collect()
}

#[test]
fn the_clock_of_a_hold_ends_with_the_days_that_its_list_says() {
    let (_folder, mut desk, stop) = with_stop("S01");
    let mut three = fields();
    three.text("hold.working_days", "3");
    issued(make(&mut desk, &stop.to_string(), "evidence_hold", three).unwrap());
    let ends = clock_ends(&mut desk, stop);
    assert!(ends.len() == 1 && ends[0].contains("2026-11-26"), "{ends:?}");
}

#[test]
fn a_hold_starts_its_clock_prints_as_it_was_made_and_its_release_ends_it() {
    let (folder, mut desk, stop) = with_stop("S01");
    let what = stop.to_string();
    let made = hold(&mut desk, &what);
    assert_eq!((made.number.as_str(), made.form.as_str()), (FIRST, "evidence_hold"));
    let kinds: Vec<&str> = reader(folder.path())
        .entries_of(stop)
        .unwrap()
        .iter()
        .rev()
        .take(3)
        .map(|entry| name(&entry.body))
        .collect();
    assert_eq!(kinds, ["document_issued", "decision_confirmed", "paper_made"]);
    // Monday the 23rd is not counted: seven working days end on Wednesday week.
    let ends = clock_ends(&mut desk, stop);
    assert_eq!(ends.len(), 1);
    assert!(ends[0].contains("2026-12-02"), "{ends:?}");
    let view = desk.find(&what).unwrap();
    assert!(!view.recordable.contains(&Trigger::EvidenceDealtWith), "the program knows it");
    assert_eq!(view.documents.last().unwrap().document, made.document);

    // What the party holds is set anew, also behind a correction and on another day.
    let (field, value, reason) = ("place.text".into(), "莲上".into(), "误".into());
    desk.handle(Command::Correct { inspection: stop, field, value, reason });
    drop(desk);
    let mut desk = sit_down(folder.path(), "2026-11-25T09:00:00+08:00");
    let open = Command::OpenDocument { document: made.document, page: 1, width_px: 80 };
    let reply = desk.handle(open);
    assert!(matches!(reply, Reply::Document(_)), "{reply:?}");
    print_document::print(&mut desk, made.document, false).unwrap();
    print_document::print(&mut desk, made.document, false).unwrap();

    let release = issued(make(&mut desk, &what, "hold_release", approved()).unwrap());
    assert_eq!((release.number.as_str(), clock_ends(&mut desk, stop).len()), (FIRST, 0));
    print_document::print(&mut desk, release.document, false).unwrap();
    let again = make(&mut desk, &what, "hold_release", approved()).unwrap();
    assert!(refused(again).contains(&("paper_missing", "papers.6".to_string())));
    assert_eq!(reader(folder.path()).verify().unwrap().breaks, []);
}

#[test]
fn the_first_paper_of_an_opened_case_takes_a_number_and_the_next_ones_share_it() {
    let (folder, mut desk, stop) = with_stop("S02");
    let what = stop.to_string();
    let used = || reader(folder.path()).used_serials("样汕交罚", 2026).unwrap();
    assert_eq!(used(), [0_u32; 0]);
    let first = hold(&mut desk, &what);
    let release = issued(make(&mut desk, &what, "hold_release", approved()).unwrap());
    let second = hold(&mut desk, &what);
    assert_eq!((first.number.as_str(), used()), (FIRST, vec![1]));
    assert_eq!([&release.number, &second.number], [&first.number, &first.number]);
    // Another case takes the next one, and what the rows are made of says the same.
    check(&mut desk, vec![scenarios::stop("S01")]);
    assert_eq!(used(), [1, 2]);
    desk.rebuild().unwrap();
    assert_eq!(used(), [1, 2]);
    // Headquarters counts it once.
    let taken: Vec<DocumentNo> = reader(folder.path())
        .entries_of(stop)
        .unwrap()
        .iter()
        .filter_map(|entry| number_of(&entry.body))
        .collect();
    assert_eq!(taken.iter().map(ToString::to_string).collect::<Vec<_>>(), [FIRST]);
}

#[test]
fn the_last_day_is_counted_by_the_holidays_and_never_too_long_where_they_are_not_known() {
    let book = crate::rulebook::sample();
    let day = |text: &str| Day::parse(text).unwrap();
    for (from, working_days, last) in [
        ("2026-11-23", 7, "2026-12-02"),
        ("2026-11-23", 1, "2026-11-24"),
        ("2026-11-27", 1, "2026-11-30"),
        // No notice of that year: days as they come.
        ("2091-03-05", 7, "2091-03-12"),
    ] {
        assert_eq!(
            last_day(&book, day(from), working_days),
            day(last),
            "{working_days} from {from}"
        );
    }
}

#[test]
fn an_empty_block_refuses_a_paper_that_takes_a_number_and_writes_nothing() {
    let mut founding = sample();
    founding.blocks.clear();
    let (folder, mut desk) = found(founding, EVENING);
    check(&mut desk, vec![scenarios::stop("S02")]);
    let stop = desk.list("", 9).unwrap()[0].inspection;
    let before = reader(folder.path()).head().number;
    let no = refused(make(&mut desk, &stop.to_string(), "evidence_hold", fields()).unwrap());
    assert_eq!(no, [("number_block_empty", "agency.number_prefix".to_string())]);
    assert_eq!(reader(folder.path()).head().number, before);
}

#[test]
fn what_lacks_its_approval_its_list_or_its_hold_is_refused_at_its_field() {
    let (folder, mut desk, stop) = with_stop("S01");
    let what = stop.to_string();
    let before = reader(folder.path()).head().number;
    let mut changed = |change: &dyn Fn(&mut Typed)| {
        let mut typed = fields();
        change(&mut typed);
        refused(make(&mut desk, &what, "evidence_hold", typed).unwrap())
    };
    let one = |rule: &'static str, field: &str| vec![(rule, field.to_string())];
    let no = changed(&|typed| {
        typed.text("approval.by", "");
    });
    assert_eq!(no, one("hold_not_approved", "approval.by"));
    let no = changed(&|typed| {
        typed.text("approval.at", "2026-11-24T09:00:00+08:00");
    });
    assert_eq!(no, one("impossible_value", "approval.at"));
    // Nobody approves what was not found yet; in the minute of the stop it was.
    let no = changed(&|typed| {
        typed.text("approval.at", "2026-11-23T08:39:59+08:00");
    });
    assert_eq!(no, one("impossible_value", "approval.at"));
    let no = changed(&|typed| {
        typed.put("hold.items", Value::Rows(Vec::new()));
    });
    assert_eq!(no, one("form_incomplete", "hold.items"));
    let no = changed(&|typed| {
        typed.text("hold.risk", " ");
    });
    assert_eq!(no, one("form_incomplete", "hold.risk"));
    let no = changed(&|typed| {
        typed.text("hold.working_days", "8");
    });
    assert_eq!(no, one("impossible_value", "hold.working_days"));
    let no = changed(&|typed| {
        typed.text("hold.cause", "🚚");
    });
    assert_eq!(no, one("character_not_in_font", "evidence_hold"));
    let no = refused(make(&mut desk, &what, "hold_release", approved()).unwrap());
    assert_eq!(no, one("paper_missing", "papers.6"));
    assert_eq!(
        make(&mut desk, &what, "notice", Typed::default()).unwrap_err().key,
        "trouble.no_paper"
    );
    assert_eq!(reader(folder.path()).head().number, before, "nothing was written");
}

#[test]
fn what_is_no_case_has_no_paper_with_a_number() {
    let (_folder, mut desk, stop) = with_stop("S06");
    let no = refused(make(&mut desk, &stop.to_string(), "evidence_hold", fields()).unwrap());
    assert_eq!(no, [("wrong_stage", String::new())]);
    let reply = desk.handle(Command::LookAtPapers { inspection: stop });
    let Reply::Papers(view) = reply else { panic!("{reply:?}") };
    let is_open = |word: &str| {
        let paper = view.papers.iter().find(|paper| paper.form == word).unwrap();
        paper.blocked.is_empty()
    };
    let numbered = KINDS.iter().filter(|kind| kind.is_numbered).map(|kind| kind.word);
    let open: Vec<&str> = numbered.filter(|word| is_open(word)).collect();
    assert_eq!(open, [""; 0]);
    for word in ["obstruction_record", "interview"] {
        assert!(is_open(word), "{word} takes none, and any stop may have it");
    }
}

#[test]
fn the_pins_are_bound_to_the_paper_as_it_was_shown() {
    let (folder, mut desk, stop) = with_stop("S01");
    let order = |fields: Typed, shown: Option<Digest>| {
        let paper = TypedPaper { form: "evidence_hold".into(), fields, draft: None };
        let pins = if shown.is_none() { Vec::new() } else { crate::bureau::own_pins() };
        Command::MakePaper(Box::new(PaperOrder { inspection: stop, paper, shown, pins }))
    };
    let Reply::ToConfirm(seen) = desk.handle(order(fields(), None)) else { panic!("not asked") };
    let words = terms::in_words(&seen, "zh-CN").join("\n");
    for shown in ["证据登记保存清单", "货物运单；原件；1份", "2026年12月2日", "陈局"]
    {
        assert!(words.contains(shown), "{shown} in {words}");
    }
    let shown = Some(terms::digest(&seen));
    let mut other = fields();
    other.text("hold.cause", "涉嫌其他违法行为");
    let reply = desk.handle(order(other, shown));
    assert!(matches!(reply, Reply::ToConfirm(_)), "{reply:?}");
    assert!(desk.find(&stop.to_string()).unwrap().inspection.papers.is_empty());
    let reply = desk.handle(order(fields(), shown));
    assert!(matches!(reply, Reply::PaperMade(_)), "{reply:?}");
    let entries = reader(folder.path()).entries_of(stop).unwrap();
    let is_made = |body: &Body| matches!(body, Body::Inspection(Event::PaperMade(_)));
    assert_eq!(entries.iter().filter(|entry| is_made(&entry.body)).count(), 1);
    let by = desk.find(&stop.to_string()).unwrap().inspection.confirmed_by;
    assert_eq!(by.iter().filter(|one| one.shown == shown).count(), 2);
}

#[test]
fn nobody_approves_the_release_of_what_is_not_held_yet() {
    let (_folder, mut desk, stop) = with_stop("S01");
    let what = stop.to_string();
    hold(&mut desk, &what);
    let mut early = approved();
    early.text("approval.at", "2026-11-23T17:59:00+08:00");
    let no = refused(make(&mut desk, &what, "hold_release", early).unwrap());
    assert_eq!(no, [("impossible_value", "approval.at".to_string())]);
    issued(make(&mut desk, &what, "hold_release", approved()).unwrap());
}
