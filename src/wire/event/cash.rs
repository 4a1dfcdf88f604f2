//! Payload shapes of fines that were collected at the roadside: kinds 50 to 52; counts no days.

use crate::domain::agency::DocumentNo;
use crate::domain::bureau::BureauEvent;
use crate::domain::cash::{CashCollected, CashGround, CashHandedOn, CashStep, CashWithdrawn};
use crate::stdx::fen::Fen;
use crate::wire::{WireFault, bytes16, day_from, day_number, from_bytes, to_bytes};
use minicbor::bytes::ByteArray;
use minicbor::{Decode, Encode};

pub(super) const CASH_COLLECTED: u16 = 50;
pub(super) const CASH_HANDED_ON: u16 = 51;
pub(super) const CASH_WITHDRAWN: u16 = 52;

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
    on: u32,
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
    on: u32,
    #[n(5)]
    slip: String,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct WithdrawnShape {
    #[n(0)]
    prefix: String,
    #[n(1)]
    year: i32,
    #[n(2)]
    serial: u32,
    #[n(3)]
    reason: String,
}

pub(super) fn collected(cash: &CashCollected) -> (u16, Vec<u8>) {
    let DocumentNo { prefix, year, serial } = cash.number.clone();
    let shape = CollectedShape {
        inspection: cash.inspection.0.into(),
        prefix,
        year,
        serial,
        fine_fen: cash.fine.0,
        on: day_number(cash.on),
        officer: cash.officer.clone(),
        ticket: cash.ticket.clone(),
        ground: cash.ground.word().into(),
    };
    (CASH_COLLECTED, to_bytes(&shape))
}

pub(super) fn handed_on(cash: &CashHandedOn) -> (u16, Vec<u8>) {
    let DocumentNo { prefix, year, serial } = cash.number.clone();
    let (step, on, slip) = (cash.step.word().into(), day_number(cash.on), cash.slip.clone());
    (CASH_HANDED_ON, to_bytes(&HandedOnShape { prefix, year, serial, step, on, slip }))
}

pub(super) fn withdrawn(cash: &CashWithdrawn) -> (u16, Vec<u8>) {
    let (DocumentNo { prefix, year, serial }, reason) = (cash.number.clone(), cash.reason.clone());
    (CASH_WITHDRAWN, to_bytes(&WithdrawnShape { prefix, year, serial, reason }))
}

pub(super) fn collected_from(bytes: &[u8]) -> Result<BureauEvent, WireFault> {
    let shape: CollectedShape = from_bytes(bytes)?;
    let CollectedShape { prefix, year, serial, officer, ticket, .. } = shape;
    Ok(BureauEvent::CashCollected(CashCollected {
        inspection: bytes16(&shape.inspection),
        number: DocumentNo { prefix, year, serial },
        fine: Fen(shape.fine_fen),
        on: day_from(shape.on)?,
        officer,
        ticket,
        ground: CashGround::from_word(&shape.ground).ok_or(WireFault::Word(shape.ground))?,
    }))
}

pub(super) fn handed_on_from(bytes: &[u8]) -> Result<BureauEvent, WireFault> {
    let HandedOnShape { prefix, year, serial, step, on, slip } = from_bytes(bytes)?;
    Ok(BureauEvent::CashHandedOn(CashHandedOn {
        number: DocumentNo { prefix, year, serial },
        step: CashStep::from_word(&step).ok_or(WireFault::Word(step))?,
        on: day_from(on)?,
        slip,
    }))
}

pub(super) fn withdrawn_from(bytes: &[u8]) -> Result<BureauEvent, WireFault> {
    let WithdrawnShape { prefix, year, serial, reason } = from_bytes(bytes)?;
    let number = DocumentNo { prefix, year, serial };
    Ok(BureauEvent::CashWithdrawn(CashWithdrawn { number, reason }))
}
