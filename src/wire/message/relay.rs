//! Two laptops of one headquarters on a local network: one gives its sealed bundle, the other bears it to headquarters and
//! brings the answer back; opens no bundle.

use super::hello::JournalName;
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::stdx::secret::Key;
use minicbor::bytes::{ByteArray, ByteVec};
use minicbor::{Decode, Encode};

/// No bundle that another laptop bears is longer: headquarters takes one in while its bearer waits for the answer.
pub const BORNE_MAX: u64 = 256 * 1024 * 1024;

/// Bytes of a first range; each that arrives doubles the next one, up to `RANGE` of `photograph`, so that a line which is
/// cut every few kilobytes moves on too.
pub const PART_FIRST: usize = 16 * 1024;

/// A sealed volume as a file: which it is, and how to know that it is whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Piece {
    /// Of the bundle; the answer to a bundle bears the same.
    #[n(0)]
    pub bundle: Id,
    /// Bytes.
    #[n(1)]
    pub size: u64,
    /// SHA-256 of all bytes.
    #[n(2)]
    pub digest: Digest,
}

/// What its giver says lies in a sealed bundle; the bearer cannot look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Load {
    /// Entries.
    #[n(0)]
    pub entries: u64,
    /// Number of the last of them.
    #[n(1)]
    pub upto: u64,
    /// Photographs and pages.
    #[n(2)]
    pub photographs: u64,
    /// Everything that waited on the giver's laptop is in it.
    #[n(3)]
    pub is_all: bool,
}

/// A bundle that the bearer has of the giver, whole or in part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Borne {
    /// Which.
    #[n(0)]
    pub piece: Piece,
    /// What is in it.
    #[n(1)]
    pub load: Load,
    /// All of it is there.
    #[n(2)]
    pub is_whole: bool,
}

/// What the giver asks of the bearer.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Relay {
    /// The first: who gives, and that he was told the code that stands on the bearer's screen.
    #[n(0)]
    Meet {
        /// The giver's journal.
        #[n(0)]
        journal: JournalName,
        /// `proof` of the line and the code.
        #[n(1)]
        proof: ByteArray<32>,
    },
    /// A bundle is to be borne.
    #[n(1)]
    Give {
        /// Which.
        #[n(0)]
        piece: Piece,
        /// What is in it.
        #[n(1)]
        load: Load,
    },
    /// A range of it.
    #[n(2)]
    Part {
        /// Of which bundle.
        #[n(0)]
        bundle: Id,
        /// Byte of the first one here; where the bearer said that it stands.
        #[n(1)]
        offset: u64,
        /// `RANGE` of `photograph` at most.
        #[n(2)]
        bytes: ByteVec,
    },
    /// Give a range of headquarters' answer.
    #[n(3)]
    Fetch {
        /// To which bundle.
        #[n(0)]
        bundle: Id,
        /// Byte of the first one.
        #[n(1)]
        offset: u64,
        /// Bytes at most.
        #[n(2)]
        max: u64,
    },
    /// The answer is durable on the giver's laptop.
    #[n(4)]
    Fetched {
        /// To which bundle.
        #[n(0)]
        bundle: Id,
    },
}

/// What the bearer answers.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Relayed {
    /// Both are who they should be.
    #[n(0)]
    Met {
        /// The bearer's journal.
        #[n(0)]
        journal: JournalName,
        /// `proof` of the line and the code, as the bearer makes it.
        #[n(1)]
        proof: ByteArray<32>,
        /// Bytes that it still takes.
        #[n(2)]
        room: u64,
        /// What it has of the giver already.
        #[n(3)]
        has: Vec<Borne>,
        /// Headquarters' answers for the giver.
        #[n(4)]
        answers: Vec<Piece>,
    },
    /// Up to this byte it is durable there: go on from here.
    #[n(1)]
    Offset {
        /// Bytes.
        #[n(0)]
        bytes: u64,
    },
    /// All of it is durable there, and is what its digest says.
    #[n(2)]
    Whole,
    /// A range of an answer; none behind its end.
    #[n(3)]
    Range {
        /// From the byte that was asked for.
        #[n(0)]
        bytes: ByteVec,
    },
    /// It takes no more, and why.
    #[n(4)]
    Refused {
        /// What is in the way.
        #[n(0)]
        why: NoRelay,
    },
}

/// Why a laptop does not bear.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum NoRelay {
    /// The code is another one.
    #[n(0)]
    Code,
    /// What it bears for others has no more room.
    #[n(1)]
    Full,
    /// Headquarters revoked the giver's laptop.
    #[n(2)]
    Revoked,
    /// It is no bundle for this headquarters, too long, or not what was announced.
    #[n(3)]
    Broken,
    /// Its disk does not take it.
    #[n(4)]
    Disk,
    /// The certificate of the line is of another laptop than the journal.
    #[n(5)]
    Foreign,
}

/// Which of the two makes a proof, so that neither can hand the other's back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hand {
    /// Who gives.
    Giver,
    /// Who bears.
    Bearer,
}

/// Shows that `code` is known on this line: `secret` was made of the line's own keys, by both ends, and of no other line.
#[must_use]
pub fn proof(secret: &Key, hand: Hand, code: &str) -> ByteArray<32> {
    let hand: u8 = match hand {
        Hand::Giver => 1,
        Hand::Bearer => 2,
    };
    let context = [&[hand], code.as_bytes()].concat();
    (*secret.for_purpose("relay", &context).bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proof_is_of_one_line_one_hand_and_one_code() {
        let line = Key::new([7; 32]);
        let given = proof(&line, Hand::Giver, "402117");
        assert_eq!(given, proof(&line, Hand::Giver, "402117"));
        assert_ne!(given, proof(&line, Hand::Bearer, "402117"));
        assert_ne!(given, proof(&line, Hand::Giver, "402118"));
        assert_ne!(given, proof(&Key::new([8; 32]), Hand::Giver, "402117"));
    }
}
