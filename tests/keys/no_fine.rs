//! 不予罚款 on the screen of a stop, where the law says 可以处: offered there alone, chosen by a key, and never without its reason.

use super::{HUGE, SMALL, Stage};
use lucha::app::command::Command;

/// On duty, with this act found.
fn stage(code: &str, size: (u16, u16)) -> Stage {
    let mut stage = Stage::on_duty();
    stage.size = size;
    stage.press(&format!("n <PgDn> <PgDn> <F6> {{{code}}} <Enter> {{现场查见}}"));
    assert_eq!(stage.app.on_top(), "check", "{}", stage.screen());
    stage
}

/// The text that the desk was told last of a field of the circumstances.
fn saved(stage: &Stage, name: &str) -> Option<String> {
    let name = format!("findings[0].circumstances.{name}");
    stage.asked.iter().rev().find_map(|asked| match asked {
        Command::SaveField { field, value, .. } if *field == name => Some(value.clone()),
        _ => None,
    })
}

#[test]
fn it_is_chosen_with_its_reason_on_a_small_screen() {
    let mut stage = stage("OL-018", SMALL);
    stage.go_to("不予罚款 (可以处)");
    stage.press("y");
    stage.go_to("不予罚款理由");
    stage.press("{首次且未造成损害} <Down>");
    assert_eq!(saved(&stage, "no_fine").as_deref(), Some("true"));
    assert_eq!(saved(&stage, "no_fine_reason").as_deref(), Some("首次且未造成损害"));
    stage.sees(&["OL-018 可以处：选择不予罚款"]);
}

#[test]
fn the_panel_says_where_the_law_leaves_it_open_and_what_the_choice_lacks() {
    let mut stage = stage("OL-018", HUGE);
    stage.sees(&["OL-018 幅度 ¥0 - ¥30,000 (可以处", "不予罚款 (可以处)"]);
    stage.go_to("不予罚款 (可以处)");
    stage.press("y");
    stage.sees(&["OL-018 可以处：选择不予罚款", "× 不予罚款的选择不全", "不予罚款理由"]);
    stage.go_to("不予罚款理由");
    stage.press("{首次且未造成损害} <Down>");
    stage.sees_not(&["× 不予罚款的选择不全"]);
    stage.go_to("拟罚金额");
    stage.press("{500} <Down>");
    stage.sees(&["× 不予罚款的选择不全"]);
    stage.go_to("不予罚款 (可以处)");
    stage.press("n");
    stage.sees_not(&["× 不予罚款的选择不全", "选择不予罚款"]);
    // What was written of it stays at hand.
    stage.sees(&["首次且未造成损害"]);
}

#[test]
fn it_is_not_offered_where_the_law_says_shall() {
    let stage = stage("CH-001", HUGE);
    stage.sees(&["CH-001 幅度 ¥1,000 - ¥3,000"]);
    stage.sees_not(&["可以处", "不予罚款"]);
}
