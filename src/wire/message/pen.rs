//! The pen of a case (办案权): that it moved, what came from a laptop that had it no more, and what a person made of that;
//! moves and settles nothing.

use super::hello::{JournalName, Point};
use crate::stdx::id::Id;
use crate::wire::signer::{Identity, SignFault, Signer};
use crate::wire::suite::WrongSignature;
use crate::wire::to_bytes;
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

/// The last entry of one side of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct LineHead {
    /// In which journal.
    #[n(0)]
    pub journal: JournalName,
    /// Which entry.
    #[n(1)]
    pub point: Point,
}

/// From now on another laptop writes the case. Headquarters signs it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct PenMoved {
    /// Who says it.
    #[n(0)]
    pub headquarters: Id,
    /// The case.
    #[n(1)]
    pub subject: Id,
    /// Of the pen from now on: higher than every one of the case before.
    #[n(2)]
    pub token: u64,
    /// The laptop that had it.
    #[n(3)]
    pub from: Id,
    /// The laptop that has it.
    #[n(4)]
    pub to: Id,
    /// The last entry of the case's main line at that moment.
    #[n(5)]
    pub head: LineHead,
    /// Why, as it was typed.
    #[n(6)]
    pub reason: String,
    /// Who answers for it.
    #[n(7)]
    pub by: String,
    /// By headquarters' clock, milliseconds since 1970.
    #[n(8)]
    pub at_ms: i64,
    /// The byte of headquarters' suite.
    #[n(9)]
    pub suite: u8,
    /// Headquarters', over everything above.
    #[n(10)]
    pub signature: ByteVec,
}

/// Entries of a case that its pen did not write: they are held beside its main line until a person settles them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct BranchOpened {
    /// The case.
    #[n(0)]
    pub subject: Id,
    /// Who wrote them.
    #[n(1)]
    pub journal: JournalName,
    /// The token that they bear.
    #[n(2)]
    pub token: u64,
    /// Number of the first.
    #[n(3)]
    pub first: u64,
    /// The last.
    #[n(4)]
    pub head: Point,
}

/// What a person makes of a branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Settling {
    /// Its entries belong to the main line, behind the head that is named.
    #[n(0)]
    Merged,
    /// Its entries are kept and count for nothing.
    #[n(1)]
    Dropped,
}

/// A branch was settled: names the last entry of both sides. Headquarters signs it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct BranchSettled {
    /// Who says it.
    #[n(0)]
    pub headquarters: Id,
    /// The case.
    #[n(1)]
    pub subject: Id,
    /// 1 for the first of the case, without a gap.
    #[n(2)]
    pub number: u64,
    /// What was decided.
    #[n(3)]
    pub settling: Settling,
    /// The token that the branch's entries bear.
    #[n(4)]
    pub token: u64,
    /// Number of the branch's first entry.
    #[n(5)]
    pub first: u64,
    /// The last entry of the main line.
    #[n(6)]
    pub main: LineHead,
    /// The last entry of the branch.
    #[n(7)]
    pub branch: LineHead,
    /// Why, as it was typed.
    #[n(8)]
    pub reason: String,
    /// Who answers for it.
    #[n(9)]
    pub by: String,
    /// By headquarters' clock, milliseconds since 1970.
    #[n(10)]
    pub at_ms: i64,
    /// The byte of headquarters' suite.
    #[n(11)]
    pub suite: u8,
    /// Headquarters', over everything above.
    #[n(12)]
    pub signature: ByteVec,
}

#[derive(Encode)]
struct SignedMove<'a> {
    #[n(0)]
    domain: &'static str,
    #[n(1)]
    version: u8,
    #[n(2)]
    headquarters: Id,
    #[n(3)]
    subject: Id,
    #[n(4)]
    token: u64,
    #[n(5)]
    from: Id,
    #[n(6)]
    to: Id,
    #[n(7)]
    head: LineHead,
    #[n(8)]
    reason: &'a str,
    #[n(9)]
    by: &'a str,
    #[n(10)]
    at_ms: i64,
}

#[derive(Encode)]
struct SignedSettlement<'a> {
    #[n(0)]
    domain: &'static str,
    #[n(1)]
    version: u8,
    #[n(2)]
    headquarters: Id,
    #[n(3)]
    subject: Id,
    #[n(4)]
    number: u64,
    #[n(5)]
    settling: Settling,
    #[n(6)]
    token: u64,
    #[n(7)]
    first: u64,
    #[n(8)]
    main: LineHead,
    #[n(9)]
    branch: LineHead,
    #[n(10)]
    reason: &'a str,
    #[n(11)]
    by: &'a str,
    #[n(12)]
    at_ms: i64,
}

impl PenMoved {
    /// The exact bytes under the signature.
    #[must_use]
    pub fn signed_bytes(&self) -> Vec<u8> {
        to_bytes(&SignedMove {
            domain: "lucha-pen",
            version: 1,
            headquarters: self.headquarters,
            subject: self.subject,
            token: self.token,
            from: self.from,
            to: self.to,
            head: self.head,
            reason: &self.reason,
            by: &self.by,
            at_ms: self.at_ms,
        })
    }

    /// The same words under headquarters' signature.
    ///
    /// # Errors
    /// When its key is not there or does not work.
    pub fn signed(mut self, signer: &dyn Signer) -> Result<PenMoved, SignFault> {
        self.suite = signer.suite().byte();
        self.signature = signer.sign(&self.signed_bytes())?.into();
        Ok(self)
    }

    /// # Errors
    /// When `key` did not sign these words.
    pub fn verify(&self, key: &Identity) -> Result<(), WrongSignature> {
        key.verify(&self.signed_bytes(), &self.signature)
    }
}

impl BranchSettled {
    /// The exact bytes under the signature.
    #[must_use]
    pub fn signed_bytes(&self) -> Vec<u8> {
        to_bytes(&SignedSettlement {
            domain: "lucha-settlement",
            version: 1,
            headquarters: self.headquarters,
            subject: self.subject,
            number: self.number,
            settling: self.settling,
            token: self.token,
            first: self.first,
            main: self.main,
            branch: self.branch,
            reason: &self.reason,
            by: &self.by,
            at_ms: self.at_ms,
        })
    }

    /// The same words under headquarters' signature.
    ///
    /// # Errors
    /// When its key is not there or does not work.
    pub fn signed(mut self, signer: &dyn Signer) -> Result<BranchSettled, SignFault> {
        self.suite = signer.suite().byte();
        self.signature = signer.sign(&self.signed_bytes())?.into();
        Ok(self)
    }

    /// # Errors
    /// When `key` did not sign these words.
    pub fn verify(&self, key: &Identity) -> Result<(), WrongSignature> {
        key.verify(&self.signed_bytes(), &self.signature)
    }
}
