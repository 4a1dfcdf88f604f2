//! What the next stop takes over from the last one of the same day: the scope of its plan, place, road and scale.

use super::command::Trouble;
use super::desk::Desk;
use super::open_inspection;

/// How far back the scale is looked for: stops between that weighed nothing are passed over.
const BACK: u32 = 20;

/// Fields and values for a new draft; empty when nothing was stopped today.
///
/// # Errors
/// When an inspection cannot be read.
pub fn taken_over(desk: &Desk) -> Result<Vec<(String, String)>, Trouble> {
    let today = desk.clock.now().day();
    let mut fields = Vec::new();
    let mut is_last = true;
    for row in desk.store.inspections("", None, BACK)?.into_iter().filter(|row| !row.pruned) {
        if row.at.day() != today {
            break;
        }
        let facts = open_inspection::load(&desk.store, row.id)?.facts;
        if std::mem::replace(&mut is_last, false) {
            let shift = desk.bureau.shift.as_ref();
            // The scope is that of a plan, and another shift may be out on another one.
            if shift.is_some_and(|shift| shift.plan == facts.plan) {
                fields.push(("plan_scope", facts.plan_scope));
            }
            let place = facts.place;
            fields.extend([
                ("place.route", place.route),
                ("place.stake", place.stake),
                ("place.direction", place.direction),
                ("place.text", place.text),
                ("place.region", place.region),
            ]);
        }
        if let Some(scale) = facts.weighing {
            let until = scale.certificate_until.map(|day| day.to_string()).unwrap_or_default();
            fields.extend([
                ("weighing.device", scale.device),
                ("weighing.accuracy_class", scale.accuracy_class.to_string()),
                ("weighing.certificate_no", scale.certificate_no),
                ("weighing.certificate_until", until),
            ]);
            break;
        }
    }
    let told =
        |(field, value): (&str, String)| (!value.is_empty()).then(|| (field.to_string(), value));
    Ok(fields.into_iter().filter_map(told).collect())
}
