//! What a device signs: its journal up to one entry, as bytes that can mean nothing else.

use super::signer::{Identity, SignFault, Signer};
use super::suite::{Suite, WrongSignature};
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use minicbor::Encode;
use minicbor::bytes::ByteArray;

/// Version of the signed bytes' own layout.
const VERSION: u8 = 1;
/// Tells these bytes from everything else that a device's key may ever sign.
const DOMAIN: &str = "lucha-head";

/// One entry of one journal; through the chain, every entry before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignedHead {
    /// Whose journal.
    pub device: Id,
    /// Its epoch.
    pub epoch: u32,
    /// The entry that the signature is over.
    pub number: u64,
    /// Digest of the entry's envelope.
    pub digest: Digest,
}

#[derive(Encode)]
struct Shape {
    #[n(0)]
    domain: &'static str,
    #[n(1)]
    version: u8,
    #[n(2)]
    device: ByteArray<16>,
    #[n(3)]
    epoch: u32,
    #[n(4)]
    number: u64,
    #[n(5)]
    digest: ByteArray<32>,
}

impl SignedHead {
    /// The exact bytes under the signature: a CBOR array `["lucha-head", 1, device, epoch, number,
    /// digest]`.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        super::to_bytes(&Shape {
            domain: DOMAIN,
            version: VERSION,
            device: self.device.0.into(),
            epoch: self.epoch,
            number: self.number,
            digest: self.digest.0.into(),
        })
    }

    /// # Errors
    /// When the key is not there or does not work.
    pub fn sign(&self, signer: &dyn Signer) -> Result<Vec<u8>, SignFault> {
        signer.sign(&self.bytes())
    }

    /// # Errors
    /// When the signature is of another suite than the journal's, or not the key's over this head.
    pub fn verify(
        &self,
        key: &(Suite, Identity),
        suite: u8,
        signature: &[u8],
    ) -> Result<(), WrongSignature> {
        if suite != key.0.byte() {
            return Err(WrongSignature);
        }
        key.1.verify(&self.bytes(), signature)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signed_bytes_are_those_that_were_promised() {
        let head =
            SignedHead { device: Id([7; 16]), epoch: 1, number: 300, digest: Digest([9; 32]) };
        let mut want = vec![0x86, 0x6a];
        want.extend(b"lucha-head");
        want.extend([0x01, 0x50]);
        want.extend([7; 16]);
        want.extend([0x01, 0x19, 0x01, 0x2c, 0x58, 0x20]);
        want.extend([9; 32]);
        assert_eq!(head.bytes(), want);
        assert_ne!(SignedHead { epoch: 2, ..head }.bytes(), want);
    }
}
