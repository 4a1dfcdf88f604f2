//! Payload shape of 询问笔录; asks nothing.

use crate::domain::identity::id_paper::IdKind;
use crate::domain::paper::CasePaper;
use crate::domain::paper::interview::{Asked, Interview, Interviewed, READ};
use crate::domain::party::{Personal, Sex};
use crate::stdx::clock::Moment;
use crate::wire::{WireFault, from_bytes, to_bytes};
use minicbor::{Decode, Encode};

#[derive(Encode, Decode)]
#[cbor(map)]
struct InterviewShape {
    #[n(0)]
    from_ms: i64,
    #[n(1)]
    until_ms: i64,
    #[n(2)]
    nth: u32,
    #[n(3)]
    place: String,
    #[n(4)]
    asked_by: String,
    #[n(5)]
    recorder: String,
    #[n(6)]
    person: PersonShape,
    /// Answers to what every interview begins with.
    #[n(7)]
    cards: String,
    #[n(8)]
    duty: String,
    #[n(9)]
    recusal: String,
    #[n(10)]
    asked: Vec<AskedShape>,
    #[n(11)]
    read: String,
    /// Left out where the person signs.
    #[n(12)]
    refusal: Option<String>,
}

/// What nobody asked is left out.
#[derive(Encode, Decode)]
#[cbor(map)]
struct PersonShape {
    #[n(0)]
    name: String,
    #[n(1)]
    relation: String,
    #[n(2)]
    sex: Option<String>,
    #[n(3)]
    age: Option<u32>,
    #[n(4)]
    id_kind: String,
    #[n(5)]
    id_no: Option<String>,
    #[n(6)]
    phone: Option<String>,
    #[n(7)]
    unit: Option<String>,
    #[n(8)]
    address: Option<String>,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct AskedShape {
    #[n(0)]
    question: String,
    #[n(1)]
    answer: String,
}

fn kept(text: &Personal) -> Option<String> {
    (!text.get().is_empty()).then(|| text.get().clone())
}

fn said(text: Option<String>) -> Personal {
    text.unwrap_or_default().into()
}

pub(super) fn encode(interview: &Interview) -> Vec<u8> {
    let person = &interview.person;
    let [cards, duty, recusal] = interview.opening.each_ref().map(|answer| answer.get().clone());
    let asked = interview.asked.iter().map(|asked| AskedShape {
        question: asked.question.clone(),
        answer: asked.answer.get().clone(),
    });
    to_bytes(&InterviewShape {
        from_ms: interview.from.ms(),
        until_ms: interview.until.ms(),
        nth: interview.nth,
        place: interview.place.clone(),
        asked_by: interview.asked_by.clone(),
        recorder: interview.recorder.clone(),
        person: PersonShape {
            name: person.name.get().clone(),
            relation: person.relation.clone(),
            sex: person.sex.map(|sex| sex.in_chinese().to_string()),
            age: person.age,
            id_kind: person.id_kind.in_chinese().into(),
            id_no: kept(&person.id_no),
            phone: kept(&person.phone),
            unit: kept(&person.unit),
            address: kept(&person.address),
        },
        cards,
        duty,
        recusal,
        asked: asked.collect(),
        read: interview.read.word().into(),
        refusal: kept(&interview.refusal),
    })
}

pub(super) fn decode(bytes: &[u8]) -> Result<CasePaper, WireFault> {
    let shape: InterviewShape = from_bytes(bytes)?;
    // A word of a later program this one cannot read.
    let read = READ.iter().find(|(word, _)| *word == shape.read).ok_or_else(super::later)?;
    let id_kind = IdKind::from_chinese(&shape.person.id_kind).ok_or_else(super::later)?;
    let sex = match &shape.person.sex {
        Some(sex) => Some(Sex::from_chinese(sex).ok_or_else(super::later)?),
        None => None,
    };
    let asked = |one: AskedShape| Asked { question: one.question, answer: one.answer.into() };
    Ok(CasePaper::Interview(Interview {
        from: Moment::from_ms(shape.from_ms),
        until: Moment::from_ms(shape.until_ms),
        nth: shape.nth,
        place: shape.place,
        asked_by: shape.asked_by,
        recorder: shape.recorder,
        person: Box::new(Interviewed {
            name: shape.person.name.into(),
            relation: shape.person.relation,
            sex,
            age: shape.person.age,
            id_kind,
            id_no: said(shape.person.id_no),
            phone: said(shape.person.phone),
            unit: said(shape.person.unit),
            address: said(shape.person.address),
        }),
        opening: [shape.cards.into(), shape.duty.into(), shape.recusal.into()],
        asked: shape.asked.into_iter().map(asked).collect(),
        read: read.1,
        refusal: said(shape.refusal),
    }))
}
