//! The device's key at work: made once when the journal is founded, kept sealed beside it in two files of which one is
//! enough, and named by its first entries; the key is never written bare beside a sealed journal.

use super::lineage::Lineage;
use super::site::Site;
use super::{Head, Store, StoreFault, disk};
use crate::domain::bureau::BureauEvent;
use crate::stdx::files::{Ground, How};
use crate::stdx::id::Dice;
use crate::stdx::said::Said;
use crate::stdx::secret::Key;
use crate::wire::entry::Home;
use crate::wire::event::Body;
use crate::wire::event::bureau::DEVICE_KEY_MADE;
use crate::wire::head::SignedHead;
use crate::wire::message::hello::JournalName;
use crate::wire::sealed_key::{self, Owner};
use crate::wire::signer::{SignFault, Signer, SoftKey};
use crate::wire::suite::Suite;
use rusqlite::{OptionalExtension, Transaction, params};
use std::io;
use std::path::{Path, PathBuf};

/// The sealed key's file in the journal's folder.
pub const FILE: &str = "device.key";
/// Read when the first is damaged.
pub const COPY: &str = "device.key.copy";
/// The key of an epoch that is just beginning: the journal names it before it takes the other one's place.
pub(super) const NEXT: &str = "device.key.next";

/// What a journal signs with.
#[derive(Debug)]
pub(super) struct Signing {
    /// `None` for a journal in memory: its key lies nowhere else.
    pub(super) files: Option<(Ground, PathBuf)>,
    /// Seals the key's file.
    pub(super) store_key: Option<Key>,
    pub(super) signer: Option<Box<dyn Signer>>,
    /// The public key that the journal names.
    pub(super) announced: Option<(Suite, Vec<u8>)>,
    /// All keys that it ever named.
    pub(super) lineage: Lineage,
}

/// A kept signature over the journal up to `number`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeadSignature {
    /// The entry that it is over.
    pub number: u64,
    /// The suite's byte as it was kept; another than the journal's is no signature of it.
    pub suite: u8,
    /// As the suite writes signatures.
    pub signature: Vec<u8>,
}

impl Signing {
    pub(super) fn at(site: &Site) -> Signing {
        let is_kept = !site.folder.as_os_str().is_empty();
        let files = is_kept.then(|| (Ground::clone(&site.ground), site.folder.clone()));
        let store_key = site.key.clone();
        let lineage = Lineage::default();
        Signing { files, store_key, signer: None, announced: None, lineage }
    }
}

impl Store {
    /// The suite of this journal's digests and signatures.
    #[must_use]
    pub fn suite(&self) -> Suite {
        self.suite
    }

    /// The key that the journal names as its device's; `None` before one was made.
    #[must_use]
    pub fn public_key(&self) -> Option<(Suite, &[u8])> {
        self.signing.announced.as_ref().map(|(suite, key)| (*suite, key.as_slice()))
    }

    /// The key that signs entry `number`.
    #[must_use]
    pub fn key_at(&self, number: u64) -> Option<(Suite, Vec<u8>)> {
        let key = self.signing.lineage.at(number)?;
        Some((key.key.0, key.public_key.clone()))
    }

    /// Makes this device's key for an empty journal, durable before this returns. Everything that is
    /// appended from then on is signed; the event belongs into the first transaction.
    ///
    /// # Errors
    /// When the journal has begun, was opened for reading, or the file cannot be written.
    pub fn make_device_key(
        &mut self,
        suite: Suite,
        dice: &mut Dice,
    ) -> Result<BureauEvent, StoreFault> {
        if !self.may_write() {
            return Err(StoreFault::ReadOnly);
        }
        if self.head.number != 0 {
            return Err(StoreFault::DeviceKey(Said::words("device_key.too_late")));
        }
        let owner = Owner { device: self.device, epoch: self.epoch, suite };
        let key = self.keep_key(owner, &[FILE, COPY], dice)?;
        let public_key = key.public_key();
        self.suite = suite;
        self.signing.announced = Some((suite, public_key.clone()));
        self.signing.signer = Some(Box::new(key));
        Ok(BureauEvent::DeviceKeyMade { suite: suite.byte(), public_key })
    }

    /// A new key for an epoch that is about to begin, durable beside the one that still signs.
    pub(super) fn next_key(
        &mut self,
        epoch: u32,
        dice: &mut Dice,
    ) -> Result<(Vec<u8>, Box<dyn Signer>), StoreFault> {
        self.settle_key()?;
        let owner = Owner { device: self.device, epoch, suite: self.suite };
        let key = self.keep_key(owner, &[NEXT], dice)?;
        Ok((key.public_key(), Box::new(key)))
    }

    fn keep_key(
        &self,
        owner: Owner,
        names: &[&str],
        dice: &mut Dice,
    ) -> Result<SoftKey, StoreFault> {
        // One secret in 2³² is no number of suite 2's curve; the next one is.
        let (secret, key) = loop {
            let secret = dice.key();
            if let Some(key) = SoftKey::new(owner.suite, &secret) {
                break (secret, key);
            }
        };
        if let Some((ground, folder)) = &self.signing.files {
            let mut nonce = [0; 12];
            nonce.copy_from_slice(&dice.salt()[..12]);
            let file = sealed_key::seal(owner, &secret, self.signing.store_key.as_ref(), nonce);
            let lay_each = || names.iter().try_for_each(|name| lay(ground, folder, name, &file));
            lay_each().map_err(disk::fault)?;
        }
        Ok(key)
    }

    /// Lets `signer` sign in the place of the key's file: a certified USB key.
    ///
    /// # Errors
    /// When it is not the key that this journal names.
    pub fn sign_with(&mut self, signer: Box<dyn Signer>) -> Result<(), StoreFault> {
        let announced = self.signing.announced.as_ref();
        if announced
            .is_some_and(|(suite, key)| *suite == signer.suite() && *key == signer.public_key())
        {
            self.signing.signer = Some(signer);
            return Ok(());
        }
        Err(StoreFault::DeviceKey(Said::words("device_key.another")))
    }

    /// Reads which key the journal names.
    pub(super) fn find_public_key(&mut self) -> Result<(), StoreFault> {
        let mut lineage = Lineage::default();
        for entry in self.of_kinds(&[DEVICE_KEY_MADE])? {
            if let Body::Bureau(BureauEvent::DeviceKeyMade { suite, .. }) = &entry.body
                && Suite::from_byte(*suite).is_none()
            {
                let what = Said::words("wire.suite").with(u32::from(*suite));
                return Err(StoreFault::DeviceKey(what));
            }
            lineage.see(entry.envelope.number, &entry.body, Home::from(&entry.envelope));
        }
        if let Some(last) = lineage.at(u64::MAX) {
            self.signing.announced = Some((last.key.0, last.public_key.clone()));
        }
        self.signing.lineage = lineage;
        Ok(())
    }

    /// The key that the journal names, out of the file of this name.
    fn key_in(&self, name: &str) -> Result<SoftKey, StoreFault> {
        let wrong = |what: Said| StoreFault::DeviceKey(what);
        let missing = || wrong(Said::words("device_key.not_here"));
        let (suite, public_key) = self.signing.announced.as_ref().ok_or_else(missing)?;
        let (ground, folder) = self.signing.files.as_ref().ok_or_else(missing)?;
        let file = ground.read(&folder.join(name)).map_err(disk::fault)?.ok_or_else(missing)?;
        let (owner, secret) = sealed_key::open(&file, self.signing.store_key.as_ref())
            .map_err(|fault| wrong(fault.said()))?;
        SoftKey::new(owner.suite, &secret)
            .filter(|key| owner.suite == *suite && key.public_key() == *public_key)
            .ok_or_else(|| wrong(Said::words("device_key.another")))
    }

    /// Takes the key out of its file, when the journal names one.
    pub(super) fn take_up_key(&mut self) -> Result<(), StoreFault> {
        let (Some(_), Some((ground, folder))) = (&self.signing.announced, &self.signing.files)
        else {
            return Ok(());
        };
        let key = match self.key_in(FILE) {
            Ok(key) => {
                // A program before this one made none, and a turned byte is found before the copy is needed.
                mend(ground, folder, FILE, COPY);
                key
            }
            Err(fault) => {
                if let Ok(next) = self.key_in(NEXT) {
                    // The power went between the entry that names it and its taking the other one's place.
                    take_next(ground, folder);
                    next
                } else {
                    let key = self.key_in(COPY).map_err(|_| fault)?;
                    mend(ground, folder, COPY, FILE);
                    key
                }
            }
        };
        self.signing.signer = Some(Box::new(key));
        Ok(())
    }

    /// Puts the key at work in its own place, where its file could not be renamed: another one is about to take the
    /// name that it still has.
    fn settle_key(&self) -> Result<(), StoreFault> {
        let Some((ground, folder)) = &self.signing.files else { return Ok(()) };
        if self.key_in(FILE).is_err() && self.key_in(NEXT).is_ok() {
            put_in_place(ground, folder).map_err(disk::fault)?;
        }
        Ok(())
    }

    /// The signature over the journal up to `head`; `None` for a journal that names no key.
    pub(super) fn sign_head(&self, head: Head) -> Result<Option<Vec<u8>>, StoreFault> {
        match (&self.signing.announced, &self.signing.signer) {
            (None, _) => Ok(None),
            (Some(_), None) => Err(StoreFault::DeviceKey(Said::words("device_key.not_here"))),
            (Some(_), Some(signer)) => {
                let (device, epoch) = (self.device, self.epoch);
                let head = SignedHead { device, epoch, number: head.number, digest: head.digest };
                let signed = head.sign(signer.as_ref());
                signed.map(Some).map_err(StoreFault::from)
            }
        }
    }

    /// Lets the device's key sign what `sign` makes of it: a bundle's head.
    ///
    /// # Errors
    /// When the key is not here, or does not work.
    pub fn with_signer<T>(
        &self,
        sign: impl FnOnce(&dyn Signer) -> Result<T, SignFault>,
    ) -> Result<T, StoreFault> {
        let missing = || StoreFault::DeviceKey(Said::words("device_key.not_here"));
        let signer = self.signing.signer.as_ref().ok_or_else(missing)?;
        sign(signer.as_ref()).map_err(StoreFault::from)
    }

    /// What is signed of this journal at `head`.
    #[must_use]
    pub fn signed_head(&self, head: Head) -> SignedHead {
        let JournalName { device, epoch } = match self.signing.lineage.at(head.number) {
            Some(key) => JournalName { device: key.home.device, epoch: key.home.epoch },
            None => self.journal_name(),
        };
        SignedHead { device, epoch, number: head.number, digest: head.digest }
    }

    /// The first signature over entry `number` or one after it.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn signature_from(&self, number: u64) -> Result<Option<HeadSignature>, StoreFault> {
        let sql = "SELECT number, suite, signature FROM signed_head WHERE number >= ?1
                   ORDER BY number LIMIT 1";
        let mut statement = self.conn.prepare_cached(sql)?;
        Ok(statement.query_row([super::journal::signed(number)], head_of).optional()?)
    }

    /// The last signature over entry `number` or one before it.
    pub(super) fn signature_upto(&self, number: u64) -> Result<Option<HeadSignature>, StoreFault> {
        let sql = "SELECT number, suite, signature FROM signed_head WHERE number <= ?1
                   ORDER BY number DESC LIMIT 1";
        let mut statement = self.conn.prepare_cached(sql)?;
        Ok(statement.query_row([super::journal::signed(number)], head_of).optional()?)
    }

    /// The signature over exactly entry `number`.
    pub(super) fn signature_at(&self, number: u64) -> Result<Option<HeadSignature>, StoreFault> {
        Ok(self.signature_from(number)?.filter(|kept| kept.number == number))
    }

    pub(super) fn all_signatures(&self) -> Result<Vec<HeadSignature>, StoreFault> {
        let sql = "SELECT number, suite, signature FROM signed_head ORDER BY number";
        let mut statement = self.conn.prepare(sql)?;
        Ok(statement.query_map([], head_of)?.collect::<Result<_, _>>()?)
    }
}

/// Keeps a signature in the transaction of the entries that it is over.
pub(super) fn insert(
    tx: &Transaction<'_>,
    number: u64,
    suite: Suite,
    signature: &[u8],
) -> Result<(), StoreFault> {
    let sql = "INSERT INTO signed_head (number, suite, signature) VALUES (?1, ?2, ?3)";
    let values = params![super::journal::signed(number), suite.byte(), signature];
    tx.prepare_cached(sql)?.execute(values)?;
    Ok(())
}

/// Keeps a signature as it was kept before.
pub(super) fn insert_kept(tx: &Transaction<'_>, kept: &HeadSignature) -> Result<(), StoreFault> {
    let sql = "INSERT INTO signed_head (number, suite, signature) VALUES (?1, ?2, ?3)";
    let values = params![super::journal::signed(kept.number), kept.suite, kept.signature];
    tx.prepare_cached(sql)?.execute(values)?;
    Ok(())
}

fn head_of(row: &rusqlite::Row<'_>) -> rusqlite::Result<HeadSignature> {
    let number: i64 = row.get(0)?;
    Ok(HeadSignature {
        number: u64::try_from(number).unwrap_or(0),
        suite: u8::try_from(row.get::<_, i64>(1)?).unwrap_or(0),
        signature: row.get(2)?,
    })
}

/// Puts the key of a new epoch in its place. One that stays where it is will be found there too.
pub(super) fn take_next(ground: &Ground, folder: &Path) {
    let _found_again = put_in_place(ground, folder);
}

/// The copy first: the key at work lies twice from the moment on at which it has its place.
fn put_in_place(ground: &Ground, folder: &Path) -> io::Result<()> {
    mend(ground, folder, NEXT, COPY);
    ground.rename(&folder.join(NEXT), &folder.join(FILE))?;
    ground.sync_folder(folder)
}

/// Makes the file `to` like the file `from`, which holds the key at work. Where that fails, one of the two is enough, and the
/// next opening tries again.
fn mend(ground: &Ground, folder: &Path, from: &str, to: &str) {
    let read = |name: &str| ground.read(&folder.join(name)).ok().flatten();
    if let Some(bytes) = read(from)
        && read(to).as_ref() != Some(&bytes)
    {
        let _again = lay(ground, folder, to, &bytes);
    }
}

/// A file of a key, durable before this returns.
fn lay(ground: &Ground, folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let (path, fresh) = (folder.join(name), folder.join(format!("{name}.new")));
    ground.write_whole(&path, &fresh, How::Fresh, bytes)
}

impl From<SignFault> for StoreFault {
    fn from(_: SignFault) -> StoreFault {
        // What a key says of itself is for programmers: it is out, locked or broken.
        StoreFault::DeviceKey(Said::words("device_key.does_not_sign"))
    }
}
