//! Statements of the PostgreSQL ledger, and how its columns are read; opens no transaction itself.

use super::postgres_pens::put_beside;
use super::sqlite::standing_of;
use super::{Appended, JournalRow, postgres_cases, postgres_quashed};
use crate::hq::receive::{Append, HeldPoint, NewEntry};
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::wire::entry::Kept;
use crate::wire::message::batch::Arrived;
use crate::wire::message::feed::{FeedItem, Finding, News, Scope, Verdict};
use crate::wire::message::hello::{JournalName, Point};
use postgres::types::ToSql;
use postgres::{Error, GenericClient, Row, Statement};
use std::collections::{BTreeMap, BTreeSet};

type Values<'a> = &'a [&'a (dyn ToSql + Sync)];

/// A connection or a transaction on it, with the statements that the connection knows.
pub(super) struct Door<'a, C> {
    /// A connection or a transaction.
    pub client: &'a mut C,
    /// By their text.
    pub prepared: &'a mut BTreeMap<&'static str, Statement>,
}

impl<C: GenericClient> Door<'_, C> {
    fn prepared(&mut self, sql: &'static str) -> Result<Statement, Error> {
        if let Some(known) = self.prepared.get(sql) {
            return Ok(known.clone());
        }
        let statement = self.client.prepare(sql)?;
        self.prepared.insert(sql, statement.clone());
        Ok(statement)
    }

    pub(super) fn execute(&mut self, sql: &'static str, values: Values<'_>) -> Result<u64, Error> {
        let statement = self.prepared(sql)?;
        self.client.execute(&statement, values)
    }

    pub(super) fn one(
        &mut self,
        sql: &'static str,
        values: Values<'_>,
    ) -> Result<Option<Row>, Error> {
        let statement = self.prepared(sql)?;
        self.client.query_opt(&statement, values)
    }

    pub(super) fn all(&mut self, sql: &'static str, values: Values<'_>) -> Result<Vec<Row>, Error> {
        let statement = self.prepared(sql)?;
        self.client.query(&statement, values)
    }

    pub(super) fn batch(&mut self, sql: &str) -> Result<(), Error> {
        self.client.batch_execute(sql)
    }
}

pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

pub(super) fn whole(row: &Row, column: usize) -> u64 {
    u64::try_from(row.get::<_, i64>(column)).unwrap_or(0)
}

/// A column of exactly `N` bytes; zeros when the database holds another length, which no digest or id agrees with.
pub(super) fn bytes<const N: usize>(row: &Row, column: usize) -> [u8; N] {
    row.get::<_, &[u8]>(column).try_into().unwrap_or([0; N])
}

pub(super) fn held_point(row: &Row) -> HeldPoint {
    let point = Point { number: whole(row, 0), digest: Digest(bytes(row, 1)) };
    HeldPoint { point, received_ms: row.get(2) }
}

pub(super) fn feed_item(row: &Row) -> FeedItem {
    FeedItem {
        number: whole(row, 0),
        kind: u16::try_from(whole(row, 1)).unwrap_or(0),
        must_understand: row.get::<_, i64>(2) != 0,
        body: row.get::<_, Vec<u8>>(3).into(),
    }
}

fn byte(row: &Row, column: usize) -> u8 {
    u8::try_from(row.get::<_, i64>(column)).unwrap_or(u8::MAX)
}

pub(super) fn journal<C: GenericClient>(
    door: &mut Door<'_, C>,
    agency: Id,
    name: JournalName,
) -> Result<Option<JournalRow>, Error> {
    let sql = "SELECT suite, public_key, standing, head_number, head_digest, announced,
                      start_number, start_digest, pens
               FROM journal WHERE agency = $1 AND device = $2 AND epoch = $3";
    let (agency, device) = (agency.0.as_slice(), name.device.0.as_slice());
    let row = door.one(sql, &[&agency, &device, &i64::from(name.epoch)])?;
    Ok(row.map(|row| JournalRow {
        suite: byte(&row, 0),
        public_key: row.get(1),
        standing: standing_of(byte(&row, 2)),
        head: Point { number: whole(&row, 3), digest: Digest(bytes(&row, 4)) },
        announced: whole(&row, 5),
        pens: whole(&row, 8),
        start: Point {
            number: whole(&row, 6),
            digest: row
                .get::<_, Option<&[u8]>>(7)
                .and_then(|bytes| Some(Digest(bytes.try_into().ok()?)))
                .unwrap_or(Point::START.digest),
        },
    }))
}

pub(super) fn latest_epoch<C: GenericClient>(
    door: &mut Door<'_, C>,
    agency: Id,
    device: Id,
) -> Result<Option<u32>, Error> {
    let sql = "SELECT max(epoch) FROM journal WHERE agency = $1 AND device = $2";
    let row = door.one(sql, &[&agency.0.as_slice(), &device.0.as_slice()])?;
    let latest = row.and_then(|row| row.get::<_, Option<i64>>(0));
    Ok(latest.and_then(|epoch| u32::try_from(epoch).ok()))
}

/// The entries of a plan column by column, as one statement takes them all.
pub(super) struct Columns<'a> {
    numbers: Vec<i64>,
    digests: Vec<&'a [u8]>,
    kinds: Vec<i64>,
    subjects: Vec<Option<Vec<u8>>>,
    envelopes: Vec<&'a [u8]>,
    salts: Vec<&'a [u8]>,
    payloads: Vec<&'a [u8]>,
    blobs: Vec<Vec<u8>>,
    sizes: Vec<i64>,
}

impl<'a> Columns<'a> {
    pub(super) fn of(plan: &'a Append) -> Columns<'a> {
        let arrived = || plan.entries.iter().map(|new| &new.arrived);
        // Two plans that name the same blobs take their rows in one order, so neither waits for the other.
        let blobs: BTreeMap<Digest, u64> = plan
            .entries
            .iter()
            .flat_map(|new| new.blobs.iter().map(|blob| (blob.digest, blob.size)))
            .collect();
        Columns {
            numbers: arrived().map(|entry| signed(entry.envelope.number)).collect(),
            digests: arrived().map(|entry| entry.digest.0.as_slice()).collect(),
            kinds: arrived().map(|entry| i64::from(entry.envelope.kind)).collect(),
            subjects: arrived().map(|entry| entry.subject().map(|id| id.0.to_vec())).collect(),
            envelopes: arrived().map(|entry| entry.kept.envelope.as_slice()).collect(),
            salts: arrived().map(|entry| entry.kept.salt.as_slice()).collect(),
            payloads: arrived().map(|entry| entry.kept.payload.as_slice()).collect(),
            blobs: blobs.keys().map(|digest| digest.0.to_vec()).collect(),
            sizes: blobs.values().map(|size| signed(*size)).collect(),
        }
    }

    /// Moves the head if it is still the plan's, and with it keeps everything that the plan brings.
    pub(super) fn append<C: GenericClient>(
        &self,
        door: &mut Door<'_, C>,
        agency: Id,
        plan: &Append,
        now_ms: i64,
    ) -> Result<Appended, Error> {
        let sql = "WITH moved AS (
                UPDATE journal SET head_number = $4, head_digest = $5
                WHERE agency = $1 AND device = $2 AND epoch = $3
                  AND head_number = $6 AND head_digest = $7 AND pens = $20 RETURNING 1),
            kept AS (
                INSERT INTO entry (agency, device, epoch, number, digest, received_ms, kind,
                                   subject, envelope, salt, payload)
                SELECT $1, $2, $3, e.number, e.digest, $8, e.kind, e.subject, e.envelope, e.salt,
                       e.payload
                FROM moved, unnest($9::bigint[], $10::bytea[], $11::bigint[], $12::bytea[],
                                   $13::bytea[], $14::bytea[], $15::bytea[])
                    AS e (number, digest, kind, subject, envelope, salt, payload)),
            signed AS (
                INSERT INTO signature (agency, device, epoch, number, suite, signature)
                SELECT $1, $2, $3, $4, $16, $17 FROM moved),
            named AS (
                INSERT INTO blob (agency, digest, size, damaged)
                SELECT $1, b.digest, b.size, 0
                FROM moved, unnest($18::bytea[], $19::bigint[]) AS b (digest, size)
                ON CONFLICT (agency, digest) DO NOTHING)
            SELECT count(*) FROM moved";
        let (name, head, behind) = (plan.journal, plan.head(), plan.behind);
        let (suite, signature) = (i64::from(plan.signature.0), plan.signature.1.as_slice());
        let moved = door.one(
            sql,
            &[
                &agency.0.as_slice(),
                &name.device.0.as_slice(),
                &i64::from(name.epoch),
                &signed(head.number),
                &head.digest.0.as_slice(),
                &signed(behind.number),
                &behind.digest.0.as_slice(),
                &now_ms,
                &self.numbers,
                &self.digests,
                &self.kinds,
                &self.subjects,
                &self.envelopes,
                &self.salts,
                &self.payloads,
                &suite,
                &signature,
                &self.blobs,
                &self.sizes,
                &signed(plan.pens),
            ],
        )?;
        let is_moved = moved.is_some_and(|row| whole(&row, 0) == 1);
        Ok(if is_moved { Appended::Done } else { Appended::Moved })
    }
}

/// Says what is to be said of the entries of a plan: what their bytes gave, and whether each number was free and
/// the device's own.
pub(super) fn judge<C: GenericClient>(
    door: &mut Door<'_, C>,
    agency: Id,
    name: JournalName,
    entries: &[NewEntry],
) -> Result<(), Error> {
    let mut taken = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for new in entries {
        if new.finding == Some(Finding::PendingUpgrade) {
            wait(door, agency, name, new.arrived.envelope.number)?;
        }
        if let Some(number) = &new.number {
            taken.0.push(number.prefix.as_str());
            taken.1.push(i64::from(number.year));
            taken.2.push(i64::from(number.serial));
            taken.3.push(signed(new.arrived.envelope.number));
        }
    }
    let (was_free, is_leased) = numbers(door, agency, name, &taken)?;
    for new in entries {
        let number = new.arrived.envelope.number;
        let mut found: Vec<Finding> = new.finding.into_iter().collect();
        if new.number.is_some() {
            found.extend((!was_free.contains(&number)).then_some(Finding::NumberUsed));
            found.extend((!is_leased.contains(&number)).then_some(Finding::NumberNotLeased));
        }
        if let Some(row) = super::beside(name, new) {
            put_beside(door, agency, &row)?;
        }
        for finding in found {
            let verdict = Verdict { journal: name, number, finding, words: None };
            publish(door, agency, Scope::Device(name.device), &News::Verdict(verdict))?;
        }
        for (scope, news) in &new.news {
            publish(door, agency, *scope, news)?;
        }
        postgres_cases::withdraw(door, agency, name.device, &super::cases::let_go(new))?;
    }
    Ok(())
}

/// How many entries lie beside the main line.
pub(super) fn aside<C: GenericClient>(
    door: &mut Door<'_, C>,
    agency: Id,
    name: JournalName,
) -> Result<u64, Error> {
    let sql = "SELECT count(*) FROM aside WHERE agency = $1 AND device = $2 AND epoch = $3";
    let (agency, device) = (agency.0.as_slice(), name.device.0.as_slice());
    let row = door.one(sql, &[&agency, &device, &i64::from(name.epoch)])?;
    Ok(row.map_or(0, |row| whole(&row, 0)))
}

/// One that cannot be read yet waits for a later release.
fn wait<C: GenericClient>(
    door: &mut Door<'_, C>,
    agency: Id,
    name: JournalName,
    number: u64,
) -> Result<(), Error> {
    let sql = "INSERT INTO waiting_entry (agency, device, epoch, number) VALUES ($1, $2, $3, $4)
               ON CONFLICT (agency, device, epoch, number) DO NOTHING";
    let (agency, device) = (agency.0.as_slice(), name.device.0.as_slice());
    door.execute(sql, &[&agency, &device, &i64::from(name.epoch), &signed(number)])?;
    Ok(())
}

pub(super) fn waiting<C: GenericClient>(
    door: &mut Door<'_, C>,
    agency: Id,
    after: Option<(JournalName, u64)>,
    count: u64,
) -> Result<Vec<(JournalName, u64)>, Error> {
    let sql = "SELECT device, epoch, number FROM waiting_entry
               WHERE agency = $1 AND (device, epoch, number) > ($2, $3, $4)
               ORDER BY device, epoch, number LIMIT $5";
    let (device, epoch, number) = after.map_or((Vec::new(), 0, 0), |(name, number)| {
        (name.device.0.to_vec(), i64::from(name.epoch), signed(number))
    });
    let agency = agency.0.as_slice();
    let rows = door.all(sql, &[&agency, &device, &epoch, &number, &signed(count)])?;
    Ok(rows.iter().map(|row| (named(row), whole(row, 2))).collect())
}

/// The journal in a row's first two columns.
pub(super) fn named(row: &Row) -> JournalName {
    let epoch = u32::try_from(whole(row, 1)).unwrap_or(0);
    JournalName { device: Id(bytes(row, 0)), epoch }
}

pub(super) fn heads<C: GenericClient>(
    door: &mut Door<'_, C>,
    agency: Id,
) -> Result<Vec<(JournalName, Point)>, Error> {
    let sql = "SELECT device, epoch, head_number, head_digest FROM journal
               WHERE agency = $1 ORDER BY device, epoch";
    let found = door.all(sql, &[&agency.0.as_slice()])?;
    let head = |row: &Row| Point { number: whole(row, 2), digest: Digest(bytes(row, 3)) };
    Ok(found.iter().map(|row| (named(row), head(row))).collect())
}

/// Number, digest, time, envelope, salt and payload of a row.
pub(super) fn entry(row: &Row) -> (HeldPoint, Kept) {
    (held_point(row), Kept { envelope: row.get(3), salt: bytes(row, 4), payload: row.get(5) })
}

pub(super) fn judged<C: GenericClient>(
    door: &mut Door<'_, C>,
    agency: Id,
    name: JournalName,
    new: &NewEntry,
) -> Result<bool, Error> {
    let sql = "DELETE FROM waiting_entry
               WHERE agency = $1 AND device = $2 AND epoch = $3 AND number = $4";
    let (key, device) = (agency.0.as_slice(), name.device.0.as_slice());
    let number = signed(new.arrived.envelope.number);
    let waited = door.execute(sql, &[&key, &device, &i64::from(name.epoch), &number])? == 1;
    if waited {
        judge(door, agency, name, std::slice::from_ref(new))?;
    }
    Ok(waited)
}

type Taken<'a> = (Vec<&'a str>, Vec<i64>, Vec<i64>, Vec<i64>);

/// Entries whose document numbers were free, and those whose numbers are leased to the device.
fn numbers<C: GenericClient>(
    door: &mut Door<'_, C>,
    agency: Id,
    name: JournalName,
    (prefixes, years, serials, entries): &Taken<'_>,
) -> Result<(BTreeSet<u64>, BTreeSet<u64>), Error> {
    let (agency, device) = (agency.0.as_slice(), name.device.0.as_slice());
    let sql = "INSERT INTO document_number (agency, prefix, year, serial, device, epoch, number)
               SELECT $1, n.prefix, n.year, n.serial, $2, $3, n.number
               FROM unnest($4::text[], $5::bigint[], $6::bigint[], $7::bigint[])
                   AS n (prefix, year, serial, number)
               ON CONFLICT (agency, prefix, year, serial) DO NOTHING RETURNING number";
    let epoch = i64::from(name.epoch);
    let free = door.all(sql, &[&agency, &device, &epoch, prefixes, years, serials, entries])?;
    let sql = "SELECT n.number FROM unnest($3::text[], $4::bigint[], $5::bigint[], $6::bigint[])
                   AS n (prefix, year, serial, number)
               WHERE EXISTS (SELECT 1 FROM lease WHERE agency = $1 AND device = $2
                   AND prefix = n.prefix AND year = n.year
                   AND first <= n.serial AND n.serial <= until)";
    let leased = door.all(sql, &[&agency, &device, prefixes, years, serials, entries])?;
    let set = |rows: &[Row]| rows.iter().map(|row| whole(row, 0)).collect();
    Ok((set(&free), set(&leased)))
}

pub(super) fn put_aside<C: GenericClient>(
    door: &mut Door<'_, C>,
    agency: Id,
    name: JournalName,
    entry: &Arrived,
    now_ms: i64,
) -> Result<(), Error> {
    let sql = "INSERT INTO aside (agency, device, epoch, number, digest, received_ms, envelope,
                                  salt, payload)
               SELECT $1::bytea, $2::bytea, $3::bigint, $4::bigint, $5::bytea, $6::bigint,
                      $7::bytea, $8::bytea, $9::bytea
               WHERE NOT EXISTS (SELECT 1 FROM entry WHERE agency = $1 AND device = $2
                                 AND epoch = $3 AND number = $4 AND digest = $5)
               ON CONFLICT (agency, device, epoch, number, digest) DO NOTHING";
    door.execute(
        sql,
        &[
            &agency.0.as_slice(),
            &name.device.0.as_slice(),
            &i64::from(name.epoch),
            &signed(entry.envelope.number),
            &entry.digest.0.as_slice(),
            &now_ms,
            &entry.kept.envelope.as_slice(),
            &entry.kept.salt.as_slice(),
            &entry.kept.payload.as_slice(),
        ],
    )?;
    Ok(())
}

/// The row of the feed's last number is the lock: numbers are given in the order of the commits, without a gap.
pub(super) fn publish<C: GenericClient>(
    door: &mut Door<'_, C>,
    agency: Id,
    scope: Scope,
    news: &News,
) -> Result<u64, Error> {
    let (id, key) = (agency.0.as_slice(), scope.key());
    let sql = "INSERT INTO feed_last (agency, scope, last) VALUES ($1, $2, 1)
               ON CONFLICT (agency, scope) DO UPDATE SET last = feed_last.last + 1 RETURNING last";
    let number = door.one(sql, &[&id, &key])?.map_or(0, |row| whole(&row, 0));
    let item = news.item(number);
    let sql = "INSERT INTO feed_item (agency, scope, number, kind, must_understand, body)
               VALUES ($1, $2, $3, $4, $5, $6)";
    let (kind, must) = (i64::from(item.kind), i64::from(item.must_understand));
    door.execute(sql, &[&id, &key, &signed(number), &kind, &must, &item.body.as_slice()])?;
    if let Some(quashed) = super::quashed::of(news) {
        postgres_quashed::keep(door, agency, quashed)?;
    }
    Ok(number)
}

/// Where another one filled it since its end was read, nothing is left to do: the row is the lock.
pub(super) fn fill<C: GenericClient>(
    door: &mut Door<'_, C>,
    agency: Id,
    scope: Scope,
    upto: u64,
) -> Result<(), Error> {
    let sql = "INSERT INTO feed_last (agency, scope, last) VALUES ($1, $2, 0)
               ON CONFLICT (agency, scope) DO UPDATE SET last = feed_last.last RETURNING last";
    let row = door.one(sql, &[&agency.0.as_slice(), &scope.key()])?;
    let mut last = row.map_or(0, |row| whole(&row, 0));
    while last < upto {
        last = publish(door, agency, scope, &News::Lost)?;
    }
    Ok(())
}
