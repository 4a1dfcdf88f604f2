//! What a thief can try PINs on at home: of all files the keyring alone, and that not without the secret of the device.

use crate::bureau::{EVENING, at};
use crate::device_secret::real;
use crate::encrypted::{holding, real_bureau, words_of, work};
use crate::epochs::copy;
use crate::evidence::files;
use crate::scenarios;
use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use lucha::app::desk::Desk;
use lucha::app::found_bureau::found_bureau;
use lucha::app::opening::{self, Place};
use lucha::app::pin;
use lucha::stdx::clock::Clock;
use lucha::stdx::digest::Digest;
use lucha::stdx::files::machine;
use lucha::stdx::id::Dice;
use lucha::store::Store;
use lucha::store::keys::{FILE, Ring, SECRET};
use lucha::store::site::Site;
use lucha::wire::keyring::{Holder, Keyring, decode, decode_file, decode_secret};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const ZHANG: &str = "19050001001";
const PIN: &str = "246810";
const SECRET_COPY: &str = "device.copy.secret";
/// Cost of a guess in KiB and passes: what is between a thief of the whole laptop and the PIN.
const COST: (u32, u32) = (64 * 1024, 3);

/// A real bureau behind a day's work, its mirror on a card and the secret of the device beside both; nobody has it open.
fn worked() -> TempDir {
    let (root, mut desk) = real_bureau();
    let card = root.path().join("card");
    std::fs::create_dir(&card).unwrap();
    desk.choose_mirror(Some(&card)).unwrap();
    let stops = [scenarios::stop("S01")];
    work(root.path(), &mut desk, &stops, &words_of(&stops));
    drop(desk.end_mirror());
    root
}

fn place<'a>(folder: &'a Path, secrets: &Path, pin: &str) -> Place<'a> {
    let who = Some((ZHANG.to_string(), pin.to_string()));
    Place { who, secrets: Some(secrets.to_path_buf()), ..Place::from(Some(folder)) }
}

/// Every keyring in `folder` with its tag, by the file that it lies in.
fn rings(folder: &Path) -> BTreeMap<PathBuf, (Keyring, [u8; 32])> {
    let read = |path: PathBuf| {
        let (kept, tag) = decode_file(&std::fs::read(&path).ok()?).ok()?;
        Some((path, (decode(&kept).ok()?, tag)))
    };
    files(folder).into_iter().filter_map(read).collect()
}

/// The journal's key, when PIN and `secret` give it: a thief's own program, which knows how ours wraps and counts no tries.
fn opened(holder: &Holder, pin: &str, secret: &[u8]) -> Option<[u8; 32]> {
    let wrap = holder.wrap.as_ref()?;
    let params = Params::new(wrap.memory_kib, wrap.passes, 1, Some(32)).unwrap();
    let (kind, version) = (Algorithm::Argon2id, Version::V0x13);
    let argon = if secret.is_empty() {
        Argon2::new(kind, version, params)
    } else {
        Argon2::new_with_secret(secret, kind, version, params).unwrap()
    };
    let mut lock = [0; 32];
    argon.hash_password_into(pin.as_bytes(), &wrap.salt, &mut lock).unwrap();
    let payload = Payload { msg: &wrap.sealed, aad: &holder.officer.id.0 };
    let cipher = XChaCha20Poly1305::new((&lock).into());
    cipher.decrypt(&XNonce::from(wrap.nonce), payload).ok()?.try_into().ok()
}

fn bytes_below(root: &Path, folders: &[&str]) -> BTreeMap<PathBuf, Vec<u8>> {
    let paths = folders.iter().flat_map(|folder| files(&root.join(folder)));
    paths.map(|path| (path.clone(), std::fs::read(path).unwrap())).collect()
}

#[test]
fn the_right_pin_opens_neither_folder_nor_card_without_the_secret_and_every_guess_costs() {
    let root = worked();
    let home = root.path().join("bureau");
    let secret_file = files(&root.path().join("secrets")).into_iter().find(|p| p.ends_with(SECRET));
    let secret = decode_secret(&std::fs::read(secret_file.unwrap()).unwrap()).unwrap();
    let site = opening::site(place(&home, &root.path().join("secrets"), PIN)).unwrap();
    let key = site.key.unwrap();
    let mut tried = 0;
    for folder in ["bureau", "card"] {
        let rings = rings(&root.path().join(folder));
        let names: Vec<_> = rings.keys().filter_map(|path| path.file_name()?.to_str()).collect();
        assert!(names.contains(&FILE), "{folder}: {names:?}");
        for (path, (ring, tag)) in rings {
            let holder = ring.holders.iter().find(|holder| holder.officer.credential == ZHANG);
            let holder = holder.unwrap();
            let wrap = holder.wrap.as_ref().unwrap();
            assert!((wrap.memory_kib, wrap.passes) >= COST, "{}", path.display());
            let right = opened(holder, PIN, secret.bytes());
            assert_eq!(right, Some(*key.bytes()), "{}: with both it opens", path.display());
            assert_eq!(opened(holder, "246811", secret.bytes()), None);
            // No secret, and what lies there and is as long as one.
            let whole = Digest::of(&std::fs::read(&path).unwrap());
            let guesses: [&[u8]; 5] = [&[], &[0; 32], &tag, &whole.0, &wrap.sealed[..32]];
            for guess in guesses {
                assert_eq!(opened(holder, PIN, guess), None, "{}", path.display());
                tried += 1;
            }
        }
    }
    assert!(tried >= 15, "two rings of the folder and one of the card: {tried}");
    // Nothing that lies there is the secret, or a part of it.
    for folder in ["bureau", "card"] {
        for part in secret.bytes().chunks(8) {
            assert_eq!(holding(&root.path().join(folder), part), [""; 0]);
        }
    }
}

#[test]
fn the_program_on_a_copy_of_the_folder_says_the_same_to_a_right_and_to_a_wrong_pin() {
    let root = worked();
    let thief = tempfile::tempdir().unwrap();
    let (folder, secrets) = (thief.path().join("bureau"), thief.path().join("secrets"));
    copy(&root.path().join("bureau"), &folder);
    let says = |pin: &str| opening::to_read(place(&folder, &secrets, pin)).err().unwrap().key;
    assert_eq!((says(PIN), says("246811")), (says("135790"), "trouble.keyring_other_device"));
    // Also where he lays a secret of his own beside it.
    let own = Ring::found(&machine(), thief.path(), &secrets, &mut Dice::Machine).unwrap();
    drop(own);
    assert_eq!((says(PIN), says("246811")), (says("135790"), "trouble.keyring_other_device"));
    let names: BTreeSet<String> = files(&root.path().join("bureau"))
        .iter()
        .filter_map(|path| Some(path.file_name()?.to_str()?.to_string()))
        .collect();
    assert!(!names.contains(SECRET) && !names.contains(SECRET_COPY), "{names:?}");
}

#[test]
fn a_new_pin_changes_the_keyrings_and_no_other_file() {
    let root = worked();
    let home = root.path().join("bureau");
    let secrets = root.path().join("secrets");
    let secret_file = files(&secrets).into_iter().find(|path| path.ends_with(SECRET)).unwrap();
    let all = ["bureau", "card", "secrets"];
    let before = bytes_below(root.path(), &all);
    assert!(before.len() > 10, "journal, keys, pages, frames: {:?}", before.keys());
    let places = [secret_file.parent().unwrap().to_path_buf()];
    let dice = &mut Dice::Machine;
    let mut ring = Ring::open(&machine(), &home, &places, 0, dice).unwrap().unwrap();
    let key = ring.unlock(ZHANG, PIN, 0).unwrap();
    ring.set_pin(ZHANG, "864202", &key, false, dice).unwrap();
    ring.keep().unwrap();
    drop(ring);
    let after = bytes_below(root.path(), &all);
    let changed = after.iter().filter(|(path, bytes)| before.get(*path) != Some(*bytes));
    let changed: BTreeSet<&PathBuf> = changed.map(|(path, _)| path).collect();
    let found = rings(&home);
    assert_eq!(changed, found.keys().collect::<BTreeSet<_>>(), "the keyring and its copy");
    assert_eq!(before.len(), after.len());
    // So the rest hangs on the key alone, which is the same one.
    let again = opening::site(place(&home, &secrets, "864202")).unwrap().key.unwrap();
    assert_eq!(again.bytes(), key.bytes());
    assert!(opening::site(place(&home, &secrets, PIN)).is_err());
    let desk = opening::to_read(place(&home, &secrets, "864202")).unwrap();
    assert_eq!(desk.verify().unwrap().breaks, []);
}

/// Digests of all entries of a journal whose first officer began with one PIN and chose another; the dice fall alike.
fn entries_of(first: &str, second: &str) -> Vec<Digest> {
    let folder = tempfile::tempdir().unwrap();
    let site = Site::plain(folder.path());
    let store = Store::open(&site, &mut Dice::Counted(1)).unwrap();
    let mut desk = Desk::new(store, Clock::fixed(at(EVENING)), Dice::Counted(1 << 20)).unwrap();
    let mut founding = real();
    founding.officers[0].pin = first.to_string();
    found_bureau(&mut desk, founding).unwrap();
    pin::change(&mut desk, ZHANG, first, second).unwrap();
    drop(desk);
    for typed in [first, second] {
        let digest = Digest::of(typed.as_bytes());
        for shape in [typed.as_bytes(), &digest.0, digest.hex().as_bytes()] {
            assert_eq!(holding(folder.path(), shape), [""; 0], "{typed}");
        }
    }
    let store = Store::open_to_read(&site, &mut Dice::Counted(2)).unwrap();
    let mut digests = Vec::new();
    store
        .each_kept(1, |row| {
            digests.push(row.digest);
            Ok(())
        })
        .unwrap();
    digests
}

#[test]
fn the_journal_is_the_same_whatever_the_pins_are() {
    let one = entries_of("246810", "864202");
    assert!(one.len() > 5, "{}", one.len());
    assert_eq!(one, entries_of("975319", "112358"));
}
