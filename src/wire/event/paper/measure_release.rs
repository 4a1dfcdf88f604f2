//! Payload shape of 解除行政强制措施决定书; lifts nothing.

use super::measure::{ThingShape, things_from, things_shape};
use crate::domain::paper::CasePaper;
use crate::domain::paper::measure_basis::MeasureSort;
use crate::domain::paper::measure_release::{GROUNDS, MeasureRelease};
use crate::wire::{WireFault, bytes16, day_from, day_number, from_bytes, to_bytes};
use minicbor::bytes::ByteArray;
use minicbor::{Decode, Encode};

#[derive(Encode, Decode)]
#[cbor(map)]
struct ReleaseShape {
    #[n(0)]
    measure: ByteArray<16>,
    #[n(1)]
    done_on: u32,
    #[n(2)]
    facts: String,
    #[n(3)]
    sort: String,
    #[n(4)]
    ground: String,
    #[n(5)]
    on: u32,
    #[n(6)]
    things: Vec<ThingShape>,
}

pub(super) fn encode(release: &MeasureRelease) -> Vec<u8> {
    to_bytes(&ReleaseShape {
        measure: release.measure.0.into(),
        done_on: day_number(release.done_on),
        facts: release.facts.clone(),
        sort: release.sort.word().into(),
        ground: release.ground_word().into(),
        on: day_number(release.on),
        things: things_shape(&release.things),
    })
}

pub(super) fn decode(bytes: &[u8]) -> Result<CasePaper, WireFault> {
    let shape: ReleaseShape = from_bytes(bytes)?;
    // A ground that a later law gives this program cannot read.
    let ground = GROUNDS.iter().find(|(word, _)| *word == shape.ground);
    let (_, ground) = *ground.ok_or_else(super::later)?;
    let sort = MeasureSort::from_word(&shape.sort).ok_or_else(super::later)?;
    Ok(CasePaper::MeasureRelease(MeasureRelease {
        measure: bytes16(&shape.measure),
        done_on: day_from(shape.done_on)?,
        facts: shape.facts,
        sort,
        ground,
        on: day_from(shape.on)?,
        things: things_from(shape.things),
    }))
}
