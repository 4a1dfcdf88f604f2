//! The screen of headquarters: what it says before and after an enrolment, and when it is cut.

use super::{Stage, WIDE, check};
use crate::headquarters::{code, founded, served, url};
use lucha::app::command::{Command, Reply};
use lucha::app::view::queue::{RowState, Shown};
use lucha::app::view::sync::{LastSession, VerdictLine};
use lucha::app::view::today::ReturnLine;
use lucha::stdx::id::Id;
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
    stage.sees(&["这条线路还没有测过，说不出要多久", "新的在上", &format!("{all} · 待传")]);
    let carried = stage.desk.synchronise(true, |_, _| true).unwrap();
    assert!(carried.is_all_there(), "{carried:?}");
    stage.press("<F5>");
    stage.sees(&["全部送达，总部已签收", "████████████████████ 记录", &format!("{all} √ 有回执")]);
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
        stopped: false,
        trouble: Some(lucha::app::command::Trouble::new("trouble.no_line").with("连接被拒绝")),
    });
    let words = "请补当事人签名".to_string();
    let (key, to_do) = ("finding.returned", "to_do.correct");
    let found = VerdictLine { entry: 2, key, to_do, words };
    (view.found, view.seconds_left, view.rate) = (1, Some(150), Some(4_000));
    view.running = true;
    stage.send(Event::Reply(Box::new(Reply::Carried(Box::new(view))), None));
    stage.sees(&[
        "正在同步",
        "送出记录 3 条",
        "流量 5 kB",
        "连不上总部：连接被拒绝",
        "按这条线路实测 4 kB/秒，约需 3 分钟",
        "总部核对发现 1 项",
    ]);
    // Its row says the reason and what to do.
    let Reply::Queue(mut page) =
        stage.desk.handle(Command::LoadQueue { shown: Shown::All, at: u64::MAX })
    else {
        panic!("no list")
    };
    let nth = page.rows.iter().position(|row| row.number == 2).unwrap();
    page.rows[nth].verdicts.push(found);
    page.rows[0].state = RowState::Sent;
    stage.send(Event::Reply(Box::new(Reply::Queue(page)), None));
    stage.sees(&["> 已送出"]);
    for _ in 0..nth {
        stage.press("<Down>");
    }
    stage.sees(&["! 有发现", "第 2 条退回补正：请补当事人签名。", "按 E 更正"]);
    stage.press("<F2>");
    stage.sees(&["Entry 2 was returned", "Open the inspection"]);
}

#[test]
fn keys_stop_choose_the_line_and_what_is_shown() {
    let hq = founded(Suite::default());
    let running = served(hq.path(), "127.0.0.1:0");
    let mut stage = Stage::on_duty();
    stage.desk.enrol_laptop(&url(&running), &code(hq.path())).unwrap();
    let mut stage = check(stage, "s", &["线路不计流量", "照片和文书 0 / 0"]);
    stage.press("m");
    stage.sees(&["按流量计费：照片等到不计费的线路"]);
    assert!(stage.asked.contains(&Command::SetMetered { metered: true }));
    stage.press("<Tab>");
    stage.sees(&["只看没有回执的", "待传"]);
    stage.press("<Tab>");
    stage.sees(&["只看总部有发现的", "没有"]);
    stage.press("<Tab>");
    stage.sees(&["新的在上"]);
    stage.press("s");
    assert_eq!(stage.asked.last(), Some(&Command::GoSync { photographs: false }));
    let mut view = stage.desk.sync_view().unwrap();
    (view.running, view.blobs_waiting, view.blob_bytes_waiting) = (true, 3, 9_000_000);
    stage.send(Event::Reply(Box::new(Reply::Carried(Box::new(view.clone()))), None));
    stage.sees(&["X 停止", "照片等不计费的线路；现在就送按 P", "0 B / 9.0 MB"]);
    stage.press("p");
    assert!(stage.asked.contains(&Command::GoSync { photographs: true }));
    stage.press("x");
    assert_eq!(stage.asked.last(), Some(&Command::StopSync));
    (view.running, view.held) = (false, true);
    stage.send(Event::Reply(Box::new(Reply::Carried(Box::new(view))), None));
    stage.sees(&["已停", "照片和文书 3 份留在本机，一件不少"]);
}

#[test]
fn a_long_queue_is_walked_a_window_at_a_time() {
    let hq = founded(Suite::default());
    let running = served(hq.path(), "127.0.0.1:0");
    let mut stage = Stage::on_duty();
    stage.desk.enrol_laptop(&url(&running), &code(hq.path())).unwrap();
    for nth in 0..20 {
        let colleague = lucha::app::sample::pins()[1].0.clone();
        let (station, plan) = (format!("第{nth}站"), "2026-治超-11".to_string());
        for _ in 0..12 {
            let (colleague, station, plan) = (colleague.clone(), station.clone(), plan.clone());
            let started = stage.desk.handle(Command::StartShift { colleague, station, plan });
            assert!(matches!(started, Reply::ShiftStarted(_)), "{started:?}");
        }
    }
    let head = stage.desk.sync_view().unwrap().entries;
    assert!(head > 240);
    let mut stage = check(stage, "s", &[&format!("{head} · 待传")]);
    stage.press("<End>");
    stage.sees(&[" 1 · 待传", "开启日志"]);
    stage.press("<Home>");
    stage.sees(&[&format!("{head} · 待传")]);
    for _ in 0..200 {
        stage.press("<Down>");
    }
    stage.sees(&[&format!("{} · 待传", head - 200)]);
    let loads = stage.asked.iter().filter(|asked| matches!(asked, Command::LoadQueue { .. }));
    assert!(loads.count() < 20, "not at every key");
    for _ in 0..200 {
        stage.press("<Up>");
    }
    stage.sees(&[&format!("{head} · 待传")]);
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

#[test]
fn returned_cases_stand_above_the_list_and_leave_it_its_rows() {
    let hq = founded(Suite::default());
    let running = served(hq.path(), "127.0.0.1:0");
    let mut stage = Stage::on_duty();
    stage.desk.enrol_laptop(&url(&running), &code(hq.path())).unwrap();
    stage.press("s");
    let mut view = stage.desk.sync_view().unwrap();
    let case = |nth: u8| ReturnLine {
        id: Id([nth; 16]),
        inspection: Id([nth; 16]),
        plate: format!("粤D5500{nth}"),
        number: String::new(),
        reason: "号牌与照片不符".into(),
        fields: vec!["vehicle.plate".into()],
        due: None,
        answered: false,
    };
    view.returned = vec![case(1)];
    view.found = 1;
    stage.send(Event::Reply(Box::new(Reply::Carried(Box::new(view.clone()))), None));
    let top = "退回补正 粤D55001";
    stage.sees(&["总部核对发现 1 项", top, "按 E 更正：号牌号码", "新的在上", "· 待传"]);
    stage.sees_not(&["退回补正的还有"]);
    view.returned = (1..=9).map(case).collect();
    (view.pack_refused, view.must_update) = (Some("the pack does not unpack".into()), true);
    stage.send(Event::Reply(Box::new(Reply::Carried(Box::new(view))), None));
    stage.sees(&["没有采用", "请升级程序", top, "退回补正的还有", "新的在上", "· 待传"]);
    stage.sees_not(&["粤D55009"]);
}
