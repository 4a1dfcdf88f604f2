//! The file of a device's key: sealed under a key of the journal where there is one; never a bare key
//! beside a sealed journal.

use super::suite::Suite;
use super::{WireFault, bytes16, from_bytes, to_bytes};
use crate::stdx::id::Id;
use crate::stdx::secret::Key;
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Nonce};
use minicbor::bytes::{ByteArray, ByteVec};
use minicbor::{Decode, Encode};
use zeroize::Zeroizing;

/// Version of this layout.
const VERSION: u8 = 1;
/// The secret as it is: a journal without a key, as tests and comparisons have it.
const PLAIN: u8 = 0;
/// ChaCha20-Poly1305 (RFC 8439) under the journal's key for this purpose and device.
const SEALED: u8 = 1;
const PURPOSE: &str = "device-key";

/// Whose key it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owner {
    /// Which laptop.
    pub device: Id,
    /// Which epoch: each has a key of its own.
    pub epoch: u32,
    /// What the key signs with.
    pub suite: Suite,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Shape {
    #[n(1)]
    version: u8,
    #[n(2)]
    suite: u8,
    #[n(3)]
    device: ByteArray<16>,
    #[n(4)]
    epoch: u32,
    #[n(5)]
    form: u8,
    #[n(6)]
    nonce: ByteArray<12>,
    #[n(7)]
    secret: ByteVec,
}

/// What the seal also covers, so that the file cannot be passed off as another device's.
#[derive(Encode)]
struct Beside {
    #[n(0)]
    domain: &'static str,
    #[n(1)]
    version: u8,
    #[n(2)]
    suite: u8,
    #[n(3)]
    device: ByteArray<16>,
    #[n(4)]
    epoch: u32,
}

fn beside(owner: Owner) -> Vec<u8> {
    to_bytes(&Beside {
        domain: "lucha-device-key",
        version: VERSION,
        suite: owner.suite.byte(),
        device: owner.device.0.into(),
        epoch: owner.epoch,
    })
}

/// Bytes of the file. `store_key` seals them; `nonce` must be new each time.
#[must_use]
pub fn seal(owner: Owner, secret: &Key, store_key: Option<&Key>, nonce: [u8; 12]) -> Vec<u8> {
    let (form, secret) = match store_key {
        None => (PLAIN, secret.bytes().to_vec()),
        Some(key) => {
            let payload = Payload { msg: secret.bytes(), aad: &beside(owner) };
            let sealed = cipher(key, owner).encrypt(&Nonce::from(nonce), payload);
            (SEALED, sealed.expect("32 bytes are far from the cipher's end"))
        }
    };
    to_bytes(&Shape {
        version: VERSION,
        suite: owner.suite.byte(),
        device: owner.device.0.into(),
        epoch: owner.epoch,
        form,
        nonce: nonce.into(),
        secret: secret.into(),
    })
}

/// Reads the file: whose key it is, and the key.
///
/// # Errors
/// When the bytes are no such file, the seal does not open with `store_key`, or a bare key lies where
/// a sealed one must.
pub fn open(bytes: &[u8], store_key: Option<&Key>) -> Result<(Owner, Key), WireFault> {
    let shape: Shape = from_bytes(bytes)?;
    if shape.version != VERSION {
        return Err(WireFault::Version(u32::from(shape.version)));
    }
    let suite = Suite::from_byte(shape.suite).ok_or(WireFault::Suite(shape.suite))?;
    let owner = Owner { device: bytes16(&shape.device), epoch: shape.epoch, suite };
    let closed = || WireFault::Bytes("the seal of the key does not open".into());
    let secret = match (shape.form, store_key) {
        (PLAIN, None) => Zeroizing::new(shape.secret.to_vec()),
        (SEALED, Some(key)) => {
            let payload = Payload { msg: &shape.secret, aad: &beside(owner) };
            let nonce = Nonce::from(*shape.nonce);
            Zeroizing::new(cipher(key, owner).decrypt(&nonce, payload).map_err(|_| closed())?)
        }
        _ => return Err(closed()),
    };
    let secret = secret.as_slice().try_into().map_err(|_| closed())?;
    Ok((owner, Key::new(secret)))
}

fn cipher(store_key: &Key, owner: Owner) -> ChaCha20Poly1305 {
    let key = store_key.for_purpose(PURPOSE, &owner.device.0);
    ChaCha20Poly1305::new(key.bytes().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWNER: Owner = Owner { device: Id([3; 16]), epoch: 1, suite: Suite::Sm3Sm2 };

    #[test]
    fn a_sealed_key_opens_with_its_own_key_and_device_only() {
        let (secret, key) = (Key::new([5; 32]), Key::new([6; 32]));
        let file = seal(OWNER, &secret, Some(&key), [1; 12]);
        assert_eq!(open(&file, Some(&key)), Ok((OWNER, secret.clone())));
        assert!(!file.windows(8).any(|part| part == [5; 8]), "nothing of the key shows");
        assert!(open(&file, Some(&Key::new([7; 32]))).is_err());
        assert!(open(&file, None).is_err());
        let elsewhere = Owner { device: Id([4; 16]), ..OWNER };
        assert_ne!(seal(elsewhere, &secret, Some(&key), [1; 12]), file);
        for at in 0..file.len() {
            let mut changed = file.clone();
            changed[at] ^= 1;
            assert_ne!(open(&changed, Some(&key)), Ok((OWNER, secret.clone())), "byte {at}");
        }
    }

    #[test]
    fn a_bare_key_is_read_only_where_the_journal_is_bare_too() {
        let secret = Key::new([5; 32]);
        let file = seal(OWNER, &secret, None, [0; 12]);
        assert_eq!(open(&file, None), Ok((OWNER, secret)));
        assert!(open(&file, Some(&Key::new([6; 32]))).is_err());
        assert!(open(&file[..40], None).is_err());
    }
}
