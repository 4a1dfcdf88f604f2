//! Whether this laptop's line costs by the byte: one word in a file of the journal's folder; measures nothing.

use crate::stdx::files::Ground;
use crate::store::disk::{Arrivals, fault};
use crate::store::{Store, StoreFault};
use std::path::Path;

/// The file with the word.
const CHOICE: &str = "line.rule";
const METERED: &str = "metered";
const FREE: &str = "free";

/// What was chosen for the laptop whose journal lies in `folder`. A word that cannot be read is taken for the one that
/// costs nothing; a journal in memory has no folder to keep one in.
#[must_use]
pub fn chosen(ground: &Ground, folder: &Path) -> bool {
    if folder.as_os_str().is_empty() {
        return false;
    }
    match ground.read(&folder.join(CHOICE)) {
        Ok(word) => word.is_some_and(|word| word.trim_ascii() != FREE.as_bytes()),
        Err(_) => true,
    }
}

/// Keeps the choice.
///
/// # Errors
/// When the disk is full or the folder cannot be used.
pub fn choose(store: &Store, metered: bool) -> Result<(), StoreFault> {
    let folder = store.folder();
    if folder.as_os_str().is_empty() {
        return Ok(());
    }
    let mut arrivals = Arrivals::at(&store.site().ground, folder);
    let word = if metered { METERED } else { FREE };
    arrivals.write(Path::new(CHOICE), |file| file.write_all(word.as_bytes()).map_err(fault))?;
    arrivals.settle()
}
