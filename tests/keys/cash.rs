//! A fine that is collected at the roadside: receipt and ground, then each step of its money, seen on the stop, on the first
//! screen and at the end of the shift.

use super::{DECIDE, OVERLOAD, Stage, WIDE, WITHIN};
use lucha::app::command::Command;

fn decided() -> Stage {
    let mut stage = Stage::on_duty();
    stage.size = WIDE;
    stage.press(WITHIN).press("<Enter> <Esc>").press(OVERLOAD).press(DECIDE);
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
    stage
}

#[test]
fn a_fine_is_put_down_with_receipt_and_ground_and_its_clock_is_shown_until_it_is_at_the_bank() {
    let mut stage = decided();
    stage.press("m");
    assert_eq!(stage.app.on_top(), "cash");
    // More than ¥100 is not small: refused, and what was typed stays.
    stage.press("{44A0001} <Enter> 1 <Enter>");
    stage.sees(&["超过一百元"]);
    assert_eq!(stage.app.on_top(), "cash");
    stage.press("2 <Enter>");
    assert_eq!(stage.app.on_top(), "inspection");
    stage.sees(&["当场收缴 ¥3,000", "张伟收缴", "票据 44A0001", "2026-11-25 前交本机关"]);
    stage.press("<Esc>");
    stage.sees(&["2天后 ¥3,000 收缴罚款交本机关"]);
    stage.press("c");
    stage.sees(&["当场收缴 ¥3,000，票据 44A0001：2026-11-25 前交本机关"]);
    stage.press("<Esc> <Enter>");
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
    stage.press("m {J-88} <Enter>");
    stage.sees(&["2026-11-25 前由机关缴银行"]);
    stage.press("m {B-9} <Enter>");
    stage.sees(&["已缴银行"]);
    stage.press("m");
    assert_eq!(stage.app.on_top(), "inspection", "nothing is left to be done");
    let asked = |asked: &&Command| matches!(asked, Command::PutDownCash { .. });
    assert_eq!(stage.asked.iter().filter(asked).count(), 4);
}

#[test]
fn a_stop_without_a_fine_has_no_cash() {
    let mut stage = Stage::on_duty();
    stage.press(WITHIN).press("<Enter>");
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
    stage.press("m");
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
}
