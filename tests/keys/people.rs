//! Odd plates, other people and recusal typed on the screen: asked where they are wanted, and kept as the contract names them.

use super::Stage;
use lucha::app::command::Command;

fn saved(stage: &Stage, name: &str) -> Option<String> {
    stage.asked.iter().rev().find_map(|asked| match asked {
        Command::SaveField { field, value, .. } if field == name => Some(value.clone()),
        _ => None,
    })
}

#[test]
fn a_vehicle_without_a_plate_asks_for_what_was_seen_of_it() {
    let mut stage = Stage::on_duty();
    stage.size = (100, 60);
    stage.press("n <PgDn>");
    stage.sees(&["号牌异常", "号牌情况"]);
    stage.sees_not(&["车辆外观", "发动机号"]);
    stage.go_to("号牌情况");
    stage.press("2");
    stage.sees(&["无号牌", "发动机号", ">车辆外观", "公安交管"]);
    stage.press("{红色自卸车} <Up>");
    assert_eq!(saved(&stage, "vehicle.plate_state").as_deref(), Some("missing"));
    assert_eq!(saved(&stage, "vehicle.seen").as_deref(), Some("红色自卸车"));
    stage.sees_not(&["数值不可能存在"]);
    // A plate that is typed all the same contradicts it.
    stage.go_to("号牌号码");
    stage.press("{粤D12345} <Down>");
    stage.sees(&["数值不可能存在"]);
}

#[test]
fn a_second_plate_and_a_registered_number_are_asked_for_where_they_belong() {
    let mut stage = Stage::on_duty();
    stage.size = (100, 60);
    stage.press("n <PgDn> {粤Z1234港} <Down>");
    stage.sees_not(&["登记识别代号"]);
    stage.go_to("车辆识别代号");
    stage.press("{LZZ5CLSB6LA000001} <Down>");
    stage.go_to("登记识别代号");
    stage.press("{LFWSRXSJ2M1E00002} <Up>");
    stage.sees(&["车架上的识别代号与登记的不一致"]);
    stage.go_to("号牌情况");
    stage.press("5");
    stage.sees(&["粤Z港澳", "港澳号牌"]);
    assert_eq!(saved(&stage, "vehicle.plate_state").as_deref(), Some("hong_kong_macau"));
}

#[test]
fn people_are_added_one_behind_the_other_and_keep_what_was_typed() {
    let mut stage = Stage::on_duty();
    stage.size = (100, 60);
    stage.press("n <PgDn> <PgDn> <PgDn>");
    stage.go_to("相关人员");
    stage.sees_not(&["信用代码"]);
    stage.press("3");
    stage.sees(&["车辆所有人", ">姓名/名称", "信用代码"]);
    stage.press("{李四} <Down> 2 <Down> {E12345678} <Down>");
    assert_eq!(saved(&stage, "people[0].role").as_deref(), Some("owner"));
    assert_eq!(saved(&stage, "people[0].name").as_deref(), Some("李四"));
    assert_eq!(saved(&stage, "people[0].id_kind").as_deref(), Some("护照"));
    // Without its role the rest stays, and the role is asked for.
    stage.go_to("姓名/名称");
    stage.press("<Up> <Backspace> <Down>");
    stage.sees(&["李四", "姓名/名称"]);
    assert_eq!(saved(&stage, "people[0].role").as_deref(), Some(""));
}

#[test]
fn a_request_to_withdraw_is_answered_with_name_and_time() {
    let mut stage = Stage::on_duty();
    stage.size = (100, 60);
    stage.press("n <PgDn> <PgDn> <PgDn>");
    stage.go_to("申请谁回避");
    stage.press("1");
    stage.sees(&["张伟", "回避理由", "准予回避"]);
    stage.sees_not(&["决定负责人"]);
    stage.press("<Down> {与当事人有亲属关系} <Down> n");
    stage.sees(&["决定负责人", "决定时间"]);
    stage.go_to("决定负责人");
    stage.press("{陈局长} <Up>");
    assert_eq!(saved(&stage, "recusals[0].officer").as_deref(), Some("19050001001"));
    assert_eq!(saved(&stage, "recusals[0].granted").as_deref(), Some("false"));
    assert_eq!(saved(&stage, "recusals[0].answered_by").as_deref(), Some("陈局长"));
    let at = saved(&stage, "recusals[0].answered_at").unwrap();
    assert!(at.starts_with("2026-11-23T08:40"), "{at}");
}

#[test]
fn who_cannot_read_is_read_to_and_the_plan_has_its_scope_and_its_code() {
    let mut stage = Stage::on_duty();
    stage.size = (100, 60);
    stage.press("n");
    stage.go_to("检查范围");
    stage.press("{澄海区国省道} <Down> {GDXZJC-2026-0001} <Down>");
    assert_eq!(saved(&stage, "plan_scope").as_deref(), Some("澄海区国省道"));
    assert_eq!(saved(&stage, "inspection_code").as_deref(), Some("GDXZJC-2026-0001"));
    stage.press("<PgDn> <PgDn> <PgDn>");
    stage.sees_not(&["已宣读"]);
    stage.go_to("不能阅读");
    stage.press("y");
    stage.sees(&["已宣读"]);
    stage.go_to("已宣读");
    stage.press("y");
    assert_eq!(saved(&stage, "present.read_out").as_deref(), Some("true"));
    stage.go_to("身份核实");
    stage.press("2 <Down>");
    stage.sees(&["在场人身份没有证件证明"]);
}
