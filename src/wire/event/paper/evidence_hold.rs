//! Payload shape of 证据登记保存清单; counts no days.

use crate::domain::paper::CasePaper;
use crate::domain::paper::evidence_hold::{EvidenceHold, HeldItem};
use crate::wire::{WireFault, day_from, day_number, from_bytes, to_bytes};
use minicbor::{Decode, Encode};

#[derive(Encode, Decode)]
#[cbor(map)]
struct HoldShape {
    #[n(0)]
    cause: String,
    #[n(1)]
    risk: String,
    #[n(2)]
    working_days: u32,
    #[n(3)]
    from: u32,
    #[n(4)]
    last_day: u32,
    #[n(5)]
    items: Vec<ItemShape>,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct ItemShape {
    #[n(0)]
    name: String,
    #[n(1)]
    spec: String,
    #[n(2)]
    quantity: String,
    #[n(3)]
    place: String,
}

pub(super) fn encode(hold: &EvidenceHold) -> Vec<u8> {
    let items = hold.items.iter().map(|item| ItemShape {
        name: item.name.clone(),
        spec: item.spec.clone(),
        quantity: item.quantity.clone(),
        place: item.place.clone(),
    });
    to_bytes(&HoldShape {
        cause: hold.cause.clone(),
        risk: hold.risk.clone(),
        working_days: hold.working_days,
        from: day_number(hold.from),
        last_day: day_number(hold.last_day),
        items: items.collect(),
    })
}

pub(super) fn decode(bytes: &[u8]) -> Result<CasePaper, WireFault> {
    let shape: HoldShape = from_bytes(bytes)?;
    let item = |item: ItemShape| {
        let ItemShape { name, spec, quantity, place } = item;
        HeldItem { name, spec, quantity, place }
    };
    Ok(CasePaper::EvidenceHold(EvidenceHold {
        cause: shape.cause,
        risk: shape.risk,
        working_days: shape.working_days,
        from: day_from(shape.from)?,
        last_day: day_from(shape.last_day)?,
        items: shape.items.into_iter().map(item).collect(),
    }))
}
