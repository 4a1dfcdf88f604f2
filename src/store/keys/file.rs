//! The keyring's two files: written whole, synced and renamed, so that a cut leaves the old or the new, and never neither.

use super::{KeyFault, Ring, boot, secret};
use crate::stdx::files::{self, Ground, How};
use crate::stdx::id::Dice;
use crate::stdx::lockout::Tick;
use crate::stdx::secret::Key;
use crate::wire::keyring::{self, Keyring};
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// The keyring's file in the journal's folder.
pub const FILE: &str = "keys.cbor";
/// Read when the first is damaged.
const COPY: &str = "keys.copy.cbor";

/// Where a keyring lies.
#[derive(Clone, Debug)]
pub struct Place {
    pub(super) ground: Ground,
    pub(super) folder: PathBuf,
    /// Where the device secret lies that it fits.
    pub(super) secret_folder: PathBuf,
}

impl Ring {
    /// A new, empty keyring for the journal in `folder`, with a device secret in `secret_folder`; the
    /// keyring is on the disk only after `keep`.
    ///
    /// # Errors
    /// When the secret cannot be written.
    pub fn found(
        ground: &Ground,
        folder: &Path,
        secret_folder: &Path,
        dice: &mut Dice,
    ) -> Result<Ring, KeyFault> {
        ground.make_folders(folder).map_err(KeyFault::Folder)?;
        ground.make_folders(secret_folder).map_err(KeyFault::Folder)?;
        let known = secret::read(ground, secret_folder)?.into_iter().next();
        let secret = known.unwrap_or_else(|| dice.key());
        secret::keep(ground, secret_folder, &secret)?;
        let place = Some(Place::of(ground, folder, secret_folder));
        Ok(Ring { keyring: Keyring::default(), place, secret, boot: boot(dice) })
    }

    /// Opens the keyring in `folder`; `None` when there is none. The device secret is looked for in
    /// each of `secret_folders`. Waits run on from here.
    ///
    /// # Errors
    /// When both files are damaged, or belong to another device.
    pub fn open(
        ground: &Ground,
        folder: &Path,
        secret_folders: &[PathBuf],
        monotonic_ms: u64,
        dice: &mut Dice,
    ) -> Result<Option<Ring>, KeyFault> {
        let is_there = |name| ground.is_there(&folder.join(name)).map_err(KeyFault::Folder);
        if !is_there(FILE)? && !is_there(COPY)? {
            return Ok(None);
        }
        let boot = boot(dice);
        let mut fault = None;
        for secret_folder in secret_folders {
            for secret in secret::read(ground, secret_folder).unwrap_or_else(|no| {
                fault = Some(no);
                Vec::new()
            }) {
                let Some(keyring) = either(ground, folder, &secret)? else { continue };
                // It fits, so it is whole: the other file, or an older layout, is made like it. Where
                // that fails, nothing is lost yet.
                let _healed = secret::keep(ground, secret_folder, &secret);
                let place = Some(Place::of(ground, folder, secret_folder));
                let mut ring = Ring { keyring, place, secret, boot };
                ring.look(monotonic_ms)?;
                return Ok(Some(ring));
            }
        }
        if let Some(fault) = fault {
            return Err(fault);
        }
        Err(if is_readable(ground, folder) { KeyFault::OtherDevice } else { KeyFault::Damaged })
    }

    /// The keyring in `folder` and the journal's key for headquarters' code alone, wherever it was made:
    /// what the device secret would prove, the code's own wrap proves.
    ///
    /// # Errors
    /// When the code is another, or neither file can be read.
    pub fn by_code_alone(
        ground: &Ground,
        folder: &Path,
        code: &str,
        dice: &mut Dice,
    ) -> Result<(Ring, Key), KeyFault> {
        let mut why = KeyFault::Damaged;
        for name in [FILE, COPY] {
            let bytes = match ground.read(&folder.join(name)) {
                Ok(Some(bytes)) => bytes,
                Ok(None) => continue,
                Err(fault) => {
                    why = KeyFault::Folder(fault);
                    continue;
                }
            };
            let kept = keyring::decode_file(&bytes).and_then(|(kept, _)| keyring::decode(&kept));
            let Ok(keyring) = kept else { continue };
            let ring = Ring { keyring, place: None, secret: dice.key(), boot: boot(dice) };
            match ring.open_with_code(code) {
                Ok(key) => return Ok((ring, key)),
                Err(other) => why = other,
            }
        }
        Err(why)
    }

    /// The same people and headquarters' code on this device. PINs were bound to the other one's
    /// secret and open nothing here, so that each is set anew; on the disk only after `keep`.
    ///
    /// # Errors
    /// When this device's secret cannot be written.
    pub fn on_this_device(
        self,
        ground: &Ground,
        folder: &Path,
        secret_folder: &Path,
        dice: &mut Dice,
    ) -> Result<Ring, KeyFault> {
        let mut ring = Ring::found(ground, folder, secret_folder, dice)?;
        ring.keyring = self.keyring;
        for holder in &mut ring.keyring.holders {
            holder.wrap = None;
            holder.tries.succeeded();
        }
        Ok(ring)
    }

    /// Writes the keyring; a ring in memory is kept by memory. Who changed it holds its lock.
    ///
    /// # Errors
    /// When the disk does not take it; what was there before stays.
    pub fn keep(&self) -> Result<(), KeyFault> {
        let Some(place) = &self.place else { return Ok(()) };
        let bytes = keyring::encode(&self.keyring);
        let at = |name: &str| place.folder.join(name);
        let file = keyring::encode_file(&bytes, tag(&self.secret, &bytes));
        let write_all =
            || [FILE, COPY].iter().try_for_each(|name| write(&place.ground, &at(name), &file));
        match write_all() {
            // A full disk must not keep the officer out, who alone can make room.
            Err(full) if files::is_full(&full) => place.write_over(&self.secret, &file, full),
            done => done.map_err(KeyFault::Folder),
        }
    }

    /// Where the device secret lies that this keyring fits; `None` for one in memory.
    #[must_use]
    pub fn secret_folder(&self) -> Option<&Path> {
        self.place.as_ref().map(|place| place.secret_folder.as_path())
    }

    /// Lays the device secret into `to`, durable before it returns, where it lies in the journal's own folder; one that
    /// lies elsewhere stays there. What lies in the journal's folder is still there, for `take_secret_out_of_folder`.
    ///
    /// # Errors
    /// When `to` cannot be made or written; the secret lies where it lay.
    pub fn move_secret(&mut self, to: &Path) -> Result<(), KeyFault> {
        let Some(place) = self.place.as_mut().filter(|place| place.secret_folder == place.folder)
        else {
            return Ok(());
        };
        place.ground.make_folders(to).map_err(KeyFault::Folder)?;
        secret::keep(&place.ground, to, &self.secret)?;
        place.secret_folder = to.to_path_buf();
        Ok(())
    }

    /// Takes the files of the device secret out of the journal's folder, where it lies elsewhere too.
    ///
    /// # Errors
    /// When they cannot be taken away.
    pub fn take_secret_out_of_folder(&mut self) -> Result<(), KeyFault> {
        match &self.place {
            Some(place) if place.secret_folder != place.folder => {
                secret::remove(&place.ground, &place.folder)
            }
            _ => Ok(()),
        }
    }

    /// Takes note of waits that another start of the machine began.
    fn look(&mut self, monotonic_ms: u64) -> Result<(), KeyFault> {
        let waits = |ring: &Ring| ring.keyring.holders.iter().any(|one| one.tries.wait_ms > 0);
        if !waits(self) {
            return Ok(());
        }
        let _alone = self.lock()?;
        let now = Tick { boot: self.boot, monotonic_ms };
        for holder in self.keyring.holders.iter_mut().filter(|holder| holder.tries.wait_ms > 0) {
            holder.tries.look(now);
        }
        self.keep()
    }
}

fn tag(secret: &Key, bytes: &[u8]) -> [u8; 32] {
    *secret.for_purpose("keyring", bytes).bytes()
}

/// The keyring that `secret` fits, from the first file or its copy; `None` when it fits neither.
///
/// # Errors
/// When neither could be read, and not because nothing is there.
pub(super) fn either(
    ground: &Ground,
    folder: &Path,
    secret: &Key,
) -> Result<Option<Keyring>, KeyFault> {
    let first = read(ground, &folder.join(FILE), secret);
    let copy = || read(ground, &folder.join(COPY), secret);
    match first {
        Ok(Some(keyring)) => Ok(Some(keyring)),
        Ok(None) => copy(),
        Err(fault) => Ok(Some(copy()?.ok_or(fault)?)),
    }
}

fn read(ground: &Ground, path: &Path, secret: &Key) -> Result<Option<Keyring>, KeyFault> {
    let Some(bytes) = ground.read(path).map_err(KeyFault::Folder)? else { return Ok(None) };
    let Ok((kept, found)) = keyring::decode_file(&bytes) else { return Ok(None) };
    Ok(if found == tag(secret, &kept) { keyring::decode(&kept).ok() } else { None })
}

fn is_readable(ground: &Ground, folder: &Path) -> bool {
    [FILE, COPY].iter().any(|name| {
        let bytes = ground.read(&folder.join(name)).ok().flatten().unwrap_or_default();
        keyring::decode_file(&bytes).is_ok_and(|(kept, _)| keyring::decode(&kept).is_ok())
    })
}

/// Durable before it returns.
pub(super) fn write(ground: &Ground, path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    ground.write_whole(path, &path.with_extension("new"), How::Private, bytes)
}

impl Place {
    fn of(ground: &Ground, folder: &Path, secret_folder: &Path) -> Place {
        let (folder, secret_folder) = (folder.to_path_buf(), secret_folder.to_path_buf());
        Place { ground: Ground::clone(ground), folder, secret_folder }
    }

    /// Durable in the room that the two files have already, one behind the other. A cut in the middle
    /// leaves one of them damaged, so the first is the one that is damaged already, if any.
    fn write_over(&self, secret: &Key, bytes: &[u8], full: std::io::Error) -> Result<(), KeyFault> {
        let at = |name: &str| self.folder.join(name);
        let first_is_whole = read(&self.ground, &at(FILE), secret)?.is_some();
        let order = if first_is_whole { [COPY, FILE] } else { [FILE, COPY] };
        // At the founding there is nothing to write over.
        for name in order {
            if !self.ground.is_there(&at(name)).map_err(KeyFault::Folder)? {
                return Err(KeyFault::Folder(full));
            }
        }
        let over = |name: &str| {
            let mut file = self.ground.open(&at(name), How::Within)?;
            file.write_all(bytes)?;
            file.set_length(bytes.len() as u64)?;
            file.sync()
        };
        order.iter().try_for_each(|name| over(name)).map_err(KeyFault::Folder)
    }
}
