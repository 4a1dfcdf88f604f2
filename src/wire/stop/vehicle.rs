//! What a stop of a file says of the vehicle; a plate that cannot be is kept, and judged elsewhere.

use super::colour::{ColourCodeShape, colour};
use super::{Notes, refuse, small, sum};
use crate::domain::identity::normalise;
use crate::domain::identity::plate_state::PlateState;
use crate::domain::over_limit::VehicleType;
use crate::domain::vehicle::{Build, KINDS, Vehicle};
use crate::wire::refusal::Refusal;
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct VehicleShape {
    pub(super) plate: Option<String>,
    pub(super) colour: Option<String>,
    pub(super) colour_code: Option<ColourCodeShape>,
    pub(super) kind: Option<String>,
    #[serde(rename = "type")]
    pub(super) vehicle_type: Option<String>,
    pub(super) axles: Option<i64>,
    pub(super) arrangement: Option<String>,
    pub(super) drive_axles: Option<i64>,
    pub(super) single_tyre_axles: Option<i64>,
    pub(super) axle_spacings: Option<String>,
    pub(super) licence_gross_kg: Option<i64>,
    pub(super) trailer_plate: Option<String>,
    pub(super) vin: Option<String>,
    pub(super) home_plate: Option<String>,
    pub(super) plate_state: Option<String>,
    pub(super) registered_vin: Option<String>,
    pub(super) engine_no: Option<String>,
    pub(super) seen: Option<String>,
}

/// The vehicle of a stop.
pub(super) fn vehicle(shape: VehicleShape, notes: &mut Notes) -> Result<Vehicle, Refusal> {
    let kind = shape.kind.unwrap_or_default();
    if !kind.is_empty() && !KINDS.contains(&kind.as_str()) {
        return refuse("vehicle.kind", &kind);
    }
    let plate_state = match shape.plate_state.as_deref().unwrap_or_default() {
        "" => PlateState::default(),
        word => match PlateState::from_word(word) {
            Some(state) => state,
            None => return refuse("vehicle.plate_state", word),
        },
    };
    let colour = colour(shape.colour, shape.colour_code)?;
    let build = match (shape.vehicle_type, shape.axles) {
        // Without a number of axles there is no limit: that is missing, not impossible.
        (Some(word), None) if VehicleType::from_chinese(&word).is_some() => None,
        (Some(word), axles) => match VehicleType::from_chinese(&word) {
            None => return refuse("vehicle.type", &word),
            Some(vehicle_type) => Some(Build {
                vehicle_type,
                axles: small(axles, "vehicle.axles", notes),
                arrangement: shape.arrangement.filter(|text| !text.is_empty()),
                drive_axles: small(shape.drive_axles, "vehicle.drive_axles", notes),
                single_tyre_axles: small(
                    shape.single_tyre_axles,
                    "vehicle.single_tyre_axles",
                    notes,
                ),
                axle_spacings_mm: sum(shape.axle_spacings, "vehicle.axle_spacings", notes),
            }),
        },
        (None, _) => None,
    };
    Ok(Vehicle {
        plate: identifier(shape.plate),
        plate_state,
        colour,
        kind,
        trailer_plate: identifier(shape.trailer_plate),
        home_plate: identifier(shape.home_plate),
        vin: identifier(shape.vin),
        registered_vin: identifier(shape.registered_vin),
        engine_no: shape.engine_no.unwrap_or_default().trim().to_string(),
        seen: shape.seen.unwrap_or_default().trim().to_string(),
        licence_gross_kg: shape.licence_gross_kg,
        build,
    })
}

fn identifier(text: Option<String>) -> String {
    normalise(&text.unwrap_or_default())
}
