//! Decisions that were taken back in the PostgreSQL ledger; takes none back itself.

use super::LedgerFault;
use super::postgres::PostgresLedger;
use super::postgres_rows::{Door, signed};
use super::quashed::{self, Quashed, QuashedLedger};
use crate::stdx::id::Id;
use postgres::{Error, GenericClient};
use std::collections::BTreeSet;

impl QuashedLedger for PostgresLedger {
    fn quashed(&mut self, numbers: Option<&BTreeSet<String>>) -> Result<Quashed, LedgerFault> {
        let agency = self.agency.0;
        let rows = if let Some(numbers) = numbers {
            let sql = "SELECT document_no, ground FROM quashed_decision
                       WHERE agency = $1 AND document_no = ANY ($2)";
            let numbers: Vec<&str> = numbers.iter().map(String::as_str).collect();
            self.once(|door| door.all(sql, &[&agency.as_slice(), &numbers]))?
        } else {
            let sql = "SELECT document_no, ground FROM quashed_decision WHERE agency = $1";
            self.once(|door| door.all(sql, &[&agency.as_slice()]))?
        };
        Ok(rows.iter().map(|row| (row.get(0), row.get(1))).collect())
    }
}

impl PostgresLedger {
    /// Takes in, once, what items say that are older than the table.
    pub(super) fn seek_quashed(&mut self) -> Result<(), LedgerFault> {
        let agency = self.agency.0;
        let sql = "SELECT upto FROM quashed_sought WHERE agency = $1";
        if self.once(|door| door.one(sql, &[&agency.as_slice()]))?.is_some() {
            return Ok(());
        }
        let (found, upto) = quashed::in_feed(self)?;
        let numbers: Vec<&str> = found.keys().map(String::as_str).collect();
        let grounds: Vec<&str> = found.values().map(String::as_str).collect();
        self.write(|door| {
            // What came meanwhile is newer.
            let sql = "INSERT INTO quashed_decision (agency, document_no, ground)
                       SELECT $1::bytea, q.document_no, q.ground
                       FROM unnest($2::text[], $3::text[]) AS q (document_no, ground)
                       ON CONFLICT (agency, document_no) DO NOTHING";
            door.execute(sql, &[&agency.as_slice(), &numbers, &grounds])?;
            let sql = "INSERT INTO quashed_sought (agency, upto) VALUES ($1, $2)
                       ON CONFLICT (agency) DO NOTHING";
            door.execute(sql, &[&agency.as_slice(), &signed(upto)])?;
            Ok(())
        })
    }
}

/// Keeps it in the transaction of its item.
pub(super) fn keep<C: GenericClient>(
    door: &mut Door<'_, C>,
    agency: Id,
    (number, ground): (&str, &str),
) -> Result<(), Error> {
    let sql = "INSERT INTO quashed_decision (agency, document_no, ground) VALUES ($1, $2, $3)
               ON CONFLICT (agency, document_no) DO UPDATE SET ground = EXCLUDED.ground";
    door.execute(sql, &[&agency.0.as_slice(), &number, &ground])?;
    Ok(())
}
