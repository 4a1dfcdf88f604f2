//! The keyring on the disk: PINs, waits over restarts, headquarters' code, another device, damage.

use lucha::domain::agency::{Officer, Role};
use lucha::stdx::day::Day;
use lucha::stdx::files::machine;
use lucha::stdx::id::{Dice, Id};
use lucha::stdx::lockout::TRIES;
use lucha::stdx::secret::Key;
use lucha::store::keys::{FILE, KeyFault, Ring, SECRET, draft_code};
use lucha::wire::{WireFault, keyring};
use std::path::Path;
use tempfile::TempDir;

const WHO: &str = "19050001001";
const PIN: &str = "246810";
const COPY: &str = "keys.copy.cbor";
const SECRET_COPY: &str = "device.copy.secret";

fn officer() -> Officer {
    Officer {
        id: Id([3; 16]),
        name: "张伟".into(),
        credential: WHO.into(),
        role: Role::Officer,
        valid_from: Day::parse("2023-01-01").unwrap(),
        valid_until: Day::parse("2027-12-31").unwrap(),
        scope: lucha::domain::scope::Scope::default(),
    }
}

fn key() -> Key {
    Key::new([9; 32])
}

/// A keyring of one officer, and headquarters' code.
fn founded() -> (TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let mut ring =
        Ring::found(&machine(), folder.path(), folder.path(), &mut Dice::Machine).unwrap();
    ring.name_agency("样例市", true);
    ring.enrol(&officer());
    ring.set_pin(WHO, PIN, &key(), false, &mut Dice::Machine).unwrap();
    let code = ring.make_code(&key(), &mut Dice::Machine);
    ring.keep().unwrap();
    (folder, code)
}

fn open(folder: &Path, monotonic_ms: u64) -> Result<Ring, KeyFault> {
    let places = [folder.to_path_buf()];
    Ring::open(&machine(), folder, &places, monotonic_ms, &mut Dice::Machine).map(Option::unwrap)
}

#[test]
fn the_right_pin_opens_and_nothing_on_the_disk_tells_pin_or_key() {
    let (folder, code) = founded();
    let mut ring = open(folder.path(), 0).unwrap();
    assert_eq!(ring.agency(), ("样例市", true));
    assert_eq!(ring.officers(), [officer()]);
    assert_eq!(ring.unlock(WHO, PIN, 0).unwrap(), key());
    assert!(matches!(ring.unlock("1", PIN, 0), Err(KeyFault::Unknown { .. })));
    for secret in [PIN.as_bytes(), key().bytes().as_slice(), code.as_bytes(), &code.as_bytes()[..9]]
    {
        let found = super::encrypted::holding(folder.path(), secret);
        assert_eq!(found, Vec::<String>::new());
    }
}

#[test]
fn five_wrong_pins_wait_over_restarts_and_the_right_one_does_not_help_meanwhile() {
    let (folder, _) = founded();
    for left in [4, 3] {
        // The program is started anew for each try.
        let fault = open(folder.path(), 0).unwrap().unlock(WHO, "000000", 0).unwrap_err();
        assert!(matches!(fault, KeyFault::WrongPin { left: l } if l == left), "{fault}");
    }
    let mut ring = open(folder.path(), 0).unwrap();
    for _ in 2..TRIES {
        ring.unlock(WHO, "000000", 0).unwrap_err();
    }
    drop(ring);
    let minutes = 60_000;
    for (now, wait) in [(0, 15), (14 * minutes, 1)] {
        let mut ring = open(folder.path(), now).unwrap();
        let fault = ring.unlock(WHO, PIN, now).unwrap_err();
        assert!(matches!(fault, KeyFault::Wait { minutes } if minutes == wait), "{fault}");
    }
    // A restart of the machine begins to count where the wait stood.
    let mut ring = open(folder.path(), 0).unwrap();
    assert!(matches!(ring.unlock(WHO, PIN, 0), Err(KeyFault::Wait { minutes: 1 })));
    assert_eq!(ring.unlock(WHO, PIN, minutes).unwrap(), key());
    assert_eq!(ring.unlock(WHO, PIN, minutes).unwrap(), key(), "a right PIN ends the count");
}

#[test]
fn a_new_pin_wraps_the_same_key_and_the_old_one_opens_nothing() {
    let (folder, _) = founded();
    let mut ring = open(folder.path(), 0).unwrap();
    ring.set_pin(WHO, "975319", &key(), false, &mut Dice::Machine).unwrap();
    ring.keep().unwrap();
    let mut ring = open(folder.path(), 0).unwrap();
    assert!(ring.unlock(WHO, PIN, 0).is_err());
    assert_eq!(ring.unlock(WHO, "975319", 0).unwrap(), key());
}

#[test]
fn a_lost_pin_is_set_anew_by_headquarters_code_alone() {
    let (folder, code) = founded();
    let ring = open(folder.path(), 0).unwrap();
    assert_eq!(ring.open_with_code(&code).unwrap(), key());
    assert_eq!(ring.open_with_code(&code.to_lowercase().replace('-', " ")).unwrap(), key());
    let mut other = code.clone().into_bytes();
    other[0] = if other[0] == b'0' { b'1' } else { b'0' };
    for wrong in [String::from_utf8(other).unwrap(), String::new(), PIN.to_string()] {
        assert!(matches!(ring.open_with_code(&wrong), Err(KeyFault::WrongCode)), "{wrong}");
    }
    let mut ring = ring;
    let newer = ring.make_code(&key(), &mut Dice::Machine);
    assert!(ring.open_with_code(&code).is_err(), "the code before opens nothing more");
    assert!(ring.open_with_code(&newer).is_ok());
}

#[test]
fn a_stolen_folder_cannot_be_tried_out_without_the_device() {
    let (folder, code) = founded();
    for name in [SECRET, SECRET_COPY] {
        std::fs::remove_file(folder.path().join(name)).unwrap();
    }
    assert!(matches!(open(folder.path(), 0), Err(KeyFault::OtherDevice)));
    // Even with a secret of its own, the right PIN opens nothing.
    Ring::found(&machine(), folder.path(), folder.path(), &mut Dice::Machine).unwrap();
    assert!(matches!(open(folder.path(), 0), Err(KeyFault::OtherDevice)));
    let by_code =
        |code: &str| Ring::by_code_alone(&machine(), folder.path(), code, &mut Dice::Machine);
    let (mut ring, opened) = by_code(&code).unwrap();
    assert!(ring.unlock(WHO, PIN, 0).is_err());
    assert_eq!(opened, key(), "headquarters can");
    assert!(matches!(by_code("0000"), Err(KeyFault::WrongCode)));
}

#[test]
fn a_damaged_keyring_is_read_from_its_copy_and_named_when_both_are_gone() {
    let (folder, code) = founded();
    let whole = std::fs::read(folder.path().join(FILE)).unwrap();
    let flipped = |bytes: &[u8], at: usize| {
        let mut bytes = bytes.to_vec();
        bytes[at] ^= 0x20;
        bytes
    };
    for name in [FILE, COPY, SECRET, SECRET_COPY] {
        let path = folder.path().join(name);
        let whole = std::fs::read(&path).unwrap();
        for at in 0..whole.len() {
            std::fs::write(&path, flipped(&whole, at)).unwrap();
            let ring = open(folder.path(), 0).unwrap();
            assert_eq!(ring.officers(), [officer()], "{name}, byte {at}: the other is whole");
        }
        std::fs::write(&path, whole).unwrap();
    }
    // Both secrets, or the first keyring with them: the code opens what the PIN no longer can.
    let secret = std::fs::read(folder.path().join(SECRET)).unwrap();
    for (nth, file) in [FILE, COPY].into_iter().enumerate() {
        for at in 0..secret.len().max(whole.len()) {
            for name in [SECRET, SECRET_COPY] {
                let bytes = flipped(&secret, at % secret.len());
                std::fs::write(folder.path().join(name), bytes).unwrap();
            }
            let path = folder.path().join(file);
            std::fs::write(path, flipped(&whole, at % whole.len())).unwrap();
            assert!(open(folder.path(), 0).is_err());
            let by_code = Ring::by_code_alone(&machine(), folder.path(), &code, &mut Dice::Machine);
            assert_eq!(by_code.unwrap().1, key(), "byte {at} of file {nth}");
        }
        std::fs::write(folder.path().join(file), &whole).unwrap();
    }
    for name in [SECRET, SECRET_COPY] {
        std::fs::write(folder.path().join(name), &secret).unwrap();
    }
    assert_eq!(open(folder.path(), 0).unwrap().unlock(WHO, PIN, 0).unwrap(), key());
    for name in [FILE, COPY] {
        std::fs::write(folder.path().join(name), b"nonsense").unwrap();
    }
    assert!(matches!(open(folder.path(), 0), Err(KeyFault::Damaged)));
}

#[test]
fn a_keyring_that_the_disk_does_not_give_is_read_from_its_copy() {
    for name in [FILE, SECRET] {
        let (folder, _) = founded();
        // Reading a folder as a file is a fault, and not "nothing is there".
        std::fs::remove_file(folder.path().join(name)).unwrap();
        std::fs::create_dir(folder.path().join(name)).unwrap();
        assert_eq!(open(folder.path(), 0).unwrap().officers(), [officer()], "{name}");
    }
}

#[test]
fn guesses_at_the_same_time_are_counted_each() {
    let (folder, _) = founded();
    // Every program has read "no wrong try" before the first of them makes one.
    let rings: Vec<Ring> = (0..8).map(|_| open(folder.path(), 0).unwrap()).collect();
    let faults: Vec<KeyFault> = std::thread::scope(|scope| {
        let guess = |mut ring: Ring| scope.spawn(move || ring.unlock(WHO, "000000", 0));
        let running: Vec<_> = rings.into_iter().map(guess).collect();
        running.into_iter().map(|one| one.join().unwrap().unwrap_err()).collect()
    });
    let guessed = faults.iter().filter(|fault| matches!(fault, KeyFault::WrongPin { .. })).count();
    assert_eq!(guessed, 4, "the fifth begins the wait, and no other is made: {faults:?}");
    let fault = open(folder.path(), 0).unwrap().unlock(WHO, PIN, 0).unwrap_err();
    assert!(matches!(fault, KeyFault::Wait { minutes: 15 }), "{fault}");
}

#[test]
fn a_ring_that_was_open_for_hours_takes_back_neither_a_wait_nor_a_new_pin() {
    let (folder, _) = founded();
    let mut old = open(folder.path(), 0).unwrap();
    let mut other = open(folder.path(), 0).unwrap();
    {
        let _alone = other.lock().unwrap();
        other.set_pin(WHO, "975319", &key(), false, &mut Dice::Machine).unwrap();
        other.keep().unwrap();
    }
    assert!(matches!(old.unlock(WHO, PIN, 0), Err(KeyFault::WrongPin { left: 4 })));
    assert_eq!(old.unlock(WHO, "975319", 0).unwrap(), key());
    let mut guessing = open(folder.path(), 0).unwrap();
    for _ in 0..TRIES {
        guessing.unlock(WHO, "000000", 0).unwrap_err();
    }
    assert!(matches!(old.unlock(WHO, "975319", 0), Err(KeyFault::Wait { minutes: 15 })));
}

#[test]
fn a_secret_of_the_first_laptops_opens_and_gets_its_check_and_copy() {
    let (folder, _) = founded();
    let whole = std::fs::read(folder.path().join(SECRET)).unwrap();
    let bare = keyring::decode_secret(&whole).unwrap();
    std::fs::write(folder.path().join(SECRET), bare.bytes()).unwrap();
    std::fs::remove_file(folder.path().join(SECRET_COPY)).unwrap();
    assert_eq!(open(folder.path(), 0).unwrap().unlock(WHO, PIN, 0).unwrap(), key());
    for name in [SECRET, SECRET_COPY] {
        assert_eq!(std::fs::read(folder.path().join(name)).unwrap(), whole, "{name}");
    }
}

#[test]
fn a_keyring_without_a_suite_byte_opens_and_one_of_an_unknown_suite_is_refused() {
    let golden = std::fs::read("tests/golden/keyring/1.cbor").unwrap();
    let (kept, _) = keyring::decode_file(&golden).unwrap();
    let old = keyring::decode(&kept).unwrap();
    assert!(old.recovery.is_some() && old.holders.iter().any(|holder| holder.wrap.is_some()));
    let now = keyring::encode(&old);
    assert_eq!(keyring::decode(&now).unwrap(), old);
    // Key 5 with the suite is the last pair of the ring's own map.
    assert_eq!(now[now.len() - 2..], [5, 1]);
    let mut other = now.clone();
    *other.last_mut().unwrap() = 9;
    assert_eq!(keyring::decode(&other), Err(WireFault::Suite(9)));
}

#[test]
fn a_code_that_is_offered_comes_back_as_it_was_kept_and_a_ring_without_one_is_as_before() {
    let (folder, _) = founded();
    let mut ring = open(folder.path(), 0).unwrap();
    let drafted = draft_code(&key(), &mut Dice::Machine);
    let code = drafted.code.clone();
    ring.offer_code(drafted, 300);
    ring.keep().unwrap();
    let mut ring = open(folder.path(), 0).unwrap();
    assert_eq!((ring.offered_code(), ring.open_with_code(&code).unwrap()), (Some(300), key()));
    ring.settle_code(false);
    assert!(ring.offered_code().is_none() && ring.open_with_code(&code).is_err());
}
