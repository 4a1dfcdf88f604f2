//! Rescuing a damaged journal, when somebody asks for it: moved aside, read for what it still holds.

use super::command::Trouble;
use super::{opening, rulepack};
use crate::stdx::clock::Clock;
use crate::stdx::id::Dice;
use crate::store::damage::{self, Rescued};
use crate::store::site::Site;
use std::path::Path;

/// Moves the damaged journal of `dir` aside and makes a fresh one of what can still be read.
///
/// # Errors
/// When there is no journal, it is whole, another program writes there, or the disk refuses.
pub fn rescue(dir: Option<&Path>) -> Result<Rescued, Trouble> {
    let site = Site::plain(&opening::folder(dir)?);
    rescue_site(&site, Clock::machine(), &mut Dice::Machine)
}

/// The same for a site whose key is known.
///
/// # Errors
/// As `rescue`.
pub fn rescue_site(site: &Site, clock: Clock, dice: &mut Dice) -> Result<Rescued, Trouble> {
    let mut rescued = damage::rescue(site, clock.now(), dice)?;
    // The pack that this program carries is not lost, whatever the file says.
    let embedded = rulepack::embedded()?.pack.digest;
    if let Some(store) = &mut rescued.store
        && rescued.packs_lost.contains(&embedded)
    {
        store.restore_pack(embedded, &rulepack::embedded_files())?;
        rescued.packs_lost.retain(|lost| *lost != embedded);
    }
    Ok(rescued)
}
