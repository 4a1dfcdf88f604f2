//! No link at all: what waits goes to headquarters on a stick, and the answer comes back on it.

use crate::bureau::{EVENING, check, found, reader, sample};
use crate::headquarters::{code, founded, served, url};
use crate::scenarios;
use lucha::app::desk::Desk;
use lucha::app::exchange_stick::Exchanged;
use lucha::hq::bundle::{Imported, Refused, import};
use lucha::hq::place::Place;
use lucha::stdx::clock::Clock;
use lucha::stdx::id::Dice;
use lucha::wire::bundle::VOLUME_MAX;
use lucha::wire::suite::Suite;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A bureau with the sample shift whose headquarters was there only for the enrolment.
fn alone(suite: Suite) -> (TempDir, Desk, TempDir) {
    let hq = founded(suite);
    let running = served(hq.path(), "127.0.0.1:0");
    let (folder, mut desk) = found(sample(), EVENING);
    check(&mut desk, scenarios::stops());
    desk.enrol_laptop(&url(&running), &code(hq.path())).unwrap();
    (folder, desk, hq)
}

fn at_headquarters(hq: &Path, stick: &Path) -> Imported {
    let place = Place::open(hq).unwrap();
    import(&place, stick, Clock::machine().now(), &mut Dice::Machine).unwrap()
}

fn exchange(desk: &mut Desk, stick: &Path) -> Exchanged {
    desk.exchange_stick(stick, VOLUME_MAX).unwrap()
}

fn volumes(stick: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(stick).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    files
}

/// Every entry of the laptop is at headquarters, and follows.
fn held(hq: &Path) -> u64 {
    let mut ledger = Place::open(hq).unwrap().ledger().unwrap();
    let (name, head) = ledger.heads().unwrap()[0];
    let read = lucha::hq::verify::journal(ledger.as_mut(), name, head, 50).unwrap();
    assert_eq!(read, Ok(head.number));
    head.number
}

#[test]
fn a_day_without_a_link_goes_by_stick_and_the_receipts_come_back_by_it() {
    for suite in Suite::ALL {
        let (_folder, mut desk, hq) = alone(suite);
        let stick = tempfile::tempdir().unwrap();
        let out = exchange(&mut desk, stick.path());
        assert!(out.written.entries > 100 && out.written.photographs > 10, "{out:?}");
        assert_eq!((out.written.volumes, out.brought.answers), (1, 0));
        let done = at_headquarters(hq.path(), stick.path());
        assert_eq!(
            (done.entries, done.photographs),
            (out.written.entries, out.written.photographs)
        );
        assert_eq!((done.torn, &done.refused[..]), (0, &[][..]));
        let again = at_headquarters(hq.path(), stick.path());
        assert_eq!((again.entries, again.photographs), (0, 0), "importing twice changes nothing");
        let back = exchange(&mut desk, stick.path());
        assert_eq!((back.brought.answers, back.brought.torn, back.brought.end), (1, 0, None));
        assert_eq!(back.brought.progress.entries, done.entries);
        assert_eq!(back.brought.progress.photographs, done.photographs);
        assert_eq!(
            back.brought.progress.news, 15,
            "the key of plates, seven decisions, six acts that nobody punished, the first block"
        );
        // The block became an entry: it alone is what the stick bears now.
        assert_eq!((back.written.entries, back.written.photographs), (1, 0), "{back:?}");
        assert_eq!(volumes(stick.path()).len(), 1, "what was answered is off the stick");
        assert_eq!(held(hq.path()), done.entries);
    }
}

#[test]
fn a_laptop_that_only_uses_sticks_stands_under_checkpoints_that_follow_each_other() {
    for suite in Suite::ALL {
        let (folder, mut desk, hq) = alone(suite);
        let stick = tempfile::tempdir().unwrap();
        let proven = || reader(folder.path()).proven().unwrap().map(|head| head.number);
        let known = || reader(folder.path()).last_checkpoint().unwrap().map(|last| last.number);
        exchange(&mut desk, stick.path());
        let first = at_headquarters(hq.path(), stick.path());
        let kept = |file: PathBuf| (file.clone(), fs::read(file).unwrap());
        let late: Vec<(PathBuf, Vec<u8>)> = volumes(stick.path()).into_iter().map(kept).collect();
        exchange(&mut desk, stick.path());
        assert_eq!((proven(), known()), (Some(first.entries), Some(1)), "{suite:?}: at once");
        check(&mut desk, scenarios::stops()[..1].to_vec());
        exchange(&mut desk, stick.path());
        at_headquarters(hq.path(), stick.path());
        let back = exchange(&mut desk, stick.path());
        assert_eq!((back.trouble(), back.brought.progress.doubts), (None, 0));
        assert_eq!((proven(), known()), (Some(held(hq.path())), Some(2)));
        // An answer that comes again, behind a later one, says nothing that is not known, and is no doubt.
        for (file, bytes) in late {
            fs::write(file, bytes).unwrap();
        }
        let again = exchange(&mut desk, stick.path());
        assert_eq!((again.trouble(), again.brought.answers), (None, 1));
        assert_eq!((proven(), known()), (Some(held(hq.path())), Some(2)));
        let verdict = desk.verify().unwrap();
        assert_eq!((verdict.checkpoints, verdict.doubts, verdict.breaks.len()), (2, 0, 0));
    }
}

#[test]
fn a_headquarters_that_lost_its_tail_is_told_of_by_a_stick_alone() {
    let (folder, mut desk, hq) = alone(Suite::Sha256Ed25519);
    let stick = tempfile::tempdir().unwrap();
    exchange(&mut desk, stick.path());
    at_headquarters(hq.path(), stick.path());
    exchange(&mut desk, stick.path());
    let copy = fs::read(hq.path().join("ledger.db")).unwrap();
    check(&mut desk, scenarios::stops()[..1].to_vec());
    exchange(&mut desk, stick.path());
    at_headquarters(hq.path(), stick.path());
    assert_eq!(exchange(&mut desk, stick.path()).trouble(), None);
    for tail in ["ledger.db-wal", "ledger.db-shm"] {
        let _none = fs::remove_file(hq.path().join(tail));
    }
    fs::write(hq.path().join("ledger.db"), copy).unwrap();
    at_headquarters(hq.path(), stick.path());
    let told = exchange(&mut desk, stick.path());
    assert_eq!(told.trouble().unwrap().key, "trouble.hq_checkpoint");
    assert_eq!((told.brought.progress.doubts, &told.json()["doubts"]), (1, &1.into()));
    let doubts = reader(folder.path()).checkpoint_doubts().unwrap();
    assert_eq!(doubts.iter().map(|doubt| doubt.what.as_str()).collect::<Vec<_>>(), ["shorter"]);
    assert_eq!(doubts[0].known.as_ref().unwrap().number, 2);
}

#[test]
fn a_torn_bundle_gives_its_beginning_and_the_next_one_the_rest() {
    let (_folder, mut desk, hq) = alone(Suite::Sha256Ed25519);
    let stick = tempfile::tempdir().unwrap();
    let all = exchange(&mut desk, stick.path()).written;
    let file = volumes(stick.path()).remove(0);
    let whole = fs::read(&file).unwrap();
    let mut before = (0, 0);
    for cut in [10, 80, 400, whole.len() / 3, whole.len() / 2, whole.len() - 1] {
        fs::write(&file, &whole[..cut]).unwrap();
        let done = at_headquarters(hq.path(), stick.path());
        before = (before.0 + done.entries, before.1 + done.photographs);
        let said = done.torn + u32::try_from(done.refused.len()).unwrap();
        assert!(said == 1 || cut == 10, "torn at {cut} and told: {done:?}");
    }
    assert!(before.0 > 0 && before.1 > 0 && before.1 <= all.photographs, "{before:?}");
    let back = exchange(&mut desk, stick.path());
    assert_eq!(back.brought.progress.entries, before.0);
    at_headquarters(hq.path(), stick.path());
    let last = exchange(&mut desk, stick.path());
    assert_eq!((last.written.entries, last.written.photographs), (0, 0), "{last:?}");
    held(hq.path());
}

#[test]
fn a_photograph_that_came_wholly_and_was_never_checked_is_held_by_the_next_stick() {
    let (folder, mut desk, hq) = alone(Suite::Sha256Ed25519);
    let stick = tempfile::tempdir().unwrap();
    let all = exchange(&mut desk, stick.path()).written;
    // What headquarters has when it dies between the last bytes and the check.
    let mut photographs = Place::open(hq.path()).unwrap().photographs().unwrap();
    let store = reader(folder.path());
    let take = |row: lucha::store::journal::KeptRow| {
        for blob in row.read().unwrap().envelope.blobs {
            let bytes = store.page(blob.digest).unwrap().unwrap();
            photographs.add(blob.digest, 0, &bytes).unwrap();
        }
        Ok(())
    };
    store.each_kept(1, take).unwrap();
    let done = at_headquarters(hq.path(), stick.path());
    assert_eq!((done.photographs, done.torn), (all.photographs, 0));
    assert_eq!(exchange(&mut desk, stick.path()).brought.progress.photographs, done.photographs);
}

#[test]
fn volumes_come_in_any_order_and_one_that_is_missing_is_named() {
    let (_folder, mut desk, hq) = alone(Suite::Sha256Ed25519);
    let stick = tempfile::tempdir().unwrap();
    let out = desk.exchange_stick(stick.path(), 1_200_000).unwrap().written;
    assert!(out.volumes > 1, "{out:?}");
    let files = volumes(stick.path());
    let kept: Vec<Vec<u8>> = files.iter().map(|file| fs::read(file).unwrap()).collect();
    fs::remove_file(&files[0]).unwrap();
    let early = at_headquarters(hq.path(), stick.path());
    assert_eq!(early.entries, 0, "{early:?}");
    fs::write(&files[0], &kept[0]).unwrap();
    let done = at_headquarters(hq.path(), stick.path());
    assert_eq!((done.entries, done.photographs), (out.entries, out.photographs));
    assert_eq!(done.refused, []);
}

#[test]
fn a_bundle_is_for_one_headquarters_and_from_one_of_its_laptops() {
    let (_folder, mut desk, hq) = alone(Suite::Sha256Ed25519);
    let stick = tempfile::tempdir().unwrap();
    exchange(&mut desk, stick.path());
    let other = founded(Suite::Sha256Ed25519);
    assert_eq!(at_headquarters(other.path(), stick.path()), Imported::default(), "not for it");
    let file = volumes(stick.path()).remove(0);
    let mut bytes = fs::read(&file).unwrap();
    bytes[50] ^= 1;
    fs::write(&file, &bytes).unwrap();
    let done = at_headquarters(hq.path(), stick.path());
    assert_eq!(done.refused, [(file, Refused::Sealed)], "another key in its head");
    fs::write(stick.path().join("holiday.lucha-bundle"), b"no bundle at all").unwrap();
    fs::write(stick.path().join("empty.lucha-bundle"), b"").unwrap();
    at_headquarters(hq.path(), stick.path());
    let back = exchange(&mut desk, stick.path());
    assert_eq!(back.brought.answers, 0);
    assert_eq!(back.trouble(), None);
    let gone = desk.exchange_stick(&stick.path().join("not there"), VOLUME_MAX).unwrap_err();
    assert_eq!(gone.key, "trouble.stick");
    assert!(stick.path().join("holiday.lucha-bundle").exists(), "what is not ours stays");
}

#[test]
fn a_revoked_laptop_is_told_so_by_the_answer_and_its_entries_are_held_aside() {
    let (_folder, mut desk, hq) = alone(Suite::Sha256Ed25519);
    let stick = tempfile::tempdir().unwrap();
    exchange(&mut desk, stick.path());
    let mut ledger = Place::open(hq.path()).unwrap().ledger().unwrap();
    let (name, _) = ledger.heads().unwrap()[0];
    ledger.revoke(name.device).unwrap();
    let done = at_headquarters(hq.path(), stick.path());
    assert_eq!(done.entries, 0, "{done:?}");
    assert!(ledger.aside(name).unwrap() > 100, "nothing is thrown away");
    let back = exchange(&mut desk, stick.path());
    assert_eq!(back.trouble().unwrap().key, "trouble.hq_revoked");
    assert_eq!(back.brought.progress.entries, 0);
}

#[test]
fn a_line_between_two_sticks_changes_nothing() {
    let (_folder, mut desk, hq) = alone(Suite::Sha256Ed25519);
    let (old, new) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    exchange(&mut desk, old.path());
    check(&mut desk, scenarios::stops()[..1].to_vec());
    exchange(&mut desk, new.path());
    at_headquarters(hq.path(), new.path());
    let late = at_headquarters(hq.path(), old.path());
    assert_eq!((late.entries, &late.refused[..]), (0, &[][..]));
    let back = exchange(&mut desk, new.path()).brought;
    let again = exchange(&mut desk, old.path()).brought;
    assert!(back.progress.entries > 0);
    assert_eq!((again.answers, again.progress.entries, again.progress.news), (1, 0, 0));
    held(hq.path());
}
