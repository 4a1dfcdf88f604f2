//! The mouse beside the keys: the wheel is an arrow, a click is the way to a line or a field, and neither decides anything.

use super::{DECIDE, OVERLOAD, Stage, WITHIN};
use crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use lucha::tui::effect::Event;
use unicode_width::UnicodeWidthStr;

const LEFT: MouseEventKind = MouseEventKind::Down(MouseButton::Left);

fn mouse(stage: &mut Stage, kind: MouseEventKind, (column, row): (u16, u16)) {
    stage.send(Event::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }));
}

/// Where the lowest `text` begins.
#[track_caller]
fn place(stage: &Stage, text: &str) -> (u16, u16) {
    let screen = stage.screen();
    let found = |(row, line): (usize, &str)| Some((line[..line.find(text)?].width(), row));
    let all: Vec<(usize, usize)> = screen.lines().enumerate().filter_map(found).collect();
    let (column, row) = *all.last().unwrap_or_else(|| panic!("no {text}:\n{screen}"));
    (u16::try_from(column).unwrap(), u16::try_from(row).unwrap())
}

#[track_caller]
fn click(stage: &mut Stage, text: &str) {
    let at = place(stage, text);
    mouse(stage, LEFT, at);
}

/// A stop without a violation, and one that was decided.
fn decided() -> Stage {
    let mut stage = Stage::on_duty();
    stage.press(WITHIN).press("<Enter> <Esc>").press(OVERLOAD).press(DECIDE);
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
    stage
}

/// Each list, with the screen that it stands on.
fn lists() -> [(&'static str, Stage); 4] {
    let with = |mut stage: Stage, keys: &str| {
        stage.press(keys);
        stage
    };
    [
        ("today", with(decided(), "<Esc>")),
        ("list", with(decided(), "<Esc> /")),
        ("picker", with(Stage::on_duty(), "n <PgDn> <PgDn> <F6>")),
        ("inspection", decided()),
    ]
}

#[test]
fn the_wheel_is_an_arrow_in_each_list() {
    for (name, mut stage) in lists() {
        // What stood in the line of notices is gone behind a key.
        stage.press("<Down> <Up>");
        assert_eq!(stage.app.on_top(), name, "{}", stage.screen());
        let before = stage.cells().0;
        mouse(&mut stage, MouseEventKind::ScrollDown, (5, 5));
        let turned = stage.cells().0;
        assert_ne!(turned, before, "{name}: the wheel does nothing\n{}", stage.screen());
        mouse(&mut stage, MouseEventKind::ScrollUp, (5, 5));
        assert_eq!(stage.cells().0, before, "{name}: and back");
        stage.press("<Down>");
        assert_eq!(stage.cells().0, turned, "{name}: as the arrow");
    }
}

#[test]
fn a_click_goes_to_the_line_under_it_and_opens_nothing() {
    let [(_, mut today), (_, mut list), (_, mut picker), (_, mut inspection)] = lists();
    for stage in [&mut today, &mut list] {
        let name = stage.app.on_top();
        click(stage, "粤D12345");
        assert_eq!(stage.app.on_top(), name, "a click opens nothing");
        stage.press("<Enter>");
        assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
        stage.sees(&["粤D12345"]);
        stage.sees_not(&["粤D55D18"]);
    }
    let (column, row) = place(&picker, "代码/拼音/字");
    let line = picker.screen().lines().nth(usize::from(row) + 2).unwrap().to_string();
    let code = line.trim_start_matches(['│', ' ']).split(' ').next().unwrap().to_string();
    mouse(&mut picker, LEFT, (column, row + 2));
    assert_eq!(picker.app.on_top(), "picker");
    picker.press("<Enter>");
    picker.sees(&[&code]);

    inspection.sees(&["> 现场笔录"]);
    click(&mut inspection, "责令改正违法行为通知书");
    inspection.sees(&["> 责令改正违法行为通知书"]);
    assert_eq!(inspection.app.on_top(), "inspection");
}

#[test]
fn a_click_beside_the_lines_and_one_behind_a_question_do_nothing() {
    for (name, mut stage) in lists() {
        stage.press("<Down> <Up>");
        let before = stage.cells().0;
        mouse(&mut stage, LEFT, (0, 0));
        assert_eq!(stage.cells().0, before, "{name}");
    }
    let mut stage = decided();
    stage.press("p");
    let asked = stage.cells().0;
    click(&mut stage, "责令改正违法行为通知书");
    for kind in [MouseEventKind::ScrollDown, MouseEventKind::ScrollUp] {
        mouse(&mut stage, kind, (5, 5));
    }
    assert_eq!(stage.cells().0, asked, "the question stands");
}

#[test]
fn a_click_in_a_form_goes_to_its_field() {
    let mut stage = Stage::on_duty();
    stage.press("n <PgDn>");
    stage.sees(&[">号牌号码"]);
    click(&mut stage, "车辆种类");
    stage.sees(&[">车辆种类"]);
}
