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

pub(super) const KEEPER: &str = "K-01";
pub(super) const PIN: &str = "112233";

/// The sample bureau with a keeper.
pub(super) fn with_keeper() -> Founding {
    let mut founding = crate::bureau::sample();
    founding.officers.push(NewOfficer {
        name: "管理员".into(),
        credential: KEEPER.into(),
        role: Role::Keeper,
        valid_from: founding.officers[0].valid_from,
        valid_until: founding.officers[0].valid_until,
        scope: lucha::domain::scope::Scope::default(),
        pin: PIN.into(),
    });
    founding
}

/// The keeper has signed in at `desk`.
pub(super) fn signed_in(desk: Desk) -> Stage {
    let mut stage = Stage::new();
    stage.desk = desk;
    stage.desk.set_stick_roots(Vec::new());
    stage.press(&format!("<Down> {{{KEEPER}}} <Enter> {{{PIN}}} <Enter>"));
    assert_eq!(stage.app.on_top(), "keeper", "{}", stage.screen());
    stage
}

/// A sample bureau with a keeper who has signed in, and headquarters' code.
pub(super) fn keeping() -> (Stage, String) {
    let mut dice = Dice::Counted(1);
    let store = Store::in_memory(&mut dice).unwrap();
    let clock = Clock::fixed(Moment::parse(NOW).unwrap());
    let mut desk = Desk::new(store, clock, dice).unwrap();
    let code = found_bureau(&mut desk, with_keeper()).unwrap();
    (signed_in(desk), code)
}

/// A new officer by the form: role, name, credential, days, first PIN twice.
pub(super) const NEW: &str = "n 1 {王强} <Enter> {19050001010} <Enter> {2026-01-01} <Enter> {2027-12-31} <Enter> \
    {445566} <Enter> {445566} <Enter>";

pub(super) fn sign_out_and_in(stage: &mut Stage, who: &str, pin: &str) {
    stage.press(&format!("<Esc> <Down> {{{who}}} <Enter> {{{pin}}} <Enter>"));
}

/// The entries of the journal.
pub(super) fn entries(stage: &Stage) -> u64 {
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
fn a_keeper_does_not_end_himself() {
    let (stage, _) = keeping();
    let before = entries(&stage);
    let stage = check(stage, "<End> e <Enter>", &["! 不能停用自己"]);
    assert_eq!(entries(&stage), before);
}

#[test]
fn nobody_else_does_a_keepers_work() {
    let mut stage = Stage::on_duty();
    for command in [Command::LoadKeeping, Command::DraftCode] {
        let reply = stage.desk.handle(command);
        let lucha::app::command::Reply::Failed(trouble) = reply else { panic!("{reply:?}") };
        // The sample bureau has no keeper, and the sentence says how one comes.
        assert_eq!(trouble.key, "trouble.no_keeper");
    }
}
