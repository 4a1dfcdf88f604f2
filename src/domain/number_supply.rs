//! Whether the document numbers of a laptop run low, and whether next year's are there in time; pure, asks nobody for any.

use super::agency::NumberBlock;
use crate::stdx::day::Day;

/// Next year's numbers are leased, and missed, from this day of December, so that the first stop of January has one.
const NEXT_YEAR_FROM: u32 = 15;

/// Below so many percent of what it was supplied with a laptop is low.
const LOW_PERCENT: u64 = 30;

/// The numbers of a year as they stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NumberSupply {
    /// Calendar year of the decisions.
    pub year: i32,
    /// Numbers of the year that nobody took.
    pub left: u32,
    /// Numbers of the year that the laptop had when the last block of it came. What was used up before that block makes no
    /// new one low.
    pub supplied: u32,
    /// The next year, where its block should be here and is not.
    pub next_year_missing: Option<i32>,
}

impl NumberSupply {
    /// How the numbers with `prefix` stand on `today`: `blocks` with the entries that granted them, and the serials of this year
    /// that were `used` with the entries that took them.
    #[must_use]
    pub fn of(
        blocks: &[(NumberBlock, u64)],
        prefix: &str,
        today: Day,
        used: &[(u32, u64)],
    ) -> NumberSupply {
        let year = today.year();
        let of_year = |year: i32| {
            blocks.iter().filter(move |(block, _)| block.year == year && block.prefix == prefix)
        };
        let count = |block: &NumberBlock| block.until.saturating_sub(block.from).saturating_add(1);
        let leased = of_year(year).map(|(block, _)| count(block)).fold(0, u32::saturating_add);
        let last = of_year(year).map(|(_, entry)| *entry).max().unwrap_or(0);
        let is_here = |serial: u32| {
            of_year(year).any(|(block, _)| (block.from..=block.until).contains(&serial))
        };
        let taken: Vec<u64> =
            used.iter().filter(|(serial, _)| is_here(*serial)).map(|(_, entry)| *entry).collect();
        let so_many = |taken: usize| u32::try_from(taken).unwrap_or(u32::MAX);
        let before = taken.iter().filter(|entry| **entry < last).count();
        let missing = next_year(today).filter(|next| of_year(*next).next().is_none());
        NumberSupply {
            year,
            left: leased.saturating_sub(so_many(taken.len())),
            supplied: leased.saturating_sub(so_many(before)),
            next_year_missing: missing,
        }
    }

    /// Whether 30 % are left, or less.
    #[must_use]
    pub fn is_low(&self) -> bool {
        u64::from(self.left) * 100 <= u64::from(self.supplied) * LOW_PERCENT
    }
}

/// The next year, where its numbers should be on a laptop by `today`.
#[must_use]
pub fn next_year(today: Day) -> Option<i32> {
    let is_late = today.month() == 12 && today.day() >= NEXT_YEAR_FROM;
    is_late.then_some(today.year() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: &str = "样汕交罚";

    fn block(year: i32, from: u32, until: u32, entry: u64) -> (NumberBlock, u64) {
        (NumberBlock { prefix: OURS.into(), year, from, until }, entry)
    }

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn thirty_percent_of_what_the_last_block_left_it_with_is_low() {
        let one = vec![block(2026, 1, 20, 5)];
        let two = vec![block(2026, 1, 20, 5), block(2026, 41, 60, 30)];
        // Serials that were taken, one an entry from entry 10 on.
        let used = |serials: std::ops::RangeInclusive<u32>| -> Vec<(u32, u64)> {
            serials.zip(10..).collect()
        };
        for (blocks, taken, left, supplied, is_low) in [
            (&one, Vec::new(), 20, 20, false),
            (&one, used(1..=13), 7, 20, false),
            (&one, used(1..=14), 6, 20, true),
            (&one, used(1..=20), 0, 20, true),
            // Fourteen were gone when the second block came: 26 were there.
            (&two, used(1..=14), 26, 26, false),
            (&two, [used(1..=14), vec![(15, 31), (41, 32)]].concat(), 24, 26, false),
            (&two, [used(1..=20), (41..=53).zip(31..).collect()].concat(), 7, 20, false),
            (&two, [used(1..=20), (41..=54).zip(31..).collect()].concat(), 6, 20, true),
            // What an earlier epoch took of its own blocks takes nothing of these.
            (&one, vec![(21, 3), (22, 4)], 20, 20, false),
            (&vec![], vec![], 0, 0, true),
            (&vec![block(2025, 1, 20, 5)], vec![], 0, 0, true),
        ] {
            let found = NumberSupply::of(blocks, OURS, day("2026-11-23"), &taken);
            let wanted = NumberSupply { year: 2026, left, supplied, next_year_missing: None };
            assert_eq!((found, found.is_low()), (wanted, is_low), "{blocks:?} {taken:?}");
        }
        let others = NumberSupply::of(&one, "粤汕交罚", day("2026-11-23"), &[]);
        assert_eq!(others.left, 0, "another series is of no use");
    }

    #[test]
    fn from_the_fifteenth_of_december_next_years_block_is_missed() {
        let (own, next) = (vec![block(2026, 1, 20, 5)], block(2027, 1, 20, 6));
        let both = vec![own[0].clone(), next];
        for (blocks, today, missing) in [
            (&own, "2026-12-14", None),
            (&own, "2026-12-15", Some(2027)),
            (&own, "2026-12-31", Some(2027)),
            (&own, "2027-01-01", None),
            (&both, "2026-12-31", None),
        ] {
            let found = NumberSupply::of(blocks, OURS, day(today), &[]);
            assert_eq!(found.next_year_missing, missing, "{today}");
        }
    }
}
