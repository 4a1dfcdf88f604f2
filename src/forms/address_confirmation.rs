//! 送达地址确认书, a local form: where papers reach who receives them, and whether over a network (处罚法 61). It sends nothing.

use super::Missing;
use super::filled::{Field, Filled};
use super::scene::{Filling, Scene};
use crate::domain::inspection::Signature;
use crate::domain::paper::CasePaper;
use crate::domain::paper::address_confirmation::ElectronicAddress;
use crate::domain::party::{Party, Personal};

const TEMPLATE_VERSION: u32 = 1;

/// Fills the form, or lists what it needs and the record lacks.
///
/// # Errors
/// What the record lacks, as paths of the check contract; `address` where the paper is another.
pub fn fill(scene: &Scene<'_>) -> Result<Filled, Vec<Missing>> {
    let mut filling = Filling::new("address_confirmation", TEMPLATE_VERSION, scene);
    let Some(CasePaper::AddressConfirmation(address)) = scene.of_case else {
        filling.needs(false, "address");
        return filling.finish();
    };
    let party = scene.facts.party.as_ref().map(Party::name).unwrap_or_default();
    let signed_note = match &address.signature {
        Signature::Signed => String::new(),
        Signature::Declined(reason) => {
            format!("{}拒绝签名，理由：{reason}", address.receiver.get())
        }
    };
    let electronic = address.electronic.as_ref();
    let of = |part: fn(&ElectronicAddress) -> &Personal| {
        electronic.map(|electronic| part(electronic).get().clone()).unwrap_or_default()
    };
    filling
        .needs(!party.is_empty(), "party")
        .text("party", party)
        .text("cause", &address.cause)
        .text("receiver", address.receiver.get())
        .text("relation", &address.relation)
        .text("id_kind", address.id_kind.in_chinese())
        .text("id_no", address.id_no.get())
        .field("electronic_agreed", Field::Box(electronic.is_some()))
        .field("electronic_declined", Field::Box(electronic.is_none()))
        .text("electronic_phone", of(|electronic| &electronic.phone))
        .text("email", of(|electronic| &electronic.email))
        .text("wechat", of(|electronic| &electronic.wechat))
        .text("fax", of(|electronic| &electronic.fax))
        .text("postal_address", address.postal.get())
        .text("phone", address.phone.get())
        .text("postcode", &address.postcode)
        .text("signed_note", signed_note)
        .finish()
}
