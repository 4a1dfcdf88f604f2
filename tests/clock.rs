//! The laptop's clock: a step is written down once and by itself, an officer's word about it once more,
//! and neither the order of entries nor any outcome follows a wrong clock.

use crate::bureau::{EVENING, at, check, found, reader, sample};
use lucha::app::command::{Command, Reply};
use lucha::app::desk::Desk;
use lucha::app::doctor::{self, Machine};
use lucha::app::opening;
use lucha::domain::bureau::BureauEvent;
use lucha::domain::clock_step::{ClockStep, ClockWord, StepKind};
use lucha::stdx::clock::{Clock, Moment, Offset, Reading};
use lucha::stdx::id::Id;
use lucha::wire::event::Body;
use std::path::Path;

const SECOND: i64 = 1_000;
const DAY: i64 = 86_400 * SECOND;
const CREDENTIAL: &str = "19050001001";

/// Ten minutes after the evening by the machine's counter, the wall clock `by_ms` away from that.
fn later(by_ms: i64) -> Reading {
    let ten_minutes = 600 * SECOND;
    let evening = at(EVENING).ms();
    let counter = u64::try_from(evening + ten_minutes).unwrap();
    Reading::new(Moment::from_ms(evening + ten_minutes + by_ms), counter)
}

fn sit_down(folder: &Path, reading: Reading) -> Desk {
    opening::to_write_at(Some(folder), Clock::standing(reading)).unwrap()
}

/// Steps in the journal, oldest first, with who answered and what.
fn steps(folder: &Path) -> Vec<(ClockStep, Option<Id>, ClockWord)> {
    let entries = reader(folder).bureau_entries().unwrap();
    let step = |body| match body {
        Body::Bureau(BureauEvent::ClockStepped { step, confirmed_by, said }) => {
            Some((step, confirmed_by, said))
        }
        _ => None,
    };
    entries.into_iter().filter_map(|entry| step(entry.body)).collect()
}

fn one_stop() -> Vec<serde_json::Value> {
    vec![crate::scenarios::stop("S01")]
}

#[test]
fn a_step_is_written_once_with_the_first_entry_after_it_though_nobody_answers() {
    for (by_ms, kind) in [
        (0, None),
        (SECOND, None),
        (-SECOND, None),
        (-5 * SECOND, None),
        (-100 * SECOND, Some(StepKind::WentBack)),
        (100 * SECOND, None),
        (DAY, Some(StepKind::Jumped)),
        (-DAY, Some(StepKind::WentBack)),
        (3_652 * DAY, Some(StepKind::Jumped)),
        (-3_652 * DAY, Some(StepKind::WentBack)),
    ] {
        let (folder, desk) = found(sample(), EVENING);
        drop(desk);
        let mut desk = sit_down(folder.path(), later(by_ms));
        let step = kind.map(|kind| ClockStep { kind, by_ms });
        assert_eq!(desk.clock_step(), step, "{by_ms}");
        let before = reader(folder.path()).head().number;
        check(&mut desk, one_stop());
        check(&mut desk, one_stop());
        drop(desk);
        let unanswered = step.map(|step| (step, None, ClockWord::Unknown));
        assert_eq!(steps(folder.path()), unanswered.into_iter().collect::<Vec<_>>(), "{by_ms}");
        if step.is_some() {
            let first = reader(folder.path()).last_entry().unwrap();
            assert!(first.is_some_and(|entry| entry.envelope.number > before + 1));
            let mut said = false;
            reader(folder.path())
                .each_kept(before + 1, |row| {
                    let entry = row.read().unwrap();
                    let stepped =
                        matches!(entry.body, Body::Bureau(BureauEvent::ClockStepped { .. }));
                    assert_eq!(stepped, row.number == before + 1, "before all else that came");
                    said |= stepped;
                    Ok(())
                })
                .unwrap();
            assert!(said);
        }
        assert_eq!(reader(folder.path()).verify().unwrap().breaks, []);
    }
}

#[test]
fn a_laptop_that_wakes_on_the_first_of_january_says_so() {
    let (folder, desk) = found(sample(), EVENING);
    drop(desk);
    let dead = Reading::new(at("2000-01-01T00:00:10+08:00"), 10_000);
    let mut desk = sit_down(folder.path(), dead);
    assert_eq!(desk.clock_step().map(|step| step.kind), Some(StepKind::WentBack));
    let clock = |desk: &mut Desk| {
        let findings = doctor::look_at(desk, &Machine { clock: desk.clock(), ..Machine::of(None) });
        findings.into_iter().find(|finding| finding.part == "clock").unwrap()
    };
    let finding = clock(&mut desk);
    assert!(
        !finding.is_well && finding.note.to_string().contains("clock.went_back"),
        "{}",
        finding.note
    );
    let (_, _, sentences) = check(&mut desk, one_stop());
    assert!(sentences.contains("本机时钟倒退"), "{sentences}");
    assert!(!clock(&mut desk).is_well, "nobody has said that it is right");
}

#[test]
fn the_officers_word_is_an_entry_of_its_own_and_ends_the_question() {
    let (folder, desk) = found(sample(), EVENING);
    drop(desk);
    let mut desk = sit_down(folder.path(), later(-DAY));
    let confirm = |desk: &mut Desk, said| desk.handle(Command::ConfirmClock { said });
    let Reply::Failed(trouble) = confirm(&mut desk, ClockWord::Right) else { panic!() };
    assert_eq!(trouble.key, "trouble.nobody_signed_in");
    let pin = desk.snapshot().sample_pins[0].2.clone();
    let signed_in = desk.handle(Command::SignIn { credential: CREDENTIAL.into(), pin: pin.into() });
    assert!(matches!(signed_in, Reply::SignedIn { .. }), "{signed_in:?}");
    // Asked and answered before anything was written: one entry, with the word.
    assert_eq!(confirm(&mut desk, ClockWord::Right), Reply::ClockConfirmed);
    assert_eq!(desk.clock_step(), None);
    let officer = desk.snapshot().officers[0].id;
    let step = ClockStep { kind: StepKind::WentBack, by_ms: -DAY };
    assert_eq!(steps(folder.path()), [(step, Some(officer), ClockWord::Right)]);
    let Reply::Failed(trouble) = confirm(&mut desk, ClockWord::Right) else { panic!() };
    assert_eq!(trouble.key, "trouble.no_clock_step");
    drop(desk);

    // Written by itself first; the question stays, over a new start of the program too.
    let mut desk = sit_down(folder.path(), later(DAY));
    check(&mut desk, one_stop());
    drop(desk);
    let mut desk = sit_down(folder.path(), later(DAY));
    let back = ClockStep { kind: StepKind::Jumped, by_ms: 2 * DAY };
    assert_eq!(desk.clock_step(), Some(back));
    let Reply::Today(today) = desk.handle(Command::LoadToday) else { panic!() };
    assert_eq!(today.clock_step, Some(back));
    let pin = desk.snapshot().sample_pins[0].2.clone();
    desk.handle(Command::SignIn { credential: CREDENTIAL.into(), pin: pin.into() });
    assert_eq!(confirm(&mut desk, ClockWord::Wrong), Reply::ClockConfirmed);
    let told = [(back, None, ClockWord::Unknown), (back, Some(officer), ClockWord::Wrong)];
    assert_eq!(steps(folder.path())[1..], told);
    assert_eq!(desk.clock_step(), None);
}

#[test]
fn headquarters_time_is_kept_in_each_entry_and_being_off_it_is_said_once() {
    let (folder, desk) = found(sample(), EVENING);
    drop(desk);
    let mut off = later(0);
    off.headquarters = Some(Offset { offset_ms: 300 * SECOND, age_ms: 5 });
    let mut desk = sit_down(folder.path(), off);
    check(&mut desk, one_stop());
    check(&mut desk, one_stop());
    drop(desk);
    let step = ClockStep { kind: StepKind::OffHeadquarters, by_ms: -300 * SECOND };
    assert_eq!(steps(folder.path()), [(step, None, ClockWord::Unknown)]);
    let last = reader(folder.path()).last_entry().unwrap().unwrap();
    assert_eq!(last.envelope.clock, off);
}

#[test]
fn neither_order_nor_outcome_follows_the_clock() {
    let answers_at = |founded: &str, now: Reading| {
        let (folder, desk) = found(sample(), founded);
        drop(desk);
        let mut desk = sit_down(folder.path(), now);
        let stops = crate::scenarios::stops()[..4].to_vec();
        let (code, answers, _) = check(&mut desk, stops);
        assert_eq!(code, 0);
        let plates: Vec<_> =
            desk.list("", 10).unwrap().into_iter().map(|line| line.plate).collect();
        let mut numbers = Vec::new();
        reader(folder.path())
            .each_kept(1, |row| {
                numbers.push(row.read().unwrap().envelope.number);
                Ok(())
            })
            .unwrap();
        assert!(numbers.iter().copied().eq(1..=numbers.len() as u64));
        (answers, plates)
    };
    let calm = answers_at(EVENING, later(0));
    for founded in ["2036-11-23T18:00:00+08:00", "2027-01-01T00:00:00+08:00"] {
        assert_eq!(answers_at(founded, later(0)), calm, "back from {founded}");
    }
    for by_ms in [SECOND, DAY, 3_652 * DAY] {
        assert_eq!(answers_at(EVENING, later(by_ms)), calm, "on by {by_ms}");
    }
}
