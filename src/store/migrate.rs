//! Older journals brought to today's tables: a copy first, then each step whole; loses no entry on the way.

use super::blobs::BlobKeep;
use super::news::found;
use super::open::{MINOR, connect_to, settings, version};
use super::rows::{inspection, search};
use super::site::Site;
use super::{StoreFault, disk};
use crate::stdx::digest::Digest;
use crate::stdx::files::How;
use crate::stdx::said::Said;
use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags, Transaction};
use rusqlite_migration::{HookError, M, Migrations};
use std::io::ErrorKind;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// How many steps there are.
pub(super) const STEPS: usize = 22;

fn steps() -> [M<'static>; STEPS] {
    [
        M::up(include_str!("schema/0001_journal.sql")),
        M::up(include_str!("schema/0002_draft.sql")),
        M::up(include_str!("schema/0003_inspection.sql")),
        M::up(include_str!("schema/0004_blob.sql")),
        M::up(include_str!("schema/0005_signed_head.sql")),
        M::up(include_str!("schema/0006_headquarters.sql")),
        M::up(include_str!("schema/0007_bundle.sql")),
        M::up(include_str!("schema/0008_used_number.sql")),
        M::up(include_str!("schema/0009_news.sql")),
        M::up(include_str!("schema/0010_epoch.sql")),
        M::up(include_str!("schema/0011_pruning.sql")),
        M::up(include_str!("schema/0012_blob_round.sql")),
        M::up_with_hook(include_str!("schema/0013_offender.sql"), |tx: &Transaction<'_>| {
            inspection::name_offenders(tx).map_err(|fault| HookError::Hook(fault.to_string()))
        }),
        M::up(include_str!("schema/0014_checkpoint.sql")),
        M::up(include_str!("schema/0015_rotation.sql")),
        M::up(include_str!("schema/0016_pen.sql")),
        M::up_with_hook(include_str!("schema/0017_search.sql"), |tx: &Transaction<'_>| {
            search::make_words(tx).map_err(|fault| HookError::Hook(fault.to_string()))
        }),
        M::up(include_str!("schema/0018_former.sql")),
        M::up(include_str!("schema/0019_waiting_words.sql")),
        M::up_with_hook(include_str!("schema/0020_act_told.sql"), |tx: &Transaction<'_>| {
            let made = found::catch_up(tx).and_then(|()| found::all_have_rows(tx));
            made.map_err(|fault| HookError::Hook(fault.to_string()))
        }),
        M::up_with_hook(include_str!("schema/0021_found_and_told.sql"), |tx: &Transaction<'_>| {
            found::make_anew(tx).map_err(|fault| HookError::Hook(fault.to_string()))
        }),
        M::up(include_str!("schema/0022_brought.sql")),
    ]
}

/// Pages that SQLite copies at a time.
const PAGES_AT_ONCE: i32 = 1_000;

/// Copies a journal that is about to be migrated, durably, to `journal.before-0005.db`. One that is
/// there already was made before the same step, which then did not come to its end.
///
/// # Errors
/// When there is no room for the copy: the journal is not migrated then.
pub(super) fn copy_before(conn: &Connection, site: &Site) -> Result<(), StoreFault> {
    let Some((_, minor)) = version(conn)? else { return Ok(()) };
    let known: usize = conn
        .query_row("PRAGMA user_version", [], |row| row.get::<_, i64>(0))
        .map(|known| usize::try_from(known).unwrap_or(usize::MAX))?;
    if minor > MINOR || known >= STEPS {
        return Ok(());
    }
    let copy = site.folder.join(format!("journal.before-{:04}.db", known + 1));
    let ground = &site.ground;
    if ground.is_there(&copy).map_err(disk::fault)? {
        return Ok(());
    }
    let part = copy.with_extension("part");
    match ground.remove(&part) {
        Err(fault) if fault.kind() != ErrorKind::NotFound => return Err(disk::fault(fault)),
        _ => {}
    }
    let mut to = connect_to(&part, site, OpenFlags::default())?;
    Backup::new(conn, &mut to)?.run_to_completion(PAGES_AT_ONCE, Duration::ZERO, None)?;
    to.close().map_err(|(_, fault)| fault)?;
    ground.open(&part, How::Within).and_then(|mut file| file.sync()).map_err(disk::fault)?;
    ground.rename(&part, &copy).map_err(disk::fault)?;
    disk::sync_folder(ground, &site.folder)
}

/// Carries pages that an older journal holds as rows into files, before the table goes.
///
/// # Errors
/// When the journal or the folder of blobs cannot be used.
pub(super) fn carry_pages(conn: &Connection, blobs: &mut BlobKeep) -> Result<(), StoreFault> {
    let known = "SELECT count(*) FROM sqlite_schema WHERE name = 'page'";
    if conn.query_row(known, [], |row| row.get::<_, i64>(0))? == 0 {
        return Ok(());
    }
    let mut statement = conn.prepare("SELECT digest, bytes FROM page")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        blobs.keep(&[(Digest(row.get(0)?), row.get(1)?)])?;
    }
    Ok(())
}

/// A database in memory with today's tables and no row: the steps are gone through once for a program, and copied.
///
/// # Errors
/// When SQLite itself does not work.
pub(super) fn blank() -> Result<Connection, StoreFault> {
    static MADE: Mutex<Option<Connection>> = Mutex::new(None);
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    let first = match made.take() {
        Some(first) => first,
        None => by_the_steps()?,
    };
    let first = made.insert(first);
    let mut copy = Connection::open_in_memory()?;
    Backup::new(first, &mut copy)?.run_to_completion(PAGES_AT_ONCE, Duration::ZERO, None)?;
    Ok(copy)
}

fn by_the_steps() -> Result<Connection, StoreFault> {
    let mut conn = Connection::open_in_memory()?;
    settings(&conn)?;
    migrate(&mut conn)?;
    Ok(conn)
}

/// Brings the tables to what this program knows.
///
/// # Errors
/// When the disk refuses, or the journal's tables are not those of any version.
pub(super) fn migrate(conn: &mut Connection) -> Result<(), StoreFault> {
    // A newer minor version is opened as it is: its extra tables are not ours to touch.
    let before = version(conn)?.map(|(_, minor)| minor);
    if before.is_some_and(|minor| minor > MINOR) {
        return Ok(());
    }
    Migrations::new(steps().into()).to_latest(conn).map_err(|fault| {
        if let rusqlite_migration::Error::RusqliteError { err, .. } = fault {
            StoreFault::from(err)
        } else {
            StoreFault::Damaged(Said::words("flaw.tables"))
        }
    })?;
    if before != Some(MINOR) {
        conn.execute("UPDATE version SET minor = ?1", [MINOR])?;
    }
    Ok(())
}
