//! 证据登记保存清单, form 6: what is held as evidence, until when and where (处罚法 56). It holds nothing itself.

use super::filled::{Field, Filled};
use super::scene::{Filling, Scene};
use super::{Missing, party_block};
use crate::domain::paper::CasePaper;
use crate::domain::paper::evidence_hold::HeldItem;

const TEMPLATE_VERSION: u32 = 1;

/// Fills the form, or lists what it needs and the record lacks.
///
/// # Errors
/// What the record lacks, as paths of the check contract; `hold` where the paper is another.
pub fn fill(scene: &Scene<'_>) -> Result<Filled, Vec<Missing>> {
    let mut filling = Filling::new("evidence_hold", TEMPLATE_VERSION, scene);
    let Some(CasePaper::EvidenceHold(hold)) = scene.of_case else {
        filling.needs(false, "hold");
        return filling.finish();
    };
    let row = |(nth, cells): (usize, [&str; 4])| {
        let [name, spec, quantity, place] = cells.map(str::to_string);
        vec![nth.to_string(), name, spec, quantity, place]
    };
    let rows = (1..).zip(hold.items.iter().map(HeldItem::cells)).map(row).collect();
    party_block::fill(&mut filling, scene.facts.party.as_ref());
    filling
        .needs(scene.number.is_some(), "number")
        .needs(scene.facts.party.is_some(), "party")
        .needs(!hold.items.is_empty(), "hold.items")
        .text("cause", &hold.cause)
        .text("working_days", hold.working_days.to_string())
        .field("from", Field::Date(hold.from))
        .field("last_day", Field::Date(hold.last_day))
        .field("items", Field::Rows(rows))
        .finish()
}
