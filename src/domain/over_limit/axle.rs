//! Axle loads against the limits of axles and groups (GB 1589; 超限 art. 3(2)); what is not known of a group is taken as it
//! is best for the party, and a group that the table does not know has no limit.

use super::limit::Load;
use crate::domain::rulebook::{AxleLimit, Rulings, Tyres, VehicleType, Weights};

/// One axle, or two or three that stand as a group (超限 3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AxleGroup {
    /// 1, or 2 and 3 for a group.
    pub axles: u8,
    /// On each side of each axle.
    pub tyres: Tyres,
    /// All its axles are driven.
    pub driven: bool,
    /// Under a trailer.
    pub trailer: bool,
    /// Between its axles; `None` where nobody measured it.
    pub spacing_mm: Option<u32>,
    /// 空气悬架, proven.
    pub air_sprung: bool,
}

/// What stood on one axle or group, and what may (GB 1589). Masses in kg.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AxleLoad {
    /// 1, or 2 and 3 for a group.
    pub axles: u8,
    /// As the scale showed it.
    pub kg: i64,
    /// `None` where the table has no row.
    pub limit_kg: Option<i64>,
    /// 0 at or below the limit.
    pub over_kg: i64,
    /// Whether headquarters stands for the figure.
    pub confirmed: bool,
}

/// The groups of a lorry from front to back, by its arrangement; `None` without one. `spacings` are those of its groups of
/// several axles, in order. The foremost steers, and stands on single tyres; the next is the driven one.
#[must_use]
pub fn axle_groups(load: &Load, spacings: &[u32], air_sprung: bool) -> Option<Vec<AxleGroup>> {
    let arrangement = load.arrangement.as_deref()?;
    let sizes: Option<Vec<u8>> =
        arrangement.split('+').map(|group| group.trim().parse().ok()).collect();
    let sizes = sizes?;
    let is_driven = |nth: usize, axles: u8| nth == 1 && load.drive_axles >= axles;
    let undriven: u8 = sizes
        .iter()
        .enumerate()
        .filter(|(nth, axles)| *nth > 0 && !is_driven(*nth, **axles))
        .map(|(_, axles)| *axles)
        .sum();
    // Which of several axles has single tyres is recorded nowhere: only all of them can be named.
    let all_single = load.single_tyre_axles > 0 && load.single_tyre_axles == undriven;
    let mut spacings = spacings.iter().copied();
    let groups = sizes.iter().enumerate().map(|(nth, axles)| {
        let driven = is_driven(nth, *axles);
        AxleGroup {
            axles: *axles,
            tyres: if nth == 0 || (all_single && !driven) { Tyres::Single } else { Tyres::Dual },
            driven,
            trailer: nth > 1 && load.vehicle != VehicleType::Truck,
            spacing_mm: if *axles > 1 { spacings.next() } else { None },
            air_sprung,
        }
    });
    Some(groups.collect())
}

/// The highest limit that the table leaves a group, with the row it comes from.
#[must_use]
pub fn axle_limit<'a>(
    group: &AxleGroup,
    weights: &'a Weights,
    rulings: &Rulings,
) -> Option<(i64, &'a AxleLimit)> {
    let fits = |row: &&AxleLimit| {
        let inside = group.spacing_mm.is_none_or(|mm| {
            row.spacing_from_mm.is_none_or(|from| from <= mm)
                && row.spacing_below_mm.is_none_or(|below| mm < below)
        });
        row.axles == group.axles
            && row.tyres.is_none_or(|tyres| tyres == group.tyres)
            && row.driven.is_none_or(|driven| driven == group.driven)
            && row.trailer.is_none_or(|trailer| trailer == group.trailer)
            && inside
    };
    let of_row = |row: &'a AxleLimit| {
        let air_kg = row.driven_air_kg.filter(|_| group.driven && group.air_sprung);
        // A group's rows are for dual tyres: single ones take off what the ruling says.
        let single = group.axles > 1 && group.tyres == Tyres::Single;
        let off_kg = if single { i64::from(group.axles) * rulings.single_tyre_kg } else { 0 };
        (air_kg.unwrap_or(row.limit_kg) - off_kg, row)
    };
    weights.axles.iter().filter(fits).map(of_row).max_by_key(|(kg, _)| *kg)
}

/// Holds what stood on each group against its limit; `None` where loads and groups are not as many. Two axles that steer
/// have no row of their own, and so no limit.
#[must_use]
pub fn axle_loads(
    loads_kg: &[i64],
    groups: &[AxleGroup],
    weights: &Weights,
    rulings: &Rulings,
) -> Option<Vec<AxleLoad>> {
    if loads_kg.len() != groups.len() {
        return None;
    }
    let load = |(nth, (kg, group)): (usize, (&i64, &AxleGroup))| {
        let limit = axle_limit(group, weights, rulings).filter(|_| nth > 0 || group.axles == 1);
        let limit_kg = limit.map(|(kg, _)| kg);
        AxleLoad {
            axles: group.axles,
            kg: *kg,
            limit_kg,
            over_kg: limit_kg.map_or(0, |limit_kg| kg.saturating_sub(limit_kg).max(0)),
            confirmed: limit.is_none_or(|(_, row)| row.confirmed),
        }
    };
    Some(loads_kg.iter().zip(groups).enumerate().map(load).collect())
}

/// The sum of the limits of all groups, which the gross mass may not exceed (超限 art. 3(2)); `None` unless every group was
/// measured and has a row that headquarters stands for.
#[must_use]
pub fn axle_sum(groups: &[AxleGroup], weights: &Weights, rulings: &Rulings) -> Option<i64> {
    let measured = |group: &AxleGroup| group.axles == 1 || group.spacing_mm.is_some();
    if groups.first().is_none_or(|front| front.axles > 1) || !groups.iter().all(measured) {
        return None;
    }
    let limit_kg = |group: &AxleGroup| {
        axle_limit(group, weights, rulings).filter(|(_, row)| row.confirmed).map(|(kg, _)| kg)
    };
    groups.iter().map(limit_kg).sum()
}
