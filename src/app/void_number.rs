//! Voiding a document number before its papers reach the party, as an entry of its own: nothing is taken out of the journal, and the
//! number is never used again.

use super::command::Trouble;
use super::conclude::officer_of;
use super::desk::Desk;
use super::open_inspection;
use crate::domain::agency::DocumentNo;
use crate::domain::blocked::Blocked;
use crate::domain::inspection::event::Event;
use crate::domain::number_void::{NumberVoided, REASON_MAX, may_void};
use crate::store::journal::Work;
use crate::wire::event::Body;

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Voiding {
    /// It is void.
    Done(NumberVoided),
    /// The law leaves it to the head of the organ, and nothing was written.
    Refused(Blocked),
}

/// Voids the number that is written as `number`.
///
/// # Errors
/// When it is no number, no paper of this laptop bears it, it is void already, there is no reason or one that is too long, or the
/// journal cannot be read or written.
pub fn void(desk: &mut Desk, number: &str, reason: &str) -> Result<Voiding, Trouble> {
    let not_used = || Trouble::new("trouble.void_not_used").with(number.trim()).at("number");
    let known = DocumentNo::parse(number).ok_or_else(not_used)?;
    if !desk.store.is_used(&known)? {
        return Err(not_used());
    }
    if desk.store.is_void(&known)? {
        return Err(Trouble::new("trouble.void_twice").with(known.to_string()).at("number"));
    }
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > REASON_MAX {
        let needed = Trouble::new("trouble.void_reason").with(REASON_MAX as u64);
        return Err(needed.at("reason"));
    }
    let stop = desk.find(&known.to_string())?.line.inspection;
    let inspection = open_inspection::load(&desk.store, stop)?;
    let is_export = |body: &Body| matches!(body, Body::Inspection(Event::CaseExported { .. }));
    let is_exported = desk.store.entries_of(stop)?.iter().any(|entry| is_export(&entry.body));
    if let Err(no) = may_void(&inspection, &known, is_exported) {
        return Ok(Voiding::Refused(no));
    }
    let voided = NumberVoided { number: known, at: desk.clock.now(), reason: reason.to_string() };
    let work = Work {
        officer: officer_of(desk, &inspection.facts),
        subject: Some(stop),
        bodies: vec![Body::Inspection(Event::NumberVoided(voided.clone()))],
        ..Work::default()
    };
    desk.store.append(work, desk.clock.read(), &mut desk.dice)?;
    Ok(Voiding::Done(voided))
}
