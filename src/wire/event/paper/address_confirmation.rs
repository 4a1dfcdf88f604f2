//! Payload shape of 送达地址确认书; confirms nothing.

use crate::domain::inspection::Signature;
use crate::domain::paper::CasePaper;
use crate::domain::paper::address_confirmation::{
    AddressConfirmation, ElectronicAddress, ID_KINDS,
};
use crate::wire::{WireFault, from_bytes, to_bytes};
use minicbor::{Decode, Encode};

#[derive(Encode, Decode)]
#[cbor(map)]
struct AddressShape {
    #[n(0)]
    cause: String,
    #[n(1)]
    receiver: String,
    #[n(2)]
    relation: String,
    #[n(3)]
    id_kind: String,
    #[n(4)]
    id_no: String,
    /// Left out where nobody agreed to be sent papers over a network.
    #[n(5)]
    electronic: Option<ElectronicShape>,
    #[n(6)]
    postal: String,
    #[n(7)]
    phone: String,
    #[n(8)]
    postcode: String,
    /// Why it was not signed; left out where it was.
    #[n(9)]
    declined: Option<String>,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct ElectronicShape {
    #[n(0)]
    phone: String,
    #[n(1)]
    email: String,
    #[n(2)]
    wechat: String,
    #[n(3)]
    fax: String,
}

pub(super) fn encode(address: &AddressConfirmation) -> Vec<u8> {
    let electronic = address.electronic.as_ref().map(|electronic| ElectronicShape {
        phone: electronic.phone.get().clone(),
        email: electronic.email.get().clone(),
        wechat: electronic.wechat.get().clone(),
        fax: electronic.fax.get().clone(),
    });
    let declined = match &address.signature {
        Signature::Signed => None,
        Signature::Declined(reason) => Some(reason.clone()),
    };
    to_bytes(&AddressShape {
        cause: address.cause.clone(),
        receiver: address.receiver.get().clone(),
        relation: address.relation.clone(),
        id_kind: address.id_word().into(),
        id_no: address.id_no.get().clone(),
        electronic,
        postal: address.postal.get().clone(),
        phone: address.phone.get().clone(),
        postcode: address.postcode.clone(),
        declined,
    })
}

pub(super) fn decode(bytes: &[u8]) -> Result<CasePaper, WireFault> {
    let shape: AddressShape = from_bytes(bytes)?;
    // A kind of identity paper of a later program this one cannot name.
    let id_kind =
        ID_KINDS.iter().find(|(word, _)| *word == shape.id_kind).ok_or_else(super::later)?;
    let electronic = shape.electronic.map(|electronic| ElectronicAddress {
        phone: electronic.phone.into(),
        email: electronic.email.into(),
        wechat: electronic.wechat.into(),
        fax: electronic.fax.into(),
    });
    Ok(CasePaper::AddressConfirmation(AddressConfirmation {
        cause: shape.cause,
        receiver: shape.receiver.into(),
        relation: shape.relation,
        id_kind: id_kind.1,
        id_no: shape.id_no.into(),
        electronic,
        postal: shape.postal.into(),
        phone: shape.phone.into(),
        postcode: shape.postcode,
        signature: shape.declined.map_or(Signature::Signed, Signature::Declined),
    }))
}
