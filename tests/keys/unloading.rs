//! The end of the weighing step: led to a site, unloaded, weighed again; by keys.

use super::bad_input::says;
use super::{SMALL, Stage, WIDE, WITHIN};

#[test]
fn the_screen_asks_for_them_at_the_end_of_the_weighing_and_notes_the_time() {
    let mut stage = Stage::on_duty();
    stage.press(WITHIN);
    stage.press("<Enter> <Esc>");
    stage.size = WIDE;
    stage.press("n <Space> <Enter> {粤D55D18} <Enter> 1 1 {x} <Enter> {2019-01-15} <Enter>");
    stage.sees_not(&["复检总质量"]);
    stage.press("1 {3} <Enter> {2} <Enter> {0} <Enter> {31240} <Enter> {12.00} <Enter> {2.55} <Enter> {3.95} <Enter> y");
    stage.go_to("引导至站点");
    stage.sees_not(&["引导距离", "到达时间", "复检时间"]);
    stage.press("{莲下治超站} <Down>");
    stage.sees(&["引导距离", "到达时间", "2026-11-23 08:40"]);
    stage.press("{0} <Down>");
    note(&mut stage, "[引导距离] -> 引导距离填 1 至 100,000 米的整数，");
    stage.press("<Up> <Backspace> {3200}");
    stage.sees_not(&["引导距离填 1 至"]);
    stage.go_to("复检总质量");
    stage.press("{31500} <Down>");
    stage.sees(&["复检时间", "复检衡器"]);
    note(&mut stage, "[复检总质量] -> 核对复检质量：不高于首次称重的总质量");
    stage.go_to("复检总质量");
    stage.press("<Ctrl-u> {26000} <Down>");
    note(&mut stage, "! 复检后仍超过限值，尚未改正");
    stage.go_to("复检总质量");
    stage.press("<Ctrl-u> {24940} <Down>");
    stage.sees_not(&["复检后仍超过限值"]);
    stage.sees(&["超限 6,240 kg"]);
    stage.go_to("复检衡器");
    stage.sees_not(&["复检检定证号"]);
    stage.press("{SCS-09} <Down>");
    stage.sees(&["复检检定证号", "复检检定有效"]);
}

/// A note below the fields, read where it has the whole width.
fn note(stage: &mut Stage, sentence: &str) {
    stage.size = SMALL;
    says(stage, sentence);
    stage.size = WIDE;
}
