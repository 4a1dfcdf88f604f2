//! Photographs and pages on their way up: offered by digest, sent in ranges; reads no file itself.

use super::Asks;
use super::receipt::Receipt;
use crate::stdx::digest::Digest;
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

/// Bytes of one range.
pub const RANGE: usize = 256 * 1024;
/// No headquarters takes less in one range, and no laptop sends less to one that says so.
pub const RANGE_MIN: usize = 4 * 1024;
/// No photograph or page is longer.
pub const BLOB_MAX: u64 = 256 * 1024 * 1024;
/// How many one OFFER names.
pub const OFFER_MAX: usize = 128;

/// BLOB_OFFER.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Offer {
    /// Oldest first.
    #[n(0)]
    pub blobs: Vec<Offered>,
}

/// One that waits on the laptop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Offered {
    /// SHA-256 of the original's bytes.
    #[n(0)]
    pub digest: Digest,
    /// Bytes.
    #[n(1)]
    pub size: u64,
}

/// Where headquarters stands with each, in the order of the offer.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct OfferAnswer {
    /// One for each that was offered.
    #[n(0)]
    pub states: Vec<BlobState>,
}

/// How much of a photograph or page headquarters has.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum BlobState {
    /// All of it, with the receipt.
    #[n(0)]
    Have {
        /// Signed, for its digest and size.
        #[n(0)]
        receipt: Receipt,
    },
    /// Up to this byte: go on from here.
    #[n(1)]
    Offset {
        /// How many are durable there.
        #[n(0)]
        bytes: u64,
    },
    /// No entry that headquarters holds names it, or it is too long.
    #[n(2)]
    Refused,
    /// Not now.
    #[n(3)]
    Later {
        /// Milliseconds.
        #[n(0)]
        after_ms: u64,
    },
    /// The bytes that came were not those of the digest, twice. They are kept aside, and people look.
    #[n(4)]
    Quarantined,
    /// The ranges of one question were too long together, and this one was not taken; said to a program alone that hears it.
    #[n(5)]
    Limit {
        /// Bytes that the ranges of one question may have from now on.
        #[n(0)]
        max: u64,
    },
}

/// BLOB_PUT.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Put {
    /// Of which photograph or page.
    #[n(0)]
    pub digest: Digest,
    /// Byte of the first one here; where headquarters said that it stands.
    #[n(1)]
    pub offset: u64,
    /// The range.
    #[n(2)]
    pub bytes: ByteVec,
    /// The program knows `Limit`; absent from one that does not, and on a stick.
    #[n(3)]
    pub hears_limit: Option<bool>,
}

/// Several small ones in one question: [`RANGE`] bytes in all, so that a cut costs no more than one range does.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Puts {
    /// Each with its own offset.
    #[n(0)]
    pub puts: Vec<Put>,
}

/// Where headquarters stands after it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct PutAnswer {
    /// After the range.
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
