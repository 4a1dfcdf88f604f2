//! Files that are whole or not there: written aside, made durable, then renamed; knows no content.

use super::StoreFault;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// The folder, beside those of the final names, where files are written until they are whole.
pub const PART: &str = "part";

/// A fault of the file system in the store's words.
#[must_use]
pub fn fault(fault: std::io::Error) -> StoreFault {
    if matches!(fault.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded) {
        StoreFault::DiskFull
    } else {
        StoreFault::Folder(fault)
    }
}

/// Files on their way into `folder`, all made durable before the first of them gets its name.
#[derive(Debug)]
pub struct Arrivals {
    folder: PathBuf,
    waiting: Vec<(PathBuf, PathBuf)>,
}

impl Arrivals {
    #[must_use]
    pub fn at(folder: &Path) -> Arrivals {
        Arrivals { folder: folder.to_path_buf(), waiting: Vec::new() }
    }

    /// Writes the file that will be `name` below the folder.
    ///
    /// # Errors
    /// When the disk is full or the folder cannot be used.
    pub fn write(
        &mut self,
        name: &Path,
        fill: impl FnOnce(&mut File) -> Result<(), StoreFault>,
    ) -> Result<(), StoreFault> {
        let aside = self.folder.join(PART);
        std::fs::create_dir_all(&aside).map_err(fault)?;
        let part = aside.join(self.waiting.len().to_string());
        let mut file = File::create(&part).map_err(fault)?;
        fill(&mut file)?;
        file.flush().and_then(|()| file.sync_all()).map_err(fault)?;
        self.waiting.push((part, self.folder.join(name)));
        Ok(())
    }

    /// Gives every file its name, durably.
    ///
    /// # Errors
    /// When a folder cannot be written; what was named already is whole.
    pub fn settle(self) -> Result<(), StoreFault> {
        let mut folders = BTreeSet::new();
        for (part, path) in &self.waiting {
            if let Some(folder) = path.parent() {
                if !folder.is_dir() {
                    std::fs::create_dir_all(folder).map_err(fault)?;
                    folders.extend(folder.parent().map(Path::to_path_buf));
                }
                folders.insert(folder.to_path_buf());
            }
            std::fs::rename(part, path).map_err(fault)?;
        }
        folders.iter().try_for_each(|folder| sync_folder(folder))
    }
}

/// Takes away what a stopped program left half written.
///
/// # Errors
/// When the folder cannot be read or written.
pub fn sweep(folder: &Path) -> Result<(), StoreFault> {
    match std::fs::remove_dir_all(folder.join(PART)) {
        Err(gone) if gone.kind() != ErrorKind::NotFound => Err(fault(gone)),
        _ => Ok(()),
    }
}

/// Makes the names in a folder durable.
///
/// # Errors
/// When the folder cannot be opened or the disk refuses.
pub fn sync_folder(folder: &Path) -> Result<(), StoreFault> {
    // Windows has no such call: NTFS journals names itself.
    if cfg!(unix) {
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(fault)?;
    }
    Ok(())
}
