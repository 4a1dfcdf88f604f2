//! Payload shapes of the entries by which party data leaves a laptop: kinds 40 and 41.

use crate::domain::agency::DocumentNo;
use crate::domain::bureau::BureauEvent;
use crate::domain::inspection::judgement::Outcome;
use crate::domain::pruning::{ClearedDraft, PrunedClose, PrunedPaper, PrunedStop};
use crate::domain::shift_close::Tally;
use crate::stdx::clock::Moment;
use crate::stdx::fen::Fen;
use crate::wire::{WireFault, bytes16, bytes32, from_bytes, to_bytes};
use minicbor::bytes::ByteArray;
use minicbor::{Decode, Encode};

/// The store asks for this kind by its number.
pub const PARTY_DATA_PRUNED: u16 = 40;
/// The store asks for this kind by its number.
pub const SET_ASIDE_CLEARED: u16 = 41;

#[derive(Encode, Decode)]
#[cbor(map)]
struct Shape {
    #[n(0)]
    days: u32,
    #[n(1)]
    received_upto: u64,
    #[n(2)]
    stops: Vec<Stop>,
    /// Left out where there are none.
    #[n(3)]
    closes: Option<Vec<Close>>,
}

#[derive(Encode, Decode)]
struct Close {
    #[n(0)]
    number: u64,
    #[n(1)]
    at_ms: i64,
    #[n(2)]
    issued: u64,
    #[n(3)]
    printed: u64,
    #[n(4)]
    received: u64,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Cleared {
    #[n(0)]
    days: u32,
    #[n(1)]
    drafts: Vec<Draft>,
    #[n(2)]
    folders: Vec<String>,
}

#[derive(Encode, Decode)]
struct Draft {
    #[n(0)]
    id: ByteArray<16>,
    #[n(1)]
    begun_ms: i64,
    #[n(2)]
    owner: String,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Stop {
    #[n(0)]
    id: ByteArray<16>,
    #[n(1)]
    number: u64,
    #[n(2)]
    at_ms: i64,
    #[n(3)]
    codes: Vec<String>,
    #[n(4)]
    outcome: Option<String>,
    #[n(5)]
    over_kg: Option<i64>,
    #[n(6)]
    fine_fen: Option<i64>,
    #[n(7)]
    document_no: String,
    #[n(8)]
    taken: Option<Taken>,
    #[n(9)]
    papers: Vec<Paper>,
}

#[derive(Encode, Decode)]
struct Taken {
    #[n(0)]
    prefix: String,
    #[n(1)]
    year: i32,
    #[n(2)]
    serial: u32,
    #[n(3)]
    entry: u64,
}

#[derive(Encode, Decode)]
struct Paper {
    #[n(0)]
    id: ByteArray<16>,
    #[n(1)]
    form: String,
    #[n(2)]
    document_no: String,
    #[n(3)]
    digest: ByteArray<32>,
    #[n(4)]
    pages: u32,
    #[n(5)]
    issued_ms: i64,
    #[n(6)]
    printed: u32,
}

pub(super) fn encode(
    (days, received_upto): (u32, u64),
    stops: &[PrunedStop],
    closes: &[PrunedClose],
) -> Vec<u8> {
    let stops = stops.iter().map(Stop::from).collect();
    let closes: Vec<Close> = closes.iter().map(Close::from).collect();
    let closes = Some(closes).filter(|closes| !closes.is_empty());
    to_bytes(&Shape { days, received_upto, stops, closes })
}

pub(super) fn decode(bytes: &[u8]) -> Result<BureauEvent, WireFault> {
    let Shape { days, received_upto, stops, closes } = from_bytes(bytes)?;
    let stops = stops.into_iter().map(PrunedStop::try_from).collect::<Result<_, _>>()?;
    let closes = closes.unwrap_or_default().into_iter().map(PrunedClose::from).collect();
    Ok(BureauEvent::PartyDataPruned { days, received_upto, stops, closes })
}

pub(super) fn encode_cleared(days: u32, drafts: &[ClearedDraft], folders: &[String]) -> Vec<u8> {
    let draft = |draft: &ClearedDraft| Draft {
        id: draft.id.0.into(),
        begun_ms: draft.begun_at.ms(),
        owner: draft.owner.clone(),
    };
    let drafts = drafts.iter().map(draft).collect();
    to_bytes(&Cleared { days, drafts, folders: folders.to_vec() })
}

pub(super) fn decode_cleared(bytes: &[u8]) -> Result<BureauEvent, WireFault> {
    let Cleared { days, drafts, folders } = from_bytes(bytes)?;
    let draft = |draft: Draft| ClearedDraft {
        id: bytes16(&draft.id),
        begun_at: Moment::from_ms(draft.begun_ms),
        owner: draft.owner,
    };
    let drafts = drafts.into_iter().map(draft).collect();
    Ok(BureauEvent::SetAsideCleared { days, drafts, folders })
}

impl From<&PrunedClose> for Close {
    fn from(close: &PrunedClose) -> Close {
        let Tally { issued, printed, received } = close.tally;
        Close { number: close.number, at_ms: close.at.ms(), issued, printed, received }
    }
}

impl From<Close> for PrunedClose {
    fn from(close: Close) -> PrunedClose {
        let Close { number, at_ms, issued, printed, received } = close;
        let tally = Tally { issued, printed, received };
        PrunedClose { number, at: Moment::from_ms(at_ms), tally }
    }
}

impl From<&PrunedStop> for Stop {
    fn from(stop: &PrunedStop) -> Stop {
        let paper = |paper: &PrunedPaper| Paper {
            id: paper.id.0.into(),
            form: paper.form.clone(),
            document_no: paper.document_no.clone(),
            digest: paper.digest.0.into(),
            pages: paper.pages,
            issued_ms: paper.issued_at.ms(),
            printed: paper.printed,
        };
        Stop {
            id: stop.id.0.into(),
            number: stop.number,
            at_ms: stop.at.ms(),
            codes: stop.codes.clone(),
            outcome: stop.outcome.map(|outcome| outcome.word().into()),
            over_kg: stop.over_kg,
            fine_fen: stop.fine.map(|fine| fine.0),
            document_no: stop.document_no.clone(),
            taken: stop.taken.clone().map(|(number, entry)| Taken {
                prefix: number.prefix,
                year: number.year,
                serial: number.serial,
                entry,
            }),
            papers: stop.papers.iter().map(paper).collect(),
        }
    }
}

impl TryFrom<Stop> for PrunedStop {
    type Error = WireFault;

    fn try_from(stop: Stop) -> Result<PrunedStop, WireFault> {
        let outcome =
            stop.outcome.map(|word| Outcome::from_word(&word).ok_or(WireFault::Word(word)));
        let paper = |paper: Paper| PrunedPaper {
            id: bytes16(&paper.id),
            form: paper.form,
            document_no: paper.document_no,
            digest: bytes32(&paper.digest),
            pages: paper.pages,
            issued_at: Moment::from_ms(paper.issued_ms),
            printed: paper.printed,
        };
        Ok(PrunedStop {
            id: bytes16(&stop.id),
            number: stop.number,
            at: Moment::from_ms(stop.at_ms),
            codes: stop.codes,
            outcome: outcome.transpose()?,
            over_kg: stop.over_kg,
            fine: stop.fine_fen.map(Fen),
            document_no: stop.document_no,
            taken: stop.taken.map(|Taken { prefix, year, serial, entry }| {
                (DocumentNo { prefix, year, serial }, entry)
            }),
            papers: stop.papers.into_iter().map(paper).collect(),
        })
    }
}
