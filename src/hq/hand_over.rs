//! The pen of a case moved to another laptop, a case given back, and a branch settled, each on a person's word: signed, kept
//! and told in one transaction; decides none of them.

use super::answer::{Fault, Seat};
use super::brought;
use super::ledger::{Ledger, Move};
use super::lines::{self, Branch, CaseLines, Written};
use super::offers;
use super::pens::JournalEnd;
use super::prior;
use crate::stdx::id::Id;
use crate::wire::message::feed::{News, Scope};
use crate::wire::message::pen::{BranchSettled, LineHead, PenMoved, Settling};
use crate::wire::message::returned::CaseReturned;
use std::collections::BTreeSet;

/// How often it is made anew when entries came in between.
const TRIES_MAX: u32 = 8;

/// Why nothing was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cannot {
    /// Nothing of the case is held.
    NoCase,
    /// The laptop has its pen already.
    HasIt,
    /// There is no open branch of that journal.
    NoBranch,
}

/// A person's word: who answers for it, why, and when by headquarters' clock.
#[derive(Clone, Copy, Debug)]
pub struct Word<'a> {
    /// Why.
    pub reason: &'a str,
    /// Who answers for it.
    pub by: &'a str,
    /// Milliseconds since 1970.
    pub at_ms: i64,
}

/// Moves the pen of a case to `to`, under a token that the case never had.
///
/// # Errors
/// When the ledger does not answer or the key does not sign; nothing moved then.
pub fn move_pen(
    seat: &Seat,
    ledger: &mut dyn Ledger,
    (subject, to): (Id, Id),
    word: Word<'_>,
) -> Result<Result<PenMoved, Cannot>, Fault> {
    raise(seat, ledger, (subject, to), (word, None))
}

/// Gives a case back (退回补正) to the laptop whose entry was looked at, and its pen with it: under a token that the case never
/// had, also where the pen never left that laptop. Whoever goes on without having heard of it writes a branch.
///
/// # Errors
/// As `move_pen`.
pub fn give_back(
    seat: &Seat,
    ledger: &mut dyn Ledger,
    returned: &CaseReturned,
    word: Word<'_>,
) -> Result<Result<PenMoved, Cannot>, Fault> {
    let to = returned.journal.device;
    raise(seat, ledger, (returned.subject, to), (word, Some(returned)))
}

fn raise(
    seat: &Seat,
    ledger: &mut dyn Ledger,
    (subject, to): (Id, Id),
    (word, returned): (Word<'_>, Option<&CaseReturned>),
) -> Result<Result<PenMoved, Cannot>, Fault> {
    offers::complete(seat, ledger, &BTreeSet::from([subject]), word.at_ms)?;
    let item = |returned: &CaseReturned| (Scope::Device(to), News::CaseReturned(returned.clone()));
    let returns: Vec<(Scope, News)> = returned.map(item).into_iter().collect();
    for _ in 0..TRIES_MAX {
        // Before the case is read: what comes behind these ends makes another try of this one.
        let ends = ledger.heads()?;
        let case = lines::read(ledger, subject)?;
        let (Some((from, _)), Some(head)) = (case.pen(), case.head()) else {
            return Ok(Err(Cannot::NoCase));
        };
        if from == to && returned.is_none() {
            return Ok(Err(Cannot::HasIt));
        }
        let moved = PenMoved {
            headquarters: seat.headquarters,
            subject,
            token: case.next_token(),
            from,
            to,
            head,
            reason: word.reason.into(),
            by: word.by.into(),
            at_ms: word.at_ms,
            suite: 0,
            signature: Vec::new().into(),
        };
        let moved = moved.signed(seat.signer.as_ref())?;
        let is_side = |(name, _): &JournalEnd| name.device == from || name.device == to;
        let sides: Vec<JournalEnd> = ends.into_iter().filter(is_side).collect();
        // The case itself before what is asked of it.
        let comes = (subject, moved.token, to);
        let mut news = brought::news(seat, ledger, comes, case.main.iter())?;
        news.extend(returns.iter().cloned());
        if ledger.move_pen(&Move { news: &news, ..Move::new(&moved, &sides) })? {
            return Ok(Ok(moved));
        }
    }
    Err(Fault::Crowded)
}

/// What a person decided of the oldest open branch of a device in a case.
#[derive(Clone, Copy, Debug)]
pub struct Settle {
    /// The case.
    pub subject: Id,
    /// Who wrote the branch.
    pub device: Id,
    /// What becomes of it.
    pub settling: Settling,
}

/// Settles a branch as it stands: what comes later of it is another one.
///
/// # Errors
/// When the ledger does not answer or the key does not sign; nothing is settled then.
pub fn settle(
    seat: &Seat,
    ledger: &mut dyn Ledger,
    settle: Settle,
    word: Word<'_>,
) -> Result<Result<BranchSettled, Cannot>, Fault> {
    let Settle { subject, device, settling } = settle;
    offers::complete(seat, ledger, &BTreeSet::from([subject]), word.at_ms)?;
    for _ in 0..TRIES_MAX {
        let case = lines::read(ledger, subject)?;
        let is_open =
            |branch: &&Branch| branch.journal.device == device && branch.settled.is_none();
        let open = case.branches.iter().find(is_open);
        let Some((branch, head)) = open.and_then(|open| Some((open, open.head()?))) else {
            return Ok(Err(Cannot::NoBranch));
        };
        // How the case began may have been lost with an epoch: then its branches are all that is held of it.
        let main = case.head().unwrap_or(head);
        let settled = BranchSettled {
            headquarters: seat.headquarters,
            subject,
            number: case.settlements.len() as u64 + 1,
            settling,
            token: branch.token,
            first: branch.entries.first().map_or(head, |first| first.at).point.number,
            main,
            branch: head,
            reason: word.reason.into(),
            by: word.by.into(),
            at_ms: word.at_ms,
            suite: 0,
            signature: Vec::new().into(),
        };
        let settled = settled.signed(seat.signer.as_ref())?;
        let mut news = told(seat, &case, branch, &settled);
        if let Some((holder, token)) = case.pen()
            && settling == Settling::Merged
        {
            // Who writes the case has all of its main line.
            let comes = (subject, token, holder);
            news.extend(brought::news(seat, ledger, comes, branch.entries.iter())?);
        }
        if ledger.settle(&settled, &news)? {
            return Ok(Ok(settled));
        }
    }
    Err(Fault::Crowded)
}

/// The settlement to each laptop that wrote the case or has its pen; with a merged branch what its entries give all others
/// to know.
fn told(
    seat: &Seat,
    case: &CaseLines,
    branch: &Branch,
    settled: &BranchSettled,
) -> Vec<(Scope, News)> {
    let mut sides: BTreeSet<Id> = case.moves.iter().map(|moved| moved.to).collect();
    sides.extend(case.main.iter().map(|written| written.at.journal.device));
    sides.insert(branch.journal.device);
    let word = |device| (Scope::Device(device), News::BranchSettled(settled.clone()));
    let mut news: Vec<(Scope, News)> = sides.into_iter().map(word).collect();
    if settled.settling == Settling::Merged {
        let subject = settled.subject;
        let event = |written: &Written| prior::event_in(&written.kept, subject);
        let main = || case.main.iter().filter_map(event);
        let before = prior::folded(subject, main());
        let after = prior::folded(subject, main().chain(branch.entries.iter().filter_map(event)));
        let acts = prior::told(&seat.plates, &before, &after);
        news.extend(acts.into_iter().map(|act| (Scope::All, act)));
    }
    news
}

/// Where a side of a case ends, as people are told it.
#[must_use]
pub fn named(head: LineHead) -> String {
    let LineHead { journal, point } = head;
    format!("{}/{}/{}", journal.device, journal.epoch, point.number)
}
