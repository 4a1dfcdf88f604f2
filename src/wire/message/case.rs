//! Entries of a case on their way down to the laptop that its pen came to, in parts under headquarters' signature; makes no case
//! of them.

use super::batch::{self, Arrived};
use super::hello::JournalName;
use super::pen::LineHead;
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::wire::signer::{Identity, SignFault, Signer};
use crate::wire::suite::WrongSignature;
use crate::wire::to_bytes;
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

/// Bytes of a part's entries, before they are pressed: it comes through where a line is cut behind 64 KB. One entry alone may
/// have more.
pub const PART_PLAIN: usize = 32 * 1024;
/// Bytes of one entry, pressed, that goes down at all: an answer of a line has 1 MiB.
pub const PRESSED_MAX: usize = 768 * 1024;
/// No case comes in more parts.
pub const PARTS_MAX: u32 = 4_096;

/// A photograph or page that an entry names: it stays at headquarters, and is named here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct BlobStands {
    /// Of its bytes.
    #[n(0)]
    pub digest: Digest,
    /// Bytes.
    #[n(1)]
    pub size: u64,
    /// When headquarters had all of it, milliseconds since 1970; left out while it had not.
    #[n(2)]
    pub held_ms: Option<i64>,
}

/// Entries of a case that other laptops wrote: one part of what came at once. Headquarters signs it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct CaseEntries {
    /// Who says it.
    #[n(0)]
    pub headquarters: Id,
    /// The case.
    #[n(1)]
    pub subject: Id,
    /// Of the pen that they come with.
    #[n(2)]
    pub token: u64,
    /// Over the names of all entries that came at once: the same in each part of them.
    #[n(3)]
    pub whole: Digest,
    /// From 1 to `parts`.
    #[n(4)]
    pub part: u32,
    /// How many there are.
    #[n(5)]
    pub parts: u32,
    /// The names of this part's entries, in the order of the case's main line.
    #[n(6)]
    pub named: Vec<LineHead>,
    /// Photographs and pages that they name, in that order.
    #[n(7)]
    pub blobs: Vec<BlobStands>,
    /// Bytes of the entries before they were pressed.
    #[n(8)]
    pub plain: u32,
    /// Which dictionary they were pressed with.
    #[n(9)]
    pub dictionary: u32,
    /// The entries, pressed: see `batch`.
    #[n(10)]
    pub entries: ByteVec,
    /// The byte of headquarters' suite.
    #[n(11)]
    pub suite: u8,
    /// Headquarters', over everything above but the entries' bytes: their names are their digests.
    #[n(12)]
    pub signature: ByteVec,
}

/// What stood under this number were entries of a case; they left with the case's party data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct EntriesWithdrawn {
    /// The case.
    #[n(0)]
    pub subject: Id,
    /// Of the item's body, as it was told.
    #[n(1)]
    pub digest: Digest,
}

#[derive(Encode)]
struct SignedPart<'a> {
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
    whole: Digest,
    #[n(6)]
    part: u32,
    #[n(7)]
    parts: u32,
    #[n(8)]
    named: &'a Vec<LineHead>,
    #[n(9)]
    blobs: &'a Vec<BlobStands>,
}

/// The digest over the names of entries, in their order.
#[must_use]
pub fn digest_of(named: &[LineHead]) -> Digest {
    Digest::of(&to_bytes(&named.to_vec()))
}

impl CaseEntries {
    /// The exact bytes under the signature.
    #[must_use]
    pub fn signed_bytes(&self) -> Vec<u8> {
        to_bytes(&SignedPart {
            domain: "lucha-case-entries",
            version: 1,
            headquarters: self.headquarters,
            subject: self.subject,
            token: self.token,
            whole: self.whole,
            part: self.part,
            parts: self.parts,
            named: &self.named,
            blobs: &self.blobs,
        })
    }

    /// The same words under headquarters' signature.
    ///
    /// # Errors
    /// When its key is not there or does not work.
    pub fn signed(mut self, signer: &dyn Signer) -> Result<CaseEntries, SignFault> {
        self.suite = signer.suite().byte();
        self.signature = signer.sign(&self.signed_bytes())?.into();
        Ok(self)
    }

    /// # Errors
    /// When `key` did not sign these words.
    pub fn verify(&self, key: &Identity) -> Result<(), WrongSignature> {
        key.verify(&self.signed_bytes(), &self.signature)
    }

    /// The entries of this part; `None` where they are not those that are named, or of another case.
    #[must_use]
    pub fn open(&self) -> Option<Vec<Arrived>> {
        let count = u32::try_from(self.named.len()).ok()?;
        let shape = (count, self.plain, self.dictionary);
        let arrived = batch::unpress(shape, &self.entries).ok()?;
        let is_it = |(entry, named): (&Arrived, &LineHead)| {
            let envelope = &entry.envelope;
            let journal = JournalName { device: envelope.device, epoch: envelope.epoch };
            let at = LineHead { journal, point: entry.point() };
            at == *named && entry.subject() == Some(self.subject)
        };
        (arrived.iter().zip(&self.named).all(is_it)).then_some(arrived)
    }
}
