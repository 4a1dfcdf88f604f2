//! What headquarters and the satellites tell about the time: kept over a restart, drifting away, heard from a port; being off it
//! asks the officer and is an entry.

use crate::bureau::{EVENING, at, check, found, raw, reader, sample, to_found};
use crate::scenarios;
use lucha::app::command::{Command, Reply};
use lucha::app::desk::Desk;
use lucha::app::found_bureau::found_bureau;
use lucha::app::opening;
use lucha::domain::bureau::BureauEvent;
use lucha::domain::clock_step::StepKind;
use lucha::stdx::clock::{Clock, Moment, Offset, Reading};
use lucha::stdx::id::{Dice, Id};
use lucha::store::{Head, Store};
use lucha::wire::entry::{self, Stamp};
use lucha::wire::event::Body;
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

const SECOND: i64 = 1_000;

/// `seconds` after the evening by wall and counter, headquarters' clock `ahead` seconds before ours.
fn reading(seconds: i64, ahead: Option<i64>) -> Reading {
    let ms = at(EVENING).ms() + seconds * SECOND;
    let mut reading = Reading::new(Moment::from_ms(ms), u64::try_from(ms).unwrap());
    reading.headquarters = ahead.map(|ahead| Offset { offset_ms: ahead * SECOND, age_ms: 10 });
    reading
}

fn sit_down(folder: &Path, reading: Reading) -> Desk {
    opening::to_write_at(Some(folder), Clock::standing(reading)).unwrap()
}

/// Kinds and sizes of the steps in the journal, oldest first.
fn steps(folder: &Path) -> Vec<(StepKind, i64)> {
    let entries = reader(folder).bureau_entries().unwrap().into_iter();
    let step = |body| match body {
        Body::Bureau(BureauEvent::ClockStepped { step, .. }) => Some((step.kind, step.by_ms)),
        _ => None,
    };
    entries.filter_map(|entry| step(entry.body)).collect()
}

fn one_stop(desk: &mut Desk) {
    check(desk, vec![scenarios::stop("S01")]);
}

#[test]
fn a_clock_that_drifts_from_headquarters_is_written_down_each_two_minutes_over_every_start() {
    let (folder, desk) = found(sample(), EVENING);
    drop(desk);
    for (seconds, ahead) in
        [(600, 0), (1_200, 60), (1_800, 119), (2_400, 121), (3_000, 200), (3_600, 242)]
    {
        let mut desk = sit_down(folder.path(), reading(seconds, Some(ahead)));
        one_stop(&mut desk);
        one_stop(&mut desk);
    }
    let off = |seconds: i64| (StepKind::OffHeadquarters, -seconds * SECOND);
    assert_eq!(steps(folder.path()), [off(121), off(242)]);
    assert_eq!(reader(folder.path()).verify().unwrap().breaks, []);
}

#[test]
fn a_clock_that_drifts_from_the_machines_counter_is_noticed_over_every_start() {
    let (folder, desk) = found(sample(), EVENING);
    drop(desk);
    for nth in 1..=7 {
        let mut slow = reading(nth * 600, None);
        // Twenty seconds more in each ten minutes than the counter gives.
        slow.wall = slow.wall.plus_ms(nth * 20 * SECOND);
        one_stop(&mut sit_down(folder.path(), slow));
    }
    assert_eq!(steps(folder.path()), [(StepKind::Jumped, 140 * SECOND)]);
}

/// Appends an entry that was written in another start of the machine.
fn of_another_start(folder: &Path, clock: Reading) {
    let site = opening::site(Some(folder)).unwrap();
    let store = Store::open(&site, &mut Dice::Machine).unwrap();
    let last = store.last_entry().unwrap().unwrap();
    let stamp = Stamp {
        suite: store.suite(),
        device: store.device(),
        epoch: 1,
        number: last.envelope.number + 1,
        previous: last.digest,
        clock,
        boot: Id([9; 16]),
        officer: None,
        subject: None,
        pen: 0,
        salt: [5; 16],
    };
    let body = Body::Bureau(BureauEvent::TaskDone { task: Id([3; 16]) });
    let (entry, kept) = entry::make(&stamp, body, Vec::new());
    let head = Head { number: stamp.number, digest: entry.digest };
    let bytes = store.signed_head(head).bytes();
    let signature = store.with_signer(|signer| signer.sign(&bytes)).unwrap();
    drop(store);
    let number = i64::try_from(stamp.number).unwrap();
    let conn = raw(folder);
    let sql = "INSERT INTO entry (number, envelope, salt, payload, digest, kind, subject)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, NULL)";
    let kind = entry.envelope.kind;
    let row =
        rusqlite::params![number, kept.envelope, kept.salt, kept.payload, entry.digest.0, kind];
    conn.execute(sql, row).unwrap();
    let sql = "INSERT INTO signed_head (number, suite, signature) VALUES (?1, ?2, ?3)";
    conn.execute(sql, rusqlite::params![number, stamp.suite.byte(), signature]).unwrap();
}

#[test]
fn what_headquarters_told_is_kept_over_a_restart_of_the_machine() {
    for (ahead, wanted) in [(30, vec![]), (300, vec![])] {
        let (folder, desk) = found(sample(), EVENING);
        drop(desk);
        of_another_start(folder.path(), reading(60, Some(ahead)));
        // Ten minutes later by the wall clock, the machine has started anew and heard nothing.
        let mut desk = sit_down(folder.path(), reading(660, None));
        assert_eq!(desk.clock_step(), None, "what was known before the restart is no step of it");
        one_stop(&mut desk);
        drop(desk);
        let last = reader(folder.path()).last_entry().unwrap().unwrap().envelope;
        assert_ne!(last.boot, Id([9; 16]));
        let told = Offset { offset_ms: ahead * SECOND, age_ms: 600_010 };
        assert_eq!(last.clock.headquarters, Some(told));
        assert_eq!(steps(folder.path()), wanted);
        // What it tells now is held against what it told then.
        let mut desk = sit_down(folder.path(), reading(700, Some(ahead + 200)));
        assert_eq!(desk.clock_step().map(|step| step.kind), Some(StepKind::OffHeadquarters));
        one_stop(&mut desk);
    }
}

/// A sentence that tells `at`.
fn sentence(at: Moment) -> String {
    // The digits of China's time eight hours earlier are those of UTC.
    let utc = at.plus_ms(-8 * 3_600 * SECOND).rfc3339();
    let digits = |from: usize, until: usize| utc[from..until].to_string();
    let time = [digits(11, 13), digits(14, 16), digits(17, 19)].concat();
    let body = format!("GNZDA,{time}.00,{},{},{},00,00", digits(8, 10), digits(5, 7), digits(0, 4));
    let sum = body.bytes().fold(0, |sum, byte| sum ^ byte);
    format!("${body}*{sum:02X}\r\n")
}

#[test]
fn the_satellites_time_is_heard_from_its_port_and_being_off_it_is_asked_about() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = to_found(folder.path(), Clock::machine());
    found_bureau(&mut desk, sample()).unwrap();
    let port = folder.path().join("port");
    let away = desk.choose_receiver(Some(&port)).unwrap_err();
    assert_eq!(away.key, "trouble.gps_port");
    let five_minutes = 300 * SECOND;
    // What stood there before is of another time.
    std::fs::write(&port, sentence(Clock::machine().now().plus_ms(-five_minutes))).unwrap();
    desk.choose_receiver(Some(&port)).unwrap();
    drop(desk);
    let mut desk = opening::to_write_at(Some(folder.path()), Clock::machine()).unwrap();
    assert_eq!(desk.receiver_port(), Some(port.clone()), "chosen once");
    let begun = Instant::now();
    let step = loop {
        let mut file = std::fs::OpenOptions::new().append(true).open(&port).unwrap();
        let now = Clock::machine().now().plus_ms(five_minutes);
        file.write_all(format!("$GNRMC,,V,,,,,,,,,,N*4D\r\n{}", sentence(now)).as_bytes()).unwrap();
        std::thread::sleep(Duration::from_millis(100));
        let Reply::Today(today) = desk.handle(Command::LoadToday) else { panic!("no day") };
        if let Some(step) = today.clock_step {
            break step;
        }
        assert!(begun.elapsed() < Duration::from_secs(20), "nothing was heard");
    };
    assert_eq!(step.kind, StepKind::OffSatellites);
    assert!((step.by_ms + five_minutes).abs() < 5 * SECOND, "{step:?}");
    one_stop(&mut desk);
    let [(StepKind::OffSatellites, _)] = steps(folder.path())[..] else { panic!("not written") };
    let last = reader(folder.path()).last_entry().unwrap().unwrap();
    assert!(last.envelope.clock.satellites.is_some());
    desk.choose_receiver(None).unwrap();
    assert_eq!(desk.receiver_port(), None);
}
