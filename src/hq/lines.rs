//! A case as headquarters holds it: its main line in the order of its pens, and the branches beside it; changes neither.

use super::answer::Fault;
use super::ledger::{BesideRow, Ledger};
use super::pens;
use crate::domain::inspection::PENS_UNHEARD_MAX;
use crate::stdx::id::Id;
use crate::wire::entry::Kept;
use crate::wire::envelope;
use crate::wire::event::inspection::RECORDED;
use crate::wire::message::hello::JournalName;
use crate::wire::message::pen::{BranchSettled, LineHead, PenMoved, Settling};
use std::collections::{BTreeMap, BTreeSet};

/// An entry of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Where it stands.
    pub at: LineHead,
    /// Under which token of the pen.
    pub token: u64,
    /// Its bytes.
    pub kept: Kept,
    is_merged: bool,
    /// When headquarters received it, of an entry that records the case.
    recorded_ms: Option<i64>,
}

/// Entries that one journal wrote under a token that was not the pen's, as far as one settlement goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    /// Whose.
    pub journal: JournalName,
    /// What its entries bear.
    pub token: u64,
    /// In their order, one at least.
    pub entries: Vec<Written>,
    /// Number of its settlement; `None` while it is open.
    pub settled: Option<u64>,
}

/// Both sides of a case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseLines {
    /// What counts, in its order; merged branches stand behind the head that they were merged behind.
    pub main: Vec<Written>,
    /// What stands beside it or stood beside it once, in the order of journals, tokens and entries.
    pub branches: Vec<Branch>,
    /// Where its pen went, in the order of the tokens.
    pub moves: Vec<PenMoved>,
    /// What people decided, in its order.
    pub settlements: Vec<BranchSettled>,
}

impl Branch {
    /// Its last entry.
    #[must_use]
    pub fn head(&self) -> Option<LineHead> {
        self.entries.last().map(|entry| entry.at)
    }
}

impl CaseLines {
    /// The last entry of the main line; `None` when nothing is held of it.
    #[must_use]
    pub fn head(&self) -> Option<LineHead> {
        self.main.last().map(|entry| entry.at)
    }

    /// The laptop that has the pen, and its token; `None` when nothing is held.
    #[must_use]
    pub fn pen(&self) -> Option<(Id, u64)> {
        let moved = self.moves.last().map(|moved| (moved.to, moved.token));
        moved.or_else(|| Some((self.recorder()?, 0)))
    }

    /// The laptop that recorded the case, whoever else wrote of it; where its recording never came, the first of those that a
    /// person merged.
    fn recorder(&self) -> Option<Id> {
        let own = self.main.iter().filter(|written| !written.is_merged);
        let recorded = own.filter(|written| written.recorded_ms.is_some());
        let first = recorded.min_by_key(|written| written.recorded_ms);
        Some(
            first.or_else(|| self.main.iter().find(|written| written.is_merged))?.at.journal.device,
        )
    }

    /// A token that no entry and no move of the case ever bore.
    #[must_use]
    pub fn next_token(&self) -> u64 {
        let given = self.moves.iter().map(|moved| moved.token).max().unwrap_or(0);
        let borne: BTreeSet<u64> = self.branches.iter().map(|branch| branch.token).collect();
        // What is further off was made up: it must not carry every later token with it.
        let honest = given.saturating_add(PENS_UNHEARD_MAX);
        let last = borne.range(..=honest).next_back().copied().unwrap_or(0).max(given);
        let mut next = last.saturating_add(1);
        while borne.contains(&next) && next < u64::MAX {
            next += 1;
        }
        next
    }
}

/// Reads a case.
///
/// # Errors
/// When the ledger does not answer.
pub fn read(ledger: &mut dyn Ledger, subject: Id) -> Result<CaseLines, Fault> {
    let beside: BTreeMap<(JournalName, u64), BesideRow> = ledger
        .beside(Some(subject))?
        .into_iter()
        .map(|row| ((row.journal, row.number), row))
        .collect();
    let mut lines = CaseLines {
        moves: ledger.moves(subject)?,
        settlements: ledger.settlements(subject)?,
        ..CaseLines::default()
    };
    let mut branches: BTreeMap<(JournalName, u64, Option<u64>), Vec<Written>> = BTreeMap::new();
    for (journal, number) in ledger.of_subject(subject)? {
        let held = ledger.entries(journal, number, 1)?.into_iter().next();
        let Some((held, kept)) = held.filter(|(held, _)| held.point.number == number) else {
            continue;
        };
        let (token, kind) = envelope::decode(&kept.envelope)
            .map_or((0, 0), |envelope| (pens::kept(envelope.pen), envelope.kind));
        let at = LineHead { journal, point: held.point };
        let recorded_ms = (kind == RECORDED).then_some(held.received_ms);
        let written = Written { at, token, kept, is_merged: false, recorded_ms };
        match beside.get(&(journal, number)) {
            None => lines.main.push(written),
            // The newest settlement sorts before what is open.
            Some(row) => branches
                .entry((journal, token, row.settled.or(Some(u64::MAX))))
                .or_default()
                .push(written),
        }
    }
    lines.main.sort_by_key(|written| (written.token, written.at.journal, written.at.point.number));
    lines.branches = branches
        .into_iter()
        .map(|((journal, token, settled), entries)| {
            let settled = settled.filter(|number| *number != u64::MAX);
            Branch { journal, token, entries, settled }
        })
        .collect();
    merge(&mut lines);
    Ok(lines)
}

/// Puts each merged branch behind the head that its settlement names, and behind what was merged there before.
fn merge(lines: &mut CaseLines) {
    let CaseLines { main, branches, settlements, .. } = lines;
    for settled in settlements.iter().filter(|settled| settled.settling == Settling::Merged) {
        let Some(branch) = branches.iter().find(|branch| branch.settled == Some(settled.number))
        else {
            continue;
        };
        let named = main.iter().position(|written| written.at == settled.main);
        let mut at = named.map_or(main.len(), |at| at + 1);
        while main.get(at).is_some_and(|written| written.is_merged) {
            at += 1;
        }
        let merged =
            branch.entries.iter().map(|written| Written { is_merged: true, ..written.clone() });
        main.splice(at..at, merged);
    }
}
