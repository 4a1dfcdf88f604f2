//! Taking photographs and recordings of a folder or a card in with a stop: each file is read once and kept once; the card
//! is never written to.

use super::command::Trouble;
use super::desk::Desk;
use super::evidence_file::{self, BYTES_MAX, Found, Piece};
use super::evidence_walk::walk;
use super::view::import::Imported;
use super::{conclude, open_inspection};
use crate::domain::described::Description;
use crate::domain::inspection::Inspection;
use crate::domain::inspection::event::Event;
use crate::domain::photograph::{CameraTime, Photograph};
use crate::domain::recording::Recording;
use crate::stdx::clock::Moment;
use crate::stdx::digest::Digest;
use crate::stdx::files::{Files, Ground};
use crate::stdx::id::Id;
use crate::store::journal::Work;
use crate::wire::event::Body;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// So many files go into the journal at once: a cut loses no more than were not told as kept.
const BATCH_FILES: usize = 16;
/// So many bytes at once, beyond which a batch takes no more.
const BATCH_BYTES: usize = 32 * 1024 * 1024;
/// So many files in a row, up to the last one, that cannot be read: the card is no longer in.
const UNREAD_IN_A_ROW: usize = 3;

/// What is to be taken in, and what is said of all of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// With which stop.
    pub inspection: Id,
    /// Folders and files.
    pub from: Vec<PathBuf>,
    /// When it was taken, where somebody says so; of a recording, when it begins.
    pub taken_at: Option<Moment>,
    /// When a recording ends, where somebody says so.
    pub until: Option<Moment>,
    /// Where the originals of large recordings lie; empty is the folder that they are read from.
    pub medium: String,
    /// What is said of each.
    pub said: Description,
}

impl Import {
    /// Nothing yet, with the stop `inspection`.
    #[must_use]
    pub fn with(inspection: Id) -> Import {
        let (from, medium, said) = (Vec::new(), String::new(), Description::default());
        Import { inspection, from, taken_at: None, until: None, medium, said }
    }

    /// Between which times by the laptop's clock the files were made: as somebody said, else since the stop began.
    pub(super) fn window(&self, stop: &Inspection, now: Moment) -> (Moment, Moment) {
        match self.taken_at {
            Some(from) => (from, self.until.unwrap_or(from)),
            None => (stop.facts.at.unwrap_or(Moment::from_ms(i64::MIN)), now),
        }
    }

    /// What becomes of `piece`, which lies at `path`: what is not held is named.
    pub(super) fn entry(
        &self,
        piece: &Piece,
        path: &Path,
        window: (Moment, Moment),
        is_held: bool,
    ) -> Entered {
        let Piece { digest, bytes, media_type, camera_at, is_damaged } = *piece;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let said = self.said.clone();
        if is_held {
            let camera = camera_at.map(|at| CameraTime::held_against(at, window));
            let (file_name, taken_at) = (name.into(), self.taken_at);
            Entered::New(Photograph {
                digest,
                bytes,
                media_type,
                file_name,
                taken_at,
                camera,
                is_damaged,
                said,
            })
        } else {
            let folder = || path.parent().unwrap_or(path).display().to_string();
            let medium = if self.medium.is_empty() { folder() } else { self.medium.clone() };
            let (file_name, from, until) = (name.into(), self.taken_at, self.until);
            Entered::Named(Recording {
                digest,
                bytes,
                media_type,
                file_name,
                from,
                until,
                medium,
                said,
            })
        }
    }
}

/// What becomes of a file that the stop does not have yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entered {
    /// Its bytes are kept.
    New(Photograph),
    /// It is too large for that: named by its digest.
    Named(Recording),
}

impl Entered {
    /// Of its bytes.
    #[must_use]
    pub fn digest(&self) -> Digest {
        match self {
            Entered::New(photograph) => photograph.digest,
            Entered::Named(recording) => recording.digest,
        }
    }

    fn event(self) -> Event {
        match self {
            Entered::New(photograph) => Event::PhotographTaken(photograph),
            Entered::Named(recording) => Event::RecordingReferenced(recording),
        }
    }
}

/// Entries that go into the journal together, with the bytes that they name.
#[derive(Debug, Default)]
pub struct Batch {
    /// One for each file.
    pub events: Vec<Entered>,
    /// Of those that are held.
    pub pages: Vec<(Digest, Vec<u8>)>,
}

impl Batch {
    fn is_full(&self) -> bool {
        let bytes: usize = self.pages.iter().map(|(_, bytes)| bytes.len()).sum();
        self.events.len() >= BATCH_FILES || bytes >= BATCH_BYTES
    }
}

/// Digests of all evidence that a stop has.
#[must_use]
pub fn digests(stop: &Inspection) -> BTreeSet<Digest> {
    let kept = stop.photographs.iter().map(|photograph| photograph.digest);
    kept.chain(stop.recordings.iter().map(|recording| recording.digest)).collect()
}

/// One import, wherever its journal is.
pub struct Taking<'a> {
    /// Where the card is.
    pub ground: &'a dyn Files,
    /// What is asked for.
    pub order: &'a Import,
    /// Between which times the files were made, by the laptop's clock.
    pub window: (Moment, Moment),
    /// Larger files are named and not held, bytes.
    pub held_max: u64,
}

impl Taking<'_> {
    /// Reads each file and hands what is new over to `put`, a batch at a time; `known` are digests that the stop has.
    /// `watch` sees how far it is and may stop it behind the file that is being read.
    ///
    /// # Errors
    /// When a place is not there. What `put` refuses ends the import and stands in what it gives: the batches before are
    /// kept.
    pub fn run(
        &self,
        mut known: BTreeSet<Digest>,
        put: &mut dyn FnMut(Batch) -> Result<(), Trouble>,
        watch: &mut dyn FnMut(&Imported) -> bool,
    ) -> Result<Imported, Trouble> {
        let walk = walk(self.ground, &self.order.from)?;
        let mut done = Imported::of(&walk);
        let (mut batch, mut row) = (Batch::default(), Vec::new());
        for path in &walk.files {
            let found = evidence_file::read(self.ground, path, self.held_max, &mut |bytes| {
                done.passing_bytes = bytes;
                watch(&done)
            });
            done.passing_bytes = 0;
            match found {
                Err(_) => {
                    row.push(Imported::shown(path));
                    if !self.is_in() {
                        break;
                    }
                }
                Ok(Found::Stopped) => done.stopped = true,
                Ok(found) => {
                    done.unread.extend(std::mem::take(&mut row));
                    self.sort(found, path, &mut known, (&mut batch, &mut done));
                }
            }
            let goes_on = watch(&done);
            done.stopped |= !goes_on;
            if done.stopped {
                break;
            }
            if batch.is_full() && !hand_over(&mut batch, put, &mut done) {
                return Ok(done);
            }
        }
        if row.len() >= UNREAD_IN_A_ROW || (!row.is_empty() && !self.is_in()) {
            done.gone_at = row.first().cloned();
        } else {
            done.unread.extend(std::mem::take(&mut row));
        }
        hand_over(&mut batch, put, &mut done);
        Ok(done)
    }

    /// Whether everything that was named can still be seen.
    fn is_in(&self) -> bool {
        self.order.from.iter().all(|place| matches!(self.ground.look(place), Ok(Some(_))))
    }

    fn sort(
        &self,
        found: Found,
        path: &Path,
        known: &mut BTreeSet<Digest>,
        (batch, done): (&mut Batch, &mut Imported),
    ) {
        done.read += 1;
        let (piece, bytes) = match found {
            Found::Held(piece, bytes) => (piece, Some(bytes)),
            Found::Named(piece) => (piece, None),
            // A phone lays empty marks of its own, `.nomedia`, beside its pictures.
            Found::Empty if !is_hidden(path) => {
                done.empty.push(Imported::shown(path));
                return;
            }
            Found::TooLarge => {
                done.too_large.push(Imported::shown(path));
                return;
            }
            Found::Empty | Found::Other | Found::Stopped => {
                done.others += 1;
                return;
            }
        };
        if !known.insert(piece.digest) {
            done.known += 1;
            return;
        }
        batch.events.push(self.order.entry(&piece, path, self.window, bytes.is_some()));
        batch.pages.extend(bytes.map(|bytes| (piece.digest, bytes)));
    }
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'))
}

/// Hands a batch over, and counts it once it is durable. Whether the import may go on.
fn hand_over(
    batch: &mut Batch,
    put: &mut dyn FnMut(Batch) -> Result<(), Trouble>,
    done: &mut Imported,
) -> bool {
    let batch = std::mem::take(batch);
    if batch.events.is_empty() {
        return true;
    }
    let mut counted = done.clone();
    batch.events.iter().for_each(|kept| counted.count(kept));
    match put(batch) {
        Ok(()) => *done = counted,
        Err(trouble) => done.refused = Some(trouble),
    }
    done.refused.is_none()
}

/// The stop of an import as it stood at the beginning.
pub struct Destination {
    /// Digests of the evidence that it has.
    pub known: BTreeSet<Digest>,
    /// Between which times the files were made, by the laptop's clock.
    pub window: (Moment, Moment),
    /// Whose act it is, whoever signs in or out meanwhile.
    pub officer: Option<Id>,
}

/// Writes a batch of `officer` with the stop `inspection`. What the stop has got meanwhile is left out.
///
/// # Errors
/// When there is no such stop, or the journal cannot be written.
pub(super) fn put(
    desk: &mut Desk,
    (inspection, officer): (Id, Option<Id>),
    batch: Batch,
) -> Result<(), Trouble> {
    let stop = open_inspection::load(&desk.store, inspection)?;
    let known = digests(&stop);
    let events = batch.events.into_iter().filter(|kept| !known.contains(&kept.digest()));
    let bodies: Vec<Body> = events.map(|kept| Body::Inspection(kept.event())).collect();
    if bodies.is_empty() {
        return Ok(());
    }
    let work =
        Work { officer, subject: Some(inspection), bodies, pages: batch.pages, ..Work::default() };
    desk.store.append(work, desk.clock.read(), &mut desk.dice)?;
    Ok(())
}

impl Desk {
    /// The stop of an import, as it stands now.
    pub(super) fn import_into(&self, order: &Import) -> Result<Destination, Trouble> {
        let none = || Trouble::new("trouble.no_inspection");
        self.store.inspection(order.inspection)?.ok_or_else(none)?;
        let stop = open_inspection::load(&self.store, order.inspection)?;
        let (known, window) = (digests(&stop), order.window(&stop, self.clock.now()));
        Ok(Destination { known, window, officer: conclude::officer_of(self, &stop.facts) })
    }

    /// Takes in what `order` names, one batch after the other; `watch` may stop it.
    ///
    /// # Errors
    /// When there is no such stop, or a place of it is not there.
    pub fn import_evidence(
        &mut self,
        order: &Import,
        watch: &mut dyn FnMut(&Imported) -> bool,
    ) -> Result<Imported, Trouble> {
        self.import_holding(order, BYTES_MAX, watch)
    }

    /// The same where files up to `held_max` bytes are held, and larger recordings named.
    ///
    /// # Errors
    /// As `import_evidence`.
    pub fn import_holding(
        &mut self,
        order: &Import,
        held_max: u64,
        watch: &mut dyn FnMut(&Imported) -> bool,
    ) -> Result<Imported, Trouble> {
        let Destination { known, window, officer } = self.import_into(order)?;
        let ground = Ground::clone(&self.store.site().ground);
        let taking = Taking { ground: ground.as_ref(), order, window, held_max };
        let whose = (order.inspection, officer);
        let mut write = |batch| self.mirrored(|desk| put(desk, whose, batch));
        taking.run(known, &mut write, watch)
    }
}
