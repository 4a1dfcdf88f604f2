//! Damaged journals that were set aside and drafts, once their days are over: what is nobody's is told to everybody, a draft
//! of a person who is in force to himself; taken away on his word or the keeper's alone, and decides nothing about the days.

use super::command::Trouble;
use super::desk::Desk;
use super::{pin, prune};
use crate::store::StoreFault;
use crate::store::drafts::DraftRow;
use crate::store::pruning::aside::Overdue;

/// What is here beyond its days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Beyond {
    /// Of nobody who comes: it leaves on the keeper's word.
    pub of_nobody: Overdue,
    /// Drafts of people who are in force: each finishes or drops his own; where one does not come, the keeper may.
    pub of_people: Vec<DraftRow>,
}

impl Beyond {
    /// Whether nothing is.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.of_nobody.is_nothing() && self.of_people.is_empty()
    }

    /// The sentence of the first screen about what is nobody's; `None` where nothing is.
    #[must_use]
    pub fn reminder(&self) -> Option<Trouble> {
        let Overdue { asides, drafts } = &self.of_nobody;
        if self.of_nobody.is_nothing() {
            return None;
        }
        let told = Trouble::new("trouble.overdue").with(asides.len() as u64);
        Some(told.and(drafts.len() as u64))
    }
}

/// What may be taken away. Where headquarters set no days, nothing may.
///
/// # Errors
/// When the journal or its folder cannot be read.
pub fn look(desk: &Desk) -> Result<Beyond, StoreFault> {
    let Some(days) = desk.bureau.retention_days else { return Ok(Beyond::default()) };
    let mut of_nobody = desk.store.overdue(days, &desk.clock.read())?;
    let (today, rulings) = (desk.clock.now().day(), &desk.rulebook.rulings);
    let comes = |draft: &DraftRow| {
        let person = desk.bureau.officer(&draft.owner);
        person.is_some_and(|person| person.is_in_force_on(today, rulings))
    };
    let drafts = std::mem::take(&mut of_nobody.drafts).into_iter();
    let (of_people, drafts) = drafts.partition(comes);
    Ok(Beyond { of_nobody: Overdue { drafts, ..of_nobody }, of_people })
}

/// Takes away what is nobody's: first an entry with the name of whoever said so, then the folders; gives what is gone.
///
/// # Errors
/// When the journal cannot be read or written; or a folder not be taken away: the next sync goes on with it.
pub fn clear(desk: &mut Desk) -> Result<Overdue, Trouble> {
    desk.over_the_disk(|desk| take(desk, false))
}

/// The same with the drafts of people who are in force: their stops could not leave while they are typed.
///
/// # Errors
/// As `clear`.
pub fn clear_with_drafts(desk: &mut Desk) -> Result<Overdue, Trouble> {
    desk.over_the_disk(|desk| take(desk, true))
}

fn take(desk: &mut Desk, of_people_too: bool) -> Result<Overdue, Trouble> {
    prune::sweep(desk)?;
    let Beyond { of_nobody: mut overdue, of_people } = look(desk)?;
    if of_people_too {
        overdue.drafts.extend(of_people);
    }
    let days = desk.bureau.retention_days.filter(|_| !overdue.is_nothing());
    let Some(days) = days else { return Ok(overdue) };
    let who = pin::who(desk);
    desk.store.clear_overdue((days, &overdue), who, desk.clock.read(), &mut desk.dice)?;
    prune::sweep(desk)?;
    Ok(overdue)
}
