//! Payload shapes of the scale's readings, the slip, the permit and a claim of GB 1589, inside the facts of a stop; it judges
//! nothing.

use super::vehicle::{measured, said};
use crate::domain::inspection::release::{Unloading, UnloadingManner};
use crate::domain::reading::{Reading, ReadingKind, Slip, SlipStanding};
use crate::domain::vehicle::{ExemptionClaim, Permit, Weighing};
use crate::stdx::clock::Moment;
use crate::stdx::day::Day;
use crate::wire::{WireFault, day_from, day_number};
use minicbor::{Decode, Encode};

/// `Weighing` as it is kept.
#[derive(Encode, Decode)]
#[cbor(map)]
pub(super) struct WeighingShape {
    #[n(0)]
    gross_kg: i64,
    #[n(1)]
    length_mm: i64,
    #[n(2)]
    width_mm: i64,
    #[n(3)]
    height_mm: i64,
    #[n(4)]
    device: String,
    #[n(5)]
    accuracy_class: u8,
    #[n(6)]
    certificate_no: String,
    #[n(7)]
    certificate_until: Option<u32>,
    #[n(8)]
    axle_loads_kg: Option<Vec<i64>>,
    /// Left out where nobody said, as the two below.
    #[n(9)]
    at_ms: Option<i64>,
    #[n(10)]
    kind: Option<String>,
    #[n(11)]
    deduction: Option<String>,
}

/// `Reading` as it is kept; what was not recorded is left out.
#[derive(Encode, Decode)]
#[cbor(map)]
pub(super) struct ReadingShape {
    #[n(0)]
    kind: Option<String>,
    #[n(1)]
    gross_kg: Option<i64>,
    #[n(2)]
    at_ms: Option<i64>,
    #[n(3)]
    device: Option<String>,
    /// Left out for a class that nobody read.
    #[n(4)]
    accuracy_class: Option<u8>,
    #[n(5)]
    certificate_no: Option<String>,
    #[n(6)]
    certificate_until: Option<u32>,
    #[n(7)]
    slip_no: Option<String>,
}

/// `Slip` as it is kept.
#[derive(Encode, Decode)]
#[cbor(map)]
pub(super) struct SlipShape {
    #[n(0)]
    no: Option<String>,
    #[n(1)]
    standing: Option<String>,
    #[n(2)]
    dispute: Option<String>,
}

/// `Unloading` as it is kept.
#[derive(Encode, Decode)]
#[cbor(map)]
pub(super) struct UnloadingShape {
    #[n(0)]
    manner: Option<String>,
    #[n(1)]
    transfer_plate: Option<String>,
    #[n(2)]
    began_at_ms: Option<i64>,
    #[n(3)]
    ended_at_ms: Option<i64>,
    #[n(4)]
    released_at_ms: Option<i64>,
}

/// `Permit` as it is kept.
#[derive(Encode, Decode)]
#[cbor(map)]
pub(super) struct PermitShape {
    #[n(0)]
    no: String,
    #[n(1)]
    plate: String,
    #[n(2)]
    trailer_plate: String,
    #[n(3)]
    gross_kg: i64,
    #[n(4)]
    length_mm: i64,
    #[n(5)]
    width_mm: i64,
    #[n(6)]
    height_mm: i64,
    #[n(7)]
    route: String,
    #[n(8)]
    from: Option<u32>,
    #[n(9)]
    until: Option<u32>,
    /// Left out where nobody said, as the two below.
    #[n(10)]
    axles: Option<u8>,
    #[n(11)]
    registered_no: Option<String>,
    #[n(12)]
    compared: Option<bool>,
}

/// `ExemptionClaim` as it is kept.
#[derive(Encode, Decode)]
#[cbor(map)]
pub(super) struct ExemptionShape {
    #[n(0)]
    feature: String,
    #[n(1)]
    proof: String,
    /// Left out where nobody said, as the one below.
    #[n(2)]
    accepted: Option<bool>,
    #[n(3)]
    why: Option<String>,
}

fn day_option(number: Option<u32>) -> Result<Option<Day>, WireFault> {
    number.map(day_from).transpose()
}

fn kind_from(word: Option<String>) -> Result<Option<ReadingKind>, WireFault> {
    let known = |word: String| ReadingKind::from_word(&word).ok_or(WireFault::Word(word));
    word.map(known).transpose()
}

fn word_of(kind: Option<ReadingKind>) -> Option<String> {
    kind.map(|kind| kind.word().to_string())
}

impl From<&Weighing> for WeighingShape {
    fn from(scale: &Weighing) -> WeighingShape {
        WeighingShape {
            gross_kg: scale.gross_kg,
            length_mm: scale.length_mm,
            width_mm: scale.width_mm,
            height_mm: scale.height_mm,
            device: scale.device.clone(),
            accuracy_class: scale.accuracy_class,
            certificate_no: scale.certificate_no.clone(),
            certificate_until: scale.certificate_until.map(day_number),
            axle_loads_kg: measured(&scale.axle_loads_kg),
            at_ms: scale.at.map(Moment::ms),
            kind: word_of(scale.kind),
            deduction: said(&scale.deduction),
        }
    }
}

impl TryFrom<WeighingShape> for Weighing {
    type Error = WireFault;

    fn try_from(shape: WeighingShape) -> Result<Weighing, WireFault> {
        Ok(Weighing {
            gross_kg: shape.gross_kg,
            length_mm: shape.length_mm,
            width_mm: shape.width_mm,
            height_mm: shape.height_mm,
            device: shape.device,
            accuracy_class: shape.accuracy_class,
            certificate_no: shape.certificate_no,
            certificate_until: day_option(shape.certificate_until)?,
            axle_loads_kg: shape.axle_loads_kg.unwrap_or_default(),
            at: shape.at_ms.map(Moment::from_ms),
            kind: kind_from(shape.kind)?,
            deduction: shape.deduction.unwrap_or_default(),
        })
    }
}

impl From<&Reading> for ReadingShape {
    fn from(reading: &Reading) -> ReadingShape {
        ReadingShape {
            kind: word_of(reading.kind),
            gross_kg: reading.gross_kg,
            at_ms: reading.at.map(Moment::ms),
            device: said(&reading.device),
            accuracy_class: Some(reading.accuracy_class).filter(|class| *class > 0),
            certificate_no: said(&reading.certificate_no),
            certificate_until: reading.certificate_until.map(day_number),
            slip_no: said(&reading.slip_no),
        }
    }
}

impl TryFrom<ReadingShape> for Reading {
    type Error = WireFault;

    fn try_from(shape: ReadingShape) -> Result<Reading, WireFault> {
        Ok(Reading {
            kind: kind_from(shape.kind)?,
            gross_kg: shape.gross_kg,
            at: shape.at_ms.map(Moment::from_ms),
            device: shape.device.unwrap_or_default(),
            accuracy_class: shape.accuracy_class.unwrap_or(0),
            certificate_no: shape.certificate_no.unwrap_or_default(),
            certificate_until: day_option(shape.certificate_until)?,
            slip_no: shape.slip_no.unwrap_or_default(),
        })
    }
}

impl From<&Slip> for SlipShape {
    fn from(slip: &Slip) -> SlipShape {
        SlipShape {
            no: said(&slip.no),
            standing: slip.standing.map(|standing| standing.word().to_string()),
            dispute: said(&slip.dispute),
        }
    }
}

impl TryFrom<SlipShape> for Slip {
    type Error = WireFault;

    fn try_from(shape: SlipShape) -> Result<Slip, WireFault> {
        let known = |word: String| SlipStanding::from_word(&word).ok_or(WireFault::Word(word));
        Ok(Slip {
            no: shape.no.unwrap_or_default(),
            standing: shape.standing.map(known).transpose()?,
            dispute: shape.dispute.unwrap_or_default(),
        })
    }
}

impl From<&Unloading> for UnloadingShape {
    fn from(unloading: &Unloading) -> UnloadingShape {
        UnloadingShape {
            manner: unloading.manner.map(|manner| manner.word().to_string()),
            transfer_plate: said(&unloading.transfer_plate),
            began_at_ms: unloading.began_at.map(Moment::ms),
            ended_at_ms: unloading.ended_at.map(Moment::ms),
            released_at_ms: unloading.released_at.map(Moment::ms),
        }
    }
}

impl TryFrom<UnloadingShape> for Unloading {
    type Error = WireFault;

    fn try_from(shape: UnloadingShape) -> Result<Unloading, WireFault> {
        let known = |word: String| UnloadingManner::from_word(&word).ok_or(WireFault::Word(word));
        Ok(Unloading {
            manner: shape.manner.map(known).transpose()?,
            transfer_plate: shape.transfer_plate.unwrap_or_default(),
            began_at: shape.began_at_ms.map(Moment::from_ms),
            ended_at: shape.ended_at_ms.map(Moment::from_ms),
            released_at: shape.released_at_ms.map(Moment::from_ms),
        })
    }
}

impl From<&Permit> for PermitShape {
    fn from(permit: &Permit) -> PermitShape {
        PermitShape {
            no: permit.no.clone(),
            plate: permit.plate.clone(),
            trailer_plate: permit.trailer_plate.clone(),
            gross_kg: permit.gross_kg,
            length_mm: permit.length_mm,
            width_mm: permit.width_mm,
            height_mm: permit.height_mm,
            route: permit.route.clone(),
            from: permit.from.map(day_number),
            until: permit.until.map(day_number),
            axles: permit.axles,
            registered_no: said(&permit.registered_no),
            compared: permit.compared.then_some(true),
        }
    }
}

impl TryFrom<PermitShape> for Permit {
    type Error = WireFault;

    fn try_from(shape: PermitShape) -> Result<Permit, WireFault> {
        Ok(Permit {
            no: shape.no,
            plate: shape.plate,
            trailer_plate: shape.trailer_plate,
            gross_kg: shape.gross_kg,
            length_mm: shape.length_mm,
            width_mm: shape.width_mm,
            height_mm: shape.height_mm,
            route: shape.route,
            from: day_option(shape.from)?,
            until: day_option(shape.until)?,
            axles: shape.axles,
            registered_no: shape.registered_no.unwrap_or_default(),
            compared: shape.compared.unwrap_or(false),
        })
    }
}

impl From<&ExemptionClaim> for ExemptionShape {
    fn from(claim: &ExemptionClaim) -> ExemptionShape {
        ExemptionShape {
            feature: claim.feature.clone(),
            proof: claim.proof.clone(),
            accepted: claim.accepted,
            why: said(&claim.why),
        }
    }
}

impl From<ExemptionShape> for ExemptionClaim {
    fn from(shape: ExemptionShape) -> ExemptionClaim {
        let ExemptionShape { feature, proof, accepted, why } = shape;
        ExemptionClaim { feature, proof, accepted, why: why.unwrap_or_default() }
    }
}
