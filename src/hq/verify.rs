//! Reads a journal again as the ledger keeps it: every entry follows the one before, up to its head; mends nothing.

use super::ledger::{Ledger, LedgerFault};
use crate::wire::envelope;
use crate::wire::message::hello::{JournalName, Point};

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
