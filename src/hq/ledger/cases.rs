//! What a ledger holds of entries that went down to a laptop with the pen of their case: found in its feed, and withdrawn from it
//! when the laptop let go of the case's party data; sends none itself.

use super::LedgerFault;
use super::memory::MemoryLedger;
use crate::domain::bureau::BureauEvent;
use crate::hq::receive::NewEntry;
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::wire::event::Body;
use crate::wire::message::batch::Content;
use crate::wire::message::case::EntriesWithdrawn;
use crate::wire::message::feed::{FeedItem, News, kind};

/// The part of the ledger that is about entries on their way down. An item that is withdrawn keeps its number and the digest of
/// its body, in the transaction that keeps the laptop's word.
#[allow(clippy::missing_errors_doc, reason = "it fails when the database does not answer")]
pub trait CaseLedger {
    /// Items with entries of cases in the feed of a device, and those that were withdrawn from it: in the order of their numbers.
    ///
    /// # Errors
    /// When the database does not answer.
    fn brought(&mut self, device: Id) -> Result<Vec<FeedItem>, LedgerFault>;
}

impl CaseLedger for MemoryLedger {
    fn brought(&mut self, device: Id) -> Result<Vec<FeedItem>, LedgerFault> {
        let is_one =
            |item: &&FeedItem| [kind::CASE_ENTRIES, kind::ENTRIES_WITHDRAWN].contains(&item.kind);
        Ok(self.items_of(device).iter().filter(is_one).cloned().collect())
    }
}

/// The stops whose party data left the laptop by its own entry.
pub(super) fn let_go(entry: &NewEntry) -> Vec<Id> {
    let Content::Read(read) = &entry.arrived.content else { return Vec::new() };
    let Body::Bureau(BureauEvent::PartyDataPruned { stops, .. }) = &read.body else {
        return Vec::new();
    };
    stops.iter().map(|stop| stop.id).collect()
}

/// What stands in the place of an item with entries of one of `stops`; `None` for any other item.
pub(super) fn withdrawn(item: &FeedItem, stops: &[Id]) -> Option<FeedItem> {
    if stops.is_empty() || item.kind != kind::CASE_ENTRIES {
        return None;
    }
    let Ok(News::CaseEntries(part)) = item.read() else { return None };
    let gone = EntriesWithdrawn { subject: part.subject, digest: Digest::of(&item.body) };
    stops.contains(&part.subject).then(|| News::EntriesWithdrawn(gone).item(item.number))
}
