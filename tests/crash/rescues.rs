//! A damaged journal, moved aside and read for what it still holds.

use super::disk::{Disk, Left, Plan};
use super::flips::{WHO, make, shift, site, stop};
use super::{Kept as Found, clock, open, vfs, workday};
use lucha::app::command::Trouble;
use lucha::app::opening::Place;
use lucha::app::rescue::rescue_site;
use lucha::cli::{Voice, code, rescue};
use lucha::domain::bureau::BureauEvent;
use lucha::domain::epoch::EpochReason;
use lucha::stdx::id::{Dice, Id};
use lucha::store::damage::{self, Rescued};
use lucha::store::open::FILE;
use lucha::store::site::Site;
use lucha::store::{Store, StoreFault};
use lucha::wire::entry::Kept;
use lucha::wire::event::Body;
use lucha::wire::suite::Suite;
use std::collections::BTreeSet;
use std::path::Path;

const PAGE_BYTES: usize = 4096;

fn dice() -> Dice {
    Dice::Counted(1 << 42)
}

fn kept(site: &Site) -> Vec<Kept> {
    let store = Store::open_to_read(site, &mut dice()).unwrap();
    let mut kept = Vec::new();
    store
        .each_kept(1, |row| {
            kept.push(row.kept);
            Ok(())
        })
        .unwrap();
    kept
}

/// Turns one byte of the place where `text` stands in the journal's file.
fn damage(folder: &Path, text: &str) {
    let file = folder.join(FILE);
    let mut bytes = std::fs::read(&file).unwrap();
    let at = bytes.windows(text.len()).position(|part| part == text.as_bytes()).unwrap();
    bytes[at + text.len() - 1] ^= 1;
    std::fs::write(&file, bytes).unwrap();
}

fn rescued(site: &Site) -> Rescued {
    let rescued = damage::rescue(site, None, clock().now(), &mut dice()).unwrap();
    damage::end(site).unwrap();
    rescued
}

#[test]
fn what_stands_before_a_damaged_entry_comes_back_and_the_rest_is_named() {
    let folder = super::folder();
    let site = site(folder.path(), false);
    make(&site);
    let before = kept(&site);
    // Each stop is a shift and two entries, so this is entry 10.
    damage(folder.path(), "计划-4");
    let damaged = std::fs::read(folder.path().join(FILE)).unwrap();
    let mut rescued = rescued(&site);
    assert_eq!(
        (rescued.unread.as_slice(), rescued.behind.as_slice()),
        (&[(10, 10)][..], &[(11, 15)][..])
    );
    assert_eq!((rescued.drafts, rescued.drafts_lost), (1, false));
    assert!(rescued.pages_lost.is_empty() && !rescued.is_whole());
    let aside = rescued.aside.clone().unwrap();
    let name = aside.file_name().unwrap().to_str().unwrap().to_string();
    assert_eq!(name, "damaged-2026-11-23-084000");
    assert_eq!(std::fs::read(aside.join(FILE)).unwrap(), damaged, "never touched again");
    let mut store = rescued.store.take().unwrap();
    assert_eq!(store.verify().unwrap().breaks, []);
    assert_eq!(store.verify().unwrap().pages, 3);
    assert_eq!(store.drafts().unwrap()[0].owner, WHO, "a draft comes back to its officer");
    store.append(shift("以后"), clock().read(), &mut dice()).unwrap();
    drop(store);
    let after = kept(&site);
    assert_eq!((after.len(), &after[..9]), (10, &before[..9]), "the same bytes");
}

#[test]
fn a_page_of_rows_costs_no_entry() {
    let folder = super::folder();
    let site = site(folder.path(), false);
    make(&site);
    let whole = kept(&site);
    let conn = rusqlite::Connection::open(folder.path().join(FILE)).unwrap();
    let sql = "SELECT rootpage FROM sqlite_schema WHERE name = 'inspection'";
    let page: u32 = conn.query_row(sql, [], |row| row.get(0)).unwrap();
    let page = page as usize;
    drop(conn);
    let file = folder.path().join(FILE);
    let mut bytes = std::fs::read(&file).unwrap();
    bytes[(page - 1) * PAGE_BYTES..page * PAGE_BYTES].fill(0xff);
    std::fs::write(&file, bytes).unwrap();
    let rescued = rescued(&site);
    assert!(rescued.is_whole(), "{rescued:?}");
    drop(rescued);
    assert_eq!(kept(&site), whole);
}

#[test]
fn where_nothing_can_be_read_nothing_is_made_and_nothing_deleted() {
    for is_keyed in [false, true] {
        let folder = super::folder();
        let site = site(folder.path(), is_keyed);
        make(&site);
        let file = folder.path().join(FILE);
        let mut bytes = std::fs::read(&file).unwrap();
        bytes[..PAGE_BYTES].fill(0xff);
        std::fs::write(&file, &bytes).unwrap();
        let rescued = rescued(&site);
        assert!(rescued.store.is_none());
        assert_eq!(std::fs::read(rescued.aside.unwrap().join(FILE)).unwrap(), bytes);
        assert!(!file.exists(), "no empty journal takes its place");
    }
}

#[test]
fn what_the_log_of_a_killed_program_holds_comes_back_too() {
    let folder = super::folder();
    let site = site(folder.path(), true);
    let mut store = Store::open(&site, &mut dice()).unwrap();
    let mut made = dice();
    for nth in 1..4 {
        store.append(stop(nth), clock().read(), &mut made).unwrap();
    }
    let killed = super::folder();
    for name in [FILE.to_string(), format!("{FILE}-wal")] {
        std::fs::copy(folder.path().join(&name), killed.path().join(&name)).unwrap();
    }
    let killed = (Site { folder: killed.path().to_path_buf(), ..site.clone() }, killed);
    let whole = kept(&site);
    let mut moved = damage::move_aside(&killed.0, clock().now()).unwrap();
    let aside = Site { folder: moved.clone(), ..site.clone() };
    assert_eq!(kept(&aside), whole, "journal and log stay together");
    assert!(std::fs::read_dir(killed.1.path()).unwrap().all(|entry| {
        let name = entry.unwrap().file_name().into_string().unwrap();
        name.starts_with("damaged-") || name == "journal.lock"
    }));
    // A second one of the same second has a name of its own.
    std::fs::copy(moved.join(FILE), killed.0.folder.join(FILE)).unwrap();
    moved = damage::move_aside(&killed.0, clock().now()).unwrap();
    assert!(moved.to_str().unwrap().ends_with("-2"), "{}", moved.display());
}

#[test]
fn kept_entries_make_the_same_journal_again_or_none() {
    let (from, to) = (super::folder(), super::folder());
    let (from, to) = (site(from.path(), true), (site(to.path(), false), to));
    make(&from);
    let entries = kept(&from);
    let mut gap = entries.clone();
    gap.remove(4);
    let fault = Store::restore_entries(&to.0, gap, [], &mut dice()).unwrap_err();
    assert!(matches!(fault, StoreFault::Broken { number: 5, .. }), "{fault}");
    let store = Store::restore_entries(&to.0, entries.clone(), [], &mut dice()).unwrap();
    let source = Store::open_to_read(&from, &mut dice()).unwrap();
    assert_eq!(store.head(), source.head());
    assert_eq!(store.dump().unwrap(), source.dump().unwrap());
    drop(store);
    let fault = Store::restore_entries(&to.0, entries, [], &mut dice()).unwrap_err();
    assert!(matches!(fault, StoreFault::NotEmpty), "{fault}");
    assert_eq!(source.draft(Id([200; 16])).unwrap().unwrap().fields.len(), 2);
}

fn say(folder: &Path) -> (u8, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut voice = Voice { lang: "en", out: &mut out, err: &mut err };
    let place = Place { dir: Some(folder), ..Place::default() };
    let code = rescue::run(place, &mut voice);
    (code, String::from_utf8(out).unwrap() + &String::from_utf8(err).unwrap())
}

#[test]
fn the_command_rescues_when_asked_and_only_then() {
    let empty = super::folder();
    assert_eq!(say(empty.path()).0, code::NOTHING, "no journal");
    let (folder, mut desk) = crate::bureau::found(crate::bureau::sample(), crate::bureau::EVENING);
    let before = crate::bureau::reader(folder.path()).head().number;
    crate::bureau::check(&mut desk, vec![crate::scenarios::stop("S01")]);
    drop(desk);
    let (code, said) = say(folder.path());
    assert_eq!(code, code::NOTHING);
    assert!(said.contains("nothing to rescue"), "{said}");
    let sql = "UPDATE entry SET payload = zeroblob(40) WHERE number = ?1";
    crate::bureau::raw(folder.path()).execute(sql, [i64::try_from(before + 2).unwrap()]).unwrap();
    let pen =
        lucha::store::open::PenLock::take(&lucha::stdx::files::machine(), folder.path()).unwrap();
    assert_eq!(say(folder.path()).0, code::BUSY, "another program writes");
    drop(pen);
    let (code, said) = say(folder.path());
    assert_eq!(code, code::PARTLY, "{said}");
    let (lost, behind) = (before + 2, before + 3);
    for words in [
        format!("{before} entries are back"),
        format!("Entries {lost} could not be read"),
        format!("Entries {behind}-"),
        "lucha enrol".to_string(),
    ] {
        assert!(said.contains(&words), "{words}: {said}");
    }
    // Headquarters may hold what was lost: the journal goes on under a new epoch, and gives up its numbers.
    let store = crate::bureau::reader(folder.path());
    assert_eq!((store.journal_name().epoch, store.epoch_begins().number), (2, before));
    let mut reasons = Vec::new();
    let take = |row: lucha::store::journal::KeptRow| {
        if let Body::Bureau(BureauEvent::EpochOpened { reason, .. }) = row.read().unwrap().body {
            reasons.push((row.number, reason));
        }
        Ok(())
    };
    store.each_kept(1, take).unwrap();
    assert_eq!(reasons, [(before + 1, EpochReason::Rescued)]);
    let mut desk = crate::bureau::sit_down(folder.path(), crate::bureau::EVENING);
    let (_, answers, _) = crate::bureau::check(&mut desk, vec![crate::scenarios::stop("S01")]);
    assert_eq!(answers[0]["blocked"][0]["rule"], "number_block_empty", "{answers:?}");
    assert_eq!(desk.verify().unwrap().breaks, []);
}

/// A journal of the device's key, with a draft, on a simulated disk, behind what `sql` does to it.
pub fn bent(site: &Site, sql: &str) -> Disk {
    let (disk, mut made) = (Disk::default(), Dice::Counted(1));
    let mut store = open(&disk, site);
    let device = store.device();
    let key = store.make_device_key(Suite::default(), &mut made).unwrap();
    let bodies =
        vec![Body::Bureau(BureauEvent::JournalOpened { device, epoch: 1 }), Body::Bureau(key)];
    let work = lucha::store::journal::Work { bodies, ..lucha::store::journal::Work::default() };
    store.append(work, clock().read(), &mut made).unwrap();
    for nth in 1..4 {
        store.append(shift(&format!("计划-{nth}")), clock().read(), &mut made).unwrap();
        store.append(stop(nth), clock().read(), &mut made).unwrap();
    }
    let fields = [("vehicle.plate".to_string(), "粤D55D18".to_string())];
    store.save_draft(Id([200; 16]), &fields, clock().now()).unwrap();
    drop(store);
    workday::raw(site).execute_batch(sql).unwrap();
    disk.copy()
}

/// Rescues, and lets the journal go again.
pub fn rescue_on(disk: &Disk, site: &Site, plan: Plan) -> Result<(), Trouble> {
    vfs::mount(disk);
    disk.plan(plan);
    let done = rescue_site(site, clock(), &mut Dice::Counted(1 << 44)).map(drop);
    disk.plan(Plan::Nothing);
    done
}

/// What must be the same whatever was cut: entries that came back, drafts, rows, pages, the epoch.
pub fn came_back(disk: &Disk, site: &Site, at: &str) -> (Found, u32, u64) {
    let store = open(disk, site);
    let (mut found, breaks) = Found::of(&store);
    assert_eq!(breaks, [], "{at}");
    let (epoch, behind) = (store.journal_name().epoch, store.epoch_begins().number);
    // The new epoch's own entries name a key that each try makes for itself.
    if behind > 0 {
        assert_eq!(found.entries.len() as u64, behind + 2, "{at}: one new epoch");
        found.entries.truncate(usize::try_from(behind).unwrap());
    }
    (found, epoch, behind)
}

#[test]
fn a_rescue_cut_at_any_step_and_again_gives_what_an_uncut_one_gives() {
    let entry = "UPDATE entry SET payload = zeroblob(40) WHERE number = 8";
    let rows = "UPDATE inspection SET party = '他人'";
    // Nothing of the journal itself says that there was more.
    let end = "DELETE FROM entry WHERE number > 8; DELETE FROM signed_head WHERE number > 8;
               UPDATE verified SET number = 8, digest = (SELECT digest FROM entry WHERE number = 8)";
    let all = [(false, entry, 2), (true, entry, 2), (false, rows, 1), (false, end, 2)];
    for (is_keyed, sql, epoch) in all {
        let site = super::site(is_keyed);
        let image = bent(&site, sql);
        let disk = image.copy();
        vfs::mount(&disk);
        disk.record();
        disk.plan(Plan::Nothing);
        rescue_site(&site, clock(), &mut Dice::Counted(1 << 44)).map(drop).unwrap();
        let (total, cuts) = (disk.steps(), disk.recorded());
        let wanted = came_back(&disk, &site, "uncut");
        assert_eq!((wanted.1, wanted.0.drafts.len()), (epoch, 1));
        let (mut met, mut met_again) = (BTreeSet::new(), BTreeSet::new());
        for (step, cut) in (1..=total).zip(&cuts) {
            let all = [Left::Nothing, Left::All, Left::Some { seed: step }];
            let asked = super::asked("LUCHA_CUT_LEFTS", 1) >= 2;
            let one = usize::try_from(step % 3).expect("below three");
            for left in if asked { &all[..] } else { &all[one..=one] } {
                let left = *left;
                let at = format!("{sql}: cut at step {step} of {total}, {left:?}");
                let disk = cut.after_cut(left);
                // Between two syncs many cuts leave the same disk; the long run cuts each of them a second time.
                if !met.insert(disk.print()) && !asked {
                    continue;
                }
                let _second = rescue_on(&disk, &site, Plan::Cut { step: 1 + step * 7 % total });
                let disk = disk.after_cut(left);
                // What a second cut leaves may be what one before has left.
                if !met_again.insert(disk.print()) && !asked {
                    continue;
                }
                let last = rescue_on(&disk, &site, Plan::Nothing);
                let said = last.as_ref().err().map(|trouble| trouble.key);
                assert!(matches!(said, None | Some("trouble.not_damaged")), "{at}: {last:?}");
                assert!(came_back(&disk, &site, &at) == wanted, "{at}: another journal came back");
            }
        }
        println!("keyed {is_keyed}: {total} steps, each cut, and a second time: the same");
    }
}

#[test]
fn nobody_writes_in_a_journal_whose_rescue_has_not_ended() {
    let site = super::site(false);
    let image = bent(&site, "UPDATE entry SET payload = zeroblob(40) WHERE number = 8");
    let mut met = 0;
    for step in 1.. {
        let disk = image.copy();
        if rescue_on(&disk, &site, Plan::Cut { step }).is_ok() {
            break;
        }
        let disk = disk.after_cut(Left::All);
        vfs::mount(&disk);
        match Store::open(&site, &mut dice()) {
            Err(StoreFault::RescueBegun) => met += 1,
            // Before it began, or behind its last step.
            Ok(store) => assert!(store.head().number > 0, "step {step}: an empty journal"),
            Err(fault) => assert_eq!(fault.kind(), lucha::stdx::fault::FaultKind::Damaged),
        }
    }
    assert!(met > 20, "only {met} steps left it half");
}
