//! The keeper's screens: people, PINs by headquarters' code, agency, mirror, a new code; and the first PIN changed by its
//! owner.

use super::{NOW, SMALL, Stage, WIDE, check};
use lucha::app::command::Command;
use lucha::app::config::{Founding, NewOfficer};
use lucha::app::desk::Desk;
use lucha::app::found_bureau::found_bureau;
use lucha::domain::agency::Role;
use lucha::stdx::clock::{Clock, Moment};
use lucha::stdx::id::Dice;
use lucha::store::Store;
use unicode_width::UnicodeWidthStr;

const KEEPER: &str = "K-01";
const PIN: &str = "112233";

/// The sample bureau with a keeper.
fn with_keeper() -> Founding {
    let mut founding = crate::bureau::sample();
    founding.officers.push(NewOfficer {
        name: "管理员".into(),
        credential: KEEPER.into(),
        role: Role::Keeper,
        valid_from: founding.officers[0].valid_from,
        valid_until: founding.officers[0].valid_until,
        pin: PIN.into(),
    });
    founding
}

/// The keeper has signed in at `desk`.
fn signed_in(desk: Desk) -> Stage {
    let mut stage = Stage::new();
    stage.desk = desk;
    stage.desk.set_stick_roots(Vec::new());
    stage.press(&format!("<Down> {{{KEEPER}}} <Enter> {{{PIN}}} <Enter>"));
    assert_eq!(stage.app.on_top(), "keeper", "{}", stage.screen());
    stage
}

/// A sample bureau with a keeper who has signed in, and headquarters' code.
fn keeping() -> (Stage, String) {
    let mut dice = Dice::Counted(1);
    let store = Store::in_memory(&mut dice).unwrap();
    let clock = Clock::fixed(Moment::parse(NOW).unwrap());
    let mut desk = Desk::new(store, clock, dice).unwrap();
    let code = found_bureau(&mut desk, with_keeper()).unwrap();
    (signed_in(desk), code)
}

/// A new officer by the form: role, name, credential, days, first PIN twice.
const NEW: &str = "n 1 {王强} <Enter> {19050001010} <Enter> {2026-01-01} <Enter> {2027-12-31} <Enter> \
    {445566} <Enter> {445566} <Enter>";

fn sign_out_and_in(stage: &mut Stage, who: &str, pin: &str) {
    stage.press(&format!("<Esc> <Down> {{{who}}} <Enter> {{{pin}}} <Enter>"));
}

/// The entries of the journal.
fn entries(stage: &Stage) -> u64 {
    stage.desk.verify().unwrap().entries
}

#[test]
fn the_keeper_sees_people_agency_mirror_and_code() {
    let (mut stage, _) = keeping();
    let seen = ["终端管理", "单位：", "镜像：没有", "总部恢复码：", "人员 3 名，有效 3 名"];
    stage.sees(&seen);
    stage.sees(&["张伟", "19050001001", "执法人员", "管理员", "PIN 本人设"]);
    for size in [SMALL, WIDE] {
        stage.size = size;
        stage.sees(&seen);
        for line in stage.screen().lines() {
            assert_eq!(line.width(), usize::from(size.0), "`{line}`");
        }
    }
    stage.press("<F2>");
    stage.sees(&["Keeping the terminal", "Mirror: none", "Headquarters' code: made", "own PIN"]);
    check(stage, "<F1>", &["enrols, renews and ends people"]);
}

#[test]
fn a_person_is_enrolled_and_chooses_his_own_pin_when_he_first_signs_in() {
    let (stage, _) = keeping();
    let mut stage = check(stage, NEW, &["✓ 已登记：王强", "人员 4 名", "PIN 待本人更改"]);
    assert_eq!(stage.app.on_top(), "keeper");
    sign_out_and_in(&mut stage, "19050001010", "445566");
    assert_eq!(stage.app.on_top(), "own_pin", "{}", stage.screen());
    stage.press("{998877} <Enter> {998876} <Enter>");
    stage.sees(&["! "]);
    stage.press("{998877} <Enter> {998877} <Enter>");
    stage.sees(&["✓ 已改成自己的 PIN"]);
    assert_eq!(stage.app.on_top(), "sign_in");
    stage.press("<Down> {19050001010} <Enter> {998877} <Enter>");
    assert_eq!(stage.app.on_top(), "shift_start", "{}", stage.screen());
    assert!(stage.desk.verify().unwrap().breaks.is_empty());
}

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
    stage.sees(&["✓ 已停用：张伟", "× 张伟", "没有 PIN", "有效 2 名"]);
    assert_eq!(entries(&stage), before + 1);
    sign_out_and_in(&mut stage, "19050001001", "246810");
    assert_eq!(stage.app.on_top(), "sign_in", "{}", stage.screen());
}

#[test]
fn a_keeper_does_not_end_himself() {
    let (stage, _) = keeping();
    let before = entries(&stage);
    let stage = check(stage, "<End> e <Enter>", &["! 不能停用自己"]);
    assert_eq!(entries(&stage), before);
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
fn a_new_code_is_shown_once_and_counts_when_its_end_is_typed_back() {
    let (mut stage, old) = keeping();
    let before = entries(&stage);
    stage.press("c");
    let shown = stage.screen();
    let new = shown.split_whitespace().find(|word| word.matches('-').count() == 6).unwrap();
    let new = new.to_string();
    stage.press("{0000} <Enter>");
    stage.sees(&["! ", "旧码照旧有效"]);
    assert_eq!((stage.app.on_top(), entries(&stage)), ("new_code", before));
    stage.press(&format!("{{{}}} <Enter>", new[new.len() - 4..].to_lowercase()));
    stage.sees(&["✓ 新码已生效"]);
    stage.sees_not(&[&new]);
    assert_eq!(entries(&stage), before + 1);
    let reset = |code: &str| format!("r {{{code}}} <Enter> {{700700}} <Enter> {{700700}} <Enter>");
    stage.press(&reset(&old));
    assert_eq!(stage.app.on_top(), "keeper_form", "the old code");
    stage.press("<Esc>");
    stage.press(&reset(&new));
    stage.sees(&["✓ 已重设 PIN"]);
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

#[test]
fn nobody_else_does_a_keepers_work() {
    let mut stage = Stage::on_duty();
    for command in [Command::LoadKeeping, Command::DraftCode] {
        let reply = stage.desk.handle(command);
        let lucha::app::command::Reply::Failed(trouble) = reply else { panic!("{reply:?}") };
        assert_eq!(trouble.key, "trouble.keeper_needed");
    }
}
