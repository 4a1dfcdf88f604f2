//! The permit of a stop, field by field against what was seen (超限 47); what a departure leads to is the judgement's.

use super::inspection::judgement::Weighed;
use super::inspection::{Facts, readings};
use super::over_limit::{self, Departure, Passage, Size, permit_departures};
use super::rulebook::Rulings;
use super::vehicle::{Permit, Vehicle, Weighing};
use crate::stdx::day::Day;

/// One field of the permit beside what was seen (超限 47).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComparedField {
    /// As the check contract names it, `permit.gross_kg`.
    pub field: &'static str,
    /// What the permit says: masses in kg, lengths in mm, days; empty where it says nothing.
    pub permitted: String,
    /// What was weighed, measured, read or seen; empty where nothing was.
    pub seen: String,
    /// Whether the two agree; `None` where one of them is not there to be compared.
    pub agrees: Option<bool>,
}

/// Every field of the permit that was shown, in the order in which it is read; empty without one. `day` is that of the stop;
/// `weighed` has the mass that the act is judged by, where a limit is known.
#[must_use]
pub fn compared(
    facts: &Facts,
    weighed: Option<&Weighed>,
    (day, rulings): (Day, &Rulings),
) -> Vec<ComparedField> {
    let Some(permit) = &facts.permit else { return Vec::new() };
    let none = Vehicle::default();
    let vehicle = facts.vehicle.as_ref().unwrap_or(&none);
    let counting = readings::counting(facts, day, rulings);
    let first = facts.weighing.as_ref();
    let scale = first.map(|first| readings::counted(first, facts, counting));
    let read_kg = scale.as_ref().map_or(0, |scale| scale.gross_kg);
    let gross_kg = weighed.map_or(read_kg, |weighed| weighed.gross_kg);
    let passage = passage(facts, gross_kg, size(scale.as_ref()), day);
    // A day that the paper does not say is compared with nothing, and the rest of the paper is.
    let dated = Permit {
        from: permit.from.or(Some(day)),
        until: permit.until.or_else(|| Some(day.plus(1))),
        ..permit.clone()
    };
    let terms = terms(&dated);
    let departures =
        terms.map(|terms| permit_departures(&terms, &passage, rulings)).unwrap_or_default();
    let kg = |kg: i64| if kg > 0 { kg.to_string() } else { String::new() };
    let day_of = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    let axles = |axles: Option<u8>| axles.map(|axles| axles.to_string()).unwrap_or_default();
    let measured = |mm: fn(&Weighing) -> i64| kg(scale.as_ref().map_or(0, mm));
    let trailer = |text: &str| if text.is_empty() { "/".to_string() } else { text.to_string() };
    let rows = [
        ("permit.no", permit.no.clone(), permit.registered_no.clone()),
        ("permit.plate", permit.plate.clone(), vehicle.plate.clone()),
        ("permit.trailer_plate", trailer(&permit.trailer_plate), trailer(&vehicle.trailer_plate)),
        ("permit.from", day_of(permit.from), day.to_string()),
        ("permit.until", day_of(permit.until), day.to_string()),
        ("permit.route", permit.route.clone(), facts.place.route.clone()),
        ("permit.gross_kg", kg(permit.gross_kg), kg(gross_kg)),
        ("permit.length_mm", kg(permit.length_mm), measured(|scale| scale.length_mm)),
        ("permit.width_mm", kg(permit.width_mm), measured(|scale| scale.width_mm)),
        ("permit.height_mm", kg(permit.height_mm), measured(|scale| scale.height_mm)),
        ("permit.axles", axles(permit.axles), axles(passage.axles)),
    ];
    let row = |(field, permitted, seen): (&'static str, String, String)| {
        let is_there = !permitted.is_empty() && !seen.is_empty();
        let agrees = !departures.iter().any(|departure: &Departure| departure.field() == field);
        ComparedField { field, permitted, seen, agrees: is_there.then_some(agrees) }
    };
    rows.into_iter().map(row).collect()
}

fn size(scale: Option<&Weighing>) -> Size {
    scale
        .map_or(size_of(0, 0, 0), |scale| size_of(scale.length_mm, scale.width_mm, scale.height_mm))
}

/// An outer size in mm; what cannot be a length is none.
#[must_use]
pub fn size_of(length_mm: i64, width_mm: i64, height_mm: i64) -> Size {
    let mm = |length: i64| u32::try_from(length).unwrap_or(0);
    Size { length_mm: mm(length_mm), width_mm: mm(width_mm), height_mm: mm(height_mm) }
}

/// What the paper allows, ready to compare; a permit without its days proves nothing, so it has no terms.
#[must_use]
pub fn terms(permit: &Permit) -> Option<over_limit::Permit> {
    Some(over_limit::Permit {
        plate: permit.plate.clone(),
        trailer_plate: some(&permit.trailer_plate),
        gross_kg: permit.gross_kg,
        size: size_of(permit.length_mm, permit.width_mm, permit.height_mm),
        routes: vec![permit.route.clone()],
        from: permit.from?,
        until: permit.until?,
        axles: permit.axles,
        numbers: (permit.no.clone(), some(&permit.registered_no)),
    })
}

/// What was met on the road: `gross_kg` is the mass that the act is judged by.
#[must_use]
pub fn passage(facts: &Facts, gross_kg: i64, size: Size, day: Day) -> Passage {
    let vehicle = facts.vehicle.clone().unwrap_or_default();
    Passage {
        day,
        trailer_plate: some(&vehicle.trailer_plate),
        axles: vehicle.build.as_ref().map(|build| build.axles),
        plate: vehicle.plate,
        gross_kg,
        size,
        route: some(&facts.place.route),
    }
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_string())
}
