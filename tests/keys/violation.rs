//! The page of one act: every part of it can be scrolled to, in both languages and two sizes, and what is not verified says so.

use super::{SMALL, Stage, WIDE, check};
use lucha::app::command::Reply;
use lucha::app::law_page::page;
use lucha::stdx::day::Day;
use lucha::stdx::id::Id;
use lucha::tui::effect::Event;
use std::sync::Arc;

fn opened(code: &str) -> Stage {
    let mut stage = Stage::on_duty();
    stage.press(&format!("l {{{code}}} <Enter>"));
    assert_eq!(stage.app.on_top(), "violation", "{}", stage.screen());
    stage
}

/// What stands inside the frame, without the signs of the scroll, blanks and breaks.
fn inside(stage: &Stage) -> String {
    let screen = stage.screen();
    let framed = screen.lines().filter(|line| line.starts_with('│'));
    let mut text: String = framed.map(|line| line.trim_matches(['│', '^', 'v', ' '])).collect();
    text.retain(|c| !c.is_whitespace());
    text
}

#[test]
fn every_line_of_the_page_can_be_scrolled_to() {
    for code in ["PK-001", "OL-001", "FR-009", "DG-013", "PO-001"] {
        let mut stage = opened(code);
        for lang in ["zh-CN", "en"] {
            for size in [SMALL, WIDE] {
                stage.size = size;
                stage.press("<Home>");
                let mut seen = inside(&stage);
                // A page at a time leaves some lines standing, so that nothing falls between two.
                for _ in 0..12 {
                    stage.press("<PgDn>");
                    seen += &inside(&stage);
                }
                let book = Arc::clone(&stage.app.shared().snapshot.rulebook);
                for line in page(&book, code, Day::parse("2026-11-23").unwrap(), lang) {
                    // The last word of a line tells that it is there to its end.
                    let mut end: Vec<char> =
                        line.text.chars().filter(|c| !c.is_whitespace()).collect();
                    let end: String = end.split_off(end.len().saturating_sub(6)).iter().collect();
                    assert!(seen.contains(&end), "{code} {size:?}: {}", line.text);
                }
            }
            stage.press("<F2>");
        }
        stage.press("<Esc>");
        assert_eq!(stage.app.on_top(), "library");
    }
}

#[test]
fn the_head_of_the_page_has_range_and_basis() {
    check(
        opened("PK-007"),
        "",
        &[
            "法规库 PK-007",
            "PK-007 不按批准的站点停靠、线路、班次行驶",
            "门类 道路客运，核实等级 A",
            "道条68 [现行",
            "总部选用]",
            "- 罚款 ¥1,000 - ¥2,000",
        ],
    );
}

#[test]
fn what_nobody_stands_for_says_so_before_all_else() {
    let stage =
        check(opened("DG-013"), "", &["DG-013 [未核]", "! 未核：依据未经核实，不能据以决定"]);
    let screen = stage.screen();
    let at = |words: &str| screen.find(words).unwrap();
    assert!(at("! 未核") < at("罚款 ¥200"), "{screen}");
    // A pack in which nobody confirmed one row.
    let mut stage = Stage::on_duty();
    let mut snapshot = stage.desk.snapshot();
    let mut rulebook = (*snapshot.rulebook).clone();
    rulebook.violations.get_mut("PK-012").unwrap().confirmed = false;
    snapshot.rulebook = Arc::new(rulebook);
    let answer = Box::new(Reply::Dropped { draft: Id([9; 16]) });
    let now = stage.now;
    let _unasked = stage.app.handle(Event::Reply(answer, Some(Box::new(snapshot))), now);
    stage.press("l {PK-012} <Enter>");
    stage.sees(&["PK-012 [未核] 班车、包车未按规定挂放标志牌", "! 未核"]);
}

#[test]
fn an_act_of_another_organ_says_whose_it_is_and_what_of_ours_it_is_taken_for() {
    let mut stage = check(
        opened("PO-001"),
        "",
        &[
            "PO-001 [移送 公安交管]",
            "! 归 公安交管，本机关不得处罚",
            "容易混淆",
            "OL-001 可分载货物违法超限",
        ],
    );
    stage.press("<F2>");
    stage.sees(&["[hand over: 公安交管]", "! belongs to 公安交管", "Taken for each other"]);
}
