//! A load that fell or spilt, on the screen: what became of the road is asked, chooses the law, and is added to an opened case.

use super::{HUGE, Stage};
use crate::bureau::with;
use crate::scenarios::stop;
use lucha::app::check_file;
use lucha::app::command::Command;
use serde_json::json;

#[test]
fn what_became_of_the_road_is_asked_of_a_spilled_load_and_chooses_the_law() {
    let mut stage = Stage::on_duty();
    stage.size = HUGE;
    stage.press("n <PgDn> <PgDn> <F6> {FR-007} <Enter> {未按规定维护}");
    stage.sees_not(&["路面情况"]);
    let mut stage = Stage::on_duty();
    // Wide enough that no line is broken.
    stage.size = (220, 60);
    stage.press("n <PgDn> <PgDn> <F6> {FR-006} <Enter> {沙石撒落路面}");
    stage.sees(&[
        "路面情况",
        "FR-006 待选依据 《公路安全保护条例》第六十九条：¥0 - ¥5,000",
        "FR-006 待选依据 《中华人民共和国道路运输条例》第六十八条第二款：¥1,000 - ¥3,000",
        "! 没有查看路面，依据未定",
        "有几个处罚依据，尚未选定",
        "注意 7 货物扬撒",
    ]);
    stage.go_to("路面情况");
    stage.press("3");
    stage.sees(&["FR-006 待选依据", "! 没有查看路面，依据未定"]);
    stage.go_to("路面情况");
    stage.press("1");
    stage.sees(&["FR-006 幅度 ¥0 - ¥5,000"]);
    stage.sees_not(&["FR-006 待选依据", "没有查看路面，依据未定"]);
    stage.go_to("路面情况");
    stage.press("2");
    stage.sees(&["FR-006 幅度 ¥1,000 - ¥3,000"]);
    stage.sees_not(&["FR-006 待选依据", "有几个处罚依据，尚未选定"]);
    assert_eq!(stage.app.on_top(), "check");
}

#[test]
fn the_road_is_asked_in_both_languages_on_a_small_screen() {
    let mut stage = Stage::on_duty();
    stage.press("n <PgDn> <PgDn> <F6> {FR-006} <Enter> {沙石撒落路面}");
    stage.go_to("路面情况");
    stage.sees(&["1 损坏或者污染", "2 没有损坏、污染", "3 未查看"]);
    stage.press("<F2>");
    stage.sees(&[">Road surface", "1 damaged or dirty", "2 whole and clean", "3 not looked at"]);
    stage.press("2");
    stage.go_to("Road surface");
    stage.sees(&[">2 whole and clean"]);
    let road = stage.asked.iter().rev().find_map(|asked| match asked {
        Command::SaveField { field, value, .. } if field.ends_with("road_surface") => {
            Some(value.as_str())
        }
        _ => None,
    });
    assert_eq!(road, Some("unharmed"));
}

#[test]
fn what_became_of_the_road_is_added_to_a_case_by_a_pick() {
    let mut stage = Stage::at("2026-11-23T14:32:00+08:00");
    let spill = with(stop("S18"), "findings[0].code", json!("FR-006"));
    check_file::check(&mut stage.desk, vec![spill], &|_| String::new(), |_, _| {});
    let mut stage = stage.signed_in();
    stage.size = (160, 70);
    stage.press("<Enter>");
    stage.sees(&[
        "未能决定",
        "有几个处罚依据，尚未选定",
        "没有查看路面，依据未定",
        "! 可以先立案 (O)",
    ]);
    stage.press("o {246810} <Enter> {135790} <Enter>");
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
    stage.sees(&["立案", "普通程序"]);
    stage.press("e r");
    stage.sees(&["1 损坏或者污染", "2 没有损坏、污染", "3 未查看"]);
    stage.press("2 {复查现场照片} <Enter>");
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
    stage.sees(&["✓ 已更正", "路面情况: / -> 没有损坏、污染"]);
    stage.sees_not(&["FR-006 待选依据", "有几个处罚依据", "没有查看路面"]);
}
