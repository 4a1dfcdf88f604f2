//! Who may open the journal: its key wrapped per person by PIN and device; no PIN is ever kept.

mod file;
mod lock;
mod recovery;
mod secret;
mod wrap;

pub use file::FILE;
pub use lock::RingLock;
pub use recovery::{DraftedCode, draft_code};
pub use secret::{SECRET, is_there as has_secret};

use super::open::boot;
use crate::domain::agency::Officer;
use crate::stdx::fault::FaultKind;
use crate::stdx::files;
use crate::stdx::id::{Dice, Id};
use crate::stdx::lockout::{Tick, Tries};
use crate::stdx::secret::Key;
use crate::wire::keyring::{Holder, Keyring};
use file::Place;

/// Why the keyring does not open the journal.
#[allow(missing_docs, reason = "each says itself what it is")]
#[derive(Debug, thiserror::Error)]
pub enum KeyFault {
    #[error("nobody here has this credential")]
    Unknown { credential: String },
    #[error("the PIN is another; {left} tries are left before a wait")]
    WrongPin { left: u32 },
    #[error("too many wrong PINs; {minutes} minutes to wait")]
    Wait { minutes: u64 },
    #[error("this person has not chosen a PIN yet")]
    NoPin,
    #[error("this is not the code that headquarters holds")]
    WrongCode,
    #[error("the keyring is damaged, and its copy too")]
    Damaged,
    #[error("the keyring does not belong to this device")]
    OtherDevice,
    #[error("the machine has no memory for the PIN check")]
    NoMemory,
    #[error("the keyring cannot be read or written: {0}")]
    Folder(#[source] std::io::Error),
}

impl KeyFault {
    /// What somebody can do about it.
    #[must_use]
    pub fn kind(&self) -> FaultKind {
        match self {
            KeyFault::WrongPin { .. } | KeyFault::Wait { .. } | KeyFault::NoMemory => {
                FaultKind::TryAgain
            }
            KeyFault::Damaged => FaultKind::Damaged,
            KeyFault::Unknown { .. }
            | KeyFault::NoPin
            | KeyFault::WrongCode
            | KeyFault::OtherDevice
            | KeyFault::Folder(_) => FaultKind::NeedsSomeone,
        }
    }

    /// Key of the sentence that the screens and the command line show.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            KeyFault::Unknown { .. } => "trouble.unknown_credential",
            KeyFault::WrongPin { .. } => "trouble.wrong_pin",
            KeyFault::Wait { .. } => "trouble.pin_wait",
            KeyFault::NoPin => "trouble.no_pin",
            KeyFault::WrongCode => "trouble.wrong_code",
            KeyFault::Damaged => "trouble.keyring_damaged",
            KeyFault::OtherDevice => "trouble.keyring_other_device",
            KeyFault::NoMemory => "trouble.pin_memory",
            KeyFault::Folder(full) if files::is_full(full) => "trouble.disk_full",
            KeyFault::Folder(_) => "trouble.folder",
        }
    }
}

/// The keyring of one journal, as this program knows it. Several programs may have the same one open: who
/// changes it takes `lock` first, which reads it again.
#[derive(Clone, Debug)]
pub struct Ring {
    keyring: Keyring,
    /// Where it lies; `None` keeps it in memory, as a journal in memory does.
    place: Option<Place>,
    /// What only this device knows: a stolen folder alone cannot be tried out.
    secret: Key,
    boot: Id,
}

impl Ring {
    /// An empty keyring in memory.
    #[must_use]
    pub fn in_memory(dice: &mut Dice) -> Ring {
        Ring { keyring: Keyring::default(), place: None, secret: dice.key(), boot: boot(dice) }
    }

    /// What the first screen may show before anyone signed in.
    #[must_use]
    pub fn agency(&self) -> (&str, bool) {
        (&self.keyring.agency, self.keyring.sample)
    }

    /// Notes what the door shows before a PIN has opened the journal.
    pub fn name_agency(&mut self, name: &str, sample: bool) {
        self.keyring.agency = name.to_string();
        self.keyring.sample = sample;
    }

    /// Whoever has `credential`.
    #[must_use]
    pub fn officer(&self, credential: &str) -> Option<&Officer> {
        let mut holders = self.keyring.holders.iter();
        holders.find(|h| h.officer.credential == credential).map(|holder| &holder.officer)
    }

    /// Everyone who is on the ring.
    #[must_use]
    pub fn officers(&self) -> Vec<Officer> {
        self.keyring.holders.iter().map(|holder| holder.officer.clone()).collect()
    }

    /// Name of whoever has `credential`; the credential itself when nobody has it.
    #[must_use]
    pub fn name_of(&self, credential: &str) -> String {
        self.officer(credential).map_or(credential, |officer| &officer.name).to_string()
    }

    /// Whether the PIN of `credential` was given by someone else and must be changed first.
    #[must_use]
    pub fn must_change(&self, credential: &str) -> bool {
        let holder = self.keyring.holders.iter().find(|h| h.officer.credential == credential);
        holder.is_some_and(|holder| holder.must_change)
    }

    /// Whether `credential` opens the journal with a PIN of any kind.
    #[must_use]
    pub fn has_pin(&self, credential: &str) -> bool {
        let mut holders = self.keyring.holders.iter();
        holders.any(|holder| holder.officer.credential == credential && holder.wrap.is_some())
    }

    /// His PIN opens nothing more.
    pub fn take_pin(&mut self, credential: &str) {
        let mut holders = self.keyring.holders.iter_mut();
        if let Some(holder) = holders.find(|h| h.officer.credential == credential) {
            holder.wrap = None;
            holder.must_change = false;
        }
    }

    /// Puts a person on the ring, or what is new about him; his PIN stays.
    pub fn enrol(&mut self, officer: &Officer) {
        let known = self.keyring.holders.iter_mut().find(|holder| holder.officer.id == officer.id);
        if let Some(holder) = known {
            holder.officer.clone_from(officer);
            return;
        }
        let tries = Tries::none(Tick { boot: self.boot, monotonic_ms: 0 });
        let (officer, wrap) = (officer.clone(), None);
        self.keyring.holders.push(Holder { officer, wrap, must_change: false, tries });
    }

    /// Only these people are on the ring from now on; who was there keeps his PIN.
    pub fn only(&mut self, officers: &[Officer]) {
        let is_one = |holder: &Holder| officers.iter().any(|one| one.id == holder.officer.id);
        self.keyring.holders.retain(is_one);
        for officer in officers {
            self.enrol(officer);
        }
    }

    /// Wraps the journal's `key` for the PIN of `credential`; the key itself stays as it is.
    ///
    /// # Errors
    /// When nobody has that credential or the machine has no memory for the check.
    pub fn set_pin(
        &mut self,
        credential: &str,
        pin: &str,
        key: &Key,
        given_by_another: bool,
        dice: &mut Dice,
    ) -> Result<(), KeyFault> {
        let secret = self.secret.clone();
        let is_kept = self.place.as_ref().is_some_and(|place| place.ground.outlives_the_program());
        let holder = self.holder(credential)?;
        let bound = holder.officer.id.0;
        holder.wrap = Some(wrap::by_pin(key, pin, &secret, &bound, is_kept, dice)?);
        holder.must_change = given_by_another;
        holder.tries.succeeded();
        Ok(())
    }

    /// The journal's key, for the PIN of `credential`. The try is on the disk before it is made, and no
    /// other program makes one meanwhile.
    ///
    /// # Errors
    /// When the PIN is another's, too many were, or the keyring cannot be written.
    pub fn unlock(
        &mut self,
        credential: &str,
        pin: &str,
        monotonic_ms: u64,
    ) -> Result<Key, KeyFault> {
        let _alone = self.lock()?;
        let now = Tick { boot: self.boot, monotonic_ms };
        let secret = self.secret.clone();
        let holder = self.holder(credential)?;
        let wrap = holder.wrap.clone().ok_or(KeyFault::NoPin)?;
        let bound = holder.officer.id.0;
        let begun = holder.tries.begin(now);
        self.keep()?;
        begun.map_err(|wait_ms| KeyFault::Wait { minutes: wait_ms.div_ceil(60_000) })?;
        let opened = wrap::open_by_pin(&wrap, pin, &secret, &bound)?;
        let holder = self.holder(credential)?;
        let Some(key) = opened else {
            let (left, wait_ms) = (holder.tries.left(), holder.tries.wait_ms);
            let minutes = wait_ms.div_ceil(60_000);
            return Err(if minutes > 0 {
                KeyFault::Wait { minutes }
            } else {
                KeyFault::WrongPin { left }
            });
        };
        holder.tries.succeeded();
        self.keep()?;
        Ok(key)
    }

    fn holder(&mut self, credential: &str) -> Result<&mut Holder, KeyFault> {
        let mut holders = self.keyring.holders.iter_mut();
        holders
            .find(|holder| holder.officer.credential == credential)
            .ok_or_else(|| KeyFault::Unknown { credential: credential.to_string() })
    }
}
