//! The account of document numbers by keys: each block with its numbers, and the stop that used one.

use super::{DECIDE, OVERLOAD, SMALL, Stage, WIDE, WITHIN};

fn decided() -> Stage {
    let mut stage = Stage::on_duty();
    stage.size = WIDE;
    stage.press(WITHIN).press("<Enter> <Esc>").press(OVERLOAD).press(DECIDE).press("<Esc> b");
    assert_eq!(stage.app.on_top(), "numbers", "{}", stage.screen());
    stage
}

#[test]
fn each_block_is_shown_with_what_used_its_numbers_and_what_is_free() {
    let mut stage = decided();
    let used = "样汕交罚〔2026〕00001号 2026-11-23 粤D55D18 《现场笔录》";
    let block = "样汕交罚〔2026〕00001–00200  2026-11-23 发放：已用 1，作废 0，未用 199";
    stage.sees(&["文号账", block, used, "00002–00200 未用（199 个）"]);
    stage.press("<F2>");
    stage.sees(&["Document numbers", "1 used, 0 void, 199 free", "00002–00200 free (199)"]);
    for size in [SMALL, WIDE] {
        stage.size = size;
        stage.sees_not(&["…"]);
    }
}

#[test]
fn a_number_that_is_used_opens_its_stop_and_one_that_is_free_opens_nothing() {
    let mut stage = decided();
    stage.press("<Enter>");
    assert_eq!(stage.app.on_top(), "numbers", "a block has no stop");
    let mut steps = 0;
    while stage.app.on_top() == "numbers" && steps < 8 {
        stage.press("<Down> <Enter>");
        steps += 1;
    }
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
    stage.sees(&["粤D55D18"]);
    stage.press("<Esc>");
    assert_eq!(stage.app.on_top(), "numbers");
    stage.press("<End> <Enter>");
    assert_eq!(stage.app.on_top(), "numbers", "what is free has no stop");
    stage.press("<Esc>");
    assert_eq!(stage.app.on_top(), "today");
}
