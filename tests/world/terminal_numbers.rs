//! The world's laptop and its document numbers: each is used once, the lowest first, or given up with its epoch.

use super::{Bug, Terminal};
use lucha::domain::agency::DocumentNo;
use lucha::wire::message::feed::BlockLeased;
use lucha::wire::message::hello::NumbersLeft;
use std::collections::BTreeSet;

/// Year and serial: the world has one prefix.
pub type Number = (i32, u32);

/// Every number of a block.
pub fn all(block: &BlockLeased) -> impl Iterator<Item = Number> {
    let year = block.year;
    (block.from..=block.until).map(move |serial| (year, serial))
}

impl Terminal {
    /// A block came; one that is leased to another epoch is none of its own.
    pub(super) fn take_block(&mut self, mut block: BlockLeased) {
        if block.epoch.unwrap_or(1) == self.disk.name.epoch {
            block.from += u32::from(self.bug == Some(Bug::PassesANumberOver));
            self.disk.blocks.push(block);
        }
    }

    /// The lowest of the first block that has one.
    pub(super) fn free_number(&mut self) -> Option<DocumentNo> {
        if self.is_blind() && self.bug != Some(Bug::IssuesBlindly) {
            return None;
        }
        let is_free = |number: &Number| !self.disk.used.contains(number);
        let next = |block: &BlockLeased| Some((block.prefix.clone(), all(block).find(is_free)?));
        let (prefix, (year, serial)) = self.disk.blocks.iter().find_map(next)?;
        self.disk.used.insert((year, serial));
        self.disk.numbered.push((self.head().number + 1, self.disk.news.len()));
        if self.disk.name.epoch > 1 {
            self.disk.used_later.insert((year, serial));
        }
        Some(DocumentNo { prefix, year, serial })
    }

    /// Numbers that it may still use.
    pub fn free(&self) -> BTreeSet<Number> {
        let own = self.disk.blocks.iter().flat_map(all);
        own.filter(|number| !self.disk.used.contains(number)).collect()
    }

    pub(super) fn numbers_left(&self) -> Vec<NumbersLeft> {
        let left = |block: &BlockLeased| {
            let left = all(block).filter(|number| !self.disk.used.contains(number)).count();
            let (prefix, year) = (block.prefix.clone(), block.year);
            NumbersLeft { prefix, year, left: u32::try_from(left).unwrap() }
        };
        self.disk.blocks.iter().map(left).collect()
    }
}
