//! A damaged journal: moved aside under the time, never deleted, and read for what it still holds.

use super::mirror::Frames;
use super::open::{BESIDE, FILE, PenLock};
use super::rescue_card;
use super::rescue_mark::{Mark, Stage};
use super::site::Site;
use super::wreck::{Papers, Survey, again, wreck};
use super::{Store, StoreFault, disk, drafts, head_witness};
use crate::stdx::clock::Moment;
use crate::stdx::digest::Digest;
use crate::stdx::fault::FaultKind;
use crate::stdx::files::{Ground, How};
use crate::stdx::id::Dice;
use crate::stdx::said::Said;
use crate::wire::entry;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

/// What the name of a damaged journal's folder begins with; its day stands behind.
pub const ASIDE: &str = "damaged-";

/// What came out of a damaged journal.
#[derive(Debug)]
pub struct Rescued {
    /// The fresh journal; `None` when not one entry could be read, and none was made.
    pub store: Option<Store>,
    /// Where the damaged files lie.
    pub aside: PathBuf,
    /// Numbers of entries that cannot be read or are not as they were written: from, until.
    pub unread: Vec<(u64, u64)>,
    /// Entries that can be read but stand behind those: without the entries before them they are no
    /// journal, so they stay in the damaged files.
    pub behind: Vec<(u64, u64)>,
    /// Entries that were acknowledged, as the witness beside the journal knows, and of which nothing is there.
    pub missing: Vec<(u64, u64)>,
    /// Entries that follow, but that no signature of this device is over: they stay there too.
    pub unsigned: Vec<(u64, u64)>,
    /// Entries whose issued page cannot be read.
    pub pages_lost: Vec<u64>,
    /// Rule packs whose files cannot be read.
    pub packs_lost: Vec<Digest>,
    /// Drafts that came back.
    pub drafts: usize,
    /// Some could not be read.
    pub drafts_lost: bool,
    /// How far the mirror came, when the journal was made of it.
    pub from_mirror: Option<u64>,
    /// The first entry that the mirror holds otherwise than the damaged journal: it is of a journal that went another way,
    /// nothing of it was taken, and both are kept.
    pub mirror_parted: Option<u64>,
    /// The last entry that came back, when the journal goes on under a new epoch behind it.
    pub new_epoch_behind: Option<u64>,
    /// The fresh journal was made by a try before this one, and the epoch that it has to begin.
    pub made: Option<Option<u32>>,
}

impl Rescued {
    fn nothing(aside: PathBuf) -> Rescued {
        Rescued {
            store: None,
            aside,
            unread: Vec::new(),
            behind: Vec::new(),
            missing: Vec::new(),
            unsigned: Vec::new(),
            pages_lost: Vec::new(),
            packs_lost: Vec::new(),
            drafts: 0,
            drafts_lost: true,
            from_mirror: None,
            mirror_parted: None,
            new_epoch_behind: None,
            made: None,
        }
    }

    /// The last entry that was there once and did not come back; `None` when all did.
    #[must_use]
    pub fn lost_until(&self) -> Option<u64> {
        let lost = [&self.unread, &self.behind, &self.missing, &self.unsigned];
        lost.into_iter().flatten().map(|(_, until)| *until).max()
    }

    /// The journal is there again up to entry `until`, whatever the damaged files have.
    fn came_back(&mut self, until: u64) {
        let Rescued { unread, behind, missing, unsigned, .. } = self;
        for ranges in [unread, behind, missing, unsigned] {
            ranges.retain(|(_, last)| *last > until);
            for (first, _) in ranges.iter_mut() {
                *first = (*first).max(until + 1);
            }
        }
    }

    /// Whether everything came back.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.store.is_some()
            && self.lost_until().is_none()
            && self.pages_lost.is_empty()
            && self.packs_lost.is_empty()
            && !self.drafts_lost
    }
}

/// Moves the journal's files into a folder named for the time; gives that folder.
///
/// # Errors
/// When there is no journal, another program writes there, or the folder cannot be used.
pub fn move_aside(site: &Site, now: Moment) -> Result<PathBuf, StoreFault> {
    let (ground, folder) = (&site.ground, &site.folder);
    if !site.has_file()? {
        return Err(StoreFault::NoJournal);
    }
    let _pen = PenLock::take(ground, folder)?;
    let aside = folder.join(free_name(site, now)?);
    move_into(site, &aside)?;
    Ok(aside)
}

/// Moves the damaged files into the folder `aside`, wherever the try before was cut off. What stands in their place
/// already is half a fresh journal, and goes.
fn move_into(site: &Site, aside: &Path) -> Result<(), StoreFault> {
    let (ground, folder) = (&site.ground, &site.folder);
    if !ground.is_there(&aside.join(FILE)).map_err(disk::fault)? {
        ground.make_folders(aside).map_err(disk::fault)?;
        for beside in BESIDE {
            let name = format!("{FILE}{beside}");
            copy_name(ground, &folder.join(&name), &aside.join(&name)).map_err(disk::fault)?;
        }
        disk::sync_folder(ground, aside)?;
        // A folder whose name is lost would take the journal with it.
        disk::sync_folder(ground, folder)?;
        // The log lies in both folders until the journal has moved: without it, at any moment, the
        // journal would be an older one.
        ground.rename(&folder.join(FILE), &aside.join(FILE)).map_err(disk::fault)?;
    }
    // The log before its journal: without one, a log is nobody's.
    for ending in BESIDE.iter().chain(&[""]) {
        remove(ground, &folder.join(format!("{FILE}{ending}")))?;
    }
    disk::sync_folder(ground, aside)?;
    disk::sync_folder(ground, folder)
}

fn remove(ground: &Ground, path: &Path) -> Result<(), StoreFault> {
    match ground.remove(path) {
        Err(fault) if fault.kind() != ErrorKind::NotFound => Err(disk::fault(fault)),
        _ => Ok(()),
    }
}

fn free_name(site: &Site, now: Moment) -> Result<String, StoreFault> {
    let folder = &site.folder;
    let time = now.hour_minute_second().replace(':', "");
    let base = format!("{ASIDE}{}-{time}", now.day());
    let (mut name, mut nth) = (base.clone(), 2);
    while site.ground.is_there(&folder.join(&name)).map_err(disk::fault)? {
        name = format!("{base}-{nth}");
        nth += 1;
    }
    Ok(name)
}

/// A second name for a file, or a copy where the file system has no second names.
fn copy_name(ground: &Ground, from: &Path, to: &Path) -> std::io::Result<()> {
    if !ground.is_there(from)? {
        return Ok(());
    }
    // A second name of the try before: a copy through it would empty the file itself.
    if ground.is_there(to)? {
        ground.remove(to)?;
    }
    ground.link(from, to).or_else(|_| {
        let bytes = ground.read(from)?.unwrap_or_default();
        let mut file = ground.open(to, How::Fresh)?;
        file.write_all(&bytes)?;
        file.sync()
    })
}

/// Moves a damaged journal aside and makes a fresh one of the entries that still follow each other
/// from the first on, or of those of the mirror in folder `card`, where they go on from these and come further. Somebody
/// must have asked for it. Until `end` is called nobody else opens the journal; a rescue that was cut off goes on here, also
/// with the card out.
///
/// # Errors
/// When there is no journal, it is whole, another program writes there, or the disk refuses.
pub fn rescue(
    site: &Site,
    card: Option<&Path>,
    now: Moment,
    dice: &mut Dice,
) -> Result<Rescued, StoreFault> {
    let (mark, mirrored) = begun(site, card, now, dice)?;
    let aside = site.folder.join(&mark.aside);
    if mark.stage == Stage::Moving {
        let _pen = PenLock::take(&site.ground, &site.folder)?;
        move_into(site, &aside)?;
    }
    let mut rescued = Rescued { mirror_parted: mark.parted, ..Rescued::nothing(aside.clone()) };
    let aside = Site { folder: aside, ..site.clone() };
    let damaged = wreck(&aside, dice)?;
    let survey = damaged.as_ref().map(|damaged| damaged.survey(&mut rescued)).unwrap_or_default();
    let seen = head_witness::read(&aside);
    rescued.missing.extend(seen.and_then(|seen| seen.misses(survey.home, survey.end)));
    if let Stage::Made { next } = mark.stage {
        return go_on(site, (damaged, &survey), next, rescued, dice);
    }
    let readable = (survey.read, rescued.behind.as_slice());
    let parted = |(damaged, frames): (&Store, &Frames)| damaged.parts_from(readable, frames);
    let parted = damaged.as_ref().zip(mirrored.as_ref()).and_then(parted);
    let is_parted = parted.is_some();
    rescued.mirror_parted = parted.or(mark.parted);
    if is_parted {
        // Said also by a try that finds it laid aside.
        Mark { parted, ..mark }.write(site)?;
        rescue_card::lay_aside(site, &rescued.aside)?;
    }
    let is_longer = |frames: &Frames| !is_parted && frames.kept.len() as u64 > survey.last;
    let mirrored = mirrored.filter(is_longer);
    let Some((found, papers)) = found(damaged.as_ref(), survey, mirrored, &mut rescued)? else {
        return Ok(rescued);
    };
    let wanted = found.kept.len() as u64;
    let mut store = Store::restore_entries(site, found.kept, found.signatures, dice)?;
    if store.head.number != wanted {
        let what = Said::words("flaw.not_there");
        return Err(StoreFault::Broken { number: store.head.number + 1, what });
    }
    for (digest, files) in &found.packs {
        store.restore_pack(*digest, files)?;
    }
    give_back(damaged.as_ref(), &mut store, &papers, &mut rescued)?;
    rescued.store = Some(store);
    Ok(rescued)
}

/// The fresh journal holds all that came back: what it rests on, a card too, may be gone by now.
fn go_on(
    site: &Site,
    (damaged, survey): (Option<Store>, &Survey),
    next: Option<u32>,
    mut rescued: Rescued,
    dice: &mut Dice,
) -> Result<Rescued, StoreFault> {
    let pen = PenLock::take(&site.ground, &site.folder)?;
    let store = Store::open_rescued(site, pen, dice).map_err(|(fault, _)| fault)?;
    let is_begun = next == Some(store.journal_name().epoch);
    let until = if is_begun { store.epoch_begins().number } else { store.head().number };
    rescued.from_mirror = (until > survey.last).then_some(until);
    rescued.came_back(until);
    rescued.made = Some(next);
    rescued.drafts = store.drafts()?.len();
    rescued.drafts_lost = damaged.and_then(|damaged| again(|| damaged.drafts())).is_none();
    let mut papers = Papers::default();
    store.each_kept_between(1, until, |row| {
        if let Ok(entry) = row.read() {
            papers.take(row.number, &entry);
        }
        Ok(())
    })?;
    pages_lost(&store, &papers, &mut rescued);
    rescued.packs_lost.extend(papers.packs.iter().filter(|pack| !has_pack(&store, **pack)));
    rescued.store = Some(store);
    Ok(rescued)
}

/// The rescue that was begun and not ended, else a new one; and what the card it rests on has.
fn begun(
    site: &Site,
    card: Option<&Path>,
    now: Moment,
    dice: &mut Dice,
) -> Result<(Mark, Option<Frames>), StoreFault> {
    if let Some(mark) = Mark::read(site)? {
        // It may have begun without a card that is in by now.
        let mirrored = match (mark.stage, rescue_card::kept(site)) {
            (Stage::Made { .. }, _) => None,
            (Stage::Moving, Ok(Some(kept))) => Some(kept),
            (Stage::Moving, Ok(None)) => rescue_card::look(site, card),
            (Stage::Moving, Err(fault)) => Some(rescue_card::look(site, card).ok_or(fault)?),
        };
        return Ok((mark, mirrored));
    }
    if !site.has_file()? {
        return Err(StoreFault::NoJournal);
    }
    let seen = rescue_card::look(site, card);
    if is_whole(site, dice)? && !is_cut_short(site, seen.as_ref(), dice)? && opens(site, dice)? {
        // Of a try that was cut before it had begun: all that its copy has is here, so it stays no longer than what is here.
        let _pen = PenLock::take(&site.ground, &site.folder)?;
        rescue_card::clear(site)?;
        return Err(StoreFault::NotDamaged);
    }
    let _pen = PenLock::take(&site.ground, &site.folder)?;
    // Of a try that was cut before it had begun.
    rescue_card::clear(site)?;
    let mirrored = match card.filter(|_| seen.is_some()) {
        Some(card) => Some(rescue_card::keep(site, card)?),
        None => None,
    };
    let mark = Mark { aside: free_name(site, now)?, stage: Stage::Moving, parted: None };
    mark.write(site)?;
    Ok((mark, mirrored))
}

/// Remembers that the fresh journal holds all that came back, and which epoch it has to begin.
///
/// # Errors
/// When the disk refuses.
pub fn made(site: &Site, rescued: &Rescued, next: Option<u32>) -> Result<(), StoreFault> {
    let name = rescued.aside.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let parted = rescued.mirror_parted;
    Mark { aside: name, stage: Stage::Made { next }, parted }.write(site)
}

/// The rescue has come to its end: the journal is everybody's again.
///
/// # Errors
/// When the disk refuses.
pub fn end(site: &Site) -> Result<(), StoreFault> {
    // What is made rests on no card any more: a cut here costs nothing.
    rescue_card::clear(site)?;
    Mark::clear(site)
}

/// The entries to make the journal of: the mirror's, else those of the damaged file.
fn found(
    damaged: Option<&Store>,
    survey: Survey,
    mirrored: Option<Frames>,
    rescued: &mut Rescued,
) -> Result<Option<(Frames, Papers)>, StoreFault> {
    if let Some(frames) = mirrored {
        let until = frames.kept.len() as u64;
        rescued.from_mirror = Some(until);
        rescued.came_back(until);
        let mut papers = Papers::default();
        for (number, kept) in (1..).zip(&frames.kept) {
            if let Ok(entry) = entry::read(kept) {
                papers.take(number, &entry);
            }
        }
        return Ok(Some((frames, papers)));
    }
    let Some(damaged) = damaged.filter(|_| survey.last > 0) else { return Ok(None) };
    let mut frames = Frames::default();
    for number in 1..=survey.last {
        // The survey has read it: what the disk refuses now is there at the next try.
        let row = again(|| damaged.row(number)).flatten();
        let what = || Said::words("flaw.not_there");
        let row = row.ok_or_else(|| StoreFault::Broken { number, what: what() })?;
        frames.kept.push(row.kept);
        frames.signatures.extend(again(|| damaged.signature_at(number)).flatten());
    }
    Ok(Some((frames, survey.papers)))
}

/// Reads everything once. Only damage is damage: another key, a newer journal or a busy disk is not.
fn is_whole(site: &Site, dice: &mut Dice) -> Result<bool, StoreFault> {
    let verdict = Store::open_to_read(site, dice).and_then(|store| {
        store.drafts()?;
        store.verify()
    });
    match verdict {
        Ok(verdict) => Ok(verdict.breaks.is_empty()),
        Err(fault) if fault.kind() == FaultKind::Damaged => Ok(false),
        Err(fault) => Err(fault),
    }
}

/// Whether the program opens what was read as whole: its settings and counters are looked at there alone.
fn opens(site: &Site, dice: &mut Dice) -> Result<bool, StoreFault> {
    let pen = PenLock::take(&site.ground, &site.folder)?;
    match Store::open_also_half(site, pen, dice) {
        Ok(_) => Ok(true),
        Err((fault, _)) if fault.kind() == FaultKind::Damaged => Ok(false),
        Err((fault, _)) => Err(fault),
    }
}

/// Whether a whole journal is the beginning of what its mirror holds: a byte that turned in the log of a program that was
/// stopped takes what stands behind it, and what is left looks whole.
fn is_cut_short(
    site: &Site,
    mirrored: Option<&Frames>,
    dice: &mut Dice,
) -> Result<bool, StoreFault> {
    let Some(frames) = mirrored else { return Ok(false) };
    let head = Store::open_to_read(site, dice)?.head;
    let number = usize::try_from(head.number).unwrap_or(usize::MAX);
    if frames.kept.len() <= number {
        return Ok(false);
    }
    let Some(before) = number.checked_sub(1).and_then(|at| frames.kept.get(at)) else {
        return Ok(true);
    };
    Ok(entry::read(before).is_ok_and(|entry| entry.digest == head.digest))
}

/// Which pages cannot be read.
fn pages_lost(store: &Store, papers: &Papers, rescued: &mut Rescued) {
    for (number, digest) in &papers.pages {
        // The files of the blobs were not moved.
        if again(|| store.page(*digest)).flatten().is_none() {
            rescued.pages_lost.push(*number);
        }
    }
}

fn has_pack(store: &Store, digest: Digest) -> bool {
    again(|| store.pack(digest)).is_some_and(|files| !files.is_empty())
}

/// Packs and drafts that can still be read, and which pages cannot.
fn give_back(
    damaged: Option<&Store>,
    store: &mut Store,
    papers: &Papers,
    rescued: &mut Rescued,
) -> Result<(), StoreFault> {
    pages_lost(store, papers, rescued);
    for digest in &papers.packs {
        if has_pack(store, *digest) {
            continue;
        }
        let files = damaged.and_then(|damaged| again(|| damaged.pack(*digest))).unwrap_or_default();
        match store.restore_pack(*digest, &files) {
            Err(StoreFault::Broken { .. }) => rescued.packs_lost.push(*digest),
            done => done?,
        }
    }
    if let Some(drafts) = damaged.and_then(|damaged| again(|| damaged.drafts())) {
        rescued.drafts_lost = false;
        rescued.drafts = drafts.len();
        for draft in drafts {
            let mut fields: Vec<(String, String)> = draft.fields.into_iter().collect();
            fields.push((drafts::OWNER.to_string(), draft.owner));
            store.save_draft(draft.id, &fields, draft.saved_at)?;
        }
    }
    Ok(())
}
