//! Who asked for the device key that waits for headquarters' word: one id in a file of the journal's folder, because the change
//! may end in a later session, when somebody else works; knows no key.

use super::desk::Desk;
use crate::stdx::id::Id;
use crate::store::disk::{Arrivals, fault};
use crate::store::{Store, StoreFault};
use std::path::Path;

/// The file with the id; empty where nobody had signed in, as before a sample bureau.
const FILE: &str = "rotation.by";

/// The person who asked; `None` where it was nobody, and where the file does not name one of this laptop's people any more.
#[must_use]
pub fn asker(desk: &Desk) -> Option<Id> {
    let site = desk.store.site();
    if site.folder.as_os_str().is_empty() {
        return None;
    }
    let text = site.ground.read(&site.folder.join(FILE)).ok()??;
    let asked = Id::parse(std::str::from_utf8(&text).ok()?.trim())?;
    desk.bureau.officers.iter().any(|person| person.id == asked).then_some(asked)
}

/// Keeps who asks, before the key is made that then waits.
///
/// # Errors
/// When the disk is full or the folder cannot be used.
pub fn keep(store: &Store, asks: Option<Id>) -> Result<(), StoreFault> {
    let folder = store.folder();
    if folder.as_os_str().is_empty() {
        return Ok(());
    }
    let text = asks.map(|asks| asks.to_string()).unwrap_or_default();
    let mut arrivals = Arrivals::at(&store.site().ground, folder);
    arrivals.write(Path::new(FILE), |file| file.write_all(text.as_bytes()).map_err(fault))?;
    arrivals.settle()
}
