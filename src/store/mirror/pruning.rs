//! Party data that left the laptop leaves its mirror and older copies beside it: frames are sealed anew without it; a frame
//! of another journal stays as it is.

use super::{BLOBS, FRAMES, Mirror, Next, blobs, journal_of, next};
use crate::domain::bureau::BureauEvent;
use crate::stdx::digest::Digest;
use crate::stdx::files::{Ground, How};
use crate::stdx::id::Id;
use crate::stdx::secret::Key;
use crate::store::{Store, StoreFault, disk};
use crate::wire::entry::{self, Entry, Kept};
use crate::wire::envelope;
use crate::wire::event::Body;
use crate::wire::event::bureau::SHIFT_CLOSED;
use crate::wire::event::pruning::PARTY_DATA_PRUNED;
use crate::wire::event::voiding::NUMBER_VOIDED;
use crate::wire::frame::{Carried, Fore, Journal};
use std::collections::BTreeSet;
use std::io::{BufReader, BufWriter, Write as _};
use std::path::Path;

/// Number and salt of a frame.
type Last = Option<(u64, [u8; 16])>;

/// Whether an entry says that data left.
pub(super) fn prunes(entry: &Entry) -> bool {
    matches!(entry.body, Body::Bureau(BureauEvent::PartyDataPruned { .. }))
}

/// Looks out, frame by frame, for payloads that an entry behind them says have left.
#[derive(Default)]
pub(super) struct Watch {
    /// Stops with a payload so far.
    held: BTreeSet<Id>,
    /// The same of closes of shifts, by number.
    lists: BTreeSet<u64>,
    pub(super) prunes: bool,
}

impl Watch {
    pub(super) fn see(&mut self, kept: &Kept) {
        let Ok(envelope) = envelope::decode(&kept.envelope) else { return };
        if envelope.kind == PARTY_DATA_PRUNED
            && let Ok(entry) = entry::read(kept)
            && let Body::Bureau(BureauEvent::PartyDataPruned { stops, closes, .. }) = entry.body
        {
            self.prunes |= stops.iter().any(|stop| self.held.contains(&stop.id));
            self.prunes |= closes.iter().any(|close| self.lists.contains(&close.number));
        }
        if envelope.kind == SHIFT_CLOSED && !kept.is_pruned() {
            self.lists.insert(envelope.number);
        }
        // Why a number is void stays, on the laptop as well.
        let stays = envelope.kind == NUMBER_VOIDED;
        self.held.extend(envelope.subject.filter(|_| !stays && !kept.is_pruned()));
    }
}

impl Mirror {
    /// Takes what left the laptop out of this mirror, and out of older mirrors and backups of the journal beside it.
    pub(super) fn prune(&mut self, store: &Store) -> Result<(), StoreFault> {
        if let Some(under) = self.folder.parent() {
            prune_copies(store, under, &self.folder)?;
        }
        let copy = Copy { ground: &self.ground, folder: &self.folder, journal: self.journal };
        if let Some(last) = copy.rewrite(&self.key, store)? {
            self.last = Some(last);
        }
        let frames = self.folder.join(FRAMES);
        self.file = self.ground.open(&frames, How::Grow).map_err(disk::fault)?;
        self.prunes = false;
        Ok(())
    }
}

/// Takes what left the laptop out of every copy of its journal below `under` but the one in `except`. A copy that is damaged
/// is left alone: it may be all that somebody has.
///
/// # Errors
/// When a folder or file cannot be used.
pub fn prune_copies(store: &Store, under: &Path, except: &Path) -> Result<(), StoreFault> {
    let ground = &store.site().ground;
    let Some(store_key) = &store.site().key else { return Ok(()) };
    for name in ground.names(under).map_err(disk::fault)? {
        let folder = under.join(name);
        let is_copy = folder != except
            && ground.is_folder(&folder).is_ok_and(|is_folder| is_folder)
            && ground.is_there(&folder.join(FRAMES)).map_err(disk::fault)?;
        if !is_copy {
            continue;
        }
        let mut file = ground.open(&folder.join(FRAMES), How::Read).map_err(disk::fault)?;
        let journal = match journal_of(file.as_mut()) {
            Ok(journal) => journal,
            Err(StoreFault::NoMirror | StoreFault::Damaged(_)) => continue,
            Err(fault) => return Err(fault),
        };
        let copy = Copy { ground, folder: &folder, journal };
        if journal.device == store.device() && copy.holds_what_left(store)? {
            copy.rewrite(&journal.key(store_key), store)?;
        }
    }
    Ok(())
}

/// One copy of a journal.
struct Copy<'a> {
    ground: &'a Ground,
    folder: &'a Path,
    journal: Journal,
}

impl Copy<'_> {
    /// Calls `each` with every frame; whether the file is whole to its end.
    fn frames(
        &self,
        mut each: impl FnMut(Fore, Vec<u8>) -> Result<(), StoreFault>,
    ) -> Result<bool, StoreFault> {
        let path = self.folder.join(FRAMES);
        let mut file = self.ground.open(&path, How::Read).map_err(disk::fault)?;
        journal_of(file.as_mut())?;
        let mut file = BufReader::new(file);
        loop {
            match next(&mut file)? {
                Next::Frame(fore, sealed) => each(fore, sealed)?,
                Next::End => return Ok(true),
                Next::Torn => return Ok(false),
            }
        }
    }

    fn holds_what_left(&self, store: &Store) -> Result<bool, StoreFault> {
        let mut holds = false;
        self.frames(|fore, _| {
            let row = if holds { None } else { store.row(fore.number)? };
            holds |= row.is_some_and(|row| {
                row.kept.is_pruned() && fore.salt == Journal::salt(row.digest, false)
            });
            Ok(())
        })?;
        Ok(holds)
    }

    /// Writes the frames anew aside, takes the blobs away, then gives the new file its name: while the old one is there,
    /// the next try knows that this is not done. `None` when the file is not whole, and stays.
    fn rewrite(&self, key: &Key, store: &Store) -> Result<Last, StoreFault> {
        let part = self.folder.join("journal.part");
        let mut to = BufWriter::new(self.ground.open(&part, How::Fresh).map_err(disk::fault)?);
        to.write_all(&self.journal.head()).map_err(disk::fault)?;
        let (mut stays, mut gone, mut last) = (BTreeSet::new(), BTreeSet::new(), None);
        let is_whole = self.frames(|fore, sealed| {
            let row = store.row(fore.number)?;
            let row = row.filter(|row| Journal::is_salt(fore.salt, row.digest));
            let leaves = row.as_ref().is_some_and(|row| row.kept.is_pruned());
            let envelope = row.as_ref().and_then(|row| envelope::decode(&row.kept.envelope).ok());
            let blobs = envelope.map(|envelope| envelope.blobs).unwrap_or_default();
            let named = if leaves { &mut gone } else { &mut stays };
            named.extend(blobs.iter().map(|blob| blob.digest));
            let (salt, frame) = match row.filter(|_| leaves) {
                Some(row) if fore.salt == Journal::salt(row.digest, false) => {
                    let signature = store.signature_at(fore.number)?;
                    let signature = signature.map(|kept| (kept.suite, kept.signature));
                    let carried = Carried { kept: row.kept, pack: Vec::new(), signature };
                    let frame = self.journal.seal(key, fore.number, row.digest, &carried);
                    (Journal::salt(row.digest, true), frame)
                }
                Some(_) | None => (fore.salt, fore.frame(&sealed)),
            };
            last = Some((fore.number, salt));
            to.write_all(&frame).map_err(disk::fault)
        })?;
        let mut to = to.into_inner().map_err(|fault| disk::fault(fault.into_error()))?;
        if !is_whole {
            self.ground.remove(&part).map_err(disk::fault)?;
            return Ok(None);
        }
        to.sync().map_err(disk::fault)?;
        drop(to);
        self.remove_blobs(store, gone, &stays)?;
        self.ground.rename(&part, &self.folder.join(FRAMES)).map_err(disk::fault)?;
        disk::sync_folder(self.ground, self.folder)?;
        Ok(last)
    }

    fn remove_blobs(
        &self,
        store: &Store,
        mut gone: BTreeSet<Digest>,
        stays: &BTreeSet<Digest>,
    ) -> Result<(), StoreFault> {
        for (_, event) in store.prunings_behind(0)? {
            if let BureauEvent::PartyDataPruned { stops, .. } = event {
                let papers = stops.iter().flat_map(|stop| &stop.papers);
                gone.extend(papers.map(|paper| paper.digest));
            }
        }
        let places = gone.difference(stays);
        let places = places.map(|digest| blobs::place(store.site().key.as_ref(), *digest));
        blobs::remove(self.ground, &self.folder.join(BLOBS), &places.collect::<Vec<_>>())
    }
}
