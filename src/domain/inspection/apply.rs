//! Folds events into an inspection; never refuses, because what happened has happened.

use super::Inspection;
use super::event::Event;

/// The inspection after `event`.
pub fn apply(inspection: &mut Inspection, event: Event) {
    match event {
        Event::InspectionRecorded(facts) => inspection.facts = *facts,
        Event::FactsCorrected { reason, facts } => {
            inspection.facts = *facts;
            inspection.corrections.push(reason);
        }
        Event::CheckDigitConfirmed { fields } => inspection.confirmed.extend(fields),
        Event::CardsShown { at } => inspection.telling.cards_shown = Some(at),
        Event::ProposalTold { topics } => inspection.telling.told.extend(topics),
        Event::TellingRetracted => inspection.telling = super::Telling::default(),
        Event::StatementHeard(statement) => inspection.telling.statement = Some(statement),
        Event::SignatureRecorded(signature) => inspection.telling.signature = Some(signature),
        Event::DecisionConfirmed { by } => inspection.confirmed_by = by,
        Event::DecisionBlocked(ending) | Event::InspectionEnded(ending) => {
            inspection.ending = Some(ending);
        }
        Event::DocumentIssued(document) => inspection.documents.push(document),
        Event::PhotographTaken(photograph) => inspection.photographs.push(photograph),
        // What left the journal changes nothing of the case.
        Event::CaseExported { .. } | Event::ReturnAnswered { .. } => {}
        Event::DocumentPrinted { document, printing } => {
            let issued = inspection.documents.iter_mut().find(|issued| issued.id == document);
            if let Some(issued) = issued {
                issued.prints.push(printing);
            }
        }
    }
}
