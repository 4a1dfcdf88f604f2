//! Rescuing a damaged journal, when somebody asks for it: moved aside, read for what it still holds; where only pages or
//! photographs are damaged they are mended in their place.

use super::command::Trouble;
use super::mirror;
use super::opening::{self, Place};
use super::rulepack;
use crate::domain::epoch::EpochReason;
use crate::stdx::clock::Clock;
use crate::stdx::id::{Dice, Id};
use crate::store::damage::{self, Rescued};
use crate::store::site::Site;

/// Moves the damaged journal of `place` aside and makes a fresh one of what can still be read; a journal that is whole but
/// for pages and photographs stays, and these come from the mirror.
///
/// # Errors
/// When the PIN is another's, there is no journal, it is whole, another program writes there, or the disk refuses.
pub fn rescue(place: Place<'_>) -> Result<Rescued, Trouble> {
    // Beside a screen that writes nothing is damaged until it is closed; no PIN is counted for that.
    opening::refuse_second_writer(place.clone())?;
    let (site, by) = opening::site_and_who(place)?;
    rescue_by(&site, by, Clock::machine(), &mut Dice::Machine)
}

/// The epoch to go on under where entries were lost: headquarters or a copy may have them, and their numbers must not
/// be given again.
fn next_epoch(rescued: &Rescued) -> Option<u32> {
    rescued.lost_until()?;
    let store = rescued.store.as_ref()?;
    store.public_key().map(|_| store.journal_name().epoch + 1)
}

/// Begins it, where the try before has not.
fn begin_epoch(
    rescued: &mut Rescued,
    next: Option<u32>,
    by: Option<Id>,
    (clock, dice): (Clock, &mut Dice),
) -> Result<(), Trouble> {
    let lost_until = rescued.lost_until();
    if let (Some(store), Some(next)) = (&mut rescued.store, next) {
        if store.journal_name().epoch < next {
            let next = (next, EpochReason::Rescued, lost_until);
            store.open_epoch_by(by, next, clock.read(), dice)?;
        }
        rescued.new_epoch_behind = Some(store.epoch_begins().number);
        mirror::follow_epoch(store)?;
    }
    Ok(())
}

/// The same for a site whose key is known, before which nobody in particular stands.
///
/// # Errors
/// As `rescue`.
pub fn rescue_site(site: &Site, clock: Clock, dice: &mut Dice) -> Result<Rescued, Trouble> {
    rescue_by(site, None, clock, dice)
}

fn rescue_by(
    site: &Site,
    by: Option<Id>,
    clock: Clock,
    dice: &mut Dice,
) -> Result<Rescued, Trouble> {
    let card = mirror::chosen(&site.ground, &site.folder);
    let mut rescued = damage::rescue(site, card.as_deref(), clock.now(), dice)?;
    if rescued.aside.is_none() {
        return Ok(rescued);
    }
    // The pack that this program carries is not lost, whatever the file says.
    let embedded = rulepack::embedded()?.pack.digest;
    if let Some(store) = &mut rescued.store
        && rescued.packs_lost.contains(&embedded)
    {
        store.restore_pack(embedded, &rulepack::embedded_files())?;
        rescued.packs_lost.retain(|lost| *lost != embedded);
    }
    let next = match rescued.made {
        Some(next) => next,
        None if rescued.store.is_some() => {
            let next = next_epoch(&rescued);
            // From here on the journal is not made again: a new epoch is begun once.
            damage::made(site, &rescued, next)?;
            next
        }
        None => None,
    };
    begin_epoch(&mut rescued, next, by, (clock, dice))?;
    damage::end(site)?;
    Ok(rescued)
}
