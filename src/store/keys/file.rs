//! The keyring's two files: written whole, synced and renamed, so that a cut leaves the old or the new, and never neither.

use super::{KeyFault, Ring, boot};
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
/// What only this device knows.
pub const SECRET: &str = "device.secret";

/// Where a keyring lies.
#[derive(Clone, Debug)]
pub struct Place {
    pub(super) ground: Ground,
    folder: PathBuf,
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
        let path = secret_folder.join(SECRET);
        let secret = if let Some(known) = read_secret(ground, &path)? {
            known
        } else {
            let made = dice.key();
            write(ground, &path, made.bytes()).map_err(KeyFault::Folder)?;
            made
        };
        let place = Some(Place { ground: Ground::clone(ground), folder: folder.to_path_buf() });
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
        secret_folders: &[&Path],
        monotonic_ms: u64,
        dice: &mut Dice,
    ) -> Result<Option<Ring>, KeyFault> {
        let is_there = |name| ground.is_there(&folder.join(name)).map_err(KeyFault::Folder);
        if !is_there(FILE)? && !is_there(COPY)? {
            return Ok(None);
        }
        let boot = boot(dice);
        for secret_folder in secret_folders {
            let Some(secret) = read_secret(ground, &secret_folder.join(SECRET))? else { continue };
            for name in [FILE, COPY] {
                let Some(keyring) = read(ground, &folder.join(name), &secret)? else { continue };
                let place =
                    Some(Place { ground: Ground::clone(ground), folder: folder.to_path_buf() });
                let mut ring = Ring { keyring, place, secret, boot };
                ring.look(monotonic_ms)?;
                return Ok(Some(ring));
            }
        }
        Err(if is_readable(ground, folder) { KeyFault::OtherDevice } else { KeyFault::Damaged })
    }

    /// The keyring in `folder` for headquarters' code alone, wherever it was made: what the device
    /// secret would prove, the code's own wrap proves.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn of_another_device(
        ground: &Ground,
        folder: &Path,
        dice: &mut Dice,
    ) -> Result<Ring, KeyFault> {
        let bytes = ground.read(&folder.join(FILE)).map_err(KeyFault::Folder)?;
        let bytes = bytes.ok_or(KeyFault::Damaged)?;
        let (kept, _) = keyring::decode_file(&bytes).map_err(|_| KeyFault::Damaged)?;
        let keyring = keyring::decode(&kept).map_err(|_| KeyFault::Damaged)?;
        Ok(Ring { keyring, place: None, secret: dice.key(), boot: boot(dice) })
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

    /// Writes the keyring; a ring in memory is kept by memory.
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

    /// Takes note of waits that another start of the machine began.
    fn look(&mut self, monotonic_ms: u64) -> Result<(), KeyFault> {
        let now = Tick { boot: self.boot, monotonic_ms };
        let mut waits = false;
        for holder in self.keyring.holders.iter_mut().filter(|holder| holder.tries.wait_ms > 0) {
            holder.tries.look(now);
            waits = true;
        }
        if waits { self.keep() } else { Ok(()) }
    }
}

fn tag(secret: &Key, bytes: &[u8]) -> [u8; 32] {
    *secret.for_purpose("keyring", bytes).bytes()
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

fn read_secret(ground: &Ground, path: &Path) -> Result<Option<Key>, KeyFault> {
    let bytes = ground.read(path).map_err(KeyFault::Folder)?.unwrap_or_default();
    Ok(<[u8; 32]>::try_from(bytes.as_slice()).ok().map(Key::new))
}

/// Durable before it returns.
fn write(ground: &Ground, path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    ground.write_whole(path, &path.with_extension("new"), How::Private, bytes)
}

impl Place {
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
