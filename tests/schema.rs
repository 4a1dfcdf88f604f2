//! The schema: released files never change, and an old journal becomes what a new one is.

use lucha::stdx::digest::Digest;
use lucha::stdx::id::Dice;
use lucha::store::Store;
use lucha::store::open::FILE;
use lucha::store::site::Site;
use rusqlite::Connection;
use std::path::Path;

const FOLDER: &str = "src/store/schema";
const LOCK: &str = "src/store/schema.lock";

/// Names and texts of the schema files, in the order in which they are applied.
fn steps() -> Vec<(String, String)> {
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
fn journal_of(known: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let conn = Connection::open(folder.path().join(FILE)).unwrap();
    for (_, sql) in &steps()[..known] {
        conn.execute_batch(sql).unwrap();
    }
    conn.pragma_update(None, "user_version", i64::try_from(known).unwrap()).unwrap();
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
fn schema_files_are_numbered_in_order_and_all_of_them_are_applied() {
    let open = std::fs::read_to_string("src/store/open.rs").unwrap();
    let number = |name: &str| name[..4].parse::<u32>().unwrap();
    for pair in steps().windows(2) {
        assert!(number(&pair[0].0) < number(&pair[1].0), "{} is out of order", pair[1].0);
    }
    for (name, _) in &steps() {
        assert!(
            open.contains(&format!("schema/{name}")),
            "src/store/open.rs does not apply {name}"
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
