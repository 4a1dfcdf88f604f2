//! Headquarters' code made anew by the keeper: shown once, in force only when it was written down; never kept itself.
//!
//! A cut at any moment leaves one code that the journal names: the new one lies beside the old on the keyring before
//! its entry, and takes the old one's place behind it.

use super::command::{Reply, Trouble};
use super::desk::Desk;
use super::pin;
use crate::domain::bureau::BureauEvent;
use crate::stdx::clock::Moment;
use crate::stdx::id::Id;
use crate::stdx::redacted::Redacted;
use crate::store::journal::Work;
use crate::store::keys::DraftedCode;
use crate::store::{StoreFault, keys};
use crate::wire::event::Body;

/// Makes a code that nothing holds yet.
///
/// # Errors
/// When nobody is signed in as keeper.
pub fn draft(desk: &mut Desk) -> Result<DraftedCode, Trouble> {
    pin::keeper(desk)?;
    Ok(keys::draft_code(&desk.key, &mut desk.dice))
}

/// Puts the code in force after its last group was typed back from paper.
///
/// # Errors
/// When the group is another one, nobody is signed in as keeper, or the keyring cannot be written: the old code stays
/// then. Where the journal did not take the entry, both codes open until the journal is opened again, and one after.
pub fn renew(desk: &mut Desk, drafted: &DraftedCode, typed_back: &str) -> Result<(), Trouble> {
    let keeper = pin::keeper(desk)?;
    let last = drafted.code.rsplit('-').next().unwrap_or_default();
    if !typed_back.trim().eq_ignore_ascii_case(last) {
        return Err(Trouble::new("trouble.code_not_written_down"));
    }
    let _alone = desk.ring.lock().map_err(pin::at_pin)?;
    // On a ring of its own: what the keeper was told had failed must not be kept by the next try of a PIN.
    let mut ring = desk.ring.clone();
    ring.offer_code(drafted.clone(), desk.store.head().number);
    ring.keep().map_err(pin::at_pin)?;
    desk.ring = ring;
    if enter(desk, keeper).is_err() {
        // A refused write may stand after all when the log is read anew, so that nothing is settled here.
        return Err(Trouble::new("trouble.code_in_doubt"));
    }
    settle_alone(desk, true);
    if let Some(mirror) = &desk.mirror {
        // The mirror's keyring must open by the code that counts now.
        mirror.wake();
    }
    Ok(())
}

/// Makes a code for the screens, which the desk holds until it was typed back.
///
/// # Errors
/// As `draft`.
pub(super) fn show(desk: &mut Desk) -> Result<Reply, Trouble> {
    let drafted = draft(desk)?;
    let code = Redacted(drafted.code.clone());
    desk.drafted_code = Some(drafted);
    Ok(Reply::CodeDrafted { code })
}

/// Puts the code that was shown in force.
///
/// # Errors
/// As `renew`; one that was typed back wrongly can be typed again.
pub(super) fn take_back(desk: &mut Desk, typed_back: &str) -> Result<Reply, Trouble> {
    let drafted = desk.drafted_code.clone();
    let drafted = drafted.ok_or_else(|| Trouble::new("trouble.code_not_written_down"))?;
    renew(desk, &drafted, typed_back)?;
    desk.drafted_code = None;
    Ok(Reply::CodeRenewed)
}

/// The entry, with which the code counts.
fn enter(desk: &mut Desk, keeper: Id) -> Result<(), StoreFault> {
    let body = Body::Bureau(BureauEvent::RecoveryCodeMade);
    let work = Work { officer: Some(keeper), bodies: vec![body], ..Work::default() };
    desk.store.append(work, desk.clock.read(), &mut desk.dice)?;
    Ok(())
}

/// What a cut left open is settled at the opening: the old code goes when an entry says that the new one was made.
///
/// # Errors
/// When journal or keyring cannot be read.
pub(super) fn settle(desk: &mut Desk) -> Result<(), Trouble> {
    if desk.ring.offered_code().is_none() || !desk.store.may_write() {
        return Ok(());
    }
    let _alone = desk.ring.lock().map_err(pin::at_pin)?;
    let Some(behind) = desk.ring.offered_code() else { return Ok(()) };
    let is_made = made(desk)?.is_some_and(|(number, _)| number > behind);
    settle_alone(desk, is_made);
    Ok(())
}

fn settle_alone(desk: &mut Desk, is_made: bool) {
    let mut ring = desk.ring.clone();
    ring.settle_code(is_made);
    // A disk that does not take it now takes it at the next opening: the entry stands, and so does what it says.
    if ring.keep().is_ok() {
        desk.ring = ring;
    }
}

/// The entry that made the code in force, and when.
///
/// # Errors
/// When the journal cannot be read.
pub fn made(desk: &Desk) -> Result<Option<(u64, Moment)>, StoreFault> {
    let entries = desk.store.bureau_entries()?;
    let made = entries
        .iter()
        .rev()
        .find(|entry| matches!(entry.body, Body::Bureau(BureauEvent::RecoveryCodeMade)));
    Ok(made.map(|entry| (entry.envelope.number, entry.envelope.clock.wall)))
}
