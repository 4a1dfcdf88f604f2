//! What a stop of a file says of being led to a fixed site, unloaded and weighed again; what cannot be is kept, and judged
//! elsewhere.

use super::{Notes, day, moment, refuse};
use crate::domain::identity::normalise;
use crate::domain::inspection::release::{Unloading, UnloadingManner};
use crate::domain::inspection::unloading::{Guidance, Reweighing};
use crate::wire::refusal::Refusal;
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct GuidedShape {
    site: Option<String>,
    distance_m: Option<i64>,
    at: Option<String>,
    left_at: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct ReweighingShape {
    unloaded_kg: Option<i64>,
    gross_kg: Option<i64>,
    device: Option<String>,
    certificate_no: Option<String>,
    certificate_until: Option<String>,
    at: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct UnloadingShape {
    manner: Option<String>,
    pub(super) transfer_plate: Option<String>,
    began_at: Option<String>,
    ended_at: Option<String>,
    released_at: Option<String>,
}

/// How it was unloaded and let go; `None` where nothing was said of it.
///
/// # Errors
/// With the path of a word that the contract does not know.
pub(super) fn unloaded(
    shape: UnloadingShape,
    notes: &mut Notes,
) -> Result<Option<Unloading>, Refusal> {
    let word = shape.manner.filter(|word| !word.is_empty());
    let manner = match word.as_deref() {
        None => None,
        Some(word) => match UnloadingManner::from_word(word) {
            Some(manner) => Some(manner),
            None => return refuse("unloading.manner", word),
        },
    };
    let unloading = Unloading {
        manner,
        transfer_plate: shape.transfer_plate.map(|text| normalise(&text)).unwrap_or_default(),
        began_at: moment(shape.began_at.as_deref(), "unloading.began_at", notes),
        ended_at: moment(shape.ended_at.as_deref(), "unloading.ended_at", notes),
        released_at: moment(shape.released_at.as_deref(), "unloading.released_at", notes),
    };
    // A time that could not be read is kept beside the facts.
    Ok(Some(unloading).filter(|unloading| *unloading != Unloading::default()))
}

/// Without a site nobody was led anywhere.
pub(super) fn guided(shape: GuidedShape, notes: &mut Notes) -> Option<Guidance> {
    let site = shape.site.filter(|site| !site.trim().is_empty())?;
    let at = moment(shape.at.as_deref(), "guided.at", notes);
    let left_at = moment(shape.left_at.as_deref(), "guided.left_at", notes);
    Some(Guidance { site: site.trim().to_string(), distance_m: shape.distance_m, at, left_at })
}

/// Without a mass nothing was unloaded or weighed again.
pub(super) fn reweighing(shape: ReweighingShape, notes: &mut Notes) -> Option<Reweighing> {
    if shape.unloaded_kg.is_none() && shape.gross_kg.is_none() {
        return None;
    }
    let until = shape.certificate_until.as_deref();
    Some(Reweighing {
        unloaded_kg: shape.unloaded_kg,
        gross_kg: shape.gross_kg,
        device: shape.device.unwrap_or_default(),
        certificate_no: shape.certificate_no.unwrap_or_default(),
        certificate_until: day(until, "reweighing.certificate_until", notes),
        at: moment(shape.at.as_deref(), "reweighing.at", notes),
    })
}
