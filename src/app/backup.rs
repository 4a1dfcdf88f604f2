//! A backup made and read back, and a journal made again from a mirror or a backup on another laptop.

use super::command::Trouble;
use super::desk::Desk;
use super::door::{Outside, seat};
use super::opening::{self, Place};
use super::paper_place::PaperPlace;
use super::{config, device_secret};
use crate::domain::bureau::BureauEvent;
use crate::domain::epoch::EpochReason;
use crate::stdx::clock::{Clock, Moment};
use crate::stdx::files::{self, Ground};
use crate::stdx::id::Dice;
use crate::stdx::said::Said;
use crate::store::journal::Work;
use crate::store::keys::Ring;
use crate::store::mirror::{self, BlobsLost, Mirror};
use crate::store::open::{self, PenLock};
use crate::store::site::Site;
use crate::store::{Store, StoreFault, disk};
use crate::wire::event::Body;
use crate::wire::message::hello::JournalName;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A backup that was read back.
#[derive(Debug, PartialEq, Eq)]
pub struct Backup {
    /// Where it lies.
    pub folder: PathBuf,
    /// How many came back when it was read.
    pub entries: u64,
    /// Pages and photographs that read back whole.
    pub blobs: u64,
    /// Those that are not on this laptop, or not whole there: no copy of it can have them.
    pub blobs_lost: u64,
}

/// What a restored journal holds.
pub struct Restored {
    /// Open for writing, under the new epoch.
    pub desk: Desk,
    /// How many came back.
    pub entries: u64,
    /// Number of the first entry that the mirror no longer gives.
    pub stopped: Option<u64>,
    /// Entries at the end that no signature is over; they were left out.
    pub unsigned: u64,
    /// Pages and photographs that the copy does not have.
    pub blobs_missing: u64,
    /// Those that it has, and not as they were kept: they did not come along.
    pub blobs_damaged: u64,
}

/// Copies the whole journal into a fresh folder below `under`, and reads all of it back: each entry, page and
/// photograph from its first byte to its last.
///
/// # Errors
/// When the PIN is another's, the place cannot be used, or what was written does not read back.
pub fn backup(place: Place<'_>, under: &Path, now: Moment) -> Result<Backup, Trouble> {
    let site = opening::site(place)?;
    let ground = &site.ground;
    if !ground.is_folder(under).map_err(disk::fault)? {
        return Err(Trouble::new("trouble.mirror_place").with(under.display().to_string()));
    }
    let mut store = Store::open_to_read(&site, &mut Dice::Machine)?;
    store.has_its_end()?;
    let time = now.hour_minute_second().replace(':', "");
    let base = format!("lucha-backup-{}-{}-{time}", store.device(), now.day());
    let mut folder = under.join(&base);
    for nth in 2.. {
        if !ground.is_there(&folder).map_err(disk::fault)? {
            break;
        }
        folder = under.join(format!("{base}-{nth}"));
    }
    let mut copy = Mirror::at(&folder, &store)?;
    copy.catch_up(&mut store)?;
    drop(copy);
    let (entries, blobs, blobs_lost) = read_back(&site, &store, &folder)?;
    Ok(Backup { folder, entries, blobs, blobs_lost })
}

/// Reads the copy of `store` in `folder` again, wholly: entries, blobs, and blobs that the laptop itself lacks.
fn read_back(site: &Site, store: &Store, folder: &Path) -> Result<(u64, u64, u64), StoreFault> {
    let not_back = |number| {
        let what = Said::words("flaw.backup");
        StoreFault::Broken { number, what }
    };
    let key = site.key.as_ref().ok_or(StoreFault::NoMirror)?;
    let back = mirror::read(&site.ground, folder, key)?;
    let entries = back.kept.len() as u64;
    if back.stopped.is_some() || entries != store.head().number {
        return Err(not_back(entries + 1));
    }
    if !mirror::has_small_files(&site.ground, &site.folder, folder)? {
        return Err(not_back(0));
    }
    let copy = (&site.ground, folder, key);
    let (blobs, lost) = mirror::read_blobs(copy, &back.kept, &mut |_, _| Ok(()))?;
    for (number, digest) in lost.missing.iter().chain(&lost.damaged) {
        // What is whole on the laptop must be whole in its copy.
        if matches!(store.page(*digest), Ok(Some(_))) {
            return Err(not_back(*number));
        }
    }
    Ok((entries, blobs, (lost.missing.len() + lost.damaged.len()) as u64))
}

/// Makes the journal in the folder `to` again from the mirror or backup below `from`, with the code
/// that headquarters holds, and verifies all of it before it is anybody's. PINs do not come along: they are bound to the laptop that was lost.
///
/// # Errors
/// When `to` has a journal, the code is another, or the mirror cannot be read.
pub fn restore(from: &Path, to: &Path, code: &str, clock: Clock) -> Result<Restored, Trouble> {
    let secrets = config::secret_folder();
    restore_on(&files::machine(), (from, to), secrets.as_deref(), code, clock, Dice::Machine)
}

/// The same on another file system than the machine's, with other dice. The secret of this device comes below `secrets`,
/// that of a sample bureau into its own folder.
///
/// # Errors
/// As `restore`.
pub fn restore_on(
    ground: &Ground,
    (from, to): (&Path, &Path),
    secrets: Option<&Path>,
    code: &str,
    clock: Clock,
    mut dice: Dice,
) -> Result<Restored, Trouble> {
    let from = mirror::find(ground, from)?;
    if opening::is_founded_on(ground, to)? {
        // Another try may have founded it and failed to make that last name durable.
        disk::sync_folder(ground, to)?;
        return Err(StoreFault::NotEmpty.into());
    }
    let pen = PenLock::take(ground, to)?;
    // A restore that was cut off left a journal without a keyring; it begins anew.
    open::move_unfounded_aside(ground, to)?;
    drop(pen);
    let (old, key) = Ring::by_code_alone(ground, &from, code, &mut dice)?;
    let secret_folder = device_secret::place_for(to, old.agency().1, secrets, &mut dice)?;
    let frames = mirror::read(ground, &from, &key)?;
    let site = Site { ground: Ground::clone(ground), ..Site::keyed(to, key.clone()) };
    mirror::copy_device_key(ground, &from, to)?;
    let lost = mirror::copy_blobs(&from, &site, &frames.kept)?;
    let entries = frames.kept.len() as u64;
    let mut store = Store::restore_entries(&site, frames.kept, frames.signatures, &mut dice)?;
    for (digest, files) in &frames.packs {
        store.restore_pack(*digest, files)?;
    }
    let event = BureauEvent::JournalRestored { until: entries, whole: frames.stopped.is_none() };
    let more = vec![Body::Bureau(event)];
    // The laptop that was lost may still write under the epoch that it had.
    if let (Some(_), JournalName { epoch, .. }) = (store.public_key(), store.journal_name()) {
        let next = (epoch + 1, EpochReason::Restored, None);
        store.open_epoch(next, more, clock.read(), &mut dice)?;
    } else {
        store.append(Work { bodies: more, ..Work::default() }, clock.read(), &mut dice)?;
    }
    whole_but(&store, &lost)?;
    let mut ring = old.on_this_device(ground, to, &secret_folder, &mut dice)?;
    if ring.agency().1 {
        for (credential, _, pin) in super::sample::pins() {
            ring.set_pin(&credential, &pin, &key, false, &mut dice)?;
        }
    }
    // The keyring comes last: with it the bureau is founded here.
    ring.keep()?;
    let (papers, secrets) = (PaperPlace::of_laptop(), secrets.map(Path::to_path_buf));
    let outside = Outside { papers, secrets };
    let desk = seat(store, (ring, key), clock, dice, outside)?;
    let (stopped, unsigned) = (frames.stopped, frames.unsigned);
    let (blobs_missing, blobs_damaged) = (lost.missing.len() as u64, lost.damaged.len() as u64);
    Ok(Restored { desk, entries, stopped, unsigned, blobs_missing, blobs_damaged })
}

/// Reads the journal that was made, wholly. But for what the copy did not have it is whole, or it is not given out.
fn whole_but(store: &Store, lost: &BlobsLost) -> Result<(), StoreFault> {
    let absent: BTreeSet<u64> =
        lost.missing.iter().chain(&lost.damaged).map(|(number, _)| *number).collect();
    let breaks = store.verify()?.breaks;
    match breaks.into_iter().find(|(number, _)| !absent.contains(number)) {
        Some((number, what)) => Err(StoreFault::Broken { number, what }),
        None => Ok(()),
    }
}
