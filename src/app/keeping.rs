//! The keeper's desk: what he sees of people, agency, mirror and code, and each of his commands handed to its file;
//! decides nothing and shows no secret.

use super::command::{Reply, Trouble};
use super::desk::Desk;
use super::enrol_officer::{self, Enrolment};
use super::view::keeping::{KeepingView, MirrorLine, PersonLine, PinState};
use super::{amend_agency, renew_code};
use crate::domain::agency::{Agency, Officer};
use std::path::Path;

/// What the keeper's first screen shows.
///
/// # Errors
/// When the journal cannot be read.
pub fn load(desk: &mut Desk) -> Result<Reply, Trouble> {
    let today = desk.clock.now().day();
    let rulings = &desk.rulebook.rulings;
    let line = |person: &Officer| PersonLine {
        name: person.name.clone(),
        credential: person.credential.clone(),
        role: person.role,
        valid_from: person.valid_from,
        valid_until: person.valid_until,
        scope: person.scope.text(),
        in_force: person.is_in_force_on(today, rulings),
        pin: match (
            desk.ring.has_pin(&person.credential),
            desk.ring.must_change(&person.credential),
        ) {
            (false, _) if desk.bureau.had_own_pin(&person.credential) => PinState::Taken,
            (false, _) => PinState::None,
            (true, true) => PinState::MustChange,
            (true, false) => PinState::Own,
        },
    };
    let mut people: Vec<PersonLine> = desk.bureau.officers.iter().map(line).collect();
    // A person who is renewed stays in his row.
    people.sort_by(|one, other| one.credential.cmp(&other.credential));
    let mirror = desk.mirror_place().map(|folder| {
        let progress = desk.mirror_progress().unwrap_or_default();
        let under = folder.parent().map(|under| under.display().to_string()).unwrap_or_default();
        let folder = folder.display().to_string();
        MirrorLine { folder, under, until: progress.until, trouble: progress.trouble }
    });
    let code_made = renew_code::made(desk)?;
    let (agency, entries) = (desk.bureau.agency.clone(), desk.store.head().number);
    Ok(Reply::Keeping(Box::new(KeepingView { people, agency, entries, mirror, code_made })))
}

/// Enrols a person, or renews one.
///
/// # Errors
/// At the first field that cannot be so; as `enrol_officer::enrol`.
pub fn enrol(desk: &mut Desk, new: &Enrolment, first_pin: &str) -> Result<Reply, Trouble> {
    let person = enrol_officer::read(desk, new)?;
    enrol_officer::enrol(desk, person, first_pin)?;
    let what = enrol_officer::said(desk, &new.credential);
    Ok(Reply::Kept { what, whom: new.name.trim().to_string() })
}

/// Ends a person's time on this laptop.
///
/// # Errors
/// As `enrol_officer::end`.
pub fn end(desk: &mut Desk, credential: &str) -> Result<Reply, Trouble> {
    enrol_officer::end(desk, credential)?;
    Ok(Reply::Kept { what: "notice.ended", whom: desk.ring.name_of(credential) })
}

/// Names the agency anew.
///
/// # Errors
/// As `amend_agency::name_anew`.
pub fn name_agency(desk: &mut Desk, agency: Agency) -> Result<Reply, Trouble> {
    let whom = amend_agency::name_anew(desk, agency)?;
    Ok(Reply::Kept { what: "notice.agency_named", whom })
}

/// Chooses the mirror's place; an empty one ends it.
///
/// # Errors
/// When the place cannot be used.
pub fn choose_mirror(desk: &mut Desk, place: &str) -> Result<Reply, Trouble> {
    let place = Some(place.trim()).filter(|place| !place.is_empty());
    desk.choose_mirror(place.map(Path::new))?;
    let what = if place.is_some() { "notice.mirror_chosen" } else { "notice.mirror_off" };
    let whom = desk.mirror_place().map(|place| place.display().to_string()).unwrap_or_default();
    Ok(Reply::Kept { what, whom })
}
