//! Opening a bureau's folder: to write, to read beside a screen, or for the first time.

use super::command::Trouble;
use super::config;
use super::desk::Desk;
use crate::stdx::clock::Clock;
use crate::stdx::id::Dice;
use crate::store::open::FILE;
use crate::store::site::Site;
use crate::store::verify::Verdict;
use crate::store::{Store, StoreFault};
use std::path::{Path, PathBuf};

/// The folder that a command works in: the one named, else the one that first use chose.
///
/// # Errors
/// When neither is there.
pub fn folder(dir: Option<&Path>) -> Result<PathBuf, Trouble> {
    if let Some(dir) = dir {
        return Ok(dir.to_path_buf());
    }
    let laptop = config::laptop().map_err(|what| Trouble::new("trouble.config").with(what))?;
    laptop.map(|laptop| laptop.journal).ok_or_else(|| Trouble::new("trouble.no_journal"))
}

/// Opens a founded bureau to write.
///
/// # Errors
/// When there is none, or another program writes there.
pub fn to_write(dir: Option<&Path>) -> Result<Desk, Trouble> {
    let folder = folder(dir)?;
    if !folder.join(FILE).exists() {
        return Err(StoreFault::NoJournal.into());
    }
    let desk = seat(Store::open(&Site::plain(&folder), &mut Dice::Machine)?, dir)?;
    if desk.is_founded() { Ok(desk) } else { Err(StoreFault::NoJournal.into()) }
}

/// Opens a founded bureau to read, beside a screen that may write.
///
/// # Errors
/// When there is none.
pub fn to_read(dir: Option<&Path>) -> Result<Desk, Trouble> {
    seat(Store::open_to_read(&Site::plain(&folder(dir)?), &mut Dice::Machine)?, dir)
}

/// Reads the whole journal again. No desk is needed, so that a journal too damaged for one can
/// still say where it breaks.
///
/// # Errors
/// When there is none, or it cannot be read at all.
pub fn verify(dir: Option<&Path>) -> Result<Verdict, Trouble> {
    Ok(Store::open_to_read(&Site::plain(&folder(dir)?), &mut Dice::Machine)?.verify()?)
}

/// Opens a folder in which a bureau may still have to be founded.
///
/// # Errors
/// When another program writes there, or the folder cannot be used.
pub fn to_found(folder: &Path) -> Result<Desk, Trouble> {
    seat(Store::open(&Site::plain(folder), &mut Dice::Machine)?, Some(folder))
}

fn seat(store: Store, dir: Option<&Path>) -> Result<Desk, Trouble> {
    let mut desk = Desk::new(store, Clock::machine(), Dice::Machine)?;
    if dir.is_none()
        && let Ok(Some(laptop)) = config::laptop()
        && let Some(paper) = laptop.paper
    {
        desk.set_paper_folder(paper);
    }
    Ok(desk)
}
