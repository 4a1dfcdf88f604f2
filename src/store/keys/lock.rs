//! The one right to change a keyring on the disk; several programs have it open, and each counts on its tries.

use super::file::either;
use super::{KeyFault, Ring};
use crate::stdx::files;
use std::fs::File;
use std::path::Path;

/// A file of its own: the keyring's files are replaced by others while they are locked.
const LOCK: &str = "keys.lock";

/// Held from reading the keyring again to keeping it.
#[derive(Debug)]
pub struct RingLock {
    _file: Option<File>,
}

impl Ring {
    /// Waits until no other program changes the keyring, then reads it again: what this program knows
    /// of it may be hours old. A ring in memory is nobody else's.
    ///
    /// # Errors
    /// When the folder cannot be used. What cannot be read again stays as it is known.
    pub fn lock(&mut self) -> Result<RingLock, KeyFault> {
        let Some(place) = &self.place else { return Ok(RingLock { _file: None }) };
        // Another file system than the machine's is one program's own.
        let is_shared = place.ground.sqlite().is_none();
        let file = is_shared.then(|| open(&place.folder)).transpose().map_err(KeyFault::Folder)?;
        if let Some(file) = &file {
            file.lock().map_err(KeyFault::Folder)?;
        }
        if let Ok(Some(keyring)) = either(&place.ground, &place.folder, &self.secret) {
            self.keyring = keyring;
        }
        Ok(RingLock { _file: file })
    }
}

fn open(folder: &Path) -> std::io::Result<File> {
    let mut options = File::options();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(folder.join(LOCK)) {
        // A full disk must not keep the officer out, who alone can make room.
        Err(full) if files::is_full(&full) => File::open(folder),
        opened => opened,
    }
}
