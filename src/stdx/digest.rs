//! SHA-256 digests, the check that bytes are the bytes that were kept; no signing here.

use sha2::{Digest as _, Sha256};
use std::fmt;
use std::io;

const LETTERS: &[u8; 16] = b"0123456789abcdef";

/// A SHA-256 digest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// What the first entry of a journal names as the one before it.
    pub const ZERO: Digest = Digest([0; 32]);

    /// The digest of `bytes`.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Digest {
        Digest::of_parts(&[bytes])
    }

    /// The digest of the parts, one after the other.
    #[must_use]
    pub fn of_parts(parts: &[&[u8]]) -> Digest {
        let mut hasher = Sha256::new();
        for part in parts {
            hasher.update(part);
        }
        Digest(hasher.finalize().into())
    }

    /// The digest of all that is read, however much it is.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn of_reader(mut reader: impl io::Read) -> io::Result<Digest> {
        let (mut hasher, mut bytes) = (Sha256::new(), vec![0; 64 * 1024]);
        loop {
            match reader.read(&mut bytes)? {
                0 => return Ok(Digest(hasher.finalize().into())),
                length => hasher.update(&bytes[..length]),
            }
        }
    }

    /// `None` where it is not 32 bytes.
    #[must_use]
    pub fn from_slice(bytes: &[u8]) -> Option<Digest> {
        bytes.try_into().ok().map(Digest)
    }

    /// Reads what `hex` writes; `None` where it is not 64 hexadecimal digits.
    #[must_use]
    pub fn parse(hex: &str) -> Option<Digest> {
        if hex.len() != 64 || !hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let mut bytes = [0; 32];
        for (at, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(hex.get(2 * at..2 * at + 2)?, 16).ok()?;
        }
        Some(Digest(bytes))
    }

    /// 64 small letters and digits.
    #[must_use]
    pub fn hex(&self) -> String {
        // Each save writes some: formatting byte by byte would take longer than hashing.
        let letter = |half: u8| char::from(LETTERS[usize::from(half & 15)]);
        let mut text = String::with_capacity(64);
        for byte in self.0 {
            text.push(letter(byte >> 4));
            text.push(letter(byte));
        }
        text
    }

    /// The first eight hexadecimal digits: enough to compare two papers by eye.
    #[must_use]
    pub fn short(&self) -> String {
        self.hex()[..8].to_string()
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.short())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standards_own_vector() {
        let want = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(Digest::of(b"abc").hex(), want);
        assert_eq!(Digest::of_parts(&[b"a", b"bc"]).hex(), want);
        assert_eq!(Digest::of_reader(&b"abc"[..]).unwrap().hex(), want);
    }
}
