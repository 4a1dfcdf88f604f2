//! The screen of headquarters: what it says before and after an enrolment, and when it is cut.

use super::{Stage, WIDE, check};
use crate::headquarters::{code, founded, served, url};
use lucha::app::command::{Command, Reply};
use lucha::app::view::sync::{LastSession, VerdictLine};
use lucha::tui::effect::Event;
use lucha::wire::suite::Suite;

#[test]
fn a_laptop_without_headquarters_is_told_how_to_get_one() {
    let stage = check(Stage::on_duty(), "s", &["与总部同步", "本机还没有入网", "lucha enrol"]);
    assert!(stage.asked.contains(&Command::SyncNow), "one key");
}

#[test]
fn what_is_there_and_what_waits_is_shown_as_it_is() {
    let hq = founded(Suite::default());
    let running = served(hq.path(), "127.0.0.1:0");
    let mut stage = Stage::on_duty();
    stage.desk.enrol_laptop(&url(&running), &code(hq.path())).unwrap();
    let all = stage.desk.sync_view().unwrap().entries;
    let mut stage =
        check(stage, "s", &["总部：https://127.0.0.1", &format!("记录 0 / {all} 条有回执")]);
    let carried = stage.desk.synchronise(true, |_, _| true).unwrap();
    assert!(carried.is_all_there(), "{carried:?}");
    stage.press("<F5>");
    stage.sees(&["全部送达，总部已签收", "██████████████████████████████ 记录"]);
    stage.size = WIDE;
    stage.sees(&["全部送达"]);
    // The stage's clock stands on another day than headquarters': that is asked at once.
    stage.press("<Esc>");
    assert_eq!(stage.app.on_top(), "clock_step");
    stage.press("<Esc>");
    assert_eq!(stage.app.on_top(), "today");
}

#[test]
fn a_cut_a_finding_and_a_word_that_nobody_asked_for_are_shown() {
    let hq = founded(Suite::default());
    let running = served(hq.path(), "127.0.0.1:0");
    let mut stage = Stage::on_duty();
    stage.desk.enrol_laptop(&url(&running), &code(hq.path())).unwrap();
    stage.press("s");
    let mut view = stage.desk.sync_view().unwrap();
    view.last = Some(LastSession {
        at: stage.now,
        entries: 3,
        photographs: 1,
        news: 2,
        bytes: 4_100,
        trouble: Some(lucha::app::command::Trouble::new("trouble.no_line").with("连接被拒绝")),
    });
    let words = "请补当事人签名".to_string();
    view.verdicts = vec![VerdictLine { entry: 12, key: "finding.returned", words }];
    view.running = true;
    stage.send(Event::Reply(Box::new(Reply::Carried(Box::new(view))), None));
    stage.sees(&[
        "正在同步",
        "送出记录 3 条",
        "流量 5 kB",
        "连不上总部：连接被拒绝",
        "第 12 条退回补正：请补当事人签名",
    ]);
}

#[test]
fn a_pack_that_was_refused_an_old_program_and_an_order_to_lock_are_told() {
    let hq = founded(Suite::default());
    let running = served(hq.path(), "127.0.0.1:0");
    let mut stage = Stage::on_duty();
    stage.desk.enrol_laptop(&url(&running), &code(hq.path())).unwrap();
    stage.press("s");
    let mut view = stage.desk.sync_view().unwrap();
    view.pack_refused = Some("the rule pack does not unpack".into());
    view.must_update = true;
    stage.send(Event::Reply(Box::new(Reply::Carried(Box::new(view.clone()))), None));
    stage.sees(&["总部的规则包没有采用，仍按原规则包执行", "请升级程序"]);
    view.lock_ordered = true;
    stage.send(Event::Reply(Box::new(Reply::Carried(Box::new(view.clone()))), None));
    assert_eq!(stage.app.on_top(), "lock");
    stage.sees_not(&["总部的规则包"]);
    stage.send(Event::Reply(Box::new(Reply::Carried(Box::new(view))), None));
    stage.press("{246810} <Enter>");
    assert_eq!(stage.app.on_top(), "sync", "one lock, one PIN");
}
