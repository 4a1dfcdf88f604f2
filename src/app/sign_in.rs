//! Signing in: the credential is in force today and the PIN is the officer's own.

use super::command::{Reply, Trouble};
use super::desk::Desk;
use super::{device_secret, pin};

/// # Errors
/// When nobody has that credential, it is not in force, or the PIN is another's.
pub fn sign_in(desk: &mut Desk, credential: &str, typed: &str) -> Result<Reply, Trouble> {
    pin::prove_one(desk, credential, typed)?;
    admit(desk, credential)
}

/// Seats the person whose PIN has just opened the journal.
///
/// # Errors
/// When nobody has that credential or it is not in force.
pub fn admit(desk: &mut Desk, credential: &str) -> Result<Reply, Trouble> {
    let Some(person) = desk.bureau.officer(credential) else {
        return Err(Trouble::new("trouble.unknown_credential").with(credential).at("credential"));
    };
    desk.roster().covers(person)?;
    if desk.ring.must_change(credential) {
        return Err(Trouble::new("trouble.pin_must_change").at("pin"));
    }
    let person = person.clone();
    // Whoever is at the door comes in: what could not be moved now, the doctor names and the next sign-in moves.
    let _later = device_secret::leave_folder(desk, &person);
    let (name, role) = (person.name, person.role);
    desk.signed_in = Some(credential.to_string());
    desk.lock_ordered = false;
    Ok(Reply::SignedIn { credential: credential.to_string(), name, role })
}
