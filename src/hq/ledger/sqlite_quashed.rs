//! Decisions that were taken back in the SQLite ledger; takes none back itself.

use super::LedgerFault;
use super::quashed::{self, Quashed, QuashedLedger};
use super::sqlite::SqliteLedger;
use super::sqlite_rows::signed;
use crate::stdx::id::Id;
use rusqlite::{Row, Transaction, params};
use std::collections::BTreeSet;

impl QuashedLedger for SqliteLedger {
    fn quashed(&mut self, numbers: Option<&BTreeSet<String>>) -> Result<Quashed, LedgerFault> {
        let agency = self.agency.0;
        let Some(numbers) = numbers else {
            let sql = "SELECT document_no, ground FROM quashed_decision WHERE agency = ?1";
            let mut statement = self.conn.prepare_cached(sql)?;
            let found = statement.query_map([agency], pair)?;
            return Ok(found.collect::<Result<_, _>>()?);
        };
        let sql = "SELECT document_no, ground FROM quashed_decision
                   WHERE agency = ?1 AND document_no = ?2";
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut all = Quashed::new();
        for number in numbers {
            for found in statement.query_map(params![agency, number], pair)? {
                let (number, ground) = found?;
                all.insert(number, ground);
            }
        }
        Ok(all)
    }
}

impl SqliteLedger {
    /// Takes in, once, what items say that are older than the table.
    pub(super) fn seek_quashed(&mut self) -> Result<(), LedgerFault> {
        let sql = "SELECT upto FROM quashed_sought WHERE agency = ?1";
        if self.conn.prepare(sql)?.exists([self.agency.0])? {
            return Ok(());
        }
        let (found, upto) = quashed::in_feed(self)?;
        self.write(|tx, agency| {
            // What came meanwhile is newer.
            let sql = "INSERT INTO quashed_decision (agency, document_no, ground)
                       VALUES (?1, ?2, ?3) ON CONFLICT (agency, document_no) DO NOTHING";
            for (number, ground) in &found {
                tx.execute(sql, params![agency.0, number, ground])?;
            }
            let sql = "INSERT INTO quashed_sought (agency, upto) VALUES (?1, ?2)
                       ON CONFLICT (agency) DO NOTHING";
            tx.execute(sql, params![agency.0, signed(upto)])?;
            Ok(())
        })
    }
}

/// A number and its paper.
fn pair(row: &Row<'_>) -> rusqlite::Result<(String, String)> {
    Ok((row.get(0)?, row.get(1)?))
}

/// Keeps it in the transaction of its item.
pub(super) fn keep(
    tx: &Transaction<'_>,
    agency: Id,
    (number, ground): (&str, &str),
) -> Result<(), LedgerFault> {
    let sql = "INSERT INTO quashed_decision (agency, document_no, ground) VALUES (?1, ?2, ?3)
               ON CONFLICT (agency, document_no) DO UPDATE SET ground = excluded.ground";
    tx.prepare_cached(sql)?.execute(params![agency.0, number, ground])?;
    Ok(())
}
