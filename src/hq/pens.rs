//! Whose pen an entry was written with: what stands beside the main line of its case, and who is told; pure, refuses nothing.

use super::receive::{Append, NewEntry};
use crate::domain::inspection::PENS_UNHEARD_MAX;
use crate::stdx::id::Id;
use crate::wire::event::inspection::{RECORDED, commutes};
use crate::wire::message::feed::{Finding, News, Scope, Verdict};
use crate::wire::message::hello::{JournalName, Point};
use crate::wire::message::pen::BranchOpened;
use std::collections::{BTreeMap, BTreeSet};

/// The pen of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pen {
    /// The laptop that has it.
    pub device: Id,
    /// 0 while it is with the laptop that recorded the case, 1 after the first move.
    pub token: u64,
}

/// The end of a journal, as a move of a pen holds on to it.
pub type JournalEnd = (JournalName, Point);

/// Whether an entry of a case that `device` wrote, of this kind and under this token, stands beside the main line; `pen` is
/// `None` for a case that nobody has recorded yet: whoever writes of it has no pen, or headquarters lost how it began, and
/// people look.
#[must_use]
pub fn is_beside(pen: Option<&Pen>, device: Id, (kind, token): (u16, u64)) -> bool {
    let is_its = |pen: &Pen| token == pen.token && device == pen.device;
    let given = pen.map_or(0, |pen| pen.token);
    is_made_up(given, token) || (!commutes(kind) && !pen.is_some_and(is_its))
}

/// Whether a token is further above the last that headquarters gave than laptops can have come without it: whatever bears it
/// stands beside.
fn is_made_up(given: u64, token: u64) -> bool {
    token > given.saturating_add(PENS_UNHEARD_MAX)
}

/// A token as every ledger keeps it: what is higher than a database counts is one of those that were made up.
#[must_use]
pub fn kept(token: u64) -> u64 {
    token.min(i64::MAX.unsigned_abs())
}

/// The cases that a plan's entries belong to.
#[must_use]
pub fn cases(append: &Append) -> Vec<Id> {
    let subjects: BTreeSet<Id> =
        append.entries.iter().filter_map(|entry| entry.arrived.subject()).collect();
    subjects.into_iter().collect()
}

/// Marks the entries of a plan that stand beside the main line, and puts to them what is told of it: a verdict for each to
/// its writer, and one word for each branch to the laptop that has the pen.
pub fn mark(append: &mut Append, pens: &BTreeMap<Id, Pen>) {
    let journal = append.journal;
    let mut pens = pens.clone();
    let mut branches: BTreeMap<(Id, u64), BranchOpened> = BTreeMap::new();
    for entry in &mut append.entries {
        let Some(subject) = entry.arrived.subject() else { continue };
        let (kind, token) = (entry.arrived.envelope.kind, entry.arrived.envelope.pen);
        if (kind, token) == (RECORDED, 0) {
            pens.entry(subject).or_insert(Pen { device: journal.device, token });
        }
        if !is_beside(pens.get(&subject), journal.device, (kind, token)) {
            continue;
        }
        entry.beside = true;
        entry.news.push(verdict(journal, entry));
        let head = entry.arrived.point();
        let first = head.number;
        let opened = BranchOpened { subject, journal, token, first, head };
        branches.entry((subject, token)).or_insert(opened).head = head;
    }
    for opened in branches.into_values() {
        let Some(pen) = pens.get(&opened.subject) else { continue };
        let last = append.entries.iter_mut().find(|entry| entry.arrived.point() == opened.head);
        if let Some(last) = last.filter(|_| pen.device != journal.device) {
            last.news.push((Scope::Device(pen.device), News::BranchOpened(opened)));
        }
    }
}

fn verdict(journal: JournalName, entry: &NewEntry) -> (Scope, News) {
    let number = entry.arrived.envelope.number;
    let verdict = Verdict { journal, number, finding: Finding::StalePen, words: None };
    (Scope::Device(journal.device), News::Verdict(verdict))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::event::inspection::OF_FACTS;

    #[test]
    fn the_main_line_is_written_by_the_laptop_that_has_the_pen_under_its_token_alone() {
        let (here, there) = (Id([1; 16]), Id([2; 16]));
        let (moved, never) = (Pen { device: there, token: 2 }, Pen { device: here, token: 0 });
        for (pen, device, token, wanted) in [
            (None, here, 0, true),
            (None, here, 1, true),
            (Some(&never), here, 0, false),
            (Some(&never), here, 1, true),
            (Some(&never), there, 0, true),
            (Some(&never), there, 1, true),
            (Some(&moved), here, 0, true),
            (Some(&moved), here, 2, true),
            (Some(&moved), there, 2, false),
            (Some(&moved), there, 1, true),
            (Some(&moved), there, 3, true),
        ] {
            for kind in OF_FACTS {
                let is_beside = is_beside(pen, device, (kind, token));
                assert_eq!(is_beside, wanted, "{pen:?} {device:?} {kind} {token}");
            }
        }
    }

    #[test]
    fn a_token_that_was_made_up_stands_beside_whatever_bears_it() {
        let here = Id([1; 16]);
        let pen = Pen { device: here, token: 2 };
        for (token, wanted) in [(2 + PENS_UNHEARD_MAX, false), (3 + PENS_UNHEARD_MAX, true)] {
            assert_eq!(is_beside(Some(&pen), here, (112, token)), wanted, "{token}");
        }
        assert!(is_beside(None, here, (112, u64::MAX)));
    }

    /// A photograph, and a clock that made a step: what only adds is nobody's to keep out.
    #[test]
    fn what_only_adds_to_a_case_needs_no_pen() {
        let (here, there) = (Id([1; 16]), Id([2; 16]));
        let pen = Pen { device: there, token: 2 };
        for (kind, wanted) in [(112, false), (10, false), (101, true), (105, true), (9_000, true)] {
            for (pen, device, token) in
                [(None, here, 0), (Some(&pen), here, 0), (Some(&pen), there, 1)]
            {
                assert_eq!(is_beside(pen, device, (kind, token)), wanted, "{kind} {pen:?} {token}");
            }
        }
    }
}
