//! The first page of a Chinese search against a scan with LIKE over the same rows.

use super::{percentile, report, timed};
use lucha::app::command::{Command, Reply};
use lucha::app::opening;
use std::path::Path;

pub fn run(folder: &Path) {
    let mut desk = opening::to_write(Some(folder)).unwrap();
    let conn = rusqlite::Connection::open(folder.join("journal.db")).unwrap();
    let key = opening::site(Some(folder)).unwrap().key.unwrap();
    let hex: String = key.bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    conn.execute_batch(&format!("PRAGMA key = \"x'{hex}'\"")).unwrap();
    for text in ["张伟", "粤D00077", "莲下", "伟"] {
        let (mut ours, mut scans) = (Vec::new(), Vec::new());
        for _ in 0..9 {
            let command = Command::Search { text: text.into(), before: None };
            let (reply, took) = timed(|| desk.handle(command));
            let Reply::Found(page) = reply else { panic!("no answer") };
            ours.push(took);
            let (found, took) = timed(|| scan(&conn, text));
            scans.push(took);
            assert_eq!(page.lines.len().min(50), found.min(50), "{text}: not exact");
        }
        let (ours, scan) = (percentile(&mut ours, 0.5), percentile(&mut scans, 0.5));
        report(
            &format!("search {text}, first page / LIKE scan"),
            &format!("{ours:.2} ms"),
            &format!("{scan:.1} ms over 100,000"),
            ours / scan,
        );
    }
}

fn scan(conn: &rusqlite::Connection, text: &str) -> usize {
    let sql = "SELECT number FROM inspection
               WHERE plate LIKE ?1 OR party LIKE ?1 OR '澄海区莲下路口治超点' LIKE ?1
               ORDER BY number DESC";
    let mut statement = conn.prepare_cached(sql).unwrap();
    let rows = statement.query_map([format!("%{text}%")], |row| row.get::<_, i64>(0)).unwrap();
    rows.count()
}
