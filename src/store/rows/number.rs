//! Document numbers that were taken; the primary key refuses a number twice.

use crate::domain::agency::DocumentNo;
use crate::domain::inspection::judgement::Ending;
use crate::domain::shift_close::ClosedDecision;
use crate::stdx::clock::Moment;
use crate::stdx::fen::Fen;
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

    /// On-the-spot decisions of entries behind `acknowledged`, and those of stops since `shift`; by number.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn decisions_to_close(
        &self,
        acknowledged: u64,
        shift: Moment,
    ) -> Result<Vec<ClosedDecision>, StoreFault> {
        let sql = "SELECT u.prefix, u.year, u.serial, u.entry, d.issued_ms, d.printed, i.plate,
                          i.fine_fen
                   FROM used_number u JOIN entry e ON e.number = u.entry
                   JOIN inspection i ON i.id = e.subject
                   JOIN document d ON d.inspection = i.id AND d.form = 'on_spot_decision'
                   WHERE u.entry > ?1 OR i.at_ms >= ?2 ORDER BY u.prefix, u.year, u.serial";
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map(params![signed(acknowledged), shift.ms()], |row| {
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
