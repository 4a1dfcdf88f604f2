//! The only SQL on the device: the journal, the rows read from it, the blobs, the drafts.

pub mod blobs;
pub mod disk;
pub mod drafts;
mod heads;
pub mod journal;
pub mod keys;
pub mod open;
pub mod packs;
pub mod rows;
pub mod signer;
pub mod site;
pub mod tail;
pub mod verify;
mod watch;

use crate::stdx::digest::Digest;
use crate::stdx::fault::FaultKind;
use crate::stdx::id::Id;
use crate::wire::suite::Suite;
use std::path::PathBuf;

/// An open journal. One program writes at a time; any number may read.
#[derive(Debug)]
pub struct Store {
    conn: rusqlite::Connection,
    pen: Pen,
    head: Head,
    device: Id,
    epoch: u32,
    boot: Id,
    folder: PathBuf,
    suite: Suite,
    signing: signer::Signing,
    blobs: blobs::BlobKeep,
    watch: watch::Watch,
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
    pub digest: Digest,
}

impl Store {
    #[must_use]
    pub fn head(&self) -> Head {
        self.head
    }

    #[must_use]
    pub fn device(&self) -> Id {
        self.device
    }

    #[must_use]
    pub fn folder(&self) -> &std::path::Path {
        &self.folder
    }

    #[must_use]
    pub fn may_write(&self) -> bool {
        !matches!(self.pen, Pen::None)
    }
}

/// The world's "no" to the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreFault {
    #[error("another Lucha writes in this folder")]
    AnotherWriter,
    #[error("no journal here")]
    NoJournal,
    #[error("the journal is of version {major}.{minor}, newer than this program reads")]
    Newer { major: i64, minor: i64 },
    #[error("SQLite {0} is older than the journal's safety needs")]
    OldSqlite(String),
    #[error("the disk is full")]
    DiskFull,
    #[error("entry {number}: {what}")]
    Broken { number: u64, what: String },
    #[error("document number {0} is used already")]
    NumberUsed(String),
    #[error("this journal was opened for reading")]
    ReadOnly,
    #[error("the device's key: {0}")]
    DeviceKey(String),
    #[error("SQLite keeps its log as `{0}` here, which can lose what was saved")]
    NoLog(String),
    #[error("this program was built without encryption")]
    NoCipher,
    #[error("the journal cannot be read or written: {0}")]
    Sqlite(#[source] rusqlite::Error),
    #[error("the folder cannot be used: {0}")]
    Folder(#[source] std::io::Error),
}

impl StoreFault {
    #[must_use]
    pub fn kind(&self) -> FaultKind {
        match self {
            StoreFault::AnotherWriter | StoreFault::DiskFull => FaultKind::TryAgain,
            StoreFault::Broken { .. } => FaultKind::Damaged,
            StoreFault::NoJournal
            | StoreFault::Newer { .. }
            | StoreFault::OldSqlite(_)
            | StoreFault::NumberUsed(_)
            | StoreFault::ReadOnly
            | StoreFault::DeviceKey(_)
            | StoreFault::NoCipher
            | StoreFault::NoLog(_)
            | StoreFault::Folder(_) => FaultKind::NeedsSomeone,
            StoreFault::Sqlite(fault) => match fault.sqlite_error_code() {
                Some(rusqlite::ErrorCode::DatabaseCorrupt | rusqlite::ErrorCode::NotADatabase) => {
                    FaultKind::Damaged
                }
                _ => FaultKind::TryAgain,
            },
        }
    }

    /// Key of the sentence that the screens and the command line show.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            StoreFault::AnotherWriter => "trouble.another_writer",
            StoreFault::NoJournal => "trouble.no_journal",
            StoreFault::Newer { .. } => "trouble.newer_journal",
            StoreFault::OldSqlite(_) => "trouble.old_sqlite",
            StoreFault::DiskFull => "trouble.disk_full",
            StoreFault::Broken { .. } => "trouble.broken_journal",
            StoreFault::NumberUsed(_) => "trouble.number_used",
            StoreFault::ReadOnly => "trouble.read_only",
            StoreFault::DeviceKey(_) => "trouble.device_key",
            StoreFault::NoCipher => "trouble.no_cipher",
            StoreFault::Sqlite(_) => "trouble.store",
            StoreFault::NoLog(_) | StoreFault::Folder(_) => "trouble.folder",
        }
    }
}

impl From<rusqlite::Error> for StoreFault {
    fn from(fault: rusqlite::Error) -> StoreFault {
        match fault.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => StoreFault::DiskFull,
            _ => StoreFault::Sqlite(fault),
        }
    }
}
