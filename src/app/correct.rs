//! Correcting a recorded fact: a new entry with its reason; what was printed stays as it was.

use super::command::{Reply, Trouble};
use super::desk::Desk;
use super::view::inspection::Change;
use super::{open_inspection, returned};
use crate::domain::identity::normalise;
use crate::domain::identity::plate_colour::PlateColour;
use crate::domain::inspection::event::Event;
use crate::domain::inspection::typed::is_identifier;
use crate::domain::inspection::{CORRECTABLE, Facts};
use crate::stdx::id::Id;
use crate::stdx::redacted::Redacted;
use crate::store::journal::Work;
use crate::wire::event::Body;

/// # Errors
/// When no reason is given, the field is not one that can be corrected here, or its new text is no
/// value.
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
    let no_colour = !value.trim().is_empty() && PlateColour::from_chinese(value.trim()).is_none();
    if field == "vehicle.colour" && no_colour {
        return Err(Trouble::new("trouble.impossible_value").with(value).at(field));
    }
    let inspection = open_inspection::load(&desk.store, id)?;
    let mut facts = inspection.facts.clone();
    if !set(&mut facts, field, value) {
        return Err(Trouble::new("trouble.not_correctable").with(field).at(field));
    }
    if is_identifier(field) {
        facts.retype(field, value);
    }
    let now = desk.clock.now();
    let judged = {
        let mut fresh = inspection.clone();
        fresh.facts.clone_from(&facts);
        open_inspection::judge_recorded(desk, &fresh, &desk.rulebook.clone(), now)?
    };
    let impossible = judged
        .blocked
        .iter()
        .any(|no| no.rule == crate::domain::blocked::Rule::ImpossibleValue && no.field == field);
    if impossible {
        return Err(Trouble::new("trouble.impossible_value").with(value).at(field));
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

/// What differs between two states of the facts, over the fields that can be corrected.
#[must_use]
pub fn changes(before: &Facts, after: &Facts) -> Vec<Change> {
    let changed = |field: &&'static str| {
        let (old, new) = (recorded(before, field), recorded(after, field));
        let kept = |text: &str| Redacted(text.to_string());
        (old != new).then(|| Change { field, old: kept(old), new: kept(new) })
    };
    CORRECTABLE.iter().filter_map(changed).collect()
}

/// What is recorded in a field that can be corrected; empty for others.
#[must_use]
pub fn recorded<'a>(facts: &'a Facts, field: &str) -> &'a str {
    let vehicle = facts.vehicle.as_ref();
    let present = facts.present.as_ref();
    match field {
        "place.route" => &facts.place.route,
        "place.stake" => &facts.place.stake,
        "place.direction" => &facts.place.direction,
        "place.text" => &facts.place.text,
        "vehicle.plate" => vehicle.map_or("", |vehicle| &vehicle.plate),
        "vehicle.colour" => vehicle.map_or("", |vehicle| &vehicle.colour),
        "vehicle.trailer_plate" => vehicle.map_or("", |vehicle| &vehicle.trailer_plate),
        "present.phone" => present.map_or("", |present| present.phone.get()),
        "present.name" => present.map_or("", |present| present.name.get()),
        "findings[0].facts" => facts.findings.first().map_or("", |finding| &finding.facts),
        _ => "",
    }
}

fn set(facts: &mut Facts, field: &str, value: &str) -> bool {
    let text = value.trim().to_string();
    let vehicle = facts.vehicle.as_mut();
    let present = facts.present.as_mut();
    match field {
        "place.route" => facts.place.route = normalise(&text),
        "place.stake" => facts.place.stake = normalise(&text),
        "place.direction" => facts.place.direction = text,
        "place.text" => facts.place.text = text,
        "vehicle.plate" => match vehicle {
            Some(vehicle) => vehicle.plate = normalise(&text),
            None => return false,
        },
        "vehicle.colour" => match vehicle {
            Some(vehicle) => vehicle.colour = text,
            None => return false,
        },
        "vehicle.trailer_plate" => match vehicle {
            Some(vehicle) => vehicle.trailer_plate = normalise(&text),
            None => return false,
        },
        "present.phone" => match present {
            Some(present) => present.phone = text.into(),
            None => return false,
        },
        "present.name" => match present {
            Some(present) => present.name = text.into(),
            None => return false,
        },
        "findings[0].facts" => match facts.findings.first_mut() {
            Some(finding) => finding.facts = text,
            None => return false,
        },
        _ => return false,
    }
    true
}
