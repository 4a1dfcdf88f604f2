//! Headquarters' signed word that it holds something, as bytes that can mean nothing else.

use super::hello::{JournalName, Point};
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::wire::signer::{Identity, SignFault, Signer};
use crate::wire::suite::WrongSignature;
use crate::wire::to_bytes;
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

/// What headquarters says it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Held {
    /// The journal from its first entry up to this one.
    #[n(0)]
    Journal {
        /// Which journal.
        #[n(0)]
        journal: JournalName,
        /// The last entry; all before it are held with it.
        #[n(1)]
        upto: Point,
    },
    /// All bytes of a photograph or page.
    #[n(1)]
    Blob {
        /// SHA-256 of the photograph's or page's bytes.
        #[n(0)]
        digest: Digest,
        /// Bytes.
        #[n(1)]
        size: u64,
    },
}

/// RECEIPT.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Receipt {
    /// Who says it.
    #[n(0)]
    pub headquarters: Id,
    /// What it holds.
    #[n(1)]
    pub held: Held,
    /// When headquarters' commit was done, by its own clock.
    #[n(2)]
    pub received_ms: i64,
    /// The byte of headquarters' suite.
    #[n(3)]
    pub suite: u8,
    /// Headquarters', over everything above.
    #[n(4)]
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
    held: &'a Held,
    #[n(4)]
    received_ms: i64,
}

fn signed_bytes(headquarters: Id, held: &Held, received_ms: i64) -> Vec<u8> {
    to_bytes(&Signed { domain: "lucha-receipt", version: 1, headquarters, held, received_ms })
}

impl Receipt {
    /// The exact bytes under the signature.
    #[must_use]
    pub fn signed_bytes(&self) -> Vec<u8> {
        signed_bytes(self.headquarters, &self.held, self.received_ms)
    }

    /// # Errors
    /// When headquarters' key is not there or does not work.
    pub fn sign(
        headquarters: Id,
        held: Held,
        received_ms: i64,
        signer: &dyn Signer,
    ) -> Result<Receipt, SignFault> {
        let signature = signer.sign(&signed_bytes(headquarters, &held, received_ms))?;
        let suite = signer.suite().byte();
        Ok(Receipt { headquarters, held, received_ms, suite, signature: signature.into() })
    }

    /// # Errors
    /// When headquarters' key did not sign these words.
    pub fn verify(&self, key: &Identity) -> Result<(), WrongSignature> {
        key.verify(&self.signed_bytes(), &self.signature)
    }
}
