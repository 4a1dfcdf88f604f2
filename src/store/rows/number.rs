//! Document numbers that were taken; the primary key refuses a number twice.

use crate::domain::agency::DocumentNo;
use crate::domain::inspection::judgement::Ending;
use crate::store::journal::signed;
use crate::store::{Store, StoreFault};
use crate::wire::entry::Entry;
use rusqlite::{ErrorCode, Transaction, params};

pub(super) fn used(tx: &Transaction<'_>, entry: &Entry, ending: &Ending) -> Result<(), StoreFault> {
    let Some(number) = &ending.number else { return Ok(()) };
    let sql = "INSERT INTO used_number (prefix, year, serial, entry) VALUES (?1, ?2, ?3, ?4)";
    let taken = tx.prepare_cached(sql)?.execute(params![
        number.prefix,
        number.year,
        number.serial,
        signed(entry.envelope.number),
    ]);
    match taken {
        Ok(_) => Ok(()),
        Err(fault) if fault.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
            Err(StoreFault::NumberUsed(number.to_string()))
        }
        Err(fault) => Err(fault.into()),
    }
}

impl Store {
    /// Whether a number was taken.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn is_used(&self, number: &DocumentNo) -> Result<bool, StoreFault> {
        let sql =
            "SELECT count(*) FROM used_number WHERE prefix = ?1 AND year = ?2 AND serial = ?3";
        let count: i64 = self
            .conn
            .prepare_cached(sql)?
            .query_row(params![number.prefix, number.year, number.serial], |row| row.get(0))?;
        Ok(count > 0)
    }

    /// Serials taken of a prefix in a year, ascending.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn used_serials(&self, prefix: &str, year: i32) -> Result<Vec<u32>, StoreFault> {
        let sql = "SELECT serial FROM used_number WHERE prefix = ?1 AND year = ?2 ORDER BY serial";
        let mut statement = self.conn.prepare_cached(sql)?;
        let serials = statement.query_map(params![prefix, year], |row| row.get(0))?;
        Ok(serials.collect::<Result<_, _>>()?)
    }
}
