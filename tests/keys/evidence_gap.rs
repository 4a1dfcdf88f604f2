//! A stop that would end with a kind of evidence missing: which, and why, is asked before the PINs; the reason is kept with the stop and
//! shown on its pages.

use super::{HUGE, NOW, SMALL, Stage};
use crate::bureau::with;
use crate::decisions::{draft, typed};
use crate::scenarios;
use lucha::app::command::Command;
use serde_json::json;

/// The summary of a passenger stop whose party said nothing, and of which no picture is kept.
pub fn summary(size: (u16, u16)) -> Stage {
    let mut stage = Stage::on_duty();
    stage.size = size;
    let fields = typed(&with(scenarios::stop("S08"), "at", json!(NOW)));
    draft(&mut stage.desk, &fields);
    stage.press("<F5> <Enter> <PgDn> <PgDn> <PgDn> <PgDn> <PgDn> <PgDn>");
    assert_eq!(stage.app.on_top(), "check", "{}", stage.screen());
    stage
}

/// The reasons that the desk was told, in that order.
fn told(stage: &Stage) -> Vec<&str> {
    let reasons = stage.asked.iter().filter_map(|asked| match asked {
        Command::SaveField { field, value, .. } if field == "evidence_gap" => Some(value.as_str()),
        _ => None,
    });
    reasons.collect()
}

fn concluded(stage: &Stage) -> bool {
    stage.asked.iter().any(|asked| matches!(asked, Command::Conclude { .. }))
}

#[test]
fn what_is_missing_is_shown_and_a_reason_is_chosen_with_one_key() {
    let mut stage = summary(HUGE);
    stage.sees(&["需要 2 种证据，还缺 1 种，可补：书证、物证、视听资料", "还没有写明理由"]);
    stage.press("<Enter>");
    assert_eq!(stage.app.on_top(), "evidence_gap", "{}", stage.screen());
    stage.sees(&["证据未齐", "还缺 1 种", "当事人拒绝配合", "设备故障", "理由不代替证据"]);
    assert!(!concluded(&stage));
    stage.press("3");
    assert_eq!(told(&stage), ["设备故障"]);
    assert_eq!(stage.app.on_top(), "confirm", "{}", stage.screen());
    stage.press("{246810} <Enter> {135790} <Enter>");
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
    stage.sees(&["缺证据种类的理由: 设备故障"]);
    stage.press("v");
    stage.sees(&["还差 1 种", "缺证据种类的理由：设备故障"]);
}

#[test]
fn a_reason_in_ones_own_words_is_asked_once_on_a_small_screen_in_english() {
    let mut stage = summary(SMALL);
    stage.press("<F2> <Enter>");
    assert_eq!(stage.app.on_top(), "evidence_gap", "{}", stage.screen());
    stage.sees(&["Evidence is missing", "1 missing", "A device failed"]);
    // Nothing chosen and nothing written is no reason.
    stage.press("<Enter> <Enter>");
    assert_eq!((stage.app.on_top(), told(&stage).len()), ("evidence_gap", 0));
    stage.sees(&["Choose a reason, or write one."]);
    stage.press("{雨大，拍不清} <Enter>");
    assert_eq!(told(&stage), ["雨大，拍不清"]);
    assert_eq!(stage.app.on_top(), "confirm", "{}", stage.screen());
    // Back at the summary it stands there, and is not asked again.
    stage.press("<Esc>");
    stage.sees(&["Why kinds of evidence are missing: 雨大，拍不清"]);
    stage.press("<Enter>");
    assert_eq!(stage.app.on_top(), "confirm", "{}", stage.screen());
}

#[test]
fn esc_goes_back_to_the_stop_and_nothing_is_decided() {
    let mut stage = summary(HUGE);
    stage.press("<Enter> <Esc>");
    assert_eq!(stage.app.on_top(), "check", "{}", stage.screen());
    assert!(told(&stage).is_empty() && !concluded(&stage));
}

#[test]
fn where_nothing_is_missing_nothing_is_asked() {
    let mut stage = summary(HUGE);
    let draft = stage.asked.iter().find_map(|asked| match asked {
        Command::LookAtEnd { draft } => Some(*draft),
        _ => None,
    });
    let draft = draft.unwrap();
    for (field, value) in [
        ("telling.statement", "stated"),
        ("telling.statement_text", "顺路带人。"),
        ("telling.answer", "不予采纳。"),
    ] {
        crate::decisions::save(&mut stage.desk, draft, field, value);
    }
    stage.press("<F8> <F5> <Enter> <PgDn> <PgDn> <PgDn> <PgDn> <PgDn> <PgDn>");
    stage.sees_not(&["还缺 1 种"]);
    stage.press("<Enter>");
    assert_eq!(stage.app.on_top(), "confirm", "{}", stage.screen());
}
