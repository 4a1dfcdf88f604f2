//! Headquarters' ledger: what it holds, in one shape over several databases; executes plans and decides nothing.

mod cases;
pub mod memory;
mod memory_pens;
mod memory_series;
mod pens;
pub mod postgres;
mod postgres_cases;
mod postgres_lines;
mod postgres_pens;
mod postgres_quashed;
mod postgres_rows;
mod postgres_series;
mod postgres_words;
mod quashed;
mod series;
pub mod sqlite;
mod sqlite_cases;
mod sqlite_lines;
mod sqlite_pens;
mod sqlite_quashed;
mod sqlite_rows;
mod sqlite_series;

pub use cases::CaseLedger;
pub use pens::{BesideRow, Move, PenLedger};
pub use quashed::{Quashed, QuashedLedger};
pub use series::SeriesLedger;

use super::checkpoint::Marked;
use super::receive::{Append, HeldPoint, Known, NewEntry};
use crate::domain::agency::DocumentNo;
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::wire::WireFault;
use crate::wire::disclosure::Disclosure;
use crate::wire::entry::Kept;
use crate::wire::message;
use crate::wire::message::batch::Arrived;
use crate::wire::message::checkpoint::Checkpoint;
use crate::wire::message::feed::{FeedItem, News, Scope};
use crate::wire::message::hello::{JournalName, Point, Standing};
use std::path::PathBuf;

/// A journal that was enrolled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalRow {
    /// The suite's byte.
    pub suite: u8,
    /// As the suite writes public keys.
    pub public_key: Vec<u8>,
    /// How it is treated.
    pub standing: Standing,
    /// The entry of the epoch before, behind which it begins.
    pub start: Point,
    /// The last entry of its main line.
    pub head: Point,
    /// The last entry that the laptop said it has.
    pub announced: u64,
    /// How many pens of cases left its device or came to it.
    pub pens: u64,
}

/// A photograph or page that an entry names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlobRow {
    /// Bytes.
    pub size: u64,
    /// When all of it was held; `None` while it is not.
    pub held_ms: Option<i64>,
    /// How often bytes came that were not those of the digest.
    pub damaged: u32,
}

/// A code that a laptop may be enrolled with, once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeRow {
    /// The secret that both sides prove to hold.
    pub code: [u8; 32],
    /// Milliseconds since 1970.
    pub valid_until_ms: i64,
    /// `None` while it is good.
    pub used_by: Option<Id>,
}

/// A device's next key with its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rotation {
    /// The journal that the key signs: the device's next epoch.
    pub name: JournalName,
    /// The suite's byte.
    pub suite: u8,
    /// As the suite writes public keys.
    pub key: Vec<u8>,
    /// The entry of the epoch before, behind which it begins.
    pub start: Point,
    /// Fingerprint of the new line's certificate.
    pub certificate: Digest,
    /// Of the line's that it was asked over.
    pub instead: Digest,
    /// The whole question, under the old key's signature and the new one's.
    pub question: Vec<u8>,
}

/// What became of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Appended {
    /// Kept, all of it.
    Done,
    /// The journal's head is another by now: read again and plan again.
    Moved,
}

/// The world's no to headquarters.
#[allow(missing_docs, reason = "each says itself what it is")]
#[derive(Debug, thiserror::Error)]
pub enum LedgerFault {
    #[error("the database is busy or gone: {0}")]
    TryAgain(String),
    #[error("the disk of the database is full")]
    Full,
    #[error("the database does not hold what it should: {0}")]
    Damaged(String),
    /// Something in `headquarters.toml` is to be put right first.
    #[error(transparent)]
    Settings(#[from] Setting),
}

/// What of `headquarters.toml` is to be put right. A url holds a password: no words repeat it.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "each says itself what it is")]
pub enum Setting {
    #[error("`ledger` is no PostgreSQL url")]
    NoUrl,
    #[error("`ledger` asks for TLS: name the PEM file in `ledger_authority`")]
    NoAuthority,
    #[error("`ledger_authority` {path}: {why}", path = .0.display(), why = .1)]
    Authority(PathBuf, String),
    /// The tables are of a newer program.
    #[error("its tables are of step {step}, this program knows {known}")]
    Newer { step: u64, known: u64 },
}

/// One agency's part of the ledger. Each call is one transaction, durable when it returns.
#[allow(clippy::missing_errors_doc, reason = "each fails when the database does not answer")]
pub trait Ledger: CaseLedger + PenLedger + QuashedLedger + SeriesLedger + Send {
    /// Opens journal `name`, a device's first, to its device; the same key again changes nothing.
    ///
    /// # Errors
    /// When the database does not answer; the same of every other call.
    fn enrol(&mut self, name: JournalName, suite: u8, key: &[u8]) -> Result<(), LedgerFault> {
        self.enrol_behind(name, suite, key, Point::START)
    }
    /// The same for an epoch that begins behind `start`, an entry of the one before. A later epoch retires those
    /// before; an earlier one is opened as retired. A journal that is there stays as it is.
    fn enrol_behind(
        &mut self,
        name: JournalName,
        suite: u8,
        key: &[u8],
        start: Point,
    ) -> Result<(), LedgerFault>;
    /// The last epoch of a device.
    fn latest_epoch(&mut self, device: Id) -> Result<Option<u32>, LedgerFault>;
    /// What is held of a journal; `None` when nobody enrolled it.
    fn journal(&mut self, name: JournalName) -> Result<Option<JournalRow>, LedgerFault>;
    /// What is known of a journal for a batch from behind `from` up to `until`.
    fn known(
        &mut self,
        name: JournalName,
        from: u64,
        until: u64,
    ) -> Result<Option<Known>, LedgerFault>;
    /// A laptop says that its journal goes up to entry `local`.
    fn announce(&mut self, name: JournalName, local: u64) -> Result<(), LedgerFault>;
    /// Keeps the entries, their numbers, photographs' names, verdicts and news, and which of them stand beside
    /// their case, if the head is still the plan's and no pen moved since.
    fn append(&mut self, plan: &Append, now_ms: i64) -> Result<Appended, LedgerFault>;
    /// Keeps entries beside the main line; the same ones once. `forked` closes the journal.
    fn set_aside(
        &mut self,
        name: JournalName,
        entries: &[Arrived],
        forked: bool,
        now_ms: i64,
    ) -> Result<(), LedgerFault>;
    /// What the device sends from now on is kept beside the main line.
    fn revoke(&mut self, device: Id) -> Result<(), LedgerFault>;
    /// All journals with their heads, in the order of their names.
    fn heads(&mut self) -> Result<Vec<(JournalName, Point)>, LedgerFault>;
    /// Kept entries of a journal in their order, from `from` on, `count` at most.
    fn entries(
        &mut self,
        name: JournalName,
        from: u64,
        count: u64,
    ) -> Result<Vec<(HeldPoint, Kept)>, LedgerFault>;
    /// How many entries of a journal lie beside the main line.
    fn aside(&mut self, name: JournalName) -> Result<u64, LedgerFault>;
    /// Entries that no release could judge yet, in the order of their names: those behind `after`, `count` at most.
    fn waiting(
        &mut self,
        after: Option<(JournalName, u64)>,
        count: u64,
    ) -> Result<Vec<(JournalName, u64)>, LedgerFault>;
    /// Keeps the judgement of an entry that waited for it: its number and its verdicts. False when it waits no more,
    /// and nothing is kept then.
    fn judged(&mut self, name: JournalName, entry: &NewEntry) -> Result<bool, LedgerFault>;

    /// Puts an item at the end of a feed; gives its number.
    fn publish(&mut self, scope: Scope, news: &News) -> Result<u64, LedgerFault>;
    /// Items of a feed behind `after`, up to `max` bytes but one at least; whether there is more.
    fn feed(
        &mut self,
        scope: Scope,
        after: u64,
        max: u64,
    ) -> Result<(Vec<FeedItem>, bool), LedgerFault>;
    /// Every item of a kind (20 or higher) with its scope, in the order of scopes and numbers.
    fn published(&mut self, kind: u16) -> Result<Vec<(Scope, FeedItem)>, LedgerFault>;
    /// The entry that took a document number first.
    fn numbered(&mut self, number: &DocumentNo) -> Result<Option<(JournalName, u64)>, LedgerFault>;
    /// Every entry of a case, in whatever journal: in the order of their names.
    fn of_subject(&mut self, subject: Id) -> Result<Vec<(JournalName, u64)>, LedgerFault>;
    /// The first signature over entry `from` or one behind it: number, the suite's byte, signature.
    fn signature_from(
        &mut self,
        name: JournalName,
        from: u64,
    ) -> Result<Option<(u64, u8, Vec<u8>)>, LedgerFault>;
    /// Number of the last item of a feed; 0 before the first.
    fn feed_last(&mut self, scope: Scope) -> Result<u64, LedgerFault>;
    /// A terminal has read up to `upto`: where the feed ends before, headquarters lost its tail, and says so
    /// under the numbers that it must not give again; a feed that goes so far stays as it is.
    fn fill(&mut self, scope: Scope, upto: u64) -> Result<(), LedgerFault>;

    /// A photograph or page; `None` when no entry that is held names it.
    fn blob(&mut self, digest: Digest) -> Result<Option<BlobRow>, LedgerFault>;
    /// Photographs and pages that are held, in the order of their digests: those behind `after`, `count` at most.
    fn held_blobs(&mut self, after: Option<Digest>, count: u64)
    -> Result<Vec<Digest>, LedgerFault>;
    /// All bytes of these are held since now; those that were held before keep their time.
    fn blobs_held(&mut self, digests: &[Digest], now_ms: i64) -> Result<(), LedgerFault>;
    /// Bytes came that were not those of the digest; how often by now.
    fn blob_damaged(&mut self, digest: Digest) -> Result<u32, LedgerFault>;

    /// Keeps a checkpoint; false when its number is taken.
    fn add_checkpoint(&mut self, marked: &Marked) -> Result<bool, LedgerFault>;
    /// Checkpoints from number `from` on, `count` at most.
    fn checkpoints(&mut self, from: u64, count: u64) -> Result<Vec<Marked>, LedgerFault>;
    /// The same without what moved.
    fn chain(&mut self, from: u64, count: u64) -> Result<Vec<Checkpoint>, LedgerFault>;
    /// The newest one; `None` before the first.
    fn last_checkpoint(&mut self) -> Result<Option<Checkpoint>, LedgerFault>;

    /// Adds to headquarters' own log of what left it; false when the number is taken.
    fn add_disclosure(&mut self, disclosure: &Disclosure) -> Result<bool, LedgerFault>;
    /// That log from its beginning.
    fn disclosures(&mut self) -> Result<Vec<Disclosure>, LedgerFault>;

    /// Keeps a code under the name that a laptop asks by.
    fn add_code(&mut self, name: &[u8], row: &CodeRow) -> Result<(), LedgerFault>;
    /// The code of a name; `None` when there is none.
    fn code(&mut self, name: &[u8]) -> Result<Option<CodeRow>, LedgerFault>;
    /// Spends the code on `device`; false when another device was before it.
    fn spend_code(&mut self, name: &[u8], device: Id) -> Result<bool, LedgerFault>;
    /// A line under this certificate is the device's from now on.
    fn add_certificate(&mut self, fingerprint: Digest, device: Id) -> Result<(), LedgerFault>;
    /// Opens the next epoch to the device's new key, retires the active one before it, and knows the new line beside the
    /// old one; with the same key again moves the epoch's beginning forward while none of it is held. False, and nothing
    /// is kept, when another key has that epoch or a later one, when the one before writes no more, or when the epoch has
    /// begun.
    fn rotate(&mut self, rotation: &Rotation) -> Result<bool, LedgerFault>;
    /// The question that opened an epoch; `None` for one that began in another way.
    fn rotation(&mut self, name: JournalName) -> Result<Option<Vec<u8>>, LedgerFault>;
    /// A line under this certificate was used: the one that it was given in the place of is nobody's from now on.
    fn forget_replaced(&mut self, fingerprint: Digest) -> Result<(), LedgerFault>;
    /// Whose line this is.
    fn device_of(&mut self, fingerprint: Digest) -> Result<Option<Id>, LedgerFault>;
    /// The certificates of a device's lines, in the order of their fingerprints.
    fn certificates(&mut self, device: Id) -> Result<Vec<Digest>, LedgerFault>;
}

/// The row of an entry that stands beside its case.
fn beside(name: JournalName, entry: &NewEntry) -> Option<BesideRow> {
    let envelope = &entry.arrived.envelope;
    let subject = envelope.subject.filter(|_| entry.beside)?;
    let (number, token) = (envelope.number, crate::hq::pens::kept(envelope.pen));
    Some(BesideRow { subject, journal: name, number, token, settled: None })
}

/// The epoch that a block names: the first says nothing, so that every program reads it.
fn epoch_of_lease(latest: Option<u32>) -> Option<u32> {
    latest.filter(|epoch| *epoch > 1)
}

/// A checkpoint as two columns.
fn written(marked: &Marked) -> (Vec<u8>, Vec<u8>) {
    (message::encode(&marked.checkpoint), message::encode(&marked.moved))
}

fn read_checkpoint(signed: &[u8]) -> Result<Checkpoint, LedgerFault> {
    message::decode(signed).map_err(|fault| LedgerFault::Damaged(fault.to_string()))
}

/// The same read back.
fn read(signed: &[u8], moved: &[u8]) -> Result<Marked, LedgerFault> {
    let damaged = |fault: WireFault| LedgerFault::Damaged(fault.to_string());
    let checkpoint = message::decode(signed).map_err(damaged)?;
    Ok(Marked { checkpoint, moved: message::decode(moved).map_err(damaged)? })
}

fn read_disclosure(signed: &[u8]) -> Result<Disclosure, LedgerFault> {
    Disclosure::decode(signed).map_err(|fault| LedgerFault::Damaged(fault.to_string()))
}

/// As many items as fit into `max` bytes, one at least; whether some were left out.
fn within(items: impl Iterator<Item = FeedItem>, max: u64) -> (Vec<FeedItem>, bool) {
    let (mut taken, mut bytes) = (Vec::new(), 0_u64);
    for item in items {
        bytes += item.body.len() as u64 + 16;
        if bytes > max && !taken.is_empty() {
            return (taken, true);
        }
        taken.push(item);
    }
    (taken, false)
}
