//! The first screen of a shift: counts, drafts to go on with, and the way to a new check.

use super::tasks::told;
use super::{DECIDE, OVERLOAD, SMALL, Stage, WIDE, WITHIN, check};
use lucha::app::command::{Command, Reply};
use lucha::app::view::today::TodayView;
use lucha::domain::clock_step::{ClockStep, StepKind};
use lucha::tui::effect::Event;

#[test]
fn an_empty_day_says_how_to_begin() {
    check(Stage::on_duty(), "", &["今日 2026-11-23", "检查 0", "N 开始新检查", "没有到期事项"]);
}

#[test]
fn a_draft_left_is_there_to_go_on_with() {
    let mut stage = check(Stage::on_duty(), "n <Tab>", &["检查 1/6"]);
    stage.press("<F8>");
    assert_eq!(stage.app.on_top(), "today");
    stage.sees(&["! 草稿 08:40", "未完成草稿 1 份"]);
    stage.press("<Enter>");
    stage.sees(&["检查 1/6"]);
}

#[test]
fn a_draft_is_dropped_only_after_a_question() {
    let mut stage = check(Stage::on_duty(), "n <F8> <Del>", &["删除", "请确认"]);
    stage.press("<Esc>");
    stage.sees(&["! 草稿 08:40"]);
    stage.press("<Del> <Enter>");
    assert!(stage.asked.iter().any(|asked| matches!(asked, Command::DropDraft { .. })));
    stage.sees_not(&["! 草稿 08:40"]);
}

#[test]
fn a_draft_beyond_its_days_says_so_with_its_day_and_how_it_goes() {
    let mut stage = Stage::on_duty();
    stage.press("n <F8>");
    let Reply::Today(mut today) = stage.desk.handle(Command::LoadToday) else { panic!("no day") };
    assert_eq!((today.drafts.len(), today.drafts[0].overdue), (1, false));
    today.drafts[0].overdue = true;
    stage.send(Event::Reply(Box::new(Reply::Today(today.clone())), None));
    stage.sees(&["! 草稿 2026-11-23 08:40 - 已过保存天数"]);
    stage.sees(&["! 草稿 1 份已过保存天数", "或按 Del 删除"]);
    stage.press("<F2>");
    stage.sees(&["! Draft 2026-11-23 08:40 - beyond its days"]);
    stage.sees(&["! 1 draft(s) beyond the", "days: finish, or delete with"]);
    // A colleague's is his own to finish.
    today.drafts[0].another = Some("李娜".into());
    stage.send(Event::Reply(Box::new(Reply::Today(today)), None));
    stage.sees_not(&["days: finish, or delete with"]);
}

#[test]
fn a_wide_terminal_shows_the_agency_too() {
    let mut stage = Stage::on_duty();
    stage.size = WIDE;
    stage.sees(&["样例市交通运输综合行政执法局", "张伟 + 李娜", "08:40"]);
    // A journal in memory lies on no disk.
    stage.sees_not(&["盘"]);
    changed(&mut stage, |today| today.disk_free = Some(61_900_000_000));
    stage.sees(&["盘 61G"]);
    stage.sees_not(&["! 盘"]);
}

#[test]
fn the_small_screen_names_the_law_library_beside_every_key_of_a_shift() {
    let mut stage = Stage::on_duty();
    stage.size = SMALL;
    let bar = |stage: &Stage| stage.screen().lines().last().unwrap().to_string();
    let zh = " N 新检查  Esc 返回  F1 帮助  / 查找  Enter 打开  S 同步  W 换班  C 交班  L 法规";
    assert_eq!(bar(&stage), zh);
    stage.press("<F2>");
    let en = " N New check  Esc Back  F1 Help  / Search  Enter Open  S sync  W Shift  L Law";
    assert_eq!(bar(&stage).trim_end(), en);
}

#[test]
fn a_returned_case_is_opened_corrected_and_answered_from_here() {
    let mut stage = Stage::on_duty();
    stage.press(WITHIN).press("<Enter> <Esc>").press(OVERLOAD).press(DECIDE);
    let no = "样汕交罚〔2026〕00001号";
    let words = [
        "return",
        no,
        "--reason",
        "号牌与照片不符",
        "--field",
        "vehicle.plate",
        "--due",
        "2026-11-24",
    ];
    let mut stage = told(stage, &[], &words);
    stage.press("<Esc> <F5> <Esc>");
    assert_eq!(stage.app.on_top(), "today", "{}", stage.screen());
    stage.sees(&["! 退回 2026-11-24前 粤D55D18 号牌与照片不符"]);
    stage.press("<Home> <Enter>");
    assert_eq!(stage.app.on_top(), "inspection");
    stage.sees(&["退回补正", "号牌与照片不符", "按 E 更正：号牌号码"]);
    stage.press("e 5 <End> <Backspace> {9} <Enter> {照片核对} <Enter>");
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
    stage.press("<Esc>");
    stage.sees(&["退回已答复", "粤D55D19"]);
    stage.press("s");
    stage.sees(&["退回补正", "答复已写入日志"]);
}

#[test]
fn a_row_wider_than_its_place_is_read_whole_below_the_list() {
    let mut stage = Stage::on_duty();
    stage.press(WITHIN).press("<Enter> <Esc>").press(OVERLOAD).press(DECIDE).press("<Esc> <Home>");
    let whole = |stage: &Stage| {
        let screen: String = stage.screen().lines().map(|line| line.trim_matches('│')).collect();
        let blank = |c: &char| !c.is_whitespace() && *c != '│';
        screen.chars().filter(blank).collect::<String>()
    };
    for place in ["today", "list"] {
        assert_eq!(stage.app.on_top(), place);
        let seen = whole(&stage);
        for words in ["样汕交罚〔2026〕00001号", "汕头市示范运输有限公司"] {
            assert!(seen.contains(words), "{place}: `{words}` is cut:\n{}", stage.screen());
        }
        stage.press("/");
    }
}

/// The first screen of another day than the desk's.
fn changed(stage: &mut Stage, change: impl Fn(&mut TodayView)) {
    let Reply::Today(mut today) = stage.desk.handle(Command::LoadToday) else { panic!("no day") };
    change(&mut today);
    stage.send(Event::Reply(Box::new(Reply::Today(today)), None));
}

#[test]
fn the_first_line_leaves_out_neither_what_waits_nor_a_doubtful_clock_nor_a_full_disk() {
    let mut stage = Stage::on_duty();
    changed(&mut stage, |today| {
        (today.unacknowledged, today.oldest_min, today.photographs_waiting) = (1234, 785, 123);
        today.clock_step = Some(ClockStep { kind: StepKind::WentBack, by_ms: -600_000 });
        today.disk_free = Some(940_000_000);
    });
    let first = |stage: &Stage| stage.screen().lines().next().unwrap().to_string();
    for (language, small, wide, disk) in [
        (
            "zh-CN",
            ["离线", "待回执 1234", "照片", "! 时钟", "! 盘"],
            "待回执 1234 (最早 13时05分)",
            "! 盘只剩 0.9G",
        ),
        (
            "en",
            ["offline", "1234 waiting", "files 123", "! clock", "! disk"],
            "1234 unconfirmed (13h05)",
            "! disk 0.9G left",
        ),
    ] {
        stage.size = SMALL;
        let line = first(&stage);
        for words in small.iter().chain(&["张伟 + 李娜", "08:40", "["]) {
            assert!(line.contains(words), "{language}: `{words}` is not in `{line}`");
        }
        assert!(!line.contains('…'), "{line}");
        stage.size = WIDE;
        assert!(first(&stage).contains(wide), "{}", first(&stage));
        assert!(first(&stage).contains(disk), "{}", first(&stage));
        stage.press("<F2>");
    }
}
