//! How far document numbers were leased, as the file beside the ledger says it: durable before anything rests on it, and never
//! lowered, whoever else writes it.

use crate::world::troubled::{Life, Trouble, TroubledLedger};
use lucha::hq::answer::Fault;
use lucha::hq::leasing::{FILE, Seen, adopt, lease};
use lucha::hq::ledger::memory::MemoryLedger;
use lucha::hq::ledger::{LedgerFault, SeriesLedger as _};
use lucha::stdx::id::Id;
use lucha::wire::message::feed::BlockLeased;
use std::path::Path;
use std::sync::Mutex;

const OURS: (&str, i32) = ("粤汕", 2026);
const LAPTOP: Id = Id([1; 16]);

fn opened(folder: &Path) -> Mutex<Seen> {
    Mutex::new(Seen::at(folder).unwrap())
}

/// What the file says of a series; 0 where it says nothing.
fn mark(folder: &Path, prefix: &str) -> u32 {
    let text = std::fs::read_to_string(folder.join(FILE)).unwrap_or_default();
    let line = text.lines().find(|line| line.ends_with(&format!(" {prefix}")));
    line.map_or(0, |line| line.split(' ').nth(1).unwrap().parse().unwrap())
}

fn next(seen: &Mutex<Seen>, ledger: &mut MemoryLedger, count: u32) -> (u32, u32) {
    let block = lease(seen, ledger, LAPTOP, OURS, count).unwrap();
    (block.from, block.until)
}

/// Leases from a ledger whose disk is full.
fn refused(seen: &Mutex<Seen>, ledger: &mut MemoryLedger, count: u32) {
    let trouble = Trouble { is_full: true, ..Trouble::default() };
    let (life, mut leased) = (Life::of(None), Vec::new());
    let mut full = TroubledLedger { inner: ledger, trouble, life: &life, leased: &mut leased };
    let fault = lease(seen, &mut full, LAPTOP, OURS, count).unwrap_err();
    assert!(matches!(fault, Fault::Ledger(LedgerFault::Full)), "{fault}");
}

#[test]
fn a_full_ledger_lowers_no_mark_and_uses_up_no_number() {
    let folder = tempfile::tempdir().unwrap();
    let (seen, mut ledger) = (opened(folder.path()), MemoryLedger::default());
    assert_eq!(next(&seen, &mut ledger, 20), (1, 20));
    for _ in 0..3 {
        refused(&seen, &mut ledger, 20);
        assert_eq!(mark(folder.path(), OURS.0), 40, "as high as it was written, and no higher");
    }
    assert_eq!(next(&seen, &mut ledger, 5), (21, 25), "none of them was leased");
    // What stands in the file is passed over by whoever reads it, also where the ledger fell back.
    let copy = ledger.clone();
    refused(&seen, &mut ledger, 30);
    let high = mark(folder.path(), OURS.0);
    assert_eq!(next(&opened(folder.path()), &mut ledger, 5), (high + 1, high + 5));
    assert_eq!(mark(folder.path(), OURS.0), high + 5);
    let mut fallen = copy;
    assert_eq!(next(&seen, &mut fallen, 5).0, high + 6, "and this program reads that other's mark");
}

#[test]
fn a_program_that_dies_within_an_adoption_has_its_mark_where_the_ledger_has_the_block() {
    let (prefix, year) = (OURS.0.to_string(), OURS.1);
    let founded = BlockLeased { prefix, year, from: 401, until: 500, epoch: None };
    let (mut died, mut held) = (0, 0);
    for moments in 0..10 {
        let folder = tempfile::tempdir().unwrap();
        let (seen, mut ledger) = (opened(folder.path()), MemoryLedger::default());
        let (life, mut leased) = (Life::of(Some(moments)), Vec::new());
        let (trouble, inner) = (Trouble::default(), &mut ledger);
        let mut dying = TroubledLedger { inner, trouble, life: &life, leased: &mut leased };
        died += u32::from(adopt(&seen, &mut dying, LAPTOP, &founded).is_err());
        if !ledger.leases().unwrap().is_empty() {
            held += 1;
            assert_eq!(mark(folder.path(), OURS.0), 500, "{moments} moments");
        }
    }
    assert!(died > 1 && held > 1, "{died} {held}");
}

#[test]
fn a_block_that_is_refused_uses_up_no_number() {
    let folder = tempfile::tempdir().unwrap();
    let (seen, mut ledger) = (opened(folder.path()), MemoryLedger::default());
    assert_eq!(next(&seen, &mut ledger, 20), (1, 20));
    let (prefix, year) = (OURS.0.to_string(), OURS.1);
    let greedy = BlockLeased { prefix, year, from: 5, until: 4_000_000_000, epoch: None };
    assert!(!adopt(&seen, &mut ledger, Id([2; 16]), &greedy).unwrap());
    assert_eq!(mark(folder.path(), OURS.0), 20);
    assert_eq!(next(&opened(folder.path()), &mut ledger, 5), (21, 25));
}

#[test]
fn programs_of_one_folder_lower_no_mark_of_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path();
    let series = ["甲", "乙", "丙", "丁"];
    std::thread::scope(|scope| {
        for prefix in series {
            scope.spawn(move || {
                let (seen, mut ledger) = (opened(place), MemoryLedger::default());
                for nth in 1..=25 {
                    let block = lease(&seen, &mut ledger, LAPTOP, (prefix, 2026), 4).unwrap();
                    assert_eq!(block.until, nth * 4, "{prefix}");
                    assert!(mark(place, prefix) >= block.until, "{prefix}: behind its lease");
                }
            });
        }
    });
    assert_eq!(series.map(|prefix| mark(place, prefix)), [100; 4]);
}
