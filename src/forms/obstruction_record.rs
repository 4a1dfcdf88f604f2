//! 妨碍执法记录, a local form of the file: who hindered the officers, how, and who saw it. The party gets no copy.

use super::filled::{Field, Filled};
use super::scene::{Filling, Scene};
use super::{Missing, involved, wording};
use crate::domain::paper::CasePaper;
use crate::stdx::clock::Moment;

const TEMPLATE_VERSION: u32 = 1;

/// Fills the form, or lists what it needs and the record lacks.
///
/// # Errors
/// What the record lacks, as paths of the check contract; `obstruction` where the paper is another.
pub fn fill(scene: &Scene<'_>) -> Result<Filled, Vec<Missing>> {
    let mut filling = Filling::new("obstruction_record", TEMPLATE_VERSION, scene);
    let Some(CasePaper::ObstructionRecord(record)) = scene.of_case else {
        filling.needs(false, "obstruction");
        return filling.finish();
    };
    let witnesses = record.witnesses.iter();
    let witnesses = witnesses
        .map(|witness| vec![witness.name.get().clone(), witness.contact.get().clone()])
        .collect();
    let vehicle = scene.facts.vehicle.as_ref();
    let police_at = record.police_at.map(Moment::in_chinese).unwrap_or_default();
    filling
        .text("place", wording::place(&scene.facts.place))
        .text("plate", vehicle.map(involved::plate).unwrap_or_default())
        .field("hindered_at", Field::Time(record.at))
        .text("hindered_by", record.who.get())
        .text("hindered_how", &record.what)
        .text("police_at", police_at)
        .text("police_no", &record.police_no)
        .text("done", &record.done)
        .field("witnesses", Field::Rows(witnesses))
        .finish()
}
