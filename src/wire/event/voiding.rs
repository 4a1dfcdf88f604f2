//! Payload shape of a document number that was voided: kind 122; the case is the entry's own, and whether it may be voided is not
//! asked here.

use super::inspection::{NumberShape, number_from, number_shape};
use crate::domain::inspection::event::Event;
use crate::domain::number_void::NumberVoided;
use crate::stdx::clock::Moment;
use crate::wire::{WireFault, from_bytes, to_bytes};
use minicbor::{Decode, Encode};

/// The store keeps the payload of this kind when party data leaves: why a number is void is asked for as long as the journal is.
pub const NUMBER_VOIDED: u16 = 122;

#[derive(Encode, Decode)]
#[cbor(map)]
struct VoidedShape {
    #[n(0)]
    number: NumberShape,
    #[n(1)]
    at_ms: i64,
    #[n(2)]
    reason: String,
}

pub(super) fn voided(void: &NumberVoided) -> (u16, Vec<u8>) {
    let shape = VoidedShape {
        number: number_shape(&void.number),
        at_ms: void.at.ms(),
        reason: void.reason.clone(),
    };
    (NUMBER_VOIDED, to_bytes(&shape))
}

pub(super) fn voided_from(bytes: &[u8]) -> Result<Event, WireFault> {
    let shape: VoidedShape = from_bytes(bytes)?;
    Ok(Event::NumberVoided(NumberVoided {
        number: number_from(shape.number),
        at: Moment::from_ms(shape.at_ms),
        reason: shape.reason,
    }))
}
