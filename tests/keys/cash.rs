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
    stage.press("{44A0001} <Enter> 1 <Enter> <Enter>");
    stage.sees(&["超过 ¥100"]);
    assert_eq!(stage.app.on_top(), "cash");
    stage.press("2 <Enter> <Enter>");
    assert_eq!(stage.app.on_top(), "inspection");
    stage.sees(&[
        "当场收缴 ¥3,000",
        "2026-11-23 张伟收缴",
        "票据 44A0001",
        "最迟 2026-11-25 交本机关",
    ]);
    stage.press("<Esc>");
    stage.sees(&["2天后 ¥3,000 收缴罚款交本机关"]);
    stage.press("c");
    stage.sees(&["当场收缴 ¥3,000，票据 44A0001：最迟 2026-11-25 交本机关"]);
    stage.press("<Esc> <Enter>");
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
    stage.press("m {J-88} <Enter> <Enter>");
    stage.sees(&["最迟 2026-11-25 由机关缴银行"]);
    stage.press("m {B-9} <Enter> <Enter>");
    stage.sees(&["已缴银行"]);
    stage.press("m");
    assert_eq!(stage.app.on_top(), "inspection", "nothing is left to be done");
    assert_eq!(put_down(&stage), 4);
}

/// How many times the desk was asked to put something down.
fn put_down(stage: &Stage) -> usize {
    let asked = |asked: &&Command| matches!(asked, Command::PutDownCash { .. });
    stage.asked.iter().filter(asked).count()
}

#[test]
fn nothing_is_written_before_number_sum_and_receipt_were_read_and_answered_with_yes() {
    let mut stage = decided();
    stage.press("m {44A0010} <Enter> 2 <Enter>");
    stage.sees(&["请确认", "样汕交罚〔2026〕00001号", "¥3,000", "44A0010", "2026-11-23"]);
    stage.press("n");
    assert_eq!((put_down(&stage), stage.app.on_top()), (0, "cash"));
    // A day that is to come is refused, and what was typed stays.
    stage.press("<Down> <Backspace> {4} <Enter> <Enter>");
    stage.sees(&["2026-11-24 还没有到"]);
    stage.press("<Backspace> {3} <Enter> y");
    assert_eq!((put_down(&stage), stage.app.on_top()), (2, "inspection"));
}

#[test]
fn what_was_put_down_by_mistake_is_withdrawn_with_its_reason_until_its_money_went_on() {
    let mut stage = decided();
    stage.press("m {44A0010} <Enter> 2 <Enter> <Enter>");
    stage.sees(&["票据 44A0010"]);
    stage.press("m");
    stage.go_to("撤回理由");
    stage.press("{票据号记错} <Enter>");
    stage.sees(&["请确认", "样汕交罚〔2026〕00001号", "¥3,000", "44A0010", "票据号记错"]);
    assert_eq!(put_down(&stage), 1);
    stage.press("<Enter>");
    assert_eq!((put_down(&stage), stage.app.on_top()), (2, "inspection"));
    stage.sees_not(&["票据 44A0010"]);
    stage.press("m {44A0001} <Enter> 2 <Enter> <Enter>");
    stage.sees(&["票据 44A0001"]);
    stage.press("m {J-88} <Enter> <Enter> m");
    stage.sees_not(&["撤回理由"]);
}

#[test]
fn a_stop_without_a_fine_has_no_cash() {
    let mut stage = Stage::on_duty();
    stage.press(WITHIN).press("<Enter>");
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
    stage.press("m");
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
    // The stop and its outcome still stand there, and nothing of cash.
    stage.sees(&["粤D12345", "无问题"]);
    stage.sees_not(&["收缴"]);
}
