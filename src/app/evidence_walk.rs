//! The files of a folder or a card, so many and so deep at most; follows no link and opens no file.

use super::command::Trouble;
use crate::stdx::files::{Files, Kind};
use crate::store::open::FILE;
use std::io;
use std::path::{Path, PathBuf};

/// So many files and folders are looked at in one import.
pub const SEEN_MAX: usize = 2_000;
/// So many folders deep below the one that was named.
pub const DEPTH_MAX: usize = 4;

/// What lies below the places that were named.
#[derive(Debug, Default)]
pub struct Walk {
    /// Each file, in the order of names.
    pub files: Vec<PathBuf>,
    /// What could not be looked at.
    pub unread: Vec<PathBuf>,
    /// There is more than was looked at.
    pub is_cut: bool,
    seen: usize,
}

/// Finds the files at and below `places`.
///
/// # Errors
/// When one of them is not there or cannot be read.
pub fn walk(ground: &dyn Files, places: &[PathBuf]) -> Result<Walk, Trouble> {
    let mut walk = Walk::default();
    for place in places {
        let shown = place.display().to_string();
        let unread =
            |fault: io::Error| Trouble::new("trouble.file").with(&shown).and(fault.to_string());
        match ground.look(place).map_err(unread)? {
            None => return Err(Trouble::new("trouble.import_place").with(&shown)),
            Some(Kind::File { .. }) => walk.files.push(place.clone()),
            Some(Kind::Folder) => {
                let real = ground.real(place).map_err(unread)?;
                below(ground, &real, 0, &mut walk).map_err(unread)?;
            }
        }
    }
    Ok(walk)
}

/// `folder` is the real path of a folder, so that what is below it and has another real path is a link.
fn below(ground: &dyn Files, folder: &Path, depth: usize, walk: &mut Walk) -> io::Result<()> {
    let names = ground.names(folder)?;
    // A bureau's own folder: what lies there is sealed, written to, and no evidence.
    if names.iter().any(|name| name == FILE) {
        return Ok(());
    }
    for name in names {
        if walk.seen == SEEN_MAX {
            walk.is_cut = true;
            return Ok(());
        }
        walk.seen += 1;
        let path = folder.join(name);
        let kind = ground.real(&path).and_then(|real| Ok((real == path, ground.look(&path)?)));
        match kind {
            Ok((true, Some(Kind::File { .. }))) => walk.files.push(path),
            Ok((true, Some(Kind::Folder))) if depth == DEPTH_MAX => walk.is_cut = true,
            Ok((true, Some(Kind::Folder))) => {
                if below(ground, &path, depth + 1, walk).is_err() {
                    walk.unread.push(path);
                }
            }
            // A link leads elsewhere.
            Ok((false, _)) => {}
            Ok((true, None)) | Err(_) => walk.unread.push(path),
        }
    }
    Ok(())
}
