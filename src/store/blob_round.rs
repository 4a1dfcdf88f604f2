//! The quick look at pages and photographs when a journal is opened: new ones at once, older ones in rounds, so many bytes at
//! a time; the full reading is `verify`. What it finds holds up no opening.

use super::journal::signed;
use super::{Store, StoreFault};
use crate::stdx::said::Said;
use crate::wire::envelope::{self, BlobName};
use rusqlite::{OptionalExtension, params};

/// Bytes of new ones that one opening reads: a long day's photographs take several.
const NEW_MAX: u64 = 32 * 1024 * 1024;
/// Bytes of older ones that it reads again.
const OLD_MAX: u64 = 8 * 1024 * 1024;

impl Store {
    /// Pages and photographs that this opening found changed or gone, with the entries that name them.
    #[must_use]
    pub fn blobs_found(&self) -> &[(u64, Said)] {
        &self.blobs_found
    }

    /// A disk that does not answer is told by whoever needs the page; the next opening looks again.
    pub(super) fn look_at_blobs(&mut self) {
        let looked = self.look();
        if let Ok(Some((upto, place))) = looked {
            let sql = "INSERT INTO blob_round (only, upto, place) VALUES (1, ?1, ?2)
                       ON CONFLICT (only) DO UPDATE SET upto = excluded.upto, place = excluded.place";
            let done = self.conn.execute(sql, params![signed(upto), signed(place)]);
            let _again = self.noted(done.map_err(StoreFault::from));
        }
    }

    /// How far it came; `None` when that is where it stood.
    fn look(&mut self) -> Result<Option<(u64, u64)>, StoreFault> {
        let sql = "SELECT upto, place FROM blob_round WHERE only = 1";
        let row = self.conn.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        let (upto, place): (i64, i64) = row.unwrap_or((0, 0));
        let (upto, place) = (u64::try_from(upto).unwrap_or(0), u64::try_from(place).unwrap_or(0));
        let new = self.look_between(upto, u64::MAX, NEW_MAX)?;
        // Behind the last of them the next round begins.
        let old = match self.look_between(place, upto, OLD_MAX)? {
            None if place > 0 => self.look_between(0, upto, OLD_MAX)?,
            old => old,
        };
        let came = (new.unwrap_or(upto), old.unwrap_or(0));
        // A few are all read each time: nothing is to be remembered, and no full disk in the way.
        Ok(Some(came).filter(|came| *came != (upto, place)))
    }

    /// Reads what the entries behind `behind` up to `until` name, about `most` bytes; the last entry that it came to.
    fn look_between(
        &mut self,
        behind: u64,
        until: u64,
        most: u64,
    ) -> Result<Option<u64>, StoreFault> {
        let (mut last, mut bytes) = (None, 0);
        for (number, blobs) in self.named_between(behind, until, most)? {
            for blob in blobs {
                bytes += blob.size;
                match self.page(blob.digest) {
                    Ok(Some(_)) => {}
                    Ok(None) => self.blobs_found.push((number, Said::words("flaw.not_there"))),
                    Err(fault @ StoreFault::Broken { .. }) => {
                        self.blobs_found.push((number, fault.said()));
                    }
                    Err(fault) => return Err(fault),
                }
            }
            last = Some(number);
            if bytes >= most {
                break;
            }
        }
        Ok(last)
    }

    pub(super) fn named_between(
        &self,
        behind: u64,
        until: u64,
        most: u64,
    ) -> Result<Vec<(u64, Vec<BlobName>)>, StoreFault> {
        let sql = "SELECT number, envelope FROM entry INDEXED BY entry_with_blob
                   WHERE kind IN (109, 112) AND number > ?1 AND number <= ?2 AND payload <> x''
                   ORDER BY number";
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query([signed(behind), signed(until)])?;
        let (mut named, mut bytes) = (Vec::new(), 0);
        while let Some(row) = rows.next()?
            && bytes < most
        {
            let number = u64::try_from(row.get::<_, i64>(0)?).unwrap_or(0);
            let envelope = envelope::decode(&row.get::<_, Vec<u8>>(1)?);
            let blobs = envelope.map(|envelope| envelope.blobs).unwrap_or_default();
            bytes += blobs.iter().map(|blob| blob.size).sum::<u64>();
            named.push((number, blobs));
        }
        Ok(named)
    }
}
