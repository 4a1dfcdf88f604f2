//! 案件移送函, a local form: a letter to the organ that the case belongs to, with what goes along (程序规定 9). It sends nothing itself.

use super::Missing;
use super::filled::{Field, Filled};
use super::scene::{Filling, Scene};
use crate::domain::paper::CasePaper;
use crate::domain::party::Party;

const TEMPLATE_VERSION: u32 = 1;

/// Fills the form, or lists what it needs and the record lacks.
///
/// # Errors
/// What the record lacks, as paths of the check contract; `referral` where the paper is another.
pub fn fill(scene: &Scene<'_>) -> Result<Filled, Vec<Missing>> {
    let mut filling = Filling::new("case_referral", TEMPLATE_VERSION, scene);
    let Some(CasePaper::CaseReferral(referral)) = scene.of_case else {
        filling.needs(false, "referral");
        return filling.finish();
    };
    let numbered = |rows: Vec<&[String]>| -> Vec<Vec<String>> {
        let row = |(nth, cells): (usize, &[String])| {
            std::iter::once(nth.to_string()).chain(cells.iter().cloned()).collect()
        };
        (1..).zip(rows).map(row).collect()
    };
    let attachments = referral.attachments.iter().map(<[String; 2]>::as_slice).collect();
    let goods = referral.goods.iter().map(<[String; 4]>::as_slice).collect();
    // Whose case it is, where that is known: a stop may be handed over before.
    let party = scene.facts.party.as_ref().map(Party::name).unwrap_or_default();
    filling
        .needs(!referral.attachments.is_empty(), "referral.attachments")
        .text("receiver", &referral.organ)
        .text("cause", &referral.cause)
        .text("party", party)
        .text("facts", &referral.facts)
        .text("reason", &referral.reason)
        .text("basis", &referral.basis)
        .field("attachments", Field::Rows(numbered(attachments)))
        .field("goods", Field::Rows(numbered(goods)))
        .text("contact", referral.contact.get())
        .text("agency_phone", referral.phone.get())
        .finish()
}
