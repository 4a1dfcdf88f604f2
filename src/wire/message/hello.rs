//! The first question of a session: where both sides stand; decides nothing.

use super::Asks;
use super::feed::Scope;
use super::receipt::Receipt;
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use minicbor::{Decode, Encode};

/// One journal of a device: a new epoch begins when a journal is restored or a laptop is set up anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(map)]
pub struct JournalName {
    /// The laptop.
    #[n(0)]
    pub device: Id,
    /// 1 for a laptop's first.
    #[n(1)]
    pub epoch: u32,
}

/// The last entry of a journal; number 0 with a digest of zeros when it has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(map)]
pub struct Point {
    /// Of the entry.
    #[n(0)]
    pub number: u64,
    /// Of its envelope.
    #[n(1)]
    pub digest: Digest,
}

impl Point {
    /// Before the first entry.
    pub const START: Point = Point { number: 0, digest: Digest([0; 32]) };
}

/// Up to where a feed was read.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Cursor {
    /// Of which feed.
    #[n(0)]
    pub scope: Scope,
    /// The last item that was kept.
    #[n(1)]
    pub number: u64,
}

/// HELLO.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Hello {
    /// The oldest version that the laptop speaks.
    #[n(0)]
    pub protocol_min: u8,
    /// The newest.
    #[n(1)]
    pub protocol_max: u8,
    /// Which journal it carries.
    #[n(2)]
    pub journal: JournalName,
    /// The last entry on the laptop: what headquarters then lacks is known by number.
    #[n(3)]
    pub local: Point,
    /// The last entry that the laptop holds a receipt for.
    #[n(4)]
    pub acknowledged: Point,
    /// Up to where it has read each feed.
    #[n(5)]
    pub cursors: Vec<Cursor>,
    /// The laptop's wall clock, milliseconds since 1970.
    #[n(6)]
    pub wall_ms: i64,
    /// The program's version.
    #[n(7)]
    pub program: String,
    /// Free bytes of the disk.
    #[n(8)]
    pub disk_free: u64,
    /// Photographs and pages that wait.
    #[n(9)]
    pub blobs_waiting: u64,
    /// The session was refused a place before: headquarters lets it in within its window.
    #[n(10)]
    pub deferred_times: u32,
    /// Document numbers that are leased to the laptop and not used; absent from a program that does not say.
    #[n(11)]
    pub numbers: Option<Vec<NumbersLeft>>,
}

/// Numbers of one series that are left on the laptop.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct NumbersLeft {
    /// As in `DocumentNo`.
    #[n(0)]
    pub prefix: String,
    /// Calendar year.
    #[n(1)]
    pub year: i32,
    /// Serials.
    #[n(2)]
    pub left: u32,
}

/// WELCOME, the answer.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Welcome {
    /// The version that is spoken from here on.
    #[n(0)]
    pub protocol: u8,
    /// Its id; another one is not ours.
    #[n(1)]
    pub headquarters: Id,
    /// Headquarters' wall clock, milliseconds since 1970.
    #[n(2)]
    pub wall_ms: i64,
    /// What headquarters holds of the journal.
    #[n(3)]
    pub held: Point,
    /// 0: come in; else try again after so many milliseconds.
    #[n(4)]
    pub after_ms: u64,
    /// Bytes of one PUSH at most.
    #[n(5)]
    pub push_max: u64,
    /// Bytes of one range of a photograph at most.
    #[n(6)]
    pub range_max: u64,
    /// The last number of each feed that this terminal reads.
    #[n(7)]
    pub feeds: Vec<Cursor>,
    /// How the journal is treated.
    #[n(8)]
    pub standing: Standing,
    /// For `held`, where the terminal lacks it: an answer was torn on its way.
    #[n(10)]
    pub receipt: Option<Receipt>,
    /// Headquarters' last checkpoint, 0 before the first; absent from a headquarters that answers no INCLUSION.
    #[n(11)]
    pub checkpoint: Option<u64>,
}

/// How headquarters treats a journal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Standing {
    /// It grows.
    #[default]
    #[n(0)]
    Active,
    /// Two entries claimed one number: both are kept, no more is taken into the main line.
    #[n(1)]
    Forked,
    /// Replaced by a later epoch: what still extends it is taken, no number is given.
    #[n(2)]
    Retired,
    /// The device was lost or taken back: what comes is held aside.
    #[n(3)]
    Revoked,
    /// Headquarters knows no such journal: enrol first.
    #[n(4)]
    Unknown,
}

impl Asks for Hello {
    const NAME: &'static str = "hello";
    type Answer = Welcome;
}
