//! Payload shape of 行政强制措施决定书 and of the minutes that are made with it; counts no days.

use crate::domain::paper::CasePaper;
use crate::domain::paper::measure::{ATTENDANCE, Measure, MeasureHearing, TakenThing};
use crate::domain::paper::measure_basis::{MeasureBasis, MeasureSort};
use crate::stdx::clock::Moment;
use crate::wire::{WireFault, day_from, day_number, from_bytes, to_bytes};
use minicbor::{Decode, Encode};

#[derive(Encode, Decode)]
#[cbor(map)]
struct MeasureShape {
    #[n(0)]
    found_on: u32,
    #[n(1)]
    facts: String,
    /// Word of its article.
    #[n(2)]
    basis: String,
    /// As the paper cites it.
    #[n(3)]
    cite: String,
    #[n(4)]
    sort: String,
    #[n(5)]
    things: Vec<ThingShape>,
    #[n(6)]
    done_at_ms: i64,
    #[n(7)]
    last_day: u32,
    #[n(8)]
    place: String,
    #[n(9)]
    cargo: String,
    #[n(10)]
    perishable: String,
    /// Left out where it was not told, as to an absent party.
    #[n(11)]
    reasons_at_ms: Option<i64>,
    #[n(12)]
    basis_at_ms: Option<i64>,
    #[n(13)]
    rights_at_ms: Option<i64>,
    #[n(14)]
    remedies_at_ms: Option<i64>,
    /// Left out where nobody was heard.
    #[n(15)]
    heard: Option<HeardShape>,
    #[n(16)]
    attendance: String,
    #[n(17)]
    witness: String,
    #[n(18)]
    urgent: String,
}

#[derive(Encode, Decode)]
#[cbor(map)]
pub(super) struct ThingShape {
    #[n(0)]
    name: String,
    #[n(1)]
    spec: String,
    #[n(2)]
    quantity: String,
    #[n(3)]
    remark: String,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct HeardShape {
    #[n(0)]
    at_ms: i64,
    #[n(1)]
    statement: String,
    #[n(2)]
    answer: String,
}

pub(super) fn things_shape(things: &[TakenThing]) -> Vec<ThingShape> {
    let shape = |thing: &TakenThing| {
        let TakenThing { name, spec, quantity, remark } = thing.clone();
        ThingShape { name, spec, quantity, remark }
    };
    things.iter().map(shape).collect()
}

pub(super) fn things_from(shapes: Vec<ThingShape>) -> Vec<TakenThing> {
    let thing = |shape: ThingShape| {
        let ThingShape { name, spec, quantity, remark } = shape;
        TakenThing { name, spec, quantity, remark }
    };
    shapes.into_iter().map(thing).collect()
}

pub(super) fn encode(measure: &Measure) -> Vec<u8> {
    let [reasons, basis, rights, remedies] = measure.told.map(|at| at.map(Moment::ms));
    let heard = measure.heard.as_ref().map(|heard| HeardShape {
        at_ms: heard.at.ms(),
        statement: heard.statement.clone(),
        answer: heard.answer.clone(),
    });
    to_bytes(&MeasureShape {
        found_on: day_number(measure.found_on),
        facts: measure.facts.clone(),
        basis: measure.basis.word.clone(),
        cite: measure.basis.cite.clone(),
        sort: measure.basis.sort.word().into(),
        things: things_shape(&measure.things),
        done_at_ms: measure.done_at.ms(),
        last_day: day_number(measure.last_day),
        place: measure.place.clone(),
        cargo: measure.cargo.clone(),
        perishable: measure.perishable.clone(),
        reasons_at_ms: reasons,
        basis_at_ms: basis,
        rights_at_ms: rights,
        remedies_at_ms: remedies,
        heard,
        attendance: measure.attendance.word().into(),
        witness: measure.witness.get().clone(),
        urgent: measure.urgent.clone(),
    })
}

pub(super) fn decode(bytes: &[u8]) -> Result<CasePaper, WireFault> {
    let shape: MeasureShape = from_bytes(bytes)?;
    // What a later program calls a measure this one cannot read.
    let sort = MeasureSort::from_word(&shape.sort).ok_or_else(super::later)?;
    let attendance = ATTENDANCE.iter().find(|(word, _)| *word == shape.attendance);
    let (_, attendance) = *attendance.ok_or_else(super::later)?;
    let told = [shape.reasons_at_ms, shape.basis_at_ms, shape.rights_at_ms, shape.remedies_at_ms];
    let heard = shape.heard.map(|heard| MeasureHearing {
        at: Moment::from_ms(heard.at_ms),
        statement: heard.statement,
        answer: heard.answer,
    });
    Ok(CasePaper::Measure(Measure {
        found_on: day_from(shape.found_on)?,
        facts: shape.facts,
        basis: MeasureBasis { word: shape.basis, cite: shape.cite, sort },
        things: things_from(shape.things),
        done_at: Moment::from_ms(shape.done_at_ms),
        last_day: day_from(shape.last_day)?,
        place: shape.place,
        cargo: shape.cargo,
        perishable: shape.perishable,
        told: told.map(|at| at.map(Moment::from_ms)),
        heard,
        attendance,
        witness: shape.witness.into(),
        urgent: shape.urgent,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(sort: &str, attendance: &str) -> Vec<u8> {
        let empty = String::new;
        to_bytes(&MeasureShape {
            found_on: 20_261_123,
            facts: empty(),
            basis: empty(),
            cite: empty(),
            sort: sort.into(),
            things: Vec::new(),
            done_at_ms: 1,
            last_day: 20_261_223,
            place: empty(),
            cargo: empty(),
            perishable: empty(),
            reasons_at_ms: None,
            basis_at_ms: None,
            rights_at_ms: None,
            remedies_at_ms: None,
            heard: None,
            attendance: attendance.into(),
            witness: empty(),
            urgent: empty(),
        })
    }

    #[test]
    fn what_a_later_program_calls_a_measure_is_a_kind_that_is_not_known() {
        assert!(decode(&shape("seizure", "absent")).is_ok());
        for (sort, attendance) in [("sealing", "absent"), ("seizure", "by_video")] {
            assert_eq!(decode(&shape(sort, attendance)), Err(crate::wire::event::paper::later()));
        }
    }
}
