//! INCLUSION: how a laptop's journal stands under headquarters' last checkpoint, and how that one follows from the one
//! that the laptop knows; believes neither side.

use super::Asks;
use super::checkpoint::{Checkpoint, Step};
use super::hello::{JournalName, Point};
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

/// No answer has more links.
pub const LINKS_MAX: u32 = 2_000;

/// INCLUSION.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Inclusion {
    /// Whose head is asked for.
    #[n(0)]
    pub journal: JournalName,
    /// The last checkpoint that the laptop knows; absent before its first.
    #[n(1)]
    pub known: Option<Mark>,
    /// Links of the answer at most: a weak line reads a long chain over several sessions.
    #[n(2)]
    pub links_max: u32,
}

/// A checkpoint by its number and the digest of its signed bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Mark {
    /// Of the checkpoint.
    #[n(0)]
    pub number: u64,
    /// Of its signed bytes.
    #[n(1)]
    pub digest: Digest,
}

/// What of a checkpoint between two others is not known from its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Link {
    /// By headquarters' clock, milliseconds since 1970.
    #[n(0)]
    pub at_ms: i64,
    /// Over all heads.
    #[n(1)]
    pub root: Digest,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct InclusionAnswer {
    /// Absent before headquarters' first checkpoint.
    #[n(0)]
    pub proof: Option<Proof>,
}

/// One checkpoint, and how it follows. Where headquarters does not hold the one that the laptop knows, it is its own under
/// that number, or its last one: the two signatures then stand against each other.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Proof {
    /// Those between the one that is known and `checkpoint`, oldest first.
    #[n(0)]
    pub links: Vec<Link>,
    /// The checkpoint, signed.
    #[n(1)]
    pub checkpoint: Checkpoint,
    /// Where the journal stands under `checkpoint`; absent where it has none, and while there is more.
    #[n(2)]
    pub place: Option<Place>,
    /// `checkpoint` is not headquarters' last one: ask again behind it.
    #[n(3)]
    pub more: bool,
}

/// A journal's head under a checkpoint, with the way to its root.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Place {
    /// The journal's head at that moment.
    #[n(0)]
    pub head: Point,
    /// From the leaf up to the root.
    #[n(1)]
    pub way: Vec<Step>,
}

impl Checkpoint {
    /// The checkpoint by its number and digest.
    #[must_use]
    pub fn mark(&self) -> Mark {
        Mark { number: self.number, digest: self.digest() }
    }
}

/// The checkpoint that stands at the end of `links` behind `known`: unsigned, so that only a signed one which names it
/// says that it is headquarters'.
#[must_use]
pub fn led_to(headquarters: Id, known: Mark, links: &[Link]) -> Mark {
    links.iter().fold(known, |before, link| {
        let between = Checkpoint {
            headquarters,
            number: before.number + 1,
            at_ms: link.at_ms,
            root: link.root,
            before: before.digest,
            suite: 0,
            signature: ByteVec::from(Vec::new()),
        };
        between.mark()
    })
}

impl Asks for Inclusion {
    const NAME: &'static str = "inclusion";
    type Answer = InclusionAnswer;
}
