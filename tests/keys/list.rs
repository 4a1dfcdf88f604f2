//! The list: search as one types, move, open.

use super::{Stage, WITHIN, check};
use lucha::app::command::Command;

#[test]
fn a_stop_is_found_by_its_plate_and_opened() {
    let mut stage = Stage::on_duty();
    stage.press(WITHIN).press("<Enter> <Esc> /");
    assert_eq!(stage.app.on_top(), "list");
    stage.sees(&["粤D12345", "无问题", "第 1 条，共 1 条"]);
    stage.press("{粤D12}");
    stage.sees(&["粤D12345 "]);
    stage.press("{9}");
    stage.sees(&["没有找到"]);
    stage.press("<Backspace> <Enter>");
    assert_eq!(stage.app.on_top(), "inspection");
    stage.press("<Esc>");
    assert_eq!(stage.app.on_top(), "list");
}

#[test]
fn every_word_typed_is_searched() {
    let stage = check(Stage::on_duty(), "/ {张}", &["没有找到"]);
    let asked = Command::Search { text: "张".into(), before: None };
    assert_eq!(stage.asked.last(), Some(&asked));
}
