//! Pens, branches and settlements in the SQLite ledger; decides nothing.

use super::LedgerFault;
use super::pens::{BesideRow, Move, PenLedger, read, told};
use super::sqlite::SqliteLedger;
use super::sqlite_rows::{publish, signed, whole};
use crate::hq::pens::Pen;
use crate::stdx::id::Id;
use crate::wire::event::inspection::RECORDED;
use crate::wire::message;
use crate::wire::message::feed::{News, Scope};
use crate::wire::message::hello::JournalName;
use crate::wire::message::pen::{BranchSettled, PenMoved};
use rusqlite::{OptionalExtension, Row, Transaction, params};
use std::collections::BTreeMap;

impl PenLedger for SqliteLedger {
    fn pens(&mut self, subjects: &[Id]) -> Result<BTreeMap<Id, Pen>, LedgerFault> {
        let sql = "SELECT device, token FROM pen WHERE agency = ?1 AND subject = ?2
                   ORDER BY token DESC LIMIT 1";
        let mut moved = self.conn.prepare_cached(sql)?;
        // The index is named: SQLite, which has no numbers of its tables, would go through all entries of the agency.
        let sql = "SELECT device, 0 FROM entry AS e INDEXED BY entry_by_subject
                   WHERE agency = ?1 AND subject = ?2 AND kind = ?3 AND NOT EXISTS (
                       SELECT 1 FROM branch_entry AS b
                       WHERE b.agency = e.agency AND b.subject = e.subject
                         AND b.device = e.device AND b.epoch = e.epoch AND b.number = e.number)
                   ORDER BY received_ms, device, epoch, number LIMIT 1";
        let mut recorded = self.conn.prepare_cached(sql)?;
        let mut found = BTreeMap::new();
        for subject in subjects {
            let (agency, key) = (self.agency.0, subject.0);
            let mut own = moved.query_row(params![agency, key], pen).optional()?;
            if own.is_none() {
                own = recorded.query_row(params![agency, key, RECORDED], pen).optional()?;
            }
            found.extend(own.map(|pen| (*subject, pen)));
        }
        Ok(found)
    }

    fn moves(&mut self, subject: Id) -> Result<Vec<PenMoved>, LedgerFault> {
        let sql = "SELECT signed FROM pen WHERE agency = ?1 AND subject = ?2 ORDER BY token";
        self.words(sql, subject)?.iter().map(|bytes| read(bytes)).collect()
    }

    fn move_pen(&mut self, pen: &Move<'_>) -> Result<bool, LedgerFault> {
        let Move { moved, ends, beside, .. } = *pen;
        self.write(|tx, agency| {
            let sql = "SELECT count(*) FROM journal WHERE agency = ?1 AND device IN (?2, ?3)";
            let sides = params![agency.0, moved.from.0, moved.to.0];
            // A journal that opened since is none of those that were read.
            if tx.query_row(sql, sides, |row| whole(row, 0))? != ends.len() as u64 {
                return Ok(false);
            }
            let sql = "SELECT count(*) FROM journal WHERE agency = ?1 AND device = ?2
                       AND epoch = ?3 AND head_number = ?4 AND head_digest = ?5";
            for (name, head) in ends {
                let number = signed(head.number);
                let key = params![agency.0, name.device.0, name.epoch, number, head.digest.0];
                if tx.prepare_cached(sql)?.query_row(key, |row| whole(row, 0))? != 1 {
                    return Ok(false);
                }
            }
            let sql = "INSERT INTO pen (agency, subject, token, device, signed)
                       SELECT ?1, ?2, ?3, ?4, ?5 WHERE NOT EXISTS (SELECT 1 FROM pen
                           WHERE agency = ?1 AND subject = ?2 AND token >= ?3)";
            let (subject, token) = (moved.subject.0, signed(moved.token));
            let row = params![agency.0, subject, token, moved.to.0, message::encode(moved)];
            if tx.execute(sql, row)? != 1 {
                return Ok(false);
            }
            let sql = "UPDATE journal SET pens = pens + 1
                       WHERE agency = ?1 AND device IN (?2, ?3)";
            tx.execute(sql, sides)?;
            let sql = "DELETE FROM branch_entry WHERE agency = ?1 AND subject = ?2
                         AND device = ?3 AND token = ?4 AND settled IS NULL";
            tx.execute(sql, params![agency.0, subject, moved.to.0, token])?;
            beside.iter().try_for_each(|row| put_beside(tx, agency, row))?;
            publish_all(tx, agency, &told(pen))?;
            Ok(true)
        })
    }

    fn beside(&mut self, subject: Option<Id>) -> Result<Vec<BesideRow>, LedgerFault> {
        let sql = "SELECT subject, device, epoch, number, token, settled FROM branch_entry
                   WHERE agency = ?1 AND (?2 IS NULL OR subject = ?2)
                   ORDER BY subject, device, epoch, number";
        let mut statement = self.conn.prepare_cached(sql)?;
        let key = params![self.agency.0, subject.map(|id| id.0)];
        let rows = statement.query_map(key, |row| {
            let settled: Option<i64> = row.get(5)?;
            Ok(BesideRow {
                subject: Id(row.get(0)?),
                journal: JournalName { device: Id(row.get(1)?), epoch: row.get(2)? },
                number: whole(row, 3)?,
                token: whole(row, 4)?,
                settled: settled.and_then(|number| u64::try_from(number).ok()),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn settle(
        &mut self,
        settled: &BranchSettled,
        news: &[(Scope, News)],
    ) -> Result<bool, LedgerFault> {
        self.write(|tx, agency| {
            let number = signed(settled.number);
            let sql = "SELECT (SELECT count(*) FROM settlement
                               WHERE agency = ?1 AND subject = ?2 AND number = ?3),
                              (SELECT count(*) FROM branch_entry
                               WHERE agency = ?1 AND subject = ?2 AND device = ?4 AND epoch = ?5
                                 AND token = ?6 AND number <= ?7 AND settled IS NULL)";
            let JournalName { device, epoch } = settled.branch.journal;
            let upto = signed(settled.branch.point.number);
            let (subject, token) = (settled.subject.0, signed(settled.token));
            let key = params![agency.0, subject, number, device.0, epoch, token, upto];
            let (taken, open) =
                tx.query_row(sql, key, |row| Ok((whole(row, 0)?, whole(row, 1)?)))?;
            if taken != 0 || open == 0 {
                return Ok(false);
            }
            let sql = "UPDATE branch_entry SET settled = ?3
                       WHERE agency = ?1 AND subject = ?2 AND device = ?4 AND epoch = ?5
                         AND token = ?6 AND number <= ?7 AND settled IS NULL";
            tx.execute(sql, key)?;
            let sql = "INSERT INTO settlement (agency, subject, number, signed)
                       VALUES (?1, ?2, ?3, ?4)";
            tx.execute(sql, params![agency.0, subject, number, message::encode(settled)])?;
            publish_all(tx, agency, news)?;
            Ok(true)
        })
    }

    fn settlements(&mut self, subject: Id) -> Result<Vec<BranchSettled>, LedgerFault> {
        let sql =
            "SELECT signed FROM settlement WHERE agency = ?1 AND subject = ?2 ORDER BY number";
        self.words(sql, subject)?.iter().map(|bytes| read(bytes)).collect()
    }

    fn pen_cases(&mut self) -> Result<Vec<Id>, LedgerFault> {
        let sql = "SELECT subject FROM pen WHERE agency = ?1
                   UNION SELECT subject FROM settlement WHERE agency = ?1 ORDER BY 1";
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map(params![self.agency.0], |row| Ok(Id(row.get(0)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

fn pen(row: &Row<'_>) -> rusqlite::Result<Pen> {
    Ok(Pen { device: Id(row.get(0)?), token: whole(row, 1)? })
}

impl SqliteLedger {
    fn words(&mut self, sql: &str, subject: Id) -> Result<Vec<Vec<u8>>, LedgerFault> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map(params![self.agency.0, subject.0], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// An entry of a plan that stands beside the main line of its case.
pub(super) fn put_beside(
    tx: &Transaction<'_>,
    agency: Id,
    row: &BesideRow,
) -> Result<(), LedgerFault> {
    let sql = "INSERT INTO branch_entry (agency, subject, device, epoch, number, token)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)
               ON CONFLICT (agency, subject, device, epoch, number) DO NOTHING";
    let JournalName { device, epoch } = row.journal;
    let (number, token) = (signed(row.number), signed(row.token));
    let key = params![agency.0, row.subject.0, device.0, epoch, number, token];
    tx.prepare_cached(sql)?.execute(key)?;
    Ok(())
}

fn publish_all(
    tx: &Transaction<'_>,
    agency: Id,
    news: &[(Scope, News)],
) -> Result<(), LedgerFault> {
    for (scope, news) in news {
        publish(tx, agency, *scope, news)?;
    }
    Ok(())
}
