//! A device key is replaced over the real line: cut at any moment, asked twice, by a stranger or a revoked laptop; the
//! journal verifies over both keys, on the laptop, at headquarters and in an exported case.

use crate::beside::{carried, closed, opened};
use crate::bureau::{EVENING, at, check, reader, sample, sit_down, to_found};
use crate::evidence::checked;
use crate::headquarters::{code, founded, served, url, url_of};
use crate::killed_headquarters::{kill, serve};
use crate::scenarios;
use lucha::app::command::Command as Asked;
use lucha::app::desk::Desk;
use lucha::app::export_case::export_case;
use lucha::app::found_bureau::found_bureau;
use lucha::domain::bureau::BureauEvent;
use lucha::domain::epoch::EpochReason;
use lucha::hq::ledger::JournalRow;
use lucha::hq::place::Place;
use lucha::hq::rotate::is_unproven;
use lucha::hq::serve::Running;
use lucha::hq::verify;
use lucha::stdx::clock::Clock;
use lucha::stdx::digest::Digest;
use lucha::stdx::secret::Key;
use lucha::store::incoming::Enrolled;
use lucha::sync::driver::{Cut, Line};
use lucha::sync::session::End;
use lucha::sync::transport::Https;
use lucha::wire::event::Body;
use lucha::wire::message::feed::Scope;
use lucha::wire::message::hello::{JournalName, Point, Standing};
use lucha::wire::message::rotate::{NoRotation, Rotate, RotateAnswer};
use lucha::wire::message::{self, Asks};
use lucha::wire::signer::{Signer as _, SoftKey};
use lucha::wire::suite::Suite;
use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::TempDir;

struct Scene {
    hq: TempDir,
    _running: Running,
    laptop: TempDir,
}

/// A headquarters and an enrolled laptop that has sent the first stop.
fn scene(suite: Suite) -> (Scene, Desk) {
    let hq = founded(suite);
    let running = served(hq.path(), "127.0.0.1:0");
    let (laptop, mut desk) = bureau(suite, 1);
    desk.enrol_laptop(&url(&running), &code(hq.path())).unwrap();
    stop(&mut desk, "S01");
    assert!(sync(&mut desk).is_all_there());
    (Scene { hq, _running: running, laptop }, desk)
}

fn bureau(suite: Suite, from: u32) -> (TempDir, Desk) {
    let laptop = tempfile::tempdir().unwrap();
    let clock = Clock::fixed(at(EVENING));
    let mut desk = to_found(laptop.path(), clock);
    let mut founding = sample();
    founding.suite = suite;
    founding.blocks.truncate(1);
    (founding.blocks[0].from, founding.blocks[0].until) = (from, from + 199);
    found_bureau(&mut desk, founding).unwrap();
    (laptop, desk)
}

fn stop(desk: &mut Desk, name: &str) {
    let (done, answers, said) = check(desk, vec![scenarios::stop(name)]);
    assert_eq!(done, 0, "{said} {answers:?}");
}

fn sync(desk: &mut Desk) -> lucha::app::synchronise::Carried {
    desk.synchronise(true, |_, _| true).unwrap()
}

fn enrolled(laptop: &Path) -> Enrolled {
    reader(laptop).enrolled().unwrap().unwrap()
}

/// Where the line is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    Nowhere,
    BeforeTheQuestion,
    BeforeTheAnswer,
}

/// The real line, and what was asked of ROTATE over it.
struct Wire {
    line: Https,
    at: At,
    asked: Vec<Rotate>,
}

impl Wire {
    fn of(laptop: &Path, at: At) -> Wire {
        Wire { line: Https::new(&enrolled(laptop)).unwrap(), at, asked: Vec::new() }
    }
}

impl Line for Wire {
    fn ask<Q: Asks>(&mut self, from: JournalName, question: &Q) -> Result<Q::Answer, Cut> {
        if Q::NAME == Rotate::NAME {
            self.asked.push(message::decode(&message::encode(question)).unwrap());
        }
        let cut = || Cut::Line("cut".into());
        match self.at {
            At::Nowhere => self.line.ask(from, question),
            At::BeforeTheQuestion => Err(cut()),
            At::BeforeTheAnswer => {
                self.line.ask(from, question)?;
                Err(cut())
            }
        }
    }
}

type Held = (Vec<(JournalName, JournalRow)>, u64, Option<Vec<u8>>);

/// All that a rotation could change at headquarters.
fn held(hq: &Path, name: JournalName) -> Held {
    let mut ledger = Place::open(hq).unwrap().ledger().unwrap();
    let names = ledger.heads().unwrap();
    let rows = names.into_iter().map(|(name, _)| (name, ledger.journal(name).unwrap().unwrap()));
    let rows = rows.collect::<Vec<_>>();
    let last = ledger.feed_last(Scope::Device(name.device)).unwrap();
    (rows, last, ledger.rotation(JournalName { epoch: 2, ..name }).unwrap())
}

/// Both journals are whole on both sides, the second opened by the first one's key.
fn is_whole(scene: &Scene, desk: &Desk) {
    assert_eq!(desk.verify().unwrap().breaks, []);
    let store = reader(scene.laptop.path());
    let place = Place::open(scene.hq.path()).unwrap();
    let mut ledger = place.ledger().unwrap();
    let heads = ledger.heads().unwrap();
    assert_eq!(heads.len(), 2);
    for (name, head) in heads {
        let row = ledger.journal(name).unwrap().unwrap();
        let read = verify::journal(ledger.as_mut(), name, head, 50).unwrap();
        assert_eq!(read, Ok(head.number - row.start.number), "{name:?}");
        assert!(!is_unproven(place.headquarters(), ledger.as_mut(), name).unwrap());
        let (is_last, begins) = (name.epoch == 2, store.epoch_begins());
        assert_eq!(head, if is_last { store.head_point() } else { begins }, "{name:?}");
        let standing = if is_last { Standing::Active } else { Standing::Retired };
        assert_eq!((row.standing, ledger.aside(name).unwrap()), (standing, 0));
        let key = store.key_at(head.number).unwrap();
        assert_eq!((key.0.byte(), key.1), (row.suite, row.public_key), "headquarters knows it");
    }
    assert!(ledger.rotation(JournalName { epoch: 2, ..store.journal_name() }).unwrap().is_some());
}

#[test]
fn a_new_key_signs_from_then_on_and_what_the_old_one_signed_still_verifies() {
    for suite in Suite::ALL {
        let (scene, mut desk) = scene(suite);
        let laptop = scene.laptop.path();
        let (old_line, old_key) =
            (enrolled(laptop), reader(laptop).public_key().unwrap().1.to_vec());
        let before = reader(laptop).head_point();
        assert_eq!(desk.rotate().unwrap(), 2);
        let store = reader(laptop);
        assert_eq!((store.journal_name().epoch, store.epoch_begins()), (2, before));
        let new_key = store.key_at(store.head().number).unwrap().1;
        assert_ne!(new_key, old_key);
        assert_eq!(store.key_at(before.number).unwrap().1, old_key, "the history is kept");
        let opened = store.row(before.number + 1).unwrap().unwrap().read().unwrap().body;
        let Body::Bureau(BureauEvent::EpochOpened { reason, .. }) = opened else { panic!() };
        assert_eq!(reason, EpochReason::Rotated);
        let new_line = enrolled(laptop);
        assert_ne!(
            (&new_line.certificate, &new_line.line_key),
            (&old_line.certificate, &old_line.line_key)
        );
        // The first numbers came with the answer: a decision needs no session in between.
        stop(&mut desk, "S01");
        let ask = |line: &Enrolled| {
            let name = reader(laptop).journal_name();
            let pull = lucha::wire::message::feed::Pull { scope: Scope::All, after: 0, max: 10 };
            Https::new(line).unwrap().ask(name, &pull).is_ok()
        };
        assert!(ask(&old_line), "until the new certificate was shown the old one is good");
        let carried = sync(&mut desk);
        assert!(carried.is_all_there(), "{carried:?}");
        assert!(!ask(&old_line), "and then it is nobody's");
        assert!(ask(&new_line));
        let blocks = |body: &Body| matches!(body, Body::Bureau(BureauEvent::NumberBlockGranted(_)));
        let mut granted = 0;
        let count = |row: lucha::store::journal::KeptRow| {
            granted += u32::from(blocks(&row.read().unwrap().body));
            Ok(())
        };
        reader(laptop).each_kept(before.number + 1, count).unwrap();
        assert_eq!(granted, 1, "the block of the answer and of the feed is one");
        is_whole(&scene, &desk);
        // A case under each key leaves as plain files that a stranger checks.
        let to = tempfile::tempdir().unwrap();
        for line in desk.list("", 10).unwrap() {
            let what = line.inspection.to_string();
            let exported = export_case(&mut desk, &what, "法院调取", to.path()).unwrap();
            let (well, said) = checked(&exported.folder);
            assert!(well, "{suite:?}: {said}");
        }
        drop(desk);
        let mut desk = sit_down(laptop, EVENING);
        assert!(!laptop.join("device.key.next").exists());
        stop(&mut desk, "S03");
        assert!(sync(&mut desk).is_all_there());
        is_whole(&scene, &desk);
    }
}

#[test]
fn a_cut_at_any_moment_ends_in_a_working_terminal_and_one_key_that_headquarters_knows() {
    for at in [At::BeforeTheQuestion, At::BeforeTheAnswer] {
        let (scene, mut desk) = scene(Suite::Sha256Ed25519);
        let laptop = scene.laptop.path();
        let mut wire = Wire::of(laptop, at);
        let trouble = desk.rotate_over(&mut wire).unwrap_err();
        assert_eq!(trouble.key, "trouble.rotate_waits", "{at:?}");
        let waiting = reader(laptop).rotation().unwrap().unwrap();
        // It works on under the old key, with and without a line, and after the power was cut.
        drop(desk);
        let mut desk = sit_down(laptop, EVENING);
        stop(&mut desk, "S01");
        assert_eq!(reader(laptop).journal_name().epoch, 1);
        let mut old = Https::new(&enrolled(laptop)).unwrap();
        let carried = desk.synchronise_over(&mut old, true, |_, _| true).unwrap();
        assert!(carried.is_all_there(), "{at:?}: {carried:?}");
        stop(&mut desk, "S03");
        // The command again asks for the same key; so does the next session by itself.
        desk.make_next_key().unwrap();
        assert_eq!(reader(laptop).rotation().unwrap().unwrap(), waiting, "{at:?}");
        let carried = sync(&mut desk);
        assert!(carried.is_all_there(), "{at:?}: {carried:?}");
        let store = reader(laptop);
        assert_eq!((store.journal_name().epoch, store.rotation().unwrap()), (2, None));
        let key = store.public_key().unwrap().1.to_vec();
        assert_eq!(key, waiting.public_key, "{at:?}: the one that headquarters may have known");
        stop(&mut desk, "S01");
        assert!(sync(&mut desk).is_all_there());
        is_whole(&scene, &desk);
    }
}

#[test]
fn what_is_written_between_question_and_answer_makes_it_be_asked_again() {
    let (scene, mut desk) = scene(Suite::Sha256Ed25519);
    let laptop = scene.laptop.path();
    let mut wire = Wire::of(laptop, At::BeforeTheAnswer);
    desk.rotate_over(&mut wire).unwrap_err();
    let early = wire.asked.remove(0);
    stop(&mut desk, "S03");
    // The late question of before, once the later one was answered, moves the beginning back no more.
    let mut wire = Wire::of(laptop, At::BeforeTheAnswer);
    desk.rotate_over(&mut wire).unwrap_err();
    let before = held(scene.hq.path(), early.journal);
    let answer = Https::new(&enrolled(laptop)).unwrap().ask(early.journal, &early).unwrap();
    assert!(matches!(answer, RotateAnswer::Rotated { epoch: 2, .. }), "{answer:?}");
    let after = held(scene.hq.path(), early.journal);
    assert_eq!((&before.0, before.1), (&after.0, after.1), "one block, one beginning");
    assert!(sync(&mut desk).is_all_there());
    is_whole(&scene, &desk);
}

#[test]
fn a_replay_changes_nothing() {
    let (scene, mut desk) = scene(Suite::Sha256Ed25519);
    let laptop = scene.laptop.path();
    let mut wire = Wire::of(laptop, At::Nowhere);
    desk.rotate_over(&mut wire).unwrap();
    let asked = wire.asked.remove(0);
    assert!(sync(&mut desk).is_all_there());
    let before = held(scene.hq.path(), asked.journal);
    let over_old = wire.line.ask(asked.journal, &asked);
    assert!(over_old.is_err(), "its line is nobody's: {over_old:?}");
    let over_new = Https::new(&enrolled(laptop)).unwrap().ask(asked.journal, &asked).unwrap();
    assert_eq!(over_new, RotateAnswer::Refused { why: NoRotation::Taken });
    assert_eq!(held(scene.hq.path(), asked.journal), before);
    stop(&mut desk, "S03");
    assert!(sync(&mut desk).is_all_there());
    is_whole(&scene, &desk);
}

/// A question that `old` signs for a key of its own.
fn forged(place: &Place, journal: JournalName, head: Point, old: u8) -> Rotate {
    let key = |nth| SoftKey::new(Suite::Sha256Ed25519, &Key::new([nth; 32])).unwrap();
    let new = key(9);
    let unsigned = Rotate {
        journal,
        epoch: journal.epoch + 1,
        suite: 1,
        public_key: new.public_key().into(),
        request: lucha::sync::rotation::line_key().unwrap().1.into(),
        head,
        signature: Vec::new().into(),
        proof: Vec::new().into(),
    };
    unsigned.sign(place.headquarters(), &key(old), &new).unwrap()
}

#[test]
fn a_stranger_a_foreign_and_a_revoked_device_rotate_nothing() {
    let (scene, mut desk) = scene(Suite::Sha256Ed25519);
    let laptop = scene.laptop.path();
    let place = Place::open(scene.hq.path()).unwrap();
    let (name, head) = (reader(laptop).journal_name(), reader(laptop).head_point());
    let (other_folder, mut other) = bureau(Suite::Sha256Ed25519, 1_001);
    let address = enrolled(laptop).url;
    other.enrol_laptop(&address, &code(scene.hq.path())).unwrap();
    let before = held(scene.hq.path(), name);
    let mut own = Https::new(&enrolled(laptop)).unwrap();
    let mut foreign = Https::new(&enrolled(other_folder.path())).unwrap();
    let no = |line: &mut Https, asked: &Rotate| match line.ask(name, asked).unwrap() {
        RotateAnswer::Refused { why } => why,
        answer @ RotateAnswer::Rotated { .. } => panic!("{answer:?}"),
    };
    let asked = forged(&place, name, head, 8);
    assert_eq!(no(&mut foreign, &asked), NoRotation::Foreign);
    assert_eq!(no(&mut own, &asked), NoRotation::Signature, "the old key did not sign it");
    let unknown = JournalName { epoch: 7, ..name };
    assert_eq!(no(&mut own, &forged(&place, unknown, head, 8)), NoRotation::Unknown);
    assert_eq!(held(scene.hq.path(), name), before);
    place.ledger().unwrap().revoke(name.device).unwrap();
    let before = held(scene.hq.path(), name);
    let trouble = desk.rotate().unwrap_err();
    assert_eq!(trouble.key, "trouble.rotate_refused");
    assert!(trouble.sentence("en").contains("revoked"), "{}", trouble.sentence("en"));
    assert_eq!(reader(laptop).rotation().unwrap(), None, "no key waits that nobody wants");
    assert_eq!(held(scene.hq.path(), name), before);
    stop(&mut desk, "S03");
    assert_eq!(sync(&mut desk).end, End::Revoked, "the old key goes on, and is held aside");
    assert_eq!(desk.verify().unwrap().breaks, []);
}

#[test]
fn an_old_copy_rotates_nothing_and_a_copied_laptop_is_shut_out_by_the_other_ones_key() {
    let (scene, desk) = scene(Suite::Sha256Ed25519);
    let laptop = scene.laptop.path();
    drop(desk);
    let image = tempfile::tempdir().unwrap();
    crate::epochs::copy(laptop, image.path());
    let (mut desk, mut copy) = (sit_down(laptop, EVENING), sit_down(image.path(), EVENING));
    stop(&mut desk, "S03");
    assert!(sync(&mut desk).is_all_there());
    assert_eq!(copy.rotate().unwrap_err().key, "trouble.rotate_refused", "it lacks entries");
    assert_eq!(desk.rotate().unwrap(), 2);
    assert!(sync(&mut desk).is_all_there());
    let trouble = copy.rotate().unwrap_err();
    assert_eq!(trouble.key, "trouble.rotate_waits", "its certificate is nobody's: {trouble:?}");
    is_whole(&scene, &desk);
}

/// Headquarters' own trouble is no word about the new key.
#[test]
fn a_headquarters_whose_own_keys_do_not_sign_is_asked_again_for_the_same_key() {
    let (Scene { hq, _running: running, laptop }, mut desk) = scene(Suite::Sha256Ed25519);
    let address = running.address().to_string();
    drop(running);
    let file = hq.path().join("keys/authority.key");
    let good = std::fs::read(&file).unwrap();
    std::fs::write(&file, b"none").unwrap();
    let running = served(hq.path(), &address);
    let trouble = desk.rotate().unwrap_err();
    assert_eq!(trouble.key, "trouble.rotate_waits", "{trouble:?}");
    let waiting = reader(laptop.path()).rotation().unwrap().expect("the key waits");
    // Meanwhile the old key goes on, and each session asks again.
    stop(&mut desk, "S03");
    let carried = sync(&mut desk);
    assert!(carried.is_all_there(), "{carried:?}");
    assert_eq!(reader(laptop.path()).journal_name().epoch, 1);
    assert_eq!(reader(laptop.path()).rotation().unwrap(), Some(waiting.clone()));
    drop(running);
    std::fs::write(&file, good).unwrap();
    let running = served(hq.path(), &address);
    let scene = Scene { hq, _running: running, laptop };
    assert!(sync(&mut desk).is_all_there());
    let store = reader(scene.laptop.path());
    assert_eq!((store.journal_name().epoch, store.rotation().unwrap()), (2, None));
    assert_eq!(store.public_key().unwrap().1.to_vec(), waiting.public_key);
    stop(&mut desk, "S01");
    assert!(sync(&mut desk).is_all_there());
    is_whole(&scene, &desk);
}

#[test]
fn the_courier_beside_the_desk_asks_for_the_key_that_waits() {
    let (scene, mut desk) = scene(Suite::Sha256Ed25519);
    let laptop = scene.laptop.path().to_path_buf();
    desk.make_next_key().unwrap();
    stop(&mut desk, "S03");
    let line = opened(desk);
    line.commands.send(Asked::GoSync { photographs: true }).unwrap();
    carried(&line, |view| {
        !view.running && view.last.is_some() && view.acknowledged == view.entries
    });
    closed(line);
    assert_eq!(reader(&laptop).journal_name().epoch, 2);
    is_whole(&scene, &sit_down(&laptop, EVENING));
}

/// A program to its end: its exit code, and what it said.
fn run(program: &str, folder: &Path, args: &[&str]) -> (Option<i32>, String) {
    let done = Command::new(program)
        .args(["--lang", "en", "--dir", folder.to_str().unwrap()])
        .args(args)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    (done.status.code(), String::from_utf8([done.stdout, done.stderr].concat()).unwrap())
}

#[test]
fn the_real_programs_rotate_and_verify_on_both_sides_and_a_bent_hand_over_is_found() {
    let hq = founded(Suite::Sha256Ed25519);
    let (server, address) = serve(hq.path(), "127.0.0.1:0");
    let (laptop, mut desk) = bureau(Suite::Sha256Ed25519, 1);
    desk.enrol_laptop(&url_of(&address), &code(hq.path())).unwrap();
    stop(&mut desk, "S01");
    drop(desk);
    let lucha = |args: &[&str]| run(env!("CARGO_BIN_EXE_lucha"), laptop.path(), args);
    let (done, said) = lucha(&["rotate"]);
    assert_eq!(done, Some(0), "{said}");
    assert!(said.contains("from epoch 2 on"), "{said}");
    let (done, said) = lucha(&["verify"]);
    assert_eq!(done, Some(0), "{said}");
    let head_office = |args: &[&str]| run(env!("CARGO_BIN_EXE_lucha-hq"), hq.path(), args);
    let (done, said) = head_office(&["verify"]);
    assert_eq!(done, Some(0), "{said}");
    kill(server);
    let (done, said) = lucha(&["rotate"]);
    assert_eq!(done, Some(1), "{said}");
    assert!(said.contains("The new key is ready and waits"), "{said}");
    let ledger = rusqlite::Connection::open(hq.path().join("ledger.db")).unwrap();
    let bytes: Vec<u8> =
        ledger.query_row("SELECT question FROM rotation", [], |row| row.get(0)).unwrap();
    let mut asked: Rotate = message::decode(&bytes).unwrap();
    asked.head.digest = Digest([1; 32]);
    let bent = message::encode(&asked);
    ledger.execute("UPDATE rotation SET question = ?1", [bent]).unwrap();
    let (done, said) = head_office(&["verify"]);
    assert_eq!(done, Some(2), "{said}");
    assert!(said.contains("epoch 2: the key of the epoch before did not sign"), "{said}");
}
