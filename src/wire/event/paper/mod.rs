//! Payload shapes of the papers of a case: kind 116, one file for each sort; makes none.
//!
//! A word of a later program reads as a kind that this one does not know, so that its entry is kept and nothing is made of it
//! but the number that it takes.

mod address_confirmation;
mod case_filing;
mod case_referral;
mod delivery_receipt;
mod evidence_hold;
mod evidence_sheet;
mod hold_release;
mod measure;
mod measure_release;
mod obstruction_record;
mod passenger_statement;
mod passenger_transfer;
mod referral_notice;
mod sampling_record;
mod survey_minutes;
mod interview;

use super::inspection::{NumberShape, number_from, number_shape};
use crate::domain::agency::DocumentNo;
use crate::domain::inspection::event::Event;
use crate::domain::paper::{CasePaper, PaperApproval, PaperMade};
use crate::stdx::clock::Moment;
use crate::wire::{WireFault, bytes16, bytes32, from_bytes, to_bytes};
use minicbor::bytes::{ByteArray, ByteVec};
use minicbor::{Decode, Encode};

pub(super) const PAPER_MADE: u16 = 116;

#[derive(Encode, Decode)]
#[cbor(map)]
struct MadeShape {
    #[n(0)]
    document: ByteArray<16>,
    #[n(1)]
    at_ms: i64,
    #[n(2)]
    word: String,
    /// A CBOR map of the sort.
    #[n(3)]
    paper: ByteVec,
    /// Left out where nobody had to approve it.
    #[n(4)]
    approval: Option<ApprovalShape>,
    /// Left out where the case takes no number with it.
    #[n(5)]
    takes: Option<NumberShape>,
    #[n(6)]
    pack: ByteArray<32>,
    /// Left out where no minutes and no second page are made with it.
    #[n(7)]
    minutes: Option<ByteArray<16>>,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct ApprovalShape {
    #[n(0)]
    by: String,
    #[n(1)]
    at_ms: i64,
    #[n(2)]
    paper: String,
}

pub(super) fn made(made: &PaperMade) -> (u16, Vec<u8>) {
    let paper = match &made.paper {
        CasePaper::CaseFiling(filing) => case_filing::encode(filing),
        CasePaper::EvidenceHold(hold) => evidence_hold::encode(hold),
        CasePaper::HoldRelease(release) => hold_release::encode(release),
        CasePaper::DeliveryReceipt(receipt) => delivery_receipt::encode(receipt),
        CasePaper::AddressConfirmation(address) => address_confirmation::encode(address),
        CasePaper::CaseReferral(paper) => case_referral::encode(paper),
        CasePaper::ObstructionRecord(paper) => obstruction_record::encode(paper),
        CasePaper::PassengerStatement(paper) => passenger_statement::encode(paper),
        CasePaper::PassengerTransfer(paper) => passenger_transfer::encode(paper),
        CasePaper::ReferralNotice(paper) => referral_notice::encode(paper),
        CasePaper::EvidenceSheet(paper) => evidence_sheet::encode(paper),
        CasePaper::SamplingRecord(paper) => sampling_record::encode(paper),
        CasePaper::SurveyMinutes(paper) => survey_minutes::encode(paper),
        CasePaper::Measure(measure) => measure::encode(measure),
        CasePaper::MeasureRelease(release) => measure_release::encode(release),
        CasePaper::Interview(interview) => interview::encode(interview),
    };
    let approval = made.approval.as_ref().map(|approval| ApprovalShape {
        by: approval.by.clone(),
        at_ms: approval.at.ms(),
        paper: approval.paper.clone(),
    });
    let shape = MadeShape {
        document: made.document.0.into(),
        at_ms: made.at.ms(),
        word: made.paper.kind().word.into(),
        paper: paper.into(),
        approval,
        takes: made.takes.as_ref().map(number_shape),
        pack: made.pack.0.into(),
        minutes: made.minutes.map(|id| id.0.into()),
    };
    (PAPER_MADE, to_bytes(&shape))
}

pub(super) fn made_from(bytes: &[u8]) -> Result<Event, WireFault> {
    let shape: MadeShape = from_bytes(bytes)?;
    let paper = match shape.word.as_str() {
        "case_filing" => case_filing::decode(&shape.paper)?,
        "evidence_hold" => evidence_hold::decode(&shape.paper)?,
        "hold_release" => hold_release::decode(&shape.paper)?,
        "delivery_receipt" => delivery_receipt::decode(&shape.paper)?,
        "address_confirmation" => address_confirmation::decode(&shape.paper)?,
        "case_referral" => case_referral::decode(&shape.paper)?,
        "obstruction_record" => obstruction_record::decode(&shape.paper)?,
        "passenger_statement" => passenger_statement::decode(&shape.paper)?,
        "passenger_transfer" => passenger_transfer::decode(&shape.paper)?,
        "referral_notice" => referral_notice::decode(&shape.paper)?,
        "evidence_sheet" => evidence_sheet::decode(&shape.paper)?,
        "sampling_record" => sampling_record::decode(&shape.paper)?,
        "survey_minutes" => survey_minutes::decode(&shape.paper)?,
        "measure" => measure::decode(&shape.paper)?,
        "measure_release" => measure_release::decode(&shape.paper)?,
        "interview" => interview::decode(&shape.paper)?,
        _ => return Err(later()),
    };
    let approval = shape.approval.map(|approval| PaperApproval {
        by: approval.by,
        at: Moment::from_ms(approval.at_ms),
        paper: approval.paper,
    });
    Ok(Event::PaperMade(Box::new(PaperMade {
        document: bytes16(&shape.document),
        at: Moment::from_ms(shape.at_ms),
        paper,
        approval,
        takes: shape.takes.map(number_from),
        pack: bytes32(&shape.pack),
        minutes: shape.minutes.as_ref().map(bytes16),
    })))
}

/// The number that the case takes with a paper of a sort that is not known here; `None` where it takes none.
pub(super) fn number_of_later(bytes: &[u8]) -> Option<DocumentNo> {
    from_bytes::<MadeShape>(bytes).ok()?.takes.map(number_from)
}

/// What a paper is that a later program made.
fn later() -> WireFault {
    WireFault::Kind { kind: PAPER_MADE, schema: super::SCHEMA }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(word: &str, paper: &[u8]) -> Vec<u8> {
        to_bytes(&MadeShape {
            document: [7; 16].into(),
            at_ms: 1,
            word: word.into(),
            paper: paper.to_vec().into(),
            approval: None,
            takes: None,
            pack: [0; 32].into(),
            minutes: None,
        })
    }

    #[test]
    fn a_paper_of_a_later_program_reads_as_a_kind_that_is_not_known() {
        assert_eq!(made_from(&shape("sampling", &[0xa0])), Err(later()));
        assert_eq!(number_of_later(&shape("sampling", &[0xa0])), None);
        let lacks = made_from(&shape("hold_release", &[0xa0]));
        assert!(matches!(lacks, Err(WireFault::Bytes(_))), "{lacks:?}");
    }
}
