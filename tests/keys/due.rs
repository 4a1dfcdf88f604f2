//! What is due and what finds no room at the side of the first screen: counted there, and whole on a page of its own.

use super::{DECIDE, OVERLOAD, SMALL, Stage, WIDE, WITHIN, check};
use lucha::app::command::{Command, Reply, Trouble};
use lucha::app::view::today::{Due, TaskLine, TodayView};
use lucha::stdx::day::Day;
use lucha::stdx::id::Id;
use lucha::tui::effect::Event;

const OVERDUE: usize = 7;

fn number(nth: usize) -> String {
    format!("样汕交罚〔2026〕{nth:05}号")
}

/// Seven decisions that were to be filed days ago, and all that a laptop can have to tell at once.
pub fn full() -> Stage {
    let mut stage = Stage::on_duty();
    let Reply::Today(mut today) = stage.desk.handle(Command::LoadToday) else { panic!("no day") };
    let due = |nth: usize| Due {
        on: Day::parse("2026-11-10").unwrap().plus(i64::try_from(nth).unwrap()),
        key: "due.file_decision",
        plate: format!("粤D55D{nth}8"),
        number: number(nth),
        inspection: Id([9; 16]),
    };
    today.due = (1..=OVERDUE).map(due).collect();
    today.tasks = vec![TaskLine {
        id: Id([1; 16]),
        plan: "2026-治超-12".into(),
        subject: "汕头市远航物流有限公司".into(),
        place: "莲上治超点".into(),
        due: Day::parse("2026-11-30"),
        is_revisit: false,
    }];
    (today.must_update, today.blobs_changed) = (true, Some((3, 512)));
    (today.draft_lost, today.pruning) = (Some(stage.now), Some(Trouble::new("trouble.disk_full")));
    today.overdue = Some(Trouble::new("trouble.overdue").with(2_u64).and(1_u64));
    today.mirror_behind = Some(88);
    (today.numbers.left, today.numbers.next_year_missing) = (3, Some(2027));
    stage.send(Event::Reply(Box::new(Reply::Today(today)), None));
    stage
}

/// What stands in the panes at the side, without frames and blanks.
fn side(stage: &Stage) -> String {
    let ((cells, _), (columns, rows)) = (stage.cells(), stage.size);
    let from = columns - (columns * 2 / 5).clamp(30, 60);
    let mut text = String::new();
    for y in 1..rows - 2 {
        (from..columns).for_each(|x| text.push_str(cells[(x, y)].symbol()));
    }
    text.retain(|c| !c.is_whitespace() && !"│─┌┐└┘".contains(c));
    text
}

/// The words of a page, however its lines are broken.
fn page(stage: &Stage) -> String {
    let mut text = stage.screen();
    text.retain(|c| !c.is_whitespace() && c != '│');
    text
}

/// What of the lower pane cannot wait, and the first words of what can, in each language.
const TOLD: [(&str, [&str; 7], &str); 2] = [
    (
        "任务",
        [
            "程序过旧",
            "3个版面或照片",
            "填写的内容读不回来",
            "磁盘已满",
            "落后88条",
            "可用文号只剩3个",
            "2027年的号段还没有",
        ],
        "计划",
    ),
    (
        "Tasks",
        [
            "programistooold",
            "3page(s)orphotograph(s)",
            "couldnotbereadback",
            "diskisfull",
            "88entries",
            "3of200numbersleft",
            "nonumbersfor2027yet",
        ],
        "Plan",
    ),
];

#[test]
fn a_pane_without_room_ends_at_a_whole_line_and_counts_what_is_left_out() {
    let mut stage = full();
    for (title, told, plan) in TOLD {
        for size in [SMALL, WIDE] {
            stage.size = size;
            let text = side(&stage);
            let (due, tasks) = text.split_once(title).unwrap();
            let whole = (1..=OVERDUE).filter(|nth| due.contains(&number(*nth))).count();
            assert_eq!(due.matches("样汕交罚").count(), whole, "{}", stage.screen());
            let left = OVERDUE - whole;
            let (zh, en) = (format!("!还有{left}项，按D"), format!("!{left}more,Dshows"));
            let is_counted = due.contains(&zh) || due.contains(&en);
            assert_eq!(is_counted, left > 0, "{}", stage.screen());
            assert!(whole >= 2 && (size == SMALL) == (left > 0), "{}", stage.screen());
            // What bears a sign comes before what can wait, and nothing ends without a word.
            assert!(tasks.starts_with('!'), "{}", stage.screen());
            assert!(tasks.contains(told[0]), "{}", stage.screen());
            let is_all = told[..4].iter().all(|words| tasks.contains(words));
            let is_counted = tasks.contains("项，按D") || tasks.contains("more,Dshows");
            assert_eq!(is_all, size == WIDE, "{}", stage.screen());
            assert!(is_all || is_counted, "{}", stage.screen());
            let behind = tasks.find(plan).is_none_or(|plan| tasks.find(told[0]) < Some(plan));
            assert!(behind, "{}", stage.screen());
        }
        stage.press("<F2>");
    }
}

#[test]
fn a_plate_and_a_number_stand_on_one_line_at_the_side_of_a_small_screen() {
    let mut stage = full();
    let Reply::Today(mut today) = stage.desk.handle(Command::LoadToday) else { panic!("no day") };
    let days = ["2026-11-10", "2026-07-10", "2023-05-01", "1997-05-01"];
    for on in days {
        today.due = vec![Due {
            on: Day::parse(on).unwrap(),
            key: "due.file_decision",
            plate: "粤D8K999".into(),
            number: number(1),
            inspection: Id([9; 16]),
        }];
        stage.send(Event::Reply(Box::new(Reply::Today(today.clone())), None));
        for _ in 0..2 {
            stage.sees(&["粤D8K999", &number(1)]);
            stage.press("<F2>");
        }
    }
}

#[test]
fn the_page_of_what_is_due_has_every_line_in_full() {
    let mut stage = full();
    stage.press("d");
    assert_eq!(stage.app.on_top(), "due");
    for (_, told, _) in TOLD {
        for size in [SMALL, WIDE] {
            stage.size = size;
            stage.press("<Home>");
            let top = page(&stage);
            stage.press("<End>");
            let (all, bottom) = (top + &page(&stage), stage.screen());
            for nth in 1..=OVERDUE {
                assert!(all.contains(&number(nth)), "{nth}: {bottom}");
            }
            for words in told.iter().chain(&["2026-治超-11", "莲下治超点", "远航物流"]) {
                assert!(all.contains(words), "`{words}` is not there: {bottom}");
            }
        }
        stage.press("<F2>");
    }
    stage.press("<Esc>");
    assert_eq!(stage.app.on_top(), "today");
}

#[test]
fn a_day_with_nothing_due_says_so_on_its_page_too() {
    check(Stage::on_duty(), "d", &["没有到期事项", "计划 2026-治超-11", "地点 莲下治超点"]);
}

/// A lorry over the limit that was decided, and the first screen behind it.
fn decided() -> Stage {
    let mut stage = Stage::on_duty();
    stage.press(WITHIN).press("<Enter> <Esc>").press(OVERLOAD).press(DECIDE).press("<Esc>");
    assert_eq!(stage.app.on_top(), "today", "{}", stage.screen());
    stage
}

/// The clocks that run for it, in each language, without blanks; and what the list of stops shows.
const RUNNING: [(&str, [&str; 2]); 2] = [
    ("期限", ["还有7个工作日粤D55D18超限案件抄告", "还有15天粤D55D18缴纳罚款"]),
    (
        "Due",
        [
            "7workingdaysleft粤D55D18over-limitcasetothevehicle'shomeorgan",
            "15daysleft粤D55D18paymentofthefine",
        ],
    ),
];

#[test]
fn the_clocks_of_a_case_stand_on_the_first_screen_beside_the_stops() {
    let mut stage = decided();
    for (title, clocks) in RUNNING {
        for size in [SMALL, WIDE] {
            stage.size = size;
            let text = side(&stage);
            assert!(text.contains(title), "{}", stage.screen());
            for words in clocks {
                assert!(text.contains(words), "`{words}`:\n{}", stage.screen());
            }
            assert!(stage.screen().contains("粤D12345"), "the stops:\n{}", stage.screen());
        }
        stage.press("<F2>");
    }
}

#[test]
fn a_line_of_the_page_opens_its_stop_and_goes_when_its_fact_is_put_down() {
    let mut stage = decided();
    stage.size = SMALL;
    stage.press("d");
    stage.sees(&["还有 7 个工作日 粤D55D18 超限案件抄告", "还有 15 天 粤D55D18 缴纳罚款"]);
    // The filing is nearer: it stands first.
    stage.press("<Home> <Down> <Enter>");
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
    stage.press("d 6 <Enter> {汕交抄告1号} <Enter>");
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
    stage.press("<Esc>");
    assert_eq!(stage.app.on_top(), "due");
    stage.sees(&["还有 15 天 粤D55D18 缴纳罚款"]);
    stage.sees_not(&["超限案件抄告"]);
    // What is no stop opens nothing.
    stage.press("<End> <Enter>");
    assert_eq!(stage.app.on_top(), "due");
    stage.press("<Esc>");
    assert!(!side(&stage).contains("超限案件抄告"), "{}", stage.screen());
}

#[test]
fn more_clocks_than_the_first_screen_has_are_counted_there() {
    let mut stage = decided();
    let Reply::Today(mut today) = stage.desk.handle(Command::LoadToday) else { panic!("no day") };
    (today.due, today.tasks) = (Vec::new(), Vec::new());
    today.clocks.count += 40;
    let told = |today: &TodayView| Reply::Today(Box::new(today.clone()));
    stage.send(Event::Reply(Box::new(told(&today)), None));
    for size in [SMALL, WIDE] {
        stage.size = size;
        assert!(side(&stage).contains("还有40项，按D看全部"), "{}", stage.screen());
    }
    (today.clocks.lines, today.clocks.count, today.clocks.is_whole) = (Vec::new(), 0, false);
    stage.send(Event::Reply(Box::new(told(&today)), None));
    stage.sees(&["各案期限还在计算"]);
    // The desk's word that it is done brings the rest.
    stage.send(Event::Reply(Box::new(Reply::DocketReckoned), None));
    assert!(side(&stage).contains(RUNNING[0].1[0]), "{}", stage.screen());
}

#[test]
fn many_filings_of_one_day_are_one_line_of_the_first_screen_and_each_has_its_own_on_the_page() {
    let mut stage = full();
    let Some(mut today) = stage.app.shared().today.clone() else { panic!("no day") };
    let day = today.due[0].on;
    today.due.iter_mut().for_each(|due| due.on = day);
    stage.send(Event::Reply(Box::new(Reply::Today(today)), None));
    let text = side(&stage);
    assert!(text.contains("等7件") && text.matches("样汕交罚").count() == 1, "{}", stage.screen());
    stage.press("<F2>");
    assert!(side(&stage).contains("andothers,7inall"), "{}", stage.screen());
    stage.press("d");
    assert_eq!(page(&stage).matches("样汕交罚").count(), OVERDUE, "{}", stage.screen());
}
