//! A damaged journal: moved aside under the time, never deleted, and read for what it still holds.

use super::blob_mend::Mended;
use super::mirror::Frames;
use super::open::{BESIDE, FILE, PenLock};
use super::site::Site;
use super::wreck::{Papers, Survey, again, wreck};
use super::{Store, StoreFault, disk, drafts, head_witness, rescue_card, rescue_mark};
use crate::stdx::clock::Moment;
use crate::stdx::digest::Digest;
use crate::stdx::fault::FaultKind;
use crate::stdx::files::{Ground, How};
use crate::stdx::id::Dice;
use crate::stdx::said::Said;
use crate::wire::entry;
use crate::wire::rescue_mark::{RescueMark, RescueStage};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

/// What the name of a damaged journal's folder begins with; its day stands behind.
pub const ASIDE: &str = crate::wire::rescue_mark::ASIDE;

/// What came out of a damaged journal.
#[derive(Debug)]
pub struct Rescued {
    /// The fresh journal; `None` when not one entry could be read, and none was made.
    pub store: Option<Store>,
    /// Where the damaged files lie; `None` where the journal itself is whole and nothing was moved.
    pub aside: Option<PathBuf>,
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
    /// Entries whose photograph cannot be read.
    pub photographs_lost: Vec<u64>,
    /// How many pages and photographs came back from the mirror in this try.
    pub blobs_back: u64,
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
    fn nothing(aside: Option<PathBuf>) -> Rescued {
        Rescued {
            store: None,
            aside,
            unread: Vec::new(),
            behind: Vec::new(),
            missing: Vec::new(),
            unsigned: Vec::new(),
            pages_lost: Vec::new(),
            photographs_lost: Vec::new(),
            blobs_back: 0,
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

    /// What became of the files beside the journal.
    fn take_mended(&mut self, mended: Mended) {
        let Mended { back, pages_lost, photographs_lost } = mended;
        (self.pages_lost, self.photographs_lost) = (pages_lost, photographs_lost);
        self.blobs_back += back;
    }

    /// Whether everything came back.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.store.is_some()
            && self.lost_until().is_none()
            && self.pages_lost.is_empty()
            && self.photographs_lost.is_empty()
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
/// from the first on, or of those of the mirror in folder `card`, where they go on from these and come further; pages and
/// photographs that are not whole come from there as well. Where only these are damaged nothing is moved. Somebody
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
    let (mark, mirrored) = match rescue_mark::read(site)? {
        Some(mark) => {
            let mirrored = rests_on(site, &mark, card)?;
            (mark, mirrored)
        }
        None if !site.has_file()? => return Err(StoreFault::NoJournal),
        None => {
            let seen = rescue_card::look(site, card);
            if let Some(mended) = in_place(site, (card, seen.as_ref()), dice)? {
                return Ok(mended);
            }
            begin(site, card.filter(|_| seen.is_some()), now)?
        }
    };
    make(site, card, (mark, mirrored), dice)
}

/// Moves aside and makes the journal, as far as the try before did not come.
fn make(
    site: &Site,
    card: Option<&Path>,
    (mark, mirrored): (RescueMark, Option<Frames>),
    dice: &mut Dice,
) -> Result<Rescued, StoreFault> {
    let aside = site.folder.join(&mark.aside);
    if mark.stage == RescueStage::Moving {
        let _pen = PenLock::take(&site.ground, &site.folder)?;
        move_into(site, &aside)?;
    }
    let nothing = Rescued::nothing(Some(aside.clone()));
    let mut rescued = Rescued { mirror_parted: mark.parted, ..nothing };
    let aside = Site { folder: aside, ..site.clone() };
    let mut damaged = wreck(&aside, dice)?;
    let survey = damaged.as_mut().map(|damaged| damaged.survey(&mut rescued)).unwrap_or_default();
    let seen = head_witness::read(&aside);
    rescued.missing.extend(seen.and_then(|seen| seen.misses(survey.home, survey.end)));
    if let RescueStage::Made { next } = mark.stage {
        return go_on(site, card, (damaged, &survey), next, rescued, dice);
    }
    let readable = (survey.read, rescued.behind.as_slice());
    let parted = |(damaged, frames): (&mut Store, &Frames)| damaged.parts_from(readable, frames);
    let parted = damaged.as_mut().zip(mirrored.as_ref()).and_then(parted);
    let is_parted = parted.is_some();
    rescued.mirror_parted = parted.or(mark.parted);
    if is_parted {
        // Said also by a try that finds it laid aside.
        rescue_mark::write(&RescueMark { parted, ..mark }, site)?;
        rescue_card::lay_aside(site, &aside.folder)?;
    }
    let is_longer = |frames: &Frames| !is_parted && frames.kept.len() as u64 > survey.last;
    let mirrored = mirrored.filter(is_longer);
    let Some((found, papers)) = found(damaged.as_mut(), survey, mirrored, &mut rescued)? else {
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
    let folders = rescue_card::folders(site, card);
    rescued.take_mended(store.mend_blobs(&papers, &folders)?);
    give_back(damaged.as_mut(), &mut store, &papers, &mut rescued)?;
    rescued.store = Some(store);
    Ok(rescued)
}

/// The fresh journal holds all that came back: what it rests on, a card too, may be gone by now.
fn go_on(
    site: &Site,
    card: Option<&Path>,
    (damaged, survey): (Option<Store>, &Survey),
    next: Option<u32>,
    mut rescued: Rescued,
    dice: &mut Dice,
) -> Result<Rescued, StoreFault> {
    let pen = PenLock::take(&site.ground, &site.folder)?;
    let mut store = Store::open_rescued(site, pen, dice).map_err(|(fault, _)| fault)?;
    let is_begun = next == Some(store.journal_name().epoch);
    let until = if is_begun { store.epoch_begins().number } else { store.head().number };
    rescued.from_mirror = (until > survey.last).then_some(until);
    rescued.came_back(until);
    rescued.made = Some(next);
    rescued.drafts = store.drafts()?.len();
    let drafts = damaged.and_then(|mut damaged| damaged.look_twice(Store::drafts));
    rescued.drafts_lost = drafts.is_none();
    let mut papers = Papers::default();
    store.each_kept_between(1, until, |row| {
        if let Ok(entry) = row.read() {
            papers.take(row.number, &entry);
        }
        Ok(())
    })?;
    let folders = rescue_card::folders(site, card);
    rescued.take_mended(store.mend_blobs(&papers, &folders)?);
    rescued.packs_lost.extend(papers.packs.iter().filter(|pack| !has_pack(&store, **pack)));
    rescued.store = Some(store);
    Ok(rescued)
}

/// What the card of a rescue that was begun and not ended has.
fn rests_on(
    site: &Site,
    mark: &RescueMark,
    card: Option<&Path>,
) -> Result<Option<Frames>, StoreFault> {
    // It may have begun without a card that is in by now.
    Ok(match (mark.stage, rescue_card::kept(site)) {
        (RescueStage::Made { .. }, _) => None,
        (RescueStage::Moving, Ok(Some(kept))) => Some(kept),
        (RescueStage::Moving, Ok(None)) => rescue_card::look(site, card),
        (RescueStage::Moving, Err(fault)) => Some(rescue_card::look(site, card).ok_or(fault)?),
    })
}

/// Begins one that rests on the mirror in folder `card`.
fn begin(
    site: &Site,
    card: Option<&Path>,
    now: Moment,
) -> Result<(RescueMark, Option<Frames>), StoreFault> {
    let _pen = PenLock::take(&site.ground, &site.folder)?;
    // Of a try that was cut before it had begun.
    rescue_card::clear(site)?;
    let mirrored = card.map(|card| rescue_card::keep(site, card)).transpose()?;
    let mark =
        RescueMark { aside: free_name(site, now)?, stage: RescueStage::Moving, parted: None };
    rescue_mark::write(&mark, site)?;
    Ok((mark, mirrored))
}

/// Mends pages and photographs where they lie: the journal itself is whole, and stays as it is. `None` where it is not.
fn in_place(
    site: &Site,
    (card, seen): (Option<&Path>, Option<&Frames>),
    dice: &mut Dice,
) -> Result<Option<Rescued>, StoreFault> {
    let Some(lost) = lost_of_whole(site, dice)? else { return Ok(None) };
    if is_cut_short(site, seen, dice)? {
        return Ok(None);
    }
    let Some(mut store) = opened(site, dice)? else { return Ok(None) };
    // The copy of a try that was cut may have pages that no card here has.
    let mended = store.mend_blobs(&lost, &rescue_card::folders(site, card))?;
    rescue_card::clear(site)?;
    if mended == Mended::default() {
        return Err(StoreFault::NotDamaged);
    }
    let drafts = store.drafts()?.len();
    let mut rescued = Rescued { drafts, drafts_lost: false, ..Rescued::nothing(None) };
    rescued.take_mended(mended);
    rescued.store = Some(store);
    Ok(Some(rescued))
}

/// Remembers that the fresh journal holds all that came back, and which epoch it has to begin.
///
/// # Errors
/// When the disk refuses.
pub fn made(site: &Site, rescued: &Rescued, next: Option<u32>) -> Result<(), StoreFault> {
    let aside = rescued.aside.as_deref().and_then(Path::file_name).unwrap_or_default();
    let name = aside.to_string_lossy().into_owned();
    let parted = rescued.mirror_parted;
    let stage = RescueStage::Made { next };
    rescue_mark::write(&RescueMark { aside: name, stage, parted }, site)
}

/// The rescue has come to its end: the journal is everybody's again.
///
/// # Errors
/// When the disk refuses.
pub fn end(site: &Site) -> Result<(), StoreFault> {
    // What is made rests on no card any more: a cut here costs nothing.
    rescue_card::clear(site)?;
    rescue_mark::clear(site)
}

/// The entries to make the journal of: the mirror's, else those of the damaged file.
fn found(
    damaged: Option<&mut Store>,
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
        let row = damaged.look_twice(|damaged| damaged.row(number)).flatten();
        let what = || Said::words("flaw.not_there");
        let row = row.ok_or_else(|| StoreFault::Broken { number, what: what() })?;
        frames.kept.push(row.kept);
        let signature = damaged.look_twice(|damaged| damaged.signature_at(number));
        frames.signatures.extend(signature.flatten());
    }
    Ok(Some((frames, survey.papers)))
}

/// Reads everything once: the pages and photographs that are lost of a journal that is whole itself, or `None` where it is
/// not. Only damage is damage: another key, a newer journal or a busy disk is not.
fn lost_of_whole(site: &Site, dice: &mut Dice) -> Result<Option<Papers>, StoreFault> {
    let verdict = Store::open_to_read(site, dice).and_then(|store| {
        store.drafts()?;
        store.verify()
    });
    match verdict {
        Ok(verdict) if verdict.holds_but_for_blobs() => {
            let (pages, photographs) = (verdict.pages_lost, verdict.photographs_lost);
            Ok(Some(Papers { pages, photographs, packs: Vec::new() }))
        }
        Ok(_) => Ok(None),
        Err(fault) if fault.kind() == FaultKind::Damaged => Ok(None),
        Err(fault) => Err(fault),
    }
}

/// What was read as whole, opened; `None` where the program does not open it: its settings and counters are looked at there
/// alone.
fn opened(site: &Site, dice: &mut Dice) -> Result<Option<Store>, StoreFault> {
    let pen = PenLock::take(&site.ground, &site.folder)?;
    match Store::open_also_half(site, pen, dice) {
        Ok(store) => Ok(Some(store)),
        Err((fault, _)) if fault.kind() == FaultKind::Damaged => Ok(None),
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

fn has_pack(store: &Store, digest: Digest) -> bool {
    again(|| store.pack(digest)).is_some_and(|files| !files.is_empty())
}

/// Packs and drafts that can still be read.
fn give_back(
    mut damaged: Option<&mut Store>,
    store: &mut Store,
    papers: &Papers,
    rescued: &mut Rescued,
) -> Result<(), StoreFault> {
    for digest in &papers.packs {
        if has_pack(store, *digest) {
            continue;
        }
        let read = |damaged: &mut Store| damaged.look_twice(|damaged| damaged.pack(*digest));
        let files = damaged.as_deref_mut().and_then(read).unwrap_or_default();
        match store.restore_pack(*digest, &files) {
            Err(StoreFault::Broken { .. }) => rescued.packs_lost.push(*digest),
            done => done?,
        }
    }
    if let Some(drafts) = damaged.and_then(|damaged| damaged.look_twice(Store::drafts)) {
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
