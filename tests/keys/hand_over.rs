//! Handing a pen over: to whom and why, then the letters.

use super::{DECIDE, OVERLOAD, Stage, WITHIN};
use lucha::app::command::Command;

/// A colleague's laptop, as it is typed.
pub const COLLEAGUE: &str = "{019aae00-0000-7000-8000-000000000011}";

fn decided() -> Stage {
    let mut stage = Stage::on_duty();
    stage.press(WITHIN).press("<Enter> <Esc>").press(OVERLOAD).press(DECIDE);
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
    stage
}

#[test]
fn a_pen_is_offered_to_one_laptop_for_a_reason_and_the_letters_are_shown_again() {
    let mut stage = decided();
    stage.press("h");
    assert_eq!(stage.app.on_top(), "hand_over");
    stage.press("{02} <Enter> {换班} <Enter>");
    stage.sees(&["02", "不是另一台终端的编号"]);
    let mut stage = decided();
    stage.press("h").press(COLLEAGUE).press("<Enter> {换班} <Enter>");
    stage.sees(&["019aae00-0000-7000-8000-000000000011"]);
    let asked = |asked: &&Command| matches!(asked, Command::OfferPen { .. });
    assert_eq!(stage.asked.iter().filter(asked).count(), 1);
    // A line of letters is seven groups of six.
    let is_letters = |line: &&str| line.matches('-').count() == 6 && !line.contains("019aae00");
    let letters = stage.screen().lines().filter(is_letters).count();
    assert!(letters >= 8, "{}", stage.screen());
    stage.press("<Enter>");
    assert_eq!(stage.app.on_top(), "inspection");
    let before = stage.desk.find("样汕交罚〔2026〕00001号").unwrap().entries.len();
    stage.press("h").press(COLLEAGUE).press("<Enter> {又一次} <Enter>");
    stage.sees(&["019aae00-0000-7000-8000-000000000011"]);
    let behind = stage.desk.find("样汕交罚〔2026〕00001号").unwrap().entries.len();
    assert_eq!(before, behind, "the same offer, and no second entry");
}
