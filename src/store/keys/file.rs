//! The keyring's two files: written whole, synced and renamed, so that a cut leaves the old or the new.

use super::{KeyFault, Ring, boot};
use crate::stdx::id::Dice;
use crate::stdx::lockout::Tick;
use crate::stdx::secret::Key;
use crate::wire::keyring::{self, Keyring};
use std::fs::File;
use std::io::{ErrorKind, Write as _};
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
    folder: PathBuf,
}

impl Ring {
    /// A new, empty keyring for the journal in `folder`, with a device secret in `secret_folder`; the
    /// keyring is on the disk only after `keep`.
    ///
    /// # Errors
    /// When the secret cannot be written.
    pub fn found(folder: &Path, secret_folder: &Path, dice: &mut Dice) -> Result<Ring, KeyFault> {
        std::fs::create_dir_all(folder).map_err(KeyFault::Folder)?;
        std::fs::create_dir_all(secret_folder).map_err(KeyFault::Folder)?;
        let path = secret_folder.join(SECRET);
        let secret = if let Some(known) = read_secret(&path)? {
            known
        } else {
            let made = dice.key();
            write(&path, made.bytes()).map_err(KeyFault::Folder)?;
            made
        };
        let place = Some(Place { folder: folder.to_path_buf() });
        Ok(Ring { keyring: Keyring::default(), place, secret, boot: boot(dice) })
    }

    /// Opens the keyring in `folder`; `None` when there is none. The device secret is looked for in
    /// each of `secret_folders`. Waits run on from here.
    ///
    /// # Errors
    /// When both files are damaged, or belong to another device.
    pub fn open(
        folder: &Path,
        secret_folders: &[&Path],
        monotonic_ms: u64,
        dice: &mut Dice,
    ) -> Result<Option<Ring>, KeyFault> {
        if !folder.join(FILE).exists() && !folder.join(COPY).exists() {
            return Ok(None);
        }
        let boot = boot(dice);
        for secret_folder in secret_folders {
            let Some(secret) = read_secret(&secret_folder.join(SECRET))? else { continue };
            for name in [FILE, COPY] {
                let Some(keyring) = read(&folder.join(name), &secret)? else { continue };
                let place = Some(Place { folder: folder.to_path_buf() });
                let mut ring = Ring { keyring, place, secret, boot };
                ring.look(monotonic_ms)?;
                return Ok(Some(ring));
            }
        }
        Err(if is_readable(folder) { KeyFault::OtherDevice } else { KeyFault::Damaged })
    }

    /// The keyring in `folder` for headquarters' code alone, wherever it was made: what the device
    /// secret would prove, the code's own wrap proves.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn of_another_device(folder: &Path, dice: &mut Dice) -> Result<Ring, KeyFault> {
        let bytes = std::fs::read(folder.join(FILE)).map_err(KeyFault::Folder)?;
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
        folder: &Path,
        secret_folder: &Path,
        dice: &mut Dice,
    ) -> Result<Ring, KeyFault> {
        let mut ring = Ring::found(folder, secret_folder, dice)?;
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
        let file = keyring::encode_file(&bytes, tag(&self.secret, &bytes));
        match [FILE, COPY].iter().try_for_each(|name| write(&place.folder.join(name), &file)) {
            // A full disk must not keep the officer out, who alone can make room.
            Err(full) if full.kind() == ErrorKind::StorageFull => [COPY, FILE]
                .iter()
                .try_for_each(|name| overwrite(&place.folder.join(name), &file))
                .map_err(KeyFault::Folder),
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

fn read(path: &Path, secret: &Key) -> Result<Option<Keyring>, KeyFault> {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(fault) if fault.kind() == ErrorKind::NotFound => return Ok(None),
        Err(fault) => return Err(KeyFault::Folder(fault)),
    };
    let Ok((kept, found)) = keyring::decode_file(&bytes) else { return Ok(None) };
    Ok(if found == tag(secret, &kept) { keyring::decode(&kept).ok() } else { None })
}

fn is_readable(folder: &Path) -> bool {
    [FILE, COPY].iter().any(|name| {
        let bytes = std::fs::read(folder.join(name)).unwrap_or_default();
        keyring::decode_file(&bytes).is_ok_and(|(kept, _)| keyring::decode(&kept).is_ok())
    })
}

fn read_secret(path: &Path) -> Result<Option<Key>, KeyFault> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(<[u8; 32]>::try_from(bytes.as_slice()).ok().map(Key::new)),
        Err(fault) if fault.kind() == ErrorKind::NotFound => Ok(None),
        Err(fault) => Err(KeyFault::Folder(fault)),
    }
}

/// Durable before it returns: a file of its own, synced, renamed, and the folder synced.
fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let beside = path.with_extension("new");
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    drop(file);
    std::fs::rename(&beside, path)?;
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// Durable in the room that the file has already. A cut in the middle leaves it damaged, so the other of
/// the two files must be whole then.
fn overwrite(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = File::options().write(true).open(path)?;
    file.write_all(bytes)?;
    file.set_len(bytes.len() as u64)?;
    file.sync_all()?;
    let _ = std::fs::remove_file(path.with_extension("new"));
    Ok(())
}
