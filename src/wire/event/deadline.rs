//! Payload shape of what officers put down of a case's deadlines: kind 115; counts no days. The case is the entry's own.

use crate::domain::deadline::recorded::DeadlineFact;
use crate::domain::deadline::trigger::Trigger;
use crate::domain::inspection::event::Event;
use crate::wire::{WireFault, day_from, day_number, from_bytes, to_bytes};
use minicbor::{Decode, Encode};

pub(super) const DEADLINE_FACT_RECORDED: u16 = 115;

#[derive(Encode, Decode)]
#[cbor(map)]
struct RecordedShape {
    #[n(0)]
    event: String,
    #[n(1)]
    on: u32,
    #[n(2)]
    paper: String,
    /// Left out where it stands.
    #[n(3)]
    withdrawn: Option<bool>,
}

pub(super) fn recorded(fact: &DeadlineFact) -> (u16, Vec<u8>) {
    let shape = RecordedShape {
        event: fact.what.word().into(),
        on: day_number(fact.on),
        paper: fact.paper.clone(),
        withdrawn: fact.withdrawn.then_some(true),
    };
    (DEADLINE_FACT_RECORDED, to_bytes(&shape))
}

pub(super) fn recorded_from(bytes: &[u8]) -> Result<Event, WireFault> {
    let shape: RecordedShape = from_bytes(bytes)?;
    let what = Trigger::from_word(&shape.event).ok_or(WireFault::Word(shape.event))?;
    Ok(Event::DeadlineFactRecorded(DeadlineFact {
        what,
        on: day_from(shape.on)?,
        paper: shape.paper,
        withdrawn: shape.withdrawn == Some(true),
    }))
}
