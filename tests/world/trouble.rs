//! More that goes wrong in a world, from dice of its own: the first worlds stay as they were.

use super::dice::Seed;
use super::headquarters::plates;
use super::line::Release;
use super::play::World;
use super::stick::{self, Volume};
use super::terminal::{Number, Poison, all};
use lucha::hq::ledger::Ledger as _;
use lucha::hq::upgrade::judge_waiting;
use lucha::stdx::digest::Digest;
use lucha::stdx::id::Id;
use lucha::wire::message::feed::{Finding, News, Scope};
use lucha::wire::message::hello::JournalName;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// What is on a stick at most.
const STICK_MAX: usize = 12;
/// In one of so many worlds photographs of three ranges go onto sticks too, and lie in several volumes.
const LONG_ONE_IN: u64 = 8;
/// Photographs that a laptop's disk spoils at most.
const SPOILED_MAX: usize = 3;

#[derive(Debug)]
pub struct More {
    pub dice: Seed,
    pub is_on: bool,
    /// A fault of headquarters' program, once in so many questions.
    pub line_once_in: u64,
    /// Laptops whose session somebody answered in headquarters' name.
    pub forged: BTreeSet<usize>,
    /// Headquarters' disk said that it was durable and was not, once at least.
    pub has_lied: bool,
    /// Up to where the main line of each journal of a revoked device stood.
    pub revoked: BTreeMap<JournalName, u64>,
    /// Entries that nobody can read, and what is to be found in them.
    pub poisoned: BTreeMap<(JournalName, u64, Digest), Finding>,
    pub spoiled: BTreeSet<Digest>,
    /// Document numbers of entries that nobody can read.
    pub unread: BTreeSet<Number>,
    /// Numbers that were leased, and neither the ledger nor what stands beside it tells of them any more.
    pub forgotten: BTreeSet<Number>,
    /// An earlier release of headquarters judged some of what came.
    pub was_old: bool,
    pub up: Vec<Volume>,
    down: Vec<Volume>,
}

impl More {
    pub fn new(seed: u64) -> More {
        More {
            dice: Seed(seed ^ 0x6d6f_7265),
            is_on: false,
            line_once_in: 0,
            forged: BTreeSet::new(),
            has_lied: false,
            revoked: BTreeMap::new(),
            poisoned: BTreeMap::new(),
            spoiled: BTreeSet::new(),
            unread: BTreeSet::new(),
            forgotten: BTreeSet::new(),
            was_old: false,
            up: Vec::new(),
            down: Vec::new(),
        }
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.dice.below(n as u64)).unwrap()
    }
}

/// Which release a laptop has.
pub fn release_of(device: Id) -> Release {
    match device.0[0] % 3 {
        0 => Release::Earlier,
        1 => Release::This,
        _ => Release::Later,
    }
}

impl World {
    pub(super) fn more_begin(&mut self) {
        self.more.is_on = true;
        self.more.line_once_in = 10 + self.more.dice.below(60);
        self.more.was_old = self.more.dice.once_in(2);
        self.headquarters.trouble.is_old = self.more.was_old;
        if self.seed.is_multiple_of(LONG_ONE_IN) {
            self.terminals.iter_mut().for_each(|(it, _)| it.stick_photograph_max = usize::MAX);
        }
    }

    /// The disks are well, the last release is everywhere, and everybody comes at once.
    pub(super) fn more_end(&mut self) {
        self.more.line_once_in = 0;
        self.headquarters.dies_after = None;
        if self.more.is_on {
            self.headquarters.trouble.is_full = false;
            self.headquarters.really = None;
            self.headquarters.inside = 40;
            self.upgrade();
        }
    }

    pub(super) fn trouble(&mut self) {
        let at = self.more.below(self.terminals.len());
        let dice = self.more.dice.below(70);
        match dice {
            0..3 => self.poison(at),
            3 => self.spoil(at),
            4 => self.write_stick(at),
            6..10 => self.carry_stick(),
            10..13 => self.bring_answer(at),
            13 => self.headquarters.trouble.is_full = true,
            14..18 => self.headquarters.trouble.is_full = false,
            // In every other world the ledger is in a database elsewhere, whose disk it is.
            18 => self.headquarters.lies(self.seed.is_multiple_of(2)),
            19..22 => self.lose_power(),
            22 if self.more.dice.once_in(8) => self.revoke(at),
            23 if self.more.dice.once_in(2) => self.upgrade(),
            24 => self.headquarters.inside = 40,
            25..28 => self.terminals[at].0.dies_within_a_commit(&mut self.more.dice),
            28..31 => self.publish(),
            _ => {}
        }
    }

    fn poison(&mut self, at: usize) {
        let terminal = &mut self.terminals[at].0;
        let (kind, finding) = if self.more.dice.once_in(2) {
            (Poison::Unknown, Finding::PendingUpgrade)
        } else {
            (Poison::Damaged, Finding::PayloadDamaged)
        };
        let used = terminal.disk.used.clone();
        terminal.poison(kind, &mut self.more.dice);
        self.more.unread.extend(terminal.disk.used.difference(&used));
        let head = terminal.head();
        self.more.poisoned.insert((terminal.disk.name, head.number, head.digest), finding);
        self.entries += 1;
        self.faults += 1;
    }

    fn spoil(&mut self, at: usize) {
        if self.more.spoiled.len() < SPOILED_MAX
            && let Some(digest) = self.terminals[at].0.spoil()
        {
            self.more.spoiled.insert(digest);
            self.faults += 1;
        }
    }

    fn write_stick(&mut self, at: usize) {
        let volumes = stick::write(&mut self.terminals[at].0, &mut self.more.dice);
        self.more.up.extend(volumes);
        let over = self.more.up.len().saturating_sub(STICK_MAX);
        self.more.up.drain(..over);
    }

    /// Some of what lies on the stick, in any order, again or for the first time.
    fn carry_stick(&mut self) {
        if self.more.up.is_empty() {
            return;
        }
        let count = 1 + self.more.below(3);
        let mut volumes = Vec::new();
        for _ in 0..count {
            let at = self.more.below(self.more.up.len());
            volumes.push(self.more.up[at].as_it_lies(&mut self.more.dice));
        }
        if self.more.dice.once_in(6) {
            self.headquarters.dies_after = Some(u32::try_from(self.more.dice.below(20)).unwrap());
        }
        let dice = &mut self.more.dice;
        let answers = stick::import(&mut self.headquarters, &volumes, self.now, dice);
        self.headquarters.dies_after = None;
        self.more.down.extend(answers);
        let over = self.more.down.len().saturating_sub(STICK_MAX);
        self.more.down.drain(..over);
        self.faults += 1;
    }

    fn bring_answer(&mut self, at: usize) {
        let device = self.terminals[at].0.disk.name.device;
        let own = self.more.down.iter().filter(|volume| volume.device == device);
        let own: Vec<Volume> = own.cloned().collect();
        if own.is_empty() {
            return;
        }
        let nth = self.more.below(own.len());
        let bytes = own[nth].as_it_lies(&mut self.more.dice);
        // Its receipts may be from before headquarters fell back.
        self.terminals[at].0.is_told = false;
        let end = stick::bring(&mut self.terminals[at].0, &bytes);
        self.look_at(at);
        if let Some(end) = end {
            self.ended(at, end);
        }
    }

    /// A loss of power shows what a disk that lied really holds.
    fn lose_power(&mut self) {
        if let Some(lost) = self.headquarters.shows() {
            self.more.forgotten.extend(lost.iter().flat_map(all));
            self.more.has_lied = true;
            self.lost_tail = true;
            self.faults += 1;
            self.fell_back();
            self.begin_again();
        }
    }

    /// What a copy holds of a revoked laptop came before it was revoked, also where the disk that was lost had less.
    pub(super) fn fell_back(&mut self) {
        self.terminals.iter_mut().for_each(|(terminal, _)| terminal.is_told = false);
        for (name, then) in &mut self.more.revoked {
            let row = self.headquarters.disks.ledger.journal(*name).unwrap();
            *then = (*then).max(row.map_or(0, |row| row.head.number));
        }
    }

    /// The program starts on what its disk holds.
    pub(super) fn begin_again(&mut self) {
        self.headquarters.really = None;
        self.headquarters.dies_after = None;
        self.headquarters.trouble.is_full = false;
        let ledger = &mut self.headquarters.disks.ledger;
        // Their list of lost laptops is on paper.
        for name in self.more.revoked.keys() {
            ledger.revoke(name.device).unwrap();
        }
        if self.more.is_on && !self.headquarters.trouble.is_old {
            self.headquarters.with(|_, ledger, _| judge_waiting(&plates(), ledger)).unwrap();
        }
    }

    fn upgrade(&mut self) {
        self.headquarters.trouble.is_old = false;
        self.begin_again();
    }

    fn revoke(&mut self, at: usize) {
        let device = self.terminals[at].0.disk.name.device;
        let ledger = &mut self.headquarters.disks.ledger;
        ledger.revoke(device).unwrap();
        for (name, head) in ledger.heads().unwrap() {
            if name.device == device {
                self.more.revoked.entry(name).or_insert(head.number);
            }
        }
        // Of a journal that headquarters' disk has forgotten nobody knows where it stood.
        for (terminal, _) in self.terminals.iter().filter(|it| it.0.disk.name.device == device) {
            for (name, ..) in terminal.journals() {
                self.more.revoked.entry(name).or_insert(u64::MAX);
            }
        }
        self.faults += 1;
    }

    pub(super) fn is_revoked(&self, at: usize) -> bool {
        self.more.revoked.contains_key(&self.terminals[at].0.disk.name)
    }

    /// Whether every photograph of a laptop is there, but for those that its disk spoiled.
    pub(super) fn is_all_but_spoiled(&self, at: usize) -> bool {
        let waiting = self.terminals[at].0.blobs_waiting();
        let disk = &self.terminals[at].0.disk;
        waiting.iter().all(|digest| {
            // Headquarters lost an entry of an epoch that was closed and told nobody: it does not come again, nor does its
            // photograph.
            let is_told = self.terminals[at].0.is_told;
            let is_gone = self.lost_tail && !is_told && disk.blobs[digest].0 <= disk.start;
            self.more.spoiled.contains(digest) || is_gone
        })
    }

    /// Whether a laptop has an entry that nobody can read.
    pub(super) fn is_poisoned(&self, at: usize) -> bool {
        let disk = &self.terminals[at].0.disk;
        self.more.poisoned.keys().any(|(_, number, digest)| {
            let own = disk.entries.get(usize::try_from(*number - 1).unwrap());
            own.is_some_and(|(_, own)| own == digest)
        })
    }

    /// Everything that headquarters told a device of its entries.
    pub(super) fn findings(&mut self) -> Vec<(JournalName, u64, Finding)> {
        let ledger = &mut self.headquarters.disks.ledger;
        let devices: BTreeSet<Id> =
            ledger.heads().unwrap().into_iter().map(|(name, _)| name.device).collect();
        let mut found = Vec::new();
        for device in devices {
            let (items, _) = ledger.feed(Scope::Device(device), 0, u64::MAX).unwrap();
            for item in items {
                if let Ok(News::Verdict(told)) = item.read() {
                    found.push((told.journal, told.number, told.finding));
                }
            }
        }
        found
    }

    /// What came where and in which order, without any digest or time.
    pub(super) fn course(&mut self) -> String {
        let mut course = String::new();
        for finding in self.findings() {
            writeln!(course, "{finding:?}").unwrap();
        }
        let ledger = &mut self.headquarters.disks.ledger;
        for (name, _) in ledger.heads().unwrap() {
            let entries = ledger.entries(name, 1, u64::MAX).unwrap();
            let kinds = entries.iter().map(|(held, kept)| {
                let envelope = lucha::wire::envelope::decode(&kept.envelope).unwrap();
                (held.point.number, envelope.kind)
            });
            let kinds: Vec<(u64, u16)> = kinds.collect();
            let aside = ledger.aside(name).unwrap();
            writeln!(course, "{name:?} {aside} aside: {kinds:?}").unwrap();
        }
        course
    }
}
