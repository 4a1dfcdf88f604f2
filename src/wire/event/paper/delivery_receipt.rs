//! Payload shape of 送达回证; delivers nothing.

use crate::domain::paper::CasePaper;
use crate::domain::paper::delivery_receipt::{DeliveredPaper, DeliveryReceipt, MANNERS};
use crate::stdx::clock::Moment;
use crate::wire::{WireFault, bytes16, from_bytes, to_bytes};
use minicbor::bytes::ByteArray;
use minicbor::{Decode, Encode};

#[derive(Encode, Decode)]
#[cbor(map)]
struct ReceiptShape {
    #[n(0)]
    cause: String,
    #[n(1)]
    documents: Vec<DeliveredShape>,
    #[n(2)]
    receiver: String,
    #[n(3)]
    taken_by: String,
    #[n(4)]
    relation: String,
    #[n(5)]
    place: String,
    #[n(6)]
    at_ms: i64,
    #[n(7)]
    manner: String,
    #[n(8)]
    first_deliverer: String,
    #[n(9)]
    second_deliverer: String,
    #[n(10)]
    refusal: String,
    #[n(11)]
    witnesses: String,
    #[n(12)]
    recording: String,
    #[n(13)]
    tracking: String,
    #[n(14)]
    remarks: String,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct DeliveredShape {
    #[n(0)]
    document: ByteArray<16>,
    #[n(1)]
    name: String,
    #[n(2)]
    number: String,
}

pub(super) fn encode(receipt: &DeliveryReceipt) -> Vec<u8> {
    let documents = receipt.documents.iter().map(|paper| DeliveredShape {
        document: paper.document.0.into(),
        name: paper.name.clone(),
        number: paper.number.clone(),
    });
    let [first_deliverer, second_deliverer] = receipt.deliverers.clone();
    to_bytes(&ReceiptShape {
        cause: receipt.cause.clone(),
        documents: documents.collect(),
        receiver: receipt.receiver.get().clone(),
        taken_by: receipt.taken_by.get().clone(),
        relation: receipt.relation.clone(),
        place: receipt.place.clone(),
        at_ms: receipt.at.ms(),
        manner: receipt.manner.word().into(),
        first_deliverer,
        second_deliverer,
        refusal: receipt.refusal.clone(),
        witnesses: receipt.witnesses.get().clone(),
        recording: receipt.recording.clone(),
        tracking: receipt.tracking.clone(),
        remarks: receipt.remarks.clone(),
    })
}

pub(super) fn decode(bytes: &[u8]) -> Result<CasePaper, WireFault> {
    let shape: ReceiptShape = from_bytes(bytes)?;
    // A manner of a later program this one cannot say.
    let manner = MANNERS.iter().find(|(word, _)| *word == shape.manner).ok_or_else(super::later)?;
    let paper = |paper: DeliveredShape| DeliveredPaper {
        document: bytes16(&paper.document),
        name: paper.name,
        number: paper.number,
    };
    Ok(CasePaper::DeliveryReceipt(DeliveryReceipt {
        cause: shape.cause,
        documents: shape.documents.into_iter().map(paper).collect(),
        receiver: shape.receiver.into(),
        taken_by: shape.taken_by.into(),
        relation: shape.relation,
        place: shape.place,
        at: Moment::from_ms(shape.at_ms),
        manner: manner.1,
        deliverers: [shape.first_deliverer, shape.second_deliverer],
        refusal: shape.refusal,
        witnesses: shape.witnesses.into(),
        recording: shape.recording,
        tracking: shape.tracking,
        remarks: shape.remarks,
    }))
}
