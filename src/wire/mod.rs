//! The versioned shapes that leave memory; nothing is encoded here that is not promised for years.

pub mod answer;
pub mod blob;
pub mod bundle;
pub mod disclosure;
pub mod entry;
pub mod envelope;
pub mod event;
pub mod keyring;
pub mod frame;
pub mod head;
pub mod head_witness;
pub mod line_certificate;
pub mod message;
pub mod offer;
pub mod refusal;
pub mod relay_note;
pub mod rescue_mark;
pub mod rulebook;
pub mod sealed_key;
pub mod signer;
pub mod stop;
pub mod suite;
pub mod terms;

use crate::stdx::day::Day;
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::stdx::said::Said;
use minicbor::bytes::ByteArray;

/// Bytes that this program cannot read.
#[allow(missing_docs, reason = "each says itself what it is")]
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WireFault {
    #[error("the bytes are not what their kind asks for: {0}")]
    Bytes(String),
    #[error("version {0} of the envelope is newer than this program")]
    Version(u32),
    #[error("cryptographic suite {0} is not known to this program")]
    Suite(u8),
    #[error("entry kind {kind} with schema {schema} is not known to this program")]
    Kind { kind: u16, schema: u16 },
    #[error("`{0}` is not a word of its list")]
    Word(String),
}

impl WireFault {
    /// The same in the reader's words. What a decoder says of single bytes is for programmers.
    #[must_use]
    pub fn said(&self) -> Said {
        match self {
            WireFault::Bytes(_) => Said::words("wire.bytes"),
            WireFault::Version(version) => Said::words("wire.version").with(*version),
            WireFault::Suite(suite) => Said::words("wire.suite").with(u32::from(*suite)),
            WireFault::Kind { kind, schema } => {
                Said::words("wire.kind").with(u32::from(*kind)).with(u32::from(*schema))
            }
            WireFault::Word(word) => Said::words("wire.word").with(word),
        }
    }
}

/// CBOR of a shape. Writing into memory cannot fail.
fn to_bytes<T: minicbor::Encode<()>>(shape: &T) -> Vec<u8> {
    let mut bytes = Vec::new();
    let written = minicbor::encode(shape, &mut bytes);
    debug_assert!(written.is_ok(), "a vector takes every byte");
    bytes
}

fn from_bytes<'b, T: minicbor::Decode<'b, ()>>(bytes: &'b [u8]) -> Result<T, WireFault> {
    minicbor::decode(bytes).map_err(|fault| WireFault::Bytes(fault.to_string()))
}

impl<C> minicbor::Encode<C> for Id {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut minicbor::Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        e.bytes(&self.0)?.ok()
    }
}

impl<'b, C> minicbor::Decode<'b, C> for Id {
    fn decode(d: &mut minicbor::Decoder<'b>, c: &mut C) -> Result<Id, minicbor::decode::Error> {
        ByteArray::<16>::decode(d, c).map(|bytes| Id(*bytes))
    }
}

impl<C> minicbor::Encode<C> for Digest {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut minicbor::Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        e.bytes(&self.0)?.ok()
    }
}

impl<'b, C> minicbor::Decode<'b, C> for Digest {
    fn decode(d: &mut minicbor::Decoder<'b>, c: &mut C) -> Result<Digest, minicbor::decode::Error> {
        ByteArray::<32>::decode(d, c).map(|bytes| Digest(*bytes))
    }
}

fn bytes16(bytes: &ByteArray<16>) -> Id {
    Id(**bytes)
}

fn bytes32(bytes: &ByteArray<32>) -> Digest {
    Digest(**bytes)
}

/// A day as the number 20261123.
#[must_use]
pub fn day_number(day: Day) -> u32 {
    u32::try_from(day.year()).unwrap_or(0) * 10_000 + day.month() * 100 + day.day()
}

/// The day of such a number.
///
/// # Errors
/// When it is no day of the calendar.
pub fn day_from(number: u32) -> Result<Day, WireFault> {
    let year = i32::try_from(number / 10_000).unwrap_or(0);
    Day::new(year, number / 100 % 100, number % 100)
        .ok_or_else(|| WireFault::Word(number.to_string()))
}
