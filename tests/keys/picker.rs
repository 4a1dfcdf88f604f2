//! The violation picker: by code, by pinyin initials, by words; what is not ours is offered with a sign.

use super::{Stage, check};

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
fn police_business_is_offered_with_its_sign_and_handed_over() {
    let mut stage = check(picking(), "{PO-001}", &["PO-001 [移送 公安交管]"]);
    stage.press("<Enter> {超员} <F4>");
    stage.sees(&["归 公安交管，移送"]);
}

#[test]
fn a_row_that_is_not_verified_says_so() {
    check(picking(), "{没有这个}", &["没有找到"]);
    let stage = picking();
    let any = stage.app.shared().snapshot.rulebook.violations.values().find(|v| !v.confirmed);
    if let Some(code) = any.map(|violation| violation.code.clone()) {
        check(picking(), &format!("{{{code}}}"), &[&format!("{code} [未核]")]);
    }
}

#[test]
fn what_was_found_lately_stands_first() {
    let mut stage = Stage::on_duty();
    stage.press("n <PgDn> {粤DF12345} <Enter> 3 7 <PgDn> <F6> {PO-002} <Enter> {x} <PgDn> <PgDn>");
    stage.press("<PgDn> <Enter>");
    stage.sees(&["下列事项还没有记录", "- 已出示证件", "- 在场人姓名"]);
    stage.press("<Enter> {246810} <Enter> {135790} <Enter>");
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
    stage.press("<Esc> n <PgDn> <PgDn> <F6> {驾驶}");
    stage.press("<Esc>");
    assert_eq!(stage.app.on_top(), "check");
}

#[test]
fn esc_picks_nothing() {
    let stage = check(picking(), "{PK} <Esc>", &["没有违法行为"]);
    assert_eq!(stage.app.on_top(), "check");
}
