//! The witness of the head: a small file beside the journal that names the last durable entry and the draft that was saved
//! last, so that a journal which has lost its end is seen; it is written behind each commit, never waited for, and never
//! ahead of the journal.

use super::open::FILE;
use super::site::Site;
use super::{Head, Store, StoreFault};
use crate::stdx::clock::Moment;
use crate::stdx::files::{Ground, How, OpenFile};
use crate::stdx::id::Id;
use crate::wire::envelope;
use crate::wire::head_witness::Witnessed;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OptionalExtension as _};
use std::io::{self, SeekFrom};
use std::path::{Path, PathBuf};

/// What its name has behind the journal's own, so that it moves with the journal as SQLite's files do.
pub(super) const ENDING: &str = "-head";
/// Each of the two has a page of the disk to itself: a write that was torn costs the older one.
const SLOT: u64 = 4096;
const SLOTS: u64 = 2;

/// What the witness at `site` saw last; `None` where there is none, or none that can be read: that costs a whole journal
/// nothing.
pub(super) fn read(site: &Site) -> Option<Witnessed> {
    HeadWitness::at(site).recall()
}

/// `None` for a journal in memory.
fn place(folder: &Path) -> Option<PathBuf> {
    let is_kept = !folder.as_os_str().is_empty();
    is_kept.then(|| folder.join(format!("{FILE}{ENDING}")))
}

/// The file at work. Whatever fails in it fails nothing else: the witness is older then.
#[derive(Debug)]
pub(super) struct HeadWitness {
    place: Option<(Ground, PathBuf)>,
    file: Option<Box<dyn OpenFile>>,
    /// The slot that does not hold what was seen last.
    next: u64,
    /// As in what was seen last.
    nth: u64,
    /// As in what was seen last.
    draft: Option<(Id, i64)>,
}

impl HeadWitness {
    pub(super) fn at(site: &Site) -> HeadWitness {
        let place = place(&site.folder).map(|path| (Ground::clone(&site.ground), path));
        HeadWitness { place, file: None, next: 0, nth: 0, draft: None }
    }

    /// What it saw last, and which slot is written next.
    pub(super) fn recall(&mut self) -> Option<Witnessed> {
        let (ground, path) = self.place.as_ref()?;
        let read = || ground.read(path);
        // What the disk does not give just then is asked for again.
        let bytes = read().or_else(|_| read()).ok()??;
        let slots = bytes.chunks(usize::try_from(SLOT).unwrap_or(usize::MAX)).zip(0..SLOTS);
        let seen = slots.filter_map(|(slot, nth)| Some((Witnessed::read(slot)?, nth)));
        // A rescue by a program without a witness goes on below, under a later epoch.
        let (last, slot) = seen.max_by_key(|(seen, _)| (seen.epoch, seen.number, seen.nth))?;
        self.next = (slot + 1) % SLOTS;
        (self.nth, self.draft) = (last.nth, last.draft);
        Some(last)
    }

    /// Remembers what is durable now.
    fn note(&mut self, seen: Witnessed) {
        let Some((ground, path)) = &self.place else { return };
        self.nth += 1;
        let seen = Witnessed { nth: self.nth, ..seen };
        let file = match self.file.take() {
            Some(file) => Ok(file),
            None => opened(ground, path),
        };
        let written = file.and_then(|mut file| {
            file.seek(SeekFrom::Start(self.next * SLOT))?;
            file.write_all(seen.text().as_bytes())?;
            Ok(file)
        });
        // A file that failed is opened anew for the next one.
        self.file = written.ok();
        if self.file.is_some() {
            self.next = (self.next + 1) % SLOTS;
        }
    }

    /// Makes it durable with its name; only an opening does.
    fn settle(&mut self) -> io::Result<()> {
        let (Some(file), Some((ground, path))) = (&mut self.file, &self.place) else {
            return Ok(());
        };
        file.sync()?;
        path.parent().map_or(Ok(()), |folder| ground.sync_folder(folder))
    }
}

/// The file in its whole length: a slot that is written later finds its room on a full disk too.
fn opened(ground: &Ground, path: &Path) -> io::Result<Box<dyn OpenFile>> {
    let mut file = ground.open(path, How::Grow)?;
    let length = file.length()?;
    if length < SLOT * SLOTS {
        file.seek(SeekFrom::Start(length))?;
        file.write_all(&vec![0; usize::try_from(SLOT * SLOTS - length).unwrap_or(0)])?;
    }
    Ok(file)
}

/// Refuses a journal that has not all that the witness saw, before anything is written into it. Its tables may be those of
/// any program: a migration would write over what a rescue can still read, and its copy would pass for the whole.
///
/// # Errors
/// From and until of the entries that are missing; or when the journal cannot be read.
pub(super) fn ask(seen: Option<&Witnessed>, conn: &Connection) -> Result<(), StoreFault> {
    let Some(seen) = seen else { return Ok(()) };
    let (home, number) = match last_of(conn)? {
        None => (None, 0),
        Some((number, bytes)) => {
            // What is not as it was written is named when the entry is read whole.
            let Ok(envelope) = envelope::decode(&bytes) else { return Ok(()) };
            let number = u64::try_from(number).unwrap_or(0);
            (Some((envelope.device, envelope.epoch)), number)
        }
    };
    let Some((from, until)) = seen.misses(home, number) else { return Ok(()) };
    keep_log(conn);
    Err(StoreFault::LostEnd { from, until })
}

/// Number and envelope of the last entry, whichever program's tables they are; `None` where there is none.
fn last_of(conn: &Connection) -> Result<Option<(i64, Vec<u8>)>, StoreFault> {
    let known = "SELECT count(*) FROM sqlite_schema WHERE name = 'entry'";
    if conn.query_row(known, [], |row| row.get::<_, i64>(0))? == 0 {
        return Ok(None);
    }
    let sql = "SELECT number, envelope FROM entry ORDER BY number DESC LIMIT 1";
    Ok(conn.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
}

/// The log stays as it is when this connection closes: what it holds behind a byte that turned is evidence.
pub(super) fn keep_log(conn: &Connection) {
    let _as_usual = conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
}

impl Store {
    /// The head was made durable.
    pub(super) fn witness_head(&mut self) {
        if self.head.number > 0 {
            let seen = self.seen();
            self.witness.note(seen);
        }
    }

    /// A draft was made durable.
    pub(super) fn witness_draft(&mut self, draft: Id, saved_at: Moment) {
        self.witness.draft = Some((draft, saved_at.ms()));
        self.witness_head();
    }

    /// A draft is about to go without an entry. The witness must not ask for it behind a power cut, so it is durable first.
    pub(super) fn witness_drop(&mut self, draft: Id) {
        if self.is_witnessed(draft) {
            self.witness.draft = None;
            self.witness_head();
            let _older = self.witness.settle();
        }
    }

    /// A draft goes with an entry, which the witness is told of then.
    pub(super) fn forget_witnessed(&mut self, draft: Id) {
        if self.is_witnessed(draft) {
            self.witness.draft = None;
        }
    }

    fn is_witnessed(&self, draft: Id) -> bool {
        self.witness.draft.is_some_and(|(known, _)| known == draft)
    }

    /// When something was typed into a draft that is not there, or not so late, though nobody ended or dropped it; `None`
    /// where all that was typed is there, as far as the witness knows.
    #[must_use]
    pub fn draft_lost(&self) -> Option<Moment> {
        self.draft_lost
    }

    /// Looks for the draft that the witness saw saved last. Behind a later entry nothing is said: in the log the draft stood
    /// before that entry, so it was there, and the entry may have ended it.
    ///
    /// # Errors
    /// When the drafts cannot be read.
    pub(super) fn find_lost_draft(&mut self, seen: Option<&Witnessed>) -> Result<(), StoreFault> {
        let is_last = |seen: &&Witnessed| {
            self.home() == Some((seen.device, seen.epoch)) && self.head.number == seen.number
        };
        let Some((id, saved_ms)) = seen.filter(is_last).and_then(|seen| seen.draft) else {
            self.witness.draft = None;
            return Ok(());
        };
        let sql = "SELECT saved_ms FROM draft WHERE id = ?1";
        let kept: Option<i64> = self.conn.query_row(sql, [id.0], |row| row.get(0)).optional()?;
        if kept.is_none_or(|kept| kept < saved_ms) {
            self.draft_lost = Some(Moment::from_ms(saved_ms));
        }
        Ok(())
    }

    fn seen(&self) -> Witnessed {
        let Head { number, digest } = self.head;
        let (nth, draft) = (self.witness.nth, self.witness.draft);
        let digest = digest.hex();
        Witnessed { device: self.device, epoch: self.epoch, number, digest, nth, draft }
    }

    /// Whose journal this is, as `Witnessed::misses` asks.
    fn home(&self) -> Option<(Id, u32)> {
        (self.head.number > 0).then_some((self.device, self.epoch))
    }

    /// What was acknowledged and is not here, by what the witness had seen before the head was read.
    pub(super) fn find_lost_end(&mut self, seen: Option<&Witnessed>) {
        self.lost_end = seen.and_then(|seen| seen.misses(self.home(), self.head.number));
        if self.lost_end.is_some() {
            keep_log(&self.conn);
        }
    }

    /// Whether all that was acknowledged is here, as far as the witness knows.
    ///
    /// # Errors
    /// When it is not: from and until.
    pub fn has_its_end(&self) -> Result<(), StoreFault> {
        match self.lost_end {
            Some((from, until)) => Err(StoreFault::LostEnd { from, until }),
            None => Ok(()),
        }
    }

    /// The entry that the witness saw last is the one that is here; then the witness goes on from the head.
    ///
    /// # Errors
    /// When another entry stands under that number, or the journal cannot be read.
    pub(super) fn go_on_from_witness(
        &mut self,
        seen: Option<&Witnessed>,
    ) -> Result<(), StoreFault> {
        if let Some(seen) = seen
            && self.home() == Some((seen.device, seen.epoch))
        {
            self.is_as_seen(seen)?;
        }
        if self.head.number > 0 && seen != Some(&self.seen()) {
            self.witness_head();
            let _older = self.witness.settle();
        }
        Ok(())
    }

    fn is_as_seen(&self, seen: &Witnessed) -> Result<(), StoreFault> {
        let digest = self.digest_at(seen.number)?;
        if digest.is_none_or(|digest| digest.hex() == seen.digest) {
            return Ok(());
        }
        let what = crate::wire::entry::Break::Digest.said();
        Err(StoreFault::Broken { number: seen.number, what })
    }
}
