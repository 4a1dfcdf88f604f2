//! Payload shape of 案件移送告知书; tells nobody.

use crate::domain::paper::CasePaper;
use crate::domain::paper::referral_notice::ReferralNotice;
use crate::wire::{WireFault, bytes16, day_from, day_number, from_bytes, to_bytes};
use minicbor::bytes::ByteArray;
use minicbor::{Decode, Encode};

#[derive(Encode, Decode)]
#[cbor(map)]
struct NoticeShape {
    #[n(0)]
    referral: ByteArray<16>,
    #[n(1)]
    referred_on: u32,
    #[n(2)]
    organ: String,
    #[n(3)]
    cause: String,
    #[n(4)]
    basis: String,
}

pub(super) fn encode(notice: &ReferralNotice) -> Vec<u8> {
    to_bytes(&NoticeShape {
        referral: notice.referral.0.into(),
        referred_on: day_number(notice.referred_on),
        organ: notice.organ.clone(),
        cause: notice.cause.clone(),
        basis: notice.basis.clone(),
    })
}

pub(super) fn decode(bytes: &[u8]) -> Result<CasePaper, WireFault> {
    let shape: NoticeShape = from_bytes(bytes)?;
    Ok(CasePaper::ReferralNotice(ReferralNotice {
        referral: bytes16(&shape.referral),
        referred_on: day_from(shape.referred_on)?,
        organ: shape.organ,
        cause: shape.cause,
        basis: shape.basis,
    }))
}
