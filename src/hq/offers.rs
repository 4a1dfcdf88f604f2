//! A pen that two officers handed over between their laptops: moved when headquarters holds the entry that offers it and the one
//! that takes it, in either order; asks nobody.

use super::answer::{Fault, Seat};
use super::brought;
use super::ledger::{BesideRow, Ledger, Move};
use super::lines::{self, CaseLines, Written};
use super::pens::JournalEnd;
use super::prior;
use crate::domain::inspection::event::Event;
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::wire::envelope;
use crate::wire::event::handing::{PEN_OFFERED, PEN_TAKEN};
use crate::wire::event::inspection::commutes;
use crate::wire::message::batch::Arrived;
use crate::wire::message::feed::{Finding, News, Scope, Verdict};
use crate::wire::message::hello::JournalName;
use crate::wire::message::pen::{BranchOpened, LineHead, PenMoved};
use std::collections::{BTreeMap, BTreeSet};

/// How often it is made anew when entries came in between.
const TRIES_MAX: u32 = 8;
/// More moves of one case are never waiting for each other.
const CHAIN_MAX: u32 = 64;

/// Both entries of one hand-over, each where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
struct HandOver {
    offered: LineHead,
    to: Id,
    /// Of the pen before it.
    token: u64,
    reason: String,
}

/// Whether an entry is about a pen that goes from laptop to laptop.
#[must_use]
pub fn is_of_one(kind: u16) -> bool {
    kind == PEN_OFFERED || kind == PEN_TAKEN
}

/// The cases of such entries among those that came.
#[must_use]
pub fn cases(arrived: &[Arrived]) -> BTreeSet<Id> {
    let of_one = arrived.iter().filter(|entry| is_of_one(entry.envelope.kind));
    of_one.filter_map(Arrived::subject).collect()
}

/// The hand-over of the pen as it stands: offered in the main line by the laptop that has it, under its token, to the laptop
/// that took this very offer. Whether its time was over the taker's laptop has said; no clock is asked again.
fn found(case: &CaseLines, subject: Id) -> Option<HandOver> {
    let (holder, token) = case.pen()?;
    let next = token.checked_add(1)?;
    let beside = case.branches.iter().flat_map(|branch| &branch.entries);
    let takes: Vec<(Id, Digest)> = case
        .main
        .iter()
        .chain(beside)
        .filter_map(|written| {
            let event = prior::event_in(&written.kept, subject)?;
            let Event::PenTaken { from, offer, token } = event else { return None };
            ((from, token) == (holder, next)).then_some((written.at.journal.device, offer))
        })
        .collect();
    let is_holders =
        |written: &&Written| written.at.journal.device == holder && written.token == token;
    case.main.iter().filter(is_holders).find_map(|written| {
        let event = prior::event_in(&written.kept, subject)?;
        let Event::PenOffered { to, reason, .. } = event else { return None };
        let is_taken = to != holder && takes.contains(&(to, written.at.point.digest));
        is_taken.then_some(HandOver { offered: written.at, to, token, reason })
    })
}

/// Moves the pens of cases that were handed over; gives the words. What is done already is not done again.
///
/// # Errors
/// When the ledger does not answer or the key does not sign; what moved before stays so.
pub fn complete(
    seat: &Seat,
    ledger: &mut dyn Ledger,
    cases: &BTreeSet<Id>,
    at_ms: i64,
) -> Result<Vec<PenMoved>, Fault> {
    let mut moved = Vec::new();
    for subject in cases {
        // One laptop may have handed on what it took from another.
        for _ in 0..CHAIN_MAX {
            match complete_one(seat, ledger, *subject, at_ms)? {
                Some(word) => moved.push(word),
                None => break,
            }
        }
    }
    Ok(moved)
}

fn complete_one(
    seat: &Seat,
    ledger: &mut dyn Ledger,
    subject: Id,
    at_ms: i64,
) -> Result<Option<PenMoved>, Fault> {
    for _ in 0..TRIES_MAX {
        // Before the case is read: what comes behind these ends makes another try of this one.
        let ends = ledger.heads()?;
        let case = lines::read(ledger, subject)?;
        let Some(handed) = found(&case, subject) else { return Ok(None) };
        let from = handed.offered.journal.device;
        let (late, main): (Vec<&Written>, Vec<&Written>) =
            case.main.iter().partition(|written| is_late(written, &handed));
        let head = main.last().map_or(handed.offered, |written| written.at);
        let moved = PenMoved {
            headquarters: seat.headquarters,
            subject,
            token: handed.token.saturating_add(1),
            from,
            to: handed.to,
            head,
            reason: handed.reason.clone(),
            // The officers stand in both entries; headquarters only says so.
            by: String::new(),
            at_ms,
            suite: 0,
            signature: Vec::new().into(),
        };
        let moved = moved.signed(seat.signer.as_ref())?;
        let row = |written: &&Written| BesideRow {
            subject,
            journal: written.at.journal,
            number: written.at.point.number,
            token: written.token,
            settled: None,
        };
        let beside: Vec<BesideRow> = late.iter().map(row).collect();
        let comes = (subject, moved.token, handed.to);
        let mut news = brought::news(seat, ledger, comes, main.iter().copied())?;
        news.extend(told_of_late(subject, &late, handed.to));
        news.extend(acts(seat, &case, &main, &moved));
        let is_side = |(name, _): &JournalEnd| name.device == from || name.device == handed.to;
        let sides: Vec<JournalEnd> = ends.into_iter().filter(is_side).collect();
        let pen = Move { beside: &beside, news: &news, ..Move::new(&moved, &sides) };
        if ledger.move_pen(&pen)? {
            return Ok(Some(moved));
        }
    }
    Err(Fault::Crowded)
}

/// Whether the old owner wrote it behind its own offer, under the token that it gave away. A laptop's journals go on behind
/// each other, by their epochs.
fn is_late(written: &Written, handed: &HandOver) -> bool {
    let place = |at: &LineHead| (at.journal, at.point.number);
    let kind = envelope::decode(&written.kept.envelope).map_or(0, |envelope| envelope.kind);
    written.at.journal.device == handed.offered.journal.device
        && written.token == handed.token
        && place(&written.at) > place(&handed.offered)
        && !commutes(kind)
}

/// A verdict for each entry that stands beside from now on, and one word for each branch of them to the new owner.
fn told_of_late(subject: Id, late: &[&Written], to: Id) -> Vec<(Scope, News)> {
    let mut news = Vec::new();
    let mut branches: BTreeMap<JournalName, BranchOpened> = BTreeMap::new();
    for written in late {
        let (journal, head) = (written.at.journal, written.at.point);
        let (number, finding) = (head.number, Finding::StalePen);
        let verdict = Verdict { journal, number, finding, words: None };
        news.push((Scope::Device(journal.device), News::Verdict(verdict)));
        let token = written.token;
        let opened = BranchOpened { subject, journal, token, first: number, head };
        branches.entry(journal).or_insert(opened).head = head;
    }
    let opened = branches.into_values();
    news.extend(opened.map(|opened| (Scope::Device(to), News::BranchOpened(opened))));
    news
}

/// What all others are told when entries leave the main line and the new owner's come into it.
fn acts(seat: &Seat, case: &CaseLines, main: &[&Written], moved: &PenMoved) -> Vec<(Scope, News)> {
    let subject = moved.subject;
    let event = |written: &Written| prior::event_in(&written.kept, subject);
    let is_new = |branch: &&lines::Branch| {
        let is_own = (branch.journal.device, branch.token) == (moved.to, moved.token);
        is_own && branch.settled.is_none()
    };
    let new = case.branches.iter().filter(is_new).flat_map(|branch| &branch.entries);
    let before = prior::folded(subject, case.main.iter().filter_map(event));
    let after = main.iter().copied().chain(new).filter_map(event);
    let after = prior::folded(subject, after);
    let acts = prior::told(&seat.plates, &before, &after);
    acts.into_iter().map(|act| (Scope::All, act)).collect()
}
