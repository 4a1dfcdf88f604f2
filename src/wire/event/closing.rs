//! Payload shape of the end of a shift: kind 8.

use crate::domain::agency::DocumentNo;
use crate::domain::shift_close::{ClosedDecision, Closing};
use crate::stdx::clock::Moment;
use crate::stdx::fen::Fen;
use crate::wire::{WireFault, day_from, day_number, from_bytes, to_bytes};
use minicbor::{Decode, Encode};

#[derive(Encode, Decode)]
#[cbor(map)]
struct Shape {
    #[n(0)]
    at_ms: i64,
    #[n(1)]
    decisions: Option<Vec<Decision>>,
    #[n(2)]
    entries_waiting: Option<u64>,
    #[n(3)]
    pages_waiting: Option<u64>,
    #[n(4)]
    drafts: Option<u64>,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Decision {
    #[n(0)]
    prefix: String,
    #[n(1)]
    year: i32,
    #[n(2)]
    serial: u32,
    #[n(3)]
    issued_on: u32,
    #[n(4)]
    plate: String,
    #[n(5)]
    fine_fen: Option<i64>,
    #[n(6)]
    printed: bool,
    #[n(7)]
    received: bool,
}

pub(super) fn encode(closing: &Closing) -> Vec<u8> {
    let decision = |decision: &ClosedDecision| Decision {
        prefix: decision.number.prefix.clone(),
        year: decision.number.year,
        serial: decision.number.serial,
        issued_on: day_number(decision.issued_on),
        plate: decision.plate.clone(),
        fine_fen: decision.fine.map(|fine| fine.0),
        printed: decision.printed,
        received: decision.received,
    };
    to_bytes(&Shape {
        at_ms: closing.at.ms(),
        decisions: Some(closing.decisions.iter().map(decision).collect()),
        entries_waiting: Some(closing.entries_waiting),
        pages_waiting: Some(closing.pages_waiting),
        drafts: Some(closing.drafts),
    })
}

pub(super) fn decode(bytes: &[u8]) -> Result<Closing, WireFault> {
    let shape: Shape = from_bytes(bytes)?;
    let decision = |decision: Decision| -> Result<ClosedDecision, WireFault> {
        let Decision { prefix, year, serial, plate, printed, received, .. } = decision;
        Ok(ClosedDecision {
            number: DocumentNo { prefix, year, serial },
            issued_on: day_from(decision.issued_on)?,
            plate,
            fine: decision.fine_fen.map(Fen),
            printed,
            received,
        })
    };
    let decisions = shape.decisions.unwrap_or_default().into_iter().map(decision);
    Ok(Closing {
        at: Moment::from_ms(shape.at_ms),
        decisions: decisions.collect::<Result<_, _>>()?,
        entries_waiting: shape.entries_waiting.unwrap_or(0),
        pages_waiting: shape.pages_waiting.unwrap_or(0),
        drafts: shape.drafts.unwrap_or(0),
    })
}
