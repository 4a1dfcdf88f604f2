//! 旅客改乘记录, a local form: how many passengers went on in which vehicle, and who arranged it (道条 61). It names no passenger.

use super::filled::{Field, Filled};
use super::scene::{Filling, Scene};
use super::{Missing, wording};
use crate::domain::paper::CasePaper;
use crate::domain::party::Party;
use crate::domain::vehicle::Vehicle;

const TEMPLATE_VERSION: u32 = 1;

/// Fills the form, or lists what it needs and the record lacks.
///
/// # Errors
/// What the record lacks, as paths of the check contract; `passengers` where the paper is another.
pub fn fill(scene: &Scene<'_>) -> Result<Filled, Vec<Missing>> {
    let mut filling = Filling::new("passenger_transfer", TEMPLATE_VERSION, scene);
    let Some(CasePaper::PassengerTransfer(transfer)) = scene.of_case else {
        filling.needs(false, "passengers");
        return filling.finish();
    };
    let vehicle = scene.facts.vehicle.as_ref().filter(|vehicle| vehicle.is_identified());
    // A plate stands there as it is read, also an odd one; without one what the vehicle is known by.
    let plate = |vehicle: &Vehicle| match vehicle.plate.as_str() {
        "" => vehicle.on_paper(),
        plate => plate.to_string(),
    };
    let party = scene.facts.party.as_ref().map(Party::name).unwrap_or_default();
    filling
        .needs(vehicle.is_some(), "vehicle.plate")
        .text("party", party)
        .text("place", wording::place(&scene.facts.place))
        .text("plate", vehicle.map(plate).unwrap_or_default())
        .field("moved_at", Field::Time(transfer.at))
        .text("passengers", transfer.count.to_string())
        .text("other_plate", &transfer.plate)
        .text("operator", &transfer.operator)
        .text("arranged_by", &transfer.arranged_by)
        .text("remarks", &transfer.remarks)
        .finish()
}
