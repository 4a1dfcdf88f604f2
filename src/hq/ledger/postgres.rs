//! The ledger in PostgreSQL, or what speaks as it does, for provinces and for more than one machine; decides nothing.
//!
//! Numbers of feeds and series are rows, never sequences; nothing is locked beside rows, and a transaction that the
//! database gives up is played again whole. So it may stand on Citus or YugabyteDB.

use super::postgres_rows::Door;
use super::{Appended, BlobRow, CodeRow, JournalRow, Ledger, LedgerFault, Rotation, Setting};
use super::{cases, postgres_lines as lines, postgres_rows as rows, postgres_words as words};
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
use crate::wire::message::hello::{JournalName, Point};
use postgres::error::SqlState;
use postgres::types::ToSql;
use postgres::{Client, Config, NoTls, Statement, Transaction};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio_postgres_rustls::MakeRustlsConnect;

const STEPS: [&str; 10] = [
    include_str!("schema/postgres/0001_ledger.sql"),
    include_str!("schema/postgres/0002_published.sql"),
    include_str!("schema/postgres/0003_start.sql"),
    include_str!("schema/postgres/0004_waiting.sql"),
    include_str!("schema/postgres/0005_disclosure.sql"),
    include_str!("schema/postgres/0006_pen.sql"),
    include_str!("schema/postgres/0007_rotation.sql"),
    include_str!("schema/postgres/0008_series_floor.sql"),
    include_str!("schema/postgres/0009_lease_epoch.sql"),
    include_str!("schema/postgres/0010_quashed.sql"),
];
/// How often a transaction is played again that the database gave up for another one.
const PLAYS_MAX: u32 = 10;
const CONNECT_MAX: Duration = Duration::from_secs(10);

/// One connection, for one agency; opened anew when the database was away.
pub struct PostgresLedger {
    config: Config,
    tls: Option<MakeRustlsConnect>,
    line: Option<Line>,
    pub(super) agency: Id,
}

struct Line {
    client: Client,
    prepared: BTreeMap<&'static str, Statement>,
}

/// Where a transaction stood when it failed.
enum Failed {
    /// Nothing of it is kept.
    Before(postgres::Error),
    /// It may be kept or not: the answer to the commit did not come.
    Committing(postgres::Error),
}

impl std::fmt::Debug for PostgresLedger {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PostgresLedger").field("agency", &self.agency).finish_non_exhaustive()
    }
}

impl PostgresLedger {
    /// Opens the ledger at `url` (`postgres://…`) and brings its tables up to this program. With `authority`, a PEM
    /// file, the line is TLS and the server's certificate must be under it.
    ///
    /// # Errors
    /// When the url is none, TLS is asked for without an authority, the server does not answer, or its tables are of
    /// a newer program.
    pub fn open(
        url: &str,
        authority: Option<&Path>,
        agency: Id,
    ) -> Result<PostgresLedger, LedgerFault> {
        // The url holds a password: the fault's words do not repeat it.
        let mut config: Config = url.parse().map_err(|_| Setting::NoUrl)?;
        config.connect_timeout(CONNECT_MAX).keepalives_idle(Duration::from_secs(60));
        if config.get_ssl_mode() == postgres::config::SslMode::Require && authority.is_none() {
            return Err(Setting::NoAuthority.into());
        }
        let tls = authority.map(trusting).transpose()?;
        if tls.is_some() {
            config.ssl_mode(postgres::config::SslMode::Require);
        }
        let mut ledger = PostgresLedger { config, tls, line: None, agency };
        ledger.migrate()?;
        ledger.seek_quashed()?;
        Ok(ledger)
    }

    /// Two programs that start at once make the tables once: the step's row is the lock.
    fn migrate(&mut self) -> Result<(), LedgerFault> {
        self.once(|door| {
            let sql = "CREATE TABLE IF NOT EXISTS lucha_schema (
                           lone BIGINT PRIMARY KEY, step BIGINT NOT NULL)";
            let made = door.batch(sql);
            // Another one made it at this moment.
            match made.as_ref().err().and_then(postgres::Error::code) {
                Some(&SqlState::UNIQUE_VIOLATION | &SqlState::DUPLICATE_TABLE) => Ok(()),
                _ => made,
            }
        })?;
        let step = self.write(|door| {
            let sql = "INSERT INTO lucha_schema (lone, step) VALUES (1, 0)
                       ON CONFLICT (lone) DO UPDATE SET step = lucha_schema.step RETURNING step";
            let step = door.one(sql, &[])?.map_or(0, |row| rows::whole(&row, 0));
            let done = usize::try_from(step).unwrap_or(usize::MAX);
            for sql in STEPS.iter().skip(done) {
                door.batch(sql)?;
            }
            let last = rows::signed(step.max(STEPS.len() as u64));
            door.execute("UPDATE lucha_schema SET step = $1 WHERE lone = 1", &[&last])?;
            Ok(step)
        })?;
        if step > STEPS.len() as u64 {
            return Err(Setting::Newer { step, known: STEPS.len() as u64 }.into());
        }
        Ok(())
    }

    fn line(&mut self) -> Result<&mut Line, postgres::Error> {
        let line = if let Some(line) = self.line.take().filter(|line| !line.client.is_closed()) {
            line
        } else {
            let client = match &self.tls {
                Some(tls) => self.config.connect(tls.clone()),
                None => self.config.connect(NoTls),
            }?;
            Line { client, prepared: BTreeMap::new() }
        };
        Ok(self.line.insert(line))
    }

    /// One statement that is a transaction by itself, and may be said twice.
    pub(super) fn once<T>(
        &mut self,
        work: impl Fn(&mut Door<'_, Client>) -> Result<T, postgres::Error>,
    ) -> Result<T, LedgerFault> {
        self.play(|line| {
            let mut door = Door { client: &mut line.client, prepared: &mut line.prepared };
            work(&mut door).map_err(Failed::Before)
        })
    }

    /// A transaction.
    pub(super) fn write<T>(
        &mut self,
        work: impl Fn(&mut Door<'_, Transaction<'_>>) -> Result<T, postgres::Error>,
    ) -> Result<T, LedgerFault> {
        self.play(|line| {
            let mut tx = line.client.transaction().map_err(Failed::Before)?;
            let mut door = Door { client: &mut tx, prepared: &mut line.prepared };
            let done = work(&mut door).map_err(Failed::Before)?;
            tx.commit().map_err(Failed::Committing)?;
            Ok(done)
        })
    }

    /// Plays it again when another transaction was in its way, or the line was gone before it began.
    fn play<T>(&mut self, work: impl Fn(&mut Line) -> Result<T, Failed>) -> Result<T, LedgerFault> {
        for _ in 0..PLAYS_MAX {
            let line = self.line()?;
            let failed = match work(line) {
                Ok(done) => return Ok(done),
                Err(failed) => failed,
            };
            let is_closed = line.client.is_closed();
            match failed {
                Failed::Before(fault) | Failed::Committing(fault) if is_moved(&fault) => {}
                Failed::Before(fault) if is_gone(&fault, is_closed) => self.line = None,
                Failed::Before(fault) | Failed::Committing(fault) => return Err(fault.into()),
            }
        }
        Err(LedgerFault::TryAgain("another transaction was always first".into()))
    }
}

/// The database gave the transaction up for another one: nothing of it is kept.
fn is_moved(fault: &postgres::Error) -> bool {
    let code = fault.code();
    code == Some(&SqlState::T_R_SERIALIZATION_FAILURE)
        || code == Some(&SqlState::T_R_DEADLOCK_DETECTED)
}

/// The server went away under the statement, with a last word or without one.
fn is_gone(fault: &postgres::Error, is_closed: bool) -> bool {
    match fault.code() {
        Some(&SqlState::ADMIN_SHUTDOWN | &SqlState::CRASH_SHUTDOWN) => true,
        Some(_) => false,
        None => is_closed,
    }
}

fn trusting(authority: &Path) -> Result<MakeRustlsConnect, LedgerFault> {
    let refused = |fault: &dyn std::fmt::Display| {
        LedgerFault::from(Setting::Authority(authority.to_path_buf(), fault.to_string()))
    };
    let mut roots = rustls::RootCertStore::empty();
    let certificates = CertificateDer::pem_file_iter(authority).map_err(|fault| refused(&fault))?;
    for certificate in certificates {
        let certificate = certificate.map_err(|fault| refused(&fault))?;
        roots.add(certificate).map_err(|fault| refused(&fault))?;
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|fault| refused(&fault))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

impl From<postgres::Error> for LedgerFault {
    fn from(fault: postgres::Error) -> LedgerFault {
        // The detail of a database's fault shows the row: only its code and message are repeated.
        let words = fault.as_db_error().map_or_else(
            || fault.to_string(),
            |shown| format!("{} {}", shown.code().code(), shown.message()),
        );
        match fault.code() {
            Some(&SqlState::DISK_FULL) => LedgerFault::Full,
            Some(&SqlState::DATA_CORRUPTED | &SqlState::INDEX_CORRUPTED) => {
                LedgerFault::Damaged(words)
            }
            _ => LedgerFault::TryAgain(words),
        }
    }
}

/// The key of a journal, as every statement begins with it.
macro_rules! key {
    ($agency:expr, $name:expr $(, $more:expr)*) => {
        &[
            &$agency.0.as_slice() as &(dyn ToSql + Sync),
            &$name.device.0.as_slice(),
            &i64::from($name.epoch)
            $(, $more)*
        ]
    };
}

impl Ledger for PostgresLedger {
    fn enrol_behind(
        &mut self,
        name: JournalName,
        suite: u8,
        key: &[u8],
        start: Point,
    ) -> Result<(), LedgerFault> {
        let agency = self.agency;
        self.write(|door| {
            let sql = "UPDATE journal SET standing = 2
                       WHERE agency = $1 AND device = $2 AND epoch < $3 AND standing = 0";
            door.execute(sql, key!(agency, name))?;
            let is_past = rows::latest_epoch(door, agency, name.device)? > Some(name.epoch);
            let sql = "INSERT INTO journal (agency, device, epoch, suite, public_key, standing,
                                            head_number, head_digest, announced, start_number,
                                            start_digest, pens)
                       SELECT $1::bytea, $2::bytea, $3::bigint, $4::bigint, $5::bytea, $6::bigint,
                              $7::bigint, $8::bytea, 0, $7::bigint, $8::bytea,
                              (SELECT coalesce(max(pens), 0) FROM journal
                               WHERE agency = $1 AND device = $2)
                       ON CONFLICT (agency, device, epoch) DO NOTHING";
            let (suite, standing) = (i64::from(suite), if is_past { 2_i64 } else { 0 });
            let (number, digest) = (rows::signed(start.number), start.digest.0);
            let row = key!(agency, name, &suite, &key, &standing, &number, &digest.as_slice());
            door.execute(sql, row)?;
            Ok(())
        })
    }

    fn latest_epoch(&mut self, device: Id) -> Result<Option<u32>, LedgerFault> {
        let agency = self.agency;
        self.once(|door| rows::latest_epoch(door, agency, device))
    }

    fn journal(&mut self, name: JournalName) -> Result<Option<JournalRow>, LedgerFault> {
        let agency = self.agency;
        self.once(|door| rows::journal(door, agency, name))
    }

    fn known(
        &mut self,
        name: JournalName,
        from: u64,
        until: u64,
    ) -> Result<Option<Known>, LedgerFault> {
        let agency = self.agency;
        // The head is read before the points: one that grows in between only shows more points than the head.
        self.once(|door| {
            let Some(row) = rows::journal(door, agency, name)? else { return Ok(None) };
            let sql = "SELECT number, digest, received_ms FROM entry
                       WHERE agency = $1 AND device = $2 AND epoch = $3
                         AND number BETWEEN $4 AND $5 ORDER BY number";
            let until = until.min(row.head.number);
            let (from, until) = (rows::signed(from), rows::signed(until));
            let found = door.all(sql, key!(agency, name, &from, &until))?;
            let points = found.iter().map(rows::held_point).collect();
            let JournalRow { standing, start, head, pens, .. } = row;
            Ok(Some(Known { standing, start, head, pens, points }))
        })
    }

    fn announce(&mut self, name: JournalName, local: u64) -> Result<(), LedgerFault> {
        let agency = self.agency;
        let sql = "UPDATE journal SET announced = $4
                   WHERE agency = $1 AND device = $2 AND epoch = $3 AND announced < $4";
        self.once(|door| door.execute(sql, key!(agency, name, &rows::signed(local))))?;
        Ok(())
    }

    fn append(&mut self, plan: &Append, now_ms: i64) -> Result<Appended, LedgerFault> {
        let agency = self.agency;
        let columns = rows::Columns::of(plan);
        // Most batches take no number, withdraw nothing and are found good: one statement is the whole transaction.
        let is_plain = |new: &NewEntry| {
            let says_nothing = new.finding.is_none() && new.news.is_empty() && !new.beside;
            says_nothing && new.number.is_none() && cases::let_go(new).is_empty()
        };
        if plan.entries.iter().all(is_plain) {
            return self.once(|door| columns.append(door, agency, plan, now_ms));
        }
        self.write(|door| {
            if columns.append(door, agency, plan, now_ms)? == Appended::Moved {
                return Ok(Appended::Moved);
            }
            rows::judge(door, agency, plan.journal, &plan.entries)?;
            Ok(Appended::Done)
        })
    }

    fn set_aside(
        &mut self,
        name: JournalName,
        entries: &[Arrived],
        forked: bool,
        now_ms: i64,
    ) -> Result<(), LedgerFault> {
        let agency = self.agency;
        self.write(|door| {
            if forked {
                let sql = "UPDATE journal SET standing = 1
                           WHERE agency = $1 AND device = $2 AND epoch = $3 AND standing <> 3";
                door.execute(sql, key!(agency, name))?;
            }
            for entry in entries {
                rows::put_aside(door, agency, name, entry, now_ms)?;
            }
            Ok(())
        })
    }

    fn revoke(&mut self, device: Id) -> Result<(), LedgerFault> {
        let agency = self.agency.0;
        let sql = "UPDATE journal SET standing = 3 WHERE agency = $1 AND device = $2";
        self.once(|door| door.execute(sql, &[&agency.as_slice(), &device.0.as_slice()]))?;
        Ok(())
    }

    fn heads(&mut self) -> Result<Vec<(JournalName, Point)>, LedgerFault> {
        let agency = self.agency;
        self.once(|door| rows::heads(door, agency))
    }

    fn entries(
        &mut self,
        name: JournalName,
        from: u64,
        count: u64,
    ) -> Result<Vec<(HeldPoint, Kept)>, LedgerFault> {
        let agency = self.agency;
        let sql = "SELECT number, digest, received_ms, envelope, salt, payload FROM entry
                   WHERE agency = $1 AND device = $2 AND epoch = $3 AND number >= $4
                   ORDER BY number LIMIT $5";
        let (from, count) = (rows::signed(from), rows::signed(count));
        let found = self.once(|door| door.all(sql, key!(agency, name, &from, &count)))?;
        Ok(found.iter().map(rows::entry).collect())
    }

    fn aside(&mut self, name: JournalName) -> Result<u64, LedgerFault> {
        let agency = self.agency;
        self.once(|door| rows::aside(door, agency, name))
    }

    fn waiting(
        &mut self,
        after: Option<(JournalName, u64)>,
        count: u64,
    ) -> Result<Vec<(JournalName, u64)>, LedgerFault> {
        let agency = self.agency;
        self.once(|door| rows::waiting(door, agency, after, count))
    }

    fn judged(&mut self, name: JournalName, entry: &NewEntry) -> Result<bool, LedgerFault> {
        let agency = self.agency;
        self.write(|door| rows::judged(door, agency, name, entry))
    }

    fn publish(&mut self, scope: Scope, news: &News) -> Result<u64, LedgerFault> {
        let agency = self.agency;
        self.write(|door| rows::publish(door, agency, scope, news))
    }

    fn feed(
        &mut self,
        scope: Scope,
        after: u64,
        max: u64,
    ) -> Result<(Vec<FeedItem>, bool), LedgerFault> {
        let agency = self.agency.0;
        let sql = "SELECT number, kind, must_understand, body FROM feed_item
                   WHERE agency = $1 AND scope = $2 AND number > $3 ORDER BY number LIMIT 1001";
        let (scope, after) = (scope.key(), rows::signed(after));
        let found = self.once(|door| door.all(sql, &[&agency.as_slice(), &scope, &after]))?;
        let items = found.iter().take(1000).map(rows::feed_item);
        let (items, more) = super::within(items, max);
        Ok((items, more || found.len() > 1000))
    }

    fn published(&mut self, kind: u16) -> Result<Vec<(Scope, FeedItem)>, LedgerFault> {
        let agency = self.agency;
        self.once(|door| words::published(door, agency, kind))
    }

    fn numbered(&mut self, number: &DocumentNo) -> Result<Option<(JournalName, u64)>, LedgerFault> {
        let agency = self.agency;
        self.once(|door| words::numbered(door, agency, number))
    }

    fn of_subject(&mut self, subject: Id) -> Result<Vec<(JournalName, u64)>, LedgerFault> {
        let agency = self.agency;
        self.once(|door| words::of_subject(door, agency, subject))
    }

    fn signature_from(
        &mut self,
        name: JournalName,
        from: u64,
    ) -> Result<Option<(u64, u8, Vec<u8>)>, LedgerFault> {
        let agency = self.agency;
        let sql = "SELECT number, suite, signature FROM signature
                   WHERE agency = $1 AND device = $2 AND epoch = $3 AND number >= $4
                   ORDER BY number LIMIT 1";
        let row = self.once(|door| door.one(sql, key!(agency, name, &rows::signed(from))))?;
        Ok(row.map(|row| {
            let suite = u8::try_from(rows::whole(&row, 1)).unwrap_or(0);
            (rows::whole(&row, 0), suite, row.get(2))
        }))
    }

    fn feed_last(&mut self, scope: Scope) -> Result<u64, LedgerFault> {
        let agency = self.agency.0;
        let sql = "SELECT last FROM feed_last WHERE agency = $1 AND scope = $2";
        let row = self.once(|door| door.one(sql, &[&agency.as_slice(), &scope.key()]))?;
        Ok(row.map_or(0, |row| rows::whole(&row, 0)))
    }

    fn fill(&mut self, scope: Scope, upto: u64) -> Result<(), LedgerFault> {
        let agency = self.agency;
        self.write(|door| rows::fill(door, agency, scope, upto))
    }

    fn blob(&mut self, digest: Digest) -> Result<Option<BlobRow>, LedgerFault> {
        let agency = self.agency.0;
        let sql = "SELECT size, held_ms, damaged FROM blob WHERE agency = $1 AND digest = $2";
        let row = self.once(|door| door.one(sql, &[&agency.as_slice(), &digest.0.as_slice()]))?;
        Ok(row.map(|row| BlobRow {
            size: rows::whole(&row, 0),
            held_ms: row.get(1),
            damaged: u32::try_from(rows::whole(&row, 2)).unwrap_or(u32::MAX),
        }))
    }

    fn held_blobs(
        &mut self,
        after: Option<Digest>,
        count: u64,
    ) -> Result<Vec<Digest>, LedgerFault> {
        let agency = self.agency;
        self.once(|door| words::held_blobs(door, agency, after, count))
    }

    fn blobs_held(&mut self, digests: &[Digest], now_ms: i64) -> Result<(), LedgerFault> {
        let agency = self.agency.0;
        let sql = "UPDATE blob SET held_ms = $3
                   WHERE agency = $1 AND digest = ANY ($2) AND held_ms IS NULL";
        let digests: Vec<&[u8]> = digests.iter().map(|digest| digest.0.as_slice()).collect();
        self.once(|door| door.execute(sql, &[&agency.as_slice(), &digests, &now_ms]))?;
        Ok(())
    }

    fn blob_damaged(&mut self, digest: Digest) -> Result<u32, LedgerFault> {
        let agency = self.agency.0;
        let sql = "UPDATE blob SET damaged = damaged + 1 WHERE agency = $1 AND digest = $2
                   RETURNING damaged";
        let row = self.write(|door| door.one(sql, &[&agency.as_slice(), &digest.0.as_slice()]))?;
        Ok(row.map_or(0, |row| u32::try_from(rows::whole(&row, 0)).unwrap_or(u32::MAX)))
    }

    fn add_checkpoint(&mut self, marked: &Marked) -> Result<bool, LedgerFault> {
        let agency = self.agency;
        self.write(|door| words::add_checkpoint(door, agency, marked))
    }

    fn checkpoints(&mut self, from: u64, count: u64) -> Result<Vec<Marked>, LedgerFault> {
        let agency = self.agency;
        self.once(|door| words::checkpoints(door, agency, from, count))?.into_iter().collect()
    }

    fn chain(&mut self, from: u64, count: u64) -> Result<Vec<Checkpoint>, LedgerFault> {
        let agency = self.agency;
        self.once(|door| words::chain(door, agency, from, count))?.into_iter().collect()
    }

    fn last_checkpoint(&mut self) -> Result<Option<Checkpoint>, LedgerFault> {
        let agency = self.agency;
        self.once(|door| words::last_checkpoint(door, agency))?.transpose()
    }

    fn add_disclosure(&mut self, disclosure: &Disclosure) -> Result<bool, LedgerFault> {
        let agency = self.agency;
        self.write(|door| words::add_disclosure(door, agency, disclosure))
    }

    fn disclosures(&mut self) -> Result<Vec<Disclosure>, LedgerFault> {
        let agency = self.agency;
        self.once(|door| words::disclosures(door, agency))?.into_iter().collect()
    }

    fn add_code(&mut self, name: &[u8], row: &CodeRow) -> Result<(), LedgerFault> {
        let agency = self.agency.0;
        let sql = "INSERT INTO code (agency, name, code, valid_until_ms) VALUES ($1, $2, $3, $4)";
        let (code, until) = (row.code.as_slice(), row.valid_until_ms);
        self.write(|door| door.execute(sql, &[&agency.as_slice(), &name, &code, &until]))?;
        Ok(())
    }

    fn code(&mut self, name: &[u8]) -> Result<Option<CodeRow>, LedgerFault> {
        let agency = self.agency;
        self.once(|door| lines::code(door, agency, name))
    }

    fn spend_code(&mut self, name: &[u8], device: Id) -> Result<bool, LedgerFault> {
        let agency = self.agency;
        self.once(|door| lines::spend_code(door, agency, (name, device)))
    }

    fn add_certificate(&mut self, fingerprint: Digest, device: Id) -> Result<(), LedgerFault> {
        let agency = self.agency;
        self.once(|door| lines::add_certificate(door, agency, (fingerprint, device)))
    }

    fn rotate(&mut self, rotation: &Rotation) -> Result<bool, LedgerFault> {
        let agency = self.agency;
        self.write(|door| lines::rotate(door, agency, rotation))
    }

    fn rotation(&mut self, name: JournalName) -> Result<Option<Vec<u8>>, LedgerFault> {
        let agency = self.agency;
        self.once(|door| lines::rotation(door, agency, (name.device, name.epoch)))
    }

    fn forget_replaced(&mut self, fingerprint: Digest) -> Result<(), LedgerFault> {
        let agency = self.agency;
        self.once(|door| lines::forget_replaced(door, agency, fingerprint))
    }

    fn device_of(&mut self, fingerprint: Digest) -> Result<Option<Id>, LedgerFault> {
        let agency = self.agency;
        self.once(|door| lines::device_of(door, agency, fingerprint))
    }

    fn certificates(&mut self, device: Id) -> Result<Vec<Digest>, LedgerFault> {
        let agency = self.agency;
        self.once(|door| lines::certificates(door, agency, device))
    }
}
