//! The secret of the device: outside the folder of every real bureau, so that a copy of that folder opens nowhere else.

use crate::bureau::{EVENING, at, sample};
use crate::epochs::copy;
use crate::program::Ground;
use lucha::app::command::{Command, Reply};
use lucha::app::config::{Founding, NewOfficer};
use lucha::app::device_secret::place_for;
use lucha::app::doctor::{self, Machine};
use lucha::app::found_bureau::found_bureau;
use lucha::app::opening::{self, Place};
use lucha::app::{backup, pin};
use lucha::domain::agency::Role;
use lucha::stdx::clock::Clock;
use lucha::stdx::files::machine;
use lucha::stdx::id::Dice;
use lucha::store::keys::SECRET;
use lucha::wire::event::name;
use std::fs;
use std::path::{Path, PathBuf};

const ZHANG: (&str, &str) = ("19050001001", "246810");
const KEEPER: (&str, &str) = ("K-01", "112233");

/// As the sample bureau, and a real one.
pub fn real() -> Founding {
    let mut founding = sample();
    founding.agency.sample = false;
    founding.agency.number_prefix = "粤汕交罚".into();
    founding.blocks.iter_mut().for_each(|block| block.prefix = "粤汕交罚".into());
    let first = &founding.officers[0];
    let keeper = NewOfficer {
        name: "管理员".into(),
        credential: KEEPER.0.into(),
        role: Role::Keeper,
        pin: KEEPER.1.into(),
        ..first.clone()
    };
    founding.officers.push(keeper);
    founding
}

fn place<'a>(folder: &'a Path, secrets: &Path, who: (&str, &str)) -> Place<'a> {
    let who = Some((who.0.to_string(), who.1.to_string()));
    Place { who, secrets: Some(secrets.to_path_buf()), ..Place::from(Some(folder)) }
}

/// Every file of a device secret below `folder`.
fn secrets_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = crate::evidence::files(folder);
    found.retain(|path| path.extension().is_some_and(|end| end == "secret"));
    found
}

#[test]
fn a_copy_of_a_folder_that_was_chosen_at_the_founding_opens_nowhere_by_the_right_pin() {
    let ground = Ground::empty();
    let text = fs::read_to_string("assets/sample/bureau.toml").unwrap();
    let text = text.replace("sample = true", "sample = false").replace("样汕交罚", "粤汕交罚");
    let keeper = "[[officer]]\nname = \"管理员\"\ncredential = \"K-01\"\nrole = \"keeper\"\n\
                  valid_from = \"2023-01-01\"\nvalid_until = \"2199-12-31\"\npin = \"112233\"\n";
    let text = format!("{text}\n{keeper}");
    fs::write(ground.at("founding.toml"), text).unwrap();
    fs::write(ground.at("pins"), format!("{} {}\n", ZHANG.0, ZHANG.1)).unwrap();
    let (from, pins) = (ground.at("founding.toml"), ground.at("pins"));
    let founded = ground.on_bureau(&["found", "--from", from.to_str().unwrap()]);
    assert_eq!((founded.code, founded.err.as_str()), (0, ""), "{}", founded.out);
    assert_eq!(secrets_below(&ground.bureau()), Vec::<PathBuf>::new());
    let secrets = secrets_below(&ground.at("home"));
    assert_eq!(secrets.len(), 2, "{secrets:?}");
    let list = ["list", "--pin-file", pins.to_str().unwrap()];
    let at_home = ground.on_bureau(&list);
    assert_eq!((at_home.code, at_home.err.as_str()), (0, ""), "{}", at_home.out);
    // The folder alone, at another user's, who knows the PIN.
    let thief = ground.at("thief");
    copy(&ground.bureau(), &thief.join("bureau"));
    let copy = thief.join("bureau");
    let args = [&list[..], &["--dir", copy.to_str().unwrap()]].concat();
    let with_home = |home: &str| {
        let output = ground.command(&args).env("HOME", ground.at(home)).output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, said) = with_home("tmp");
    assert!(code == Some(1) && said.contains("不属于本机"), "{said}");
    // With the secret that lies in the home it opens: what kept it shut was nothing else.
    let below = |path: &Path| path.strip_prefix(ground.at("home")).unwrap().to_path_buf();
    for path in &secrets {
        let to = thief.join("home").join(below(path));
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(path, to).unwrap();
    }
    assert_eq!(with_home("thief/home"), (Some(0), String::new()));
}

#[test]
fn two_bureaus_of_one_laptop_keep_their_secrets_apart_and_a_moved_folder_opens() {
    let root = tempfile::tempdir().unwrap();
    let (secrets, folder) = (root.path().join("secrets"), |name: &str| root.path().join(name));
    for name in ["one", "two"] {
        let to = place_for(&folder(name), false, Some(&secrets), &mut Dice::Machine).unwrap();
        assert!(to.starts_with(&secrets));
        let mut desk = opening::to_found_at(&folder(name), &to, Clock::fixed(at(EVENING))).unwrap();
        found_bureau(&mut desk, real()).unwrap();
    }
    assert_eq!(secrets_below(&secrets).len(), 4, "two files each");
    fs::rename(folder("one"), folder("moved")).unwrap();
    for name in ["moved", "two"] {
        assert!(opening::to_write(place(&folder(name), &secrets, ZHANG)).is_ok(), "{name}");
        assert_eq!(secrets_below(&folder(name)), Vec::<PathBuf>::new());
    }
}

#[test]
fn the_place_is_never_inside_a_real_bureau() {
    let mut dice = Dice::Counted(1);
    let mut key = |folder: &str, secrets: Option<&str>| {
        place_for(Path::new(folder), false, secrets.map(Path::new), &mut dice).map_err(|no| no.key)
    };
    assert_eq!(key("/b", None), Err("trouble.secret_nowhere"));
    for (folder, secrets) in [("/b", "/b"), ("/b", "/b/config"), ("/home/o/", "/home/o/.config")] {
        assert_eq!(key(folder, Some(secrets)), Err("trouble.secret_inside"), "{folder} {secrets}");
    }
    let two = [key("/b", Some("/s")).unwrap(), key("/b", Some("/s")).unwrap()];
    assert!(two[0] != two[1] && two.iter().all(|to| to.starts_with("/s")), "{two:?}");
    let inside = place_for(Path::new("/b"), true, Some(Path::new("/s")), &mut dice);
    assert_eq!(
        inside.ok(),
        Some(PathBuf::from("/b")),
        "a sample leaves nothing outside its folder"
    );
}

#[test]
fn a_restore_onto_a_new_laptop_lays_its_secret_outside_too() {
    let root = tempfile::tempdir().unwrap();
    let (old, new) = (root.path().join("old"), root.path().join("new"));
    let (first, second) = (root.path().join("first"), root.path().join("second"));
    let to = place_for(&old, false, Some(&first), &mut Dice::Machine).unwrap();
    let clock = Clock::fixed(at(EVENING));
    let mut desk = opening::to_found_at(&old, &to, clock).unwrap();
    let code = found_bureau(&mut desk, real()).unwrap();
    drop(desk);
    let card = tempfile::tempdir().unwrap();
    let made = backup::backup(place(&old, &first, ZHANG), card.path(), at(EVENING)).unwrap();
    assert_eq!(secrets_below(card.path()), Vec::<PathBuf>::new(), "nor onto the card");
    let ways = (made.folder.as_path(), new.as_path());
    let restored =
        backup::restore_on(&machine(), ways, Some(&second), &code, clock, Dice::Machine).unwrap();
    assert_eq!(restored.entries, made.entries);
    drop(restored);
    assert_eq!(secrets_below(&new), Vec::<PathBuf>::new());
    let by_code = Place { who: None, ..place(&new, &second, ZHANG) };
    let mut desk = opening::by_code(by_code, &code).unwrap();
    pin::recover(&mut desk, ZHANG.0, "998877").unwrap();
    drop(desk);
    let now = (ZHANG.0, "998877");
    assert!(opening::to_read(place(&new, &second, now)).is_ok());
    let shut = opening::to_read(place(&new, &first, now)).err().unwrap();
    assert_eq!(shut.key, "trouble.keyring_other_device");
    // Where the secret is gone, the code makes one, and not inside either.
    fs::remove_dir_all(&second).unwrap();
    let by_code = Place { who: None, ..place(&new, &second, ZHANG) };
    drop(opening::by_code(by_code, &code).unwrap());
    assert_eq!((secrets_below(&new).len(), secrets_below(&second).len()), (0, 2));
}

/// What the doctor says of the secret: whether it is well, and its state.
fn doctor(place: Place<'_>) -> (bool, String) {
    let found = doctor::look(place, &Machine::of(None)).unwrap();
    let secret = found.into_iter().find(|finding| finding.part == "secret").unwrap();
    (secret.is_well, secret.note.key().to_string())
}

#[test]
fn the_keeper_moves_out_the_secret_that_an_earlier_program_laid_inside() {
    let root = tempfile::tempdir().unwrap();
    let (folder, secrets) = (root.path().join("bureau"), root.path().join("secrets"));
    let mut desk = opening::to_found_at(&folder, &folder, Clock::machine()).unwrap();
    found_bureau(&mut desk, real()).unwrap();
    drop(desk);
    assert_eq!(secrets_below(&folder).len(), 2);
    let said = doctor(place(&folder, &secrets, ZHANG));
    assert_eq!(said, (false, "doctor.secret_inside".to_string()));
    let entries = || {
        let desk = opening::to_read(place(&folder, &secrets, ZHANG)).unwrap();
        desk.verify().unwrap().entries
    };
    let sign_in = |(credential, pin): (&str, &str)| {
        let mut door = opening::door(place(&folder, &secrets, ZHANG)).unwrap();
        let (credential, pin) = (credential.to_string(), pin.to_string().into());
        let reply = door.handle(Command::SignIn { credential, pin });
        assert!(matches!(reply, Reply::SignedIn { .. }), "{reply:?}");
    };
    let before = entries();
    sign_in(ZHANG);
    assert_eq!((secrets_below(&folder).len(), entries()), (2, before), "he is no keeper");
    sign_in(KEEPER);
    assert_eq!((secrets_below(&folder).len(), entries()), (0, before + 1));
    let store = {
        let site = opening::site(place(&folder, &secrets, ZHANG)).unwrap();
        lucha::store::Store::open_to_read(&site, &mut Dice::Machine).unwrap()
    };
    let last = store.last_entry().unwrap().unwrap();
    assert_eq!(name(&last.body), "device_secret_moved");
    let people = opening::to_read(place(&folder, &secrets, ZHANG)).unwrap().snapshot().officers;
    let keeper = people.iter().find(|person| person.credential == KEEPER.0).unwrap();
    assert_eq!(last.envelope.officer, Some(keeper.id), "it is his");
    sign_in(KEEPER);
    assert_eq!(entries(), before + 1, "there is nothing more to move");
    let said = doctor(place(&folder, &secrets, ZHANG));
    assert_eq!(said, (true, "doctor.secret_outside".to_string()));
    let elsewhere = root.path().join("none");
    let shut = opening::to_read(place(&folder, &elsewhere, ZHANG)).err().unwrap();
    assert_eq!(shut.key, "trouble.keyring_other_device");
}

#[test]
fn a_move_that_was_cut_off_goes_on_at_the_next_sign_in() {
    let root = tempfile::tempdir().unwrap();
    let (folder, secrets) = (root.path().join("bureau"), root.path().join("secrets"));
    let mut desk = opening::to_found_at(&folder, &folder, Clock::machine()).unwrap();
    found_bureau(&mut desk, real()).unwrap();
    drop(desk);
    // It lies in both places when the power goes.
    let half = secrets.join("secrets").join("half");
    fs::create_dir_all(&half).unwrap();
    fs::copy(folder.join(SECRET), half.join(SECRET)).unwrap();
    let said = doctor(place(&folder, &secrets, KEEPER));
    assert_eq!(said, (false, "doctor.secret_inside".to_string()));
    let mut door = opening::door(place(&folder, &secrets, KEEPER)).unwrap();
    let (credential, pin) = (KEEPER.0.to_string(), KEEPER.1.to_string().into());
    let reply = door.handle(Command::SignIn { credential, pin });
    assert!(matches!(reply, Reply::SignedIn { .. }), "{reply:?}");
    drop(door);
    assert_eq!(secrets_below(&folder), Vec::<PathBuf>::new());
    assert_eq!(secrets_below(&secrets).len(), 2, "its copy was made");
    assert!(opening::to_read(place(&folder, &secrets, ZHANG)).is_ok());
}
