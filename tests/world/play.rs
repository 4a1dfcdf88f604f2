//! The course of one world, and what must be true in it at every step and at its end.

use super::dice::Seed;
use super::headquarters::{Headquarters, ID, identity};
use super::line::{Heard, SimLine};
use super::terminal::Terminal;
use lucha::hq::ledger::Ledger as _;
use lucha::stdx::digest::Digest;
use lucha::stdx::id::Id;
use lucha::sync::driver::{Driver, Shelf as _, Turn};
use lucha::sync::session::{End, Session, Thrift};
use lucha::wire::message::feed::{News, PriorDecision, Scope};
use lucha::wire::message::hello::JournalName;
use std::collections::{BTreeMap, BTreeSet};

const STEPS: u64 = 220;
/// Sessions that one laptop may need once the line is good.
const SESSIONS_MAX: u32 = 12;

/// Which faults a world has.
#[derive(Clone, Copy, Debug)]
pub struct Faults {
    line: bool,
    headquarters: bool,
    images: bool,
    clocks: bool,
    /// Headquarters dies within its work on photographs.
    deaths: bool,
}

impl Faults {
    pub const ALL: Faults =
        Faults { line: true, headquarters: true, images: true, clocks: true, deaths: true };
    /// Those that the kept seeds were found with: another fault would make other worlds of them.
    pub const KEPT: Faults = Faults { deaths: false, ..Faults::ALL };
    pub const NONE: Faults =
        Faults { line: false, headquarters: false, images: false, clocks: false, deaths: false };
}

/// What happened, for two runs of one seed to be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    pub entries: u64,
    pub faults: u64,
    /// Sessions that ended before everything was there, once the line was good.
    pub sessions: u32,
    pub sum: Digest,
}

pub struct World {
    seed: u64,
    dice: Seed,
    headquarters: Headquarters,
    terminals: Vec<(Terminal, Option<Driver>)>,
    past: Vec<Heard>,
    now: i64,
    entries: u64,
    faults: u64,
    line_faults: u64,
    /// Every entry that a laptop held a receipt for, whatever became of the laptop.
    acknowledged: BTreeMap<(JournalName, u64), Digest>,
    /// Journals that a copy was made of, or whose disk lied: they may fork.
    doubtful: BTreeSet<JournalName>,
    lost_tail: bool,
    epochs: u32,
    sum: Vec<u8>,
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
            ledger.lease(terminal.disk.name.device, ("样", 2026), 20).unwrap();
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
        }
    }

    pub fn play(mut self, faults: Faults) -> Trace {
        self.line_faults = if faults.line { 3 + self.dice.below(12) } else { 0 };
        for _ in 0..STEPS {
            self.now += i64::try_from(self.dice.below(5_000)).unwrap();
            self.step(faults);
        }
        self.line_faults = 0;
        let sessions = self.settle();
        self.check();
        Trace { entries: self.entries, faults: self.faults, sessions, sum: Digest::of(&self.sum) }
    }

    fn step(&mut self, faults: Faults) {
        let at = usize::try_from(self.dice.below(self.terminals.len() as u64)).unwrap();
        let dice = self.dice.below(100);
        self.sum.extend([u8::try_from(at).unwrap(), u8::try_from(dice).unwrap()]);
        match dice {
            0..25 => self.entries += self.terminals[at].0.commit(&mut self.dice),
            25..27 if faults.clocks => {
                let years = i64::try_from(self.dice.below(20)).unwrap() - 10;
                self.terminals[at].0.wall_ms += years * 31_557_600_000;
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
        // What its operator does after a fail-over to a copy.
        let ledger = &mut self.headquarters.disks.ledger;
        ledger.skip_numbers(1_000).unwrap();
        for (terminal, _) in &self.terminals {
            for (name, key, start) in terminal.journals() {
                ledger.enrol_behind(name, 1, &key, start).unwrap();
            }
        }
        self.lost_tail = true;
        self.faults += 1;
    }

    fn dies(&mut self) {
        self.headquarters.lives = Some(self.dice.below(12));
        self.faults += 1;
    }

    fn publish(&mut self) {
        let decision = PriorDecision {
            plate: Digest(self.dice.bytes()),
            code: "OL-001".into(),
            day: 20_261_123,
            document_no: String::new(),
            withdrawn: None,
        };
        let news = News::PriorDecision(decision);
        self.headquarters.disks.ledger.publish(Scope::All, &news).unwrap();
    }

    fn lease(&mut self, at: usize) {
        let device = self.terminals[at].0.disk.name.device;
        self.headquarters.disks.ledger.lease(device, ("样", 2026), 5).unwrap();
    }

    /// One turn of a laptop's session.
    fn turn(&mut self, at: usize) -> Option<End> {
        let (terminal, driver) = &mut self.terminals[at];
        let driver = driver.get_or_insert_with(|| {
            Driver::new(Session::new(ID, Thrift { photographs: true }), identity())
        });
        let mut dice = Seed(self.dice.next());
        let mut line = SimLine {
            headquarters: &mut self.headquarters,
            dice: &mut dice,
            past: &mut self.past,
            now: self.now,
            fault_once_in: self.line_faults,
            faults: &mut self.faults,
        };
        let turn = driver.turn(terminal, &mut line).unwrap();
        let is_behind = driver.session.is_behind(&terminal.local().unwrap());
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

    /// I1, I17: what a laptop holds a receipt for stands at headquarters, the same bytes.
    fn look_at(&mut self, at: usize) {
        let terminal = &self.terminals[at].0;
        let (name, upto) = (terminal.disk.name, terminal.acknowledged());
        let seed = self.seed;
        for number in (terminal.disk.start + 1..=upto.number).rev() {
            let (kept, digest) = &terminal.disk.entries[usize::try_from(number - 1).unwrap()];
            if self.acknowledged.insert((name, number), *digest).is_some() {
                break;
            }
            let held = self.headquarters.disks.ledger.entries(name, number, 1).unwrap();
            let same = held.first().is_some_and(|(held, bytes)| {
                held.point.number == number && held.point.digest == *digest && bytes == kept
            });
            assert!(same || self.lost_tail, "seed {seed}: receipt without entry {number}");
        }
    }

    fn ended(&mut self, at: usize, end: End) {
        let terminal = &mut self.terminals[at].0;
        let name = terminal.disk.name;
        match end {
            End::OldCopy { .. } | End::Forked { .. } | End::Revoked => {
                let is_doubtful = self.doubtful.contains(&name);
                assert!(is_doubtful, "seed {}: {end:?} of a sound journal", self.seed);
                // Two copies of one laptop ask for a new epoch each: they are two laptops then. Its operator
                // never gives one twice, whatever the ledger forgot.
                self.epochs += 1;
                terminal.new_epoch(self.epochs, &mut Seed(self.dice.next()));
                let ledger = &mut self.headquarters.disks.ledger;
                for (name, key, start) in terminal.journals() {
                    ledger.enrol_behind(name, 1, &key, start).unwrap();
                }
                ledger.lease(terminal.disk.name.device, ("样", 2026), 5).unwrap();
            }
            End::Refused(why) => panic!("seed {}: refused: {why:?}", self.seed),
            End::Stranger | End::Version | End::Unknown => {
                panic!("seed {}: {end:?}", self.seed)
            }
            End::Done | End::WithoutPhotographs | End::Cut => {}
        }
    }

    /// L1 to L4: the line is good from now on, and every laptop comes to its end.
    fn settle(&mut self) -> u32 {
        (self.headquarters.inside, self.headquarters.lives) = (0, None);
        let mut again = 0;
        for at in 0..self.terminals.len() {
            // A session that began before headquarters fell back knows nothing of it; the next one does.
            self.terminals[at].1 = None;
            let mut sessions = 0;
            for _ in 0..2_000 {
                match self.turn(at) {
                    Some(End::Done) => break,
                    Some(_) => sessions += 1,
                    None => {}
                }
                assert!(sessions < SESSIONS_MAX, "seed {}: laptop {at} never ends", self.seed);
            }
            again += sessions;
            let terminal = &self.terminals[at].0;
            let (seed, head) = (self.seed, terminal.head());
            assert_eq!(terminal.acknowledged(), head, "seed {seed}: laptop {at}, entries");
            assert_eq!(terminal.blobs_missing(), 0, "seed {seed}: laptop {at}, photographs");
        }
        again
    }

    fn check(&mut self) {
        let seed = self.seed;
        let ledger = &mut self.headquarters.disks.ledger;
        for (name, head) in ledger.heads().unwrap() {
            // I2, I3: one dense line, each entry naming the one before.
            let entries = ledger.entries(name, 1, u64::MAX).unwrap();
            let start = ledger.journal(name).unwrap().unwrap().start;
            let count = head.number - start.number;
            assert_eq!(entries.len() as u64, count, "seed {seed}: {name:?} has gaps");
            let mut previous = start.digest;
            for ((held, kept), number) in entries.iter().zip(start.number + 1..) {
                let entry = lucha::wire::entry::read(kept).unwrap();
                assert_eq!((held.point.number, entry.envelope.number), (number, number));
                assert_eq!(entry.envelope.previous, previous, "seed {seed}: {name:?} {number}");
                previous = entry.digest;
            }
            self.sum.extend(head.digest.0);
        }
        // I1: every entry with a receipt, on whatever laptop, is there or its tail was lost with its laptop.
        for ((name, number), digest) in &self.acknowledged {
            let held = ledger.entries(*name, *number, 1).unwrap();
            let same = held.first().is_some_and(|(held, _)| held.point.digest == *digest);
            let excused = self.lost_tail && self.doubtful.contains(name);
            assert!(same || excused, "seed {seed}: {name:?} {number} had a receipt and is gone");
        }
        // I2: what a laptop holds is headquarters' line, entry by entry.
        for (terminal, _) in &self.terminals {
            let entries = ledger.entries(terminal.disk.name, 1, u64::MAX).unwrap();
            // Of two copies of one laptop, the other may have gone on.
            let is_copied = self.doubtful.contains(&terminal.disk.name);
            let own = &terminal.disk.entries[usize::try_from(terminal.disk.start).unwrap()..];
            let (there, here) = (entries.len(), own.len());
            assert!(there == here || is_copied && there > here, "seed {seed}: {there} {here}");
            assert!(entries.iter().zip(own).all(|(a, b)| a.1 == b.0));
            // What an earlier epoch held here is in its journal, or beside it: nothing of it is lost.
            for (epoch, behind, until, left) in &terminal.disk.earlier {
                let name = JournalName { epoch: *epoch, ..terminal.disk.name };
                let kept = terminal.disk.receipts.get(epoch).map_or(*behind, |upto| upto.number);
                let aside = ledger.aside(name).unwrap();
                // A copy may have brought the same entries into the main line.
                let main = ledger.entries(name, kept + 1, until - kept).unwrap();
                let same = main.iter().filter(|(held, bytes)| {
                    let at = usize::try_from(held.point.number - 1).unwrap();
                    terminal.disk.entries.get(at).is_some_and(|own| own.0 == *bytes)
                });
                let aside = aside + same.count() as u64;
                assert!(kept == *until || left.is_some(), "seed {seed}: {name:?} waits");
                let is_kept = aside >= until - kept || self.lost_tail;
                assert!(is_kept, "seed {seed}: {name:?} {kept} {until} {aside}");
            }
        }
        self.check_numbers();
    }

    /// I9: no document number on two laptops, but for copies of one.
    fn check_numbers(&self) {
        let mut owners: BTreeMap<(i32, u32), Id> = BTreeMap::new();
        // Of an epoch behind the first not even a copy of the laptop has one.
        let mut later: BTreeMap<(i32, u32), JournalName> = BTreeMap::new();
        for (terminal, _) in &self.terminals {
            let device = terminal.disk.name.device;
            for number in &terminal.disk.used {
                let owner = *owners.entry(*number).or_insert(device);
                assert_eq!(owner, device, "seed {}: {number:?} twice", self.seed);
            }
            for number in &terminal.disk.used_later {
                let name = terminal.disk.name;
                let is_copied = self.doubtful.contains(&name);
                let owner = *later.entry(*number).or_insert(name);
                assert!(owner == name || is_copied, "seed {}: {number:?}", self.seed);
            }
        }
    }
}
