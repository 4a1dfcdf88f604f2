//! The pair's own PINs before a decision: each his own, a wrong one is told, and nothing is lost.

use super::paper::{TAKEN, measuring};
use super::{DECIDE, OVERLOAD, SMALL, Stage, WITHIN};
use lucha::app::command::Command;

fn at_summary() -> Stage {
    let mut stage = Stage::on_duty();
    stage.press(WITHIN).press("<Enter> <Esc>").press(OVERLOAD);
    stage
}

#[test]
fn each_officer_types_his_own_pin_and_the_journal_says_who() {
    let mut stage = at_summary();
    stage.press("<Enter>");
    assert_eq!(stage.app.on_top(), "confirm");
    stage.sees(&[
        "本人确认",
        "粤D55D18",
        "当场处罚",
        "¥3,000",
        "张伟 19050001001",
        "李娜 19051100023",
    ]);
    stage.press("{246810} <Enter> {135790}");
    stage.sees(&["******"]);
    stage.sees_not(&["135790", "246810"]);
    stage.press("<Enter>");
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
    stage.size = (160, 90);
    stage.sees(&["执法人员确认", "张伟 已确认", "李娜 已确认"]);
}

#[test]
fn a_colleagues_pin_or_a_wrong_one_decides_nothing_and_is_asked_again() {
    let mut stage = at_summary();
    // Both PINs are right, but each is the other's.
    stage.press("<Enter> {135790} <Enter> {246810} <Enter>");
    assert_eq!(stage.app.on_top(), "confirm");
    stage.sees(&["张伟 的 PIN 不对，还可试 4 次"]);
    stage.press("<Esc>");
    stage.sees(&["结果：当场处罚"]);
    stage.press(DECIDE);
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
    let tries = stage.asked.iter().filter(|asked| matches!(asked, Command::Conclude { .. }));
    assert_eq!(tries.count(), 3, "the first stop, the refused and the confirmed try");
    assert!(!format!("{:?}", stage.asked).contains("246810"), "no PIN may be printed");
}

#[test]
fn enter_with_a_pin_missing_goes_to_it() {
    let mut stage = at_summary();
    stage.press("<Enter> <Enter> {135790} <Enter>");
    assert_eq!(stage.app.on_top(), "confirm");
    stage.press("{246810} <Enter>");
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
}

#[test]
fn what_binds_nobody_needs_no_pin() {
    let mut stage = Stage::on_duty();
    stage.press(WITHIN).press("<Enter>");
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
}

#[test]
fn what_is_confirmed_stands_over_the_pins() {
    let mut stage = at_summary();
    stage.press("<Enter>");
    stage.sees(&["粤D55D18", "当场处罚", "¥3,000", "汕头市示范运输有限公司", "OL-001", "第"]);
}

#[test]
fn a_judgement_that_changed_between_the_pins_is_shown_anew_and_asked_for_again() {
    let mut stage = at_summary();
    stage.press("<Enter> {246810} <Enter>");
    // The colleague at the second window, news, a script: the screen does not know of it.
    let draft = stage.asked.iter().rev().find_map(|asked| match asked {
        Command::SaveField { draft, .. } => Some(*draft),
        _ => None,
    });
    let (field, value) = ("weighing.gross_kg".to_string(), "36240".to_string());
    stage.desk.handle(Command::SaveField { draft: draft.unwrap(), field, value });
    stage.press("{135790} <Enter>");
    assert_eq!(stage.app.on_top(), "confirm", "{}", stage.screen());
    stage.sees(&["要决定的内容变了", "¥5,500"]);
    stage.sees_not(&["¥3,000", "******"]);
    stage.press("{246810} <Enter> {135790} <Enter>");
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
    stage.sees(&["¥5,500"]);
}

#[test]
fn no_pin_is_taken_before_the_last_row_of_what_is_confirmed_was_seen() {
    let mut stage = measuring(SMALL);
    let why = "{车辆即将驶离，";
    let long = "驾驶人已经上车发动，旁边没有别的车辆可以拦住它，天黑以后路上也没有照明".repeat(2);
    stage.press(&TAKEN.replace("{车辆即将驶离", &format!("{why}{long}")));
    assert_eq!(stage.app.on_top(), "confirm", "{}", stage.screen());
    stage.sees(&["! 还有", "行未看，按 PgDn", "PgDn"]);
    stage.sees_not(&["不得代输", "车辆即将驶离"]);
    // Neither typed nor pasted nor sent.
    stage.press("{246810} <Enter> {135790} <Enter>");
    stage.paste("246810");
    assert_eq!(stage.app.on_top(), "confirm", "{}", stage.screen());
    stage.sees_not(&["*"]);
    stage.press("<F2>");
    stage.sees(&["rows are not read yet: PgDn"]);
    stage.press("<F2>");
    // No row is passed over: each page keeps the last one of the page before.
    let mut pages = 0;
    while stage.screen().contains("行未看") {
        stage.press("<PgDn>");
        pages += 1;
        assert!(pages < 9, "{}", stage.screen());
    }
    stage.sees(&["车辆即将驶离", "不得代输"]);
    // Who goes back up has read it.
    stage.press("<PgUp> {246810} <Enter> {135790} <Enter>");
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
}
