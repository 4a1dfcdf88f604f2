//! The entries of a case for the laptop that its pen comes to: those of other laptops that it was not told yet, in parts, as news
//! of its feed; moves no pen, and sends no photograph and no page.

use super::answer::{Fault, Seat};
use super::ledger::Ledger;
use super::lines::Written;
use crate::stdx::id::Id;
use crate::wire::entry::Kept;
use crate::wire::envelope::{self, BlobName};
use crate::wire::message::batch::{self, Content};
use crate::wire::message::case::{
    self, BlobStands, CaseEntries, PART_PLAIN, PARTS_MAX, PRESSED_MAX,
};
use crate::wire::message::feed::{News, Scope};
use crate::wire::message::pen::LineHead;

/// News of the entries of `line`, in its order, for the laptop `to`, which has the pen of the case under `token`. None where it
/// knows all of them, where it let go of the case's party data, and where an entry is longer than an answer: the pen moves all
/// the same, and the case stays at headquarters.
///
/// # Errors
/// When the ledger does not answer or the key does not sign.
pub fn news<'a>(
    seat: &Seat,
    ledger: &mut dyn Ledger,
    (subject, token, to): (Id, u64, Id),
    line: impl Iterator<Item = &'a Written>,
) -> Result<Vec<(Scope, News)>, Fault> {
    let Some(known) = told(ledger, subject, to)? else { return Ok(Vec::new()) };
    let is_whole = |written: &&Written| batch::content(&written.kept) != Content::Damaged;
    let fresh: Vec<&Written> = line
        .filter(|written| written.at.journal.device != to && !known.contains(&written.at))
        // What came damaged, or after it left its laptop, says nothing.
        .filter(is_whole)
        .collect();
    let named: Vec<LineHead> = fresh.iter().map(|written| written.at).collect();
    let cut = cut(&fresh);
    let parts = u32::try_from(cut.len()).unwrap_or(u32::MAX);
    if parts > PARTS_MAX {
        return Ok(Vec::new());
    }
    let mut news = Vec::new();
    for (entries, part) in cut.into_iter().zip(1..) {
        let kept: Vec<Kept> = entries.iter().map(|written| written.kept.clone()).collect();
        let (plain, pressed) = batch::press(&kept)?;
        if pressed.len() > PRESSED_MAX || plain as usize > batch::PLAIN_MAX {
            return Ok(Vec::new());
        }
        let one = CaseEntries {
            headquarters: seat.headquarters,
            subject,
            token,
            whole: case::digest_of(&named),
            part,
            parts,
            named: entries.iter().map(|written| written.at).collect(),
            blobs: blobs(ledger, &entries)?,
            plain,
            dictionary: batch::DICTIONARY,
            entries: pressed.into(),
            suite: 0,
            signature: Vec::new().into(),
        };
        let one = one.signed(seat.signer.as_ref())?;
        news.push((Scope::Device(to), News::CaseEntries(one)));
    }
    Ok(news)
}

/// What the laptop was told of the case; `None` where it let go of its party data.
fn told(ledger: &mut dyn Ledger, subject: Id, to: Id) -> Result<Option<Vec<LineHead>>, Fault> {
    let mut known = Vec::new();
    for item in ledger.brought(to)? {
        match item.read() {
            Ok(News::CaseEntries(part)) if part.subject == subject => known.extend(part.named),
            Ok(News::EntriesWithdrawn(gone)) if gone.subject == subject => return Ok(None),
            _ => {}
        }
    }
    Ok(Some(known))
}

/// The entries in pieces of one part each.
fn cut<'a>(entries: &[&'a Written]) -> Vec<Vec<&'a Written>> {
    let mut parts: Vec<Vec<&Written>> = Vec::new();
    let mut bytes = 0;
    for written in entries {
        let length = batch::plain(&written.kept).len();
        match parts.last_mut() {
            Some(part) if bytes + length <= PART_PLAIN => part.push(written),
            _ => {
                bytes = 0;
                parts.push(vec![written]);
            }
        }
        bytes += length;
    }
    parts
}

/// Photographs and pages of entries, and since when headquarters has each.
fn blobs(ledger: &mut dyn Ledger, entries: &[&Written]) -> Result<Vec<BlobStands>, Fault> {
    let mut stands: Vec<BlobStands> = Vec::new();
    for written in entries {
        let Ok(envelope) = envelope::decode(&written.kept.envelope) else { continue };
        for BlobName { digest, size, .. } in envelope.blobs {
            if stands.iter().all(|known| known.digest != digest) {
                let held_ms = ledger.blob(digest)?.and_then(|row| row.held_ms);
                stands.push(BlobStands { digest, size, held_ms });
            }
        }
    }
    Ok(stands)
}
