//! The end of a shift: what is missing is named, the sheet is printed, and nothing is lost for tomorrow.

use super::{Stage, check};
use crate::bureau::{EVENING, check as record, with};
use crate::headquarters::{code, founded, served, url};
use crate::scenarios;
use lucha::wire::suite::Suite;

#[test]
fn what_headquarters_lacks_is_named_and_red_on_the_third_day() {
    let mut stage = Stage::at(EVENING).signed_in();
    record(&mut stage.desk, vec![with(scenarios::stop("S03"), "at", EVENING.into())]);
    let words = &["交班", "开出 1 份，已打印", "总部已签收 0 份", "总部还没收到", "按 Enter 交班"];
    let mut stage = check(stage, "c", words);
    stage.size = super::WIDE;
    stage.sees(&["样汕交罚〔2026〕00001号  粤"]);
}

#[test]
fn closing_prints_the_sheet_and_the_next_check_begins_with_a_shift() {
    let hq = founded(Suite::default());
    let running = served(hq.path(), "127.0.0.1:0");
    let mut stage = Stage::at(EVENING).signed_in();
    record(&mut stage.desk, vec![with(scenarios::stop("S03"), "at", EVENING.into())]);
    stage.desk.enrol_laptop(&url(&running), &code(hq.path())).unwrap();
    assert!(stage.desk.synchronise(true, |_, _| true).unwrap().is_all_there());
    let words = &["已交班，交接单", "总部已签收 1 份"];
    let mut stage = check(stage, "c <Enter> <Esc>", words);
    let sheets = |stage: &Stage| {
        let folder = std::fs::read_dir(stage.paper()).unwrap();
        let names = folder.map(|file| file.unwrap().file_name().into_string().unwrap());
        names.filter(|name| name.starts_with("交接单")).count()
    };
    assert_eq!(sheets(&stage), 1);
    // A sheet that was lost is printed again, and closes nothing twice.
    std::fs::remove_dir_all(stage.paper()).unwrap();
    stage.press("<Esc> c");
    stage.sees(&["按 Enter 补印交接单", "总部已签收 1 份"]);
    stage.press("<Enter>");
    stage.sees(&["交接单："]);
    assert_eq!(sheets(&stage), 1);
    stage.press("<Esc> n");
    assert_eq!(stage.app.on_top(), "shift_start", "{}", stage.screen());
    let entries = stage.desk.sync_view().unwrap();
    let waits = entries.entries - entries.acknowledged;
    assert_eq!(waits, 3, "the close, its sheet and the reprint wait for the line");
}
