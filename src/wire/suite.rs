//! The suite byte that every envelope carries: which digest and which signature its bytes are under.

use crate::stdx::digest::Digest;

/// Suite 1 is SHA-256 and Ed25519. A number is never used for another suite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suite {
    Sha256Ed25519,
}

impl Suite {
    #[must_use]
    pub fn byte(self) -> u8 {
        match self {
            Suite::Sha256Ed25519 => 1,
        }
    }

    #[must_use]
    pub fn from_byte(byte: u8) -> Option<Suite> {
        (byte == 1).then_some(Suite::Sha256Ed25519)
    }

    /// The suite's digest of `parts`, one after the other.
    #[must_use]
    pub fn digest(self, parts: &[&[u8]]) -> Digest {
        match self {
            Suite::Sha256Ed25519 => Digest::of_parts(parts),
        }
    }
}
