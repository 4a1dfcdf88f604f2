//! Where a journal lies and what opens it; holds a key, and never writes one down.

use super::open::FILE;
use crate::stdx::secret::Key;
use std::path::{Path, PathBuf};

/// Where a journal lies and what opens it.
#[derive(Clone, Debug)]
pub struct Site {
    pub folder: PathBuf,
    /// The raw key of the journal; `None` keeps it plain, for comparison and for memory.
    pub key: Option<Key>,
    /// SQLite's name of the file system to use; `None` is the machine's own.
    pub vfs: Option<String>,
}

impl Site {
    /// A journal that is not encrypted.
    #[must_use]
    pub fn plain(folder: &Path) -> Site {
        Site { folder: folder.to_path_buf(), key: None, vfs: None }
    }

    /// Whether a journal's file may lie here. Only the machine's own file system can say no before
    /// SQLite was asked.
    #[must_use]
    pub fn has_file(&self) -> bool {
        self.vfs.is_some() || self.folder.join(FILE).exists()
    }

    /// A journal under `key`.
    #[must_use]
    pub fn keyed(folder: &Path, key: Key) -> Site {
        Site { key: Some(key), ..Site::plain(folder) }
    }
}
