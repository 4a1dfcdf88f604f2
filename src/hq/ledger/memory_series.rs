//! Series of document numbers and their blocks in the memory ledger; nothing of it lasts.

use super::memory::MemoryLedger;
use super::series::SeriesLedger;
use super::{Ledger as _, LedgerFault};
use crate::domain::agency::DocumentNo;
use crate::stdx::id::Id;
use crate::wire::message::feed::{BlockLeased, News, Scope};
use crate::wire::message::hello::JournalName;
use std::collections::BTreeMap;

/// What is held of document numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Series {
    /// Of each prefix and year the last number that was leased or passed over.
    last: BTreeMap<(String, i32), u32>,
    /// Behind which number a series begins that is not there yet.
    floor: u32,
    skipped_ms: Option<i64>,
    leases: Vec<(Id, BlockLeased)>,
    /// The entry that took a number first.
    taken: BTreeMap<(String, i32, u32), (JournalName, u64)>,
}

impl Series {
    /// The entry that took a number first: `entry`, where nobody had it.
    pub(super) fn take(
        &mut self,
        number: &DocumentNo,
        entry: (JournalName, u64),
    ) -> (JournalName, u64) {
        let key = (number.prefix.clone(), number.year, number.serial);
        *self.taken.entry(key).or_insert(entry)
    }

    pub(super) fn taken_by(&self, number: &DocumentNo) -> Option<(JournalName, u64)> {
        self.taken.get(&(number.prefix.clone(), number.year, number.serial)).copied()
    }

    pub(super) fn is_leased(&self, to: Id, number: &DocumentNo) -> bool {
        self.leases.iter().any(|(device, block)| {
            *device == to
                && block.prefix == number.prefix
                && block.year == number.year
                && (block.from..=block.until).contains(&number.serial)
        })
    }

    /// Where a series stands; one that is not there yet stands at the floor.
    fn last(&mut self, prefix: &str, year: i32) -> &mut u32 {
        self.last.entry((prefix.to_string(), year)).or_insert(self.floor)
    }
}

impl SeriesLedger for MemoryLedger {
    fn skip_numbers(
        &mut self,
        margin: u32,
        now_ms: i64,
        quiet_ms: i64,
    ) -> Result<bool, LedgerFault> {
        let Series { last, floor, skipped_ms, .. } = &mut self.series;
        if skipped_ms.is_some_and(|at| at.abs_diff(now_ms) < quiet_ms.unsigned_abs()) {
            return Ok(false);
        }
        last.values_mut().for_each(|last| *last += margin);
        *floor += margin;
        *skipped_ms = Some(now_ms);
        Ok(true)
    }

    fn skipped_ms(&mut self) -> Result<Option<i64>, LedgerFault> {
        Ok(self.series.skipped_ms)
    }

    fn adopt(&mut self, device: Id, block: &BlockLeased) -> Result<bool, LedgerFault> {
        let overlaps = |other: &BlockLeased| {
            let same = (&other.prefix, other.year) == (&block.prefix, block.year);
            same && other.from <= block.until && block.from <= other.until
        };
        let is_same = |(owner, known): &(Id, BlockLeased)| {
            let span =
                |block: &BlockLeased| (block.prefix.clone(), block.year, block.from, block.until);
            *owner == device && span(known) == span(block)
        };
        if self.series.leases.iter().any(is_same) {
            return Ok(true);
        }
        if self.series.leases.iter().any(|(_, other)| overlaps(other)) {
            return Ok(false);
        }
        let last = self.series.last(&block.prefix, block.year);
        *last = (*last).max(block.until);
        self.series.leases.push((device, block.clone()));
        Ok(true)
    }

    fn lease_behind(
        &mut self,
        device: Id,
        (prefix, year): (&str, i32),
        count: u32,
        behind: u32,
    ) -> Result<BlockLeased, LedgerFault> {
        let epoch = super::epoch_of_lease(self.latest_epoch(device)?);
        let last = self.series.last(prefix, year);
        let before = (*last).max(behind);
        *last = before + count;
        let (from, until, prefix) = (before + 1, before + count, prefix.to_string());
        let block = BlockLeased { prefix, year, from, until, epoch };
        self.series.leases.push((device, block.clone()));
        self.put(Scope::Device(device), &News::NumberBlock(block.clone()));
        Ok(block)
    }

    fn series(&mut self) -> Result<Vec<(String, i32, u32)>, LedgerFault> {
        let all = self.series.last.iter();
        Ok(all.map(|((prefix, year), last)| (prefix.clone(), *year, *last)).collect())
    }

    fn leases(&mut self) -> Result<Vec<(Id, BlockLeased)>, LedgerFault> {
        Ok(self.series.leases.clone())
    }

    fn taken(&mut self, block: &BlockLeased) -> Result<Vec<(u32, JournalName)>, LedgerFault> {
        let key = |serial| (block.prefix.clone(), block.year, serial);
        let all = self.series.taken.range(key(block.from)..=key(block.until));
        Ok(all.map(|((.., serial), (name, _))| (*serial, *name)).collect())
    }
}
