//! Watch lists by the digest of their plates: a list is in force when its last part has come; a hit only informs.

use crate::stdx::day::Day;
use crate::store::{Store, StoreFault};
use crate::wire::day_from;
use crate::wire::message::history::WatchPart;
use rusqlite::{Transaction, params};

/// A plate that was asked for stands on a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watched {
    /// Its name.
    pub list: String,
    /// Of the violation, where the list says one.
    pub code: String,
    /// Of the decision, where the list says one.
    pub day: Option<Day>,
    /// Of the decision's paper; empty where the list says none.
    pub number: String,
}

pub(super) fn keep(tx: &Transaction<'_>, part: &WatchPart) -> Result<(), StoreFault> {
    for row in &part.rows {
        let sql = "INSERT OR IGNORE INTO watch_row (plate, list, edition, code, day, number)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let key = params![row.plate.0, part.list, part.edition, row.code, row.day, row.number];
        tx.prepare_cached(sql)?.execute(key)?;
    }
    if part.part < part.parts {
        return Ok(());
    }
    let sql = "INSERT INTO watch_list (list, edition) VALUES (?1, ?2)
               ON CONFLICT (list) DO UPDATE SET edition = max(edition, excluded.edition)";
    tx.prepare_cached(sql)?.execute(params![part.list, part.edition])?;
    let sql = "DELETE FROM watch_row WHERE list = ?1 AND edition < ?2";
    tx.prepare_cached(sql)?.execute(params![part.list, part.edition])?;
    Ok(())
}

impl Store {
    /// The lists that `plate` stands on.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn watched(&self, plate: &str) -> Result<Vec<Watched>, StoreFault> {
        let mut watched = Vec::new();
        for digest in self.plate_digests(plate)? {
            let sql = "SELECT r.list, r.code, r.day, r.number
                       FROM watch_row r JOIN watch_list l ON l.list = r.list
                           AND l.edition = r.edition
                       WHERE r.plate = ?1 ORDER BY r.list, r.day, r.code, r.number";
            let mut statement = self.conn.prepare_cached(sql)?;
            let rows = statement.query_map([digest.0], |row| {
                let day = day_from(row.get(2)?).ok();
                Ok(Watched { list: row.get(0)?, code: row.get(1)?, day, number: row.get(3)? })
            })?;
            for row in rows {
                watched.push(row?);
            }
        }
        watched.dedup();
        Ok(watched)
    }
}
