//! A restored, copied or revoked laptop goes on under a new epoch: nothing is lost, nothing is issued twice.

use crate::bureau::{EVENING, at, check, reader, sample, sit_down, to_found};
use crate::headquarters::{code, founded, served, url, url_of};
use crate::killed_headquarters::{kill, serve};
use crate::pty::Program;
use crate::scenarios;
use lucha::app::desk::Desk;
use lucha::app::found_bureau::found_bureau;
use lucha::app::{backup, opening};
use lucha::domain::bureau::BureauEvent;
use lucha::domain::epoch::EpochReason;
use lucha::hq::place::Place;
use lucha::hq::serve::Running;
use lucha::hq::{checkpoint, verify};
use lucha::stdx::clock::Clock;
use lucha::stdx::id::Dice;
use lucha::store::Store;
use lucha::store::epoch::Left;
use lucha::store::site::Site;
use lucha::sync::session::End;
use lucha::wire::event::Body;
use lucha::wire::message::hello::{JournalName, Standing};
use lucha::wire::signer::{Identity, Signer as _};
use lucha::wire::suite::Suite;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::TempDir;

struct Scene {
    hq: TempDir,
    running: Running,
    laptop: TempDir,
    recovery: String,
}

fn clock() -> Clock {
    Clock::fixed(at(EVENING))
}

/// A headquarters and an enrolled laptop that has sent the first stop.
fn scene(suite: Suite) -> (Scene, Desk) {
    let hq = founded(suite);
    let running = served(hq.path(), "127.0.0.1:0");
    let laptop = tempfile::tempdir().unwrap();
    let mut desk = to_found(laptop.path(), clock());
    let mut founding = sample();
    founding.suite = suite;
    let recovery = found_bureau(&mut desk, founding).unwrap();
    desk.enrol_laptop(&url(&running), &code(hq.path())).unwrap();
    stop(&mut desk, "S01");
    assert!(sync(&mut desk).is_all_there());
    (Scene { hq, running, laptop, recovery }, desk)
}

fn stop(desk: &mut Desk, name: &str) {
    let (done, answers, said) = check(desk, vec![scenarios::stop(name)]);
    assert_eq!(done, 0, "{said} {answers:?}");
}

fn sync(desk: &mut Desk) -> lucha::app::synchronise::Carried {
    desk.synchronise(true, |_, _| true).unwrap()
}

pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &to);
        } else {
            std::fs::copy(&path, &to).unwrap();
        }
    }
}

/// Document numbers that a laptop has used.
fn used(store: &Store) -> BTreeSet<u32> {
    store.used_serials(&sample().agency.number_prefix, 2026).unwrap().into_iter().collect()
}

fn standing(hq: &Path, name: JournalName) -> Standing {
    let row = Place::open(hq).unwrap().ledger().unwrap().journal(name).unwrap();
    row.unwrap().standing
}

/// Headquarters reads all journals again, and its checkpoints over them.
fn look_again(hq: &Path) {
    let place = Place::open(hq).unwrap();
    let mut ledger = place.ledger().unwrap();
    let seat = place.seat(lucha::hq::admit::Capacity::default()).unwrap();
    let now = at(EVENING).ms();
    let mut marker = checkpoint::Marker::default();
    checkpoint::make(&mut marker, &seat, ledger.as_mut(), now).unwrap();
    for (name, head) in ledger.heads().unwrap() {
        let start = ledger.journal(name).unwrap().unwrap().start.number;
        let read = verify::journal(ledger.as_mut(), name, head, 50).unwrap();
        assert_eq!(read, Ok(head.number - start), "{name:?}");
    }
    let signer = place.keys.signer().unwrap();
    let key = Identity::new(signer.suite(), &signer.public_key()).unwrap();
    assert!(checkpoint::verify(&key, ledger.as_mut()).unwrap().is_ok());
}

#[test]
fn a_restored_laptop_goes_on_under_a_new_epoch_and_the_lost_one_loses_nothing() {
    for suite in Suite::ALL {
        let (scene, mut lost) = scene(suite);
        let Scene { hq, running, laptop, recovery } = &scene;
        let place = || opening::Place::from(Some(laptop.path()));
        drop(lost);
        let under = tempfile::tempdir().unwrap();
        let made = backup::backup(place(), under.path(), at(EVENING)).unwrap();
        // The laptop goes on behind its backup: one stop is sent, one waits, and then it is lost.
        lost = sit_down(laptop.path(), EVENING);
        stop(&mut lost, "S01");
        assert!(sync(&mut lost).is_all_there());
        stop(&mut lost, "S03");
        let old = reader(laptop.path());
        let one = old.journal_name();
        let fresh = tempfile::tempdir().unwrap();
        let restored = backup::restore(&made.folder, fresh.path(), recovery, clock()).unwrap();
        let mut desk = restored.desk;
        assert_eq!(desk.verify().unwrap().breaks, []);
        // Without headquarters it records, and issues no number of its old blocks.
        stop(&mut desk, "S03");
        let (_, answers, _) = check(&mut desk, vec![scenarios::stop("S01")]);
        assert_eq!(answers[0]["blocked"][0]["rule"], "number_block_empty", "{answers:?}");
        let two = reader(fresh.path()).journal_name();
        assert_eq!((two.device, one.epoch, two.epoch), (one.device, 1, 2));
        desk.enrol_laptop(&url(running), &code(hq.path())).unwrap();
        let carried = sync(&mut desk);
        assert!(carried.is_all_there(), "{carried:?}");
        assert_eq!(
            (standing(hq.path(), one), standing(hq.path(), two)),
            (Standing::Retired, Standing::Active)
        );
        stop(&mut desk, "S01");
        assert!(sync(&mut desk).is_all_there());
        // The lost one is found, still as it was: what it held goes into its own journal.
        let mut found = sit_down_again(&mut lost, laptop.path());
        let carried = sync(&mut found);
        assert!(carried.is_all_there(), "{carried:?}");
        stop(&mut found, "S01");
        assert!(sync(&mut found).is_all_there());
        let mut ledger = Place::open(hq.path()).unwrap().ledger().unwrap();
        let (one_head, two_head) = (
            ledger.journal(one).unwrap().unwrap().head.number,
            ledger.journal(two).unwrap().unwrap().head.number,
        );
        assert_eq!(one_head, reader(laptop.path()).head().number);
        assert_eq!(two_head, reader(fresh.path()).head().number);
        assert_eq!(ledger.aside(one).unwrap() + ledger.aside(two).unwrap(), 0);
        let (theirs, ours) = (used(&reader(laptop.path())), used(&reader(fresh.path())));
        let before: BTreeSet<u32> =
            used_until(fresh.path(), reader(fresh.path()).epoch_begins().number);
        let twice: Vec<&u32> = theirs.intersection(&ours).filter(|n| !before.contains(n)).collect();
        assert!(twice.is_empty(), "{suite:?}: {twice:?}");
        assert!(ours.len() > before.len() && theirs.len() > before.len() + 1);
        let verdict = desk.verify().unwrap();
        assert_eq!(verdict.breaks, [], "both epochs stand here, signed by a key each");
        look_again(hq.path());
    }
}

/// A program to its end: its exit code, and what it said.
fn run(program: &str, folder: &Path, args: &[&str]) -> (Option<i32>, String) {
    let folder = folder.to_str().unwrap();
    let done = Command::new(program)
        .args(["--lang", "en", "--dir", folder])
        .args(args)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    (done.status.code(), String::from_utf8([done.stdout, done.stderr].concat()).unwrap())
}

/// The second epoch's first entry says what was before it, and why.
fn begins_with_its_opening(restored: &Store) {
    let begins = restored.epoch_begins();
    let mut opened = None;
    let first = begins.number + 1;
    let take = |row: lucha::store::journal::KeptRow| {
        opened = Some(row.read().unwrap().body);
        Ok(())
    };
    restored.each_kept_between(first, first, take).unwrap();
    let Some(Body::Bureau(BureauEvent::EpochOpened { epoch, before, reason })) = opened else {
        panic!("{opened:?}")
    };
    assert_eq!((epoch, reason), (2, EpochReason::Restored));
    assert_eq!((before.epoch, before.number, before.digest), (1, begins.number, begins.digest));
}

#[test]
fn the_real_programs_bring_a_restored_laptop_under_a_new_epoch_and_the_lost_one_home() {
    let lucha = |folder: &Path, args: &[&str]| run(env!("CARGO_BIN_EXE_lucha"), folder, args);
    let hq = founded(Suite::Sha256Ed25519);
    let head_office = |args: &[&str]| run(env!("CARGO_BIN_EXE_lucha-hq"), hq.path(), args);
    let (server, address) = serve(hq.path(), "127.0.0.1:0");
    let (old, fresh, under) =
        (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut desk = to_found(old.path(), clock());
    let recovery = found_bureau(&mut desk, sample()).unwrap();
    drop(desk);
    let enrol = |folder: &Path| {
        let (done, said) = head_office(&["enrol"]);
        assert_eq!(done, Some(0), "{said}");
        let code = said.trim().rsplit(' ').next().unwrap().to_string();
        let url = url_of(&address);
        let (done, said) = lucha(folder, &["enrol", "--url", &url, "--code", &code]);
        assert_eq!(done, Some(0), "{said}");
    };
    let sync = |folder: &Path| {
        let (done, said) = lucha(folder, &["sync"]);
        assert_eq!(done, Some(0), "{said}");
    };
    let stopped = |folder: &Path, name: &str| stop(&mut sit_down(folder, EVENING), name);
    enrol(old.path());
    stopped(old.path(), "S01");
    sync(old.path());
    let (done, said) = lucha(old.path(), &["backup", "--to", under.path().to_str().unwrap()]);
    assert_eq!(done, Some(0), "{said}");
    // Behind the backup one stop arrives and one waits; then the laptop is lost.
    stopped(old.path(), "S01");
    sync(old.path());
    stopped(old.path(), "S01");
    let (folder, from) = (fresh.path().to_str().unwrap(), under.path().to_str().unwrap());
    let args = ["--lang", "en", "--dir", folder, "restore", "--from", from];
    let mut terminal = Program::run(&args, 160, 24);
    terminal.press(&format!("[code] {{{recovery}}} <Enter> [lucha enrol]"));
    drop(terminal);
    let restored = reader(fresh.path());
    let (one, two) = (reader(old.path()).journal_name(), restored.journal_name());
    let begins = restored.epoch_begins();
    begins_with_its_opening(&restored);
    enrol(fresh.path());
    sync(fresh.path());
    stopped(fresh.path(), "S01");
    sync(fresh.path());
    assert_eq!(
        (standing(hq.path(), one), standing(hq.path(), two)),
        (Standing::Retired, Standing::Active)
    );
    // The lost one is found and carries what waited, into its own journal.
    sync(old.path());
    for folder in [old.path(), fresh.path()] {
        let (done, said) = lucha(folder, &["verify"]);
        assert_eq!(done, Some(0), "{said}");
    }
    let (done, said) = head_office(&["verify"]);
    assert_eq!(done, Some(0), "{said}");
    kill(server);
    let mut ledger = Place::open(hq.path()).unwrap().ledger().unwrap();
    for (folder, name) in [(old.path(), one), (fresh.path(), two)] {
        let row = ledger.journal(name).unwrap().unwrap();
        assert_eq!(row.head.number, reader(folder).head().number, "{name:?}");
        assert_eq!(ledger.aside(name).unwrap(), 0);
    }
    let before = used_until(fresh.path(), begins.number);
    let (theirs, ours) = (used(&reader(old.path())), used(&reader(fresh.path())));
    let twice: BTreeSet<u32> = &(&theirs & &ours) - &before;
    assert!(twice.is_empty() && ours.len() > before.len(), "{twice:?} {ours:?} {before:?}");
}

/// Numbers that were used up to an entry, by the journal itself.
fn used_until(folder: &Path, until: u64) -> BTreeSet<u32> {
    use lucha::domain::inspection::event::Event;
    use lucha::wire::event::Body;
    let mut used = BTreeSet::new();
    let take = |row: lucha::store::journal::KeptRow| {
        if let Body::Inspection(Event::InspectionEnded(ending)) = row.read().unwrap().body {
            used.extend(ending.number.map(|number| number.serial));
        }
        Ok(())
    };
    reader(folder).each_kept_between(1, until, take).unwrap();
    used
}

fn sit_down_again(desk: &mut Desk, folder: &Path) -> Desk {
    let elsewhere = tempfile::tempdir().unwrap();
    let idle = to_found(elsewhere.path(), clock());
    drop(std::mem::replace(desk, idle));
    sit_down(folder, EVENING)
}

#[test]
fn two_copies_that_went_their_own_ways_become_two_epochs_and_both_sides_are_kept() {
    let (scene, desk) = scene(Suite::Sha256Ed25519);
    let Scene { hq, running, laptop, .. } = &scene;
    drop(desk);
    let image = tempfile::tempdir().unwrap();
    copy(laptop.path(), image.path());
    let mut one = sit_down(laptop.path(), EVENING);
    let mut other = sit_down(image.path(), EVENING);
    stop(&mut one, "S03");
    assert!(sync(&mut one).is_all_there());
    stop(&mut other, "S04");
    stop(&mut other, "S09");
    let forked = sync(&mut other);
    assert!(matches!(forked.end, End::Forked { .. }), "{forked:?}");
    assert_eq!(forked.trouble().unwrap().key, "trouble.hq_forked");
    let first = reader(image.path()).journal_name();
    let before = reader(image.path()).head().number;
    other.enrol_laptop(&url(running), &code(hq.path())).unwrap();
    stop(&mut other, "S01");
    let carried = sync(&mut other);
    assert!(carried.is_all_there(), "{carried:?}");
    let store = reader(image.path());
    assert_eq!(store.journal_name().epoch, 2);
    assert_eq!(store.epoch_begins().number, before);
    let (left, shared) = store.left(1).unwrap().unwrap();
    assert_eq!(left, Left::Aside);
    assert_eq!(other.verify().unwrap().breaks, []);
    let mut ledger = Place::open(hq.path()).unwrap().ledger().unwrap();
    assert_eq!(standing(hq.path(), first), Standing::Forked);
    assert_eq!(ledger.aside(first).unwrap(), before - shared, "all of the other side");
    // The first of the two is no longer the main line either: it goes on under an epoch of its own.
    stop(&mut one, "S04");
    assert_eq!(sync(&mut one).end, End::Revoked);
    one.enrol_laptop(&url(running), &code(hq.path())).unwrap();
    assert!(sync(&mut one).is_all_there());
    assert_eq!(reader(laptop.path()).journal_name().epoch, 3);
    stop(&mut other, "S03");
    let carried = sync(&mut other);
    assert!(carried.is_all_there(), "what extends a retired epoch is taken: {carried:?}");
    look_again(hq.path());
}

#[test]
fn an_old_image_is_told_and_a_revoked_laptop_comes_back_by_a_code() {
    let (scene, desk) = scene(Suite::Sha256Ed25519);
    let Scene { hq, running, laptop, .. } = &scene;
    drop(desk);
    let image = tempfile::tempdir().unwrap();
    copy(laptop.path(), image.path());
    let mut one = sit_down(laptop.path(), EVENING);
    stop(&mut one, "S03");
    assert!(sync(&mut one).is_all_there());
    let mut old = sit_down(image.path(), EVENING);
    let said = sync(&mut old);
    assert!(matches!(said.end, End::OldCopy { .. }), "{said:?}");
    old.enrol_laptop(&url(running), &code(hq.path())).unwrap();
    let carried = sync(&mut old);
    assert!(carried.is_all_there(), "{carried:?}");
    assert_eq!(reader(image.path()).journal_name().epoch, 2);
    let device = reader(image.path()).device();
    Place::open(hq.path()).unwrap().ledger().unwrap().revoke(device).unwrap();
    stop(&mut old, "S03");
    assert_eq!(sync(&mut old).end, End::Revoked);
    old.enrol_laptop(&url(running), &code(hq.path())).unwrap();
    let carried = sync(&mut old);
    assert!(carried.is_all_there(), "{carried:?}");
    assert_eq!(reader(image.path()).journal_name().epoch, 3);
    assert_eq!(old.verify().unwrap().breaks, []);
}

#[test]
fn what_is_left_of_an_earlier_epoch_goes_by_a_stick_too() {
    let (scene, desk) = scene(Suite::Sha256Ed25519);
    let Scene { hq, running, laptop, .. } = &scene;
    drop(desk);
    let image = tempfile::tempdir().unwrap();
    copy(laptop.path(), image.path());
    let mut desk = sit_down(laptop.path(), EVENING);
    stop(&mut desk, "S03");
    let waiting = reader(laptop.path()).head().number;
    // Another copy is enrolled first: this one goes on under an epoch of its own, its stop still unsent.
    let mut other = sit_down(image.path(), EVENING);
    Place::open(hq.path())
        .unwrap()
        .ledger()
        .unwrap()
        .revoke(reader(image.path()).device())
        .unwrap();
    other.enrol_laptop(&url(running), &code(hq.path())).unwrap();
    desk.enrol_laptop(&url(running), &code(hq.path())).unwrap();
    let store = reader(laptop.path());
    assert_eq!((store.epoch_begins().number, store.journal_name().epoch), (waiting, 3));
    assert!(store.received_upto().unwrap() < waiting);
    let stick = tempfile::tempdir().unwrap();
    let max = 2_000_000_000;
    desk.exchange_stick(stick.path(), max).unwrap();
    let place = Place::open(hq.path()).unwrap();
    let mut dice = Dice::Machine;
    let done = lucha::hq::bundle::import(&place, stick.path(), at(EVENING), &mut dice).unwrap();
    assert_eq!(done.refused, []);
    let brought = desk.exchange_stick(stick.path(), max).unwrap();
    assert_eq!(brought.trouble(), None);
    // A revoked epoch's rest is held aside, which only a line tells; the new epoch's is there.
    let name = JournalName { epoch: 1, ..reader(laptop.path()).journal_name() };
    let aside = place.ledger().unwrap().aside(name).unwrap();
    assert!(aside > 0, "nothing of it is thrown away");
    let carried = sync(&mut desk);
    assert!(carried.is_all_there(), "{carried:?}");
}

#[test]
fn a_power_cut_between_the_entry_and_the_key_is_mended_at_the_next_opening() {
    let (scene, desk) = scene(Suite::Sha256Ed25519);
    let Scene { laptop, recovery, .. } = &scene;
    drop(desk);
    let under = tempfile::tempdir().unwrap();
    let place = opening::Place::from(Some(laptop.path()));
    let made = backup::backup(place, under.path(), at(EVENING)).unwrap();
    let fresh = tempfile::tempdir().unwrap();
    drop(backup::restore(&made.folder, fresh.path(), recovery, clock()).unwrap());
    let (key, next) = (fresh.path().join("device.key"), fresh.path().join("device.key.next"));
    std::fs::rename(&key, &next).unwrap();
    std::fs::copy(laptop.path().join("device.key"), &key).unwrap();
    let mut desk = sit_down(fresh.path(), EVENING);
    assert!(!next.exists(), "it has taken the other one's place");
    let copy = std::fs::read(fresh.path().join("device.key.copy")).unwrap();
    assert_eq!(std::fs::read(&key).unwrap(), copy, "and lies twice");
    stop(&mut desk, "S03");
    assert_eq!(desk.verify().unwrap().breaks, []);
    let site: Site = opening::site(Some(fresh.path())).unwrap();
    assert!(site.key.is_some());
}

#[test]
fn a_laptop_that_lost_its_end_is_rescued_and_headquarters_reads_what_is_gone() {
    let (scene, desk) = scene(Suite::Sha256Ed25519);
    let Scene { hq, running, laptop, .. } = &scene;
    let place = || opening::Place::from(Some(laptop.path()));
    drop(desk);
    let file = laptop.path().join(lucha::store::open::FILE);
    let earlier = std::fs::read(&file).unwrap();
    let before = reader(laptop.path()).head().number;
    let mut desk = sit_down(laptop.path(), EVENING);
    stop(&mut desk, "S03");
    drop(desk);
    let until = reader(laptop.path()).head().number;
    // The disk gives back what was there before the last stop.
    std::fs::write(&file, earlier).unwrap();
    let told = |opened: Option<lucha::app::command::Trouble>| opened.unwrap().key;
    assert_eq!(told(opening::to_write(place()).err()), "trouble.lost_end");
    assert_eq!(told(opening::to_read(place()).err()), "trouble.lost_end");
    let card = tempfile::tempdir().unwrap();
    let refused = backup::backup(place(), card.path(), at(EVENING)).err();
    assert_eq!(told(refused), "trouble.lost_end", "no copy of half a journal");
    let rescued = lucha::app::rescue::rescue(place()).unwrap();
    assert_eq!(rescued.missing, [(before + 1, until)]);
    drop(rescued);
    let mut desk = sit_down(laptop.path(), EVENING);
    assert_eq!(desk.verify().unwrap().breaks, []);
    desk.enrol_laptop(&url(running), &code(hq.path())).unwrap();
    let carried = sync(&mut desk);
    assert!(carried.is_all_there(), "{carried:?}");
    let (done, said) = run(env!("CARGO_BIN_EXE_lucha-hq"), hq.path(), &["report"]);
    let words = format!("entries {} to {until} of the epoch before", before + 1);
    assert!(done == Some(0) && said.contains(&words), "{said}");
    let (_, said) = run(env!("CARGO_BIN_EXE_lucha-hq"), hq.path(), &["report", "--json"]);
    assert!(said.contains(&format!("\"lost_on_laptop\":[{},{until}]", before + 1)), "{said}");
}

#[test]
fn a_laptop_that_lost_the_entry_of_its_new_key_says_so_and_is_rescued_without_a_card() {
    let (scene, desk) = scene(Suite::Sha256Ed25519);
    let Scene { hq, running, laptop, .. } = &scene;
    let place = || opening::Place::from(Some(laptop.path()));
    drop(desk);
    let file = laptop.path().join(lucha::store::open::FILE);
    let earlier = std::fs::read(&file).unwrap();
    let before = reader(laptop.path()).head().number;
    let mut desk = sit_down(laptop.path(), EVENING);
    desk.rotate().unwrap();
    drop(desk);
    // The key that the journal names now left with the entry that replaced it.
    std::fs::write(&file, earlier).unwrap();
    assert_eq!(opening::to_write(place()).err().unwrap().key, "trouble.lost_end");
    let rescued = lucha::app::rescue::rescue(place()).unwrap();
    assert_eq!(rescued.missing.first().map(|(first, _)| *first), Some(before + 1));
    drop(rescued);
    let mut desk = sit_down(laptop.path(), EVENING);
    stop(&mut desk, "S03");
    assert_eq!(desk.verify().unwrap().breaks, []);
    desk.enrol_laptop(&url(running), &code(hq.path())).unwrap();
    let carried = sync(&mut desk);
    assert!(carried.is_all_there(), "{carried:?}");
}
