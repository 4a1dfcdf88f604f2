//! Payload shapes of the end of a shift, kind 8, and of its sheet, kind 60.

use crate::domain::agency::DocumentNo;
use crate::domain::bureau::BureauEvent;
use crate::domain::calendar::LastDay;
use crate::domain::cash::{CashDue, CashStep};
use crate::domain::shift_close::{ClosedCash, ClosedDecision, Closing, PrintedSheet};
use crate::stdx::clock::Moment;
use crate::stdx::fen::Fen;
use crate::wire::{WireFault, bytes32, day_from, day_number, from_bytes, to_bytes};
use minicbor::bytes::ByteArray;
use minicbor::{Decode, Encode};

pub(super) const SHEET_PRINTED: u16 = 60;

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
    /// Left out where nothing was collected.
    #[n(5)]
    cash: Option<Vec<CashShape>>,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct CashShape {
    #[n(0)]
    prefix: String,
    #[n(1)]
    year: i32,
    #[n(2)]
    serial: u32,
    #[n(3)]
    fine_fen: i64,
    #[n(4)]
    collected_on: u32,
    #[n(5)]
    officer: String,
    #[n(6)]
    ticket: String,
    /// The next step, its last day, and whether that is certain; absent when the money is at the bank.
    #[n(7)]
    step: Option<String>,
    #[n(8)]
    last_day: Option<u32>,
    #[n(9)]
    is_certain: Option<bool>,
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

#[derive(Encode, Decode)]
#[cbor(map)]
struct Sheet {
    #[n(0)]
    closed_at_ms: i64,
    #[n(1)]
    copy: u32,
    #[n(2)]
    digest: ByteArray<32>,
}

pub(super) fn sheet(sheet: &PrintedSheet) -> (u16, Vec<u8>) {
    let PrintedSheet { closed_at, copy, digest } = *sheet;
    let shape = Sheet { closed_at_ms: closed_at.ms(), copy, digest: digest.0.into() };
    (SHEET_PRINTED, to_bytes(&shape))
}

pub(super) fn sheet_from(bytes: &[u8]) -> Result<BureauEvent, WireFault> {
    let shape: Sheet = from_bytes(bytes)?;
    let closed_at = Moment::from_ms(shape.closed_at_ms);
    let digest = bytes32(&shape.digest);
    Ok(BureauEvent::SheetPrinted(PrintedSheet { closed_at, copy: shape.copy, digest }))
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
    let cash: Vec<CashShape> = closing.cash.iter().map(cash_shape).collect();
    to_bytes(&Shape {
        at_ms: closing.at.ms(),
        decisions: Some(closing.decisions.iter().map(decision).collect()),
        entries_waiting: Some(closing.entries_waiting),
        pages_waiting: Some(closing.pages_waiting),
        drafts: Some(closing.drafts),
        cash: Some(cash).filter(|cash| !cash.is_empty()),
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
    let cash = shape.cash.unwrap_or_default().into_iter().map(cash_from);
    Ok(Closing {
        at: Moment::from_ms(shape.at_ms),
        decisions: decisions.collect::<Result<_, _>>()?,
        cash: cash.collect::<Result<_, _>>()?,
        entries_waiting: shape.entries_waiting.unwrap_or(0),
        pages_waiting: shape.pages_waiting.unwrap_or(0),
        drafts: shape.drafts.unwrap_or(0),
    })
}

fn cash_shape(cash: &ClosedCash) -> CashShape {
    let DocumentNo { prefix, year, serial } = cash.number.clone();
    CashShape {
        prefix,
        year,
        serial,
        fine_fen: cash.fine.0,
        collected_on: day_number(cash.collected_on),
        officer: cash.officer.clone(),
        ticket: cash.ticket.clone(),
        step: cash.due.map(|due| due.step.word().into()),
        last_day: cash.due.map(|due| day_number(due.last_day.on)),
        is_certain: cash.due.map(|due| due.last_day.is_certain),
    }
}

fn cash_from(shape: CashShape) -> Result<ClosedCash, WireFault> {
    let CashShape { prefix, year, serial, officer, ticket, .. } = shape;
    let due = match shape.step.zip(shape.last_day) {
        None => None,
        Some((word, last_day)) => {
            let step = CashStep::from_word(&word).ok_or(WireFault::Word(word))?;
            let is_certain = shape.is_certain.unwrap_or(false);
            Some(CashDue { step, last_day: LastDay { on: day_from(last_day)?, is_certain } })
        }
    };
    Ok(ClosedCash {
        number: DocumentNo { prefix, year, serial },
        fine: Fen(shape.fine_fen),
        collected_on: day_from(shape.collected_on)?,
        officer,
        ticket,
        due,
    })
}
