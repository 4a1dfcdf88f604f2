//! The stick's screen: where it lies, what went on it, what a wrong folder says.

use super::{Stage, check};
use crate::headquarters::{code, founded, served, url};
use lucha::hq::bundle::import;
use lucha::hq::place::Place;
use lucha::stdx::clock::Clock;
use lucha::stdx::id::Dice;
use lucha::wire::suite::Suite;

#[test]
fn what_waits_goes_onto_the_stick_and_the_answer_comes_off_it() {
    let hq = founded(Suite::default());
    let mut stage = Stage::on_duty();
    let running = served(hq.path(), "127.0.0.1:0");
    stage.desk.enrol_laptop(&url(&running), &code(hq.path())).unwrap();
    drop(running);
    let stick = tempfile::tempdir().unwrap();
    let all = stage.desk.sync_view().unwrap().entries;
    let folder = stick.path().display().to_string();
    let keys = format!("s u {{{folder}}} <Enter>");
    let mut stage = check(stage, &keys, &["U盘", &format!("写入U盘：记录 {all} 条")]);
    let place = Place::open(hq.path()).unwrap();
    import(&place, stick.path(), Clock::machine().now(), &mut Dice::Machine).unwrap();
    stage.press("<Enter>");
    stage.sees(&["读取总部答复 1 份", &format!("签收记录 {all} 条")]);
    stage.press("<Esc>");
    stage.sees(&["与总部同步"]);
}

#[test]
fn the_folder_of_a_stick_that_is_in_is_there_already() {
    let hq = founded(Suite::default());
    let mut stage = Stage::on_duty();
    let running = served(hq.path(), "127.0.0.1:0");
    stage.desk.enrol_laptop(&url(&running), &code(hq.path())).unwrap();
    let media = tempfile::tempdir().unwrap();
    let stick = media.path().join("officer").join("KINGSTON");
    std::fs::create_dir_all(&stick).unwrap();
    stage.desk.set_stick_roots(vec![media.path().join("none"), media.path().to_path_buf()]);
    let stage = check(stage, "s u", &["KINGSTON"]);
    check(stage, "<Enter>", &["写入U盘"]);
    assert_eq!(std::fs::read_dir(&stick).unwrap().count(), 1);
}

#[test]
fn a_folder_that_is_none_is_said_and_nothing_else_happens() {
    let hq = founded(Suite::default());
    let mut stage = Stage::on_duty();
    let running = served(hq.path(), "127.0.0.1:0");
    stage.desk.enrol_laptop(&url(&running), &code(hq.path())).unwrap();
    let keys = "s u {/not/there} <Enter>";
    let stage = check(stage, keys, &["U盘不能用", "不存在", "没有丢"]);
    assert_eq!(stage.app.on_top(), "stick");
}
