//! `kill -9` at any moment: the draft is there at the next start, the journal is whole.

use super::Program;
use crate::bureau::{reader, sample_folder};
use lucha::app::command::{Command, Reply};
use lucha::app::opening;

/// How often, and after how many milliseconds of typing each time.
fn loops() -> u64 {
    #[expect(clippy::disallowed_methods, reason = "the full check asks for more loops")]
    std::env::var("LUCHA_KILL_LOOPS").ok().and_then(|n| n.parse().ok()).unwrap_or(6)
}

#[test]
fn killed_in_the_middle_of_a_stop_the_draft_and_the_journal_are_there() {
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::demo(folder.path(), 100, 30);
    program.on_duty();
    program.press("n [检查 1/6] <Space> <Enter> [检查 2/6] {粤D55D18} <Enter> [草稿 已存] 1");
    // The field that was left is durable; only the one under the cursor may be lost.
    program.expect("号牌");
    std::thread::sleep(std::time::Duration::from_millis(300));
    program.kill();
    // What the officer sees at the next start, and at the field where he was.
    let mut program = Program::demo(folder.path(), 100, 30);
    program.press("[19050001001] 1 [246810] {246810} <Enter> [新检查] [粤D55D18] <Enter>");
    program.press("[检查 2/6] [粤D55D18]");
    program.kill();
    let mut desk = opening::to_write(Some(folder.path())).unwrap();
    let Reply::Today(today) = desk.handle(Command::LoadToday) else { panic!("no first screen") };
    assert_eq!(today.drafts.len(), 1);
    assert_eq!(today.drafts[0].plate, "粤D55D18");
    assert_eq!(desk.verify().unwrap().breaks, []);
}

#[test]
fn killed_again_and_again_while_working_nothing_acknowledged_is_lost() {
    let folder = sample_folder();
    for nth in 0..loops() {
        let mut program = Program::demo(folder.path(), 100, 30);
        if nth == 0 {
            program.on_duty();
        } else {
            program.press("[19050001001] 1 [246810] {246810} <Enter> [新检查]");
        }
        let decided = format!("粤DF{:05}", 10_000 + nth);
        program.press("n [检查 1/6] <Space> <Enter> [检查 2/6]");
        program.press(&format!("{{{decided}}} <Enter> 3 7 <Enter> [没有违法行为] <Enter> [检查 5/6] {{赵六}} <Enter> 2 <Enter> [结果：]"));
        program.press("<Enter> [日志条目]");
        // What the screen shows is acknowledged; the next stop is cut off at another moment each time.
        let begun = format!("粤DF{:05}", 50_000 + nth);
        program.press("n [检查 1/6]");
        program.press(&format!(
            "<Space> <Enter> {{{begun}}} <Enter> 3 7 <Enter> <Enter> {{赵六}} <Enter> 2 <Enter>"
        ));
        if nth == 0 {
            program.press("[检查 6/6] [草稿 已存]");
        }
        std::thread::sleep(std::time::Duration::from_millis(nth * 37 % 400));
        let on_screen = at_rest(&program);
        program.kill();
        let desk = opening::to_write(Some(folder.path())).unwrap();
        assert_eq!(desk.verify().unwrap().breaks, [], "loop {nth}");
        let drafts = reader(folder.path()).drafts().unwrap();
        assert_eq!(u64::try_from(drafts.len()).unwrap(), nth + 1, "loop {nth}:\n{on_screen}");
        let fields = &drafts[0].fields;
        let (lacks, saved) = (|field: &&str| !fields.contains_key(*field), saved_on(&on_screen));
        let lost: Vec<&str> = saved.iter().copied().filter(lacks).collect();
        assert_eq!(lost, [""; 0], "loop {nth}: kept {fields:?} of\n{on_screen}");
        assert!(nth > 0 || saved.contains(&"present.name"), "{on_screen}");
        let plate = fields.get("vehicle.plate");
        assert!(plate.is_none_or(|kept| *kept == begun), "loop {nth}: {plate:?}");
        let kept = desk.list("", 10_000).unwrap();
        assert_eq!(u64::try_from(kept.len()).unwrap(), nth + 1, "loop {nth}");
        assert_eq!(kept[0].plate, decided);
    }
}

/// Fields that were left before a step's heading can be shown.
const LEFT_BEFORE: [(&str, &[&str]); 4] = [
    ("检查 2/6", &["telling.cards_shown"]),
    ("检查 4/6", &["telling.cards_shown", "vehicle.plate", "vehicle.colour", "vehicle.kind"]),
    ("检查 5/6", &["telling.cards_shown", "vehicle.plate", "vehicle.colour", "vehicle.kind"]),
    (
        "检查 6/6",
        &[
            "telling.cards_shown",
            "vehicle.plate",
            "vehicle.colour",
            "vehicle.kind",
            "present.name",
            "present.relation",
        ],
    ),
];

/// Fields of which `screen` says that they are saved: those of the steps before the one that is shown.
fn saved_on(screen: &str) -> Vec<&'static str> {
    if !screen.contains("草稿 已存") {
        return Vec::new();
    }
    let shown = LEFT_BEFORE.iter().find(|(heading, _)| screen.contains(heading));
    shown.map_or(Vec::new(), |(_, fields)| fields.to_vec())
}

/// The screen when no half of a frame is on it.
fn at_rest(program: &Program) -> String {
    let mut before = program.text();
    loop {
        std::thread::sleep(std::time::Duration::from_millis(10));
        let now = program.text();
        if now == before {
            return now;
        }
        before = now;
    }
}

#[test]
fn killed_while_it_decides_and_prints_no_number_is_lost_or_given_twice() {
    let folder = sample_folder();
    let mut shown = std::collections::BTreeSet::new();
    for nth in 0..loops() {
        let mut program = Program::demo(folder.path(), 100, 30);
        if nth == 0 {
            program.on_duty();
        } else {
            program.press("[19050001001] 1 [246810] {246810} <Enter> [新检查]");
        }
        let plate = format!("粤D3{nth:04}");
        for script in [
            "n [检查 1/6] <Space> <Enter> [检查 2/6]",
            &format!("{{{plate}}} <Enter> 1 4 <Enter> [检查 4/6] <F6> {{PK-012}} <Enter>"),
            "{班车未在显著位置挂放客运标志牌，未当场改正} <Enter> [检查 5/6]",
            "3 {孙八客运} <Enter> {92440507MA0006062M} <Enter> {孙八} <Enter>",
            "{440507199009090060} <Enter> {汕头市澄海区文冠路3号} <Enter> {13800000008} <Enter>",
            "<F3> <Enter> [检查 6/6] <F7> <Enter> 1 1 <Enter>",
            "[结果：当场处罚] <Enter> [不得代输] {246810} <Enter> {135790} <Enter>",
        ] {
            program.press(script);
        }
        // Another moment each time: before the decision is kept, between its pages, in a print.
        std::thread::sleep(std::time::Duration::from_millis(nth * 61 % 500));
        if nth % 2 == 1 {
            program.press("[〔20] a [打印《] <Enter>");
            std::thread::sleep(std::time::Duration::from_millis(nth * 37 % 300));
        }
        let on_screen = program.text();
        program.kill();
        shown.extend(number_in(&on_screen));
        let desk = opening::to_write(Some(folder.path())).unwrap();
        assert_eq!(desk.verify().unwrap().breaks, [], "loop {nth}");
        let kept = desk.list("", 10_000).unwrap();
        let numbers: Vec<&str> = kept
            .iter()
            .map(|line| line.number.as_str())
            .filter(|number| !number.is_empty())
            .collect();
        let distinct: std::collections::BTreeSet<String> =
            numbers.iter().map(ToString::to_string).collect();
        assert_eq!(distinct.len(), numbers.len(), "loop {nth}: {numbers:?}");
        assert!(distinct.is_superset(&shown), "loop {nth}: shown {shown:?}, kept {distinct:?}");
    }
}

/// The decision's number, when the screen shows one.
fn number_in(screen: &str) -> Option<String> {
    let from = screen.find("样汕交罚〔")?;
    let rest = &screen[from..];
    Some(rest[..rest.find('号')? + '号'.len_utf8()].to_string())
}
