//! Whether the tiers of a standard divide what can happen (裁量基准, 处罚法 34): no act in none of them or in two, no amount
//! between two of them or in both; it reads no file.

use crate::domain::rulebook::{Tier, TierFactor};
use std::collections::BTreeSet;

/// More combinations than these no standard has; a file that makes more of them is none.
const CELLS_MAX: usize = 4_096;

/// What is wrong between tiers (裁量基准).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Undivided {
    /// No tier applies where the factors have these values.
    Gap(String),
    /// Two tiers apply where the factors have these values.
    Overlap {
        /// Number of the one.
        one: u8,
        /// Number of the other.
        other: u8,
        /// Where.
        at: String,
    },
    /// Too many combinations of bounds to look at.
    TooFine,
    /// No amount between these two, whole yuan or percent of the gain; both are in a tier.
    AmountGap {
        /// The most of the lighter tier, whole yuan (100 fen) or percent.
        from: i64,
        /// The least of the heavier tier, whole yuan (100 fen) or percent.
        until: i64,
    },
    /// This amount, or one above it, is in both of two tiers that follow each other, or the heavier one begins below.
    AmountOverlap {
        /// Number of the lighter tier.
        one: u8,
        /// Number of the heavier tier.
        other: u8,
    },
}

/// One factor with the values that an act can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Axis {
    factor: TierFactor,
    first: i64,
    last: Option<i64>,
}

/// Looks whether exactly one of `tiers` applies to every act. `stands` says for which illegal gain in fen the amount that
/// they divide stands at all; others are none of theirs.
///
/// # Errors
/// The first values that no tier or that two tiers hold.
pub fn check_conditions(tiers: &[&Tier], stands: &dyn Fn(i64) -> bool) -> Result<(), Undivided> {
    let axes = axes(tiers);
    let cuts: Vec<Vec<i64>> = axes.iter().map(|axis| cuts(*axis, tiers, stands)).collect();
    let cells = cuts.iter().try_fold(1_usize, |all, cuts| all.checked_mul(cuts.len()));
    let Some(cells) = cells.filter(|cells| *cells <= CELLS_MAX) else {
        return Err(Undivided::TooFine);
    };
    for nth in 0..cells {
        let cell = cell(nth, &axes, &cuts);
        let gain = cell.iter().find(|(factor, _)| *factor == TierFactor::Gain);
        if gain.is_none_or(|(_, gain)| stands(*gain)) {
            look_at(&cell, tiers)?;
        }
    }
    Ok(())
}

fn axes(tiers: &[&Tier]) -> Vec<Axis> {
    let conditions = tiers.iter().flat_map(|tier| tier.when.iter().flatten());
    let factors: BTreeSet<TierFactor> = conditions.map(|condition| condition.factor).collect();
    let axis = |factor: TierFactor| Axis { factor, first: factor.first(), last: factor.last() };
    factors.into_iter().map(axis).collect()
}

/// The values at which something can change: between two of them every act is like the first.
fn cuts(axis: Axis, tiers: &[&Tier], stands: &dyn Fn(i64) -> bool) -> Vec<i64> {
    let mut cuts = BTreeSet::from([axis.first]);
    let conditions = tiers.iter().flat_map(|tier| tier.when.iter().flatten());
    for condition in conditions.filter(|condition| condition.factor == axis.factor) {
        cuts.extend(condition.bounds.first());
        cuts.extend(condition.bounds.last().and_then(|last| last.checked_add(1)));
    }
    if axis.factor == TierFactor::Gain {
        cuts.extend(flip(stands));
    }
    let inside = |value: &i64| axis.first <= *value && axis.last.is_none_or(|last| *value <= last);
    cuts.into_iter().filter(inside).collect()
}

/// The first value from 0 at which `stands` says something else than at 0; it changes its mind once at most.
fn flip(stands: &dyn Fn(i64) -> bool) -> Option<i64> {
    let (mut same, mut other) = (0, i64::MAX);
    if stands(same) == stands(other) {
        return None;
    }
    while other - same > 1 {
        let middle = same + (other - same) / 2;
        if stands(middle) == stands(0) {
            same = middle;
        } else {
            other = middle;
        }
    }
    Some(other)
}

fn cell(nth: usize, axes: &[Axis], cuts: &[Vec<i64>]) -> Vec<(TierFactor, i64)> {
    let mut rest = nth;
    let mut values = Vec::with_capacity(axes.len());
    for (axis, cuts) in axes.iter().zip(cuts) {
        values.push((axis.factor, cuts[rest % cuts.len()]));
        rest /= cuts.len();
    }
    values
}

fn look_at(cell: &[(TierFactor, i64)], tiers: &[&Tier]) -> Result<(), Undivided> {
    let value = |factor: TierFactor| {
        cell.iter().find(|(known, _)| *known == factor).map(|(_, value)| *value)
    };
    let mut applying = tiers.iter().filter(|tier| tier.applies(&value) == Some(true));
    match (applying.next(), applying.next()) {
        (Some(_), None) => Ok(()),
        (None, _) => Err(Undivided::Gap(said(cell))),
        (Some(one), Some(other)) => {
            Err(Undivided::Overlap { one: one.order, other: other.order, at: said(cell) })
        }
    }
}

/// `count 3, passengers 8`.
fn said(cell: &[(TierFactor, i64)]) -> String {
    let one = |(factor, value): &(TierFactor, i64)| match factor {
        TierFactor::Quantity => {
            format!("{} {}", factor.word(), super::circumstances::decimal(*value))
        }
        TierFactor::Gain => format!("{} {}", factor.word(), value / 100),
        TierFactor::Count
        | TierFactor::Mass
        | TierFactor::Size
        | TierFactor::Passengers
        | TierFactor::Duration
        | TierFactor::Harm
        | TierFactor::Refusal
        | TierFactor::Fixed => format!("{} {value}", factor.word()),
    };
    if cell.is_empty() { "-".into() } else { cell.iter().map(one).collect::<Vec<_>>().join(", ") }
}

/// Looks whether the amounts of `tiers`, the lightest first, follow one another without a gap or a common amount. Tiers of
/// one amount each are points, with nothing between them.
///
/// # Errors
/// The first two tiers that do not.
pub fn check_amounts(tiers: &[&Tier]) -> Result<(), Undivided> {
    let points = tiers.iter().all(|tier| tier.amount.first() == tier.amount.last());
    for pair in tiers.windows(2) {
        let [lighter, heavier] = pair else { continue };
        let (from, until) = (lighter.amount.last(), heavier.amount.first());
        if until <= from {
            return Err(Undivided::AmountOverlap { one: lighter.order, other: heavier.order });
        }
        if !points && until - from > 1 {
            return Err(Undivided::AmountGap { from, until });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::rulebook::{Bound, Bounds, TierAmount, TierCondition, TierMeasure};
    use Bound::{Excluded, Included};

    type Said = (TierFactor, Option<Bound>, Option<Bound>);

    fn tier(order: u8, when: &[&[Said]], least: (i64, bool), most: (i64, bool)) -> Tier {
        let condition = |(factor, from, until): &Said| TierCondition {
            factor: *factor,
            bounds: Bounds { from: *from, until: *until },
        };
        Tier {
            order,
            name_zh: format!("第{order}档"),
            name_en: format!("tier {order}"),
            when: when.iter().map(|all| all.iter().map(condition).collect()).collect(),
            amount: TierAmount {
                measure: TierMeasure::Fine { band: 1 },
                least: least.0,
                least_included: least.1,
                most: most.0,
                most_included: most.1,
            },
        }
    }

    /// Tiers under these conditions; their amounts are of no matter here.
    fn conditions(all: &[&[&[Said]]]) -> Result<(), Undivided> {
        gained(all, &|_| true)
    }

    fn gained(all: &[&[&[Said]]], stands: &dyn Fn(i64) -> bool) -> Result<(), Undivided> {
        let tiers: Vec<Tier> =
            (1..).zip(all).map(|(order, when)| tier(order, when, (1, true), (1, true))).collect();
        check_conditions(&tiers.iter().collect::<Vec<_>>(), stands)
    }

    fn times(from: Option<Bound>, until: Option<Bound>) -> Said {
        (TierFactor::Count, from, until)
    }

    fn gap(at: &str) -> Result<(), Undivided> {
        Err(Undivided::Gap(at.into()))
    }

    fn overlap(one: u8, other: u8, at: &str) -> Result<(), Undivided> {
        Err(Undivided::Overlap { one, other, at: at.into() })
    }

    #[test]
    fn one_factor_is_divided_at_exactly_its_edges() {
        let first = times(None, Some(Included(1)));
        for (second, third, want) in [
            (times(Some(Included(2)), Some(Included(3))), times(Some(Included(4)), None), Ok(())),
            (times(Some(Excluded(1)), Some(Included(3))), times(Some(Excluded(3)), None), Ok(())),
            (times(Some(Excluded(1)), Some(Excluded(4))), times(Some(Included(4)), None), Ok(())),
            // 3 is in neither.
            (
                times(Some(Excluded(1)), Some(Excluded(3))),
                times(Some(Excluded(3)), None),
                gap("count 3"),
            ),
            // 3 is in both.
            (
                times(Some(Excluded(1)), Some(Included(3))),
                times(Some(Included(3)), None),
                overlap(2, 3, "count 3"),
            ),
            (
                times(Some(Included(1)), Some(Included(3))),
                times(Some(Excluded(3)), None),
                overlap(1, 2, "count 1"),
            ),
            // Nothing above 5.
            (
                times(Some(Excluded(1)), Some(Included(3))),
                times(Some(Excluded(3)), Some(Included(5))),
                gap("count 6"),
            ),
        ] {
            let got = conditions(&[&[&[first]], &[&[second]], &[&[third]]]);
            assert_eq!(got, want, "{second:?} {third:?}");
        }
        // There is no time before the first.
        let from_first = times(Some(Included(1)), Some(Included(1)));
        let later = times(Some(Excluded(1)), None);
        assert_eq!(conditions(&[&[&[from_first]], &[&[later]]]), Ok(()));
    }

    #[test]
    fn two_factors_are_divided_in_every_combination() {
        let few = (TierFactor::Passengers, None, Some(Included(7)));
        let many = (TierFactor::Passengers, Some(Excluded(7)), None);
        let (once, again) = (times(None, Some(Included(1))), times(Some(Excluded(1)), None));
        for (all, want) in [
            (vec![vec![vec![once, few]], vec![vec![again], vec![once, many]]], Ok(())),
            (vec![vec![vec![once, few]], vec![vec![again]]], gap("count 1, passengers 8")),
            (vec![vec![vec![once, few]], vec![vec![again], vec![many]]], Ok(())),
            (
                vec![vec![vec![once]], vec![vec![again], vec![many]]],
                overlap(1, 2, "count 1, passengers 8"),
            ),
            (vec![vec![vec![]]], Ok(())),
            (vec![vec![vec![]], vec![vec![again]]], overlap(1, 2, "count 2")),
            (vec![vec![vec![]], vec![vec![]]], overlap(1, 2, "-")),
        ] {
            let tiers: Vec<Tier> = (1..)
                .zip(&all)
                .map(|(order, when): (u8, &Vec<Vec<Said>>)| {
                    let when: Vec<&[Said]> = when.iter().map(Vec::as_slice).collect();
                    tier(order, &when, (1, true), (1, true))
                })
                .collect();
            let got = check_conditions(&tiers.iter().collect::<Vec<_>>(), &|_| true);
            assert_eq!(got, want, "{all:?}");
        }
    }

    #[test]
    fn harm_and_refusal_end_and_a_gain_counts_only_where_the_amount_stands() {
        let none = (TierFactor::Harm, None, Some(Included(0)));
        let some = (TierFactor::Harm, Some(Included(1)), None);
        let serious = (TierFactor::Harm, Some(Included(2)), None);
        assert_eq!(conditions(&[&[&[none]], &[&[some]]]), Ok(()));
        assert_eq!(conditions(&[&[&[none]], &[&[serious]]]), gap("harm 1"));
        let refused = (TierFactor::Refusal, Some(Included(1)), Some(Included(1)));
        assert_eq!(conditions(&[&[&[refused]]]), gap("refusal 0"));
        // Up to 20,000 yuan the law gives a range, and above it a multiple.
        let limit = 2_000_000;
        let low = (TierFactor::Gain, None, Some(Excluded(500_000)));
        let high = (TierFactor::Gain, Some(Included(500_000)), Some(Included(limit)));
        assert_eq!(gained(&[&[&[low]], &[&[high]]], &|gain| gain <= limit), Ok(()));
        let short = (TierFactor::Gain, Some(Included(500_000)), Some(Excluded(limit)));
        let got = gained(&[&[&[low]], &[&[short]]], &|gain| gain <= limit);
        assert_eq!(got, gap("gain 20000"));
        let above = (TierFactor::Gain, Some(Excluded(limit)), None);
        assert_eq!(gained(&[&[&[above]]], &|gain| gain > limit), Ok(()));
        assert_eq!(gained(&[&[&[above]]], &|gain| gain >= limit), gap("gain 20000"));
    }

    #[test]
    fn more_combinations_than_can_be_looked_at_are_refused() {
        let of = |factor: TierFactor| (0..20).map(move |n| (factor, Some(Included(n)), None));
        let all: Vec<Said> = [TierFactor::Passengers, TierFactor::Duration, TierFactor::Quantity]
            .into_iter()
            .flat_map(of)
            .collect();
        let each: Vec<&[Said]> = all.chunks(1).collect();
        assert_eq!(conditions(&[&each]), Err(Undivided::TooFine));
    }

    #[test]
    fn amounts_follow_one_another_and_each_end_is_in_one_tier() {
        let (with, without) = (true, false);
        for (lighter, heavier, want) in [
            (((10, with), (28, without)), ((28, with), (46, with)), Ok(())),
            (((10, with), (28, with)), ((28, without), (46, with)), Ok(())),
            (((10, with), (28, with)), ((29, with), (46, with)), Ok(())),
            (
                ((10, with), (28, with)),
                ((28, with), (46, with)),
                Err(Undivided::AmountOverlap { one: 1, other: 2 }),
            ),
            (
                ((10, with), (28, without)),
                ((28, without), (46, with)),
                Err(Undivided::AmountGap { from: 27, until: 29 }),
            ),
            (
                ((10, with), (28, with)),
                ((5, with), (9, with)),
                Err(Undivided::AmountOverlap { one: 1, other: 2 }),
            ),
            (
                ((10, with), (28, with)),
                ((31, with), (46, with)),
                Err(Undivided::AmountGap { from: 28, until: 31 }),
            ),
            (((10, with), (10, with)), ((55, with), (55, with)), Ok(())),
            (
                ((10, with), (10, with)),
                ((10, with), (10, with)),
                Err(Undivided::AmountOverlap { one: 1, other: 2 }),
            ),
        ] {
            let tiers = [tier(1, &[], lighter.0, lighter.1), tier(2, &[], heavier.0, heavier.1)];
            let got = check_amounts(&tiers.iter().collect::<Vec<_>>());
            assert_eq!(got, want, "{lighter:?} {heavier:?}");
        }
    }
}
