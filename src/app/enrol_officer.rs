//! Enrolling a person on this laptop, by its keeper; who was enrolled before keeps his id and PIN.

use super::command::Trouble;
use super::desk::Desk;
use super::pin;
use crate::domain::agency::{Officer, Role};
use crate::domain::bureau::BureauEvent;
use crate::domain::identity::credential;
use crate::stdx::day::Day;
use crate::store::journal::Work;
use crate::wire::event::Body;

/// A person as the keeper writes him down.
#[derive(Clone, Debug, Default)]
pub struct Enrolment {
    pub name: String,
    pub credential: String,
    pub from: String,
    pub until: String,
    pub role: String,
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
    let id = known.map_or(crate::stdx::id::Id([0; 16]), |known| known.id);
    let (name, credential) = (new.name.trim().to_string(), new.credential.clone());
    Ok(Officer { id, name, credential, role, valid_from, valid_until })
}

/// Writes the entry and puts the person on the keyring.
///
/// # Errors
/// When nobody is signed in as keeper, or the journal cannot be written.
pub fn enrol(desk: &mut Desk, mut person: Officer, first_pin: &str) -> Result<(), Trouble> {
    let keeper = pin::keeper(desk)?;
    if !pin::is_allowed(first_pin) {
        return Err(Trouble::new("trouble.pin_shape").at("pin"));
    }
    if person.id.0 == [0; 16] {
        person.id = desk.dice.id();
    }
    let credential = person.credential.clone();
    let event = BureauEvent::OfficerEnrolled(person);
    let work = Work { officer: Some(keeper), bodies: vec![Body::Bureau(event)], ..Work::default() };
    desk.store.append(work, desk.clock.read(), &mut desk.dice)?;
    desk.refresh()?;
    pin::give(desk, &credential, first_pin).map(|_| ())
}
