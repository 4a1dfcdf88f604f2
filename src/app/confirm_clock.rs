//! Confirming the clock: an officer's word about a step that was noticed, as an entry of its own.

use super::command::{Reply, Trouble};
use super::desk::Desk;
use crate::domain::bureau::BureauEvent;
use crate::domain::clock_step::ClockWord;
use crate::store::journal::Work;
use crate::wire::event::Body;

/// Writes what the signed-in officer says of the clock.
///
/// # Errors
/// When nobody is signed in, the clock has made no step, or the journal cannot be written.
pub fn confirm_clock(desk: &mut Desk, said: ClockWord) -> Result<Reply, Trouble> {
    let credential = desk.signed_in.as_deref();
    let officer = credential.and_then(|credential| desk.bureau.officer(credential));
    let officer = officer.ok_or_else(|| Trouble::new("trouble.nobody_signed_in"))?.id;
    let now = desk.clock.read();
    let step = desk.store.clock_step(now).ok_or_else(|| Trouble::new("trouble.no_clock_step"))?;
    let event = BureauEvent::ClockStepped { step, confirmed_by: Some(officer), said };
    let bodies = vec![Body::Bureau(event)];
    let work = Work { officer: Some(officer), bodies, ..Work::default() };
    desk.store.append(work, now, &mut desk.dice)?;
    Ok(Reply::ClockConfirmed)
}
