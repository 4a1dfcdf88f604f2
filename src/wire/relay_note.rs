//! What a laptop notes of a bundle that it bears for another: the file beside it; names no person.

use super::message::hello::JournalName;
use super::message::relay::{Load, Piece};
use super::{WireFault, from_bytes, to_bytes};
use minicbor::{Decode, Encode};

/// A bundle of another laptop, from the first byte until days after it left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct RelayNote {
    /// Whose it is.
    #[n(0)]
    pub journal: JournalName,
    /// Which.
    #[n(1)]
    pub piece: Piece,
    /// What is in it, by the giver's word.
    #[n(2)]
    pub load: Load,
    /// When it began to come, by this laptop's clock, milliseconds since 1970.
    #[n(3)]
    pub since_ms: i64,
    /// How far it is.
    #[n(4)]
    pub stage: Stage,
    /// Since when it is so far.
    #[n(5)]
    pub stage_ms: i64,
    /// Headquarters' answer, once there is one.
    #[n(6)]
    pub answer: Option<Piece>,
}

/// How far a bundle that is borne is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Stage {
    /// Some of it is here.
    #[n(0)]
    Arriving,
    /// All of it is here.
    #[n(1)]
    Held,
    /// Headquarters does not take it.
    #[n(2)]
    Refused,
    /// Headquarters holds what is in it; its bytes are gone, the answer is for the giver.
    #[n(3)]
    Delivered,
    /// The giver has the answer.
    #[n(4)]
    HandedOver,
    /// Its days were over: its bytes are gone.
    #[n(5)]
    Expired,
}

impl RelayNote {
    /// The bytes of its file.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        to_bytes(self)
    }

    /// # Errors
    /// When the bytes are no such note.
    pub fn decode(bytes: &[u8]) -> Result<RelayNote, WireFault> {
        from_bytes(bytes)
    }
}
