//! The lock after a time without a key: it hides, it keeps, and only its officer opens it.

use super::{OVERLOAD, Stage, WITHIN, check};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use lucha::app::command::{Reply, Trouble};
use lucha::app::draft::Draft;
use lucha::stdx::clock::Moment;
use lucha::stdx::id::Id;
use lucha::tui::effect::{Effect, Event};

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

/// The answer of the desk to the last thing that was asked, as it comes late.
fn late(stage: &mut Stage, reply: Reply) {
    let effects = stage.app.handle(Event::Reply(Box::new(reply), None), stage.now);
    assert_eq!(effects, [], "nothing is asked for over a lock");
}

#[test]
fn no_late_answer_opens_a_screen_over_the_lock_or_takes_it_away() {
    let mut stage = locked();
    let draft = Draft::new(Id([9; 16]), stage.now);
    let trouble = Trouble::new("trouble.file").with("粤D7777").and("x");
    late(&mut stage, Reply::Draft(Box::new(draft)));
    late(&mut stage, Reply::Failed(trouble));
    let (document, path) = (Id([8; 16]), "/粤D7777".to_string());
    late(&mut stage, Reply::Printed { document, copy: 1, path, is_fleeting: false });
    stage.send(Event::Busy);
    assert_eq!(stage.app.on_top(), "lock");
    stage.sees(&["已锁定"]);
    stage.sees_not(&["粤D7777", "忙"]);
    stage.press("{246810} <Enter>");
    assert_eq!(stage.app.on_top(), "check");
    stage.sees(&["粤D7777"]);
}

#[test]
fn a_decision_that_comes_while_the_screens_are_locked_is_shown_after_the_pin() {
    let mut stage = Stage::on_duty();
    stage.press(WITHIN);
    // The desk is at work for longer than the screens stay open.
    let enter = Event::Key(KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE));
    let asked = stage.app.handle(enter, stage.now);
    later(&mut stage, 11);
    stage.send(Event::Tick);
    assert_eq!(stage.app.on_top(), "lock");
    for effect in asked {
        let Effect::Run(command) = effect else { continue };
        let reply = stage.desk.handle(command);
        late(&mut stage, reply);
    }
    assert_eq!(stage.app.on_top(), "lock");
    stage.sees_not(&["粤D12345"]);
    stage.press("{000000} <Enter>");
    stage.sees(&["张伟 的 PIN 不对，还可试 4 次"]);
    stage.press("{246810} <Enter>");
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
    stage.sees(&["粤D12345"]);
}

#[test]
fn an_import_that_speaks_while_a_pin_is_tried_is_no_answer_to_it() {
    let mut stage = locked();
    stage.press("{246810}");
    let enter = Event::Key(KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE));
    let asked = stage.app.handle(enter, stage.now);
    assert_eq!(asked.len(), 1, "{asked:?}");
    late(&mut stage, Reply::ImportMoved(Box::default()));
    assert_eq!(stage.app.on_top(), "lock");
    for effect in asked {
        let Effect::Run(command) = effect else { continue };
        let reply = stage.desk.handle(command);
        stage.send(Event::Reply(Box::new(reply), None));
    }
    assert_eq!(stage.app.on_top(), "check", "{}", stage.screen());
}

#[test]
fn help_over_the_lock_goes_with_it_and_locks_no_second_time() {
    let mut stage = locked();
    stage.press("<F1>");
    assert_eq!(stage.app.on_top(), "help");
    later(&mut stage, 11);
    stage.send(Event::Tick);
    assert_eq!(stage.app.on_top(), "help");
    stage.press("<Esc> {246810} <Enter>");
    assert_eq!(stage.app.on_top(), "check", "{}", stage.screen());
}

#[test]
fn a_notice_and_a_typed_pin_do_not_wait_under_the_lock() {
    let mut stage = Stage::on_duty();
    stage.press(WITHIN).press("<Enter> <Esc>").press(OVERLOAD).press("<Enter> {246810} <Enter>");
    assert_eq!(stage.app.on_top(), "confirm");
    stage.sees(&["******"]);
    stage.press("{000000} <Enter>");
    stage.sees(&["的 PIN 不对"]);
    stage.press("{246810}");
    later(&mut stage, 10);
    stage.send(Event::Tick);
    stage.sees(&["已锁定"]);
    stage.sees_not(&["的 PIN 不对"]);
    stage.press("{246810} <Enter>");
    assert_eq!(stage.app.on_top(), "confirm");
    stage.sees_not(&["******"]);
}
