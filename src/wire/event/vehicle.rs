//! Payload shape of the vehicle of a stop; absent is not recorded.

use crate::domain::identity::plate_state::PlateState;
use crate::domain::over_limit::VehicleType;
use crate::domain::vehicle::{Build, Vehicle};
use crate::wire::WireFault;
use minicbor::{Decode, Encode};

/// `Vehicle` as it is kept.
#[derive(Encode, Decode)]
#[cbor(map)]
pub struct VehicleShape {
    #[n(0)]
    plate: String,
    #[n(1)]
    colour: String,
    #[n(2)]
    kind: String,
    #[n(3)]
    trailer_plate: String,
    /// The Chinese word of the vehicle type; the four numbers below belong to it.
    #[n(4)]
    vehicle_type: Option<String>,
    #[n(5)]
    axles: u8,
    #[n(6)]
    arrangement: Option<String>,
    #[n(7)]
    drive_axles: u8,
    #[n(8)]
    single_tyre_axles: u8,
    #[n(9)]
    vin: Option<String>,
    #[n(10)]
    home_plate: Option<String>,
    #[n(11)]
    axle_spacings_mm: Option<Vec<u32>>,
    #[n(12)]
    licence_gross_kg: Option<i64>,
    /// The word of the check contract; left out for a plate that nothing speaks against.
    #[n(13)]
    plate_state: Option<String>,
    #[n(14)]
    registered_vin: Option<String>,
    #[n(15)]
    engine_no: Option<String>,
    #[n(16)]
    seen: Option<String>,
}

impl From<&Vehicle> for VehicleShape {
    fn from(vehicle: &Vehicle) -> VehicleShape {
        let build = vehicle.build.as_ref();
        VehicleShape {
            plate: vehicle.plate.clone(),
            colour: vehicle.colour.clone(),
            kind: vehicle.kind.clone(),
            trailer_plate: vehicle.trailer_plate.clone(),
            vehicle_type: build.map(|build| build.vehicle_type.in_chinese().to_string()),
            axles: build.map_or(0, |build| build.axles),
            arrangement: build.and_then(|build| build.arrangement.clone()),
            drive_axles: build.map_or(0, |build| build.drive_axles),
            single_tyre_axles: build.map_or(0, |build| build.single_tyre_axles),
            axle_spacings_mm: build.and_then(|build| measured(&build.axle_spacings_mm)),
            licence_gross_kg: vehicle.licence_gross_kg,
            vin: said(&vehicle.vin),
            home_plate: said(&vehicle.home_plate),
            plate_state: Some(vehicle.plate_state)
                .filter(|state| *state != PlateState::default())
                .map(|state| state.word().to_string()),
            registered_vin: said(&vehicle.registered_vin),
            engine_no: said(&vehicle.engine_no),
            seen: said(&vehicle.seen),
        }
    }
}

impl TryFrom<VehicleShape> for Vehicle {
    type Error = WireFault;

    fn try_from(shape: VehicleShape) -> Result<Vehicle, WireFault> {
        let build = match shape.vehicle_type {
            None => None,
            Some(word) => Some(Build {
                vehicle_type: VehicleType::from_chinese(&word).ok_or(WireFault::Word(word))?,
                axles: shape.axles,
                arrangement: shape.arrangement,
                drive_axles: shape.drive_axles,
                single_tyre_axles: shape.single_tyre_axles,
                axle_spacings_mm: shape.axle_spacings_mm.unwrap_or_default(),
            }),
        };
        Ok(Vehicle {
            plate: shape.plate,
            colour: shape.colour,
            kind: shape.kind,
            trailer_plate: shape.trailer_plate,
            vin: shape.vin.unwrap_or_default(),
            home_plate: shape.home_plate.unwrap_or_default(),
            plate_state: match shape.plate_state {
                None => PlateState::default(),
                Some(word) => PlateState::from_word(&word).ok_or(WireFault::Word(word))?,
            },
            registered_vin: shape.registered_vin.unwrap_or_default(),
            engine_no: shape.engine_no.unwrap_or_default(),
            seen: shape.seen.unwrap_or_default(),
            licence_gross_kg: shape.licence_gross_kg,
            build,
        })
    }
}

/// Left out where nothing was written.
pub(super) fn said(text: &str) -> Option<String> {
    Some(text.to_string()).filter(|text| !text.is_empty())
}

/// Left out where nobody measured.
pub(super) fn measured<T: Clone>(all: &[T]) -> Option<Vec<T>> {
    (!all.is_empty()).then(|| all.to_vec())
}
