//! Document numbers that were taken; the primary key refuses a number twice.

use crate::domain::agency::{DocumentNo, NumberBlock};
use crate::domain::bureau::BureauEvent;
use crate::domain::inspection::event::Event;
use crate::domain::shift_close::ClosedDecision;
use crate::stdx::clock::Moment;
use crate::stdx::day::Day;
use crate::stdx::fen::Fen;
use crate::stdx::id::Id;
use crate::store::journal::signed;
use crate::store::rows::inspection::day_key;
use crate::store::rows::search::WAIT;
use crate::store::{Store, StoreFault};
use crate::wire::entry::Entry;
use crate::wire::envelope::{self, Envelope};
use crate::wire::event::bureau::NUMBER_BLOCK_GRANTED;
use crate::wire::event::voiding::NUMBER_VOIDED;
use crate::wire::event::{self, Body};
use rusqlite::{ErrorCode, Transaction, params};
use std::collections::BTreeMap;

/// A number that an entry of this journal took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberUse {
    /// The number.
    pub number: DocumentNo,
    /// The stop of the entry.
    pub inspection: Option<Id>,
    /// Of its vehicle; empty without one, and where party data left.
    pub plate: String,
    /// The day of the entry by the laptop's clock.
    pub on: Option<Day>,
    /// Forms of the papers that bear it, in the order in which they were issued.
    pub forms: Vec<String>,
    /// Why it is void; `None` while it stands.
    pub voided: Option<String>,
}

/// The entry takes `number`: a decision on the spot, or the first paper of a case that bears one.
pub(super) fn used(
    tx: &Transaction<'_>,
    entry: &Entry,
    number: Option<&DocumentNo>,
) -> Result<(), StoreFault> {
    let Some(number) = number else { return Ok(()) };
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

/// The entry voids `number`, and holds it from now on: nothing takes it again, also where its paper's own entry is no more to be
/// read.
pub(super) fn voided(
    tx: &Transaction<'_>,
    entry: &Entry,
    number: &DocumentNo,
) -> Result<(), StoreFault> {
    let sql = "INSERT OR REPLACE INTO used_number (prefix, year, serial, entry)
               VALUES (?1, ?2, ?3, ?4)";
    let at = signed(entry.envelope.number);
    let row = params![number.prefix, number.year, number.serial, at];
    tx.prepare_cached(sql)?.execute(row)?;
    Ok(())
}

/// Why the entry under `envelope` voids its number; `None` where it takes one.
fn reason(envelope: &Envelope, payload: &[u8]) -> Option<String> {
    if envelope.kind != NUMBER_VOIDED {
        return None;
    }
    match event::decode(envelope.kind, envelope.schema, payload) {
        Ok(Body::Inspection(Event::NumberVoided(void))) => Some(void.reason),
        // It is void, whatever its reason was.
        Ok(_) | Err(_) => Some(String::new()),
    }
}

/// Both sorts of stops, so that their index is used; and those that wait for it.
fn sql_before_day() -> String {
    format!(
        "SELECT min(number) FROM (
             SELECT number FROM inspection WHERE waiting = 0 AND pruned IN (0, 1) AND day >= ?1
             UNION ALL SELECT number FROM inspection WHERE {WAIT} AND day >= ?1)"
    )
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

    /// Whether a number was voided.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn is_void(&self, number: &DocumentNo) -> Result<bool, StoreFault> {
        let sql = "SELECT count(*) FROM used_number u JOIN entry e ON e.number = u.entry
                   WHERE u.prefix = ?1 AND u.year = ?2 AND u.serial = ?3 AND e.kind = ?4";
        let key = params![number.prefix, number.year, number.serial, NUMBER_VOIDED];
        let count: i64 = self.conn.prepare_cached(sql)?.query_row(key, |row| row.get(0))?;
        Ok(count > 0)
    }

    /// On-the-spot decisions of the entries behind `behind`, each with its stop, by number: those that headquarters has not
    /// acknowledged, and those issued since `since`.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn decisions_behind(
        &self,
        behind: u64,
        acknowledged: u64,
        since: Moment,
    ) -> Result<Vec<(Id, ClosedDecision)>, StoreFault> {
        let sql = "SELECT u.prefix, u.year, u.serial, u.entry, d.issued_ms, d.printed, i.plate,
                          i.fine_fen, i.id
                   FROM used_number u JOIN entry e ON e.number = u.entry
                   JOIN inspection i ON i.id = e.subject
                   JOIN document d ON d.inspection = i.id AND d.form = 'on_spot_decision'
                   WHERE u.entry > ?1 AND (u.entry > ?2 OR d.issued_ms >= ?3)
                   ORDER BY u.prefix, u.year, u.serial";
        let mut statement = self.conn.prepare_cached(sql)?;
        let key = params![signed(behind), signed(acknowledged), since.ms()];
        let rows = statement.query_map(key, |row| {
            let entry = u64::try_from(row.get::<_, i64>(3)?).unwrap_or(0);
            let decision = ClosedDecision {
                number: DocumentNo { prefix: row.get(0)?, year: row.get(1)?, serial: row.get(2)? },
                issued_on: Moment::from_ms(row.get(4)?).day(),
                plate: row.get(6)?,
                fine: row.get::<_, Option<i64>>(7)?.map(Fen),
                printed: row.get::<_, i64>(5)? > 0,
                received: entry <= acknowledged,
            };
            Ok((Id(row.get(8)?), decision))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The last entry before the first inspection of `day` or a later one; the journal's head where there is none.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn before_day(&self, day: Day) -> Result<u64, StoreFault> {
        let first: Option<i64> = self
            .conn
            .prepare_cached(&sql_before_day())?
            .query_row([day_key(day)], |row| row.get(0))?;
        let first = first.and_then(|first| u64::try_from(first).ok());
        Ok(first.map_or(self.head().number, |first| first.saturating_sub(1)))
    }

    /// Every number that was taken, in the order of prefixes, years and serials.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn number_uses(&self) -> Result<Vec<NumberUse>, StoreFault> {
        let mut forms = self.forms_by_number()?;
        let sql = "SELECT u.prefix, u.year, u.serial, e.subject, i.plate, e.envelope, e.payload
                   FROM used_number u LEFT JOIN entry e ON e.number = u.entry
                   LEFT JOIN inspection i ON i.id = e.subject
                   ORDER BY u.prefix, u.year, u.serial";
        let mut statement = self.conn.prepare_cached(sql)?;
        let uses = statement.query_map([], |row| {
            let number = DocumentNo { prefix: row.get(0)?, year: row.get(1)?, serial: row.get(2)? };
            let envelope: Option<Vec<u8>> = row.get(5)?;
            let envelope = envelope.and_then(|bytes| envelope::decode(&bytes).ok());
            let payload: Option<Vec<u8>> = row.get(6)?;
            Ok(NumberUse {
                voided: envelope.as_ref().zip(payload).and_then(|(it, bytes)| reason(it, &bytes)),
                forms: forms.remove(&number.to_string()).unwrap_or_default(),
                number,
                inspection: row.get::<_, Option<[u8; 16]>>(3)?.map(Id),
                plate: row.get::<_, Option<String>>(4)?.unwrap_or_default(),
                on: envelope.map(|envelope| envelope.clock.wall.day()),
            })
        })?;
        Ok(uses.collect::<Result<_, _>>()?)
    }

    /// Of each number that stands on a paper the forms that bear it.
    fn forms_by_number(&self) -> Result<BTreeMap<String, Vec<String>>, StoreFault> {
        let sql = "SELECT document_no, form FROM document WHERE document_no <> '' ORDER BY rowid";
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        let mut forms: BTreeMap<String, Vec<String>> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            forms.entry(row.get(0)?).or_default().push(row.get(1)?);
        }
        Ok(forms)
    }

    /// Blocks that were granted, of every epoch, each with its entry, oldest first.
    ///
    /// # Errors
    /// When an entry cannot be read.
    pub fn blocks_granted(&self) -> Result<Vec<(NumberBlock, u64)>, StoreFault> {
        let of = |entry: Entry| match entry.body {
            Body::Bureau(BureauEvent::NumberBlockGranted(block)) => {
                Some((block, entry.envelope.number))
            }
            Body::Bureau(_) | Body::Inspection(_) | Body::Later { .. } | Body::Pruned => None,
        };
        let entries = self.of_kinds(&[NUMBER_BLOCK_GRANTED])?;
        Ok(entries.into_iter().filter_map(of).collect())
    }

    /// Serials taken of a prefix in a year, ascending, each with the entry that took it.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn used_with_entries(
        &self,
        prefix: &str,
        year: i32,
    ) -> Result<Vec<(u32, u64)>, StoreFault> {
        let sql = "SELECT serial, entry FROM used_number WHERE prefix = ?1 AND year = ?2
                   ORDER BY serial";
        let mut statement = self.conn.prepare_cached(sql)?;
        let used = statement.query_map(params![prefix, year], |row| {
            Ok((row.get(0)?, u64::try_from(row.get::<_, i64>(1)?).unwrap_or(0)))
        })?;
        Ok(used.collect::<Result<_, _>>()?)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::migrate;

    #[test]
    fn the_first_stop_of_a_day_is_looked_up_in_the_index_whether_it_waits_or_not() {
        let conn = migrate::blank().unwrap();
        let put = "INSERT INTO inspection (number, id, at_ms, day, plate, kind, party, codes,
                       outcome, document_no, documents, unprinted, pruned, waiting)
                   VALUES (?1, randomblob(16), 0, ?2, '', '', '', '', '', '', 0, 0, ?3, ?4)";
        for row in [[3, 10, 1, 0], [5, 11, 1, 0], [7, 12, 0, 0], [9, 13, 0, 1]] {
            conn.execute(put, row).unwrap();
        }
        conn.execute("INSERT OR REPLACE INTO search_upto (only, number) VALUES (1, 8)", [])
            .unwrap();
        for (day, wanted) in [(9, Some(3)), (11, Some(5)), (12, Some(7)), (13, Some(9)), (14, None)]
        {
            let first: Option<i64> =
                conn.query_row(&sql_before_day(), [day], |row| row.get(0)).unwrap();
            assert_eq!(first, wanted, "{day}");
        }
        let plan = format!("EXPLAIN QUERY PLAN {}", sql_before_day());
        let mut plan = conn.prepare(&plan).unwrap();
        let steps = plan.query_map([9], |row| row.get::<_, String>(3)).unwrap();
        let steps: Vec<String> = steps.map(Result::unwrap).collect();
        assert!(steps.iter().any(|step| step.contains("inspection_by_day")), "{steps:?}");
        assert!(!steps.iter().any(|step| step.starts_with("SCAN inspection")), "{steps:?}");
    }
}
