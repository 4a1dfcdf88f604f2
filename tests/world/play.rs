//! The course of one world, up to the point where everything must have arrived.

use super::bug::Bug;
use super::dice::Seed;
use super::headquarters::{Headquarters, ID, identity};
use super::invariants::Violation;
use super::limits::Limiting;
use super::line::{Heard, Release, SimLine};
use super::pens::PenPlay;
use super::terminal::Terminal;
use super::trouble::{More, release_of};
use lucha::hq::answer::Seat;
use lucha::hq::leasing;
use lucha::hq::ledger::Ledger;
use lucha::hq::photographs::Photographs as _;
use lucha::stdx::digest::Digest;
use lucha::stdx::id::Id;
use lucha::sync::driver::{Driver, Shelf as _, Turn};
use lucha::sync::session::{End, Session, Thrift};
use lucha::wire::message::checkpoint::Checkpoint;
use lucha::wire::message::feed::{News, PriorDecision, Scope};
use lucha::wire::message::hello::JournalName;
use lucha::wire::message::push::Refusal;
use std::collections::{BTreeMap, BTreeSet};

const STEPS: u64 = 220;
/// More of the same tell nothing.
const BROKEN_MAX: usize = 40;
/// Sessions that one laptop may need once the line is good.
const SESSIONS_MAX: u32 = 12;

/// Which faults a world has.
#[derive(Clone, Copy, Debug)]
pub struct Faults {
    pub line: bool,
    pub headquarters: bool,
    pub images: bool,
    pub clocks: bool,
    /// A clock's step is up to so many years.
    pub years: i64,
    /// Headquarters dies within its work on photographs.
    pub deaths: bool,
    /// Pens of cases move, and branches are settled.
    pub pens: bool,
    /// Headquarters and the line take more or less at once.
    pub limits: bool,
    /// Sticks, poison, revocations, disks and programs of headquarters that fail, releases that differ.
    pub more: bool,
}

impl Faults {
    pub const ALL: Faults = Faults { more: true, pens: true, limits: true, ..Faults::DEATHS };
    pub const DEATHS: Faults = Faults { deaths: true, ..Faults::FIRST };
    /// Those that the first kept seeds were found with: another fault would make other worlds of them.
    pub const FIRST: Faults = Faults {
        line: true,
        headquarters: true,
        images: true,
        clocks: true,
        years: 10,
        deaths: false,
        pens: false,
        limits: false,
        more: false,
    };
    pub const NONE: Faults =
        Faults { line: false, headquarters: false, images: false, clocks: false, ..Faults::FIRST };
}

/// What happened, for two runs of one seed to be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// What was not true in it.
    pub broken: Vec<Violation>,
    pub entries: u64,
    pub faults: u64,
    /// Sessions that ended before everything was there, once the line was good.
    pub sessions: u32,
    pub sum: Digest,
    /// Journals of laptops that stand under a checkpoint.
    pub proven: u64,
    /// Branches of cases, settled or open.
    pub branches: u64,
    /// Cuts while a photograph stood between two of its ranges.
    pub between: u64,
    /// The same without any digest or time: what came where, in which order, and what was found in it.
    pub course: String,
}

pub struct World {
    pub(super) seed: u64,
    dice: Seed,
    pub(super) headquarters: Headquarters,
    pub(super) terminals: Vec<(Terminal, Option<Driver>)>,
    pub(super) past: Vec<Heard>,
    pub(super) now: i64,
    pub(super) entries: u64,
    pub(super) faults: u64,
    line_faults: u64,
    /// Every entry that a laptop held a receipt for, whatever became of the laptop.
    pub(super) acknowledged: BTreeMap<(JournalName, u64), Digest>,
    /// Journals that a copy was made of, or whose disk lied: they may fork.
    pub(super) doubtful: BTreeSet<JournalName>,
    pub(super) lost_tail: bool,
    epochs: u32,
    pub(super) sum: Vec<u8>,
    pub(super) bug: Option<Bug>,
    pub(super) broken: Vec<Violation>,
    pub(super) more: More,
    /// When headquarters makes checkpoints: dice of their own.
    pub(super) marks: Seed,
    /// All that it ever made, also those that it lost.
    pub(super) marked: BTreeMap<Digest, Checkpoint>,
    pub(super) proven: u64,
    between: u64,
    pub(super) pens: PenPlay,
    pub(super) limits: Limiting,
}

impl World {
    pub fn new(seed: u64) -> World {
        let mut dice = Seed(seed);
        let mut headquarters = Headquarters::new();
        let count = u8::try_from(2 + dice.below(3)).unwrap();
        let mut terminals = Vec::new();
        for n in 0..count {
            let terminal = Terminal::new(Id([n + 1; 16]), &mut dice);
            let ledger = &mut headquarters.disks.ledger;
            ledger.enrol(terminal.disk.name, 1, &terminal.public_key()).unwrap();
            headquarters.grant(terminal.disk.name.device, 20);
            terminals.push((terminal, None));
        }
        headquarters.copy = headquarters.disks.clone();
        World {
            seed,
            dice,
            headquarters,
            terminals,
            past: Vec::new(),
            now: 1_764_000_000_000,
            entries: 0,
            faults: 0,
            line_faults: 0,
            acknowledged: BTreeMap::new(),
            doubtful: BTreeSet::new(),
            lost_tail: false,
            epochs: 1,
            sum: Vec::new(),
            bug: None,
            broken: Vec::new(),
            more: More::new(seed),
            marks: Seed(seed ^ 0x6d61_726b),
            marked: BTreeMap::new(),
            proven: 0,
            between: 0,
            pens: PenPlay::new(seed),
            limits: Limiting::new(seed),
        }
    }

    /// The same world with a program that is wrong on purpose.
    pub fn with_bug(seed: u64, bug: Option<Bug>) -> World {
        let mut world = World::new(seed);
        world.bug = bug;
        world.headquarters.plant(bug);
        world.terminals.iter_mut().for_each(|(terminal, _)| terminal.bug = bug);
        world
    }

    /// Says that an invariant does not hold, and goes on.
    pub(super) fn must(&mut self, name: &'static str, holds: bool, words: impl FnOnce() -> String) {
        if !holds && self.broken.len() < BROKEN_MAX {
            self.broken.push(Violation { name, seed: self.seed, words: words() });
        }
    }

    pub fn play(mut self, faults: Faults) -> Trace {
        self.line_faults = if faults.line { 3 + self.dice.below(12) } else { 0 };
        if faults.more {
            self.more_begin();
        }
        if faults.pens {
            self.pens_begin();
        }
        for _ in 0..STEPS {
            self.now += i64::try_from(self.dice.below(5_000)).unwrap();
            self.step(faults);
            if faults.more {
                self.trouble();
            }
            if faults.pens {
                self.pens_step();
            }
            if faults.limits {
                self.limits_step();
            }
            self.mark();
        }
        self.line_faults = 0;
        self.limits_end();
        self.more_end();
        let sessions = self.settle();
        self.pens_end();
        self.mark_now();
        self.check();
        self.check_pens();
        let course = self.course();
        self.check_more();
        let sum = Digest::of(&self.sum);
        let mut broken = self.broken;
        broken.append(&mut self.headquarters.broken);
        let (entries, faults, proven) = (self.entries, self.faults, self.proven);
        let (branches, between) = (self.pens.branches, self.between);
        Trace { broken, entries, faults, sessions, sum, proven, branches, between, course }
    }

    fn step(&mut self, faults: Faults) {
        let at = usize::try_from(self.dice.below(self.terminals.len() as u64)).unwrap();
        let dice = self.dice.below(100);
        self.sum.extend([u8::try_from(at).unwrap(), u8::try_from(dice).unwrap()]);
        match dice {
            0..25 => self.entries += self.terminals[at].0.commit(&mut self.dice),
            25..27 if faults.clocks => {
                let tenths = i64::try_from(self.dice.below(20)).unwrap() - 10;
                self.terminals[at].0.wall_ms += tenths * faults.years * 3_155_760_000;
                self.faults += 1;
            }
            27..29 if faults.line => self.terminals[at].1 = None,
            29 if faults.images => self.lie(at),
            30 if faults.images && self.dice.once_in(4) => self.copy_image(at),
            31 if faults.headquarters && self.dice.once_in(3) => self.lose_tail(),
            32 if faults.headquarters => self.headquarters.copy = self.headquarters.disks.clone(),
            33 => self.publish(),
            34 => self.lease(at),
            35 => self.headquarters.inside = u32::try_from(self.dice.below(4)).unwrap(),
            36..40 if faults.line => self.again(),
            40 if faults.deaths => self.dies(),
            _ => {
                self.turn(at);
            }
        }
    }

    fn driver(&self) -> Driver {
        let trusts_any = self.bug == Some(Bug::TrustsAnyKey);
        let key = if trusts_any { super::headquarters::foreign() } else { identity() };
        Driver::new(Session::new(ID, Thrift { photographs: true }), key)
    }

    /// An old question comes again, from nowhere.
    fn again(&mut self) {
        if self.past.is_empty() {
            return;
        }
        let at = usize::try_from(self.dice.below(self.past.len() as u64)).unwrap();
        let Heard { name, from, bytes } = self.past[at].clone();
        let _nobody_hears = self.headquarters.hear(name, from, &bytes, self.now);
        self.faults += 1;
    }

    /// The disk forgot its last commit, although it had said that it was durable.
    fn lie(&mut self, at: usize) {
        let (terminal, driver) = &mut self.terminals[at];
        let name = terminal.disk.name;
        terminal.disk = terminal.before.clone();
        terminal.is_told = false;
        *driver = None;
        self.doubtful.insert(name);
        self.faults += 1;
    }

    fn copy_image(&mut self, at: usize) {
        if self.terminals.len() < 6 {
            let copy = self.terminals[at].0.cloned();
            self.doubtful.insert(copy.disk.name);
            self.terminals.push((copy, None));
            self.faults += 1;
        }
    }

    fn lose_tail(&mut self) {
        self.headquarters.disks = self.headquarters.copy.clone();
        // What its operator does after a fail-over to a copy; of its numbers he thinks as little as a database does.
        let ledger = &mut self.headquarters.disks.ledger;
        for (terminal, _) in &self.terminals {
            for (name, key, start) in terminal.journals() {
                ledger.enrol_behind(name, 1, &key, start).unwrap();
            }
        }
        self.lost_tail = true;
        self.faults += 1;
        self.fell_back();
        self.begin_again();
    }

    fn dies(&mut self) {
        self.headquarters.lives = Some(self.dice.below(12));
        self.faults += 1;
    }

    pub(super) fn publish(&mut self) {
        let decision = PriorDecision {
            plate: Digest(self.dice.bytes()),
            code: "OL-001".into(),
            day: 20_261_123,
            document_no: String::new(),
            withdrawn: None,
            driver: None,
            carrier: None,
            quashed: None,
        };
        let news = News::PriorDecision(decision);
        self.headquarters.disks.ledger.publish(Scope::All, &news).unwrap();
    }

    fn lease(&mut self, at: usize) {
        let device = self.terminals[at].0.disk.name.device;
        let lease = |seat: &Seat, ledger: &mut dyn Ledger| {
            leasing::lease(&seat.leased, ledger, device, ("样", 2026), 5)
        };
        // A full disk takes none.
        let _leased = self.headquarters.with(|seat, ledger, _| lease(seat, ledger));
    }

    /// One turn of a laptop's session.
    fn turn(&mut self, at: usize) -> Option<End> {
        let fresh = self.driver();
        let (terminal, driver) = &mut self.terminals[at];
        if driver.is_none() {
            // What was said in its last session was forgotten with that.
            self.more.forged.remove(&at);
        }
        let driver = driver.get_or_insert(fresh);
        let (mut dice, mut forged) = (Seed(self.dice.next()), false);
        let release = release_of(terminal.disk.name.device);
        let mut line = SimLine {
            headquarters: &mut self.headquarters,
            dice: &mut dice,
            past: &mut self.past,
            now: self.now,
            fault_once_in: self.line_faults,
            faults: &mut self.faults,
            more_once_in: self.more.line_once_in,
            more: &mut self.more.dice,
            release: if self.more.is_on { release } else { Release::This },
            proxy: self.limits.proxy,
            forged: &mut forged,
        };
        let cuts = driver.progress.cuts;
        let turn = driver.turn(terminal, &mut line).unwrap();
        self.more.forged.extend(forged.then_some(at));
        let is_cut = driver.progress.cuts > cuts;
        let is_behind = driver.session.is_behind(&terminal.local().unwrap());
        self.between += u64::from(is_cut && self.is_between_ranges(at));
        self.look_at(at);
        match turn {
            Turn::Go => None,
            Turn::Wait(ms) => {
                self.now += i64::try_from(ms).unwrap();
                None
            }
            Turn::End(End::Done) if is_behind => {
                self.terminals[at].1 = None;
                None
            }
            Turn::End(end) => {
                self.terminals[at].1 = None;
                self.ended(at, end);
                Some(end)
            }
        }
    }

    /// Headquarters holds some ranges of a photograph and not all.
    fn is_between_ranges(&mut self, at: usize) -> bool {
        let disk = &self.terminals[at].0.disk;
        let keep = &mut self.headquarters.disks.photographs;
        let mut waiting = disk.blobs.iter().filter(|(it, _)| !disk.blob_receipts.contains(*it));
        waiting.any(|(digest, (_, bytes))| {
            let have = keep.have(*digest).unwrap();
            0 < have && have < bytes.len() as u64
        })
    }

    /// I1, I3, I17: what a laptop got a receipt for stands at headquarters at that moment, the same bytes, and no other
    /// entry ever got one under its number.
    pub(super) fn look_at(&mut self, at: usize) {
        let terminal = &self.terminals[at].0;
        let (name, upto) = (terminal.disk.name, terminal.acknowledged());
        let start = terminal.disk.start;
        for number in (start + 1..=upto.number).rev() {
            let own = &self.terminals[at].0.disk.entries[usize::try_from(number - 1).unwrap()];
            let (kept, digest) = own.clone();
            let before = self.acknowledged.insert((name, number), digest);
            if before == Some(digest) {
                break;
            }
            let lost = self.lost_tail;
            self.must("I3", before.is_none() || lost, || {
                format!("{name:?} {number}: two receipts")
            });
            let held = self.headquarters.disks.ledger.entries(name, number, 1).unwrap();
            let held = held.first().filter(|(held, _)| held.point.number == number);
            let is_there = held.is_some_and(|(held, _)| held.point.digest == digest);
            let is_same = held.is_none_or(|(_, bytes)| *bytes == kept);
            self.must("I17", is_there || lost, || format!("{name:?} {number}: signed, not held"));
            self.must("I1", !is_there || is_same, || format!("{name:?} {number}: other bytes"));
        }
    }

    pub(super) fn ended(&mut self, at: usize, end: End) {
        let terminal = &mut self.terminals[at].0;
        let name = terminal.disk.name;
        match end {
            // It is nobody's laptop any more: no operator gives it another epoch.
            End::OldCopy { .. } | End::Forked { .. } | End::Revoked
                if self.more.revoked.contains_key(&name) => {}
            End::Stranger if self.more.forged.remove(&at) => {}
            // Its operator enrols it again: headquarters' disk had forgotten it.
            End::Unknown | End::Refused(Refusal::Unknown) if self.more.has_lied => {
                let ledger = &mut self.headquarters.disks.ledger;
                for (name, key, start) in terminal.journals() {
                    ledger.enrol_behind(name, 1, &key, start).unwrap();
                }
                // His list of lost laptops is on paper.
                if self.more.revoked.contains_key(&name) {
                    ledger.revoke(name.device).unwrap();
                }
            }
            End::OldCopy { .. } | End::Forked { .. } | End::Revoked => {
                let is_doubtful = self.doubtful.contains(&name);
                self.must("I2", is_doubtful, || format!("{end:?} of a sound journal, {name:?}"));
                let terminal = &mut self.terminals[at].0;
                // Two copies of one laptop ask for a new epoch each: they are two laptops then. Its operator
                // never gives one twice, whatever the ledger forgot.
                self.epochs += 1;
                terminal.new_epoch(self.epochs, &mut Seed(self.dice.next()));
                let ledger = &mut self.headquarters.disks.ledger;
                for (name, key, start) in terminal.journals() {
                    ledger.enrol_behind(name, 1, &key, start).unwrap();
                }
                let device = terminal.disk.name.device;
                self.headquarters.grant(device, 5);
            }
            End::TooLong { number } => {
                self.must("L5", false, || format!("{name:?} {number}: too long"));
            }
            End::Refused(_) | End::Stranger | End::Version | End::Unknown => {
                self.must("L1", false, || format!("{name:?}: {end:?}"));
            }
            End::Done | End::WithoutPhotographs | End::Cut => {}
        }
    }

    /// L1 to L4: the line is good from now on, and every laptop comes to its end.
    fn settle(&mut self) -> u32 {
        self.headquarters.lives = None;
        if !self.more.is_on {
            self.headquarters.inside = 0;
        }
        let mut again = 0;
        for at in 0..self.terminals.len() {
            // A session that began before headquarters fell back knows nothing of it; the next one does.
            self.terminals[at].1 = None;
            let (mut sessions, mut is_done) = (0, false);
            for _ in 0..2_000 {
                match self.turn(at) {
                    Some(End::Done) => is_done = true,
                    Some(End::WithoutPhotographs) if self.is_all_but_spoiled(at) => is_done = true,
                    Some(End::Revoked) if self.is_revoked(at) => is_done = true,
                    Some(_) => sessions += 1,
                    None => {}
                }
                if is_done || sessions >= SESSIONS_MAX {
                    break;
                }
            }
            again += sessions;
            if self.is_revoked(at) {
                continue;
            }
            let terminal = &self.terminals[at].0;
            let is_acked = terminal.acknowledged() == terminal.head();
            // L3: behind an entry that nobody can read, whatever waits, waits for it.
            let name = if self.is_poisoned(at) { "L3" } else { "L1" };
            self.must(name, is_acked, || format!("laptop {at}: entries wait for ever"));
            let is_there = self.is_all_but_spoiled(at);
            self.must("L2", is_there, || format!("laptop {at}: photographs wait for ever"));
            self.must("L1", is_done || !is_acked || !is_there, || format!("laptop {at}: no end"));
        }
        again
    }
}
