//! Which tiers of a standard (裁量基准, 处罚法 34) the factors of one finding leave open; it fills in no value that nobody
//! recorded.

use super::{TierRange, Weighable};
use crate::domain::rulebook::{Benchmark, Tier, TierFactor, TierMeasure};
use crate::stdx::fen::Fen;

/// The tiers that are still possible (处罚法 34), and the factors on which it hangs which of them it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fitting<'a> {
    /// The standard.
    pub benchmark: &'a Benchmark,
    /// Which of its amounts is divided.
    pub measure: TierMeasure,
    /// The lightest first; exactly one where every factor is known.
    pub tiers: Vec<&'a Tier>,
    /// Factors without a value, where more than one tier is left.
    pub lacking: Vec<TierFactor>,
}

impl<'a> Fitting<'a> {
    /// The tiers of `benchmark` that fit what is asked.
    #[must_use]
    pub fn of(
        asked: &Weighable<'_>,
        benchmark: &'a Benchmark,
        measure: TierMeasure,
    ) -> Fitting<'a> {
        let months = benchmark.lookback_months;
        let value = |factor: TierFactor| asked.values.get(factor, asked.act_on, months);
        let fits = |tier: &&Tier| tier.applies(&value) != Some(false);
        let tiers: Vec<&Tier> = benchmark.tiers_of(measure).filter(fits).collect();
        let mut lacking = benchmark.factors(measure);
        lacking.retain(|factor| tiers.len() > 1 && value(*factor).is_none());
        Fitting { benchmark, measure, tiers, lacking }
    }

    /// The tiers with their amounts at an illegal gain of `gain`.
    #[must_use]
    pub fn ranges(&self, gain: Fen) -> Vec<TierRange> {
        let range = |tier: &&Tier| {
            let (least, most) = tier.amount.in_fen(gain);
            let (name_zh, name_en) = (tier.name_zh.clone(), tier.name_en.clone());
            TierRange { name_zh, name_en, least, most }
        };
        self.tiers.iter().map(range).collect()
    }
}

/// From the least to the most of `tiers`; `None` without any, or where they leave what the law gives for the act at hand.
#[must_use]
pub fn hull(tiers: &[&Tier], gain: Fen, statutory: (Fen, Fen)) -> Option<(Fen, Fen)> {
    let ranges = || tiers.iter().map(|tier| tier.amount.in_fen(gain));
    let least = ranges().map(|(least, _)| least).min()?;
    let most = ranges().map(|(_, most)| most).max()?;
    (statutory.0 <= least && least <= most && most <= statutory.1).then_some((least, most))
}
