//! Entries on their way up, with the device's signature over the last; judges none.

use super::Asks;
use super::hello::{JournalName, Point};
use super::receipt::Receipt;
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

/// PUSH: entries in their order, without a gap.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Push {
    /// Whose entries.
    #[n(0)]
    pub journal: JournalName,
    /// The entry before the first: number and digest.
    #[n(1)]
    pub behind: Point,
    /// How many entries.
    #[n(2)]
    pub count: u32,
    /// Bytes of the entries before they were pressed.
    #[n(3)]
    pub plain: u32,
    /// Which dictionary they were pressed with.
    #[n(4)]
    pub dictionary: u32,
    /// The entries, pressed: see `batch`.
    #[n(5)]
    pub entries: ByteVec,
    /// Byte of the suite of the signature.
    #[n(6)]
    pub suite: u8,
    /// The device's signature over the journal up to the last entry.
    #[n(7)]
    pub signature: ByteVec,
    /// How many commits these are; absent from a program that never heard of LIMIT, and on a stick.
    #[n(8)]
    pub commits: Option<u32>,
}

/// What headquarters answers.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum PushAnswer {
    /// Held, all of it, and everything before.
    #[n(0)]
    Ack {
        /// Signed, up to the last entry.
        #[n(0)]
        receipt: Receipt,
    },
    /// Headquarters lacks what comes before: begin behind this entry.
    #[n(1)]
    Need {
        /// The last entry that it has.
        #[n(0)]
        behind: Point,
    },
    /// Headquarters holds another entry under this number. What came is kept aside.
    #[n(2)]
    Fork {
        /// The one that it holds.
        #[n(0)]
        held: Point,
    },
    /// Not now.
    #[n(3)]
    Busy {
        /// Milliseconds.
        #[n(0)]
        after_ms: u64,
    },
    /// Too much at once; nothing was looked at. Never said to one commit alone, which cannot be sent in pieces, nor to a
    /// program that does not say how many commits it sends.
    #[n(4)]
    Limit {
        /// Bytes of entries, before they are pressed, that one PUSH may have from now on.
        #[n(0)]
        max: u64,
    },
    /// What came is no batch of this journal, and why. Nothing of it was kept.
    #[n(5)]
    Refused {
        /// What is wrong with it.
        #[n(0)]
        why: Refusal,
    },
    /// The device may no longer write into the main line. What came is held aside for people.
    #[n(6)]
    HeldAside,
}

/// Why a batch was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Refusal {
    /// The entries do not read, do not follow each other, or are not as many as was said.
    #[n(0)]
    Broken,
    /// The signature is not the enrolled device's over the last entry.
    #[n(1)]
    Signature,
    /// Headquarters knows no such journal: enrol first.
    #[n(2)]
    Unknown,
    /// A dictionary that headquarters does not have: send without one.
    #[n(3)]
    Dictionary,
    /// The line's certificate is of another device.
    #[n(4)]
    Foreign,
}

impl Asks for Push {
    const NAME: &'static str = "push";
    type Answer = PushAnswer;
}
