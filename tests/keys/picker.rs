//! The violation picker: by code, by article, by pinyin initials, by words; what is not ours is offered with a sign.

use super::{Stage, check};
use lucha::app::command::Reply;
use lucha::domain::rulebook::Violation;
use lucha::stdx::id::Id;
use lucha::tui::effect::Event;
use std::sync::Arc;

fn picking() -> Stage {
    let mut stage = Stage::on_duty();
    stage.press("n <PgDn> <PgDn> <F6>");
    assert_eq!(stage.app.on_top(), "picker", "{}", stage.screen());
    stage
}

#[test]
fn a_code_is_found_with_or_without_its_dash() {
    for typed in ["{ol-001}", "{OL001}", "{ol-00}"] {
        check(picking(), typed, &["OL-001 可分载货物违法超限"]);
    }
}

#[test]
fn initials_and_words_find_the_same_act() {
    for typed in ["{kfzhw}", "{可分载}"] {
        let mut stage = check(picking(), typed, &["OL-001 可分载货物违法超限"]);
        stage.press("<Enter>");
        assert_eq!(stage.app.on_top(), "check");
        stage.sees(&["OL-001"]);
    }
}

#[test]
fn an_article_finds_what_rests_on_it_and_other_words_narrow_it_down() {
    let mut stage = check(picking(), "{道条63(二)}", &["PK-001 未取得许可擅自从事道路客运"]);
    stage.sees_not(&["FR-001", "PO-001"]);
    stage.press("{ 失效}");
    assert_eq!(first_rows(&stage, 1), ["PK-002"]);
    stage.sees_not(&["PK-001"]);
    stage.press("<Enter>");
    stage.sees(&["PK-002"]);
}

#[test]
fn f4_shows_all_of_the_act_and_esc_comes_back_to_pick_it() {
    let mut stage = check(picking(), "{PK-012} <F4>", &["法规库 PK-012", "罚款 ¥200"]);
    assert_eq!(stage.app.on_top(), "violation");
    stage.press("<Esc>");
    assert_eq!(stage.app.on_top(), "picker");
    stage.press("<Enter>");
    assert_eq!(stage.app.on_top(), "check");
    stage.sees(&["PK-012"]);
    let stage = check(picking(), "{没有这个} <F4>", &["没有找到"]);
    assert_eq!(stage.app.on_top(), "picker");
}

#[test]
fn police_business_is_offered_with_its_sign_and_handed_over() {
    let mut stage = check(picking(), "{PO-001}", &["PO-001 [移送 公安交管]"]);
    stage.press("<Enter> {超员} <F4>");
    stage.sees(&["归 公安交管，移送"]);
}

/// From now on the screens have a pack in which PK-012 is another one.
fn adopt(stage: &mut Stage, change: impl FnOnce(&mut Violation)) {
    let mut snapshot = stage.desk.snapshot();
    let mut rulebook = (*snapshot.rulebook).clone();
    change(rulebook.violations.get_mut("PK-012").unwrap());
    snapshot.rulebook = Arc::new(rulebook);
    // What the answer asks for is not done: the desk would tell of its own pack again.
    let answer = Box::new(Reply::Dropped { draft: Id([9; 16]) });
    let now = stage.now;
    let _unasked = stage.app.handle(Event::Reply(answer, Some(Box::new(snapshot))), now);
}

#[test]
fn a_pack_that_came_in_the_meantime_is_the_one_that_is_searched() {
    let mut stage = check(picking(), "{昨夜改名}", &["没有找到"]);
    stage.press("<Esc>");
    adopt(&mut stage, |act| act.name_zh = "昨夜改名的行为".into());
    for typed in ["{昨夜改名}", "{zygm}"] {
        stage.press(&format!("<F6> {typed}"));
        stage.sees(&["PK-012 昨夜改名的行为"]);
        stage.press("<Esc>");
    }
}

#[test]
fn a_row_that_is_not_verified_says_so() {
    check(picking(), "{没有这个}", &["没有找到"]);
    check(picking(), "{PK-012}", &["PK-012 "]).sees_not(&["[未核]"]);
    let mut stage = check(picking(), "{TX-006}", &["TX-006 [未核]"]);
    stage.press("<Enter> {拒载} <F4>");
    stage.sees(&["[未核] TX-006 幅度"]);
    // A pack in which nobody confirmed one row.
    let mut stage = Stage::on_duty();
    stage.press("n <PgDn> <PgDn>");
    adopt(&mut stage, |act| act.confirmed = false);
    stage.press("<F6> {PK-01}");
    assert_eq!(stage.app.on_top(), "picker", "{}", stage.screen());
    stage.sees(&["PK-012 [未核]"]);
    let others =
        stage.screen().matches("[未核]").count() - stage.screen().matches("PK-012 [未核]").count();
    assert_eq!(others, 0, "{}", stage.screen());
}

/// The first rows below the search line.
fn first_rows(stage: &Stage, many: usize) -> Vec<String> {
    let screen = stage.screen();
    let below = screen.lines().skip_while(|line| !line.contains("代码/拼音/字")).skip(1);
    let code =
        |line: &str| line.trim_start_matches(['│', ' ']).split(' ').next().unwrap().to_string();
    below.take(many).map(code).collect()
}

#[test]
fn what_was_found_lately_stands_first() {
    let mut stage = Stage::on_duty();
    let before = first_rows(&picking(), 2);
    assert!(before.iter().all(|code| !code.starts_with("PO-")), "{before:?}");
    for (plate, code) in [("粤DF12345", "PO-002"), ("粤DF12346", "PO-001")] {
        stage.press(&format!(
            "n <PgDn> {{{plate}}} <Enter> 3 7 <PgDn> <F6> {{{code}}} <Enter> {{x}} <PgDn>"
        ));
        stage.go_to("在场人姓名");
        stage.press("{刘十一} <Enter> 2 <PgDn> <PgDn> <Enter>");
        stage.sees(&["下列事项还没有记录", "- 已出示证件"]);
        stage.press("<Enter> {246810} <Enter> {135790} <Enter>");
        assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
        stage.press("<Esc>");
    }
    stage.press("n <PgDn> <PgDn> <F6>");
    let mut lately = vec!["PO-001".to_string(), "PO-002".to_string()];
    lately.extend(before);
    assert_eq!(first_rows(&stage, 4), lately, "the latest first, then as it was");
    stage.press("<Esc>");
    assert_eq!(stage.app.on_top(), "check");
}

#[test]
fn esc_picks_nothing() {
    let stage = check(picking(), "{PK} <Esc>", &["没有违法行为"]);
    assert_eq!(stage.app.on_top(), "check");
}
