//! What a rescue takes from the card, copied beside the journal before it begins: the frames, and pages and photographs that
//! the laptop lacks. A rescue that was cut comes to the same end with the card out; never written once it has begun.

use super::blob_mend;
use super::mirror::{self, FRAMES, Frames};
use super::site::Site;
use super::{StoreFault, disk, rescue_mark};
use crate::stdx::files::How;
use crate::stdx::said::Said;
use std::path::{Path, PathBuf};

/// The folder of the copy in the journal's own.
const FOLDER: &str = "rescue.card";
/// The same beside the damaged files, where it is another journal's.
const PARTED: &str = "mirror";

fn place(site: &Site) -> PathBuf {
    site.folder.join(FOLDER)
}

/// What the mirror in folder `card` has of this journal; nothing where there is none, it is out, or it has another one. What
/// the card does not give just then is asked for again: without it more may be lost.
pub fn look(site: &Site, card: Option<&Path>) -> Option<Frames> {
    let (card, key) = (card?, site.key.as_ref()?);
    let look = || mirror::read(&site.ground, card, key);
    look().or_else(|_| look()).ok()
}

/// The folders that pages and photographs may come from: the copy first, then the card, where it is in.
pub fn folders(site: &Site, card: Option<&Path>) -> Vec<PathBuf> {
    std::iter::once(place(site)).chain(card.map(Path::to_path_buf)).collect()
}

/// Copies the frames of the mirror in folder `card`, with the pages and photographs that they speak of and the laptop does
/// not have whole, and gives what the copy has.
///
/// # Errors
/// When the card does not give its frames, or the disk does not take them; nothing was begun then.
pub fn keep(site: &Site, card: &Path) -> Result<Frames, StoreFault> {
    let ground = &site.ground;
    let read = || ground.read(&card.join(FRAMES));
    let bytes = read().or_else(|_| read()).map_err(disk::fault)?;
    let bytes = bytes.ok_or(StoreFault::NoMirror)?;
    let folder = place(site);
    ground.make_folders(&folder).map_err(disk::fault)?;
    let (path, fresh) = (folder.join(FRAMES), folder.join("journal.part"));
    ground.write_whole(&path, &fresh, How::Fresh, &bytes).map_err(disk::fault)?;
    let frames = kept(site)?.ok_or_else(|| StoreFault::Damaged(Said::words("flaw.not_there")))?;
    match blob_mend::copy_lacking(site, &frames.kept, card, &folder) {
        // Entries go first: the card still has what found no room.
        Ok(()) | Err(StoreFault::DiskFull) => Ok(frames),
        Err(fault) => Err(fault),
    }
}

/// What the copy has; `None` where the rescue rests on no card.
///
/// # Errors
/// When it is there and cannot be read.
pub fn kept(site: &Site) -> Result<Option<Frames>, StoreFault> {
    let Some(key) = &site.key else { return Ok(None) };
    let (ground, folder) = (&site.ground, place(site));
    if !ground.is_there(&folder.join(FRAMES)).map_err(disk::fault)? {
        return Ok(None);
    }
    let look = || mirror::read(ground, &folder, key);
    look().or_else(|_| look()).map(Some)
}

/// The copy is another journal's: its frames stay beside the damaged files in `aside`, as these do. Pages and photographs
/// that both journals name are the same, so these stay where they are until the rescue has ended.
///
/// # Errors
/// When the disk refuses.
pub fn lay_aside(site: &Site, aside: &Path) -> Result<(), StoreFault> {
    let (ground, folder) = (&site.ground, place(site));
    if !ground.is_there(&folder.join(FRAMES)).map_err(disk::fault)? {
        return Ok(());
    }
    let beside = aside.join(PARTED);
    ground.make_folders(&beside).map_err(disk::fault)?;
    ground.rename(&folder.join(FRAMES), &beside.join(FRAMES)).map_err(disk::fault)?;
    disk::sync_folder(ground, &beside)?;
    disk::sync_folder(ground, &folder)
}

/// Takes the copy away: the card has the same.
///
/// # Errors
/// When the disk refuses.
pub fn clear(site: &Site) -> Result<(), StoreFault> {
    let (ground, folder) = (&site.ground, place(site));
    if ground.is_folder(&folder).map_err(disk::fault)? {
        ground.remove_tree(&folder).map_err(disk::fault)?;
        disk::sync_folder(ground, &site.folder)?;
    }
    Ok(())
}

/// The same where no rescue has begun: one that was cut before its mark stood left a copy that nothing rests on. The caller
/// has the pen, so none is just being made.
///
/// # Errors
/// When the disk refuses.
pub fn clear_left(site: &Site) -> Result<(), StoreFault> {
    if rescue_mark::is_there(site)? { Ok(()) } else { clear(site) }
}
