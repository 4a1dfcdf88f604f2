//! The discretion standard (裁量基准, 处罚法 34) as the pack states it: tiers, their conditions, their amounts; it weighs
//! no act.

use super::sanction::{GainTest, Sanction};
use super::violation::{Basis, TierFactor};
use crate::stdx::day::Day;
use crate::stdx::fen::Fen;

/// The standard of one violation under one of its bases (处罚法 34). Each kind of amount that the basis knows has tiers of
/// its own; a kind without any is left to the range of the law.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Benchmark {
    /// Code of the violation, `PK-001`.
    pub code: String,
    /// Id of the basis whose range is divided, `道条63`.
    pub basis: String,
    /// Who issued it, under which title and number, as the reasons of a decision name it.
    pub source: String,
    /// First day in force; unknown or long ago when absent.
    pub from: Option<Day>,
    /// Last day in force, included.
    pub until: Option<Day>,
    /// Months before the act in which earlier acts are counted.
    pub lookback_months: u32,
    /// What a quantity is counted in (平方米, 米, 立方米, 件); empty where nothing is graded on one.
    pub unit: String,
    /// The lightest first, those of one kind of amount together.
    pub tiers: Vec<Tier>,
    /// How far the text was verified: A full text read, S seen, B and C own knowledge.
    pub mark: String,
    /// The approver of the pack stands for it; otherwise it serves drafts only, and shows 未核.
    pub confirmed: bool,
}

impl Benchmark {
    /// Whether `on` lies in its days in force, both ends included.
    #[must_use]
    pub fn in_force(&self, on: Day) -> bool {
        self.from.is_none_or(|from| from <= on) && self.until.is_none_or(|until| on <= until)
    }

    /// The tiers of one kind of amount, the lightest first.
    pub fn tiers_of(&self, measure: TierMeasure) -> impl Iterator<Item = &Tier> {
        self.tiers.iter().filter(move |tier| tier.amount.measure == measure)
    }

    /// What the tiers of one kind of amount are graded on, each factor once.
    #[must_use]
    pub fn factors(&self, measure: TierMeasure) -> Vec<TierFactor> {
        let conditions = self.tiers_of(measure).flat_map(|tier| tier.when.iter().flatten());
        let mut factors: Vec<TierFactor> = conditions.map(|condition| condition.factor).collect();
        factors.sort();
        factors.dedup();
        factors
    }
}

/// One tier (阶次) of a standard (处罚法 34).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tier {
    /// Its number among those of its kind of amount, from 1, the lightest first.
    pub order: u8,
    /// 较轻, 一般, 严重, as papers name it.
    pub name_zh: String,
    /// For the English screens.
    pub name_en: String,
    /// It applies where all conditions of any of these hold; one without conditions always does.
    pub when: Vec<Vec<TierCondition>>,
    /// What it gives.
    pub amount: TierAmount,
}

impl Tier {
    /// Whether it applies at these values; `None` where that hangs on a factor whose value nobody recorded.
    #[must_use]
    pub fn applies(&self, value: &dyn Fn(TierFactor) -> Option<i64>) -> Option<bool> {
        let mut is_open = false;
        for conditions in &self.when {
            match all_hold(conditions, value) {
                Some(true) => return Some(true),
                Some(false) => {}
                None => is_open = true,
            }
        }
        (!is_open).then_some(false)
    }
}

fn all_hold(
    conditions: &[TierCondition],
    value: &dyn Fn(TierFactor) -> Option<i64>,
) -> Option<bool> {
    let mut is_open = false;
    for condition in conditions {
        match value(condition.factor).map(|value| condition.bounds.holds(value)) {
            Some(true) => {}
            Some(false) => return Some(false),
            None => is_open = true,
        }
    }
    (!is_open).then_some(true)
}

/// What a tier asks of one factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TierCondition {
    /// What is looked at.
    pub factor: TierFactor,
    /// Between which values.
    pub bounds: Bounds,
}

/// Values between two edges, in the steps of a factor (`TierFactor::first`); open where an edge is absent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bounds {
    /// The lower edge.
    pub from: Option<Bound>,
    /// The upper edge.
    pub until: Option<Bound>,
}

impl Bounds {
    /// The lowest whole value inside; `None` where there is no lower edge.
    #[must_use]
    pub fn first(&self) -> Option<i64> {
        self.from.map(|edge| match edge {
            Bound::Included(value) => value,
            Bound::Excluded(value) => value.saturating_add(1),
        })
    }

    /// The highest whole value inside; `None` where there is no upper edge.
    #[must_use]
    pub fn last(&self) -> Option<i64> {
        self.until.map(|edge| match edge {
            Bound::Included(value) => value,
            Bound::Excluded(value) => value.saturating_sub(1),
        })
    }

    /// Whether `value` lies inside.
    #[must_use]
    pub fn holds(&self, value: i64) -> bool {
        self.first().is_none_or(|first| first <= value)
            && self.last().is_none_or(|last| value <= last)
    }

    /// No whole value lies inside.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        matches!((self.first(), self.last()), (Some(first), Some(last)) if first > last)
    }
}

/// The edge of what a tier holds (裁量基准): 含 or 不含 the value itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// 以上, 以下: the value lies inside.
    Included(i64),
    /// 超过, 不满: the value lies outside.
    Excluded(i64),
}

/// Which amount of a basis a tier divides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TierMeasure {
    /// A range of fines.
    Fine {
        /// Its place among the ranges of the basis, from 1: beside the ordinary one a row may have one for 情节严重.
        band: u8,
    },
    /// The multiple of the illegal gain.
    OfGain,
}

impl TierMeasure {
    /// The least and the most that the basis gives in this way, in the steps of `TierAmount`, and for which illegal gain
    /// it stands; `None` where the basis has no such amount.
    #[must_use]
    pub fn range(self, basis: &Basis) -> Option<((i64, i64), GainTest)> {
        let range = |sanction: &Sanction| match (self, sanction) {
            (TierMeasure::Fine { .. }, Sanction::FineRange { least, most, gain, .. }) => {
                Some(((least.yuan(), most.yuan()), *gain))
            }
            (TierMeasure::OfGain, Sanction::GainMultiple { least, most, gain, .. }) => {
                Some(((i64::from(*least) * 100, i64::from(*most) * 100), *gain))
            }
            _ => None,
        };
        let nth = match self {
            TierMeasure::Fine { band } => usize::from(band).checked_sub(1)?,
            TierMeasure::OfGain => 0,
        };
        basis.sanctions.iter().filter_map(range).nth(nth)
    }

    /// The amount of `basis` that came out as `range` at an illegal gain of `gain`; `None` where nothing is left to choose
    /// in it, or it follows a formula of its own.
    #[must_use]
    pub fn standing(basis: &Basis, range: (Fen, Fen), gain: Fen) -> Option<TierMeasure> {
        let fines = (1..=u8::MAX).map(|band| TierMeasure::Fine { band });
        let fines = fines.take_while(|measure| measure.range(basis).is_some());
        let mut all = fines.chain([TierMeasure::OfGain]);
        all.find(|measure| {
            let Some(((least, most), test)) = measure.range(basis) else { return false };
            let (least, most) = match measure {
                TierMeasure::Fine { .. } => (Fen::from_yuan(least), Fen::from_yuan(most)),
                TierMeasure::OfGain => (gain.times(least / 100), gain.times(most / 100)),
            };
            test.holds(gain) && (least, most) == range
        })
    }
}

/// From where to where a tier goes; both edges say whether they belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TierAmount {
    /// Which amount it is.
    pub measure: TierMeasure,
    /// Whole yuan (100 fen) of a fine, else percent of the illegal gain.
    pub least: i64,
    /// 含 `least`.
    pub least_included: bool,
    /// Whole yuan (100 fen) of a fine, else percent of the illegal gain.
    pub most: i64,
    /// 含 `most`.
    pub most_included: bool,
}

impl TierAmount {
    /// The lowest whole yuan or percent that belongs to it.
    #[must_use]
    pub const fn first(&self) -> i64 {
        if self.least_included { self.least } else { self.least.saturating_add(1) }
    }

    /// The highest whole yuan or percent that belongs to it.
    #[must_use]
    pub const fn last(&self) -> i64 {
        if self.most_included { self.most } else { self.most.saturating_sub(1) }
    }

    /// Least and most at an illegal gain of `gain`, both included. Of a share of the gain a
    /// started fen counts at the lower end and not at the upper, so that no amount leaves the tier.
    #[must_use]
    pub fn in_fen(&self, gain: Fen) -> (Fen, Fen) {
        let share = |percent: i64, odd: i128| {
            let hundredths = i128::from(gain.0) * i128::from(percent) + odd;
            Fen(i64::try_from(hundredths.div_euclid(100)).unwrap_or(i64::MAX))
        };
        match self.measure {
            TierMeasure::Fine { .. } => (Fen::from_yuan(self.first()), Fen::from_yuan(self.last())),
            TierMeasure::OfGain => (share(self.first(), 99), share(self.last(), 0)),
        }
    }
}

impl TierFactor {
    /// Every factor.
    pub const ALL: [TierFactor; 10] = [
        TierFactor::Count,
        TierFactor::Mass,
        TierFactor::Size,
        TierFactor::Passengers,
        TierFactor::Quantity,
        TierFactor::Duration,
        TierFactor::Gain,
        TierFactor::Harm,
        TierFactor::Refusal,
        TierFactor::Fixed,
    ];

    /// Its word in the pack.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            TierFactor::Count => "count",
            TierFactor::Mass => "mass",
            TierFactor::Size => "size",
            TierFactor::Passengers => "passengers",
            TierFactor::Quantity => "quantity",
            TierFactor::Duration => "duration",
            TierFactor::Gain => "gain",
            TierFactor::Harm => "harm",
            TierFactor::Refusal => "refusal",
            TierFactor::Fixed => "fixed",
        }
    }

    /// The factor of a word of the pack; `None` when it is none.
    #[must_use]
    pub fn from_word(word: &str) -> Option<TierFactor> {
        TierFactor::ALL.into_iter().find(|factor| factor.word() == word)
    }

    /// Its lowest value, in the steps that conditions count in: times, kg, number of the band, people, hundredths of the
    /// unit, days, fen, harm (0 none, 1 slight, 2 serious), refusal (0 no, 1 yes).
    #[must_use]
    pub const fn first(self) -> i64 {
        match self {
            TierFactor::Count | TierFactor::Mass | TierFactor::Size => 1,
            TierFactor::Passengers
            | TierFactor::Quantity
            | TierFactor::Duration
            | TierFactor::Gain
            | TierFactor::Harm
            | TierFactor::Refusal
            | TierFactor::Fixed => 0,
        }
    }

    /// Its highest value in the same steps; `None` where it has none.
    #[must_use]
    pub const fn last(self) -> Option<i64> {
        match self {
            TierFactor::Harm => Some(2),
            TierFactor::Refusal => Some(1),
            TierFactor::Count
            | TierFactor::Mass
            | TierFactor::Size
            | TierFactor::Passengers
            | TierFactor::Quantity
            | TierFactor::Duration
            | TierFactor::Gain
            | TierFactor::Fixed => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(measure: TierMeasure, least: (i64, bool), most: (i64, bool)) -> TierAmount {
        TierAmount {
            measure,
            least: least.0,
            least_included: least.1,
            most: most.0,
            most_included: most.1,
        }
    }

    #[test]
    fn a_bound_lies_inside_or_outside_as_it_says() {
        use Bound::{Excluded, Included};
        for (from, until, value, holds) in [
            (Some(Included(2)), Some(Included(5)), 1, false),
            (Some(Included(2)), Some(Included(5)), 2, true),
            (Some(Included(2)), Some(Included(5)), 5, true),
            (Some(Included(2)), Some(Included(5)), 6, false),
            (Some(Excluded(2)), Some(Excluded(5)), 2, false),
            (Some(Excluded(2)), Some(Excluded(5)), 3, true),
            (Some(Excluded(2)), Some(Excluded(5)), 4, true),
            (Some(Excluded(2)), Some(Excluded(5)), 5, false),
            (None, Some(Included(5)), i64::MIN, true),
            (Some(Excluded(5)), None, i64::MAX, true),
            (None, None, 0, true),
        ] {
            assert_eq!(Bounds { from, until }.holds(value), holds, "{from:?} {until:?} {value}");
        }
        for (from, until, empty) in [
            (Some(Included(5)), Some(Included(5)), false),
            (Some(Included(5)), Some(Excluded(5)), true),
            (Some(Excluded(5)), Some(Excluded(6)), true),
            (Some(Excluded(5)), Some(Included(6)), false),
            (Some(Included(6)), Some(Included(5)), true),
            (None, Some(Included(5)), false),
        ] {
            assert_eq!(Bounds { from, until }.is_empty(), empty, "{from:?} {until:?}");
        }
    }

    #[test]
    fn an_amount_without_its_end_stops_a_yuan_or_a_percent_before_it() {
        let fine = TierMeasure::Fine { band: 1 };
        let gain = Fen::from_yuan(30_000);
        for (amount, least, most) in [
            (amount(fine, (1_000, true), (1_400, true)), 100_000, 140_000),
            (amount(fine, (1_000, true), (1_400, false)), 100_000, 139_900),
            (amount(fine, (1_400, false), (1_800, true)), 140_100, 180_000),
            (amount(TierMeasure::OfGain, (200, true), (400, true)), 6_000_000, 12_000_000),
            (amount(TierMeasure::OfGain, (200, false), (400, false)), 6_030_000, 11_970_000),
        ] {
            assert_eq!(amount.in_fen(gain), (Fen(least), Fen(most)), "{amount:?}");
        }
        // Half a fen more at the lower end, half a fen less at the upper.
        let odd = amount(TierMeasure::OfGain, (250, true), (350, true));
        assert_eq!(odd.in_fen(Fen(1)), (Fen(3), Fen(3)));
        assert_eq!(odd.in_fen(Fen(i64::MAX)).1, Fen(i64::MAX), "saturates");
    }

    #[test]
    fn a_tier_whose_factor_nobody_recorded_is_neither_taken_nor_left_out() {
        let at_most = |factor, value| TierCondition {
            factor,
            bounds: Bounds { from: None, until: Some(Bound::Included(value)) },
        };
        let both = vec![at_most(TierFactor::Count, 1), at_most(TierFactor::Passengers, 3)];
        let tier = Tier {
            order: 1,
            name_zh: "较轻".into(),
            name_en: "lighter".into(),
            when: vec![both, vec![at_most(TierFactor::Quantity, 500)]],
            amount: amount(TierMeasure::OfGain, (200, true), (400, true)),
        };
        for (count, passengers, quantity, want) in [
            (Some(1), Some(3), Some(501), Some(true)),
            (Some(1), Some(4), Some(500), Some(true)),
            (Some(1), Some(4), Some(501), Some(false)),
            (Some(1), None, Some(501), None),
            (Some(2), None, Some(501), Some(false)),
            (Some(2), None, None, None),
            (None, None, Some(500), Some(true)),
        ] {
            let recorded = [
                (TierFactor::Count, count),
                (TierFactor::Passengers, passengers),
                (TierFactor::Quantity, quantity),
            ];
            let value = |factor: TierFactor| recorded.iter().find(|row| row.0 == factor)?.1;
            assert_eq!(tier.applies(&value), want, "{recorded:?}");
        }
    }

    #[test]
    fn factors_are_found_by_their_word() {
        for factor in TierFactor::ALL {
            assert_eq!(TierFactor::from_word(factor.word()), Some(factor));
        }
        assert_eq!(TierFactor::from_word("weather"), None);
    }
}
