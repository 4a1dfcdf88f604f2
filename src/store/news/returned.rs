//! Cases that headquarters gave back (退回补正), until it says that it holds the answer.

use crate::stdx::day::Day;
use crate::stdx::id::Id;
use crate::store::journal::signed;
use crate::store::{Store, StoreFault};
use crate::wire::day_from;
use crate::wire::message::returned::{CaseReturned, ReturnSettled};
use rusqlite::{Transaction, params};

/// A case that was given back and whose answer headquarters does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnRow {
    /// What the answer names.
    pub id: Id,
    /// The stop that is given back.
    pub inspection: Id,
    /// The entry that was looked at.
    pub entry: u64,
    /// Empty where its decision has none.
    pub document_no: String,
    /// Paths that are to be corrected; empty leaves it to the officer.
    pub fields: Vec<String>,
    /// Headquarters' words.
    pub reason: String,
    /// The last day of the answer.
    pub due: Option<Day>,
    /// The journal's last entry when it came.
    pub behind: u64,
}

pub(super) fn keep(
    tx: &Transaction<'_>,
    returned: &CaseReturned,
    head: u64,
) -> Result<(), StoreFault> {
    let sql = "INSERT OR IGNORE INTO returned (id, subject, entry, document_no, fields, reason,
                                               due, behind, settled)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0)";
    tx.prepare_cached(sql)?.execute(params![
        returned.id.0,
        returned.subject.0,
        signed(returned.number),
        returned.document_no,
        returned.fields.join("\n"),
        returned.reason,
        returned.due,
        signed(head),
    ])?;
    Ok(())
}

pub(super) fn settle(tx: &Transaction<'_>, settled: &ReturnSettled) -> Result<(), StoreFault> {
    let sql = "UPDATE returned SET settled = 1 WHERE id = ?1";
    tx.prepare_cached(sql)?.execute([settled.id.0])?;
    Ok(())
}

impl Store {
    /// Returns that headquarters has no answer to, the first due first.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn returns(&self) -> Result<Vec<ReturnRow>, StoreFault> {
        let sql = "SELECT id, subject, entry, document_no, fields, reason, due, behind
                   FROM returned WHERE settled = 0 ORDER BY due, id";
        let mut statement = self.conn.prepare_cached(sql)?;
        let whole = |n: i64| u64::try_from(n).unwrap_or(0);
        let rows = statement.query_map([], |row| {
            let fields: String = row.get(4)?;
            Ok(ReturnRow {
                id: Id(row.get(0)?),
                inspection: Id(row.get(1)?),
                entry: whole(row.get(2)?),
                document_no: row.get(3)?,
                fields: fields.lines().map(str::to_string).collect(),
                reason: row.get(5)?,
                due: day_from(row.get(6)?).ok(),
                behind: whole(row.get(7)?),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
