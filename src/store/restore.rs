//! A journal made again from kept entries: the same bytes and digests, rows made anew; invents nothing.

use super::journal::{self, PackFiles};
use super::lineage::Lineage;
use super::open::PenLock;
use super::rows;
use super::signer::{self, HeadSignature};
use super::site::Site;
use super::{Store, StoreFault, rescue_card};
use crate::stdx::digest::Digest;
use crate::stdx::id::Dice;
use crate::stdx::said::Said;
use crate::wire::entry::{self, Break, Entry, Home, Kept};
use crate::wire::rulebook;
use rusqlite::TransactionBehavior;

impl Store {
    /// Makes the journal at `site` of `kept`, oldest first, with the device's signatures over it, in
    /// one transaction: every entry as it was kept, and the rows that come from it. Packs and drafts
    /// are given back one by one; blobs lie in their own files.
    ///
    /// # Errors
    /// When the journal there holds entries already, an entry of `kept` is not as it was written or
    /// does not follow the one before it, the last one of a journal that names its device's key is not
    /// signed (nothing is kept then), or the disk refuses.
    pub fn restore_entries(
        site: &Site,
        kept: impl IntoIterator<Item = Kept>,
        signatures: impl IntoIterator<Item = HeadSignature>,
        dice: &mut Dice,
    ) -> Result<Store, StoreFault> {
        let pen = PenLock::take(&site.ground, &site.folder)?;
        rescue_card::clear_left(site)?;
        let mut store = Store::open_also_half(site, pen, dice).map_err(|(fault, _)| fault)?;
        if store.head.number > 0 {
            return Err(StoreFault::NotEmpty);
        }
        let tx = store.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut signatures = signatures.into_iter().peekable();
        let mut chain = Chain::default();
        for kept in kept {
            let entry = chain.take(&kept)?;
            journal::insert(&tx, &entry, &kept)?;
            rows::apply(&tx, &entry)?;
            chain.is_signed = false;
            while let Some(next) = signatures.next_if(|next| next.number <= chain.number) {
                if next.number == chain.number && chain.is_own(&next) {
                    signer::insert_kept(&tx, &next)?;
                    chain.is_signed = true;
                }
            }
        }
        if chain.names_key() && !chain.is_signed {
            return Err(broken(chain.number, &Break::Unsigned));
        }
        tx.commit()?;
        store.find_head()?;
        store.witness_head();
        match store.take_up_key() {
            // The key changed in entries that are lost: the epoch that a rescue begins has a key of its own.
            Ok(()) | Err(StoreFault::DeviceKey(_)) => Ok(store),
            Err(fault) => Err(fault),
        }
    }

    /// Gives an adopted rule pack back; files that the digest does not name are not taken.
    ///
    /// # Errors
    /// When they are other files, or the disk refuses.
    pub fn restore_pack(&mut self, digest: Digest, files: &PackFiles) -> Result<(), StoreFault> {
        if rulebook::digest_of(files) != digest {
            let what = Said::words("flaw.rule_pack_named").with(digest.short());
            return Err(StoreFault::Broken { number: 0, what });
        }
        self.ready_to_write()?;
        let done = journal::keep_pack(&mut self.conn, digest, files);
        self.noted(done)
    }
}

/// An unbroken chain from its first entry on, as far as it was read.
pub(super) struct Chain {
    /// Number and digest of the last entry taken; 0 and zero before the first.
    pub(super) number: u64,
    pub(super) digest: Digest,
    home: Option<Home>,
    lineage: Lineage,
    is_signed: bool,
}

impl Default for Chain {
    fn default() -> Chain {
        let (digest, lineage) = (Digest::ZERO, Lineage::default());
        Chain { number: 0, digest, home: None, lineage, is_signed: false }
    }
}

impl Chain {
    /// The next entry, when it is as it was written and follows the last one.
    pub(super) fn take(&mut self, kept: &Kept) -> Result<Entry, StoreFault> {
        let wanted = self.number + 1;
        let entry = entry::read_at_home(kept).map_err(|what| broken(wanted, &what))?;
        let home = self.home.unwrap_or(Home::from(&entry.envelope));
        let home = entry::goes_on(&entry, wanted, self.digest, home)
            .map_err(|what| broken(wanted, &what))?;
        self.lineage.see(wanted, &entry.body, home);
        (self.number, self.digest, self.home) = (wanted, entry.digest, Some(home));
        Ok(entry)
    }

    /// Whose entries they are so far; `None` before the first.
    pub(super) fn home(&self) -> Option<Home> {
        self.home
    }

    /// Whether the journal names a key of its device so far.
    pub(super) fn names_key(&self) -> bool {
        !self.lineage.is_empty()
    }

    /// Whether `kept` is the device's own signature over `digest`, the entry that it numbers.
    pub(super) fn signs(&self, kept: &HeadSignature, digest: Digest) -> bool {
        self.lineage.signs(kept, digest)
    }

    fn is_own(&self, kept: &HeadSignature) -> bool {
        self.signs(kept, self.digest)
    }
}

fn broken(number: u64, what: &Break) -> StoreFault {
    StoreFault::Broken { number, what: what.said() }
}
