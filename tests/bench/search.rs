//! The first page of a Chinese search over a million rows, against a scan with LIKE over the same texts in the same
//! file.

use super::{fill, percentile, report, timed};
use lucha::app::command::{Command, Reply};
use lucha::app::opening;
use lucha::stdx::bigram;
use lucha::stdx::id::Id;
use rusqlite::{Connection, params};
use std::path::Path;

const ROWS: u64 = 1_000_000;

pub fn run() {
    let folder = fill::store(1);
    let conn = keyed(folder.path());
    fill_rows(&conn);
    let mut desk = opening::to_write(Some(folder.path())).unwrap();
    for text in ["张伟", "粤D00077", "D00077", "莲下", "伟", "7", "瑜"] {
        let (mut ours, mut scans) = (Vec::new(), Vec::new());
        for _ in 0..9 {
            let command = Command::Search { text: text.into(), before: None };
            let (reply, took) = timed(|| desk.handle(command));
            let Reply::Found(page) = reply else { panic!("no answer") };
            ours.push(took);
            let (found, took) = timed(|| scan(&conn, text));
            scans.push(took);
            let page: Vec<Id> = page.lines.iter().map(|line| line.inspection).collect();
            assert_eq!(page, found[..found.len().min(50)], "{text}: not exact");
        }
        let (ours, scan) = (percentile(&mut ours, 0.5), percentile(&mut scans, 0.5));
        report(
            &format!("search {text}, first page / LIKE scan"),
            &format!("{ours:.2} ms"),
            &format!("{scan:.0} ms over {ROWS} rows"),
            ours / scan,
        );
    }
}

fn keyed(folder: &Path) -> Connection {
    let conn = Connection::open(folder.join("journal.db")).unwrap();
    let key = opening::site(Some(folder)).unwrap().key.unwrap();
    let hex: String = key.bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    conn.execute_batch(&format!("PRAGMA key = \"x'{hex}'\"")).unwrap();
    conn
}

/// Rows and search terms as the store writes them, and their texts for the scan, in one transaction: a million
/// stops through the journal would take a quarter of an hour.
fn fill_rows(conn: &Connection) {
    conn.execute_batch("BEGIN; DELETE FROM inspection; DELETE FROM inspection_term;").unwrap();
    conn.execute_batch("CREATE TABLE scanned (number INTEGER PRIMARY KEY, text TEXT) STRICT")
        .unwrap();
    let row = "INSERT INTO inspection (number, id, at_ms, day, plate, kind, party, codes, outcome, document_no,
               documents, unprinted, place) VALUES (?1, ?2, ?3, 20261123, ?4, '货车', ?5, 'OL-001', '', '', 0, 0, ?6)";
    let mut row = conn.prepare(row).unwrap();
    let mut term =
        conn.prepare("INSERT INTO inspection_term (rowid, terms) VALUES (?1, ?2)").unwrap();
    let mut scanned = conn.prepare("INSERT INTO scanned (number, text) VALUES (?1, ?2)").unwrap();
    for nth in 0..ROWS {
        let facts = fill::facts(nth, ROWS);
        let number = i64::try_from(nth + 1).unwrap();
        let plate = &facts.vehicle.as_ref().unwrap().plate;
        let party = facts.party.as_ref().unwrap().name();
        let place = [facts.place.route.as_str(), &facts.place.text].join(" ");
        let text = [plate, party, "OL-001", &place].join(" ");
        let at_ms = facts.at.unwrap().ms();
        row.execute(params![number, id(number), at_ms, plate, party, place]).unwrap();
        term.execute(params![number, bigram::index_terms(&text)]).unwrap();
        scanned.execute(params![number, text]).unwrap();
    }
    let upto = "INSERT OR REPLACE INTO search_upto SELECT 1, max(number) FROM inspection; COMMIT";
    conn.execute_batch(upto).unwrap();
}

fn id(number: i64) -> [u8; 16] {
    i128::from(number).to_be_bytes()
}

fn scan(conn: &Connection, text: &str) -> Vec<Id> {
    let sql = "SELECT number FROM scanned WHERE text LIKE ?1 ORDER BY number DESC";
    let mut statement = conn.prepare_cached(sql).unwrap();
    let rows = statement.query_map([format!("%{text}%")], |row| row.get::<_, i64>(0)).unwrap();
    rows.map(|number| Id(id(number.unwrap()))).collect()
}
