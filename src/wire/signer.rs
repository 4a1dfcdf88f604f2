//! Keys that sign and keys that check: the trait that a certified USB key can stand behind, and the
//! key in software; rolls no dice and keeps nothing.

use super::suite::{Suite, WrongSignature};
use crate::stdx::secret::Key;
use ed25519_dalek::pkcs8::EncodePublicKey as _;
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::{Signer as _, Verifier as _};
use std::fmt;

/// The distinguishing id that GB/T 35276 gives a signer who has none of its own.
pub const SM2_ID: &str = "1234567812345678";

/// Why a key did not sign: it was pulled out, it is locked, or it is broken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the key does not sign: {0}")]
pub struct SignFault(pub String);

/// A device's key, wherever it lies: in software, or in a USB key that never gives it away.
pub trait Signer: fmt::Debug + Send {
    /// Which digest and which signature.
    fn suite(&self) -> Suite;

    /// 32 bytes of RFC 8032 for suite 1; 65 bytes `04 ‖ x ‖ y` for suite 2.
    fn public_key(&self) -> Vec<u8>;

    /// 64 bytes: R ‖ S for suite 1, r ‖ s for suite 2.
    ///
    /// # Errors
    /// When the key is not there or does not work.
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignFault>;
}

/// A key of 32 bytes in this program's memory. Both suites sign without dice (RFC 8032, RFC 6979),
/// so that a poor source of chance cannot give the key away.
pub enum SoftKey {
    /// Suite 1.
    Ed25519(Box<ed25519_dalek::SigningKey>),
    /// Suite 2.
    Sm2(Box<sm2::dsa::SigningKey>),
}

impl SoftKey {
    /// The key of `secret`; `None` for the one in 2³² secrets that is no number of suite 2's curve.
    #[must_use]
    pub fn new(suite: Suite, secret: &Key) -> Option<SoftKey> {
        match suite {
            Suite::Sha256Ed25519 => {
                let key = ed25519_dalek::SigningKey::from_bytes(secret.bytes());
                Some(SoftKey::Ed25519(Box::new(key)))
            }
            Suite::Sm3Sm2 => {
                let key = sm2::dsa::SigningKey::from_slice(SM2_ID, secret.bytes()).ok()?;
                Some(SoftKey::Sm2(Box::new(key)))
            }
        }
    }
}

impl Signer for SoftKey {
    fn suite(&self) -> Suite {
        match self {
            SoftKey::Ed25519(_) => Suite::Sha256Ed25519,
            SoftKey::Sm2(_) => Suite::Sm3Sm2,
        }
    }

    fn public_key(&self) -> Vec<u8> {
        match self {
            SoftKey::Ed25519(key) => key.verifying_key().to_bytes().to_vec(),
            SoftKey::Sm2(key) => sm2::PublicKey::from(key.verifying_key()).to_sec1_bytes().to_vec(),
        }
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignFault> {
        let fault = |fault: ed25519_dalek::SignatureError| SignFault(fault.to_string());
        match self {
            SoftKey::Ed25519(key) => Ok(key.try_sign(message).map_err(fault)?.to_vec()),
            SoftKey::Sm2(key) => {
                let signature: sm2::dsa::Signature = key.try_sign(message).map_err(fault)?;
                Ok(signature.to_bytes().to_vec())
            }
        }
    }
}

impl fmt::Debug for SoftKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("‹secret›")
    }
}

/// A public key that was read once and checks many signatures.
#[derive(Clone, Debug)]
pub enum Identity {
    /// Suite 1.
    Ed25519(Box<ed25519_dalek::VerifyingKey>),
    /// Suite 2.
    Sm2(Box<sm2::dsa::VerifyingKey>),
}

impl Identity {
    /// Reads a public key as `Signer::public_key` gives it.
    ///
    /// # Errors
    /// When the bytes are no public key of the suite.
    pub fn new(suite: Suite, public_key: &[u8]) -> Result<Identity, WrongSignature> {
        match suite {
            Suite::Sha256Ed25519 => ed25519_dalek::VerifyingKey::try_from(public_key)
                .map(|key| Identity::Ed25519(Box::new(key)))
                .map_err(|_| WrongSignature),
            Suite::Sm3Sm2 => sm2::dsa::VerifyingKey::from_sec1_bytes(SM2_ID, public_key)
                .map(|key| Identity::Sm2(Box::new(key)))
                .map_err(|_| WrongSignature),
        }
    }

    /// # Errors
    /// When `signature` is not this key's over `message`.
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), WrongSignature> {
        let checked = match self {
            // The strict check refuses the weak keys and the second forms of a signature that the
            // loose one lets pass, so that one entry has one signature.
            Identity::Ed25519(key) => ed25519_dalek::Signature::from_slice(signature)
                .and_then(|signature| key.verify_strict(message, &signature)),
            Identity::Sm2(key) => sm2::dsa::Signature::from_slice(signature)
                .and_then(|signature| key.verify(message, &signature)),
        };
        checked.map_err(|_| WrongSignature)
    }

    /// The key as `openssl` and other tools read it (RFC 5280 SubjectPublicKeyInfo, PEM).
    ///
    /// # Errors
    /// Never for a key that was read.
    pub fn pem(&self) -> Result<String, WrongSignature> {
        let pem = match self {
            Identity::Ed25519(key) => key.to_public_key_pem(LineEnding::LF),
            Identity::Sm2(key) => {
                sm2::PublicKey::from(key.as_ref()).to_public_key_pem(LineEnding::LF)
            }
        };
        pem.map_err(|_| WrongSignature)
    }
}

/// A signature as `openssl` reads it: suite 1's 64 bytes as they are, suite 2's as an ASN.1 sequence
/// of two whole numbers.
#[must_use]
pub fn for_openssl(suite: Suite, signature: &[u8]) -> Vec<u8> {
    match suite {
        Suite::Sha256Ed25519 => signature.to_vec(),
        Suite::Sm3Sm2 => {
            let (r, s) = signature.split_at(signature.len() / 2);
            let body = [whole_number(r), whole_number(s)].concat();
            [vec![0x30, length_byte(&body)], body].concat()
        }
    }
}

/// An ASN.1 INTEGER that is not negative, in its shortest form.
fn whole_number(bytes: &[u8]) -> Vec<u8> {
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    let mut body = bytes[zeros..].to_vec();
    if body.first().is_none_or(|first| *first >= 0x80) {
        body.insert(0, 0);
    }
    [vec![0x02, length_byte(&body)], body].concat()
}

/// What is written here is at most 70 bytes long: the short form of a length.
fn length_byte(body: &[u8]) -> u8 {
    u8::try_from(body.len()).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(hex: &str) -> Vec<u8> {
        let byte = |at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
        (0..hex.len()).step_by(2).map(byte).collect()
    }

    fn key(hex: &str) -> Key {
        Key::new(bytes(hex).try_into().unwrap())
    }

    #[test]
    fn ed25519_signs_as_its_standard_says() {
        // RFC 8032, 7.1: tests 1, 2 and 3.
        for (secret, public, message, signature) in [
            (
                "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
                "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
                "",
                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
            ),
            (
                "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
                "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
                "72",
                "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
            ),
            (
                "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
                "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
                "af82",
                "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
            ),
        ] {
            let signer = SoftKey::new(Suite::Sha256Ed25519, &key(secret)).unwrap();
            assert_eq!(signer.public_key(), bytes(public));
            assert_eq!(signer.sign(&bytes(message)).unwrap(), bytes(signature));
            let check = |message: &[u8], signature: &[u8]| {
                Suite::Sha256Ed25519.verify(&bytes(public), message, signature)
            };
            assert_eq!(check(&bytes(message), &bytes(signature)), Ok(()));
            assert_eq!(check(b"other", &bytes(signature)), Err(WrongSignature));
        }
    }

    #[test]
    fn sm2_checks_the_signature_of_its_standard() {
        // GB/T 32918.5-2017, annex A.2.
        let private = "3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8";
        let public = bytes(
            "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020\
             ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13",
        );
        let mut signature = bytes(
            "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3\
             b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa",
        );
        let message = b"message digest";
        assert_eq!(Suite::Sm3Sm2.verify(&public, message, &signature), Ok(()));
        let signer = SoftKey::new(Suite::Sm3Sm2, &key(private)).unwrap();
        assert_eq!(signer.public_key(), public);
        let ours = signer.sign(message).unwrap();
        assert_eq!(Suite::Sm3Sm2.verify(&public, message, &ours), Ok(()));
        signature[63] ^= 1;
        assert_eq!(Suite::Sm3Sm2.verify(&public, message, &signature), Err(WrongSignature));
        assert!(SoftKey::new(Suite::Sm3Sm2, &Key::new([0xff; 32])).is_none(), "above the order");
    }

    #[test]
    fn nothing_but_the_keys_own_signature_over_the_message_is_taken() {
        for suite in Suite::ALL {
            let signer = SoftKey::new(suite, &Key::new([7; 32])).unwrap();
            let other = SoftKey::new(suite, &Key::new([8; 32])).unwrap();
            let (public, signature) = (signer.public_key(), signer.sign(b"head").unwrap());
            assert_eq!((signer.suite(), signature.len()), (suite, 64));
            assert_eq!(suite.verify(&public, b"head", &signature), Ok(()));
            assert!(suite.verify(&public, b"heap", &signature).is_err());
            assert!(suite.verify(&other.public_key(), b"head", &signature).is_err());
            assert!(suite.verify(&public, b"head", &signature[..63]).is_err());
            assert!(suite.verify(&public, b"head", &[]).is_err());
            assert!(suite.verify(&public[1..], b"head", &signature).is_err());
            assert!(suite.verify(&[], b"head", &signature).is_err());
            for at in 0..64 {
                let mut changed = signature.clone();
                changed[at] ^= 1;
                assert!(suite.verify(&public, b"head", &changed).is_err(), "byte {at}");
            }
            let foreign = Suite::ALL.into_iter().find(|other| *other != suite).unwrap();
            assert!(foreign.verify(&public, b"head", &signature).is_err());
            assert_eq!(format!("{signer:?}"), "‹secret›");
        }
    }

    #[test]
    fn an_sm2_signature_becomes_the_sequence_that_other_tools_read() {
        let mut raw = vec![0; 64];
        raw[31] = 0x7f;
        raw[32] = 0x80;
        let der = for_openssl(Suite::Sm3Sm2, &raw);
        assert_eq!(der[..5], [0x30, 3 + 35, 0x02, 1, 0x7f]);
        assert_eq!(der[5..9], [0x02, 33, 0, 0x80]);
        assert_eq!(for_openssl(Suite::Sha256Ed25519, &raw), raw);
    }
}
