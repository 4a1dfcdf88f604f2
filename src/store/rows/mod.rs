//! Rows read from the journal, kept in the transaction of the entry they come from.

pub mod act;
pub(super) mod brought;
pub mod document;
pub mod ended;
pub mod found;
pub mod inspection;
pub mod number;
mod pruned;
pub mod search;

use super::StoreFault;
use crate::domain::bureau::BureauEvent;
use crate::domain::inspection::event::Event;
use crate::wire::entry::Entry;
use crate::wire::event::Body;
use rusqlite::Transaction;

/// Tables that `rebuild` makes again, in the order of a comparison.
pub const TABLES: &[&str] = &["inspection", "document", "used_number", "act"];

/// Brings the rows up to date with `entry`.
pub(super) fn apply(tx: &Transaction<'_>, entry: &Entry) -> Result<(), StoreFault> {
    match &entry.body {
        Body::Bureau(BureauEvent::PriorDecisionReceived(act)) => act::received(tx, act),
        Body::Bureau(BureauEvent::PartyDataPruned { stops, closes, .. }) => {
            pruned::apply(tx, entry.envelope.number, stops)?;
            pruned::lists(tx, entry.envelope.number, closes)
        }
        Body::Bureau(BureauEvent::SetAsideCleared { drafts, .. }) => pruned::drafts(tx, drafts),
        Body::Bureau(BureauEvent::CaseCame { .. }) => brought::came(tx, entry.envelope.number),
        // What is known of a stop whose data left stands in the entry that says so.
        Body::Bureau(_) | Body::Pruned => Ok(()),
        Body::Later { takes } => number::used(tx, entry, takes.as_ref()),
        Body::Inspection(_) => of_stop(tx, entry),
    }
}

/// The same of an entry of a stop, this journal's own or one that came. Numbers of another laptop's blocks are none of ours, and
/// its decisions are counted as headquarters tells them.
fn of_stop(tx: &Transaction<'_>, entry: &Entry) -> Result<(), StoreFault> {
    let (Some(subject), Body::Inspection(event)) = (entry.envelope.subject, &entry.body) else {
        return Ok(());
    };
    let is_own = entry.came.is_none();
    match event {
        Event::InspectionRecorded(facts) => inspection::recorded(tx, entry, subject, facts),
        Event::FactsCorrected { facts, .. } => {
            inspection::corrected(tx, subject, facts)?;
            act::corrected(tx, subject, facts)
        }
        Event::InspectionEnded(ending) | Event::DecisionBlocked(ending) => {
            inspection::ended(tx, subject, ending)?;
            if !is_own {
                return Ok(());
            }
            number::used(tx, entry, ending.number.as_ref())?;
            act::decided(tx, entry, subject, ending)
        }
        Event::PaperMade(made) => {
            let takes = made.takes.as_ref().filter(|_| is_own);
            number::used(tx, entry, takes)
        }
        Event::NumberVoided(void) if is_own => {
            number::voided(tx, entry, &void.number)?;
            document::voided(tx, subject, &void.number)
        }
        Event::DocumentIssued(document) => document::issued(tx, subject, document, is_own),
        Event::DocumentPrinted { document, .. } => document::printed(tx, subject, *document),
        Event::NumberVoided(_)
        | Event::CheckDigitConfirmed { .. }
        | Event::CardsShown { .. }
        | Event::ProposalTold { .. }
        | Event::TellingRetracted
        | Event::DecisionConfirmed { .. }
        | Event::StatementHeard { .. }
        | Event::SignatureRecorded(_)
        | Event::PrintSent { .. }
        | Event::PrintEnded { .. }
        | Event::PhotographTaken(_)
        | Event::RecordingReferenced(_)
        | Event::EvidenceDescribed { .. }
        | Event::ReturnAnswered { .. }
        | Event::PenOffered { .. }
        | Event::PenTaken { .. }
        | Event::DeadlineFactRecorded(_)
        | Event::CaseExported { .. } => Ok(()),
    }
}
