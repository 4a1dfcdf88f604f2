//! What headquarters told of acts that nobody punished, on the laptop: found by digests through rows of their own, also where an
//! older program kept the items.

use crate::ledger::plates;
use crate::schema::journal_of;
use lucha::domain::counting::Standing;
use lucha::domain::offender::Offenders;
use lucha::stdx::clock::{Clock, Moment};
use lucha::stdx::id::{Dice, Id};
use lucha::store::Store;
use lucha::store::incoming::Taken;
use lucha::store::journal::Work;
use lucha::store::open::FILE;
use lucha::store::site::Site;
use lucha::wire::message::feed::{FeedItem, News, Scope};
use lucha::wire::message::history::ActFound;
use rusqlite::{Connection, params};
use std::path::Path;

const PLATE: &str = "粤D30004";
const DRIVER: &str = "440515198501010101";
const CARRIER: &str = "91440500MA0001018W";
/// The last schema whose programs made no rows of these items.
const WITHOUT_ROWS: usize = 19;
/// The first that has them; nothing tied them to their headquarters then.
const WITH_ROWS: usize = 20;
/// What a program that knows of no rows does when it enrols the laptop at another headquarters.
const ENROLS_ELSEWHERE: &str =
    "UPDATE OR REPLACE feed_item SET scope = CAST(scope || zeroblob(32) AS BLOB)
     WHERE length(scope) <= 16;
     DELETE FROM feed_place; DELETE FROM feed_read; DELETE FROM feed_unread;
     DELETE FROM watch_list; DELETE FROM watch_row";

fn act(stop: u8, plate: &str, code: &str) -> ActFound {
    ActFound {
        stop: Id([stop; 16]),
        plate: plates().digest(plate),
        code: code.into(),
        day: 20_261_100 + u32::from(stop),
        open: None,
        withdrawn: None,
        driver: None,
        carrier: None,
    }
}

/// Items behind the key of plates: two acts of the plate, one of them an open case, one that was taken back, and one each that
/// only its driver or its carrier shares.
fn items() -> Vec<FeedItem> {
    let (key, hidden) = (plates(), act(3, PLATE, "FR-006"));
    let news = [
        News::PlateKey(plates()),
        News::ActFound(act(2, PLATE, "FR-006")),
        News::ActFound(ActFound { open: Some(true), ..act(1, PLATE, "FR-001") }),
        News::ActFound(hidden.clone()),
        News::ActFound(ActFound { withdrawn: Some(true), ..hidden }),
        News::ActFound(ActFound {
            driver: Some(key.driver(DRIVER)),
            ..act(4, "粤D30005", "FR-006")
        }),
        News::ActFound(ActFound {
            carrier: Some(key.carrier(CARRIER)),
            ..act(5, "粤D30006", "FR-006")
        }),
    ];
    news.iter().zip(1..).map(|(news, number)| news.item(number)).collect()
}

fn open(folder: &Path) -> Store {
    Store::open(&Site::plain(folder), &mut Dice::Counted(1)).unwrap()
}

fn raw(folder: &Path) -> Connection {
    Connection::open(folder.join(FILE)).unwrap()
}

/// Keeps items as a program does that makes no rows of them.
fn keep_alone(conn: &Connection, items: Vec<FeedItem>) {
    for item in items {
        let sql = "INSERT INTO feed_item (scope, number, kind, must_understand, body, received_ms)
                   VALUES (?1, ?2, ?3, ?4, ?5, 0)";
        let number = i64::try_from(item.number).unwrap();
        let (key, body) = (Scope::All.key(), item.body.as_slice());
        conn.execute(sql, params![key, number, item.kind, item.must_understand, body]).unwrap();
        let sql = "INSERT OR REPLACE INTO feed_place (scope, number) VALUES (?1, ?2)";
        conn.execute(sql, params![key, number]).unwrap();
    }
}

fn take(store: &mut Store, items: Vec<FeedItem>) {
    let taken = Taken { scope: Scope::All, items, at_ms: 1_764_000_000_000, is_last: true };
    let clock = Clock::fixed(Moment::parse("2026-11-23T08:00:00+08:00").unwrap());
    let work = Work { taken: Some(taken), ..Work::default() };
    store.append(work, clock.read(), &mut Dice::Counted(7)).unwrap();
}

/// First bytes of the stops that are found.
fn found(store: &Store, plate: &str, driver: &str, carrier: &str) -> Vec<u8> {
    let by = Offenders { driver: driver.into(), carrier: carrier.into() };
    let acts = store.acts_found(plate, &by).unwrap();
    acts.iter().map(|act| act.stop.unwrap().0[0]).collect()
}

/// Everything that is to be found in `items`.
fn check(store: &Store, what: &str) {
    assert_eq!(
        found(store, PLATE, "", ""),
        [1, 2],
        "{what}: oldest first, without what was taken back"
    );
    assert_eq!(found(store, "", DRIVER, ""), [4], "{what}");
    assert_eq!(found(store, "", "", CARRIER), [5], "{what}");
    assert_eq!(found(store, PLATE, DRIVER, CARRIER), [1, 2, 4, 5], "{what}");
    assert_eq!(found(store, "粤D30007", "440515198501010102", ""), [0; 0], "{what}");
    let acts = store.acts_found(PLATE, &Offenders::default()).unwrap();
    assert_eq!(
        (acts[0].standing, acts[1].standing),
        (Standing::Pending, Standing::Final),
        "{what}"
    );
    assert_eq!(acts[0].plate, plates().digest(PLATE).hex(), "{what}: its plate stays hidden");
}

#[test]
fn what_was_told_is_found_by_its_rows_and_no_item_is_read_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(folder.path());
    take(&mut store, items());
    check(&store, "as it came");
    drop(store);
    raw(folder.path()).execute_batch("DELETE FROM feed_item WHERE kind = 30").unwrap();
    check(&open(folder.path()), "by its rows alone");
    let conn = raw(folder.path());
    for (sql, index) in [
        ("SELECT code FROM act_told WHERE plate = ?1", "PRIMARY KEY"),
        ("SELECT code FROM act_told WHERE driver = ?1", "act_told_by_driver"),
        ("SELECT code FROM act_told WHERE carrier = ?1", "act_told_by_carrier"),
        ("SELECT body FROM feed_item WHERE kind = ?1", "feed_item_by_kind"),
    ] {
        let sql = format!("EXPLAIN QUERY PLAN {sql}");
        let plan: String = conn.query_row(&sql, [1], |row| row.get(3)).unwrap();
        assert!(plan.starts_with("SEARCH") && plan.contains(index), "{sql}: {plan}");
    }
}

#[test]
fn what_an_older_program_kept_is_found_before_the_next_items_and_behind_them() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(folder.path());
    let all = items();
    take(&mut store, all[..3].to_vec());
    take(&mut store, all[3..].to_vec());
    drop(store);
    // It knew of neither table.
    let forgets = "UPDATE act_told_upto SET number = 3; DELETE FROM act_told WHERE day > 20261102";
    raw(folder.path()).execute_batch(forgets).unwrap();
    let mut store = open(folder.path());
    check(&store, "among the items");
    take(&mut store, vec![News::ActFound(act(6, PLATE, "FR-006")).item(8)]);
    assert_eq!(found(&store, PLATE, DRIVER, CARRIER), [1, 2, 4, 5, 6]);
    drop(store);
    let upto = "SELECT number FROM act_told_upto";
    let conn = raw(folder.path());
    assert_eq!(conn.query_row(upto, [], |row| row.get::<_, i64>(0)).unwrap(), 8);
    let rows = "SELECT count(*) FROM act_told";
    assert_eq!(conn.query_row(rows, [], |row| row.get::<_, i64>(0)).unwrap(), 6);
}

#[test]
fn a_journal_from_before_these_rows_gets_them_when_it_is_migrated() {
    let folder = journal_of(WITHOUT_ROWS);
    let conn = raw(folder.path());
    keep_alone(&conn, items());
    drop(conn);
    check(&open(folder.path()), "migrated");
    raw(folder.path()).execute_batch("DELETE FROM feed_item WHERE kind = 30").unwrap();
    check(&open(folder.path()), "by its rows alone");
}

#[test]
fn an_older_program_that_enrols_the_laptop_elsewhere_leaves_no_row_of_the_headquarters_before() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(folder.path());
    take(&mut store, items());
    drop(store);
    let conn = raw(folder.path());
    conn.execute_batch(ENROLS_ELSEWHERE).unwrap();
    // The other one counts its items from one again, and has told of fewer.
    let news = [News::PlateKey(plates()), News::ActFound(act(6, PLATE, "FR-006"))];
    keep_alone(&conn, news.iter().zip(1..).map(|(news, number)| news.item(number)).collect());
    drop(conn);
    let mut store = open(folder.path());
    assert_eq!(found(&store, PLATE, DRIVER, CARRIER), [6], "among the items");
    take(&mut store, vec![News::ActFound(act(7, PLATE, "FR-006")).item(3)]);
    assert_eq!(found(&store, PLATE, DRIVER, CARRIER), [6, 7]);
    drop(store);
    raw(folder.path()).execute_batch("DELETE FROM feed_item WHERE kind = 30").unwrap();
    assert_eq!(found(&open(folder.path()), PLATE, DRIVER, CARRIER), [6, 7], "by their rows");
}

#[test]
fn rows_that_were_left_of_a_headquarters_before_are_made_anew_when_the_journal_is_migrated() {
    let folder = journal_of(WITH_ROWS);
    let conn = raw(folder.path());
    let stale = "INSERT INTO act_told (plate, stop, code, day, open, withdrawn)
                 VALUES (?1, zeroblob(16), 'FR-006', 20261101, 0, 0)";
    conn.execute(stale, [plates().digest(PLATE).0]).unwrap();
    // It had told of more than the one of today.
    conn.execute("INSERT INTO act_told_upto (only, number) VALUES (1, 40)", []).unwrap();
    keep_alone(&conn, items());
    drop(conn);
    check(&open(folder.path()), "made anew");
    raw(folder.path()).execute_batch("DELETE FROM feed_item WHERE kind = 30").unwrap();
    check(&open(folder.path()), "by its rows alone");
}
