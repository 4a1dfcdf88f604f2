//! ROTATE: a terminal's new device key, signed by the old one, and the certificate of its new line; believes neither key
//! by itself.

use super::Asks;
use super::feed::BlockLeased;
use super::hello::{JournalName, Point};
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::wire::signer::{Identity, SignFault, Signer};
use crate::wire::suite::{Suite, WrongSignature};
use crate::wire::to_bytes;
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

/// Tells the signed bytes from everything else that a device's key may ever sign.
const DOMAIN: &str = "lucha-rotation";
/// Version of their layout.
const VERSION: u8 = 1;

/// ROTATE, asked over the line of the certificate that is given up.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Rotate {
    /// The journal that the old key signs.
    #[n(0)]
    pub journal: JournalName,
    /// The epoch that the new key will sign: the next one.
    #[n(1)]
    pub epoch: u32,
    /// The byte of the suite of both keys.
    #[n(2)]
    pub suite: u8,
    /// The new public key, as the suite writes public keys.
    #[n(3)]
    pub public_key: ByteVec,
    /// The request for the new line's certificate (PKCS #10, DER).
    #[n(4)]
    pub request: ByteVec,
    /// The last entry of the journal: the new epoch begins behind it.
    #[n(5)]
    pub head: Point,
    /// The old key's, over the signed bytes.
    #[n(6)]
    pub signature: ByteVec,
    /// The new key's, over the same: whoever asks holds it.
    #[n(7)]
    pub proof: ByteVec,
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
    device: Id,
    #[n(4)]
    before: u32,
    #[n(5)]
    epoch: u32,
    #[n(6)]
    suite: u8,
    #[n(7)]
    public_key: &'a ByteVec,
    #[n(8)]
    request: Digest,
    #[n(9)]
    number: u64,
    #[n(10)]
    digest: Digest,
}

/// What headquarters answers.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum RotateAnswer {
    /// The new key signs from the next entry on; the same question gets the same journal again.
    #[n(0)]
    Rotated {
        /// The epoch that was asked for.
        #[n(0)]
        epoch: u32,
        /// The new line's certificate (DER).
        #[n(1)]
        certificate: ByteVec,
        /// The epoch's first document numbers, which stand in the feed as well.
        #[n(2)]
        block: BlockLeased,
    },
    /// Nothing was changed; the old key goes on signing.
    #[n(1)]
    Refused {
        /// What is in the way.
        #[n(0)]
        why: NoRotation,
    },
}

/// Why a key is not replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum NoRotation {
    /// Headquarters knows no such journal.
    #[n(0)]
    Unknown,
    /// The line is another device's.
    #[n(1)]
    Foreign,
    /// One of the two signatures is not its key's, or the new key is the old one.
    #[n(2)]
    Signature,
    /// The request or the new key cannot be read, or the epoch is not the next one.
    #[n(3)]
    Broken,
    /// The device was revoked.
    #[n(4)]
    Revoked,
    /// Headquarters holds the journal otherwise, or more of it.
    #[n(5)]
    Parted,
    /// Another key has that epoch, or a later one.
    #[n(6)]
    Taken,
}

impl Rotate {
    /// The exact bytes under both signatures: a CBOR array `["lucha-rotation", 1, headquarters, device, epoch before,
    /// epoch, suite, new key, SHA-256 of the request, number, digest]`.
    #[must_use]
    pub fn signed_bytes(&self, headquarters: Id) -> Vec<u8> {
        to_bytes(&Signed {
            domain: DOMAIN,
            version: VERSION,
            headquarters,
            device: self.journal.device,
            before: self.journal.epoch,
            epoch: self.epoch,
            suite: self.suite,
            public_key: &self.public_key,
            request: Digest::of(&self.request),
            number: self.head.number,
            digest: self.head.digest,
        })
    }

    /// The same question under both signatures.
    ///
    /// # Errors
    /// When one of the keys is not there or does not work.
    pub fn sign(
        mut self,
        headquarters: Id,
        old: &dyn Signer,
        new: &dyn Signer,
    ) -> Result<Rotate, SignFault> {
        let words = self.signed_bytes(headquarters);
        self.signature = old.sign(&words)?.into();
        self.proof = new.sign(&words)?.into();
        Ok(self)
    }

    /// # Errors
    /// When `old` did not sign the new key, or the new key not this question, or both are one key.
    pub fn verify(
        &self,
        headquarters: Id,
        (suite, old): (Suite, &[u8]),
    ) -> Result<(), WrongSignature> {
        if self.suite != suite.byte() || *self.public_key == *old {
            return Err(WrongSignature);
        }
        let words = self.signed_bytes(headquarters);
        Identity::new(suite, old)?.verify(&words, &self.signature)?;
        Identity::new(suite, &self.public_key)?.verify(&words, &self.proof)
    }
}

impl Asks for Rotate {
    const NAME: &'static str = "rotate";
    type Answer = RotateAnswer;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stdx::secret::Key;
    use crate::wire::signer::SoftKey;

    const HEADQUARTERS: Id = Id([8; 16]);

    fn key(suite: Suite, nth: u8) -> SoftKey {
        SoftKey::new(suite, &Key::new([nth; 32])).unwrap()
    }

    fn question(suite: Suite) -> Rotate {
        let (old, new) = (key(suite, 5), key(suite, 6));
        let unsigned = Rotate {
            journal: JournalName { device: Id([7; 16]), epoch: 1 },
            epoch: 2,
            suite: suite.byte(),
            public_key: new.public_key().into(),
            request: vec![0x30, 0].into(),
            head: Point { number: 300, digest: Digest([9; 32]) },
            signature: Vec::new().into(),
            proof: Vec::new().into(),
        };
        unsigned.sign(HEADQUARTERS, &old, &new).unwrap()
    }

    #[test]
    fn both_keys_sign_every_word_of_the_question_and_nobody_else_does() {
        for suite in Suite::ALL {
            let old = key(suite, 5).public_key();
            let asked = question(suite);
            assert!(asked.verify(HEADQUARTERS, (suite, &old)).is_ok());
            assert!(asked.verify(Id([9; 16]), (suite, &old)).is_err(), "another headquarters");
            assert!(asked.verify(HEADQUARTERS, (suite, &asked.public_key)).is_err(), "itself");
            let stranger = key(suite, 4).public_key();
            assert!(asked.verify(HEADQUARTERS, (suite, &stranger)).is_err(), "another old key");
            let bend: [fn(&mut Rotate); 7] = [
                |asked| asked.journal.device = Id([1; 16]),
                |asked| asked.journal.epoch = 2,
                |asked| asked.epoch = 3,
                |asked| asked.request = vec![0x30, 1].into(),
                |asked| asked.head.number = 301,
                |asked| asked.head.digest = Digest([1; 32]),
                |asked| asked.proof = asked.signature.clone(),
            ];
            for (nth, bend) in bend.into_iter().enumerate() {
                let mut bent = asked.clone();
                bend(&mut bent);
                assert!(bent.verify(HEADQUARTERS, (suite, &old)).is_err(), "{suite:?} {nth}");
            }
        }
    }

    #[test]
    fn the_signed_bytes_are_those_that_were_promised() {
        let bytes = question(Suite::Sha256Ed25519).signed_bytes(HEADQUARTERS);
        let mut want = vec![0x8b, 0x6e];
        want.extend(b"lucha-rotation");
        want.extend([0x01, 0x50]);
        want.extend([8; 16]);
        want.push(0x50);
        want.extend([7; 16]);
        want.extend([0x01, 0x02, 0x01, 0x58, 0x20]);
        want.extend(key(Suite::Sha256Ed25519, 6).public_key());
        want.extend([0x58, 0x20]);
        want.extend(Digest::of(&[0x30, 0]).0);
        want.extend([0x19, 0x01, 0x2c, 0x58, 0x20]);
        want.extend([9; 32]);
        assert_eq!(bytes, want);
    }
}
