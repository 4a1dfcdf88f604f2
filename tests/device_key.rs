//! The device's key lies in two files: a turned byte in one of them, or one that is gone, stops no work and is mended; where
//! both are bad the journal is read, and nothing is written.

use crate::bureau::{EVENING, at, check, found, reader, sample, sit_down};
use crate::mirror::mirrored;
use crate::scenarios;
use lucha::app::{backup, opening};
use lucha::stdx::clock::Clock;
use lucha::stdx::id::Dice;
use lucha::store::Store;
use std::path::Path;

const FILE: &str = "device.key";
const COPY: &str = "device.key.copy";

fn read(folder: &Path, name: &str) -> Vec<u8> {
    std::fs::read(folder.join(name)).unwrap()
}

fn bend(folder: &Path, name: &str, at: usize) {
    let mut bytes = read(folder, name);
    bytes[at] ^= 0x10;
    std::fs::write(folder.join(name), bytes).unwrap();
}

#[test]
fn a_turned_byte_in_one_of_the_two_files_of_the_key_stops_no_work_and_is_mended() {
    let (folder, desk) = found(sample(), EVENING);
    drop(desk);
    let (folder, site) = (folder.path(), opening::site(Some(folder.path())).unwrap());
    let whole = read(folder, FILE);
    let is_mended = || [FILE, COPY].iter().all(|name| read(folder, name) == whole);
    assert!(is_mended() && whole.len() > 60);
    let open = || Store::open(&site, &mut Dice::Machine).map(drop);
    for name in [FILE, COPY] {
        for at in 0..whole.len() {
            bend(folder, name, at);
            open().unwrap_or_else(|fault| panic!("{name}, byte {at}: {fault}"));
            assert!(is_mended(), "{name}, byte {at}");
        }
        std::fs::write(folder.join(name), b"").unwrap();
        open().unwrap();
        assert!(is_mended(), "{name} was empty");
        // So an earlier program leaves the copy.
        std::fs::remove_file(folder.join(name)).unwrap();
        open().unwrap();
        assert!(is_mended(), "{name} was gone");
    }
    bend(folder, FILE, 70);
    let mut desk = sit_down(folder, EVENING);
    let (code, _, said) = check(&mut desk, vec![scenarios::stop("S01")]);
    assert_eq!(code, 0, "{said}");
    assert_eq!(desk.verify().unwrap().breaks, []);
}

#[test]
fn where_both_files_are_bad_nothing_is_written_and_all_is_read() {
    let (folder, desk) = found(sample(), EVENING);
    drop(desk);
    let folder = folder.path();
    let bent = [FILE, COPY].map(|name| {
        bend(folder, name, 70);
        read(folder, name)
    });
    let said = opening::to_write(Some(folder)).err().unwrap();
    assert_eq!(said.key, "trouble.device_key");
    assert_eq!([FILE, COPY].map(|name| read(folder, name)), bent, "both stay as they are");
    assert_eq!(reader(folder).verify().unwrap().breaks, []);
}

#[test]
fn the_key_of_a_new_epoch_lies_twice_too() {
    let (bureau, desk) = mirrored();
    drop(desk);
    let before = read(bureau.folder.path(), FILE);
    let new = tempfile::tempdir().unwrap();
    let (card, clock) = (bureau.card.path(), Clock::fixed(at(EVENING)));
    let restored = backup::restore(card, new.path(), &bureau.code, clock).unwrap();
    drop(restored);
    let key = read(new.path(), FILE);
    assert_eq!(key, read(new.path(), COPY));
    assert_ne!(key, before, "the epoch has a key of its own");
    bend(new.path(), FILE, 70);
    let mut desk = sit_down(new.path(), EVENING);
    let (code, _, said) = check(&mut desk, vec![scenarios::stop("S09")]);
    assert_eq!(code, 0, "{said}");
    assert_eq!(desk.verify().unwrap().breaks, []);
    assert_eq!(read(new.path(), FILE), key);
}
