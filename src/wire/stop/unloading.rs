//! What a stop of a file says of being led to a fixed site, unloaded and weighed again; what cannot be is kept, and judged
//! elsewhere.

use super::{Notes, day, moment};
use crate::domain::inspection::unloading::{Guidance, Reweighing};
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct GuidedShape {
    site: Option<String>,
    distance_m: Option<i64>,
    at: Option<String>,
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

/// Without a site nobody was led anywhere.
pub(super) fn guided(shape: GuidedShape, notes: &mut Notes) -> Option<Guidance> {
    let site = shape.site.filter(|site| !site.trim().is_empty())?;
    let at = moment(shape.at.as_deref(), "guided.at", notes);
    Some(Guidance { site: site.trim().to_string(), distance_m: shape.distance_m, at })
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
