//! Reads again what headquarters keeps: a journal, whose every entry follows the one before up to its head and is signed and
//! whole; photographs and pages; and headquarters' own words about pens; mends nothing.

use super::answer::Fault;
use super::ledger::{JournalRow, Ledger, LedgerFault};
use super::photographs::Photographs;
use super::receive::HeldPoint;
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::wire::entry::Kept;
use crate::wire::envelope::{self, Envelope};
use crate::wire::head::SignedHead;
use crate::wire::message::feed::{Finding, News, Scope, kind};
use crate::wire::message::hello::{JournalName, Point};
use crate::wire::message::pen::{BranchSettled, PenMoved};
use crate::wire::signer::Identity;
use crate::wire::suite::Suite;
use std::collections::{BTreeMap, BTreeSet};

/// Bytes of a feed that are looked through at once.
const FEED_BYTES: u64 = 256 * 1024;
/// Photographs that are asked for at once.
const AT_ONCE: u64 = 1_000;
/// So many that are gone are named with their entries; a keep that lost all of them is not read into memory.
const NAMED_MAX: usize = 10_000;

/// What does not hold in a journal, each with the number of its entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// It does not follow the one before it, and nothing behind it was read.
    Chain(u64),
    /// Its payload is not the one that its envelope names, and it did not come so: its laptop was told nothing.
    Payload(u64),
    /// The device's signature up to it is not there, or is not the device's.
    Signature(u64),
    /// It names a photograph or page that was received whole and is gone.
    Photograph(u64, Digest, Loss),
}

/// How a photograph or page that was received whole is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// The keep has nothing under its digest.
    Missing,
    /// The keep has other bytes there.
    Changed,
}

/// Photographs and pages as the keep has them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shelf {
    /// Those that are as they were received.
    pub held: u64,
    /// Those that are gone.
    pub lost: u64,
    /// The first of those by their digests.
    pub named: BTreeMap<Digest, Loss>,
}

/// Entries read, or what does not hold of them.
///
/// # Errors
/// When the ledger does not answer.
pub fn journal(
    ledger: &mut dyn Ledger,
    name: JournalName,
    head: Point,
    at_once: u64,
) -> Result<Result<u64, Vec<Flaw>>, LedgerFault> {
    let (read, flaws) = journal_with(ledger, (name, head), at_once, &BTreeMap::new())?;
    Ok(if flaws.is_empty() { Ok(read) } else { Err(flaws) })
}

/// How many entries were read and what does not hold of them, where these photographs are gone.
///
/// # Errors
/// As `journal`.
pub fn journal_with(
    ledger: &mut dyn Ledger,
    (name, head): (JournalName, Point),
    at_once: u64,
    lost: &BTreeMap<Digest, Loss>,
) -> Result<(u64, Vec<Flaw>), LedgerFault> {
    let row = ledger.journal(name)?;
    let start = row.as_ref().map_or(Point::START, |row| row.start);
    let mut signatures =
        Signatures { name, key: row.as_ref().and_then(key_of), next: None, upto: start };
    signatures.advance(ledger)?;
    let (mut last, mut flaws, mut other) = (start, Vec::new(), Vec::new());
    'read: while last.number < head.number {
        // What came since the head was asked for is not read.
        let count = at_once.min(head.number - last.number);
        let entries = ledger.entries(name, last.number + 1, count)?;
        if entries.is_empty() {
            flaws.push(Flaw::Chain(last.number + 1));
            break;
        }
        for (held, kept) in entries {
            let Some(envelope) = follows(name, last, &held, &kept) else {
                flaws.push(Flaw::Chain(last.number + 1));
                break 'read;
            };
            last = held.point;
            if envelope.suite.digest(&[&kept.salt, &kept.payload]) != envelope.payload {
                other.push(last.number);
            }
            flaws.extend(signatures.check(ledger, last)?);
            for blob in &envelope.blobs {
                let loss = lost.get(&blob.digest);
                flaws.extend(loss.map(|loss| Flaw::Photograph(last.number, blob.digest, *loss)));
            }
        }
    }
    if last.number >= head.number {
        flaws.extend((last != head).then_some(Flaw::Chain(head.number)));
        // Who signed less than is held signed not the rest.
        flaws.extend((signatures.upto != last).then_some(Flaw::Signature(head.number)));
    }
    if !other.is_empty() {
        // One that came so was kept so, and one that was pruned on its laptop came so.
        let told = told_damaged(ledger, name)?;
        flaws.extend(other.into_iter().filter(|at| !told.contains(at)).map(Flaw::Payload));
    }
    Ok((last.number - start.number, flaws))
}

/// The envelope of an entry that follows `last` in its journal.
fn follows(name: JournalName, last: Point, held: &HeldPoint, kept: &Kept) -> Option<Envelope> {
    let envelope = envelope::decode(&kept.envelope).ok()?;
    let (number, digest) = (last.number + 1, envelope.suite.digest(&[&kept.envelope]));
    let follows = envelope.number == number
        && held.point == (Point { number, digest })
        && envelope.previous == last.digest
        && (envelope.device, envelope.epoch) == (name.device, name.epoch);
    follows.then_some(envelope)
}

fn key_of(row: &JournalRow) -> Option<(Suite, Identity)> {
    let suite = Suite::from_byte(row.suite)?;
    Some((suite, Identity::new(suite, &row.public_key).ok()?))
}

/// The signatures of a journal, one behind the other: each append left one, over its last entry.
struct Signatures {
    name: JournalName,
    key: Option<(Suite, Identity)>,
    /// The next one: number, the suite's byte, signature.
    next: Option<(u64, u8, Vec<u8>)>,
    /// The last entry that one stood at.
    upto: Point,
}

impl Signatures {
    fn advance(&mut self, ledger: &mut dyn Ledger) -> Result<(), LedgerFault> {
        self.next = ledger.signature_from(self.name, self.upto.number + 1)?;
        Ok(())
    }

    /// What is wrong with the signature that stands at this entry, if one does.
    fn check(&mut self, ledger: &mut dyn Ledger, at: Point) -> Result<Option<Flaw>, LedgerFault> {
        let Some((number, suite, signature)) = &self.next else { return Ok(None) };
        if *number != at.number {
            return Ok(None);
        }
        let JournalName { device, epoch } = self.name;
        let head = SignedHead { device, epoch, number: at.number, digest: at.digest };
        let is_theirs =
            self.key.as_ref().is_some_and(|key| head.verify(key, *suite, signature).is_ok());
        self.upto = at;
        self.advance(ledger)?;
        Ok((!is_theirs).then_some(Flaw::Signature(at.number)))
    }
}

/// Entries of a journal of which their laptop was told that the payload is not theirs.
fn told_damaged(ledger: &mut dyn Ledger, name: JournalName) -> Result<BTreeSet<u64>, LedgerFault> {
    let (scope, mut after, mut told) = (Scope::Device(name.device), 0, BTreeSet::new());
    loop {
        let (items, more) = ledger.feed(scope, after, FEED_BYTES)?;
        for item in items.iter().filter(|item| item.kind == kind::VERDICT) {
            if let Ok(News::Verdict(verdict)) = item.read()
                && (verdict.journal, verdict.finding) == (name, Finding::PayloadDamaged)
            {
                told.insert(verdict.number);
            }
        }
        match items.last() {
            Some(last) if more => after = last.number,
            _ => return Ok(told),
        }
    }
}

/// Every photograph and page that was received whole, one after the other as the keep has it.
///
/// # Errors
/// When ledger or keep do not answer.
pub fn photographs(ledger: &mut dyn Ledger, keep: &mut dyn Photographs) -> Result<Shelf, Fault> {
    let (mut shelf, mut after) = (Shelf::default(), None);
    loop {
        let some = ledger.held_blobs(after, AT_ONCE)?;
        let Some(last) = some.last().copied() else { return Ok(shelf) };
        after = Some(last);
        for digest in some {
            let loss = match keep.found(digest)? {
                Some(found) if found == digest => {
                    shelf.held += 1;
                    continue;
                }
                Some(_) => Loss::Changed,
                None => Loss::Missing,
            };
            shelf.lost += 1;
            if shelf.named.len() < NAMED_MAX {
                shelf.named.insert(digest, loss);
            }
        }
    }
}

/// How many moves of pens and settlements there are in the cases where all of them hold, and the cases where one does not.
///
/// # Errors
/// When the ledger does not answer.
pub fn pens(
    headquarters: Id,
    key: &Identity,
    ledger: &mut dyn Ledger,
) -> Result<(u64, Vec<Id>), LedgerFault> {
    let (mut held, mut wrong) = (0, Vec::new());
    for subject in ledger.pen_cases()? {
        match pens_of((headquarters, key), ledger, subject) {
            Ok(Some(count)) => held += count,
            // Bytes that are no such word any more are one that does not hold.
            Ok(None) | Err(LedgerFault::Damaged(_)) => wrong.push(subject),
            Err(fault) => return Err(fault),
        }
    }
    Ok((held, wrong))
}

/// The words of one case: each is headquarters' and about this case, the tokens grow, each move begins where the one before
/// ended, the ledger's last row says what its word says, and no settlement is missing.
fn pens_of(
    (headquarters, key): (Id, &Identity),
    ledger: &mut dyn Ledger,
    subject: Id,
) -> Result<Option<u64>, LedgerFault> {
    let (moves, settlements) = (ledger.moves(subject)?, ledger.settlements(subject)?);
    let pens = ledger.pens(&[subject])?;
    let pen = pens.get(&subject).filter(|pen| pen.token > 0).map(|pen| (pen.device, pen.token));
    let source = (headquarters, subject);
    let is_move = |word: &PenMoved| {
        (word.headquarters, word.subject) == source && word.token > 0 && word.verify(key).is_ok()
    };
    let is_settlement = |word: &BranchSettled| {
        (word.headquarters, word.subject) == source && word.verify(key).is_ok()
    };
    let follows =
        |(one, next): (&PenMoved, &PenMoved)| one.token < next.token && one.to == next.from;
    let holds = moves.iter().all(is_move)
        && moves.iter().zip(moves.iter().skip(1)).all(follows)
        && pen == moves.last().map(|last| (last.to, last.token))
        && settlements.iter().all(is_settlement)
        && (1..).zip(&settlements).all(|(number, word)| word.number == number);
    Ok(holds.then_some((moves.len() + settlements.len()) as u64))
}
