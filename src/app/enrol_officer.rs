//! Enrolling a person on this laptop, and ending his time, by its keeper; who was enrolled before keeps his id and PIN.

use super::command::Trouble;
use super::desk::Desk;
use super::pin;
use crate::domain::agency::{Officer, Role};
use crate::domain::bureau::BureauEvent;
use crate::domain::identity::credential;
use crate::domain::scope::Scope;
use crate::stdx::day::Day;
use crate::stdx::id::Id;
use crate::store::journal::Work;
use crate::wire::event::Body;

/// A person as the keeper writes him down.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Enrolment {
    /// As on the credential.
    pub name: String,
    /// Its number.
    pub credential: String,
    /// First day, `2026-01-01`, as typed.
    pub from: String,
    /// Last day, likewise.
    pub until: String,
    /// `Role::word`.
    pub role: String,
    /// What the certificate covers; `None` leaves it as it is, an empty text covers everything.
    pub scope: Option<String>,
}

/// Reads what was written down.
///
/// # Errors
/// At the first field that cannot be so.
pub fn read(desk: &Desk, new: &Enrolment) -> Result<Officer, Trouble> {
    let day = |text: &str, field: &str| {
        Day::parse(text).ok_or_else(|| Trouble::new("trouble.day_shape").with(text).at(field))
    };
    let (valid_from, valid_until) = (day(&new.from, "from")?, day(&new.until, "until")?);
    let role = Role::from_word(&new.role)
        .ok_or_else(|| Trouble::new("trouble.role_shape").with(&new.role).at("role"))?;
    if new.name.trim().is_empty() {
        return Err(Trouble::new("trouble.founding_field").at("name"));
    }
    if role == Role::Officer && credential::check(&new.credential).blocks() {
        return Err(Trouble::new("trouble.credential_shape")
            .with(&new.credential)
            .at("credential"));
    }
    let known = desk.bureau.officer(&new.credential);
    // A role is never changed under the same credential: what he did before was done in the other.
    if known.is_some_and(|known| known.role != role) {
        return Err(Trouble::new("trouble.role_kept").with(&new.credential).at("role"));
    }
    let id = known.map_or(Id([0; 16]), |known| known.id);
    let scope = match &new.scope {
        Some(text) => Scope::parse(text),
        None => known.map(|known| known.scope.clone()).unwrap_or_default(),
    };
    let (name, credential) = (new.name.trim().to_string(), new.credential.clone());
    Ok(Officer { id, name, credential, role, valid_from, valid_until, scope })
}

/// Writes the entry and puts the person on the keyring. `first_pin` is for who never had one of his own; a PIN that is
/// there stays, because a lost one is found again by headquarters' code alone.
///
/// # Errors
/// When nobody is signed in as keeper, the first PIN cannot be one or is for somebody whose own was lost or taken, or
/// journal and keyring cannot be written.
pub fn enrol(desk: &mut Desk, mut person: Officer, first_pin: &str) -> Result<(), Trouble> {
    let keeper = pin::keeper(desk)?;
    let needs_pin = needs_pin(desk, &person.credential);
    if needs_pin && !pin::is_allowed(first_pin) {
        return Err(Trouble::new("trouble.pin_shape").at("pin"));
    }
    // Said before anything is written: he would believe that it opens something.
    if !first_pin.is_empty() && !needs_pin && !desk.ring.has_pin(&person.credential) {
        return Err(pin::is_there(desk, &person.credential));
    }
    // Who asks must still be let in tomorrow.
    if person.id == keeper && person.valid_until < desk.clock.now().day() {
        return Err(Trouble::new("trouble.keeper_ends_self"));
    }
    if person.id.0 == [0; 16] {
        person.id = desk.dice.id();
    }
    let credential = person.credential.clone();
    write_down(desk, keeper, person.clone())?;
    if needs_pin {
        pin::give(desk, &credential, first_pin).map(|_| ())
    } else {
        pin::tell_ring(desk, &person, false)
    }
}

/// Whether a person with `credential` is enrolled with a first PIN.
#[must_use]
pub fn needs_pin(desk: &Desk, credential: &str) -> bool {
    pin::may_be_given(desk, credential)
}

/// The sentence behind an enrolment: whoever is left without a PIN asks headquarters for its code.
#[must_use]
pub fn said(desk: &Desk, credential: &str) -> &'static str {
    if desk.ring.has_pin(credential) { "notice.enrolled" } else { "notice.enrolled_without_pin" }
}

/// Ends a person's time on this laptop: from today on he signs in to nothing, and his PIN opens nothing. Who comes back is
/// renewed, and gets a new PIN by headquarters' code.
///
/// # Errors
/// When nobody is signed in as keeper, it is himself, nobody has the credential, or journal and keyring cannot be
/// written.
pub fn end(desk: &mut Desk, credential: &str) -> Result<(), Trouble> {
    let keeper = pin::keeper(desk)?;
    let Some(mut person) = desk.bureau.officer(credential).cloned() else {
        return Err(Trouble::new("trouble.unknown_credential").with(credential));
    };
    if person.id == keeper {
        return Err(Trouble::new("trouble.keeper_ends_self"));
    }
    let yesterday = desk.clock.now().day().plus(-1);
    if person.valid_until > yesterday {
        person.valid_until = yesterday;
        write_down(desk, keeper, person.clone())?;
    }
    pin::tell_ring(desk, &person, true)
}

fn write_down(desk: &mut Desk, keeper: Id, person: Officer) -> Result<(), Trouble> {
    let event = BureauEvent::OfficerEnrolled(person);
    let work = Work { officer: Some(keeper), bodies: vec![Body::Bureau(event)], ..Work::default() };
    desk.store.append(work, desk.clock.read(), &mut desk.dice)?;
    Ok(desk.refresh()?)
}
