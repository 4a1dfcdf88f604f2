//! 责令改正违法行为通知书, form 16: the order to put things right (处罚法 28).

use super::Missing;
use super::filled::{Field, Filled};
use super::scene::{Filling, Scene};
use super::{unloading, wording};
use crate::domain::party::Party;
use crate::stdx::day::Day;

const TEMPLATE_VERSION: u32 = 1;

/// Fills the form, or lists what it needs and the record lacks.
///
/// # Errors
/// What the record lacks, as paths of the check contract.
pub fn fill(scene: &Scene<'_>) -> Result<Filled, Vec<Missing>> {
    let mut filling = Filling::new("correction_order", TEMPLATE_VERSION, scene);
    let grounds = &scene.judgement.grounds;
    let violated = wording::joined(grounds, |grounds| &grounds.violated);
    // None while nobody chose the basis of the penalty: the page names what an order rests on by itself (处罚法 28(1)).
    let basis = wording::joined(grounds, |grounds| &grounds.basis);
    let party = scene.facts.party.as_ref().map(Party::name).unwrap_or_default();
    let before = scene.correct_before.map(Day::in_chinese).unwrap_or_default();
    let breach = match violated.as_str() {
        "" => String::new(),
        violated => format!("\n上述行为违反了{violated}的规定。"),
    };
    let unloaded = match unloading::unloaded(scene) {
        text if text.is_empty() => text,
        text => format!("\n{text}"),
    };
    filling
        .needs(!party.is_empty(), "party")
        .needs(!scene.facts.findings.is_empty(), "findings")
        .text("party", party)
        .text("facts", wording::facts(scene) + &breach + &unloaded)
        .text("basis", basis)
        .field("at_once", Field::Box(scene.correct_before.is_none()))
        .field("before_day", Field::Box(scene.correct_before.is_some()))
        .text("before", before)
        .text("signed_note", wording::signed_note(scene))
        .relief()
        .finish()
}
