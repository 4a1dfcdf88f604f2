//! 乘客陈述记录, a local form, and the page of it without who made it: what one passenger said of his ride (处罚法 46, 50). The second is
//! filled by the same lines of the masked statement, so that nothing of him can be left on it.

use super::filled::{Field, Filled};
use super::scene::{Filling, Scene};
use super::{Missing, involved, wording};
use crate::domain::paper::CasePaper;
use crate::domain::paper::passenger_statement::{FareMeans, MASKED, PassengerStatement, WORD};
use crate::stdx::fen::Fen;

const TEMPLATE_VERSION: u32 = 1;
/// Of what he need not say, and did not.
const UNSAID: &str = "乘客未提供";

/// Fills the form, or lists what it needs and the record lacks.
///
/// # Errors
/// What the record lacks, as paths of the check contract; `passenger` where the paper is another.
pub fn fill(scene: &Scene<'_>) -> Result<Filled, Vec<Missing>> {
    of(scene, WORD, PassengerStatement::clone)
}

/// Fills the page that bears nothing of him.
///
/// # Errors
/// As `fill`.
pub fn fill_masked(scene: &Scene<'_>) -> Result<Filled, Vec<Missing>> {
    of(scene, MASKED, PassengerStatement::masked)
}

fn of(
    scene: &Scene<'_>,
    form: &'static str,
    shown: fn(&PassengerStatement) -> PassengerStatement,
) -> Result<Filled, Vec<Missing>> {
    let mut filling = Filling::new(form, TEMPLATE_VERSION, scene);
    let Some(CasePaper::PassengerStatement(statement)) = scene.of_case else {
        filling.needs(false, "passenger");
        return filling.finish();
    };
    let statement = shown(statement);
    let passenger = &statement.passenger;
    let said = |text: &str| if text.is_empty() { UNSAID.to_string() } else { text.to_string() };
    let id_no = match passenger.id_no.get().as_str() {
        "" => String::new(),
        number => passenger.id_kind.on_paper(number),
    };
    let fare = statement.fare.map(Fen::in_digits).map(|fare| format!("{fare}元"));
    let vehicle = scene.facts.vehicle.as_ref();
    let refused = match (statement.is_signed, statement.refusal.get().as_str()) {
        (true, _) => String::new(),
        (false, "") => "乘客拒绝签名。".to_string(),
        (false, why) => format!("乘客拒绝签名，理由：{why}"),
    };
    filling
        .text("place", wording::place(&scene.facts.place))
        .text("plate", vehicle.map(involved::plate).unwrap_or_default())
        .field("stated_at", Field::Time(statement.at))
        .text("passenger_name", said(passenger.name.get()))
        .text("passenger_phone", said(passenger.phone.get()))
        .text("passenger_id_no", id_no)
        .text("passenger_address", passenger.address.get())
        .text("ride_from", statement.from.get())
        .text("ride_to", statement.to.get())
        .text("ride_ordered", statement.ordered.in_chinese())
        .text("ride_platform", &statement.platform)
        .text("fare_state", statement.fare_state.in_chinese())
        .text("fare_amount", fare.unwrap_or_default())
        .text("fare_means", statement.paid_by.map_or("", FareMeans::in_chinese))
        .text("driver_relation", statement.relation.in_chinese())
        .text("stated", statement.words.get())
        .text("language", &statement.language)
        .text("person_refused", refused)
        .finish()
}
