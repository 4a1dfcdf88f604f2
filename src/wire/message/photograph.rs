//! Photographs and pages on their way up: offered by digest, sent in ranges; reads no file itself.

use super::Asks;
use super::receipt::Receipt;
use crate::stdx::digest::Digest;
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

/// Bytes of one range.
pub const RANGE: usize = 256 * 1024;
/// No photograph or page is longer.
pub const BLOB_MAX: u64 = 256 * 1024 * 1024;
/// How many one OFFER names.
pub const OFFER_MAX: usize = 128;

/// BLOB_OFFER.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Offer {
    #[n(0)]
    pub blobs: Vec<Offered>,
}

/// One that waits on the laptop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Offered {
    #[n(0)]
    pub digest: Digest,
    #[n(1)]
    pub size: u64,
}

/// Where headquarters stands with each, in the order of the offer.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct OfferAnswer {
    #[n(0)]
    pub states: Vec<BlobState>,
}

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum BlobState {
    /// All of it, with the receipt.
    #[n(0)]
    Have {
        #[n(0)]
        receipt: Receipt,
    },
    /// Up to this byte: go on from here.
    #[n(1)]
    Offset {
        #[n(0)]
        bytes: u64,
    },
    /// No entry that headquarters holds names it, or it is too long.
    #[n(2)]
    Refused,
    /// Not now.
    #[n(3)]
    Later {
        #[n(0)]
        after_ms: u64,
    },
    /// The bytes that came were not those of the digest, twice. They are kept aside, and people look.
    #[n(4)]
    Quarantined,
}

/// BLOB_PUT.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Put {
    #[n(0)]
    pub digest: Digest,
    #[n(1)]
    pub offset: u64,
    #[n(2)]
    pub bytes: ByteVec,
}

/// Several small ones in one question: [`RANGE`] bytes in all, so that a cut costs no more than one range does.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Puts {
    #[n(0)]
    pub puts: Vec<Put>,
}

/// Where headquarters stands after it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct PutAnswer {
    #[n(0)]
    pub state: BlobState,
}

impl Asks for Offer {
    const NAME: &'static str = "offer";
    type Answer = OfferAnswer;
}

impl Asks for Puts {
    const NAME: &'static str = "puts";
    type Answer = OfferAnswer;
}

impl Asks for Put {
    const NAME: &'static str = "put";
    type Answer = PutAnswer;
}
