//! One entry of a journal as it is kept: envelope bytes, salt, payload bytes, and their check.

use super::WireFault;
use super::envelope::{self, BlobName, Envelope};
use super::event::bureau::SHIFT_CLOSED;
use super::event::inspection::FIRST;
use super::event::{self, Body};
use super::suite::Suite;
use crate::domain::bureau::BureauEvent;
use crate::stdx::clock::Reading;
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::stdx::said::Said;

/// What a new entry needs beside its body.
#[derive(Clone, Copy, Debug)]
pub struct Stamp {
    /// The suite of the journal.
    pub suite: Suite,
    /// Whose journal.
    pub device: Id,
    /// Its epoch.
    pub epoch: u32,
    /// One more than the entry before.
    pub number: u64,
    /// Digest of the envelope before; zeros for the first.
    pub previous: Digest,
    /// What the clocks said.
    pub clock: Reading,
    /// In which start of the machine.
    pub boot: Id,
    /// Who worked; `None` where the laptop did.
    pub officer: Option<Id>,
    /// The inspection it is about.
    pub subject: Option<Id>,
    /// Token of that inspection's pen that this laptop held last; 0 where it never moved.
    pub pen: u64,
    /// Fresh dice, so that a payload cannot be guessed from its digest.
    pub salt: [u8; 16],
}

/// An entry, readable and as bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// As decoded.
    pub envelope: Envelope,
    /// What happened.
    pub body: Body,
    /// Of the envelope's bytes.
    pub digest: Digest,
    /// Of an entry that another laptop wrote, the number of this journal's entry with which it came; `None` of its own.
    pub came: Option<u64>,
}

impl Entry {
    /// Where it stands among the entries of this journal: its own number, or that of the one with which it came. A number of
    /// another journal says nothing here.
    #[must_use]
    pub fn place(&self) -> u64 {
        self.came.unwrap_or(self.envelope.number)
    }
}

/// An entry as bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Canonical CBOR; what the chain and the signature are over.
    pub envelope: Vec<u8>,
    /// Before the payload in its digest.
    pub salt: [u8; 16],
    /// What happened, as CBOR.
    pub payload: Vec<u8>,
}

impl Kept {
    /// Whether what it held left this laptop: no payload, and no salt under which one could be guessed.
    #[must_use]
    pub fn is_pruned(&self) -> bool {
        self.payload.is_empty() && self.salt == [0; 16]
    }
}

/// Makes an entry of `body`, with the blobs that it names.
#[must_use]
pub fn make(stamp: &Stamp, body: Body, blobs: Vec<BlobName>) -> (Entry, Kept) {
    let suite = stamp.suite;
    let (kind, schema, payload) = event::encode(&body);
    let made = Envelope {
        suite,
        device: stamp.device,
        epoch: stamp.epoch,
        number: stamp.number,
        previous: stamp.previous,
        kind,
        schema,
        clock: stamp.clock,
        boot: stamp.boot,
        officer: stamp.officer,
        subject: stamp.subject,
        pen: stamp.pen,
        payload: suite.digest(&[&stamp.salt, &payload]),
        blobs,
    };
    let bytes = envelope::encode(&made);
    let digest = suite.digest(&[&bytes]);
    let kept = Kept { envelope: bytes, salt: stamp.salt, payload };
    (Entry { envelope: made, body, digest, came: None }, kept)
}

/// Why kept bytes are not the entry that follows.
#[allow(missing_docs, reason = "each says itself what it is")]
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Break {
    #[error("the envelope cannot be read: {0}")]
    Envelope(WireFault),
    #[error("the envelope is not the one that was written")]
    Digest,
    #[error("the payload is not the one that the envelope names")]
    Payload,
    #[error("the payload cannot be read: {0}")]
    Body(WireFault),
    #[error("the entry carries number {found}, not {wanted}")]
    Number { found: u64, wanted: u64 },
    #[error("the entry does not name the one before it")]
    Chain,
    #[error("the entry belongs to another journal")]
    Journal,
    #[error("its columns are not those of its envelope")]
    Columns,
    #[error("the signature of the journal up to this entry is not the device's")]
    Signature,
    #[error("the journal up to this entry is not signed")]
    Unsigned,
}

impl Break {
    /// The same in the reader's words.
    #[must_use]
    pub fn said(&self) -> Said {
        match self {
            Break::Envelope(fault) => Said::words("flaw.envelope_unreadable").with(fault.said()),
            Break::Digest => Said::words("flaw.envelope"),
            Break::Payload => Said::words("flaw.payload"),
            Break::Body(fault) => Said::words("flaw.payload_unreadable").with(fault.said()),
            Break::Number { found, wanted } => {
                Said::words("flaw.number").with(*found).with(*wanted)
            }
            Break::Chain => Said::words("flaw.chain"),
            Break::Journal => Said::words("flaw.journal"),
            Break::Columns => Said::words("flaw.columns"),
            Break::Signature => Said::words("flaw.signature"),
            Break::Unsigned => Said::words("flaw.unsigned"),
        }
    }
}

/// Reads kept bytes and checks payload and digest; the chain is the caller's to check.
///
/// # Errors
/// Names the first thing that is not as it was written.
pub fn read(kept: &Kept) -> Result<Entry, Break> {
    let envelope = envelope::decode(&kept.envelope).map_err(Break::Envelope)?;
    if envelope.suite.digest(&[&kept.salt, &kept.payload]) != envelope.payload {
        return Err(Break::Payload);
    }
    let body = event::decode(envelope.kind, envelope.schema, &kept.payload).map_err(Break::Body)?;
    let digest = envelope.suite.digest(&[&kept.envelope]);
    Ok(Entry { envelope, body, digest, came: None })
}

/// The same on the laptop that wrote it. What an entry of a stop or a shift's close held may have left: its body is
/// `Body::Pruned` then, and whether an entry says so is the caller's to check. One of a kind that only a later program
/// knows is whole, its body `Body::Later`.
///
/// # Errors
/// As `read`.
pub fn read_at_home(kept: &Kept) -> Result<Entry, Break> {
    let body = match read(kept) {
        Err(Break::Body(WireFault::Kind { kind, schema })) => {
            event::later(kind, schema, &kept.payload)
        }
        Err(Break::Payload) if kept.is_pruned() => Body::Pruned,
        read => return read,
    };
    let envelope = envelope::decode(&kept.envelope).map_err(Break::Envelope)?;
    let is_of_stop = envelope.kind >= FIRST && envelope.subject.is_some();
    if body == Body::Pruned && !is_of_stop && envelope.kind != SHIFT_CLOSED {
        return Err(Break::Payload);
    }
    let digest = envelope.suite.digest(&[&kept.envelope]);
    Ok(Entry { envelope, body, digest, came: None })
}

/// The one journal that an entry belongs to, with the one suite that it was founded with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Home {
    /// Whose.
    pub device: Id,
    /// Which epoch of it.
    pub epoch: u32,
    /// The suite that every entry of it has.
    pub suite: Suite,
}

impl From<&Envelope> for Home {
    fn from(envelope: &Envelope) -> Home {
        Home { device: envelope.device, epoch: envelope.epoch, suite: envelope.suite }
    }
}

/// Checks that `entry` follows, and gives the journal that it belongs to: the one before, or a new epoch of its device
/// that begins with this very entry and names the one before it.
///
/// # Errors
/// Names what does not follow.
pub fn goes_on(entry: &Entry, wanted: u64, previous: Digest, home: Home) -> Result<Home, Break> {
    let own = Home::from(&entry.envelope);
    if let Body::Bureau(BureauEvent::EpochOpened { epoch, before, .. }) = &entry.body
        && own.epoch > home.epoch
    {
        let named = (before.epoch, before.number, before.digest);
        let is_next = *epoch == own.epoch && own == (Home { epoch: own.epoch, ..home });
        if !is_next || named != (home.epoch, wanted - 1, previous) {
            return Err(Break::Journal);
        }
        follows(entry, wanted, previous, own)?;
        return Ok(own);
    }
    follows(entry, wanted, previous, home)?;
    Ok(home)
}

/// Checks that `entry` follows an entry with digest `previous` and number `wanted - 1`.
///
/// # Errors
/// Names what does not follow.
pub fn follows(entry: &Entry, wanted: u64, previous: Digest, home: Home) -> Result<(), Break> {
    if entry.envelope.number != wanted {
        return Err(Break::Number { found: entry.envelope.number, wanted });
    }
    if entry.envelope.previous != previous {
        return Err(Break::Chain);
    }
    if Home::from(&entry.envelope) != home {
        return Err(Break::Journal);
    }
    Ok(())
}
