//! Entries that an earlier release of headquarters could not read, judged by this one; changes no byte of them.

use super::answer::Fault;
use super::ledger::Ledger;
use super::prior;
use super::receive::{Append, judge};
use crate::wire::envelope;
use crate::wire::message::batch::{self, Arrived};
use crate::wire::message::feed::Finding;
use crate::wire::message::hello::Point;
use crate::wire::message::history::PlateKey;

/// How many are read at once.
const AT_ONCE: u64 = 200;

/// Judges what waits and can be read now, as if it came now; gives how many that were. What still cannot be read goes
/// on waiting.
///
/// # Errors
/// When the ledger does not answer; what was judged before stays so.
pub fn judge_waiting(plates: &PlateKey, ledger: &mut dyn Ledger) -> Result<u64, Fault> {
    let (mut after, mut judged) = (None, 0);
    loop {
        let waiting = ledger.waiting(after, AT_ONCE)?;
        let Some(last) = waiting.last().copied() else { return Ok(judged) };
        for (name, number) in waiting {
            let kept = ledger.entries(name, number, 1)?.into_iter().next();
            let Some((held, kept)) = kept.filter(|(held, _)| held.point.number == number) else {
                continue;
            };
            let Ok(envelope) = envelope::decode(&kept.envelope) else { continue };
            let subject = envelope.subject;
            let (content, digest) = (batch::content(&kept), held.point.digest);
            let behind = Point { number: number.saturating_sub(1), digest: envelope.previous };
            let entry = judge(Arrived { kept, envelope, digest, content });
            if entry.finding == Some(Finding::PendingUpgrade) {
                continue;
            }
            let (entries, signature) = (vec![entry], (0, Vec::new()));
            let mut plan = Append { journal: name, behind, pens: 0, entries, signature };
            // What came as part of a branch tells nobody anything before a person has settled it.
            let rows = subject.map_or(Ok(Vec::new()), |subject| ledger.beside(Some(subject)))?;
            if !rows.iter().any(|row| (row.journal, row.number) == (name, number)) {
                prior::tell(plates, ledger, &mut plan)?;
            }
            judged += u64::from(ledger.judged(name, &plan.entries[0])?);
        }
        after = Some(last);
    }
}
