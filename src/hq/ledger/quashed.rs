//! What a ledger holds of decisions that were taken back: each by its number, with the paper that did; takes none back itself.

use super::memory::MemoryLedger;
use super::{Ledger, LedgerFault};
use crate::wire::message::feed::{News, PriorDecision, Scope};
use std::collections::{BTreeMap, BTreeSet};

/// Numbers of decisions, each with the paper that took it back.
pub type Quashed = BTreeMap<String, String>;

/// The part of the ledger that is about decisions that were taken back. Each is found by its number, however long the feed is.
#[allow(clippy::missing_errors_doc, reason = "it fails when the database does not answer")]
pub trait QuashedLedger {
    /// Those of `numbers` that were taken back, or all of them, as it was told last.
    ///
    /// # Errors
    /// When the database does not answer.
    fn quashed(&mut self, numbers: Option<&BTreeSet<String>>) -> Result<Quashed, LedgerFault>;
}

impl QuashedLedger for MemoryLedger {
    fn quashed(&mut self, numbers: Option<&BTreeSet<String>>) -> Result<Quashed, LedgerFault> {
        let (mut all, _) = in_feed(self)?;
        all.retain(|number, _| numbers.is_none_or(|numbers| numbers.contains(number)));
        Ok(all)
    }
}

/// The number of a decision that an item takes back, and the paper that did.
pub(super) fn of(news: &News) -> Option<(&str, &str)> {
    let News::PriorDecision(PriorDecision { document_no, quashed, .. }) = news else { return None };
    Some((document_no.as_str(), quashed.as_deref()?))
}

/// All of them by the items themselves, and the last item that was read.
pub(super) fn in_feed(ledger: &mut dyn Ledger) -> Result<(Quashed, u64), LedgerFault> {
    let (mut found, mut upto) = (Quashed::new(), 0);
    loop {
        let (items, more) = ledger.feed(Scope::All, upto, u64::MAX)?;
        upto = items.last().map_or(upto, |item| item.number);
        // What is of a later program and cannot be read is left out.
        for news in items.iter().filter_map(|item| item.read().ok()) {
            if let Some((number, ground)) = of(&news) {
                found.insert(number.to_string(), ground.to_string());
            }
        }
        if !more {
            return Ok((found, upto));
        }
    }
}
