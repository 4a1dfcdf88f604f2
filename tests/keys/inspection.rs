//! One inspection: what is shown of it, its papers printed, a fact corrected.

use super::{DECIDE, OVERLOAD, Stage, WITHIN};
use lucha::app::command::Command;

fn decided() -> Stage {
    let mut stage = Stage::on_duty();
    stage.press(WITHIN).press("<Enter> <Esc>").press(OVERLOAD).press(DECIDE);
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
    stage
}

#[test]
fn everything_recorded_can_be_read() {
    let mut stage = decided();
    stage.size = (160, 70);
    stage.sees(&[
        "当场处罚",
        "¥3,000",
        "样汕交罚〔2026〕00001号",
        "08:40:00",
        "粤D55D18",
        "31,240 kg",
        "汕头市示范运输有限公司",
        "王五",
        "限值 25,000 kg",
        "日志条目",
        "责令改正违法行为通知书",
    ]);
}

#[test]
fn a_paper_is_printed_after_pages_and_copies_are_counted() {
    let mut stage = decided();
    stage.press("<Tab> <Tab> p");
    stage.sees(&["请确认", "当场行政处罚决定书", "2 份"]);
    stage.press("<Enter>");
    stage.sees(&["✓ 第 1 次打印", "已印 1 次"]);
    // The next paper that has not been printed is at hand; the printed one is two further.
    stage.press("<Tab> <Tab> p");
    stage.sees(&["! 这是第 2 次打印，纸面注明补打"]);
    stage.press("<Esc>");
    let prints = stage.asked.iter().filter(|asked| matches!(asked, Command::Print { .. })).count();
    assert_eq!(prints, 1);
}

#[test]
fn a_fact_is_corrected_with_a_reason() {
    let mut stage = decided();
    stage.press("e 1");
    stage.sees(&["更正记录", "更正为"]);
    stage.press("<Home> {S2} <Enter> <Enter>");
    stage.sees(&["! 理由: 更正须写明理由"]);
    stage.press("<Tab> <Tab> <Esc>");
    assert_eq!(stage.app.on_top(), "inspection");
    stage.press("e 4 <Backspace> <Backspace> <Backspace> <Backspace> <Backspace> {莲上治超点} <Enter> {听写有误} <Enter>");
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
    stage.size = (120, 60);
    stage.sees(&["✓ 已更正", "听写有误", "地点: 莲下治超点 -> 莲上治超点"]);
}

#[test]
fn the_next_stop_begins_from_here() {
    let mut stage = decided();
    stage.press("n");
    assert_eq!(stage.app.on_top(), "check");
    stage.press("<F8>");
    assert_eq!(stage.app.on_top(), "today");
}
