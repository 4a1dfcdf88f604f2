//! Signing in: officer and PIN, a wrong PIN, the sample's PINs on the screen.

use super::{Stage, check};
use lucha::app::command::Command;

#[test]
fn the_sample_says_so_and_shows_its_pins() {
    let stage = check(Stage::new(), "", &["[样板]", "张伟", "246810", "李娜", "135790", "登录"]);
    assert_eq!(stage.app.on_top(), "sign_in");
}

#[test]
fn an_officer_signs_in_with_three_keys_and_a_pin() {
    let stage = check(Stage::new(), "2 {135790} <Enter>", &["李娜", "开班"]);
    assert_eq!(stage.app.on_top(), "shift_start");
    assert_eq!(stage.presses, 2);
}

#[test]
fn a_wrong_pin_is_told_and_forgotten() {
    let mut stage =
        check(Stage::new(), "1 {000000} <Enter>", &["! PIN 码: 张伟 的 PIN 不对，还可试 4 次"]);
    assert_eq!(stage.app.on_top(), "sign_in");
    stage.press("{246810} <Enter>");
    assert_eq!(stage.app.on_top(), "shift_start", "{}", stage.screen());
}

#[test]
fn a_pin_is_never_shown_as_typed() {
    let stage = check(Stage::new(), "1 {975319}", &["******"]);
    stage.sees_not(&["975319"]);
}

#[test]
fn a_credential_can_be_typed_instead() {
    let mut stage = Stage::new();
    stage.press("<Down> {19051100023} <Enter> {135790} <Enter>");
    let sign_in =
        Command::SignIn { credential: "19051100023".into(), pin: "135790".to_string().into() };
    assert_eq!(stage.asked, [sign_in]);
    assert_eq!(stage.app.on_top(), "shift_start");
}

#[test]
fn leaving_is_asked_first() {
    let mut stage = check(Stage::new(), "<Ctrl-C>", &["退出路查吗"]);
    stage.press("<Esc>");
    assert!(!stage.quit);
    stage.press("<Ctrl-C> <Enter>");
    assert!(stage.quit);
}
