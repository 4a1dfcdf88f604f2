//! What the law says happened at a stop, in the past tense; nothing here is ever changed afterwards.

use super::judgement::Ending;
use super::terms::Confirmation;
use super::{Facts, Signature, Statement, Topic};
use crate::domain::document::{Document, Printing};
use crate::domain::photograph::Photograph;
use crate::stdx::clock::Moment;
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    InspectionRecorded(Box<Facts>),
    /// A correction supersedes the facts; the entry it corrects stays.
    FactsCorrected {
        reason: String,
        facts: Box<Facts>,
    },
    /// The officers confirmed from the paper a number whose check digit does not fit.
    CheckDigitConfirmed {
        fields: Vec<String>,
    },
    CardsShown {
        at: Moment,
        /// Its place among the acts of the telling, 1 for the first; `None` in entries older than places.
        nth: Option<u32>,
    },
    ProposalTold {
        topics: Vec<(Topic, Moment)>,
        /// The place of the first topic; the others follow it.
        nth: Option<u32>,
    },
    /// What was ticked before was not so: the telling begins anew, the entries before stay.
    TellingRetracted,
    StatementHeard {
        statement: Statement,
        nth: Option<u32>,
    },
    SignatureRecorded(Signature),
    /// Each officer of the pair typed his own PIN for what is decided next.
    DecisionConfirmed {
        by: Vec<Confirmation>,
    },
    /// The law said no; the inspection stays recorded.
    DecisionBlocked(Ending),
    /// No violation, a correction, an on-the-spot penalty, a case, or a hand-over.
    InspectionEnded(Ending),
    DocumentIssued(Document),
    DocumentPrinted {
        document: Id,
        printing: Printing,
    },
    PhotographTaken(Photograph),
    /// What headquarters gave back was put right: this is the answer to that return.
    ReturnAnswered {
        returned: Id,
    },
    /// The case left the journal as plain files, for a reason that an officer gave.
    CaseExported {
        /// SHA-256 of the list of all files with their digests.
        manifest: Digest,
        files: u32,
        reason: String,
    },
}
