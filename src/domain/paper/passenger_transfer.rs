//! 旅客改乘记录, a local form: how many passengers went on in which vehicle, and who arranged it (道条 61). It names no passenger.

use super::field::{FieldKind, PaperField};
use super::typed::{Reading, Typed};
use super::{CasePaper, PaperApproval, PaperBody, PaperCase, PaperKind, times};
use crate::domain::blocked::{Blocked, Rule};
use crate::domain::deadline::running::Fact;
use crate::domain::identity::{normalise, plate};
use crate::domain::vehicle::Vehicle;
use crate::stdx::clock::Moment;
use crate::stdx::id::Id;

/// More ride in no vehicle of the road; a larger number was mistyped.
pub const PASSENGERS_MAX: u32 = 300;

/// The sort.
pub const KIND: PaperKind = PaperKind {
    word: "passenger_transfer",
    is_numbered: false,
    is_confirmed: false,
    approved_at: None,
    fields: &[
        PaperField::wanted("passengers.at", FieldKind::Time),
        PaperField::wanted("passengers.count", FieldKind::Number(1, PASSENGERS_MAX)),
        PaperField::wanted("passengers.plate", FieldKind::Line),
        PaperField::wanted("passengers.operator", FieldKind::Line),
        PaperField::wanted("passengers.arranged_by", FieldKind::Line),
        PaperField::new("passengers.remarks", FieldKind::Lines),
    ],
    proposed,
    closed,
    read,
};

/// 安排旅客改乘 (道条 61).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassengerTransfer {
    /// When they went on.
    pub at: Moment,
    /// How many passengers; none is named.
    pub count: u32,
    /// 改乘车辆号牌, normalised.
    pub plate: String,
    /// Who operates that vehicle.
    pub operator: String,
    /// Who arranged it: the carrier, a station, the officers.
    pub arranged_by: String,
    /// 备注; may be empty.
    pub remarks: String,
}

fn proposed(case: &PaperCase<'_>) -> Typed {
    let mut typed = Typed::default();
    typed.text("passengers.at", case.now.rfc3339());
    typed
}

/// Who was in no vehicle cannot go on in another.
fn closed(case: &PaperCase<'_>) -> Vec<Blocked> {
    let vehicle = case.inspection.facts.vehicle.as_ref();
    if vehicle.is_some_and(Vehicle::is_identified) {
        return Vec::new();
    }
    let field = vehicle.map_or("vehicle.plate", Vehicle::told_by);
    vec![Blocked::new(Rule::FormIncomplete, field)]
}

fn read(reading: &mut Reading<'_>, case: &PaperCase<'_>) -> Option<CasePaper> {
    let at = times::time(reading, case, "passengers.at");
    let count = reading.number("passengers.count", 1, PASSENGERS_MAX);
    let plate = normalise(&reading.text("passengers.plate"));
    let first = case.inspection.facts.vehicle.as_ref();
    let is_same = first.is_some_and(|first| first.plate == plate);
    if !plate.is_empty() && (is_same || plate::check(&plate).blocks()) {
        reading.wrong("passengers.plate");
    }
    let operator = reading.text("passengers.operator");
    let arranged_by = reading.text("passengers.arranged_by");
    let remarks = reading.text("passengers.remarks");
    let (at, count) = (at?, count?);
    let transfer = PassengerTransfer { at, count, plate, operator, arranged_by, remarks };
    Some(CasePaper::PassengerTransfer(transfer))
}

impl PaperBody for PassengerTransfer {
    fn refused(&self, _case: &PaperCase<'_>, _approval: Option<&PaperApproval>) -> Vec<Blocked> {
        Vec::new()
    }

    fn moves(&self, _document: Id, _at: Moment) -> Vec<Fact> {
        Vec::new()
    }

    fn terms(&self) -> Vec<(&'static str, String)> {
        vec![
            ("passengers.at", self.at.in_chinese()),
            ("passengers.count", format!("{}人", self.count)),
            ("passengers.plate", self.plate.clone()),
        ]
    }
}
