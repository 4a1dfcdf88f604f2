//! Reads again what the ledger keeps: a journal, whose every entry follows the one before up to its head, and headquarters'
//! own words about pens; mends nothing.

use super::ledger::{Ledger, LedgerFault};
use crate::stdx::id::Id;
use crate::wire::envelope;
use crate::wire::message::hello::{JournalName, Point};
use crate::wire::message::pen::{BranchSettled, PenMoved};
use crate::wire::signer::Identity;

/// Entries read, or the number of the first that does not follow.
///
/// # Errors
/// When the ledger does not answer.
pub fn journal(
    ledger: &mut dyn Ledger,
    name: JournalName,
    head: Point,
    at_once: u64,
) -> Result<Result<u64, u64>, LedgerFault> {
    let start = ledger.journal(name)?.map_or(Point::START, |row| row.start);
    let mut last = start;
    while last.number < head.number {
        let entries = ledger.entries(name, last.number + 1, at_once)?;
        if entries.is_empty() {
            return Ok(Err(last.number + 1));
        }
        for (held, kept) in entries {
            let wanted = last.number + 1;
            let Ok(envelope) = envelope::decode(&kept.envelope) else { return Ok(Err(wanted)) };
            let digest = envelope.suite.digest(&[&kept.envelope]);
            let follows = envelope.number == wanted
                && held.point == (Point { number: wanted, digest })
                && envelope.previous == last.digest
                && (envelope.device, envelope.epoch) == (name.device, name.epoch);
            if !follows {
                return Ok(Err(wanted));
            }
            last = held.point;
        }
    }
    Ok(if last == head { Ok(head.number - start.number) } else { Err(head.number) })
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
