//! The envelope of an entry: what is chained and later signed; the payload lies beside it.
//!
//! Deterministic CBOR, a map with ascending integer keys. A key is never used for another meaning.

use super::suite::Suite;
use super::{WireFault, bytes16, bytes32};
use crate::stdx::clock::{Fix, Moment, Offset, Reading};
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use minicbor::bytes::ByteArray;
use minicbor::{Decode, Encode};

/// Version of the envelope's own layout.
pub const VERSION: u8 = 1;

/// What an entry says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// Which digest its own bytes and its payload are under.
    pub suite: Suite,
    /// The laptop that wrote it.
    pub device: Id,
    /// Of that laptop's journal.
    pub epoch: u32,
    /// 1 is the first entry of a journal.
    pub number: u64,
    /// Digest of the envelope before, all zero for the first.
    pub previous: Digest,
    /// Kind of the event; a number never means another.
    pub kind: u16,
    /// Version of the payload's shape.
    pub schema: u16,
    /// What the clocks said.
    pub clock: Reading,
    /// One id per start of the machine.
    pub boot: Id,
    /// Opaque id of the officer, never a name.
    pub officer: Option<Id>,
    /// The inspection or case that the entry belongs to.
    pub subject: Option<Id>,
    /// Token of the case's pen that the writer held last; 0 for a case whose pen never moved.
    pub pen: u64,
    /// The suite's digest over the salt and the payload.
    pub payload: Digest,
    /// Files that the payload names; entries travel first, these after them.
    pub blobs: Vec<BlobName>,
}

/// A blob as an envelope names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlobName {
    /// SHA-256 of its bytes.
    pub digest: Digest,
    /// Plain bytes.
    pub size: u64,
    /// Its media type, `image/jpeg`.
    pub kind: String,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Shape {
    #[n(1)]
    version: u8,
    #[n(2)]
    suite: u8,
    #[n(3)]
    journal: Journal,
    #[n(4)]
    number: u64,
    #[n(5)]
    previous: ByteArray<32>,
    #[n(6)]
    kind: u16,
    #[n(7)]
    schema: u16,
    #[n(8)]
    wall_ms: i64,
    #[n(9)]
    machine: Machine,
    #[n(10)]
    headquarters: Option<Told>,
    #[n(11)]
    satellites: Option<Told>,
    #[n(12)]
    officer: Option<ByteArray<16>>,
    #[n(13)]
    subject: Option<ByteArray<16>>,
    /// Left out while it is 0.
    #[n(14)]
    pen: Option<u64>,
    #[n(17)]
    payload: ByteArray<32>,
    /// Left out when there is none.
    #[n(18)]
    blobs: Option<Vec<BlobShape>>,
}

#[derive(Encode, Decode)]
struct BlobShape {
    #[n(0)]
    digest: ByteArray<32>,
    #[n(1)]
    size: u64,
    #[n(2)]
    kind: String,
}

fn blob_shapes(blobs: &[BlobName]) -> Option<Vec<BlobShape>> {
    let shape = |blob: &BlobName| BlobShape {
        digest: blob.digest.0.into(),
        size: blob.size,
        kind: blob.kind.clone(),
    };
    (!blobs.is_empty()).then(|| blobs.iter().map(shape).collect())
}

fn blob_names(shapes: Option<Vec<BlobShape>>) -> Vec<BlobName> {
    let name = |shape: BlobShape| BlobName {
        digest: bytes32(&shape.digest),
        size: shape.size,
        kind: shape.kind,
    };
    shapes.unwrap_or_default().into_iter().map(name).collect()
}

#[derive(Encode, Decode)]
struct Journal {
    #[n(0)]
    device: ByteArray<16>,
    #[n(1)]
    epoch: u32,
}

#[derive(Encode, Decode)]
struct Machine {
    #[n(0)]
    boot: ByteArray<16>,
    #[n(1)]
    monotonic_ms: u64,
}

/// What another clock told: key 10 `[offset_ms, age_ms]`, key 11 `[wall_ms, age_ms]`.
#[derive(Encode, Decode)]
struct Told {
    #[n(0)]
    ms: i64,
    #[n(1)]
    age_ms: u64,
}

/// The bytes that are kept, chained and sent.
#[must_use]
pub fn encode(envelope: &Envelope) -> Vec<u8> {
    let shape = Shape {
        version: VERSION,
        suite: envelope.suite.byte(),
        journal: Journal { device: envelope.device.0.into(), epoch: envelope.epoch },
        number: envelope.number,
        previous: envelope.previous.0.into(),
        kind: envelope.kind,
        schema: envelope.schema,
        wall_ms: envelope.clock.wall.ms(),
        machine: Machine {
            boot: envelope.boot.0.into(),
            monotonic_ms: envelope.clock.monotonic_ms,
        },
        headquarters: envelope
            .clock
            .headquarters
            .map(|told| Told { ms: told.offset_ms, age_ms: told.age_ms }),
        satellites: envelope
            .clock
            .satellites
            .map(|fix| Told { ms: fix.wall.ms(), age_ms: fix.age_ms }),
        officer: envelope.officer.map(|id| id.0.into()),
        subject: envelope.subject.map(|id| id.0.into()),
        pen: Some(envelope.pen).filter(|token| *token > 0),
        payload: envelope.payload.0.into(),
        blobs: blob_shapes(&envelope.blobs),
    };
    super::to_bytes(&shape)
}

/// Reads an envelope.
///
/// # Errors
/// When the bytes are no envelope of a version and suite that this program knows.
pub fn decode(bytes: &[u8]) -> Result<Envelope, WireFault> {
    let shape: Shape = super::from_bytes(bytes)?;
    if shape.version != VERSION {
        return Err(WireFault::Version(u32::from(shape.version)));
    }
    let suite = Suite::from_byte(shape.suite).ok_or(WireFault::Suite(shape.suite))?;
    Ok(Envelope {
        suite,
        device: bytes16(&shape.journal.device),
        epoch: shape.journal.epoch,
        number: shape.number,
        previous: bytes32(&shape.previous),
        kind: shape.kind,
        schema: shape.schema,
        clock: Reading {
            wall: Moment::from_ms(shape.wall_ms),
            monotonic_ms: shape.machine.monotonic_ms,
            headquarters: shape
                .headquarters
                .map(|told| Offset { offset_ms: told.ms, age_ms: told.age_ms }),
            satellites: shape
                .satellites
                .map(|told| Fix { wall: Moment::from_ms(told.ms), age_ms: told.age_ms }),
        },
        boot: bytes16(&shape.machine.boot),
        officer: shape.officer.as_ref().map(bytes16),
        subject: shape.subject.as_ref().map(bytes16),
        pen: shape.pen.unwrap_or(0),
        payload: bytes32(&shape.payload),
        blobs: blob_names(shape.blobs),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Envelope {
        Envelope {
            suite: Suite::Sha256Ed25519,
            device: Id([7; 16]),
            epoch: 1,
            number: 2,
            previous: Digest([1; 32]),
            kind: 1,
            schema: 1,
            clock: Reading::new(Moment::from_ms(1_795_394_400_000), 5),
            boot: Id([9; 16]),
            officer: Some(Id([3; 16])),
            subject: None,
            pen: 0,
            payload: Digest([2; 32]),
            blobs: Vec::new(),
        }
    }

    #[test]
    fn an_envelope_reads_back_and_its_bytes_stay_the_same() {
        let bytes = encode(&sample());
        assert_eq!(decode(&bytes).unwrap(), sample());
        assert_eq!(bytes[..6], [0xab, 1, 1, 2, 1, 3], "a map of eleven, keys ascending");
    }

    #[test]
    fn blobs_are_named_under_key_18_and_an_envelope_without_them_has_no_such_key() {
        let blob = BlobName { digest: Digest([5; 32]), size: 70_000, kind: "image/jpeg".into() };
        let named = Envelope { blobs: vec![blob], ..sample() };
        let (with, without) = (encode(&named), encode(&sample()));
        assert_eq!(decode(&with).unwrap(), named);
        assert_eq!((with[0], without[0]), (without[0] + 1, 0xab));
        assert_eq!(with[1..without.len()], without[1..], "the last key of the map");
        assert_eq!(with[without.len()..][..4], [0x12, 0x81, 0x83, 0x58], "18: [[bytes, …]]");
    }

    #[test]
    fn a_pen_stands_under_key_14_and_an_envelope_of_a_case_that_never_moved_has_no_such_key() {
        let subject = Some(Id([4; 16]));
        let plain = encode(&Envelope { subject, ..sample() });
        let moved = Envelope { subject, pen: 3, ..sample() };
        let bytes = encode(&moved);
        assert_eq!(decode(&bytes).unwrap(), moved);
        assert_eq!(decode(&plain).unwrap().pen, 0);
        assert_eq!((bytes[0], bytes.len()), (plain[0] + 1, plain.len() + 2));
        let shape = [0x04, 0x0e, 0x03, 0x11, 0x58];
        assert!(bytes.windows(shape.len()).any(|part| part == shape), "{bytes:02x?}");
    }

    #[test]
    fn what_other_clocks_told_lies_between_its_neighbours_and_is_left_out_when_unknown() {
        let mut told = sample();
        told.clock.headquarters = Some(Offset { offset_ms: -7, age_ms: 9 });
        told.clock.satellites = Some(Fix { wall: Moment::from_ms(5), age_ms: 6 });
        let bytes = encode(&told);
        assert_eq!(decode(&bytes).unwrap(), told);
        assert_eq!(bytes[..6], [0xad, 1, 1, 2, 1, 3], "a map of thirteen");
        let shape = [0x0a, 0x82, 0x26, 0x09, 0x0b, 0x82, 0x05, 0x06, 0x0c];
        assert!(bytes.windows(shape.len()).any(|part| part == shape), "{bytes:02x?}");
    }

    #[test]
    fn an_envelope_of_another_version_is_refused_by_name() {
        let mut bytes = encode(&sample());
        bytes[2] = 9;
        assert_eq!(decode(&bytes), Err(WireFault::Version(9)));
        assert!(decode(&bytes[..20]).is_err());
    }
}
