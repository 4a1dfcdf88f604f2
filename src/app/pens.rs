//! The sides of a case: what stands on which, from this journal and headquarters' news; moves no pen.

use super::desk::Desk;
use super::view::pens::{BothSides, BranchLine, BranchState, LastMove};
use crate::stdx::clock::Moment;
use crate::stdx::id::Id;
use crate::store::StoreFault;
use crate::store::news::pen::PenNews;
use crate::wire::entry::Entry;
use crate::wire::event::inspection::{RECORDED, commutes};
use crate::wire::message::hello::JournalName;
use crate::wire::message::pen::{BranchSettled, LineHead, PenMoved, Settling};
use std::collections::{BTreeMap, BTreeSet};

/// The journal of an entry, and the token that it bears: what a branch and its settlement are known by.
type Bears = (JournalName, u64);

/// Both sides of a case with these entries; `None` where its pen never moved and nobody else wrote of it.
///
/// # Errors
/// When the journal cannot be read.
pub fn both_sides(
    desk: &Desk,
    subject: Id,
    entries: &[Entry],
) -> Result<Option<BothSides>, StoreFault> {
    let news = desk.store.pen_news(subject)?;
    if news == PenNews::default() {
        return Ok(None);
    }
    let own = desk.store.device();
    // A number of another laptop's entry says nothing of this journal.
    let entries = || entries.iter().filter(|entry| entry.came.is_none());
    let pen = news.moves.last().map(|moved| (moved.to, moved.token));
    let has_recorded = || entries().any(|entry| entry.envelope.kind == RECORDED);
    let pen = pen.or_else(|| has_recorded().then_some((own, 0)));
    // What was taken face to face is here before headquarters says so.
    let taken = desk.store.pen_token(subject)?;
    let is_taken = taken > pen.map_or(0, |(_, token)| token);
    let pen = if is_taken { Some((own, taken)) } else { pen };
    let received = desk.store.received_upto()?;
    // What was written without the pen and is not at headquarters yet will be a branch there.
    let is_late = |entry: &&Entry| {
        let number = entry.envelope.number;
        let is_own = pen == Some((own, entry.envelope.pen)) || commutes(entry.envelope.kind);
        let is_on_its_way = number > received && !is_own;
        news.beside.contains(&number) || is_on_its_way
    };
    let beside: BTreeMap<u64, Bears> = entries().filter(is_late).map(bears).collect();
    let mut branches = own_branches(desk, &news, &beside);
    branches.extend(others(desk, &news));
    let merged: BTreeSet<u64> = beside
        .iter()
        .filter(|(number, bears)| {
            let settled = settlement(&news, **number, **bears);
            settled.is_some_and(|settled| settled.settling == Settling::Merged)
        })
        .map(|(number, _)| *number)
        .collect();
    Ok(Some(BothSides {
        is_here: pen.is_some_and(|(device, _)| device == own),
        moved: news.moves.last().filter(|_| !is_taken).map(last_move),
        branches,
        beside: beside.into_keys().filter(|number| !merged.contains(number)).collect(),
    }))
}

fn bears(entry: &Entry) -> (u64, Bears) {
    let envelope = &entry.envelope;
    let journal = JournalName { device: envelope.device, epoch: envelope.epoch };
    (envelope.number, (journal, envelope.pen))
}

fn last_move(last: &PenMoved) -> LastMove {
    LastMove {
        holder: last.to.short(),
        before: last.from.short(),
        at: Moment::from_ms(last.at_ms),
        word: said(&last.by, &last.reason),
        head: (last.head.journal.device.short(), last.head.point.number),
    }
}

fn said(by: &str, reason: &str) -> String {
    if by.is_empty() { reason.into() } else { format!("{by}: {reason}") }
}

fn state(settled: &BranchSettled) -> BranchState {
    let word = said(&settled.by, &settled.reason);
    match settled.settling {
        Settling::Merged => BranchState::Merged(word),
        Settling::Dropped => BranchState::Dropped(word),
    }
}

/// What a person decided of an entry of this laptop. After a rescue the same number is another entry, of a later epoch:
/// what was settled of the one says nothing of the other.
fn settlement(news: &PenNews, number: u64, (journal, token): Bears) -> Option<&BranchSettled> {
    let span = |settled: &&BranchSettled| {
        let is_of = settled.branch.journal == journal && settled.token == token;
        is_of && (settled.first..=settled.branch.point.number).contains(&number)
    };
    news.settled.iter().find(span)
}

fn own_branches(desk: &Desk, news: &PenNews, beside: &BTreeMap<u64, Bears>) -> Vec<BranchLine> {
    let mut open: BTreeMap<Bears, (u64, u64)> = BTreeMap::new();
    for (number, bears) in beside {
        if settlement(news, *number, *bears).is_none() {
            open.entry(*bears).or_insert((*number, *number)).1 = *number;
        }
    }
    let settled = news.settled.iter().filter(|settled| is_here(desk, &settled.branch));
    let settled = settled.map(|settled| BranchLine {
        device: None,
        first: settled.first,
        last: settled.branch.point.number,
        state: state(settled),
    });
    let open = open.into_values().map(|(first, last)| BranchLine {
        device: None,
        first,
        last,
        state: BranchState::Open,
    });
    settled.chain(open).collect()
}

/// Whether this journal holds the entry: its device's, under the epoch that the number belongs to.
fn is_here(desk: &Desk, head: &LineHead) -> bool {
    head.journal == desk.store.journal_at(head.point.number)
}

/// Branches that this journal does not hold, as headquarters told them: other laptops', and what a rescue lost of this one.
fn others(desk: &Desk, news: &PenNews) -> Vec<BranchLine> {
    let settled = news.settled.iter().filter(|settled| !is_here(desk, &settled.branch));
    let mut lines: Vec<BranchLine> = settled
        .clone()
        .map(|settled| BranchLine {
            device: Some(settled.branch.journal.device.short()),
            first: settled.first,
            last: settled.branch.point.number,
            state: state(settled),
        })
        .collect();
    let mut open: BTreeMap<(JournalName, u64), (u64, u64)> = BTreeMap::new();
    for opened in &news.opened {
        let is_settled = settled.clone().any(|settled| {
            settled.branch.journal == opened.journal
                && settled.token == opened.token
                && settled.branch.point.number >= opened.head.number
        });
        if !is_settled {
            let last = opened.head.number;
            open.entry((opened.journal, opened.token)).or_insert((opened.first, last)).1 = last;
        }
    }
    lines.extend(open.into_iter().map(|((journal, _), (first, last))| BranchLine {
        device: Some(journal.device.short()),
        first,
        last,
        state: BranchState::Open,
    }));
    lines
}
