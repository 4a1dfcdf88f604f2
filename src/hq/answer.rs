//! One question, one answer: checks what came, asks the plan, executes it, signs after the commit; opens no line.

use super::admit::{Capacity, Door, Guest};
use super::checkpoint::Marker;
use super::keys::KeysFault;
use super::leasing::{self, Seen, SeenFault};
use super::ledger::{Appended, BlobRow, Ledger, LedgerFault};
use super::numbers::{Numbers, wanted};
use super::offers;
use super::pens;
use super::photographs::Photographs;
use super::prior;
use super::receive::{Plan, receive};
use crate::stdx::clock::Moment;
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::wire::envelope;
use crate::wire::message::PROTOCOL;
use crate::wire::message::batch::{self, Arrived};
use crate::wire::message::feed::{Feed, Finding, News, Pull, Scope, Verdict};
use crate::wire::message::hello::{Cursor, Hello, JournalName, Point, Standing, Welcome};
use crate::wire::message::history::PlateKey;
use crate::wire::message::photograph::{
    BLOB_MAX, BlobState, OFFER_MAX, Offer, OfferAnswer, Offered, Put, PutAnswer, Puts, RANGES_MAX,
};
use crate::wire::message::push::{Push, PushAnswer, Refusal};
use crate::wire::message::receipt::{Held, Receipt};
use crate::wire::signer::{Identity, SignFault, Signer};
use crate::wire::suite::Suite;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Bytes of one FEED at most, whatever is asked for.
const FEED_MAX: u64 = 256 * 1024;
/// More items than these are never lost with a ledger's tail.
const FILL_MAX: u64 = 100_000;
/// So many entries behind a laptop's last receipt are looked at: the answer that was lost was over no more.
const LOST_MAX: u64 = 1_024;
/// In which another line has a range of a photograph written, milliseconds.
const MOMENT_MS: u64 = 1_000;
/// How often a plan is made anew when another one was before it.
const PLANS_MAX: u32 = 8;

/// Who headquarters is: the same for every question.
#[derive(Debug)]
pub struct Seat {
    /// In every receipt and checkpoint.
    pub headquarters: Id,
    /// Signs receipts and checkpoints.
    pub signer: Box<dyn Signer + Sync>,
    /// How many may be inside at once.
    pub capacity: Capacity,
    /// Up to when places and photographs' bytes are promised; of this server alone.
    pub door: Arc<Mutex<Door>>,
    /// Prefix and size of the blocks that are leased.
    pub numbers: Numbers,
    /// What plates are hidden under on their way to laptops.
    pub plates: PlateKey,
    /// What checkpoints told so far; of this server alone.
    pub marker: Arc<Mutex<Marker>>,
    /// How far each series of numbers was leased; of this folder alone.
    pub leased: Arc<Mutex<Seen>>,
}

/// The world's no to a question: nothing was acknowledged.
#[allow(missing_docs, reason = "each says itself what it is")]
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    #[error(transparent)]
    Ledger(#[from] LedgerFault),
    #[error("the keep of photographs: {0}")]
    Photographs(#[from] std::io::Error),
    #[error("headquarters' key: {0}")]
    Key(#[from] SignFault),
    #[error(transparent)]
    Leased(#[from] SeenFault),
    #[error("another writer was always first")]
    Crowded,
}

impl From<KeysFault> for Fault {
    fn from(fault: KeysFault) -> Fault {
        Fault::Key(SignFault(fault.to_string()))
    }
}

/// What one question is answered with.
pub struct Hall<'a> {
    /// Who answers.
    pub seat: &'a Seat,
    /// What is held.
    pub ledger: &'a mut dyn Ledger,
    /// Where photographs and pages lie.
    pub photographs: &'a mut dyn Photographs,
    /// Terminals inside at this moment, without the one that asks.
    pub inside: u32,
    /// Headquarters' clock.
    pub now: Moment,
}

impl Hall<'_> {
    fn receipt(&self, held: Held, received_ms: i64) -> Result<Receipt, Fault> {
        let Seat { headquarters, signer, .. } = self.seat;
        Ok(Receipt::sign(*headquarters, held, received_ms, signer.as_ref())?)
    }

    /// # Errors
    /// When the ledger does not answer.
    pub fn hello(&mut self, hello: &Hello) -> Result<Welcome, Fault> {
        let row = self.ledger.journal(hello.journal)?;
        let standing = row.as_ref().map_or(Standing::Unknown, |row| row.standing);
        let held = row.as_ref().map_or(Point::START, |row| row.head);
        if let Some(row) = &row
            && hello.local.number > row.announced
        {
            self.ledger.announce(hello.journal, hello.local.number)?;
        }
        if row.is_some() && hello.acknowledged.number > held.number {
            // It has our receipt for more than is held.
            leasing::pass_over_lost(self.ledger, self.now)?;
        }
        let mut feeds = self.feed_ends(row.is_some(), hello)?;
        let mut has_told = self.lease(standing, hello, &feeds)?;
        let mut receipt = None;
        // Also where the numbers agree and the digests do not: the laptop then finds that it has another line.
        if held.number > 0 && held != hello.acknowledged {
            // Whoever died before he could answer died before he moved a pen, too.
            let cases = self.handed_since(hello, held)?;
            has_told |= !cases.is_empty();
            self.hand_over(&cases)?;
            receipt = self.receipt_upto(hello, held)?;
        }
        if has_told {
            for feed in &mut feeds {
                feed.number = self.ledger.feed_last(feed.scope)?;
            }
        }
        let device = hello.journal.device;
        Ok(Welcome {
            protocol: PROTOCOL.min(hello.protocol_max),
            headquarters: self.seat.headquarters,
            wall_ms: self.now.ms(),
            held,
            after_ms: self.admit(device, hello.deferred_times),
            push_max: self.seat.capacity.push_bytes,
            range_max: self.seat.capacity.range_max(),
            feeds,
            standing,
            receipt,
            checkpoint: Some(self.ledger.last_checkpoint()?.map_or(0, |last| last.number)),
        })
    }

    /// Cases of entries about pens that are held and of which the laptop has no receipt.
    fn handed_since(&mut self, hello: &Hello, held: Point) -> Result<BTreeSet<Id>, Fault> {
        let behind = hello.acknowledged.number;
        let count = held.number.saturating_sub(behind).min(LOST_MAX);
        if count == 0 {
            return Ok(BTreeSet::new());
        }
        let kept = self.ledger.entries(hello.journal, behind + 1, count)?;
        let read = kept.iter().filter_map(|(_, kept)| envelope::decode(&kept.envelope).ok());
        let of_one = read.filter(|envelope| offers::is_of_one(envelope.kind));
        Ok(of_one.filter_map(|envelope| envelope.subject).collect())
    }

    fn door(&self) -> MutexGuard<'_, Door> {
        self.seat.door.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now_ms(&self) -> u64 {
        u64::try_from(self.now.ms()).unwrap_or(0)
    }

    fn admit(&self, device: Id, deferred_times: u32) -> u64 {
        let guest = Guest { device, deferred_times, inside: self.inside };
        self.door().admit(self.seat.capacity, guest, self.now_ms())
    }

    /// For what the laptop has, where headquarters holds more of its journal; else for all that is held.
    fn receipt_upto(&mut self, hello: &Hello, held: Point) -> Result<Option<Receipt>, Fault> {
        let journal = hello.journal;
        for wanted in [hello.local, held] {
            if wanted.number == 0 || wanted.number > held.number {
                continue;
            }
            let known = self.ledger.known(journal, wanted.number, wanted.number)?;
            let last = known.and_then(|known| known.points.last().copied());
            if let Some(last) = last.filter(|last| last.point == wanted) {
                let held = Held::Journal { journal, upto: last.point };
                return Ok(Some(self.receipt(held, last.received_ms)?));
            }
        }
        Ok(None)
    }

    /// Leases what the laptop will need, when it has read all that was leased to it before; whether it was leased any.
    fn lease(
        &mut self,
        standing: Standing,
        hello: &Hello,
        feeds: &[Cursor],
    ) -> Result<bool, Fault> {
        let own = Scope::Device(hello.journal.device);
        let number_of = |cursors: &[Cursor]| {
            let own = cursors.iter().find(|cursor| cursor.scope == own);
            own.map_or(0, |cursor| cursor.number)
        };
        let Seat { numbers, leased, .. } = self.seat;
        let years = wanted(numbers, standing, hello.numbers.as_deref(), self.now.day());
        if years.is_empty() || number_of(&hello.cursors) != number_of(feeds) {
            return Ok(false);
        }
        for year in years {
            let (device, series) = (hello.journal.device, (numbers.prefix.as_str(), year));
            leasing::lease(leased, self.ledger, device, series, numbers.block)?;
        }
        Ok(true)
    }

    /// The ends of both feeds, which are never before what an enrolled terminal has read.
    fn feed_ends(&mut self, is_enrolled: bool, hello: &Hello) -> Result<Vec<Cursor>, Fault> {
        let mut ends = Vec::new();
        for scope in [Scope::All, Scope::Device(hello.journal.device)] {
            let mut number = self.ledger.feed_last(scope)?;
            let read = hello.cursors.iter().find(|cursor| cursor.scope == scope);
            let read = read.map_or(0, |cursor| cursor.number);
            // No terminal may blow a feed up by a number that nobody reached.
            if is_enrolled && (number + 1..number + FILL_MAX).contains(&read) {
                // Before the feed is filled: it shows no loss behind that.
                leasing::pass_over_lost(self.ledger, self.now)?;
                self.ledger.fill(scope, read)?;
                number = read;
            }
            ends.push(Cursor { scope, number });
        }
        Ok(ends)
    }

    /// # Errors
    /// When the ledger does not answer; nothing is acknowledged then.
    pub fn push(&mut self, push: &Push) -> Result<PushAnswer, Fault> {
        let max = self.seat.capacity.push_bytes;
        if is_over(push, max) {
            return Ok(PushAnswer::Limit { max });
        }
        let name = push.journal;
        let refused = |why| Ok(PushAnswer::Refused { why });
        let Some(row) = self.ledger.journal(name)? else { return refused(Refusal::Unknown) };
        let key = Suite::from_byte(row.suite)
            .and_then(|suite| Some((suite, Identity::new(suite, &row.public_key).ok()?)));
        let Some(key) = key else { return refused(Refusal::Signature) };
        let arrived = match batch::open(push, &key) {
            Ok(arrived) => arrived,
            Err(why) => return refused(why),
        };
        let until = arrived.last().map_or(0, |last| last.envelope.number);
        for _ in 0..PLANS_MAX {
            let known = self.ledger.known(name, push.behind.number, until)?;
            let Some(known) = known else { return refused(Refusal::Unknown) };
            let signature = (push.suite, push.signature.to_vec());
            let mut plan = receive(&known, name, push.behind, arrived.clone(), signature);
            if let Plan::Append(append) = &mut plan {
                // Behind `known`: a pen that moves from here on makes another plan of this one.
                let held = self.ledger.pens(&pens::cases(append))?;
                pens::mark(append, &held);
                prior::tell(&self.seat.plates, self.ledger, append)?;
            }
            let is_kept = matches!(plan, Plan::Append(_) | Plan::Known(_));
            if let Some(answer) = self.execute(name, plan, &arrived)? {
                if is_kept {
                    self.hand_over(&offers::cases(&arrived))?;
                }
                return Ok(answer);
            }
        }
        Err(Fault::Crowded)
    }

    /// Moves the pens of cases that were handed over, now that more of them is held.
    fn hand_over(&mut self, cases: &BTreeSet<Id>) -> Result<(), Fault> {
        offers::complete(self.seat, self.ledger, cases, self.now.ms())?;
        Ok(())
    }

    /// `None` when the journal moved in between.
    fn execute(
        &mut self,
        name: JournalName,
        plan: Plan,
        arrived: &[Arrived],
    ) -> Result<Option<PushAnswer>, Fault> {
        let now_ms = self.now.ms();
        let upto = |upto| Held::Journal { journal: name, upto };
        let answer = match plan {
            Plan::Append(append) => match self.ledger.append(&append, now_ms)? {
                Appended::Moved => return Ok(None),
                Appended::Done => {
                    PushAnswer::Ack { receipt: self.receipt(upto(append.head()), now_ms)? }
                }
            },
            Plan::Known(held) => {
                PushAnswer::Ack { receipt: self.receipt(upto(held.point), held.received_ms)? }
            }
            Plan::Need(behind) => PushAnswer::Need { behind },
            Plan::Fork { held } => {
                self.ledger.set_aside(name, arrived, true, now_ms)?;
                PushAnswer::Fork { held }
            }
            Plan::Aside => {
                self.ledger.set_aside(name, arrived, false, now_ms)?;
                PushAnswer::HeldAside
            }
        };
        Ok(Some(answer))
    }

    /// # Errors
    /// When the ledger does not answer.
    pub fn pull(&mut self, pull: &Pull) -> Result<Feed, Fault> {
        let max = pull.max.min(FEED_MAX);
        let (items, more) = self.ledger.feed(pull.scope, pull.after, max)?;
        Ok(Feed { items, more })
    }

    /// # Errors
    /// When ledger or keep do not answer.
    pub fn offer(&mut self, from: Id, offer: &Offer) -> Result<OfferAnswer, Fault> {
        let mut states = Vec::new();
        let mut later = None;
        for blob in offer.blobs.iter().take(OFFER_MAX) {
            let mut state = self.state(*blob)?;
            if let BlobState::Offset { bytes } = state {
                let missing = blob.size.saturating_sub(bytes);
                // Behind the first that has to wait all others do: they are offered oldest first.
                let after_ms = later.unwrap_or_else(|| self.let_in(from, missing));
                if after_ms > 0 {
                    later = Some(after_ms);
                    state = BlobState::Later { after_ms };
                }
            }
            states.push(state);
        }
        Ok(OfferAnswer { states })
    }

    pub(super) fn let_in(&self, device: Id, bytes: u64) -> u64 {
        self.door().let_in(self.seat.capacity, device, bytes, self.now_ms())
    }

    fn state(&mut self, offered: Offered) -> Result<BlobState, Fault> {
        let row = self.ledger.blob(offered.digest)?;
        self.state_of(row, offered)
    }

    fn state_of(&mut self, row: Option<BlobRow>, offered: Offered) -> Result<BlobState, Fault> {
        let Some(row) = row else { return Ok(BlobState::Refused) };
        if let Some(held_ms) = row.held_ms {
            let held = Held::Blob { digest: offered.digest, size: row.size };
            return Ok(BlobState::Have { receipt: self.receipt(held, held_ms)? });
        }
        if row.size != offered.size || row.size > BLOB_MAX {
            return Ok(BlobState::Refused);
        }
        if row.damaged >= 2 {
            return Ok(BlobState::Quarantined);
        }
        Ok(BlobState::Offset { bytes: self.photographs.have(offered.digest)? })
    }

    /// # Errors
    /// When ledger or keep do not answer; the range is sent again then.
    pub fn put(&mut self, from: JournalName, put: &Put) -> Result<PutAnswer, Fault> {
        let mut states = self.put_all(from, std::slice::from_ref(put))?.into_iter();
        let state = states.next().unwrap_or(BlobState::Refused);
        Ok(PutAnswer { state })
    }

    /// # Errors
    /// As `put`; what is held already stays so.
    pub fn puts(&mut self, from: JournalName, puts: &Puts) -> Result<OfferAnswer, Fault> {
        Ok(OfferAnswer { states: self.put_all(from, &puts.puts)? })
    }

    /// Of a question that was cut on its way what came of it: the next offer names the bytes behind it.
    ///
    /// # Errors
    /// As `put`; nobody waits for an answer.
    pub fn put_begun(&mut self, from: JournalName, begun: &[Put]) -> Result<(), Fault> {
        self.put_all(from, begun).map(drop)
    }

    /// Every range into the keep, then all photographs that are whole into the ledger at once.
    fn put_all(&mut self, from: JournalName, puts: &[Put]) -> Result<Vec<BlobState>, Fault> {
        let mut taken = Vec::new();
        let kept = self.take_all(puts, &mut taken);
        let whole = taken.iter().filter(|(_, taken)| *taken == Taken::Checked(true));
        let whole: Vec<Digest> = whole.map(|(offered, _)| offered.digest).collect();
        // Also where another of the question found no room: nobody sends anew what was checked.
        if !whole.is_empty() {
            self.ledger.blobs_held(&whole, self.now.ms())?;
        }
        kept?;
        let told = taken.into_iter().map(|(offered, taken)| match taken {
            Taken::Told(state) => Ok(state),
            Taken::Checked(true) => self.state(offered),
            Taken::Checked(false) | Taken::Together => self.damaged(from, offered.digest),
        });
        told.collect()
    }

    /// Every range into the keep, those that are photographs by themselves together; what became of each, as far as the keep
    /// goes.
    fn take_all(&mut self, puts: &[Put], taken: &mut Vec<(Offered, Taken)>) -> Result<(), Fault> {
        let mut room = self.seat.capacity.range_max();
        for put in puts.iter().take(OFFER_MAX) {
            let row = self.ledger.blob(put.digest)?;
            let offered = Offered { digest: put.digest, size: row.map_or(0, |row| row.size) };
            taken.push((offered, self.take(row, put, offered, &mut room)?));
        }
        let together = taken.iter().zip(puts).filter(|((_, taken), _)| *taken == Taken::Together);
        let together: Vec<(Digest, &[u8])> =
            together.map(|(_, put)| (put.digest, put.bytes.as_slice())).collect();
        if together.is_empty() {
            return Ok(());
        }
        let mut right = self.photographs.keep_all(&together)?.into_iter();
        for (_, taken) in taken.iter_mut().filter(|(_, taken)| *taken == Taken::Together) {
            // A keep that says nothing of one has it not.
            *taken = Taken::Checked(right.next().unwrap_or(false));
        }
        Ok(())
    }

    /// One range into the keep, but for one that is a photograph by itself.
    fn take(
        &mut self,
        row: Option<BlobRow>,
        put: &Put,
        offered: Offered,
        room: &mut u64,
    ) -> Result<Taken, Fault> {
        let state = self.state_of(row, offered)?;
        let BlobState::Offset { bytes: have } = state else { return Ok(Taken::Told(state)) };
        let (size, length) = (offered.size, put.bytes.len() as u64);
        // Who does not hear LIMIT is taken as ever, up to the longest question there is.
        if put.hears_limit == Some(true) {
            let Some(left) = room.checked_sub(length) else {
                let max = self.seat.capacity.range_max();
                return Ok(Taken::Told(BlobState::Limit { max }));
            };
            *room = left;
        }
        let fits = put.offset == have && length <= RANGES_MAX as u64 && have + length <= size;
        // All may be here already, when headquarters died before it had checked it: then no byte is needed.
        if !fits || (length == 0 && have < size) {
            return Ok(Taken::Told(BlobState::Offset { bytes: have }));
        }
        if length == size {
            return Ok(Taken::Together);
        }
        if length > 0 && !self.photographs.add(put.digest, have, &put.bytes)? {
            // Another line brings it: it goes on where that one stands, and not before it stands elsewhere.
            let state = self.state(offered)?;
            let waits = state == BlobState::Offset { bytes: have };
            let later = BlobState::Later { after_ms: MOMENT_MS };
            return Ok(Taken::Told(if waits { later } else { state }));
        }
        let have = have + length;
        if have < size {
            return Ok(Taken::Told(BlobState::Offset { bytes: have }));
        }
        Ok(Taken::Checked(self.photographs.finish(put.digest)?))
    }

    /// All bytes of a photograph came, and they are not those of its digest.
    fn damaged(&mut self, from: JournalName, digest: Digest) -> Result<BlobState, Fault> {
        if self.ledger.blob_damaged(digest)? < 2 {
            return Ok(BlobState::Offset { bytes: 0 });
        }
        let finding = Finding::PhotographDamaged;
        let words = Some(digest.hex());
        let verdict = Verdict { journal: from, number: 0, finding, words };
        self.ledger.publish(Scope::Device(from.device), &News::Verdict(verdict))?;
        Ok(BlobState::Quarantined)
    }
}

/// What became of one range of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Taken {
    /// The answer is known.
    Told(BlobState),
    /// The photograph is whole with it: whether it is the right one.
    Checked(bool),
    /// It is a photograph by itself, kept together with the others of the question.
    Together,
}

/// A PUSH is to come in smaller pieces. One commit has none, and who does not say how many came never learned to obey.
fn is_over(push: &Push, max: u64) -> bool {
    push.commits.is_some_and(|commits| commits > 1) && u64::from(push.plain) > max
}
