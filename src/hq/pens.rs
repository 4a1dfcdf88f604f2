//! Whose pen an entry was written with: what stands beside the main line of its case, and who is told; pure, refuses nothing.

use super::receive::{Append, NewEntry};
use crate::stdx::id::Id;
use crate::wire::message::feed::{Finding, News, Scope, Verdict};
use crate::wire::message::hello::{JournalName, Point};
use crate::wire::message::pen::BranchOpened;
use std::collections::{BTreeMap, BTreeSet};

/// The pen of a case that moved once at least.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pen {
    /// The laptop that has it.
    pub device: Id,
    /// 1 after the first move.
    pub token: u64,
}

/// The end of a journal, as a move of a pen holds on to it.
pub type JournalEnd = (JournalName, Point);

/// Whether an entry of a case that `device` wrote under `token` stands beside the main line; `pen` is `None` for a case
/// whose pen never moved.
#[must_use]
pub fn is_beside(pen: Option<&Pen>, device: Id, token: u64) -> bool {
    match pen {
        Some(pen) => token != pen.token || device != pen.device,
        // A token that nobody gave, or that headquarters lost: people look.
        None => token != 0,
    }
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
    let mut branches: BTreeMap<(Id, u64), BranchOpened> = BTreeMap::new();
    for entry in &mut append.entries {
        let Some(subject) = entry.arrived.subject() else { continue };
        let token = entry.arrived.envelope.pen;
        if !is_beside(pens.get(&subject), journal.device, token) {
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

    #[test]
    fn the_main_line_is_written_by_the_laptop_that_has_the_pen_under_its_token_alone() {
        let (here, there) = (Id([1; 16]), Id([2; 16]));
        let pen = Pen { device: there, token: 2 };
        for (pen, device, token, wanted) in [
            (None, here, 0, false),
            (None, here, 1, true),
            (Some(&pen), here, 0, true),
            (Some(&pen), here, 2, true),
            (Some(&pen), there, 2, false),
            (Some(&pen), there, 1, true),
            (Some(&pen), there, 3, true),
        ] {
            assert_eq!(is_beside(pen, device, token), wanted, "{pen:?} {device:?} {token}");
        }
    }
}
