//! The queue to headquarters as people look at it: a window of its entries with their blobs, and its sums; marks
//! nothing as sent.

use super::journal::signed;
use super::{Store, StoreFault};
use crate::stdx::clock::Moment;
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::wire::envelope;
use crate::wire::event;
use rusqlite::{OptionalExtension, params};
use std::collections::{BTreeMap, BTreeSet};

/// Which entries are looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Slice {
    /// Everything.
    #[default]
    All,
    /// Those without a receipt, and those with a blob that has none.
    Waiting,
}

/// An entry with the blobs that it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueuedEntry {
    /// Of the entry.
    pub number: u64,
    /// Wall time of its envelope.
    pub at: Moment,
    /// The name of its kind; `None` when this program does not know it.
    pub name: Option<&'static str>,
    /// `None` where the laptop worked.
    pub officer: Option<Id>,
    /// Plate of its inspection; empty for the bureau's own entries.
    pub plate: String,
    /// Bytes of envelope and payload.
    pub bytes: u64,
    /// In the envelope's order.
    pub blobs: Vec<QueuedBlob>,
}

/// A photograph or page of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueuedBlob {
    /// SHA-256 of its bytes.
    pub digest: Digest,
    /// Bytes.
    pub size: u64,
    /// Its media type, `image/jpeg`.
    pub kind: String,
    /// Headquarters gave a receipt for it.
    pub held: bool,
}

/// What is there and what waits, in counts and in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// In the journal.
    pub entries: u64,
    /// Of those, with a receipt.
    pub acknowledged: u64,
    /// Bytes of the entries without a receipt, before they are pressed.
    pub entry_bytes_waiting: u64,
    /// Photographs and pages with a receipt.
    pub blobs_held: u64,
    /// Their bytes.
    pub blob_bytes_held: u64,
    /// Those of entries without a receipt are among them.
    pub blobs_waiting: u64,
    /// Bytes of those without one.
    pub blob_bytes_waiting: u64,
}

/// What the sums were read from already, so that they are not read again: it forgets nothing that the journal holds.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    head: u64,
    /// Up to here entries were let go of: they had their receipts.
    settled: u64,
    /// Entries that were not acknowledged or not looked through for blobs.
    behind: BTreeMap<u64, Behind>,
    seen: BTreeSet<Digest>,
    receipts: i64,
    held: u64,
    held_bytes: u64,
}

#[derive(Clone, Copy, Debug)]
struct Behind {
    bytes: u64,
    blobs: u64,
    blob_bytes: u64,
}

impl Store {
    /// Numbers of the entries around `at`, newest first: `half` of them from `at` on, and `half` below.
    ///
    /// # Errors
    /// When they cannot be read; the same of the calls below.
    pub fn around(&self, slice: Slice, at: u64, half: u64) -> Result<Vec<u64>, StoreFault> {
        let head = self.head().number;
        let floor = match slice {
            Slice::All => 0,
            Slice::Waiting => self.received_upto()?,
        };
        let from = at.saturating_sub(half).max(floor);
        let until = at.saturating_add(half).min(head);
        let mut numbers: BTreeSet<u64> = (from + 1..=until).collect();
        if slice == Slice::Waiting {
            let half = i64::try_from(half).unwrap_or(i64::MAX);
            for sql in [
                "SELECT DISTINCT number FROM blob_waiting WHERE number >= ?1
                 ORDER BY number LIMIT ?2",
                "SELECT DISTINCT number FROM blob_waiting WHERE number < ?1
                 ORDER BY number DESC LIMIT ?2",
            ] {
                let mut statement = self.conn.prepare_cached(sql)?;
                let found =
                    statement.query_map(params![signed(at), half], |row| row.get::<_, i64>(0))?;
                for number in found {
                    numbers.extend(u64::try_from(number?));
                }
            }
        }
        let upper: Vec<u64> = numbers
            .range(at..)
            .take(usize::try_from(half).unwrap_or(usize::MAX))
            .copied()
            .collect();
        let lower = numbers.range(..at).rev().take(usize::try_from(half).unwrap_or(usize::MAX));
        Ok(upper.into_iter().rev().chain(lower.copied()).collect())
    }

    /// These entries, in the order asked for; one that the journal does not have is left out.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn queued(&self, numbers: &[u64]) -> Result<Vec<QueuedEntry>, StoreFault> {
        let sql = "SELECT envelope, payload FROM entry WHERE number = ?1";
        let mut entries = self.conn.prepare_cached(sql)?;
        let mut plates = self.conn.prepare_cached("SELECT plate FROM inspection WHERE id = ?1")?;
        let mut receipts =
            self.conn.prepare_cached("SELECT 1 FROM blob_receipt WHERE digest = ?1")?;
        let mut queued = Vec::with_capacity(numbers.len());
        for number in numbers {
            let row = entries.query_row([signed(*number)], |row| {
                Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, Vec<u8>>(1)?))
            });
            let Some((bytes, payload)) = row.optional()? else { continue };
            let Ok(envelope) = envelope::decode(&bytes) else { continue };
            let body = event::decode(envelope.kind, envelope.schema, &payload).ok();
            let plate = match envelope.subject {
                Some(subject) => plates.query_row([subject.0], |row| row.get(0)).optional()?,
                None => None,
            };
            let mut blobs = Vec::new();
            for blob in envelope.blobs {
                let held = receipts.exists([blob.digest.0])?;
                blobs.push(QueuedBlob {
                    digest: blob.digest,
                    size: blob.size,
                    kind: blob.kind,
                    held,
                });
            }
            queued.push(QueuedEntry {
                number: *number,
                at: envelope.clock.wall,
                name: body.as_ref().map(event::name),
                officer: envelope.officer,
                plate: plate.unwrap_or_default(),
                bytes: (bytes.len() + payload.len()) as u64,
                blobs,
            });
        }
        Ok(queued)
    }

    /// The sums, reading only what `tally` has not seen.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn sums(&self, tally: &mut Tally) -> Result<Sums, StoreFault> {
        let (head, acknowledged) = (self.head().number, self.received_upto()?);
        let sought = self.sought()?;
        let settled = acknowledged.min(sought);
        // Of another headquarters what the one before had received waits again.
        if tally.head > head || tally.settled > settled {
            *tally = Tally::default();
        }
        self.look_behind(tally, settled)?;
        let sql = "SELECT count(*), coalesce(sum(size), 0), max(rowid) FROM blob_receipt
                   WHERE rowid > ?1";
        let (count, bytes, last) =
            self.conn.prepare_cached(sql)?.query_row([tally.receipts], |row| {
                Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get::<_, Option<i64>>(2)?))
            })?;
        tally.held += count.unsigned_abs();
        tally.held_bytes += bytes.unsigned_abs();
        tally.receipts = last.unwrap_or(tally.receipts);
        let sql = "SELECT count(*), coalesce(sum(size), 0) FROM blob_waiting";
        let (waiting, waiting_bytes) = self
            .conn
            .prepare_cached(sql)?
            .query_row([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)))?;
        let mut sums = Sums {
            entries: head,
            acknowledged,
            entry_bytes_waiting: 0,
            blobs_held: tally.held,
            blob_bytes_held: tally.held_bytes,
            blobs_waiting: waiting.unsigned_abs(),
            blob_bytes_waiting: waiting_bytes.unsigned_abs(),
        };
        for (number, behind) in &tally.behind {
            if *number > acknowledged {
                sums.entry_bytes_waiting += behind.bytes;
            }
            if *number > sought {
                sums.blobs_waiting += behind.blobs;
                sums.blob_bytes_waiting += behind.blob_bytes;
            }
        }
        Ok(sums)
    }

    /// Looks at the entries that came since, and lets go of those up to `settled`.
    fn look_behind(&self, tally: &mut Tally, settled: u64) -> Result<(), StoreFault> {
        let head = self.head().number;
        let from = tally.head.max(settled) + 1;
        let sql = "SELECT 1 FROM blob_receipt WHERE digest = ?1
                   UNION ALL SELECT 1 FROM blob_waiting WHERE digest = ?1";
        let mut known = self.conn.prepare_cached(sql)?;
        if from <= head {
            self.each_kept_between(from, head, |row| {
                let kept = &row.kept;
                let bytes = (kept.envelope.len() + kept.payload.len()) as u64;
                let mut behind = Behind { bytes, blobs: 0, blob_bytes: 0 };
                if let Ok(envelope) = envelope::decode(&kept.envelope) {
                    for blob in envelope.blobs {
                        if tally.seen.insert(blob.digest) && !known.exists([blob.digest.0])? {
                            behind.blobs += 1;
                            behind.blob_bytes += blob.size;
                        }
                    }
                }
                tally.behind.insert(row.number, behind);
                Ok(())
            })?;
        }
        tally.behind = tally.behind.split_off(&(settled + 1));
        (tally.head, tally.settled) = (head, settled);
        Ok(())
    }
}
