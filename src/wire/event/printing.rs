//! Payload shapes of a copy's way to a printer: sent, and what came of it; a fault is its word, never its sentence.

use crate::domain::document::{PrintEnd, PrintResult, Recipient, Sending};
use crate::domain::inspection::event::Event;
use crate::stdx::clock::Moment;
use crate::stdx::id::Id;
use crate::wire::{WireFault, bytes16, bytes32, from_bytes, to_bytes};
use minicbor::bytes::ByteArray;
use minicbor::{Decode, Encode};

/// A copy is about to go to a printer.
pub const PRINT_SENT: u16 = 125;
/// What came of it.
pub const PRINT_ENDED: u16 = 126;

#[derive(Encode, Decode)]
#[cbor(map)]
struct SentShape {
    #[n(0)]
    document: ByteArray<16>,
    #[n(1)]
    id: ByteArray<16>,
    #[n(2)]
    at_ms: i64,
    #[n(3)]
    copy: u32,
    #[n(4)]
    whom: String,
    #[n(5)]
    printer: String,
    #[n(6)]
    digest: ByteArray<32>,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct EndedShape {
    #[n(0)]
    document: ByteArray<16>,
    #[n(1)]
    sending: ByteArray<16>,
    #[n(2)]
    at_ms: i64,
    #[n(3)]
    job: Option<u32>,
    /// Of one that failed; a copy without a fault came out.
    #[n(4)]
    fault: Option<String>,
    /// Of one that failed when bytes had gone out.
    #[n(5)]
    may_have_printed: Option<bool>,
    /// Of one that came out, by the printer's word.
    #[n(6)]
    told: Option<bool>,
    #[n(7)]
    sheets: Option<u32>,
}

/// Kind and payload.
#[must_use]
pub fn sent(document: Id, sending: &Sending) -> (u16, Vec<u8>) {
    let shape = SentShape {
        document: document.0.into(),
        id: sending.id.0.into(),
        at_ms: sending.at.ms(),
        copy: sending.copy,
        whom: sending.whom.word().into(),
        printer: sending.printer.clone(),
        digest: sending.digest.0.into(),
    };
    (PRINT_SENT, to_bytes(&shape))
}

/// The event of one of the two kinds.
///
/// # Errors
/// When the bytes are not of its shape, or name a recipient that no form has.
pub fn decode(kind: u16, bytes: &[u8]) -> Result<Event, WireFault> {
    if kind == PRINT_SENT { sent_from(bytes) } else { ended_from(bytes) }
}

fn sent_from(bytes: &[u8]) -> Result<Event, WireFault> {
    let shape: SentShape = from_bytes(bytes)?;
    let whom = Recipient::from_word(&shape.whom).ok_or(WireFault::Word(shape.whom))?;
    let sending = Sending {
        id: bytes16(&shape.id),
        at: Moment::from_ms(shape.at_ms),
        copy: shape.copy,
        whom,
        printer: shape.printer,
        digest: bytes32(&shape.digest),
        end: None,
    };
    Ok(Event::PrintSent { document: bytes16(&shape.document), sending })
}

/// Kind and payload.
#[must_use]
pub fn ended(document: Id, sending: Id, end: &PrintEnd) -> (u16, Vec<u8>) {
    let (fault, may_have_printed, told, sheets) = match &end.result {
        PrintResult::Printed { is_told, sheets } => (None, None, is_told.then_some(true), *sheets),
        PrintResult::Failed { fault, may_have_printed } => {
            (Some(fault.clone()), may_have_printed.then_some(true), None, None)
        }
    };
    let shape = EndedShape {
        document: document.0.into(),
        sending: sending.0.into(),
        at_ms: end.at.ms(),
        job: end.job,
        fault,
        may_have_printed,
        told,
        sheets,
    };
    (PRINT_ENDED, to_bytes(&shape))
}

fn ended_from(bytes: &[u8]) -> Result<Event, WireFault> {
    let shape: EndedShape = from_bytes(bytes)?;
    let result = match shape.fault {
        None => PrintResult::Printed { is_told: shape.told.unwrap_or(false), sheets: shape.sheets },
        Some(fault) => {
            let may_have_printed = shape.may_have_printed.unwrap_or(false);
            PrintResult::Failed { fault, may_have_printed }
        }
    };
    let end = PrintEnd { at: Moment::from_ms(shape.at_ms), job: shape.job, result };
    let (document, sending) = (bytes16(&shape.document), bytes16(&shape.sending));
    Ok(Event::PrintEnded { document, sending, end })
}
