//! Saying anew what a piece of evidence shows: an entry more; what was said before stays in its own, and no byte of the
//! evidence is touched.

use super::command::{Reply, Trouble};
use super::desk::Desk;
use super::{conclude, open_inspection};
use crate::domain::described::Description;
use crate::domain::inspection::Inspection;
use crate::domain::inspection::event::Event;
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::store::journal::Work;
use crate::wire::event::Body;

/// What is said anew, and of what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Describing {
    /// Of which stop.
    pub inspection: Id,
    /// Of the photograph's or recording's bytes.
    pub of: Digest,
    /// All that is said of it from now on.
    pub said: Description,
}

/// What is said of the piece `of` now; `None` where the stop has none such.
#[must_use]
pub fn said_of(stop: &Inspection, of: Digest) -> Option<&Description> {
    let kept = stop.photographs.iter().find(|kept| kept.digest == of).map(|kept| &kept.said);
    let named = || stop.recordings.iter().find(|named| named.digest == of);
    kept.or_else(|| named().map(|named| &named.said))
}

/// Writes down what `order` says, unless that is said already.
///
/// # Errors
/// When the stop has no such piece, or the journal cannot be written.
pub fn describe(desk: &mut Desk, order: Describing) -> Result<Reply, Trouble> {
    let Describing { inspection, of, said } = order;
    let stop = open_inspection::load(&desk.store, inspection)?;
    let before = said_of(&stop, of);
    let before = before.ok_or_else(|| Trouble::new("trouble.no_evidence").with(of.short()))?;
    if *before != said {
        let work = Work {
            officer: conclude::officer_of(desk, &stop.facts),
            subject: Some(inspection),
            bodies: vec![Body::Inspection(Event::EvidenceDescribed { of, said })],
            ..Work::default()
        };
        desk.store.append(work, desk.clock.read(), &mut desk.dice)?;
    }
    Ok(Reply::EvidenceDescribed { inspection })
}
