//! The shift: the colleague, the station, the plan.

use super::tasks::{TASKS, told};
use super::{Stage, check};

#[test]
fn one_colleague_is_chosen_already() {
    let mut stage = check(Stage::new(), "1 {246810} <Enter>", &["李娜 19051100023 ✓ 2199-12-31"]);
    stage.press("{莲下治超点} <Enter> {2026-治超-11} <Enter>");
    assert_eq!(stage.app.on_top(), "today", "{}", stage.screen());
    stage.sees(&["张伟 + 李娜", "莲下治超点", "2026-治超-11"]);
}

#[test]
fn a_shift_without_a_plan_is_refused_in_words() {
    let stage = Stage::new();
    let stage =
        check(stage, "1 {246810} <Enter> {莲下} <Enter> <Enter>", &["没有检查计划不能开班"]);
    assert_eq!(stage.app.on_top(), "shift_start");
}

#[test]
fn a_task_that_is_chosen_says_where_and_on_which_plan() {
    let files = [("tasks.toml", TASKS)];
    let mut stage = told(Stage::new(), &files, &["publish", "--tasks", "tasks.toml"]);
    stage.press("1 {246810} <Enter>");
    assert_eq!(stage.app.on_top(), "shift_start");
    stage.sees(&["任务", "2026-客运-03"]);
    stage.press("2");
    stage.sees(&["莲上治超点", "2026-治超-12"]);
    stage.press("<Enter>");
    let shift = stage.desk.snapshot().shift.unwrap();
    assert_eq!((shift.station.as_str(), shift.plan.as_str()), ("莲上治超点", "2026-治超-12"));
}
