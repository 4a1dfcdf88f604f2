//! Payload shapes of fines that were collected at the roadside: kinds 50 and 51; counts no days.

use crate::domain::agency::DocumentNo;
use crate::domain::bureau::BureauEvent;
use crate::domain::cash::{CashCollected, CashGround, CashHandedOn, CashStep};
use crate::stdx::clock::Moment;
use crate::stdx::fen::Fen;
use crate::wire::{WireFault, bytes16, from_bytes, to_bytes};
use minicbor::bytes::ByteArray;
use minicbor::{Decode, Encode};

pub(super) const CASH_COLLECTED: u16 = 50;
pub(super) const CASH_HANDED_ON: u16 = 51;

#[derive(Encode, Decode)]
#[cbor(map)]
struct CollectedShape {
    #[n(0)]
    inspection: ByteArray<16>,
    #[n(1)]
    prefix: String,
    #[n(2)]
    year: i32,
    #[n(3)]
    serial: u32,
    #[n(4)]
    fine_fen: i64,
    #[n(5)]
    at_ms: i64,
    #[n(6)]
    officer: String,
    #[n(7)]
    ticket: String,
    #[n(8)]
    ground: String,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct HandedOnShape {
    #[n(0)]
    prefix: String,
    #[n(1)]
    year: i32,
    #[n(2)]
    serial: u32,
    #[n(3)]
    step: String,
    #[n(4)]
    at_ms: i64,
    #[n(5)]
    slip: String,
}

pub(super) fn collected(cash: &CashCollected) -> (u16, Vec<u8>) {
    let DocumentNo { prefix, year, serial } = cash.number.clone();
    let shape = CollectedShape {
        inspection: cash.inspection.0.into(),
        prefix,
        year,
        serial,
        fine_fen: cash.fine.0,
        at_ms: cash.at.ms(),
        officer: cash.officer.clone(),
        ticket: cash.ticket.clone(),
        ground: cash.ground.word().into(),
    };
    (CASH_COLLECTED, to_bytes(&shape))
}

pub(super) fn handed_on(cash: &CashHandedOn) -> (u16, Vec<u8>) {
    let DocumentNo { prefix, year, serial } = cash.number.clone();
    let (step, at_ms, slip) = (cash.step.word().into(), cash.at.ms(), cash.slip.clone());
    (CASH_HANDED_ON, to_bytes(&HandedOnShape { prefix, year, serial, step, at_ms, slip }))
}

pub(super) fn collected_from(bytes: &[u8]) -> Result<BureauEvent, WireFault> {
    let shape: CollectedShape = from_bytes(bytes)?;
    let CollectedShape { prefix, year, serial, officer, ticket, .. } = shape;
    Ok(BureauEvent::CashCollected(CashCollected {
        inspection: bytes16(&shape.inspection),
        number: DocumentNo { prefix, year, serial },
        fine: Fen(shape.fine_fen),
        at: Moment::from_ms(shape.at_ms),
        officer,
        ticket,
        ground: CashGround::from_word(&shape.ground).ok_or(WireFault::Word(shape.ground))?,
    }))
}

pub(super) fn handed_on_from(bytes: &[u8]) -> Result<BureauEvent, WireFault> {
    let HandedOnShape { prefix, year, serial, step, at_ms, slip } = from_bytes(bytes)?;
    Ok(BureauEvent::CashHandedOn(CashHandedOn {
        number: DocumentNo { prefix, year, serial },
        step: CashStep::from_word(&step).ok_or(WireFault::Word(step))?,
        at: Moment::from_ms(at_ms),
        slip,
    }))
}
