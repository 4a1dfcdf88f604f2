//! The page before it is printed: as a picture, as text, counted, printed.

use super::{DECIDE, HUGE, OVERLOAD, SMALL, Stage, WITHIN};

fn previewing() -> Stage {
    let mut stage = Stage::on_duty();
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
