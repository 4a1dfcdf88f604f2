//! A journal that lost its end says so, and one that has it never does: logs that are gone, cut and lying disks, and a
//! witness that is torn, old, another's or not there.

use super::disk::{Call, Disk, Left, Plan};
use super::workday::raw;
use super::{Kept, clock, flips, ground, old, open, site, vfs};
use lucha::app::rescue::rescue_site;
use lucha::domain::bureau::BureauEvent;
use lucha::stdx::fault::FaultKind;
use lucha::stdx::id::{Dice, Id};
use lucha::store::journal::Work;
use lucha::store::open::FILE;
use lucha::store::site::Site;
use lucha::store::{Store, StoreFault};
use lucha::wire::event::Body;
use lucha::wire::suite::Suite;
use std::path::Path;

const SLOT: usize = 4096;

fn dice() -> Dice {
    Dice::Counted(1 << 45)
}

fn append(store: &mut Store, plan: &str, dice: &mut Dice) {
    store.append(flips::shift(plan), clock().read(), dice).unwrap();
}

/// A journal of the device's key and three shifts that was closed, and the same with three more in its log.
fn journals(site: &Site) -> (Disk, Disk) {
    let (disk, mut dice) = (Disk::default(), Dice::Counted(1));
    let mut store = open(&disk, site);
    let device = store.device();
    let key = store.make_device_key(Suite::default(), &mut dice).unwrap();
    let opened = BureauEvent::JournalOpened { device, epoch: 1 };
    let bodies = vec![Body::Bureau(opened), Body::Bureau(key)];
    store.append(Work { bodies, ..Work::default() }, clock().read(), &mut dice).unwrap();
    for plan in ["一", "二", "三"] {
        append(&mut store, plan, &mut dice);
    }
    drop(store);
    let closed = disk.copy();
    let mut store = open(&disk, site);
    for plan in ["四", "五", "六"] {
        append(&mut store, plan, &mut dice);
    }
    let stopped = disk.copy();
    drop(store);
    (closed, stopped)
}

fn file(ending: &str) -> String {
    format!("{}/{FILE}{ending}", super::FOLDER)
}

/// What lies in a file of the bureau's folder.
fn bytes(disk: &Disk, ending: &str) -> Vec<u8> {
    vfs::mount(disk);
    ground::ground().read(Path::new(&file(ending))).unwrap().unwrap_or_default()
}

/// The disk with other bytes in one file of the bureau's folder.
fn with(disk: &Disk, ending: &str, bytes: &[u8]) -> Disk {
    let disk = disk.copy();
    ground::lay(&disk, super::FOLDER, &file(ending), bytes);
    disk
}

/// A journal of eight entries whose last three went with a byte of its log.
fn cut(site: &Site) -> Disk {
    let stopped = journals(site).1;
    let mut log = bytes(&stopped, "-wal");
    // In the first frame: nothing behind it is believed.
    log[32 + 24 + 100] ^= 1;
    with(&stopped, "-wal", &log)
}

#[test]
fn a_journal_whose_end_is_gone_says_how_many_are_missing_and_moves_nothing() {
    for is_keyed in [false, true] {
        let site = site(is_keyed);
        let disk = cut(&site);
        vfs::mount(&disk);
        let before = ground::ground().names(Path::new(super::FOLDER)).unwrap();
        let (whole, log) = (bytes(&disk, ""), bytes(&disk, "-wal"));
        for _ in 0..2 {
            let fault = Store::open(&site, &mut dice()).unwrap_err();
            assert!(matches!(fault, StoreFault::LostEnd { from: 6, until: 8 }), "{fault}");
            assert_eq!((fault.kind(), fault.key()), (FaultKind::Damaged, "trouble.lost_end"));
            let said = lucha::app::command::in_words("en", &fault.said());
            assert_eq!(said, "3 acknowledged entries, up to entry 8, are not there");
        }
        // Who only reads may look at what there is, and is told when he asks whether that is all.
        let reader = Store::open_to_read(&site, &mut dice()).unwrap();
        assert!(matches!(reader.has_its_end(), Err(StoreFault::LostEnd { from: 6, until: 8 })));
        let breaks = reader.verify().unwrap().breaks;
        assert_eq!(breaks.iter().map(|(number, _)| *number).collect::<Vec<_>>(), [6]);
        drop(reader);
        let mut after = ground::ground().names(Path::new(super::FOLDER)).unwrap();
        after.retain(|name| before.contains(name) || !name.starts_with(FILE));
        assert!(after.iter().all(|name| !name.starts_with("damaged-")), "{after:?}");
        let left = (bytes(&disk, ""), bytes(&disk, "-wal"));
        assert!(left == (whole, log), "nothing is written into them");
    }
}

#[test]
fn an_earlier_programs_journal_that_lost_its_end_says_so_before_anything_is_migrated() {
    for is_keyed in [false, true] {
        let site = site(is_keyed);
        let disk = old::of_schema_7(&site);
        vfs::mount(&disk);
        raw(&site).execute_batch("DELETE FROM entry WHERE number > 4").unwrap();
        let before = bytes(&disk, "");
        for _ in 0..2 {
            for opened in [Store::open, Store::open_to_read] {
                let fault = opened(&site, &mut dice()).unwrap_err();
                assert!(matches!(fault, StoreFault::LostEnd { from: 5, until: 6 }), "{fault}");
            }
        }
        let names = ground::ground().names(Path::new(super::FOLDER)).unwrap();
        assert!(!names.iter().any(|name| name.starts_with("journal.before-")), "{names:?}");
        assert!(bytes(&disk, "") == before, "nothing is written into it");
        let minor = raw(&site).query_row("SELECT minor FROM version", [], |row| row.get(0));
        assert_eq!(minor, Ok(0_i64));
        let rescued = rescue_site(&site, clock(), &mut dice()).unwrap();
        assert_eq!(rescued.missing, [(5, 6)]);
        assert_eq!(rescued.store.unwrap().head().number, 4);
    }
}

#[test]
fn behind_a_rescue_without_a_card_the_journal_itself_names_what_is_lost() {
    for is_keyed in [false, true] {
        let site = site(is_keyed);
        let disk = cut(&site);
        vfs::mount(&disk);
        let rescued = rescue_site(&site, clock(), &mut dice()).unwrap();
        assert_eq!((rescued.missing.as_slice(), rescued.lost_until()), (&[(6, 8)][..], Some(8)));
        assert_eq!((rescued.new_epoch_behind, rescued.is_whole()), (Some(5), false));
        let names = ground::ground().names(rescued.aside.as_ref().unwrap()).unwrap();
        assert!(names.contains(&FILE.to_string()), "the damaged files stay: {names:?}");
        assert!(names.contains(&format!("{FILE}-head")), "{names:?}");
        assert!(names.contains(&format!("{FILE}-wal")), "{names:?}");
        drop(rescued);
        let disk = disk.copy();
        let mut store = open(&disk, &site);
        assert_eq!(Kept::of(&store).1, []);
        let first = store.row(6).unwrap().unwrap().read().unwrap();
        let Body::Bureau(BureauEvent::EpochOpened { epoch, before, .. }) = first.body else {
            panic!("{:?}", first.body)
        };
        assert_eq!((epoch, before.number, before.lost_until), (2, 5, Some(8)));
        append(&mut store, "七", &mut dice());
        drop(store);
        assert_eq!(open(&disk, &site).head().number, 8, "and it goes on");
    }
}

#[test]
fn a_witness_that_is_torn_old_anothers_or_gone_costs_nothing() {
    let site = site(false);
    let (closed, stopped) = journals(&site);
    let whole = bytes(&stopped, "-head");
    assert_eq!(whole.len(), 2 * SLOT);
    let without = |slot: usize| {
        let mut bytes = whole.clone();
        bytes[slot * SLOT..(slot + 1) * SLOT].fill(0);
        bytes
    };
    let mut torn = whole.clone();
    torn[20..400].fill(0x5a);
    torn[SLOT + 20..SLOT + 400].fill(0x5a);
    let mut elsewhere = Dice::Counted(1 << 46);
    let others = Disk::default();
    vfs::mount(&others);
    let mut other = Store::open(&site, &mut elsewhere).unwrap();
    for _ in 0..20 {
        append(&mut other, "别处", &mut elsewhere);
    }
    drop(other);
    let all = [
        Vec::new(),
        vec![0; 2 * SLOT],
        without(0),
        without(1),
        torn,
        whole[..SLOT + 90].to_vec(),
        bytes(&closed, "-head"),
        bytes(&others, "-head"),
        b"head-2 of a later program".to_vec(),
    ];
    for (nth, witness) in all.iter().enumerate() {
        let disk = with(&stopped, "-head", witness);
        vfs::mount(&disk);
        let mut store = Store::open(&site, &mut dice()).unwrap_or_else(|no| panic!("{nth}: {no}"));
        assert_eq!(store.head().number, 8, "{nth}");
        append(&mut store, "七", &mut dice());
        drop(store);
        // It is as good as new: what is lost from now on is seen again.
        let disk = with(&closed, "-head", &bytes(&disk, "-head"));
        vfs::mount(&disk);
        let fault = Store::open(&site, &mut dice()).unwrap_err();
        assert!(matches!(fault, StoreFault::LostEnd { from: 6, until: 9 }), "{nth}: {fault}");
    }
    // A byte that turned anywhere in it.
    for at in (0..2 * SLOT).filter(|at| at % SLOT < 260) {
        let mut bent = whole.clone();
        bent[at] ^= 1 << (at % 8);
        let disk = with(&stopped, "-head", &bent);
        assert_eq!(open(&disk, &site).head().number, 8, "byte {at}");
    }
}

#[test]
fn a_save_waits_for_its_commit_and_not_for_the_witness() {
    let site = site(false);
    let disk = journals(&site).1;
    let mut store = open(&disk, &site);
    append(&mut store, "七", &mut dice());
    disk.listen();
    disk.plan(Plan::Nothing);
    append(&mut store, "八", &mut Dice::Counted(1 << 47));
    let heard = disk.heard();
    let syncs = heard.iter().filter(|call| **call == Call::Sync).count();
    assert_eq!(syncs, 1, "the log's own: {heard:?}");
    assert!(!heard.contains(&Call::Open) && !heard.contains(&Call::Create), "{heard:?}");
}

#[test]
fn a_cut_at_any_step_never_makes_a_whole_journal_look_damaged() {
    let site = site(false);
    let image = journals(&site).1;
    let mut cuts = 0;
    for step in 1.. {
        let mut told = 8;
        let disk = image.copy();
        let mut store = open(&disk, &site);
        disk.plan(Plan::Cut { step });
        for nth in 0..4 {
            let shift = flips::shift(&format!("再{nth}"));
            if store.append(shift, clock().read(), &mut Dice::Counted((60 + nth) << 40)).is_err() {
                break;
            }
            told += 1;
        }
        drop(store);
        let some = (0..6).map(|seed| Left::Some { seed: step * 64 + seed });
        for left in [Left::Nothing, Left::All].into_iter().chain(some) {
            cuts += 1;
            let after = disk.after_cut(left);
            vfs::mount(&after);
            let store = Store::open(&site, &mut dice());
            let store = store.unwrap_or_else(|no| panic!("cut at {step}, {left:?}: {no}"));
            assert!(store.head().number >= told, "cut at {step}, {left:?}");
        }
        if disk.steps() < step {
            break;
        }
    }
    assert!(cuts > 100, "only {cuts}");
}

#[test]
fn what_a_lying_disk_lost_is_told_and_what_it_kept_is_not_called_damaged() {
    let site = site(false);
    let (mut told, mut whole) = (0, 0);
    for seed in 0..80 {
        let disk = journals(&site).0;
        let mut store = open(&disk, &site);
        disk.lie();
        for nth in 0..5 {
            append(&mut store, &format!("再{nth}"), &mut Dice::Counted((60 + nth) << 40));
        }
        let left = if seed % 8 == 0 { Left::All } else { Left::Some { seed } };
        let after = disk.after_cut(left);
        drop(store);
        vfs::mount(&after);
        let there = Store::open_to_read(&site, &mut dice()).map(|store| store.head().number);
        match (there, Store::open(&site, &mut dice())) {
            (Ok(10), opened) => {
                whole += 1;
                assert_eq!(opened.unwrap().head().number, 10, "seed {seed}");
            }
            (Ok(there), Err(StoreFault::LostEnd { from, until })) => {
                told += 1;
                assert!(from == there + 1 && until <= 10, "seed {seed}: {from} to {until}");
            }
            // The witness went with what it saw, or more than the end is gone.
            (_, Ok(store)) => assert!(store.head().number < 10, "seed {seed}"),
            (_, Err(fault)) => assert_eq!(fault.kind(), FaultKind::Damaged, "seed {seed}: {fault}"),
        }
    }
    assert!(told > 5 && whole > 0, "{told} told, {whole} whole");
}

fn typed(store: &mut Store, draft: u8, nth: i64) -> Result<(), StoreFault> {
    let fields = [("vehicle.plate".to_string(), format!("粤D{nth:05}"))];
    store.save_draft(Id([draft; 16]), &fields, clock().now().plus_ms(nth))
}

#[test]
fn a_draft_that_alone_left_with_a_byte_of_the_log_is_told_until_the_next_is_typed() {
    for is_keyed in [false, true] {
        let site = site(is_keyed);
        let disk = journals(&site).1;
        let mut store = open(&disk, &site);
        let before = bytes(&disk, "-wal").len();
        typed(&mut store, 200, 1).unwrap();
        let stopped = disk.copy();
        drop(store);
        assert_eq!(open(&stopped.copy(), &site).draft_lost(), None);
        let mut log = bytes(&stopped, "-wal");
        assert!(log.len() > before, "the draft stands in the log");
        // In the first frame behind the last entry, or in the draft's own where the log began anew.
        log[before.max(32) + 24 + 100] ^= 1;
        let disk = with(&stopped, "-wal", &log);
        for _ in 0..2 {
            let store = open(&disk, &site);
            assert_eq!((store.head().number, store.drafts().unwrap().len()), (8, 0));
            assert_eq!(store.draft_lost(), Some(clock().now().plus_ms(1)));
        }
        let mut store = open(&disk, &site);
        typed(&mut store, 201, 2).unwrap();
        drop(store);
        assert_eq!(open(&disk, &site).draft_lost(), None);
    }
}

#[test]
fn a_cut_at_any_step_of_drafts_that_are_typed_dropped_and_ended_tells_of_none_lost() {
    let site = site(false);
    let image = journals(&site).1;
    let mut cuts = 0;
    for step in 1.. {
        let disk = image.copy();
        let mut store = open(&disk, &site);
        disk.plan(Plan::Cut { step });
        let _cut = (|| {
            typed(&mut store, 200, 1)?;
            typed(&mut store, 200, 2)?;
            typed(&mut store, 201, 3)?;
            store.drop_draft(Id([201; 16]))?;
            typed(&mut store, 200, 4)?;
            let ended = Work { draft: Some(Id([200; 16])), ..flips::stop(1) };
            store.append(ended, clock().read(), &mut Dice::Counted(61 << 40))?;
            typed(&mut store, 202, 5)?;
            store.drop_draft(Id([202; 16]))
        })();
        drop(store);
        let some = (0..4).map(|seed| Left::Some { seed: step * 64 + seed });
        for left in [Left::Nothing, Left::All].into_iter().chain(some) {
            cuts += 1;
            let after = disk.after_cut(left);
            let store = open(&after, &site);
            assert_eq!(store.draft_lost(), None, "cut at {step}, {left:?}");
        }
        if disk.steps() < step {
            break;
        }
    }
    assert!(cuts > 100, "only {cuts}");
}
