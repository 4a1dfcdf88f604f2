//! The ledger in one SQLite file: the default where one machine is headquarters; decides nothing.

use super::{Appended, BlobRow, CodeRow, JournalRow, Ledger, LedgerFault, Rotation};
use super::{sqlite_lines as lines, sqlite_rows as rows};
use crate::domain::agency::DocumentNo;
use crate::hq::checkpoint::Marked;
use crate::hq::receive::{Append, HeldPoint, Known, NewEntry};
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::wire::disclosure::Disclosure;
use crate::wire::entry::Kept;
use crate::wire::message::batch::Arrived;
use crate::wire::message::checkpoint::Checkpoint;
use crate::wire::message::feed::{FeedItem, News, Scope};
use crate::wire::message::hello::{JournalName, Point, Standing};
use rusqlite::{Connection, ErrorCode, OptionalExtension, Transaction, params};
use std::path::Path;
use std::time::Duration;

const STEPS: [&str; 10] = [
    include_str!("schema/0001_ledger.sql"),
    include_str!("schema/0002_published.sql"),
    include_str!("schema/0003_start.sql"),
    include_str!("schema/0004_waiting.sql"),
    include_str!("schema/0005_disclosure.sql"),
    include_str!("schema/0006_pen.sql"),
    include_str!("schema/0007_rotation.sql"),
    include_str!("schema/0008_series_floor.sql"),
    include_str!("schema/0009_lease_epoch.sql"),
    include_str!("schema/0010_quashed.sql"),
];
/// How often and how long one writer waits for another before it says so: ten seconds in all. SQLite's own wait
/// grows to 100 ms, in which fifty others would have written.
const WAITS: i32 = 20_000;
const WAIT: Duration = Duration::from_micros(500);

/// One connection to the file, for one agency.
#[derive(Debug)]
pub struct SqliteLedger {
    pub(super) conn: Connection,
    pub(super) agency: Id,
}

impl SqliteLedger {
    /// Opens or makes the ledger in `file`.
    ///
    /// # Errors
    /// When it cannot be opened, or is of a newer program.
    pub fn open(file: &Path, agency: Id) -> Result<SqliteLedger, LedgerFault> {
        let mut conn = Connection::open(file)?;
        conn.busy_handler(Some(|waited| {
            std::thread::sleep(WAIT);
            waited < WAITS
        }))?;
        let mode: String = conn.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
        if mode != "wal" {
            return Err(LedgerFault::TryAgain(format!("SQLite keeps `{mode}`")));
        }
        conn.execute_batch("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON")?;
        conn.set_prepared_statement_cache_capacity(64);
        let steps = STEPS.iter().map(|step| rusqlite_migration::M::up(step)).collect();
        rusqlite_migration::Migrations::new(steps)
            .to_latest(&mut conn)
            .map_err(|fault| LedgerFault::Damaged(fault.to_string()))?;
        let mut ledger = SqliteLedger { conn, agency };
        ledger.seek_quashed()?;
        Ok(ledger)
    }

    /// A write transaction: SQLite has one writer, and this one waits its turn before it reads.
    pub(super) fn write<T>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>, Id) -> Result<T, LedgerFault>,
    ) -> Result<T, LedgerFault> {
        let behavior = rusqlite::TransactionBehavior::Immediate;
        let tx = self.conn.transaction_with_behavior(behavior)?;
        let done = work(&tx, self.agency)?;
        tx.commit()?;
        Ok(done)
    }
}

impl From<rusqlite::Error> for LedgerFault {
    fn from(fault: rusqlite::Error) -> LedgerFault {
        match fault.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => LedgerFault::Full,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                LedgerFault::Damaged(fault.to_string())
            }
            _ => LedgerFault::TryAgain(fault.to_string()),
        }
    }
}

impl Ledger for SqliteLedger {
    fn enrol_behind(
        &mut self,
        name: JournalName,
        suite: u8,
        key: &[u8],
        start: Point,
    ) -> Result<(), LedgerFault> {
        self.write(|tx, agency| {
            let sql = "UPDATE journal SET standing = 2
                       WHERE agency = ?1 AND device = ?2 AND epoch < ?3 AND standing = 0";
            tx.execute(sql, params![agency.0, name.device.0, name.epoch])?;
            let is_past = rows::latest_epoch(tx, agency, name.device)? > Some(name.epoch);
            let sql = "INSERT INTO journal (agency, device, epoch, suite, public_key, standing,
                                            head_number, head_digest, announced, start_number,
                                            start_digest, pens)
                       SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0, ?7, ?8,
                              (SELECT coalesce(max(pens), 0) FROM journal
                               WHERE agency = ?1 AND device = ?2)
                       WHERE TRUE
                       ON CONFLICT (agency, device, epoch) DO NOTHING";
            let (device, standing) = (name.device.0, if is_past { 2 } else { 0 });
            let (number, digest) = (rows::signed(start.number), start.digest.0);
            let row = params![agency.0, device, name.epoch, suite, key, standing, number, digest];
            tx.execute(sql, row)?;
            Ok(())
        })
    }

    fn latest_epoch(&mut self, device: Id) -> Result<Option<u32>, LedgerFault> {
        rows::latest_epoch(&self.conn, self.agency, device)
    }

    fn journal(&mut self, name: JournalName) -> Result<Option<JournalRow>, LedgerFault> {
        rows::journal(&self.conn, self.agency, name)
    }

    fn known(
        &mut self,
        name: JournalName,
        from: u64,
        until: u64,
    ) -> Result<Option<Known>, LedgerFault> {
        let Some(row) = rows::journal(&self.conn, self.agency, name)? else { return Ok(None) };
        let sql = "SELECT number, digest, received_ms FROM entry
                   WHERE agency = ?1 AND device = ?2 AND epoch = ?3
                     AND number BETWEEN ?4 AND ?5 ORDER BY number";
        let (agency, device) = (self.agency.0, name.device.0);
        let mut statement = self.conn.prepare_cached(sql)?;
        let (from, until) = (rows::signed(from), rows::signed(until));
        let points = statement
            .query_map(params![agency, device, name.epoch, from, until], rows::held_point)?
            .collect::<Result<_, _>>()?;
        let JournalRow { standing, start, head, pens, .. } = row;
        Ok(Some(Known { standing, start, head, pens, points }))
    }

    fn announce(&mut self, name: JournalName, local: u64) -> Result<(), LedgerFault> {
        let sql = "UPDATE journal SET announced = ?4
                   WHERE agency = ?1 AND device = ?2 AND epoch = ?3 AND announced < ?4";
        let (agency, device) = (self.agency.0, name.device.0);
        self.conn.execute(sql, params![agency, device, name.epoch, rows::signed(local)])?;
        Ok(())
    }

    fn append(&mut self, plan: &Append, now_ms: i64) -> Result<Appended, LedgerFault> {
        self.write(|tx, agency| rows::append(tx, agency, plan, now_ms))
    }

    fn set_aside(
        &mut self,
        name: JournalName,
        entries: &[Arrived],
        forked: bool,
        now_ms: i64,
    ) -> Result<(), LedgerFault> {
        self.write(|tx, agency| {
            if forked {
                let sql = "UPDATE journal SET standing = 1
                           WHERE agency = ?1 AND device = ?2 AND epoch = ?3 AND standing <> 3";
                tx.execute(sql, params![agency.0, name.device.0, name.epoch])?;
            }
            for entry in entries {
                rows::put_aside(tx, agency, name, entry, now_ms)?;
            }
            Ok(())
        })
    }

    fn revoke(&mut self, device: Id) -> Result<(), LedgerFault> {
        let sql = "UPDATE journal SET standing = 3 WHERE agency = ?1 AND device = ?2";
        self.conn.execute(sql, params![self.agency.0, device.0])?;
        Ok(())
    }

    fn heads(&mut self) -> Result<Vec<(JournalName, Point)>, LedgerFault> {
        let sql = "SELECT device, epoch, head_number, head_digest FROM journal
                   WHERE agency = ?1 ORDER BY device, epoch";
        let mut statement = self.conn.prepare_cached(sql)?;
        let heads = statement.query_map([self.agency.0], |row| {
            let name = JournalName { device: Id(row.get(0)?), epoch: row.get(1)? };
            Ok((name, Point { number: rows::whole(row, 2)?, digest: Digest(row.get(3)?) }))
        })?;
        Ok(heads.collect::<Result<_, _>>()?)
    }

    fn entries(
        &mut self,
        name: JournalName,
        from: u64,
        count: u64,
    ) -> Result<Vec<(HeldPoint, Kept)>, LedgerFault> {
        let sql = "SELECT number, digest, received_ms, envelope, salt, payload FROM entry
                   WHERE agency = ?1 AND device = ?2 AND epoch = ?3 AND number >= ?4
                   ORDER BY number LIMIT ?5";
        let (agency, device) = (self.agency.0, name.device.0);
        let mut statement = self.conn.prepare_cached(sql)?;
        let key = params![agency, device, name.epoch, rows::signed(from), rows::signed(count)];
        let entries = statement.query_map(key, |row| {
            let kept = Kept { envelope: row.get(3)?, salt: row.get(4)?, payload: row.get(5)? };
            Ok((rows::held_point(row)?, kept))
        })?;
        Ok(entries.collect::<Result<_, _>>()?)
    }

    fn aside(&mut self, name: JournalName) -> Result<u64, LedgerFault> {
        let sql = "SELECT count(*) FROM aside WHERE agency = ?1 AND device = ?2 AND epoch = ?3";
        let key = params![self.agency.0, name.device.0, name.epoch];
        Ok(self.conn.query_row(sql, key, |row| rows::whole(row, 0))?)
    }

    fn waiting(
        &mut self,
        after: Option<(JournalName, u64)>,
        count: u64,
    ) -> Result<Vec<(JournalName, u64)>, LedgerFault> {
        rows::waiting(&self.conn, self.agency, after, count)
    }

    fn judged(&mut self, name: JournalName, entry: &NewEntry) -> Result<bool, LedgerFault> {
        self.write(|tx, agency| rows::judged(tx, agency, name, entry))
    }

    fn publish(&mut self, scope: Scope, news: &News) -> Result<u64, LedgerFault> {
        self.write(|tx, agency| rows::publish(tx, agency, scope, news))
    }

    fn feed(
        &mut self,
        scope: Scope,
        after: u64,
        max: u64,
    ) -> Result<(Vec<FeedItem>, bool), LedgerFault> {
        let sql = "SELECT number, kind, must_understand, body FROM feed_item
                   WHERE agency = ?1 AND scope = ?2 AND number > ?3 ORDER BY number LIMIT 1001";
        let mut statement = self.conn.prepare_cached(sql)?;
        let key = params![self.agency.0, scope.key(), rows::signed(after)];
        let items = statement.query_map(key, rows::feed_item)?;
        let items = items.collect::<Result<Vec<_>, _>>()?;
        let there_is_more = items.len() > 1000;
        let (items, more) = super::within(items.into_iter().take(1000), max);
        Ok((items, more || there_is_more))
    }

    fn published(&mut self, kind: u16) -> Result<Vec<(Scope, FeedItem)>, LedgerFault> {
        // The index holds kinds from 20 on alone.
        let sql = "SELECT number, kind, must_understand, body, scope FROM feed_item
                   WHERE agency = ?1 AND kind = ?2 AND kind >= 20 ORDER BY scope, number";
        let mut statement = self.conn.prepare_cached(sql)?;
        let items = statement.query_map(params![self.agency.0, kind], |row| {
            Ok((Scope::from_key(&row.get::<_, Vec<u8>>(4)?), rows::feed_item(row)?))
        })?;
        Ok(items.collect::<Result<_, _>>()?)
    }

    fn numbered(&mut self, number: &DocumentNo) -> Result<Option<(JournalName, u64)>, LedgerFault> {
        let sql = "SELECT device, epoch, number FROM document_number
                   WHERE agency = ?1 AND prefix = ?2 AND year = ?3 AND serial = ?4";
        let key = params![self.agency.0, number.prefix, number.year, number.serial];
        let row = self.conn.query_row(sql, key, |row| {
            let name = JournalName { device: Id(row.get(0)?), epoch: row.get(1)? };
            Ok((name, rows::whole(row, 2)?))
        });
        Ok(row.optional()?)
    }

    fn of_subject(&mut self, subject: Id) -> Result<Vec<(JournalName, u64)>, LedgerFault> {
        let sql = "SELECT device, epoch, number FROM entry WHERE agency = ?1 AND subject = ?2
                   ORDER BY device, epoch, number";
        let mut statement = self.conn.prepare_cached(sql)?;
        let found = statement.query_map(params![self.agency.0, subject.0], |row| {
            let name = JournalName { device: Id(row.get(0)?), epoch: row.get(1)? };
            Ok((name, rows::whole(row, 2)?))
        })?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    fn signature_from(
        &mut self,
        name: JournalName,
        from: u64,
    ) -> Result<Option<(u64, u8, Vec<u8>)>, LedgerFault> {
        let sql = "SELECT number, suite, signature FROM signature
                   WHERE agency = ?1 AND device = ?2 AND epoch = ?3 AND number >= ?4
                   ORDER BY number LIMIT 1";
        let key = params![self.agency.0, name.device.0, name.epoch, rows::signed(from)];
        let row = self
            .conn
            .query_row(sql, key, |row| Ok((rows::whole(row, 0)?, row.get(1)?, row.get(2)?)));
        Ok(row.optional()?)
    }

    fn feed_last(&mut self, scope: Scope) -> Result<u64, LedgerFault> {
        rows::feed_last(&self.conn, self.agency, scope)
    }

    fn fill(&mut self, scope: Scope, upto: u64) -> Result<(), LedgerFault> {
        self.write(|tx, agency| {
            // Another one may have filled it since its end was read.
            while rows::feed_last(tx, agency, scope)? < upto {
                rows::publish(tx, agency, scope, &News::Lost)?;
            }
            Ok(())
        })
    }

    fn blob(&mut self, digest: Digest) -> Result<Option<BlobRow>, LedgerFault> {
        let sql = "SELECT size, held_ms, damaged FROM blob WHERE agency = ?1 AND digest = ?2";
        let row =
            self.conn.prepare_cached(sql)?.query_row(params![self.agency.0, digest.0], |row| {
                let (size, damaged) = (rows::whole(row, 0)?, row.get(2)?);
                Ok(BlobRow { size, held_ms: row.get(1)?, damaged })
            });
        Ok(row.optional()?)
    }

    fn held_blobs(
        &mut self,
        after: Option<Digest>,
        count: u64,
    ) -> Result<Vec<Digest>, LedgerFault> {
        // No digest is before the empty one.
        let sql = "SELECT digest FROM blob
                   WHERE agency = ?1 AND digest > ?2 AND held_ms IS NOT NULL
                   ORDER BY digest LIMIT ?3";
        let after = after.map_or(Vec::new(), |digest| digest.0.to_vec());
        let mut statement = self.conn.prepare_cached(sql)?;
        let key = params![self.agency.0, after, rows::signed(count)];
        let found = statement.query_map(key, |row| Ok(Digest(row.get(0)?)))?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    fn blobs_held(&mut self, digests: &[Digest], now_ms: i64) -> Result<(), LedgerFault> {
        let sql = "UPDATE blob SET held_ms = ?3
                   WHERE agency = ?1 AND digest = ?2 AND held_ms IS NULL";
        self.write(|tx, agency| {
            let mut statement = tx.prepare_cached(sql)?;
            for digest in digests {
                statement.execute(params![agency.0, digest.0, now_ms])?;
            }
            Ok(())
        })
    }

    fn blob_damaged(&mut self, digest: Digest) -> Result<u32, LedgerFault> {
        let sql = "UPDATE blob SET damaged = damaged + 1 WHERE agency = ?1 AND digest = ?2
                   RETURNING damaged";
        let key = params![self.agency.0, digest.0];
        Ok(self.conn.query_row(sql, key, |row| row.get(0)).optional()?.unwrap_or(0))
    }

    fn add_checkpoint(&mut self, marked: &Marked) -> Result<bool, LedgerFault> {
        let (signed, moved) = super::written(marked);
        let sql = "INSERT INTO checkpoint (agency, number, signed, moved) VALUES (?1, ?2, ?3, ?4)
                   ON CONFLICT (agency, number) DO NOTHING";
        let number = rows::signed(marked.checkpoint.number);
        Ok(self.conn.execute(sql, params![self.agency.0, number, signed, moved])? == 1)
    }

    fn checkpoints(&mut self, from: u64, count: u64) -> Result<Vec<Marked>, LedgerFault> {
        let sql = "SELECT signed, moved FROM checkpoint WHERE agency = ?1 AND number >= ?2
                   ORDER BY number LIMIT ?3";
        let mut statement = self.conn.prepare_cached(sql)?;
        let key = params![self.agency.0, rows::signed(from), rows::signed(count)];
        let found = statement
            .query_map(key, |row| Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, Vec<u8>>(1)?)))?
            .collect::<Result<Vec<_>, _>>()?;
        found.iter().map(|(signed, moved)| super::read(signed, moved)).collect()
    }

    fn chain(&mut self, from: u64, count: u64) -> Result<Vec<Checkpoint>, LedgerFault> {
        let sql = "SELECT signed FROM checkpoint WHERE agency = ?1 AND number >= ?2
                   ORDER BY number LIMIT ?3";
        let mut statement = self.conn.prepare_cached(sql)?;
        let key = params![self.agency.0, rows::signed(from), rows::signed(count)];
        let found = statement
            .query_map(key, |row| row.get::<_, Vec<u8>>(0))?
            .collect::<Result<Vec<_>, _>>()?;
        found.iter().map(|signed| super::read_checkpoint(signed)).collect()
    }

    fn last_checkpoint(&mut self) -> Result<Option<Checkpoint>, LedgerFault> {
        let sql = "SELECT signed FROM checkpoint WHERE agency = ?1 ORDER BY number DESC LIMIT 1";
        let mut statement = self.conn.prepare_cached(sql)?;
        let last = statement.query_row([self.agency.0], |row| row.get::<_, Vec<u8>>(0));
        last.optional()?.map(|signed| super::read_checkpoint(&signed)).transpose()
    }

    fn add_disclosure(&mut self, disclosure: &Disclosure) -> Result<bool, LedgerFault> {
        let sql = "INSERT INTO disclosure (agency, number, signed) VALUES (?1, ?2, ?3)
                   ON CONFLICT (agency, number) DO NOTHING";
        let number = rows::signed(disclosure.number);
        let row = params![self.agency.0, number, disclosure.encode()];
        Ok(self.conn.execute(sql, row)? == 1)
    }

    fn disclosures(&mut self) -> Result<Vec<Disclosure>, LedgerFault> {
        let sql = "SELECT signed FROM disclosure WHERE agency = ?1 ORDER BY number";
        let mut statement = self.conn.prepare_cached(sql)?;
        let found = statement
            .query_map([self.agency.0], |row| row.get::<_, Vec<u8>>(0))?
            .collect::<Result<Vec<_>, _>>()?;
        found.iter().map(|signed| super::read_disclosure(signed)).collect()
    }

    fn add_code(&mut self, name: &[u8], row: &CodeRow) -> Result<(), LedgerFault> {
        let sql = "INSERT INTO code (agency, name, code, valid_until_ms) VALUES (?1, ?2, ?3, ?4)";
        self.conn.execute(sql, params![self.agency.0, name, row.code, row.valid_until_ms])?;
        Ok(())
    }

    fn code(&mut self, name: &[u8]) -> Result<Option<CodeRow>, LedgerFault> {
        let sql = "SELECT code, valid_until_ms, used_by FROM code WHERE agency = ?1 AND name = ?2";
        let row = self.conn.query_row(sql, params![self.agency.0, name], |row| {
            let used_by = row.get::<_, Option<[u8; 16]>>(2)?.map(Id);
            Ok(CodeRow { code: row.get(0)?, valid_until_ms: row.get(1)?, used_by })
        });
        Ok(row.optional()?)
    }

    fn spend_code(&mut self, name: &[u8], device: Id) -> Result<bool, LedgerFault> {
        let sql = "UPDATE code SET used_by = ?3
                   WHERE agency = ?1 AND name = ?2 AND (used_by IS NULL OR used_by = ?3)";
        Ok(self.conn.execute(sql, params![self.agency.0, name, device.0])? == 1)
    }

    fn add_certificate(&mut self, fingerprint: Digest, device: Id) -> Result<(), LedgerFault> {
        let sql = "INSERT INTO certificate (agency, fingerprint, device) VALUES (?1, ?2, ?3)
                   ON CONFLICT (agency, fingerprint) DO NOTHING";
        self.conn.execute(sql, params![self.agency.0, fingerprint.0, device.0])?;
        Ok(())
    }

    fn rotate(&mut self, rotation: &Rotation) -> Result<bool, LedgerFault> {
        self.write(|tx, agency| lines::rotate(tx, agency, rotation))
    }

    fn rotation(&mut self, name: JournalName) -> Result<Option<Vec<u8>>, LedgerFault> {
        let sql = "SELECT question FROM rotation WHERE agency = ?1 AND device = ?2 AND epoch = ?3";
        let key = params![self.agency.0, name.device.0, name.epoch];
        Ok(self.conn.query_row(sql, key, |row| row.get(0)).optional()?)
    }

    fn forget_replaced(&mut self, fingerprint: Digest) -> Result<(), LedgerFault> {
        // Nothing is written, and nobody waited for, where there is nothing to forget.
        match lines::replaced(&self.conn, self.agency, fingerprint)? {
            Some(old) => lines::forget(&self.conn, self.agency, old),
            None => Ok(()),
        }
    }

    fn device_of(&mut self, fingerprint: Digest) -> Result<Option<Id>, LedgerFault> {
        let sql = "SELECT device FROM certificate WHERE agency = ?1 AND fingerprint = ?2";
        let key = params![self.agency.0, fingerprint.0];
        let device = self.conn.query_row(sql, key, |row| row.get(0)).optional()?;
        Ok(device.map(Id))
    }

    fn certificates(&mut self, device: Id) -> Result<Vec<Digest>, LedgerFault> {
        lines::certificates(&self.conn, self.agency, device)
    }
}

/// How a journal stands, as the column holds it.
#[must_use]
pub(super) fn standing_of(number: u8) -> Standing {
    match number {
        0 => Standing::Active,
        1 => Standing::Forked,
        2 => Standing::Retired,
        _ => Standing::Revoked,
    }
}
