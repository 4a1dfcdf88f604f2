//! Entries of a case out of headquarters' items, when all parts of them are here: each is held to headquarters' signed names;
//! writes nothing, and takes no part for the whole.

use crate::store::brought::Brought;
use crate::store::{Store, StoreFault};
use crate::wire::message::case::{CaseEntries, digest_of};
use crate::wire::message::feed::{FeedItem, News, kind};
use std::collections::BTreeMap;

/// What came with the parts that `last` ends, among `items` or before them, and behind `before`; `None` while one of them is missing, where they are not headquarters' word, where
/// all of it was here before, and where the party data of the case left this laptop.
///
/// # Errors
/// When the journal cannot be read.
pub(super) fn whole(
    store: &Store,
    (items, before): (&[FeedItem], &[Brought]),
    last: &CaseEntries,
) -> Result<Option<Brought>, StoreFault> {
    if last.part != last.parts || store.inspection(last.subject)?.is_some_and(|row| row.pruned) {
        return Ok(None);
    }
    let mut parts: BTreeMap<u32, CaseEntries> = BTreeMap::new();
    for item in store.feed_items(kind::CASE_ENTRIES)?.iter().chain(items) {
        if let Ok(News::CaseEntries(part)) = item.read()
            && (part.subject, part.whole, part.parts) == (last.subject, last.whole, last.parts)
            && store.is_word(part.headquarters, |key| part.verify(key).is_ok())?
        {
            parts.insert(part.part, part);
        }
    }
    if !parts.keys().copied().eq(1..=last.parts) {
        return Ok(None);
    }
    let (mut named, mut entries, mut blobs) = (Vec::new(), Vec::new(), Vec::new());
    for part in parts.values() {
        let Some(arrived) = part.open() else { return Ok(None) };
        for (at, entry) in part.named.iter().zip(arrived) {
            // What this laptop wrote itself stands in its own journal.
            let is_own = at.journal.device == store.device();
            let mut same = before.iter().flat_map(|came| &came.entries);
            if !is_own && !same.any(|(known, _)| known == at) && !store.has_brought(at)? {
                entries.push((*at, entry.kept));
            }
        }
        named.extend(part.named.iter().copied());
        blobs.extend(part.blobs.iter().copied());
    }
    if entries.is_empty() || digest_of(&named) != last.whole {
        return Ok(None);
    }
    let (subject, token) = (last.subject, last.token);
    let mut brought = Brought { subject, token, entries, blobs, came: None };
    brought.came = store.came_before(&brought)?;
    Ok(Some(brought))
}
