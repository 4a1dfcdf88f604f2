//! After a failed write: a new connection and a look at the chain's end, before anything is written again.
//!
//! A flush that failed may have thrown away what it could not write while memory still shows it, so
//! nothing that this program holds in memory is believed afterwards.

use super::open::{first_look, settings};
use super::{Pen, Store, StoreFault};
use crate::stdx::fault::FaultKind;
use crate::stdx::said::Said;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, OptionalExtension as _};

/// How a connection is opened that only looks.
const READER: OpenFlags = OpenFlags::SQLITE_OPEN_READ_ONLY.union(OpenFlags::SQLITE_OPEN_NO_MUTEX);
/// What SQLCipher says of a page that is not as it was written; all else that it says is that it could not look.
const BROKEN: [&str; 2] = ["HMAC verification failed", "invalid size"];

/// What a look through all of the file came to.
enum Look {
    Sound,
    /// A page is not under its seal.
    Unsealed,
    /// A page or a row is not as SQLite writes it.
    OutOfOrder,
    /// The disk did not give all of it.
    Unread,
}

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
        let is_dead = || asked(&self.conn, "PRAGMA schema_version").is_err();
        if !has_file || self.site.key.is_none() || !is_dead() {
            return Ok(());
        }
        if self.may_write() {
            return self.renew();
        }
        self.conn = first_look(&self.site, READER)?.0;
        Ok(())
    }

    /// Whether a connection of its own finds each page under its seal, and all of them in order; it reads all of the file.
    /// `None` where the disk did not give all of it: then nothing is known, and it is to be asked again.
    #[must_use]
    pub fn is_sound(&self) -> Option<bool> {
        match self.look_through() {
            Look::Sound => Some(true),
            Look::Unsealed => Some(false),
            Look::Unread => None,
            // A page that the disk did not give just then reads like one out of order: a second look decides.
            Look::OutOfOrder => match self.look_through() {
                Look::Sound => Some(true),
                Look::Unsealed | Look::OutOfOrder => Some(false),
                Look::Unread => None,
            },
        }
    }

    fn look_through(&self) -> Look {
        let Ok((conn, _)) = first_look(&self.site, READER) else { return Look::Unread };
        if self.site.key.is_some() {
            match is_sealed(&conn) {
                Some(true) => {}
                Some(false) => return Look::Unsealed,
                None => return Look::Unread,
            }
        }
        match asked(&conn, "PRAGMA quick_check(1)").map_err(StoreFault::from) {
            Ok(said) if said.as_deref() == Some("ok") => Look::Sound,
            Ok(_) => Look::OutOfOrder,
            Err(fault) if fault.kind() == FaultKind::Damaged => Look::OutOfOrder,
            Err(_) => Look::Unread,
        }
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

/// The first word of a pragma's answer.
fn asked(conn: &Connection, pragma: &str) -> rusqlite::Result<Option<String>> {
    let word = |row: &rusqlite::Row<'_>| match row.get_ref(0)? {
        ValueRef::Text(text) => Ok(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Null | ValueRef::Integer(_) | ValueRef::Real(_) | ValueRef::Blob(_) => {
            Ok(String::new())
        }
    };
    conn.query_row(pragma, [], word).optional()
}

/// Whether each page is under its seal; `None` where one could not be read and none that was is broken.
fn is_sealed(conn: &Connection) -> Option<bool> {
    let mut statement = conn.prepare("PRAGMA cipher_integrity_check").ok()?;
    let said = statement.query_map([], |row| row.get::<_, String>(0)).ok()?;
    let said: Vec<String> = said.collect::<Result<_, _>>().ok()?;
    let is_broken = |said: &String| BROKEN.iter().any(|words| said.contains(words));
    if said.iter().any(is_broken) { Some(false) } else { said.is_empty().then_some(true) }
}
