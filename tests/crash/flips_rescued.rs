//! A flipped byte anywhere, in the journal's file or in the log of a program that was stopped, and a rescue behind it: what
//! comes back is the truth, or the truth's beginning and said to be no more.

use super::disk::Disk;
use super::{Kept, clock, flips, ground, open, site, vfs};
use lucha::app::mirror;
use lucha::app::rescue::rescue_site;
use lucha::domain::bureau::BureauEvent;
use lucha::stdx::clock::Reading;
use lucha::stdx::fault::FaultKind;
use lucha::stdx::id::{Dice, Id};
use lucha::store::journal::Work;
use lucha::store::mirror::Mirror;
use lucha::store::open::FILE;
use lucha::store::site::Site;
use lucha::store::{Store, StoreFault};
use lucha::wire::event::Body;
use lucha::wire::suite::Suite;
use std::collections::BTreeMap;
use std::path::Path;

const PAGE_BYTES: usize = 4096;
const CARD: &str = "/card";

/// A journal with the device's key, and all that is true of it.
struct Truth {
    site: Site,
    /// The program was stopped: what it wrote last lies in the log.
    stopped: Disk,
    /// It was closed.
    closed: Disk,
    whole: Kept,
    /// Rows by how many entries there are.
    rows: BTreeMap<usize, Vec<String>>,
}

fn now() -> Reading {
    clock().read()
}

impl Truth {
    /// Under a key it has a mirror that holds all of it.
    fn new(is_keyed: bool) -> Truth {
        let (disk, site, mut dice) = (Disk::default(), site(is_keyed), Dice::Counted(1));
        let mut store = open(&disk, &site);
        let device = store.device();
        let key = store.make_device_key(Suite::default(), &mut dice).unwrap();
        let opened = BureauEvent::JournalOpened { device, epoch: 1 };
        let bodies = vec![Body::Bureau(opened), Body::Bureau(key)];
        let mut rows = BTreeMap::from([(0, Vec::new())]);
        let mut write = |store: &mut Store, work: Work| {
            store.append(work, now(), &mut dice).unwrap();
            rows.insert(usize::try_from(store.head().number).unwrap(), store.dump().unwrap());
        };
        write(&mut store, Work { bodies, ..Work::default() });
        write(&mut store, flips::stop(1));
        drop(store);
        // Behind the last close: these are in the log until the next one.
        let mut store = open(&disk, &site);
        for nth in 2..=3 {
            write(&mut store, flips::shift(&format!("计划-{nth}")));
            write(&mut store, flips::stop(nth));
        }
        let fields = [("vehicle.plate".to_string(), "粤D55D18".to_string())];
        store.save_draft(Id([200; 16]), &fields, clock().now()).unwrap();
        if is_keyed {
            ground::lay(&disk, CARD, "/card/reason", b"x");
            mirror::choose(&store, Some(Path::new(CARD))).unwrap();
            let folder = mirror::chosen(&site.ground, &site.folder).unwrap();
            Mirror::open(&folder, &store).unwrap().catch_up(&mut store).unwrap();
        }
        let stopped = disk.copy();
        drop(store);
        let closed = disk.copy();
        let (whole, breaks) = Kept::of(&open(&closed.copy(), &site));
        assert_eq!((whole.entries.len(), breaks), (10, vec![]));
        Truth { site, stopped, closed, whole, rows }
    }

    /// What is there is the truth's beginning, and its rows are those of it; how many entries that is.
    fn is_beginning(&self, kept: &Kept, behind: usize, at: &str) -> usize {
        let count = if behind > 0 { behind } else { kept.entries.len() };
        assert!(self.whole.entries.starts_with(&kept.entries[..count]), "{at}: other entries");
        let rows = self.rows.get(&count);
        let rows = rows.unwrap_or_else(|| panic!("{at}: half a commit, {count} entries"));
        assert!(kept.rows == *rows, "{at}: other rows behind {count} entries: {:?}", kept.rows);
        count
    }
}

/// What came of one flipped byte.
fn outcome(truth: &Truth, disk: &Disk, at: &str) -> &'static str {
    let site = &truth.site;
    let before = look(truth, disk, at);
    if ["works and is right", "without its draft"].contains(&before) {
        return before;
    }
    let left = disk.copy();
    vfs::mount(&left);
    let rescued = match rescue_site(site, clock(), &mut Dice::Counted(1 << 44)) {
        Ok(rescued) => rescued,
        Err(trouble) if trouble.key == "trouble.newer_journal" => return "refused as newer",
        Err(trouble) => panic!("{at}: {before}, and no rescue: {trouble:?}"),
    };
    let (is_lossy, drafts_lost) = (!rescued.is_whole(), rescued.drafts_lost);
    let behind = usize::try_from(rescued.new_epoch_behind.unwrap_or(0)).unwrap();
    let Some(store) = &rescued.store else {
        assert!(site.key.is_none(), "{at}: the card has all of it");
        return "moved aside, and nothing can be read";
    };
    assert_eq!(store.verify().unwrap().breaks, [], "{at}: behind the rescue");
    drop(rescued);
    let (kept, _) = Kept::of(&open(&left, site));
    let count = truth.is_beginning(&kept, behind, at);
    if site.key.is_some() {
        assert_eq!(kept.entries, truth.whole.entries, "{at}: the card has all of them");
        // The card has no drafts: those of a log that cannot be read are as they were before it.
        let is_same = kept.drafts == truth.whole.drafts;
        assert!(drafts_lost || is_same || kept.drafts.is_empty(), "{at}: {:?}", kept.drafts);
        return if is_same { "rescued whole" } else { "rescued, but for drafts" };
    }
    assert!(is_lossy || count == truth.whole.entries.len(), "{at}: lost and not told");
    if is_lossy { "rescued in part, and told" } else { "rescued whole" }
}

/// What the journal says by itself; drafts only where a key guards them.
fn look(truth: &Truth, disk: &Disk, at: &str) -> &'static str {
    let site = &truth.site;
    let disk = disk.copy();
    vfs::mount(&disk);
    let store = match Store::open(site, &mut Dice::Counted(1 << 43)) {
        Ok(store) => store,
        Err(StoreFault::Newer { .. }) => return "newer",
        Err(fault) => {
            assert_eq!(fault.kind(), FaultKind::Damaged, "{at}: {fault}");
            return "said to be damaged";
        }
    };
    let (verdict, drafts, dump) = (store.verify(), store.drafts(), store.dump());
    let (Ok(verdict), Ok(drafts), Ok(_)) = (verdict, drafts, dump) else {
        return "said to be damaged";
    };
    if !verdict.breaks.is_empty() {
        return "found by verify";
    }
    let mut kept = Kept::of(&store).0;
    if site.key.is_none() {
        kept.drafts.clone_from(&truth.whole.drafts);
    }
    let count = truth.is_beginning(&kept, 0, at);
    assert!(site.key.is_none() || drafts.len() <= 1, "{at}: a draft that nobody typed");
    if kept == truth.whole {
        "works and is right"
    } else if count == truth.whole.entries.len() {
        // Only the draft is not as it was typed last: what was typed before stands there.
        assert!(kept.drafts.is_empty() && kept.rows == truth.whole.rows, "{at}: {kept:?}");
        assert_eq!(store.draft_lost(), Some(clock().now()), "{at}: lost and not told");
        "without its draft"
    } else {
        panic!("{at}: {count} entries, and nothing says that there were more")
    }
}

/// Flips a byte of `name` at each of `places`.
fn flip(truth: &Truth, image: &Disk, name: &str, places: &[usize]) -> BTreeMap<&'static str, u64> {
    let begun = std::time::Instant::now();
    let mut came = BTreeMap::new();
    for &place in places {
        let disk = image.copy();
        let mut state = disk.state();
        let inode = state.find(&format!("{}/{name}", super::FOLDER)).unwrap();
        let mut byte = [0];
        assert_eq!(state.inodes[inode].now.read(place, &mut byte), 1);
        state.write(inode, place, &[byte[0] ^ (1 << (place % 8))]);
        drop(state);
        let disk = disk.copy();
        let (page, byte) = (place / PAGE_BYTES, place % PAGE_BYTES);
        *came.entry(outcome(truth, &disk, &format!("{name} {page}/{byte}"))).or_default() += 1;
    }
    let (count, took) = (places.len(), begun.elapsed().as_secs_f64());
    println!("{name}, keyed {}: {count} in {took:.1} s: {came:?}", truth.site.key.is_some());
    came
}

fn length(disk: &Disk, name: &str) -> usize {
    let state = disk.state();
    let inode = state.find(&format!("{}/{name}", super::FOLDER)).unwrap();
    state.inodes[inode].now.len()
}

/// Each page at some places, at more of them where the full check asks, and where SQLite describes its file.
fn of_the_file(disk: &Disk) -> Vec<usize> {
    let places: &[usize] = if super::asked("LUCHA_FLIPS_ALL", 0) > 0 {
        &[0, 1, 3, 5, 8, 9, 64, 777, 1500, 2047, 2900, 3333, 3900, 4070, 4095]
    } else {
        &[3, 777, 3900]
    };
    let pages = 0..length(disk, FILE) / PAGE_BYTES;
    let pages = pages.flat_map(|page| places.iter().map(move |at| page * PAGE_BYTES + at));
    (0..100).step_by(7).chain(pages).collect()
}

/// The head of the log, and of each page in it its own head and some places.
fn of_the_log(disk: &Disk) -> Vec<usize> {
    const HEAD: usize = 32;
    const FRAME: usize = 24 + PAGE_BYTES;
    let places: &[usize] = if super::asked("LUCHA_FLIPS_ALL", 0) > 0 {
        &[0, 3, 4, 7, 8, 12, 16, 23, 24, 29, 100, 1_000, 2_000, 3_000, 4_119]
    } else {
        &[3, 7, 17, 124, 4_000]
    };
    let frames = 0..(length(disk, &format!("{FILE}-wal")) - HEAD) / FRAME;
    let frames = frames.flat_map(|nth| places.iter().map(move |at| HEAD + nth * FRAME + at));
    (0..HEAD).step_by(3).chain(frames).collect()
}

#[test]
fn a_flipped_byte_under_a_key_is_harmless_or_rescued_whole_from_the_card() {
    let truth = Truth::new(true);
    let came = flip(&truth, &truth.closed, FILE, &of_the_file(&truth.closed));
    for outcome in ["rescued whole", "rescued, but for drafts"] {
        assert!(came.contains_key(outcome), "{outcome} never came: {came:?}");
    }
}

#[test]
fn a_flipped_byte_in_the_log_under_a_key_is_harmless_or_rescued_whole_from_the_card() {
    let truth = Truth::new(true);
    let log = format!("{FILE}-wal");
    let came = flip(&truth, &truth.stopped, &log, &of_the_log(&truth.stopped));
    let rescued = came.iter().filter(|(name, _)| name.starts_with("rescued")).map(|(_, n)| n);
    assert!(rescued.sum::<u64>() > 20, "{came:?}");
    // Where no witness lies beside the journal the mirror says so itself, and touches neither.
    let disk = truth.stopped.copy();
    let mut state = disk.state();
    let inode = state.find(&format!("{}/{log}", super::FOLDER)).unwrap();
    state.write(inode, 32 + 24 + 100, &[0; 8]);
    state.remove(&format!("{}/{FILE}-head", super::FOLDER));
    drop(state);
    let disk = disk.copy();
    let mut store = open(&disk, &truth.site);
    assert!(store.head().number < truth.whole.entries.len() as u64);
    let folder = mirror::chosen(&truth.site.ground, &truth.site.folder).unwrap();
    let said = Mirror::open(&folder, &store).unwrap().catch_up(&mut store).unwrap_err();
    assert_eq!(said.key(), "trouble.mirror_ahead");
}

#[test]
fn a_flipped_byte_without_a_key_is_harmless_or_rescued_as_far_as_it_can_be_read() {
    let truth = Truth::new(false);
    let came = flip(&truth, &truth.closed, FILE, &of_the_file(&truth.closed));
    for outcome in ["works and is right", "rescued whole", "rescued in part, and told"] {
        assert!(came.contains_key(outcome), "{outcome} never came: {came:?}");
    }
}

#[test]
fn a_flipped_byte_in_the_log_without_a_key_is_harmless_or_told() {
    let truth = Truth::new(false);
    let log = format!("{FILE}-wal");
    let came = flip(&truth, &truth.stopped, &log, &of_the_log(&truth.stopped));
    assert!(came["rescued in part, and told"] > 20, "{came:?}");
}

#[test]
fn a_bad_page_under_a_key_costs_what_it_holds_and_not_what_is_read_behind_it() {
    let made = super::folder();
    let site = flips::site(made.path(), true);
    flips::make(&site);
    // Entries on many pages.
    let (mut dice, now) = (Dice::Counted(1 << 40), now());
    let mut store = Store::open(&site, &mut dice).unwrap();
    for nth in 6..=60 {
        store.append(flips::stop(nth), now, &mut dice).unwrap();
    }
    let all = store.head().number;
    drop(store);
    let bytes = std::fs::read(made.path().join(FILE)).unwrap();
    let costs_its_own_alone = |page: &usize| {
        let folder = super::folder();
        let mut flipped = bytes.clone();
        flipped[page * PAGE_BYTES + 777] ^= 1;
        std::fs::write(folder.path().join(FILE), &flipped).unwrap();
        let site = flips::site(folder.path(), true);
        let Ok(rescued) = rescue_site(&site, clock(), &mut Dice::Counted(1 << 44)) else {
            return false;
        };
        let count = |ranges: &[(u64, u64)]| ranges.iter().map(|(from, to)| to + 1 - from).sum();
        let (unread, behind): (u64, u64) = (count(&rescued.unread), count(&rescued.behind));
        let came = rescued.store.as_ref().map_or(0, |store| store.head().number);
        unread > 0 && behind > unread && came + unread + behind == all && rescued.drafts == 1
    };
    let pages = 2..bytes.len() / PAGE_BYTES;
    assert!(pages.rev().any(|page| costs_its_own_alone(&page)), "each costs all that is behind it");
}
