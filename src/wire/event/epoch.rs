//! Payload shape of a new epoch's first entry: kind 20.

use crate::domain::bureau::BureauEvent;
use crate::domain::epoch::{EarlierJournal, EpochReason};
use crate::wire::{WireFault, bytes32, from_bytes, to_bytes};
use minicbor::bytes::ByteArray;
use minicbor::{Decode, Encode};

/// The store asks for this kind by its number.
pub const EPOCH_OPENED: u16 = 20;

#[derive(Encode, Decode)]
#[cbor(map)]
struct Shape {
    #[n(0)]
    epoch: u32,
    #[n(1)]
    before_epoch: u32,
    #[n(2)]
    number: u64,
    #[n(3)]
    digest: ByteArray<32>,
    #[n(4)]
    reason: String,
    /// Left out where no entry is known to be lost.
    #[n(5)]
    lost_until: Option<u64>,
}

pub(super) fn encode(epoch: u32, before: &EarlierJournal, reason: EpochReason) -> Vec<u8> {
    to_bytes(&Shape {
        epoch,
        before_epoch: before.epoch,
        number: before.number,
        digest: before.digest.0.into(),
        reason: reason.word().into(),
        lost_until: before.lost_until,
    })
}

pub(super) fn decode(bytes: &[u8]) -> Result<BureauEvent, WireFault> {
    let shape: Shape = from_bytes(bytes)?;
    let before = EarlierJournal {
        epoch: shape.before_epoch,
        number: shape.number,
        digest: bytes32(&shape.digest),
        lost_until: shape.lost_until,
    };
    let reason = EpochReason::from_word(&shape.reason).ok_or(WireFault::Word(shape.reason))?;
    Ok(BureauEvent::EpochOpened { epoch: shape.epoch, before, reason })
}
