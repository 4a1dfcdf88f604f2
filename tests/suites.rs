//! Both suites: a journal under either keeps, chains, signs and rebuilds alike, and what is changed,
//! cut off or signed by another is named.

use lucha::app::command::in_words;
use lucha::app::desk::Desk;
use lucha::app::found_bureau::found_bureau;
use lucha::domain::bureau::{BureauEvent, Shift};
use lucha::domain::inspection::Facts;
use lucha::domain::inspection::event::Event;
use lucha::stdx::clock::{Clock, Moment};
use lucha::stdx::digest::Digest;
use lucha::stdx::fault::FaultKind;
use lucha::stdx::id::{Dice, Id};
use lucha::stdx::said::Said;
use lucha::stdx::secret::Key;
use lucha::store::journal::Work;
use lucha::store::open::FILE;
use lucha::store::signer::{COPY as KEY_COPY, FILE as KEY_FILE};
use lucha::store::site::Site;
use lucha::store::verify::Verdict;
use lucha::store::{Store, StoreFault};
use lucha::wire::event::Body;
use lucha::wire::signer::SoftKey;
use lucha::wire::suite::Suite;
use rusqlite::Connection;
use std::path::Path;
use tempfile::TempDir;

const UNSIGNED: &str = "the journal up to this entry is not signed";
const FORGED: &str = "the signature of the journal up to this entry is not the device's";

fn clock() -> Clock {
    Clock::fixed(Moment::parse("2026-11-23T08:00:00+08:00").unwrap())
}

fn shift(plan: &str) -> Body {
    let at = clock().now();
    let (station, plan) = (String::new(), plan.to_string());
    Body::Bureau(BureauEvent::ShiftStarted(Shift { at, officers: Vec::new(), station, plan }))
}

fn append(store: &mut Store, subject: Option<Id>, bodies: Vec<Body>) -> Result<(), StoreFault> {
    let work = Work { subject, bodies, ..Work::default() };
    store.append(work, clock().read(), &mut Dice::Machine).map(|_| ())
}

fn open(folder: &Path) -> Result<Store, StoreFault> {
    Store::open(&Site::plain(folder), &mut Dice::Machine)
}

/// Seven entries in four transactions, so four signatures: 3, 5, 6 and 7.
fn small(suite: Suite) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fill(&mut open(folder.path()).unwrap(), suite);
    folder
}

fn fill(store: &mut Store, suite: Suite) {
    let device = store.device();
    let opened = Body::Bureau(BureauEvent::JournalOpened { device, epoch: 1 });
    let made = Body::Bureau(store.make_device_key(suite, &mut Dice::Machine).unwrap());
    append(store, None, vec![opened, made, shift("一")]).unwrap();
    append(store, None, vec![shift("二"), shift("三")]).unwrap();
    let stop =
        Event::InspectionRecorded(Box::new(Facts { plan: "四".into(), ..Facts::default() }));
    append(store, Some(Id([7; 16])), vec![Body::Inspection(stop)]).unwrap();
    append(store, None, vec![shift("五")]).unwrap();
}

fn verify(folder: &Path) -> Verdict {
    Store::open_to_read(&Site::plain(folder), &mut Dice::Machine).unwrap().verify().unwrap()
}

fn edit(folder: &Path, sql: &str) {
    Connection::open(folder.join(FILE)).unwrap().execute_batch(sql).unwrap();
}

/// What `verify` finds after `sql` was done to a whole journal.
fn breaks_after(suite: Suite, sql: &str) -> Vec<(u64, Said)> {
    let folder = small(suite);
    assert_eq!(verify(folder.path()).breaks, [], "the journal is whole before it is changed");
    edit(folder.path(), sql);
    verify(folder.path()).breaks
}

/// Each break in English words.
fn named(breaks: &[(u64, Said)]) -> Vec<(u64, &'static str)> {
    let words = |what| in_words("en", what).leak();
    breaks.iter().map(|(number, what)| (*number, &*words(what))).collect()
}

#[test]
fn a_journal_under_either_suite_is_kept_chained_signed_and_goes_on() {
    for suite in Suite::ALL {
        let folder = small(suite);
        let verdict = verify(folder.path());
        assert_eq!((verdict.entries, verdict.signatures), (7, 4), "{suite:?}");
        assert_eq!(verdict.breaks, []);
        let mut store = open(folder.path()).unwrap();
        assert_eq!(store.suite(), suite);
        append(&mut store, None, vec![shift("六")]).unwrap();
        let mut previous = Digest::ZERO;
        store
            .each_kept(1, |row| {
                let entry = row.read().unwrap();
                assert_eq!((entry.envelope.suite, entry.envelope.previous), (suite, previous));
                previous = suite.digest(&[&row.kept.envelope]);
                let payload = suite.digest(&[&row.kept.salt, &row.kept.payload]);
                assert_eq!((previous, payload), (row.digest, entry.envelope.payload));
                Ok(())
            })
            .unwrap();
        let verdict = store.verify().unwrap();
        assert_eq!((verdict.entries, verdict.signatures, verdict.breaks), (8, 5, vec![]));
        assert_eq!(verdict.head, previous.hex());
    }
}

#[test]
fn a_changed_byte_is_named_once_under_either_suite() {
    for suite in Suite::ALL {
        for (column, number, at) in [
            ("envelope", 1, 4),
            ("envelope", 2, 30),
            ("envelope", 7, 0),
            ("payload", 4, 1),
            ("salt", 6, 15),
        ] {
            let folder = small(suite);
            let conn = Connection::open(folder.path().join(FILE)).unwrap();
            let sql = format!("SELECT {column} FROM entry WHERE number = {number}");
            let mut bytes: Vec<u8> = conn.query_row(&sql, [], |row| row.get(0)).unwrap();
            bytes[at] ^= 1;
            let sql = format!("UPDATE entry SET {column} = ?1 WHERE number = {number}");
            conn.execute(&sql, [bytes]).unwrap();
            drop(conn);
            let breaks = verify(folder.path()).breaks;
            let want = match column {
                "envelope" => "the envelope is not the one that was written",
                _ => "the payload is not the one that the envelope names",
            };
            let mut wanted = vec![(number, want)];
            if number == 2 {
                wanted.push((3, "the key of its signatures is not named"));
            }
            assert_eq!(named(&breaks), wanted, "{suite:?} {column} of {number}");
        }
    }
}

#[test]
fn a_changed_foreign_moved_or_missing_signature_is_named() {
    for suite in Suite::ALL {
        let found = |sql: &str| breaks_after(suite, sql);
        let zero = "UPDATE signed_head SET signature = zeroblob(64) WHERE number = 5";
        assert_eq!(named(&found(zero)), [(5, FORGED)]);
        let short = "UPDATE signed_head SET signature = x'00' WHERE number = 7";
        assert_eq!(named(&found(short)), [(7, FORGED)]);
        let other = "UPDATE signed_head SET suite = 3 - suite WHERE number = 3";
        assert_eq!(named(&found(other)), [(3, FORGED)]);
        let moved = "UPDATE signed_head SET number = 4 WHERE number = 5";
        assert_eq!(named(&found(moved)), [(4, FORGED)]);
        assert_eq!(named(&found("DELETE FROM signed_head")), [(7, UNSIGNED)]);
        assert_eq!(named(&found("DELETE FROM signed_head WHERE number = 7")), [(7, UNSIGNED)]);
        let cut = found("DELETE FROM entry WHERE number = 7");
        let missing = (7, "entries 7 to 7 are missing");
        assert_eq!(named(&cut), [missing, (7, "a signature is there whose entry is not")]);
    }
}

#[test]
fn a_journal_written_anew_from_an_entry_on_does_not_bear_the_devices_signature() {
    for suite in Suite::ALL {
        let folder = small(suite);
        let conn = Connection::open(folder.path().join(FILE)).unwrap();
        let bytes: Vec<u8> = conn
            .query_row("SELECT envelope FROM entry WHERE number = 7", [], |r| r.get(0))
            .unwrap();
        let mut envelope = lucha::wire::envelope::decode(&bytes).unwrap();
        envelope.clock.wall = envelope.clock.wall.plus_ms(60_000);
        let bytes = lucha::wire::envelope::encode(&envelope);
        let sql = "UPDATE entry SET envelope = ?1, digest = ?2 WHERE number = 7";
        conn.execute(sql, rusqlite::params![bytes, suite.digest(&[&bytes]).0]).unwrap();
        drop(conn);
        assert_eq!(named(&verify(folder.path()).breaks), [(7, FORGED)], "{suite:?}");
        let fault = open(folder.path()).unwrap_err();
        assert!(
            matches!(&fault, StoreFault::Broken { number: 7, what } if in_words("en", what) == FORGED),
            "{fault}"
        );
    }
}

#[test]
fn opening_reads_what_was_written_since_and_remembers_how_far_it_came() {
    for suite in Suite::ALL {
        let folder = small(suite);
        let mut store = open(folder.path()).unwrap();
        assert_eq!(store.verified().unwrap(), store.head());
        append(&mut store, None, vec![shift("六"), shift("七")]).unwrap();
        assert_eq!(store.verified().unwrap().number, 7, "not before the next opening");
        drop(store);
        // What was found whole is not read again; what came since is.
        edit(folder.path(), "UPDATE entry SET payload = x'00' WHERE number = 4");
        assert_eq!(open(folder.path()).unwrap().verified().unwrap().number, 9);
        assert_eq!(verify(folder.path()).breaks.len(), 1);

        let folder = small(suite);
        edit(folder.path(), "UPDATE entry SET payload = x'00' WHERE number = 4");
        let fault = open(folder.path()).unwrap_err();
        assert!(matches!(fault, StoreFault::Broken { number: 4, .. }), "{fault}");
    }
}

#[test]
fn entries_cut_off_since_the_last_opening_are_missed() {
    let folder = small(Suite::default());
    drop(open(folder.path()).unwrap());
    edit(
        folder.path(),
        "DELETE FROM entry WHERE number > 5; DELETE FROM signed_head WHERE number > 5;
         DELETE FROM inspection; DELETE FROM inspection_term",
    );
    let missing = (6, "entries 6 to 7 are missing");
    assert_eq!(named(&verify(folder.path()).breaks), [missing]);
    let fault = open(folder.path()).unwrap_err();
    assert!(matches!(fault, StoreFault::LostEnd { from: 6, until: 7 }), "{fault}");
    // Without the witness beside it the journal's own memory of that opening says the same.
    std::fs::remove_file(folder.path().join(format!("{FILE}-head"))).unwrap();
    let fault = open(folder.path()).unwrap_err();
    assert!(
        matches!(&fault, StoreFault::Broken { number: 6, what } if in_words("en", what) == missing.1),
        "{fault}"
    );
}

#[test]
fn rebuild_gives_the_same_rows_and_leaves_the_signatures() {
    for suite in Suite::ALL {
        let folder = small(suite);
        let mut store = open(folder.path()).unwrap();
        let rows = store.dump().unwrap();
        edit(folder.path(), "DELETE FROM inspection");
        assert_eq!(store.rebuild().unwrap(), 7);
        assert_eq!(store.dump().unwrap(), rows);
        let verdict = store.verify().unwrap();
        assert_eq!((verdict.signatures, verdict.breaks), (4, vec![]));
        assert_eq!(store.verified().unwrap().number, 7);
    }
}

#[test]
fn without_its_own_key_a_journal_is_read_but_not_written() {
    for suite in Suite::ALL {
        let folder = small(suite);
        let other = small(suite);
        let keys = [KEY_FILE, KEY_COPY].map(|name| folder.path().join(name));
        let own = std::fs::read(&keys[0]).unwrap();
        let lay = |bytes: &[u8]| keys.iter().for_each(|key| std::fs::write(key, bytes).unwrap());
        let refused = |what: &str| {
            let fault = open(folder.path()).unwrap_err();
            assert!(matches!(fault, StoreFault::DeviceKey(_)), "{what}: {fault}");
            assert_eq!(
                (fault.kind(), fault.key()),
                (FaultKind::NeedsSomeone, "trouble.device_key")
            );
            assert_eq!(verify(folder.path()).breaks, [], "{what}");
        };
        keys.iter().for_each(|key| std::fs::remove_file(key).unwrap());
        refused("gone");
        lay(&std::fs::read(other.path().join(KEY_FILE)).unwrap());
        refused("another device's");
        lay(&own[..own.len() - 1]);
        refused("cut");
        lay(&own);
        append(&mut open(folder.path()).unwrap(), None, vec![shift("六")]).unwrap();
        assert_eq!(verify(folder.path()).signatures, 5);
    }
}

#[test]
fn the_key_of_a_sealed_journal_lies_sealed_beside_it() {
    let (store_key, folder) = (Key::new([7; 32]), tempfile::tempdir().unwrap());
    let site = Site::keyed(folder.path(), store_key.clone());
    fill(&mut Store::open(&site, &mut Dice::Machine).unwrap(), Suite::Sm3Sm2);
    let file = std::fs::read(folder.path().join(KEY_FILE)).unwrap();
    let (owner, secret) = lucha::wire::sealed_key::open(&file, Some(&store_key)).unwrap();
    assert_eq!((owner.suite, owner.epoch), (Suite::Sm3Sm2, 1));
    assert_eq!(crate::encrypted::holding(folder.path(), secret.bytes()), Vec::<String>::new());
    let mut store = Store::open(&site, &mut Dice::Machine).unwrap();
    assert_eq!(store.device(), owner.device);
    append(&mut store, None, vec![shift("六")]).unwrap();
    let verdict = store.verify().unwrap();
    assert_eq!((verdict.signatures, verdict.breaks), (5, vec![]));
    drop(store);
    // A bare key beside a sealed journal is not taken.
    let bare = lucha::wire::sealed_key::seal(owner, &secret, None, [0; 12]);
    for name in [KEY_FILE, KEY_COPY] {
        std::fs::write(folder.path().join(name), &bare).unwrap();
    }
    let fault = Store::open(&site, &mut Dice::Machine).unwrap_err();
    assert!(matches!(fault, StoreFault::DeviceKey(_)), "{fault}");
}

#[test]
fn another_key_may_sign_only_when_it_is_the_one_that_the_journal_names() {
    let folder = small(Suite::default());
    let file = std::fs::read(folder.path().join(KEY_FILE)).unwrap();
    let (owner, secret) = lucha::wire::sealed_key::open(&file, None).unwrap();
    let mut store = open(folder.path()).unwrap();
    let signer = |key: &Key| Box::new(SoftKey::new(owner.suite, key).unwrap());
    let fault = store.sign_with(signer(&Key::new([1; 32]))).unwrap_err();
    assert!(matches!(fault, StoreFault::DeviceKey(_)), "{fault}");
    store.sign_with(signer(&secret)).unwrap();
    append(&mut store, None, vec![shift("六")]).unwrap();
    assert_eq!(store.verify().unwrap().signatures, 5);
    let fault = store.make_device_key(owner.suite, &mut Dice::Machine).unwrap_err();
    assert!(matches!(fault, StoreFault::DeviceKey(_)), "a second key: {fault}");
}

#[test]
fn headquarters_word_at_the_founding_decides_the_suite() {
    let text = std::fs::read_to_string("assets/sample/bureau.toml").unwrap();
    let founding = |line: &str| lucha::app::config::read_founding(&format!("{line}\n{text}"));
    for (line, suite) in [
        ("", Suite::default()),
        ("suite = \"intl\"", Suite::default()),
        ("suite = \"sm\"", Suite::Sm3Sm2),
    ] {
        let mut desk =
            Desk::new(Store::in_memory(&mut Dice::Machine).unwrap(), clock(), Dice::Machine)
                .unwrap();
        found_bureau(&mut desk, founding(line).unwrap()).unwrap();
        let verdict = desk.verify().unwrap();
        assert_eq!((verdict.signatures, verdict.breaks), (1, vec![]), "{line}");
        assert_eq!(desk.public_key().map(|(found, _)| found), Some(suite), "{line}");
    }
    let fault = founding("suite = \"rsa\"").unwrap_err();
    assert_eq!(fault, Said::words("founding.no_suite").with("rsa"));
}

#[test]
fn a_sample_shift_under_the_national_suite_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk =
        Desk::new(open(folder.path()).unwrap(), Clock::machine(), Dice::Machine).unwrap();
    let founding = crate::bureau::sample();
    found_bureau(&mut desk, lucha::app::config::Founding { suite: Suite::Sm3Sm2, ..founding })
        .unwrap();
    let stops = lucha::app::check_file::read_file(lucha::app::sample::stops()).unwrap();
    lucha::app::check_file::check(&mut desk, stops, &|_| String::new(), |_, _| {});
    let verdict = desk.verify().unwrap();
    assert_eq!(verdict.breaks, []);
    assert!(verdict.signatures > 30, "{}", verdict.signatures);
}
