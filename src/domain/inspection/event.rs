//! What the law says happened at a stop, in the past tense; nothing here is ever changed afterwards.

use super::judgement::Ending;
use super::terms::Confirmation;
use super::{Facts, Signature, Statement, Topic};
use crate::domain::deadline::recorded::DeadlineFact;
use crate::domain::described::Description;
use crate::domain::document::{Document, PrintEnd, Printing, Sending};
use crate::domain::number_void::NumberVoided;
use crate::domain::paper::PaperMade;
use crate::domain::photograph::Photograph;
use crate::domain::recording::Recording;
use crate::stdx::clock::Moment;
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;

/// One thing that happened at a stop, as its entry says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// What the officers saw, written down for the first time.
    InspectionRecorded(Box<Facts>),
    /// A correction supersedes the facts; the entry it corrects stays.
    FactsCorrected {
        /// Why, in the officers' words; it stands beside the correction for ever.
        reason: String,
        /// All facts as they are now, not the difference.
        facts: Box<Facts>,
    },
    /// The officers confirmed from the paper a number whose check digit does not fit.
    CheckDigitConfirmed {
        /// Paths of the check contract.
        fields: Vec<String>,
    },
    /// The officers showed their cards (处罚法 55).
    CardsShown {
        /// When.
        at: Moment,
        /// Its place among the acts of the telling, 1 for the first; `None` in entries older than places.
        nth: Option<u32>,
    },
    /// The party was told what is proposed, and of its rights (处罚法 44).
    ProposalTold {
        /// What was told, each with its time.
        topics: Vec<(Topic, Moment)>,
        /// The place of the first topic; the others follow it.
        nth: Option<u32>,
    },
    /// What was ticked before was not so: the telling begins anew, the entries before stay.
    TellingRetracted,
    /// The party was heard, or said that it waives it (处罚法 45, 62).
    StatementHeard {
        /// What it said, and the answer.
        statement: Statement,
        /// Its place among the acts of the telling; `None` in entries older than places.
        nth: Option<u32>,
    },
    /// Whether the person present signed.
    SignatureRecorded(Signature),
    /// Each officer of the pair typed his own PIN for what is decided next.
    DecisionConfirmed {
        /// One for each officer of the pair.
        by: Vec<Confirmation>,
    },
    /// The law said no; the inspection stays recorded.
    DecisionBlocked(Ending),
    /// No violation, a correction, an on-the-spot penalty, a case, or a hand-over.
    InspectionEnded(Ending),
    /// A paper was made; its bytes lie beside the journal under their digest.
    DocumentIssued(Document),
    /// A paper went to a printer or a file.
    DocumentPrinted {
        /// Which one.
        document: Id,
        /// When, where and as which copy.
        printing: Printing,
    },
    /// A copy of a paper is about to go to a printer; what comes of it is `PrintEnded`, which a laptop that falls never writes.
    PrintSent {
        /// Which paper.
        document: Id,
        /// When, where to, for whom and as which copy.
        sending: Sending,
    },
    /// What came of a copy that was sent. One that came out is a `DocumentPrinted` beside it.
    PrintEnded {
        /// Which paper.
        document: Id,
        /// Id of what was sent.
        sending: Id,
        /// When it was known, and what it is.
        end: PrintEnd,
    },
    /// A photograph, or a recording that is small enough, was kept with the stop.
    PhotographTaken(Photograph),
    /// A recording too large for the journal was named by its digest; the original stays where it lies.
    RecordingReferenced(Recording),
    /// What one piece of evidence shows was said anew; what was said before stays in its entry.
    EvidenceDescribed {
        /// Digest of the photograph or recording.
        of: Digest,
        /// All that is said of it now, not the difference.
        said: Description,
    },
    /// What headquarters gave back was put right: this is the answer to that return.
    ReturnAnswered {
        /// Headquarters' id of the return.
        returned: Id,
    },
    /// Who writes the case offered its pen to another laptop, face to face and without a line. Headquarters moves it when it
    /// holds the other one's `PenTaken` too.
    PenOffered {
        /// The laptop that may take it.
        to: Id,
        /// Behind this moment, by the taker's clock, nobody may.
        until: Moment,
        /// Why, in the officer's words.
        reason: String,
    },
    /// The pen of a case was taken from another laptop by its offer.
    PenTaken {
        /// The laptop that offered it.
        from: Id,
        /// Digest of the entry that offered it.
        offer: Digest,
        /// The number of the pen that entries of this laptop in the case bear from now on, one more than the offered one's.
        token: u64,
    },
    /// Something that moves the deadlines of the case happened on a day, or was put down wrongly (期限事项).
    DeadlineFactRecorded(DeadlineFact),
    /// A paper of the case was made beside or behind its stop; the entry behind this one issues its page.
    PaperMade(Box<PaperMade>),
    /// A number of the case was voided before its papers reached the party; they stay, and are void (文号作废).
    NumberVoided(NumberVoided),
    /// The case left the journal as plain files, for a reason that an officer gave.
    CaseExported {
        /// SHA-256 of the list of all files with their digests.
        manifest: Digest,
        /// How many files, that list not counted.
        files: u32,
        /// The officer's reason.
        reason: String,
    },
}
