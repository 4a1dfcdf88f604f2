//! Statements of the SQLite ledger that several of its calls share; opens no transaction itself.

use super::sqlite::standing_of;
use super::sqlite_pens::put_beside;
use super::{Appended, JournalRow, LedgerFault, sqlite_cases, sqlite_quashed};
use crate::hq::receive::{Append, HeldPoint, NewEntry};
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::wire::message::batch::Arrived;
use crate::wire::message::feed::{FeedItem, Finding, News, Scope, Verdict};
use crate::wire::message::hello::{JournalName, Point};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

pub(super) fn whole(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    Ok(u64::try_from(row.get::<_, i64>(column)?).unwrap_or(0))
}

pub(super) fn held_point(row: &Row<'_>) -> rusqlite::Result<HeldPoint> {
    let point = Point { number: whole(row, 0)?, digest: Digest(row.get(1)?) };
    Ok(HeldPoint { point, received_ms: row.get(2)? })
}

pub(super) fn journal(
    conn: &Connection,
    agency: Id,
    name: JournalName,
) -> Result<Option<JournalRow>, LedgerFault> {
    let sql = "SELECT suite, public_key, standing, head_number, head_digest, announced,
                      start_number, start_digest, pens
               FROM journal WHERE agency = ?1 AND device = ?2 AND epoch = ?3";
    let key = params![agency.0, name.device.0, name.epoch];
    let row = conn.prepare_cached(sql)?.query_row(key, |row| {
        Ok(JournalRow {
            suite: row.get(0)?,
            public_key: row.get(1)?,
            standing: standing_of(row.get(2)?),
            head: Point { number: whole(row, 3)?, digest: Digest(row.get(4)?) },
            announced: whole(row, 5)?,
            pens: whole(row, 8)?,
            start: Point {
                number: whole(row, 6)?,
                digest: row.get::<_, Option<[u8; 32]>>(7)?.map_or(Point::START.digest, Digest),
            },
        })
    });
    Ok(row.optional()?)
}

pub(super) fn latest_epoch(
    conn: &rusqlite::Connection,
    agency: Id,
    device: Id,
) -> Result<Option<u32>, LedgerFault> {
    let sql = "SELECT max(epoch) FROM journal WHERE agency = ?1 AND device = ?2";
    Ok(conn.prepare_cached(sql)?.query_row(params![agency.0, device.0], |row| row.get(0))?)
}

pub(super) fn append(
    tx: &Transaction<'_>,
    agency: Id,
    plan: &Append,
    now_ms: i64,
) -> Result<Appended, LedgerFault> {
    let (name, head) = (plan.journal, plan.head());
    let sql = "UPDATE journal SET head_number = ?4, head_digest = ?5
               WHERE agency = ?1 AND device = ?2 AND epoch = ?3
                 AND head_number = ?6 AND head_digest = ?7 AND pens = ?8";
    let moved = tx.prepare_cached(sql)?.execute(params![
        agency.0,
        name.device.0,
        name.epoch,
        signed(head.number),
        head.digest.0,
        signed(plan.behind.number),
        plan.behind.digest.0,
        signed(plan.pens),
    ])?;
    if moved == 0 {
        return Ok(Appended::Moved);
    }
    for new in &plan.entries {
        insert(tx, agency, plan.journal, &new.arrived, now_ms)?;
        judge(tx, agency, name, new)?;
        for blob in &new.blobs {
            let sql = "INSERT INTO blob (agency, digest, size, damaged) VALUES (?1, ?2, ?3, 0)
                       ON CONFLICT (agency, digest) DO NOTHING";
            let key = params![agency.0, blob.digest.0, signed(blob.size)];
            tx.prepare_cached(sql)?.execute(key)?;
        }
    }
    let sql = "INSERT INTO signature (agency, device, epoch, number, suite, signature)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let (suite, bytes) = &plan.signature;
    let (device, number) = (name.device.0, signed(head.number));
    tx.prepare_cached(sql)?.execute(params![agency.0, device, name.epoch, number, suite, bytes])?;
    Ok(Appended::Done)
}

fn insert(
    tx: &Transaction<'_>,
    agency: Id,
    name: JournalName,
    entry: &Arrived,
    now_ms: i64,
) -> Result<(), LedgerFault> {
    let sql = "INSERT INTO entry (agency, device, epoch, number, digest, received_ms, kind,
                                  subject, envelope, salt, payload)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
    tx.prepare_cached(sql)?.execute(params![
        agency.0,
        name.device.0,
        name.epoch,
        signed(entry.envelope.number),
        entry.digest.0,
        now_ms,
        entry.envelope.kind,
        entry.subject().map(|id| id.0),
        entry.kept.envelope,
        entry.kept.salt,
        entry.kept.payload,
    ])?;
    Ok(())
}

/// Says what is to be said of an entry; one that cannot be read yet waits for a later release.
fn judge(
    tx: &Transaction<'_>,
    agency: Id,
    name: JournalName,
    new: &NewEntry,
) -> Result<(), LedgerFault> {
    let number = new.arrived.envelope.number;
    if new.finding == Some(Finding::PendingUpgrade) {
        let sql =
            "INSERT INTO waiting_entry (agency, device, epoch, number) VALUES (?1, ?2, ?3, ?4)
                   ON CONFLICT (agency, device, epoch, number) DO NOTHING";
        let key = params![agency.0, name.device.0, name.epoch, signed(number)];
        tx.prepare_cached(sql)?.execute(key)?;
    }
    if let Some(row) = super::beside(name, new) {
        put_beside(tx, agency, &row)?;
    }
    for finding in found(tx, agency, name, new)? {
        let verdict = Verdict { journal: name, number, finding, words: None };
        publish(tx, agency, Scope::Device(name.device), &News::Verdict(verdict))?;
    }
    for (scope, news) in &new.news {
        publish(tx, agency, *scope, news)?;
    }
    sqlite_cases::withdraw(tx, agency, name.device, &super::cases::let_go(new))
}

pub(super) fn waiting(
    conn: &Connection,
    agency: Id,
    after: Option<(JournalName, u64)>,
    count: u64,
) -> Result<Vec<(JournalName, u64)>, LedgerFault> {
    let sql = "SELECT device, epoch, number FROM waiting_entry
               WHERE agency = ?1 AND (device, epoch, number) > (?2, ?3, ?4)
               ORDER BY device, epoch, number LIMIT ?5";
    let (device, epoch, number) = after
        .map_or((Vec::new(), 0, 0), |(name, number)| (name.device.0.to_vec(), name.epoch, number));
    let key = params![agency.0, device, epoch, signed(number), signed(count)];
    let mut statement = conn.prepare_cached(sql)?;
    let found = statement.query_map(key, |row| {
        Ok((JournalName { device: Id(row.get(0)?), epoch: row.get(1)? }, whole(row, 2)?))
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

pub(super) fn judged(
    tx: &Transaction<'_>,
    agency: Id,
    name: JournalName,
    new: &NewEntry,
) -> Result<bool, LedgerFault> {
    let sql = "DELETE FROM waiting_entry
               WHERE agency = ?1 AND device = ?2 AND epoch = ?3 AND number = ?4";
    let number = signed(new.arrived.envelope.number);
    let waited = tx.execute(sql, params![agency.0, name.device.0, name.epoch, number])? == 1;
    if waited {
        judge(tx, agency, name, new)?;
    }
    Ok(waited)
}

/// What is to be said of an entry: what its bytes gave, and whether its number was free and its own.
fn found(
    tx: &Transaction<'_>,
    agency: Id,
    name: JournalName,
    new: &NewEntry,
) -> Result<Vec<Finding>, LedgerFault> {
    let mut found: Vec<Finding> = new.finding.into_iter().collect();
    let Some(taken) = &new.number else { return Ok(found) };
    let number = signed(new.arrived.envelope.number);
    let sql = "INSERT INTO document_number (agency, prefix, year, serial, device, epoch, number)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
               ON CONFLICT (agency, prefix, year, serial) DO NOTHING";
    let was_free = tx.prepare_cached(sql)?.execute(params![
        agency.0,
        taken.prefix,
        taken.year,
        taken.serial,
        name.device.0,
        name.epoch,
        number,
    ])?;
    if was_free == 0 {
        found.push(Finding::NumberUsed);
    }
    let sql = "SELECT count(*) FROM lease
               WHERE agency = ?1 AND prefix = ?2 AND year = ?3 AND device = ?4
                 AND first <= ?5 AND ?5 <= until";
    let key = params![agency.0, taken.prefix, taken.year, name.device.0, taken.serial];
    let leased: i64 = tx.prepare_cached(sql)?.query_row(key, |row| row.get(0))?;
    if leased == 0 {
        found.push(Finding::NumberNotLeased);
    }
    Ok(found)
}

pub(super) fn put_aside(
    tx: &Transaction<'_>,
    agency: Id,
    name: JournalName,
    entry: &Arrived,
    now_ms: i64,
) -> Result<(), LedgerFault> {
    let (device, number) = (name.device.0, signed(entry.envelope.number));
    let sql = "INSERT INTO aside (agency, device, epoch, number, digest, received_ms, envelope,
                                  salt, payload)
               SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9
               WHERE NOT EXISTS (SELECT 1 FROM entry WHERE agency = ?1 AND device = ?2
                                 AND epoch = ?3 AND number = ?4 AND digest = ?5)
               ON CONFLICT (agency, device, epoch, number, digest) DO NOTHING";
    tx.prepare_cached(sql)?.execute(params![
        agency.0,
        device,
        name.epoch,
        number,
        entry.digest.0,
        now_ms,
        entry.kept.envelope,
        entry.kept.salt,
        entry.kept.payload,
    ])?;
    Ok(())
}

pub(super) fn publish(
    tx: &Transaction<'_>,
    agency: Id,
    scope: Scope,
    news: &News,
) -> Result<u64, LedgerFault> {
    let key = scope.key();
    let sql = "INSERT INTO feed_last (agency, scope, last) VALUES (?1, ?2, 1)
               ON CONFLICT (agency, scope) DO UPDATE SET last = last + 1 RETURNING last";
    let number = tx.prepare_cached(sql)?.query_row(params![agency.0, key], |row| whole(row, 0))?;
    let item = news.item(number);
    let sql = "INSERT INTO feed_item (agency, scope, number, kind, must_understand, body)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let (kind, must, body) = (item.kind, item.must_understand, item.body.as_slice());
    tx.prepare_cached(sql)?.execute(params![agency.0, key, signed(number), kind, must, body])?;
    if let Some(quashed) = super::quashed::of(news) {
        sqlite_quashed::keep(tx, agency, quashed)?;
    }
    Ok(number)
}

pub(super) fn feed_last(conn: &Connection, agency: Id, scope: Scope) -> Result<u64, LedgerFault> {
    let sql = "SELECT last FROM feed_last WHERE agency = ?1 AND scope = ?2";
    let key = params![agency.0, scope.key()];
    let last = conn.prepare_cached(sql)?.query_row(key, |row| whole(row, 0)).optional()?;
    Ok(last.unwrap_or(0))
}

pub(super) fn feed_item(row: &Row<'_>) -> rusqlite::Result<FeedItem> {
    Ok(FeedItem {
        number: whole(row, 0)?,
        kind: row.get(1)?,
        must_understand: row.get(2)?,
        body: row.get::<_, Vec<u8>>(3)?.into(),
    })
}
