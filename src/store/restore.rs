//! A journal made again from kept entries: the same bytes and digests, rows made anew; invents nothing.

use super::journal::{self, PackFiles};
use super::rows;
use super::site::Site;
use super::{Store, StoreFault};
use crate::stdx::digest::Digest;
use crate::stdx::id::Dice;
use crate::wire::entry::{self, Kept};
use crate::wire::rulebook;
use rusqlite::{TransactionBehavior, params};

impl Store {
    /// Makes the journal at `site` of `kept`, oldest first, in one transaction: every entry as it
    /// was kept, and the rows that come from it. Pages, packs and drafts are given back one by one.
    ///
    /// # Errors
    /// When the journal there holds entries already, an entry of `kept` is not as it was written or
    /// does not follow the one before it (nothing is kept then), or the disk refuses.
    pub fn restore_entries(
        site: &Site,
        kept: impl IntoIterator<Item = Kept>,
        dice: &mut Dice,
    ) -> Result<Store, StoreFault> {
        let mut store = Store::open(site, dice)?;
        if store.head.number > 0 {
            return Err(StoreFault::NotEmpty);
        }
        let tx = store.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let (mut wanted, mut previous, mut device) = (1, Digest::ZERO, None);
        for kept in kept {
            let broken =
                |what: entry::Break| StoreFault::Broken { number: wanted, what: what.to_string() };
            let entry = entry::read(&kept).map_err(broken)?;
            let device = *device.get_or_insert(entry.envelope.device);
            entry::follows(&entry, wanted, previous, device).map_err(broken)?;
            journal::insert(&tx, &entry, &kept)?;
            rows::apply(&tx, &entry)?;
            (wanted, previous) = (wanted + 1, entry.digest);
        }
        tx.commit()?;
        store.find_head()?;
        Ok(store)
    }

    /// Gives an issued page back; bytes that the digest does not name are not taken.
    ///
    /// # Errors
    /// When they are other bytes, or the disk refuses.
    pub fn restore_page(&mut self, digest: Digest, bytes: &[u8]) -> Result<(), StoreFault> {
        if Digest::of(bytes) != digest {
            let what = format!("the page {} is not the one that was kept", digest.short());
            return Err(StoreFault::Broken { number: 0, what });
        }
        self.ready_to_write()?;
        let sql = "INSERT OR IGNORE INTO page (digest, bytes) VALUES (?1, ?2)";
        let done = self.conn.execute(sql, params![digest.0, bytes]);
        self.noted(done.map(|_| ()).map_err(StoreFault::from))
    }

    /// Gives an adopted rule pack back; files that the digest does not name are not taken.
    ///
    /// # Errors
    /// When they are other files, or the disk refuses.
    pub fn restore_pack(&mut self, digest: Digest, files: &PackFiles) -> Result<(), StoreFault> {
        if rulebook::digest_of(files) != digest {
            let what = format!("rule pack {} is not the one that was adopted", digest.short());
            return Err(StoreFault::Broken { number: 0, what });
        }
        self.ready_to_write()?;
        let done = journal::keep_pack(&mut self.conn, digest, files);
        self.noted(done)
    }
}
