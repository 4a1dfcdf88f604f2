//! One session with headquarters, step by step: what to ask next and what an answer means; pure, opens no line.
//!
//! It remembers no entry and no photograph. What waits is read anew from the journal at each step, and nothing
//! is ever marked as sent: only a receipt moves the journal on.

pub use super::step::{End, Leaving, Local, Sent, Step, Thrift};
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::store::fell_back::FellBack;
use crate::wire::message::feed::{Feed, FeedItem, Pull, Scope};
use crate::wire::message::hello::{Cursor, Hello, JournalName, Point, Standing, Welcome};
use crate::wire::message::inclusion::{Inclusion, Mark};
use crate::wire::message::photograph::Offered;
use crate::wire::message::push::PushAnswer;
use crate::wire::message::receipt::{Held, Receipt};
use crate::wire::message::{PROTOCOL, PROTOCOL_MIN};
use limit::Limits;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

mod limit;
mod photographs;

/// Bytes of a first PUSH before it is pressed; doubled when it arrives, halved when it is cut.
const BATCH_FIRST: usize = 16 * 1024;
const BATCH_MAX: usize = 256 * 1024;
/// Links of a chain of checkpoints that a line is asked for which costs by the byte.
const LINKS_THRIFTY: u32 = 200;
/// Receipts of photographs that are kept at once.
const RECEIPTS_MAX: usize = 32;
/// How often a session goes on after a cut before it rests.
const TRIES_MAX: u32 = 6;
/// A photograph that answers moved no further so often is left for another session.
const STUCK_MAX: u32 = 3;
/// How often a session waits for photographs that are to come later; then they are left for another one.
const LATER_TIMES_MAX: u32 = 10;
/// Versions of the protocol that this program speaks.
pub const PROTOCOLS: std::ops::RangeInclusive<u8> = PROTOCOL_MIN..=PROTOCOL;
const WAIT_FIRST_MS: u64 = 2_000;
const WAIT_MAX_MS: u64 = 10 * 60 * 1000;

/// A closed journal as it stood when the session began.
#[derive(Clone, Copy, Debug)]
struct Closed {
    head: Point,
    acknowledged: Point,
    begins: Point,
    /// It is sent from its first entry on.
    is_again: bool,
    /// Headquarters fell back, and may hold less of it, or other entries.
    in_doubt: bool,
}

impl Closed {
    /// Behind which entry it is sent. A headquarters that fell back holds what it says of that very entry: the closed journal's
    /// end, or the last one that it signed for. Where it holds less, the rest goes again, and where it says neither, all of it.
    fn holds(&mut self, welcome: &Welcome, receipt: Option<&Receipt>) -> Point {
        let Closed { head, acknowledged, begins, in_doubt, .. } = *self;
        if welcome.held.number < acknowledged.number {
            return welcome.held.max(begins);
        }
        let is_ours = [head, acknowledged].contains(&welcome.held);
        let is_there = is_ours || receipt.is_some_and(|it| upto(it) == head.number);
        if !in_doubt || is_there || self.is_again {
            return acknowledged;
        }
        self.is_again = true;
        begins
    }
}

/// A session.
#[derive(Clone, Debug)]
pub struct Session {
    headquarters: Id,
    thrift: Thrift,
    welcome: Option<Welcome>,
    /// Up to where headquarters holds the journal, by its own word.
    held: Point,
    batch: usize,
    limits: Limits,
    /// The first entry of a commit that is too long for the line, or for headquarters: no entry goes any more.
    too_long: Option<u64>,
    tries: u32,
    deferred_times: u32,
    wait: Option<u64>,
    keep: VecDeque<Step>,
    /// Receipts of photographs: one that is lost is told again, so many go in one transaction.
    signed_for: Vec<Receipt>,
    fed: BTreeSet<Scope>,
    /// Entries went since WELCOME: what feeds end with by now it did not know.
    pushed: bool,
    /// How the journal stands under checkpoints was asked.
    included: bool,
    puts: VecDeque<(Offered, u64)>,
    /// Refused or quarantined in this session, or too often told to come later.
    passed: BTreeSet<Digest>,
    /// To be offered again, and after how many milliseconds.
    later: BTreeSet<Digest>,
    later_ms: u64,
    later_times: u32,
    /// How often an answer moved a photograph no further.
    stuck: BTreeMap<Digest, u32>,
    /// The journal that HELLO named.
    journal: Option<JournalName>,
    closed: Option<Closed>,
    /// The last entry with a receipt when HELLO was said.
    signed_upto: u64,
    leaving: Option<(Leaving, u64)>,
    end: Option<End>,
}

impl Session {
    /// A session with the headquarters that enrolled this laptop.
    #[must_use]
    pub fn new(headquarters: Id, thrift: Thrift) -> Session {
        Session {
            headquarters,
            thrift,
            welcome: None,
            held: Point::START,
            batch: BATCH_FIRST,
            limits: Limits::NONE,
            too_long: None,
            tries: 0,
            deferred_times: 0,
            wait: None,
            keep: VecDeque::new(),
            signed_for: Vec::new(),
            fed: BTreeSet::new(),
            pushed: false,
            included: false,
            puts: VecDeque::new(),
            passed: BTreeSet::new(),
            later: BTreeSet::new(),
            later_ms: 0,
            later_times: 0,
            stuck: BTreeMap::new(),
            journal: None,
            closed: None,
            signed_upto: 0,
            leaving: None,
            end: None,
        }
    }

    /// Headquarters' id, as it was told at the enrolment.
    #[must_use]
    pub fn headquarters(&self) -> Id {
        self.headquarters
    }

    /// What is to be done now. Entries go before everything else, whenever they were written.
    pub fn next(&mut self, local: &Local) -> Step {
        // How a journal stands that was closed since is no news of the one that goes on.
        if self.is_behind(local) {
            return self.ended(End::Done);
        }
        if let Some(end) = self.end {
            return Step::End(end);
        }
        self.limits.answered(local.wall_ms);
        if let Some(ms) = self.wait.take() {
            return Step::Wait(ms);
        }
        if let Some(step) = self.keep.front() {
            return step.clone();
        }
        let is_full = self.signed_for.len() >= RECEIPTS_MAX || self.puts.is_empty();
        if is_full && !self.signed_for.is_empty() {
            let step = Step::Keep(std::mem::take(&mut self.signed_for));
            self.keep.push_back(step.clone());
            return step;
        }
        if self.welcome.is_none() {
            self.begins(local);
        }
        let Some(welcome) = &self.welcome else { return self.hello(local) };
        if welcome.held.number > local.head.number && !local.is_closed {
            return self.ended(End::OldCopy { held: welcome.held.number });
        }
        if self.held.number < local.head.number && self.too_long.is_none() {
            let bytes = self.batch.min(self.limits.push);
            return Step::Push { behind: self.held.number, bytes };
        }
        if local.is_closed {
            return self.closes(local);
        }
        // What is new is there: now earlier epochs, of which headquarters may lack what nobody sends any more.
        if local.in_doubt && self.held.number >= local.acknowledged.number {
            return self.noted(FellBack::CaughtUp);
        }
        let ends = if self.pushed { Vec::new() } else { welcome.feeds.clone() };
        if let Some(step) = self.nothing_behind(&ends, local) {
            return step;
        }
        let unread = local.cursors.iter().find(|cursor| !self.fed.contains(&cursor.scope));
        if let Some(Cursor { scope, number: after }) = unread {
            let (scope, after, max) = (*scope, *after, self.limits.asks_for_news());
            return Step::Pull(Pull { scope, after, max });
        }
        if let Some(question) = self.inclusion(local) {
            return Step::Include(question);
        }
        if !self.thrift.photographs {
            return self.carried(local.blobs_waiting == 0);
        }
        if !self.puts.is_empty() {
            self.limits.asks_to_put(local.wall_ms);
            return Step::Put(self.ranges());
        }
        let waiting = local.blobs.iter().filter(|blob| {
            !self.passed.contains(&blob.digest) && !self.later.contains(&blob.digest)
        });
        let waiting: Vec<Offered> = waiting.copied().collect();
        if waiting.is_empty() && self.comes_later() {
            // Longer each time: whoever asks seldom leaves the door to others.
            let longer = self.later_ms << (self.later_times - 1).min(8);
            return Step::Wait(longer.min(WAIT_MAX_MS));
        }
        if waiting.is_empty() {
            return self.carried(local.blobs_waiting == 0);
        }
        Step::Offer(waiting)
    }

    /// Feeds of which WELCOME said that nothing is behind what was read are not asked for.
    fn nothing_behind(&mut self, ends: &[Cursor], local: &Local) -> Option<Step> {
        for read in local.cursors.iter().filter(|cursor| ends.contains(cursor)) {
            if self.fed.insert(read.scope) && read.scope == Scope::All {
                self.keep.push_back(Step::Take(Scope::All, Vec::new()));
            }
        }
        self.keep.front().cloned()
    }

    /// Which journal this session carries, and how it stands on the laptop.
    fn begins(&mut self, local: &Local) {
        self.journal = Some(local.journal);
        let Local { head, acknowledged, begins, in_doubt, .. } = *local;
        let closed = Closed { head, acknowledged, begins, is_again: false, in_doubt };
        self.closed = local.is_closed.then_some(closed);
        // Before its first receipt headquarters can hold no less than it signed for.
        self.signed_upto = if acknowledged == begins { 0 } else { acknowledged.number };
    }

    /// All of a closed journal was sent.
    fn closes(&mut self, local: &Local) -> Step {
        match self.leaving.take() {
            Some((why, upto)) => {
                self.keep.push_back(Step::Leave(why, upto));
                Step::Leave(why, upto)
            }
            None if local.in_doubt && self.too_long.is_none() => {
                self.noted(FellBack::Holds(local.journal.epoch))
            }
            None => self.carried(true),
        }
    }

    /// Headquarters holds less than it signed for; what it told of photographs before is over.
    fn fell_back_to(&mut self, held: Point) {
        self.puts.clear();
        self.signed_for.clear();
        self.keep.push_back(Step::FellBack(FellBack::To(held.number)));
    }

    fn noted(&mut self, what: FellBack) -> Step {
        self.keep.push_back(Step::FellBack(what));
        Step::FellBack(what)
    }

    /// Whether another journal is to be carried by now: a closed one is all there, or the one that the session began
    /// with was closed since.
    #[must_use]
    pub fn is_behind(&self, local: &Local) -> bool {
        let is_closed_since = local.is_closed && self.closed.is_none();
        self.journal.is_some_and(|journal| journal != local.journal || is_closed_since)
    }

    /// What is to be asked of headquarters' checkpoints: when one came since that may stand over new entries, or when there
    /// are fewer than the laptop knows of.
    fn inclusion(&mut self, local: &Local) -> Option<Inclusion> {
        let last = self.welcome.as_ref()?.checkpoint.filter(|_| !self.included)?;
        let known = local.checkpoint.map_or(0, |Mark { number, .. }| number);
        let behind = local.proven.unwrap_or(local.begins);
        let is_proven = behind.number >= local.acknowledged.number;
        let is_asked = last < known || (last > 0 && !is_proven);
        if !is_asked {
            return None;
        }
        let most = if self.thrift.photographs { u32::MAX } else { LINKS_THRIFTY };
        let links_max = self.limits.asks_for_links().min(most);
        Some(Inclusion { journal: local.journal, known: local.checkpoint, links_max })
    }

    /// Headquarters told of its checkpoints; `more` lie behind the one that was kept.
    pub fn included(&mut self, more: bool) {
        self.tries = 0;
        self.included = !more || !self.thrift.photographs;
    }

    /// There is nothing more to be done; `all` says that no photograph waits.
    fn carried(&mut self, all: bool) -> Step {
        let rest = if all { End::Done } else { End::WithoutPhotographs };
        self.ended(self.too_long.map_or(rest, |number| End::TooLong { number }))
    }

    fn ended(&mut self, end: End) -> Step {
        self.end = Some(end);
        Step::End(end)
    }

    fn hello(&self, local: &Local) -> Step {
        Step::Hello(Box::new(hello_of(local, self.deferred_times)))
    }

    /// A welcome moves nothing on: who is cut behind each one waits longer each time, and ends.
    pub fn welcomed(&mut self, welcome: Welcome) {
        if welcome.headquarters != self.headquarters {
            self.end = Some(End::Stranger);
        } else if !PROTOCOLS.contains(&welcome.protocol) {
            self.end = Some(End::Version);
        } else if welcome.standing == Standing::Unknown {
            self.end = Some(End::Unknown);
        } else if welcome.after_ms > 0 {
            self.deferred_times += 1;
            self.wait = Some(welcome.after_ms);
        } else {
            let mut receipt = welcome.receipt.clone();
            let is_less = welcome.held.number < self.signed_upto;
            if is_less && !self.closed.is_some_and(|closed| closed.in_doubt) {
                self.fell_back_to(welcome.held);
            }
            self.held = welcome.held;
            if let Some(closed) = &mut self.closed {
                // What is held behind the closed journal's end is another laptop's; what is held under its numbers
                // may be too. Only a receipt says that it is ours.
                receipt = receipt.filter(|receipt| upto(receipt) <= closed.head.number);
                self.held = closed.holds(&welcome, receipt.as_ref());
            }
            self.keep.extend(receipt.map(|receipt| Step::Keep(vec![receipt])));
            self.limits.welcomed(welcome.push_max, welcome.range_max);
            self.pushed = false;
            self.welcome = Some(welcome);
        }
    }

    /// A PUSH is longer than headquarters takes now, which said `max`, or than the line lets through. What it brought goes
    /// in smaller pieces; one commit has none, and holds up nothing but the entries behind it.
    pub fn limited(&mut self, sent: Sent, max: Option<u64>) {
        if sent.commits > 1 {
            self.limits.push_over(usize::try_from(sent.bytes).unwrap_or(usize::MAX), max);
        } else {
            self.too_long = Some(sent.first);
        }
    }

    /// Headquarters answered a PUSH.
    pub fn pushed(&mut self, answer: PushAnswer, sent: Sent) {
        (self.tries, self.pushed) = (0, true);
        let upto = sent.upto;
        match answer {
            PushAnswer::Ack { receipt } => {
                self.held = upto;
                self.batch = (self.batch * 2).min(BATCH_MAX);
                self.keep.push_back(Step::Keep(vec![receipt]));
            }
            // Headquarters may hold less than it said, when it lost its last days; never the same again.
            PushAnswer::Need { behind } if behind.number < self.held.number => {
                self.held = behind;
                self.fell_back_to(behind);
            }
            PushAnswer::Need { behind } => {
                self.end = Some(End::OldCopy { held: behind.number });
            }
            // A closed journal is sent to its end: both sides are kept.
            PushAnswer::Fork { held } if self.closed.is_some() => {
                if !self.begins_again() {
                    let shared = held.number.saturating_sub(1);
                    self.leave(Leaving::Aside, shared, upto);
                }
            }
            PushAnswer::HeldAside if self.closed.is_some() => {
                self.leave(Leaving::Aside, self.held.number, upto);
            }
            PushAnswer::Refused { .. } if self.closed.is_some() => {
                let head = self.closed.as_ref().map_or(upto, |closed| closed.head);
                self.leave(Leaving::Refused, self.held.number, head);
            }
            PushAnswer::Fork { held } => self.end = Some(End::Forked { number: held.number }),
            PushAnswer::Busy { after_ms } => self.wait = Some(after_ms.max(1)),
            PushAnswer::Limit { max } => self.limited(sent, Some(max)),
            PushAnswer::Refused { why } => self.end = Some(End::Refused(why)),
            PushAnswer::HeldAside => self.end = Some(End::Revoked),
        }
    }

    /// Headquarters answered a PULL; of a feed with a gap only what stands before it is kept.
    pub fn fed(&mut self, scope: Scope, after: u64, feed: Feed) {
        self.tries = 0;
        if !feed.more {
            self.fed.insert(scope);
        }
        let came = feed.items.len();
        // A feed has no gap: what is behind one is asked for again.
        let dense = feed.items.into_iter().zip(after + 1..);
        let items: Vec<FeedItem> = dense
            .take_while(|(item, number)| item.number == *number)
            .map(|(item, _)| item)
            .collect();
        let is_whole = items.len() == came;
        if items.is_empty() {
            self.fed.insert(scope);
        } else {
            self.keep.push_back(Step::Take(scope, items));
        }
        // Nothing more: the laptop keeps when it knew all that there was to know.
        if scope == Scope::All && is_whole && !feed.more {
            self.keep.push_back(Step::Take(scope, Vec::new()));
        }
    }

    /// What `next` gave to keep is kept.
    pub fn kept(&mut self) {
        match self.keep.pop_front() {
            Some(Step::Leave(..)) => self.end = Some(End::Done),
            // A closed journal goes on from what is ours by headquarters' own signature.
            Some(Step::Keep(receipts)) if self.closed.is_some() => {
                for receipt in &receipts {
                    if let Held::Journal { upto, .. } = receipt.held {
                        self.held = self.held.max(upto);
                    }
                }
            }
            _ => {}
        }
    }

    /// What `next` gave to keep is not ours: a receipt over another entry than the laptop's, or a signature
    /// that is not headquarters'.
    pub fn refuted(&mut self, end: End) {
        self.keep.pop_front();
        // Headquarters has another line under a closed journal's numbers: ours is sent, and kept aside.
        let is_parted = matches!(end, End::OldCopy { .. } | End::Forked { .. });
        // One that is sent from its first entry on already: that came with WELCOME, and nothing was taken since.
        let is_begun = self.closed.is_some_and(|it| it.is_again && it.begins == self.held);
        if !is_parted || !(is_begun || self.begins_again()) {
            self.end = Some(end);
        }
    }

    /// Sends a closed journal from its first entry on, once: what of it is headquarters' line shows then, also of what
    /// had a receipt from before headquarters lost its last days.
    fn begins_again(&mut self) -> bool {
        let Some(closed) = self.closed.as_mut().filter(|closed| !closed.is_again) else {
            return false;
        };
        closed.is_again = true;
        self.held = closed.begins;
        true
    }

    /// The rest behind `shared` stands in no main line; the first word of it counts.
    fn leave(&mut self, why: Leaving, shared: u64, sent: Point) {
        let begins = self.closed.as_ref().map_or(0, |closed| closed.begins.number);
        self.leaving.get_or_insert((why, shared.max(begins)));
        self.held = sent;
    }

    /// The line was cut, or what answered was not headquarters. `chance` is any number.
    pub fn cut(&mut self, chance: u64) {
        self.welcome = None;
        self.puts.clear();
        self.limits.cut();
        self.batch = (self.batch / 2).max(BATCH_FIRST / 16);
        self.tries += 1;
        if self.tries > TRIES_MAX {
            self.end = Some(End::Cut);
            return;
        }
        let most = (WAIT_FIRST_MS << self.tries.min(16)).min(WAIT_MAX_MS);
        self.wait = Some(chance % most + 1);
    }
}

/// The last entry that a receipt is over; 0 for a photograph.
fn upto(receipt: &Receipt) -> u64 {
    match receipt.held {
        Held::Journal { upto, .. } => upto.number,
        Held::Blob { .. } => 0,
    }
}

/// Where the laptop stands, as it says so.
#[must_use]
pub fn hello_of(local: &Local, deferred_times: u32) -> Hello {
    Hello {
        protocol_min: PROTOCOL_MIN,
        protocol_max: PROTOCOL,
        journal: local.journal,
        local: local.head,
        acknowledged: local.acknowledged,
        cursors: local.cursors.clone(),
        wall_ms: local.wall_ms,
        program: env!("CARGO_PKG_VERSION").into(),
        disk_free: local.disk_free,
        blobs_waiting: local.blobs_waiting,
        deferred_times,
        numbers: None,
    }
}

#[cfg(test)]
mod tests;
