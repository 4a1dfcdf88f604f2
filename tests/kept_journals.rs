//! Journals of every schema, kept as files: each opens in today's program, brought up to date, with all that nobody has
//! received yet; what a later program wrote is kept and left alone.
//!
//! A kept file never changes. A new schema file asks for its own: `LUCHA_WRITE=1` makes those that are missing. What they are:
//!
//! - `plain` and `keyed` of 12, 14, 15, 16 and 17 came with their schema file: tables and bytes are that program's own.
//! - Those of 1 to 11 were poured from a journal of the program of 12 into the tables of their schema, 13 from that of 14: the
//!   tables are the old ones, the entries' bytes are of the encoders of 12 and 14. No program ever had 1, 2 or 11 as its last.
//! - `queue` of 3 to 17 was poured by the program of 17: every kind of event that the program of that schema had (`SINCE`, read
//!   off the sources of its day), with a page, a photograph and drafts that wait. Fields that a kind gained later are in them.
//! - Of a later schema all are its own program's, written when it comes.
//!
//! A sealed file cannot be pressed, so few are kept; every other one is put under a key before it is opened once more.

use crate::crash::lives;
use crate::events;
use crate::protocol::should_write;
use crate::schema::{journal_of, steps};
use lucha::app::open_inspection;
use lucha::domain::bureau::{BureauEvent, Shift};
use lucha::domain::counting::DecidedAct;
use lucha::domain::document::Document;
use lucha::domain::inspection::event::Event;
use lucha::domain::inspection::judgement::Ending;
use lucha::domain::offender::Offenders;
use lucha::stdx::clock::{Clock, Moment};
use lucha::stdx::digest::Digest;
use lucha::stdx::id::{Dice, Id};
use lucha::stdx::secret::Key;
use lucha::store::journal::Work;
use lucha::store::open::FILE;
use lucha::store::signer::FILE as DEVICE_KEY;
use lucha::store::site::Site;
use lucha::store::{Store, StoreFault};
use lucha::wire::entry::{self, Stamp};
use lucha::wire::event::{self, Body, name};
use lucha::wire::{envelope, rulebook, sealed_key};
use rusqlite::Connection;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const FOLDER: &str = "tests/golden/journals";
const STOPS: u32 = 6;
/// Programs before this schema signed nothing.
const SIGNED: usize = 5;
/// The first schema of a program, and of one that could keep its journal under a key.
const KEYED: usize = 3;
/// The first whose headquarters said who drove and for whom.
const NAMES_OFFENDERS: usize = 13;
/// Schemas of which a sealed file is kept.
const SEALED: [usize; 5] = [2, 5, 8, 12, 17];
/// Kinds of events by the first schema whose program wrote them.
const SINCE: &[(usize, &[u16])] = &[
    (3, &[1, 2, 3, 4, 5, 6, 7, 8, 100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111]),
    (4, &[9, 10, 12, 13, 113]),
    (5, &[14, 112, 114]),
    (9, &[30, 31, 32, 130]),
    (10, &[20]),
    (12, &[40]),
    (16, &[41]),
    (17, &[15, 131, 132]),
    (18, &[50, 51, 52]),
    (19, &[60, 61]),
    (21, &[115, 116, 117, 118]),
    (22, &[33, 122, 125, 126]),
];
/// Kinds that take away what they name, or begin another journal: no entry of a queue that nobody received. Their own
/// tests are `tests/epochs.rs`, `tests/pruning.rs` and `tests/leftovers.rs`.
const NOT_QUEUED: [u16; 3] = [20, 40, 41];
/// Kinds that came behind the kept file of their schema, and the first file that has them.
const BEHIND_ITS_FILE: [(u16, usize); 5] = [(60, 20), (61, 20), (116, 22), (117, 22), (118, 22)];
/// The page and the photograph of the stop with every kind.
const LAST_PAGE: u32 = 90;
const PHOTOGRAPH: u32 = 91;
const KEY: [u8; 32] = [0x4c; 32];
/// How a file is dressed: a few stops without a key, the same under one, and a queue with every kind of event.
pub const PLAIN: &str = "plain";
const SEALED_DRESS: &str = "keyed";
const QUEUE: &str = "queue";

pub fn clock() -> Clock {
    Clock::fixed(Moment::parse("2026-11-23T08:00:00+08:00").unwrap())
}

fn page(nth: u32) -> Vec<u8> {
    nth.to_be_bytes().repeat(50)
}

fn site(folder: &Path, is_keyed: bool) -> Site {
    if is_keyed { Site::keyed(folder, Key::new(KEY)) } else { Site::plain(folder) }
}

fn shift(plan: &str) -> Body {
    let at = clock().now();
    let (station, plan) = ("莲下".into(), plan.to_string());
    Body::Bureau(BureauEvent::ShiftStarted(Shift { at, officers: Vec::new(), station, plan }))
}

/// A journal of today, signed where its program signed: stops with a paper each, drafts, and nothing of it received.
fn full(is_keyed: bool, signs: bool) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut dice = Dice::Counted(1);
    let mut store = Store::open(&site(folder.path(), is_keyed), &mut dice).unwrap();
    let opened = BureauEvent::JournalOpened { device: store.device(), epoch: 1 };
    let mut bodies = vec![Body::Bureau(opened), shift("计划一")];
    if signs {
        bodies.push(Body::Bureau(store.make_device_key(store.suite(), &mut dice).unwrap()));
    }
    let work = Work { bodies, ..Work::default() };
    store.append(work, clock().read(), &mut dice).unwrap();
    for nth in 0..STOPS {
        let digest = Digest::of(&page(nth));
        let events = [
            Event::InspectionRecorded(Box::new(lives::facts(u64::from(nth)))),
            Event::InspectionEnded(lives::ending(nth + 1)),
            Event::DocumentIssued(lives::document(dice.id(), digest)),
        ];
        let work = Work {
            subject: Some(dice.id()),
            bodies: events.into_iter().map(Body::Inspection).collect(),
            pages: vec![(digest, page(nth))],
            ..Work::default()
        };
        store.append(work, clock().read(), &mut dice).unwrap();
        let fields = [("vehicle.plate".to_string(), format!("粤D{nth:05}"))];
        store.save_draft(dice.id(), &fields, clock().now()).unwrap();
    }
    folder
}

/// Kinds that a program of schema `known` wrote.
fn kinds_of(known: usize) -> BTreeSet<u16> {
    let own = SINCE.iter().filter(|(since, _)| *since <= known);
    own.flat_map(|(_, kinds)| kinds.iter().copied()).collect()
}

/// Those of them that stand in the kept queue of that schema.
fn queued(known: usize) -> BTreeSet<u16> {
    let mut kinds = kinds_of(known);
    let is_late =
        |kind: u16| BEHIND_ITS_FILE.iter().any(|(late, first)| *late == kind && known < *first);
    kinds.retain(|kind| !NOT_QUEUED.contains(kind) && !is_late(*kind));
    kinds
}

/// Whether the program of schema `known` kept photographs.
fn has_photographs(known: usize) -> bool {
    kinds_of(known).contains(&112)
}

/// One event of each kind of schema `known`, those of the bureau and those of a stop; the first of a journal are not
/// among them.
fn every(known: usize) -> (Vec<Body>, Vec<Body>) {
    let of_schema = |body: &Body| {
        let kind = event::encode(body).0;
        queued(known).contains(&kind) && ![1, 9].contains(&kind)
    };
    let bodies = events::every().into_iter().filter(of_schema).map(|body| match body {
        Body::Bureau(BureauEvent::RulePackAdopted { id, version, approver, .. }) => {
            let digest = rulebook::digest_of(&pack());
            Body::Bureau(BureauEvent::RulePackAdopted { digest, id, version, approver })
        }
        // Programs before this schema were told of nobody.
        Body::Bureau(BureauEvent::PriorDecisionReceived(act)) if known < NAMES_OFFENDERS => {
            let by = Offenders::default();
            Body::Bureau(BureauEvent::PriorDecisionReceived(DecidedAct { by, ..act }))
        }
        Body::Inspection(Event::InspectionEnded(ending)) => {
            let number = lives::ending(LAST_PAGE).number;
            Body::Inspection(Event::InspectionEnded(Ending { number, ..ending }))
        }
        Body::Inspection(Event::DocumentIssued(document)) => {
            let digest = Digest::of(&page(LAST_PAGE));
            Body::Inspection(Event::DocumentIssued(Document { digest, ..document }))
        }
        Body::Inspection(Event::PhotographTaken(_)) => {
            let bytes = page(PHOTOGRAPH);
            let taken = events::photograph(Digest::of(&bytes), bytes.len() as u64);
            Body::Inspection(Event::PhotographTaken(taken))
        }
        other => other,
    });
    bodies.partition(|body| matches!(body, Body::Bureau(_)))
}

fn pack() -> Vec<(String, Vec<u8>)> {
    vec![("pack.toml".into(), b"x = 1".to_vec())]
}

/// `full` with one more stop, and one event of each kind that schema `known` had.
fn queue(known: usize) -> TempDir {
    let folder = full(false, known >= SIGNED);
    let mut dice = Dice::Counted(1 << 20);
    let mut store = Store::open(&Site::plain(folder.path()), &mut dice).unwrap();
    let (bureau, stop) = every(known);
    let pack = Some((rulebook::digest_of(&pack()), pack()));
    let work = Work { bodies: bureau, pack, ..Work::default() };
    store.append(work, clock().read(), &mut dice).unwrap();
    let own = [LAST_PAGE, PHOTOGRAPH].into_iter().take(1 + usize::from(has_photographs(known)));
    let pages = own.map(|nth| (Digest::of(&page(nth)), page(nth))).collect();
    let work = Work { subject: Some(dice.id()), bodies: stop, pages, ..Work::default() };
    store.append(work, clock().read(), &mut dice).unwrap();
    folder
}

/// Numbers of the pages and photographs that a kept journal has.
fn pages(known: usize, dress: &str) -> Vec<u32> {
    let own = [LAST_PAGE, PHOTOGRAPH].into_iter().take(1 + usize::from(has_photographs(known)));
    let of_queue = own.filter(|_| dress == QUEUE);
    (0..STOPS).chain(of_queue).collect()
}

fn unlocked(file: &Path, is_keyed: bool) -> Connection {
    let conn = Connection::open(file).unwrap();
    if is_keyed {
        conn.execute_batch(&format!("PRAGMA key = \"x'{}'\"", "4c".repeat(32))).unwrap();
    }
    conn
}

/// The journal of `full` as a program that knew the first `known` schema files would have left it.
fn older(full: &Path, known: usize, dress: &str) -> TempDir {
    let is_keyed = dress == SEALED_DRESS;
    let folder = tempfile::tempdir().unwrap();
    let conn = unlocked(&folder.path().join(FILE), is_keyed);
    let plain = journal_of(known);
    let tables = "SELECT sql FROM old.sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'inspection_term_%'
                  ORDER BY type = 'trigger', type DESC, rowid";
    let old = plain.path().join(FILE).display().to_string();
    conn.execute("ATTACH ?1 AS old KEY ''", [old]).unwrap();
    let texts = |sql: &str| -> Vec<String> {
        let mut statement = conn.prepare(sql).unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
    };
    for sql in texts(tables) {
        conn.execute_batch(&sql).unwrap();
    }
    let today = full.join(FILE).display().to_string();
    let key = if is_keyed { format!("x'{}'", "4c".repeat(32)) } else { String::new() };
    conn.execute("ATTACH ?1 AS today KEY ?2", [today, key]).unwrap();
    conn.execute_batch("INSERT INTO main.version SELECT major, 0 FROM today.version").unwrap();
    let common = "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name IN
                  (SELECT name FROM today.sqlite_schema) AND name NOT IN ('version', 'inspection_term')";
    for table in texts(common) {
        let columns =
            texts(&format!("SELECT name FROM main.pragma_table_info('{table}')")).join(", ");
        let sql = format!(
            "INSERT OR REPLACE INTO main.{table} ({columns}) SELECT {columns} FROM today.{table}"
        );
        conn.execute(&sql, []).unwrap();
    }
    if known < 4 {
        for nth in pages(known, dress) {
            let values = rusqlite::params![Digest::of(&page(nth)).0, page(nth)];
            conn.execute("INSERT INTO main.page VALUES (?1, ?2)", values).unwrap();
        }
    }
    conn.execute_batch("DETACH today; DETACH old").unwrap();
    conn.pragma_update(None, "user_version", i64::try_from(known).unwrap()).unwrap();
    conn.execute_batch("VACUUM").unwrap();
    folder
}

/// Schema number and dress of every file that has to be there.
fn wanted() -> Vec<(usize, &'static str)> {
    let mut wanted = Vec::new();
    for known in 1..=steps().len() {
        wanted.push((known, PLAIN));
        wanted.extend(SEALED.contains(&known).then_some((known, SEALED_DRESS)));
        wanted.extend((known >= KEYED).then_some((known, QUEUE)));
    }
    wanted
}

fn kept(known: usize, dress: &str, what: &str) -> PathBuf {
    Path::new(FOLDER).join(format!("{known:04}-{dress}.{what}"))
}

#[test]
fn a_new_schema_file_brings_its_kept_journal() {
    for (known, dress) in wanted() {
        let path = kept(known, dress, "db.zst");
        if should_write() && !path.exists() {
            std::fs::create_dir_all(FOLDER).unwrap();
            let full = match dress {
                QUEUE => queue(known),
                dress => full(dress == SEALED_DRESS, known >= SIGNED),
            };
            let folder = older(full.path(), known, dress);
            for (from, name, ending) in [(&folder, FILE, "db.zst"), (&full, DEVICE_KEY, "key.zst")]
            {
                let Ok(bytes) = std::fs::read(from.path().join(name)) else { continue };
                let pressed = zstd::bulk::compress(&bytes, 19).unwrap();
                std::fs::write(kept(known, dress, ending), pressed).unwrap();
            }
        }
        assert!(path.exists(), "{} is missing; LUCHA_WRITE=1 makes it", path.display());
    }
}

#[test]
fn a_new_kind_of_event_says_which_schema_is_the_first_that_has_it() {
    let known: Vec<u16> = kinds_of(steps().len()).into_iter().collect();
    assert_eq!(known, events::kinds().into_keys().collect::<Vec<_>>(), "SINCE");
    assert_eq!(known.len(), SINCE.iter().map(|(_, kinds)| kinds.len()).sum::<usize>());
}

/// A folder with a kept journal in it, its pages as files where its program had them so.
pub fn unpacked(known: usize, dress: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, ending) in [(FILE, "db.zst"), (DEVICE_KEY, "key.zst")] {
        let Ok(pressed) = std::fs::read(kept(known, dress, ending)) else { continue };
        let bytes = zstd::bulk::decompress(&pressed, 4 << 20).unwrap();
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    keep_pages(&folder, known, dress, dress == SEALED_DRESS);
    folder
}

fn keep_pages(folder: &TempDir, known: usize, dress: &str, is_keyed: bool) {
    if known >= 4 {
        let mut blobs = lucha::store::blobs::BlobKeep::at(&site(folder.path(), is_keyed));
        let pages = pages(known, dress).into_iter().map(|nth| (Digest::of(&page(nth)), page(nth)));
        blobs.keep(&pages.collect::<Vec<_>>()).unwrap();
    }
}

/// The same journal as its program would have kept it under a key.
fn sealed(known: usize, dress: &str) -> TempDir {
    let (plain, folder) = (unpacked(known, dress), tempfile::tempdir().unwrap());
    let conn = unlocked(&plain.path().join(FILE), false);
    let file = folder.path().join(FILE).display().to_string();
    let key = format!("x'{}'", "4c".repeat(32));
    conn.execute("ATTACH ?1 AS sealed KEY ?2", [file, key]).unwrap();
    conn.query_row("SELECT sqlcipher_export('sealed')", [], |_| Ok(())).unwrap();
    conn.execute_batch(&format!("PRAGMA sealed.user_version = {known}; DETACH sealed")).unwrap();
    if let Ok(bytes) = std::fs::read(plain.path().join(DEVICE_KEY)) {
        let (owner, secret) = sealed_key::open(&bytes, None).unwrap();
        let bytes = sealed_key::seal(owner, &secret, Some(&Key::new(KEY)), [3; 12]);
        std::fs::write(folder.path().join(DEVICE_KEY), bytes).unwrap();
    }
    keep_pages(&folder, known, dress, true);
    folder
}

/// Every entry as its file holds it.
fn entries(conn: &Connection) -> Vec<(i64, [Vec<u8>; 3])> {
    let sql = "SELECT number, envelope, salt, payload FROM entry ORDER BY number";
    let mut statement = conn.prepare(sql).unwrap();
    let rows =
        statement.query_map([], |row| Ok((row.get(0)?, [row.get(1)?, row.get(2)?, row.get(3)?])));
    rows.unwrap().collect::<Result<_, _>>().unwrap()
}

/// Opens a kept journal, reads it whole, writes into it, and looks at its copy from before.
fn opens(folder: &TempDir, known: usize, dress: &str, is_keyed: bool) {
    let at = format!("schema {known}, {dress}, keyed: {is_keyed}");
    let file = folder.path().join(FILE);
    let before = entries(&unlocked(&file, is_keyed));
    let bureau = if known >= SIGNED { 3 } else { 2 };
    let (of_bureau, of_stop) = if dress == QUEUE { every(known) } else { Default::default() };
    let of_queue = of_bureau.len() + of_stop.len();
    assert_eq!(before.len(), bureau + 3 * STOPS as usize + of_queue, "{at}");
    if dress == QUEUE {
        let kind = |envelope: &[u8]| envelope::decode(envelope).unwrap().kind;
        let kinds: BTreeSet<u16> =
            before.iter().map(|(_, [envelope, ..])| kind(envelope)).collect();
        let mut of_schema = queued(known);
        // A key is made by programs that sign.
        of_schema.retain(|kind| *kind != 9 || known >= SIGNED);
        assert_eq!(kinds, of_schema, "{at}");
    }
    let stops = STOPS as usize + usize::from(dress == QUEUE);
    let site = site(folder.path(), is_keyed);
    // A reader that comes first finds today's tables too.
    let reader = Store::open_to_read(&site, &mut Dice::Machine).unwrap();
    assert_eq!(reader.inspections("", None, 99).unwrap().len(), stops, "{at}");
    drop(reader);
    let mut store = Store::open(&site, &mut Dice::Counted(9)).unwrap();
    assert_eq!(store.unacknowledged().unwrap().0, before.len() as u64, "{at}");
    let rows = store.dump().unwrap();
    store.rebuild().unwrap();
    for (row, made) in rows.iter().zip(store.dump().unwrap()) {
        assert_eq!(*row, made, "{at}: a row is not what its entries make");
    }
    let (verdict, pages) = (store.verify().unwrap(), pages(known, dress));
    let whole = verdict.pages + verdict.photographs;
    assert_eq!((verdict.breaks, whole), (vec![], pages.len() as u64), "{at}");
    for nth in pages {
        let kept = store.page(Digest::of(&page(nth))).unwrap();
        assert_eq!(kept, Some(page(nth)), "{at}: page {nth}");
    }
    if known >= 2 {
        assert_eq!(store.drafts().unwrap().len(), STOPS as usize, "{at}");
    }
    assert_eq!(store.inspections("粤D00003", None, 9).unwrap().len(), 1, "{at}");
    let work = Work { bodies: vec![shift("计划二")], ..Work::default() };
    store.append(work, clock().read(), &mut Dice::Counted(10)).unwrap();
    let sent = store.outgoing(0, usize::MAX).unwrap().map(|out| out.entries.len());
    let signed = (known >= SIGNED).then_some(before.len() + 1);
    assert_eq!(sent, signed, "{at}: what is signed can be sent");
    drop(store);
    let after = entries(&unlocked(&file, is_keyed));
    assert_eq!(after[..before.len()], before, "{at}: not a byte of them changed");
    let copy = folder.path().join(format!("journal.before-{:04}.db", known + 1));
    assert_eq!(copy.exists(), known < steps().len(), "{at}");
    if copy.exists() {
        assert_eq!(entries(&unlocked(&copy, is_keyed)), before, "{at}: the copy");
    }
}

#[test]
fn every_kept_journal_opens_with_every_unsent_record_and_a_copy_from_before() {
    for (known, dress) in wanted() {
        opens(&unpacked(known, dress), known, dress, dress == SEALED_DRESS);
    }
}

#[test]
fn every_kept_journal_whose_program_had_a_key_opens_under_one() {
    for (known, dress) in wanted() {
        if known >= KEYED && dress != SEALED_DRESS {
            opens(&sealed(known, dress), known, dress, true);
        }
    }
}

/// The serial that a paper of tomorrow took.
pub const TAKEN_TOMORROW: u32 = 7_777;

/// `bytes` with `word` in place of `was`, which is as long.
fn renamed(bytes: &[u8], was: &[u8], word: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    if let Some(at) = bytes.windows(was.len()).position(|seen| seen == was) {
        bytes[at..at + was.len()].copy_from_slice(word);
    }
    bytes
}

/// A journal of today that a later program of the same major version has written in.
pub fn of_tomorrow() -> TempDir {
    let folder = full(false, true);
    let site = Site::plain(folder.path());
    let store = Store::open(&site, &mut Dice::Counted(1 << 20)).unwrap();
    let mut last = store.last_entry().unwrap().unwrap();
    let subject = store.inspections("", None, 1).unwrap()[0].id;
    let mut made = Vec::new();
    let paper = || events::paper_with_number(TAKEN_TOMORROW);
    let unknown = [(77_u16, None, shift("明天")), (177, Some(subject), shift("明天"))];
    for (kind, subject, body) in unknown.into_iter().chain([(116, Some(subject), paper())]) {
        let stamp = Stamp {
            suite: store.suite(),
            device: store.device(),
            epoch: 1,
            number: last.envelope.number + 1,
            previous: last.digest,
            clock: clock().read(),
            boot: last.envelope.boot,
            officer: None,
            subject,
            pen: 0,
            salt: [5; 16],
        };
        let (mut entry, mut kept) = entry::make(&stamp, body, Vec::new());
        // A kind and fields that this program does not know, and a paper of such a sort.
        entry.envelope.kind = kind;
        kept.payload = renamed(&kept.payload, b"evidence_hold", b"evidence_hole");
        entry.envelope.payload = entry.envelope.suite.digest(&[&kept.salt, &kept.payload]);
        kept.envelope = lucha::wire::envelope::encode(&entry.envelope);
        entry.digest = entry.envelope.suite.digest(&[&kept.envelope]);
        made.push((entry.clone(), kept));
        last = entry;
    }
    let head = lucha::store::Head { number: last.envelope.number, digest: last.digest };
    let bytes = store.signed_head(head).bytes();
    let signature = store.with_signer(|signer| signer.sign(&bytes)).unwrap();
    drop(store);
    let conn = unlocked(&folder.path().join(FILE), false);
    for (entry, kept) in &made {
        let sql = "INSERT INTO entry (number, envelope, salt, payload, digest, kind, subject)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let number = i64::try_from(entry.envelope.number).unwrap();
        let (kind, subject) = (entry.envelope.kind, entry.envelope.subject.map(|Id(id)| id));
        let values = rusqlite::params![
            number,
            kept.envelope,
            kept.salt,
            kept.payload,
            entry.digest.0,
            kind,
            subject
        ];
        conn.execute(sql, values).unwrap();
    }
    let values = rusqlite::params![
        i64::try_from(head.number).unwrap(),
        last.envelope.suite.byte(),
        signature
    ];
    conn.execute("INSERT INTO signed_head VALUES (?1, ?2, ?3)", values).unwrap();
    let values = rusqlite::params![TAKEN_TOMORROW, i64::try_from(head.number).unwrap()];
    conn.execute("INSERT INTO used_number VALUES ('样汕交罚', 2026, ?1, ?2)", values).unwrap();
    let sql = "UPDATE version SET minor = 99; PRAGMA user_version = 99;
               CREATE TABLE of_tomorrow (x TEXT) STRICT; INSERT INTO of_tomorrow VALUES ('kept');
               ALTER TABLE inspection ADD COLUMN later TEXT NOT NULL DEFAULT 'later';
               ALTER TABLE entry ADD COLUMN later TEXT";
    conn.execute_batch(sql).unwrap();
    folder
}

#[test]
fn what_a_later_minor_version_wrote_is_kept_and_work_goes_on() {
    let folder = of_tomorrow();
    let site = Site::plain(folder.path());
    let before = entries(&unlocked(&folder.path().join(FILE), false));
    let mut store = Store::open(&site, &mut Dice::Counted(1 << 21)).unwrap();
    let work = Work { bodies: vec![shift("今天")], ..Work::default() };
    store.append(work, clock().read(), &mut Dice::Counted(1 << 22)).unwrap();
    assert_eq!(store.verify().unwrap().breaks, []);
    store.rebuild().unwrap();
    assert_eq!(store.verify().unwrap().breaks, []);
    let subject = store.inspections("", None, 1).unwrap()[0].id;
    let kinds: Vec<_> = store.entries_of(subject).unwrap().iter().map(|e| name(&e.body)).collect();
    assert_eq!(kinds[kinds.len() - 2..], ["later", "later"], "they are shown as what they are");
    let used = store.used_serials("样汕交罚", 2026).unwrap();
    assert!(used.contains(&TAKEN_TOMORROW), "no other paper may bear it: {used:?}");
    let case = open_inspection::load(&store, subject).unwrap();
    assert_eq!(case.number_of_later.map(|number| number.serial), Some(TAKEN_TOMORROW));
    let sent = store.outgoing(0, usize::MAX).unwrap().unwrap();
    assert_eq!(sent.entries.len(), before.len() + 1, "and carried to headquarters as it is");
    drop(store);
    let conn = unlocked(&folder.path().join(FILE), false);
    assert_eq!(entries(&conn)[..before.len()], before);
    let text = |sql: &str| conn.query_row(sql, [], |row| row.get::<_, String>(0)).unwrap();
    assert_eq!(text("SELECT x FROM of_tomorrow"), "kept");
    assert_eq!(text("SELECT later FROM inspection LIMIT 1"), "later");
    assert_eq!(conn.query_row("SELECT minor FROM version", [], |row| row.get::<_, i64>(0)), Ok(99));
    assert!(!folder.path().join("journal.before-0100.db").exists(), "nothing was migrated");
}

#[test]
fn a_newer_major_version_is_refused_and_stays_byte_for_byte() {
    let folder = unpacked(steps().len(), PLAIN);
    let file = folder.path().join(FILE);
    unlocked(&file, false).execute_batch("UPDATE version SET major = 2, minor = 0").unwrap();
    let before = std::fs::read(&file).unwrap();
    let opened = Store::open(&Site::plain(folder.path()), &mut Dice::Machine);
    assert!(matches!(opened, Err(StoreFault::Newer { major: 2, minor: 0 })));
    assert_eq!(std::fs::read(&file).unwrap(), before);
}
