//! Laptops that bear for each other in a seeded world: the real giver, bearer, delivery and headquarters' post, over lines
//! that are cut; by whatever ways entries come, headquarters holds each once, and none is lost.

use super::headquarters::{Headquarters, ID, identity};
use super::line::{Heard, Release, SimLine};
use super::stick::enrolled;
use super::terminal::Terminal;
use super::{Driver, End, Seed, Session, Thrift, Turn};
use lucha::hq::ledger::Ledger as _;
use lucha::stdx::files::Ground;
use lucha::stdx::id::Id;
use lucha::stdx::memory;
use lucha::stdx::secret::Key;
use lucha::sync::driver::Cut;
use lucha::sync::relay::bearer::{Bearer, Met};
use lucha::sync::relay::deliver::Delivered;
use lucha::sync::relay::giver::{self, Deal, GiveFault};
use lucha::sync::relay::keep::Keep;
use lucha::sync::relay::{Mate, RelayFault, deliver};
use lucha::wire::message::relay::{NoRelay, Relay, Relayed};
use lucha::wire::relay_note::Stage;
use std::path::Path;
use std::sync::Arc;

#[path = "buddy_cases.rs"]
mod buddy_cases;

const LAPTOPS: u8 = 3;
const CODE: &str = "402117";
/// Turns of a session, at most.
const TURNS_MAX: u32 = 400;

struct Laptop {
    terminal: Terminal,
    /// Its own disk, as far as it is others'.
    ground: Ground,
    keep: Keep,
}

struct Town {
    headquarters: Headquarters,
    laptops: Vec<Laptop>,
    dice: Seed,
    past: Vec<Heard>,
    now: i64,
    /// A line is cut once in so many; 0: never.
    cut_once_in: u64,
    faults: u64,
    more: Seed,
    forged: bool,
    delivered: u32,
}

/// The line between two laptops: a question or its answer may be lost, and a question may come twice.
struct Air<'a> {
    bearer: Bearer<'a>,
    dice: &'a mut Seed,
    cut_once_in: u64,
}

impl Air<'_> {
    fn fault(&mut self) -> bool {
        self.cut_once_in > 0 && self.dice.once_in(self.cut_once_in)
    }
}

impl Mate for Air<'_> {
    fn ask(&mut self, question: &Relay) -> Result<Relayed, Cut> {
        let cut = || Err(Cut::Line("cut".into()));
        if self.fault() {
            return cut();
        }
        if self.fault() {
            let _twice = self.bearer.answer(question);
        }
        let answer = self.bearer.answer(question);
        if self.fault() { cut() } else { Ok(answer) }
    }
}

impl Town {
    fn new(seed: u64) -> Town {
        let mut dice = Seed(seed);
        let mut headquarters = Headquarters::new();
        let mut laptops = Vec::new();
        for nth in 1..=LAPTOPS {
            let terminal = Terminal::new(Id([nth; 16]), &mut dice);
            let ledger = &mut headquarters.disks.ledger;
            ledger.enrol(terminal.disk.name, 1, &terminal.public_key()).unwrap();
            headquarters.grant(terminal.disk.name.device, 20);
            let ground = memory::ground();
            let keep = Keep::at(Arc::clone(&ground), "/relay".into());
            laptops.push(Laptop { terminal, ground, keep });
        }
        Town {
            headquarters,
            laptops,
            dice,
            past: Vec::new(),
            now: 1_764_000_000_000,
            cut_once_in: 12,
            faults: 0,
            more: Seed(seed ^ 0x6275_6464_7900),
            forged: false,
            delivered: 0,
        }
    }

    fn any(&mut self) -> usize {
        usize::try_from(self.dice.below(u64::from(LAPTOPS))).unwrap()
    }

    fn step(&mut self) {
        let at = self.any();
        match self.dice.below(10) {
            0..=3 => {
                let _number = self.laptops[at].terminal.commit(&mut self.dice);
            }
            4..=6 => {
                let other = (at + 1 + self.any() % 2) % usize::from(LAPTOPS);
                self.meet(at, other);
            }
            7 | 8 => self.deliver(at),
            _ => {
                self.sync(at, 30);
            }
        }
        self.now += 60_000;
    }

    fn meet(&mut self, from: usize, to: usize) {
        let secret = Key::new(self.dice.bytes());
        let [giver, bearer] = self.laptops.get_disjoint_mut([from, to]).unwrap();
        let (peer, key) = (bearer.terminal.disk.name, identity());
        let bearer = Bearer {
            keep: &bearer.keep,
            journal: peer,
            headquarters: ID,
            code: CODE,
            secret: &secret,
            peer: giver.terminal.disk.name.device,
            is_revoked: false,
            now_ms: self.now,
            met: Met::default(),
        };
        let mut air = Air { bearer, dice: &mut self.dice, cut_once_in: self.cut_once_in };
        let enrolled = enrolled();
        let deal = Deal {
            enrolled: &enrolled,
            key: &key,
            ground: &giver.ground,
            folder: Path::new("/relay/own"),
            secret: &secret,
            code: CODE,
            peer: peer.device,
            now_ms: self.now,
        };
        match giver::give(&mut giver.terminal, &deal, &mut air, &mut |_| true) {
            Ok(given) => assert!(!given.stopped && given.brought.end.is_none(), "{given:?}"),
            Err(GiveFault::Relay(RelayFault::Cut(_))) => self.faults += 1,
            Err(GiveFault::Relay(RelayFault::Refused(NoRelay::Full))) => {}
            Err(other) => panic!("{other}"),
        }
    }

    /// A laptop and its own line to headquarters.
    fn on_line(&mut self, at: usize) -> (&mut Laptop, SimLine<'_>) {
        let line = SimLine {
            headquarters: &mut self.headquarters,
            dice: &mut self.dice,
            past: &mut self.past,
            now: self.now,
            fault_once_in: self.cut_once_in,
            faults: &mut self.faults,
            more_once_in: 0,
            proxy: None,
            more: &mut self.more,
            release: Release::This,
            forged: &mut self.forged,
        };
        (&mut self.laptops[at], line)
    }

    fn deliver(&mut self, at: usize) {
        match self.delivery(at, &mut || true) {
            Ok(done) => {
                assert_eq!((done.refused, done.stopped, done.damaged), (0, false, None));
                self.delivered += done.bundles;
            }
            Err(RelayFault::Cut(_)) => {}
            Err(other) => panic!("{other}"),
        }
        self.look(at);
    }

    fn delivery(
        &mut self,
        at: usize,
        goes_on: &mut dyn FnMut() -> bool,
    ) -> Result<Delivered, RelayFault> {
        let now = self.now;
        let (laptop, mut line) = self.on_line(at);
        let name = laptop.terminal.disk.name;
        deliver::deliver(&laptop.keep, (name, ID), &mut line, now, goes_on)
    }

    /// What is said to be delivered is at headquarters.
    fn look(&mut self, at: usize) {
        for note in self.laptops[at].keep.notes().unwrap() {
            if matches!(note.stage, Stage::Delivered | Stage::HandedOver) {
                let row = self.headquarters.disks.ledger.journal(note.journal).unwrap().unwrap();
                let (held, upto) = (row.head.number, note.load.upto);
                assert!(held >= upto, "delivered up to {upto}, held up to {held}");
            }
        }
    }

    /// A session over the laptop's own line; whether it came to its end.
    fn sync(&mut self, at: usize, turns: u32) -> bool {
        let session = Session::new(ID, Thrift { photographs: true });
        let mut driver = Driver::new(session, identity());
        for _ in 0..turns {
            let (laptop, mut line) = self.on_line(at);
            let turn = driver.turn(&mut laptop.terminal, &mut line).unwrap();
            match turn {
                Turn::Go => {}
                Turn::Wait(ms) => self.now += i64::try_from(ms).unwrap(),
                Turn::End(end) => return end == End::Done,
            }
        }
        false
    }

    /// Everything that goes, goes: what is borne first, then by each laptop's own line, then the answers.
    fn settle(&mut self) {
        self.cut_once_in = 0;
        let all = 0..usize::from(LAPTOPS);
        for at in all.clone() {
            self.deliver(at);
        }
        for at in all.clone() {
            assert!(self.sync(at, TURNS_MAX), "laptop {at} comes to no end");
        }
        for from in all.clone() {
            for to in all.clone().filter(|to| *to != from) {
                self.meet(from, to);
            }
        }
        for at in all.clone() {
            self.deliver(at);
        }
        // News of an answer may have become an entry.
        for at in all {
            assert!(self.sync(at, TURNS_MAX), "laptop {at} comes to no end");
        }
    }

    fn hold(&mut self, seed: u64) {
        for laptop in &self.laptops {
            let (terminal, name) = (&laptop.terminal, laptop.terminal.disk.name);
            let ledger = &mut self.headquarters.disks.ledger;
            let row = ledger.journal(name).unwrap().unwrap();
            assert_eq!((row.head, terminal.acknowledged()), (terminal.head(), terminal.head()));
            assert_eq!(ledger.aside(name).unwrap(), 0, "seed {seed}");
            let held = ledger.entries(name, 1, row.head.number).unwrap();
            assert_eq!(held.len(), terminal.disk.entries.len(), "seed {seed}: none twice");
            for ((point, kept), (own, digest)) in held.iter().zip(&terminal.disk.entries) {
                assert!(kept == own && point.point.digest == *digest, "seed {seed}: {point:?}");
            }
            assert_eq!(terminal.blobs_missing(), 0, "seed {seed}");
            for note in laptop.keep.notes().unwrap() {
                let is_over = !matches!(note.stage, Stage::Held | Stage::Refused);
                assert!(is_over, "seed {seed}: {note:?}");
            }
        }
    }
}

#[test]
fn laptops_that_bear_for_each_other_lose_and_double_nothing() {
    let (mut delivered, mut faults) = (0, 0);
    for seed in 0..crate::crash::asked("LUCHA_BUDDIES", 60) {
        let mut town = Town::new(seed);
        for _ in 0..80 {
            town.step();
        }
        town.settle();
        town.hold(seed);
        delivered += town.delivered;
        faults += town.faults;
    }
    assert!(delivered > 60 && faults > 500, "{delivered} bundles, {faults} faults");
}
