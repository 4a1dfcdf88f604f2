//! Setting a printer up by keys: what is typed stays until it is set up, and a wrong address says what is wrong with it.

use super::printers::decided;

#[test]
fn a_wrong_address_is_one_sentence_and_nothing_typed_is_lost() {
    for (uri, said) in [
        ("http://192.168.1.9", "网页"),
        ("escpos+tcp://x?width=80", "72 或 104"),
        ("printer", "escpos+tcp://"),
        ("escpos+file:///etc/hostname", "不是打印机设备"),
    ] {
        let mut stage = decided();
        stage.press(&format!("t n {{{uri}}} <Enter> {{车上}} <Enter>"));
        assert_eq!(stage.app.on_top(), "printer_form", "{}", stage.screen());
        stage.sees(&["! ", said, uri, "车上"]);
    }
}

#[test]
fn a_printer_that_is_off_may_be_set_up() {
    let mut stage = decided();
    stage.press("t n {ipp://127.0.0.1:1/ipp/print} <Enter> {车上} <Enter>");
    assert_eq!(stage.app.on_top(), "printers");
    stage.sees(&["* 车上"]);
    stage.press("n <Esc>");
    assert_eq!(stage.app.on_top(), "printers");
}
