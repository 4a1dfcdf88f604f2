//! The journals of one device as a line: which epoch goes on behind which entry of which other; follows what the entries'
//! digests say and nothing else, changes nothing.

use super::ledger::{Ledger, LedgerFault};
use crate::wire::message::hello::{JournalName, Point};

/// The journal that `name` goes on behind, and its last entry before that; `None` for a first epoch, and where no journal
/// that is held has the entry behind which it began. What an earlier epoch wrote behind that entry is another line: a lost
/// laptop's own. `heads` are all journals, in the order of their names.
///
/// # Errors
/// When the ledger does not answer.
pub fn before(
    ledger: &mut dyn Ledger,
    heads: &[(JournalName, Point)],
    name: JournalName,
) -> Result<Option<(JournalName, u64)>, LedgerFault> {
    let Some(start) = ledger.journal(name)?.map(|row| row.start) else { return Ok(None) };
    if start.number == 0 {
        return Ok(None);
    }
    let until = heads.partition_point(|(other, _)| *other < name);
    let earlier = heads.iter().take(until).rev();
    for (other, head) in earlier.take_while(|(other, _)| other.device == name.device) {
        if head.number < start.number {
            continue;
        }
        // An epoch that nobody wrote in is passed over.
        let known = ledger.known(*other, start.number, start.number)?;
        if known.is_some_and(|known| known.points.iter().any(|held| held.point == start)) {
            return Ok(Some((*other, start.number)));
        }
    }
    Ok(None)
}

/// The whole line up to entry `until` of `name`, oldest epoch first: each journal with its entries from one number up to
/// another.
///
/// # Errors
/// When the ledger does not answer.
pub fn line(
    ledger: &mut dyn Ledger,
    heads: &[(JournalName, Point)],
    (name, until): (JournalName, u64),
) -> Result<Vec<(JournalName, u64, u64)>, LedgerFault> {
    let (mut line, mut next) = (Vec::new(), Some((name, until)));
    while let Some((name, until)) = next {
        let start = ledger.journal(name)?.map_or(0, |row| row.start.number);
        line.push((name, start + 1, until));
        next = before(ledger, heads, name)?;
    }
    line.reverse();
    Ok(line)
}
