//! Bundles of other laptops that one bears to headquarters over its own line: in ranges that resume, answered with the
//! sealed answer; opens none.

use super::Asks;
use super::relay::Piece;
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

/// How many one FORWARD names.
pub const FORWARD_MAX: usize = 64;
/// Days that a laptop keeps what it bears while headquarters has told no other number.
pub const BORNE_DAYS: u32 = 14;

/// FORWARD: bundles that this laptop bears.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Forward {
    /// Oldest first.
    #[n(0)]
    pub pieces: Vec<Piece>,
}

/// Where headquarters stands with each, in their order.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct ForwardAnswer {
    /// One for each.
    #[n(0)]
    pub states: Vec<ForwardState>,
    /// After so many days a laptop drops what it bears for another and could not deliver.
    #[n(1)]
    pub days: u32,
}

/// How far one bundle is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum ForwardState {
    /// Up to this byte it is durable there: go on from here, with no bytes where all are there.
    #[n(0)]
    Offset {
        /// Bytes.
        #[n(0)]
        bytes: u64,
    },
    /// What is in it is held; the bearer need not keep it.
    #[n(1)]
    Taken {
        /// For the laptop that wrote it, sealed to it alone.
        #[n(0)]
        answer: Piece,
    },
    /// Not now.
    #[n(2)]
    Later {
        /// Milliseconds.
        #[n(0)]
        after_ms: u64,
    },
    /// Nothing of it is taken, now or later.
    #[n(3)]
    Refused {
        /// What is wrong.
        #[n(0)]
        why: NoForward,
    },
}

/// Why headquarters does not take a bundle from its bearer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum NoForward {
    /// It does not open, or no laptop of this headquarters wrote it.
    #[n(0)]
    Sealed,
    /// It is longer than a laptop may bear.
    #[n(1)]
    TooLong,
    /// The bearer was revoked.
    #[n(2)]
    Revoked,
}

/// A range of a bundle.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct ForwardPart {
    /// Of which.
    #[n(0)]
    pub piece: Piece,
    /// Byte of the first one here; where headquarters said that it stands.
    #[n(1)]
    pub offset: u64,
    /// `RANGE` of `photograph` at most.
    #[n(2)]
    pub bytes: ByteVec,
}

/// Where headquarters stands after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct ForwardPartAnswer {
    /// After the range.
    #[n(0)]
    pub state: ForwardState,
}

/// Asks for a range of the answer to a bundle; at its end: it is durable on the bearer's laptop, and headquarters need
/// not keep it for him.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct ForwardFetch {
    /// The bundle that was forwarded.
    #[n(0)]
    pub piece: Piece,
    /// Byte of the first one.
    #[n(1)]
    pub offset: u64,
}

/// A range of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct ForwardRange {
    /// From the byte that was asked for; none behind its end, or where there is no such answer.
    #[n(0)]
    pub bytes: ByteVec,
}

impl Asks for Forward {
    const NAME: &'static str = "forward";
    type Answer = ForwardAnswer;
}

impl Asks for ForwardPart {
    const NAME: &'static str = "forward_part";
    type Answer = ForwardPartAnswer;
}

impl Asks for ForwardFetch {
    const NAME: &'static str = "forward_fetch";
    type Answer = ForwardRange;
}
