//! Folds events into an inspection; never refuses, because what happened has happened.

use super::event::Event;
use super::order::TellingAct;
use super::{Inspection, Telling};
use crate::domain::described::Description;
use crate::domain::document::Document;
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;

/// The inspection after `event`.
pub fn apply(inspection: &mut Inspection, event: Event) {
    match event {
        Event::InspectionRecorded(facts) => inspection.facts = *facts,
        Event::FactsCorrected { reason, facts } => {
            inspection.facts = *facts;
            inspection.corrections.push(reason);
        }
        Event::CheckDigitConfirmed { fields } => inspection.confirmed.extend(fields),
        Event::CardsShown { at, nth } => {
            inspection.telling.cards_shown = Some(at);
            place(&mut inspection.telling, TellingAct::CardsShown, nth);
        }
        Event::ProposalTold { topics, nth } => {
            for (topic, _) in &topics {
                place(&mut inspection.telling, TellingAct::Told(*topic), nth);
            }
            inspection.telling.told.extend(topics);
        }
        Event::TellingRetracted => inspection.telling = Telling::default(),
        Event::StatementHeard { statement, nth } => {
            inspection.telling.statement = Some(statement);
            place(&mut inspection.telling, TellingAct::Heard, nth);
        }
        Event::SignatureRecorded(signature) => inspection.telling.signature = Some(signature),
        Event::DecisionConfirmed { by } => inspection.confirmed_by.extend(by),
        Event::DecisionBlocked(ending) | Event::InspectionEnded(ending) => {
            inspection.ending = Some(ending);
        }
        Event::DocumentIssued(document) => inspection.documents.push(document),
        Event::PhotographTaken(photograph) => inspection.photographs.push(photograph),
        Event::RecordingReferenced(recording) => inspection.recordings.push(recording),
        Event::EvidenceDescribed { of, said } => describe(inspection, of, &said),
        Event::PaperMade(made) => inspection.papers.push(*made),
        Event::NumberVoided(void) => inspection.fold_void(void),
        Event::DeadlineFactRecorded(fact) => fact.fold(&mut inspection.deadline_facts),
        // What left the journal, and who writes the case, is no part of what happened at the stop.
        Event::CaseExported { .. }
        | Event::ReturnAnswered { .. }
        | Event::PenOffered { .. }
        | Event::PenTaken { .. } => {}
        Event::DocumentPrinted { document, printing } => {
            if let Some(issued) = issued(inspection, document) {
                issued.prints.push(printing);
            }
        }
        Event::PrintSent { document, sending } => {
            if let Some(issued) = issued(inspection, document) {
                issued.sendings.push(sending);
            }
        }
        Event::PrintEnded { document, sending, end } => {
            let sendings = issued(inspection, document).map(|issued| issued.sendings.iter_mut());
            if let Some(sent) = sendings.into_iter().flatten().find(|sent| sent.id == sending) {
                sent.end = Some(end);
            }
        }
    }
}

fn issued(inspection: &mut Inspection, document: Id) -> Option<&mut Document> {
    inspection.documents.iter_mut().find(|issued| issued.id == document)
}

/// A digest that names nothing of this stop describes nothing.
fn describe(inspection: &mut Inspection, of: Digest, said: &Description) {
    let kept = inspection.photographs.iter_mut().filter(|kept| kept.digest == of);
    kept.for_each(|kept| kept.said = said.clone());
    let named = inspection.recordings.iter_mut().filter(|named| named.digest == of);
    named.for_each(|named| named.said = said.clone());
}

/// Entries stand in the order of the acts; those that are older than places give none.
fn place(telling: &mut Telling, act: TellingAct, nth: Option<u32>) {
    if nth.is_some() {
        telling.order.record(act);
    }
}
