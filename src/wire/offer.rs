//! The pen of a case offered to one laptop (移交码): a signed word of some 200 bytes as letters to be shown, scanned, typed or
//! carried; moves no pen.

use super::message::hello::{JournalName, Point};
use super::signer::{Identity, SignFault, Signer};
use super::suite::{Suite, WrongSignature};
use super::{from_bytes, to_bytes};
use crate::stdx::code;
use crate::stdx::id::Id;
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

/// Longer texts are none.
pub const TEXT_MAX: usize = 4_096;

/// What one laptop shows and the other takes in. The key of its signature stands in it: headquarters alone knows whose that
/// is, and judges the entries that this one is about.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct PenOffer {
    /// The case.
    #[n(0)]
    pub subject: Id,
    /// Whose case it is until then.
    #[n(1)]
    pub journal: JournalName,
    /// The entry that offers it.
    #[n(2)]
    pub entry: Point,
    /// Of the pen as the offering laptop has it.
    #[n(3)]
    pub token: u64,
    /// The laptop that may take it.
    #[n(4)]
    pub to: Id,
    /// Milliseconds since 1970; behind it nobody may.
    #[n(5)]
    pub until_ms: i64,
    /// The suite's byte.
    #[n(6)]
    pub suite: u8,
    /// Of the offering journal, as the suite writes public keys.
    #[n(7)]
    pub public_key: ByteVec,
    /// Its, over everything above.
    #[n(8)]
    pub signature: ByteVec,
}

#[derive(Encode)]
struct SignedOffer {
    #[n(0)]
    domain: &'static str,
    #[n(1)]
    version: u8,
    #[n(2)]
    subject: Id,
    #[n(3)]
    journal: JournalName,
    #[n(4)]
    entry: Point,
    #[n(5)]
    token: u64,
    #[n(6)]
    to: Id,
    #[n(7)]
    until_ms: i64,
}

/// Why a text is no offer.
#[allow(missing_docs, reason = "each says itself what it is")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoOffer {
    #[error("line {0} is not as it was shown")]
    Line(u32),
    #[error("the letters hold no offer")]
    Shape,
    #[error("the offer is not as it was signed")]
    Signature,
}

impl PenOffer {
    /// The exact bytes under the signature.
    #[must_use]
    pub fn signed_bytes(&self) -> Vec<u8> {
        to_bytes(&SignedOffer {
            domain: "lucha-offer",
            version: 1,
            subject: self.subject,
            journal: self.journal,
            entry: self.entry,
            token: self.token,
            to: self.to,
            until_ms: self.until_ms,
        })
    }

    /// The same under the key of the laptop that offers.
    ///
    /// # Errors
    /// When its key is not there or does not work.
    pub fn signed(mut self, signer: &dyn Signer) -> Result<PenOffer, SignFault> {
        self.suite = signer.suite().byte();
        self.public_key = signer.public_key().into();
        self.signature = signer.sign(&self.signed_bytes())?.into();
        Ok(self)
    }

    /// # Errors
    /// When the key that it names did not sign these words.
    pub fn verify(&self) -> Result<(), WrongSignature> {
        let suite = Suite::from_byte(self.suite).ok_or(WrongSignature)?;
        let key = Identity::new(suite, &self.public_key)?;
        key.verify(&self.signed_bytes(), &self.signature)
    }

    /// Lines of letters and digits, each with its check: a QR code of its plain mode holds them too.
    #[must_use]
    pub fn written(&self) -> String {
        code::lines(&to_bytes(self))
    }

    /// The offer in a text that was typed, scanned or carried; blanks, hyphens and the breaks of its lines say nothing.
    ///
    /// # Errors
    /// When a line is not as it was shown, it is no offer, or nobody signed it as it stands.
    pub fn read(text: &str) -> Result<PenOffer, NoOffer> {
        if text.len() > TEXT_MAX {
            return Err(NoOffer::Shape);
        }
        let bytes = code::read_lines(text).map_err(NoOffer::Line)?;
        let offer: PenOffer = from_bytes(&bytes).map_err(|_| NoOffer::Shape)?;
        // What is left behind the offer would be read by nobody.
        if to_bytes(&offer) != bytes {
            return Err(NoOffer::Shape);
        }
        offer.verify().map_err(|_| NoOffer::Signature)?;
        Ok(offer)
    }
}
