//! The keeper's forms: people, PINs by headquarters' code, agency, mirror.

use super::keeper::{entries, keeping, sign_out_and_in, signed_in, with_keeper};
use super::{NOW, check};

#[test]
fn what_is_wrong_in_a_form_is_said_and_writes_nothing() {
    let (mut stage, _) = keeping();
    let before = entries(&stage);
    stage.press(
        "n 1 {王强} <Enter> {19050001010} <Enter> {2026-13-01} <Enter> {2027-12-31} <Enter>",
    );
    stage.press("{445566} <Enter> {445566} <Enter>");
    assert_eq!(stage.app.on_top(), "keeper_form");
    stage.sees(&["! 有效期起", "2026-13-01"]);
    assert_eq!(entries(&stage), before);
    stage.sees_not(&["445566"]);
    stage.press("<Esc>");
    assert_eq!(stage.app.on_top(), "keeper");
}

#[test]
fn a_renewed_person_keeps_his_pin_and_one_who_ended_opens_nothing() {
    let (stage, _) = keeping();
    let mut stage =
        check(stage, "<Enter> <Backspace> {0} <Enter>", &["✓ 已登记：张伟", "PIN 本人设"]);
    stage.press("e");
    stage.sees(&["张伟 (19050001001)"]);
    let before = entries(&stage);
    stage.press("<Esc>");
    assert_eq!(entries(&stage), before, "asked first");
    stage.press("e <Enter>");
    stage.sees(&["✓ 已停用：张伟", "× 张伟", "PIN 凭码重设 (R)", "有效 2 名"]);
    assert_eq!(entries(&stage), before + 1);
    sign_out_and_in(&mut stage, "19050001001", "246810");
    assert_eq!(stage.app.on_top(), "sign_in", "{}", stage.screen());
}

#[test]
fn the_scope_of_a_certificate_is_written_shown_changed_and_taken_away() {
    let (mut stage, _) = keeping();
    let scope = |stage: &super::Stage, who: &str| {
        let officers = stage.desk.snapshot().officers;
        officers.iter().find(|one| one.credential == who).unwrap().scope.text()
    };
    stage.press("n 1 {王强} <Enter> {19050001010} <Enter> {2026-01-01} <Enter> {2027-12-31}");
    stage.press("<Tab> {道路运政，440515} <Tab> {445566} <Enter> {445566} <Enter>");
    stage.sees(&["✓ 已登记：王强"]);
    assert_eq!(scope(&stage, "19050001010"), "道路运政、440515");
    // He is renewed: what the certificate covers stands there, and stays where nobody touches it.
    stage.press("<Enter>");
    stage.sees(&["执法范围"]);
    stage.press("<Tab> {路政} <Enter>");
    assert_eq!(scope(&stage, "19050001001"), "路政");
    stage.press("<Enter> <Tab>");
    stage.sees(&["路政"]);
    stage.press("<Backspace> <Backspace> <Enter>");
    assert_eq!(scope(&stage, "19050001001"), "", "an empty one covers everything again");
}

#[test]
fn a_lost_pin_is_set_anew_by_headquarters_code_and_by_no_other() {
    let (mut stage, code) = keeping();
    let other = code.replace(&code[..4], "AAAA");
    let before = entries(&stage);
    stage.press(&format!("r {{{other}}} <Enter> {{700700}} <Enter> {{700700}} <Enter>"));
    assert_eq!((stage.app.on_top(), entries(&stage)), ("keeper_form", before));
    stage.sees(&["! "]);
    stage.press(&format!("{{{code}}} <Enter> {{700700}} <Enter> {{700700}} <Enter>"));
    stage.sees(&["✓ 已重设 PIN：张伟"]);
    stage.sees_not(&[&code]);
    sign_out_and_in(&mut stage, "19050001001", "246810");
    assert_eq!(stage.app.on_top(), "sign_in", "the lost one opens nothing");
    stage.press("{700700} <Enter>");
    assert_eq!(stage.app.on_top(), "own_pin", "{}", stage.screen());
}

#[test]
fn a_pin_that_is_there_is_not_given_anew_without_the_code() {
    let (mut stage, _) = keeping();
    let before = entries(&stage);
    let again = "n 1 {张伟} <Enter> {19050001001} <Enter> {2023-01-01} <Enter> {2027-12-31} <Enter> \
        {445566} <Enter> {445566} <Enter>";
    stage.press(again);
    assert_eq!(entries(&stage), before + 1, "name and days, no PIN");
    sign_out_and_in(&mut stage, "19050001001", "445566");
    stage.sees(&["PIN 不对"]);
    stage.press("{246810} <Enter>");
    assert_ne!(stage.app.on_top(), "own_pin");
}

/// Days of the form that `<Enter>` opened, typed anew.
fn until(stage: &mut super::Stage, day: &str) {
    for _ in 0..10 {
        stage.press("<Backspace>");
    }
    stage.press(&format!("{{{day}}} <Enter>"));
}

#[test]
fn who_had_a_pin_of_his_own_gets_no_other_one_from_the_keeper_alone() {
    let (mut stage, code) = keeping();
    stage.press("e <Enter>");
    stage.sees(&["✓ 已停用：张伟", "PIN 凭码重设 (R)"]);
    // Renewed, his days count again, and no PIN is asked for.
    let before = entries(&stage);
    stage.press("<Enter>");
    stage.sees(&["原 PIN 已作废"]);
    until(&mut stage, "2027-12-31");
    stage.sees(&["✓ 已登记：张伟；新 PIN 须凭总部恢复码设", "PIN 凭码重设 (R)"]);
    assert_eq!(entries(&stage), before + 1);
    // Nor does one that is typed where somebody is enrolled for the first time open anything.
    let again = "n 1 {张伟} <Enter> {19050001001} <Enter> {2023-01-01} <Enter> {2027-12-31} <Enter> \
        {445566} <Enter> {445566} <Enter>";
    stage.press(again);
    assert_eq!((stage.app.on_top(), entries(&stage)), ("keeper_form", before + 1));
    stage.sees(&["在本机有过 PIN"]);
    stage.sees_not(&["445566"]);
    let refused = lucha::app::pin::give(&mut stage.desk, "19050001001", "445566").unwrap_err();
    assert_eq!((refused.key, entries(&stage)), ("trouble.pin_is_there", before + 1));
    stage.press("<Esc>");
    stage.press(&format!("r {{{code}}} <Enter> {{700700}} <Enter> {{700700}} <Enter>"));
    stage.sees(&["✓ 已重设 PIN：张伟"]);
    sign_out_and_in(&mut stage, "19050001001", "445566");
    assert_eq!(stage.app.on_top(), "sign_in", "{}", stage.screen());
    stage.press("{700700} <Enter>");
    assert_eq!(stage.app.on_top(), "own_pin", "{}", stage.screen());
}

#[test]
fn a_first_pin_that_nobody_changed_is_given_again_to_who_comes_back() {
    let (mut stage, _) = keeping();
    stage.press(super::keeper::NEW);
    stage.press("<Down> e <Enter>");
    stage.sees(&["✓ 已停用：王强", "没有 PIN"]);
    stage.press("<Enter>");
    until(&mut stage, "2027-12-31");
    stage.press("{556677} <Enter> {556677} <Enter>");
    stage.sees(&["✓ 已登记：王强"]);
    sign_out_and_in(&mut stage, "19050001010", "556677");
    assert_eq!(stage.app.on_top(), "own_pin", "{}", stage.screen());
}

#[test]
fn the_agency_is_named_anew_and_what_a_decision_needs_cannot_be_empty() {
    let (mut stage, _) = keeping();
    let before = entries(&stage);
    stage.press("a");
    stage.sees(&["单位信息", "收款账号", "法院", "可用热敏纸"]);
    stage.press("<Tab> <Tab> <Tab> <Tab> <Tab> <Tab>");
    for _ in 0..40 {
        stage.press("<Backspace>");
    }
    stage.press("<Enter> <Enter> <Enter> <Enter>");
    assert_eq!((stage.app.on_top(), entries(&stage)), ("keeper_form", before));
    stage.press("{6222000000001} <Enter>");
    stage.sees(&["✓ 单位信息已更改"]);
    assert_eq!(entries(&stage), before + 1);
    assert_eq!(stage.desk.snapshot().agency.account, "6222000000001");
}

#[test]
fn the_mirror_is_chosen_and_ended_on_its_form() {
    let card = tempfile::tempdir().unwrap();
    let (_folder, desk) = crate::bureau::found(with_keeper(), NOW);
    let mut stage = signed_in(desk);
    stage.press("m {/not/there} <Enter>");
    assert_eq!(stage.app.on_top(), "keeper_form");
    stage.sees(&["! ", "/not/there"]);
    stage.press("<Esc>");
    stage.sees(&["镜像：没有"]);
    stage.press(&format!("m {{{}}} <Enter>", card.path().display()));
    stage.sees(&["✓ 镜像："]);
    assert_eq!(stage.app.on_top(), "keeper");
    let mirrored = stage.desk.end_mirror().unwrap();
    assert_eq!((mirrored.until, mirrored.trouble), (Some(entries(&stage)), None));
    // The form holds the place that is chosen: Enter alone ends nothing.
    stage.press("m <Enter>");
    assert!(stage.desk.mirror_place().is_some());
    stage.press("m");
    for _ in 0..120 {
        stage.press("<Backspace>");
    }
    stage.press("<Enter>");
    stage.sees(&["✓ 不再镜像", "镜像：没有"]);
    assert_eq!(stage.desk.mirror_place(), None);
}
