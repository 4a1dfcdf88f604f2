//! Payload shape of 旅客改乘记录; names no passenger.

use crate::domain::paper::CasePaper;
use crate::domain::paper::passenger_transfer::PassengerTransfer;
use crate::stdx::clock::Moment;
use crate::wire::{WireFault, from_bytes, to_bytes};
use minicbor::{Decode, Encode};

#[derive(Encode, Decode)]
#[cbor(map)]
struct TransferShape {
    #[n(0)]
    at_ms: i64,
    #[n(1)]
    count: u32,
    #[n(2)]
    plate: String,
    #[n(3)]
    operator: String,
    #[n(4)]
    arranged_by: String,
    #[n(5)]
    remarks: String,
}

pub(super) fn encode(transfer: &PassengerTransfer) -> Vec<u8> {
    to_bytes(&TransferShape {
        at_ms: transfer.at.ms(),
        count: transfer.count,
        plate: transfer.plate.clone(),
        operator: transfer.operator.clone(),
        arranged_by: transfer.arranged_by.clone(),
        remarks: transfer.remarks.clone(),
    })
}

pub(super) fn decode(bytes: &[u8]) -> Result<CasePaper, WireFault> {
    let shape: TransferShape = from_bytes(bytes)?;
    Ok(CasePaper::PassengerTransfer(PassengerTransfer {
        at: Moment::from_ms(shape.at_ms),
        count: shape.count,
        plate: shape.plate,
        operator: shape.operator,
        arranged_by: shape.arranged_by,
        remarks: shape.remarks,
    }))
}
