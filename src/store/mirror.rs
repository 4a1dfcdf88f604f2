//! A second copy of the journal as sealed frames on a card: behind the journal at times, never another one.

mod pruning;

use super::blobs::{self, BlobKeep, FOLDER as BLOBS};
use super::disk::{self, Arrivals};
use super::journal::KeptRow;
use super::signer::{self, HeadSignature};
use super::site::Site;
use super::{Head, Store, StoreFault, keys};
use crate::domain::bureau::BureauEvent;
use crate::domain::inspection::event::Event;
use crate::stdx::digest::Digest;
use crate::stdx::files::{Ground, How, OpenFile};
use crate::stdx::id::Id;
use crate::stdx::said::Said;
use crate::stdx::secret::Key;
use crate::wire::entry::{self, Entry, Kept};
use crate::wire::event::Body;
use crate::wire::frame::{AFT, Carried, FORE, Fore, HEAD, Journal, PackFiles};
use crate::wire::rulebook;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufReader, ErrorKind, Read, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

/// The file of the frames in a mirror's folder.
pub const FRAMES: &str = "journal.frames";
/// Small files that a journal does not open without; each is sealed or wrapped by itself.
const BESIDE: [&str; 2] = [keys::FILE, signer::FILE];
/// Entries that are made durable together when a mirror catches up.
const BATCH: usize = 256;

/// An open mirror of one journal.
#[derive(Debug)]
pub struct Mirror {
    ground: Ground,
    folder: PathBuf,
    journal: Journal,
    key: Key,
    file: Box<dyn OpenFile>,
    /// Number and salt of the last frame; `None` while there is none.
    last: Option<(u64, [u8; 16])>,
    /// It holds payloads of stops whose data left the laptop by an entry that it holds too.
    prunes: bool,
}

/// What a mirror gives back.
#[derive(Debug, Default)]
pub struct Frames {
    /// Every entry, oldest first.
    pub kept: Vec<Kept>,
    /// Those of the entries.
    pub signatures: Vec<HeadSignature>,
    /// Files of each rule pack, by its digest.
    pub packs: Vec<(Digest, PackFiles)>,
    /// Number of the first frame that is not as it was written; nothing behind it is taken.
    pub stopped: Option<u64>,
    /// Entries at the end that no signature of the device is over: a commit that was cut in two.
    pub unsigned: u64,
}

impl Mirror {
    /// Makes the folder of the mirror of `store` below `under`, a folder that is there, and names it.
    ///
    /// # Errors
    /// When the place cannot be used.
    pub fn make_folder(under: &Path, store: &Store) -> Result<PathBuf, StoreFault> {
        let journal = Journal { device: store.device, epoch: store.epoch };
        let folder = under.join(journal.folder_name());
        store.site.ground.make_folders(&folder).map_err(disk::fault)?;
        Ok(folder)
    }

    /// Opens the mirror of `store` in `folder`. One that is not there is not made: the card may be out,
    /// and the copy would come to lie on the laptop's own disk.
    ///
    /// # Errors
    /// When the journal has no key, the place cannot be used, or it holds a mirror of another layout.
    pub fn open(folder: &Path, store: &Store) -> Result<Mirror, StoreFault> {
        is_there(&store.site.ground, folder)?;
        Mirror::at(folder, store)
    }

    /// The same in a folder that is made when it is not there.
    ///
    /// # Errors
    /// As `open`.
    pub fn at(folder: &Path, store: &Store) -> Result<Mirror, StoreFault> {
        Mirror::of(Journal { device: store.device, epoch: store.epoch }, folder, store)
    }

    fn of(journal: Journal, folder: &Path, store: &Store) -> Result<Mirror, StoreFault> {
        let key = store.site.key.as_ref().ok_or(StoreFault::NoMirror)?;
        let key = journal.key(key);
        let (ground, folder) = (Ground::clone(&store.site.ground), folder.to_path_buf());
        ground.make_folders(&folder).map_err(disk::fault)?;
        let mut file = ground.open(&folder.join(FRAMES), How::Grow).map_err(disk::fault)?;
        if file.length().map_err(disk::fault)? < HEAD as u64 {
            file.set_length(0).map_err(disk::fault)?;
            file.write_all(&journal.head()).map_err(disk::fault)?;
            file.sync().map_err(disk::fault)?;
            disk::sync_folder(&ground, &folder)?;
            folder.parent().map_or(Ok(()), |above| disk::sync_folder(&ground, above))?;
        }
        let (last, prunes) = settle(file.as_mut(), journal, &key)?;
        Ok(Mirror { ground, folder, journal, key, file, last, prunes })
    }

    /// Number of the last entry that the mirror holds; 0 when it holds none.
    #[must_use]
    pub fn until(&self) -> u64 {
        self.last.map_or(0, |(number, _)| number)
    }

    /// Writes what the journal has and the mirror has not, durably: first the blobs, then the frames. What left the laptop
    /// leaves the mirror with the entry that says so.
    /// Behind an error the mirror must be opened again.
    ///
    /// # Errors
    /// When the mirror holds another entry than the journal, or one of the two cannot be used.
    pub fn catch_up(&mut self, store: &mut Store) -> Result<(), StoreFault> {
        store.find_head()?;
        is_there(&self.ground, &self.folder)?;
        if let Some((number, salt)) = self.last {
            let row = store.row(number)?;
            if row.is_none() && self.goes_on_from(store.head)? {
                return Err(StoreFault::MirrorAhead(number));
            }
            if row.is_none_or(|row| !Journal::is_salt(salt, row.digest)) {
                return Err(StoreFault::MirrorParted(number));
            }
        }
        copy_files(&self.ground, &BESIDE, store.folder(), &self.folder)?;
        while self.until() < store.head.number {
            let from = self.until() + 1;
            let mut rows = Vec::new();
            store.each_kept_between(from, from + BATCH as u64 - 1, |row| {
                rows.push(row);
                Ok(())
            })?;
            if rows.is_empty() {
                let what = Said::words("flaw.not_there");
                return Err(StoreFault::Broken { number: from, what });
            }
            self.write(store, &rows)?;
        }
        if self.prunes { self.prune(store) } else { Ok(()) }
    }

    /// Whether the journal that ends with `head` is the beginning of what the mirror holds.
    fn goes_on_from(&mut self, head: Head) -> Result<bool, StoreFault> {
        self.file.seek(SeekFrom::Start(HEAD as u64)).map_err(disk::fault)?;
        let mut reader = BufReader::new(self.file.as_mut());
        while let Next::Frame(fore, _) = next(&mut reader)? {
            if fore.number == head.number {
                return Ok(Journal::is_salt(fore.salt, head.digest));
            }
        }
        Ok(head.number == 0)
    }

    fn write(&mut self, store: &Store, rows: &[KeptRow]) -> Result<(), StoreFault> {
        let there = BlobKeep::at(&Site { folder: self.folder.clone(), ..store.site.clone() });
        let mut arrivals = Arrivals::at(&self.ground, &self.folder.join(BLOBS));
        let (mut frames, mut last) = (Vec::new(), self.last);
        for row in rows {
            let number = row.number;
            let entry =
                row.read().map_err(|what| StoreFault::Broken { number, what: what.said() })?;
            self.prunes |= pruning::prunes(&entry);
            // One that was not swept yet does not come along.
            let named = if entry.body == Body::Pruned { Vec::new() } else { named_blobs(&entry) };
            for digest in named {
                copy_blob(store, &there, digest, &mut arrivals)?;
            }
            let pack = match &entry.body {
                Body::Bureau(BureauEvent::RulePackAdopted { digest, .. }) => store.pack(*digest)?,
                Body::Bureau(_) | Body::Inspection(_) | Body::Pruned | Body::Later { .. } => {
                    Vec::new()
                }
            };
            let signature = store.signature_at(number)?.map(|kept| (kept.suite, kept.signature));
            let carried = Carried { kept: row.kept.clone(), pack, signature };
            frames.extend(self.journal.seal(&self.key, number, row.digest, &carried));
            last = Some((number, Journal::salt(row.digest, row.kept.is_pruned())));
        }
        arrivals.settle()?;
        self.file.seek(SeekFrom::End(0)).map_err(disk::fault)?;
        self.file.write_all(&frames).map_err(disk::fault)?;
        self.file.sync().map_err(disk::fault)?;
        self.last = last;
        Ok(())
    }
}

/// A blob onto the card, `there`. One that is whole there stays as it is, one that is damaged there is mended, and only
/// one that is whole on the laptop is written.
fn copy_blob(
    store: &Store,
    there: &BlobKeep,
    digest: Digest,
    arrivals: &mut Arrivals,
) -> Result<(), StoreFault> {
    let key = store.site.key.as_ref();
    let place = blobs::place(key, digest);
    let whole = |read| match read {
        Err(StoreFault::Broken { .. }) => Ok(None),
        read => read,
    };
    if whole(there.read(digest))?.is_some() {
        arrivals.is_there(&place);
        return Ok(());
    }
    // One that left the laptop or is damaged there is told by `verify`, not by the mirror.
    let Some(bytes) = whole(store.page(digest))? else { return Ok(()) };
    arrivals.write(&place, |file| blobs::fill(file, key, digest, &bytes))
}

fn is_there(ground: &Ground, folder: &Path) -> Result<(), StoreFault> {
    let is_folder = ground.is_folder(folder).map_err(disk::fault)?;
    if is_folder { Ok(()) } else { Err(disk::fault(ErrorKind::NotFound.into())) }
}

/// Small files from one folder into another, where they differ.
fn copy_files(ground: &Ground, names: &[&str], from: &Path, to: &Path) -> Result<(), StoreFault> {
    let mut arrivals = Arrivals::at(ground, to);
    for name in names {
        let Some(bytes) = ground.read(&from.join(name)).map_err(disk::fault)? else { continue };
        if ground.read(&to.join(name)).ok().flatten().as_ref() != Some(&bytes) {
            arrivals.write(Path::new(name), |file| file.write_all(&bytes).map_err(disk::fault))?;
        }
    }
    arrivals.settle()
}

/// Pages and photographs that an entry speaks of, each once.
#[must_use]
pub fn named_blobs(entry: &Entry) -> Vec<Digest> {
    let mut named: Vec<Digest> = entry.envelope.blobs.iter().map(|blob| blob.digest).collect();
    if let Body::Inspection(Event::DocumentIssued(document)) = &entry.body
        && !named.contains(&document.digest)
    {
        named.push(document.digest);
    }
    named
}

/// The folder of the one mirror at or below `under`.
///
/// # Errors
/// When there is none, or there are several.
pub fn find(ground: &Ground, under: &Path) -> Result<PathBuf, StoreFault> {
    let is_mirror = |folder: &Path| ground.is_there(&folder.join(FRAMES)).map_err(disk::fault);
    if is_mirror(under)? {
        return Ok(under.to_path_buf());
    }
    let mut found: Vec<PathBuf> = Vec::new();
    let mut mirrors: BTreeMap<Id, (u32, PathBuf)> = BTreeMap::new();
    for name in ground.names(under).map_err(disk::fault)? {
        let folder = under.join(&name);
        if !ground.is_folder(&folder).is_ok_and(|is_folder| is_folder) || !is_mirror(&folder)? {
            continue;
        }
        let mut file = ground.open(&folder.join(FRAMES), How::Read).map_err(disk::fault)?;
        let journal = match journal_of(file.as_mut()) {
            Ok(journal) => Some(journal),
            Err(StoreFault::NoMirror | StoreFault::Damaged(_)) => None,
            Err(fault) => return Err(fault),
        };
        match journal.filter(|journal| journal.folder_name() == name) {
            // The mirror of a later epoch holds all that those before it held.
            Some(Journal { device, epoch }) => {
                let last = mirrors.entry(device).or_insert((epoch, folder.clone()));
                if last.0 < epoch {
                    *last = (epoch, folder);
                }
            }
            None => found.push(folder),
        }
    }
    found.extend(mirrors.into_values().map(|(_, folder)| folder));
    match found.as_slice() {
        [one] => Ok(one.clone()),
        [] => Err(StoreFault::NoMirror),
        several => {
            let names = several.iter().filter_map(|folder| folder.file_name()?.to_str());
            Err(StoreFault::ManyMirrors(names.collect::<Vec<_>>().join(", ")))
        }
    }
}

/// Reads a mirror from its first frame on, as far as each is as it was written and signed.
///
/// # Errors
/// When it cannot be read at all, or is no mirror.
pub fn read(ground: &Ground, folder: &Path, store_key: &Key) -> Result<Frames, StoreFault> {
    let mut file = ground.open(&folder.join(FRAMES), How::Read).map_err(disk::fault)?;
    let journal = journal_of(file.as_mut())?;
    let key = journal.key(store_key);
    let mut file = BufReader::new(file);
    let mut frames = Frames::default();
    let mut signed = 0;
    for number in 1_u64.. {
        let frame = match next(&mut file)? {
            Next::Frame(fore, sealed) if fore.number == number => {
                journal.open(&key, &fore, &sealed).ok()
            }
            Next::End => break,
            Next::Frame(..) | Next::Torn => None,
        };
        let Some(carried) = frame else {
            frames.stopped = Some(number);
            break;
        };
        if !carried.pack.is_empty() {
            frames.packs.push((rulebook::digest_of(&carried.pack), carried.pack));
        }
        frames.kept.push(carried.kept);
        if let Some((suite, signature)) = carried.signature {
            frames.signatures.push(HeadSignature { number, suite, signature });
            signed = number;
        }
    }
    if signed > 0 {
        let signed = usize::try_from(signed).unwrap_or(usize::MAX);
        frames.unsigned = frames.kept.len().saturating_sub(signed) as u64;
        frames.kept.truncate(signed);
    }
    Ok(frames)
}

fn journal_of(file: &mut dyn OpenFile) -> Result<Journal, StoreFault> {
    let mut head = [0; HEAD];
    file.seek(SeekFrom::Start(0)).map_err(disk::fault)?;
    if !is_filled(file, &mut head)? {
        return Err(StoreFault::NoMirror);
    }
    Journal::read(&head).map_err(|fault| StoreFault::Damaged(fault.said()))
}

enum Next {
    Frame(Fore, Vec<u8>),
    Torn,
    End,
}

fn next(file: &mut impl Read) -> Result<Next, StoreFault> {
    let mut fore = [0; FORE];
    let mut have = 0;
    while have < FORE {
        match file.read(&mut fore[have..]).map_err(disk::fault)? {
            0 if have == 0 => return Ok(Next::End),
            0 => return Ok(Next::Torn),
            more => have += more,
        }
    }
    let Some(fore) = Fore::read(&fore) else { return Ok(Next::Torn) };
    // Read as far as there is something, so that a changed length asks for no memory.
    let (length, mut sealed) = (u64::from(fore.length), Vec::new());
    file.take(length).read_to_end(&mut sealed).map_err(disk::fault)?;
    let mut aft = [0; AFT];
    let whole = sealed.len() as u64 == length
        && is_filled(file, &mut aft)?
        && aft == fore.length.to_le_bytes();
    Ok(if whole { Next::Frame(fore, sealed) } else { Next::Torn })
}

/// Whether the file has so many bytes more. One that cannot be read just then is no shorter file: who takes it for one
/// writes over what may be good.
fn is_filled(file: &mut (impl Read + ?Sized), into: &mut [u8]) -> Result<bool, StoreFault> {
    match file.read_exact(into) {
        Ok(()) => Ok(true),
        Err(fault) if fault.kind() == ErrorKind::UnexpectedEof => Ok(false),
        Err(fault) => Err(disk::fault(fault)),
    }
}

/// Number and salt of the last frame that opens, and whether payloads are to leave.
type Settled = (Option<(u64, [u8; 16])>, bool);

/// Finds them, and cuts off what a stopped program left half written behind the last one.
fn settle(file: &mut dyn OpenFile, journal: Journal, key: &Key) -> Result<Settled, StoreFault> {
    if journal_of(file)? != journal {
        return Err(StoreFault::MirrorParted(0));
    }
    let (mut end, mut last) = (HEAD as u64, None);
    let mut watch = pruning::Watch::default();
    let mut reader = BufReader::new(&mut *file);
    while let Next::Frame(fore, sealed) = next(&mut reader)? {
        let wanted = last.map_or(1, |(number, _)| number + 1);
        let opened = journal.open(key, &fore, &sealed).ok();
        let Some(carried) = opened.filter(|_| fore.number == wanted) else { break };
        watch.see(&carried.kept);
        end += fore.frame_bytes();
        last = Some((fore.number, fore.salt));
    }
    if file.length().map_err(disk::fault)? > end {
        file.set_length(end).map_err(disk::fault)?;
        file.sync().map_err(disk::fault)?;
    }
    Ok((last, watch.prunes))
}

/// The device's sealed key, from a mirror onto a laptop that goes on in its name.
///
/// # Errors
/// When one of the two folders cannot be used.
pub fn copy_device_key(ground: &Ground, from: &Path, to: &Path) -> Result<(), StoreFault> {
    copy_files(ground, &[signer::FILE], from, to)
}

/// Pages and photographs of a copy that cannot be had from it, with the entry that speaks of each first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BlobsLost {
    /// Not there at all.
    pub missing: Vec<(u64, Digest)>,
    /// They are there, and not as they were kept.
    pub damaged: Vec<(u64, Digest)>,
}

/// The copy in `folder` read back: each blob that `kept` speaks of, from its first byte to its last; gives how many
/// are whole, and the others.
///
/// # Errors
/// When the folder cannot be read.
pub fn read_blobs(
    (ground, folder, key): (&Ground, &Path, &Key),
    kept: &[Kept],
    whole: &mut dyn FnMut(Digest, Vec<u8>) -> Result<(), StoreFault>,
) -> Result<(u64, BlobsLost), StoreFault> {
    let site = Site {
        folder: folder.to_path_buf(),
        key: Some(key.clone()),
        ground: Ground::clone(ground),
    };
    let copy = BlobKeep::at(&site);
    let (mut seen, mut lost, mut count) = (BTreeSet::new(), BlobsLost::default(), 0);
    for (number, kept) in (1..).zip(kept) {
        let Ok(entry) = entry::read(kept) else { continue };
        for digest in named_blobs(&entry) {
            if !seen.insert(digest) {
                continue;
            }
            match copy.read(digest) {
                Ok(Some(bytes)) => {
                    count += 1;
                    whole(digest, bytes)?;
                }
                Ok(None) => lost.missing.push((number, digest)),
                Err(StoreFault::Broken { .. }) => lost.damaged.push((number, digest)),
                Err(fault) => return Err(fault),
            }
        }
    }
    Ok((count, lost))
}

/// Blobs that `kept` speaks of, from a mirror to a journal's place; one that is not whole does not come along.
///
/// # Errors
/// When one of the two folders cannot be used.
pub fn copy_blobs(from: &Path, to: &Site, kept: &[Kept]) -> Result<BlobsLost, StoreFault> {
    let key = to.key.as_ref().ok_or(StoreFault::NoMirror)?;
    let mut place = BlobKeep::at(to);
    let mut keep = |digest, bytes| place.keep(&[(digest, bytes)]);
    let (_, lost) = read_blobs((&to.ground, from, key), kept, &mut keep)?;
    Ok(lost)
}

/// Whether the small files that a journal does not open without are in `folder` as they are in `from`.
///
/// # Errors
/// When one of the two folders cannot be read.
pub fn has_small_files(ground: &Ground, from: &Path, folder: &Path) -> Result<bool, StoreFault> {
    for name in BESIDE {
        let read = |at: &Path| ground.read(&at.join(name)).map_err(disk::fault);
        if read(from)? != read(folder)? {
            return Ok(false);
        }
    }
    Ok(true)
}

#[cfg(test)]
mod tests;
