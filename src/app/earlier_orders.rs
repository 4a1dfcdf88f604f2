//! Orders to correct that the findings of a stop name, looked up in this laptop's journal: what it knows of them, and what
//! was not written down. An order of another laptop, or one on old paper, stands as it was typed.

use super::open_inspection;
use crate::domain::inspection::Facts;
use crate::domain::inspection::refusal::{EarlierOrder, KnownOrder};
use crate::stdx::id::Id;
use crate::store::{Store, StoreFault};

/// The orders that `facts` name and this journal holds.
///
/// # Errors
/// When the journal cannot be read.
pub fn known(store: &Store, facts: &Facts) -> Result<Vec<KnownOrder>, StoreFault> {
    let mut known = Vec::new();
    for order in facts.findings.iter().filter_map(|finding| finding.order.as_ref()) {
        known.extend(of_journal(store, order)?);
    }
    Ok(known)
}

/// Takes the days of each order from the journal where only its number was written down.
///
/// # Errors
/// When the journal cannot be read.
pub fn complete(store: &Store, facts: &mut Facts) -> Result<(), StoreFault> {
    for order in facts.findings.iter_mut().filter_map(|finding| finding.order.as_mut()) {
        if let Some(known) = of_journal(store, order)? {
            order.complete(&known);
        }
    }
    Ok(())
}

fn of_journal(store: &Store, order: &EarlierOrder) -> Result<Option<KnownOrder>, StoreFault> {
    let Some(stop) = stop_named(store, &order.number)? else { return Ok(None) };
    // Of a stop whose party data left, the days that were kept with the second visit stand.
    if store.inspection(stop)?.is_none_or(|row| row.pruned) {
        return Ok(None);
    }
    Ok(KnownOrder::of(&open_inspection::load(store, stop)?, &order.number))
}

/// The stop that a number names: its own id, or the number of one of its papers.
fn stop_named(store: &Store, number: &str) -> Result<Option<Id>, StoreFault> {
    if let Some(id) = Id::parse(number) {
        return Ok(Some(id));
    }
    // Papers of a stop that decided nothing have no number, and nobody names them by it.
    if number.is_empty() {
        return Ok(None);
    }
    Ok(store.document_numbered(number)?.first().map(|paper| paper.inspection))
}
