//! The mark of a rescue on the disk: what a cut left in its middle is opened by nobody before the rescue has come to its end.

use super::site::Site;
use super::{StoreFault, disk};
use crate::stdx::files::How;
use crate::stdx::said::Said;
use crate::wire::rescue_mark::RescueMark;
use std::io::ErrorKind;
use std::path::PathBuf;

/// The file in the journal's folder; no secret stands in it.
const FILE: &str = "rescue.begun";

/// The rescue that has begun at `site` and not ended; `None` when there is none.
///
/// # Errors
/// When the folder cannot be read, or the file is damaged.
pub fn read(site: &Site) -> Result<Option<RescueMark>, StoreFault> {
    let Some(bytes) = site.ground.read(&place(site)).map_err(disk::fault)? else {
        return Ok(None);
    };
    let damaged = || {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        StoreFault::Damaged(Said::words("flaw.rescue_mark").with(text))
    };
    RescueMark::read(&bytes).map(Some).ok_or_else(damaged)
}

/// Whether a rescue has begun at `site` and not ended.
///
/// # Errors
/// When the folder cannot be read.
pub fn is_there(site: &Site) -> Result<bool, StoreFault> {
    site.ground.is_there(&place(site)).map_err(disk::fault)
}

/// # Errors
/// When the disk refuses; what was there before stays.
pub fn write(mark: &RescueMark, site: &Site) -> Result<(), StoreFault> {
    let (path, fresh) = (place(site), place(site).with_extension("new"));
    let written = site.ground.write_whole(&path, &fresh, How::Fresh, mark.text().as_bytes());
    written.map_err(disk::fault)
}

/// The rescue has come to its end.
///
/// # Errors
/// When the disk refuses; the mark stands then, and the next try ends here again.
pub fn clear(site: &Site) -> Result<(), StoreFault> {
    let mark = read(site)?;
    match site.ground.remove(&place(site)) {
        Err(fault) if fault.kind() != ErrorKind::NotFound => return Err(disk::fault(fault)),
        _ => {}
    }
    let cleared = disk::sync_folder(&site.ground, &site.folder);
    if let (Err(_), Some(mark)) = (&cleared, mark) {
        // A loss of power would bring it back behind entries that were written since.
        let _stands = write(&mark, site);
    }
    cleared
}

fn place(site: &Site) -> PathBuf {
    site.folder.join(FILE)
}
