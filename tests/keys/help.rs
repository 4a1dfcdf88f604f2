//! Help: the keys of the screen below, from the key map.

use super::{Stage, check};

#[test]
fn help_names_every_key_of_its_screen() {
    let mut stage = check(Stage::on_duty(), "?", &["帮助", "N          新检查"]);
    let bindings = stage.app.shared().keymap.of("today").to_vec();
    stage.size = (80, 50);
    for binding in bindings {
        stage.sees(&[&binding.chord.label()]);
    }
    stage.press("<Esc>");
    assert_eq!(stage.app.on_top(), "today");
}

#[test]
fn help_is_there_while_a_field_takes_text() {
    let mut stage = check(Stage::on_duty(), "n <F1>", &["一次检查分六步", "F6", "F7"]);
    stage.press("<F1>");
    assert_eq!(stage.app.on_top(), "check");
    // A question mark is text there.
    stage.press("<PgDn> {?}");
    stage.sees(&["?"]);
    assert_eq!(stage.app.on_top(), "check");
}
