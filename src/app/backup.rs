//! A backup made and read back, and a journal made again from a mirror or a backup on another laptop.

use super::command::Trouble;
use super::desk::Desk;
use super::door::seat;
use super::opening::{self, Place};
use crate::domain::bureau::BureauEvent;
use crate::domain::epoch::EpochReason;
use crate::stdx::clock::{Clock, Moment};
use crate::stdx::files;
use crate::stdx::id::Dice;
use crate::store::journal::Work;
use crate::store::keys::Ring;
use crate::store::mirror::{self, Mirror};
use crate::store::open::{self, PenLock};
use crate::store::site::Site;
use crate::store::{Store, StoreFault};
use crate::wire::event::Body;
use crate::wire::message::hello::JournalName;
use std::path::{Path, PathBuf};

/// A backup that was read back.
#[derive(Debug, PartialEq, Eq)]
pub struct Backup {
    pub folder: PathBuf,
    pub entries: u64,
}

/// What a restored journal holds.
pub struct Restored {
    pub desk: Desk,
    pub entries: u64,
    /// Number of the first entry that the mirror no longer gives.
    pub stopped: Option<u64>,
    pub unsigned: u64,
    /// Pages and photographs that the mirror does not have.
    pub blobs_missing: u64,
}

/// Copies the whole journal into a fresh folder below `under`, and reads it back.
///
/// # Errors
/// When the PIN is another's, the place cannot be used, or what was written does not read back.
pub fn backup(place: Place<'_>, under: &Path, now: Moment) -> Result<Backup, Trouble> {
    let site = opening::site(place)?;
    if !under.is_dir() {
        return Err(Trouble::new("trouble.mirror_place").with(under.display().to_string()));
    }
    let mut store = Store::open_to_read(&site, &mut Dice::Machine)?;
    let time = now.hour_minute_second().replace(':', "");
    let base = format!("lucha-backup-{}-{}-{time}", store.device(), now.day());
    let mut folder = under.join(&base);
    for nth in 2.. {
        if !folder.exists() {
            break;
        }
        folder = under.join(format!("{base}-{nth}"));
    }
    let mut copy = Mirror::at(&folder, &store)?;
    copy.catch_up(&mut store)?;
    drop(copy);
    let key = site.key.as_ref().ok_or(StoreFault::NoMirror)?;
    let back = mirror::read(&site.ground, &folder, key)?;
    let entries = back.kept.len() as u64;
    if back.stopped.is_some() || entries != store.head().number {
        let what = "the backup does not read back".to_string();
        return Err(StoreFault::Broken { number: entries + 1, what }.into());
    }
    Ok(Backup { folder, entries })
}

/// Makes the journal in the folder `to` again from the mirror or backup below `from`, with the code
/// that headquarters holds. PINs do not come along: they are bound to the laptop that was lost.
///
/// # Errors
/// When `to` has a journal, the code is another, or the mirror cannot be read.
pub fn restore(from: &Path, to: &Path, code: &str, clock: Clock) -> Result<Restored, Trouble> {
    let mut dice = Dice::Machine;
    let ground = files::machine();
    let from = mirror::find(&ground, from)?;
    if opening::is_founded(to)? {
        return Err(StoreFault::NotEmpty.into());
    }
    let pen = PenLock::take(&ground, to)?;
    // A restore that was cut off left a journal without a keyring; it begins anew.
    open::move_unfounded_aside(&ground, to)?;
    drop(pen);
    let (old, key) = Ring::by_code_alone(&ground, &from, code, &mut dice)?;
    let frames = mirror::read(&ground, &from, &key)?;
    let site = Site::keyed(to, key.clone());
    mirror::copy_device_key(&ground, &from, to)?;
    let blobs_missing = mirror::copy_blobs(&from, &site, &frames.kept)?;
    let entries = frames.kept.len() as u64;
    let mut store = Store::restore_entries(&site, frames.kept, frames.signatures, &mut dice)?;
    for (digest, files) in &frames.packs {
        store.restore_pack(*digest, files)?;
    }
    let event = BureauEvent::JournalRestored { until: entries, whole: frames.stopped.is_none() };
    let more = vec![Body::Bureau(event)];
    // The laptop that was lost may still write under the epoch that it had.
    if let (Some(_), JournalName { epoch, .. }) = (store.public_key(), store.journal_name()) {
        let next = (epoch + 1, EpochReason::Restored);
        store.open_epoch(next, more, clock.read(), &mut dice)?;
    } else {
        store.append(Work { bodies: more, ..Work::default() }, clock.read(), &mut dice)?;
    }
    let mut ring = old.on_this_device(&ground, to, to, &mut dice)?;
    if ring.agency().1 {
        for (credential, _, pin) in super::sample::pins() {
            ring.set_pin(&credential, &pin, &key, false, &mut dice)?;
        }
    }
    // The keyring comes last: with it the bureau is founded here.
    ring.keep()?;
    let desk = seat(store, ring, key, clock, None)?;
    let (stopped, unsigned) = (frames.stopped, frames.unsigned);
    Ok(Restored { desk, entries, stopped, unsigned, blobs_missing })
}
