//! Which laptop is leased more document numbers, and of which year; pure, leases nothing itself.

use crate::domain::number_supply::next_year;
use crate::stdx::day::Day;
use crate::wire::message::hello::{NumbersLeft, Standing};

/// How headquarters leases numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbers {
    /// Prefix of the agency's document numbers.
    pub prefix: String,
    /// Numbers of one block.
    pub block: u32,
}

/// Years of which the laptop is leased one block more: it has 30 % of a block left, or less. A laptop that did not
/// say what it has left, or that writes no more, is leased none.
#[must_use]
pub fn wanted(
    rule: &Numbers,
    standing: Standing,
    left: Option<&[NumbersLeft]>,
    today: Day,
) -> Vec<i32> {
    let (Some(left), Standing::Active) = (left, standing) else { return Vec::new() };
    let of_year = |year: i32| -> u64 {
        let own = left.iter().filter(|held| held.year == year && held.prefix == rule.prefix);
        own.map(|held| u64::from(held.left)).sum()
    };
    let is_low = |year: &i32| of_year(*year) * 10 <= u64::from(rule.block) * 3;
    [Some(today.year()), next_year(today)].into_iter().flatten().filter(is_low).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: [i32; 0] = [];

    fn years(left: &[(i32, u32)], standing: Standing, day: &str) -> Vec<i32> {
        let rule = Numbers { prefix: "样".into(), block: 20 };
        let held = |(year, left): &(i32, u32)| NumbersLeft {
            prefix: "样".into(),
            year: *year,
            left: *left,
        };
        let left: Vec<NumbersLeft> = left.iter().map(held).collect();
        wanted(&rule, standing, Some(&left), Day::parse(day).unwrap())
    }

    #[test]
    fn a_block_is_leased_at_thirty_percent_and_next_years_from_the_fifteenth_of_december() {
        let active = Standing::Active;
        assert_eq!(years(&[(2026, 7)], active, "2026-11-24"), NONE);
        assert_eq!(years(&[(2026, 6)], active, "2026-11-24"), [2026]);
        assert_eq!(years(&[], active, "2026-11-24"), [2026]);
        assert_eq!(years(&[(2025, 90)], active, "2026-11-24"), [2026], "last year's are no use");
        assert_eq!(years(&[(2026, 3), (2026, 9)], active, "2026-11-24"), NONE, "all blocks count");
        assert_eq!(years(&[(2026, 20)], active, "2026-12-14"), NONE);
        assert_eq!(years(&[(2026, 20)], active, "2026-12-15"), [2027]);
        assert_eq!(years(&[(2026, 20), (2027, 20)], active, "2026-12-31"), NONE);
        assert_eq!(years(&[], Standing::Retired, "2026-11-24"), NONE);
        assert_eq!(years(&[], Standing::Revoked, "2026-11-24"), NONE);
        let rule = Numbers { prefix: "样".into(), block: 20 };
        let silent = wanted(&rule, active, None, Day::parse("2026-11-24").unwrap());
        assert_eq!(silent, NONE, "an old program does not say");
    }
}
