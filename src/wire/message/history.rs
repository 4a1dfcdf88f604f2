//! Earlier acts and watch lists as a laptop may know them: plates and people under a key, no name; looks nothing up itself.

use crate::domain::identity::normalise;
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::stdx::secret::Key;
use minicbor::bytes::ByteArray;
use minicbor::{Decode, Encode};

/// Rows of one part, about 90 B each: it comes through where a line is cut behind 64 KB.
pub const ROWS_MAX: usize = 400;

/// The key that plates are hidden under. A later one stands beside those before: a plate is looked up under each.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct PlateKey {
    /// Of 32 bytes, the bureau's own.
    #[n(0)]
    pub key: Key,
}

impl PlateKey {
    /// The plate under this key, however it was typed.
    #[must_use]
    pub fn digest(&self, plate: &str) -> Digest {
        self.hidden("plate", plate)
    }

    /// The number of a driver's paper under this key.
    #[must_use]
    pub fn driver(&self, number: &str) -> Digest {
        self.hidden("driver", number)
    }

    /// A carrier's credit code under this key.
    #[must_use]
    pub fn carrier(&self, credit_code: &str) -> Digest {
        self.hidden("carrier", credit_code)
    }

    fn hidden(&self, purpose: &str, written: &str) -> Digest {
        Digest(*self.key.for_purpose(purpose, normalise(written).as_bytes()).bytes())
    }
}

/// An act that another laptop found and did not punish on the spot: it was let off, ordered to be put right, or a case of it
/// was opened. Whoever asks whether an act is the first one (处罚法 33) looks here too; it counts for nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct ActFound {
    /// The stop; the same stop, code and plate again replace what was said before.
    #[n(0)]
    pub stop: Id,
    /// The plate under the key for plates; of nothing where there was no vehicle.
    #[n(1)]
    pub plate: Digest,
    /// Code of the violation.
    #[n(2)]
    pub code: String,
    /// 20261124
    #[n(3)]
    pub day: u32,
    /// A case was opened, and nobody knows yet what it comes to. Left out where none was.
    #[n(4)]
    pub open: Option<bool>,
    /// It was not so: plate or people were corrected, or it was taken back. Left out while it stands.
    #[n(5)]
    pub withdrawn: Option<bool>,
    /// The driver under the same key; left out where the stop names none.
    #[n(6)]
    pub driver: Option<Digest>,
    /// The carrier under the same key; left out where there is none.
    #[n(7)]
    pub carrier: Option<Digest>,
}

/// A part of a watch list. The list is in force when its last part is there, and replaces its earlier edition.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct WatchPart {
    /// Its name.
    #[n(0)]
    pub list: String,
    /// Grows with each edition of the list: milliseconds since 1970.
    #[n(1)]
    pub edition: i64,
    /// From 1 to `parts`.
    #[n(2)]
    pub part: u32,
    /// How many there are.
    #[n(3)]
    pub parts: u32,
    /// Vehicles of this part.
    #[n(4)]
    pub rows: Vec<WatchRow>,
}

/// One vehicle on a watch list.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct WatchRow {
    /// The plate under the key for plates.
    #[n(0)]
    pub plate: Digest,
    /// Code of the violation, or of the list's own ground.
    #[n(1)]
    pub code: String,
    /// 20261124
    #[n(2)]
    pub day: u32,
    /// Number of the document that it rests on; empty for none.
    #[n(3)]
    pub number: String,
}

impl<C> Encode<C> for Key {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut minicbor::Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        e.bytes(self.bytes())?.ok()
    }
}

impl<'b, C> Decode<'b, C> for Key {
    fn decode(d: &mut minicbor::Decoder<'b>, c: &mut C) -> Result<Key, minicbor::decode::Error> {
        ByteArray::<32>::decode(d, c).map(|bytes| Key::new(*bytes))
    }
}
