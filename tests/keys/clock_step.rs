//! The question about the clock: asked once after a step, answered with one key, left with Esc.

use super::{Stage, WIDE, check};
use lucha::app::command::Command;
use lucha::domain::clock_step::ClockWord;

/// On duty, and headquarters tells a time five minutes ahead.
fn stepped() -> Stage {
    let mut stage = Stage::on_duty();
    stage.desk.hear_headquarters(stage.now.plus_ms(300_000));
    stage.press("<F5>");
    assert_eq!(stage.app.on_top(), "clock_step", "{}", stage.screen());
    stage
}

#[test]
fn the_officer_is_asked_and_one_key_answers() {
    let mut stage = check(
        stepped(),
        "",
        &["本机时钟比上级时间慢 5 分钟", "本机现在显示：2026-11-23 08:40", "现在准确", "不能确定"],
    );
    stage.press("<Enter>");
    assert_eq!(stage.app.on_top(), "clock_step", "nothing was chosen");
    stage.press("2");
    assert_eq!(stage.app.on_top(), "today");
    let said = Command::ConfirmClock { said: ClockWord::Wrong };
    assert!(stage.asked.contains(&said));
    stage.sees(&["请在系统设置里把时间调准"]);
    stage.press("<F5>");
    assert_eq!(stage.app.on_top(), "today", "answered once");
}

#[test]
fn a_stop_waits_for_no_answer() {
    let mut stage = stepped();
    stage.size = WIDE;
    stage.press("<Esc>");
    assert_eq!(stage.app.on_top(), "today");
    stage.press("n");
    stage.sees(&["检查 1/6"]);
}
