//! Starting a shift: two officers, a station and an approved plan, as one entry.

use super::command::{Reply, Trouble};
use super::desk::Desk;
use super::roles::Need;
use crate::domain::bureau::{BureauEvent, Shift};
use crate::store::journal::Work;
use crate::wire::event::Body;

/// # Errors
/// When nobody is signed in, the colleague is the same person or not in force, or there is no plan.
pub fn start_shift(
    desk: &mut Desk,
    colleague: &str,
    station: String,
    plan: String,
) -> Result<Reply, Trouble> {
    let Some(first) = desk.signed_in.clone() else {
        return Err(Trouble::new("trouble.nobody_signed_in"));
    };
    if first == colleague || colleague.is_empty() {
        return Err(Trouble::new("trouble.colleague_needed").at("colleague"));
    }
    let now = desk.clock.now();
    // Midnight may have passed since the sign-in, so both are looked at.
    for (credential, field) in [(first.as_str(), "credential"), (colleague, "colleague")] {
        let admitted = desk.roster().admits(Need::Officer, Some(credential));
        admitted.map_err(|trouble| trouble.at(field))?;
    }
    if plan.trim().is_empty() {
        return Err(Trouble::new("trouble.plan_needed").at("plan"));
    }
    let officers = vec![first.clone(), colleague.to_string()];
    let shift = Shift { at: now, officers, station, plan };
    let work = Work {
        officer: desk.bureau.officer(&first).map(|officer| officer.id),
        bodies: vec![Body::Bureau(BureauEvent::ShiftStarted(shift.clone()))],
        ..Work::default()
    };
    desk.store.append(work, desk.clock.read(), &mut desk.dice)?;
    desk.refresh()?;
    Ok(Reply::ShiftStarted(shift))
}
