//! An indivisible load against its permit, field by field (超限 art. 47); it names departures and
//! leaves what they lead to, and whether the paper is genuine, to others.

use super::fine::{Excess, mass_excess};
use super::size::Size;
use crate::domain::rulebook::{PermitExcess, Rulings};
use crate::stdx::day::Day;

/// What 超限运输车辆通行证 allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permit {
    pub plate: String,
    pub trailer_plate: Option<String>,
    pub gross_kg: i64,
    pub size: Size,
    /// Numbers of the roads it may use (`G206`).
    pub routes: Vec<String>,
    /// First and last day printed on it.
    pub from: Day,
    pub until: Day,
}

/// What was met on the road.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    pub day: Day,
    pub plate: String,
    pub trailer_plate: Option<String>,
    pub gross_kg: i64,
    pub size: Size,
    /// The road it was met on; unknown off the numbered roads.
    pub route: Option<String>,
}

/// One field in which the passage is not what the permit allows. Masses in kg, sizes in mm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Departure {
    Gross { permitted: i64, measured: i64 },
    Length { permitted: u32, measured: u32 },
    Width { permitted: u32, measured: u32 },
    Height { permitted: u32, measured: u32 },
    Plate { permitted: String, seen: String },
    TrailerPlate { permitted: Option<String>, seen: Option<String> },
    Route { seen: String },
    NotYetValid { from: Day },
    Expired { until: Day },
}

/// Every departure, in the order in which the permit is read; empty when the passage is lawful.
#[must_use]
pub fn permit_departures(permit: &Permit, passage: &Passage, rulings: &Rulings) -> Vec<Departure> {
    let mut found = Vec::new();
    if !same(&permit.plate, &passage.plate) {
        let (permitted, seen) = (permit.plate.clone(), passage.plate.clone());
        found.push(Departure::Plate { permitted, seen });
    }
    let trailers = (permit.trailer_plate.as_deref(), passage.trailer_plate.as_deref());
    if !same(trailers.0.unwrap_or(""), trailers.1.unwrap_or("")) {
        let (permitted, seen) = (permit.trailer_plate.clone(), passage.trailer_plate.clone());
        found.push(Departure::TrailerPlate { permitted, seen });
    }
    if passage.gross_kg > permit.gross_kg {
        let (permitted, measured) = (permit.gross_kg, passage.gross_kg);
        found.push(Departure::Gross { permitted, measured });
    }
    let (allowed, met) = (&permit.size, &passage.size);
    if met.length_mm > allowed.length_mm {
        found.push(Departure::Length { permitted: allowed.length_mm, measured: met.length_mm });
    }
    if met.width_mm > allowed.width_mm {
        found.push(Departure::Width { permitted: allowed.width_mm, measured: met.width_mm });
    }
    if met.height_mm > allowed.height_mm {
        found.push(Departure::Height { permitted: allowed.height_mm, measured: met.height_mm });
    }
    if let Some(route) = &passage.route
        && !permit.routes.iter().any(|allowed| same(allowed, route))
    {
        found.push(Departure::Route { seen: route.clone() });
    }
    if passage.day < permit.from {
        found.push(Departure::NotYetValid { from: permit.from });
    }
    if !rulings.covers(passage.day, permit.until) {
        found.push(Departure::Expired { until: permit.until });
    }
    found
}

/// The excess of a passage that departs from its permit, from the mass that headquarters ruled.
#[must_use]
pub fn permit_excess(
    gross_kg: i64,
    limit_kg: i64,
    permit_gross_kg: i64,
    rulings: &Rulings,
) -> Excess {
    match rulings.permit_excess {
        PermitExcess::WholeOverLimit => mass_excess(gross_kg, limit_kg),
        PermitExcess::OverPermit => mass_excess(gross_kg, permit_gross_kg.max(limit_kg)),
    }
}

/// Plates and roads are the same when only case and blanks around them differ.
fn same(one: &str, other: &str) -> bool {
    one.trim().eq_ignore_ascii_case(other.trim())
}
