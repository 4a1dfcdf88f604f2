//! Step 3: slip, further readings, deduction rule, claim and unloading; by keys.

use super::bad_input::says;
use super::{SMALL, Stage, WIDE, WITHIN};

/// S01 on the screen, in the weighing step with all that the scale said.
fn weighed() -> Stage {
    let mut stage = Stage::on_duty();
    stage.press(WITHIN);
    stage.press("<Enter> <Esc>");
    stage.size = WIDE;
    stage.press("n <Space> <Enter> {粤D55D18} <Enter> 1 1 {x} <Enter> {2019-01-15} <Enter>");
    stage.press("1 {3} <Enter> {2} <Enter> {0} <Enter> {31240} <Enter> {12.00} <Enter> {2.55} <Enter> {3.95} <Enter> y");
    stage
}

/// A note below the fields, read where it has the whole width.
fn note(stage: &mut Stage, sentence: &str) {
    stage.size = SMALL;
    says(stage, sentence);
    stage.size = WIDE;
}

#[test]
fn a_disputed_slip_asks_for_a_second_weighing_which_then_counts() {
    let mut stage = weighed();
    stage.go_to("签名情况");
    stage.press("2");
    stage.sees(&[">异议内容"]);
    note(&mut stage, "当事人对检测单有异议，尚无有效的异议复称");
    stage.press("{秤不准}");
    stage.go_to("再次称重");
    stage.press("3");
    stage.sees(&[">总质量"]);
    stage.press("{30900} <Down>");
    stage.sees(&[">称重时间", "2026-11-23 08:40"]);
    stage.press("<Down> {SCS-09} <Enter> 1 {粤检2026-0400} <Enter>");
    note(&mut stage, "当事人对检测单有异议，尚无有效的异议复称");
    stage.press("{2027-05-01} <Up>");
    // The law beside the fields counts from the second reading now.
    stage.sees(&["超限 5,900 kg"]);
    stage.sees_not(&["超限 6,240 kg"]);
}

#[test]
fn a_deduction_rule_that_nobody_stands_for_is_shown_and_not_applied() {
    let mut stage = weighed();
    stage.go_to("扣减规则");
    stage.press("<Space> <Space> <Up> <Down>");
    note(&mut stage, "这条扣减规则未核，本决定不适用");
    stage.sees(&["未核", "超限 6,240 kg"]);
    stage.press("<Backspace> <Space> <Up> <Down>");
    stage.size = SMALL;
    stage.sees_not(&["本决定不适用"]);
}

#[test]
fn a_claim_is_refused_with_its_reason() {
    let mut stage = weighed();
    stage.go_to("特殊车型");
    stage.press("1 {行驶证} <Down>");
    stage.sees(&[">予以认可"]);
    stage.sees_not(&["认可与否理由"]);
    stage.press("n");
    stage.sees(&[">认可与否理由"]);
}

#[test]
fn an_unloading_asks_for_its_times_and_a_release_before_its_end_is_told_at_the_field() {
    let mut stage = weighed();
    stage.go_to("卸载方式");
    stage.sees_not(&["分装车辆", "开始卸载", "卸载完毕"]);
    stage.press("2");
    stage.sees(&[">分装车辆", "开始卸载", "卸载完毕"]);
    stage.press("{粤D7777挂} <Enter> {2026-11-23 08:40} <Enter> {2026-11-23 08:39} <Down>");
    note(&mut stage, "核对卸载完毕的时间");
    stage.go_to("卸载完毕");
    stage.press("<Ctrl-u> {2026-11-23 08:40} <Down>");
    stage.size = SMALL;
    stage.sees_not(&["核对卸载完毕的时间"]);
    stage.size = WIDE;
    stage.go_to("放行时间");
    stage.press("{2026-11-23 08:40} <Up>");
    note(&mut stage, "已放行，但没有复检合格的记录");
}

#[test]
fn a_distance_may_be_typed_in_kilometres() {
    let mut stage = weighed();
    stage.go_to("引导至站点");
    stage.press("{莲下治超站} <Down> {3.2 km} <Down>");
    stage.sees(&[">驶离时间"]);
    stage.size = SMALL;
    stage.sees_not(&["引导距离填 1 至", "引导距离: "]);
}

#[test]
fn the_same_is_asked_and_said_in_english() {
    let mut stage = weighed();
    stage.press("<F2>");
    stage.go_to("Signed or not");
    stage.press("2");
    stage.sees(&[">What it disputes"]);
    note(&mut stage, "The party disputes the slip, and no second weighing proves anything yet");
    stage.go_to("Manner");
    stage.press("2");
    stage.sees(&[">Loaded onto", "Began at", "Ended at"]);
    stage.go_to("Released at");
    stage.press("{2026-11-23 08:40} <Up>");
    note(&mut stage, "Released, and no second weighing shows that the excess is gone");
}
