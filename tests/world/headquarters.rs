//! The world's headquarters: the real answers over the ledger in memory; it may die at any step and forget its tail.

use super::bug::Bug;
use super::invariants::Violation;
use super::troubled::{Life, Trouble, TroubledLedger};
use lucha::hq::admit::Capacity;
use lucha::hq::answer::{Hall, Seat};
use lucha::hq::forward::{self, Post};
use lucha::hq::leasing::{self, Seen};
use lucha::hq::ledger::Ledger;
use lucha::hq::ledger::memory::MemoryLedger;
use lucha::hq::numbers::Numbers;
use lucha::hq::photographs::{Memory, Photographs};
use lucha::stdx::clock::Moment;
use lucha::stdx::digest::Digest;
use lucha::stdx::files::Ground;
use lucha::stdx::id::Id;
use lucha::stdx::memory;
use lucha::stdx::secret::Key;
use lucha::wire::message::feed::{BlockLeased, Feed, News, Pull, Scope};
use lucha::wire::message::hello::{JournalName, Point};
use lucha::wire::message::history::PlateKey;
use lucha::wire::message::inclusion::Inclusion;
use lucha::wire::message::photograph::{Offer, Put, Puts};
use lucha::wire::message::push::{Push, PushAnswer};
use lucha::wire::message::receipt::{Held, Receipt};
use lucha::wire::message::{self, Asks, batch, hello::Hello};
use lucha::wire::signer::{Identity, Signer as _, SoftKey};
use lucha::wire::suite::Suite;
use std::io;
use std::sync::Arc;

pub const ID: Id = Id([0x48; 16]);

/// What lies on its disks.
#[derive(Clone, Debug, Default)]
pub struct Disks {
    pub ledger: MemoryLedger,
    pub photographs: Memory,
}

#[derive(Debug)]
pub struct Headquarters {
    seat: Seat,
    /// What colleagues' laptops bring lies here until it is whole.
    post: Ground,
    pub disks: Disks,
    /// An older copy that a fail-over may fall back to.
    pub copy: Disks,
    pub inside: u32,
    /// Moments in the work on photographs that it lives on for; each call has one before and one behind it.
    pub lives: Option<u64>,
    pub trouble: Trouble,
    /// It is killed after so many moments of the next question.
    pub dies_after: Option<u32>,
    /// The disk says that it is durable and is not: what is there after the next loss of power.
    pub really: Option<Really>,
    /// Every block that it ever leased, whatever it lost since.
    pub leased: Vec<(Id, BlockLeased)>,
    pub broken: Vec<Violation>,
}

/// What a disk holds that lies since then.
#[derive(Debug)]
pub struct Really {
    pub ledger: MemoryLedger,
    /// How far numbers were seen to be leased; on a disk of its own where the ledger is in a database elsewhere.
    pub seen: Option<Seen>,
    /// How many blocks were leased by then.
    pub leased: usize,
}

/// The keep of a headquarters that may die before or behind any call: what was done stays done, nobody hears of it.
struct Mortal<'a> {
    keep: &'a mut Memory,
    lives: &'a mut Option<u64>,
    life: &'a Life,
    finishes: bool,
}

impl Mortal<'_> {
    fn moment(&mut self) -> io::Result<()> {
        if !self.life.goes_on() {
            return Err(io::Error::other("killed"));
        }
        match self.lives.take() {
            Some(0) => Err(io::Error::other("dead")),
            left => {
                *self.lives = left.map(|left| left - 1);
                Ok(())
            }
        }
    }

    fn live<T>(&mut self, call: impl FnOnce(&mut Memory) -> io::Result<T>) -> io::Result<T> {
        self.moment()?;
        let done = call(self.keep)?;
        self.moment()?;
        Ok(done)
    }
}

impl Photographs for Mortal<'_> {
    fn have(&mut self, digest: Digest) -> io::Result<u64> {
        self.live(|keep| keep.have(digest))
    }

    fn add(&mut self, digest: Digest, offset: u64, bytes: &[u8]) -> io::Result<bool> {
        self.live(|keep| keep.add(digest, offset, bytes))
    }

    fn finish(&mut self, digest: Digest) -> io::Result<bool> {
        let finishes = self.finishes;
        self.live(|keep| Ok(keep.finish(digest)? && finishes))
    }

    fn read(&mut self, digest: Digest) -> io::Result<Option<Vec<u8>>> {
        self.keep.read(digest)
    }

    fn found(&mut self, digest: Digest) -> io::Result<Option<Digest>> {
        self.keep.found(digest)
    }
}

fn key() -> SoftKey {
    SoftKey::new(Suite::Sha256Ed25519, &Key::new([0x51; 32])).unwrap()
}

fn foreign_key() -> SoftKey {
    SoftKey::new(Suite::Sha256Ed25519, &Key::new([0x66; 32])).unwrap()
}

/// Somebody who is not headquarters.
pub fn foreign() -> Identity {
    Identity::new(Suite::Sha256Ed25519, &foreign_key().public_key()).unwrap()
}

/// What bundles are sealed to.
pub fn bundle_secret() -> Key {
    Key::new([0x52; 32])
}

pub fn plates() -> PlateKey {
    PlateKey { key: Key::new([0x50; 32]) }
}

pub fn identity() -> Identity {
    Identity::new(Suite::Sha256Ed25519, &key().public_key()).unwrap()
}

impl Headquarters {
    pub fn new() -> Headquarters {
        let seat = Seat {
            headquarters: ID,
            signer: Box::new(key()),
            capacity: Capacity { places: 2, ..Capacity::default() },
            door: Default::default(),
            numbers: Numbers { prefix: "样".into(), block: 20 },
            plates: plates(),
            marker: Default::default(),
            leased: Default::default(),
        };
        Headquarters {
            seat,
            post: memory::ground(),
            disks: Disks::default(),
            copy: Disks::default(),
            inside: 0,
            lives: None,
            trouble: Trouble::default(),
            dies_after: None,
            really: None,
            leased: Vec::new(),
            broken: Vec::new(),
        }
    }

    /// Its operator leases a block, on a day on which nothing fails.
    pub fn grant(&mut self, device: Id, count: u32) {
        let ledger = &mut self.disks.ledger;
        let block = leasing::lease(&self.seat.leased, ledger, device, ("样", 2026), count).unwrap();
        self.leased.push((device, block));
    }

    /// From now on its disk lies; with `is_alone` all of it is on that one.
    pub fn lies(&mut self, is_alone: bool) {
        let seen = is_alone.then(|| self.seat.leased.lock().unwrap().clone());
        let (ledger, leased) = (self.disks.ledger.clone(), self.leased.len());
        self.really = Some(Really { ledger, seen, leased });
    }

    /// A loss of power shows what the disk really holds; the blocks that nothing of it tells of, or `None` where it never
    /// lied.
    pub fn shows(&mut self) -> Option<Vec<BlockLeased>> {
        let Really { ledger, seen, leased } = self.really.take()?;
        self.disks.ledger = ledger;
        let Some(seen) = seen else { return Some(Vec::new()) };
        *self.seat.leased.lock().unwrap() = seen;
        Some(self.leased[leased..].iter().map(|(_, block)| block.clone()).collect())
    }

    /// From now on its program is wrong.
    pub fn plant(&mut self, bug: Option<Bug>) {
        self.trouble.bug = bug;
        if bug == Some(Bug::TrustsAnyKey) {
            self.seat.signer = Box::new(foreign_key());
        }
    }

    /// It takes so many bytes at once from now on, whatever its last WELCOME said.
    pub fn takes(&mut self, push_bytes: u64, range_bytes: u64) {
        self.seat.capacity.push_bytes = push_bytes;
        self.seat.capacity.range_bytes = range_bytes;
    }

    /// What its program works on, for one question or one import.
    pub fn with<T>(
        &mut self,
        work: impl FnOnce(&Seat, &mut dyn Ledger, &mut dyn Photographs) -> T,
    ) -> T {
        let life = Life::of(self.dies_after.take());
        let trouble = self.trouble;
        let (inner, leased) = (&mut self.disks.ledger, &mut self.leased);
        let mut ledger = TroubledLedger { inner, trouble, life: &life, leased };
        let (keep, lives) = (&mut self.disks.photographs, &mut self.lives);
        let finishes = trouble.bug != Some(Bug::FinishesNoPhotograph);
        work(&self.seat, &mut ledger, &mut Mortal { keep, lives, life: &life, finishes })
    }

    /// The bytes of the answer to the bytes of a question; `None` where the line would be closed.
    pub fn hear(
        &mut self,
        name: &str,
        from: JournalName,
        bytes: &[u8],
        now: i64,
    ) -> Option<Vec<u8>> {
        let (now, inside, bug) = (Moment::from_ms(now), self.inside, self.trouble.bug);
        if forward::NAMES.contains(&name) {
            return self.bring(name, from.device, bytes, now);
        }
        let mut broken = Vec::new();
        let answer = self.with(|seat, ledger, photographs| {
            let mut hall = Hall { seat, ledger, photographs, inside, now };
            Some(match name {
                Hello::NAME => {
                    let hello: Hello = message::decode(bytes).ok()?;
                    let mut welcome = hall.hello(&hello).ok()?;
                    if bug == Some(Bug::SendsAwayForEver) && inside > 0 {
                        welcome.after_ms = seat.capacity.stay_ms;
                    }
                    broken.extend(late(seat.capacity, hello.deferred_times, welcome.after_ms));
                    message::encode(&welcome)
                }
                Push::NAME => {
                    let push: Push = message::decode(bytes).ok()?;
                    let answer = pushed(bug, &mut hall, &push)?;
                    broken.extend(limited(&push, &answer));
                    message::encode(&answer)
                }
                Pull::NAME => {
                    let pull: Pull = message::decode(bytes).ok()?;
                    let feed = hall.pull(&pull).ok()?;
                    broken.extend(too_much(&pull, &feed));
                    message::encode(&feed)
                }
                Inclusion::NAME => {
                    let asked: Inclusion = message::decode(bytes).ok()?;
                    message::encode(&hall.inclusion(&asked).ok()?)
                }
                Offer::NAME => {
                    message::encode(&hall.offer(from.device, &message::decode(bytes).ok()?).ok()?)
                }
                Put::NAME => message::encode(&hall.put(from, &message::decode(bytes).ok()?).ok()?),
                Puts::NAME => {
                    message::encode(&hall.puts(from, &message::decode(bytes).ok()?).ok()?)
                }
                other => panic!("no such question: {other}"),
            })
        });
        self.broken.append(&mut broken);
        answer
    }
}

impl Headquarters {
    /// Of a question that was cut on its way what came of its photographs; nobody hears an answer.
    pub fn hear_begun(&mut self, name: &str, from: JournalName, bytes: &[u8], now: i64) {
        let begun = match name {
            Put::NAME => Put::begun(bytes).into_iter().collect(),
            Puts::NAME => Puts::begun(bytes),
            _ => Vec::new(),
        };
        if begun.is_empty() {
            return;
        }
        let (now, inside) = (Moment::from_ms(now), self.inside);
        self.with(|seat, ledger, photographs| {
            let mut hall = Hall { seat, ledger, photographs, inside, now };
            // It may die within, which is the same to the laptop.
            let _kept = hall.put_begun(from, &begun);
        });
    }

    /// A question about what `device` bears for another laptop.
    fn bring(&mut self, name: &str, device: Id, bytes: &[u8], now: Moment) -> Option<Vec<u8>> {
        let (post, secret, days) = (Arc::clone(&self.post), bundle_secret(), 14);
        self.with(|seat, ledger, photographs| {
            let (ground, folder, secret) = (&post, "/forwarded".into(), &secret);
            let mut post =
                Post { ground, folder, secret, seat, ledger, photographs, now, days, device };
            post.answer(name, bytes).ok().flatten()
        })
    }
}

/// What becomes of a PUSH; wrong when a bug was planted.
fn pushed(bug: Option<Bug>, hall: &mut Hall<'_>, push: &Push) -> Option<PushAnswer> {
    let answer = hall.push(push);
    let Some(bug) = bug else { return answer.ok() };
    match (bug, answer) {
        (Bug::PublishesAgain, answer) => {
            let block = BlockLeased {
                prefix: "重".into(),
                year: 2026,
                from: 1,
                until: 1,
                epoch: Some(u32::MAX),
            };
            let scope = Scope::Device(push.journal.device);
            hall.ledger.publish(scope, &News::NumberBlock(block)).ok()?;
            answer.ok()
        }
        (Bug::LimitsACommit, _) if u64::from(push.plain) > hall.seat.capacity.push_bytes => {
            Some(PushAnswer::Limit { max: hall.seat.capacity.push_bytes })
        }
        (Bug::IsAlwaysBusy, _) if push.journal.device == Id([1; 16]) => {
            Some(PushAnswer::Busy { after_ms: 1_000 })
        }
        (Bug::SignsForAFork, Ok(PushAnswer::Fork { .. })) | (Bug::SignsBeforeTheCommit, Err(_)) => {
            let upto = last_of(hall, push)?;
            let held = Held::Journal { journal: push.journal, upto };
            let signer = hall.seat.signer.as_ref();
            let receipt = Receipt::sign(ID, held, hall.now.ms(), signer).ok()?;
            Some(PushAnswer::Ack { receipt })
        }
        (_, answer) => answer.ok(),
    }
}

/// The last entry of a PUSH, whatever the ledger says.
fn last_of(hall: &mut Hall<'_>, push: &Push) -> Option<Point> {
    let row = hall.ledger.journal(push.journal).ok()??;
    let key = Identity::new(Suite::Sha256Ed25519, &row.public_key).ok()?;
    let arrived = batch::open(push, &(Suite::Sha256Ed25519, key)).ok()?;
    Some(arrived.last()?.point())
}

/// L4: nobody is sent away a third time, and two waits are shorter than twice the window.
fn late(capacity: Capacity, deferred_times: u32, after_ms: u64) -> Option<Violation> {
    let Capacity { stay_ms, window_ms, .. } = capacity;
    let is_in_time = after_ms == 0 || deferred_times < 2 && after_ms <= window_ms / 2 + stay_ms;
    let words = format!("sent away for {after_ms} ms after {deferred_times} times");
    (!is_in_time).then_some(Violation { name: "L4", seed: 0, words })
}

/// L5: nobody is told of a limit who never learned to obey it, or has nothing smaller to send.
fn limited(push: &Push, answer: &PushAnswer) -> Option<Violation> {
    let can_obey = push.commits.is_some_and(|commits| commits > 1);
    let is_limit = matches!(answer, PushAnswer::Limit { .. });
    let words = format!("a limit for {:?} commits", push.commits);
    (is_limit && !can_obey).then_some(Violation { name: "L5", seed: 0, words })
}

/// I18: no answer is longer than it was asked for, but for one item alone.
fn too_much(pull: &Pull, feed: &Feed) -> Option<Violation> {
    let bytes: u64 = feed.items.iter().map(|item| item.body.len() as u64).sum();
    let words = format!("{bytes} bytes of news for {pull:?}");
    (bytes > pull.max && feed.items.len() > 1).then_some(Violation { name: "I18", seed: 0, words })
}
