//! Payload shape of 乘客陈述记录; who rode is in it and in no other shape.

use crate::domain::identity::id_paper::IdKind;
use crate::domain::paper::CasePaper;
use crate::domain::paper::passenger_statement::{
    FARES, ORDERED, PAID_BY, Passenger, PassengerStatement, RELATIONS,
};
use crate::domain::party::Personal;
use crate::stdx::clock::Moment;
use crate::stdx::fen::Fen;
use crate::wire::{WireFault, from_bytes, to_bytes};
use minicbor::{Decode, Encode};

/// What nobody said is left out.
#[derive(Encode, Decode)]
#[cbor(map)]
struct StatementShape {
    #[n(0)]
    at_ms: i64,
    #[n(1)]
    name: Option<String>,
    #[n(2)]
    phone: Option<String>,
    #[n(3)]
    id_kind: String,
    #[n(4)]
    id_no: Option<String>,
    #[n(5)]
    address: Option<String>,
    #[n(6)]
    from: String,
    #[n(7)]
    to: String,
    #[n(8)]
    ordered: String,
    #[n(9)]
    platform: Option<String>,
    #[n(10)]
    fare_state: String,
    #[n(11)]
    fare_fen: Option<i64>,
    #[n(12)]
    paid_by: Option<String>,
    #[n(13)]
    relation: String,
    #[n(14)]
    words: Option<String>,
    #[n(15)]
    language: String,
    /// Left out where he signs; empty where he gave no reason.
    #[n(16)]
    declined: Option<String>,
}

fn kept(text: &Personal) -> Option<String> {
    (!text.get().is_empty()).then(|| text.get().clone())
}

fn said(text: Option<String>) -> Personal {
    text.unwrap_or_default().into()
}

pub(super) fn encode(statement: &PassengerStatement) -> Vec<u8> {
    let passenger = &statement.passenger;
    to_bytes(&StatementShape {
        at_ms: statement.at.ms(),
        name: kept(&passenger.name),
        phone: kept(&passenger.phone),
        id_kind: passenger.id_kind.in_chinese().into(),
        id_no: kept(&passenger.id_no),
        address: kept(&passenger.address),
        from: statement.from.get().clone(),
        to: statement.to.get().clone(),
        ordered: statement.ordered.word().into(),
        platform: (!statement.platform.is_empty()).then(|| statement.platform.clone()),
        fare_state: statement.fare_state.word().into(),
        fare_fen: statement.fare.map(|fare| fare.0),
        paid_by: statement.paid_by.map(|means| means.word().into()),
        relation: statement.relation.word().into(),
        words: kept(&statement.words),
        language: statement.language.clone(),
        declined: (!statement.is_signed).then(|| statement.refusal.get().clone()),
    })
}

/// The value of a word; a word of a later program this one cannot read.
fn of_word<T: Copy>(list: &[(&str, T)], word: &str) -> Result<T, WireFault> {
    let found = list.iter().find(|(known, _)| *known == word);
    found.map(|(_, value)| *value).ok_or_else(super::later)
}

pub(super) fn decode(bytes: &[u8]) -> Result<CasePaper, WireFault> {
    let shape: StatementShape = from_bytes(bytes)?;
    let paid_by = shape.paid_by.as_deref().map(|word| of_word(&PAID_BY, word)).transpose()?;
    Ok(CasePaper::PassengerStatement(PassengerStatement {
        at: Moment::from_ms(shape.at_ms),
        passenger: Box::new(Passenger {
            name: said(shape.name),
            phone: said(shape.phone),
            id_kind: IdKind::from_chinese(&shape.id_kind).ok_or_else(super::later)?,
            id_no: said(shape.id_no),
            address: said(shape.address),
        }),
        from: shape.from.into(),
        to: shape.to.into(),
        ordered: of_word(&ORDERED, &shape.ordered)?,
        platform: shape.platform.unwrap_or_default(),
        fare_state: of_word(&FARES, &shape.fare_state)?,
        fare: shape.fare_fen.map(Fen),
        paid_by,
        relation: of_word(&RELATIONS, &shape.relation)?,
        words: said(shape.words),
        language: shape.language,
        is_signed: shape.declined.is_none(),
        refusal: said(shape.declined),
    }))
}
