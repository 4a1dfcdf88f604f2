//! Where the secret of this device lies: outside the folder of every real bureau, so that a copy of that folder alone
//! cannot be tried out; makes no secret and proves no PIN.

use super::command::Trouble;
use super::desk::Desk;
use crate::domain::agency::{Officer, Role};
use crate::domain::bureau::BureauEvent;
use crate::stdx::files::Ground;
use crate::stdx::id::{Dice, Id};
use crate::store::journal::Work;
use crate::store::keys::{self, KeyFault};
use crate::wire::entry::Entry;
use crate::wire::event::Body;
use std::path::{Path, PathBuf};

/// Below the folder of this laptop's secrets: in it each bureau's has a folder of its own.
const SHELF: &str = "secrets";

/// The folders in which the secret may lie that fits the keyring of `folder`: those below `secrets`, `secrets` itself and
/// the journal's own, where earlier programs laid it. Which one it is, only the keyring can tell.
pub(super) fn places(ground: &Ground, secrets: Option<&Path>, folder: &Path) -> Vec<PathBuf> {
    let mut places = Vec::new();
    if let Some(secrets) = secrets {
        let shelf = secrets.join(SHELF);
        // Where the shelf cannot be read, reading what lies beside it says why.
        let names = ground.names(&shelf).unwrap_or_default();
        places.extend(names.iter().map(|name| shelf.join(name)));
        places.push(secrets.to_path_buf());
    }
    places.push(folder.to_path_buf());
    places
}

/// The folder for the secret of a bureau that is founded, or made again, in `folder`: a fresh one below `secrets`. A
/// sample bureau, whose PINs are no secret, keeps it inside, and leaves nothing outside its folder.
///
/// # Errors
/// When a real bureau's secret would have no other place than the journal's folder.
pub fn place_for(
    folder: &Path,
    is_sample: bool,
    secrets: Option<&Path>,
    dice: &mut Dice,
) -> Result<PathBuf, Trouble> {
    if is_sample {
        return Ok(folder.to_path_buf());
    }
    let secrets = secrets.ok_or_else(|| Trouble::new("trouble.secret_nowhere"))?;
    let whole = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    if whole(secrets).starts_with(whole(folder)) {
        let inside = Trouble::new("trouble.secret_inside").with(folder.display().to_string());
        return Err(inside.and(secrets.display().to_string()));
    }
    Ok(secrets.join(SHELF).join(dice.id().to_string()))
}

/// Whether the secret of a real bureau lies in its folder: whoever has a copy of it can try out PINs.
///
/// # Errors
/// When the folder cannot be read.
pub fn lies_inside(ground: &Ground, folder: &Path, is_sample: bool) -> Result<bool, KeyFault> {
    Ok(!is_sample && keys::has_secret(ground, folder)?)
}

/// Moves the secret of a real bureau out of its folder when its keeper has signed in, or anybody where nobody keeps the
/// laptop; gives whether there was something to move.
///
/// # Errors
/// When the new place or the journal cannot be written; the bureau opens all the same, and the next sign-in goes on.
pub(super) fn leave_folder(desk: &mut Desk, person: &Officer) -> Result<bool, Trouble> {
    let is_keepers = person.role == Role::Keeper
        || !desk.bureau.officers.iter().any(|known| known.role == Role::Keeper);
    let (ground, folder) = {
        let site = desk.store.site();
        (Ground::clone(&site.ground), site.folder.clone())
    };
    let is_sample = desk.bureau.agency.sample;
    if !is_keepers || !desk.store.may_write() || !lies_inside(&ground, &folder, is_sample)? {
        return Ok(false);
    }
    let to = place_for(&folder, is_sample, desk.secrets.as_deref(), &mut desk.dice)?;
    move_out(desk, person.id, &to)?;
    Ok(true)
}

/// Moves the secret into `to` on the word of `by`: there first, then its entry, and out of the journal's folder last. What
/// was cut off goes on where it stood.
///
/// # Errors
/// When the new place or the journal cannot be written; the keyring opens at every moment between.
pub fn move_out(desk: &mut Desk, by: Id, to: &Path) -> Result<(), Trouble> {
    let was_outside = desk.ring.secret_folder() != Some(desk.store.folder());
    desk.ring.move_secret(to)?;
    let entries = desk.store.bureau_entries()?;
    let is_moved = |entry: &Entry| entry.body == Body::Bureau(BureauEvent::DeviceSecretMoved);
    if !was_outside || !entries.iter().any(is_moved) {
        let bodies = vec![Body::Bureau(BureauEvent::DeviceSecretMoved)];
        let work = Work { officer: Some(by), bodies, ..Work::default() };
        desk.store.append(work, desk.clock.read(), &mut desk.dice)?;
    }
    Ok(desk.ring.take_secret_out_of_folder()?)
}
