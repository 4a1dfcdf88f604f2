//! Files that are whole or not there: written aside, made durable, then renamed; knows no content.

use super::StoreFault;
use crate::stdx::files::{self, Ground, How};
use std::collections::BTreeSet;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// The folder, beside those of the final names, where files are written until they are whole.
pub const PART: &str = "part";

/// A fault of the file system in the store's words.
#[must_use]
pub fn fault(fault: std::io::Error) -> StoreFault {
    if files::is_full(&fault) { StoreFault::DiskFull } else { StoreFault::Folder(fault) }
}

/// Files on their way into `folder`, all made durable before the first of them gets its name.
#[derive(Debug)]
pub struct Arrivals {
    ground: Ground,
    folder: PathBuf,
    waiting: Vec<(PathBuf, PathBuf)>,
    /// Names that are there already, and may not be durable yet.
    there: Vec<PathBuf>,
    begun: usize,
}

impl Arrivals {
    /// Files of `folder` that are still being written.
    #[must_use]
    pub fn at(ground: &Ground, folder: &Path) -> Arrivals {
        let (ground, folder) = (Ground::clone(ground), folder.to_path_buf());
        Arrivals { ground, folder, waiting: Vec::new(), there: Vec::new(), begun: 0 }
    }

    /// Writes the file that will be `name` below the folder.
    ///
    /// # Errors
    /// When the disk is full or the folder cannot be used.
    pub fn write(
        &mut self,
        name: &Path,
        fill: impl FnOnce(&mut dyn Write) -> Result<(), StoreFault>,
    ) -> Result<(), StoreFault> {
        let aside = self.folder.join(PART);
        self.ground.make_folders(&aside).map_err(fault)?;
        let part = aside.join(self.begun.to_string());
        self.begun += 1;
        let mut file = self.ground.open(&part, How::Fresh).map_err(fault)?;
        fill(&mut file)?;
        file.flush().and_then(|()| file.sync()).map_err(fault)?;
        self.waiting.push((part, self.folder.join(name)));
        Ok(())
    }

    /// The file `name` is there and whole: its name is made durable with the others. The try before
    /// may have failed just behind the renaming.
    pub fn is_there(&mut self, name: &Path) {
        self.there.push(self.folder.join(name));
    }

    /// Gives every file its name, durably.
    ///
    /// # Errors
    /// When a folder cannot be written; what was named already is whole.
    pub fn settle(mut self) -> Result<(), StoreFault> {
        let mut folders = BTreeSet::new();
        for (part, path) in &self.waiting {
            if let Some(shelf) = path.parent() {
                self.ground.make_folders(shelf).map_err(fault)?;
            }
            self.ground.rename(part, path).map_err(fault)?;
        }
        for path in self.waiting.iter().map(|(_, path)| path).chain(&self.there) {
            let above = path.ancestors().skip(1);
            folders.extend(above.take_while(|above| above.starts_with(&self.folder)));
        }
        self.begun = 0;
        folders.iter().try_for_each(|folder| sync_folder(&self.ground, folder))
    }
}

impl Drop for Arrivals {
    /// What did not arrive takes room that the next try may need.
    fn drop(&mut self) {
        for nth in 0..self.begun {
            let _gone = self.ground.remove(&self.folder.join(PART).join(nth.to_string()));
        }
    }
}

/// Takes away what a stopped program left half written.
///
/// # Errors
/// When the folder cannot be read or written.
pub fn sweep(ground: &Ground, folder: &Path) -> Result<(), StoreFault> {
    let part = folder.join(PART);
    let swept = ground.names(&part).and_then(|names| {
        names.iter().try_for_each(|name| ground.remove(&part.join(name)))?;
        ground.remove_folder(&part)
    });
    match swept {
        Err(gone) if gone.kind() != ErrorKind::NotFound => Err(fault(gone)),
        _ => Ok(()),
    }
}

/// Makes the names in a folder durable.
///
/// # Errors
/// When the folder cannot be opened or the disk refuses.
pub fn sync_folder(ground: &Ground, folder: &Path) -> Result<(), StoreFault> {
    ground.sync_folder(folder).map_err(fault)
}
