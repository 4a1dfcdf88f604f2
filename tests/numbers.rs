//! The account of document numbers, on the laptop and at headquarters: every number of every block is somewhere, and what cannot
//! be right is named.

use crate::bureau::{EVENING, check, found, raw, reader, sample, sit_down, with};
use crate::case_papers::hold;
use crate::ledger::{NOW, append, each, laptop, plan};
use crate::made_papers::with_stop;
use crate::news::Scene;
use crate::scenarios;
use crate::world::Seed;
use crate::world::terminal::Terminal;
use lucha::app::command::{Command, Reply};
use lucha::app::desk::Desk;
use lucha::app::doctor::Machine;
use lucha::app::numbers::look;
use lucha::app::opening::Place;
use lucha::app::print_document;
use lucha::app::view::numbers::{BlockLine, NumberLine, NumbersView};
use lucha::app::view::paper::PaperLine;
use lucha::app::void_number::{Voiding, void};
use lucha::cli::Voice;
use lucha::domain::blocked::{Blocked, Rule};
use lucha::domain::number_account::NumberRun;
use lucha::domain::number_supply::NumberSupply;
use lucha::hq::ledger::{Appended, Ledger};
use lucha::hq::numbering;
use lucha::stdx::id::Id;
use lucha::sync::driver::Shelf as _;
use lucha::wire::message::feed::{News, Scope};
use serde_json::Value;
use tempfile::TempDir;

const FIRST: &str = "样汕交罚〔2026〕00001号";

/// Numbers of a block that its lines show.
fn shown(block: &BlockLine) -> u32 {
    let of = |line: &NumberLine| match line {
        NumberLine::Used(_) => 1,
        NumberLine::Free { from, until } => until - from + 1,
    };
    block.numbers.iter().map(of).sum()
}

fn is_whole(view: &NumbersView) {
    for block in &view.blocks {
        let all = block.until - block.from + 1;
        assert_eq!((block.used + block.voided + block.free, shown(block)), (all, all), "{block:?}");
    }
}

/// `lucha numbers` in `folder`: exit code and what it said.
fn told(folder: &std::path::Path, json: bool, lang: &str) -> (u8, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut voice = Voice { lang, out: &mut out, err: &mut err };
    let code = lucha::cli::numbers::run(Place::from(Some(folder)), json, &mut voice);
    (code, String::from_utf8([out, err].concat()).unwrap())
}

#[test]
fn every_number_of_a_laptop_is_used_by_the_papers_of_a_stop_or_free() {
    let (folder, mut desk) = found(sample(), EVENING);
    let (_, answers, said) = check(&mut desk, vec![scenarios::stop("S01"), scenarios::stop("S07")]);
    assert_eq!(answers.len(), 2, "{said}");
    let view = look(&desk).unwrap();
    is_whole(&view);
    assert_eq!(view.outside, []);
    let years: Vec<_> = view.blocks.iter().map(|block| (block.year, block.used)).collect();
    assert_eq!(years, [(2027, 0), (2026, 1)], "the latest year first");
    let NumberLine::Used(first) = &view.blocks[1].numbers[0] else { panic!("{view:?}") };
    let stop = desk.find(FIRST).unwrap().line.inspection;
    assert_eq!((first.number.as_str(), first.inspection), (FIRST, Some(stop)));
    assert_eq!(first.on.unwrap().to_string(), "2026-11-23");
    assert_eq!(first.papers, ["现场笔录", "责令改正违法行为通知书", "当场行政处罚决定书"]);
    assert_eq!(view.blocks[1].numbers[1..], [NumberLine::Free { from: 2, until: 200 }]);
    drop(desk);
    let (code, said) = told(folder.path(), false, "zh-CN");
    assert_eq!(code, 0, "{said}");
    for words in [
        "样汕交罚〔2026〕00001–00200  2026-11-23 发放：已用 1，作废 0，未用 199",
        FIRST,
        "《现场笔录》",
        "00002–00200 未用（199 个）",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let (_, said) = told(folder.path(), false, "en");
    assert!(said.contains("granted 2026-11-23: 1 used, 0 void, 199 free"), "{said}");
    let (_, said) = told(folder.path(), true, "zh-CN");
    let lines: Vec<Value> = said.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let used: Vec<_> = lines.iter().filter(|line| line["state"] == "used").collect();
    assert_eq!((used.len(), &used[0]["inspection"]), (1, &Value::from(stop.to_string())));
}

#[test]
fn a_number_of_no_block_of_the_laptop_is_named() {
    let (folder, mut desk) = found(sample(), EVENING);
    check(&mut desk, vec![scenarios::stop("S01")]);
    drop(desk);
    let sql = "UPDATE used_number SET serial = 201 WHERE serial = 1";
    assert_eq!(raw(folder.path()).execute(sql, []).unwrap(), 1);
    let view = look(&sit_down(folder.path(), EVENING)).unwrap();
    is_whole(&view);
    assert_eq!(view.outside.len(), 1);
    assert_eq!(view.outside[0].number, "样汕交罚〔2026〕00201号");
    let (code, said) = told(folder.path(), false, "zh-CN");
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("! 不在本机任何号段内：样汕交罚〔2026〕00201号"), "{said}");
    let (_, said) = told(folder.path(), false, "en");
    assert!(said.contains("! In no block of this laptop: 样汕交罚〔2026〕00201号"), "{said}");
}

#[test]
fn headquarters_accounts_for_the_numbers_of_each_laptop_by_their_entries() {
    let mut scene = Scene::new();
    let (mut one, mut two) = (scene.laptop(), scene.laptop());
    one.decide("粤D77B13");
    let (code, said) = scene.hq(&["numbers"]);
    assert!(
        code == 0 && said.contains("已用 0，作废 0，未用 200") && !said.contains("已用 1"),
        "{said}"
    );
    one.sync();
    two.sync();
    let said = scene.done(&["numbers"]);
    let block = format!(
        "文号 样汕交罚〔2026〕00001–00200，设备 {} 第 1 纪元：已用 1，作废 0，未用 199",
        one.device()
    );
    let used = format!("{FIRST} 已用：2026-11-23 《当场行政处罚决定书》 {}/1/", one.device());
    let free = "00002–00200 在设备上，已收到的记录里没有用（199 个）";
    for words in [&block, &used, free] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let said = scene.done(&["numbers", "--lang", "en"]);
    assert!(said.contains("epoch 1: 0 used, 0 void, 200 free"), "the other's: {said}");
    let said = scene.done(&["numbers", "--json"]);
    let lines: Vec<Value> = said.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let blocks = lines.iter().filter(|line| line["block"].is_string());
    for block in blocks.clone() {
        let of = |name: &str| block[name].as_u64().unwrap();
        let all = of("until") - of("from") + 1;
        assert_eq!(of("used") + of("voided") + of("free") + of("given_up"), all, "{block}");
    }
    assert!(blocks.count() >= 2, "{said}");
}

/// A laptop of `device` that holds `news` and has used two numbers, all of it with the ledger.
fn with_two(ledger: &mut dyn Ledger, mut terminal: Terminal, news: &News) {
    let (name, device) = (terminal.disk.name, terminal.disk.name.device);
    ledger.enrol(name, 1, &terminal.public_key()).unwrap();
    terminal.take(Scope::Device(device), &[news.item(1)]).unwrap();
    // Stops of two laptops are two, so their ids are.
    let mut seed = Seed(5 + u64::from(device.0[0]));
    while terminal.disk.used.len() < 2 {
        terminal.commit(&mut seed);
    }
    let all = append(plan(&mut terminal, ledger, 0, 10_000_000));
    assert_eq!(ledger.append(&all, NOW).unwrap(), Appended::Done);
}

#[test]
fn a_number_that_two_laptops_used_is_named_with_both_and_as_outside_the_blocks_of_one() {
    each(|kind, ledger| {
        let block = ledger.lease(Id([1; 16]), ("样", 2026), 5).unwrap();
        let news = News::NumberBlock(block);
        with_two(ledger, laptop(0), &news);
        let found = numbering::read(ledger, 3).unwrap();
        assert_eq!((found.twice.len(), found.outside.len()), (0, 0), "{kind}");
        // Whoever holds a copy of the block takes the same numbers.
        with_two(ledger, Terminal::new(Id([2; 16]), &mut Seed(5)), &news);
        let found = numbering::read(ledger, 3).unwrap();
        let twice: Vec<_> =
            found.twice.iter().map(|(number, by)| (number.serial, by.len())).collect();
        assert_eq!(twice, [(1, 2), (2, 2)], "{kind}");
        let outside: Vec<_> =
            found.outside.iter().map(|(number, by)| (number.serial, by.journal.device)).collect();
        assert_eq!(outside, [(1, Id([2; 16])), (2, Id([2; 16]))], "{kind}");
        let runs = &found.blocks[0].runs;
        assert_eq!(runs[2..], [NumberRun::Rest { from: 3, until: 5 }], "{kind}");
        // A new epoch of its laptop gives the rest up.
        ledger
            .enrol(
                lucha::wire::message::hello::JournalName { device: Id([1; 16]), epoch: 2 },
                1,
                &[3; 32],
            )
            .unwrap();
        assert!(numbering::read(ledger, 3).unwrap().blocks[0].held.given_up, "{kind}");
    });
}

/// What `lucha doctor` says of the numbers at `desk`: its key, whether it is well, and what is left.
fn looked_at(desk: &mut Desk) -> (&'static str, bool, Value) {
    let findings = lucha::app::doctor::look_at(desk, &Machine::of(None));
    let numbers = findings.into_iter().find(|finding| finding.part == "numbers").unwrap();
    let left = numbers.facts.iter().find(|(name, _)| *name == "left").unwrap().1.clone();
    (numbers.note.key(), numbers.is_well, left)
}

fn supply(desk: &mut Desk) -> NumberSupply {
    let Reply::Today(today) = desk.handle(Command::LoadToday) else { panic!("no first screen") };
    today.numbers
}

#[test]
fn thirty_percent_is_said_by_the_first_screen_and_the_doctor() {
    let mut founding = sample();
    founding.blocks.truncate(1);
    founding.blocks[0].until = 3;
    let (_folder, mut desk) = found(founding, EVENING);
    let decide = |desk: &mut Desk, plate: &str| {
        let stop = with(scenarios::stop("S01"), "vehicle.plate", plate.into());
        assert_eq!(check(desk, vec![stop]).0, 0);
    };
    for (plate, left, is_low, key) in [
        ("粤D77B13", 2, false, "doctor.numbers_left"),
        ("粤D77B14", 1, false, "doctor.numbers_left"),
        ("粤D77B15", 0, true, "doctor.numbers_gone"),
    ] {
        decide(&mut desk, plate);
        let found = supply(&mut desk);
        assert_eq!((found.left, found.supplied, found.is_low()), (left, 3, is_low), "{plate}");
        assert_eq!(looked_at(&mut desk), (key, !is_low, Value::from(left)), "{plate}");
    }
}

#[test]
fn the_numbers_of_a_year_come_from_its_own_block_and_december_misses_the_next() {
    let mut founding = sample();
    founding.blocks.retain(|block| block.year == 2026);
    let (folder, mut desk) = found(founding, EVENING);
    assert_eq!(looked_at(&mut desk).0, "doctor.numbers_left");
    drop(desk);
    let mut desk = sit_down(folder.path(), "2026-12-15T09:00:00+08:00");
    assert_eq!(looked_at(&mut desk), ("doctor.numbers_next_year", false, Value::from(200)));
    assert_eq!(supply(&mut desk).next_year_missing, Some(2027));
    drop(desk);
    // With both blocks at hand the first stop of January takes the first of its own year.
    let (folder, desk) = found(sample(), EVENING);
    drop(desk);
    for (now, number) in [
        ("2026-12-31T18:00:00+08:00", "样汕交罚〔2026〕00001号"),
        ("2027-01-01T18:00:00+08:00", "样汕交罚〔2027〕00001号"),
    ] {
        let mut desk = sit_down(folder.path(), now);
        assert_eq!(supply(&mut desk).next_year_missing, None, "{now}");
        let plate = if now.starts_with("2026") { "粤D77B13" } else { "粤D77B14" };
        let stop = with(scenarios::stop("S01"), "vehicle.plate", plate.into());
        let stop = with(stop, "at", now.replace("18:00", "17:30").into());
        let (_, answers, said) = check(&mut desk, vec![stop]);
        assert_eq!(answers[0]["number"], number, "{said} {answers:?}");
    }
}

/// An opened case whose first paper took a number, and that paper.
fn case_with_number() -> (TempDir, Desk, Id, PaperLine) {
    let (folder, mut desk, stop) = with_stop("S02");
    let made = hold(&mut desk, &stop.to_string());
    assert_eq!(made.number, FIRST);
    (folder, desk, stop, made)
}

/// The page of a paper as it is looked at: what stands over it, and its picture.
fn page(desk: &mut Desk, document: Id) -> (String, Vec<u8>) {
    let open = Command::OpenDocument { document, page: 1, width_px: 80 };
    let Reply::Document(page) = desk.handle(open) else { panic!("no page") };
    (page.title, page.pixels)
}

#[test]
fn a_number_is_voided_with_a_reason_before_its_papers_are_printed_and_is_never_used_again() {
    let (folder, mut desk, stop, made) = case_with_number();
    let before = page(&mut desk, made.document);
    for (number, reason, key) in [
        ("样汕交罚〔2026〕00009号", "案由写错", "trouble.void_not_used"),
        ("9", "案由写错", "trouble.void_not_used"),
        (FIRST, "  ", "trouble.void_reason"),
        (FIRST, &"长".repeat(201), "trouble.void_reason"),
    ] {
        assert_eq!(void(&mut desk, number, reason).unwrap_err().key, key, "{number} {reason}");
    }
    let Voiding::Done(done) = void(&mut desk, FIRST, " 案由写错 ").unwrap() else { panic!() };
    assert_eq!((done.number.to_string().as_str(), done.reason.as_str()), (FIRST, "案由写错"));
    assert_eq!(void(&mut desk, FIRST, "再次").unwrap_err().key, "trouble.void_twice");
    // The paper is kept and says so; it is no part of the case, nor does its clock run.
    let view = desk.find(&stop.to_string()).unwrap();
    let line = view.documents.iter().find(|line| line.document == made.document).unwrap();
    assert!(line.is_void && view.inspection.papers.is_empty(), "{line:?}");
    assert!(view.clocks.iter().all(|clock| clock.id != "evidence_hold"));
    let last = view.entries.last().unwrap();
    assert_eq!(
        (last.kind.as_str(), last.who.credential.as_str()),
        ("number_voided", "19050001001")
    );
    let after = page(&mut desk, made.document);
    assert!(after.0.ends_with("（作废）") && after.1 != before.1, "{}", after.0);
    let refused = print_document::print(&mut desk, made.document, false).unwrap_err();
    assert_eq!(refused.key, "trouble.document_void");
    // Made again it takes the next number.
    let again = hold(&mut desk, &stop.to_string());
    assert_eq!(again.number, "样汕交罚〔2026〕00002号");
    assert!(!page(&mut desk, again.document).0.contains("作废"));
    let account = look(&desk).unwrap();
    let block = account.blocks.iter().find(|block| block.year == 2026).unwrap();
    assert_eq!((block.used, block.voided, block.free), (1, 1, 198));
    let rows = reader(folder.path()).dump().unwrap();
    desk.rebuild().unwrap();
    assert_eq!(reader(folder.path()).dump().unwrap(), rows);
    assert!(desk.verify().unwrap().breaks.is_empty());
    drop(desk);
    let (_, said) = told(folder.path(), false, "zh-CN");
    assert!(said.contains("已用 1，作废 1，未用 198") && said.contains("作废：案由写错"), "{said}");
    let (_, said) = told(folder.path(), true, "en");
    let lines: Vec<Value> = said.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let void: Vec<&Value> = lines.iter().filter(|line| line["state"] == "voided").collect();
    assert_eq!((void.len(), &void[0]["reason"]), (1, &Value::from("案由写错")));
}

#[test]
fn what_may_be_with_the_party_is_left_to_the_head_and_nothing_is_written() {
    let (folder, mut desk, _, made) = case_with_number();
    print_document::print(&mut desk, made.document, false).unwrap();
    // A decision on the spot is handed over there and then, printed or not.
    check(&mut desk, vec![scenarios::stop("S01")]);
    let before = reader(folder.path()).head().number;
    for number in [FIRST, "样汕交罚〔2026〕00002号"] {
        let no = void(&mut desk, number, "案由写错").unwrap();
        assert_eq!(
            no,
            Voiding::Refused(Blocked::new(Rule::NumberHandedOver, "number")),
            "{number}"
        );
        for (lang, words) in [("zh-CN", "报本机关负责人决定"), ("en", "head of the organ decides")]
        {
            let (mut out, mut err) = (Vec::new(), Vec::new());
            let mut voice = Voice { lang, out: &mut out, err: &mut err };
            let code = lucha::cli::numbers::void_at(&mut desk, number, "案由写错", &mut voice);
            let said = String::from_utf8(err).unwrap();
            assert!(code == 1 && out.is_empty() && said.contains(words), "{said}");
        }
    }
    assert_eq!(reader(folder.path()).head().number, before);
}

#[test]
fn headquarters_names_a_voided_number_with_its_reason() {
    let mut scene = Scene::new();
    let mut one = scene.laptop();
    one.answer(scenarios::stop("S02"));
    let stop = one.last_stop().to_string();
    hold(&mut one.desk, &stop);
    assert!(matches!(void(&mut one.desk, FIRST, "案由写错"), Ok(Voiding::Done(_))));
    hold(&mut one.desk, &stop);
    one.sync();
    let said = scene.done(&["numbers"]);
    let words = [format!("{FIRST} 作废（案由写错）："), "已用 1，作废 1，未用 198".into()];
    assert!(words.iter().all(|words| said.contains(words)), "{said}");
    let said = scene.done(&["numbers", "--json"]);
    let lines: Vec<Value> = said.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let void: Vec<&Value> = lines.iter().filter(|line| line["state"] == "voided").collect();
    assert_eq!((void.len(), &void[0]["by"][0]["reason"]), (1, &Value::from("案由写错")));
}
