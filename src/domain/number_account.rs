//! Where every number of the leased blocks is: taken, or by nobody yet; and which were taken twice or outside every block of
//! whoever took them. Pure: it takes no number and leases none.

use super::agency::{DocumentNo, NumberBlock};
use std::collections::BTreeMap;

/// Numbers of a block that are alike, in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NumberRun<W> {
    /// One number, and everybody who took it: one, where nothing is wrong.
    Taken {
        /// The number.
        serial: u32,
        /// In the order in which they were named.
        by: Vec<W>,
    },
    /// Numbers that nobody took.
    Rest {
        /// First serial, included.
        from: u32,
        /// Last serial, included.
        until: u32,
    },
}

/// A block, and each of its numbers in one of its runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockAccount<H, W> {
    /// As it was leased.
    pub block: NumberBlock,
    /// Who holds it, and since when.
    pub held: H,
    /// All of it, in the order of the numbers.
    pub runs: Vec<NumberRun<W>>,
}

impl<H, W> BlockAccount<H, W> {
    /// How many numbers of the block nobody took.
    #[must_use]
    pub fn rest(&self) -> u32 {
        let of = |run: &NumberRun<W>| match run {
            NumberRun::Taken { .. } => 0,
            NumberRun::Rest { from, until } => until - from + 1,
        };
        self.runs.iter().map(of).sum()
    }

    /// How many numbers of the block somebody took.
    #[must_use]
    pub fn taken(&self) -> u32 {
        let is_taken = |run: &&NumberRun<W>| matches!(run, NumberRun::Taken { .. });
        u32::try_from(self.runs.iter().filter(is_taken).count()).unwrap_or(u32::MAX)
    }
}

/// Every block, and what cannot be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberAccount<H, W> {
    /// In the order of prefixes, years and numbers.
    pub blocks: Vec<BlockAccount<H, W>>,
    /// Numbers that more than one took.
    pub twice: Vec<(DocumentNo, Vec<W>)>,
    /// Numbers of no block of whoever took them.
    pub outside: Vec<(DocumentNo, W)>,
}

/// Accounts for every number of `blocks` by what was `taken`; `holds` says whether a block is that of who took one.
#[must_use]
pub fn account<H, W: Clone>(
    mut blocks: Vec<(NumberBlock, H)>,
    taken: Vec<(DocumentNo, W)>,
    holds: impl Fn(&H, &W) -> bool,
) -> NumberAccount<H, W> {
    blocks.sort_by_cached_key(|(block, _)| (block.prefix.clone(), block.year, block.from));
    let mut by_number: BTreeMap<DocumentNo, Vec<W>> = BTreeMap::new();
    for (number, by) in taken {
        by_number.entry(number).or_default().push(by);
    }
    let mut outside = Vec::new();
    for (number, all) in &by_number {
        let of_number = || blocks.iter().filter(|(block, _)| block.contains(number));
        let strays = all.iter().filter(|by| !of_number().any(|(_, held)| holds(held, by)));
        outside.extend(strays.map(|by| (number.clone(), by.clone())));
    }
    let twice = by_number.iter().filter(|(_, all)| all.len() > 1);
    let twice = twice.map(|(number, all)| (number.clone(), all.clone())).collect();
    let of_block = |(block, held): (NumberBlock, H)| {
        let runs = runs(&block, &by_number);
        BlockAccount { block, held, runs }
    };
    NumberAccount { blocks: blocks.into_iter().map(of_block).collect(), twice, outside }
}

fn runs<W: Clone>(
    block: &NumberBlock,
    by_number: &BTreeMap<DocumentNo, Vec<W>>,
) -> Vec<NumberRun<W>> {
    if block.until < block.from {
        return Vec::new();
    }
    let number =
        |serial: u32| DocumentNo { prefix: block.prefix.clone(), year: block.year, serial };
    let mut runs = Vec::new();
    let mut next = Some(block.from);
    // A block may be long, so what nobody took is never counted one by one.
    for (number, by) in by_number.range(number(block.from)..=number(block.until)) {
        let serial = number.serial;
        if let Some(from) = next.filter(|from| *from < serial) {
            runs.push(NumberRun::Rest { from, until: serial - 1 });
        }
        runs.push(NumberRun::Taken { serial, by: by.clone() });
        next = serial.checked_add(1);
    }
    if let Some(from) = next.filter(|from| *from <= block.until) {
        runs.push(NumberRun::Rest { from, until: block.until });
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: &str = "样汕交罚";

    fn block(year: i32, from: u32, until: u32) -> NumberBlock {
        NumberBlock { prefix: OURS.into(), year, from, until }
    }

    fn number(year: i32, serial: u32) -> DocumentNo {
        DocumentNo { prefix: OURS.into(), year, serial }
    }

    fn taken(serial: u32, by: &[char]) -> NumberRun<char> {
        NumberRun::Taken { serial, by: by.to_vec() }
    }

    #[test]
    fn every_number_of_every_block_stands_in_one_run() {
        let rest = |from, until| NumberRun::Rest { from, until };
        for (from, until, serials, wanted) in [
            (1, 5, vec![], vec![rest(1, 5)]),
            (1, 5, vec![1, 2], vec![taken(1, &['a']), taken(2, &['a']), rest(3, 5)]),
            (1, 5, vec![5, 3], vec![rest(1, 2), taken(3, &['a']), rest(4, 4), taken(5, &['a'])]),
            (7, 7, vec![7], vec![taken(7, &['a'])]),
            (
                u32::MAX - 1,
                u32::MAX,
                vec![u32::MAX],
                vec![rest(u32::MAX - 1, u32::MAX - 1), taken(u32::MAX, &['a'])],
            ),
            (9, 8, vec![], vec![]),
        ] {
            let all = serials.iter().map(|serial| (number(2026, *serial), 'a')).collect();
            let found = account(vec![(block(2026, from, until), ())], all, |(), _| true);
            assert_eq!(found.blocks[0].runs, wanted, "{from}–{until} {serials:?}");
            assert_eq!((found.twice, found.outside), (vec![], vec![]), "{from}–{until}");
            let all = found.blocks[0].rest() + found.blocks[0].taken();
            let wanted = (i64::from(until) - i64::from(from) + 1).max(0);
            assert_eq!(i64::from(all), wanted, "{from}–{until}");
        }
    }

    #[test]
    fn a_number_taken_twice_or_outside_the_blocks_of_who_took_it_is_named() {
        let blocks =
            vec![(block(2027, 1, 2), 'a'), (block(2026, 21, 40), 'b'), (block(2026, 1, 20), 'a')];
        let all = vec![
            (number(2026, 1), 'a'),
            (number(2026, 22), 'b'),
            (number(2026, 22), 'a'),
            (number(2026, 41), 'b'),
            (number(2028, 1), 'a'),
        ];
        let found = account(blocks, all, |held, by| held == by);
        let order: Vec<_> = found.blocks.iter().map(|it| (it.block.year, it.block.from)).collect();
        assert_eq!(order, [(2026, 1), (2026, 21), (2027, 1)]);
        assert_eq!(found.twice, [(number(2026, 22), vec!['b', 'a'])]);
        let strays = [(number(2026, 22), 'a'), (number(2026, 41), 'b'), (number(2028, 1), 'a')];
        assert_eq!(found.outside, strays);
        assert_eq!((found.blocks[1].rest(), found.blocks[1].taken()), (19, 1));
        assert!(found.blocks[1].runs.contains(&taken(22, &['b', 'a'])), "{:?}", found.blocks[1]);
    }
}
