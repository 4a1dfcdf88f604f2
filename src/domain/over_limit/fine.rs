//! From kilograms over the limit to the fine (超限 art. 43); integers only, and no choice inside a
//! range is made here.

use super::size::SizeBand;
use crate::domain::rulebook::{Rounding, Rulings, Weights};
use crate::stdx::fen::Fen;

/// How far a lorry is over its limit (超限 43).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Excess {
    /// Kilograms over; 0 at or below the limit.
    pub over_kg: i64,
    /// Percent of the limit times 100, half up; for display and statistics only.
    pub rate_hundredths: i64,
}

impl Excess {
    /// `24.96`: percent with two decimals.
    #[must_use]
    pub fn rate_text(&self) -> String {
        format!("{}.{:02}", self.rate_hundredths / 100, self.rate_hundredths % 100)
    }
}

/// Kilograms over `limit_kg` and the over-rate (超限 43); both masses in kg.
#[must_use]
pub fn mass_excess(gross_kg: i64, limit_kg: i64) -> Excess {
    let over_kg = gross_kg.saturating_sub(limit_kg).max(0);
    let limit = i128::from(limit_kg.max(1));
    // Half up in integers: add half a unit of the divisor, then cut.
    let rate = (i128::from(over_kg) * 20_000 + limit) / (2 * limit);
    Excess { over_kg, rate_hundredths: i64::try_from(rate).unwrap_or(i64::MAX) }
}

/// What the mass alone leads to (超限 43).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MassSanction {
    /// Nothing to penalise.
    None,
    /// 警告
    Caution,
    /// An amount that the formula fixes.
    Fine(Fen),
}

impl MassSanction {
    /// The fine, zero without one.
    #[must_use]
    pub const fn fine(self) -> Fen {
        match self {
            MassSanction::Fine(fine) => fine,
            MassSanction::None | MassSanction::Caution => Fen::ZERO,
        }
    }
}

/// The mass part of 超限 art. 43(1)(2): a caution first, then an amount for each step of kilograms.
#[must_use]
pub fn mass_sanction(over_kg: i64, weights: &Weights, rulings: &Rulings) -> MassSanction {
    let fine = &weights.fine;
    if over_kg <= 0 {
        return MassSanction::None;
    }
    if over_kg <= fine.caution_up_to_kg {
        return MassSanction::Caution;
    }
    let step_kg = fine.step_kg.max(1);
    let started = i64::from(over_kg % step_kg != 0);
    let steps = match rulings.rounding {
        Rounding::Floor => over_kg / step_kg,
        Rounding::Ceil => over_kg / step_kg + started,
    };
    MassSanction::Fine(fine.per_step.times(steps).min(fine.cap))
}

/// The range of the whole fine, both ends included, in fen (超限 43, 路保 64).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Total {
    /// Fen.
    pub least: Fen,
    /// Fen; equal to `least` where nothing is left to choose.
    pub most: Fen,
}

/// Mass and size added and capped (超限 art. 43(2), 公路安全保护条例 art. 64).
#[must_use]
pub fn total(mass: MassSanction, size: Option<&SizeBand>, weights: &Weights) -> Total {
    let (least, most) = size.map_or((Fen::ZERO, Fen::ZERO), |band| (band.least, band.most));
    let cap = weights.fine.cap;
    Total { least: mass.fine().plus(least).min(cap), most: mass.fine().plus(most).min(cap) }
}
