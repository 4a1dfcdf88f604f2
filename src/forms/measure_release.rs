//! 解除行政强制措施决定书, form 10: a measure ends on a ground of the law and what was taken goes back by a list (强制法 19, 28). It gives
//! nothing back itself.

use super::filled::{Field, Filled};
use super::scene::{Filling, Scene};
use super::{Missing, measure};
use crate::domain::paper::CasePaper;
use crate::domain::party::Party;

const TEMPLATE_VERSION: u32 = 1;

/// Fills the form, or lists what it needs and the record lacks.
///
/// # Errors
/// What the record lacks, as paths of the check contract; `lift` where the paper is another.
pub fn fill(scene: &Scene<'_>) -> Result<Filled, Vec<Missing>> {
    let mut filling = Filling::new("measure_release", TEMPLATE_VERSION, scene);
    let Some(CasePaper::MeasureRelease(release)) = scene.of_case else {
        filling.needs(false, "lift");
        return filling.finish();
    };
    let party = scene.facts.party.as_ref().map(Party::name).unwrap_or_default();
    // All papers of a case bear one number, so the decision's is this one's too.
    let number = scene.number.map(ToString::to_string).unwrap_or_default();
    filling
        .needs(scene.number.is_some(), "number")
        .needs(!party.is_empty(), "party")
        .needs(!release.things.is_empty(), "lift.things")
        .text("party", party)
        .text("facts", release.facts.trim().trim_end_matches('。'))
        .text("sort", release.sort.in_chinese())
        .text("decision_number", number)
        .text("basis", format!("《中华人民共和国行政强制法》{}", release.cite()))
        .field("done_on", Field::Date(release.done_on))
        .field("released_on", Field::Date(release.on))
        .field("things", Field::Rows(measure::rows(&release.things)))
        .finish()
}
