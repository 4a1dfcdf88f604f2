//! The shift: the colleague, the station, the plan.

use super::tasks::{TASKS, told};
use super::{SMALL, Stage, check};
use lucha::app::command::{Command, Reply};
use lucha::app::config::Founding;
use lucha::tui::effect::Event;

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

/// A session with headquarters that ended beside the screens.
fn carried(stage: &mut Stage) {
    let Reply::Sync(view) = stage.desk.handle(Command::LoadSync) else { panic!() };
    let snapshot = Some(Box::new(stage.desk.snapshot()));
    stage.send(Event::Reply(Box::new(Reply::Carried(view)), snapshot));
}

#[test]
fn tasks_of_the_night_come_into_the_open_form_and_nothing_that_was_typed_is_lost() {
    let mut stage = Stage::new();
    assert_eq!(stage.size, SMALL);
    stage.press("1 {246810} <Enter> {莲下治超} <Enter> {2026-治}");
    assert_eq!(stage.app.on_top(), "shift_start");
    carried(&mut stage);
    stage.sees_not(&["任务新到"]);
    let files = [("tasks.toml", TASKS)];
    let mut stage = told(stage, &files, &["publish", "--tasks", "tasks.toml"]);
    carried(&mut stage);
    stage.sees(&["✓ 总部下达的任务新到 2 项", "莲下治超", "2026-治"]);
    // The keys go where they went.
    stage.press("{超-11}");
    stage.sees(&["2026-治超-11"]);
    stage.go_to("任务");
    stage.sees(&["1 ! 2026-11-20 2026-客运-03 澄海老周客运服务部", "2 2026-11-30 2026-治超-12"]);
    stage.press("2");
    stage.sees(&["莲上治超点", "2026-治超-12"]);
    // Another session brings nothing new, and what was chosen is chosen still.
    carried(&mut stage);
    stage.sees(&["汕头市远航物流有限公司", "莲上治超点", "2026-治超-12"]);
    stage.press("<Down> <Down> <Enter>");
    let shift = stage.desk.snapshot().shift.unwrap();
    assert_eq!((shift.station.as_str(), shift.plan.as_str()), ("莲上治超点", "2026-治超-12"));
}

#[test]
fn a_task_that_was_done_meanwhile_is_offered_no_more() {
    let files = [("tasks.toml", TASKS)];
    let mut stage = told(Stage::new(), &files, &["publish", "--tasks", "tasks.toml"]);
    stage.press("1 {246810} <Enter> 1");
    stage.sees(&["2026-客运-03"]);
    let done = stage.desk.snapshot().tasks[0].id;
    assert_eq!(stage.desk.handle(Command::TaskDone { task: done }), Reply::TaskDone { task: done });
    carried(&mut stage);
    stage.go_to("任务");
    stage.sees_not(&["澄海老周客运服务部", "任务新到"]);
    stage.sees(&["1 2026-11-30 2026-治超-12"]);
}

#[test]
fn a_shift_begins_with_the_word_that_numbers_run_low_or_next_years_are_not_here() {
    let mut founding = crate::bureau::sample();
    founding.blocks.retain(|block| block.year == 2026);
    let at = |now, founding: &Founding| {
        let mut stage = Stage::founded(now, founding.clone());
        stage.press("1 {246810} <Enter>");
        assert_eq!(stage.app.on_top(), "shift_start", "{}", stage.screen());
        stage
    };
    at("2026-12-14T08:40:00+08:00", &founding).sees_not(&["! "]);
    let mut stage = at("2026-12-15T08:40:00+08:00", &founding);
    stage.sees(&["! 2027 年的号段还没有：元旦前请与总部同步领取"]);
    stage.press("<F2>");
    stage.sees(&["! no numbers for 2027 yet: sync with headquarters before the new year"]);
    founding.blocks.clear();
    let mut stage = at(super::NOW, &founding);
    stage.sees(&["! 可用文号只剩 0 个（共 0 个），到了三成"]);
    stage.press("<F2> {x} <Enter> {y} <Enter>");
    stage.sees(&["0 of 0 numbers left"]);
}
