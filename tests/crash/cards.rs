//! A mirror's card that is pulled out in the middle, and blobs that turned on one of the two sides: what is whole on the
//! card is never written over by what is not.

use super::disk::{Disk, Left};
use super::{Kept, clock, flips, ground, open, vfs};
use lucha::stdx::files::{Files, Ground, Held, How, Kind, OpenFile};
use lucha::stdx::id::Dice;
use lucha::store::mirror::{FRAMES, Mirror, read, read_blobs};
use lucha::store::site::Site;
use lucha::store::{Store, StoreFault};
use lucha::wire::entry;
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

const CARD: &str = "/card";

/// The simulated disk with a card that is in for so many calls more.
#[derive(Debug)]
struct Slot {
    below: Ground,
    left: Arc<AtomicU64>,
}

fn in_the_slot(left: &AtomicU64) -> io::Result<()> {
    let step = |left: u64| left.checked_sub(1);
    let was = left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, step);
    was.map(drop).map_err(|_| ErrorKind::NotFound.into())
}

impl Slot {
    fn reach(&self, path: &Path) -> io::Result<()> {
        if path.starts_with(CARD) { in_the_slot(&self.left) } else { Ok(()) }
    }
}

impl Files for Slot {
    fn sqlite(&self) -> Option<&str> {
        self.below.sqlite()
    }

    fn outlives_the_program(&self) -> bool {
        false
    }

    fn open(&self, path: &Path, how: How) -> io::Result<Box<dyn OpenFile>> {
        self.reach(path)?;
        let file = self.below.open(path, how)?;
        let on_card = path.starts_with(CARD);
        Ok(if on_card { Box::new(OnCard(file, Arc::clone(&self.left))) } else { file })
    }

    fn look(&self, path: &Path) -> io::Result<Option<Kind>> {
        // A folder that is not there is no fault: so the system says of a card that is out.
        if self.reach(path).is_err() { Ok(None) } else { self.below.look(path) }
    }

    fn names(&self, folder: &Path) -> io::Result<Vec<String>> {
        self.reach(folder)?;
        self.below.names(folder)
    }

    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        self.reach(folder)?;
        self.below.make_folder(folder)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.reach(to)?;
        self.below.rename(from, to)
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.below.link(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.reach(path)?;
        self.below.remove(path)
    }

    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        self.reach(folder)?;
        self.below.remove_folder(folder)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.reach(folder)?;
        self.below.sync_folder(folder)
    }

    fn real(&self, path: &Path) -> io::Result<PathBuf> {
        self.reach(path)?;
        self.below.real(path)
    }

    fn lock(&self, path: &Path) -> io::Result<Option<Box<dyn Held>>> {
        self.below.lock(path)
    }
}

#[derive(Debug)]
struct OnCard(Box<dyn OpenFile>, Arc<AtomicU64>);

impl Read for OnCard {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        in_the_slot(&self.1)?;
        self.0.read(into)
    }
}

impl Write for OnCard {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        in_the_slot(&self.1)?;
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl Seek for OnCard {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.0.seek(to)
    }
}

impl OpenFile for OnCard {
    fn sync(&mut self) -> io::Result<()> {
        in_the_slot(&self.1)?;
        self.0.sync()
    }

    fn length(&self) -> io::Result<u64> {
        in_the_slot(&self.1)?;
        self.0.length()
    }

    fn set_length(&mut self, bytes: u64) -> io::Result<()> {
        in_the_slot(&self.1)?;
        self.0.set_length(bytes)
    }
}

/// A keyed journal of two stops and the folder of its mirror on a card, which has the first.
fn begun() -> (Disk, Site, PathBuf) {
    let (disk, site) = (Disk::default(), super::site(true));
    let mut store = open(&disk, &site);
    let mut dice = Dice::Counted(1);
    store.append(flips::stop(1), clock().read(), &mut dice).unwrap();
    ground::lay(&disk, CARD, "/card/reason", b"x");
    let folder = Mirror::make_folder(Path::new(CARD), &store).unwrap();
    follow(&mut store, &folder).unwrap();
    store.append(flips::stop(2), clock().read(), &mut dice).unwrap();
    drop(store);
    (disk.copy(), site, folder)
}

fn follow(store: &mut Store, folder: &Path) -> Result<(), StoreFault> {
    Mirror::open(folder, store)?.catch_up(store)
}

/// What the card holds: entries, and blobs that are whole, missing and damaged.
fn on_card(disk: &Disk, site: &Site, folder: &Path) -> (usize, u64, usize, usize) {
    vfs::mount(disk);
    let key = site.key.as_ref().unwrap();
    let frames = read(&site.ground, folder, key).unwrap();
    let copy = (&site.ground, folder, key);
    let (whole, lost) = read_blobs(copy, &frames.kept, &mut |_, _| Ok(())).unwrap();
    (frames.kept.len(), whole, lost.missing.len(), lost.damaged.len())
}

#[test]
fn a_card_pulled_out_at_any_call_is_caught_up_when_it_is_back() {
    let (image, site, folder) = begun();
    let (mut pulled, mut behind) = (0, 0);
    for calls in 0.. {
        let disk = image.copy();
        vfs::mount(&disk);
        let left = Arc::new(AtomicU64::new(calls));
        let slot = Slot { below: Ground::clone(&site.ground), left: Arc::clone(&left) };
        let slotted = Site { ground: Arc::new(slot), ..site.clone() };
        let mut dice = Dice::Counted(2);
        let mut store = Store::open(&slotted, &mut dice).unwrap();
        let done = follow(&mut store, &folder);
        if left.load(Ordering::Relaxed) > 0 {
            assert!(done.is_ok());
            break;
        }
        pulled += 1;
        // Work goes on without the card.
        store.append(flips::stop(3), clock().read(), &mut dice).unwrap();
        drop(store);
        for kept in [Left::Nothing, Left::All, Left::Some { seed: calls }] {
            let at = format!("pulled after {calls} calls, {kept:?}: {done:?}");
            let disk = disk.after_cut(kept);
            let before = on_card(&disk, &site, &folder);
            assert!((2..=4).contains(&before.0) && before.2 + before.3 == 0, "{at}: {before:?}");
            behind += u64::from(before.0 == 2);
            let mut store = open(&disk, &site);
            follow(&mut store, &folder).unwrap_or_else(|fault| panic!("{at}: {fault}"));
            let (kept, breaks) = Kept::of(&store);
            assert_eq!((kept.entries.len(), breaks), (6, vec![]), "{at}");
            drop(store);
            assert_eq!(on_card(&disk, &site, &folder), (6, 3, 0, 0), "{at}");
        }
    }
    println!("pulled at {pulled} calls, each in three ways: caught up each time");
    assert!(pulled > 20 && behind > 20);
}

/// Files of blobs below `folder`.
fn blobs(disk: &Disk, site: &Site, folder: &Path) -> Vec<PathBuf> {
    vfs::mount(disk);
    let places = lucha::store::blobs::files(&site.ground, &folder.join("blobs")).unwrap();
    places.into_iter().map(|place| folder.join("blobs").join(place)).collect()
}

fn file(disk: &Disk, path: &Path) -> Vec<u8> {
    vfs::mount(disk);
    ground::ground().read(path).unwrap().unwrap()
}

fn lay(disk: &Disk, path: &Path, bytes: &[u8]) {
    ground::lay(disk, path.parent().unwrap().to_str().unwrap(), path.to_str().unwrap(), bytes);
}

/// What may become of a file: a turned bit, a torn end, nothing left, and something behind it.
fn spoilt(whole: &[u8]) -> [Vec<u8>; 4] {
    let mut turned = whole.to_vec();
    turned[whole.len() / 2] ^= 0x10;
    let longer = [whole, b"more"].concat();
    [turned, whole[..whole.len() - 9].to_vec(), Vec::new(), longer]
}

/// The card's frames were torn down to the head, so that the mirror goes over every entry again.
fn from_the_first(image: &Disk, folder: &Path) -> Disk {
    let disk = image.copy();
    let frames = file(&disk, &folder.join(FRAMES));
    lay(&disk, &folder.join(FRAMES), &frames[..30]);
    disk
}

#[test]
fn a_blob_that_is_whole_on_the_card_is_never_written_over_by_a_damaged_one() {
    let (image, site, folder) = begun();
    let mut store = open(&image, &site);
    follow(&mut store, &folder).unwrap();
    drop(store);
    let on_laptop = blobs(&image, &site, &site.folder);
    assert_eq!(on_laptop.len(), 2);
    for path in on_laptop {
        for bad in spoilt(&file(&image, &path)) {
            let disk = from_the_first(&image, &folder);
            lay(&disk, &path, &bad);
            let mut store = open(&disk, &site);
            assert_eq!(store.verify().unwrap().breaks.len(), 1);
            follow(&mut store, &folder).unwrap();
            drop(store);
            assert_eq!(on_card(&disk, &site, &folder), (4, 2, 0, 0), "{}", path.display());
        }
    }
}

#[test]
fn a_blob_that_is_damaged_on_the_card_is_mended_from_a_whole_one_and_else_left_alone() {
    let (image, site, folder) = begun();
    let mut store = open(&image, &site);
    follow(&mut store, &folder).unwrap();
    drop(store);
    for on_card_path in blobs(&image, &site, &folder) {
        let place = on_card_path.strip_prefix(&folder).unwrap();
        let whole = file(&image, &on_card_path);
        for bad in spoilt(&whole) {
            let disk = from_the_first(&image, &folder);
            lay(&disk, &on_card_path, &bad);
            let both = disk.copy();
            let mut store = open(&disk, &site);
            follow(&mut store, &folder).unwrap();
            drop(store);
            assert_eq!(file(&disk, &on_card_path), whole, "mended");
            // Damaged on the laptop as well: nothing is put in the place of what is there.
            lay(&both, &site.folder.join(place), &spoilt(&whole)[0]);
            let mut store = open(&both, &site);
            follow(&mut store, &folder).unwrap();
            drop(store);
            assert_eq!(file(&both, &on_card_path), bad);
            assert_eq!(on_card(&both, &site, &folder).0, 4, "entries come along all the same");
        }
    }
}

/// A blob that is damaged on the laptop before the card has it does not come onto the card as if it were one.
#[test]
fn a_damaged_blob_is_not_copied() {
    let (image, site, folder) = begun();
    let there = blobs(&image, &site, &folder);
    let is_new = |path: &&PathBuf| !there.iter().any(|known| known.file_name() == path.file_name());
    let all = blobs(&image, &site, &site.folder);
    let new = all.iter().find(is_new).unwrap();
    for bad in spoilt(&file(&image, new)) {
        let disk = image.copy();
        lay(&disk, new, &bad);
        let mut store = open(&disk, &site);
        follow(&mut store, &folder).unwrap();
        drop(store);
        assert_eq!(on_card(&disk, &site, &folder), (4, 1, 1, 0), "told as missing");
        // Mended on the laptop, it comes with the next copy: a backup reads everything again.
        let frames = read(&site.ground, &folder, site.key.as_ref().unwrap()).unwrap();
        assert!(frames.kept.iter().all(|kept| entry::read(kept).is_ok()));
    }
}
