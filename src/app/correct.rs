//! Correcting a recorded fact, or adding one that was done after the stop: a new entry with its reason; what was printed
//! and decided stays as it was.

use super::command::{Reply, Trouble};
use super::desk::Desk;
use super::view::inspection::Change;
use super::{open_inspection, returned};
use crate::domain::inspection::correctable::{CORRECTABLE, Unset, recorded, set};
use crate::domain::inspection::event::Event;
use crate::domain::inspection::judgement::Outcome;
use crate::domain::inspection::typed::is_identifier;
use crate::domain::inspection::{Facts, plausible};
use crate::domain::road_surface::RoadSurface;
use crate::stdx::clock::Moment;
use crate::stdx::id::Id;
use crate::stdx::redacted::Redacted;
use crate::store::journal::Work;
use crate::wire::event::Body;

/// # Errors
/// When no reason is given, the field is not one that can be corrected here, its new text is no value or cannot be, or the
/// record would contradict itself with it.
pub fn correct(
    desk: &mut Desk,
    id: Id,
    field: &str,
    value: &str,
    reason: String,
) -> Result<Reply, Trouble> {
    if reason.trim().is_empty() {
        return Err(Trouble::new("trouble.reason_needed").at("reason"));
    }
    desk.store.inspection(id)?.ok_or_else(|| Trouble::new("trouble.no_inspection"))?;
    // The draft would take the correction back at its next conclusion.
    if desk.store.draft(id)?.is_some() {
        return Err(Trouble::new("trouble.draft_goes_on").at(field));
    }
    let inspection = open_inspection::load(&desk.store, id)?;
    // The fine was imposed under the law that it chose (道条 68, 路保 69).
    let is_fined = inspection.ending.is_some_and(|end| end.outcome == Outcome::OnSpotPenalty);
    if is_fined && field.ends_with(RoadSurface::FIELD) {
        return Err(unset(Unset::NotCorrectable, field, value));
    }
    let before = inspection.facts;
    let mut facts = before.clone();
    set(&mut facts, field, value).map_err(|why| unset(why, field, value))?;
    if is_identifier(field) {
        facts.retype(field, value);
    }
    let now = desk.clock.now();
    let (was, is) = (impossible(&before, now), impossible(&facts, now));
    if is.iter().any(|bad| bad == field) {
        return Err(Trouble::new("trouble.impossible_value").with(value).at(field));
    }
    // What no correction can set must not stand in the way of one.
    let new = |bad: &&String| !was.contains(bad) && CORRECTABLE.contains(&bad.as_str());
    if let Some(other) = is.iter().find(new) {
        let there = recorded(&facts, other);
        return Err(Trouble::new("trouble.contradicts").with(there).at(other));
    }
    let officer = super::conclude::officer_of(desk, &facts);
    let answers = returned::answered_by(desk, id, field)?;
    let mut events = vec![Event::FactsCorrected { reason, facts: Box::new(facts) }];
    events.extend(answers.into_iter().map(|returned| Event::ReturnAnswered { returned }));
    let work = Work {
        officer,
        subject: Some(id),
        bodies: events.into_iter().map(Body::Inspection).collect(),
        ..Work::default()
    };
    desk.store.append(work, desk.clock.read(), &mut desk.dice)?;
    Ok(Reply::Corrected { inspection: id })
}

fn unset(why: Unset, field: &str, value: &str) -> Trouble {
    match why {
        Unset::NotCorrectable => Trouble::new("trouble.not_correctable").with(field).at(field),
        Unset::NoValue => Trouble::new("trouble.impossible_value").with(value).at(field),
        Unset::Behind(first) => Trouble::new("trouble.correct_first").at(first),
    }
}

/// Fields that hold what cannot be.
fn impossible(facts: &Facts, now: Moment) -> Vec<String> {
    let (mut blocked, mut warnings) = (Vec::new(), Vec::new());
    plausible::check(facts, now, &mut blocked, &mut warnings);
    blocked.into_iter().map(|no| no.field).collect()
}

/// What differs between two states of the facts, over the fields that can be corrected.
#[must_use]
pub fn changes(before: &Facts, after: &Facts) -> Vec<Change> {
    let changed = |field: &&'static str| {
        let (old, new) = (recorded(before, field), recorded(after, field));
        (old != new).then_some(Change { field, old: Redacted(old), new: Redacted(new) })
    };
    CORRECTABLE.iter().filter_map(changed).collect()
}
