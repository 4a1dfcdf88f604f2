//! A new paper of a case from the page of its stop: which one, its fields, both PINs; refused under its field, printed as any other.

use super::{DECIDE, OVERLOAD, Stage, WITHIN};
use lucha::app::command::Command;

/// High enough that a whole form is seen.
const HIGH: (u16, u16) = (160, 140);

fn decided() -> Stage {
    let mut stage = Stage::on_duty();
    stage.size = HIGH;
    stage.press(WITHIN).press("<Enter> <Esc>").press(OVERLOAD).press(DECIDE);
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
    stage
}

/// How many times the desk was asked for a paper.
fn asked(stage: &Stage) -> usize {
    stage.asked.iter().filter(|asked| matches!(asked, Command::MakePaper(_))).count()
}

/// The fields of a list of evidence that the case gives nothing for, to the last one.
const HELD: &str = "{单据随车带走} <Tab> <Tab> {货物运单；原件；1份；本局} <Tab> \
    {陈局} <Tab> {2026-11-23 08:00} <Tab> {12} <Enter>";

#[test]
fn evidence_is_held_from_the_page_of_the_stop_and_its_clock_is_there() {
    let mut stage = decided();
    stage.press("w");
    assert_eq!(stage.app.on_top(), "paper");
    // What cannot be made says why.
    stage.sees(&[
        "新文书",
        "> 证据登记保存清单",
        "解除证据登记保存决定书",
        "案卷中缺少前面环节的文书",
    ]);
    stage.press("<Down> <Enter>");
    assert_eq!(stage.app.on_top(), "paper");
    stage.press("<Up> <Enter>");
    stage.sees(&["涉嫌可分载货物违法超限", "负责人审批"]);
    stage.press(HELD);
    assert_eq!(stage.app.on_top(), "confirm", "{}", stage.screen());
    stage.sees(&["货物运单；原件；1份；本局", "7个工作日，2026年11月23日至2026年12月2日"]);
    stage.press("{246810} <Enter> {135790} <Enter>");
    assert_eq!((stage.app.on_top(), asked(&stage)), ("inspection", 2), "{}", stage.screen());
    stage.sees(&["✓ 已制作：证据登记保存清单", "先行登记保存证据处理: 至 2026-12-02"]);
    // Now there is something to release.
    stage.press("w <Down> <Enter>");
    stage.sees(&["哪一次登记保存", "解除日期"]);
}

#[test]
fn what_is_missing_is_said_under_its_field_and_what_was_typed_stays() {
    let mut stage = decided();
    stage.press("w <Enter> {单据随车带走} <Tab> <Tab> <Tab> {陈局} <Tab> <Tab> <Enter>");
    assert_eq!((stage.app.on_top(), asked(&stage)), ("paper", 1), "{}", stage.screen());
    stage.sees(&["单据随车带走", "陈局", "证据（一行一件"]);
    stage.press("<F2> <F2>");
    stage.sees(&["单据随车带走"]);
}
