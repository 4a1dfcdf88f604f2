//! Where each number of a leased block is: with an entry, given up with its epoch, or still on its laptop; changes nothing.

use super::ledger::{Ledger, LedgerFault};
use crate::stdx::id::Id;
use crate::wire::message::feed::BlockLeased;
use crate::wire::message::hello::JournalName;
use std::collections::BTreeMap;

/// A block and its numbers: the four counts together are all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The laptop that it is leased to.
    pub device: Id,
    /// As it is leased.
    pub block: BlockLeased,
    /// Entries of that laptop took them.
    pub used: u32,
    /// Entries of another laptop took them first: both papers are held, and the second was told.
    pub elsewhere: u32,
    /// No entry that is held took them, and their epoch is closed: nobody issues them any more.
    pub given_up: u32,
    /// No entry that is held took them, and the laptop may still issue them.
    pub outstanding: u32,
}

impl Account {
    /// The epoch that it is leased to.
    #[must_use]
    pub fn epoch(&self) -> u32 {
        self.block.epoch.unwrap_or(1)
    }
}

/// Every block that is leased, in the order of prefixes, years and numbers.
///
/// # Errors
/// When the ledger does not answer.
pub fn accounts(ledger: &mut dyn Ledger) -> Result<Vec<Account>, LedgerFault> {
    let mut leases = ledger.leases()?;
    leases.sort_by_cached_key(|(_, block)| (block.prefix.clone(), block.year, block.from));
    let mut latest: BTreeMap<Id, u32> = BTreeMap::new();
    let mut accounts = Vec::new();
    for (device, block) in leases {
        let latest = if let Some(epoch) = latest.get(&device) {
            *epoch
        } else {
            let epoch = ledger.latest_epoch(device)?.unwrap_or(1);
            latest.insert(device, epoch);
            epoch
        };
        let taken = ledger.taken(&block)?;
        accounts.push(account((device, latest), block, &taken));
    }
    Ok(accounts)
}

fn account(
    (device, latest): (Id, u32),
    block: BlockLeased,
    taken: &[(u32, JournalName)],
) -> Account {
    let counted = |is_own: bool| {
        let of = taken.iter().filter(|(_, name)| (name.device == device) == is_own);
        u32::try_from(of.count()).unwrap_or(u32::MAX)
    };
    let (used, elsewhere) = (counted(true), counted(false));
    let all = block.until.saturating_add(1).saturating_sub(block.from);
    let rest = all.saturating_sub(used).saturating_sub(elsewhere);
    let is_closed = block.epoch.unwrap_or(1) < latest;
    let (given_up, outstanding) = if is_closed { (rest, 0) } else { (0, rest) };
    Account { device, block, used, elsewhere, given_up, outstanding }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_counts_of_a_block_are_all_of_its_numbers() {
        let (own, other) = (Id([1; 16]), Id([2; 16]));
        let check = |epoch: Option<u32>, latest: u32, taken: &[(u32, Id)], want: [u32; 4]| {
            let block =
                BlockLeased { prefix: "样".into(), year: 2026, from: 21, until: 40, epoch };
            let name =
                |(serial, device): &(u32, Id)| (*serial, JournalName { device: *device, epoch: 1 });
            let taken: Vec<_> = taken.iter().map(name).collect();
            let found = account((own, latest), block, &taken);
            let Account { used, elsewhere, given_up, outstanding, .. } = found;
            assert_eq!([used, elsewhere, given_up, outstanding], want);
            assert_eq!(want.iter().sum::<u32>(), 20);
        };
        check(None, 1, &[], [0, 0, 0, 20]);
        check(None, 1, &[(21, own), (22, own), (40, other)], [2, 1, 0, 17]);
        check(None, 2, &[(21, own)], [1, 0, 19, 0]);
        check(Some(2), 2, &[(21, own)], [1, 0, 0, 19]);
        check(Some(2), 3, &[(21, other)], [0, 1, 19, 0]);
    }
}
