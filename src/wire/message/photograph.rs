//! Photographs and pages on their way up: offered by digest, sent in ranges; reads no file itself.

use super::receipt::Receipt;
use super::{Asks, body_of};
use crate::stdx::digest::Digest;
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Decoder, Encode};

/// Bytes of one range on a stick and on the way to a colleague's laptop, and of all ranges in a question to a headquarters
/// that does not say that it takes more.
pub const RANGE: usize = 256 * 1024;
/// Ranges of one question have no more bytes together: with what stands around them it is a message still, and a body that
/// proxies let through as they come (1 MiB).
pub const RANGES_MAX: usize = 960 * 1024;
/// No headquarters takes less in one range, and no laptop sends less to one that says so.
pub const RANGE_MIN: usize = 4 * 1024;
/// No photograph or page is longer.
pub const BLOB_MAX: u64 = 256 * 1024 * 1024;
/// How many one OFFER names.
pub const OFFER_MAX: usize = 128;

/// BLOB_OFFER.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Offer {
    /// Oldest first.
    #[n(0)]
    pub blobs: Vec<Offered>,
}

/// One that waits on the laptop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Offered {
    /// SHA-256 of the original's bytes.
    #[n(0)]
    pub digest: Digest,
    /// Bytes.
    #[n(1)]
    pub size: u64,
}

/// Where headquarters stands with each, in the order of the offer.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct OfferAnswer {
    /// One for each that was offered.
    #[n(0)]
    pub states: Vec<BlobState>,
}

/// How much of a photograph or page headquarters has.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum BlobState {
    /// All of it, with the receipt.
    #[n(0)]
    Have {
        /// Signed, for its digest and size.
        #[n(0)]
        receipt: Receipt,
    },
    /// Up to this byte: go on from here.
    #[n(1)]
    Offset {
        /// How many are durable there.
        #[n(0)]
        bytes: u64,
    },
    /// No entry that headquarters holds names it, or it is too long.
    #[n(2)]
    Refused,
    /// Not now.
    #[n(3)]
    Later {
        /// Milliseconds.
        #[n(0)]
        after_ms: u64,
    },
    /// The bytes that came were not those of the digest, twice. They are kept aside, and people look.
    #[n(4)]
    Quarantined,
    /// The ranges of one question were too long together, and this one was not taken; said to a program alone that hears it.
    #[n(5)]
    Limit {
        /// Bytes that the ranges of one question may have from now on.
        #[n(0)]
        max: u64,
    },
}

/// BLOB_PUT.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Put {
    /// Of which photograph or page.
    #[n(0)]
    pub digest: Digest,
    /// Byte of the first one here; where headquarters said that it stands.
    #[n(1)]
    pub offset: u64,
    /// The range.
    #[n(2)]
    pub bytes: ByteVec,
    /// The program knows `Limit`; absent from one that does not, and on a stick.
    #[n(3)]
    pub hears_limit: Option<bool>,
}

/// Several small ones in one question: [`RANGES_MAX`] bytes in all.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Puts {
    /// Each with its own offset.
    #[n(0)]
    pub puts: Vec<Put>,
}

impl Put {
    /// What came of a question with one range that was cut on its way; `None` when that is no byte of a photograph.
    #[must_use]
    pub fn begun(message: &[u8]) -> Option<Put> {
        begun(body_of(message).ok()?)
    }
}

impl Puts {
    /// What came of such a question that was cut on its way: the ranges that are whole, and the beginning of the next one.
    #[must_use]
    pub fn begun(message: &[u8]) -> Vec<Put> {
        let mut puts = Vec::new();
        let Ok(body) = body_of(message) else { return puts };
        let mut from = Decoder::new(body);
        let is_of_puts = matches!(from.map(), Ok(Some(1..))) && matches!(from.u8(), Ok(0));
        let Some(count) = from.array().ok().flatten().filter(|_| is_of_puts) else { return puts };
        for _ in 0..count {
            let at = from.position();
            if let Ok(put) = from.decode::<Put>() {
                puts.push(put);
                continue;
            }
            puts.extend(begun(body.get(at..).unwrap_or_default()));
            break;
        }
        puts
    }
}

/// A range of which the end did not come. It may hold less than its head promises, and never more.
fn begun(bytes: &[u8]) -> Option<Put> {
    let mut from = Decoder::new(bytes);
    from.map().ok()??;
    let digest = (from.u8().ok()? == 0).then(|| from.decode::<Digest>().ok())??;
    let offset = (from.u8().ok()? == 1).then(|| from.u64().ok())??;
    let head = (from.u8().ok()? == 2).then(|| bytes.get(from.position()..))??;
    // A text of bytes (RFC 8949, 3.1): its length stands in the head's own byte, or in the 1, 2 or 4 bytes behind it.
    let (first, rest) = head.split_first()?;
    let (behind, length) = match first {
        0x40..=0x57 => (0, u64::from(first - 0x40)),
        0x58..=0x5a => {
            let behind = 1_usize << (first - 0x58);
            let digits = rest.get(..behind)?;
            (behind, digits.iter().fold(0, |sum, digit| (sum << 8) | u64::from(*digit)))
        }
        _ => return None,
    };
    let came = rest.get(behind..)?;
    let length = usize::try_from(length).unwrap_or(usize::MAX).min(came.len());
    // Whether its program hears of a limit stands behind the bytes; nobody hears an answer any more.
    (length > 0).then(|| Put {
        digest,
        offset,
        bytes: came[..length].to_vec().into(),
        hears_limit: None,
    })
}

/// Where headquarters stands after it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct PutAnswer {
    /// After the range.
    #[n(0)]
    pub state: BlobState,
}

impl Asks for Offer {
    const NAME: &'static str = "offer";
    type Answer = OfferAnswer;
}

impl Asks for Puts {
    const NAME: &'static str = "puts";
    type Answer = OfferAnswer;
}

impl Asks for Put {
    const NAME: &'static str = "put";
    type Answer = PutAnswer;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::message::encode;

    fn put(n: u8, offset: u64, length: usize) -> Put {
        Put {
            digest: Digest([n; 32]),
            offset,
            bytes: vec![n; length].into(),
            hears_limit: Some(true),
        }
    }

    /// Digest, offset and bytes.
    fn said(put: &Put) -> (Digest, u64, &[u8]) {
        (put.digest, put.offset, put.bytes.as_slice())
    }

    #[test]
    fn of_a_question_that_is_cut_at_any_byte_the_beginning_is_read_and_nothing_else() {
        let puts = vec![put(1, 0, 20), put(2, 7, 200), put(3, 70_000, 1_000), put(4, 0, 70_000)];
        let whole = encode(&Puts { puts: puts.clone() });
        let mut most = 0;
        for cut in (0..3_000).chain((3_000..whole.len()).step_by(701)).chain([whole.len()]) {
            let begun = Puts::begun(&whole[..cut]);
            let bytes: usize = begun.iter().map(|put| put.bytes.len()).sum();
            assert!(bytes <= cut && bytes >= most, "{cut}: more of it, never less");
            most = bytes;
            for (came, put) in begun.iter().zip(&puts) {
                let (digest, offset, all) = said(put);
                assert_eq!((came.digest, came.offset), (digest, offset), "{cut}");
                assert!(all.starts_with(&came.bytes), "{cut}");
            }
            // Only what stands around the ranges is lost.
            assert!(cut < bytes + 4 * 64, "{cut}: {bytes}");
        }
        assert_eq!(Puts::begun(&whole), puts);
        let one = encode(&puts[3]);
        let came = Put::begun(&one[..one.len() - 1]).map(|put| put.bytes.len());
        assert_eq!(
            (came, Put::begun(&one[..20])),
            (Some(70_000), None),
            "its last key was cut off"
        );
        assert_eq!(Put::begun(&one[..60_000]).map(|put| put.bytes.len() > 59_900), Some(true));
    }

    #[test]
    fn what_is_no_such_question_has_no_beginning() {
        for bytes in [
            &b""[..],
            b"LS",
            b"LS\x01",
            b"LS\x01\xa1\x00\x9b\xff\xff\xff\xff\xff\xff\xff\xff",
            b"GET /",
        ] {
            assert_eq!((Puts::begun(bytes), Put::begun(bytes)), (Vec::new(), None), "{bytes:?}");
        }
        let mut claims = encode(&put(1, 0, 70_000));
        claims.truncate(100);
        let at = claims.iter().position(|byte| *byte == 0x5a).unwrap();
        claims[at..at + 5].copy_from_slice(&[0x5a, 0xff, 0xff, 0xff, 0xff]);
        let begun = Put::begun(&claims).unwrap();
        assert_eq!(begun.bytes.len(), 100 - at - 5, "a length that is claimed is not believed");
    }
}
