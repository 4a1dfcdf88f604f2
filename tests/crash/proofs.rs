//! The tests of the tests: a disk that lies, and settings that are too weak, are found out.

use super::disk::{Disk, Left, Plan, Throws};
use super::{Kept, clock, open, site, vfs};
use lucha::domain::bureau::{BureauEvent, Shift};
use lucha::stdx::id::Dice;
use lucha::store::Store;
use lucha::store::journal::Work;
use lucha::wire::event::Body;
use rusqlite::{Connection, OpenFlags};

/// Rows that a bare connection with `settings` acknowledged before the cut, and those found behind it;
/// `None` when the file itself is broken.
fn bare(settings: &str, seed: u64) -> (i64, Option<i64>) {
    let disk = Disk::default();
    vfs::mount(&disk);
    let bare =
        || Connection::open_with_flags_and_vfs("bare.db", OpenFlags::default(), vfs::NAME).unwrap();
    let conn = bare();
    conn.execute_batch(settings).unwrap();
    conn.execute_batch("CREATE TABLE kept (nth INTEGER PRIMARY KEY, bytes BLOB)").unwrap();
    let step = 1 + Throws(seed).below(120);
    disk.plan(Plan::Cut { step });
    let mut told = 0;
    while conn.execute("INSERT INTO kept VALUES (?1, randomblob(900))", [told + 1]).is_ok() {
        told += 1;
    }
    drop(conn);
    vfs::mount(&disk.after_cut(Left::Some { seed }));
    let found = bare().query_row("SELECT count(*) FROM kept", [], |row| row.get(0)).ok();
    let sound = bare().query_row("PRAGMA integrity_check", [], |row| row.get::<_, String>(0));
    (told, found.filter(|_| sound.is_ok_and(|word| word == "ok")))
}

/// Of 200 seeds, how many lost something acknowledged or broke the file.
fn losses(settings: &str) -> usize {
    (0..200)
        .filter(|seed| {
            let (told, found) = bare(settings, *seed);
            found.is_none_or(|found| found < told)
        })
        .count()
}

#[test]
fn weak_settings_lose_what_was_acknowledged_and_this_is_seen() {
    let full = losses("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
    let normal = losses("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
    let off = losses("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF");
    println!("lost of 200 seeds: FULL {full}, NORMAL {normal}, OFF {off}");
    assert_eq!(full, 0);
    assert!(normal > 50 && off > 50, "the cuts are too kind: {normal} and {off}");
}

fn shift(nth: u64) -> Work {
    let (station, plan) = (String::new(), nth.to_string());
    let shift = Shift { at: clock().now(), officers: Vec::new(), station, plan };
    Work { bodies: vec![Body::Bureau(BureauEvent::ShiftStarted(shift))], ..Work::default() }
}

/// Entries that the program acknowledged on a disk, and those that are there behind a power cut.
fn kept_by_a_disk(lies: bool, seed: u64) -> (usize, Option<usize>) {
    let site = site(false);
    let disk = Disk::default();
    let mut store = open(&disk, &site);
    if lies {
        disk.lie();
    }
    let mut dice = Dice::Counted(seed << 20);
    let told = 5;
    for nth in 0..told {
        store.append(shift(nth), clock().read(), &mut dice).unwrap();
    }
    let after = disk.after_cut(Left::Some { seed });
    drop(store);
    vfs::mount(&after);
    let found = Store::open(&site, &mut dice).and_then(|store| Ok((store.verify()?, store))).ok();
    let found = found.filter(|(verdict, _)| verdict.breaks.is_empty());
    let count = found.map(|(_, store)| Kept::of(&store).0.entries.len());
    (usize::try_from(told).unwrap(), count)
}

#[test]
fn a_disk_that_lies_about_its_flush_is_found_out() {
    let lost = |lies| {
        (0..40)
            .filter(|seed| {
                let (told, found) = kept_by_a_disk(lies, *seed);
                found.is_none_or(|found| found < told)
            })
            .count()
    };
    let (honest, lying) = (lost(false), lost(true));
    println!("lost of 40 seeds: an honest disk {honest}, a lying one {lying}");
    assert_eq!(honest, 0);
    assert!(lying > 20, "a lying disk lost only {lying}");
}

/// What a flush that failed leaves: memory shows the write, the disk does not have it, and the next
/// flush says that all is well. Whoever goes on writing behind it loses what follows.
#[test]
fn behind_a_failed_flush_the_next_entry_is_on_the_disk() {
    let site = site(false);
    let mut dice = Dice::Counted(1);
    let mut met = 0;
    for call in 1..200 {
        let disk = Disk::default();
        let mut store = open(&disk, &site);
        store.append(shift(0), clock().read(), &mut dice).unwrap();
        disk.plan(Plan::BadOnce { call });
        let first = store.append(shift(1), clock().read(), &mut dice);
        if disk.failed().is_none() {
            break;
        }
        met += u64::from(first.is_err());
        disk.plan(Plan::Nothing);
        store.append(shift(2), clock().read(), &mut dice).unwrap();
        let told = if first.is_ok() { 3 } else { 2 };
        let after = disk.after_cut(Left::Nothing);
        drop(store);
        let (kept, breaks) = Kept::of(&open(&after, &site));
        assert_eq!((kept.entries.len(), breaks), (told, vec![]), "call {call}");
    }
    assert!(met > 3, "only {met} calls failed the entry");
}
