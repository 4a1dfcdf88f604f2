//! The check contract's input: an earlier order to correct that a second visit finds undone, and an earlier act that the one at
//! hand repeats; it proves nothing.

use super::{FindingShape, Notes, day};
use crate::domain::inspection::refusal::EarlierOrder;
use crate::domain::inspection::repeat::EarlierAct;
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct OrderShape {
    number: Option<String>,
    ordered_on: Option<String>,
    correct_before: Option<String>,
    /// Id, in the same file, of the stop that ordered.
    stop: Option<String>,
}

/// The order that a finding at `path` names; `None` where it names nothing.
pub(super) fn order(shape: OrderShape, path: &str, notes: &mut Notes) -> Option<EarlierOrder> {
    let written = [&shape.number, &shape.ordered_on, &shape.correct_before, &shape.stop];
    let is_named = written.into_iter().flatten().any(|text| !text.trim().is_empty());
    let path = |field: &str| format!("{path}.order.{field}");
    let order = EarlierOrder {
        number: shape.number.unwrap_or_default().trim().to_string(),
        ordered_on: day(shape.ordered_on.as_deref(), &path("ordered_on"), notes),
        correct_before: day(shape.correct_before.as_deref(), &path("correct_before"), notes),
    };
    is_named.then_some(order)
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct RepeatShape {
    on: Option<String>,
    why: Option<String>,
}

/// The earlier act that a finding at `path` names; `None` where it names nothing.
pub(super) fn repeat(shape: RepeatShape, path: &str, notes: &mut Notes) -> Option<EarlierAct> {
    let written = [&shape.on, &shape.why];
    let is_named = written.into_iter().flatten().any(|text| !text.trim().is_empty());
    let on = day(shape.on.as_deref(), &format!("{path}.repeat.on"), notes);
    let why = shape.why.unwrap_or_default().trim().to_string();
    is_named.then_some(EarlierAct { on, why, is_from_history: false })
}

/// The findings whose order a stop of the same file gave: their place in the list, and its id.
pub(super) fn ordered_by(findings: &[FindingShape]) -> Vec<(usize, String)> {
    let of = |(nth, finding): (usize, &FindingShape)| {
        let stop = finding.order.as_ref()?.stop.clone()?;
        Some((nth, stop))
    };
    findings.iter().enumerate().filter_map(of).collect()
}
