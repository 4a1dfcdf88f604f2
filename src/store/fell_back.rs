//! Headquarters fell back to an older copy of itself: what it acknowledged and may have lost is offered again, entries of
//! every epoch first, then pages and photographs. Receipts stay as they came; sends nothing.

use super::epoch::Span;
use super::journal::signed;
use super::{Store, StoreFault};
use crate::stdx::digest::Digest;
use crate::wire::envelope::BlobName;
use crate::wire::message::hello::Point;
use rusqlite::{OptionalExtension, Transaction, params};
use std::collections::BTreeSet;

/// It may have lost entries of the epoch; where that is the current one, those behind `upto`.
const LOST: &str = "lost";
/// The current epoch is there again, and this one is asked about next.
const AGAIN: &str = "again";

/// What became known of a headquarters that fell back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FellBack {
    /// It holds a journal up to this entry alone, and signed for more.
    To(u64),
    /// The current epoch is there again, as far as it was acknowledged: earlier ones are asked about.
    CaughtUp,
    /// Headquarters holds all of this earlier epoch.
    Holds(u32),
}

impl Store {
    /// The oldest earlier epoch of which something is to be carried, up to where headquarters acknowledged it, and
    /// whether it is asked about again. One that may be lost waits until the current one is there again: what went before
    /// might be lost once more.
    ///
    /// # Errors
    /// When the rows cannot be read; the same of the calls below.
    pub fn epoch_to_carry(&self) -> Result<Option<(Span, Point, bool)>, StoreFault> {
        for span in self.earlier_epochs() {
            let acknowledged = self.acknowledged_within(*span)?;
            let word = self.word_of(span.epoch)?.map(|(word, _)| word);
            let is_again = word.as_deref() == Some(AGAIN);
            if is_again || (word.is_none() && acknowledged.number < span.until.number) {
                return Ok(Some((*span, acknowledged, is_again)));
            }
        }
        Ok(None)
    }

    /// Whether headquarters fell back, and what it holds by now of the current epoch is not settled.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn fell_back(&self) -> Result<bool, StoreFault> {
        let sql = "SELECT 1 FROM earlier_epoch WHERE standing = ?1";
        Ok(self.conn.prepare_cached(sql)?.exists([LOST])?)
    }

    /// Up to which entry headquarters surely holds what it acknowledged; `None` when it lost nothing that is not there
    /// again.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn held_surely(&self) -> Result<Option<u64>, StoreFault> {
        for span in self.earlier_epochs() {
            let word = self.word_of(span.epoch)?;
            if word.is_some_and(|(word, _)| word == LOST || word == AGAIN) {
                return Ok(Some(span.behind.number));
            }
        }
        Ok(match self.word_of(self.epoch)? {
            Some((word, upto)) if word == LOST => Some(upto),
            Some(_) | None => None,
        })
    }

    /// Keeps what became known.
    ///
    /// # Errors
    /// When the journal cannot be read or written.
    pub fn note_fall_back(&mut self, what: FellBack) -> Result<(), StoreFault> {
        self.ready_to_write()?;
        // The same word again says nothing new: nothing is offered before it was acted on.
        if let FellBack::To(held) = what
            && self.word_of(self.epoch)? == Some((LOST.to_string(), held))
        {
            return Ok(());
        }
        let (spans, epoch) = (self.earlier_epochs().to_vec(), self.epoch);
        let named = if matches!(what, FellBack::To(_)) { self.blobs_again()? } else { Vec::new() };
        let done = self.conn.transaction().map_err(StoreFault::from).and_then(|tx| {
            match what {
                FellBack::To(held) => {
                    lost(&tx, &spans, &named)?;
                    note(&tx, epoch, (LOST, held))?;
                }
                FellBack::CaughtUp => {
                    let sql = "DELETE FROM earlier_epoch WHERE epoch = ?1 AND standing = ?2";
                    tx.execute(sql, params![epoch, LOST])?;
                    let sql = "UPDATE earlier_epoch SET standing = ?1 WHERE standing = ?2";
                    tx.execute(sql, [AGAIN, LOST])?;
                }
                FellBack::Holds(epoch) => {
                    let sql = "DELETE FROM earlier_epoch WHERE epoch = ?1 AND standing = ?2";
                    tx.execute(sql, params![epoch, AGAIN])?;
                }
            }
            Ok(tx.commit()?)
        });
        self.noted(done)
    }

    /// Blobs of entries that were acknowledged or kept aside, as far as they are on this laptop.
    pub(super) fn blobs_again(&self) -> Result<Vec<(u64, Vec<BlobName>)>, StoreFault> {
        self.named_between(0, self.sought()?, u64::MAX)
    }

    /// Blobs of main lines that entries behind `number` name, as far as they were looked for.
    pub(super) fn blobs_behind(
        &self,
        number: u64,
    ) -> Result<Vec<(u64, Vec<BlobName>)>, StoreFault> {
        let mut named = self.named_between(number, self.sought()?, u64::MAX)?;
        for (number, blobs) in &mut named {
            if self.is_left(*number)? {
                blobs.clear();
            }
        }
        Ok(named)
    }

    fn word_of(&self, epoch: u32) -> Result<Option<(String, u64)>, StoreFault> {
        let sql = "SELECT standing, upto FROM earlier_epoch WHERE epoch = ?1";
        let mut statement = self.conn.prepare_cached(sql)?;
        let row = statement.query_row([epoch], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?)));
        let row: Option<(String, i64)> = row.optional()?;
        Ok(row.map(|(word, upto)| (word, u64::try_from(upto).unwrap_or(0))))
    }
}

/// Headquarters may lack entries of every earlier epoch, and every blob.
pub(super) fn lost(
    tx: &Transaction<'_>,
    spans: &[Span],
    named: &[(u64, Vec<BlobName>)],
) -> Result<(), StoreFault> {
    spans.iter().try_for_each(|span| note(tx, span.epoch, (LOST, span.behind.number)))?;
    for (number, blobs) in named {
        blobs.iter().try_for_each(|blob| wait(tx, *number, blob))?;
    }
    Ok(())
}

/// The rest of an epoch behind `upto` stands in no main line: its blobs up to `until` are offered no more, but for those that
/// a later entry names too.
pub(super) fn leave_blobs(
    tx: &Transaction<'_>,
    (upto, until): (u64, u64),
    later: &[(u64, Vec<BlobName>)],
) -> Result<(), StoreFault> {
    let sql = "DELETE FROM blob_waiting WHERE number > ?1 AND number <= ?2 RETURNING digest";
    let mut gone = tx.prepare_cached(sql)?;
    let gone = gone.query_map([signed(upto), signed(until)], |row| Ok(Digest(row.get(0)?)))?;
    let gone: BTreeSet<Digest> = gone.collect::<Result<_, _>>()?;
    let is_gone = |blob: &&BlobName| gone.contains(&blob.digest);
    for (number, blobs) in later {
        blobs.iter().filter(is_gone).try_for_each(|blob| wait(tx, *number, blob))?;
    }
    Ok(())
}

fn wait(tx: &Transaction<'_>, number: u64, blob: &BlobName) -> Result<(), StoreFault> {
    let sql = "INSERT OR IGNORE INTO blob_waiting (number, digest, size) VALUES (?1, ?2, ?3)";
    let row = params![signed(number), blob.digest.0, signed(blob.size)];
    tx.prepare_cached(sql)?.execute(row)?;
    Ok(())
}

/// Also of an epoch that headquarters kept aside or refused: it may have lost what stood before that, and what it had aside.
fn note(tx: &Transaction<'_>, epoch: u32, (word, upto): (&str, u64)) -> Result<(), StoreFault> {
    let sql = "INSERT INTO earlier_epoch (epoch, standing, upto) VALUES (?1, ?2, ?3)
               ON CONFLICT (epoch) DO UPDATE SET standing = excluded.standing,
                                                 upto = excluded.upto";
    tx.execute(sql, params![epoch, word, signed(upto)])?;
    Ok(())
}
