//! Bytes sealed under a key (XChaCha20-Poly1305); the caller sees to it that no nonce is used twice.

use super::secret::Key;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};

/// Bytes that sealing adds.
pub const TAG: usize = 16;
/// Bytes of a nonce.
pub const NONCE: usize = 24;

/// `plain` sealed, with its tag at the end; `beside` is bound to it and not carried in it.
///
/// # Panics
/// Never for what fits into memory: the cipher's limit is 256 GiB.
#[must_use]
pub fn seal(key: &Key, nonce: &[u8; NONCE], beside: &[u8], plain: &[u8]) -> Vec<u8> {
    let payload = Payload { msg: plain, aad: beside };
    cipher(key).encrypt(&XNonce::from(*nonce), payload).expect("memory is smaller than the limit")
}

/// What was sealed under the same key, nonce and `beside`; `None` when anything of it differs.
#[must_use]
pub fn open(key: &Key, nonce: &[u8; NONCE], beside: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let payload = Payload { msg: sealed, aad: beside };
    cipher(key).decrypt(&XNonce::from(*nonce), payload).ok()
}

fn cipher(key: &Key) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(key.bytes().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sealed_opens_with_the_same_key_nonce_and_neighbour_alone() {
        let (key, nonce) = (Key::new([1; 32]), [2; NONCE]);
        let sealed = seal(&key, &nonce, b"head", b"page");
        assert_eq!(sealed.len(), 4 + TAG);
        assert_eq!(open(&key, &nonce, b"head", &sealed).unwrap(), b"page");
        assert_eq!(open(&Key::new([9; 32]), &nonce, b"head", &sealed), None);
        assert_eq!(open(&key, &[3; NONCE], b"head", &sealed), None);
        assert_eq!(open(&key, &nonce, b"heap", &sealed), None);
        assert_eq!(open(&key, &nonce, b"head", &sealed[1..]), None);
        assert_eq!(open(&key, &nonce, b"head", b""), None);
    }
}
