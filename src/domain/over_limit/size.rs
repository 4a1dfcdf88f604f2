//! Length, width and height against their limits and bands (超限 arts. 3 and 43(1)(1)); an
//! exemption that nobody proved changes nothing.

use super::limit::Load;
use crate::domain::rulebook::{Gb1589Allowance, Gb1589Feature, Gb1589Length, SizeLimits, Weights};
use crate::stdx::fen::Fen;

/// Outer size of vehicle and load together (超限 3), in mm; height from the ground.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// From end to end, load included, mm.
    pub length_mm: u32,
    /// Load included, mm.
    pub width_mm: u32,
    /// From the ground, mm.
    pub height_mm: u32,
}

impl Size {
    /// Inside all three limits; exactly a limit is inside (未超过).
    #[must_use]
    pub const fn is_within(&self, limits: &SizeLimits) -> bool {
        self.length_mm <= limits.length_mm
            && self.width_mm <= limits.width_mm
            && self.height_mm <= limits.height_mm
    }
}

/// The band of size that a lorry falls into, with its fine (超限 43).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SizeBand {
    /// Number of the band in the pack, from 1.
    pub band: u8,
    /// Fen, included.
    pub least: Fen,
    /// Fen, included.
    pub most: Fen,
    /// 可以处: no fine is lawful too.
    pub may: bool,
}

/// A claim that GB 1589 allows a size beyond the limits (超限 art. 3(3)).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exemption {
    /// Whose limits are claimed.
    pub feature: Gb1589Feature,
    /// What proves the feature: the entry of the 行驶证 and its photograph. Blank proves nothing.
    pub proof: String,
}

/// A proven claim of a feature whose figures nobody at headquarters stands for (未核): it changes no limit, and no decision
/// may be taken against it either.
#[must_use]
pub fn is_unverified(claim: &Exemption, weights: &Weights) -> bool {
    let of_feature = |row: &&Gb1589Allowance| row.feature == claim.feature;
    !claim.proof.trim().is_empty()
        && weights.gb1589.iter().filter(of_feature).any(|row| !row.confirmed)
}

/// Whether a vehicle is as long as GB 1589 lets it be, which every claim under the standard asks for (超限 3(3)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// It is, or the tables have no length for it.
    Conforms,
    /// It is longer than a figure that nobody at headquarters stands for (未核).
    Unverified,
    /// It is longer: the claim gives nothing.
    TooLong,
}

/// Holds the length against the row of the vehicle. A feature with a length of its own is held against that alone.
#[must_use]
pub fn length_fits(claim: &Exemption, load: &Load, length_mm: u32, weights: &Weights) -> Fit {
    let own = |row: &Gb1589Allowance| row.feature == claim.feature && row.length_mm.is_some();
    let of_vehicle = |row: &&Gb1589Length| {
        row.vehicles.contains(&load.vehicle) && row.axles.is_none_or(|axles| axles == load.axles)
    };
    let row = weights.gb1589_lengths.iter().find(of_vehicle);
    match row.filter(|_| !weights.gb1589.iter().any(own)) {
        Some(row) if length_mm > row.length_mm && !row.confirmed => Fit::Unverified,
        // Whether it is the excepted combination was not told: taken as it is best for the party.
        Some(row) if length_mm > row.exception_mm.unwrap_or(row.length_mm) => Fit::TooLong,
        Some(_) | None => Fit::Conforms,
    }
}

/// The band of a size (超限 43), or `None` when it is inside the limits.
#[must_use]
pub fn size_band(size: &Size, weights: &Weights) -> Option<SizeBand> {
    size_band_exempting(size, &[], weights)
}

/// The same, with claims under GB 1589: a proven one raises the limit of its own feature. A lorry
/// beyond that does not conform, so the ordinary limit stands again.
#[must_use]
pub fn size_band_exempting(
    size: &Size,
    claims: &[Exemption],
    weights: &Weights,
) -> Option<SizeBand> {
    let mut limits = weights.size;
    for claim in claims.iter().filter(|claim| !claim.proof.trim().is_empty()) {
        for allowed in weights.gb1589.iter().filter(|row| row.feature == claim.feature) {
            limits.length_mm = limits.length_mm.max(allowed.length_mm.unwrap_or(0));
            limits.width_mm = limits.width_mm.max(allowed.width_mm.unwrap_or(0));
        }
    }
    if size.is_within(&limits) {
        return None;
    }
    let row = weights
        .size_bands
        .iter()
        .find(|row| row.up_to.as_ref().is_none_or(|edge| size.is_within(edge)))?;
    Some(SizeBand { band: row.band, least: row.least, most: row.most, may: row.may })
}
