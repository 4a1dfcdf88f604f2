//! Where a journal lies and what opens it; holds a key, and never writes one down.

use super::open::FILE;
use super::{StoreFault, disk};
use crate::stdx::files::{self, Ground};
use crate::stdx::secret::Key;
use std::path::{Path, PathBuf};

/// Where a journal lies and what opens it.
#[derive(Clone, Debug)]
pub struct Site {
    /// The bureau's folder.
    pub folder: PathBuf,
    /// The raw key of the journal; `None` keeps it plain, for comparison and for memory.
    pub key: Option<Key>,
    /// The file system of the folder: SQLite's files and all others stand on the same.
    pub ground: Ground,
}

impl Site {
    /// A journal that is not encrypted.
    #[must_use]
    pub fn plain(folder: &Path) -> Site {
        Site { folder: folder.to_path_buf(), key: None, ground: files::machine() }
    }

    /// A journal under `key`.
    #[must_use]
    pub fn keyed(folder: &Path, key: Key) -> Site {
        Site { key: Some(key), ..Site::plain(folder) }
    }

    /// Whether a journal's file lies here.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn has_file(&self) -> Result<bool, StoreFault> {
        self.ground.is_there(&self.folder.join(FILE)).map_err(disk::fault)
    }
}
