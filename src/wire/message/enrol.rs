//! How a laptop becomes one of headquarters' terminals: a code on paper, two keys, a certificate.
//!
//! The code never travels. Both sides prove that they hold it, over words that name both keys.

use super::Asks;
use super::feed::BlockLeased;
use super::hello::Point;
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::stdx::secret::Key;
use crate::wire::to_bytes;
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

/// ENROL.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Enrol {
    /// Which code: see `code_name`.
    #[n(0)]
    pub code: ByteVec,
    /// What the code speaks for.
    #[n(1)]
    pub claim: Claim,
    /// Keyed by the code over `claim`.
    #[n(2)]
    pub proof: Digest,
}

/// What the laptop says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Claim {
    /// Its id.
    #[n(0)]
    pub device: Id,
    /// The epoch that it wants to write under.
    #[n(1)]
    pub epoch: u32,
    /// The journal's suite and its device's public key.
    #[n(2)]
    pub suite: u8,
    /// As the suite writes public keys.
    #[n(3)]
    pub public_key: ByteVec,
    /// Its request for the line's certificate (PKCS #10, DER).
    #[n(4)]
    pub request: ByteVec,
    /// The journal of the epoch before, as far as the laptop knows it.
    #[n(5)]
    pub before: Option<Point>,
    /// The agency's prefix of document numbers.
    #[n(6)]
    pub prefix: String,
    /// Blocks of document numbers that the bureau was founded with: headquarters leases none of them again.
    #[n(7)]
    pub blocks: Vec<BlockLeased>,
    /// The journal's last entry; absent from a program that goes on under no new epoch.
    #[n(8)]
    pub head: Option<Point>,
    /// Journals of earlier epochs, oldest first.
    #[n(9)]
    pub earlier: Option<Vec<EarlierKey>>,
}

/// The journal of an earlier epoch, so that headquarters can take what is left of it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct EarlierKey {
    /// That epoch.
    #[n(0)]
    pub epoch: u32,
    /// The byte of its suite.
    #[n(1)]
    pub suite: u8,
    /// As the suite writes public keys.
    #[n(2)]
    pub public_key: ByteVec,
    /// The entry behind which it begins.
    #[n(3)]
    pub start: Point,
}

/// Why a journal cannot go on under its epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Why {
    /// Headquarters holds entries that the laptop does not have.
    #[n(0)]
    OldCopy,
    /// Headquarters holds other entries under the same numbers.
    #[n(1)]
    Forked,
    /// The device was revoked.
    #[n(2)]
    Revoked,
    /// Another copy of the laptop has this epoch, or a later one.
    #[n(3)]
    Taken,
}

/// What headquarters answers.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum EnrolAnswer {
    /// The laptop is a terminal from now on.
    #[n(0)]
    Enrolled {
        /// What it keeps.
        #[n(0)]
        grant: Grant,
        /// Keyed by the code over `grant`.
        #[n(1)]
        proof: Digest,
    },
    /// No such code, used already, or past its day.
    #[n(1)]
    Unknown,
    /// The certificate's request or the device's key cannot be read.
    #[n(2)]
    Broken,
    /// The journal is not of the agency whose code it is.
    #[n(3)]
    OtherAgency,
    /// Some of its numbers are leased to another laptop.
    #[n(4)]
    NumbersTaken,
    /// The laptop begins this epoch and asks again with the same code, which is not spent yet.
    #[n(5)]
    NextEpoch {
        /// The first epoch that it may take.
        #[n(0)]
        epoch: u32,
        /// What is in the way of the one that it asked for.
        #[n(1)]
        why: Why,
    },
}

/// What the laptop keeps of headquarters.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Grant {
    /// Its id.
    #[n(0)]
    pub headquarters: Id,
    /// The byte of headquarters' suite.
    #[n(1)]
    pub suite: u8,
    /// The key that signs receipts and checkpoints.
    #[n(2)]
    pub public_key: ByteVec,
    /// The line's certificate of the laptop (DER).
    #[n(3)]
    pub certificate: ByteVec,
    /// The authority that signed it and headquarters' own (DER).
    #[n(4)]
    pub authority: ByteVec,
    /// The key that bundles are sealed to (X25519).
    #[n(5)]
    pub bundle_key: ByteVec,
    /// What headquarters holds of the journal: one that goes another way begins a new epoch. Absent where it holds
    /// nothing.
    #[n(6)]
    pub held: Option<Point>,
}

/// The key that a code of 128 bits stands for.
#[must_use]
pub fn key_of(code: [u8; 16]) -> Key {
    let mut bytes = [0; 32];
    bytes[..16].copy_from_slice(&code);
    Key::new(bytes).for_purpose("enrol code", &[])
}

/// Which code it is, without telling it: eight bytes of its digest.
#[must_use]
pub fn code_name(code: &Key) -> Vec<u8> {
    code.for_purpose("enrol name", &[]).bytes()[..8].to_vec()
}

/// The proof of a holder of `code` over `words`.
#[must_use]
pub fn proof<T: Encode<()>>(code: &Key, side: Side, words: &T) -> Digest {
    let purpose = match side {
        Side::Terminal => "enrol terminal",
        Side::Headquarters => "enrol headquarters",
    };
    Digest(*code.for_purpose(purpose, &to_bytes(words)).bytes())
}

/// Who proves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The laptop.
    Terminal,
    /// Headquarters.
    Headquarters,
}

impl Asks for Enrol {
    const NAME: &'static str = "enrol";
    type Answer = EnrolAnswer;
}
