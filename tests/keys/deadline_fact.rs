//! What moves the deadlines of a case, put down from its stop: event, day and paper; refused under its field, and withdrawn.

use super::{DECIDE, OVERLOAD, Stage, WITHIN};
use lucha::app::command::Command;

/// High enough that all of a stop is seen.
const HIGH: (u16, u16) = (160, 140);

fn decided() -> Stage {
    let mut stage = Stage::on_duty();
    stage.size = HIGH;
    stage.press(WITHIN).press("<Enter> <Esc>").press(OVERLOAD).press(DECIDE);
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
    stage
}

/// How many times the desk was asked to put something down.
fn put_down(stage: &Stage) -> usize {
    let asked = |asked: &&Command| matches!(asked, Command::RecordFact { .. });
    stage.asked.iter().filter(asked).count()
}

#[test]
fn the_home_organ_is_told_and_the_clock_is_gone_until_that_is_withdrawn() {
    let mut stage = decided();
    let clock = "超限案件抄告: 至 2026-12-02";
    stage.sees(&[clock, "按 D 记期限事项"]);
    stage.press("d");
    assert_eq!(stage.app.on_top(), "deadline_fact");
    stage.sees(&["期限事项", "6 抄告车籍地机关", "1 罚款缴清", "2026-11-23"]);
    // What the program knows by itself is not to be chosen, and nothing stands that could be withdrawn.
    stage.sees_not(&["决定书副本报所属机关", "已记事项"]);
    stage.press("6 <Enter> {汕交抄〔2026〕12号} <Enter>");
    assert_eq!((stage.app.on_top(), put_down(&stage)), ("inspection", 1));
    stage.sees(&["✓ 已记：2026-11-23 抄告车籍地机关（汕交抄〔2026〕12号）"]);
    stage.sees_not(&[clock]);
    stage.press("d");
    stage.sees_not(&["6 抄告车籍地机关"]);
    stage.go_to("已记事项");
    stage.press("1 {抄错机关} <Enter>");
    assert_eq!((stage.app.on_top(), put_down(&stage)), ("inspection", 2), "{}", stage.screen());
    stage.sees(&["✓ 已撤回：2026-11-23 抄告车籍地机关（抄错机关）", clock]);
}

#[test]
fn what_is_refused_is_said_under_its_field_and_what_was_typed_stays() {
    let mut stage = decided();
    stage.size = super::SMALL;
    stage.press("d <Enter> <Enter> {12} <Enter>");
    stage.sees(&["请先选一项"]);
    assert_eq!(put_down(&stage), 0);
    stage.press("6 <Backspace> {4} <Enter> <Enter>");
    stage.sees(&["2026-11-24 还没有到", "抄告车籍地机关"]);
    assert_eq!((stage.app.on_top(), put_down(&stage)), ("deadline_fact", 1));
    let screen = stage.screen();
    let rows: Vec<&str> = screen.lines().collect();
    let at = |words: &str| rows.iter().position(|row| row.contains(words)).unwrap();
    assert_eq!(at("还没有到"), at("发生日期") + 1, "{screen}");
    // In the other language too, nothing is lost.
    stage.press("<F2> <F2> <Backspace> {3} <Enter> <Enter>");
    assert_eq!((stage.app.on_top(), put_down(&stage)), ("inspection", 2), "{}", stage.screen());
    stage.sees(&["✓ 已记：2026-11-23 抄告车籍地机关（12）"]);
}

#[test]
fn a_stop_without_clocks_has_nothing_to_put_down() {
    let mut stage = Stage::on_duty();
    stage.press(WITHIN).press("<Enter>");
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
    stage.press("d");
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
    stage.sees(&["粤D12345", "无问题"]);
    stage.sees_not(&["按 D 记"]);
}
