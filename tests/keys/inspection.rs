//! One inspection: what is shown of it, its papers printed, a fact corrected.

use super::paper::{TAKEN, measuring};
use super::{DECIDE, OVERLOAD, SMALL, Stage, WITHIN};
use crate::bureau::with;
use crate::scenarios::stop;
use lucha::app::check_file;
use lucha::app::command::Command;
use serde_json::json;

fn decided() -> Stage {
    let mut stage = Stage::on_duty();
    stage.press(WITHIN).press("<Enter> <Esc>").press(OVERLOAD).press(DECIDE);
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
    stage
}

#[test]
fn everything_recorded_can_be_read() {
    let mut stage = decided();
    stage.size = (160, 70);
    stage.sees(&[
        "当场处罚",
        "¥3,000",
        "样汕交罚〔2026〕00001号",
        "08:40:00",
        "粤D55D18",
        "31,240 kg",
        "汕头市示范运输有限公司",
        "王五",
        "限值 25,000 kg",
        "日志条目",
        "责令改正违法行为通知书",
    ]);
}

#[test]
fn a_paper_is_printed_after_pages_and_copies_are_counted() {
    let mut stage = decided();
    stage.press("<Tab> <Tab> p");
    stage.sees(&["请确认", "当场行政处罚决定书", "2 份"]);
    stage.press("<Enter>");
    stage.sees(&["✓ 第 1 次打印", "已印 1 次"]);
    // The next paper that has not been printed is at hand; the printed one is two further.
    stage.press("<Tab> <Tab> p");
    stage.sees(&["! 这是第 2 次打印，纸面注明补打"]);
    stage.press("<Esc>");
    let prints = stage.asked.iter().filter(|asked| matches!(asked, Command::Print { .. })).count();
    assert_eq!(prints, 1);
}

#[test]
fn the_keys_of_evidence_and_new_papers_are_seen_in_a_small_terminal() {
    let mut stage = decided();
    assert_eq!(stage.size, super::SMALL);
    stage.sees(&["A 全部打印", "V 证据", "W 新文书"]);
    stage.press("a <Enter>");
    stage.sees(&["V 证据", "W 新文书", "N 新检查"]);
    stage.press("<F2>");
    stage.sees(&["V evidence", "W new paper"]);
}

#[test]
fn the_paper_at_hand_is_seen_however_many_a_case_has() {
    let mut stage = decided();
    stage.sees_not(&["/3"]);
    for _ in 0..6 {
        stage.press("b {锁闭车门} <Tab> <Tab> <Tab> {报警并等候} <Tab> <Enter>");
        assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
    }
    // The one that was made last; behind it the list begins anew.
    stage.sees(&["文书 9/9"]);
    stage.press("<Tab>");
    for size in [super::SMALL, super::WIDE] {
        stage.size = size;
        for nth in 1..=9 {
            let chosen = if nth > 3 { "> 妨碍执法记录" } else { "> " };
            stage.sees(&[&format!("文书 {nth}/9"), chosen]);
            stage.press("<Tab>");
        }
    }
}

#[test]
fn a_stop_that_waits_for_its_basis_is_opened_as_a_case_on_both_pins() {
    let mut stage = Stage::at("2026-11-23T14:32:00+08:00");
    let waiting = with(stop("S18"), "findings[0].code", json!("FR-009"));
    check_file::check(&mut stage.desk, vec![waiting], &|_| String::new(), |_, _| {});
    let mut stage = stage.signed_in();
    stage.size = (160, 70);
    stage.press("<Enter>");
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
    stage.sees(&["未能决定", "! 可以先立案 (O)", "O 立案"]);
    stage.press("o");
    assert_eq!(stage.app.on_top(), "confirm", "{}", stage.screen());
    stage.sees(&["粤D30004", "立案", "FR-009"]);
    stage.sees_not(&["¥"]);
    // Esc opens nothing.
    stage.press("<Esc>");
    stage.sees(&["! 可以先立案 (O)"]);
    // A wrong PIN asks both again.
    stage.press("o {246810} <Enter> {000000} <Enter>");
    assert_eq!(stage.app.on_top(), "confirm", "{}", stage.screen());
    stage.press("{246810} <Enter> {135790} <Enter>");
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
    stage.sees(&["立案", "普通程序", "有几个处罚依据，尚未选定", "责令改正违法行为通知书"]);
    stage.sees_not(&["可以先立案", "O 立案"]);
}

#[test]
fn the_paper_that_was_made_is_at_hand_and_its_clock_is_seen_on_a_small_screen() {
    let mut stage = measuring(SMALL);
    stage.press(TAKEN);
    for _ in 0..6 {
        stage.press("<PgDn>");
    }
    stage.press("{246810} <Enter> {135790} <Enter>");
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
    stage.sees(&["> 行政强制措施决定书", "紧急强制措施补办批准: ", "扣押期限: "]);
    // What was looked at before is one key away, and stays there when the page is read again.
    stage.press("<Home> <Enter> <Esc>");
    stage.sees(&["> 行政强制措施决定书", "普通程序"]);
    stage.sees_not(&["扣押期限: "]);
}

#[test]
fn a_fact_is_corrected_with_a_reason() {
    let mut stage = decided();
    stage.press("e 1");
    stage.sees(&["更正记录", "更正为"]);
    stage.press("<Home> {S2} <Enter> <Enter>");
    stage.sees(&["! 理由: 更正须写明理由"]);
    stage.press("<Tab> <Tab> <Esc>");
    assert_eq!(stage.app.on_top(), "inspection");
    stage.press("e 4 <Backspace> <Backspace> <Backspace> <Backspace> <Backspace> {莲上治超点} <Enter> {听写有误} <Enter>");
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
    stage.size = (120, 60);
    stage.sees(&["✓ 已更正", "听写有误", "地点: 莲下治超点 -> 莲上治超点"]);
}

#[test]
fn a_colour_is_corrected_by_a_pick_from_the_whole_list() {
    let mut stage = decided();
    stage.press("e 6");
    stage.sees(&[">1 黄", "a 绿", "b 红"]);
    stage.press("a {看错} <Enter>");
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
    stage.size = (120, 60);
    stage.sees(&["✓ 已更正", "车牌颜色: 黄 -> 绿", "粤D55D18 绿 货车"]);
}

#[test]
fn an_unloading_behind_the_decision_is_added_by_corrections() {
    let mut stage = decided();
    stage.press("e h {2026-11-23 08:40} <Enter> {卸载后补记} <Enter>");
    stage.sees(&["! 复检总质量: 这一项还没有记录，请先补记它"]);
    stage.press("<Esc>");
    for (key, text) in [("g", "24940"), ("f", "6300"), ("h", "2026-11-23 08:40")] {
        stage.press(&format!("e {key} {{{text}}} <Enter> {{卸载后补记}} <Enter>"));
        assert_eq!(stage.app.on_top(), "inspection", "{key}\n{}", stage.screen());
    }
    stage.size = (120, 80);
    stage.sees(&[
        "复检总质量: / -> 24940 kg",
        "卸载质量: / -> 6300 kg",
        "复检时间: / -> 2026-11-23 08:40",
        "复检总质量: 24,940 kg",
        "限值 25,000 kg",
        "¥3,000",
    ]);
    stage.sees_not(&["尚未改正", "没有有效的检定证书"]);
    // On a scale of its own the second reading shows nothing before its certificate is recorded.
    for (key, text) in [("i", "SCS-09"), ("j", "粤检2026-0400")] {
        stage.press(&format!("e {key} {{{text}}} <Enter> {{另一台衡器}} <Enter>"));
        stage.sees(&["× 衡器没有有效的检定证书"]);
    }
    stage.press("e k {2027-05-01} <Enter> {另一台衡器} <Enter>");
    stage.sees_not(&["× 衡器没有有效的检定证书"]);
    stage.sees(&["复检衡器: SCS-09 粤检2026-0400 2027-05-01"]);
}

#[test]
fn manner_and_release_of_an_unloading_are_added_behind_the_decision() {
    let mut stage = decided();
    stage.press("e m");
    stage.sees(&["自行卸载", "强制卸载"]);
    stage.press("2 {卸载后补记} <Enter>");
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
    stage.press("e q {2026-11-23 08:40} <Enter> {卸载后补记} <Enter>");
    stage.size = (120, 80);
    stage.sees(&[
        "卸载方式: / -> 分装",
        "卸载方式: 分装",
        "放行时间: 2026-11-23 08:40",
        "已放行，但没有复检合格的记录",
        "¥3,000",
    ]);
}

#[test]
fn the_next_stop_begins_from_here() {
    let mut stage = decided();
    stage.press("n");
    assert_eq!(stage.app.on_top(), "check");
    stage.press("<F8>");
    assert_eq!(stage.app.on_top(), "today");
}
