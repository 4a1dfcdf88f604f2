//! Entries pressed into one PUSH and taken out again, each checked against the one before; trusts no length.
//!
//! The plain bytes are CBOR arrays `[envelope, salt, payload]`, one behind the other; they are pressed by
//! zstd (RFC 8878) under a dictionary made of this program's own sample entries.

use super::hello::{JournalName, Point};
use super::push::{Push, Refusal};
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::wire::entry::{self, Break, Entry, Kept};
use crate::wire::envelope::{self, Envelope};
use crate::wire::head::SignedHead;
use crate::wire::signer::Identity;
use crate::wire::suite::Suite;
use minicbor::bytes::{ByteArray, ByteVec};
use minicbor::{Decode, Encode};
use std::sync::LazyLock;
use zstd::bulk::{Compressor, Decompressor};
use zstd::dict::{DecoderDictionary, EncoderDictionary};

/// No batch is longer before it is pressed. One entry alone may be.
pub const PLAIN_MAX: usize = 4 * 1024 * 1024;
/// No batch has more entries.
pub const COUNT_MAX: u32 = 4_096;
/// The dictionary that this program presses with.
pub const DICTIONARY: u32 = 1;
/// Every dictionary ever shipped, by its number; none is ever changed or left out.
const DICTIONARIES: [(u32, &[u8]); 1] =
    [(1, include_bytes!("../../../assets/wire/entries-1.dict"))];
/// Above this the gain is small and the laptop slow.
const LEVEL: i32 = 3;

/// Read once: a batch of a few entries is pressed in less time than its dictionary is read.
static TO_PRESS: LazyLock<EncoderDictionary<'static>> = LazyLock::new(|| {
    let ours = DICTIONARIES.iter().find(|(number, _)| *number == DICTIONARY);
    EncoderDictionary::copy(ours.map_or(&[][..], |(_, dictionary)| dictionary), LEVEL)
});
static TO_OPEN: LazyLock<Vec<(u32, DecoderDictionary<'static>)>> = LazyLock::new(|| {
    let read = |(number, dictionary): &(u32, &[u8])| (*number, DecoderDictionary::copy(dictionary));
    DICTIONARIES.iter().map(read).collect()
});

#[derive(Encode, Decode)]
struct Shape {
    #[n(0)]
    envelope: ByteVec,
    #[n(1)]
    salt: ByteArray<16>,
    #[n(2)]
    payload: ByteVec,
}

/// An entry out of a batch: its place in the chain is checked, its payload may be anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrived {
    /// Its bytes.
    pub kept: Kept,
    /// As decoded.
    pub envelope: Envelope,
    /// Of the envelope.
    pub digest: Digest,
    /// What could be made of the payload.
    pub content: Content,
}

/// What stands in an entry that follows the one before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Whole and understood.
    Read(Box<Entry>),
    /// A kind or schema of a newer program.
    NotYet,
    /// Not the payload that the envelope names, or no payload of its kind.
    Damaged,
}

/// The bytes of one entry in a batch.
#[must_use]
pub fn plain(kept: &Kept) -> Vec<u8> {
    crate::wire::to_bytes(&Shape {
        envelope: kept.envelope.clone().into(),
        salt: kept.salt.into(),
        payload: kept.payload.clone().into(),
    })
}

/// How many bytes `entries` are before they are pressed, and the pressed ones.
///
/// # Errors
/// As `push`.
pub fn press(entries: &[Kept]) -> Result<(u32, Vec<u8>), std::io::Error> {
    let bytes = entries.iter().map(plain).collect::<Vec<_>>().concat();
    let mut press = Compressor::with_prepared_dictionary(&TO_PRESS)?;
    // A bit that turns on the way must not be taken for a payload that was damaged on the laptop.
    press.include_checksum(true)?;
    Ok((u32::try_from(bytes.len()).unwrap_or(u32::MAX), press.compress(&bytes)?))
}

/// A PUSH of `entries` behind `behind`; `signature` is the device's over the last of them.
///
/// # Errors
/// Never for a batch within its bounds; zstd's own word otherwise.
pub fn push(
    journal: JournalName,
    behind: Point,
    entries: &[Kept],
    (suite, signature): (Suite, Vec<u8>),
) -> Result<Push, std::io::Error> {
    let (plain, pressed) = press(entries)?;
    Ok(Push {
        journal,
        behind,
        count: u32::try_from(entries.len()).unwrap_or(u32::MAX),
        plain,
        dictionary: DICTIONARY,
        entries: pressed.into(),
        suite: suite.byte(),
        signature: signature.into(),
        commits: None,
    })
}

/// Takes the entries out, and checks that each follows the one before, from `behind` on, and that the
/// device with `key` signed the last.
///
/// # Errors
/// When they are not such a batch; nothing of it is to be kept then.
pub fn open(push: &Push, key: &(Suite, Identity)) -> Result<Vec<Arrived>, Refusal> {
    let entries = unpress((push.count, push.plain, push.dictionary), &push.entries)?;
    let mut at = push.behind;
    for arrived in &entries {
        let envelope = &arrived.envelope;
        let journal = JournalName { device: envelope.device, epoch: envelope.epoch };
        let follows = Some(envelope.number) == at.number.checked_add(1)
            && envelope.previous == at.digest
            && journal == push.journal
            && envelope.suite == key.0;
        if !follows {
            return Err(Refusal::Broken);
        }
        at = Point { number: envelope.number, digest: arrived.digest };
    }
    let JournalName { device, epoch } = push.journal;
    SignedHead { device, epoch, number: at.number, digest: at.digest }
        .verify(key, push.suite, &push.signature)
        .map_err(|_| Refusal::Signature)?;
    Ok(entries)
}

/// Takes `count` entries out of `pressed`, which are `plain` bytes and were pressed with `dictionary`; whether they follow each
/// other is the caller's to check.
///
/// # Errors
/// When they are no such entries.
pub fn unpress(
    (count, plain, dictionary): (u32, u32, u32),
    pressed: &[u8],
) -> Result<Vec<Arrived>, Refusal> {
    let plain = plain as usize;
    let is_possible = (1..=COUNT_MAX).contains(&count) && plain <= PLAIN_MAX;
    if !is_possible {
        return Err(Refusal::Broken);
    }
    let opener = match TO_OPEN.iter().find(|(number, _)| *number == dictionary) {
        Some((_, dictionary)) => Decompressor::with_prepared_dictionary(dictionary),
        None if dictionary == 0 => Decompressor::new(),
        None => return Err(Refusal::Dictionary),
    };
    let bytes =
        opener.and_then(|mut open| open.decompress(pressed, plain)).map_err(|_| Refusal::Broken)?;
    if bytes.len() != plain {
        return Err(Refusal::Broken);
    }
    let mut decoder = minicbor::Decoder::new(&bytes);
    let mut entries = Vec::new();
    while decoder.position() < bytes.len() {
        let shape: Shape = decoder.decode().map_err(|_| Refusal::Broken)?;
        entries.push(arrived(shape)?);
        if entries.len() > count as usize {
            return Err(Refusal::Broken);
        }
    }
    if entries.len() == count as usize { Ok(entries) } else { Err(Refusal::Broken) }
}

fn arrived(shape: Shape) -> Result<Arrived, Refusal> {
    let kept =
        Kept { envelope: shape.envelope.into(), salt: *shape.salt, payload: shape.payload.into() };
    let envelope = envelope::decode(&kept.envelope).map_err(|_| Refusal::Broken)?;
    let digest = envelope.suite.digest(&[&kept.envelope]);
    Ok(Arrived { content: content(&kept), kept, envelope, digest })
}

/// What the payload of a kept entry is.
#[must_use]
pub fn content(kept: &Kept) -> Content {
    match entry::read(kept) {
        Ok(entry) => Content::Read(Box::new(entry)),
        Err(Break::Body(crate::wire::WireFault::Kind { .. })) => Content::NotYet,
        Err(_) => Content::Damaged,
    }
}

impl Arrived {
    /// Its place in the journal.
    #[must_use]
    pub fn point(&self) -> Point {
        Point { number: self.envelope.number, digest: self.digest }
    }

    /// The inspection or case that it belongs to.
    #[must_use]
    pub fn subject(&self) -> Option<Id> {
        self.envelope.subject
    }
}
