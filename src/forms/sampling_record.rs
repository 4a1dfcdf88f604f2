//! 抽样取证凭证, form 5: what was taken as samples, when and where, signed by the party (处罚法 56). It takes nothing itself.

use super::filled::{Field, Filled};
use super::scene::{Filling, Scene};
use super::{Missing, party_block};
use crate::domain::paper::CasePaper;
use crate::domain::paper::sampling_record::SampledItem;

const TEMPLATE_VERSION: u32 = 1;

/// Fills the form, or lists what it needs and the record lacks.
///
/// # Errors
/// What the record lacks, as paths of the check contract; `sampling` where the paper is another.
pub fn fill(scene: &Scene<'_>) -> Result<Filled, Vec<Missing>> {
    let mut filling = Filling::new("sampling_record", TEMPLATE_VERSION, scene);
    let Some(CasePaper::SamplingRecord(sampling)) = scene.of_case else {
        filling.needs(false, "sampling");
        return filling.finish();
    };
    let row = |(nth, cells): (usize, [&str; 4])| {
        let [name, spec, quantity, place] = cells.map(str::to_string);
        vec![nth.to_string(), name, spec, quantity, place]
    };
    let rows = (1..).zip(sampling.items.iter().map(SampledItem::cells)).map(row).collect();
    party_block::fill(&mut filling, scene.facts.party.as_ref());
    filling
        .needs(scene.number.is_some(), "number")
        .needs(scene.facts.party.is_some(), "party")
        .needs(!sampling.items.is_empty(), "sampling.items")
        .field("sampled_from", Field::Time(sampling.from))
        .field("sampled_until", Field::Time(sampling.until))
        .text("place", &sampling.place)
        .text("agency_phone", &sampling.phone)
        .text("remarks", &sampling.remarks)
        .field("samples", Field::Rows(rows))
        .finish()
}
