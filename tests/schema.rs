//! The schema: released files never change, and an old journal becomes what a new one is.

use crate::crash::lives;
use lucha::domain::inspection::event::Event;
use lucha::stdx::clock::{Clock, Moment};
use lucha::stdx::digest::Digest;
use lucha::stdx::id::Dice;
use lucha::stdx::secret::Key;
use lucha::store::Store;
use lucha::store::journal::Work;
use lucha::store::open::FILE;
use lucha::store::site::Site;
use lucha::wire::event::Body;
use rusqlite::Connection;
use std::path::Path;
use tempfile::TempDir;

const FOLDER: &str = "src/store/schema";
const LOCK: &str = "src/store/schema.lock";

/// What the schema files behind the seventh made.
pub const BEHIND_SEVEN: &str =
    "DROP INDEX used_number_by_entry; DROP TABLE feed_unread; DROP TABLE feed_read;
    DROP TABLE prior_decision; DROP TABLE watch_list; DROP TABLE watch_row;
    DROP TABLE task; DROP TABLE returned; DROP TABLE earlier_epoch;
    DROP INDEX inspection_by_day; DROP INDEX inspection_by_plate;
    DROP INDEX inspection_by_driver; DROP INDEX inspection_by_carrier;
    ALTER TABLE inspection DROP COLUMN pruned; ALTER TABLE inspection DROP COLUMN waiting;
    CREATE INDEX inspection_by_day ON inspection (day, number);
    CREATE INDEX inspection_by_plate ON inspection (plate, number); DROP TABLE search_upto;
    DROP TABLE pruning_swept; DROP INDEX entry_with_blob; DROP TABLE blob_round;
    DROP INDEX act_by_driver; DROP INDEX act_by_carrier; DROP INDEX act_by_inspection;
    ALTER TABLE act DROP COLUMN driver; ALTER TABLE act DROP COLUMN carrier;
    ALTER TABLE inspection DROP COLUMN driver; ALTER TABLE inspection DROP COLUMN carrier;
    DROP INDEX feed_item_by_kind; DROP TRIGGER act_told_of_its_feed;
    DROP TABLE act_told; DROP TABLE act_told_upto;
    DROP TABLE checkpoint; DROP TABLE checkpoint_doubt; DROP TABLE rotation;
    DROP TABLE brought_entry; DROP TABLE brought_blob; ALTER TABLE document DROP COLUMN brought;
    ALTER TABLE document DROP COLUMN void;
    DROP TABLE former_receipt; DROP TABLE former_blob_receipt;
    DROP TABLE inspection_term; ALTER TABLE inspection DROP COLUMN place;
    CREATE VIRTUAL TABLE inspection_term USING fts5 (
        terms, content = '', contentless_delete = 1, tokenize = 'unicode61'
    );
    UPDATE version SET minor = 0;
    PRAGMA user_version = 7";

/// Names and texts of the schema files, in the order in which they are applied.
pub fn steps() -> Vec<(String, String)> {
    let mut steps: Vec<(String, String)> = std::fs::read_dir(FOLDER)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "sql"))
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_string();
            (name, std::fs::read_to_string(&path).unwrap())
        })
        .collect();
    steps.sort();
    steps
}

/// Everything that SQLite keeps about the schema of the journal in `folder`.
fn schema(folder: &Path) -> Vec<(String, String, String, String)> {
    let conn = Connection::open(folder.join(FILE)).unwrap();
    let sql = "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema ORDER BY 1, 2, 3";
    let mut statement = conn.prepare(sql).unwrap();
    let rows = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
        .unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

fn fresh() -> Vec<(String, String, String, String)> {
    let folder = tempfile::tempdir().unwrap();
    drop(Store::open(&Site::plain(folder.path()), &mut Dice::Counted(0)).unwrap());
    schema(folder.path())
}

/// A journal as a program that only knew the first `known` files would have left it.
pub fn journal_of(known: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let conn = Connection::open(folder.path().join(FILE)).unwrap();
    tables_of(&conn, known);
    folder
}

#[test]
fn every_schema_file_is_the_one_that_the_lock_names() {
    let wanted: Vec<String> = steps()
        .iter()
        .map(|(name, text)| format!("{} {name}", Digest::of(text.as_bytes()).hex()))
        .collect();
    let lock = std::fs::read_to_string(LOCK).unwrap();
    let locked: Vec<&str> =
        lock.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    assert_eq!(
        locked, wanted,
        "a released schema file never changes: add a new one and its line to {LOCK}"
    );
}

#[test]
fn schema_files_are_numbered_without_a_gap_and_all_of_them_are_applied() {
    let open = std::fs::read_to_string("src/store/migrate.rs").unwrap();
    for (nth, (name, _)) in steps().iter().enumerate() {
        assert!(name.starts_with(&format!("{:04}_", nth + 1)), "{name} is out of order");
        assert!(
            open.contains(&format!("schema/{name}")),
            "src/store/migrate.rs does not apply {name}"
        );
    }
}

#[test]
fn a_journal_migrated_step_by_step_is_what_a_fresh_one_is() {
    let wanted = fresh();
    assert!(wanted.iter().any(|(_, name, ..)| name == "entry"));
    for known in 0..=steps().len() {
        let folder = journal_of(known);
        drop(Store::open(&Site::plain(folder.path()), &mut Dice::Counted(0)).unwrap());
        assert_eq!(schema(folder.path()), wanted, "from the first {known} files");
    }
}

#[test]
fn what_an_old_journal_held_is_there_after_its_migration() {
    let folder = journal_of(2);
    let conn = Connection::open(folder.path().join(FILE)).unwrap();
    conn.execute("INSERT INTO draft VALUES (x'00000000000000000000000000000007', 1, 2)", [])
        .unwrap();
    let page = b"an issued page";
    let digest = Digest::of(page);
    conn.execute("INSERT INTO page VALUES (?1, ?2)", rusqlite::params![digest.0, page]).unwrap();
    drop(conn);
    let store = Store::open(&Site::plain(folder.path()), &mut Dice::Counted(0)).unwrap();
    assert_eq!(store.drafts().unwrap().len(), 1);
    assert_eq!(store.page(digest).unwrap().unwrap(), page, "pages went from rows to files");
    assert!(store.verify().unwrap().breaks.is_empty());
}

/// A journal of today with stops, papers, packs and drafts that nobody has received, as a journal
/// without a device key holds them.
fn full_queue() -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let mut dice = Dice::Counted(1);
    let mut store = Store::open(&Site::plain(folder.path()), &mut dice).unwrap();
    let clock = Clock::fixed(Moment::parse("2026-11-23T08:00:00+08:00").unwrap());
    for nth in 0..40_u64 {
        let page = nth.to_be_bytes().repeat(700);
        let digest = Digest::of(&page);
        let events = [
            Event::InspectionRecorded(Box::new(lives::facts(nth))),
            Event::InspectionEnded(lives::ending(u32::try_from(nth).unwrap() + 1)),
            Event::DocumentIssued(lives::document(dice.id(), digest)),
        ];
        let work = Work {
            subject: Some(dice.id()),
            bodies: events.into_iter().map(Body::Inspection).collect(),
            pages: vec![(digest, page)],
            ..Work::default()
        };
        store.append(work, clock.read(), &mut dice).unwrap();
        let fields = [("vehicle.plate".to_string(), format!("粤D{nth:05}"))];
        store.save_draft(dice.id(), &fields, clock.now()).unwrap();
    }
    (folder, store)
}

/// The rows of `from` in a journal that only the first `known` schema files made.
fn poured(from: &Path, known: usize) -> TempDir {
    let folder = journal_of(known);
    let conn = Connection::open(folder.path().join(FILE)).unwrap();
    let old = from.join(FILE).display().to_string();
    conn.execute("ATTACH ?1 AS today", [old]).unwrap();
    pour(&conn);
    folder
}

/// Makes the tables of the first `known` schema files.
pub fn tables_of(conn: &Connection, known: usize) {
    for (_, sql) in &steps()[..known] {
        conn.execute_batch(sql).unwrap();
    }
    conn.pragma_update(None, "user_version", i64::try_from(known).unwrap()).unwrap();
}

/// The rows of the journal that is attached as `today`.
pub fn pour(conn: &Connection) {
    let names = |sql: &str| -> Vec<String> {
        let mut statement = conn.prepare(sql).unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
    };
    let common = "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name IN
                  (SELECT name FROM today.sqlite_schema) AND name NOT IN ('version', 'inspection_term')";
    for table in names(common) {
        let columns = names(&format!("SELECT name FROM pragma_table_info('{table}')")).join(", ");
        let sql = format!(
            "INSERT OR REPLACE INTO main.{table} ({columns}) SELECT {columns} FROM today.{table}"
        );
        conn.execute(&sql, []).unwrap();
    }
}

#[test]
fn a_full_queue_of_each_released_schema_opens_with_every_record() {
    let (from, store) = full_queue();
    let (head, rows, drafts) = (store.head(), store.dump().unwrap(), store.drafts().unwrap());
    assert_eq!(store.acts_of_carrier("91440500MA0001018W", u64::MAX).unwrap().len(), 40);
    drop(store);
    for known in 3..=steps().len() {
        let folder = poured(from.path(), known);
        // Pages were rows until the fourth file took their table away.
        let pages_are_files = known >= 4;
        let blobs = folder.path().join("blobs");
        if pages_are_files {
            std::process::Command::new("cp")
                .arg("-r")
                .arg(from.path().join("blobs"))
                .arg(&blobs)
                .status()
                .unwrap();
        } else {
            let conn = Connection::open(folder.path().join(FILE)).unwrap();
            for nth in 0..40_u64 {
                let page = nth.to_be_bytes().repeat(700);
                let values = rusqlite::params![Digest::of(&page).0, page];
                conn.execute("INSERT INTO page VALUES (?1, ?2)", values).unwrap();
            }
        }
        let site = Site::plain(folder.path());
        let store = Store::open(&site, &mut Dice::Counted(0)).unwrap();
        assert_eq!((store.head(), store.dump().unwrap()), (head, rows.clone()), "{known}");
        assert_eq!(store.acts_of_carrier("91440500MA0001018W", u64::MAX).unwrap().len(), 40);
        assert_eq!(store.drafts().unwrap(), drafts, "{known}");
        let verdict = store.verify().unwrap();
        assert_eq!((verdict.breaks, verdict.pages), (vec![], 40), "{known}");
        drop(store);
        let copy = folder.path().join(format!("journal.before-{:04}.db", known + 1));
        assert_eq!(copy.exists(), known < steps().len(), "a copy before, and none without need");
        if copy.exists() {
            let conn = Connection::open(&copy).unwrap();
            let count = |sql: &str| conn.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
            assert_eq!(count("PRAGMA user_version"), i64::try_from(known).unwrap());
            assert_eq!(count("SELECT count(*) FROM entry"), 120);
            assert_eq!(count("SELECT count(*) FROM draft"), 40);
        }
    }
}

#[test]
fn the_copy_before_a_migration_is_under_the_same_key() {
    let folder = tempfile::tempdir().unwrap();
    let site = Site::keyed(folder.path(), Key::new([7; 32]));
    let mut store = Store::open(&site, &mut Dice::Counted(1)).unwrap();
    let clock = Clock::fixed(Moment::parse("2026-11-23T08:00:00+08:00").unwrap());
    let fields = [("party.name".to_string(), "林示例".to_string())];
    store.save_draft(Dice::Counted(9).id(), &fields, clock.now()).unwrap();
    drop(store);
    let key = format!("PRAGMA key = \"x'{}'\"", "07".repeat(32));
    let opened = |name: &str| {
        let conn = Connection::open(folder.path().join(name)).unwrap();
        conn.execute_batch(&key).unwrap();
        conn
    };
    opened(FILE).execute_batch(BEHIND_SEVEN).unwrap();
    let store = Store::open(&site, &mut Dice::Counted(1)).unwrap();
    assert_eq!(store.drafts().unwrap().len(), 1);
    let name = "journal.before-0008.db";
    let plain = std::fs::read(folder.path().join(name)).unwrap();
    assert!(!plain.windows(9).any(|part| part == "林示例".as_bytes()) && plain.len() > 4096);
    let drafts = "SELECT count(*) FROM draft";
    assert_eq!(opened(name).query_row(drafts, [], |row| row.get::<_, i64>(0)).unwrap(), 1);
}
