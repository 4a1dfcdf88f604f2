//! Payload shapes of a pen that goes from laptop to laptop: kinds 131 and 132; moves none.

use crate::domain::inspection::event::Event;
use crate::stdx::clock::Moment;
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::wire::{WireFault, bytes16, bytes32, from_bytes, to_bytes};
use minicbor::bytes::ByteArray;
use minicbor::{Decode, Encode};

/// Headquarters asks for these kinds by their numbers.
pub const PEN_OFFERED: u16 = 131;
/// Written without the pen of the case.
pub const PEN_TAKEN: u16 = 132;

#[derive(Encode, Decode)]
#[cbor(map)]
struct OfferedShape {
    #[n(0)]
    to: ByteArray<16>,
    #[n(1)]
    until_ms: i64,
    #[n(2)]
    reason: String,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct TakenShape {
    #[n(0)]
    from: ByteArray<16>,
    #[n(1)]
    offer: ByteArray<32>,
    #[n(2)]
    token: u64,
}

pub(super) fn offered(to: Id, until: Moment, reason: &str) -> (u16, Vec<u8>) {
    let reason = reason.to_string();
    let shape = OfferedShape { to: to.0.into(), until_ms: until.ms(), reason };
    (PEN_OFFERED, to_bytes(&shape))
}

pub(super) fn taken(from: Id, offer: Digest, token: u64) -> (u16, Vec<u8>) {
    let shape = TakenShape { from: from.0.into(), offer: offer.0.into(), token };
    (PEN_TAKEN, to_bytes(&shape))
}

pub(super) fn offered_from(bytes: &[u8]) -> Result<Event, WireFault> {
    let shape: OfferedShape = from_bytes(bytes)?;
    let until = Moment::from_ms(shape.until_ms);
    Ok(Event::PenOffered { to: bytes16(&shape.to), until, reason: shape.reason })
}

pub(super) fn taken_from(bytes: &[u8]) -> Result<Event, WireFault> {
    let shape: TakenShape = from_bytes(bytes)?;
    let (from, offer) = (bytes16(&shape.from), bytes32(&shape.offer));
    Ok(Event::PenTaken { from, offer, token: shape.token })
}
