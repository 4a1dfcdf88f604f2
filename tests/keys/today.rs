//! The first screen of a shift: counts, drafts to go on with, and the way to a new check.

use super::{Stage, WIDE, check};
use lucha::app::command::Command;

#[test]
fn an_empty_day_says_how_to_begin() {
    check(Stage::on_duty(), "", &["今日 2026-11-23", "检查 0", "N 开始新检查", "没有到期事项"]);
}

#[test]
fn a_draft_left_is_there_to_go_on_with() {
    let mut stage = check(Stage::on_duty(), "n <Tab>", &["检查 1/6"]);
    stage.press("<F8>");
    assert_eq!(stage.app.on_top(), "today");
    stage.sees(&["! 草稿 08:40", "未完成草稿 1 份"]);
    stage.press("<Enter>");
    stage.sees(&["检查 1/6"]);
}

#[test]
fn a_draft_is_dropped_only_after_a_question() {
    let mut stage = check(Stage::on_duty(), "n <F8> <Del>", &["删除", "请确认"]);
    stage.press("<Esc>");
    stage.sees(&["! 草稿 08:40"]);
    stage.press("<Del> <Enter>");
    assert!(stage.asked.iter().any(|asked| matches!(asked, Command::DropDraft { .. })));
    stage.sees_not(&["! 草稿 08:40"]);
}

#[test]
fn a_wide_terminal_shows_the_agency_too() {
    let mut stage = Stage::on_duty();
    stage.size = WIDE;
    stage.sees(&["样例市交通运输综合行政执法局", "张伟 + 李娜", "08:40", "盘"]);
}
