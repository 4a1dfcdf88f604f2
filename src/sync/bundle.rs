//! Everything that waits onto a stick, and headquarters' answers from it; the same messages as over a line.
//!
//! What is on a stick is a copy: only the receipts that come back move the journal on.

use super::driver::{Progress, Shelf};
use super::session::{End, Local, hello_of};
use super::shelf::StoreShelf;
use crate::stdx::files::{Files, How, OpenFile};
use crate::stdx::id::Id;
use crate::stdx::secret::Key;
use crate::store::StoreFault;
use crate::store::incoming::Enrolled;
use crate::wire::bundle::{self, ENDING, Frame, Head, Reader, Way, Writer, public_part};
use crate::wire::message::batch;
use crate::wire::message::hello::{Cursor, JournalName};
use crate::wire::message::photograph::{Offered, Put, RANGE};
use crate::wire::signer::Identity;
use std::convert::Infallible;
use std::io::{self, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

pub use answer::answer;

mod answer;
mod inclusion;

/// Bytes of entries in one frame before they are pressed.
const BATCH: usize = 256 * 1024;

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Entries.
    pub entries: u64,
    /// Photographs and pages.
    pub photographs: u64,
    /// Files.
    pub volumes: u32,
    /// Bytes of the files.
    pub bytes: u64,
    /// Somebody stopped it: what lies on the stick is good, the rest still waits.
    pub stopped: bool,
}

/// What a stick needs of a journal beside what a session does.
#[allow(
    clippy::missing_errors_doc,
    reason = "each fails when the journal cannot be read or written"
)]
pub trait StickShelf: Shelf {
    /// A fresh id and a fresh key.
    ///
    /// # Errors
    /// When the journal cannot be read or written; the same of every other call.
    fn fresh(&mut self) -> Result<(Id, Key), Self::Fault>;
    /// The secret that answers are sealed to.
    fn bundle_secret(&mut self) -> Result<Key, Self::Fault>;
    /// The first frame of a volume, signed by the device.
    fn opening(&mut self, head: Head) -> Result<Frame, Self::Fault>;
    /// Every photograph and page without a receipt.
    fn blobs_without_receipt(&mut self) -> Result<Vec<Offered>, Self::Fault>;
    /// How many have one.
    fn blob_receipts(&mut self) -> Result<u64, Self::Fault>;
    /// How far each feed was read.
    fn cursors(&mut self) -> Result<Vec<Cursor>, Self::Fault>;
    /// Where the current journal stands, whatever is left of earlier epochs.
    fn current(&mut self) -> Result<Local, Self::Fault>;
    /// Up to where headquarters has entries, over all epochs.
    fn received_upto(&mut self) -> Result<u64, Self::Fault>;
    /// The journal that an entry belongs to.
    fn journal_at(&mut self, number: u64) -> Result<JournalName, Self::Fault>;
    /// Headquarters fell back, and not all that it acknowledged is surely there again.
    fn is_in_doubt(&mut self) -> Result<bool, Self::Fault>;
}

impl StickShelf for StoreShelf<'_> {
    fn fresh(&mut self) -> Result<(Id, Key), StoreFault> {
        Ok((self.dice.id(), self.dice.key()))
    }

    fn bundle_secret(&mut self) -> Result<Key, StoreFault> {
        let made = self.dice.key();
        self.store.bundle_secret(&made)
    }

    fn opening(&mut self, head: Head) -> Result<Frame, StoreFault> {
        let name = self.store.journal_name();
        self.store.with_signer(|signer| head.opening(name, signer))
    }

    fn blobs_without_receipt(&mut self) -> Result<Vec<Offered>, StoreFault> {
        self.store.blobs_without_receipt()
    }

    fn blob_receipts(&mut self) -> Result<u64, StoreFault> {
        self.store.blob_receipts()
    }

    fn cursors(&mut self) -> Result<Vec<Cursor>, StoreFault> {
        self.store.cursors()
    }

    fn current(&mut self) -> Result<Local, StoreFault> {
        self.stands()
    }

    fn received_upto(&mut self) -> Result<u64, StoreFault> {
        self.store.received_upto()
    }

    fn journal_at(&mut self, number: u64) -> Result<JournalName, StoreFault> {
        Ok(self.store.journal_at(number))
    }

    fn is_in_doubt(&mut self) -> Result<bool, StoreFault> {
        Ok(self.store.held_surely()?.is_some())
    }
}

/// What the answers on a stick brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Brought {
    /// Answers taken.
    pub answers: u32,
    /// Answers of which only the beginning was good.
    pub torn: u32,
    /// What they moved on.
    pub progress: Progress,
    /// Why an answer was not taken.
    pub end: Option<End>,
}

/// Why a stick cannot be used.
#[allow(missing_docs, reason = "each says itself what it is")]
#[derive(Debug, thiserror::Error)]
pub enum BundleFault {
    #[error("the stick: {0}")]
    Stick(#[from] io::Error),
    #[error(transparent)]
    Store(#[from] StoreFault),
    #[error("headquarters gave no key for bundles")]
    NoKey,
}

/// A journal that never fails has no fault to hand on.
impl From<Infallible> for BundleFault {
    fn from(never: Infallible) -> BundleFault {
        match never {}
    }
}

/// What volumes are written onto, one after the other.
#[allow(clippy::missing_errors_doc, reason = "each fails when the medium takes no more")]
pub trait Medium {
    /// What a volume is written into.
    type Out: Write;
    /// Room for a volume.
    ///
    /// # Errors
    /// When it takes no more; the same of `keep`.
    fn begin(&mut self, head: &Head) -> io::Result<Self::Out>;
    /// The volume is whole: it is made durable and gets its name; gives its bytes.
    fn keep(&mut self, head: &Head, out: Self::Out) -> io::Result<u64>;
    /// Takes away what was begun and not kept.
    fn abandon(&mut self, head: &Head);
}

/// A stick's folder and the file system that it is on.
#[derive(Clone, Copy, Debug)]
pub struct Stick<'a> {
    /// Its file system.
    pub ground: &'a dyn Files,
    /// Its folder, or one on it.
    pub folder: &'a Path,
}

impl Stick<'_> {
    fn part(&self, head: &Head) -> PathBuf {
        self.folder.join(format!("{}.part", head.file_name()))
    }
}

impl Medium for Stick<'_> {
    type Out = BufWriter<Box<dyn OpenFile>>;

    fn begin(&mut self, head: &Head) -> io::Result<Self::Out> {
        Ok(BufWriter::new(self.ground.open(&self.part(head), How::Fresh)?))
    }

    /// The name says that it is whole: it is given when the bytes are on the stick.
    fn keep(&mut self, head: &Head, out: Self::Out) -> io::Result<u64> {
        let mut file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.sync()?;
        let bytes = file.length()?;
        self.ground.rename(&self.part(head), &self.folder.join(head.file_name()))?;
        self.ground.sync_folder(self.folder)?;
        Ok(bytes)
    }

    fn abandon(&mut self, head: &Head) {
        let _gone = self.ground.remove(&self.part(head));
    }
}

/// The volumes of a bundle, one after the other.
struct Volumes<'a, T: Medium> {
    medium: &'a mut T,
    head: Head,
    theirs: [u8; 32],
    max: u64,
    written: Written,
    open: Option<Writer<T::Out>>,
    /// What every volume begins with, behind its opening.
    hello: Frame,
    /// Sees how far it is after each frame; false stops it.
    watch: &'a mut dyn FnMut(&Written) -> bool,
}

impl<T: Medium> Volumes<'_, T> {
    fn put<S: StickShelf>(&mut self, shelf: &mut S, frame: &Frame) -> Result<(), BundleFault>
    where
        BundleFault: From<S::Fault>,
    {
        // A frame has a megabyte at most: the end fits as well.
        if self.open.as_ref().is_some_and(|open| open.bytes + bundle::FRAME_MAX as u64 > self.max) {
            self.close(true)?;
        }
        if self.open.is_none() {
            self.begin(shelf)?;
        }
        let Some(open) = &mut self.open else { return Ok(()) };
        open.put(frame)?;
        let so_far = Written { bytes: self.written.bytes + open.bytes, ..self.written };
        self.written.stopped = !(self.watch)(&so_far);
        Ok(())
    }

    fn begin<S: StickShelf>(&mut self, shelf: &mut S) -> Result<(), BundleFault>
    where
        BundleFault: From<S::Fault>,
    {
        let (_, fresh) = shelf.fresh()?;
        self.head.volume += 1;
        self.head.fresh = public_part(&fresh);
        let key = self.head.key(&fresh, &self.theirs);
        let mut open = Writer::begin(self.head, key, self.medium.begin(&self.head)?)?;
        open.put(&shelf.opening(self.head)?)?;
        open.put(&self.hello)?;
        self.open = Some(open);
        Ok(())
    }

    fn close(&mut self, more: bool) -> io::Result<()> {
        let Some(open) = self.open.take() else { return Ok(()) };
        self.written.bytes += self.medium.keep(&self.head, open.end(more)?)?;
        self.written.volumes += 1;
        Ok(())
    }
}

/// Writes all that waits onto `stick`, in volumes of `volume_max` bytes at most: entries first, then photographs.
/// `watch` sees how far it is after each frame and may stop it; what was written until then is a whole volume.
///
/// # Errors
/// When the journal cannot be read or the stick not be written; a part of a volume is removed then.
pub fn write<S: StickShelf>(
    shelf: &mut S,
    enrolled: &Enrolled,
    stick: Stick<'_>,
    volume_max: u64,
    watch: &mut dyn FnMut(&Written) -> bool,
) -> Result<Written, BundleFault>
where
    BundleFault: From<S::Fault>,
{
    write_onto(shelf, enrolled, &mut { stick }, volume_max, watch)
}

/// The same onto any medium.
///
/// # Errors
/// As `write`.
pub fn write_onto<S: StickShelf, T: Medium>(
    shelf: &mut S,
    enrolled: &Enrolled,
    medium: &mut T,
    volume_max: u64,
    watch: &mut dyn FnMut(&Written) -> bool,
) -> Result<Written, BundleFault>
where
    BundleFault: From<S::Fault>,
{
    let theirs = enrolled.bundle_key.as_slice().try_into().map_err(|_| BundleFault::NoKey)?;
    let secret = shelf.bundle_secret()?;
    let local = shelf.current()?;
    let mut hello = Box::new(hello_of(&local, 0));
    hello.numbers = Some(shelf.numbers()?);
    let (bundle, _) = shelf.fresh()?;
    let mut volumes = Volumes {
        medium,
        head: Head {
            way: Way::ToHeadquarters,
            bundle,
            volume: 0,
            to: enrolled.headquarters,
            fresh: [0; 32],
        },
        theirs,
        max: volume_max,
        written: Written::default(),
        open: None,
        hello: Frame::Hello {
            hello,
            answer_to: public_part(&secret).into(),
            inclusion: Some(inclusion::asked(&local)),
        },
        watch,
    };
    let done = fill(shelf, &mut volumes, local.head.number);
    if done.is_err() {
        volumes.medium.abandon(&volumes.head);
    }
    done?;
    Ok(volumes.written)
}

fn fill<S: StickShelf, T: Medium>(
    shelf: &mut S,
    volumes: &mut Volumes<'_, T>,
    head: u64,
) -> Result<(), BundleFault>
where
    BundleFault: From<S::Fault>,
{
    volumes.begin(shelf)?;
    // What is left of earlier epochs goes first, each batch as one of its own journal.
    let mut behind = shelf.received_upto()?;
    while behind < head && !volumes.written.stopped {
        let out = shelf.batch(behind, BATCH)?;
        let name = shelf.journal_at(out.upto.number)?;
        let count = out.entries.len() as u64;
        let push = batch::push(name, out.behind, &out.entries, out.signature)
            .map_err(|fault| io::Error::other(fault.to_string()))?;
        volumes.written.entries += count;
        volumes.put(shelf, &Frame::Push { push })?;
        behind = out.upto.number;
    }
    for blob in shelf.blobs_without_receipt()? {
        if volumes.written.stopped {
            break;
        }
        put_blob(shelf, volumes, blob)?;
    }
    let more = volumes.written.stopped;
    Ok(volumes.close(more)?)
}

/// One that is not there or not as it was taken holds up no other.
fn put_blob<S: StickShelf, T: Medium>(
    shelf: &mut S,
    volumes: &mut Volumes<'_, T>,
    blob: Offered,
) -> Result<(), BundleFault>
where
    BundleFault: From<S::Fault>,
{
    let Some(bytes) = shelf.range(blob, 0, usize::MAX)? else { return Ok(()) };
    let mut offset = 0;
    let mut ranges = bytes.chunks(RANGE).peekable();
    while let Some(range) = ranges.next() {
        let (digest, bytes) = (blob.digest, range.to_vec().into());
        let put = Put { digest, offset, bytes, hears_limit: None };
        volumes.written.photographs += u64::from(ranges.peek().is_none());
        volumes.put(shelf, &Frame::Put { put })?;
        if volumes.written.stopped {
            break;
        }
        offset += range.len() as u64;
    }
    Ok(())
}

/// Takes the answers for this laptop that lie on `stick`; an answer that is there twice changes nothing.
/// Bundles that were answered in full are taken off the stick: headquarters' receipts hold them.
///
/// # Errors
/// When the stick cannot be read or the journal not be written.
pub fn read<S: StickShelf>(
    shelf: &mut S,
    enrolled: &Enrolled,
    key: &Identity,
    stick: Stick<'_>,
) -> Result<Brought, BundleFault>
where
    BundleFault: From<S::Fault>,
{
    let secret = shelf.bundle_secret()?;
    let device = shelf.current()?.journal.device;
    let (mut brought, mut answered) = (Brought::default(), Vec::new());
    for file in volumes_in(stick)? {
        let open = BufReader::new(stick.ground.open(&file, How::Read)?);
        let Ok(volume) = Reader::begin(open) else { continue };
        let head = volume.head;
        if head.way != Way::ToTerminal || head.to != device {
            continue;
        }
        let from = (enrolled.headquarters, key);
        let taken = answer(shelf, from, (volume, &secret), &mut brought)?;
        brought.answers += 1;
        match taken {
            Ok(true) => answered.push(head.bundle),
            Ok(false) => brought.torn += 1,
            Err(end) => brought.end = Some(end),
        }
    }
    for bundle in answered {
        forget(stick, bundle)?;
    }
    Ok(brought)
}

/// The volumes on a stick, by name.
fn volumes_in(stick: Stick<'_>) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for name in stick.ground.names(stick.folder)? {
        let path = stick.folder.join(name);
        if path.extension().is_some_and(|ending| ending == ENDING) {
            files.push(path);
        }
    }
    Ok(files)
}

fn forget(stick: Stick<'_>, bundle: Id) -> io::Result<()> {
    for file in volumes_in(stick)? {
        let open = BufReader::new(stick.ground.open(&file, How::Read)?);
        let Ok(volume) = Reader::begin(open) else { continue };
        if volume.head.bundle == bundle {
            stick.ground.remove(&file)?;
        }
    }
    stick.ground.sync_folder(stick.folder)
}
