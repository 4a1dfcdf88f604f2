//! Five wrong PINs: fifteen minutes, then twice as long, at every door, whatever the clocks say and whoever starts anew.

use crate::bureau::{at, found, sample};
use crate::decisions::{draft, typed};
use crate::keys::{OVERLOAD, Stage, WITHIN};
use crate::program::Ground;
use crate::scenarios;
use crate::shared_laptop::{LI, ZHANG, pin_of};
use lucha::app::check_file;
use lucha::app::command::{Command, Reply, Trouble};
use lucha::app::desk::Desk;
use lucha::app::opening::{self, Place};
use lucha::stdx::clock::{Clock, Reading};
use std::path::Path;

const NOW: &str = "2026-11-23T18:00:00+08:00";
const MINUTE: u64 = 60_000;
/// Where the machine's counter stands when the guessing begins.
const BEGUN: u64 = 100 * MINUTE;

/// A try of `pin` for `who` at one door.
type Door = fn(&mut Desk, &str, &str) -> Result<(), Trouble>;

fn came(reply: Reply) -> Result<(), Trouble> {
    if let Reply::Failed(trouble) = reply { Err(trouble) } else { Ok(()) }
}

fn sign_in(desk: &mut Desk, who: &str, pin: &str) -> Result<(), Trouble> {
    let pin = pin.to_string().into();
    came(desk.handle(Command::SignIn { credential: who.into(), pin }))
}

fn unlock(desk: &mut Desk, who: &str, pin: &str) -> Result<(), Trouble> {
    let pin = pin.to_string().into();
    came(desk.handle(Command::Unlock { credential: who.into(), pin }))
}

/// The PINs before a decision: the colleague's is always right.
fn confirm(desk: &mut Desk, who: &str, pin: &str) -> Result<(), Trouble> {
    let Reply::Today(today) = desk.handle(Command::LoadToday) else { panic!("no today") };
    let draft = today.drafts[0].draft;
    let typed = |one: &str| if one == who { pin } else { pin_of(one) };
    let pins = [ZHANG, LI].map(|one| (one.to_string(), typed(one).to_string().into())).to_vec();
    came(desk.handle(Command::Conclude { draft, shown: None, pins }))
}

fn pin_file(desk: &mut Desk, who: &str, pin: &str) -> Result<(), Trouble> {
    let typed = |one: &str| if one == who { pin } else { pin_of(one) };
    let lines = [ZHANG, LI].map(|one| format!("{one} {}\n", typed(one)));
    check_file::check_pins(desk, &lines.concat())
}

fn command_line(desk: &mut Desk, who: &str, pin: &str) -> Result<(), Trouble> {
    let folder = desk.folder().to_path_buf();
    opening::to_read_at(place(&folder, who, pin), desk.clock()).map(|_| ())
}

fn place<'a>(folder: &'a Path, who: &str, pin: &str) -> Place<'a> {
    let who = Some((who.to_string(), pin.to_string()));
    Place { dir: Some(folder), who, ..Place::default() }
}

/// The program started anew by the colleague, at a wall time and a stand of the machine's counter.
fn started(folder: &Path, who: &str, wall: &str, monotonic_ms: u64) -> Desk {
    let colleague = if who == ZHANG { LI } else { ZHANG };
    let clock = Clock::standing(Reading::new(at(wall), monotonic_ms));
    opening::to_write_at(place(folder, colleague, pin_of(colleague)), clock).unwrap()
}

fn five_wrong(desk: &mut Desk, who: &str, door: Door, minutes: &str) {
    for left in ["4", "3", "2", "1"] {
        let trouble = door(desk, who, "000000").unwrap_err();
        assert_eq!((trouble.key, trouble.a.to_string().as_str()), ("trouble.wrong_pin", left));
    }
    waits(desk, who, door, "000000", minutes);
}

#[track_caller]
fn waits(desk: &mut Desk, who: &str, door: Door, pin: &str, minutes: &str) {
    let trouble = door(desk, who, pin).unwrap_err();
    assert_eq!((trouble.key, trouble.a.to_string().as_str()), ("trouble.pin_wait", minutes));
}

/// One person at one door, over restarts and with the clocks turned.
fn holds(who: &str, door: Door) {
    let (folder, mut desk) = found(sample(), NOW);
    draft(&mut desk, &typed(&scenarios::stop("S01")));
    drop(desk);
    let (path, right) = (folder.path(), pin_of(who));
    let mut desk = started(path, who, NOW, BEGUN);
    five_wrong(&mut desk, who, door, "15");
    waits(&mut desk, who, door, right, "15");
    drop(desk);
    // A year on, ten years back, a minute before the end; then the machine itself starts anew, its counter at nothing.
    for (wall, counter, minutes) in [
        ("2027-11-23T18:00:00+08:00", BEGUN, "15"),
        ("2016-11-23T18:00:00+08:00", BEGUN, "15"),
        (NOW, BEGUN + 14 * MINUTE, "1"),
        (NOW, 1, "1"),
    ] {
        let mut desk = started(path, who, wall, counter);
        waits(&mut desk, who, door, right, minutes);
    }
    // The wait runs on from there; five more wait twice as long.
    let mut desk = started(path, who, NOW, 1 + MINUTE);
    five_wrong(&mut desk, who, door, "30");
    drop(desk);
    let mut desk = started(path, who, "2027-11-23T18:00:00+08:00", 1 + 30 * MINUTE);
    waits(&mut desk, who, door, right, "1");
    drop(desk);
    let mut desk = started(path, who, NOW, 1 + 31 * MINUTE);
    door(&mut desk, who, right).unwrap();
    let trouble = door(&mut desk, who, "000000").unwrap_err();
    assert_eq!(
        (trouble.key, trouble.a.to_string().as_str()),
        ("trouble.wrong_pin", "4"),
        "forgotten"
    );
}

#[test]
fn at_the_confirmation_for_the_first_officer() {
    holds(ZHANG, confirm);
}

#[test]
fn at_the_confirmation_for_the_second_officer() {
    holds(LI, confirm);
}

#[test]
fn in_a_file_of_pins_for_the_first_officer() {
    holds(ZHANG, pin_file);
}

#[test]
fn in_a_file_of_pins_for_the_second_officer() {
    holds(LI, pin_file);
}

#[test]
fn at_the_sign_in() {
    holds(LI, sign_in);
}

#[test]
fn at_the_lock() {
    holds(ZHANG, unlock);
}

#[test]
fn where_a_command_opens_the_bureau() {
    holds(LI, command_line);
}

#[test]
fn tries_at_one_door_count_at_every_other() {
    let (folder, mut desk) = found(sample(), NOW);
    draft(&mut desk, &typed(&scenarios::stop("S01")));
    drop(desk);
    let mut desk = started(folder.path(), LI, NOW, BEGUN);
    let doors: [Door; 5] = [confirm, pin_file, sign_in, unlock, command_line];
    for (door, left) in doors.into_iter().zip(["4", "3", "2", "1"]) {
        let trouble = door(&mut desk, LI, "000000").unwrap_err();
        assert_eq!((trouble.key, trouble.a.to_string().as_str()), ("trouble.wrong_pin", left));
    }
    waits(&mut desk, LI, command_line, "000000", "15");
    for door in doors {
        waits(&mut desk, LI, door, pin_of(LI), "15");
    }
    sign_in(&mut desk, ZHANG, pin_of(ZHANG)).unwrap();
}

#[test]
fn by_keys_each_confirmer_is_told_to_wait_and_nothing_typed_is_lost() {
    for (nth, name) in [(0, "张伟"), (1, "李娜")] {
        let mut stage = Stage::on_duty();
        stage.press(WITHIN).press("<Enter> <Esc>").press(OVERLOAD).press("<Enter>");
        assert_eq!(stage.app.on_top(), "confirm", "{}", stage.screen());
        let own = ["{246810}", "{135790}"];
        let with = |pin: &'static str| {
            let mut pins = own;
            pins[nth] = pin;
            format!("{} <Enter> {} <Enter>", pins[0], pins[1])
        };
        for left in ["4", "3", "2", "1"] {
            stage.press(&with("{000000}"));
            stage.sees(&[&format!("{name} 的 PIN 不对，还可试 {left} 次")]);
            stage.press("<Esc> <Enter>");
            assert_eq!(stage.app.on_top(), "confirm", "{}", stage.screen());
        }
        for pin in ["{000000}", own[nth]] {
            stage.press(&with(pin));
            stage.sees(&["请等待 15 分钟"]);
            assert_eq!(stage.app.on_top(), "check", "{}", stage.screen());
            stage.press("<Enter>");
            assert_eq!(stage.app.on_top(), "confirm", "{}", stage.screen());
        }
        assert!(stage.desk.list("", 9).unwrap().iter().all(|line| line.number.is_empty()));
        stage.press("<Esc>");
        stage.sees(&["粤D55D18"]);
    }
}

#[test]
fn the_program_says_the_wait_in_both_languages() {
    let ground = Ground::with_bureau(NOW);
    let file = ground.at("pins");
    let ask = |pin: &str, lang: &str| {
        std::fs::write(&file, format!("{LI} {pin}\n")).unwrap();
        ground.on_bureau(&["list", "--lang", lang, "--pin-file", file.to_str().unwrap()])
    };
    for left in ["4", "3", "2", "1"] {
        let ran = ask("000000", "en");
        assert!(ran.code == 1 && ran.err.contains(&format!("{left} more tries")), "{}", ran.err);
    }
    assert!(ask("000000", "en").err.contains("try again in 15 minutes"));
    let ran = ask(pin_of(LI), "zh-CN");
    assert!(
        ran.code == 1 && ran.out.is_empty() && ran.err.contains("请等待 15 分钟"),
        "{}",
        ran.err
    );
}
