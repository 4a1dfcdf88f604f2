//! The page before it is printed: as a picture, as text, counted, printed.

use super::{DECIDE, HUGE, OVERLOAD, SMALL, Stage, WITHIN};
use lucha::app::command::Command;

fn previewing() -> Stage {
    of(Stage::on_duty())
}

fn of(mut stage: Stage) -> Stage {
    stage.press(WITHIN).press("<Enter> <Esc>").press(OVERLOAD).press(DECIDE);
    stage.press("<Tab> <Tab> <Enter>");
    assert_eq!(stage.app.on_top(), "preview", "{}", stage.screen());
    stage
}

#[test]
fn the_page_is_a_picture_and_a_text() {
    let mut stage = previewing();
    stage.sees(&["当场行政处罚决定书", "第 1/", "2 份", "已印 0 次", "▀"]);
    let whole = stage.screen();
    stage.press("+ + <Right> <Down> <Down> -");
    stage.sees(&["▀"]);
    assert_ne!(stage.screen(), whole);
    // Larger and smaller about the middle ends where it began.
    stage.press("- <Up> <Up> <Up> <Up> + + - -");
    assert_eq!(stage.screen(), whole);
    for size in [HUGE, (90, 30), SMALL] {
        stage.size = size;
        stage.sees(&["▀"]);
    }
    stage.press("<Tab>");
    stage.sees(&["汕头市示范运输有限公司"]);
    stage.sees_not(&["▀"]);
}

#[test]
fn printing_is_asked_and_a_reprint_is_said() {
    let mut stage = previewing();
    stage.press("p");
    stage.sees(&["打印《", "2 份"]);
    stage.press("<Enter>");
    stage.sees(&["✓ 第 1 次打印", "已印 1 次"]);
    stage.press("p");
    stage.sees(&["这是第 2 次打印"]);
}

/// What the screens asked to be printed, and whether onto the roll.
fn printed(stage: &Stage) -> Vec<bool> {
    let roll = |command: &Command| match command {
        Command::Print { roll, .. } => Some(*roll),
        _ => None,
    };
    stage.asked.iter().filter_map(roll).collect()
}

#[test]
fn the_roll_has_a_key_where_the_agency_allows_it() {
    let mut stage = previewing();
    stage.size = HUGE;
    stage.sees(&["R 小票打印"]);
    stage.press("r");
    stage.sees(&["打印《"]);
    assert_eq!(printed(&stage), [false; 0], "asked first");
    stage.press("<Enter>");
    stage.sees(&["✓ 第 1 次打印", "-72mm.pdf"]);
    assert_eq!(printed(&stage), [true]);
}

#[test]
fn the_roll_has_no_key_where_the_agency_does_not_allow_it() {
    let mut founding = crate::bureau::sample();
    founding.agency.roll_allowed = false;
    let mut stage = of(Stage::of(founding).signed_in());
    stage.size = HUGE;
    stage.sees(&["P 打印"]);
    stage.sees_not(&["小票打印"]);
    stage.press("r");
    stage.sees_not(&["打印《"]);
    stage.press("<Enter>");
    assert_eq!(printed(&stage), [false; 0]);
    assert!(std::fs::read_dir(stage.paper()).unwrap().next().is_none(), "no paper lies there");
    stage.press("p <Enter>");
    assert_eq!(printed(&stage), [false]);
}

#[test]
fn a_stop_that_is_not_decided_is_seen_as_a_draft_without_number_or_print() {
    let mut stage = Stage::on_duty();
    stage.press(WITHIN).press("<Enter> <Esc>").press(OVERLOAD).press("<F5>");
    assert_eq!(stage.app.on_top(), "preview", "{}", stage.screen());
    stage.sees(&["处理意见（草稿）", "草稿：不编文号，不能打印", "▀"]);
    stage.press("p r");
    stage.sees_not(&["打印《"]);
    assert_eq!(printed(&stage), [false; 0]);
    stage.press("<Tab>");
    stage.sees(&["OL-001", "汕头市示范运输有限公司"]);
    stage.sees_not(&["未核", "样汕交罚"]);
    stage.press("<Esc>");
    assert_eq!(stage.app.on_top(), "check");
    stage.sees(&["Enter 决定"]);
}

#[test]
fn what_nobody_stands_for_is_marked_in_the_summary_and_in_its_draft() {
    let mut stage = Stage::on_duty();
    stage.press("n <PgDn> <PgDn> <F6> {TX-006} <Enter> {拒载} <PgDn> <PgDn> <PgDn>");
    stage.size = HUGE;
    stage.sees(&["TX-006 [未核]", "! 未核：TX-006 的依据和金额", "F5 看草稿"]);
    stage.press("<F5>");
    assert_eq!(stage.app.on_top(), "preview", "{}", stage.screen());
    stage.press("<Tab>");
    stage.sees(&["（未核）", "案由TX-006"]);
    let lines = stage.desk.list("", 9).unwrap();
    assert!(lines.iter().all(|line| line.number.is_empty()), "{lines:?}");
}
