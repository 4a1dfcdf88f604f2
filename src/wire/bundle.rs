//! A bundle: the messages of a session as a file on a stick, sealed to whom it is for; reads and writes no file itself.
//!
//! A volume is a head, then frames. Each frame opens by itself and knows its place, so that a torn volume gives its
//! good beginning, and one that came twice gives the same again. The first frame bears the writer's signature over the
//! head: nobody else can have chosen the key that the frames are sealed under.

use super::message::feed::{FeedItem, Scope};
use super::message::hello::{Hello, JournalName, Welcome};
use super::message::inclusion::{Inclusion, InclusionAnswer};
use super::message::photograph::Put;
use super::message::push::Push;
use super::message::receipt::Receipt;
use super::signer::{Identity, SignFault, Signer};
use super::suite::WrongSignature;
use super::{WireFault, from_bytes, to_bytes};
use crate::stdx::aead::{self, NONCE, TAG};
use crate::stdx::id::Id;
use crate::stdx::secret::Key;
use minicbor::bytes::{ByteArray, ByteVec};
use minicbor::{Decode, Encode};
use std::io::{self, Read, Write};

/// Bytes of a volume's head.
pub const HEAD: usize = 75;
/// Bytes before each frame: its length.
pub const FORE: usize = 4;
/// No frame is longer.
pub const FRAME_MAX: usize = super::message::MESSAGE_MAX + TAG;
/// Bytes of a volume at most: what a stick of the old kind holds as one file.
pub const VOLUME_MAX: u64 = 2 * 1024 * 1024 * 1024 - 1;
/// Ending of a volume's name.
pub const ENDING: &str = "lucha-bundle";
const MARK: [u8; 4] = *b"LCBU";
const VERSION: u8 = 1;
/// X25519, HKDF-SHA256, XChaCha20-Poly1305; a number is never used for another suite.
const SUITE: u8 = 1;

/// Whom a bundle goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// What a laptop wrote.
    ToHeadquarters,
    /// What headquarters answers.
    ToTerminal,
}

/// What stands in clear before the frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// Whom it is sealed to.
    pub way: Way,
    /// All volumes of one bundle share it; the answer to a bundle bears the same.
    pub bundle: Id,
    /// 1 for the first volume.
    pub volume: u32,
    /// Headquarters' id, or the device's.
    pub to: Id,
    /// The public part of a key that was made for this volume alone.
    pub fresh: [u8; 32],
}

/// One frame.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Frame {
    /// The first of every volume: who wrote it, and proves so.
    #[n(0)]
    Opening {
        /// Whose bundle it is.
        #[n(0)]
        journal: JournalName,
        /// The byte of the signature's suite.
        #[n(1)]
        suite: u8,
        /// Over the volume's head.
        #[n(2)]
        signature: ByteVec,
    },
    /// Where the terminal stands, and the key that the answer is sealed to.
    #[n(1)]
    Hello {
        /// The question of a session's beginning.
        #[n(0)]
        hello: Box<Hello>,
        /// Public X25519 key; its secret never leaves the laptop.
        #[n(1)]
        answer_to: ByteArray<32>,
        /// What the terminal knows of headquarters' checkpoints; absent from one that does not hear `Inclusion`.
        #[n(2)]
        inclusion: Option<Inclusion>,
    },
    /// Entries, as over a line.
    #[n(2)]
    Push {
        /// One PUSH.
        #[n(0)]
        push: Push,
    },
    /// A range of a photograph or page, as over a line.
    #[n(3)]
    Put {
        /// One BLOB_PUT.
        #[n(0)]
        put: Put,
    },
    /// Where headquarters stands after the import.
    #[n(4)]
    Welcome {
        /// The answer of a session's beginning.
        #[n(0)]
        welcome: Box<Welcome>,
    },
    /// What headquarters holds since.
    #[n(5)]
    Receipts {
        /// Each signed.
        #[n(0)]
        receipts: Vec<Receipt>,
    },
    /// News.
    #[n(6)]
    Feed {
        /// Of which feed.
        #[n(0)]
        scope: Scope,
        /// Behind the cursor that HELLO named, without a gap.
        #[n(1)]
        items: Vec<FeedItem>,
    },
    /// The last of every volume, with the number of frames before it; `more` when another volume follows.
    #[n(7)]
    End {
        /// Frames before it in this volume.
        #[n(0)]
        frames: u64,
        /// Another volume follows.
        #[n(1)]
        more: bool,
    },
    /// A part of the chain of checkpoints, and with the last part where the journal stands; written to whoever asked alone.
    #[n(8)]
    Inclusion {
        /// What this is the answer to: the terminal may know more by the time that it comes.
        #[n(0)]
        asked: Inclusion,
        /// As over a line.
        #[n(1)]
        answer: Box<InclusionAnswer>,
    },
}

#[derive(Encode)]
struct Signed<'a> {
    #[n(0)]
    domain: &'static str,
    #[n(1)]
    head: &'a ByteVec,
}

impl Head {
    /// The head as it stands first in the file.
    #[must_use]
    pub fn bytes(&self) -> [u8; HEAD] {
        let mut head = [0; HEAD];
        head[..4].copy_from_slice(&MARK);
        let way = match self.way {
            Way::ToHeadquarters => 1,
            Way::ToTerminal => 2,
        };
        head[4..7].copy_from_slice(&[VERSION, SUITE, way]);
        head[7..23].copy_from_slice(&self.bundle.0);
        head[23..27].copy_from_slice(&self.volume.to_le_bytes());
        head[27..43].copy_from_slice(&self.to.0);
        head[43..].copy_from_slice(&self.fresh);
        head
    }

    /// # Errors
    /// When these bytes begin no bundle, or one of a version or suite that this program does not know.
    pub fn read(head: &[u8; HEAD]) -> Result<Head, WireFault> {
        let [m0, m1, m2, m3, version, suite, way, rest @ ..] = *head;
        if [m0, m1, m2, m3] != MARK {
            return Err(WireFault::Bytes("this is no bundle".into()));
        }
        if version != VERSION {
            return Err(WireFault::Version(u32::from(version)));
        }
        if suite != SUITE {
            return Err(WireFault::Suite(suite));
        }
        let way = match way {
            1 => Way::ToHeadquarters,
            2 => Way::ToTerminal,
            _ => return Err(WireFault::Bytes("a bundle to nobody".into())),
        };
        let part = |from: usize| {
            let mut part = [0; 16];
            part.copy_from_slice(&rest[from..from + 16]);
            Id(part)
        };
        let [v0, v1, v2, v3] = [rest[16], rest[17], rest[18], rest[19]];
        let mut fresh = [0; 32];
        fresh.copy_from_slice(&rest[36..]);
        let volume = u32::from_le_bytes([v0, v1, v2, v3]);
        Ok(Head { way, bundle: part(0), volume, to: part(20), fresh })
    }

    fn signed(&self) -> Vec<u8> {
        to_bytes(&Signed { domain: "lucha-bundle", head: &self.bytes().to_vec().into() })
    }

    /// The first frame of this volume.
    ///
    /// # Errors
    /// When the key is not there or does not work.
    pub fn opening(&self, journal: JournalName, signer: &dyn Signer) -> Result<Frame, SignFault> {
        let signature = signer.sign(&self.signed())?.into();
        Ok(Frame::Opening { journal, suite: signer.suite().byte(), signature })
    }

    /// # Errors
    /// When `key` did not sign this head.
    pub fn verify(&self, signature: &[u8], key: &Identity) -> Result<(), WrongSignature> {
        key.verify(&self.signed(), signature)
    }

    /// Name of the volume's file.
    #[must_use]
    pub fn file_name(&self) -> String {
        let way = match self.way {
            Way::ToHeadquarters => "up",
            Way::ToTerminal => "answer",
        };
        format!("{}-{way}-{}.{ENDING}", self.bundle, self.volume)
    }

    /// The key of this volume's frames, from one side's secret and the other's public part (X25519, RFC 7748).
    #[must_use]
    pub fn key(&self, own: &Key, other: &[u8; 32]) -> Key {
        let secret = x25519_dalek::StaticSecret::from(*own.bytes());
        let shared = secret.diffie_hellman(&x25519_dalek::PublicKey::from(*other));
        Key::new(shared.to_bytes()).for_purpose("bundle", &self.bytes())
    }

    /// Frame number `place`, counted from 0, with its length before it.
    #[must_use]
    pub fn seal(&self, key: &Key, place: u64, frame: &Frame) -> Vec<u8> {
        let sealed = aead::seal(key, &nonce(place), &self.bytes(), &to_bytes(frame));
        let length = u32::try_from(sealed.len()).unwrap_or(u32::MAX);
        [&length.to_le_bytes()[..], &sealed].concat()
    }

    /// # Errors
    /// When it is not what was sealed at this place of this volume.
    pub fn open(&self, key: &Key, place: u64, sealed: &[u8]) -> Result<Frame, WireFault> {
        let plain = aead::open(key, &nonce(place), &self.bytes(), sealed);
        from_bytes(&plain.ok_or_else(|| WireFault::Bytes("the frame does not open".into()))?)
    }
}

/// The public part of a secret.
#[must_use]
pub fn public_part(secret: &Key) -> [u8; 32] {
    let secret = x25519_dalek::StaticSecret::from(*secret.bytes());
    *x25519_dalek::PublicKey::from(&secret).as_bytes()
}

/// A volume's key seals no two frames under one number, and is used for this volume alone.
fn nonce(place: u64) -> [u8; NONCE] {
    let mut nonce = [0; NONCE];
    nonce[..8].copy_from_slice(&place.to_le_bytes());
    nonce
}

/// Writes a volume, frame by frame.
#[derive(Debug)]
pub struct Writer<W> {
    head: Head,
    key: Key,
    out: W,
    place: u64,
    /// Bytes so far.
    pub bytes: u64,
}

impl<W: Write> Writer<W> {
    /// # Errors
    /// When it cannot be written; the same of the calls below.
    pub fn begin(head: Head, key: Key, mut out: W) -> io::Result<Writer<W>> {
        out.write_all(&head.bytes())?;
        Ok(Writer { head, key, out, place: 0, bytes: HEAD as u64 })
    }

    /// Seals one frame behind those before.
    ///
    /// # Errors
    /// When it cannot be written, or is longer than a reader takes.
    pub fn put(&mut self, frame: &Frame) -> io::Result<()> {
        let bytes = self.head.seal(&self.key, self.place, frame);
        // No reader would take it, nor anything behind it.
        if bytes.len() > FORE + FRAME_MAX {
            let words = format!("{} bytes are too many for one frame of a bundle", bytes.len());
            return Err(io::Error::new(io::ErrorKind::InvalidInput, words));
        }
        self.out.write_all(&bytes)?;
        self.place += 1;
        self.bytes += bytes.len() as u64;
        Ok(())
    }

    /// Ends the volume, and gives back what it was written to.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn end(mut self, more: bool) -> io::Result<W> {
        self.put(&Frame::End { frames: self.place, more })?;
        Ok(self.out)
    }
}

/// Reads a volume, frame by frame, as far as it is good.
#[derive(Debug)]
pub struct Reader<R> {
    /// Whom the volume is for and who may answer.
    pub head: Head,
    input: R,
    place: u64,
}

impl<R: Read> Reader<R> {
    /// # Errors
    /// When it is no bundle, or of a version or suite that this program does not know.
    pub fn begin(mut input: R) -> Result<Reader<R>, WireFault> {
        let mut head = [0; HEAD];
        input.read_exact(&mut head).map_err(|_| WireFault::Bytes("this is no bundle".into()))?;
        Ok(Reader { head: Head::read(&head)?, input, place: 0 })
    }

    /// The next frame; `None` where the good part ends, which is the volume's end or a tear.
    pub fn next(&mut self, key: &Key) -> Option<Frame> {
        let mut fore = [0; FORE];
        self.input.read_exact(&mut fore).ok()?;
        let length = usize::try_from(u32::from_le_bytes(fore)).ok()?;
        if !(TAG..=FRAME_MAX).contains(&length) {
            return None;
        }
        let mut sealed = vec![0; length];
        self.input.read_exact(&mut sealed).ok()?;
        let frame = self.head.open(key, self.place, &sealed).ok()?;
        self.place += 1;
        Some(frame)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_opens_at_its_place_for_its_reader_alone() {
        let (fresh, reader) = (Key::new([1; 32]), Key::new([2; 32]));
        let head = Head {
            way: Way::ToHeadquarters,
            bundle: Id([3; 16]),
            volume: 7,
            to: Id([4; 16]),
            fresh: public_part(&fresh),
        };
        assert_eq!(Head::read(&head.bytes()), Ok(head));
        let frame = Frame::End { frames: 9, more: true };
        let key = head.key(&fresh, &public_part(&reader));
        let bytes = head.seal(&key, 5, &frame);
        let sealed = &bytes[FORE..];
        let theirs = head.key(&reader, &head.fresh);
        assert_eq!(head.open(&theirs, 5, sealed), Ok(frame));
        assert!(head.open(&theirs, 6, sealed).is_err(), "another place");
        assert!(Head { volume: 8, ..head }.open(&theirs, 5, sealed).is_err(), "another volume");
        assert!(head.open(&head.key(&fresh, &head.fresh), 5, sealed).is_err(), "another reader");
    }

    #[test]
    fn a_volume_that_is_torn_at_any_byte_gives_its_good_beginning() {
        let (fresh, reader) = (Key::new([1; 32]), Key::new([2; 32]));
        let head = Head {
            way: Way::ToTerminal,
            bundle: Id([3; 16]),
            volume: 1,
            to: Id([4; 16]),
            fresh: public_part(&fresh),
        };
        let key = head.key(&fresh, &public_part(&reader));
        let mut writer = Writer::begin(head, key, Vec::new()).unwrap();
        let mut ends = Vec::new();
        for _ in 0..3 {
            writer.put(&Frame::Receipts { receipts: Vec::new() }).unwrap();
            ends.push(writer.bytes);
        }
        let bytes = writer.end(false).unwrap();
        let key = head.key(&reader, &head.fresh);
        for cut in HEAD..=bytes.len() {
            let mut volume = Reader::begin(&bytes[..cut]).unwrap();
            let frames: Vec<Frame> = std::iter::from_fn(|| volume.next(&key)).collect();
            let whole = ends.iter().filter(|end| **end <= cut as u64).count();
            let is_all = cut == bytes.len();
            assert_eq!(frames.len(), whole + usize::from(is_all), "torn at {cut}");
            let end = Frame::End { frames: 3, more: false };
            assert_eq!(frames.last() == Some(&end), is_all);
        }
        assert!(Reader::begin(&bytes[..HEAD - 1]).is_err());
    }

    #[test]
    fn a_frame_that_no_reader_would_take_is_refused_when_it_is_written() {
        let fresh = Key::new([1; 32]);
        let (to, fresh_part) = (Id([4; 16]), public_part(&fresh));
        let way = Way::ToHeadquarters;
        let head = Head { way, bundle: Id([3; 16]), volume: 1, to, fresh: fresh_part };
        let mut writer = Writer::begin(head, fresh, Vec::new()).unwrap();
        let put = |length| Frame::Put {
            put: Put {
                digest: crate::stdx::digest::Digest([1; 32]),
                offset: 0,
                bytes: vec![0; length].into(),
                hears_limit: None,
            },
        };
        assert!(writer.put(&put(FRAME_MAX)).is_err());
        assert!(writer.put(&put(1_000)).is_ok(), "and nothing of it was written");
        assert!(writer.bytes < 2_000);
    }

    #[test]
    fn what_is_no_bundle_is_refused_by_name() {
        let head = Head {
            way: Way::ToTerminal,
            bundle: Id([3; 16]),
            volume: 1,
            to: Id([4; 16]),
            fresh: [5; 32],
        };
        let with = |at: usize, byte| {
            let mut bytes = head.bytes();
            bytes[at] = byte;
            Head::read(&bytes)
        };
        assert!(with(0, 0).is_err());
        assert_eq!(with(4, 9), Err(WireFault::Version(9)));
        assert_eq!(with(5, 9), Err(WireFault::Suite(9)));
        assert!(with(6, 3).is_err());
    }
}
