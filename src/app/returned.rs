//! Cases that headquarters gave back (退回补正): what is still to be put right, and which correction answers; corrects
//! nothing itself.

use super::correct;
use super::desk::Desk;
use super::view::today::ReturnLine;
use crate::domain::inspection::Facts;
use crate::domain::inspection::correctable::CORRECTABLE;
use crate::domain::inspection::event::Event;
use crate::stdx::id::Id;
use crate::store::news::returned::ReturnRow;
use crate::store::{Store, StoreFault};
use crate::wire::event::Body;
use std::collections::BTreeSet;

/// Returns that headquarters holds no answer to, the first due first.
///
/// # Errors
/// When the journal cannot be read.
pub fn open(desk: &Desk) -> Result<Vec<ReturnLine>, StoreFault> {
    let mut lines = Vec::new();
    for row in desk.store.returns()? {
        let inspection = desk.store.inspection(row.inspection)?;
        let (fields, answered) = left(&desk.store, &row)?;
        lines.push(ReturnLine {
            id: row.id,
            inspection: row.inspection,
            plate: inspection.map(|inspection| inspection.plate).unwrap_or_default(),
            number: row.document_no,
            reason: row.reason,
            fields,
            due: row.due,
            answered,
        });
    }
    Ok(lines)
}

/// The returns that a correction of `field` answers now: none of their fields is left behind it.
///
/// # Errors
/// When the journal cannot be read.
pub fn answered_by(desk: &Desk, inspection: Id, field: &str) -> Result<Vec<Id>, StoreFault> {
    let mut answered = Vec::new();
    for row in desk.store.returns()?.into_iter().filter(|row| row.inspection == inspection) {
        let (mut fields, is_answered) = left(&desk.store, &row)?;
        fields.retain(|left| left != field);
        if !is_answered && fields.is_empty() {
            answered.push(row.id);
        }
    }
    Ok(answered)
}

/// Fields of a return that were not corrected since it came, and whether it was answered.
fn left(store: &Store, row: &ReturnRow) -> Result<(Vec<String>, bool), StoreFault> {
    // A field that this program cannot correct cannot be waited for.
    let wanted = row.fields.iter().filter(|field| CORRECTABLE.contains(&field.as_str()));
    let mut fields: BTreeSet<String> = wanted.cloned().collect();
    let mut facts = Facts::default();
    let mut answered = false;
    for entry in store.entries_of(row.inspection)? {
        let at = entry.place();
        let Body::Inspection(event) = entry.body else { continue };
        let is_behind = at > row.behind;
        answered |= event == Event::ReturnAnswered { returned: row.id };
        if let Event::InspectionRecorded(new) | Event::FactsCorrected { facts: new, .. } = event {
            for change in correct::changes(&facts, &new).into_iter().filter(|_| is_behind) {
                fields.remove(change.field);
            }
            facts = *new;
        }
    }
    Ok((fields.into_iter().collect(), answered))
}
