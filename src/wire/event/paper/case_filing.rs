//! Payload shape of 立案登记表; opens no case.

use crate::domain::paper::CasePaper;
use crate::domain::paper::case_filing::{CaseFiling, Opinion, SOURCES};
use crate::stdx::clock::Moment;
use crate::wire::{WireFault, day_from, day_number, from_bytes, to_bytes};
use minicbor::{Decode, Encode};

#[derive(Encode, Decode)]
#[cbor(map)]
struct FilingShape {
    #[n(0)]
    source: String,
    #[n(1)]
    source_name: String,
    #[n(2)]
    cause: String,
    #[n(3)]
    accepted_at_ms: i64,
    #[n(4)]
    facts: String,
    #[n(5)]
    basis: String,
    #[n(6)]
    unit: OpinionShape,
    #[n(7)]
    head: OpinionShape,
    #[n(8)]
    remarks: String,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct OpinionShape {
    #[n(0)]
    by: String,
    #[n(1)]
    text: String,
    #[n(2)]
    on: u32,
}

pub(super) fn encode(filing: &CaseFiling) -> Vec<u8> {
    let opinion = |opinion: &Opinion| OpinionShape {
        by: opinion.by.clone(),
        text: opinion.text.clone(),
        on: day_number(opinion.on),
    };
    to_bytes(&FilingShape {
        source: filing.source.word().into(),
        source_name: filing.source_name.clone(),
        cause: filing.cause.clone(),
        accepted_at_ms: filing.accepted_at.ms(),
        facts: filing.facts.clone(),
        basis: filing.basis.clone(),
        unit: opinion(&filing.unit),
        head: opinion(&filing.head),
        remarks: filing.remarks.clone(),
    })
}

pub(super) fn decode(bytes: &[u8]) -> Result<CasePaper, WireFault> {
    let shape: FilingShape = from_bytes(bytes)?;
    // A source of a later program's form this one cannot tick.
    let source = SOURCES.iter().find(|(word, _)| *word == shape.source).ok_or_else(super::later)?;
    Ok(CasePaper::CaseFiling(CaseFiling {
        source: source.1,
        source_name: shape.source_name,
        cause: shape.cause,
        accepted_at: Moment::from_ms(shape.accepted_at_ms),
        facts: shape.facts,
        basis: shape.basis,
        unit: opinion(shape.unit)?,
        head: opinion(shape.head)?,
        remarks: shape.remarks,
    }))
}

fn opinion(shape: OpinionShape) -> Result<Opinion, WireFault> {
    Ok(Opinion { by: shape.by, text: shape.text, on: day_from(shape.on)? })
}
