//! A document number that is voided with a reason before its papers reach the party (文号作废), and what forbids it; voids
//! none itself.

use super::agency::DocumentNo;
use super::blocked::{Blocked, Rule};
use super::document::Document;
use super::inspection::Inspection;
use super::paper::{CasePaper, PaperMade};
use crate::stdx::clock::Moment;

/// A number that no paper bears any more, and that is never used again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberVoided {
    /// The number.
    pub number: DocumentNo,
    /// When.
    pub at: Moment,
    /// Why, in the officer's words; it stays as long as the journal.
    pub reason: String,
}

/// A voided number with all that bore it: kept, shown as void, and no part of the case any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voided {
    /// The entry that voided it.
    pub void: NumberVoided,
    /// Papers of the case that bore it, in the order in which they were made.
    pub papers: Vec<PaperMade>,
    /// Their documents, in the order in which they were issued.
    pub documents: Vec<Document>,
}

/// Longest reason, in characters.
pub const REASON_MAX: usize = 200;

/// Whether `number` may be voided here: no paper that bears it can have reached the party. `is_exported` says that the case left the
/// journal as plain files, with its pages.
///
/// # Errors
/// When one was printed, stands on a receipt of delivery (处罚法 61) or left with an export, or when the number is that of a decision on
/// the spot, which is handed over there and then (处罚法 52): what becomes of it the head of the organ decides.
pub fn may_void(
    inspection: &Inspection,
    number: &DocumentNo,
    is_exported: bool,
) -> Result<(), Blocked> {
    let ending = inspection.ending.as_ref();
    let is_decision = ending.is_some_and(|ending| ending.number.as_ref() == Some(number));
    let bears = |document: &&Document| document.number.as_ref() == Some(number);
    // What went to a printer may have come out, whatever the printer said of it.
    let left = |document: &Document| {
        let is_on_paper = !document.prints.is_empty() || !document.sendings.is_empty();
        is_on_paper || is_on_receipt(inspection, document)
    };
    let has_left = inspection.documents.iter().filter(bears).any(left);
    if is_decision || has_left || is_exported {
        return Err(Blocked::new(Rule::NumberHandedOver, "number"));
    }
    Ok(())
}

/// Whether a receipt of delivery of the case names `document`.
fn is_on_receipt(inspection: &Inspection, document: &Document) -> bool {
    inspection.papers.iter().any(|made| match &made.paper {
        CasePaper::DeliveryReceipt(receipt) => {
            receipt.documents.iter().any(|paper| paper.document == document.id)
        }
        CasePaper::CaseFiling(_)
        | CasePaper::EvidenceHold(_)
        | CasePaper::HoldRelease(_)
        | CasePaper::Measure(_)
        | CasePaper::MeasureRelease(_)
        | CasePaper::Interview(_)
        | CasePaper::SurveyMinutes(_)
        | CasePaper::SamplingRecord(_)
        | CasePaper::EvidenceSheet(_)
        | CasePaper::CaseReferral(_)
        | CasePaper::ReferralNotice(_)
        | CasePaper::ObstructionRecord(_)
        | CasePaper::PassengerTransfer(_)
        | CasePaper::PassengerStatement(_)
        | CasePaper::AddressConfirmation(_) => false,
    })
}

impl Inspection {
    /// Takes what bears the number of `void` out of the case: its papers may be made again under another number.
    pub(super) fn fold_void(&mut self, void: NumberVoided) {
        let bears = |document: &Document| document.number.as_ref() == Some(&void.number);
        let (documents, rest): (Vec<Document>, Vec<Document>) =
            std::mem::take(&mut self.documents).into_iter().partition(bears);
        self.documents = rest;
        let is_void = |made: &PaperMade| {
            documents.iter().any(|document| made.is_shown_by(document.id))
                || made.takes.as_ref() == Some(&void.number)
        };
        let (papers, rest) = std::mem::take(&mut self.papers).into_iter().partition(is_void);
        self.papers = rest;
        self.voided.push(Voided { void, papers, documents });
    }

    /// The document with that id, whether it stands or is void.
    #[must_use]
    pub fn document(&self, id: crate::stdx::id::Id) -> Option<&Document> {
        let void = self.voided.iter().flat_map(|voided| &voided.documents);
        self.documents.iter().chain(void).find(|document| document.id == id)
    }

    /// The entry that voided the number of `document`; `None` where that stands.
    #[must_use]
    pub fn void_of(&self, document: &Document) -> Option<&NumberVoided> {
        let number = document.number.as_ref()?;
        let voids = self.voided.iter().map(|voided| &voided.void);
        voids.into_iter().find(|void| void.number == *number)
    }
}
