//! 行政强制措施决定书, form 8: what is taken on which article, until when, where it is kept and where to complain (强制法 24). It takes
//! nothing itself.

use super::filled::{Field, Filled};
use super::scene::{Filling, Scene};
use super::{Missing, party_block};
use crate::domain::paper::CasePaper;
use crate::domain::paper::measure::{Measure, TakenThing};
use crate::domain::paper::measure_basis::MeasureSort;

const TEMPLATE_VERSION: u32 = 1;

/// Fills the form, or lists what it needs and the record lacks.
///
/// # Errors
/// What the record lacks, as paths of the check contract; `measure` where the paper is another.
pub fn fill(scene: &Scene<'_>) -> Result<Filled, Vec<Missing>> {
    let mut filling = Filling::new("measure", TEMPLATE_VERSION, scene);
    let Some(CasePaper::Measure(measure)) = scene.of_case else {
        filling.needs(false, "measure");
        return filling.finish();
    };
    let is_seizure = measure.basis.sort == MeasureSort::Seizure;
    let other = if is_seizure { "" } else { measure.basis.sort.in_chinese() };
    party_block::fill(&mut filling, scene.facts.party.as_ref());
    filling
        .needs(scene.number.is_some(), "number")
        .needs(scene.facts.party.is_some(), "party")
        .needs(!measure.things.is_empty(), "measure.things")
        .text("facts", &measure.facts)
        .text("basis", &measure.basis.cite)
        // No article that serves at the roadside lets places be sealed (查封): the box of the printed form stays empty.
        .field("sealing", Field::Box(false))
        .field("seizure", Field::Box(is_seizure))
        .field("other", Field::Box(!is_seizure))
        .text("other_name", other)
        .text("kept_at", &measure.place)
        .text("remarks", remarks(measure))
        .field("found_on", Field::Date(measure.found_on))
        .field("from", Field::Date(measure.done_at.day()))
        .field("last_day", Field::Date(measure.last_day))
        .field("things", Field::Rows(rows(&measure.things)))
        .relief()
        .finish()
}

/// 其他说明: load and perishable goods, and that an urgent measure waits for its approval.
fn remarks(measure: &Measure) -> String {
    let mut text = format!("车上货物、行李不随车扣押：{}。", bare(&measure.cargo));
    if !measure.perishable.is_empty() {
        text += &format!("鲜活、易腐物品：{}。", bare(&measure.perishable));
    }
    if measure.is_urgent() {
        text += &format!(
            "情况紧急（{}），依据《中华人民共和国行政强制法》第十九条当场实施，二十四小时内报告并补办批准手续。",
            bare(&measure.urgent)
        );
    }
    text
}

/// Without the full stop that the officers typed.
fn bare(text: &str) -> &str {
    text.trim().trim_end_matches('。')
}

/// Rows of a list, numbered from 1.
pub(super) fn rows(things: &[TakenThing]) -> Vec<Vec<String>> {
    let row = |(nth, cells): (usize, [&str; 4])| {
        let [name, spec, quantity, remark] = cells.map(str::to_string);
        vec![nth.to_string(), name, spec, quantity, remark]
    };
    (1..).zip(things.iter().map(TakenThing::cells)).map(row).collect()
}
