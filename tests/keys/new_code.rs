//! Headquarters' code made anew on its screen.

use super::keeper::{entries, keeping};

#[test]
fn a_new_code_is_shown_once_and_counts_when_its_end_is_typed_back() {
    let (mut stage, old) = keeping();
    let before = entries(&stage);
    stage.press("c");
    let shown = stage.screen();
    let new = shown.split_whitespace().find(|word| word.matches('-').count() == 6).unwrap();
    let new = new.to_string();
    stage.press("{0000} <Enter>");
    stage.sees(&["! ", "旧码照旧有效"]);
    assert_eq!((stage.app.on_top(), entries(&stage)), ("new_code", before));
    stage.press(&format!("{{{}}} <Enter>", new[new.len() - 4..].to_lowercase()));
    stage.sees(&["✓ 新码已生效"]);
    stage.sees_not(&[&new]);
    assert_eq!(entries(&stage), before + 1);
    let reset = |code: &str| format!("r {{{code}}} <Enter> {{700700}} <Enter> {{700700}} <Enter>");
    stage.press(&reset(&old));
    assert_eq!(stage.app.on_top(), "keeper_form", "the old code");
    stage.press("<Esc>");
    stage.press(&reset(&new));
    stage.sees(&["✓ 已重设 PIN"]);
}
