//! The printers by keys: listed, chosen, forgotten, and the one key that prints on the last one used.

use super::{DECIDE, OVERLOAD, SMALL, Stage, WITHIN};
use crate::printers::server::{PRINTS, Server, free_port};
use lucha::app::command::Command;

/// A decided stop on the screen, with a file of printers of its own.
pub fn decided() -> Stage {
    let mut stage = Stage::on_duty();
    let settings = stage.paper().join("settings/lucha.toml");
    stage.desk.set_settings(settings);
    stage.press(WITHIN).press("<Enter> <Esc>").press(OVERLOAD).press(DECIDE);
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
    stage
}

/// The same with this printer set up under a name.
fn with(uri: &str) -> Stage {
    let mut stage = decided();
    stage.press(&format!("t n {{{uri}}} <Enter> {{车上打印机}} <Enter>"));
    assert_eq!(stage.app.on_top(), "printers", "{}", stage.screen());
    stage
}

#[test]
fn without_a_printer_the_list_says_where_papers_go_and_the_key_lays_files() {
    let mut stage = decided();
    stage.press("t");
    stage.sees(&["打印机", "没有设置打印机", "文书文件夹"]);
    stage.press("<Esc> p");
    stage.sees(&["打印《"]);
    stage.sees_not(&["车上打印机"]);
    stage.press("<Enter>");
    stage.sees(&["✓ 第 1 次打印"]);
    assert!(stage.asked.iter().any(|asked| matches!(asked, Command::Print { .. })));
}

#[test]
fn one_key_prints_on_the_last_printer_counted_before_and_lived_behind() {
    let server = Server::start(PRINTS);
    let mut stage = with(&server.uri());
    stage.sees(&["* 车上打印机", "/ipp/print"]);
    stage.press("<Esc> a");
    stage.sees(&["打印《", "在 车上打印机：A4 纸"]);
    stage.press("<Enter>");
    stage.sees(&["✓ 在 车上打印机 打印 5 份"]);
    assert_eq!(server.papers().len(), 5);
    stage.size = (100, 120);
    stage.sees(&["文书打印经过", "当事人", "存根", "打印机确认已打印"]);
    stage.size = SMALL;
    // The file is had all the same, and says that it is not the first.
    stage.press("f <Enter>");
    stage.sees(&["次打印："]);
    assert!(stage.asked.iter().any(|asked| matches!(asked, Command::Print { roll: false, .. })));
}

#[test]
fn a_fault_stands_on_the_screen_with_what_to_do_and_in_the_life_of_the_paper() {
    let mut stage = with(&format!("ipp://127.0.0.1:{}/", free_port()));
    stage.press("<Esc> p <Enter>");
    stage.sees(&["! ", "连不上打印机"]);
    stage.size = (100, 120);
    stage.sees(&["未打印，连不上"]);
    stage.press("<F2>");
    stage.sees(&["not printed, not reached"]);
}

#[test]
fn a_printer_is_chosen_and_forgotten_after_a_question() {
    let mut stage = with("escpos+tcp://127.0.0.1:1");
    stage.press("n {ipp://127.0.0.1:1/} <Enter> {所里} <Enter>");
    stage.sees(&["* 所里", "  车上打印机"]);
    stage.press("<Home> <Enter>");
    stage.sees(&["* 车上打印机", "  所里"]);
    stage.press("<Del>");
    stage.sees(&["忘记 车上打印机？"]);
    stage.press("<Enter>");
    stage.sees_not(&["车上打印机"]);
    stage.press("<F2>");
    stage.sees(&["Printers"]);
}
