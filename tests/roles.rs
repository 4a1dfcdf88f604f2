//! Officer, keeper, auditor: what each may ask, how a person is enrolled, and a lost PIN found again.

use crate::bureau::{EVENING, at, found, sample, to_found};
use lucha::app::amend_agency::amend;
use lucha::app::command::{Command, Reply};
use lucha::app::config::NewOfficer;
use lucha::app::desk::Desk;
use lucha::app::enrol_officer::{self, Enrolment};
use lucha::app::found_bureau::found_bureau;
use lucha::app::{opening, pin};
use lucha::domain::agency::Role;
use lucha::stdx::clock::Clock;

pub fn with_all_roles() -> (tempfile::TempDir, Desk) {
    let mut founding = sample();
    for (credential, role) in [("K-01", Role::Keeper), ("A-01", Role::Auditor)] {
        founding.officers.push(NewOfficer {
            name: credential.into(),
            credential: credential.into(),
            role,
            valid_from: founding.officers[0].valid_from,
            valid_until: founding.officers[0].valid_until,
            scope: lucha::domain::scope::Scope::default(),
            pin: "112233".into(),
        });
    }
    found(founding, EVENING)
}

pub fn sign_in(desk: &mut Desk, who: &str, pin: &str) -> Reply {
    desk.handle(Command::SignIn { credential: who.into(), pin: pin.to_string().into() })
}

fn refusal(reply: Reply) -> &'static str {
    if let Reply::Failed(trouble) = reply { trouble.key } else { "" }
}

#[test]
fn an_auditor_reads_and_writes_nothing_and_a_keeper_sees_no_case() {
    let (_folder, mut desk) = with_all_roles();
    assert!(matches!(sign_in(&mut desk, "A-01", "112233"), Reply::SignedIn { .. }));
    assert_eq!(refusal(desk.handle(Command::Search { text: String::new(), before: None })), "");
    assert_eq!(refusal(desk.handle(Command::NewDraft)), "trouble.need_officer");
    assert!(matches!(sign_in(&mut desk, "K-01", "112233"), Reply::SignedIn { .. }));
    assert_eq!(refusal(desk.handle(Command::LoadToday)), "trouble.need_reader");
    assert_eq!(refusal(desk.handle(Command::NewDraft)), "trouble.need_officer");
    let shift = |colleague: &str| Command::StartShift {
        colleague: colleague.into(),
        station: "莲下".into(),
        plan: "计划".into(),
    };
    assert!(matches!(sign_in(&mut desk, "19050001001", "246810"), Reply::SignedIn { .. }));
    assert_eq!(refusal(desk.handle(shift("K-01"))), "trouble.need_officer", "no enforcer");
    assert_eq!(refusal(desk.handle(shift("19051100023"))), "");
}

#[test]
fn a_keeper_enrols_and_the_first_pin_opens_nothing_but_the_choice_of_an_own_one() {
    let (_folder, mut desk) = with_all_roles();
    let new = Enrolment {
        name: "王强".into(),
        credential: "19050001010".into(),
        from: "2026-01-01".into(),
        until: "2027-12-31".into(),
        role: "officer".into(),
        scope: Some("普通货运、440515".into()),
    };
    let person = enrol_officer::read(&desk, &new).unwrap();
    assert!(matches!(sign_in(&mut desk, "19050001001", "246810"), Reply::SignedIn { .. }));
    let refused = enrol_officer::enrol(&mut desk, person.clone(), "445566").unwrap_err();
    assert_eq!(refused.key, "trouble.keeper_needed");
    assert!(matches!(sign_in(&mut desk, "K-01", "112233"), Reply::SignedIn { .. }));
    enrol_officer::enrol(&mut desk, person, "445566").unwrap();
    let first = sign_in(&mut desk, "19050001010", "445566");
    assert_eq!(refusal(first), "trouble.pin_must_change");
    pin::change(&mut desk, "19050001010", "445566", "998877").unwrap();
    assert!(matches!(sign_in(&mut desk, "19050001010", "998877"), Reply::SignedIn { .. }));
    let scope = |desk: &Desk| {
        let officers = desk.snapshot().officers;
        officers.iter().find(|one| one.credential == "19050001010").unwrap().scope.text()
    };
    assert_eq!(scope(&desk), "普通货运、440515");
    sign_in(&mut desk, "K-01", "112233");
    let renewed = Enrolment { scope: None, until: "2028-12-31".into(), ..new.clone() };
    let person = enrol_officer::read(&desk, &renewed).unwrap();
    enrol_officer::enrol(&mut desk, person, "").unwrap();
    assert_eq!(scope(&desk), "普通货运、440515", "a renewal leaves it");
    let other_role = Enrolment { role: "auditor".into(), ..new };
    assert_eq!(enrol_officer::read(&desk, &other_role).unwrap_err().key, "trouble.role_kept");
    assert!(desk.verify().unwrap().breaks.is_empty());
}

#[test]
fn the_keeper_alone_gives_no_second_pin_to_who_chose_his_own() {
    let (_folder, mut desk) = with_all_roles();
    let new = Enrolment {
        name: "王强".into(),
        credential: "19050001010".into(),
        from: "2026-01-01".into(),
        until: "2027-12-31".into(),
        role: "officer".into(),
        scope: None,
    };
    sign_in(&mut desk, "K-01", "112233");
    let person = enrol_officer::read(&desk, &new).unwrap();
    enrol_officer::enrol(&mut desk, person, "445566").unwrap();
    pin::change(&mut desk, "19050001010", "445566", "998877").unwrap();
    // The founders chose theirs at the founding.
    for who in ["19050001010", "19050001001", "A-01"] {
        sign_in(&mut desk, "K-01", "112233");
        let known = desk.snapshot().officers.into_iter().find(|one| one.credential == who).unwrap();
        enrol_officer::end(&mut desk, who).unwrap();
        let entries = desk.verify().unwrap().entries;
        let refused = enrol_officer::enrol(&mut desk, known.clone(), "112255").unwrap_err();
        assert_eq!(
            (refused.key, desk.verify().unwrap().entries),
            ("trouble.pin_is_there", entries)
        );
        enrol_officer::enrol(&mut desk, known, "").unwrap();
        assert_eq!(pin::give(&mut desk, who, "112255").unwrap_err().key, "trouble.pin_is_there");
        assert_eq!(refusal(sign_in(&mut desk, who, "112255")), "trouble.no_pin");
    }
}

#[test]
fn a_lost_pin_is_set_anew_by_the_code_that_was_shown_at_the_founding() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let mut desk = to_found(path, Clock::fixed(at(EVENING)));
    let code = found_bureau(&mut desk, sample()).unwrap();
    drop(desk);
    let wrong = opening::by_code(Some(path), "0000").err().unwrap();
    assert_eq!(wrong.key, "trouble.wrong_code");
    let mut desk = opening::by_code(Some(path), &code).unwrap();
    pin::recover(&mut desk, "19050001001", "998877").unwrap();
    drop(desk);
    let who = |pin: &str| opening::Place {
        dir: Some(path),
        who: Some(("19050001001".to_string(), pin.to_string())),
        ..opening::Place::default()
    };
    assert_eq!(opening::to_read(who("246810")).err().unwrap().key, "trouble.wrong_pin");
    assert!(opening::to_read(who("998877")).is_ok());
}

#[test]
fn a_journal_is_founded_once_and_a_founding_that_was_cut_off_begins_anew() {
    let (folder, mut desk) = found(sample(), EVENING);
    let again = found_bureau(&mut desk, sample()).unwrap_err();
    assert_eq!(again.key, "trouble.founded_already");
    drop(desk);
    // The keyring is the last thing written: without it nobody was told of a founding.
    for name in ["keys.cbor", "keys.copy.cbor"] {
        std::fs::remove_file(folder.path().join(name)).unwrap();
    }
    let mut desk = to_found(folder.path(), Clock::machine());
    found_bureau(&mut desk, sample()).unwrap();
    assert!(desk.verify().unwrap().breaks.is_empty());
    drop(desk);
    assert!(folder.path().join("unfounded-journal.db").exists(), "moved aside, never deleted");
    assert!(opening::to_write(Some(folder.path())).is_ok());
}

#[test]
fn the_keeper_names_the_agency_anew_and_what_cannot_be_changes_nothing() {
    let (_folder, mut desk) = with_all_roles();
    let before = desk.snapshot().agency;
    let file = |account: &str, prefix: &str| {
        format!(
            "[agency]\nname = \"{}\"\nreconsideration_organ = \"汕头市人民政府\"\ncourt = \"某法院\"\n\
             bank = \"某银行\"\nbank_address = \"某路2号\"\naccount = \"{account}\"\n\
             number_prefix = \"{prefix}\"\nregion = \"440500\"\nsample = {}\n",
            before.name, before.sample
        )
    };
    let prefix = before.number_prefix.clone();
    assert!(matches!(sign_in(&mut desk, "19050001001", "246810"), Reply::SignedIn { .. }));
    let refused = amend(&mut desk, &file("622", &prefix)).unwrap_err();
    assert_eq!(refused.key, "trouble.keeper_needed");
    assert!(matches!(sign_in(&mut desk, "K-01", "112233"), Reply::SignedIn { .. }));
    for (text, key) in [
        (file("622", "样他交罚"), "trouble.agency_prefix"),
        (file("622", "粤汕交罚"), "trouble.prefix_sign"),
        (file("622", &prefix).replace("440500", "4405"), "trouble.region_shape"),
        (file("622", &prefix).replace("某法院", ""), "trouble.agency_field"),
        (file("622", &prefix) + "colour = 1\n", "trouble.agency_field"),
    ] {
        assert_eq!(amend(&mut desk, &text).unwrap_err().key, key);
        assert_eq!(desk.snapshot().agency, before);
    }
    amend(&mut desk, &file("62220001", &prefix)).unwrap();
    assert_eq!(desk.snapshot().agency.account, "62220001");
    assert!(desk.verify().unwrap().breaks.is_empty());
}

#[test]
fn no_agency_changes_its_numbers_between_a_sample_and_a_real_bureau() {
    let mut sample = sample();
    let keeper = crate::device_secret::real().officers.pop().unwrap();
    sample.officers.push(keeper);
    for (mut founding, other) in [(sample, "粤汕交罚"), (crate::device_secret::real(), "样汕交罚")]
    {
        // Without a block the prefix is still free.
        founding.blocks.clear();
        let (_folder, mut desk) = found(founding, EVENING);
        assert!(matches!(sign_in(&mut desk, "K-01", "112233"), Reply::SignedIn { .. }));
        let before = desk.snapshot().agency;
        let mut agency = before.clone();
        agency.number_prefix = other.into();
        let reply = desk.handle(Command::NameAgency { agency: Box::new(agency.clone()) });
        let Reply::Failed(refused) = reply else { panic!("{other}: {reply:?}") };
        assert_eq!(refused.key, "trouble.prefix_sign", "{other}");
        assert_eq!(refused.field.as_deref(), Some("agency.number_prefix"), "{other}");
        assert_eq!(desk.snapshot().agency, before);
        agency.number_prefix = before.number_prefix.replace('汕', "澄");
        let reply = desk.handle(Command::NameAgency { agency: Box::new(agency) });
        assert!(matches!(reply, Reply::Kept { .. }), "{reply:?}");
    }
}

#[test]
fn a_shift_is_closed_in_the_name_of_who_closes_it() {
    let (folder, mut desk) = with_all_roles();
    sign_in(&mut desk, "19050001001", "246810");
    let colleague = "19051100023".to_string();
    let shift = Command::StartShift { colleague, station: "莲下".into(), plan: "计划".into() };
    assert_eq!(refusal(desk.handle(shift)), "");
    sign_in(&mut desk, "19051100023", "135790");
    assert_eq!(refusal(desk.handle(Command::CloseShift)), "");
    let officers = desk.snapshot().officers;
    let closer = officers.iter().find(|officer| officer.credential == "19051100023").unwrap();
    drop(desk);
    let store = crate::bureau::reader(folder.path());
    let last = store.head().number;
    for (number, kind) in [(last - 1, "shift_closed"), (last, "sheet_printed")] {
        let entry = store.row(number).unwrap().unwrap().read().unwrap();
        assert_eq!(lucha::wire::event::name(&entry.body), kind);
        assert_eq!(entry.envelope.officer, Some(closer.id), "{kind}");
    }
}

fn place<'a>(folder: &'a std::path::Path, who: &str, pin: &str) -> opening::Place<'a> {
    opening::Place {
        dir: Some(folder),
        who: Some((who.to_string(), pin.to_string())),
        ..opening::Place::default()
    }
}

const WHO: &str = "19050001001";

#[test]
fn guesses_by_commands_count_at_the_screen_that_stands_open() {
    let (folder, desk) = found(sample(), EVENING);
    drop(desk);
    let mut door = opening::door(Some(folder.path())).unwrap();
    for left in ["4", "3", "2", "1"] {
        let refused = opening::to_read(place(folder.path(), WHO, "000000")).err().unwrap();
        assert_eq!((refused.key, refused.a.to_string()), ("trouble.wrong_pin", left.to_string()));
    }
    let mut sign_in = |who: &str, pin: &str| {
        door.handle(Command::SignIn { credential: who.into(), pin: pin.to_string().into() })
    };
    // The screen's own ring was read before the guesses.
    assert_eq!(refusal(sign_in(WHO, "000000")), "trouble.pin_wait");
    assert_eq!(refusal(sign_in(WHO, "246810")), "trouble.pin_wait");
    // A colleague's right PIN keeps the ring, and with it the wait.
    let (colleague, _, pin) = lucha::app::sample::pins().remove(1);
    assert!(matches!(sign_in(&colleague, &pin), Reply::SignedIn { .. }));
    let refused = opening::to_read(place(folder.path(), WHO, "246810")).err().unwrap();
    assert_eq!(refused.key, "trouble.pin_wait");
}

#[test]
fn a_pin_whose_entry_failed_is_never_in_force() {
    let (folder, desk) = found(sample(), EVENING);
    drop(desk);
    // A desk beside the screen's writes no entry: its append fails as on a full disk.
    let mut desk = opening::to_read(place(folder.path(), WHO, "246810")).unwrap();
    pin::change(&mut desk, WHO, "246810", "998877").unwrap_err();
    // The next try of anybody keeps the ring.
    let (colleague, _, other) = lucha::app::sample::pins().remove(1);
    pin::prove_one(&mut desk, &colleague, &other).unwrap();
    pin::prove_one(&mut desk, WHO, "246810").unwrap();
    drop(desk);
    assert!(opening::to_read(place(folder.path(), WHO, "998877")).is_err());
    assert!(opening::to_read(place(folder.path(), WHO, "246810")).is_ok());
}

#[test]
fn the_code_opens_a_laptop_whose_secret_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let mut desk = to_found(path, Clock::fixed(at(EVENING)));
    let code = found_bureau(&mut desk, sample()).unwrap();
    drop(desk);
    for name in ["device.secret", "device.copy.secret"] {
        let mut bytes = std::fs::read(path.join(name)).unwrap();
        bytes[20] ^= 1;
        std::fs::write(path.join(name), bytes).unwrap();
    }
    let shut = opening::to_read(place(path, WHO, "246810")).err().unwrap();
    assert_eq!(shut.key, "trouble.keyring_other_device");
    assert_eq!(opening::by_code(Some(path), "0000").err().unwrap().key, "trouble.wrong_code");
    let mut desk = opening::by_code(Some(path), &code).unwrap();
    pin::recover(&mut desk, WHO, "998877").unwrap();
    drop(desk);
    assert!(opening::to_read(place(path, WHO, "998877")).is_ok());
    let (colleague, _, pin) = lucha::app::sample::pins().remove(1);
    let refused = opening::to_read(place(path, &colleague, &pin)).err().unwrap();
    assert_eq!(refused.key, "trouble.no_pin", "bound to the secret that is gone");
    assert!(opening::by_code(Some(path), &code).is_ok(), "the code stays");
}
