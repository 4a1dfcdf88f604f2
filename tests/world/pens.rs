//! The world's pens: they move while laptops are offline, late entries become branches, and people settle some of them.

use super::dice::Seed;
use super::play::World;
use lucha::hq::answer::Seat;
use lucha::hq::hand_over::{Settle, Word, give_back, move_pen, settle};
use lucha::hq::ledger::{CaseLedger as _, Ledger, PenLedger as _};
use lucha::hq::lines::{self, Written};
use lucha::hq::offers;
use lucha::stdx::digest::Digest;
use lucha::stdx::id::Id;
use lucha::wire::entry::Kept;
use lucha::wire::envelope;
use lucha::wire::event::inspection::{RECORDED, commutes};
use lucha::wire::message::batch::{self, Content};
use lucha::wire::message::feed::{Finding, News, Scope};
use lucha::wire::message::hello::JournalName;
use lucha::wire::message::pen::{LineHead, PenMoved, Settling};
use lucha::wire::message::returned::CaseReturned;
use std::collections::{BTreeMap, BTreeSet};

/// A pen moves after one of so many steps.
const MOVES_ONE_IN: u64 = 9;
/// Two officers hand a pen over after one of so many steps.
const HANDS_ONE_IN: u64 = 16;
/// A case is given back after one of so many steps.
const RETURNS_ONE_IN: u64 = 24;
/// A person settles a branch after one of so many steps.
const SETTLES_ONE_IN: u64 = 14;

type Place = (JournalName, u64, Digest);

#[derive(Debug)]
pub struct PenPlay {
    dice: Seed,
    cases: Vec<Id>,
    /// What stood in the main line of a case when its pen moved.
    before: Vec<(PenMoved, BTreeSet<Place>)>,
    /// Branches that were seen at the end.
    pub branches: u64,
}

impl PenPlay {
    pub fn new(seed: u64) -> PenPlay {
        let dice = Seed(seed ^ 0x0070_656e);
        PenPlay { dice, cases: Vec::new(), before: Vec::new(), branches: 0 }
    }
}

/// The laptop that recorded a case.
fn recorder(case: Id) -> Id {
    Id([case.0[0] & 0x0f; 16])
}

fn place(written: &Written) -> Place {
    (written.at.journal, written.at.point.number, written.at.point.digest)
}

impl World {
    pub(super) fn pens_begin(&mut self) {
        let own = |nth: u8| [Id([0xc0 + nth; 16]), Id([0xd0 + nth; 16])];
        let devices: Vec<u8> =
            self.terminals.iter().map(|(terminal, _)| terminal.disk.name.device.0[0]).collect();
        for (terminal, _) in &mut self.terminals {
            let nth = terminal.disk.name.device.0[0];
            let others = devices.iter().filter(|other| **other != nth);
            let foreign = others.flat_map(|other| own(*other)).collect();
            self.pens.cases.extend(own(nth));
            terminal.begin_cases(&own(nth), foreign, Seed(self.pens.dice.next()));
        }
    }

    /// A headquarters that fell back to a copy may hold both words of a hand-over that it died before, and no laptop tells it
    /// of them again: a person who looks at the case has it moved.
    pub(super) fn pens_end(&mut self) {
        let (cases, now) = (self.pens.cases.iter().copied().collect(), self.now);
        let _moved =
            self.headquarters.with(|seat, ledger, _| offers::complete(seat, ledger, &cases, now));
    }

    /// Headquarters' people at work; nobody asks whether a laptop can be reached.
    pub(super) fn pens_step(&mut self) {
        if self.pens.dice.once_in(MOVES_ONE_IN) {
            self.pen_moves();
        }
        if self.pens.dice.once_in(RETURNS_ONE_IN) {
            self.case_returns();
        }
        if self.pens.dice.once_in(HANDS_ONE_IN) {
            self.pen_is_handed_over();
        }
        if self.pens.dice.once_in(SETTLES_ONE_IN) {
            self.branch_is_settled();
        }
    }

    fn word(&self) -> Word<'static> {
        Word { reason: "换人办理", by: "值班领导", at_ms: self.now }
    }

    fn some_case(&mut self) -> Id {
        let nth = self.pens.dice.below(self.pens.cases.len() as u64);
        self.pens.cases[usize::try_from(nth).unwrap()]
    }

    fn pen_moves(&mut self) {
        let case = self.some_case();
        let at = self.pens.dice.below(self.terminals.len() as u64);
        let to = self.terminals[usize::try_from(at).unwrap()].0.disk.name.device;
        self.watched(case, |seat, ledger, word| move_pen(seat, ledger, (case, to), word));
    }

    /// To the laptop of one of its entries, whoever has its pen.
    fn case_returns(&mut self) {
        let case = self.some_case();
        let main = lines::read(&mut self.headquarters.disks.ledger, case).unwrap().main;
        let nth = self.pens.dice.below(main.len() as u64);
        let Some(written) = main.get(usize::try_from(nth).unwrap()) else { return };
        let returned = CaseReturned {
            id: Id(self.pens.dice.bytes()),
            journal: written.at.journal,
            number: written.at.point.number,
            subject: case,
            document_no: String::new(),
            fields: Vec::new(),
            reason: "补正".into(),
            due: 20_261_130,
        };
        self.watched(case, |seat, ledger, word| give_back(seat, ledger, &returned, word));
    }

    /// Face to face, without headquarters: offered, and mostly taken, by who believes that he has it.
    fn pen_is_handed_over(&mut self) {
        let mut dice = self.pens.dice.clone();
        let count = self.terminals.len() as u64;
        let at = usize::try_from(dice.below(count)).unwrap();
        let other = usize::try_from(dice.below(count)).unwrap();
        let to = self.terminals[other].0.disk.name.device;
        let (giver, _) = &mut self.terminals[at];
        let from = giver.disk.name.device;
        if let Some(case) = giver.some_held(&mut dice).filter(|_| from != to) {
            let until = giver.wall_ms.saturating_add(3_600_000);
            let offer = giver.offer_pen(case, (to, until), &mut dice);
            self.entries += 1;
            if !dice.once_in(4) {
                self.terminals[other].0.take_offer(case, (from, offer), &mut dice);
                self.entries += 1;
            }
        }
        self.pens.dice = dice;
    }

    /// Has a pen moved, and remembers what stood in the main line before. Killed or full: then it moved or not, and nobody
    /// heard of it.
    fn watched<T>(&mut self, case: Id, moves: impl FnOnce(&Seat, &mut dyn Ledger, Word<'_>) -> T) {
        // What two officers handed over moves before anything else does: it is none of what is watched.
        let (cases, now) = (BTreeSet::from([case]), self.now);
        let complete = |seat: &Seat, ledger: &mut dyn Ledger| {
            offers::complete(seat, ledger, &cases, now).is_ok()
        };
        if !self.headquarters.with(|seat, ledger, _| complete(seat, ledger)) {
            return;
        }
        let ledger = &mut self.headquarters.disks.ledger;
        let main = lines::read(ledger, case).unwrap().main;
        let before = ledger.moves(case).unwrap().len();
        let word = self.word();
        let _heard = self.headquarters.with(|seat, ledger, _| moves(seat, ledger, word));
        let now = self.headquarters.disks.ledger.moves(case).unwrap();
        if now.len() > before {
            let moved = now.last().unwrap().clone();
            self.pens.before.push((moved, main.iter().map(place).collect()));
            self.faults += 1;
        }
    }

    fn branch_is_settled(&mut self) {
        let rows = self.headquarters.disks.ledger.beside(None).unwrap();
        let open: Vec<_> = rows.into_iter().filter(|row| row.settled.is_none()).collect();
        if open.is_empty() {
            return;
        }
        let dice = &mut self.pens.dice;
        let row = open[usize::try_from(dice.below(open.len() as u64)).unwrap()];
        let settling = if dice.once_in(2) { Settling::Merged } else { Settling::Dropped };
        let what = Settle { subject: row.subject, device: row.journal.device, settling };
        let word = self.word();
        let _heard = self.headquarters.with(|seat, ledger, _| settle(seat, ledger, what, word));
    }

    /// I7 and I8 of every case.
    pub(super) fn check_pens(&mut self) {
        self.check_owners();
        for case in self.pens.cases.clone() {
            self.check_case(case);
        }
        self.check_brought();
    }

    /// I22: with a pen came what stood in the main line of its case then and others had written, the same bytes.
    fn check_brought(&mut self) {
        for (moved, main) in self.pens.before.clone() {
            let ledger = &mut self.headquarters.disks.ledger;
            if self.lost_tail || !ledger.moves(moved.subject).unwrap().contains(&moved) {
                continue;
            }
            let mut told: BTreeMap<Place, Kept> = BTreeMap::new();
            for item in ledger.brought(moved.to).unwrap() {
                let Ok(News::CaseEntries(part)) = item.read() else { continue };
                let opened = part.open().unwrap_or_default();
                let at = |at: &LineHead| (at.journal, at.point.number, at.point.digest);
                told.extend(part.named.iter().map(at).zip(opened.into_iter().map(|it| it.kept)));
            }
            let missing = main.iter().find(|(journal, number, digest)| {
                let held = ledger.entries(*journal, *number, 1).unwrap().remove(0).1;
                let is_whole = batch::content(&held) != Content::Damaged;
                let known = told.get(&(*journal, *number, *digest));
                journal.device != moved.to && is_whole && known != Some(&held)
            });
            let missing = missing.copied();
            self.must("I22", missing.is_none(), || format!("{moved:?}: {missing:?} did not come"));
        }
    }

    /// I7: whatever anybody was told, no token of a case has two owners, and tokens only grow.
    fn check_owners(&mut self) {
        let mut owners: BTreeMap<(Id, u64), Id> = BTreeMap::new();
        let mut feeds = Vec::new();
        for at in 0..self.terminals.len() {
            let disk = &self.terminals[at].0.disk;
            feeds.extend(disk.news.iter().map(|(_, item)| item.clone()));
            let scope = Scope::Device(disk.name.device);
            let ledger = &mut self.headquarters.disks.ledger;
            feeds.extend(ledger.feed(scope, 0, u64::MAX).unwrap().0);
        }
        // Headquarters that lost its tail gave a token anew that a laptop knows already.
        let is_excused = self.lost_tail;
        for item in feeds {
            let Ok(News::PenMoved(moved)) = item.read() else { continue };
            let owner = *owners.entry((moved.subject, moved.token)).or_insert(moved.to);
            self.must("I7", owner == moved.to || is_excused, || format!("two owners: {moved:?}"));
        }
        for case in self.pens.cases.clone() {
            let moves = self.headquarters.disks.ledger.moves(case).unwrap();
            let grows = moves.windows(2).all(|two| two[0].token < two[1].token);
            self.must("I7", grows, || format!("{case:?}: tokens went back"));
            let main = lines::read(&mut self.headquarters.disks.ledger, case).unwrap();
            let merged: BTreeSet<Place> =
                main.branches.iter().flat_map(|branch| branch.entries.iter().map(place)).collect();
            let strange = main.main.iter().find(|written| {
                let owner = moves.iter().find(|moved| moved.token == written.token);
                let owner = owner.map(|moved| moved.to);
                let owner = if written.token == 0 { Some(recorder(case)) } else { owner };
                let is_own = owner == Some(written.at.journal.device);
                let only_adds = commutes(envelope::decode(&written.kept.envelope).unwrap().kind);
                !is_own && !only_adds && !merged.contains(&place(written))
            });
            let strange = strange.map(place);
            self.must("I7", strange.is_none(), || format!("{case:?}: {strange:?} has no pen"));
        }
    }

    /// I8: what came after the pen had moved is kept, stands beside, was told, and is in the main line only where a person
    /// merged it.
    fn check_case(&mut self, case: Id) {
        let findings: BTreeSet<(JournalName, u64)> = self
            .findings()
            .into_iter()
            .filter(|(.., finding)| *finding == Finding::StalePen)
            .map(|(journal, number, _)| (journal, number))
            .collect();
        let ledger = &mut self.headquarters.disks.ledger;
        let lines = lines::read(ledger, case).unwrap();
        let rows = ledger.beside(Some(case)).unwrap();
        let beside: BTreeMap<(JournalName, u64), Option<u64>> =
            rows.iter().map(|row| ((row.journal, row.number), row.settled)).collect();
        let moves = ledger.moves(case).unwrap();
        let before = self.pens.before.iter().filter(|(moved, _)| moves.contains(moved));
        let before: Vec<(u64, BTreeSet<Place>)> =
            before.map(|(moved, main)| (moved.token, main.clone())).collect();
        let mut held = Vec::new();
        for (journal, number) in ledger.of_subject(case).unwrap() {
            let (point, kept) = ledger.entries(journal, number, 1).unwrap().remove(0);
            let envelope = envelope::decode(&kept.envelope).unwrap();
            let place = (journal, number, point.point.digest);
            held.push((envelope.pen, envelope.kind, place));
        }
        let is_recorded = held.iter().any(|(_, kind, at)| {
            *kind == RECORDED && at.0.device == recorder(case) && !self.lost_tail
        });
        for (token, kind, place) in &held {
            let (key, only_adds) = ((place.0, place.1), commutes(*kind));
            let next = before.iter().find(|(moved, _)| moved > token);
            let is_late = next.is_some_and(|(_, main)| !main.contains(place));
            let is_foreign = *token == 0 && place.0.device != recorder(case);
            let is_beside = beside.contains_key(&key);
            let is_due = !only_adds && (is_late || is_foreign);
            self.must("I8", !is_due || is_beside, || format!("{case:?} {place:?} has no pen"));
            // What only adds needs none, and nobody moved the pen away from who recorded the case.
            let is_first = is_recorded && moves.is_empty() && *token == 0 && !is_foreign;
            let needs_none = only_adds || is_first;
            self.must("I8", !needs_none || !is_beside, || format!("{place:?} was put aside"));
            let is_told = findings.contains(&key) || self.lost_tail;
            self.must("I8", !is_beside || is_told, || format!("{place:?} is beside, untold"));
        }
        let gone = beside.keys().find(|key| !held.iter().any(|(.., at)| (at.0, at.1) == **key));
        self.must("I8", gone.is_none(), || format!("{case:?}: {gone:?} vanished"));
        let is_merged = |number: &Option<u64>| {
            let settled = lines.settlements.iter().find(|settled| Some(settled.number) == *number);
            settled.is_some_and(|settled| settled.settling == Settling::Merged)
        };
        let strange = lines.main.iter().map(place).find(|place| {
            beside.get(&(place.0, place.1)).is_some_and(|settled| !is_merged(settled))
        });
        self.must("I8", strange.is_none(), || format!("{case:?}: {strange:?} was not merged"));
        let main: BTreeSet<Place> = lines.main.iter().map(place).collect();
        let lost = lines.branches.iter().filter(|branch| is_merged(&branch.settled));
        let lost = lost.flat_map(|branch| &branch.entries).map(place).find(|at| !main.contains(at));
        self.must("I8", lost.is_none(), || {
            format!("{case:?}: {lost:?} was merged and is not there")
        });
        self.pens.branches += lines.branches.len() as u64;
    }
}
