//! The over-limit law in whole kilograms and millimetres; it decides nothing about procedure.

mod axle;
mod fine;
mod limit;
mod permit;
mod size;

pub use crate::domain::rulebook::{Gb1589Feature, VehicleType};
pub use axle::{AxleGroup, AxleLoad, axle_groups, axle_limit, axle_loads, axle_sum};
pub use fine::{Excess, MassSanction, Total, mass_excess, mass_sanction, total};
pub use limit::{Limit, LimitUnknown, Load, limit, limit_exempting};
pub use permit::{Departure, Passage, Permit, permit_departures, permit_excess};
pub use size::{
    Exemption, Fit, Size, SizeBand, is_unverified, length_fits, size_band, size_band_exempting,
};
