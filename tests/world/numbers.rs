//! The world's document numbers: nobody has one that another has, and of each leased block every number is somewhere.

use super::play::World;
use super::terminal::{Number, Terminal, all};
use lucha::hq::blocks::{Account, accounts};
use lucha::hq::ledger::{Ledger as _, SeriesLedger as _};
use lucha::stdx::id::Id;
use lucha::wire::message::feed::{BlockLeased, FeedItem, News, Scope};
use lucha::wire::message::hello::JournalName;
use std::collections::{BTreeMap, BTreeSet};

impl World {
    /// I9: no number is leased twice nor on two laptops, none that was not leased is anywhere, and each leased one is used,
    /// given up with its epoch, or free on its laptop.
    pub(super) fn check_numbers(&mut self) {
        let leased = self.check_leased();
        self.check_number_owners(&leased);
        for device in self.devices() {
            self.check_blocks(device);
        }
        for account in accounts(&mut self.headquarters.disks.ledger).unwrap() {
            self.check_account(&account);
        }
    }

    fn devices(&self) -> BTreeSet<Id> {
        self.terminals.iter().map(|(terminal, _)| terminal.disk.name.device).collect()
    }

    /// Every laptop with this device: the first, and its copies.
    fn laptops(&self, device: Id) -> Vec<&Terminal> {
        let all = self.terminals.iter().map(|(terminal, _)| terminal);
        all.filter(|terminal| terminal.disk.name.device == device).collect()
    }

    /// Whatever headquarters lost, it leased no number twice, but for what nothing of it told of any more. Gives the devices
    /// that each number was leased to.
    fn check_leased(&mut self) -> BTreeMap<Number, BTreeSet<Id>> {
        let mut leased: BTreeMap<Number, BTreeSet<Id>> = BTreeMap::new();
        let mut twice = BTreeSet::new();
        for (device, block) in self.headquarters.leased.clone() {
            for number in all(&block) {
                let before = leased.entry(number).or_default();
                if !before.is_empty() {
                    twice.insert(number);
                }
                before.insert(device);
            }
        }
        let twice = twice.difference(&self.more.forgotten).next().copied();
        self.must("I9", twice.is_none(), || format!("{twice:?} was leased twice"));
        leased
    }

    /// What a laptop has used or may use was leased to it, and no other one has it; copies of one share what they have.
    fn check_number_owners(&mut self, leased: &BTreeMap<Number, BTreeSet<Id>>) {
        let mut owners: BTreeMap<Number, Id> = BTreeMap::new();
        // Of an epoch behind the first not even a copy of the laptop has one.
        let mut later: BTreeMap<Number, JournalName> = BTreeMap::new();
        for at in 0..self.terminals.len() {
            let terminal = &self.terminals[at].0;
            let (name, free) = (terminal.disk.name, terminal.free());
            let used_later = terminal.disk.used_later.clone();
            let own: BTreeSet<Number> = terminal.disk.used.union(&free).copied().collect();
            for number in own {
                let owner = *owners.entry(number).or_insert(name.device);
                let is_own = owner == name.device || self.more.forgotten.contains(&number);
                self.must("I9", is_own, || format!("{number:?} on two laptops"));
                let to = leased.get(&number);
                let is_leased = to.is_some_and(|to| to.contains(&name.device));
                self.must("I9", is_leased, || format!("{number:?} was not leased to {name:?}"));
            }
            let is_copied = self.doubtful.contains(&name);
            for number in used_later {
                let owner = *later.entry(number).or_insert(name);
                let is_forgotten = self.more.forgotten.contains(&number);
                let is_own = owner == name || is_copied || is_forgotten;
                self.must("I9", is_own, || format!("{number:?} in two epochs"));
            }
        }
    }

    /// No number of a block that headquarters leased to a device is nowhere.
    fn check_blocks(&mut self, device: Id) {
        // Nobody tells a revoked one what is leased to it.
        if self.laptops(device).iter().any(|it| self.more.revoked.contains_key(&it.disk.name)) {
            return;
        }
        let scope = Scope::Device(device);
        let (items, _) = self.headquarters.disks.ledger.feed(scope, 0, u64::MAX).unwrap();
        for item in items {
            let Ok(News::NumberBlock(block)) = item.read() else { continue };
            let nowhere = self.nowhere(device, &item, &block);
            self.must("I9", nowhere.is_none(), || {
                format!("{nowhere:?} of {block:?} is neither used, given up nor free on {device:?}")
            });
        }
    }

    /// The first number of a block that no laptop of its device has, gave up, or will still read of.
    fn nowhere(&self, device: Id, item: &FeedItem, block: &BlockLeased) -> Option<Number> {
        let (laptops, epoch) = (self.laptops(device), block.epoch.unwrap_or(1));
        let is_given_up = laptops.iter().any(|it| it.disk.name.epoch > epoch);
        let waits = laptops
            .iter()
            .any(|it| it.disk.name.epoch == epoch && !has_read(it, item, self.lost_tail));
        // Of a kind that no program of the world knows.
        if is_given_up || waits || block.prefix != "样" {
            return None;
        }
        let free: BTreeSet<Number> = laptops.iter().flat_map(|it| it.free()).collect();
        let is_used = |number: &Number| laptops.iter().any(|it| it.disk.used.contains(number));
        all(block).find(|number| !free.contains(number) && !is_used(number))
    }

    /// What headquarters says of a block is so on its laptop, where nothing ever happened to that one's disk.
    fn check_account(&mut self, account: &Account) {
        let Account { device, block, used, elsewhere, given_up, outstanding } = account;
        let is_doubtful = self.doubtful.iter().any(|name| name.device == *device);
        let is_forgotten = all(block).any(|number| self.more.forgotten.contains(&number));
        let laptops = self.laptops(*device);
        let [laptop] = laptops[..] else { return };
        let is_revoked = self.more.revoked.contains_key(&laptop.disk.name);
        if is_doubtful || is_forgotten || is_revoked {
            return;
        }
        let is_known = |number: &Number| {
            laptop.disk.used.contains(number) && !self.more.unread.contains(number)
        };
        let on_laptop: BTreeSet<Number> = all(block).filter(is_known).collect();
        let taken = self.headquarters.disks.ledger.taken(block).unwrap();
        let held: BTreeSet<Number> =
            taken.iter().map(|(serial, _)| (block.year, *serial)).collect();
        self.must("I9", held == on_laptop, || {
            format!("{block:?}: {held:?} are held, {on_laptop:?} were used")
        });
        let counts =
            [used, elsewhere, given_up, outstanding].map(|count| usize::try_from(*count).unwrap());
        let rest = all(block).count() - held.len();
        self.must("I9", counts == [held.len(), 0, 0, rest], || format!("{account:?}"));
    }
}

/// Whether a laptop read this very item of its feed. One that read further before headquarters lost its tail never will.
fn has_read(laptop: &Terminal, item: &FeedItem, lost_tail: bool) -> bool {
    let scope = Scope::Device(laptop.disk.name.device);
    let news = laptop.disk.news.iter().filter(|(of, _)| *of == scope);
    let mut read = news.map(|(_, read)| read).filter(|read| read.number == item.number);
    read.next().is_some_and(|read| !lost_tail || read.body == item.body)
}
