//! Damaged journals that were set aside and drafts of people who come no more, once their days are over: told to everybody,
//! taken away on the keeper's word alone; decides nothing about the days.

use super::command::Trouble;
use super::desk::Desk;
use super::{pin, prune};
use crate::store::StoreFault;
use crate::store::pruning::aside::Overdue;

/// What may be taken away. Where headquarters set no days, nothing may; the draft of a person who is in force stays his
/// own, however old it is.
///
/// # Errors
/// When the journal or its folder cannot be read.
pub fn overdue(desk: &Desk) -> Result<Overdue, StoreFault> {
    let Some(days) = desk.bureau.retention_days else { return Ok(Overdue::default()) };
    let mut overdue = desk.store.overdue(days, &desk.clock.read())?;
    let (today, rulings) = (desk.clock.now().day(), &desk.rulebook.rulings);
    let comes = |credential: &str| {
        let person = desk.bureau.officer(credential);
        person.is_some_and(|person| person.is_in_force_on(today, rulings))
    };
    overdue.drafts.retain(|draft| !comes(&draft.owner));
    Ok(overdue)
}

/// The sentence of the first screen about it; `None` where nothing is overdue.
///
/// # Errors
/// As `overdue`.
pub fn reminder(desk: &Desk) -> Result<Option<Trouble>, StoreFault> {
    let Overdue { asides, drafts } = overdue(desk)?;
    if asides.is_empty() && drafts.is_empty() {
        return Ok(None);
    }
    let told = Trouble::new("trouble.overdue").with(asides.len() as u64);
    Ok(Some(told.and(drafts.len() as u64)))
}

/// Takes it away: first an entry with the name of whoever said so, then the folders; gives what is gone.
///
/// # Errors
/// When the journal cannot be read or written; or a folder not be taken away: the next sync goes on with it.
pub fn clear(desk: &mut Desk) -> Result<Overdue, Trouble> {
    prune::sweep(desk)?;
    let (overdue, days) = (overdue(desk)?, desk.bureau.retention_days);
    let Some(days) = days.filter(|_| !overdue.is_nothing()) else { return Ok(overdue) };
    let who = pin::who(desk);
    desk.store.clear_overdue((days, &overdue), who, desk.clock.read(), &mut desk.dice)?;
    prune::sweep(desk)?;
    Ok(overdue)
}
