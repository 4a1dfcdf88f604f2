//! Payload shapes of an inspection's events: kinds from 100.

use super::consequence::{self, ProposalShape};
use super::deadline::{self, DEADLINE_FACT_RECORDED};
use super::evidence::{self, EVIDENCE_DESCRIBED, PHOTOGRAPH_TAKEN, RECORDING_REFERENCED};
use super::facts::FactsShape;
use super::handing::{self, PEN_OFFERED, PEN_TAKEN};
use super::leniency::{LetOffShape, let_off_from, let_off_shapes};
use super::paper::{self, PAPER_MADE};
use super::printing::{self, PRINT_ENDED, PRINT_SENT};
use super::voiding::{self, NUMBER_VOIDED};
use crate::domain::agency::DocumentNo;
use crate::domain::blocked::{Blocked, Rule};
use crate::domain::document::{Document, Printing};
use crate::domain::inspection::event::Event;
use crate::domain::inspection::judgement::{Ending, Outcome, Penalty, Procedure};
use crate::domain::inspection::terms::{Confirmation, ConfirmedBy};
use crate::domain::inspection::{Signature, Statement, StatementKind, Topic};
use crate::stdx::clock::Moment;
use crate::stdx::fen::Fen;
use crate::wire::{WireFault, bytes16, bytes32, from_bytes, to_bytes};
use minicbor::bytes::ByteArray;
use minicbor::{Decode, Encode};

/// The lowest kind of this file.
pub const FIRST: u16 = 100;
const INSPECTION_RECORDED: u16 = 100;
const FACTS_CORRECTED: u16 = 101;
/// Kinds whose payload is the facts of a stop.
pub const OF_FACTS: [u16; 2] = [INSPECTION_RECORDED, FACTS_CORRECTED];
/// The kind that begins a case: the laptop that wrote it has the pen of the case until that moves.
pub const RECORDED: u16 = INSPECTION_RECORDED;
const CHECK_DIGIT_CONFIRMED: u16 = 102;
const CARDS_SHOWN: u16 = 103;
const PROPOSAL_TOLD: u16 = 104;
const STATEMENT_HEARD: u16 = 105;
const SIGNATURE_RECORDED: u16 = 106;
const DECISION_BLOCKED: u16 = 107;
const INSPECTION_ENDED: u16 = 108;
const DOCUMENT_ISSUED: u16 = 109;
const DOCUMENT_PRINTED: u16 = 110;
const TELLING_RETRACTED: u16 = 111;
const DECISION_CONFIRMED: u16 = 113;
const CASE_EXPORTED: u16 = 114;
const RETURN_ANSWERED: u16 = 130;

/// Whether an entry of this kind only adds to a case and takes nothing of it back, so that it may be written without the
/// case's pen and stands in the main line all the same: photographs, recordings, and that a pen was taken. What the bureau
/// says of itself in the same command (a clock that made a step) is no part of the case at all. Notes and what witnesses say
/// have no kinds of their own yet.
#[must_use]
pub fn commutes(kind: u16) -> bool {
    kind < FIRST || [PHOTOGRAPH_TAKEN, RECORDING_REFERENCED, PEN_TAKEN].contains(&kind)
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct AnsweredShape {
    #[n(0)]
    returned: ByteArray<16>,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct ExportedShape {
    #[n(0)]
    manifest: ByteArray<32>,
    #[n(1)]
    files: u32,
    #[n(2)]
    reason: String,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Corrected {
    #[n(0)]
    reason: String,
    #[n(1)]
    facts: FactsShape,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Confirmed {
    #[n(0)]
    fields: Vec<String>,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct ConfirmedShape {
    #[n(0)]
    by: Vec<ConfirmationShape>,
}

#[derive(Encode, Decode)]
struct ConfirmationShape {
    #[n(0)]
    officer: ByteArray<16>,
    #[n(1)]
    at_ms: i64,
    /// Digest of the terms that he was shown; not in entries before it was bound.
    #[n(2)]
    shown: Option<ByteArray<32>>,
    /// In the file of a script; left out for the screen.
    #[n(3)]
    by_file: Option<bool>,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Shown {
    #[n(0)]
    at_ms: i64,
    /// Place among the acts of the telling; not in entries before it was kept.
    #[n(1)]
    nth: Option<u32>,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Told {
    #[n(0)]
    topics: Vec<TopicShape>,
    /// Place of the first topic; the others follow it.
    #[n(1)]
    nth: Option<u32>,
}

#[derive(Encode, Decode)]
struct TopicShape {
    #[n(0)]
    topic: String,
    #[n(1)]
    at_ms: i64,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Heard {
    #[n(0)]
    at_ms: i64,
    /// 0 nothing stated, 1 waived, 2 stated.
    #[n(1)]
    kind: u8,
    #[n(2)]
    text: Option<String>,
    #[n(3)]
    answer: String,
    #[n(4)]
    nth: Option<u32>,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Retracted {}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Signed {
    /// The reason when the signature was declined.
    #[n(0)]
    declined: Option<String>,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct EndingShape {
    #[n(0)]
    outcome: String,
    #[n(1)]
    procedure: String,
    #[n(2)]
    penalties: Vec<String>,
    #[n(3)]
    fine_fen: Option<i64>,
    #[n(4)]
    least_fen: Option<i64>,
    #[n(5)]
    most_fen: Option<i64>,
    #[n(6)]
    number: Option<NumberShape>,
    #[n(7)]
    blocked: Vec<BlockedShape>,
    #[n(8)]
    pack: ByteArray<32>,
    #[n(9)]
    limit_kg: Option<i64>,
    #[n(10)]
    over_kg: Option<i64>,
    #[n(11)]
    codes: Vec<String>,
    /// Left out where nothing was let off.
    #[n(12)]
    let_off: Option<Vec<LetOffShape>>,
    /// Left out where nothing was proposed.
    #[n(16)]
    proposals: Option<Vec<ProposalShape>>,
    /// Left out where no amount was weighed.
    #[n(17)]
    reasons: Option<Vec<String>>,
}

#[derive(Encode, Decode)]
pub(super) struct NumberShape {
    #[n(0)]
    prefix: String,
    #[n(1)]
    year: i32,
    #[n(2)]
    serial: u32,
}

#[derive(Encode, Decode)]
struct BlockedShape {
    #[n(0)]
    rule: String,
    #[n(1)]
    field: String,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Issued {
    #[n(0)]
    id: ByteArray<16>,
    #[n(1)]
    form: String,
    #[n(2)]
    number: Option<NumberShape>,
    #[n(3)]
    digest: ByteArray<32>,
    #[n(4)]
    template_version: u32,
    #[n(5)]
    pages: u32,
    #[n(6)]
    issued_ms: i64,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Printed {
    #[n(0)]
    document: ByteArray<16>,
    #[n(1)]
    at_ms: i64,
    #[n(2)]
    copy: u32,
    #[n(3)]
    printer: String,
    #[n(4)]
    digest: ByteArray<32>,
}

/// The kind of an event and its payload.
#[must_use]
pub fn encode(event: &Event) -> (u16, Vec<u8>) {
    match event {
        Event::InspectionRecorded(facts) => {
            (INSPECTION_RECORDED, to_bytes(&FactsShape::from(&**facts)))
        }
        Event::FactsCorrected { reason, facts } => {
            let shape = Corrected { reason: reason.clone(), facts: FactsShape::from(&**facts) };
            (FACTS_CORRECTED, to_bytes(&shape))
        }
        Event::CheckDigitConfirmed { fields } => {
            (CHECK_DIGIT_CONFIRMED, to_bytes(&Confirmed { fields: fields.clone() }))
        }
        Event::CardsShown { at, nth } => {
            (CARDS_SHOWN, to_bytes(&Shown { at_ms: at.ms(), nth: *nth }))
        }
        Event::ProposalTold { topics, nth } => {
            let topics = topics
                .iter()
                .map(|(topic, at)| TopicShape { topic: topic.word().into(), at_ms: at.ms() })
                .collect();
            (PROPOSAL_TOLD, to_bytes(&Told { topics, nth: *nth }))
        }
        Event::DecisionConfirmed { by } => {
            let shape = ConfirmedShape { by: by.iter().map(confirmation).collect() };
            (DECISION_CONFIRMED, to_bytes(&shape))
        }
        Event::TellingRetracted => (TELLING_RETRACTED, to_bytes(&Retracted {})),
        Event::StatementHeard { statement, nth } => {
            (STATEMENT_HEARD, to_bytes(&heard(statement, *nth)))
        }
        Event::SignatureRecorded(signature) => {
            let declined = match signature {
                Signature::Signed => None,
                Signature::Declined(reason) => Some(reason.clone()),
            };
            (SIGNATURE_RECORDED, to_bytes(&Signed { declined }))
        }
        Event::DecisionBlocked(ending) => (DECISION_BLOCKED, to_bytes(&ending_shape(ending))),
        Event::InspectionEnded(ending) => (INSPECTION_ENDED, to_bytes(&ending_shape(ending))),
        Event::DocumentIssued(document) => (DOCUMENT_ISSUED, to_bytes(&issued(document))),
        Event::DocumentPrinted { document, printing } => {
            let shape = Printed {
                document: document.0.into(),
                at_ms: printing.at.ms(),
                copy: printing.copy,
                printer: printing.printer.clone(),
                digest: printing.digest.0.into(),
            };
            (DOCUMENT_PRINTED, to_bytes(&shape))
        }
        Event::PrintSent { document, sending } => printing::sent(*document, sending),
        Event::PrintEnded { document, sending, end } => printing::ended(*document, *sending, end),
        Event::PhotographTaken(photograph) => evidence::taken(photograph),
        Event::RecordingReferenced(recording) => evidence::referenced(recording),
        Event::EvidenceDescribed { of, said } => evidence::described(*of, said),
        Event::ReturnAnswered { returned } => {
            (RETURN_ANSWERED, to_bytes(&AnsweredShape { returned: returned.0.into() }))
        }
        Event::PenOffered { to, until, reason } => handing::offered(*to, *until, reason),
        Event::PenTaken { from, offer, token } => handing::taken(*from, *offer, *token),
        Event::DeadlineFactRecorded(fact) => deadline::recorded(fact),
        Event::PaperMade(made) => paper::made(made),
        Event::NumberVoided(void) => voiding::voided(void),
        Event::CaseExported { manifest, files, reason } => {
            let (manifest, reason) = (manifest.0.into(), reason.clone());
            (CASE_EXPORTED, to_bytes(&ExportedShape { manifest, files: *files, reason }))
        }
    }
}

/// The event of a payload.
///
/// # Errors
/// When the kind is unknown to this program, or the bytes are not of its shape.
pub fn decode(kind: u16, bytes: &[u8]) -> Result<Event, WireFault> {
    Ok(match kind {
        INSPECTION_RECORDED => {
            Event::InspectionRecorded(Box::new(from_bytes::<FactsShape>(bytes)?.try_into()?))
        }
        FACTS_CORRECTED => {
            let shape: Corrected = from_bytes(bytes)?;
            let facts = Box::new(shape.facts.try_into()?);
            Event::FactsCorrected { reason: shape.reason, facts }
        }
        CHECK_DIGIT_CONFIRMED => {
            Event::CheckDigitConfirmed { fields: from_bytes::<Confirmed>(bytes)?.fields }
        }
        CARDS_SHOWN => {
            let shape: Shown = from_bytes(bytes)?;
            Event::CardsShown { at: Moment::from_ms(shape.at_ms), nth: shape.nth }
        }
        PROPOSAL_TOLD => {
            let told: Told = from_bytes(bytes)?;
            let topics = told.topics.into_iter().map(topic_from).collect::<Result<_, _>>()?;
            Event::ProposalTold { topics, nth: told.nth }
        }
        STATEMENT_HEARD => {
            let shape: Heard = from_bytes(bytes)?;
            let nth = shape.nth;
            Event::StatementHeard { statement: heard_from(shape)?, nth }
        }
        DECISION_CONFIRMED => {
            let shape: ConfirmedShape = from_bytes(bytes)?;
            Event::DecisionConfirmed { by: shape.by.iter().map(confirmation_from).collect() }
        }
        TELLING_RETRACTED => from_bytes::<Retracted>(bytes).map(|_| Event::TellingRetracted)?,
        SIGNATURE_RECORDED => {
            let signed: Signed = from_bytes(bytes)?;
            Event::SignatureRecorded(match signed.declined {
                None => Signature::Signed,
                Some(reason) => Signature::Declined(reason),
            })
        }
        DECISION_BLOCKED => Event::DecisionBlocked(ending_from(from_bytes(bytes)?)?),
        INSPECTION_ENDED => Event::InspectionEnded(ending_from(from_bytes(bytes)?)?),
        DOCUMENT_ISSUED => Event::DocumentIssued(issued_from(from_bytes(bytes)?)),
        DOCUMENT_PRINTED => {
            let shape: Printed = from_bytes(bytes)?;
            let printing = Printing {
                at: Moment::from_ms(shape.at_ms),
                copy: shape.copy,
                printer: shape.printer,
                digest: bytes32(&shape.digest),
            };
            Event::DocumentPrinted { document: bytes16(&shape.document), printing }
        }
        PRINT_SENT | PRINT_ENDED => printing::decode(kind, bytes)?,
        PHOTOGRAPH_TAKEN => evidence::taken_from(bytes)?,
        RECORDING_REFERENCED => evidence::referenced_from(bytes)?,
        EVIDENCE_DESCRIBED => evidence::described_from(bytes)?,
        RETURN_ANSWERED => Event::ReturnAnswered {
            returned: bytes16(&from_bytes::<AnsweredShape>(bytes)?.returned),
        },
        PEN_OFFERED => handing::offered_from(bytes)?,
        PEN_TAKEN => handing::taken_from(bytes)?,
        DEADLINE_FACT_RECORDED => deadline::recorded_from(bytes)?,
        PAPER_MADE => paper::made_from(bytes)?,
        NUMBER_VOIDED => voiding::voided_from(bytes)?,
        CASE_EXPORTED => {
            let shape: ExportedShape = from_bytes(bytes)?;
            let manifest = bytes32(&shape.manifest);
            Event::CaseExported { manifest, files: shape.files, reason: shape.reason }
        }
        other => return Err(WireFault::Kind { kind: other, schema: 1 }),
    })
}

fn topic_from(shape: TopicShape) -> Result<(Topic, Moment), WireFault> {
    let topic = Topic::from_word(&shape.topic).ok_or(WireFault::Word(shape.topic))?;
    Ok((topic, Moment::from_ms(shape.at_ms)))
}

fn heard(statement: &Statement, nth: Option<u32>) -> Heard {
    let (kind, text) = match &statement.kind {
        StatementKind::Nothing => (0, None),
        StatementKind::Waived => (1, None),
        StatementKind::Stated(text) => (2, Some(text.clone())),
    };
    Heard { at_ms: statement.at.ms(), kind, text, answer: statement.answer.clone(), nth }
}

fn heard_from(shape: Heard) -> Result<Statement, WireFault> {
    let kind = match shape.kind {
        0 => StatementKind::Nothing,
        1 => StatementKind::Waived,
        2 => StatementKind::Stated(shape.text.unwrap_or_default()),
        other => return Err(WireFault::Word(other.to_string())),
    };
    Ok(Statement { at: Moment::from_ms(shape.at_ms), kind, answer: shape.answer })
}

pub(super) fn number_shape(number: &DocumentNo) -> NumberShape {
    NumberShape { prefix: number.prefix.clone(), year: number.year, serial: number.serial }
}

pub(super) fn number_from(shape: NumberShape) -> DocumentNo {
    DocumentNo { prefix: shape.prefix, year: shape.year, serial: shape.serial }
}

fn confirmation(one: &Confirmation) -> ConfirmationShape {
    ConfirmationShape {
        officer: one.officer.0.into(),
        at_ms: one.at.ms(),
        shown: one.shown.map(|shown| shown.0.into()),
        by_file: (one.way == ConfirmedBy::PinFile).then_some(true),
    }
}

fn confirmation_from(shape: &ConfirmationShape) -> Confirmation {
    let way = match shape.by_file {
        Some(true) => ConfirmedBy::PinFile,
        Some(false) | None => ConfirmedBy::Screen,
    };
    let (officer, at) = (bytes16(&shape.officer), Moment::from_ms(shape.at_ms));
    Confirmation { officer, at, shown: shape.shown.as_ref().map(bytes32), way }
}

fn ending_shape(ending: &Ending) -> EndingShape {
    EndingShape {
        outcome: ending.outcome.word().into(),
        procedure: ending.procedure.word().into(),
        penalties: ending.penalties.iter().map(|penalty| penalty.word().into()).collect(),
        fine_fen: ending.fine.map(|fen| fen.0),
        least_fen: ending.range.map(|(least, _)| least.0),
        most_fen: ending.range.map(|(_, most)| most.0),
        number: ending.number.as_ref().map(number_shape),
        blocked: ending
            .blocked
            .iter()
            .map(|no| BlockedShape { rule: no.rule.name().into(), field: no.field.clone() })
            .collect(),
        pack: ending.pack.0.into(),
        limit_kg: ending.limit_kg,
        over_kg: ending.over_kg,
        codes: ending.codes.clone(),
        let_off: let_off_shapes(&ending.let_off),
        proposals: consequence::shapes(&ending.proposals),
        reasons: (!ending.reasons.is_empty()).then(|| ending.reasons.clone()),
    }
}

fn ending_from(shape: EndingShape) -> Result<Ending, WireFault> {
    let procedures = [Procedure::None, Procedure::Summary, Procedure::Ordinary];
    let penalties = [
        Penalty::Caution,
        Penalty::Fine,
        Penalty::Confiscation,
        Penalty::Revocation,
        Penalty::Suspension,
        Penalty::StopOperating,
    ];
    let penalty = |word: String| {
        penalties.into_iter().find(|penalty| penalty.word() == word).ok_or(WireFault::Word(word))
    };
    let blocked = |no: BlockedShape| {
        let rule = Rule::from_name(&no.rule).ok_or(WireFault::Word(no.rule))?;
        Ok(Blocked::new(rule, no.field))
    };
    Ok(Ending {
        outcome: Outcome::from_word(&shape.outcome).ok_or(WireFault::Word(shape.outcome))?,
        procedure: procedures
            .into_iter()
            .find(|procedure| procedure.word() == shape.procedure)
            .ok_or(WireFault::Word(shape.procedure))?,
        penalties: shape.penalties.into_iter().map(penalty).collect::<Result<_, _>>()?,
        fine: shape.fine_fen.map(Fen),
        range: shape.least_fen.zip(shape.most_fen).map(|(least, most)| (Fen(least), Fen(most))),
        number: shape.number.map(number_from),
        blocked: shape.blocked.into_iter().map(blocked).collect::<Result<_, _>>()?,
        pack: bytes32(&shape.pack),
        limit_kg: shape.limit_kg,
        over_kg: shape.over_kg,
        codes: shape.codes,
        let_off: let_off_from(shape.let_off)?,
        proposals: consequence::proposals(shape.proposals)?,
        reasons: shape.reasons.unwrap_or_default(),
    })
}

fn issued(document: &Document) -> Issued {
    Issued {
        id: document.id.0.into(),
        form: document.form.clone(),
        number: document.number.as_ref().map(number_shape),
        digest: document.digest.0.into(),
        template_version: document.template_version,
        pages: document.pages,
        issued_ms: document.issued_at.ms(),
    }
}

fn issued_from(shape: Issued) -> Document {
    Document {
        id: bytes16(&shape.id),
        form: shape.form,
        number: shape.number.map(number_from),
        digest: bytes32(&shape.digest),
        template_version: shape.template_version,
        pages: shape.pages,
        issued_at: Moment::from_ms(shape.issued_ms),
        prints: Vec::new(),
        sendings: Vec::new(),
    }
}

/// Its name in exports and on screens.
#[must_use]
pub fn name(event: &Event) -> &'static str {
    match event {
        Event::InspectionRecorded(_) => "inspection_recorded",
        Event::FactsCorrected { .. } => "facts_corrected",
        Event::CheckDigitConfirmed { .. } => "check_digit_confirmed",
        Event::CardsShown { .. } => "cards_shown",
        Event::ProposalTold { .. } => "proposal_told",
        Event::DecisionConfirmed { .. } => "decision_confirmed",
        Event::TellingRetracted => "telling_retracted",
        Event::StatementHeard { .. } => "statement_heard",
        Event::SignatureRecorded(_) => "signature_recorded",
        Event::DecisionBlocked(_) => "decision_blocked",
        Event::InspectionEnded(_) => "inspection_ended",
        Event::DocumentIssued(_) => "document_issued",
        Event::DocumentPrinted { .. } => "document_printed",
        Event::PrintSent { .. } => "print_sent",
        Event::PrintEnded { .. } => "print_ended",
        Event::PhotographTaken(_) => "photograph_taken",
        Event::RecordingReferenced(_) => "recording_referenced",
        Event::EvidenceDescribed { .. } => "evidence_described",
        Event::CaseExported { .. } => "case_exported",
        Event::ReturnAnswered { .. } => "return_answered",
        Event::PenOffered { .. } => "pen_offered",
        Event::PenTaken { .. } => "pen_taken",
        Event::DeadlineFactRecorded(_) => "deadline_fact_recorded",
        Event::PaperMade(_) => "paper_made",
        Event::NumberVoided(_) => "number_voided",
    }
}
