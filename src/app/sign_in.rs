//! Signing in: the credential is in force today and the PIN is the officer's own.

use super::command::{Reply, Trouble};
use super::desk::Desk;
use super::pin;

/// # Errors
/// When nobody has that credential, it is not in force, or the PIN is another's.
pub fn sign_in(desk: &mut Desk, credential: &str, typed: &str) -> Result<Reply, Trouble> {
    let today = desk.clock.now().day();
    let known = desk.bureau.officers.iter().find(|(officer, _)| officer.credential == credential);
    let Some((officer, record)) = known else {
        return Err(Trouble::new("trouble.unknown_credential").with(credential).at("credential"));
    };
    if !officer.may_enforce_on(today) {
        return Err(Trouble::new("trouble.credential_ended")
            .with(credential)
            .and(officer.valid_until.to_string())
            .at("credential"));
    }
    if !pin::matches(typed, record)? {
        return Err(Trouble::new("trouble.wrong_pin").at("pin"));
    }
    let name = officer.name.clone();
    desk.signed_in = Some(credential.to_string());
    Ok(Reply::SignedIn { credential: credential.to_string(), name })
}
