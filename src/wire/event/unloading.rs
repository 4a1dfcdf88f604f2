//! Payload shapes of being led to a fixed site and of weighing again, inside the facts of a stop; it judges nothing.

use crate::domain::inspection::unloading::{Guidance, Reweighing};
use crate::stdx::clock::Moment;
use crate::wire::{WireFault, day_from, day_number};
use minicbor::{Decode, Encode};

/// `Guidance` as it is kept.
#[derive(Encode, Decode)]
#[cbor(map)]
pub(super) struct GuidedShape {
    #[n(0)]
    site: String,
    #[n(1)]
    distance_m: Option<i64>,
    #[n(2)]
    at_ms: Option<i64>,
    /// Left out where nobody said.
    #[n(3)]
    left_at_ms: Option<i64>,
}

/// `Reweighing` as it is kept; the texts are left out where it was the scale of the first weighing.
#[derive(Encode, Decode)]
#[cbor(map)]
pub(super) struct ReweighingShape {
    #[n(0)]
    unloaded_kg: Option<i64>,
    #[n(1)]
    gross_kg: Option<i64>,
    #[n(2)]
    device: Option<String>,
    #[n(3)]
    certificate_no: Option<String>,
    #[n(4)]
    certificate_until: Option<u32>,
    #[n(5)]
    at_ms: Option<i64>,
}

impl From<&Guidance> for GuidedShape {
    fn from(guided: &Guidance) -> GuidedShape {
        let (site, at_ms) = (guided.site.clone(), guided.at.map(Moment::ms));
        let left_at_ms = guided.left_at.map(Moment::ms);
        GuidedShape { site, distance_m: guided.distance_m, at_ms, left_at_ms }
    }
}

impl From<GuidedShape> for Guidance {
    fn from(shape: GuidedShape) -> Guidance {
        let at = shape.at_ms.map(Moment::from_ms);
        let left_at = shape.left_at_ms.map(Moment::from_ms);
        Guidance { site: shape.site, distance_m: shape.distance_m, at, left_at }
    }
}

impl From<&Reweighing> for ReweighingShape {
    fn from(again: &Reweighing) -> ReweighingShape {
        let said = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        ReweighingShape {
            unloaded_kg: again.unloaded_kg,
            gross_kg: again.gross_kg,
            device: said(&again.device),
            certificate_no: said(&again.certificate_no),
            certificate_until: again.certificate_until.map(day_number),
            at_ms: again.at.map(Moment::ms),
        }
    }
}

impl TryFrom<ReweighingShape> for Reweighing {
    type Error = WireFault;

    fn try_from(shape: ReweighingShape) -> Result<Reweighing, WireFault> {
        Ok(Reweighing {
            unloaded_kg: shape.unloaded_kg,
            gross_kg: shape.gross_kg,
            device: shape.device.unwrap_or_default(),
            certificate_no: shape.certificate_no.unwrap_or_default(),
            certificate_until: shape.certificate_until.map(day_from).transpose()?,
            at: shape.at_ms.map(Moment::from_ms),
        })
    }
}
