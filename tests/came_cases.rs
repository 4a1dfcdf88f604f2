//! A case on the laptop that its pen came to: listed, shown, searched and written on there as where it began; made anew to the
//! same rows, and gone with its party data.

use crate::bureau::{EVENING, raw, reader, sit_down};
use crate::case_papers::hold;
use crate::keys::{SMALL, Stage};
use crate::news::{Laptop, Scene, number};
use crate::pens::correct;
use lucha::app::command::{Command, Reply};
use lucha::app::export_case::export_case;
use lucha::app::opening;
use lucha::app::prune::prune;
use lucha::app::sign_in;
use lucha::app::view::clocks::ClockLine;
use lucha::app::view::inspection::InspectionView;
use lucha::cli::Voice;
use lucha::domain::bureau::BureauEvent;
use lucha::hq::lines;
use lucha::hq::place::Place;
use lucha::stdx::clock::Clock;
use lucha::stdx::id::Id;
use lucha::wire::event::Body;
use lucha::wire::message::case::CaseEntries;
use lucha::wire::message::feed::{FeedItem, News, Scope, kind};
use std::path::Path;

const PLATE: &str = "粤D77B13";

/// A case that one laptop decided and whose pen went to another, which has heard of it.
fn gone_over() -> (Scene, Laptop, Laptop, String, Id) {
    let mut scene = Scene::new();
    let (mut one, mut two) = (scene.laptop(), scene.laptop());
    let no = number(&one.decide(PLATE));
    one.sync();
    let inspection = one.desk.find(&no).unwrap().line.inspection;
    give(&scene, &no, &two.device());
    two.sync();
    (scene, one, two, no, inspection)
}

fn give(scene: &Scene, no: &str, to: &str) {
    scene.done(&["pen", no, "--to", to, "--reason", "终端送修", "--by", "法制科 林"]);
}

fn ends(view: &InspectionView) -> Vec<(String, String)> {
    view.clocks.iter().map(|clock| (clock.id.clone(), ClockLine::end_shown(clock))).collect()
}

fn dump(laptop: &Laptop) -> Vec<String> {
    reader(laptop.folder.path()).dump().unwrap()
}

fn device_feed(scene: &Scene, laptop: &Laptop) -> Vec<FeedItem> {
    let mut ledger = Place::open(scene.hq.path()).unwrap().ledger().unwrap();
    let device = reader(laptop.folder.path()).device();
    ledger.feed(Scope::Device(device), 0, u64::MAX).unwrap().0
}

#[test]
fn a_case_is_listed_searched_and_shown_where_its_pen_came_with_the_same_facts_and_clocks() {
    let (_scene, mut one, mut two, no, inspection) = gone_over();
    for text in ["", PLATE, &no] {
        let found = two.desk.list(text, 9).unwrap();
        assert_eq!(found.len(), 1, "{text}");
        assert_eq!((found[0].inspection, found[0].number.as_str()), (inspection, no.as_str()));
    }
    let (there, here) = (one.desk.find(&no).unwrap(), two.desk.find(&no).unwrap());
    assert_eq!(here.inspection, there.inspection, "folded from the same entries");
    assert_eq!(here.judgement.fine, there.judgement.fine);
    assert_eq!(ends(&here), ends(&there));
    let entries = |view: &InspectionView| -> Vec<(u64, String)> {
        view.entries.iter().map(|line| (line.number, line.kind.clone())).collect()
    };
    assert_eq!(entries(&here), entries(&there), "their numbers stay theirs");
    let laptop = Id::parse(&one.device()).unwrap().short();
    assert!(here.entries.iter().all(|line| line.from.as_ref() == Some(&laptop)));
    assert!(there.entries.iter().all(|line| line.from.is_none()));
    assert!(here.pens.unwrap().is_here);
    // Its pages are named, and stand at headquarters.
    assert_eq!(here.elsewhere.len(), here.documents.len());
    assert!(here.elsewhere.iter().all(|line| line.is_page && line.held.is_some()));
    let Reply::Failed(no_page) =
        two.desk.handle(Command::Print { document: here.documents[0].document, roll: false })
    else {
        panic!("its page is not here");
    };
    assert_eq!(no_page.key, "trouble.page_elsewhere");
    assert_eq!(two.plate(PLATE).priors.len(), 1, "counted once, by headquarters' word");
    assert_eq!(one.plate(PLATE).acts.len(), 1);
}

#[test]
fn what_is_written_there_is_the_main_line_and_takes_no_number_of_the_other_laptop() {
    let (scene, mut one, mut two, no, inspection) = gone_over();
    let serials =
        |laptop: &Laptop| reader(laptop.folder.path()).used_serials("样汕交罚", 2026).unwrap();
    assert!(serials(&two).is_empty(), "no number of its blocks was taken");
    correct(&mut two, inspection, "粤D77B31");
    assert_eq!(two.desk.list("粤D77B31", 9).unwrap().len(), 1);
    assert_eq!(two.desk.list(PLATE, 9).unwrap().len(), 0, "the row follows");
    let paper = hold(&mut two.desk, &no);
    assert_eq!(paper.number, no, "the number of the case");
    let print = Command::Print { document: paper.document, roll: false };
    let printed = two.desk.handle(print);
    assert!(matches!(printed, Reply::Printed { copy: 1, .. }), "{printed:?}");
    let again = Command::Print { document: paper.document, roll: false };
    assert!(matches!(two.desk.handle(again), Reply::Printed { copy: 2, .. }));
    assert!(serials(&two).is_empty(), "a paper of the case bears its number and takes none");
    let own = two.decide("粤D00001");
    assert!(number(&own).contains("01001"), "{own}");
    let verdict = two.desk.verify().unwrap();
    assert_eq!(verdict.breaks, []);
    assert!(verdict.brought > 5 && verdict.brought_gone == 0, "{verdict:?}");
    let entries = reader(two.folder.path()).bureau_entries().unwrap();
    let came = |body: &Body| matches!(body, Body::Bureau(BureauEvent::CaseCame { .. }));
    let came: Vec<_> = entries.iter().filter(|entry| came(&entry.body)).collect();
    assert_eq!(came.len(), 1);
    assert_eq!((came[0].envelope.officer, came[0].envelope.subject), (None, None));
    let before = dump(&two);
    two.desk.rebuild().unwrap();
    assert_eq!(dump(&two), before, "the same rows");
    two.sync();
    let mut ledger = Place::open(scene.hq.path()).unwrap().ledger().unwrap();
    let case = lines::read(ledger.as_mut(), inspection).unwrap();
    assert!(case.branches.is_empty(), "{:?}", case.branches);
    let writers: Vec<Id> = case.main.iter().map(|written| written.at.journal.device).collect();
    let there = Id::parse(&two.device()).unwrap();
    assert_eq!(writers.last(), Some(&there));
    scene.done(&["verify"]);
    // Back where it began the case has both parts, in their order.
    give(&scene, &no, &one.device());
    one.sync();
    let (first, second) = (one.desk.find(&no).unwrap(), two.desk.find(&no).unwrap());
    assert_eq!(first.inspection, second.inspection);
    assert_eq!(first.corrections.len(), 1);
    assert_eq!(one.desk.list("粤D77B31", 9).unwrap().len(), 1);
    assert_eq!(serials(&one).len(), 1, "its own number is its own");
    correct(&mut one, inspection, "粤D77B55");
    let before = dump(&one);
    one.desk.rebuild().unwrap();
    assert_eq!(dump(&one), before);
    assert_eq!(one.desk.verify().unwrap().breaks, []);
}

#[test]
fn a_case_of_another_laptop_is_exported_at_headquarters() {
    let (_scene, _one, mut two, no, _) = gone_over();
    let under = tempfile::tempdir().unwrap();
    let no_export = export_case(&mut two.desk, &no, "调卷", under.path());
    assert_eq!(no_export.unwrap_err().key, "trouble.export_elsewhere");
}

/// Takes away what came, as a restore does, and has the feeds read again from their beginning.
fn forget(folder: &Path) {
    let conn = raw(folder);
    conn.execute_batch(
        "DELETE FROM brought_entry; DELETE FROM brought_blob; DELETE FROM feed_item;
         DELETE FROM feed_place; DELETE FROM inspection; DELETE FROM document",
    )
    .unwrap();
}

#[test]
fn what_a_restored_laptop_lost_of_a_case_comes_again_and_is_said_once() {
    let (_scene, _one, mut two, no, inspection) = gone_over();
    correct(&mut two, inspection, "粤D77B31");
    two.sync();
    let before = dump(&two);
    let folder = two.folder;
    drop(two.desk);
    forget(folder.path());
    let mut two = Laptop { desk: sit_down(folder.path(), EVENING), folder };
    two.desk.rebuild().unwrap();
    assert!(two.desk.find(&no).is_err(), "its own part alone is no case");
    let verdict = two.desk.verify().unwrap();
    assert_eq!((verdict.breaks.len(), verdict.brought, verdict.brought_gone), (0, 0, 1));
    two.sync();
    assert_eq!(dump(&two), before, "the same rows");
    assert_eq!(two.desk.find(&no).unwrap().corrections.len(), 1);
    let came = |event: &BureauEvent| matches!(event, BureauEvent::CaseCame { .. });
    assert_eq!(two.bureau_events().iter().filter(|event| came(event)).count(), 1);
    let verdict = two.desk.verify().unwrap();
    assert_eq!((verdict.breaks.len(), verdict.brought_gone), (0, 0));
}

#[test]
fn an_entry_that_is_not_what_came_is_found() {
    let (_scene, _one, two, _, _) = gone_over();
    let folder = two.folder;
    drop(two.desk);
    for change in [
        "UPDATE brought_entry SET payload = x'00' WHERE place = 2",
        "DELETE FROM brought_entry WHERE place = 3",
        "UPDATE brought_entry SET payload = x'', salt = zeroblob(16) WHERE place = 1",
    ] {
        let conn = raw(folder.path());
        conn.execute_batch(&format!("CREATE TABLE kept AS SELECT * FROM brought_entry; {change}"))
            .unwrap();
        drop(conn);
        let breaks = reader(folder.path()).verify().unwrap().breaks;
        assert!(
            breaks.iter().any(|(_, what)| what.key() == "flaw.brought"),
            "{change}: {breaks:?}"
        );
        let conn = raw(folder.path());
        conn.execute_batch(
            "DELETE FROM brought_entry; INSERT INTO brought_entry SELECT * FROM kept;
             DROP TABLE kept",
        )
        .unwrap();
    }
    assert_eq!(reader(folder.path()).verify().unwrap().breaks, []);
}

#[test]
fn parts_that_headquarters_did_not_sign_bring_nothing() {
    let mut scene = Scene::new();
    let (mut one, mut two, three) = (scene.laptop(), scene.laptop(), scene.laptop());
    let no = number(&one.decide(PLATE));
    one.sync();
    give(&scene, &no, &three.device());
    let items = device_feed(&scene, &three);
    let word = items.iter().find(|item| item.kind == kind::CASE_ENTRIES).unwrap();
    let News::CaseEntries(word) = word.read().unwrap() else { panic!("{word:?}") };
    let mut tell = |part: CaseEntries| {
        let mut ledger = Place::open(scene.hq.path()).unwrap().ledger().unwrap();
        let device = reader(two.folder.path()).device();
        ledger.publish(Scope::Device(device), &News::CaseEntries(part)).unwrap();
        two.sync();
        two.desk.list("", 9).unwrap().len()
    };
    let bent = CaseEntries { token: word.token + 1, ..word.clone() };
    assert_eq!(tell(bent), 0, "nobody signed it");
    assert_eq!(tell(word.clone()), 1, "its own word does");
    assert_eq!(tell(word), 1, "and once");
}

#[test]
fn the_case_leaves_the_laptop_and_its_feed_with_the_party_data() {
    let (scene, _one, mut two, no, inspection) = gone_over();
    correct(&mut two, inspection, "粤D77B31");
    two.sync();
    scene.done(&["order", "--all", "--retention-days", "30"]);
    two.sync();
    two.sync();
    let on = |days: i64| Clock::machine().now().plus_ms(days * 86_400_000);
    two.desk.hear_headquarters(on(29));
    assert_eq!(prune(&mut two.desk).unwrap(), 0, "its days are not over");
    two.desk.hear_headquarters(on(31));
    assert_eq!(prune(&mut two.desk).unwrap(), 1);
    let conn = raw(two.folder.path());
    let count = |sql: &str| conn.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert!(count("SELECT count(*) FROM brought_entry") > 5, "their names stay");
    assert_eq!(count("SELECT count(*) FROM brought_entry WHERE payload <> x''"), 0);
    assert!(
        count("SELECT count(*) FROM feed_item WHERE kind = 43") > 0,
        "no number is asked for again"
    );
    assert_eq!(count("SELECT count(*) FROM feed_item WHERE kind = 43 AND body <> x''"), 0);
    drop(conn);
    assert_eq!(two.desk.list("粤D77B31", 9).unwrap(), []);
    let line = &two.desk.list("", 9).unwrap()[0];
    assert_eq!(
        (line.inspection, line.pruned, line.number.as_str()),
        (inspection, true, no.as_str())
    );
    assert_eq!(two.desk.find(&inspection.to_string()).unwrap_err().key, "trouble.pruned");
    let verdict = two.desk.verify().unwrap();
    assert_eq!(verdict.breaks, []);
    let before = dump(&two);
    two.desk.rebuild().unwrap();
    assert_eq!(dump(&two), before);
    // Headquarters hears of it: its feed has a digest there.
    let held = device_feed(&scene, &two);
    assert!(held.iter().any(|item| item.kind == kind::CASE_ENTRIES));
    two.sync();
    let feed = device_feed(&scene, &two);
    assert!(feed.iter().all(|item| item.kind != kind::CASE_ENTRIES));
    assert!(feed.iter().any(|item| item.kind == kind::ENTRIES_WITHDRAWN));
    assert!(feed.iter().zip(1..).all(|(item, n)| item.number == n), "without a gap");
}

#[test]
fn the_screen_of_a_case_that_came_says_whose_its_entries_are_and_what_is_not_here() {
    let (_scene, one, two, _, inspection) = gone_over();
    let laptop = Id::parse(&one.device()).unwrap().short();
    for lang in ["zh-CN", "en"] {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut voice = Voice { lang, out: &mut out, err: &mut err };
        let place = opening::Place::from(Some(two.folder.path()));
        let code = lucha::cli::show::run(place, &inspection.to_string(), false, &mut voice);
        let said = String::from_utf8(out).unwrap();
        assert_eq!(code, 0, "{said}");
        for words in [laptop.as_str(), "lucha-hq export"] {
            assert!(said.contains(words), "{lang}: {words}: {said}");
        }
    }
}

#[test]
fn its_screen_says_so_as_well_and_nothing_of_it_is_cut_on_a_small_one() {
    let (_scene, one, mut two, _, _) = gone_over();
    let laptop = Id::parse(&one.device()).unwrap().short();
    sign_in::admit(&mut two.desk, "19050001001").unwrap();
    let (station, plan) = ("莲下".into(), "计划".into());
    let start = Command::StartShift { colleague: "19051100023".into(), station, plan };
    let started = two.desk.handle(start);
    assert!(matches!(started, Reply::ShiftStarted(_)), "{started:?}");
    let mut stage = Stage::on_duty();
    stage.desk = two.desk;
    stage.press("/ <Enter>");
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
    stage.size = (160, 250);
    stage.sees(&["不在本机的照片和文书页", "文书页", "总部", &format!("（终端 {laptop}）")]);
    stage.size = SMALL;
    let mut seen = String::new();
    for _ in 0..30 {
        seen += &stage.screen();
        stage.press("<PgDn>");
    }
    // A line that is longer than the screen goes on below.
    for words in ["不在本机的照片和文书页", "不取回原件", "已收齐"] {
        assert!(seen.contains(words), "{words}: {seen}");
    }
}
