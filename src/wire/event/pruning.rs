//! Payload shape of the entry by which party data leaves a laptop: kind 40.

use crate::domain::agency::DocumentNo;
use crate::domain::bureau::BureauEvent;
use crate::domain::inspection::judgement::Outcome;
use crate::domain::pruning::{PrunedPaper, PrunedStop};
use crate::stdx::clock::Moment;
use crate::stdx::fen::Fen;
use crate::wire::{WireFault, bytes16, bytes32, from_bytes, to_bytes};
use minicbor::bytes::ByteArray;
use minicbor::{Decode, Encode};

/// The store asks for this kind by its number.
pub const PARTY_DATA_PRUNED: u16 = 40;

#[derive(Encode, Decode)]
#[cbor(map)]
struct Shape {
    #[n(0)]
    days: u32,
    #[n(1)]
    received_upto: u64,
    #[n(2)]
    stops: Vec<Stop>,
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

pub(super) fn encode(days: u32, received_upto: u64, stops: &[PrunedStop]) -> Vec<u8> {
    to_bytes(&Shape { days, received_upto, stops: stops.iter().map(Stop::from).collect() })
}

pub(super) fn decode(bytes: &[u8]) -> Result<BureauEvent, WireFault> {
    let Shape { days, received_upto, stops } = from_bytes(bytes)?;
    let stops = stops.into_iter().map(PrunedStop::try_from).collect::<Result<_, _>>()?;
    Ok(BureauEvent::PartyDataPruned { days, received_upto, stops })
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
