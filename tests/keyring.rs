//! The keyring on the disk: PINs, waits over restarts, headquarters' code, another device, damage.

use lucha::domain::agency::{Officer, Role};
use lucha::stdx::day::Day;
use lucha::stdx::files::machine;
use lucha::stdx::id::{Dice, Id};
use lucha::stdx::lockout::TRIES;
use lucha::stdx::secret::Key;
use lucha::store::keys::{FILE, KeyFault, Ring, SECRET};
use std::path::Path;
use tempfile::TempDir;

const WHO: &str = "19050001001";
const PIN: &str = "246810";

fn officer() -> Officer {
    Officer {
        id: Id([3; 16]),
        name: "张伟".into(),
        credential: WHO.into(),
        role: Role::Officer,
        valid_from: Day::parse("2023-01-01").unwrap(),
        valid_until: Day::parse("2027-12-31").unwrap(),
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
    Ring::open(&machine(), folder, &[folder], monotonic_ms, &mut Dice::Machine).map(Option::unwrap)
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
    std::fs::remove_file(folder.path().join(SECRET)).unwrap();
    assert!(matches!(open(folder.path(), 0), Err(KeyFault::OtherDevice)));
    // Even with a secret of its own, the right PIN opens nothing.
    Ring::found(&machine(), folder.path(), folder.path(), &mut Dice::Machine).unwrap();
    assert!(matches!(open(folder.path(), 0), Err(KeyFault::OtherDevice)));
    let mut ring = Ring::of_another_device(&machine(), folder.path(), &mut Dice::Machine).unwrap();
    assert!(ring.unlock(WHO, PIN, 0).is_err());
    assert_eq!(ring.open_with_code(&code).unwrap(), key(), "headquarters can");
}

#[test]
fn a_damaged_keyring_is_read_from_its_copy_and_named_when_both_are_gone() {
    let (folder, _) = founded();
    let whole = std::fs::read(folder.path().join(FILE)).unwrap();
    for at in (0..whole.len()).step_by(7) {
        let mut flipped = whole.clone();
        flipped[at] ^= 0x20;
        std::fs::write(folder.path().join(FILE), &flipped).unwrap();
        assert!(open(folder.path(), 0).is_ok(), "byte {at}: the copy is whole");
    }
    assert_eq!(open(folder.path(), 0).unwrap().unlock(WHO, PIN, 0).unwrap(), key());
    for name in [FILE, "keys.copy.cbor"] {
        std::fs::write(folder.path().join(name), b"nonsense").unwrap();
    }
    assert!(matches!(open(folder.path(), 0), Err(KeyFault::Damaged)));
}
