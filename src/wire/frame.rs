//! How an entry lies in a mirror's file: sealed on its own, and found from either end; reads no file itself.
//!
//! A frame is length, number, part of the nonce, sealed bytes, length again. The nonce is made of the
//! entry's number and of its digest, so that not even two journals that parted ways share one.

use super::entry::Kept;
use super::{WireFault, from_bytes, to_bytes};
use crate::stdx::aead::{self, NONCE, TAG};
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::stdx::secret::Key;
use minicbor::bytes::{ByteArray, ByteVec};
use minicbor::{Decode, Encode};

/// Bytes of the head of a mirror's file.
pub const HEAD: usize = 26;
/// Bytes before the sealed ones of a frame: length, number, salt of the nonce.
pub const FORE: usize = 28;
/// Bytes behind them: the length again.
pub const AFT: usize = 4;
/// No frame is longer: entries are small, and a rule pack has a few hundred kilobytes.
pub const SEALED_MAX: usize = 64 * 1024 * 1024;
const MARK: [u8; 4] = *b"LCMF";
const VERSION: u8 = 1;
/// XChaCha20-Poly1305; a number is never used for another suite.
const SUITE: u8 = 1;

/// Files of a rule pack by name.
pub type PackFiles = Vec<(String, Vec<u8>)>;

/// An entry with what it cannot be restored without.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carried {
    /// Envelope, salt and payload.
    pub kept: Kept,
    /// Files of the rule pack that the entry adopts; none with any other entry.
    pub pack: PackFiles,
    /// The device's signature over this entry, as suite and bytes; only the last of a commit has one.
    pub signature: Option<(u8, Vec<u8>)>,
}

/// Which journal a mirror's file is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Journal {
    /// The laptop.
    pub device: Id,
    /// Its epoch.
    pub epoch: u32,
}

/// What stands before the sealed bytes of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fore {
    /// Bytes of the sealed part.
    pub length: u32,
    /// Number of the entry.
    pub number: u64,
    /// Parts the key of the mirror into one for this frame.
    pub salt: [u8; 16],
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Shape {
    #[n(1)]
    envelope: ByteVec,
    #[n(2)]
    salt: ByteArray<16>,
    #[n(3)]
    payload: ByteVec,
    #[n(4)]
    pack: Option<Vec<FileShape>>,
    #[n(5)]
    signature: Option<SignatureShape>,
}

#[derive(Encode, Decode)]
struct SignatureShape {
    #[n(0)]
    suite: u8,
    #[n(1)]
    bytes: ByteVec,
}

#[derive(Encode, Decode)]
struct FileShape {
    #[n(0)]
    name: String,
    #[n(1)]
    bytes: ByteVec,
}

impl Journal {
    /// The head of the mirror's file of this journal.
    #[must_use]
    pub fn head(&self) -> [u8; HEAD] {
        let mut head = [0; HEAD];
        head[..4].copy_from_slice(&MARK);
        head[4..6].copy_from_slice(&[VERSION, SUITE]);
        head[6..22].copy_from_slice(&self.device.0);
        head[22..].copy_from_slice(&self.epoch.to_le_bytes());
        head
    }

    /// Reads the head of a mirror's file.
    ///
    /// # Errors
    /// When it is none, or of a version or suite that this program does not know.
    pub fn read(head: &[u8; HEAD]) -> Result<Journal, WireFault> {
        let [m0, m1, m2, m3, version, suite, rest @ ..] = *head;
        if [m0, m1, m2, m3] != MARK {
            return Err(WireFault::Bytes("this is no mirror of a journal".into()));
        }
        if version != VERSION {
            return Err(WireFault::Version(u32::from(version)));
        }
        if suite != SUITE {
            return Err(WireFault::Suite(suite));
        }
        let [device @ .., e0, e1, e2, e3] = rest;
        Ok(Journal { device: Id(device), epoch: u32::from_le_bytes([e0, e1, e2, e3]) })
    }

    /// The key of a mirror of this journal.
    #[must_use]
    pub fn key(&self, store: &Key) -> Key {
        let context = [&self.device.0[..], &self.epoch.to_le_bytes()].concat();
        store.for_purpose("mirror", &context)
    }

    /// Name of the folder of this journal's mirror, so that one card holds those of several laptops.
    #[must_use]
    pub fn folder_name(&self) -> String {
        format!("lucha-mirror-{}-{}", self.device, self.epoch)
    }

    /// The salt of a frame over an entry whose digest is `digest`; once its payload has left, the digest's other half, so
    /// that the two frames of one entry share no nonce.
    #[must_use]
    pub fn salt(digest: Digest, is_pruned: bool) -> [u8; 16] {
        let mut salt = [0; 16];
        let (first, other) = digest.0.split_at(16);
        salt.copy_from_slice(if is_pruned { other } else { first });
        salt
    }

    /// Whether a frame with this salt is of the entry whose digest is `digest`.
    #[must_use]
    pub fn is_salt(salt: [u8; 16], digest: Digest) -> bool {
        [false, true].into_iter().any(|pruned| Journal::salt(digest, pruned) == salt)
    }

    fn beside(&self, number: u64) -> [u8; 28] {
        let mut beside = [0; 28];
        beside[..16].copy_from_slice(&self.device.0);
        beside[16..20].copy_from_slice(&self.epoch.to_le_bytes());
        beside[20..].copy_from_slice(&number.to_le_bytes());
        beside
    }

    /// The frame of entry `number`, whole.
    #[must_use]
    pub fn seal(&self, key: &Key, number: u64, digest: Digest, carried: &Carried) -> Vec<u8> {
        let salt = Journal::salt(digest, carried.kept.is_pruned());
        let plain = content_bytes(carried);
        let sealed = aead::seal(key, &nonce(number, salt), &self.beside(number), &plain);
        let length = u32::try_from(sealed.len()).unwrap_or(u32::MAX);
        Fore { length, number, salt }.frame(&sealed)
    }

    /// What was sealed behind `fore`.
    ///
    /// # Errors
    /// When it is not what was sealed for this journal and number.
    pub fn open(&self, key: &Key, fore: &Fore, sealed: &[u8]) -> Result<Carried, WireFault> {
        let nonce = nonce(fore.number, fore.salt);
        let plain = aead::open(key, &nonce, &self.beside(fore.number), sealed);
        content(&plain.ok_or_else(|| WireFault::Bytes("the frame does not open".into()))?)
    }
}

impl Fore {
    /// Reads what stands before the sealed bytes; `None` when no frame begins so.
    #[must_use]
    pub fn read(bytes: &[u8; FORE]) -> Option<Fore> {
        let [l0, l1, l2, l3, n0, n1, n2, n3, n4, n5, n6, n7, salt @ ..] = *bytes;
        let length = u32::from_le_bytes([l0, l1, l2, l3]);
        let number = u64::from_le_bytes([n0, n1, n2, n3, n4, n5, n6, n7]);
        let can_be = (TAG..=SEALED_MAX).contains(&(length as usize));
        can_be.then_some(Fore { length, number, salt })
    }

    /// The whole frame around its sealed bytes.
    #[must_use]
    pub fn frame(&self, sealed: &[u8]) -> Vec<u8> {
        let mut frame = Vec::with_capacity(FORE + sealed.len() + AFT);
        frame.extend(self.length.to_le_bytes());
        frame.extend(self.number.to_le_bytes());
        frame.extend(self.salt);
        frame.extend(sealed);
        frame.extend(self.length.to_le_bytes());
        frame
    }

    /// Bytes of the whole frame.
    #[must_use]
    pub fn frame_bytes(&self) -> u64 {
        u64::from(self.length) + (FORE + AFT) as u64
    }
}

fn nonce(number: u64, salt: [u8; 16]) -> [u8; NONCE] {
    let mut nonce = [0; NONCE];
    nonce[..8].copy_from_slice(&number.to_le_bytes());
    nonce[8..].copy_from_slice(&salt);
    nonce
}

/// What lies under the seal of a frame.
#[must_use]
pub fn content_bytes(carried: &Carried) -> Vec<u8> {
    let file = |(name, bytes): &(String, Vec<u8>)| FileShape {
        name: name.clone(),
        bytes: bytes.clone().into(),
    };
    to_bytes(&Shape {
        envelope: carried.kept.envelope.clone().into(),
        salt: carried.kept.salt.into(),
        payload: carried.kept.payload.clone().into(),
        pack: (!carried.pack.is_empty()).then(|| carried.pack.iter().map(file).collect()),
        signature: carried
            .signature
            .clone()
            .map(|(suite, bytes)| SignatureShape { suite, bytes: bytes.into() }),
    })
}

/// Reads what lay under a seal: whoever has the key may have written anything.
///
/// # Errors
/// When the bytes are none.
pub fn content(bytes: &[u8]) -> Result<Carried, WireFault> {
    let shape: Shape = from_bytes(bytes)?;
    let file = |file: FileShape| (file.name, file.bytes.into());
    Ok(Carried {
        kept: Kept {
            envelope: shape.envelope.into(),
            salt: *shape.salt,
            payload: shape.payload.into(),
        },
        pack: shape.pack.unwrap_or_default().into_iter().map(file).collect(),
        signature: shape.signature.map(|kept| (kept.suite, kept.bytes.into())),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn carried() -> Carried {
        let kept = Kept { envelope: vec![1, 2, 3], salt: [4; 16], payload: vec![5; 40] };
        let pack = vec![("laws.toml".into(), b"x".to_vec())];
        Carried { kept, pack, signature: Some((1, vec![6; 64])) }
    }

    const JOURNAL: Journal = Journal { device: Id([7; 16]), epoch: 1 };

    fn parts(frame: &[u8]) -> (Fore, &[u8]) {
        let fore = Fore::read(frame[..FORE].try_into().unwrap()).unwrap();
        (fore, &frame[FORE..frame.len() - AFT])
    }

    #[test]
    fn a_frame_opens_for_its_own_journal_and_number_alone() {
        let key = JOURNAL.key(&Key::new([1; 32]));
        let frame = JOURNAL.seal(&key, 5, Digest([9; 32]), &carried());
        let (fore, sealed) = parts(&frame);
        assert_eq!((fore.number, fore.frame_bytes()), (5, frame.len() as u64));
        assert_eq!(frame[..4], frame[frame.len() - 4..], "the length at both ends");
        assert_eq!(JOURNAL.open(&key, &fore, sealed), Ok(carried()));
        let next = Journal { epoch: 2, ..JOURNAL };
        assert_ne!(next.key(&Key::new([1; 32])), key);
        assert!(next.open(&key, &fore, sealed).is_err(), "another epoch");
        assert!(JOURNAL.open(&key, &Fore { number: 6, ..fore }, sealed).is_err(), "another number");
        assert!(JOURNAL.open(&next.key(&Key::new([1; 32])), &fore, sealed).is_err());
    }

    #[test]
    fn two_entries_of_one_number_share_no_nonce() {
        let key = JOURNAL.key(&Key::new([1; 32]));
        let one = JOURNAL.seal(&key, 5, Digest([8; 32]), &carried());
        let two = JOURNAL.seal(&key, 5, Digest([9; 32]), &carried());
        assert_ne!(parts(&one).1[..16], parts(&two).1[..16]);
    }

    #[test]
    fn an_entry_shares_no_nonce_with_what_is_left_of_it() {
        let key = JOURNAL.key(&Key::new([1; 32]));
        let digest = Digest::of(b"an envelope");
        let mut left = carried();
        (left.kept.salt, left.kept.payload) = ([0; 16], Vec::new());
        let frames = [carried(), left].map(|carried| JOURNAL.seal(&key, 5, digest, &carried));
        let [whole, left] = frames.each_ref().map(|frame| parts(frame).0.salt);
        assert_ne!(whole, left);
        assert!(Journal::is_salt(whole, digest) && Journal::is_salt(left, digest));
        assert!(!Journal::is_salt([0; 16], digest));
    }

    #[test]
    fn the_head_of_the_file_reads_back_and_others_are_refused_by_name() {
        let head = JOURNAL.head();
        assert_eq!(Journal::read(&head), Ok(JOURNAL));
        let with = |at: usize, byte| {
            let mut head = head;
            head[at] = byte;
            Journal::read(&head)
        };
        assert_eq!(with(4, 2), Err(WireFault::Version(2)));
        assert_eq!(with(5, 2), Err(WireFault::Suite(2)));
        assert!(with(0, 0).is_err());
    }
}
