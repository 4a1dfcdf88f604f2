//! What only this device knows, in two files with a check: one turned byte must not lock everybody out.

use super::KeyFault;
use super::file::write;
use crate::stdx::files::Ground;
use crate::stdx::secret::Key;
use crate::wire::keyring::{decode_secret, encode_secret};
use std::path::Path;

/// What only this device knows.
pub const SECRET: &str = "device.secret";
/// Read when the first is damaged.
const COPY: &str = "device.copy.secret";

/// The secrets that the two files of `folder` give, the first of them first; none when neither is whole.
///
/// # Errors
/// When nothing could be read, and not because nothing is there.
pub fn read(ground: &Ground, folder: &Path) -> Result<Vec<Key>, KeyFault> {
    let (mut found, mut fault) = (Vec::new(), None);
    for name in [SECRET, COPY] {
        match ground.read(&folder.join(name)) {
            Ok(bytes) => found.extend(bytes.and_then(|bytes| decode_secret(&bytes))),
            Err(other) => fault = Some(other),
        }
    }
    found.dedup();
    match fault {
        Some(fault) if found.is_empty() => Err(KeyFault::Folder(fault)),
        _ => Ok(found),
    }
}

/// Writes both files, each where it is not so already.
///
/// # Errors
/// When the disk does not take them.
pub fn keep(ground: &Ground, folder: &Path, secret: &Key) -> Result<(), KeyFault> {
    let bytes = encode_secret(secret);
    for name in [SECRET, COPY] {
        let path = folder.join(name);
        if ground.read(&path).is_ok_and(|there| there.is_some_and(|there| there == *bytes)) {
            continue;
        }
        write(ground, &path, &bytes).map_err(KeyFault::Folder)?;
    }
    Ok(())
}

/// Takes both files away, durably.
///
/// # Errors
/// When one cannot be taken away.
pub fn remove(ground: &Ground, folder: &Path) -> Result<(), KeyFault> {
    for path in [SECRET, COPY].map(|name| folder.join(name)) {
        if ground.is_there(&path).map_err(KeyFault::Folder)? {
            ground.remove(&path).map_err(KeyFault::Folder)?;
        }
    }
    ground.sync_folder(folder).map_err(KeyFault::Folder)
}

/// Whether a secret lies in `folder`, be it damaged.
///
/// # Errors
/// When the folder cannot be read.
pub fn is_there(ground: &Ground, folder: &Path) -> Result<bool, KeyFault> {
    let look = |name| ground.is_there(&folder.join(name)).map_err(KeyFault::Folder);
    Ok(look(SECRET)? || look(COPY)?)
}
