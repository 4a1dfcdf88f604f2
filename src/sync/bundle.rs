//! Everything that waits onto a stick, and headquarters' answers from it; the same messages as over a line.
//!
//! What is on a stick is a copy: only the receipts that come back move the journal on.

use super::driver::{Progress, Shelf as _, checked};
use super::session::{End, PROTOCOLS, hello_of};
use super::shelf::StoreShelf;
use crate::stdx::id::Id;
use crate::stdx::secret::Key;
use crate::store::StoreFault;
use crate::store::incoming::Enrolled;
use crate::wire::bundle::{self, ENDING, Frame, Head, Reader, Way, Writer, public_part};
use crate::wire::message::batch;
use crate::wire::message::feed::{FeedItem, Scope};
use crate::wire::message::hello::{Standing, Welcome};
use crate::wire::message::photograph::{Offered, Put, RANGE};
use crate::wire::message::receipt::Receipt;
use crate::wire::signer::Identity;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};

/// Bytes of entries in one frame before they are pressed.
const BATCH: usize = 256 * 1024;

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    pub entries: u64,
    pub photographs: u64,
    pub volumes: u32,
    pub bytes: u64,
}

/// What the answers on a stick brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Brought {
    pub answers: u32,
    /// Answers of which only the beginning was good.
    pub torn: u32,
    pub progress: Progress,
    /// Why an answer was not taken.
    pub end: Option<End>,
}

/// Why a stick cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BundleFault {
    #[error("the stick: {0}")]
    Stick(#[from] io::Error),
    #[error(transparent)]
    Store(#[from] StoreFault),
    #[error("headquarters gave no key for bundles")]
    NoKey,
}

/// The volumes of a bundle in a folder, one after the other.
struct Volumes<'a> {
    folder: &'a Path,
    head: Head,
    theirs: [u8; 32],
    max: u64,
    written: Written,
    open: Option<Writer<BufWriter<File>>>,
    /// What every volume begins with, behind its opening.
    hello: Frame,
}

impl Volumes<'_> {
    fn put(&mut self, shelf: &mut StoreShelf<'_>, frame: &Frame) -> Result<(), BundleFault> {
        // A frame has a megabyte at most: the end fits as well.
        if self.open.as_ref().is_some_and(|open| open.bytes + bundle::FRAME_MAX as u64 > self.max) {
            self.close(true)?;
        }
        if self.open.is_none() {
            self.begin(shelf)?;
        }
        let Some(open) = &mut self.open else { return Ok(()) };
        Ok(open.put(frame)?)
    }

    fn begin(&mut self, shelf: &mut StoreShelf<'_>) -> Result<(), BundleFault> {
        let fresh = shelf.dice.key();
        self.head.volume += 1;
        self.head.fresh = public_part(&fresh);
        let key = self.head.key(&fresh, &self.theirs);
        let file = File::create(self.part())?;
        let mut open = Writer::begin(self.head, key, BufWriter::new(file))?;
        let name = shelf.store.journal_name();
        open.put(&shelf.store.with_signer(|signer| self.head.opening(name, signer))?)?;
        open.put(&self.hello)?;
        self.open = Some(open);
        Ok(())
    }

    fn part(&self) -> PathBuf {
        self.folder.join(format!("{}.part", self.head.file_name()))
    }

    /// The name says that it is whole: it is given when the bytes are on the stick.
    fn close(&mut self, more: bool) -> io::Result<()> {
        let Some(open) = self.open.take() else { return Ok(()) };
        let mut file = open.end(more)?;
        file.flush()?;
        let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.sync_all()?;
        self.written.bytes += file.metadata()?.len();
        self.written.volumes += 1;
        fs::rename(self.part(), self.folder.join(self.head.file_name()))?;
        sync_folder(self.folder)
    }
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Writes all that waits into `folder`, in volumes of `volume_max` bytes at most: entries first, then photographs.
///
/// # Errors
/// When the journal cannot be read or the stick not be written; a part of a volume is removed then.
pub fn write(
    shelf: &mut StoreShelf<'_>,
    enrolled: &Enrolled,
    folder: &Path,
    volume_max: u64,
) -> Result<Written, BundleFault> {
    let theirs = enrolled.bundle_key.as_slice().try_into().map_err(|_| BundleFault::NoKey)?;
    let made = shelf.dice.key();
    let secret = shelf.store.bundle_secret(&made)?;
    let local = shelf.local()?;
    let mut hello = Box::new(hello_of(&local, 0));
    hello.numbers = Some(shelf.numbers()?);
    let mut volumes = Volumes {
        folder,
        head: Head {
            way: Way::ToHeadquarters,
            bundle: shelf.dice.id(),
            volume: 0,
            to: enrolled.headquarters,
            fresh: [0; 32],
        },
        theirs,
        max: volume_max,
        written: Written::default(),
        open: None,
        hello: Frame::Hello { hello, answer_to: public_part(&secret).into() },
    };
    let done = fill(shelf, &mut volumes, local.acknowledged.number, local.head.number);
    if done.is_err() {
        let _gone = fs::remove_file(volumes.part());
    }
    done?;
    Ok(volumes.written)
}

fn fill(
    shelf: &mut StoreShelf<'_>,
    volumes: &mut Volumes<'_>,
    acknowledged: u64,
    head: u64,
) -> Result<(), BundleFault> {
    volumes.begin(shelf)?;
    let name = shelf.store.journal_name();
    let mut behind = acknowledged;
    while behind < head {
        let out = shelf.batch(behind, BATCH)?;
        let count = out.entries.len() as u64;
        let push = batch::push(name, out.behind, &out.entries, out.signature)
            .map_err(|fault| io::Error::other(fault.to_string()))?;
        volumes.put(shelf, &Frame::Push { push })?;
        volumes.written.entries += count;
        behind = out.upto.number;
    }
    for blob in shelf.store.blobs_without_receipt()? {
        volumes.written.photographs += u64::from(put_blob(shelf, volumes, blob)?);
    }
    Ok(volumes.close(false)?)
}

/// False when the file is not there or not as it was taken: it holds up no other.
fn put_blob(
    shelf: &mut StoreShelf<'_>,
    volumes: &mut Volumes<'_>,
    blob: Offered,
) -> Result<bool, BundleFault> {
    let Some(bytes) = shelf.range(blob, 0, usize::MAX)? else { return Ok(false) };
    let mut offset = 0;
    for range in bytes.chunks(RANGE) {
        let put = Put { digest: blob.digest, offset, bytes: range.to_vec().into() };
        volumes.put(shelf, &Frame::Put { put })?;
        offset += range.len() as u64;
    }
    Ok(true)
}

/// Takes the answers for this laptop that lie in `folder`; an answer that is there twice changes nothing.
/// Bundles that were answered in full are taken off the stick: headquarters' receipts hold them.
///
/// # Errors
/// When the stick cannot be read or the journal not be written.
pub fn read(
    shelf: &mut StoreShelf<'_>,
    enrolled: &Enrolled,
    key: &Identity,
    folder: &Path,
) -> Result<Brought, BundleFault> {
    let made = shelf.dice.key();
    let secret = shelf.store.bundle_secret(&made)?;
    let (mut brought, mut answered) = (Brought::default(), Vec::new());
    for file in volumes_in(folder)? {
        let Ok(volume) = Reader::begin(BufReader::new(File::open(&file)?)) else { continue };
        let head = volume.head;
        if head.way != Way::ToTerminal || head.to != shelf.store.journal_name().device {
            continue;
        }
        let taken = answer(shelf, enrolled, key, (volume, &secret), &mut brought)?;
        brought.answers += 1;
        match taken {
            Ok(true) => answered.push(head.bundle),
            Ok(false) => brought.torn += 1,
            Err(end) => brought.end = Some(end),
        }
    }
    for bundle in answered {
        forget(folder, bundle)?;
    }
    Ok(brought)
}

/// Whether all of the answer was there.
fn answer(
    shelf: &mut StoreShelf<'_>,
    enrolled: &Enrolled,
    key: &Identity,
    (mut volume, secret): (Reader<BufReader<File>>, &Key),
    brought: &mut Brought,
) -> Result<Result<bool, End>, BundleFault> {
    let head = volume.head;
    let frames_key = head.key(secret, &head.fresh);
    match volume.next(&frames_key) {
        Some(Frame::Opening { signature, .. }) if head.verify(&signature, key).is_ok() => {}
        Some(_) => return Ok(Err(End::Stranger)),
        None => return Ok(Ok(false)),
    }
    let name = shelf.store.journal_name();
    let mut reached: BTreeMap<Scope, u64> = BTreeMap::new();
    while let Some(frame) = volume.next(&frames_key) {
        let receipts = match frame {
            Frame::Welcome { welcome } if welcome.headquarters != enrolled.headquarters => {
                return Ok(Err(End::Stranger));
            }
            Frame::Welcome { welcome } if !PROTOCOLS.contains(&welcome.protocol) => {
                return Ok(Err(End::Version));
            }
            Frame::Welcome { welcome } => {
                brought.end = stands(&welcome);
                welcome.receipt.into_iter().collect()
            }
            Frame::Receipts { receipts } => receipts,
            // Behind its last item headquarters says so, with none.
            Frame::Feed { scope, items } if items.is_empty() => {
                if reached.get(&scope).is_none_or(|last| shelf_at(shelf, scope) >= *last) {
                    shelf.take(scope, &[])?;
                }
                continue;
            }
            Frame::Feed { scope, items } => {
                reached.insert(scope, items.last().map_or(0, |item| item.number));
                brought.progress.news += take(shelf, scope, items)?;
                continue;
            }
            Frame::End { .. } => return Ok(Ok(true)),
            Frame::Opening { .. }
            | Frame::Hello { .. }
            | Frame::Push { .. }
            | Frame::Put { .. } => {
                return Ok(Err(End::Stranger));
            }
        };
        match checked(shelf, name, key, &receipts)? {
            Ok(new) => {
                let new_blobs = keep_blobs(shelf, &receipts)?;
                brought.progress.entries += new.entries;
                brought.progress.photographs += new_blobs;
            }
            Err(end) => return Ok(Err(end)),
        }
    }
    Ok(Ok(false))
}

/// What the officer is told of how headquarters treats this journal.
fn stands(welcome: &Welcome) -> Option<End> {
    match welcome.standing {
        Standing::Active | Standing::Retired => None,
        Standing::Forked => Some(End::Forked { number: welcome.held.number }),
        Standing::Revoked => Some(End::Revoked),
        Standing::Unknown => Some(End::Unknown),
    }
}

/// Keeps receipts; gives how many photographs had none before.
fn keep_blobs(shelf: &mut StoreShelf<'_>, receipts: &[Receipt]) -> Result<u64, StoreFault> {
    let before = shelf.store.blob_receipts()?;
    shelf.keep_receipts(receipts)?;
    Ok(shelf.store.blob_receipts()? - before)
}

/// How far a feed was read; 0 where that cannot be told.
fn shelf_at(shelf: &StoreShelf<'_>, scope: Scope) -> u64 {
    let cursors = shelf.store.cursors().unwrap_or_default();
    cursors.iter().find(|cursor| cursor.scope == scope).map_or(0, |cursor| cursor.number)
}

/// Keeps the items that follow what was read; gives how many were new.
fn take(shelf: &mut StoreShelf<'_>, scope: Scope, items: Vec<FeedItem>) -> Result<u64, StoreFault> {
    let cursors = shelf.store.cursors()?;
    let Some(place) = cursors.iter().find(|cursor| cursor.scope == scope) else { return Ok(0) };
    let behind = items.into_iter().filter(|item| item.number > place.number);
    let dense = behind.zip(place.number + 1..).take_while(|(item, number)| item.number == *number);
    let items: Vec<FeedItem> = dense.map(|(item, _)| item).collect();
    if !items.is_empty() {
        shelf.take(scope, &items)?;
    }
    Ok(items.len() as u64)
}

/// The volumes in a folder, by name.
fn volumes_in(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for found in fs::read_dir(folder)? {
        let path = found?.path();
        if path.extension().is_some_and(|ending| ending == ENDING) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn forget(folder: &Path, bundle: Id) -> io::Result<()> {
    for file in volumes_in(folder)? {
        let Ok(volume) = Reader::begin(File::open(&file)?) else { continue };
        if volume.head.bundle == bundle {
            fs::remove_file(&file)?;
        }
    }
    sync_folder(folder)
}
