//! 案件移送告知书, a local form: the party is told to which organ its case went, and when (程序规定 9). It sends nothing itself.

use super::Missing;
use super::filled::{Field, Filled};
use super::scene::{Filling, Scene};
use crate::domain::paper::CasePaper;
use crate::domain::party::Party;

const TEMPLATE_VERSION: u32 = 1;

/// Fills the form, or lists what it needs and the record lacks.
///
/// # Errors
/// What the record lacks, as paths of the check contract; `referral_notice` where the paper is another.
pub fn fill(scene: &Scene<'_>) -> Result<Filled, Vec<Missing>> {
    let mut filling = Filling::new("referral_notice", TEMPLATE_VERSION, scene);
    let Some(CasePaper::ReferralNotice(notice)) = scene.of_case else {
        filling.needs(false, "referral_notice");
        return filling.finish();
    };
    let party = scene.facts.party.as_ref().map(Party::name).unwrap_or_default();
    filling
        .needs(!party.is_empty(), "party")
        .text("party", party)
        .text("receiver", &notice.organ)
        .text("cause", &notice.cause)
        .text("basis", &notice.basis)
        .field("referred_on", Field::Date(notice.referred_on))
        .finish()
}
