//! Bundles from a stick into the ledger, and the answers back onto it; decides nothing that a line would not decide.

use super::admit::Capacity;
use super::answer::{Fault, Hall, Seat};
use super::checkpoint;
use super::ledger::Ledger;
use super::photographs::Photographs;
use super::place::{Place, PlaceFault};
use crate::stdx::clock::Moment;
use crate::stdx::digest::Digest;
use crate::stdx::id::{Dice, Id};
use crate::stdx::secret::Key;
use crate::wire::bundle::{ENDING, Frame, Head, Reader, Way, Writer, public_part};
use crate::wire::message::feed::{Pull, Scope};
use crate::wire::message::hello::{Hello, JournalName};
use crate::wire::message::inclusion::Inclusion;
use crate::wire::message::photograph::{BlobState, OFFER_MAX, Offer, Offered, Put};
use crate::wire::message::push::{Push, PushAnswer};
use crate::wire::message::receipt::Receipt;
use crate::wire::signer::{Identity, SignFault};
use crate::wire::suite::Suite;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::PoisonError;

/// Bytes of news that one answer holds at most; the rest comes with the next.
const NEWS_MAX: usize = 64 * 1024 * 1024;
/// Parts of a chain of checkpoints in one answer, four months of minutes; the rest comes with the next.
const PARTS_MAX: u32 = 90;

/// What one import did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Bundles that were read to some frame.
    pub bundles: u32,
    /// Entries that are held since.
    pub entries: u64,
    /// Photographs and pages that are held since.
    pub photographs: u64,
    /// Volumes of which only the beginning was good.
    pub torn: u32,
    /// Files that gave nothing, with the reason.
    pub refused: Vec<(PathBuf, Refused)>,
}

/// Why a volume gave nothing, or not all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Its frames do not open with this headquarters' key.
    Sealed,
    /// No journal of its writer is enrolled, or another one signed it.
    Stranger,
    /// Entries before it are missing: another volume or bundle comes first.
    Earlier,
    /// Entries are not what was signed, or disagree with what is held.
    Entries,
}

/// Why nothing can be imported.
#[allow(missing_docs, reason = "each says itself what it is")]
#[derive(Debug, thiserror::Error)]
pub enum ImportFault {
    #[error("the stick: {0}")]
    Stick(#[from] io::Error),
    #[error(transparent)]
    Place(#[from] PlaceFault),
    #[error(transparent)]
    Hall(#[from] Fault),
}

impl From<SignFault> for ImportFault {
    fn from(fault: SignFault) -> ImportFault {
        ImportFault::Hall(fault.into())
    }
}

/// What is known of a bundle while its volumes are read.
struct Bundle {
    hello: Hello,
    answer_to: [u8; 32],
    /// What the laptop knows of checkpoints; absent from a program that asks for none.
    inclusion: Option<Inclusion>,
    /// Photographs that it brought, whole or not.
    blobs: BTreeMap<Digest, u64>,
    /// For entries of earlier epochs.
    receipts: Vec<Receipt>,
}

/// Volumes into a ledger, wherever they come from.
pub struct Import<'a> {
    seat: &'a Seat,
    /// The secret that bundles are sealed to.
    secret: &'a Key,
    ledger: &'a mut dyn Ledger,
    photographs: &'a mut dyn Photographs,
    now: Moment,
    done: Imported,
    bundles: BTreeMap<Id, Bundle>,
}

/// Takes every bundle for this headquarters that lies in `folder`, and writes the answers beside them. Importing twice
/// changes nothing; a torn volume gives its good beginning.
///
/// # Errors
/// When the stick or the ledger do not answer; what was taken before stays taken.
pub fn import(
    place: &Place,
    folder: &Path,
    now: Moment,
    dice: &mut Dice,
) -> Result<Imported, ImportFault> {
    let (mut ledger, mut photographs) = (place.ledger()?, place.photographs()?);
    let seat = place.seat(Capacity::default())?;
    super::upgrade::judge_waiting(&seat.plates, ledger.as_mut())?;
    let secret = &place.keys.bundle;
    let mut import = Import::new(&seat, secret, ledger.as_mut(), photographs.as_mut(), now);
    let mut waiting = ours(place, folder)?;
    // A volume whose forerunner lies behind it in the folder is read again after that one.
    loop {
        let before = waiting.len();
        let mut early = Vec::new();
        for file in waiting {
            match import.volume(BufReader::new(File::open(&file)?))? {
                None => {}
                Some(Refused::Earlier) => early.push(file),
                Some(why) => import.done.refused.push((file, why)),
            }
        }
        if early.is_empty() || early.len() == before {
            let refused = early.into_iter().map(|file| (file, Refused::Earlier));
            import.done.refused.extend(refused);
            break;
        }
        waiting = early;
    }
    // The entries of these sticks stand under a checkpoint before the answers are written: the next stick may be far off.
    import.mark()?;
    let part = |head: &Head| folder.join(format!("{}.part", head.file_name()));
    import.answers(
        dice,
        |head| Ok(BufWriter::new(File::create(part(head))?)),
        |head, out| {
            out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
            fs::rename(part(head), folder.join(head.file_name()))?;
            super::photographs::sync_folder(folder)
        },
    )?;
    Ok(import.done)
}

/// The volumes in `folder` that are for this headquarters, by name.
fn ours(place: &Place, folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for found in fs::read_dir(folder)? {
        let path = found?.path();
        if path.extension().is_none_or(|ending| ending != ENDING) {
            continue;
        }
        let Ok(volume) = Reader::begin(File::open(&path)?) else { continue };
        let Head { way, to, .. } = volume.head;
        if way == Way::ToHeadquarters && to == place.headquarters() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

impl<'a> Import<'a> {
    /// An import into `ledger` and `photographs`, in `seat`'s name.
    #[must_use]
    pub fn new(
        seat: &'a Seat,
        secret: &'a Key,
        ledger: &'a mut dyn Ledger,
        photographs: &'a mut dyn Photographs,
        now: Moment,
    ) -> Import<'a> {
        let (done, bundles) = (Imported::default(), BTreeMap::new());
        Import { seat, secret, ledger, photographs, now, done, bundles }
    }

    fn hall<T>(
        &mut self,
        ask: impl FnOnce(&mut Hall<'_>) -> Result<T, Fault>,
    ) -> Result<T, ImportFault> {
        let Import { seat, ledger, photographs, now, .. } = self;
        let (ledger, photographs) = (&mut **ledger, &mut **photographs);
        let mut hall = Hall { seat, ledger, photographs, inside: 0, now: *now };
        Ok(ask(&mut hall)?)
    }

    /// Takes one volume; says what it lacked.
    ///
    /// # Errors
    /// When the ledger does not answer; what was taken before stays taken.
    pub fn volume<R: Read>(&mut self, input: R) -> Result<Option<Refused>, ImportFault> {
        let Ok(mut volume) = Reader::begin(input) else { return Ok(Some(Refused::Sealed)) };
        let head = volume.head;
        let key = head.key(self.secret, &head.fresh);
        let Some(first) = volume.next(&key) else { return Ok(Some(Refused::Sealed)) };
        let Frame::Opening { journal, signature, .. } = first else {
            return Ok(Some(Refused::Stranger));
        };
        if !self.is_signed(&head, journal, &signature)? {
            return Ok(Some(Refused::Stranger));
        }
        let (mut lacks, mut ended) = (None, false);
        while let Some(frame) = volume.next(&key) {
            let lacked = match frame {
                Frame::Hello { hello, answer_to, inclusion } => {
                    let asked = inclusion.filter(|asked| asked.journal == journal);
                    self.hello(head.bundle, *hello, (*answer_to, asked), journal)
                }
                Frame::Push { push } => self.push(head.bundle, journal, &push)?,
                Frame::Put { put } => {
                    self.put(head.bundle, journal, put)?;
                    None
                }
                Frame::End { .. } => {
                    ended = true;
                    None
                }
                Frame::Opening { .. }
                | Frame::Welcome { .. }
                | Frame::Receipts { .. }
                | Frame::Feed { .. }
                | Frame::Inclusion { .. } => Some(Refused::Stranger),
            };
            lacks = lacks.or(lacked);
        }
        self.done.torn += u32::from(!ended && lacks.is_none());
        Ok(lacks)
    }

    fn is_signed(
        &mut self,
        head: &Head,
        journal: JournalName,
        signature: &[u8],
    ) -> Result<bool, ImportFault> {
        let row = self.ledger.journal(journal).map_err(Fault::from)?;
        let key =
            row.and_then(|row| Identity::new(Suite::from_byte(row.suite)?, &row.public_key).ok());
        Ok(key.is_some_and(|key| head.verify(signature, &key).is_ok()))
    }

    fn hello(
        &mut self,
        bundle: Id,
        hello: Hello,
        (answer_to, inclusion): ([u8; 32], Option<Inclusion>),
        journal: JournalName,
    ) -> Option<Refused> {
        if hello.journal != journal {
            return Some(Refused::Stranger);
        }
        let (blobs, receipts) = (BTreeMap::new(), Vec::new());
        let known = Bundle { hello, answer_to, inclusion, blobs, receipts };
        self.bundles.entry(bundle).or_insert(known);
        None
    }

    /// Entries of the bundle's journal, or of an earlier epoch of its device: that one's own key signed them.
    fn push(
        &mut self,
        bundle: Id,
        writer: JournalName,
        push: &Push,
    ) -> Result<Option<Refused>, ImportFault> {
        let journal = push.journal;
        if journal.device != writer.device || journal.epoch > writer.epoch {
            return Ok(Some(Refused::Stranger));
        }
        let held = |import: &mut Self| -> Result<u64, ImportFault> {
            let row = import.ledger.journal(journal).map_err(Fault::from)?;
            Ok(row.map_or(0, |row| row.head.number))
        };
        let before = held(self)?;
        let answer = self.hall(|hall| hall.push(push))?;
        self.done.entries += held(self)? - before;
        let is_earlier = journal.epoch < writer.epoch;
        Ok(match answer {
            PushAnswer::Ack { receipt } => {
                if let Some(bundle) = self.bundles.get_mut(&bundle).filter(|_| is_earlier) {
                    bundle.receipts.push(receipt);
                }
                None
            }
            // What is held aside is told in the answer.
            PushAnswer::HeldAside => None,
            // Both sides of an earlier epoch are kept, and what comes behind it is not held up.
            PushAnswer::Fork { .. } if is_earlier => None,
            PushAnswer::Need { .. } => Some(Refused::Earlier),
            PushAnswer::Fork { .. }
            | PushAnswer::Busy { .. }
            | PushAnswer::Limit { .. }
            | PushAnswer::Refused { .. } => Some(Refused::Entries),
        })
    }

    /// A range that begins before what is held already is cut to what is new.
    fn put(&mut self, bundle: Id, journal: JournalName, mut put: Put) -> Result<(), ImportFault> {
        let have = self.photographs.have(put.digest)?;
        let end = put.offset + put.bytes.len() as u64;
        // All of it may be held already and not checked yet: an empty range has it checked.
        if put.offset < have && have <= end {
            let from = usize::try_from(have - put.offset).unwrap_or(0);
            put.bytes = put.bytes[from..].to_vec().into();
            put.offset = have;
        }
        let digest = put.digest;
        if let Some(row) = self.ledger.blob(digest).map_err(Fault::from)? {
            let answer = self.hall(|hall| hall.put(journal, &put))?;
            let is_new = row.held_ms.is_none();
            let is_held = matches!(answer.state, BlobState::Have { .. });
            self.done.photographs += u64::from(is_new && is_held);
            if let Some(known) = self.bundles.get_mut(&bundle) {
                known.blobs.insert(digest, row.size);
            }
        }
        Ok(())
    }

    /// The answers to the bundles whose volumes were taken, one after the other, each written to what `begin` gives.
    ///
    /// # Errors
    /// When the ledger does not answer or the answer cannot be written.
    pub fn answers<W: Write>(
        &mut self,
        dice: &mut Dice,
        mut begin: impl FnMut(&Head) -> io::Result<W>,
        mut end: impl FnMut(&Head, W) -> io::Result<()>,
    ) -> Result<(), ImportFault> {
        for (id, bundle) in std::mem::take(&mut self.bundles) {
            let fresh: Key = dice.key();
            let head = Head {
                way: Way::ToTerminal,
                bundle: id,
                volume: 1,
                to: bundle.hello.journal.device,
                fresh: public_part(&fresh),
            };
            let out = begin(&head)?;
            let mut out = self.answer(&bundle, (head, fresh), out)?;
            out.flush()?;
            end(&head, out)?;
            self.done.bundles += 1;
        }
        Ok(())
    }

    /// Writes the answer to a bundle: what is held, with receipts, and the news.
    fn answer<W: Write>(
        &mut self,
        bundle: &Bundle,
        (head, fresh): (Head, Key),
        out: W,
    ) -> Result<W, ImportFault> {
        let journal = bundle.hello.journal;
        let key = head.key(&fresh, &bundle.answer_to);
        let mut out = Writer::begin(head, key, out)?;
        out.put(&head.opening(journal, self.seat.signer.as_ref())?)?;
        let welcome = Box::new(self.hall(|hall| hall.hello(&bundle.hello))?);
        out.put(&Frame::Welcome { welcome })?;
        for receipts in self.receipts(bundle)? {
            out.put(&Frame::Receipts { receipts })?;
        }
        let mut bytes = 0;
        for cursor in &bundle.hello.cursors {
            let is_theirs = [Scope::All, Scope::Device(journal.device)].contains(&cursor.scope);
            let (mut after, mut more) = (cursor.number, is_theirs);
            while more && bytes < NEWS_MAX {
                let pull = Pull { scope: cursor.scope, after, max: u64::MAX };
                let feed = self.hall(|hall| hall.pull(&pull))?;
                more = feed.more;
                let Some(last) = feed.items.last() else { break };
                after = last.number;
                bytes += feed.items.iter().map(|item| item.body.len()).sum::<usize>();
                out.put(&Frame::Feed { scope: cursor.scope, items: feed.items })?;
            }
            if cursor.scope == Scope::All && !more {
                out.put(&Frame::Feed { scope: cursor.scope, items: Vec::new() })?;
            }
        }
        if let Some(asked) = bundle.inclusion {
            self.inclusion(asked, &mut out)?;
        }
        Ok(out.end(false)?)
    }

    /// The chain of checkpoints from the one that the laptop knows to the last one, and the journal's place under that.
    fn inclusion<W: Write>(
        &mut self,
        mut asked: Inclusion,
        out: &mut Writer<W>,
    ) -> Result<(), ImportFault> {
        for _ in 0..PARTS_MAX {
            let answer = self.hall(|hall| hall.inclusion(&asked))?;
            let more = answer.proof.as_ref().filter(|proof| proof.more);
            let next = more.map(|proof| proof.checkpoint.mark());
            out.put(&Frame::Inclusion { asked, answer: Box::new(answer) })?;
            let Some(mark) = next else { break };
            asked.known = Some(mark);
        }
        Ok(())
    }

    /// Makes a checkpoint where a journal moved since the last one.
    ///
    /// # Errors
    /// When the ledger does not answer or the key does not sign.
    pub fn mark(&mut self) -> Result<(), ImportFault> {
        let (seat, now_ms) = (self.seat, self.now.ms());
        let mut marker = seat.marker.lock().unwrap_or_else(PoisonError::into_inner);
        let _made = checkpoint::make(&mut marker, seat, &mut *self.ledger, now_ms)?;
        Ok(())
    }

    /// The receipts of the photographs that the bundle brought.
    fn receipts(&mut self, bundle: &Bundle) -> Result<Vec<Vec<Receipt>>, ImportFault> {
        let device = bundle.hello.journal.device;
        let blobs: Vec<Offered> = bundle
            .blobs
            .iter()
            .map(|(digest, size)| Offered { digest: *digest, size: *size })
            .collect();
        let mut receipts: Vec<Vec<Receipt>> = Vec::new();
        if !bundle.receipts.is_empty() {
            receipts.push(bundle.receipts.clone());
        }
        for part in blobs.chunks(OFFER_MAX) {
            let answer = self.hall(|hall| hall.offer(device, &Offer { blobs: part.to_vec() }))?;
            let held = answer.states.into_iter().filter_map(|state| match state {
                BlobState::Have { receipt } => Some(receipt),
                BlobState::Offset { .. }
                | BlobState::Refused
                | BlobState::Later { .. }
                | BlobState::Limit { .. }
                | BlobState::Quarantined => None,
            });
            receipts.push(held.collect());
        }
        Ok(receipts)
    }
}
