//! An indivisible load against its permit, field by field (超限 art. 47); it names departures and
//! leaves what they lead to, and whether the paper is genuine, to others.

use super::fine::{Excess, mass_excess};
use super::size::Size;
use crate::domain::rulebook::{PermitExcess, Rulings};
use crate::stdx::day::Day;

/// What 超限运输车辆通行证 allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permit {
    /// Of the tractor.
    pub plate: String,
    /// `None` where the permit names none.
    pub trailer_plate: Option<String>,
    /// Gross mass that it allows, kg.
    pub gross_kg: i64,
    /// Outer size that it allows, mm.
    pub size: Size,
    /// Numbers of the roads it may use (`G206`).
    pub routes: Vec<String>,
    /// First and last day printed on it.
    pub from: Day,
    /// Last day; whether it still counts is ruling 11.
    pub until: Day,
    /// Number of axles that it allows; `None` where it says none.
    pub axles: Option<u8>,
    /// Its own number, and the one that the register has for it where somebody looked.
    pub numbers: (String, Option<String>),
}

/// What was met on the road, to be held against its permit (超限 47).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Of the stop.
    pub day: Day,
    /// Of the tractor, as seen.
    pub plate: String,
    /// As seen; `None` without a trailer.
    pub trailer_plate: Option<String>,
    /// Gross mass as weighed, kg.
    pub gross_kg: i64,
    /// As measured, mm.
    pub size: Size,
    /// The road it was met on; unknown off the numbered roads.
    pub route: Option<String>,
    /// Axles as counted; `None` where nobody did.
    pub axles: Option<u8>,
}

/// One field in which the passage is not what the permit allows (超限 47). Masses in kg, sizes in mm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Departure {
    /// Heavier than permitted.
    Gross {
        /// kg.
        permitted: i64,
        /// kg.
        measured: i64,
    },
    /// Longer than permitted.
    Length {
        /// mm.
        permitted: u32,
        /// mm.
        measured: u32,
    },
    /// Wider than permitted.
    Width {
        /// mm.
        permitted: u32,
        /// mm.
        measured: u32,
    },
    /// Higher than permitted.
    Height {
        /// mm.
        permitted: u32,
        /// mm.
        measured: u32,
    },
    /// Another tractor.
    Plate {
        /// Of the tractor.
        permitted: String,
        /// Of the tractor.
        seen: String,
    },
    /// Another trailer, or one where none is permitted.
    TrailerPlate {
        /// `None` permits no trailer.
        permitted: Option<String>,
        /// `None` without one.
        seen: Option<String>,
    },
    /// A road that the permit does not name.
    Route {
        /// The road it was met on.
        seen: String,
    },
    /// Another number of axles.
    Axles {
        /// Number of axles.
        permitted: u8,
        /// Number of axles.
        seen: u8,
    },
    /// Another number than the register has for it.
    Number {
        /// On the paper.
        shown: String,
        /// In the register.
        registered: String,
    },
    /// Before its first day.
    NotYetValid {
        /// First day.
        from: Day,
    },
    /// After its last day.
    Expired {
        /// Last day.
        until: Day,
    },
}

impl Departure {
    /// The field of the permit, as the check contract names it.
    #[must_use]
    pub fn field(&self) -> &'static str {
        match self {
            Departure::Gross { .. } => "permit.gross_kg",
            Departure::Length { .. } => "permit.length_mm",
            Departure::Width { .. } => "permit.width_mm",
            Departure::Height { .. } => "permit.height_mm",
            Departure::Plate { .. } => "permit.plate",
            Departure::TrailerPlate { .. } => "permit.trailer_plate",
            Departure::Route { .. } => "permit.route",
            Departure::Axles { .. } => "permit.axles",
            Departure::Number { .. } => "permit.no",
            Departure::NotYetValid { .. } => "permit.from",
            Departure::Expired { .. } => "permit.until",
        }
    }
}

/// Every departure (超限 47), in the order in which the permit is read; empty when the passage is lawful.
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
    if let (Some(permitted), Some(seen)) = (permit.axles, passage.axles)
        && permitted != seen
    {
        found.push(Departure::Axles { permitted, seen });
    }
    if let (shown, Some(registered)) = &permit.numbers
        && !same(shown, registered)
    {
        let (shown, registered) = (shown.clone(), registered.clone());
        found.push(Departure::Number { shown, registered });
    }
    if passage.day < permit.from {
        found.push(Departure::NotYetValid { from: permit.from });
    }
    if !rulings.covers(passage.day, permit.until) {
        found.push(Departure::Expired { until: permit.until });
    }
    found
}

/// The excess in kg of a passage that departs from its permit (超限 47), from the mass that headquarters ruled.
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
