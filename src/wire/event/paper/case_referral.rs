//! Payload shape of 案件移送函; refers nothing.

use crate::domain::paper::CasePaper;
use crate::domain::paper::case_referral::CaseReferral;
use crate::wire::{WireFault, day_from, day_number, from_bytes, to_bytes};
use minicbor::{Decode, Encode};

#[derive(Encode, Decode)]
#[cbor(map)]
struct ReferralShape {
    #[n(0)]
    organ: String,
    #[n(1)]
    cause: String,
    #[n(2)]
    facts: String,
    #[n(3)]
    reason: String,
    #[n(4)]
    basis: String,
    #[n(5)]
    attachments: Vec<AttachmentShape>,
    #[n(6)]
    goods: Vec<GoodsShape>,
    #[n(7)]
    contact: String,
    #[n(8)]
    phone: String,
    #[n(9)]
    tells_party: bool,
    #[n(10)]
    on: u32,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct AttachmentShape {
    #[n(0)]
    name: String,
    #[n(1)]
    quantity: String,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct GoodsShape {
    #[n(0)]
    name: String,
    #[n(1)]
    spec: String,
    #[n(2)]
    quantity: String,
    #[n(3)]
    remarks: String,
}

pub(super) fn encode(referral: &CaseReferral) -> Vec<u8> {
    let attachments = referral.attachments.iter().cloned();
    let attachments = attachments.map(|[name, quantity]| AttachmentShape { name, quantity });
    let goods = referral.goods.iter().cloned().map(|row| {
        let [name, spec, quantity, remarks] = row;
        GoodsShape { name, spec, quantity, remarks }
    });
    to_bytes(&ReferralShape {
        organ: referral.organ.clone(),
        cause: referral.cause.clone(),
        facts: referral.facts.clone(),
        reason: referral.reason.clone(),
        basis: referral.basis.clone(),
        attachments: attachments.collect(),
        goods: goods.collect(),
        contact: referral.contact.get().clone(),
        phone: referral.phone.get().clone(),
        tells_party: referral.tells_party,
        on: day_number(referral.on),
    })
}

pub(super) fn decode(bytes: &[u8]) -> Result<CasePaper, WireFault> {
    let shape: ReferralShape = from_bytes(bytes)?;
    let attachments = shape.attachments.into_iter();
    let goods = shape.goods.into_iter();
    Ok(CasePaper::CaseReferral(CaseReferral {
        organ: shape.organ,
        cause: shape.cause,
        facts: shape.facts,
        reason: shape.reason,
        basis: shape.basis,
        attachments: attachments.map(|row| [row.name, row.quantity]).collect(),
        goods: goods.map(|row| [row.name, row.spec, row.quantity, row.remarks]).collect(),
        contact: shape.contact.into(),
        phone: shape.phone.into(),
        tells_party: shape.tells_party,
        on: day_from(shape.on)?,
    }))
}
