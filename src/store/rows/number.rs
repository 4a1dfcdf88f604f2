//! Document numbers that were taken; the primary key refuses a number twice.

use crate::domain::agency::DocumentNo;
use crate::domain::inspection::judgement::Ending;
use crate::domain::shift_close::ClosedDecision;
use crate::stdx::clock::Moment;
use crate::stdx::day::Day;
use crate::stdx::fen::Fen;
use crate::store::journal::signed;
use crate::store::rows::inspection::day_key;
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

    /// On-the-spot decisions of the entries behind `behind`, by number: those that headquarters has not acknowledged,
    /// and those issued since `since`.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn decisions_behind(
        &self,
        behind: u64,
        acknowledged: u64,
        since: Moment,
    ) -> Result<Vec<ClosedDecision>, StoreFault> {
        let sql = "SELECT u.prefix, u.year, u.serial, u.entry, d.issued_ms, d.printed, i.plate,
                          i.fine_fen
                   FROM used_number u JOIN entry e ON e.number = u.entry
                   JOIN inspection i ON i.id = e.subject
                   JOIN document d ON d.inspection = i.id AND d.form = 'on_spot_decision'
                   WHERE u.entry > ?1 AND (u.entry > ?2 OR d.issued_ms >= ?3)
                   ORDER BY u.prefix, u.year, u.serial";
        let mut statement = self.conn.prepare_cached(sql)?;
        let key = params![signed(behind), signed(acknowledged), since.ms()];
        let rows = statement.query_map(key, |row| {
            let entry = u64::try_from(row.get::<_, i64>(3)?).unwrap_or(0);
            Ok(ClosedDecision {
                number: DocumentNo { prefix: row.get(0)?, year: row.get(1)?, serial: row.get(2)? },
                issued_on: Moment::from_ms(row.get(4)?).day(),
                plate: row.get(6)?,
                fine: row.get::<_, Option<i64>>(7)?.map(Fen),
                printed: row.get::<_, i64>(5)? > 0,
                received: entry <= acknowledged,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The last entry before the first inspection of `day` or a later one; the journal's head where there is none.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn before_day(&self, day: Day) -> Result<u64, StoreFault> {
        let sql = "SELECT min(number) FROM inspection WHERE day >= ?1";
        let first: Option<i64> = self.conn.query_row(sql, [day_key(day)], |row| row.get(0))?;
        let first = first.and_then(|first| u64::try_from(first).ok());
        Ok(first.map_or(self.head().number, |first| first.saturating_sub(1)))
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
