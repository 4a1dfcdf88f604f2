//! The laptop's journal as a session reads and writes it, in short transactions; sends nothing.

use super::driver::{Batch, Shelf};
use super::follow::{self, Followed};
use super::inclusion::Told;
use super::session::{Leaving, Local};
use crate::domain::agency::NumberBlock;
use crate::stdx::clock::{Clock, Moment};
use crate::stdx::digest::Digest;
use crate::stdx::id::Dice;
use crate::stdx::said::Said;
use crate::store::checkpoints;
use crate::store::epoch::Left;
use crate::store::fell_back::FellBack;
use crate::store::incoming::Taken;
use crate::store::journal::Work;
use crate::store::{Store, StoreFault};
use crate::wire::message::feed::{BlockLeased, FeedItem, News, Scope, kind};
use crate::wire::message::hello::{JournalName, NumbersLeft};
use crate::wire::message::photograph::{OFFER_MAX, Offered};
use crate::wire::message::receipt::Receipt;
use crate::wire::suite::Suite;
use std::collections::BTreeMap;

/// A journal that is open for writing, with its clock and dice.
#[derive(Debug)]
pub struct StoreShelf<'a> {
    /// The journal.
    pub store: &'a mut Store,
    /// Told headquarters' time.
    pub clock: &'a mut Clock,
    /// For ids, salts and waits.
    pub dice: &'a mut Dice,
    /// The blocks of document numbers that this journal holds.
    pub blocks: &'a [NumberBlock],
}

impl StoreShelf<'_> {
    /// Where the current journal stands.
    ///
    /// # Errors
    /// When it cannot be read or written.
    pub(super) fn stands(&mut self) -> Result<Local, StoreFault> {
        self.store.seek_blobs()?;
        let (blobs, blobs_waiting) = self.store.blobs_waiting(OFFER_MAX)?;
        Ok(Local {
            journal: self.store.journal_name(),
            is_closed: false,
            begins: self.store.epoch_begins(),
            head: self.store.head_point(),
            acknowledged: self.store.acknowledged()?,
            checkpoint: self.store.last_checkpoint()?.map(|last| last.mark()),
            proven: self.store.proven()?,
            cursors: self.store.cursors()?,
            blobs,
            blobs_waiting,
            wall_ms: self.clock.now().ms(),
            disk_free: self.store.disk_free(),
            in_doubt: self.store.fell_back()?,
        })
    }
}

impl Shelf for StoreShelf<'_> {
    type Fault = StoreFault;

    /// The oldest journal of which something is to be carried; the current one when there is no earlier.
    fn local(&mut self) -> Result<Local, StoreFault> {
        let Some((span, acknowledged, in_doubt)) = self.store.epoch_to_carry()? else {
            return self.stands();
        };
        Ok(Local {
            journal: self.store.journal_at(span.until.number),
            is_closed: true,
            begins: span.behind,
            head: span.until,
            acknowledged,
            checkpoint: None,
            proven: None,
            cursors: Vec::new(),
            blobs: Vec::new(),
            blobs_waiting: 0,
            wall_ms: self.clock.now().ms(),
            disk_free: self.store.disk_free(),
            in_doubt,
        })
    }

    fn note_fall_back(&mut self, what: FellBack) -> Result<(), StoreFault> {
        self.store.note_fall_back(what)
    }

    fn leave(&mut self, journal: JournalName, why: Leaving, upto: u64) -> Result<(), StoreFault> {
        let left = match why {
            Leaving::Aside => Left::Aside,
            Leaving::Refused => Left::Refused,
        };
        self.store.leave_epoch(journal.epoch, left, upto)
    }

    fn batch(&mut self, behind: u64, bytes: usize) -> Result<Batch, StoreFault> {
        let unsigned =
            |number| StoreFault::Broken { number, what: Said::words("flaw.not_signed_behind") };
        let out = self.store.outgoing(behind, bytes)?.ok_or_else(|| unsigned(behind))?;
        let suite = Suite::from_byte(out.signature.0).ok_or_else(|| unsigned(out.upto.number))?;
        let signature = (suite, out.signature.1);
        let (behind, entries, upto, commits) = (out.behind, out.entries, out.upto, out.commits);
        Ok(Batch { behind, entries, upto, signature, commits })
    }

    fn digest_of(&mut self, number: u64) -> Result<Option<Digest>, StoreFault> {
        Ok(self.store.point(number)?.map(|point| point.digest))
    }

    fn range(
        &mut self,
        blob: Offered,
        offset: u64,
        length: usize,
    ) -> Result<Option<Vec<u8>>, StoreFault> {
        let bytes = match self.store.page(blob.digest) {
            Ok(found) => found,
            // A damaged photograph holds up no other.
            Err(StoreFault::Broken { .. }) => None,
            Err(fault) => return Err(fault),
        };
        let Some(bytes) = bytes else { return Ok(None) };
        if offset == 0 && length >= bytes.len() {
            return Ok(Some(bytes));
        }
        let from = usize::try_from(offset).unwrap_or(usize::MAX).min(bytes.len());
        Ok(Some(bytes[from..from.saturating_add(length).min(bytes.len())].to_vec()))
    }

    fn keep_receipts(&mut self, receipts: &[Receipt]) -> Result<(), StoreFault> {
        self.store.keep_receipts(receipts)
    }

    fn take(&mut self, scope: Scope, items: &[FeedItem]) -> Result<(), StoreFault> {
        let place = self.store.cursors()?.into_iter().find(|cursor| cursor.scope == scope);
        let place = place.map_or(0, |cursor| cursor.number);
        // The same items by another way change nothing.
        let new: Vec<FeedItem> = items.iter().filter(|item| item.number > place).cloned().collect();
        self.follow(scope, new, items.is_empty())
    }

    fn keep_checkpoint(&mut self, told: &Told) -> Result<(), StoreFault> {
        let (accepted, doubt) = match told {
            Told::Nothing | Told::Stranger => return Ok(()),
            Told::Accepted(accepted) => (Some(accepted), None),
            Told::AcceptedWith(accepted, doubt) => {
                (Some(accepted), Some((doubt.word(), Some(&accepted.checkpoint))))
            }
            Told::Refused(came, doubt) => (None, Some((doubt.word(), came.as_ref()))),
        };
        let accepted = accepted.map(|kept| (&kept.checkpoint, kept.place.as_ref()));
        let at_ms = self.clock.now().ms();
        self.store.keep_checkpoint(checkpoints::Told { accepted, doubt, at_ms })
    }

    fn hear_time(&mut self, headquarters_ms: i64) -> Result<(), StoreFault> {
        self.clock.hear_headquarters(Moment::from_ms(headquarters_ms));
        Ok(())
    }

    fn numbers(&mut self) -> Result<Vec<NumbersLeft>, StoreFault> {
        // A block that came a moment ago is in the journal before the desk has read it again.
        let mut blocks = self.blocks.to_vec();
        for item in self.store.feed_items(kind::NUMBER_BLOCK)? {
            if let Ok(News::NumberBlock(leased)) = item.read()
                && is_ours(&leased, self.store.journal_name().epoch)
                && let block = block_of(leased)
                && !blocks.contains(&block)
            {
                blocks.push(block);
            }
        }
        let mut series: BTreeMap<(&str, i32), u32> = BTreeMap::new();
        for block in &blocks {
            *series.entry((&block.prefix, block.year)).or_default() +=
                block.until.saturating_sub(block.from) + 1;
        }
        let mut numbers = Vec::new();
        for ((prefix, year), leased) in series {
            let used = self.store.used_serials(prefix, year)?.len();
            let left = leased.saturating_sub(u32::try_from(used).unwrap_or(u32::MAX));
            numbers.push(NumbersLeft { prefix: prefix.into(), year, left });
        }
        Ok(numbers)
    }

    fn chance(&mut self) -> Result<u64, StoreFault> {
        let [a, b, c, d, e, f, g, h, ..] = self.dice.salt();
        Ok(u64::from_le_bytes([a, b, c, d, e, f, g, h]))
    }
}

impl StoreShelf<'_> {
    /// Items that an earlier program could not read and this one can: what they say is done now.
    ///
    /// # Errors
    /// When the journal cannot be read or written.
    pub fn understand(&mut self) -> Result<(), StoreFault> {
        let mut scopes: BTreeMap<Scope, Vec<FeedItem>> = BTreeMap::new();
        for (scope, item) in self.store.unread_items()? {
            if item.read().is_ok() {
                scopes.entry(scope).or_default().push(item);
            }
        }
        for (scope, items) in scopes {
            self.follow(scope, items, false)?;
        }
        Ok(())
    }

    /// Items and what follows from them, in one transaction.
    fn follow(
        &mut self,
        scope: Scope,
        items: Vec<FeedItem>,
        is_last: bool,
    ) -> Result<(), StoreFault> {
        let Followed { bodies, brought, pack } = follow::follow(self.store, &items)?;
        let taken = Taken { scope, items, at_ms: self.clock.now().ms(), is_last };
        let work = Work { bodies, brought, pack, taken: Some(taken), ..Work::default() };
        self.store.append(work, self.clock.read(), self.dice)?;
        Ok(())
    }
}

/// Numbers that were leased to another epoch of this device are nobody's here: a copy of it may take them.
pub(super) fn is_ours(block: &BlockLeased, epoch: u32) -> bool {
    block.epoch.unwrap_or(1) == epoch
}

pub(super) fn block_of(BlockLeased { prefix, year, from, until, .. }: BlockLeased) -> NumberBlock {
    NumberBlock { prefix, year, from, until }
}
