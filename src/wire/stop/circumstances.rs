//! What a stop of a file says of the circumstances of a finding; what cannot be is kept, and judged elsewhere.

use super::{Notes, day, note, refuse};
use crate::domain::discretion::circumstances::{AdjustmentClaim, Circumstances, hundredths};
use crate::domain::evidence::EvidenceKind;
use crate::domain::rulebook::Leaning;
use crate::wire::refusal::Refusal;
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct CircumstancesShape {
    times: Option<i64>,
    passengers: Option<i64>,
    /// `12.5`, in the unit of the standard.
    quantity: Option<String>,
    lasted_days: Option<i64>,
    refused: Option<bool>,
    adjustments: Vec<AdjustmentShape>,
    reasons: Option<String>,
    panel_no: Option<String>,
    panel_on: Option<String>,
    reasoning: Option<String>,
    /// 不予罚款 where the law says 可以处; another thing than an amount that is left out.
    no_fine: Option<bool>,
    no_fine_reason: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct AdjustmentShape {
    id: Option<String>,
    leaning: Option<String>,
    accepted: Option<bool>,
    evidence: Vec<String>,
    why: Option<String>,
}

/// The circumstances of the finding at `path`.
pub(super) fn circumstances(
    shape: CircumstancesShape,
    path: &str,
    notes: &mut Notes,
) -> Result<Circumstances, Refusal> {
    let at = |field: &str| format!("{path}.circumstances.{field}");
    let quantity_hundredths = shape.quantity.as_deref().and_then(|text| {
        let read = hundredths(text.trim());
        if read.is_none() {
            note(notes, &at("quantity"), text);
        }
        read
    });
    let mut claims = Vec::new();
    for (nth, one) in shape.adjustments.into_iter().enumerate() {
        claims.push(claim(one, &at(&format!("adjustments[{nth}]")))?);
    }
    Ok(Circumstances {
        times: count(shape.times, &at("times"), notes),
        passengers: count(shape.passengers, &at("passengers"), notes),
        quantity_hundredths,
        lasted_days: count(shape.lasted_days, &at("lasted_days"), notes),
        refused: shape.refused,
        claims,
        reasons: shape.reasons.unwrap_or_default(),
        panel_no: shape.panel_no.unwrap_or_default(),
        panel_on: day(shape.panel_on.as_deref(), &at("panel_on"), notes),
        reasoning: shape.reasoning.unwrap_or_default(),
        no_fine: shape.no_fine,
        no_fine_reason: shape.no_fine_reason.unwrap_or_default(),
    })
}

/// What is no count is kept as it was written.
fn count(number: Option<i64>, field: &str, notes: &mut Notes) -> Option<u32> {
    let number = number?;
    let read = u32::try_from(number).ok();
    if read.is_none() {
        note(notes, field, &number.to_string());
    }
    read
}

fn claim(shape: AdjustmentShape, path: &str) -> Result<AdjustmentClaim, Refusal> {
    let leaning = match shape.leaning.as_deref().unwrap_or_default() {
        "" => None,
        word => match Leaning::from_word(word) {
            Some(leaning) => Some(leaning),
            None => return refuse(format!("{path}.leaning"), word),
        },
    };
    let mut evidence = Vec::new();
    for word in &shape.evidence {
        match EvidenceKind::from_chinese(word) {
            Some(kind) => evidence.push(kind),
            // A draft keeps all kinds in one text, so that the path is that of the field.
            None => return refuse(format!("{path}.evidence"), word),
        }
    }
    Ok(AdjustmentClaim {
        adjustment: shape.id.unwrap_or_default(),
        leaning,
        accepted: shape.accepted,
        evidence,
        why: shape.why.unwrap_or_default(),
    })
}
