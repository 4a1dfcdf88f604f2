//! Blobs: what was kept is read back, every change of a file is noticed, and none of it lies in the open.

use crate::encrypted::holding;
use lucha::stdx::clock::{Clock, Moment};
use lucha::stdx::digest::Digest;
use lucha::stdx::id::Dice;
use lucha::stdx::secret::Key;
use lucha::store::blobs::{self, BlobKeep, FOLDER, place};
use lucha::store::disk::PART;
use lucha::store::journal::Work;
use lucha::store::site::Site;
use lucha::store::{Store, StoreFault};
use lucha::wire::blob::{CHUNK, HEAD, name};
use std::path::{Path, PathBuf};

fn key() -> Key {
    Key::new([7; 32])
}

fn keyed(folder: &Path) -> BlobKeep {
    BlobKeep::at(&Site::keyed(folder, key()))
}

/// `length` bytes with no pattern that a chunk could repeat.
fn bytes(length: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[3]
    };
    (0..length).map(|_| next()).collect()
}

fn chunk() -> usize {
    usize::try_from(CHUNK).unwrap()
}

fn file_of(folder: &Path, digest: Digest) -> PathBuf {
    folder.join(FOLDER).join(place(Some(&key()), digest))
}

fn keep(folder: &Path, plain: &[u8]) -> Digest {
    let digest = Digest::of(plain);
    keyed(folder).keep(&[(digest, plain.to_vec())]).unwrap();
    digest
}

#[test]
fn blobs_of_every_length_read_back_keyed_plain_and_in_memory() {
    let folder = tempfile::tempdir().unwrap();
    for length in [0, 1, chunk() - 1, chunk(), chunk() + 1, 3 * chunk()] {
        let plain = bytes(length);
        let digest = Digest::of(&plain);
        let sites = [keyed(folder.path()), BlobKeep::at(&Site::plain(folder.path()))];
        for mut keep in sites.into_iter().chain([BlobKeep::Memory(Default::default())]) {
            assert_eq!(keep.read(digest).unwrap(), None);
            keep.keep(&[(digest, plain.clone())]).unwrap();
            assert_eq!(keep.read(digest).unwrap().unwrap(), plain, "{length}");
        }
    }
}

#[test]
fn every_flipped_byte_cut_or_addition_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let digest = keep(folder.path(), &bytes(2 * chunk() + 100));
    let path = file_of(folder.path(), digest);
    let whole = std::fs::read(&path).unwrap();
    let is_refused = |changed: &[u8], what: &str| {
        std::fs::write(&path, changed).unwrap();
        let fault = keyed(folder.path()).read(digest).unwrap_err();
        let said = fault.said().key() == "flaw.page_changed";
        assert!(said && matches!(fault, StoreFault::Broken { .. }), "{what}: {fault}");
    };
    for at in (0..HEAD).chain((HEAD..whole.len()).step_by(4_999)).chain([whole.len() - 1]) {
        let mut changed = whole.clone();
        changed[at] ^= 1;
        is_refused(&changed, &format!("byte {at}"));
    }
    let sealed = chunk() + 16;
    for length in [0, HEAD - 1, HEAD, HEAD + sealed, HEAD + 2 * sealed, whole.len() - 1] {
        is_refused(&whole[..length], &format!("cut at {length}"));
    }
    is_refused(&[&whole[..], b"x"].concat(), "a byte more");
    let (first, second) = (HEAD + sealed, HEAD + 2 * sealed);
    let swapped = [&whole[..HEAD], &whole[first..second], &whole[HEAD..first], &whole[second..]];
    is_refused(&swapped.concat(), "two chunks changed places");
    // The head cannot be made to fit what was cut off: it is bound to every chunk.
    let mut shorter = whole[..second].to_vec();
    shorter[6..HEAD].copy_from_slice(&(2 * CHUNK).to_le_bytes());
    is_refused(&shorter, "the last chunk taken away with its length");
    std::fs::write(&path, &whole).unwrap();
    assert!(keyed(folder.path()).read(digest).unwrap().is_some());
}

#[test]
fn a_blob_in_the_place_of_another_or_under_another_key_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (one, two) = (keep(folder.path(), b"page one"), keep(folder.path(), b"page two"));
    std::fs::copy(file_of(folder.path(), one), file_of(folder.path(), two)).unwrap();
    assert!(keyed(folder.path()).read(two).is_err());
    let other = BlobKeep::at(&Site::keyed(folder.path(), Key::new([8; 32])));
    assert_eq!(other.read(one).unwrap(), None, "under another key it has another name");
    let foreign = folder.path().join(FOLDER).join(place(Some(&Key::new([8; 32])), one));
    std::fs::create_dir_all(foreign.parent().unwrap()).unwrap();
    std::fs::copy(file_of(folder.path(), one), foreign).unwrap();
    assert!(other.read(one).is_err());
    // A plain file in a keyed folder is no blob of it, even with the right bytes.
    let mut open = BlobKeep::at(&Site::plain(folder.path()));
    open.keep(&[(one, b"page one".to_vec())]).unwrap();
    let lies = folder.path().join(FOLDER).join(place(None, one));
    std::fs::copy(lies, file_of(folder.path(), one)).unwrap();
    assert!(keyed(folder.path()).read(one).is_err());
}

#[test]
fn a_damaged_blob_is_mended_by_keeping_it_again() {
    let folder = tempfile::tempdir().unwrap();
    let digest = keep(folder.path(), b"page");
    std::fs::write(file_of(folder.path(), digest), b"rubbish").unwrap();
    keep(folder.path(), b"page");
    assert_eq!(keyed(folder.path()).read(digest).unwrap().unwrap(), b"page");
}

#[test]
fn nothing_of_a_keyed_blob_lies_in_the_open_not_even_its_digest() {
    let folder = tempfile::tempdir().unwrap();
    let plain = [b"%PDF-1.7 ".to_vec(), bytes(chunk())].concat();
    let digest = keep(folder.path(), &plain);
    assert_eq!(holding(folder.path(), b"%PDF"), Vec::<String>::new());
    assert_eq!(holding(folder.path(), &plain[9..25]), Vec::<String>::new());
    let path = file_of(folder.path(), digest).display().to_string();
    assert!(!path.contains(&digest.hex()[..8]) && path.contains(&name(Some(&key()), digest)));
    let mut open = BlobKeep::at(&Site::plain(folder.path()));
    open.keep(&[(digest, plain)]).unwrap();
    assert_eq!(holding(folder.path(), b"%PDF").len(), 1, "the search would have found it");
}

#[test]
fn a_half_written_blob_goes_at_the_next_writing_open_and_orphans_are_counted() {
    let folder = tempfile::tempdir().unwrap();
    let site = Site::keyed(folder.path(), key());
    drop(Store::open(&site, &mut Dice::Machine).unwrap());
    keep(folder.path(), b"named by no entry");
    let part = folder.path().join(FOLDER).join(PART);
    std::fs::create_dir_all(&part).unwrap();
    std::fs::write(part.join("0"), b"half").unwrap();
    let verify = || Store::open_to_read(&site, &mut Dice::Machine).unwrap().verify().unwrap();
    assert!(part.join("0").exists() && verify().breaks.is_empty(), "reading takes nothing away");
    drop(Store::open(&site, &mut Dice::Machine).unwrap());
    assert!(!part.exists());
    assert_eq!((verify().orphans, verify().breaks), (1, vec![]));
    assert_eq!(
        blobs::files(&lucha::stdx::files::machine(), &folder.path().join(FOLDER)).unwrap().len(),
        1
    );
}

#[test]
fn a_page_is_kept_with_its_work_and_nothing_of_the_work_without_it() {
    let folder = tempfile::tempdir().unwrap();
    let site = Site::keyed(folder.path(), key());
    let mut store = Store::open(&site, &mut Dice::Machine).unwrap();
    let digest = Digest::of(b"page");
    let work = || Work { pages: vec![(digest, b"page".to_vec())], ..Work::default() };
    let clock = Clock::fixed(Moment::parse("2026-11-23T08:00:00+08:00").unwrap());
    store.append(work(), clock.read(), &mut Dice::Machine).unwrap();
    assert_eq!(store.page(digest).unwrap().unwrap(), b"page");
    drop(store);
    // A file where the folder should be: the page cannot be kept, so nothing of the work is.
    let blocked = tempfile::tempdir().unwrap();
    std::fs::write(blocked.path().join(FOLDER), b"").unwrap();
    let fault = Store::open(&Site::keyed(blocked.path(), key()), &mut Dice::Machine)
        .and_then(|mut store| store.append(work(), clock.read(), &mut Dice::Machine).map(|_| ()))
        .unwrap_err();
    assert!(matches!(fault, StoreFault::Folder(_)), "{fault}");
}
