//! Opening a journal: version first, one writer, settings that lose nothing; never repairs by itself.

use super::blobs::BlobKeep;
use super::head_witness::{self, HeadWitness};
use super::signer::Signing;
use super::site::Site;
use super::watch::Watch;
use super::{Head, Pen, Store, StoreFault, disk, migrate, rescue_card, rescue_mark};
use crate::stdx::digest::Digest;
use crate::stdx::fault::FaultKind;
use crate::stdx::files::{Ground, Held};
use crate::stdx::id::{Dice, Id};
use crate::stdx::said::Said;
use crate::stdx::secret::Key;
use crate::wire::head_witness::Witnessed;
use crate::wire::suite::Suite;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, OptionalExtension};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;
use zeroize::Zeroizing;

/// The journal's file in its folder.
pub const FILE: &str = "journal.db";
const LOCK: &str = "journal.lock";
/// Newer than the WAL-reset bug of 3.7.0 to 3.51.2 (see `docs/adr`).
const SQLITE_MIN: i32 = 3_051_003;
/// Negative, as SQLite counts kibibytes: under a key each page that is not at hand is deciphered again.
const CACHE_KIB: i32 = -24_576;
/// How long a program waits for another one that writes.
const BUSY: Duration = Duration::from_secs(5);
/// This program reads any minor version of this major one.
const MAJOR: i64 = 1;
/// The number of the last schema file: a program that knows fewer opens the journal and leaves its tables alone.
#[allow(clippy::cast_possible_wrap, reason = "a handful of files")]
pub(super) const MINOR: i64 = migrate::STEPS as i64;

/// The one right to write in a folder; held as long as it lives, so that no other program writes.
#[derive(Debug)]
pub struct PenLock {
    _held: Box<dyn Held>,
}

impl PenLock {
    /// Takes the pen of `folder`, making the folder when it is missing.
    ///
    /// # Errors
    /// When another program holds it, or the folder cannot be used.
    pub fn take(ground: &Ground, folder: &Path) -> Result<PenLock, StoreFault> {
        ground.make_folders(folder).map_err(disk::fault)?;
        let held = ground.lock(&folder.join(LOCK)).map_err(disk::fault)?;
        held.map(|held| PenLock { _held: held }).ok_or(StoreFault::AnotherWriter)
    }
}

/// What lies beside the journal's file and is of no use without it.
pub(super) const BESIDE: &[&str] = &["-wal", "-shm", head_witness::ENDING];

/// Moves a journal without a keyring aside: its founding was cut off before anyone was told of it,
/// and no key opens it. Nothing is deleted.
///
/// # Errors
/// When the folder cannot be used.
pub fn move_unfounded_aside(ground: &Ground, folder: &Path) -> Result<(), StoreFault> {
    for ending in [""].iter().chain(BESIDE) {
        let from = folder.join(format!("{FILE}{ending}"));
        if ground.is_there(&from).map_err(disk::fault)? {
            let to = folder.join(format!("unfounded-{FILE}{ending}"));
            ground.rename(&from, &to).map_err(disk::fault)?;
        }
    }
    // Else a cut might give the new journal the log of this one.
    disk::sync_folder(ground, folder)
}

impl Store {
    /// Opens the journal at `site` for writing, making folder and journal when they are missing.
    ///
    /// # Errors
    /// When another program writes there, the journal is newer than this program, or the folder
    /// cannot be used.
    pub fn open(site: &Site, dice: &mut Dice) -> Result<Store, StoreFault> {
        let pen = PenLock::take(&site.ground, &site.folder)?;
        Store::open_with_pen(site, pen, dice).map_err(|(fault, _)| fault)
    }

    /// The same, with the pen that was taken before.
    ///
    /// # Errors
    /// As `open`; the pen comes back with the fault, for another try.
    pub fn open_with_pen(
        site: &Site,
        pen: PenLock,
        dice: &mut Dice,
    ) -> Result<Store, (StoreFault, Option<PenLock>)> {
        match rescue_mark::is_there(site) {
            Ok(false) => {
                // It keeps nobody from work; pruning's sweep is the next to try.
                let _stays = rescue_card::clear(site);
                Store::open_also_half(site, pen, dice)
            }
            Ok(true) => Err((StoreFault::RescueBegun, Some(pen))),
            Err(fault) => Err((fault, Some(pen))),
        }
    }

    /// The same also where a rescue has not ended: only the rescue itself may.
    pub(super) fn open_also_half(
        site: &Site,
        pen: PenLock,
        dice: &mut Dice,
    ) -> Result<Store, (StoreFault, Option<PenLock>)> {
        Store::open_under(site, pen, dice, Store::take_up_key)
    }

    /// The same where a rescue has made the journal: its key may be one that was lost with its entries.
    pub(super) fn open_rescued(
        site: &Site,
        pen: PenLock,
        dice: &mut Dice,
    ) -> Result<Store, (StoreFault, Option<PenLock>)> {
        Store::open_under(site, pen, dice, |store| match store.take_up_key() {
            Ok(()) | Err(StoreFault::DeviceKey(_)) => Ok(()),
            Err(fault) => Err(fault),
        })
    }

    fn open_under(
        site: &Site,
        pen: PenLock,
        dice: &mut Dice,
        take_up_key: impl Fn(&mut Store) -> Result<(), StoreFault>,
    ) -> Result<Store, (StoreFault, Option<PenLock>)> {
        let mut witness = HeadWitness::at(site);
        let seen = witness.recall();
        let conn = match connected(site, seen.as_ref()) {
            Ok(conn) => conn,
            Err(fault) => return Err((fault, Some(pen))),
        };
        let mut store = Store::over(conn, Pen::Lock(pen), site, dice);
        store.witness = witness;
        let mut done = store.take_up(seen.as_ref(), &take_up_key);
        if done.as_ref().is_err_and(|fault| looks_damaged(site, fault)) {
            done = connected(site, seen.as_ref()).and_then(|conn| {
                store.conn = conn;
                store.take_up(seen.as_ref(), &take_up_key)
            });
        }
        done.map(|()| store).map_err(|fault| (fault, None))
    }

    /// Finds where the journal ends, who signs it, and that both are as they were left.
    fn take_up(
        &mut self,
        seen: Option<&Witnessed>,
        take_up_key: &impl Fn(&mut Store) -> Result<(), StoreFault>,
    ) -> Result<(), StoreFault> {
        self.find_head()?;
        // The key may have changed in what is lost: that the end is gone is said first.
        self.find_lost_end(seen);
        self.has_its_end()?;
        take_up_key(self)?;
        self.check_tail()?;
        self.find_lost_draft(seen)?;
        self.go_on_from_witness(seen)?;
        self.make_first_rows()?;
        self.look_at_blobs();
        Ok(())
    }

    /// Opens the journal at `site` for reading beside a program that may write. A damaged last
    /// entry is no reason to refuse, nor is a lost one: `verify` has to say so. Who shows what is here as all there is asks
    /// `has_its_end`.
    ///
    /// One of an earlier program is brought up to date first, where nobody else writes; one that has lost its end is not.
    ///
    /// # Errors
    /// When there is no journal, it is newer than this program, or an earlier program's has lost its end.
    pub fn open_to_read(site: &Site, dice: &mut Dice) -> Result<Store, StoreFault> {
        if rescue_mark::is_there(site)? {
            return Err(StoreFault::RescueBegun);
        }
        if !site.has_file()? {
            return Err(StoreFault::NoJournal);
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        // Before the head is read: who writes beside may go on in between.
        let seen = head_witness::read(site);
        let (conn, version) = first_look(site, flags)?;
        let conn = match version {
            None => return Err(StoreFault::NoJournal),
            // The tables of an earlier program are not those that this one reads.
            Some((_, minor)) if minor < MINOR => {
                head_witness::ask(seen.as_ref(), &conn)?;
                drop((conn, Store::open(site, dice)?));
                first_look(site, flags)?.0
            }
            Some(_) => conn,
        };
        let mut store = Store::over(conn, Pen::None, site, dice);
        match store.find_head() {
            Ok(()) => store.find_lost_end(seen.as_ref()),
            Err(StoreFault::Broken { .. }) => {}
            Err(fault) => return Err(fault),
        }
        Ok(store)
    }

    /// A journal in memory, for the law's tests and for rebuilding beside the real rows.
    ///
    /// # Errors
    /// When SQLite itself does not work.
    pub fn in_memory(dice: &mut Dice) -> Result<Store, StoreFault> {
        let conn = migrate::blank()?;
        settings(&conn)?;
        let site = Site::plain(Path::new(""));
        let mut store = Store::over(conn, Pen::Memory, &site, dice);
        store.blobs = BlobKeep::Memory(BTreeMap::new());
        Ok(store)
    }

    pub(super) fn over(conn: Connection, pen: Pen, site: &Site, dice: &mut Dice) -> Store {
        Store {
            conn,
            pen,
            head: Head { number: 0, digest: Digest::ZERO },
            device: dice.id(),
            epoch: 1,
            spans: Vec::new(),
            boot: boot(dice),
            site: site.clone(),
            in_doubt: false,
            suite: Suite::default(),
            signing: Signing::at(site),
            blobs: BlobKeep::at(site),
            watch: Watch::default(),
            inspections: Cell::new(None),
            blobs_found: Vec::new(),
            witness: HeadWitness::at(site),
            lost_end: None,
            draft_lost: None,
        }
    }

    pub(super) fn find_head(&mut self) -> Result<(), StoreFault> {
        if let Some(last) = self.last_entry()? {
            self.head = Head { number: last.envelope.number, digest: last.digest };
            self.device = last.envelope.device;
            self.epoch = last.envelope.epoch;
            self.suite = last.envelope.suite;
            self.watch_from(&last.envelope)?;
        }
        self.find_epochs()?;
        self.find_public_key()
    }
}

/// A connection to write with, its version checked and its tables as this program knows them. Under a key a read that
/// the disk refuses may leave a connection that calls every page damaged, so another one decides.
fn connected(site: &Site, seen: Option<&Witnessed>) -> Result<Connection, StoreFault> {
    match connected_once(site, seen) {
        Err(fault) if looks_damaged(site, &fault) => connected_once(site, seen),
        done => done,
    }
}

/// Under a key a page that the disk refuses once looks like one that is damaged, and a second look decides.
fn looks_damaged(site: &Site, fault: &StoreFault) -> bool {
    let is_of_sqlite = matches!(fault, StoreFault::Sqlite(_));
    is_of_sqlite && site.key.is_some() && fault.kind() == FaultKind::Damaged
}

fn connected_once(site: &Site, seen: Option<&Witnessed>) -> Result<Connection, StoreFault> {
    // A newer journal is refused before anything in it is touched.
    let (mut conn, _) = first_look(site, OpenFlags::default())?;
    settings(&conn)?;
    if was_stopped(&conn)? {
        sound(&conn)?;
    }
    head_witness::ask(seen, &conn)?;
    let mut blobs = BlobKeep::at(site);
    blobs.sweep()?;
    migrate::copy_before(&conn, site)?;
    migrate::carry_pages(&conn, &mut blobs)?;
    migrate::migrate(&mut conn)?;
    Ok(conn)
}

/// A connection and the version of its journal. Under a key a read that the disk refuses at the first bytes makes the file
/// look like another one or under another key, so a second look decides.
///
/// # Errors
/// When the journal is newer than this program, not as it was written, or cannot be read.
pub(super) fn first_look(
    site: &Site,
    flags: OpenFlags,
) -> Result<(Connection, Option<(i64, i64)>), StoreFault> {
    let look = || {
        let conn = connect(site, flags)?;
        conn.busy_timeout(BUSY)?;
        let version = version(&conn)?;
        Ok((conn, version))
    };
    match look() {
        Err(StoreFault::Sqlite(_)) if site.key.is_some() => look(),
        done => done,
    }
}

/// A connection that the key, if there is one, was given to before anything else.
pub(super) fn connect(site: &Site, flags: OpenFlags) -> Result<Connection, StoreFault> {
    connect_to(&site.folder.join(FILE), site, flags)
}

/// The same to another file under the same key.
pub(super) fn connect_to(
    file: &Path,
    site: &Site,
    flags: OpenFlags,
) -> Result<Connection, StoreFault> {
    let conn = match site.ground.sqlite() {
        Some(vfs) => Connection::open_with_flags_and_vfs(file, flags, vfs)?,
        None => Connection::open_with_flags(file, flags)?,
    };
    if let Some(key) = &site.key {
        unlock(&conn, key)?;
    }
    Ok(conn)
}

/// Gives the raw key. SQLCipher's own log comes first: it writes into the middle of the screen.
fn unlock(conn: &Connection, key: &Key) -> Result<(), StoreFault> {
    conn.execute_batch("PRAGMA cipher_log_level = NONE")?;
    let version: Option<String> =
        conn.query_row("PRAGMA cipher_version", [], |row| row.get(0)).optional()?;
    if version.is_none() {
        return Err(StoreFault::NoCipher);
    }
    let mut statement = Zeroizing::new(String::from("PRAGMA key = \"x'"));
    for byte in key.bytes() {
        write!(statement, "{byte:02x}").expect("a text takes letters");
    }
    statement.push_str("'\"");
    conn.execute_batch(&statement)?;
    Ok(())
}

pub(super) fn settings(conn: &Connection) -> Result<(), StoreFault> {
    if rusqlite::version_number() < SQLITE_MIN {
        return Err(StoreFault::OldSqlite(rusqlite::version().to_string()));
    }
    conn.busy_timeout(BUSY)?;
    // SQLite answers with another mode, and no error, where it cannot; memory has no log to write.
    let mode: String =
        conn.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
    // A read that fails while the mode is set leaves a connection that says WAL and writes none.
    if mode != "memory" && (mode != "wal" || frames(conn)?.is_none()) {
        return Err(StoreFault::NoLog(mode));
    }
    conn.pragma_update(None, "synchronous", "FULL")?;
    conn.pragma_update(None, "foreign_keys", true)?;
    conn.pragma_update(None, "trusted_schema", false)?;
    conn.pragma_update(None, "cell_size_check", true)?;
    conn.pragma_update(None, "secure_delete", "FAST")?;
    conn.pragma_update(None, "cache_size", CACHE_KIB)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    conn.set_prepared_statement_cache_capacity(64);
    Ok(())
}

/// (major, minor), or `None` before the first migration.
pub(super) fn version(conn: &Connection) -> Result<Option<(i64, i64)>, StoreFault> {
    let known = "SELECT count(*) FROM sqlite_schema WHERE name = 'version'";
    if conn.query_row(known, [], |row| row.get::<_, i64>(0))? == 0 {
        return Ok(None);
    }
    let pair = conn
        .query_row("SELECT major, minor FROM version", [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    if pair.0 > MAJOR {
        return Err(StoreFault::Newer { major: pair.0, minor: pair.1 });
    }
    Ok(Some(pair))
}

/// Whether the last program that wrote here was stopped before it could close: its write-ahead log
/// still holds something.
fn was_stopped(conn: &Connection) -> Result<bool, StoreFault> {
    Ok(frames(conn)?.is_some_and(|frames| frames > 0))
}

/// Pages in the write-ahead log; `None` when there is no such log.
fn frames(conn: &Connection) -> Result<Option<u64>, StoreFault> {
    let frames: i64 = conn.query_row("PRAGMA wal_checkpoint = NOOP", [], |row| row.get(1))?;
    Ok(u64::try_from(frames).ok())
}

/// Looks at the shape of every page and row. A page that the disk did not give just then reads like a
/// damaged one, so a second look decides.
///
/// # Errors
/// When one is not as SQLite writes it.
pub(super) fn sound(conn: &Connection) -> Result<(), StoreFault> {
    let look = || conn.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0));
    if look()? == "ok" {
        return Ok(());
    }
    let found = look()?;
    if found == "ok" { Ok(()) } else { Err(StoreFault::Damaged(Said::words("flaw.shape"))) }
}

/// One id per start of the machine, from the kernel where it tells.
pub(super) fn boot(dice: &mut Dice) -> Id {
    std::fs::read_to_string("/proc/sys/kernel/random/boot_id")
        .ok()
        .and_then(|text| Id::parse(text.trim()))
        .unwrap_or_else(|| dice.id())
}
