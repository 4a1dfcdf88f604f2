//! Pens, branches and settlements in the PostgreSQL ledger; decides nothing. A move and an append meet at the rows of the
//! journals: whichever comes second sees what the first one did.

use super::LedgerFault;
use super::pens::{BesideRow, Move, PenLedger, read, told};
use super::postgres::PostgresLedger;
use super::postgres_rows::{Door, bytes, publish, signed, whole};
use crate::hq::pens::Pen;
use crate::stdx::id::Id;
use crate::wire::event::inspection::RECORDED;
use crate::wire::message;
use crate::wire::message::feed::{News, Scope};
use crate::wire::message::hello::JournalName;
use crate::wire::message::pen::{BranchSettled, PenMoved};
use postgres::{Error, GenericClient, Row};
use std::collections::BTreeMap;

impl PenLedger for PostgresLedger {
    fn pens(&mut self, subjects: &[Id]) -> Result<BTreeMap<Id, Pen>, LedgerFault> {
        if subjects.is_empty() {
            return Ok(BTreeMap::new());
        }
        let agency = self.agency;
        // One way there and back: a move has a token above 0 and comes before every recording.
        let sql = "SELECT DISTINCT ON (subject) subject, device, token FROM (
                       SELECT subject, device, token, 0::bigint AS received_ms,
                              0::bigint AS epoch, 0::bigint AS number
                       FROM pen WHERE agency = $1 AND subject = ANY ($2)
                       UNION ALL
                       SELECT e.subject, e.device, 0::bigint, e.received_ms, e.epoch, e.number
                       FROM entry e
                       WHERE e.agency = $1 AND e.subject = ANY ($2) AND e.kind = $3
                         AND NOT EXISTS (SELECT 1 FROM branch_entry b
                             WHERE b.agency = e.agency AND b.subject = e.subject
                               AND b.device = e.device AND b.epoch = e.epoch
                               AND b.number = e.number)) AS held
                   ORDER BY subject, token DESC, received_ms, device, epoch, number";
        let kind = i64::from(RECORDED);
        let subjects: Vec<&[u8]> = subjects.iter().map(|id| id.0.as_slice()).collect();
        let found = self.once(|door| door.all(sql, &[&agency.0.as_slice(), &subjects, &kind]))?;
        let pen = |row: &Row| {
            (Id(bytes(row, 0)), Pen { device: Id(bytes(row, 1)), token: whole(row, 2) })
        };
        Ok(found.iter().map(pen).collect())
    }

    fn moves(&mut self, subject: Id) -> Result<Vec<PenMoved>, LedgerFault> {
        let agency = self.agency;
        let sql = "SELECT signed FROM pen WHERE agency = $1 AND subject = $2 ORDER BY token";
        let found =
            self.once(|door| door.all(sql, &[&agency.0.as_slice(), &subject.0.as_slice()]))?;
        found.iter().map(|row| read(row.get(0))).collect()
    }

    fn move_pen(&mut self, pen: &Move<'_>) -> Result<bool, LedgerFault> {
        let agency = self.agency;
        self.write(|door| move_pen(door, agency, pen))
    }

    fn beside(&mut self, subject: Option<Id>) -> Result<Vec<BesideRow>, LedgerFault> {
        let agency = self.agency;
        let sql = "SELECT subject, device, epoch, number, token, settled FROM branch_entry
                   WHERE agency = $1 AND ($2::bytea IS NULL OR subject = $2)
                   ORDER BY subject, device, epoch, number";
        let subject = subject.map(|id| id.0.to_vec());
        let found = self.once(|door| door.all(sql, &[&agency.0.as_slice(), &subject]))?;
        Ok(found.iter().map(beside).collect())
    }

    fn settle(
        &mut self,
        settled: &BranchSettled,
        news: &[(Scope, News)],
    ) -> Result<bool, LedgerFault> {
        let agency = self.agency;
        self.write(|door| settle(door, agency, settled, news))
    }

    fn settlements(&mut self, subject: Id) -> Result<Vec<BranchSettled>, LedgerFault> {
        let agency = self.agency;
        let sql =
            "SELECT signed FROM settlement WHERE agency = $1 AND subject = $2 ORDER BY number";
        let found =
            self.once(|door| door.all(sql, &[&agency.0.as_slice(), &subject.0.as_slice()]))?;
        found.iter().map(|row| read(row.get(0))).collect()
    }

    fn pen_cases(&mut self) -> Result<Vec<Id>, LedgerFault> {
        let agency = self.agency;
        let sql = "SELECT subject FROM pen WHERE agency = $1
                   UNION SELECT subject FROM settlement WHERE agency = $1 ORDER BY 1";
        let found = self.once(|door| door.all(sql, &[&agency.0.as_slice()]))?;
        Ok(found.iter().map(|row| Id(bytes(row, 0))).collect())
    }
}

fn beside(row: &Row) -> BesideRow {
    let epoch = u32::try_from(whole(row, 2)).unwrap_or(0);
    let settled: Option<i64> = row.get(5);
    BesideRow {
        subject: Id(bytes(row, 0)),
        journal: JournalName { device: Id(bytes(row, 1)), epoch },
        number: whole(row, 3),
        token: whole(row, 4),
        settled: settled.and_then(|number| u64::try_from(number).ok()),
    }
}

/// The journals come first: an append holds one of these rows, and two moves of a laptop's pens wait for each other. They
/// are locked and counted before anything is written, because what is false here is committed all the same.
fn move_pen<C: GenericClient>(
    door: &mut Door<'_, C>,
    agency: Id,
    pen: &Move<'_>,
) -> Result<bool, Error> {
    let Move { moved, ends, beside, .. } = *pen;
    let agency_key = agency.0.as_slice();
    let sql = "SELECT 1 FROM journal WHERE agency = $1 AND device IN ($2, $3)
               ORDER BY device, epoch FOR UPDATE";
    let (from, to) = (moved.from.0.as_slice(), moved.to.0.as_slice());
    // A journal that opened since is none of those that were read.
    if door.all(sql, &[&agency_key, &from, &to])?.len() != ends.len() {
        return Ok(false);
    }
    for (name, head) in ends {
        let sql = "SELECT 1 FROM journal WHERE agency = $1 AND device = $2 AND epoch = $3
                     AND head_number = $4 AND head_digest = $5";
        let (device, digest) = (name.device.0.as_slice(), head.digest.0.as_slice());
        let (epoch, number) = (i64::from(name.epoch), signed(head.number));
        if door.one(sql, &[&agency_key, &device, &epoch, &number, &digest])?.is_none() {
            return Ok(false);
        }
    }
    let sql = "INSERT INTO pen (agency, subject, token, device, signed)
               SELECT $1::bytea, $2::bytea, $3::bigint, $4::bytea, $5::bytea
               WHERE NOT EXISTS (SELECT 1 FROM pen
                   WHERE agency = $1 AND subject = $2 AND token >= $3)
               ON CONFLICT (agency, subject, token) DO NOTHING";
    let subject = moved.subject.0.as_slice();
    let (token, word) = (signed(moved.token), message::encode(moved));
    if door.execute(sql, &[&agency_key, &subject, &token, &to, &word.as_slice()])? != 1 {
        return Ok(false);
    }
    let sql = "UPDATE journal SET pens = pens + 1 WHERE agency = $1 AND device IN ($2, $3)";
    door.execute(sql, &[&agency_key, &from, &to])?;
    let sql = "DELETE FROM branch_entry WHERE agency = $1 AND subject = $2
                 AND device = $3 AND token = $4 AND settled IS NULL";
    door.execute(sql, &[&agency_key, &subject, &to, &token])?;
    beside.iter().try_for_each(|row| put_beside(door, agency, row))?;
    publish_all(door, agency, &told(pen))?;
    Ok(true)
}

/// The settlement's row comes first: of two with one number the second waits for it and finds it taken.
fn settle<C: GenericClient>(
    door: &mut Door<'_, C>,
    agency: Id,
    settled: &BranchSettled,
    news: &[(Scope, News)],
) -> Result<bool, Error> {
    let (key, subject) = (agency.0.as_slice(), settled.subject.0.as_slice());
    let (number, token) = (signed(settled.number), signed(settled.token));
    let JournalName { device, epoch } = settled.branch.journal;
    let (device, epoch) = (device.0.as_slice(), i64::from(epoch));
    let upto = signed(settled.branch.point.number);
    let sql = "INSERT INTO settlement (agency, subject, number, signed)
               SELECT $1::bytea, $2::bytea, $3::bigint, $4::bytea
               WHERE EXISTS (SELECT 1 FROM branch_entry
                   WHERE agency = $1 AND subject = $2 AND device = $5 AND epoch = $6
                     AND token = $7 AND number <= $8 AND settled IS NULL)
               ON CONFLICT (agency, subject, number) DO NOTHING";
    let word = message::encode(settled);
    let word = word.as_slice();
    let row =
        door.execute(sql, &[&key, &subject, &number, &word, &device, &epoch, &token, &upto])?;
    if row != 1 {
        return Ok(false);
    }
    let sql = "UPDATE branch_entry SET settled = $3
               WHERE agency = $1 AND subject = $2 AND device = $4 AND epoch = $5
                 AND token = $6 AND number <= $7 AND settled IS NULL";
    door.execute(sql, &[&key, &subject, &number, &device, &epoch, &token, &upto])?;
    publish_all(door, agency, news)?;
    Ok(true)
}

/// An entry of a plan that stands beside the main line of its case.
pub(super) fn put_beside<C: GenericClient>(
    door: &mut Door<'_, C>,
    agency: Id,
    row: &BesideRow,
) -> Result<(), Error> {
    let sql = "INSERT INTO branch_entry (agency, subject, device, epoch, number, token)
               VALUES ($1, $2, $3, $4, $5, $6)
               ON CONFLICT (agency, subject, device, epoch, number) DO NOTHING";
    let (agency, subject) = (agency.0.as_slice(), row.subject.0.as_slice());
    let (device, epoch) = (row.journal.device.0.as_slice(), i64::from(row.journal.epoch));
    let (number, token) = (signed(row.number), signed(row.token));
    door.execute(sql, &[&agency, &subject, &device, &epoch, &number, &token])?;
    Ok(())
}

fn publish_all<C: GenericClient>(
    door: &mut Door<'_, C>,
    agency: Id,
    news: &[(Scope, News)],
) -> Result<(), Error> {
    for (scope, news) in news {
        publish(door, agency, *scope, news)?;
    }
    Ok(())
}
