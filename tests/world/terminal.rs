//! The world's laptop: real entries, really chained and signed, on a disk that can be copied and can lie.

use super::bug::Bug;
use super::dice::Seed;
use lucha::domain::bureau::BureauEvent;
use lucha::domain::epoch::{EarlierJournal, EpochReason};
use lucha::domain::inspection::event::Event;
use lucha::domain::inspection::judgement::{Ending, Outcome, Procedure};
use lucha::stdx::clock::{Moment, Reading};
use lucha::stdx::digest::Digest;
use lucha::stdx::id::Id;
use lucha::stdx::secret::Key;
use lucha::store::fell_back::FellBack;
use lucha::sync::driver::{Batch, Shelf};
use lucha::sync::inclusion::Told;
use lucha::sync::session::{Leaving, Local};
use lucha::wire::entry::{self, Kept, Stamp};
use lucha::wire::envelope::{self, BlobName};
use lucha::wire::event::Body;
use lucha::wire::head::SignedHead;
use lucha::wire::message::batch;
use lucha::wire::message::feed::{BlockLeased, FeedItem, News, Scope};
use lucha::wire::message::hello::{Cursor, JournalName, NumbersLeft, Point};
use lucha::wire::message::photograph::Offered;
use lucha::wire::message::receipt::{Held, Receipt};
use lucha::wire::signer::{Signer as _, SoftKey};
use lucha::wire::suite::Suite;
use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::sync::Arc;
use terminal_checkpoints::Checkpoints;
use terminal_fallen::Fallen;
#[allow(unused_imports, reason = "a load counts no numbers")]
pub use terminal_numbers::{Number, all};
use terminal_pens::Pens;

#[path = "terminal_checkpoints.rs"]
mod terminal_checkpoints;
#[path = "terminal_fallen.rs"]
mod terminal_fallen;
#[path = "terminal_numbers.rs"]
mod terminal_numbers;
#[path = "terminal_pens.rs"]
mod terminal_pens;
#[path = "terminal_stick.rs"]
mod terminal_stick;

const SUITE: Suite = Suite::Sha256Ed25519;
/// Bytes of photographs on one stick, and one more.
const STICK_BYTES: usize = 60_000;

/// What lies on its disk.
#[derive(Clone, Debug)]
pub struct Disk {
    pub name: JournalName,
    pub entries: Vec<(Kept, Digest)>,
    /// Numbers of the last entries of commits.
    ends: BTreeSet<u64>,
    /// The last entry of each epoch with a receipt.
    pub receipts: BTreeMap<u32, Point>,
    /// Earlier epochs: the entries behind which they begin, their last ones, and behind which the rest is
    /// sent no more.
    pub earlier: Vec<(u32, u64, u64, Option<u64>)>,
    /// The entry behind which the current epoch begins.
    pub start: u64,
    pub cursors: BTreeMap<Scope, u64>,
    blocks: Vec<BlockLeased>,
    pub used: BTreeSet<Number>,
    /// Those that were leased to an epoch behind the first.
    pub used_later: BTreeSet<Number>,
    /// Each copy of the disk shares their bytes.
    pub blobs: BTreeMap<Digest, (u64, Arc<Vec<u8>>)>,
    pub blob_receipts: BTreeSet<Digest>,
    pub news: Vec<(Scope, FeedItem)>,
    /// Of each entry that took a document number: its number, and how many items of news were known then.
    pub numbered: Vec<(u64, usize)>,
    pub kept_receipts: Vec<Receipt>,
    pub checkpoints: Checkpoints,
    pub fallen: Fallen,
    pub pens: Pens,
}

/// What is wrong with an entry that still follows the one before.
#[derive(Clone, Copy, Debug)]
pub enum Poison {
    Unknown,
    Damaged,
}

/// A sheet of paper.
#[derive(Clone, Copy, Debug)]
pub struct Paper {
    /// The entry that it was printed for.
    pub number: u64,
    pub page: Digest,
    /// Digest of what stands on it.
    pub shown: Digest,
}

#[derive(Debug)]
pub struct Terminal {
    /// Of each epoch; the last one signs.
    keys: BTreeMap<u32, SoftKey>,
    pub disk: Disk,
    /// What a disk that lied would show after a loss of power.
    pub before: Disk,
    pub wall_ms: i64,
    /// No photograph has so many bytes.
    pub photograph_max: u64,
    /// No longer photograph goes onto a stick.
    pub stick_photograph_max: usize,
    chance: u64,
    pen_dice: Option<Seed>,
    pub bug: Option<Bug>,
    /// It heard that headquarters fell back, since it last did.
    pub is_told: bool,
    /// What left the printer. No loss of power takes it back.
    pub papers: Vec<Paper>,
}

impl Terminal {
    pub fn new(device: Id, seed: &mut Seed) -> Terminal {
        let name = JournalName { device, epoch: 1 };
        let scopes = [Scope::All, Scope::Device(device)];
        let disk = Disk {
            name,
            entries: Vec::new(),
            ends: BTreeSet::new(),
            receipts: BTreeMap::new(),
            earlier: Vec::new(),
            start: 0,
            cursors: scopes.into_iter().map(|scope| (scope, 0)).collect(),
            blocks: Vec::new(),
            used: BTreeSet::new(),
            used_later: BTreeSet::new(),
            blobs: BTreeMap::new(),
            blob_receipts: BTreeSet::new(),
            news: Vec::new(),
            numbered: Vec::new(),
            kept_receipts: Vec::new(),
            checkpoints: Checkpoints::default(),
            fallen: Fallen::default(),
            pens: Pens::default(),
        };
        let key = SoftKey::new(SUITE, &Key::new(seed.bytes())).unwrap();
        let keys = BTreeMap::from([(1, key)]);
        Terminal {
            keys,
            before: disk.clone(),
            disk,
            wall_ms: 1_764_000_000_000,
            photograph_max: 600_000,
            stick_photograph_max: 300_000,
            chance: 0,
            pen_dice: None,
            bug: None,
            is_told: false,
            papers: Vec::new(),
        }
    }

    pub fn public_key(&self) -> Vec<u8> {
        self.keys[&self.disk.name.epoch].public_key()
    }

    /// Every journal of this laptop: its name, its key, and the entry behind which it begins.
    pub fn journals(&self) -> Vec<(JournalName, Vec<u8>, Point)> {
        let device = self.disk.name.device;
        let current = (self.disk.name.epoch, self.disk.start);
        let earlier = self.disk.earlier.iter().map(|(epoch, behind, ..)| (*epoch, *behind));
        let all = earlier.chain([current]);
        all.map(|(epoch, behind)| {
            let key = self.keys[&epoch].public_key();
            (JournalName { device, epoch }, key, self.point(behind))
        })
        .collect()
    }

    /// The last entry of the current epoch with a receipt.
    pub fn acknowledged(&self) -> Point {
        let last = self.disk.receipts.get(&self.disk.name.epoch);
        last.copied().unwrap_or_else(|| self.point(self.disk.start))
    }

    /// The epoch of an entry.
    fn epoch_at(&self, number: u64) -> u32 {
        let earlier = self.disk.earlier.iter().find(|(_, _, until, _)| number <= *until);
        earlier.map_or(self.disk.name.epoch, |(epoch, ..)| *epoch)
    }

    /// Whether headquarters keeps an entry of an earlier epoch beside its main line.
    fn is_left(&self, number: u64) -> bool {
        let epoch = self.epoch_at(number);
        let own = self.disk.earlier.iter().find(|(earlier, ..)| *earlier == epoch);
        own.and_then(|(.., left)| *left).is_some_and(|upto| number > upto)
    }

    /// A commit of one entry that no program reads: of a kind that nobody knows, or with a payload in which the
    /// laptop's disk turned a bit.
    pub fn poison(&mut self, kind: Poison, seed: &mut Seed) {
        self.before = self.disk.clone();
        self.write(seed);
        let number = self.disk.entries.len() as u64;
        let (kept, digest) = self.disk.entries.last_mut().unwrap();
        match kind {
            Poison::Unknown => {
                let mut envelope = envelope::decode(&kept.envelope).unwrap();
                envelope.kind = 9_000;
                kept.envelope = envelope::encode(&envelope);
                *digest = envelope.suite.digest(&[&kept.envelope]);
            }
            Poison::Damaged => {
                let at = usize::try_from(seed.below(kept.payload.len() as u64)).unwrap();
                kept.payload[at] ^= 1 << seed.below(8);
            }
        }
        self.disk.ends.insert(number);
    }

    /// Power fails within a command: its entries were never committed.
    pub fn dies_within_a_commit(&mut self, seed: &mut Seed) {
        let (disk, papers) = (self.disk.clone(), self.papers.len());
        self.commit(seed);
        self.disk = disk;
        // Paper comes after the commit, so that there is none of this.
        if self.bug != Some(Bug::PrintsBeforeTheCommit) {
            self.papers.truncate(papers);
        }
    }

    /// News that must be understood and is not.
    fn is_blind(&self) -> bool {
        let is_blind = |item: &FeedItem| item.must_understand && item.read().is_err();
        self.disk.news.iter().any(|(_, item)| is_blind(item))
    }

    /// The laptop's disk turns a bit in a photograph that headquarters does not have; its digest.
    pub fn spoil(&mut self) -> Option<Digest> {
        let disk = &mut self.disk;
        let waiting = |digest: &Digest| !disk.blob_receipts.contains(digest);
        let digest = disk.blobs.iter().find(|(digest, (_, bytes))| {
            waiting(digest) && !bytes.is_empty() && Digest::of(bytes) == **digest
        });
        let digest = *digest?.0;
        Arc::make_mut(&mut disk.blobs.get_mut(&digest)?.1)[0] ^= 1;
        Some(digest)
    }

    pub fn head(&self) -> Point {
        let last = self.disk.entries.last();
        last.map_or(Point::START, |(_, digest)| Point {
            number: self.disk.entries.len() as u64,
            digest: *digest,
        })
    }

    /// A laptop with the same disk and key: an image that was copied.
    pub fn cloned(&self) -> Terminal {
        Terminal {
            keys: self.keys.iter().map(|(epoch, key)| (*epoch, same_key(key))).collect(),
            disk: self.disk.clone(),
            before: self.disk.clone(),
            wall_ms: self.wall_ms,
            photograph_max: self.photograph_max,
            stick_photograph_max: self.stick_photograph_max,
            chance: self.chance + 1_000,
            pen_dice: self.pen_dice.clone(),
            bug: self.bug,
            is_told: self.is_told,
            papers: Vec::new(),
        }
    }

    /// A new epoch: the journal goes on behind its last entry under a new key; unused numbers are given up, and a copy
    /// of this disk has neither.
    pub fn new_epoch(&mut self, epoch: u32, seed: &mut Seed) {
        let head = self.head();
        let JournalName { epoch: earlier, .. } = self.disk.name;
        self.disk.earlier.push((earlier, self.disk.start, head.number, None));
        self.closes(earlier);
        self.disk.start = head.number;
        self.disk.name.epoch = epoch;
        self.disk.blocks.clear();
        self.disk.used_later.clear();
        self.keys.insert(epoch, SoftKey::new(SUITE, &Key::new(seed.bytes())).unwrap());
        let (number, digest) = (head.number, head.digest);
        let before = EarlierJournal { epoch: earlier, number, digest, lost_until: None };
        let reason = EpochReason::OldCopy;
        let opened = BureauEvent::EpochOpened { epoch, before, reason };
        self.put(Body::Bureau(opened), Vec::new(), seed);
        self.disk.ends.insert(self.disk.entries.len() as u64);
        self.before = self.disk.clone();
    }

    /// One command: some entries, signed at their end.
    pub fn commit(&mut self, seed: &mut Seed) -> u64 {
        self.before = self.disk.clone();
        let (count, behind) = (1 + seed.below(4), self.disk.entries.len() as u64);
        for _ in 0..count {
            self.write(seed);
        }
        self.disk.ends.insert(self.disk.entries.len() as u64);
        self.print(behind);
        count
    }

    /// The pages that the entries behind `behind` name.
    fn print(&mut self, behind: u64) {
        let pages = self.disk.blobs.iter().filter(|(_, (number, _))| *number > behind);
        for (page, (number, bytes)) in pages {
            let mut shown = Digest::of(bytes);
            if self.bug == Some(Bug::PrintsOtherBytes) {
                shown.0[0] ^= 1;
            }
            self.papers.push(Paper { number: *number, page: *page, shown });
        }
    }

    /// What lies at headquarters needs no room here any more.
    fn prune(&mut self) {
        if self.bug == Some(Bug::PrunesWithoutAReceipt) {
            self.disk.blobs.values_mut().for_each(|(_, bytes)| *bytes = Arc::default());
        }
    }

    fn write(&mut self, seed: &mut Seed) {
        let mut blobs = Vec::new();
        let at = Moment::from_ms(self.wall_ms);
        let body = match seed.below(5) {
            0 => Event::InspectionEnded(Ending {
                outcome: Outcome::OnSpotPenalty,
                procedure: Procedure::Summary,
                penalties: Vec::new(),
                fine: None,
                range: None,
                number: self.free_number(),
                blocked: Vec::new(),
                pack: Digest([3; 32]),
                limit_kg: None,
                over_kg: None,
                codes: Vec::new(),
                let_off: Vec::new(),
                proposals: Vec::new(),
                reasons: Vec::new(),
            }),
            1 => {
                let length = usize::try_from(seed.below(self.photograph_max)).unwrap();
                let mut bytes = vec![0; length];
                for chunk in bytes.chunks_mut(4096) {
                    chunk[0] = seed.bytes::<1>()[0];
                }
                let digest = Digest::of(&bytes);
                let (size, kind) = (bytes.len() as u64, "image/jpeg".into());
                blobs.push(BlobName { digest, size, kind });
                let number = self.disk.entries.len() as u64 + 1;
                self.disk.blobs.entry(digest).or_insert((number, Arc::new(bytes)));
                Event::CardsShown { at, nth: None }
            }
            2 => Event::CheckDigitConfirmed { fields: vec!["vehicle.vin".into()] },
            3 => Event::TellingRetracted,
            _ => Event::CardsShown { at, nth: None },
        };
        let case = self.case();
        let body = match (case.0, blobs.first()) {
            (Some(_), Some(blob)) => terminal_pens::photograph(blob.digest, blob.size),
            _ => body,
        };
        self.put_in(Body::Inspection(body), blobs, case, seed);
    }

    fn put(&mut self, body: Body, blobs: Vec<BlobName>, seed: &mut Seed) {
        self.put_in(body, blobs, (None, 0), seed);
    }

    fn put_in(
        &mut self,
        body: Body,
        blobs: Vec<BlobName>,
        (subject, pen): (Option<Id>, u64),
        seed: &mut Seed,
    ) {
        let at = Moment::from_ms(self.wall_ms);
        let head = self.head();
        let stamp = Stamp {
            suite: SUITE,
            device: self.disk.name.device,
            epoch: self.disk.name.epoch,
            number: head.number + 1,
            previous: head.digest,
            clock: Reading::new(at, 0),
            boot: Id([1; 16]),
            officer: None,
            subject,
            pen,
            salt: seed.bytes(),
        };
        let (entry, kept) = entry::make(&stamp, body, blobs);
        self.disk.entries.push((kept, entry.digest));
    }

    fn sign(&self, upto: Point) -> Vec<u8> {
        let (device, epoch) = (self.disk.name.device, self.epoch_at(upto.number));
        let head = SignedHead { device, epoch, number: upto.number, digest: upto.digest };
        head.sign(&self.keys[&epoch]).unwrap()
    }

    pub fn blobs_missing(&self) -> usize {
        self.blobs_waiting().len()
    }

    /// Photographs and pages without a receipt.
    pub fn blobs_waiting(&self) -> Vec<Digest> {
        let disk = &self.disk;
        let waits = |(digest, (number, _)): &(&Digest, &(u64, Arc<Vec<u8>>))| {
            !disk.blob_receipts.contains(*digest) && !self.is_left(*number)
        };
        disk.blobs.iter().filter(waits).map(|(digest, _)| *digest).collect()
    }

    /// Where the current journal stands, whatever is left of earlier epochs.
    fn stands(&self) -> Local {
        let disk = &self.disk;
        let upto = self.acknowledged();
        let cursor = |(scope, number): (&Scope, &u64)| Cursor { scope: *scope, number: *number };
        let waiting = disk.blobs.iter().filter(|(digest, (number, _))| {
            !disk.blob_receipts.contains(digest) && *number <= upto.number && !self.is_left(*number)
        });
        let offered = |(digest, (_, bytes)): (&Digest, &(u64, Arc<Vec<u8>>))| Offered {
            digest: *digest,
            size: bytes.len() as u64,
        };
        Local {
            journal: disk.name,
            is_closed: false,
            begins: self.point(disk.start),
            head: self.head(),
            acknowledged: upto,
            checkpoint: self.known(),
            proven: disk.checkpoints.proven.get(&disk.name.epoch).copied(),
            cursors: disk.cursors.iter().map(cursor).collect(),
            blobs: waiting.map(offered).take(8).collect(),
            blobs_waiting: self.blobs_missing() as u64,
            wall_ms: self.wall_ms,
            disk_free: 0,
            in_doubt: self.is_in_doubt(),
        }
    }

    fn point(&self, number: u64) -> Point {
        let Some(at) = number.checked_sub(1) else { return Point::START };
        let digest = self.disk.entries[usize::try_from(at).unwrap()].1;
        Point { number, digest }
    }
}

impl Shelf for Terminal {
    type Fault = Infallible;

    fn local(&mut self) -> Result<Local, Infallible> {
        Ok(self.closed().unwrap_or_else(|| self.stands()))
    }

    fn note_fall_back(&mut self, what: FellBack) -> Result<(), Infallible> {
        self.note_fall(what);
        Ok(())
    }

    fn batch(&mut self, behind: u64, bytes: usize) -> Result<Batch, Infallible> {
        let (mut entries, mut size, mut upto) = (Vec::new(), 0, behind);
        let (mut whole, mut commits) = ((0, behind), 0);
        for (kept, _) in &self.disk.entries[usize::try_from(behind).unwrap()..] {
            size += batch::plain(kept).len();
            let is_next = upto > behind && self.epoch_at(upto + 1) != self.epoch_at(upto);
            if (size > bytes && whole.0 > 0) || is_next {
                break;
            }
            entries.push(kept.clone());
            upto += 1;
            if self.disk.ends.contains(&upto) {
                whole = (entries.len(), upto);
                commits += 1;
            }
        }
        entries.truncate(whole.0);
        let upto = self.point(whole.1);
        let signature = (SUITE, self.sign(upto));
        Ok(Batch { behind: self.point(behind), entries, upto, signature, commits })
    }

    fn digest_of(&mut self, number: u64) -> Result<Option<Digest>, Infallible> {
        let at = usize::try_from(number).unwrap().checked_sub(1);
        Ok(at.and_then(|at| self.disk.entries.get(at)).map(|(_, digest)| *digest))
    }

    fn range(
        &mut self,
        blob: Offered,
        offset: u64,
        length: usize,
    ) -> Result<Option<Vec<u8>>, Infallible> {
        let Some((_, bytes)) = self.disk.blobs.get(&blob.digest) else { return Ok(None) };
        let from = usize::try_from(offset).unwrap().min(bytes.len());
        Ok(Some(bytes[from..(from + length).min(bytes.len())].to_vec()))
    }

    fn keep_receipts(&mut self, receipts: &[Receipt]) -> Result<(), Infallible> {
        self.disk.kept_receipts.extend_from_slice(receipts);
        self.prune();
        for receipt in receipts {
            match receipt.held {
                Held::Journal { journal, upto } => {
                    let last = self.disk.receipts.entry(journal.epoch).or_insert(upto);
                    *last = (*last).max(upto);
                }
                Held::Blob { digest, .. } => {
                    self.disk.blob_receipts.insert(digest);
                }
            }
        }
        Ok(())
    }

    fn leave(&mut self, journal: JournalName, _: Leaving, upto: u64) -> Result<(), Infallible> {
        self.leaves(journal.epoch, upto);
        Ok(())
    }

    fn keep_checkpoint(&mut self, told: &Told) -> Result<(), Infallible> {
        self.keep_told(told);
        Ok(())
    }

    fn hear_time(&mut self, _: i64) -> Result<(), Infallible> {
        Ok(())
    }

    fn numbers(&mut self) -> Result<Vec<NumbersLeft>, Infallible> {
        Ok(self.numbers_left())
    }

    fn chance(&mut self) -> Result<u64, Infallible> {
        self.chance += 1;
        Ok(Seed(self.chance).next())
    }

    fn take(&mut self, scope: Scope, items: &[FeedItem]) -> Result<(), Infallible> {
        for item in items {
            let cursor = self.disk.cursors.entry(scope).or_default();
            // A stick may have brought it while the question was on its way.
            if item.number <= *cursor {
                continue;
            }
            assert_eq!(item.number, *cursor + 1, "a feed with a gap");
            *cursor = item.number;
            self.disk.news.push((scope, item.clone()));
            if let Ok(News::NumberBlock(block)) = item.read() {
                self.take_block(block);
            }
            if let Ok(News::PenMoved(moved)) = item.read() {
                self.take_pen(&moved);
            }
        }
        Ok(())
    }
}

fn same_key(key: &SoftKey) -> SoftKey {
    match key {
        SoftKey::Ed25519(key) => SoftKey::Ed25519(key.clone()),
        SoftKey::Sm2(key) => SoftKey::Sm2(key.clone()),
    }
}
