//! Payload shape of 抽样取证凭证; takes no sample.

use crate::domain::paper::CasePaper;
use crate::domain::paper::sampling_record::{SampledItem, SamplingRecord};
use crate::stdx::clock::Moment;
use crate::wire::{WireFault, from_bytes, to_bytes};
use minicbor::{Decode, Encode};

#[derive(Encode, Decode)]
#[cbor(map)]
struct SamplingShape {
    #[n(0)]
    from_ms: i64,
    #[n(1)]
    until_ms: i64,
    #[n(2)]
    place: String,
    #[n(3)]
    phone: String,
    #[n(4)]
    items: Vec<ItemShape>,
    #[n(5)]
    remarks: String,
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

pub(super) fn encode(sampling: &SamplingRecord) -> Vec<u8> {
    let items = sampling.items.iter().map(|item| ItemShape {
        name: item.name.clone(),
        spec: item.spec.clone(),
        quantity: item.quantity.clone(),
        place: item.place.clone(),
    });
    to_bytes(&SamplingShape {
        from_ms: sampling.from.ms(),
        until_ms: sampling.until.ms(),
        place: sampling.place.clone(),
        phone: sampling.phone.clone(),
        items: items.collect(),
        remarks: sampling.remarks.clone(),
    })
}

pub(super) fn decode(bytes: &[u8]) -> Result<CasePaper, WireFault> {
    let shape: SamplingShape = from_bytes(bytes)?;
    let item = |item: ItemShape| {
        let ItemShape { name, spec, quantity, place } = item;
        SampledItem { name, spec, quantity, place }
    };
    Ok(CasePaper::SamplingRecord(SamplingRecord {
        from: Moment::from_ms(shape.from_ms),
        until: Moment::from_ms(shape.until_ms),
        place: shape.place,
        phone: shape.phone,
        items: shape.items.into_iter().map(item).collect(),
        remarks: shape.remarks,
    }))
}
