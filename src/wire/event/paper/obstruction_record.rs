//! Payload shape of 妨碍执法记录; calls nobody.

use crate::domain::paper::CasePaper;
use crate::domain::paper::obstruction_record::{ObstructionRecord, ObstructionWitness};
use crate::stdx::clock::Moment;
use crate::wire::{WireFault, from_bytes, to_bytes};
use minicbor::{Decode, Encode};

#[derive(Encode, Decode)]
#[cbor(map)]
struct ObstructionShape {
    #[n(0)]
    at_ms: i64,
    #[n(1)]
    who: String,
    #[n(2)]
    what: String,
    /// Left out where the police were not called.
    #[n(3)]
    police_at_ms: Option<i64>,
    #[n(4)]
    police_no: String,
    #[n(5)]
    done: String,
    #[n(6)]
    witnesses: Vec<WitnessShape>,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct WitnessShape {
    #[n(0)]
    name: String,
    #[n(1)]
    contact: String,
}

pub(super) fn encode(record: &ObstructionRecord) -> Vec<u8> {
    let witnesses = record.witnesses.iter().map(|witness| WitnessShape {
        name: witness.name.get().clone(),
        contact: witness.contact.get().clone(),
    });
    to_bytes(&ObstructionShape {
        at_ms: record.at.ms(),
        who: record.who.get().clone(),
        what: record.what.clone(),
        police_at_ms: record.police_at.map(Moment::ms),
        police_no: record.police_no.clone(),
        done: record.done.clone(),
        witnesses: witnesses.collect(),
    })
}

pub(super) fn decode(bytes: &[u8]) -> Result<CasePaper, WireFault> {
    let shape: ObstructionShape = from_bytes(bytes)?;
    let witness = |witness: WitnessShape| ObstructionWitness {
        name: witness.name.into(),
        contact: witness.contact.into(),
    };
    Ok(CasePaper::ObstructionRecord(ObstructionRecord {
        at: Moment::from_ms(shape.at_ms),
        who: shape.who.into(),
        what: shape.what,
        police_at: shape.police_at_ms.map(Moment::from_ms),
        police_no: shape.police_no,
        done: shape.done,
        witnesses: shape.witnesses.into_iter().map(witness).collect(),
    }))
}
