//! How a kept blob lies in its file: a head, then chunks that each know their place; reads no file itself.
//!
//! The chunks follow STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015): number and last-chunk mark
//! are in the nonce, the head is bound to every chunk, so a cut, a swap or an addition opens nothing.

use super::WireFault;
use crate::stdx::aead::{self, NONCE, TAG};
use crate::stdx::digest::Digest;
use crate::stdx::secret::Key;

/// Bytes of the head.
pub const HEAD: usize = 14;
/// Plain bytes of every chunk but the last.
pub const CHUNK: u64 = 64 * 1024;
const MARK: [u8; 4] = *b"LCBL";
const VERSION: u8 = 1;

/// Suite 0 lies as it is, suite 1 is XChaCha20-Poly1305. A number is never used for another suite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dress {
    /// Suite 0.
    Plain,
    /// Suite 1.
    Sealed,
}

/// What the file says about itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// How its chunks lie.
    pub dress: Dress,
    /// Plain bytes of the blob.
    pub length: u64,
}

impl Head {
    /// The head as it stands first in the file.
    #[must_use]
    pub fn bytes(&self) -> [u8; HEAD] {
        let mut bytes = [0; HEAD];
        bytes[..4].copy_from_slice(&MARK);
        bytes[4] = VERSION;
        bytes[5] = match self.dress {
            Dress::Plain => 0,
            Dress::Sealed => 1,
        };
        bytes[6..].copy_from_slice(&self.length.to_le_bytes());
        bytes
    }

    /// Reads the head of a file.
    ///
    /// # Errors
    /// When it is no blob, or of a version or suite that this program does not know.
    pub fn read(bytes: &[u8; HEAD]) -> Result<Head, WireFault> {
        let [m0, m1, m2, m3, version, suite, length @ ..] = *bytes;
        if [m0, m1, m2, m3] != MARK {
            return Err(WireFault::Bytes("this is no blob".into()));
        }
        if version != VERSION {
            return Err(WireFault::Version(u32::from(version)));
        }
        let dress = match suite {
            0 => Dress::Plain,
            1 => Dress::Sealed,
            other => return Err(WireFault::Suite(other)),
        };
        Ok(Head { dress, length: u64::from_le_bytes(length) })
    }

    /// Number of the last chunk; an empty blob has one chunk of nothing.
    #[must_use]
    pub fn last(&self) -> u64 {
        self.length.div_ceil(CHUNK).max(1) - 1
    }

    /// Bytes of chunk `number` as it lies in the file.
    #[must_use]
    pub fn chunk_bytes(&self, number: u64) -> u64 {
        let plain = self.length.saturating_sub(number.saturating_mul(CHUNK)).min(CHUNK);
        plain + self.tag()
    }

    /// Bytes of the whole file; `None` for a length that no file has.
    #[must_use]
    pub fn file_bytes(&self) -> Option<u64> {
        let tags = self.tag().checked_mul(self.last() + 1)?;
        self.length.checked_add(tags)?.checked_add(HEAD as u64)
    }

    fn tag(&self) -> u64 {
        match self.dress {
            Dress::Plain => 0,
            Dress::Sealed => TAG as u64,
        }
    }

    /// Chunk `number` as it lies in the file.
    #[must_use]
    pub fn seal(&self, key: &Key, number: u64, plain: &[u8]) -> Vec<u8> {
        aead::seal(key, &self.nonce(number), &self.bytes(), plain)
    }

    /// The plain bytes of chunk `number`; `None` when it is not the one that was sealed there.
    #[must_use]
    pub fn open(&self, key: &Key, number: u64, sealed: &[u8]) -> Option<Vec<u8>> {
        aead::open(key, &self.nonce(number), &self.bytes(), sealed)
    }

    /// The key is the blob's own, so number and mark suffice: the same nonce has the same chunk.
    fn nonce(&self, number: u64) -> [u8; NONCE] {
        let mut nonce = [0; NONCE];
        nonce[..8].copy_from_slice(&number.to_le_bytes());
        nonce[8] = u8::from(number == self.last());
        nonce
    }
}

/// The key of one blob: of the store's key and the blob's digest.
#[must_use]
pub fn key(store: &Key, digest: Digest) -> Key {
    store.for_purpose("blob", &digest.0)
}

/// The name of a blob's file: 32 hexadecimal digits, and under a key none that tells the digest.
#[must_use]
pub fn name(store: Option<&Key>, digest: Digest) -> String {
    let digest = match store {
        Some(store) => Digest(*store.for_purpose("blob-name", &digest.0).bytes()),
        None => digest,
    };
    digest.hex()[..32].to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_layout_is_the_one_that_was_promised() {
        let head = Head { dress: Dress::Sealed, length: 131_073 };
        assert_eq!(head.bytes(), *b"LCBL\x01\x01\x01\x00\x02\x00\x00\x00\x00\x00");
        assert_eq!(Head::read(&head.bytes()), Ok(head));
        assert_eq!((head.last(), head.chunk_bytes(1), head.chunk_bytes(2)), (2, 65_552, 17));
        assert_eq!(head.file_bytes(), Some(14 + 131_073 + 3 * 16));
        let empty = Head { dress: Dress::Plain, length: 0 };
        assert_eq!((empty.last(), empty.file_bytes()), (0, Some(14)));
        assert_eq!(Head { length: u64::MAX, ..head }.file_bytes(), None);
    }

    #[test]
    fn another_version_suite_or_file_is_refused_by_name() {
        let bytes = Head { dress: Dress::Sealed, length: 1 }.bytes();
        let with = |at: usize, byte| {
            let mut bytes = bytes;
            bytes[at] = byte;
            Head::read(&bytes)
        };
        assert_eq!(with(4, 2), Err(WireFault::Version(2)));
        assert_eq!(with(5, 7), Err(WireFault::Suite(7)));
        assert!(matches!(with(0, b'x'), Err(WireFault::Bytes(_))));
    }

    #[test]
    fn a_chunk_opens_at_its_own_place_and_under_its_own_head_alone() {
        let head = Head { dress: Dress::Sealed, length: 2 * CHUNK };
        let key = key(&Key::new([1; 32]), Digest([2; 32]));
        let first = head.seal(&key, 0, &[7; 65_536]);
        assert_eq!(head.open(&key, 0, &first).unwrap(), [7; 65_536]);
        assert_eq!(head.open(&key, 1, &first), None, "moved to the end");
        let shorter = Head { length: CHUNK, ..head };
        assert_eq!(shorter.open(&key, 0, &first), None, "made the last of a shorter blob");
    }

    #[test]
    fn a_keyed_name_does_not_tell_the_digest() {
        let digest = Digest::of(b"page");
        let keyed = name(Some(&Key::new([1; 32])), digest);
        assert_eq!(name(None, digest), digest.hex()[..32]);
        assert_ne!(keyed, name(None, digest));
        assert_ne!(keyed, name(Some(&Key::new([2; 32])), digest));
        assert_eq!(keyed.len(), 32);
    }
}
