//! Payload shapes of no penalty: what was recorded of its conditions, what a decision let off, and the revisit (kind 61); it
//! weighs nothing and counts no day.

use crate::domain::bureau::BureauEvent;
use crate::domain::leniency::facts::LeniencyFacts;
use crate::domain::leniency::{LetOff, Revisit};
use crate::stdx::day::Day;
use crate::wire::{WireFault, bytes16, day_from, day_number, from_bytes, to_bytes};
use minicbor::bytes::ByteArray;
use minicbor::{Decode, Encode};

pub(super) const REVISIT_DUE: u16 = 61;

/// `LeniencyFacts` as they are kept; whatever was not recorded is left out.
#[derive(Encode, Decode)]
#[cbor(map)]
pub(super) struct LeniencyShape {
    #[n(0)]
    item: Option<String>,
    #[n(1)]
    slight: Option<bool>,
    #[n(2)]
    why: Option<String>,
    #[n(3)]
    educated: Option<bool>,
    #[n(4)]
    promised: Option<bool>,
    /// In the order of their keys.
    #[n(5)]
    answers: Option<Vec<AnswerShape>>,
    #[n(6)]
    first: Option<bool>,
    #[n(7)]
    first_from: Option<String>,
}

#[derive(Encode, Decode)]
struct AnswerShape {
    #[n(0)]
    key: String,
    #[n(1)]
    yes: bool,
}

/// `LetOff` as an ending keeps it.
#[derive(Encode, Decode)]
#[cbor(map)]
pub(super) struct LetOffShape {
    #[n(0)]
    nth: u32,
    #[n(1)]
    code: String,
    #[n(2)]
    name: String,
    #[n(3)]
    cite: String,
    /// Left out where the article alone spares it.
    #[n(4)]
    item: Option<String>,
    #[n(5)]
    first_until: Option<u32>,
    /// Left out where nothing was promised.
    #[n(6)]
    promised: Option<bool>,
    #[n(7)]
    revisit_on: Option<u32>,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct RevisitShape {
    #[n(0)]
    inspection: ByteArray<16>,
    #[n(1)]
    on: u32,
    #[n(2)]
    codes: Vec<String>,
}

fn text(text: &str) -> Option<String> {
    Some(text.to_string()).filter(|text| !text.is_empty())
}

/// `None` where nothing was recorded.
pub(super) fn shape(said: &LeniencyFacts) -> Option<LeniencyShape> {
    let answer = |(key, yes): (&String, &bool)| AnswerShape { key: key.clone(), yes: *yes };
    let answers: Vec<AnswerShape> = said.answers.iter().map(answer).collect();
    (*said != LeniencyFacts::default()).then(|| LeniencyShape {
        item: text(&said.item),
        slight: said.slight,
        why: text(&said.why),
        educated: said.educated,
        promised: said.promised,
        answers: Some(answers).filter(|answers| !answers.is_empty()),
        first: said.first,
        first_from: text(&said.first_from),
    })
}

impl From<LeniencyShape> for LeniencyFacts {
    fn from(shape: LeniencyShape) -> LeniencyFacts {
        let answers = shape.answers.unwrap_or_default().into_iter();
        LeniencyFacts {
            item: shape.item.unwrap_or_default(),
            slight: shape.slight,
            why: shape.why.unwrap_or_default(),
            educated: shape.educated,
            promised: shape.promised,
            answers: answers.map(|answer| (answer.key, answer.yes)).collect(),
            first: shape.first,
            first_from: shape.first_from.unwrap_or_default(),
        }
    }
}

/// `None` where nothing was let off.
pub(super) fn let_off_shapes(let_off: &[LetOff]) -> Option<Vec<LetOffShape>> {
    let shape = |off: &LetOff| LetOffShape {
        nth: u32::try_from(off.nth).unwrap_or(u32::MAX),
        code: off.code.clone(),
        name: off.name.clone(),
        cite: off.cite.clone(),
        item: text(&off.item),
        first_until: off.first_until.map(day_number),
        promised: off.promised.then_some(true),
        revisit_on: off.revisit_on.map(day_number),
    };
    Some(let_off.iter().map(shape).collect()).filter(|shapes: &Vec<_>| !shapes.is_empty())
}

pub(super) fn let_off_from(shapes: Option<Vec<LetOffShape>>) -> Result<Vec<LetOff>, WireFault> {
    let day = |number: Option<u32>| -> Result<Option<Day>, WireFault> {
        number.map(day_from).transpose()
    };
    let mut let_off = Vec::new();
    for shape in shapes.unwrap_or_default() {
        let_off.push(LetOff {
            nth: usize::try_from(shape.nth).unwrap_or(usize::MAX),
            code: shape.code,
            name: shape.name,
            cite: shape.cite,
            item: shape.item.unwrap_or_default(),
            first_until: day(shape.first_until)?,
            promised: shape.promised == Some(true),
            revisit_on: day(shape.revisit_on)?,
        });
    }
    Ok(let_off)
}

pub(super) fn revisit(revisit: &Revisit) -> (u16, Vec<u8>) {
    let shape = RevisitShape {
        inspection: revisit.inspection.0.into(),
        on: day_number(revisit.on),
        codes: revisit.codes.clone(),
    };
    (REVISIT_DUE, to_bytes(&shape))
}

pub(super) fn revisit_from(bytes: &[u8]) -> Result<BureauEvent, WireFault> {
    let shape: RevisitShape = from_bytes(bytes)?;
    Ok(BureauEvent::RevisitDue(Revisit {
        inspection: bytes16(&shape.inspection),
        on: day_from(shape.on)?,
        codes: shape.codes,
    }))
}
