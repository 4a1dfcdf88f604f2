//! The journal: what was kept is there, what was changed is named, and nobody writes beside a writer.

use lucha::app::command::in_words;
use lucha::domain::bureau::{BureauEvent, Shift};
use lucha::domain::document::Document;
use lucha::domain::inspection::Facts;
use lucha::domain::inspection::event::Event;
use lucha::domain::inspection::judgement::{Ending, Outcome, Procedure};
use lucha::stdx::clock::{Clock, Moment};
use lucha::stdx::digest::Digest;
use lucha::stdx::fault::FaultKind;
use lucha::stdx::id::{Dice, Id};
use lucha::stdx::said::Said;
use lucha::store::journal::Work;
use lucha::store::open::FILE;
use lucha::store::site::Site;
use lucha::store::verify::Verdict;
use lucha::store::{Store, StoreFault};
use lucha::wire::event::Body;
use rusqlite::Connection;
use std::path::Path;
use tempfile::TempDir;

const PAGE: &[u8] = b"a page of paper";

/// Without it every commit costs a second write for the file's times (`docs/adr/0002`).
#[test]
fn sqlite_is_built_to_flush_bytes_and_size_and_no_times() {
    let flags = option_env!("LIBSQLITE3_FLAGS").unwrap_or_default();
    assert!(flags.contains("-DHAVE_FDATASYNC=1"), "{flags:?}: .cargo/config.toml is not read");
}

fn clock() -> Clock {
    Clock::fixed(Moment::parse("2026-11-23T08:00:00+08:00").unwrap())
}

fn shift(plan: &str) -> Body {
    let at = clock().now();
    let (station, plan) = (String::new(), plan.to_string());
    Body::Bureau(BureauEvent::ShiftStarted(Shift { at, officers: Vec::new(), station, plan }))
}

fn append(store: &mut Store, subject: Option<Id>, bodies: Vec<Body>) -> Result<(), StoreFault> {
    let pages = vec![(Digest::of(PAGE), PAGE.to_vec())];
    let work = Work { subject, bodies, pages, ..Work::default() };
    store.append(work, clock().read(), &mut Dice::Machine).map(|_| ())
}

/// A journal of six entries: three shifts, then a stop with its end and one document.
fn small() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(&Site::plain(folder.path()), &mut Dice::Machine).unwrap();
    append(&mut store, None, vec![shift("一"), shift("二"), shift("三")]).unwrap();
    let document = Document {
        id: Id([8; 16]),
        form: "scene_minutes".into(),
        number: None,
        digest: Digest::of(PAGE),
        template_version: 1,
        pages: 1,
        issued_at: clock().now(),
        prints: Vec::new(),
        sendings: Vec::new(),
    };
    let events = [
        Event::InspectionRecorded(Box::new(Facts { plan: "计划".into(), ..Facts::default() })),
        Event::InspectionEnded(ending(None)),
        Event::DocumentIssued(document),
    ];
    let bodies = events.into_iter().map(Body::Inspection).collect();
    append(&mut store, Some(Id([7; 16])), bodies).unwrap();
    folder
}

fn ending(number: Option<u32>) -> Ending {
    Ending {
        outcome: Outcome::NoViolation,
        procedure: Procedure::None,
        penalties: Vec::new(),
        fine: None,
        range: None,
        number: number.map(|serial| lucha::domain::agency::DocumentNo {
            prefix: "样".into(),
            year: 2026,
            serial,
        }),
        blocked: Vec::new(),
        pack: Digest([3; 32]),
        limit_kg: None,
        over_kg: None,
        codes: Vec::new(),
        let_off: Vec::new(),
        proposals: Vec::new(),
        reasons: Vec::new(),
    }
}

fn edit(folder: &Path, sql: &str) {
    Connection::open(folder.join(FILE)).unwrap().execute_batch(sql).unwrap();
}

fn verify(folder: &Path) -> Verdict {
    Store::open_to_read(&Site::plain(folder), &mut Dice::Machine).unwrap().verify().unwrap()
}

/// What `verify` finds after `sql` was done to a whole journal.
fn breaks_after(sql: &str) -> Vec<(u64, Said)> {
    let folder = small();
    assert_eq!(verify(folder.path()).breaks, [], "the journal is whole before it is changed");
    edit(folder.path(), sql);
    verify(folder.path()).breaks
}

/// One byte of `column` of entry `number` turned over, `at` bytes from its start.
fn flip(column: &str, number: u64, at: usize) -> Vec<(u64, Said)> {
    let folder = small();
    let conn = Connection::open(folder.path().join(FILE)).unwrap();
    let sql = format!("SELECT {column} FROM entry WHERE number = {number}");
    let mut bytes: Vec<u8> = conn.query_row(&sql, [], |row| row.get(0)).unwrap();
    bytes[at] ^= 0x01;
    let sql = format!("UPDATE entry SET {column} = ?1 WHERE number = {number}");
    conn.execute(&sql, [bytes]).unwrap();
    drop(conn);
    verify(folder.path()).breaks
}

/// Each break in English words.
fn named(breaks: &[(u64, Said)]) -> Vec<(u64, &'static str)> {
    let words = |what| in_words("en", what).leak();
    breaks.iter().map(|(number, what)| (*number, &*words(what))).collect()
}

#[test]
fn what_was_appended_is_read_back_in_order_and_chained() {
    let folder = small();
    let store = Store::open_to_read(&Site::plain(folder.path()), &mut Dice::Machine).unwrap();
    let mut previous = Digest::ZERO;
    let mut bodies = Vec::new();
    store
        .each_kept(1, |row| {
            let entry = row.read().unwrap();
            assert_eq!((row.number, entry.envelope.previous), (entry.envelope.number, previous));
            previous = entry.digest;
            bodies.push(entry.body);
            Ok(())
        })
        .unwrap();
    assert_eq!(bodies[..3], [shift("一"), shift("二"), shift("三")]);
    assert_eq!((bodies.len(), store.head().digest), (6, previous));
    let verdict = verify(folder.path());
    assert_eq!((verdict.entries, verdict.pages), (6, 1));
    assert_eq!((verdict.head, verdict.breaks), (previous.hex(), vec![]));
}

#[test]
fn a_journal_goes_on_where_it_was_closed() {
    let folder = small();
    let mut store = Store::open(&Site::plain(folder.path()), &mut Dice::Machine).unwrap();
    let device = store.device();
    append(&mut store, None, vec![shift("四")]).unwrap();
    assert_eq!((store.head().number, store.device()), (7, device));
    drop(store);
    assert_eq!(verify(folder.path()).breaks, []);
}

#[test]
fn a_flipped_byte_of_an_envelope_is_named_wherever_it_lies() {
    let folder = small();
    let conn = Connection::open(folder.path().join(FILE)).unwrap();
    for number in [1, 3, 6] {
        let sql = format!("SELECT length(envelope) FROM entry WHERE number = {number}");
        let length: u32 = conn.query_row(&sql, [], |row| row.get(0)).unwrap();
        for at in (0..length).step_by(7).chain([length - 1]) {
            let breaks = flip("envelope", number, at as usize);
            let want = [(number, "the envelope is not the one that was written")];
            assert_eq!(named(&breaks), want, "byte {at} of {number}");
        }
    }
}

#[test]
fn a_flipped_byte_of_a_payload_or_salt_is_named() {
    let want = "the payload is not the one that the envelope names";
    for (column, number, at) in [("payload", 2, 0), ("payload", 6, 3), ("salt", 4, 15)] {
        assert_eq!(named(&flip(column, number, at)), [(number, want)], "{column}");
    }
}

#[test]
fn swapped_deleted_and_added_entries_are_named() {
    let swap = "UPDATE entry SET number = -2 WHERE number = 2;
                UPDATE entry SET number = 2 WHERE number = 3;
                UPDATE entry SET number = 3 WHERE number = -2;";
    let found = breaks_after(swap);
    assert_eq!(
        named(&found)[..2],
        [(2, "the entry carries number 3, not 2"), (3, "the entry carries number 2, not 3"),]
    );
    assert_eq!(
        named(&breaks_after("DELETE FROM entry WHERE number = 3")),
        [(3, "entries 3 to 3 are missing")]
    );
    assert_eq!(
        named(&breaks_after("DELETE FROM entry WHERE number < 3")),
        [(1, "entries 1 to 2 are missing")]
    );
    let closed = "DELETE FROM entry WHERE number = 3;
                  UPDATE entry SET number = number - 1 WHERE number = 4;
                  UPDATE entry SET number = number - 1 WHERE number = 5;
                  UPDATE entry SET number = number - 1 WHERE number = 6;";
    assert_eq!(named(&breaks_after(closed))[0], (3, "the entry carries number 4, not 3"));
    let added = "INSERT INTO entry SELECT 7, envelope, salt, payload, digest, kind, subject
                 FROM entry WHERE number = 1";
    assert_eq!(named(&breaks_after(added)), [(7, "the entry carries number 1, not 7")]);
}

#[test]
fn an_envelope_written_anew_with_its_digest_is_found_by_the_entry_behind_it() {
    let folder = small();
    let store = Store::open_to_read(&Site::plain(folder.path()), &mut Dice::Machine).unwrap();
    let mut second = None;
    store
        .each_kept(2, |row| {
            second.get_or_insert(row);
            Ok(())
        })
        .unwrap();
    drop(store);
    let mut envelope = second.unwrap().read().unwrap().envelope;
    envelope.clock.wall = envelope.clock.wall.plus_ms(1);
    let bytes = lucha::wire::envelope::encode(&envelope);
    let conn = Connection::open(folder.path().join(FILE)).unwrap();
    let sql = "UPDATE entry SET envelope = ?1, digest = ?2 WHERE number = 2";
    conn.execute(sql, rusqlite::params![bytes, Digest::of(&bytes).0]).unwrap();
    drop(conn);
    let breaks = verify(folder.path()).breaks;
    assert_eq!(named(&breaks), [(3, "the entry does not name the one before it")]);
}

#[test]
fn a_changed_column_is_named() {
    let want = "its columns are not those of its envelope";
    let hidden = "UPDATE entry SET subject = NULL WHERE number = 5";
    assert_eq!(named(&breaks_after(hidden)), [(5, want)]);
    assert_eq!(named(&breaks_after("UPDATE entry SET kind = 6 WHERE number = 1")), [(1, want)]);
}

#[test]
fn a_changed_or_missing_page_is_named_with_the_entry_that_issued_it() {
    let folder = small();
    assert_eq!(verify(folder.path()).breaks, [], "the journal is whole before it is changed");
    let blobs = folder.path().join(lucha::store::blobs::FOLDER);
    let page = blobs.join(lucha::store::blobs::place(None, Digest::of(PAGE)));
    let mut bytes = std::fs::read(&page).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    std::fs::write(&page, bytes).unwrap();
    let breaks = verify(folder.path()).breaks;
    assert_eq!(breaks.len(), 1);
    assert_eq!(breaks[0].0, 6);
    assert!(named(&breaks)[0].1.contains("is not the one that was kept"), "{}", breaks[0].1);
    std::fs::remove_file(&page).unwrap();
    assert_eq!(named(&verify(folder.path()).breaks), [(6, "its page is not there")]);
}

#[test]
fn a_changed_row_is_found_and_rebuild_mends_it() {
    for sql in [
        "UPDATE inspection SET fine_fen = 1",
        "DELETE FROM document",
        "INSERT INTO used_number VALUES ('样', 2026, 9, 1)",
        "INSERT INTO act (plate, code, day, standing, entry) VALUES ('粤D', 'OL-001', 20261101, 'final', 0)",
        "INSERT INTO inspection_term (rowid, terms) VALUES (99, 'x')",
    ] {
        let folder = small();
        let dump = |store: &Store| store.dump().unwrap();
        let whole =
            dump(&Store::open_to_read(&Site::plain(folder.path()), &mut Dice::Machine).unwrap());
        edit(folder.path(), sql);
        let breaks = verify(folder.path()).breaks;
        assert_eq!(
            named(&breaks),
            [(0, "the rows are not those of the journal; rebuild them")],
            "{sql}"
        );
        let mut store = Store::open(&Site::plain(folder.path()), &mut Dice::Machine).unwrap();
        assert_eq!(store.rebuild().unwrap(), 6);
        assert_eq!(dump(&store), whole, "{sql}");
        assert_eq!(store.verify().unwrap().breaks, []);
    }
}

#[test]
fn rebuild_of_a_damaged_journal_leaves_the_rows_as_they_were() {
    let folder = small();
    let mut store = Store::open(&Site::plain(folder.path()), &mut Dice::Machine).unwrap();
    let before = store.dump().unwrap();
    edit(folder.path(), "UPDATE entry SET payload = x'00' WHERE number = 2");
    let fault = store.rebuild().unwrap_err();
    assert!(matches!(&fault, StoreFault::Broken { number: 2, .. }), "{fault}");
    assert_eq!(fault.kind(), FaultKind::Damaged);
    assert_eq!(store.dump().unwrap(), before);
}

#[test]
fn a_damaged_last_entry_refuses_the_pen_but_not_the_reading() {
    let folder = small();
    edit(folder.path(), "UPDATE entry SET envelope = x'00' WHERE number = 6");
    let fault = Store::open(&Site::plain(folder.path()), &mut Dice::Machine).unwrap_err();
    assert!(matches!(fault, StoreFault::Broken { number: 6, .. }), "{fault}");
    let breaks = verify(folder.path()).breaks;
    assert_eq!(named(&breaks), [(6, "the envelope is not the one that was written")]);
}

#[test]
fn a_second_writer_is_refused_while_readers_go_on() {
    let folder = small();
    let mut first = Store::open(&Site::plain(folder.path()), &mut Dice::Machine).unwrap();
    let fault = Store::open(&Site::plain(folder.path()), &mut Dice::Machine).unwrap_err();
    assert!(matches!(fault, StoreFault::AnotherWriter));
    assert_eq!(fault.kind(), FaultKind::TryAgain);

    let reader = Store::open_to_read(&Site::plain(folder.path()), &mut Dice::Machine).unwrap();
    append(&mut first, None, vec![shift("四")]).unwrap();
    assert_eq!(reader.verify().unwrap().entries, 7, "a reader sees what was written since");
    assert_eq!(reader.inspections("", None, 10).unwrap().len(), 1);
    assert_eq!(reader.entries_of(Id([7; 16])).unwrap().len(), 3);
    drop(first);
    Store::open(&Site::plain(folder.path()), &mut Dice::Machine).unwrap();
}

#[test]
fn a_journal_opened_for_reading_writes_nothing() {
    let folder = small();
    let mut reader = Store::open_to_read(&Site::plain(folder.path()), &mut Dice::Machine).unwrap();
    let refused = |fault| matches!(fault, StoreFault::ReadOnly);
    assert!(!reader.may_write());
    assert!(refused(append(&mut reader, None, vec![shift("四")]).unwrap_err()));
    assert!(refused(reader.save_draft(Id([1; 16]), &[], clock().now()).unwrap_err()));
    assert!(refused(reader.drop_draft(Id([1; 16])).unwrap_err()));
    assert!(refused(reader.rebuild().unwrap_err()));
}

#[test]
fn a_newer_major_version_is_refused_and_a_newer_minor_one_opens() {
    let folder = small();
    edit(folder.path(), "UPDATE version SET minor = 7; CREATE TABLE of_tomorrow (x TEXT) STRICT;");
    let mut store = Store::open(&Site::plain(folder.path()), &mut Dice::Machine).unwrap();
    append(&mut store, None, vec![shift("四")]).unwrap();
    assert_eq!(store.verify().unwrap().breaks, []);
    drop(store);

    edit(folder.path(), "UPDATE version SET major = 2, minor = 0");
    let newer = |fault| matches!(fault, StoreFault::Newer { major: 2, minor: 0 });
    assert!(newer(Store::open(&Site::plain(folder.path()), &mut Dice::Machine).unwrap_err()));
    assert!(newer(
        Store::open_to_read(&Site::plain(folder.path()), &mut Dice::Machine).unwrap_err()
    ));
}

#[test]
fn a_folder_without_a_journal_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let fault = Store::open_to_read(&Site::plain(folder.path()), &mut Dice::Machine).unwrap_err();
    assert!(matches!(fault, StoreFault::NoJournal));
}

#[test]
fn a_number_taken_twice_is_refused_and_nothing_of_that_work_is_kept() {
    let folder = small();
    let mut store = Store::open(&Site::plain(folder.path()), &mut Dice::Machine).unwrap();
    let end = |serial| Body::Inspection(Event::InspectionEnded(ending(Some(serial))));
    append(&mut store, Some(Id([7; 16])), vec![end(5)]).unwrap();
    let (head, rows) = (store.head(), store.dump().unwrap());
    let fault = append(&mut store, Some(Id([7; 16])), vec![shift("五"), end(5)]).unwrap_err();
    assert!(matches!(&fault, StoreFault::NumberUsed(no) if no == "样〔2026〕00005号"), "{fault}");
    assert_eq!((store.head(), store.dump().unwrap()), (head, rows));
    append(&mut store, Some(Id([7; 16])), vec![end(6)]).unwrap();
    assert_eq!(store.used_serials("样", 2026).unwrap(), [5, 6]);
    assert_eq!(store.verify().unwrap().breaks, []);
}

#[test]
fn a_draft_is_there_after_the_program_was_killed_at_any_field() {
    let folder = tempfile::tempdir().unwrap();
    let id = Id([5; 16]);
    let mut typed = std::collections::BTreeMap::new();
    for (nth, field) in ["vehicle.plate", "place.text", "weighing.gross_kg"].iter().enumerate() {
        let mut store = Store::open(&Site::plain(folder.path()), &mut Dice::Machine).unwrap();
        let value = format!("值{nth}");
        store.save_draft(id, &[((*field).to_string(), value.clone())], clock().now()).unwrap();
        typed.insert((*field).to_string(), value);
        // Read from the file before the store is closed: nothing waits in memory.
        let reader = Store::open_to_read(&Site::plain(folder.path()), &mut Dice::Machine).unwrap();
        assert_eq!(reader.draft(id).unwrap().unwrap().fields, typed);
    }
    let mut store = Store::open(&Site::plain(folder.path()), &mut Dice::Machine).unwrap();
    store.save_draft(id, &[("place.text".into(), String::new())], clock().now()).unwrap();
    typed.remove("place.text");
    assert_eq!(store.draft(id).unwrap().unwrap().fields, typed, "an emptied field is gone");
}
