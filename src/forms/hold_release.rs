//! 解除证据登记保存决定书, form 7: a hold ends, and the party is told from which day (处罚法 56). It gives nothing back itself.

use super::Missing;
use super::filled::{Field, Filled};
use super::scene::{Filling, Scene};
use crate::domain::paper::CasePaper;
use crate::domain::party::Party;

const TEMPLATE_VERSION: u32 = 1;

/// Fills the form, or lists what it needs and the record lacks.
///
/// # Errors
/// What the record lacks, as paths of the check contract; `release` where the paper is another.
pub fn fill(scene: &Scene<'_>) -> Result<Filled, Vec<Missing>> {
    let mut filling = Filling::new("hold_release", TEMPLATE_VERSION, scene);
    let Some(CasePaper::HoldRelease(release)) = scene.of_case else {
        filling.needs(false, "release");
        return filling.finish();
    };
    let party = scene.facts.party.as_ref().map(Party::name).unwrap_or_default();
    // All papers of a case bear one number, so the list's is this one's too.
    let number = scene.number.map(ToString::to_string).unwrap_or_default();
    filling
        .needs(scene.number.is_some(), "number")
        .needs(!party.is_empty(), "party")
        .text("party", party)
        .text("list_number", number)
        .text("end", release.end_in_chinese())
        .field("held_on", Field::Date(release.held_on))
        .field("released_on", Field::Date(release.on))
        .finish()
}
