//! Payload shape of 解除证据登记保存决定书; releases nothing.

use crate::domain::paper::CasePaper;
use crate::domain::paper::hold_release::{ENDS, HoldRelease};
use crate::wire::{WireFault, bytes16, day_from, day_number, from_bytes, to_bytes};
use minicbor::bytes::ByteArray;
use minicbor::{Decode, Encode};

#[derive(Encode, Decode)]
#[cbor(map)]
struct ReleaseShape {
    #[n(0)]
    hold: ByteArray<16>,
    #[n(1)]
    held_on: u32,
    #[n(2)]
    end: String,
    #[n(3)]
    on: u32,
}

pub(super) fn encode(release: &HoldRelease) -> Vec<u8> {
    to_bytes(&ReleaseShape {
        hold: release.hold.0.into(),
        held_on: day_number(release.held_on),
        end: release.end_word().into(),
        on: day_number(release.on),
    })
}

pub(super) fn decode(bytes: &[u8]) -> Result<CasePaper, WireFault> {
    let shape: ReleaseShape = from_bytes(bytes)?;
    // What a later program lets become of it this one cannot read.
    let end = ENDS.iter().find(|(word, _)| *word == shape.end).ok_or_else(super::later)?;
    Ok(CasePaper::HoldRelease(HoldRelease {
        hold: bytes16(&shape.hold),
        held_on: day_from(shape.held_on)?,
        end: end.1,
        on: day_from(shape.on)?,
    }))
}
