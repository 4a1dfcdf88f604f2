//! What waits for headquarters: the journal behind the last receipt, and the blobs of acknowledged entries. The queue
//! is no table of its own, and nothing is ever marked as sent.

use super::epoch::Span;
use super::journal::signed;
use super::{Head, Store, StoreFault};
use crate::stdx::digest::Digest;
use crate::stdx::secret::Key;
use crate::wire::entry::Kept;
use crate::wire::envelope;
use crate::wire::message::hello::{JournalName, Point};
use crate::wire::message::photograph::Offered;
use crate::wire::message::receipt::{Held, Receipt};
use rusqlite::{OptionalExtension, Transaction, params};
use std::collections::BTreeSet;

/// Entries of one batch at most.
const ENTRIES_MAX: u64 = 4_000;

/// Entries that go in one PUSH, ending with a signed one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// The entry before the first.
    pub behind: Point,
    /// In their order, without a gap.
    pub entries: Vec<Kept>,
    /// The last one.
    pub upto: Point,
    /// The suite's byte and the device's signature over the last.
    pub signature: (u8, Vec<u8>),
    /// How many commits these are.
    pub commits: u32,
}

impl Store {
    /// The journal that is written now.
    #[must_use]
    pub fn journal_name(&self) -> JournalName {
        JournalName { device: self.device, epoch: self.epoch }
    }

    /// The last entry of the current epoch that headquarters has acknowledged; the one before its first otherwise.
    ///
    /// # Errors
    /// When it cannot be read; the same of the calls below.
    pub fn acknowledged(&self) -> Result<Point, StoreFault> {
        let behind = self.epoch_begins();
        self.acknowledged_within(Span { epoch: self.epoch, behind, until: behind })
    }

    /// The point of entry `number`; `None` when the journal has none such.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn point(&self, number: u64) -> Result<Option<Point>, StoreFault> {
        if number == 0 {
            return Ok(Some(Point::START));
        }
        Ok(self.digest_at(number)?.map(|digest| Point { number, digest }))
    }

    /// Entries behind `behind` up to about `bytes`, ending with a signed one; one commit at least.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn outgoing(&self, behind: u64, bytes: usize) -> Result<Option<Outgoing>, StoreFault> {
        let Some(behind) = self.point(behind)? else { return Ok(None) };
        // One PUSH is of one journal.
        let mut spans = self.earlier_epochs().iter().map(|span| span.until.number);
        let until = spans.find(|until| *until > behind.number).unwrap_or(u64::MAX);
        let most = until.min(behind.number + ENTRIES_MAX);
        let ends = self.signed_between(behind.number + 1, most)?;
        let (mut entries, mut size, mut whole, mut commits) = (Vec::new(), 0, None, 0);
        let sql = "SELECT number, envelope, salt, payload, digest FROM entry
                   WHERE number > ?1 AND number <= ?2 ORDER BY number";
        let mut statement = self.conn.prepare_cached(sql)?;
        let last = ends.last().copied().unwrap_or(behind.number);
        let mut rows = statement.query([signed(behind.number), signed(last)])?;
        while let Some(row) = rows.next()? {
            let kept = Kept { envelope: row.get(1)?, salt: row.get(2)?, payload: row.get(3)? };
            size += kept.envelope.len() + kept.payload.len() + 24;
            if size > bytes && whole.is_some() {
                break;
            }
            entries.push(kept);
            let number = u64::try_from(row.get::<_, i64>(0)?).unwrap_or(0);
            if ends.binary_search(&number).is_ok() {
                commits += 1;
                whole = Some((entries.len(), Point { number, digest: Digest(row.get(4)?) }));
            }
        }
        let Some((count, upto)) = whole else { return Ok(None) };
        entries.truncate(count);
        let Some(head) = self.signature_at(upto.number)? else { return Ok(None) };
        let signature = (head.suite, head.signature);
        Ok(Some(Outgoing { behind, entries, upto, signature, commits }))
    }

    fn signed_between(&self, from: u64, until: u64) -> Result<Vec<u64>, StoreFault> {
        let sql = "SELECT number FROM signed_head WHERE number BETWEEN ?1 AND ?2 ORDER BY number";
        let mut statement = self.conn.prepare_cached(sql)?;
        let numbers = statement.query_map([signed(from), signed(until)], |row| {
            Ok(u64::try_from(row.get::<_, i64>(0)?).unwrap_or(0))
        })?;
        Ok(numbers.collect::<Result<_, _>>()?)
    }

    /// Keeps receipts in one transaction; the caller has checked them against headquarters' key and this
    /// journal.
    ///
    /// # Errors
    /// When the journal cannot be written; none of them is kept then.
    pub fn keep_receipts(&mut self, receipts: &[Receipt]) -> Result<(), StoreFault> {
        self.ready_to_write()?;
        let done = self.conn.transaction().map_err(StoreFault::from).and_then(|tx| {
            receipts.iter().try_for_each(|receipt| insert(&tx, receipt))?;
            Ok(tx.commit()?)
        });
        self.noted(done)
    }

    /// Up to which entry the blobs were looked for.
    pub(super) fn sought(&self) -> Result<u64, StoreFault> {
        let sql = "SELECT number FROM blob_sought WHERE only = 1";
        let sought: Option<i64> =
            self.conn.prepare_cached(sql)?.query_row([], |row| row.get(0)).optional()?;
        Ok(sought.and_then(|n| u64::try_from(n).ok()).unwrap_or(0))
    }

    /// Looks for the blobs that newly acknowledged entries name.
    ///
    /// # Errors
    /// When the journal cannot be read or written.
    pub fn seek_blobs(&mut self) -> Result<(), StoreFault> {
        let upto = self.received_upto()?;
        let sought = self.sought()?;
        if sought >= upto {
            return Ok(());
        }
        let mut found = Vec::new();
        self.each_kept_between(sought + 1, upto, |row| {
            if !self.is_left(row.number)?
                && let Ok(envelope) = envelope::decode(&row.kept.envelope)
            {
                found.extend(envelope.blobs.into_iter().map(|blob| (row.number, blob)));
            }
            Ok(())
        })?;
        self.ready_to_write()?;
        let tx = self.conn.transaction()?;
        for (number, blob) in found {
            let sql = "INSERT OR IGNORE INTO blob_waiting (number, digest, size)
                       SELECT ?1, ?2, ?3
                       WHERE NOT EXISTS (SELECT 1 FROM blob_receipt WHERE digest = ?2)";
            let key = params![signed(number), blob.digest.0, signed(blob.size)];
            tx.prepare_cached(sql)?.execute(key)?;
        }
        let sql = "INSERT INTO blob_sought (only, number) VALUES (1, ?1)
                   ON CONFLICT (only) DO UPDATE SET number = excluded.number";
        tx.execute(sql, [signed(upto)])?;
        let done = tx.commit().map_err(StoreFault::from);
        self.noted(done)
    }

    /// The oldest blobs that wait, `count` at most, and how many there are.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn blobs_waiting(&self, count: usize) -> Result<(Vec<Offered>, u64), StoreFault> {
        let sql = "SELECT digest, size FROM blob_waiting ORDER BY number, digest LIMIT ?1";
        let mut statement = self.conn.prepare_cached(sql)?;
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        let blobs = statement.query_map([count], |row| {
            let size = u64::try_from(row.get::<_, i64>(1)?).unwrap_or(0);
            Ok(Offered { digest: Digest(row.get(0)?), size })
        })?;
        let blobs = blobs.collect::<Result<_, _>>()?;
        let sql = "SELECT count(*) FROM blob_waiting";
        let all: i64 = self.conn.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
        Ok((blobs, u64::try_from(all).unwrap_or(0)))
    }

    /// Every blob that has no receipt, those of entries without one included, in the order of their entries.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn blobs_without_receipt(&self) -> Result<Vec<Offered>, StoreFault> {
        let (mut blobs, _) = self.blobs_waiting(usize::MAX)?;
        let sought = self.sought()?;
        let mut seen: BTreeSet<Digest> = blobs.iter().map(|blob| blob.digest).collect();
        let sql = "SELECT 1 FROM blob_receipt WHERE digest = ?1";
        let mut held = self.conn.prepare_cached(sql)?;
        // By their index: a laptop that was never enrolled has all of its entries without a receipt.
        for (number, named) in self.named_between(sought, u64::MAX, u64::MAX)? {
            if self.is_left(number)? {
                continue;
            }
            for blob in named {
                if seen.insert(blob.digest) && !held.exists([blob.digest.0])? {
                    blobs.push(Offered { digest: blob.digest, size: blob.size });
                }
            }
        }
        Ok(blobs)
    }

    /// The secret that answers on a stick are sealed to; `made` is kept where there is none yet.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn bundle_secret(&mut self, made: &Key) -> Result<Key, StoreFault> {
        self.ready_to_write()?;
        let sql = "INSERT INTO bundle_key (only, secret) VALUES (1, ?1)
                   ON CONFLICT (only) DO UPDATE SET secret = secret RETURNING secret";
        let kept = self.conn.query_row(sql, [made.bytes()], |row| row.get(0));
        self.noted(kept.map(Key::new).map_err(StoreFault::from))
    }

    /// How many blobs have a receipt.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn blob_receipts(&self) -> Result<u64, StoreFault> {
        let all: i64 =
            self.conn.query_row("SELECT count(*) FROM blob_receipt", [], |row| row.get(0))?;
        Ok(u64::try_from(all).unwrap_or(0))
    }

    /// The last entry as headquarters names it.
    #[must_use]
    pub fn head_point(&self) -> Point {
        let Head { number, digest } = self.head;
        Point { number, digest: if number == 0 { Point::START.digest } else { digest } }
    }
}

impl Store {
    /// Free bytes of the journal's disk; 0 where the machine does not tell.
    #[must_use]
    pub fn disk_free(&self) -> u64 {
        fs4::available_space(self.folder()).unwrap_or(0)
    }
}

fn insert(tx: &Transaction<'_>, receipt: &Receipt) -> Result<(), StoreFault> {
    let (at, suite) = (receipt.received_ms, receipt.suite);
    let signature = receipt.signature.as_slice();
    match receipt.held {
        Held::Journal { upto, .. } => {
            let sql =
                "INSERT OR IGNORE INTO receipt (number, digest, received_ms, suite, signature)
                       VALUES (?1, ?2, ?3, ?4, ?5)";
            let (number, digest) = (signed(upto.number), upto.digest.0);
            tx.prepare_cached(sql)?.execute(params![number, digest, at, suite, signature])?;
        }
        Held::Blob { digest, size } => {
            let sql = "INSERT OR IGNORE INTO blob_receipt (digest, size, received_ms, suite,
                                                           signature)
                       VALUES (?1, ?2, ?3, ?4, ?5)";
            let key = params![digest.0, signed(size), at, suite, signature];
            tx.prepare_cached(sql)?.execute(key)?;
            let sql = "DELETE FROM blob_waiting WHERE digest = ?1";
            tx.prepare_cached(sql)?.execute([digest.0])?;
        }
    }
    Ok(())
}
