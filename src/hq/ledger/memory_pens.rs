//! Pens, branches and settlements in the memory ledger; nothing of it lasts.

use super::LedgerFault;
use super::memory::MemoryLedger;
use super::pens::{BesideRow, Move, PenLedger, told};
use crate::hq::pens::{JournalEnd, Pen};
use crate::stdx::id::Id;
use crate::wire::message::feed::{News, Scope};
use crate::wire::message::hello::JournalName;
use crate::wire::message::pen::{BranchSettled, PenMoved};
use std::collections::{BTreeMap, BTreeSet};

/// What is held of pens.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Pens {
    moves: BTreeMap<Id, Vec<PenMoved>>,
    /// Who recorded a case first, but for what stands beside it.
    recorded: BTreeMap<Id, Id>,
    /// How many left a device or came to it.
    counted: BTreeMap<Id, u64>,
    beside: BTreeMap<(Id, JournalName, u64), BesideRow>,
    settlements: BTreeMap<Id, Vec<BranchSettled>>,
}

impl Pens {
    pub(super) fn of_device(&self, device: Id) -> u64 {
        self.counted.get(&device).copied().unwrap_or(0)
    }

    pub(super) fn recorded(&mut self, subject: Id, device: Id) {
        self.recorded.entry(subject).or_insert(device);
    }

    pub(super) fn put_beside(&mut self, row: BesideRow) {
        self.beside.entry((row.subject, row.journal, row.number)).or_insert(row);
    }
}

impl PenLedger for MemoryLedger {
    fn pens(&mut self, subjects: &[Id]) -> Result<BTreeMap<Id, Pen>, LedgerFault> {
        let Pens { moves, recorded, .. } = &self.pens;
        let last = |subject: &Id| moves.get(subject).and_then(|moves| moves.last());
        let moved = |moved: &PenMoved| Pen { device: moved.to, token: moved.token };
        let pen = |subject: &Id| {
            let never = || recorded.get(subject).map(|device| Pen { device: *device, token: 0 });
            last(subject).map(moved).or_else(never)
        };
        Ok(subjects.iter().filter_map(|id| Some((*id, pen(id)?))).collect())
    }

    fn moves(&mut self, subject: Id) -> Result<Vec<PenMoved>, LedgerFault> {
        Ok(self.pens.moves.get(&subject).cloned().unwrap_or_default())
    }

    fn move_pen(&mut self, pen: &Move<'_>) -> Result<bool, LedgerFault> {
        let Move { moved, ends, beside, .. } = *pen;
        let ends_there = |(name, head): &JournalEnd| self.ends_at(*name, *head);
        let last = self.pens.moves.get(&moved.subject).and_then(|moves| moves.last());
        let is_next = last.is_none_or(|last| last.token < moved.token);
        // A journal that opened since is none of those that were read.
        let is_all = self.journals_of([moved.from, moved.to]) == ends.len();
        if !is_next || !is_all || !ends.iter().all(ends_there) {
            return Ok(false);
        }
        self.pens.moves.entry(moved.subject).or_default().push(moved.clone());
        for device in BTreeSet::from([moved.from, moved.to]) {
            *self.pens.counted.entry(device).or_default() += 1;
        }
        self.pens.beside.retain(|_, row| {
            let is_of = row.subject == moved.subject && row.journal.device == moved.to;
            !(is_of && row.token == moved.token && row.settled.is_none())
        });
        beside.iter().for_each(|row| self.pens.put_beside(*row));
        for (scope, news) in told(pen) {
            self.put(scope, &news);
        }
        Ok(true)
    }

    fn beside(&mut self, subject: Option<Id>) -> Result<Vec<BesideRow>, LedgerFault> {
        let rows = self.pens.beside.values();
        Ok(rows.filter(|row| subject.is_none_or(|id| id == row.subject)).copied().collect())
    }

    fn settle(
        &mut self,
        settled: &BranchSettled,
        news: &[(Scope, News)],
    ) -> Result<bool, LedgerFault> {
        let known = self.pens.settlements.entry(settled.subject).or_default();
        let is_of = |row: &&mut BesideRow| {
            row.subject == settled.subject
                && row.journal == settled.branch.journal
                && row.token == settled.token
                && row.number <= settled.branch.point.number
                && row.settled.is_none()
        };
        let mut open: Vec<&mut BesideRow> = self.pens.beside.values_mut().filter(is_of).collect();
        if open.is_empty() || settled.number != known.len() as u64 + 1 {
            return Ok(false);
        }
        open.iter_mut().for_each(|row| row.settled = Some(settled.number));
        known.push(settled.clone());
        for (scope, news) in news {
            self.put(*scope, news);
        }
        Ok(true)
    }

    fn settlements(&mut self, subject: Id) -> Result<Vec<BranchSettled>, LedgerFault> {
        Ok(self.pens.settlements.get(&subject).cloned().unwrap_or_default())
    }

    fn pen_cases(&mut self) -> Result<Vec<Id>, LedgerFault> {
        let settled = self.pens.settlements.iter().filter(|(_, words)| !words.is_empty());
        let mut cases: BTreeSet<Id> = self.pens.moves.keys().copied().collect();
        cases.extend(settled.map(|(subject, _)| *subject));
        Ok(cases.into_iter().collect())
    }
}
