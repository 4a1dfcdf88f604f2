//! What may spare an act, on the screen of a stop: the lists with what is open, and 处罚法 33 where it was put right at once.

use super::{HUGE, Stage};
use lucha::app::command::Command;

/// On duty, with a load that fell off put down as found.
fn spilt() -> Stage {
    let mut stage = Stage::on_duty();
    stage.size = HUGE;
    stage.press("n <PgDn> <PgDn> <F6> {FR-006} <Enter> {散落沙粒}");
    assert_eq!(stage.app.on_top(), "check", "{}", stage.screen());
    stage
}

#[test]
fn a_list_that_nobody_stands_for_is_shown_with_its_conditions_and_asks_for_nothing() {
    let stage = spilt();
    stage.sees(&[
        "[未核] FR-006 公路路政轻微违法行为免罚清单 第 1 项",
        "? 未影响交通",
        "✓ 危害后果轻微",
        "! 是否初次：未知。当事人没有证件号码",
    ]);
    stage.sees_not(&["不予处罚事项", "违法行为轻微"]);
}

#[test]
fn what_was_put_right_without_harm_may_be_judged_slight_with_its_reason() {
    let mut stage = spilt();
    stage.go_to("当场改正");
    stage.press("y");
    stage.go_to("违法行为轻微");
    stage.press("y");
    stage.sees(&["轻微的理由", "已教育当事人", "? 违法行为轻微并写明理由"]);
    stage.sees_not(&["FR-006 不予处罚："]);
    stage.go_to("轻微的理由");
    stage.press("{当场清扫} <Down>");
    stage.go_to("已教育当事人");
    stage.press("y");
    stage.sees(&["FR-006 不予处罚：《行政处罚法》第三十三条第一款"]);
    let saved = |name: &str| {
        stage.asked.iter().rev().find_map(|asked| match asked {
            Command::SaveField { field, value, .. } if field == name => Some(value.clone()),
            _ => None,
        })
    };
    assert_eq!(saved("findings[0].leniency.slight").as_deref(), Some("true"));
    assert_eq!(saved("findings[0].leniency.why").as_deref(), Some("当场清扫"));
}
