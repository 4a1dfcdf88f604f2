//! Headquarters' own log of what left it as plain files: a line added, and the whole chain read again; mends nothing.

use super::answer::{Fault, Seat};
use super::ledger::{Ledger, LedgerFault};
use crate::stdx::digest::Digest;
use crate::wire::disclosure::Disclosure;
use crate::wire::signer::Identity;

/// How often a line is made anew when another one took its number.
const TRIES_MAX: u32 = 8;

/// Adds a line; its number, the one before it and its signature are made here. Durable when it returns.
///
/// # Errors
/// When the ledger does not answer or the key does not sign.
pub fn add(seat: &Seat, ledger: &mut dyn Ledger, line: &Disclosure) -> Result<Disclosure, Fault> {
    for _ in 0..TRIES_MAX {
        let before = ledger.disclosures()?;
        let line = line.clone().behind(before.last(), seat.signer.as_ref())?;
        if ledger.add_disclosure(&line)? {
            return Ok(line);
        }
    }
    Err(Fault::Crowded)
}

/// How many lines hold, or the number of the first that does not.
///
/// # Errors
/// When the ledger does not answer.
pub fn verify(key: &Identity, ledger: &mut dyn Ledger) -> Result<Result<u64, u64>, LedgerFault> {
    let (mut seen, mut before) = (0, Digest::ZERO);
    for line in ledger.disclosures()? {
        let holds = line.number == seen + 1 && line.before == before && line.verify(key).is_ok();
        if !holds {
            return Ok(Err(seen + 1));
        }
        (seen, before) = (line.number, line.digest());
    }
    Ok(Ok(seen))
}
