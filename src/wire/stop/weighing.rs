//! What a stop of a file says of scales, slip, permit and a claim of GB 1589; what cannot be is kept, and judged elsewhere.

use super::{Notes, day, moment, note, refuse, small, sum};
use crate::domain::identity::normalise;
use crate::domain::reading::{READINGS_MAX, Reading, ReadingKind, Slip, SlipStanding, path};
use crate::domain::vehicle::{ExemptionClaim, Permit, Weighing};
use crate::wire::refusal::Refusal;
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct WeighingShape {
    gross_kg: Option<i64>,
    length_mm: Option<i64>,
    width_mm: Option<i64>,
    height_mm: Option<i64>,
    device: Option<String>,
    accuracy_class: Option<i64>,
    certificate_no: Option<String>,
    certificate_until: Option<String>,
    axle_loads: Option<String>,
    at: Option<String>,
    kind: Option<String>,
    deduction: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct ReadingShape {
    kind: Option<String>,
    gross_kg: Option<i64>,
    at: Option<String>,
    device: Option<String>,
    accuracy_class: Option<i64>,
    certificate_no: Option<String>,
    certificate_until: Option<String>,
    slip_no: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct SlipShape {
    no: Option<String>,
    standing: Option<String>,
    dispute: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct PermitShape {
    no: Option<String>,
    pub(super) plate: Option<String>,
    pub(super) trailer_plate: Option<String>,
    gross_kg: Option<i64>,
    length_mm: Option<i64>,
    width_mm: Option<i64>,
    height_mm: Option<i64>,
    pub(super) route: Option<String>,
    from: Option<String>,
    until: Option<String>,
    axles: Option<i64>,
    registered_no: Option<String>,
    compared: Option<bool>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct ExemptionShape {
    feature: Option<String>,
    proof: Option<String>,
    accepted: Option<bool>,
    why: Option<String>,
}

fn kind(word: Option<&str>, path: &str) -> Result<Option<ReadingKind>, Refusal> {
    match word.filter(|word| !word.is_empty()) {
        None => Ok(None),
        Some(word) => match ReadingKind::from_word(word) {
            Some(kind) => Ok(Some(kind)),
            None => refuse(path, word),
        },
    }
}

/// Without a mass nothing was weighed.
///
/// # Errors
/// With the path of a word that the contract does not know.
pub(super) fn weighing(
    shape: WeighingShape,
    notes: &mut Notes,
) -> Result<Option<Weighing>, Refusal> {
    let Some(gross_kg) = shape.gross_kg else { return Ok(None) };
    Ok(Some(Weighing {
        gross_kg,
        length_mm: shape.length_mm.unwrap_or(0),
        width_mm: shape.width_mm.unwrap_or(0),
        height_mm: shape.height_mm.unwrap_or(0),
        device: shape.device.unwrap_or_default(),
        accuracy_class: small(shape.accuracy_class, "weighing.accuracy_class", notes),
        certificate_no: shape.certificate_no.unwrap_or_default(),
        certificate_until: day(
            shape.certificate_until.as_deref(),
            "weighing.certificate_until",
            notes,
        ),
        axle_loads_kg: sum(shape.axle_loads, "weighing.axle_loads", notes),
        at: moment(shape.at.as_deref(), "weighing.at", notes),
        kind: kind(shape.kind.as_deref(), "weighing.kind")?,
        deduction: shape.deduction.unwrap_or_default().trim().to_string(),
    }))
}

/// The further readings; what is more than their number at most is no value, and an empty object is no reading.
///
/// # Errors
/// With the path of a word that the contract does not know.
pub(super) fn readings(
    shapes: Vec<ReadingShape>,
    notes: &mut Notes,
) -> Result<Vec<Reading>, Refusal> {
    if shapes.len() > READINGS_MAX {
        note(notes, &path(READINGS_MAX, "gross_kg"), &shapes.len().to_string());
    }
    let mut all = Vec::new();
    for (nth, shape) in shapes.into_iter().take(READINGS_MAX).enumerate() {
        let at = |field: &str| path(nth, field);
        let until = shape.certificate_until.as_deref();
        all.push(Reading {
            kind: kind(shape.kind.as_deref(), &at("kind"))?,
            gross_kg: shape.gross_kg,
            at: moment(shape.at.as_deref(), &at("at"), notes),
            device: shape.device.unwrap_or_default(),
            accuracy_class: small(shape.accuracy_class, &at("accuracy_class"), notes),
            certificate_no: shape.certificate_no.unwrap_or_default(),
            certificate_until: day(until, &at("certificate_until"), notes),
            slip_no: shape.slip_no.unwrap_or_default(),
        });
    }
    while all.last().is_some_and(Reading::is_blank) {
        all.pop();
    }
    Ok(all)
}

/// The slip; `None` where nothing was said of it.
///
/// # Errors
/// With the path of a word that the contract does not know.
pub(super) fn slip(shape: SlipShape) -> Result<Option<Slip>, Refusal> {
    let word = shape.standing.filter(|word| !word.is_empty());
    let standing = match word.as_deref() {
        None => None,
        Some(word) => match SlipStanding::from_word(word) {
            Some(standing) => Some(standing),
            None => return refuse("slip.standing", word),
        },
    };
    let text = |text: Option<String>| text.unwrap_or_default().trim().to_string();
    let slip = Slip { no: text(shape.no), standing, dispute: text(shape.dispute) };
    Ok(Some(slip).filter(|slip| *slip != Slip::default()))
}

pub(super) fn permit(shape: PermitShape, notes: &mut Notes) -> Permit {
    let axles = shape.axles.map(|axles| small(Some(axles), "permit.axles", notes));
    Permit {
        no: shape.no.unwrap_or_default(),
        plate: shape.plate.map(|text| normalise(&text)).unwrap_or_default(),
        trailer_plate: shape.trailer_plate.map(|text| normalise(&text)).unwrap_or_default(),
        gross_kg: shape.gross_kg.unwrap_or(0),
        length_mm: shape.length_mm.unwrap_or(0),
        width_mm: shape.width_mm.unwrap_or(0),
        height_mm: shape.height_mm.unwrap_or(0),
        route: shape.route.map(|text| normalise(&text)).unwrap_or_default(),
        from: day(shape.from.as_deref(), "permit.from", notes),
        until: day(shape.until.as_deref(), "permit.until", notes),
        axles,
        registered_no: shape.registered_no.unwrap_or_default().trim().to_string(),
        compared: shape.compared.unwrap_or(false),
    }
}

/// A proof of no feature claims nothing.
pub(super) fn claim(shape: ExemptionShape) -> Option<ExemptionClaim> {
    let feature = shape.feature.filter(|feature| !feature.trim().is_empty())?;
    Some(ExemptionClaim {
        feature,
        proof: shape.proof.unwrap_or_default(),
        accepted: shape.accepted,
        why: shape.why.unwrap_or_default(),
    })
}
