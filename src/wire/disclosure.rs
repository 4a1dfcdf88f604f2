//! One line of headquarters' own log: what left it as plain files, for whom and why; chained and signed, never sent.

use super::signer::{Identity, SignFault, Signer};
use super::suite::WrongSignature;
use super::{WireFault, from_bytes, to_bytes};
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

/// What left, and why.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Disclosure {
    /// Whose log it is.
    #[n(0)]
    pub headquarters: Id,
    /// 1 for the first, without a gap.
    #[n(1)]
    pub number: u64,
    /// By headquarters' clock, milliseconds since 1970.
    #[n(2)]
    pub at_ms: i64,
    /// The case or journal, as the command names it.
    #[n(3)]
    pub what: String,
    /// Why it left, as it was typed.
    #[n(4)]
    pub reason: String,
    /// Who answers for it.
    #[n(5)]
    pub by: String,
    /// How many files left.
    #[n(6)]
    pub files: u32,
    /// SHA-256 of the list of digests that lies with the files.
    #[n(7)]
    pub manifest: Digest,
    /// Digest of the signed bytes of the line before; zeros before the first.
    #[n(8)]
    pub before: Digest,
    /// The byte of headquarters' suite.
    #[n(9)]
    pub suite: u8,
    /// Headquarters', over everything above.
    #[n(10)]
    pub signature: ByteVec,
}

#[derive(Encode)]
struct Signed<'a> {
    #[n(0)]
    domain: &'static str,
    #[n(1)]
    version: u8,
    #[n(2)]
    headquarters: Id,
    #[n(3)]
    number: u64,
    #[n(4)]
    at_ms: i64,
    #[n(5)]
    what: &'a str,
    #[n(6)]
    reason: &'a str,
    #[n(7)]
    by: &'a str,
    #[n(8)]
    files: u32,
    #[n(9)]
    manifest: Digest,
    #[n(10)]
    before: Digest,
}

impl Disclosure {
    /// The exact bytes under the signature.
    #[must_use]
    pub fn signed_bytes(&self) -> Vec<u8> {
        to_bytes(&Signed {
            domain: "lucha-disclosure",
            version: 1,
            headquarters: self.headquarters,
            number: self.number,
            at_ms: self.at_ms,
            what: &self.what,
            reason: &self.reason,
            by: &self.by,
            files: self.files,
            manifest: self.manifest,
            before: self.before,
        })
    }

    /// What the next line names as the one before it.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::of(&self.signed_bytes())
    }

    /// The same line as the next behind `before`, signed.
    ///
    /// # Errors
    /// When headquarters' key is not there or does not work.
    pub fn behind(
        mut self,
        before: Option<&Disclosure>,
        signer: &dyn Signer,
    ) -> Result<Disclosure, SignFault> {
        self.number = before.map_or(0, |before| before.number) + 1;
        self.before = before.map_or(Digest::ZERO, Disclosure::digest);
        self.suite = signer.suite().byte();
        self.signature = signer.sign(&self.signed_bytes())?.into();
        Ok(self)
    }

    /// # Errors
    /// When `key` did not sign these words.
    pub fn verify(&self, key: &Identity) -> Result<(), WrongSignature> {
        key.verify(&self.signed_bytes(), &self.signature)
    }

    /// As the ledger keeps it.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        to_bytes(self)
    }

    /// # Errors
    /// When the bytes are none.
    pub fn decode(bytes: &[u8]) -> Result<Disclosure, WireFault> {
        from_bytes(bytes)
    }
}
