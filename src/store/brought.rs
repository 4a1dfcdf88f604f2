//! Entries of cases that other laptops wrote, as they came with the pen: kept beside this journal and held to its own entry about
//! them; never part of its chain, and none of its numbers is theirs.

use super::journal::signed;
use super::verify::Verdict;
use super::{Store, StoreFault};
use crate::domain::bureau::BureauEvent;
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::stdx::said::Said;
use crate::wire::entry::{Break, Entry, Kept, read_at_home};
use crate::wire::event::Body;
use crate::wire::event::told::CASE_CAME;
use crate::wire::message::case::{self, BlobStands};
use crate::wire::message::hello::{JournalName, Point};
use crate::wire::message::pen::LineHead;
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::collections::{BTreeMap, BTreeSet};

/// Entries that came at once, those that were here before left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brought {
    /// The case.
    pub subject: Id,
    /// Of the pen that they came with.
    pub token: u64,
    /// In the order of the case's main line.
    pub entries: Vec<(LineHead, Kept)>,
    /// Photographs and pages that they name.
    pub blobs: Vec<BlobStands>,
    /// The entry of this journal that says so already: what was lost here came again. `None` where it is written with them.
    pub came: Option<u64>,
}

impl Brought {
    /// What this journal says of them.
    #[must_use]
    pub fn event(&self) -> BureauEvent {
        BureauEvent::CaseCame {
            subject: self.subject,
            token: self.token,
            entries: u32::try_from(self.entries.len()).unwrap_or(u32::MAX),
            named: self.named(),
        }
    }

    fn named(&self) -> Digest {
        let named: Vec<LineHead> = self.entries.iter().map(|(at, _)| *at).collect();
        case::digest_of(&named)
    }
}

/// Keeps them with entry `came` of this journal.
pub(super) fn keep(conn: &Connection, brought: &Brought, came: u64) -> Result<(), StoreFault> {
    let sql = "INSERT OR IGNORE INTO brought_entry (came, place, subject, device, epoch, number,
                   digest, envelope, salt, payload)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    for ((at, kept), place) in brought.entries.iter().zip(1_i64..) {
        conn.prepare_cached(sql)?.execute(params![
            signed(came),
            place,
            brought.subject.0,
            at.journal.device.0,
            at.journal.epoch,
            signed(at.point.number),
            at.point.digest.0,
            kept.envelope,
            kept.salt,
            kept.payload,
        ])?;
    }
    let sql = "INSERT INTO brought_blob (subject, digest, size, held_ms) VALUES (?1, ?2, ?3, ?4)
               ON CONFLICT (subject, digest) DO UPDATE SET held_ms = excluded.held_ms
               WHERE excluded.held_ms IS NOT NULL";
    for blob in &brought.blobs {
        let row = params![brought.subject.0, blob.digest.0, signed(blob.size), blob.held_ms];
        conn.prepare_cached(sql)?.execute(row)?;
    }
    Ok(())
}

/// A row as the file holds it.
struct Held {
    came: u64,
    at: LineHead,
    kept: Kept,
}

impl Held {
    /// The entry, when envelope and payload are as they came; its payload may have left.
    fn read(&self) -> Result<Entry, Break> {
        let entry = read_at_home(&self.kept)?;
        let envelope = &entry.envelope;
        let journal = JournalName { device: envelope.device, epoch: envelope.epoch };
        let point = Point { number: envelope.number, digest: entry.digest };
        if self.at != (LineHead { journal, point }) {
            return Err(Break::Digest);
        }
        Ok(Entry { came: Some(self.came), ..entry })
    }

    fn entry(&self) -> Result<Entry, StoreFault> {
        self.read().map_err(|what| StoreFault::Broken { number: self.came, what: what.said() })
    }
}

const COLUMNS: &str = "came, device, epoch, number, digest, envelope, salt, payload";

fn held(row: &Row<'_>) -> rusqlite::Result<Held> {
    let whole = |n: i64| u64::try_from(n).unwrap_or(0);
    let journal = JournalName { device: Id(row.get(1)?), epoch: row.get(2)? };
    let point = Point { number: whole(row.get(3)?), digest: Digest(row.get(4)?) };
    let kept = Kept { envelope: row.get(5)?, salt: row.get(6)?, payload: row.get(7)? };
    Ok(Held { came: whole(row.get(0)?), at: LineHead { journal, point }, kept })
}

fn all(
    conn: &Connection,
    which: &str,
    key: impl rusqlite::Params,
) -> Result<Vec<Held>, StoreFault> {
    let sql = format!("SELECT {COLUMNS} FROM brought_entry {which} ORDER BY came, place");
    let mut statement = conn.prepare_cached(&sql)?;
    let rows = statement.query_map(key, held)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Those that came with entry `came`, in their order.
pub(super) fn with(conn: &Connection, came: u64) -> Result<Vec<Entry>, StoreFault> {
    all(conn, "WHERE came = ?1", [signed(came)])?.iter().map(Held::entry).collect()
}

/// The same rows in another database, for rows that are made there.
pub(super) fn copy(from: &Connection, to: &Connection) -> Result<(), StoreFault> {
    for held in all(from, "", [])? {
        let subject = read_at_home(&held.kept).ok().and_then(|entry| entry.envelope.subject);
        let Some(subject) = subject else { continue };
        let sql = "INSERT INTO brought_entry (came, place, subject, device, epoch, number, digest,
                       envelope, salt, payload)
                   SELECT ?1, 1 + count(*), ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9
                   FROM brought_entry WHERE came = ?1";
        to.prepare_cached(sql)?.execute(params![
            signed(held.came),
            subject.0,
            held.at.journal.device.0,
            held.at.journal.epoch,
            signed(held.at.point.number),
            held.at.point.digest.0,
            held.kept.envelope,
            held.kept.salt,
            held.kept.payload,
        ])?;
    }
    Ok(())
}

impl Store {
    /// Entries of one case that other laptops wrote, in the order in which they came.
    ///
    /// # Errors
    /// When one cannot be read or is not what came; the same of the calls below.
    pub fn brought_of(&self, subject: Id) -> Result<Vec<Entry>, StoreFault> {
        all(&self.conn, "WHERE subject = ?1", [subject.0])?.iter().map(Held::entry).collect()
    }

    /// Whether an entry of another laptop is here.
    ///
    /// # Errors
    /// As above.
    pub fn has_brought(&self, at: &LineHead) -> Result<bool, StoreFault> {
        let sql = "SELECT 1 FROM brought_entry
                   WHERE device = ?1 AND epoch = ?2 AND number = ?3 AND digest = ?4";
        let JournalName { device, epoch } = at.journal;
        let key = params![device.0, epoch, signed(at.point.number), at.point.digest.0];
        Ok(self.conn.prepare_cached(sql)?.exists(key)?)
    }

    /// The entry of this journal that says of `brought` that they came, and beside which none of them is here any more.
    ///
    /// # Errors
    /// As above.
    pub fn came_before(&self, brought: &Brought) -> Result<Option<u64>, StoreFault> {
        let said = Body::Bureau(brought.event());
        for entry in self.of_kinds(&[CASE_CAME])? {
            let number = entry.envelope.number;
            if entry.body == said
                && all(&self.conn, "WHERE came = ?1", [signed(number)])?.is_empty()
            {
                return Ok(Some(number));
            }
        }
        Ok(None)
    }

    /// A photograph or page of a case that is named by an entry of another laptop; `None` where none names it.
    ///
    /// # Errors
    /// As above.
    pub fn brought_blob(
        &self,
        subject: Id,
        digest: Digest,
    ) -> Result<Option<BlobStands>, StoreFault> {
        let sql = "SELECT size, held_ms FROM brought_blob WHERE subject = ?1 AND digest = ?2";
        let row = self.conn.prepare_cached(sql)?.query_row(params![subject.0, digest.0], |row| {
            let size = u64::try_from(row.get::<_, i64>(0)?).unwrap_or(0);
            Ok(BlobStands { digest, size, held_ms: row.get(1)? })
        });
        Ok(row.optional()?)
    }

    /// Holds what other laptops wrote to what this journal says of it. Where all of it is gone it comes again with the feed:
    /// that is no break.
    pub(super) fn check_brought(&self, verdict: &mut Verdict) -> Result<(), StoreFault> {
        let mut by_came: BTreeMap<u64, Vec<Held>> = BTreeMap::new();
        for held in all(&self.conn, "", [])? {
            by_came.entry(held.came).or_default().push(held);
        }
        let mut breaks = BTreeSet::new();
        for entry in self.of_kinds(&[CASE_CAME])? {
            let Body::Bureau(BureauEvent::CaseCame { subject, named, .. }) = entry.body else {
                continue;
            };
            let came = entry.envelope.number;
            let Some(rows) = by_came.remove(&came) else {
                verdict.brought_gone += 1;
                continue;
            };
            let heads: Vec<LineHead> = rows.iter().map(|held| held.at).collect();
            let is_pruned = self.inspection(subject)?.is_some_and(|row| row.pruned);
            let is_whole = |held: &Held| match held.read() {
                Ok(entry) => entry.body != Body::Pruned || is_pruned,
                Err(_) => false,
            };
            if case::digest_of(&heads) == named && rows.iter().all(is_whole) {
                verdict.brought += rows.len() as u64;
            } else {
                breaks.insert(came);
            }
        }
        // Nothing says that these came.
        breaks.extend(by_came.into_keys());
        verdict.breaks.extend(breaks.into_iter().map(|came| (came, Said::words("flaw.brought"))));
        Ok(())
    }
}
