//! The quick look when a journal is opened: what was written since it was last found whole, in bounded
//! time; the full reading is `verify`.

use super::journal::{KeptRow, signed};
use super::verify::gap;
use super::{Head, Store, StoreFault};
use crate::stdx::digest::Digest;
use crate::wire::entry::{self, Break, Home};
use crate::wire::event::Body;
use crate::wire::message::hello::JournalName;
use rusqlite::{OptionalExtension, params};

/// Entries that one opening reads at most: a long day's, in a few dozen milliseconds. A longer tail is
/// caught up with over several openings, oldest first.
const TAIL_MAX: u64 = 2_000;

impl Store {
    /// How far the journal was read and found whole at its openings.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn verified(&self) -> Result<Head, StoreFault> {
        let sql = "SELECT number, digest FROM verified WHERE only = 1";
        let row = self.conn.query_row(sql, [], |row| Ok((row.get::<_, i64>(0)?, row.get(1)?)));
        let (number, digest) = row.optional()?.unwrap_or((0, [0; 32]));
        Ok(Head { number: u64::try_from(number).unwrap_or(0), digest: Digest(digest) })
    }

    /// Reads the tail since the last opening, checks that it follows from what was found whole then,
    /// and that the device signed it; remembers how far it came.
    pub(super) fn check_tail(&mut self) -> Result<(), StoreFault> {
        if self.head.number == 0 {
            return Ok(());
        }
        let known = self.verified()?;
        if self.head.number < known.number {
            let number = self.head.number + 1;
            return Err(StoreFault::Broken { number, what: gap(number, known.number) });
        }
        if known.number > 0 && self.digest_at(known.number)? != Some(known.digest) {
            return Err(broken(known.number, &Break::Digest));
        }
        let found = self.read_tail(known)?;
        self.check_signature(found)?;
        if found.number < self.head.number {
            self.check_last_signature(self.head)?;
        }
        if found.number > known.number {
            let sql = "INSERT INTO verified (only, number, digest) VALUES (1, ?1, ?2)
                       ON CONFLICT (only) DO UPDATE SET number = excluded.number,
                                                        digest = excluded.digest";
            // A full disk forgets how far this look came, and the next one looks again.
            let done = self.conn.execute(sql, params![signed(found.number), found.digest.0]);
            let _ = self.noted(done.map_err(StoreFault::from));
        }
        Ok(())
    }

    /// The chain from `known` on, up to the head or the bound.
    fn read_tail(&self, known: Head) -> Result<Head, StoreFault> {
        let JournalName { device, epoch } = self.journal_at(known.number.max(1));
        let mut home = Home { device, epoch, suite: self.suite };
        let (mut found, mut pruned) = (known, Vec::new());
        self.each_kept_between(known.number + 1, known.number + TAIL_MAX, |row: KeptRow| {
            let wanted = found.number + 1;
            if row.number != wanted {
                let what = gap(wanted, row.number - 1);
                return Err(StoreFault::Broken { number: wanted, what });
            }
            let entry = row.read().map_err(|what| broken(row.number, &what))?;
            if entry.body == Body::Pruned {
                pruned.push((row.number, entry.envelope.subject));
            }
            home = entry::goes_on(&entry, wanted, found.digest, home)
                .map_err(|what| broken(wanted, &what))?;
            found = Head { number: row.number, digest: row.digest };
            Ok(())
        })?;
        match self.left_without_word(&pruned)?.first() {
            Some(number) => Err(broken(*number, &Break::Payload)),
            None => Ok(found),
        }
    }

    /// The last signature within what was read covers all of it before.
    fn check_signature(&self, found: Head) -> Result<(), StoreFault> {
        if found.number == self.head.number {
            return self.check_last_signature(found);
        }
        let Some(last) = self.signature_upto(found.number)? else { return Ok(()) };
        let Some(digest) = self.digest_at(last.number)? else { return Ok(()) };
        self.check_last_signature(Head { number: last.number, digest })
    }

    fn check_last_signature(&self, head: Head) -> Result<(), StoreFault> {
        if self.signing.lineage.is_empty() {
            return Ok(());
        }
        let kept = self.signature_from(head.number)?;
        let Some(kept) = kept.filter(|kept| kept.number == head.number) else {
            return Err(broken(head.number, &Break::Unsigned));
        };
        if !self.signing.lineage.signs(&kept, head.digest) {
            return Err(broken(head.number, &Break::Signature));
        }
        Ok(())
    }

    pub(super) fn digest_at(&self, number: u64) -> Result<Option<Digest>, StoreFault> {
        let sql = "SELECT digest FROM entry WHERE number = ?1";
        let digest = self.conn.query_row(sql, [signed(number)], |row| row.get(0)).optional()?;
        Ok(digest.map(Digest))
    }
}

fn broken(number: u64, what: &Break) -> StoreFault {
    StoreFault::Broken { number, what: what.said() }
}
