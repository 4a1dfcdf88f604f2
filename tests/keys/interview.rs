//! An interview by keys: from the page of its stop through its questions to the paper; forty of them, and a break in the middle.

use super::Stage;
use crate::bureau::{EVENING, check};
use crate::scenarios;
use lucha::app::command::Command;
use lucha::domain::paper::KINDS;

/// High enough that a whole interview is read back.
const HIGH: (u16, u16) = (160, 140);

/// The page of a stop of the morning, in the evening.
fn at_stop() -> Stage {
    let mut stage = Stage::at(EVENING).signed_in();
    check(&mut stage.desk, vec![scenarios::stop("S01")]);
    stage.press("<F5> <Enter>");
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
    stage
}

/// The keys that choose the interview among the papers, wherever it stands.
pub fn chosen() -> String {
    let place = KINDS.iter().position(|kind| kind.word == "interview").unwrap();
    format!("w {} {} <Enter>", "<Up> ".repeat(KINDS.len()), "<Down> ".repeat(place))
}

fn begun() -> Stage {
    let mut stage = at_stop();
    stage.press(&chosen());
    assert_eq!(stage.app.on_top(), "interview", "{}", stage.screen());
    stage
}

/// The three answers of the opening.
const OPENING: &str = "{看清楚了。} <Enter> {听明白了。} <Enter> {不申请。} <Enter>";

fn saved(stage: &Stage) -> usize {
    stage.asked.iter().filter(|asked| matches!(asked, Command::SaveField { .. })).count()
}

#[test]
fn questions_are_answered_one_by_one_read_back_and_made_a_paper() {
    let mut stage = begun();
    stage.sees(&["询问笔录 刘十一", "被询问人", "联系地址"]);
    stage.press("<Enter>");
    stage.sees(&["第 1 问", "问：这是我们的执法证件", "下一问：我们依法向你询问"]);
    let before = stage.caret();
    stage.press("{看清}");
    assert_eq!(stage.caret(), (before.0 + 4, before.1), "the caret follows wide characters");
    stage
        .press("{楚了。} <Enter> {听明白了。} <Enter> {不申请。} <Enter> {刘十一，司机。} <Enter>");
    stage.sees(&["第 5 问", "已答 4"]);
    stage.press("<F6> <Enter>");
    stage.sees(&["写下要问的问题"]);
    stage.press("{货主是谁？} <Enter> {不认识。} <Ctrl-J> {一个姓陈的。} <F4>");
    stage.size = HIGH;
    stage.sees(&["问：货主是谁？", "答：不认识。", "一个姓陈的。", "（未答，不入笔录）"]);
    // It has no end behind its beginning yet, and nobody said how it was read.
    stage.press("<F8>");
    assert_eq!(stage.app.on_top(), "interview");
    stage.sees(&["笔录如何核对"]);
    stage.go_to("笔录如何核对");
    stage.press("1 <F8>");
    stage.sees(&["询问时间不对"]);
    stage.go_to("询问时间 起");
    stage.press("<Ctrl-U> {2026-11-23 17:20} <F8>");
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
    stage.sees(&["✓ 已制作：询问笔录"]);
    stage.press("w");
    stage.sees_not(&["没有完成"]);
}

#[test]
fn an_interview_whose_paper_is_refused_has_no_end_yet() {
    let mut stage = begun();
    stage.press("<Enter>").press(OPENING).press("{刘十一，司机。} <F8>");
    assert_eq!(stage.app.on_top(), "interview", "{}", stage.screen());
    stage.sees(&["笔录如何核对"]);
    let ends: Vec<&str> = stage
        .asked
        .iter()
        .filter_map(|asked| match asked {
            Command::SaveField { field, value, .. } if field == "interview.until" => {
                Some(value.as_str())
            }
            _ => None,
        })
        .collect();
    assert!(matches!(ends[..], [kept, ""] if !kept.is_empty()), "{ends:?}");
}

#[test]
fn what_was_answered_is_there_when_the_interview_is_opened_again() {
    let mut stage = begun();
    stage.press("<Enter>").press(OPENING).press("{半句话} <Esc>");
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
    stage.sees(&["询问已保存"]);
    // All papers are seen at once, with why not the others.
    let size = std::mem::replace(&mut stage.size, HIGH);
    stage.press("w");
    stage.sees(&["有一份"]);
    stage.size = size;
    // It is opened where it was typed, not at the question behind it.
    stage.press("<Esc>").press(&chosen());
    stage.sees(&["第 4 问", "已答 4", "半句话"]);
    // A look back at another answer does not move the place; a question that was gone on to does.
    stage.press("<PgUp> <PgUp> <Esc>").press(&chosen());
    stage.sees(&["第 4 问", "半句话"]);
    stage.press("<Enter> <Esc>").press(&chosen());
    stage.sees(&["第 5 问", "已答 4"]);
    stage.press("<PgUp>");
    stage.sees(&["半句话"]);
    // An answered question goes on the officer's word alone.
    stage.press("<F7>");
    stage.sees(&["删除这一问和它的回答？"]);
    stage.press("n");
    stage.sees(&["半句话"]);
    stage.press("<F7> y");
    stage.sees_not(&["半句话"]);
    stage.sees(&["已答 3"]);
}

#[test]
fn a_long_answer_is_kept_while_it_is_typed_and_a_lock_keeps_the_rest() {
    let mut stage = begun();
    stage.press("<Enter>");
    let before = saved(&stage);
    stage.press("{一二三四五六七八九十一二三四五六七}");
    assert_eq!(saved(&stage), before + 1, "once in sixteen keys");
    stage.now = stage.now.plus_ms(11 * 60_000);
    stage.send(lucha::tui::effect::Event::Tick);
    assert_eq!((stage.app.on_top(), saved(&stage)), ("lock", before + 2));
}

#[test]
fn after_a_power_cut_the_half_typed_answer_is_on_the_screen() {
    let mut stage = begun();
    stage
        .press("<Enter>")
        .press(OPENING)
        .press("{刘十一，司机。} <Enter> {不知道。} <PgUp> <PgUp>");
    // Nothing but the desk's file outlives it: sixteen keys of the answer are there.
    stage.press("{听清楚了，没有别的话要说，就是这样的了}");
    let mut next = Stage::at(EVENING);
    std::mem::swap(&mut next.desk, &mut stage.desk);
    next.press("1 {246810} <Enter>");
    assert_eq!(next.app.on_top(), "today", "{}", next.screen());
    // The first screen tells what is unfinished, of which stop, before anything else, and opens it.
    next.sees(&["! 未完成 18:00 粤D55D18 询问笔录"]);
    next.press("<F2>");
    next.sees(&["! Unfinished 18:00 粤D55D18"]);
    next.press("<F2> c");
    next.sees(&["没办完的检查和文书 1 件", "! 未完成 18:00 粤D55D18 询问笔录"]);
    next.press("<Esc> <Enter>");
    assert_eq!(next.app.on_top(), "inspection", "{}", next.screen());
    next.press(&chosen());
    next.sees(&["第 3 问", "听清楚了，没有别的话要说，就是"]);
}

#[test]
fn an_interview_is_given_up_on_the_officers_word() {
    let mut stage = begun();
    stage.press("<F7>");
    stage.sees(&["放弃这份询问？"]);
    stage.press("y");
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
    stage.size = HIGH;
    stage.press("w");
    stage.sees(&["询问笔录"]);
    stage.sees_not(&["有一份"]);
}

#[test]
fn forty_questions_are_asked_in_a_small_terminal() {
    let mut stage = begun();
    stage.press("<Enter>").press(OPENING);
    for nth in 1..=40 {
        stage.press(&format!("<F6> {{问题{nth}？}} <Enter> {{回答{nth}。}}"));
        stage.sees(&[&format!("问：问题{nth}？"), &format!("回答{nth}。")]);
    }
    stage.press("<F4> <PgDn> <PgDn> <PgDn> <PgDn> <PgDn>");
    stage.sees(&["询问笔录"]);
    stage.press("<Esc>");
    stage.sees(&["回答40。", "已答 43"]);
}
