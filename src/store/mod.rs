//! The only SQL on the device: the journal, the rows read from it, the blobs, the drafts.

pub mod blobs;
pub mod brought;
pub mod checkpoints;
pub mod damage;
pub mod disk;
pub mod drafts;
pub mod epoch;
pub mod fell_back;
pub mod evidence;
mod former;
mod blob_mend;
mod blob_round;
mod head_witness;
mod heads;
pub mod incoming;
pub mod journal;
pub mod keys;
mod lineage;
mod migrate;
pub mod mirror;
pub mod news;
pub mod open;
pub mod outgoing;
pub mod packs;
pub mod pruning;
pub mod queue;
mod renew;
mod rescue_card;
mod rescue_mark;
pub mod restore;
pub mod rotation;
pub mod rows;
pub mod shifts;
pub mod signer;
pub mod site;
pub mod tail;
pub mod verify;
mod watch;
mod wreck;

use crate::stdx::clock::Moment;
use crate::stdx::digest::Digest;
use crate::stdx::fault::FaultKind;
use crate::stdx::id::Id;
use crate::stdx::said::Said;
use crate::wire::suite::Suite;
use rusqlite::{ErrorCode, ffi};
use site::Site;

/// An open journal. One program writes at a time; any number may read.
#[derive(Debug)]
pub struct Store {
    conn: rusqlite::Connection,
    pen: Pen,
    head: Head,
    device: Id,
    epoch: u32,
    /// Where each epoch begins; the current one is the last.
    spans: Vec<epoch::Span>,
    boot: Id,
    site: Site,
    /// A write failed, and the connection was not renewed since.
    in_doubt: bool,
    suite: Suite,
    signing: signer::Signing,
    blobs: blobs::BlobKeep,
    watch: watch::Watch,
    /// How many inspections there are, once somebody asked; only kept by who may write.
    inspections: std::cell::Cell<Option<u64>>,
    /// Pages and photographs that the opening found changed or gone, with the entries that name them.
    blobs_found: Vec<(u64, Said)>,
    witness: head_witness::HeadWitness,
    /// Entries, from and until, that were acknowledged and are not here.
    lost_end: Option<(u64, u64)>,
    /// When something was typed into a draft that is not here.
    draft_lost: Option<Moment>,
}

/// Whether this program may write, and what says so.
#[derive(Debug)]
enum Pen {
    /// Opened for reading.
    None,
    /// Held as long as the store is open, so that no other program writes.
    Lock(#[expect(dead_code, reason = "it is held, not read")] open::PenLock),
    /// Memory has no second writer.
    Memory,
}

/// The last entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// 0 when the journal is empty.
    pub number: u64,
    /// Of its envelope.
    pub digest: Digest,
}

impl Store {
    /// The last entry; number 0 with a digest of zeros when there is none.
    #[must_use]
    pub fn head(&self) -> Head {
        self.head
    }

    /// This laptop's id.
    #[must_use]
    pub fn device(&self) -> Id {
        self.device
    }

    /// Where the journal lies, with its key.
    #[must_use]
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// The bureau's folder.
    #[must_use]
    pub fn folder(&self) -> &std::path::Path {
        &self.site.folder
    }

    /// Whether this program holds the lock; another one may only read.
    #[must_use]
    pub fn may_write(&self) -> bool {
        !matches!(self.pen, Pen::None)
    }
}

/// The world's "no" to the store.
#[allow(missing_docs, reason = "each says itself what it is")]
#[derive(Debug, thiserror::Error)]
pub enum StoreFault {
    #[error("SQLite keeps `{0}` and not a write-ahead log")]
    NoLog(String),
    #[error("another Lucha writes in this folder")]
    AnotherWriter,
    #[error("the journal holds entries already")]
    NotEmpty,
    #[error("the journal is not damaged")]
    NotDamaged,
    #[error("a rescue of this journal has begun and not ended")]
    RescueBegun,
    #[error("there is no mirror of a journal under a key")]
    NoMirror,
    #[error("there are several mirrors: {0}")]
    ManyMirrors(String),
    /// Number of the entry that the mirror holds otherwise; 0 when all of it is another journal's.
    #[error("the mirror holds another entry {0} than the journal")]
    MirrorParted(u64),
    /// Number of the mirror's last entry: the journal is its beginning and has lost what stands behind.
    #[error("the mirror goes on to entry {0}, and the journal does not")]
    MirrorAhead(u64),
    #[error("no journal here")]
    NoJournal,
    #[error("the journal is of version {major}.{minor}, newer than this program reads")]
    Newer { major: i64, minor: i64 },
    #[error("SQLite {0} is older than the journal's safety needs")]
    OldSqlite(String),
    #[error("the disk is full")]
    DiskFull,
    #[error("{0}")]
    Damaged(Said),
    #[error("entry {number}: {what}")]
    Broken { number: u64, what: Said },
    /// Entries that were acknowledged and are not in the journal any more.
    #[error("acknowledged entries {from} to {until} are not in the journal")]
    LostEnd { from: u64, until: u64 },
    #[error("document number {0} is used already")]
    NumberUsed(String),
    #[error("this journal was opened for reading")]
    ReadOnly,
    #[error("the device's key: {0}")]
    DeviceKey(Said),
    /// A stop whose party data left this laptop.
    #[error("the party data of this stop left this laptop; headquarters holds it")]
    Pruned,
    #[error("this program was built without encryption")]
    NoCipher,
    #[error("the journal cannot be read or written: {0}")]
    Sqlite(#[source] rusqlite::Error),
    #[error("the folder cannot be used: {0}")]
    Folder(#[source] std::io::Error),
}

impl StoreFault {
    /// What somebody can do about it.
    #[must_use]
    pub fn kind(&self) -> FaultKind {
        match self {
            StoreFault::AnotherWriter | StoreFault::DiskFull | StoreFault::NoLog(_) => {
                FaultKind::TryAgain
            }
            StoreFault::NoJournal
            | StoreFault::NotEmpty
            | StoreFault::NotDamaged
            | StoreFault::RescueBegun
            | StoreFault::NoMirror
            | StoreFault::ManyMirrors(_)
            | StoreFault::MirrorParted(_)
            | StoreFault::MirrorAhead(_)
            | StoreFault::Newer { .. }
            | StoreFault::OldSqlite(_)
            | StoreFault::NumberUsed(_)
            | StoreFault::ReadOnly
            | StoreFault::Pruned
            | StoreFault::DeviceKey(_)
            | StoreFault::NoCipher
            | StoreFault::Folder(_) => FaultKind::NeedsSomeone,
            StoreFault::Sqlite(fault) if is_passing(fault) => FaultKind::TryAgain,
            StoreFault::Broken { .. }
            | StoreFault::LostEnd { .. }
            | StoreFault::Damaged(_)
            | StoreFault::Sqlite(_) => FaultKind::Damaged,
        }
    }

    /// What stands for `%{a}` in that sentence.
    #[must_use]
    pub fn said(&self) -> Said {
        match self {
            StoreFault::Broken { number: 0, what }
            | StoreFault::Damaged(what)
            | StoreFault::DeviceKey(what) => what.clone(),
            StoreFault::Broken { number, what } => {
                Said::words("flaw.at_entry").with(*number).with(what.clone())
            }
            StoreFault::LostEnd { from, until } => {
                Said::words("flaw.lost_end").with(until + 1 - from).with(*until)
            }
            StoreFault::Sqlite(fault) => said_of_sqlite(fault),
            StoreFault::Folder(fault) => fault.into(),
            StoreFault::NoLog(mode) => Said::words("sqlite.no_log").with(mode),
            StoreFault::ManyMirrors(text)
            | StoreFault::OldSqlite(text)
            | StoreFault::NumberUsed(text) => text.into(),
            StoreFault::MirrorParted(number) | StoreFault::MirrorAhead(number) => (*number).into(),
            StoreFault::Newer { major, minor } => format!("{major}.{minor}").into(),
            StoreFault::AnotherWriter
            | StoreFault::NotEmpty
            | StoreFault::NotDamaged
            | StoreFault::RescueBegun
            | StoreFault::NoMirror
            | StoreFault::NoJournal
            | StoreFault::DiskFull
            | StoreFault::ReadOnly
            | StoreFault::Pruned
            | StoreFault::NoCipher => Said::default(),
        }
    }

    /// Key of the sentence that the screens and the command line show.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            StoreFault::AnotherWriter => "trouble.another_writer",
            StoreFault::NotEmpty => "trouble.founded_already",
            StoreFault::NotDamaged => "trouble.not_damaged",
            StoreFault::RescueBegun => "trouble.rescue_begun",
            StoreFault::NoMirror => "trouble.no_mirror",
            StoreFault::ManyMirrors(_) => "trouble.many_mirrors",
            StoreFault::MirrorParted(_) => "trouble.mirror_parted",
            StoreFault::MirrorAhead(_) => "trouble.mirror_ahead",
            StoreFault::NoJournal => "trouble.no_journal",
            StoreFault::Newer { .. } => "trouble.newer_journal",
            StoreFault::OldSqlite(_) => "trouble.old_sqlite",
            StoreFault::DiskFull => "trouble.disk_full",
            StoreFault::Broken { .. } => "trouble.broken_journal",
            StoreFault::LostEnd { .. } => "trouble.lost_end",
            StoreFault::NumberUsed(_) => "trouble.number_used",
            StoreFault::ReadOnly => "trouble.read_only",
            StoreFault::Pruned => "trouble.pruned",
            StoreFault::DeviceKey(_) => "trouble.device_key",
            StoreFault::NoCipher => "trouble.no_cipher",
            StoreFault::Damaged(_) => "trouble.damaged_journal",
            StoreFault::Sqlite(_) if self.kind() == FaultKind::Damaged => "trouble.damaged_journal",
            StoreFault::Sqlite(_) | StoreFault::NoLog(_) => "trouble.store",
            StoreFault::Folder(_) => "trouble.folder",
        }
    }
}

/// SQLite's fault in the reader's words; its own are English.
fn said_of_sqlite(fault: &rusqlite::Error) -> Said {
    let Some(failed) = fault.sqlite_error() else {
        // A column, a row or a type that is not there: the file is not as it was written.
        return Said::words("sqlite.shape");
    };
    #[expect(clippy::wildcard_enum_match_arm, reason = "the list of SQLite's codes is not ours")]
    Said::words(match failed.code {
        ErrorCode::NotADatabase => "sqlite.no_database",
        // So SQLCipher names a page whose seal is broken.
        ErrorCode::DatabaseCorrupt | ErrorCode::OutOfMemory => "sqlite.damaged",
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => "sqlite.busy",
        ErrorCode::SystemIoFailure => "sqlite.disk",
        ErrorCode::CannotOpen => "sqlite.cannot_open",
        ErrorCode::ReadOnly | ErrorCode::PermissionDenied => "sqlite.read_only",
        _ => return Said::words("sqlite.other").with(failed.extended_code.to_string()),
    })
}

/// Whether SQLite's fault is the machine's of this moment. All others are the file's: our own
/// statements are in order, so one that finds no table, no number or no text meets a file that is
/// not as it was written. "Out of memory" is among them: so SQLCipher names a page whose seal is broken.
fn is_passing(fault: &rusqlite::Error) -> bool {
    matches!(
        fault.sqlite_error_code(),
        Some(
            ErrorCode::DatabaseBusy
                | ErrorCode::DatabaseLocked
                | ErrorCode::FileLockingProtocolFailed
                | ErrorCode::SystemIoFailure
                | ErrorCode::CannotOpen
                | ErrorCode::PermissionDenied
                | ErrorCode::ReadOnly
                | ErrorCode::OperationAborted
                | ErrorCode::OperationInterrupted
        )
    )
}

impl From<rusqlite::Error> for StoreFault {
    fn from(fault: rusqlite::Error) -> StoreFault {
        // Where the index of the log finds no room SQLite names the index, not the room.
        let no_index = |fault: &ffi::Error| fault.extended_code == ffi::SQLITE_IOERR_SHMSIZE;
        match fault.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => StoreFault::DiskFull,
            _ if fault.sqlite_error().is_some_and(no_index) => StoreFault::DiskFull,
            _ => StoreFault::Sqlite(fault),
        }
    }
}
