//! The gross mass limit of a lorry from its axles (超限 art. 3 and the axle arrangements); a lorry
//! that the tables do not know gets no limit, never a guessed one.

use super::size::Exemption;
use crate::domain::rulebook::{ArrangementLimit, Rulings, VehicleType, Weights};
use std::fmt;

/// What the limit depends on (超限 3), as counted at the roadside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Load {
    /// What kind of lorry the two tables are asked for.
    pub vehicle: VehicleType,
    /// All axles of tractor and trailer; a tandem counts two, a tridem three.
    pub axles: u8,
    /// Axle groups from front to back (`1+1+3`), when the site reports them.
    pub arrangement: Option<String>,
    /// Driven axles of the tractor.
    pub drive_axles: u8,
    /// Undriven group axles and trailer axles with one tyre a side; never the steering axle, never
    /// wide tyres.
    pub single_tyre_axles: u8,
    /// 总质量 on the licence (行驶证), where the limit is that.
    pub licence_gross_kg: Option<i64>,
}

/// The limit (超限 3) and where it comes from, in kg, single tyres already taken off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// The limit to use.
    pub kg: i64,
    /// 超限 art. 3.
    pub art3_kg: i64,
    /// The axle arrangement table, where it has a row.
    pub arrangement_kg: Option<i64>,
    /// The arrangement table was consulted and had a row. Otherwise the papers say that the axle
    /// arrangement is unknown.
    pub arrangement_known: bool,
}

/// Why there is no limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LimitUnknown {
    /// No lorry has fewer than two axles.
    TooFewAxles {
        /// As counted.
        axles: u8,
    },
    /// The arrangement is not a sum of axle groups.
    ArrangementUnreadable {
        /// As written.
        arrangement: String,
    },
    /// The groups of the arrangement do not add up to the axles.
    ArrangementDisagrees {
        /// As written.
        arrangement: String,
        /// Axles that its groups add up to.
        sum: u32,
        /// As counted.
        axles: u8,
    },
    /// None, or more than there are axles.
    DriveAxlesImpossible {
        /// As counted.
        drive_axles: u8,
        /// As counted.
        axles: u8,
    },
    /// The steering axle is never counted, so not all axles can be.
    SingleTyresImpossible {
        /// As counted.
        single_tyre_axles: u8,
        /// As counted.
        axles: u8,
    },
    /// The limit is the mass on the licence, and nobody read it.
    LicenceMassUnknown {
        /// As asked for.
        vehicle: VehicleType,
    },
    /// 超限 art. 3 has no row for it.
    NoRow {
        /// As asked for.
        vehicle: VehicleType,
        /// As counted.
        axles: u8,
    },
}

impl fmt::Display for LimitUnknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LimitUnknown::TooFewAxles { axles } => write!(f, "{axles} axles make no lorry"),
            LimitUnknown::ArrangementUnreadable { arrangement } => {
                write!(f, "`{arrangement}` is no axle arrangement such as 1+1+3")
            }
            LimitUnknown::ArrangementDisagrees { arrangement, sum, axles } => {
                write!(f, "`{arrangement}` has {sum} axles, but {axles} were counted")
            }
            LimitUnknown::DriveAxlesImpossible { drive_axles, axles } => {
                write!(f, "{drive_axles} driven axles of {axles} are impossible")
            }
            LimitUnknown::SingleTyresImpossible { single_tyre_axles, axles } => {
                write!(f, "{single_tyre_axles} axles of {axles} with single tyres are impossible")
            }
            LimitUnknown::LicenceMassUnknown { vehicle } => {
                write!(f, "the limit of {} is the mass on its licence", vehicle.in_chinese())
            }
            LimitUnknown::NoRow { vehicle, axles } => {
                write!(f, "no limit is known for {} with {axles} axles", vehicle.in_chinese())
            }
        }
    }
}

impl std::error::Error for LimitUnknown {}

/// The gross mass limit of a lorry (超限 art. 3), by the rulings on the two tables and on single
/// tyres.
///
/// # Errors
/// Why no limit can be named, when the combination cannot exist or no table knows it.
pub fn limit(load: &Load, weights: &Weights, rulings: &Rulings) -> Result<Limit, LimitUnknown> {
    check_counts(load)?;
    check_arrangement(load)?;
    let row = weights
        .gross
        .iter()
        .find(|row| {
            row.vehicles.contains(&load.vehicle)
                && row.axles_min <= load.axles
                && row.axles_max.is_none_or(|most| load.axles <= most)
        })
        .ok_or(LimitUnknown::NoRow { vehicle: load.vehicle, axles: load.axles })?;
    let unread = LimitUnknown::LicenceMassUnknown { vehicle: load.vehicle };
    let row_kg = row.limit_kg.or(load.licence_gross_kg).ok_or(unread)?;
    let off_kg = i64::from(load.single_tyre_axles) * rulings.single_tyre_kg;
    let by_drive = |limit_kg: i64, single_drive_kg: Option<i64>| {
        single_drive_kg.filter(|_| load.drive_axles == 1).unwrap_or(limit_kg) - off_kg
    };
    // What the licence prints is the limit of that vehicle as it stands, tyres and all.
    let art3_kg = match row.limit_kg {
        Some(_) => by_drive(row_kg, row.single_drive_kg),
        None => row_kg,
    };
    let arrangement_kg = weights
        .arrangements
        .iter()
        .filter(|row| is_arranged_as(load, row))
        .map(|row| by_drive(row.limit_kg, row.single_drive_kg))
        .min();
    let lower = arrangement_kg.filter(|_| rulings.lower_of_two_tables);
    let kg = lower.map_or(art3_kg, |kg| kg.min(art3_kg));
    if kg <= 0 {
        let (single_tyre_axles, axles) = (load.single_tyre_axles, load.axles);
        return Err(LimitUnknown::SingleTyresImpossible { single_tyre_axles, axles });
    }
    Ok(Limit { kg, art3_kg, arrangement_kg, arrangement_known: arrangement_kg.is_some() })
}

/// The same, with claims under GB 1589 (超限 art. 3(3)): a proven one raises the limit by what the standard gives
/// its feature. A claim that nobody proved, or a lorry with too few driven axles, gets nothing.
///
/// # Errors
/// As `limit`.
pub fn limit_exempting(
    load: &Load,
    claims: &[Exemption],
    weights: &Weights,
    rulings: &Rulings,
) -> Result<Limit, LimitUnknown> {
    let found = limit(load, weights, rulings)?;
    let proven = |feature| {
        claims.iter().any(|claim| claim.feature == feature && !claim.proof.trim().is_empty())
    };
    let more_kg = weights
        .gb1589
        .iter()
        .filter(|row| proven(row.feature))
        .filter(|row| row.drive_axles_min.is_none_or(|least| least <= load.drive_axles))
        .filter_map(|row| row.more_kg)
        .max();
    Ok(Limit { kg: found.kg.saturating_add(more_kg.unwrap_or(0)), ..found })
}

fn check_counts(load: &Load) -> Result<(), LimitUnknown> {
    let Load { axles, drive_axles, single_tyre_axles, .. } = *load;
    if axles < 2 {
        return Err(LimitUnknown::TooFewAxles { axles });
    }
    if drive_axles == 0 || drive_axles > axles {
        return Err(LimitUnknown::DriveAxlesImpossible { drive_axles, axles });
    }
    if single_tyre_axles >= axles {
        return Err(LimitUnknown::SingleTyresImpossible { single_tyre_axles, axles });
    }
    Ok(())
}

fn check_arrangement(load: &Load) -> Result<(), LimitUnknown> {
    let Some(arrangement) = &load.arrangement else { return Ok(()) };
    let mut sum = 0_u32;
    for group in arrangement.split('+') {
        // A single axle, a tandem or a tridem: nothing longer is one group.
        match group.trim() {
            "1" => sum += 1,
            "2" => sum += 2,
            "3" => sum += 3,
            _ => {
                let arrangement = arrangement.clone();
                return Err(LimitUnknown::ArrangementUnreadable { arrangement });
            }
        }
    }
    if sum == u32::from(load.axles) {
        return Ok(());
    }
    let (arrangement, axles) = (arrangement.clone(), load.axles);
    Err(LimitUnknown::ArrangementDisagrees { arrangement, sum, axles })
}

fn is_arranged_as(load: &Load, row: &ArrangementLimit) -> bool {
    if row.axles != load.axles {
        return false;
    }
    let same_vehicle = row.vehicles.contains(&load.vehicle);
    let Some(of_row) = &row.arrangement else { return same_vehicle };
    let Some(of_load) = &load.arrangement else { return false };
    // A train whose kind was not told has the limits of every train with its axle groups.
    let is_some_train =
        load.vehicle == VehicleType::Train && !row.vehicles.contains(&VehicleType::Truck);
    let same_groups = of_row.split('+').eq(of_load.split('+').map(str::trim));
    same_groups && (same_vehicle || is_some_train)
}
