//! Events as payloads: a stable kind number, a schema number, and a CBOR map each.

pub mod bureau;
mod cash;
mod circumstances;
mod closing;
mod consequence;
mod deadline;
pub mod epoch;
mod evidence;
pub mod facts;
pub mod handing;
pub mod inspection;
mod involved;
mod leniency;
mod paper;
pub mod people;
mod printing;
pub mod pruning;
pub mod told;
mod unloading;
mod vehicle;
pub mod voiding;
mod weighing;

use super::WireFault;
use super::envelope::BlobName;
use crate::domain::agency::DocumentNo;
use crate::domain::bureau::BureauEvent;
use crate::domain::inspection::event::Event;
use crate::stdx::digest::Digest;

/// What an entry holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// Kinds 1 to 99.
    Bureau(BureauEvent),
    /// Kinds from 100.
    Inspection(Event),
    /// What an entry of a stop or the close of a shift held left this laptop; an entry behind it says so. Headquarters never
    /// takes such a one.
    Pruned,
    /// Of a kind that a later program wrote: its bytes stay as they are, and nothing is made of them here but the number that
    /// the case takes with it, which no other paper may bear.
    Later {
        /// Where it is a paper of a sort that is not known here and takes one.
        takes: Option<DocumentNo>,
    },
}

/// The schema that this program writes; it reads every one ever written.
const SCHEMA: u16 = 1;

/// Kind, schema and bytes of `body`.
#[must_use]
pub fn encode(body: &Body) -> (u16, u16, Vec<u8>) {
    let (kind, bytes) = match body {
        Body::Bureau(event) => bureau::encode(event),
        Body::Inspection(event) => inspection::encode(event),
        // Nobody writes one: it only comes of reading.
        Body::Pruned | Body::Later { .. } => (0, Vec::new()),
    };
    (kind, SCHEMA, bytes)
}

/// Reads a payload.
///
/// # Errors
/// When kind or schema are not known, or the bytes are not of that kind.
pub fn decode(kind: u16, schema: u16, bytes: &[u8]) -> Result<Body, WireFault> {
    if schema != SCHEMA {
        return Err(WireFault::Kind { kind, schema });
    }
    if kind < inspection::FIRST {
        bureau::decode(kind, bytes).map(Body::Bureau)
    } else {
        inspection::decode(kind, bytes).map(Body::Inspection)
    }
}

/// What is made of an entry whose `kind` and schema `decode` does not know.
#[must_use]
pub fn later(kind: u16, schema: u16, bytes: &[u8]) -> Body {
    let is_paper = schema == SCHEMA && kind == paper::PAPER_MADE;
    Body::Later { takes: if is_paper { paper::number_of_later(bytes) } else { None } }
}

/// Blobs that `body` names; `size_of` gives the bytes of one that is kept together with it.
#[must_use]
pub fn blobs(body: &Body, size_of: impl Fn(Digest) -> Option<u64>) -> Vec<BlobName> {
    let named = match body {
        Body::Inspection(Event::DocumentIssued(document)) => {
            let digest = document.digest;
            size_of(digest).map(|size| BlobName { digest, size, kind: "application/pdf".into() })
        }
        Body::Inspection(Event::PhotographTaken(photograph)) => Some(BlobName {
            digest: photograph.digest,
            size: photograph.bytes,
            kind: photograph.media_type.word().into(),
        }),
        Body::Inspection(_) | Body::Bureau(_) | Body::Pruned | Body::Later { .. } => None,
    };
    named.into_iter().collect()
}

/// The names of all kinds.
pub const NAMES: &[&str] = &[
    "journal_opened",
    "agency_named",
    "officer_enrolled",
    "rule_pack_adopted",
    "number_block_granted",
    "prior_decision_received",
    "shift_started",
    "shift_closed",
    "sheet_printed",
    "pin_set",
    "recovery_code_made",
    "device_key_made",
    "device_secret_moved",
    "clock_stepped",
    "journal_restored",
    "rule_pack_refused",
    "task_done",
    "order_carried_out",
    "case_came",
    "epoch_opened",
    "party_data_pruned",
    "set_aside_cleared",
    "cash_collected",
    "cash_handed_on",
    "cash_withdrawn",
    "revisit_due",
    "inspection_recorded",
    "facts_corrected",
    "check_digit_confirmed",
    "cards_shown",
    "proposal_told",
    "telling_retracted",
    "statement_heard",
    "signature_recorded",
    "decision_confirmed",
    "decision_blocked",
    "inspection_ended",
    "document_issued",
    "document_printed",
    "print_sent",
    "print_ended",
    "photograph_taken",
    "recording_referenced",
    "evidence_described",
    "case_exported",
    "deadline_fact_recorded",
    "paper_made",
    "number_voided",
    "return_answered",
    "pen_offered",
    "pen_taken",
    "pruned",
    "later",
];

/// The name of a kind for lists and `lucha show`.
#[must_use]
pub fn name(body: &Body) -> &'static str {
    match body {
        Body::Bureau(event) => bureau::name(event),
        Body::Inspection(event) => inspection::name(event),
        Body::Pruned => "pruned",
        Body::Later { .. } => "later",
    }
}
