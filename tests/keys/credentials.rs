//! An officer's own certificate that ended yesterday at midnight, at the sign-in, at the start of a shift and at a
//! stop: one sentence with the person, the certificate, the day and the way out, and every typed word stays.

use super::bad_input::says;
use super::{NOW, SMALL, Stage, WIDE};
use crate::bureau::{found, sample, sit_down};
use lucha::app::command::{Command, Reply};
use lucha::app::config::{Founding, NewOfficer};
use lucha::domain::agency::Role;
use lucha::stdx::clock::Moment;
use lucha::stdx::day::Day;

/// The sample bureau whose second officer's certificate ends on `until`, and a third officer.
fn ending(until: &str) -> Founding {
    let mut founding = sample();
    founding.officers[1].valid_until = Day::parse(until).unwrap();
    founding.officers.push(NewOfficer {
        name: "王强".into(),
        credential: "19050001010".into(),
        role: Role::Officer,
        valid_from: founding.officers[0].valid_from,
        valid_until: founding.officers[0].valid_until,
        pin: "445566".into(),
        scope: founding.officers[0].scope.clone(),
    });
    founding
}

#[test]
fn who_signs_in_a_day_too_late_is_told_and_the_last_day_itself_is_his() {
    for (now, top) in
        [("2027-12-31T23:59:59+08:00", "shift_start"), ("2028-01-01T00:00:00+08:00", "sign_in")]
    {
        let mut founding = sample();
        founding.officers[0].valid_until = Day::parse("2027-12-31").unwrap();
        let mut stage = Stage::founded(now, founding);
        stage.press("<Down> {19050001001} <Enter> {246810} <Enter>");
        assert_eq!(stage.app.on_top(), top, "{}", stage.screen());
        assert_eq!(stage.size, SMALL);
        if top == "shift_start" {
            continue;
        }
        says(
            &stage,
            "! 执法证号: 张伟 19050001001 的执法证件有效期到 2027-12-31 为止，已失效：请换一名证件有效的人，\
             或由管理员录入续期。",
        );
        stage.press("<F2> {246810} <Enter>");
        says(
            &stage,
            "! Credential no.: The credential of 张伟 19050001001 was valid until 2027-12-31 and is not any \
             more: take another officer, or have the keeper enter its renewal.",
        );
        // The number stays as it was typed; the PIN alone is typed anew.
        stage.press("<Up>");
        stage.sees(&[">Credential no. 19050001001"]);
    }
}

#[test]
fn a_credential_that_is_not_valid_yet_is_told_so() {
    let mut stage = Stage::at("2022-12-31T23:59:00+08:00");
    stage.press("1 {246810} <Enter>");
    says(&stage, "张伟 19050001001 的执法证件从 2023-01-01 起才有效");
    stage.press("<F2> {246810} <Enter>");
    says(&stage, "The credential of 张伟 19050001001 is valid from 2023-01-01 on");
}

#[test]
fn a_shift_with_a_colleague_whose_certificate_ended_yesterday_does_not_begin() {
    for (until, top) in [("2026-11-23", "today"), ("2026-11-22", "shift_start")] {
        let (_folder, desk) = found(ending(until), NOW);
        let mut stage = Stage::new();
        stage.desk = desk;
        stage.press("<Down> {19050001001} <Enter> {246810} <Enter>");
        stage.press("1 {莲下治超点} <Enter> {2026-治超-11} <Enter>");
        assert_eq!(stage.app.on_top(), top, "{}", stage.screen());
        if top == "today" {
            continue;
        }
        says(
            &stage,
            "! 同事: 李娜 19051100023 的执法证件有效期到 2026-11-22 为止，已失效：请换一名证件有效的人，\
             或由管理员录入续期。",
        );
        stage.sees(&["! 2026-11-22", "莲下治超点", "2026-治超-11"]);
        stage.press("<F2> <Enter>");
        says(&stage, "! Colleague: The credential of 李娜 19051100023 was valid until 2026-11-22");
        stage.sees(&["莲下治超点", "2026-治超-11"]);
        // The way out.
        stage.press("<F2> <Up> <Up> 2 <Enter>");
        assert_eq!(stage.app.on_top(), "today", "{}", stage.screen());
        stage.sees(&["张伟 + 王强"]);
    }
}

/// On duty with the colleague whose certificate ends with this day, five minutes past its midnight.
fn past_midnight() -> (tempfile::TempDir, Stage) {
    let (folder, desk) = found(ending("2026-11-23"), "2026-11-23T23:57:00+08:00");
    let mut stage = Stage::at("2026-11-23T23:57:00+08:00");
    stage.desk = desk;
    stage.press("<Down> {19050001001} <Enter> {246810} <Enter>");
    stage.press("1 {莲下治超点} <Enter> {2026-治超-11} <Enter>");
    assert_eq!(stage.app.on_top(), "today", "{}", stage.screen());
    // Before midnight the day is still his.
    stage.press("n <F4>");
    stage.sees_not(&["执法证件不在有效期内"]);
    stage.press("<Esc> <F8>");
    let later = "2026-11-24T00:05:00+08:00";
    stage.desk = Stage::new().desk;
    stage.desk = sit_down(folder.path(), later);
    stage.now = Moment::parse(later).unwrap();
    let pin = "246810".to_string().into();
    let reply = stage.desk.handle(Command::SignIn { credential: "19050001001".into(), pin });
    assert!(matches!(reply, Reply::SignedIn { .. }), "{reply:?}");
    (folder, stage)
}

#[test]
fn at_a_stop_the_law_names_the_officer_the_certificate_and_the_days() {
    let (_folder, mut stage) = past_midnight();
    stage.press("n <Space> <Enter> {粤DF12345} <Enter> 3 7 <F4>");
    says(&stage, "× 执法证件不在有效期内或不在名册上 [李娜 19051100023 (2023-01-01 - 2026-11-23)]");
    says(
        &stage,
        "-> 换班 (今日页 W) 换一名证件有效的执法人员，再打开这份草稿；或由管理员录入续期。",
    );
    says(&stage, "《行政处罚法》第四十二条");
    stage.press("<F2>");
    says(&stage, "[李娜 19051100023 (2023-01-01 - 2026-11-23)]");
    says(
        &stage,
        "-> Start a shift with an officer whose credential is in force (W on the first screen)",
    );
    stage.press("<F2> <Esc>");
    // The few lines of the law at 80×24 name him as well.
    says(&stage, "李娜 19051100023 (2023-01-01 - 2026-11-23)");
    stage.sees(&["粤DF12345"]);
}

#[test]
fn the_way_out_leads_on_with_every_word_that_was_typed() {
    let (_folder, mut stage) = past_midnight();
    stage.press("n <Space> <Enter> {粤DF12345} <Enter> 3 7 <F8> w");
    assert_eq!(stage.app.on_top(), "shift_start", "{}", stage.screen());
    stage.press("2 <Enter>");
    assert_eq!(stage.app.on_top(), "today", "{}", stage.screen());
    stage.press("<Enter>");
    says(
        &stage,
        "这次检查由 张伟 + 李娜 开始，现在当班的是 张伟 + 王强。由现在当班的两人接着办吗？",
    );
    // Who says no changes nothing and is asked again.
    stage.press("<Esc> <F4>");
    says(&stage, "[李娜 19051100023");
    stage.press("<Esc> <F8> <F2> <Enter>");
    says(&stage, "张伟 + 李娜 began this stop; 张伟 + 王强 are on duty.");
    // A question takes no other key, so the language is changed behind it.
    stage.press("<Enter> <F2>");
    stage.size = WIDE;
    stage.sees_not(&["执法证件不在有效期内"]);
    // The new pair's cards were shown to nobody yet; the plate stays.
    stage.sees(&[">已出示证件 [ ]", "缺"]);
    stage.press("<Space> <PgDn>");
    stage.sees(&["粤DF12345"]);
    let saved = stage.asked.iter().rev().find_map(|asked| match asked {
        Command::SaveField { field, value, .. } if field == "officers" => Some(value.clone()),
        _ => None,
    });
    assert_eq!(saved.as_deref(), Some("19050001001,19050001010"));
}
