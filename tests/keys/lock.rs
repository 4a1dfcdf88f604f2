//! The lock after a time without a key: it hides, it keeps, and only its officer opens it.

use super::{Stage, check};
use lucha::stdx::clock::Moment;
use lucha::tui::effect::Event;

const MINUTE_MS: i64 = 60_000;

fn later(stage: &mut Stage, minutes: i64) {
    stage.now = stage.now.plus_ms(minutes * MINUTE_MS);
}

fn locked() -> Stage {
    let mut stage = check(Stage::on_duty(), "n <PgDn> {粤D7777}", &["粤D7777"]);
    later(&mut stage, 9);
    stage.send(Event::Tick);
    assert_eq!(stage.app.on_top(), "check");
    later(&mut stage, 1);
    stage.send(Event::Tick);
    assert_eq!(stage.app.on_top(), "lock");
    stage
}

#[test]
fn ten_minutes_without_a_key_hide_the_stop_and_lose_no_word_of_it() {
    let mut stage = locked();
    stage.sees(&["已锁定", "张伟"]);
    stage.sees_not(&["粤D7777"]);
    stage.press("{000000} <Enter>");
    stage.sees(&["张伟 的 PIN 不对，还可试 4 次"]);
    stage.press("{135790} <Enter>");
    assert_eq!(stage.app.on_top(), "lock", "a colleague's PIN");
    stage.press("{246810} <Enter>");
    assert_eq!(stage.app.on_top(), "check");
    stage.sees(&["粤D7777"]);
}

#[test]
fn the_key_that_comes_too_late_is_not_taken() {
    let mut stage = check(Stage::on_duty(), "n <PgDn> {粤D7777}", &["粤D7777"]);
    later(&mut stage, 11);
    stage.press("8");
    assert_eq!(stage.app.on_top(), "lock");
    stage.press("{246810} <Enter>");
    stage.sees(&["粤D7777 "]);
    stage.sees_not(&["粤D77778"]);
}

#[test]
fn a_clock_set_back_locks_too() {
    let mut stage = Stage::on_duty();
    stage.now = Moment::parse("2016-01-01T00:00:00+08:00").unwrap();
    stage.send(Event::Tick);
    assert_eq!(stage.app.on_top(), "lock");
}

#[test]
fn after_twelve_hours_the_pin_is_asked_though_keys_were_pressed() {
    let mut stage = Stage::on_duty();
    for _ in 0..80 {
        later(&mut stage, 9);
        stage.press("<F5>");
    }
    assert_eq!(stage.app.on_top(), "lock");
}

#[test]
fn another_officer_signs_in_and_the_stop_stays_a_draft() {
    let mut stage = locked();
    stage.press("<Esc>");
    stage.sees(&["换人登录吗"]);
    stage.press("<Enter>");
    assert_eq!(stage.app.on_top(), "sign_in");
    stage.press("2 {135790} <Enter>");
    assert_eq!(stage.app.on_top(), "today", "{}", stage.screen());
    stage.sees(&["粤D7777"]);
}

#[test]
fn nobody_is_locked_out_who_has_not_signed_in() {
    let mut stage = Stage::new();
    later(&mut stage, 60);
    stage.send(Event::Tick);
    assert_eq!(stage.app.on_top(), "sign_in");
}
