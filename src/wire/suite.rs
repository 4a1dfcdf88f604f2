//! The suite byte that every envelope carries: which digest and which signature its bytes are under;
//! holds no key.

use super::signer::Identity;
use crate::stdx::digest::Digest;
use sm3::Digest as _;

/// The algorithms of one journal, chosen by headquarters when it is founded. A number is never used
/// for another suite.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Suite {
    /// 1: SHA-256 (FIPS 180-4) and Ed25519 (RFC 8032).
    #[default]
    Sha256Ed25519,
    /// 2: SM3 (GB/T 32905) and SM2 (GB/T 32918.2 on the curve of GB/T 32918.5).
    Sm3Sm2,
}

/// Bytes that the key did not sign, or that are no key or signature of the suite at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the signature is not the key's")]
pub struct WrongSignature;

impl Suite {
    /// Every suite, in the order of its byte.
    pub const ALL: [Suite; 2] = [Suite::Sha256Ed25519, Suite::Sm3Sm2];

    /// The byte in every envelope.
    #[must_use]
    pub fn byte(self) -> u8 {
        match self {
            Suite::Sha256Ed25519 => 1,
            Suite::Sm3Sm2 => 2,
        }
    }

    /// The suite of a byte; `None` for one of a later release.
    #[must_use]
    pub fn from_byte(byte: u8) -> Option<Suite> {
        Suite::ALL.into_iter().find(|suite| suite.byte() == byte)
    }

    /// `intl` or `sm`, as a founding file names it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Suite::Sha256Ed25519 => "intl",
            Suite::Sm3Sm2 => "sm",
        }
    }

    /// The suite of such a word; `None` when it is none.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Suite> {
        Suite::ALL.into_iter().find(|suite| suite.word() == word)
    }

    /// The suite's digest of `parts`, one after the other.
    #[must_use]
    pub fn digest(self, parts: &[&[u8]]) -> Digest {
        match self {
            Suite::Sha256Ed25519 => Digest::of_parts(parts),
            Suite::Sm3Sm2 => {
                let mut hasher = sm3::Sm3::new();
                for part in parts {
                    hasher.update(part);
                }
                Digest(hasher.finalize().into())
            }
        }
    }

    /// Checks one signature; who checks many keeps the `Identity`.
    ///
    /// # Errors
    /// When `signature` is not that of the owner of `public_key` over `message`.
    pub fn verify(
        self,
        public_key: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), WrongSignature> {
        Identity::new(self, public_key)?.verify(message, signature)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sm3_gives_the_digests_of_its_standard() {
        // GB/T 32905-2016, annex A.
        let of = |text: &[u8]| Suite::Sm3Sm2.digest(&[text]).hex();
        assert_eq!(of(b"abc"), "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
        let long = b"abcd".repeat(16);
        assert_eq!(of(&long), "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
        let parts = Suite::Sm3Sm2.digest(&[b"a", b"", b"bc"]);
        assert_eq!(parts.hex(), of(b"abc"), "parts are one text");
    }

    #[test]
    fn a_suite_is_found_by_its_byte_and_by_its_word_and_by_nothing_else() {
        for suite in Suite::ALL {
            assert_eq!(Suite::from_byte(suite.byte()), Some(suite));
            assert_eq!(Suite::from_word(suite.word()), Some(suite));
        }
        assert_eq!((Suite::from_byte(0), Suite::from_byte(3)), (None, None));
        assert_eq!(Suite::from_word("SM"), None);
        assert_ne!(Suite::ALL[0].digest(&[b"abc"]), Suite::ALL[1].digest(&[b"abc"]));
    }
}
