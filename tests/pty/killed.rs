//! `kill -9` at any moment: the draft is there at the next start, the journal is whole.

use super::Program;
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
    let mut desk = opening::to_write(Some(folder.path())).unwrap();
    let Reply::Today(today) = desk.handle(Command::LoadToday) else { panic!("no first screen") };
    assert_eq!(today.drafts.len(), 1);
    assert_eq!(today.drafts[0].plate, "粤D55D18");
    assert_eq!(desk.verify().unwrap().breaks, []);
}

#[test]
fn killed_again_and_again_while_typing_nothing_acknowledged_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let mut entries = 0;
    for nth in 0..loops() {
        let mut program = Program::demo(folder.path(), 100, 30);
        program.on_duty();
        program.press("n [检查 1/6] <Space> <Enter> [检查 2/6] <Esc> [新检查]");
        // A different moment of the same work each time.
        program.press("n [检查 1/6] <Space> <Enter> {粤D55D18} <Enter>");
        std::thread::sleep(std::time::Duration::from_millis(nth * 37 % 200));
        program.kill();
        let desk = opening::to_write(Some(folder.path())).unwrap();
        let verdict = desk.verify().unwrap();
        assert_eq!(verdict.breaks, [], "loop {nth}");
        assert!(verdict.entries > entries, "loop {nth}: the shift that was shown is not there");
        entries = verdict.entries;
    }
}
