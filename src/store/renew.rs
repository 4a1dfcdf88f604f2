//! After a failed write: a new connection and a look at the chain's end, before anything is written again.
//!
//! A flush that failed may have thrown away what it could not write while memory still shows it, so
//! nothing that this program holds in memory is believed afterwards.

use super::open::{first_look, settings};
use super::{Pen, Store, StoreFault};
use crate::stdx::said::Said;
use rusqlite::types::ValueRef;
use rusqlite::{OpenFlags, OptionalExtension as _};

impl Store {
    /// Says whether this program may write; behind a failed write it opens the journal again first.
    ///
    /// # Errors
    /// When the journal was opened for reading, cannot be opened again, or does not end as it did.
    pub(super) fn ready_to_write(&mut self) -> Result<(), StoreFault> {
        if !self.may_write() {
            return Err(StoreFault::ReadOnly);
        }
        if self.in_doubt { self.renew() } else { Ok(()) }
    }

    /// Hands `done` on, and remembers when the disk refused a write.
    pub(super) fn noted<T>(&mut self, done: Result<T, StoreFault>) -> Result<T, StoreFault> {
        if let Err(StoreFault::DiskFull | StoreFault::Sqlite(_)) = &done {
            self.in_doubt = !matches!(self.pen, Pen::Memory);
        }
        done
    }

    /// Makes the connection anew where it is of no use any more: under a key SQLCipher closes it for good behind one page
    /// that came over wrongly, were that the disk's fault of a moment. What is damaged on the disk is so behind it too.
    ///
    /// # Errors
    /// When the journal cannot be opened again, or does not end as it did.
    pub fn revive(&mut self) -> Result<(), StoreFault> {
        let has_file = !matches!(self.pen, Pen::Memory);
        let is_dead = || self.asked("PRAGMA schema_version").is_err();
        if !has_file || self.site.key.is_none() || !is_dead() {
            return Ok(());
        }
        if self.may_write() {
            return self.renew();
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        self.conn = first_look(&self.site, flags)?.0;
        Ok(())
    }

    /// Whether a new connection finds each page under its seal, and all of them in order; it reads all of the file.
    pub fn is_sound(&mut self) -> bool {
        let is_sealed = |store: &Store| {
            store.site.key.is_none()
                || matches!(store.asked("PRAGMA cipher_integrity_check"), Ok(None))
        };
        self.revive().is_ok()
            && is_sealed(self)
            && self.asked("PRAGMA quick_check(1)").is_ok_and(|said| said.as_deref() == Some("ok"))
    }

    /// The first word of a pragma's answer.
    fn asked(&self, pragma: &str) -> rusqlite::Result<Option<String>> {
        let word = |row: &rusqlite::Row<'_>| match row.get_ref(0)? {
            ValueRef::Text(text) => Ok(String::from_utf8_lossy(text).into_owned()),
            ValueRef::Null | ValueRef::Integer(_) | ValueRef::Real(_) | ValueRef::Blob(_) => {
                Ok(String::new())
            }
        };
        self.conn.query_row(pragma, [], word).optional()
    }

    fn renew(&mut self) -> Result<(), StoreFault> {
        let (conn, _) = first_look(&self.site, OpenFlags::default())?;
        settings(&conn)?;
        let known = self.head;
        // The old connection goes last: while it is open the new one shares its index of the
        // write-ahead log, in which the failed write does not stand. Without it SQLite would read
        // the log anew, and might take for whole what never reached the disk.
        let before = std::mem::replace(&mut self.conn, conn);
        let ends = self.last_entry();
        let fits = match &ends {
            Ok(Some(last)) => last.digest == known.digest,
            Ok(None) => known.number == 0,
            Err(_) => false,
        };
        if fits {
            self.in_doubt = false;
            self.inspections.set(None);
            return Ok(());
        }
        self.conn = before;
        ends?;
        let what = Said::words("flaw.other_end");
        Err(StoreFault::Broken { number: known.number, what })
    }
}
