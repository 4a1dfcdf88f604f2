//! A device key that waits for headquarters' word: durable here before anybody hears of it, and at work with the entry that
//! names it; asks nobody.

use super::journal::Work;
use super::signer::NEXT;
use super::{Store, StoreFault, disk};
use crate::domain::epoch::EpochReason;
use crate::stdx::clock::Reading;
use crate::stdx::id::{Dice, Id};
use crate::stdx::said::Said;
use crate::store::incoming::LineKey;
use crate::wire::entry::Entry;
use crate::wire::event::Body;
use crate::wire::message::hello::Point;
use crate::wire::sealed_key;
use crate::wire::signer::{SignFault, Signer, SoftKey};
use rusqlite::{OptionalExtension, Transaction, params};

/// What waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rotation {
    /// The epoch that the new key will sign.
    pub epoch: u32,
    /// The new public key, as the journal's suite writes public keys.
    pub public_key: Vec<u8>,
    /// Of the new line.
    pub line_key: LineKey,
    /// The request for its certificate (PKCS #10, DER).
    pub request: Vec<u8>,
}

/// The line that takes the place of the one before, in the transaction of its epoch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLine {
    /// DER.
    pub certificate: Vec<u8>,
    /// PKCS #8, PEM.
    pub line_key: LineKey,
}

impl Store {
    /// The key that waits; `None` when none does.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn rotation(&self) -> Result<Option<Rotation>, StoreFault> {
        let sql = "SELECT epoch, public_key, line_key, request FROM rotation WHERE only = 1";
        let row = self.conn.query_row(sql, [], |row| {
            Ok(Rotation {
                epoch: row.get(0)?,
                public_key: row.get(1)?,
                line_key: LineKey(row.get::<_, Vec<u8>>(2)?.into()),
                request: row.get(3)?,
            })
        });
        Ok(row.optional()?)
    }

    /// Makes the next device key, durable before it is named anywhere; the one that waits already is used again, because
    /// headquarters may know it.
    ///
    /// # Errors
    /// When the journal names no key, or cannot be written.
    pub fn begin_rotation(
        &mut self,
        (line_key, request): (LineKey, Vec<u8>),
        dice: &mut Dice,
    ) -> Result<(), StoreFault> {
        self.ready_to_write()?;
        if self.waiting_signer()?.is_some() {
            return Ok(());
        }
        if self.signing.announced.is_none() || self.signing.files.is_none() {
            return Err(StoreFault::DeviceKey(Said::words("device_key.no_epoch")));
        }
        let epoch = self.epoch + 1;
        let (public_key, _) = self.next_key(epoch, dice)?;
        let sql = "INSERT OR REPLACE INTO rotation (only, epoch, public_key, line_key, request)
                   VALUES (1, ?1, ?2, ?3, ?4)";
        let done = self.conn.execute(sql, params![epoch, public_key, *line_key.0, request]);
        self.noted(done.map(drop).map_err(StoreFault::from))
    }

    /// Forgets the key that waits: headquarters does not take it.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn drop_rotation(&mut self) -> Result<(), StoreFault> {
        self.ready_to_write()?;
        let done = self.conn.execute("DELETE FROM rotation", []);
        self.noted(done.map(drop).map_err(StoreFault::from))
    }

    /// The key that waits, out of its file; `None` when none waits, or the file holds another one by now.
    fn waiting_signer(&self) -> Result<Option<(Rotation, SoftKey)>, StoreFault> {
        let Some(waiting) = self.rotation()?.filter(|waiting| waiting.epoch == self.epoch + 1)
        else {
            return Ok(None);
        };
        let Some((ground, folder)) = &self.signing.files else { return Ok(None) };
        let Some(file) = ground.read(&folder.join(NEXT)).map_err(disk::fault)? else {
            return Ok(None);
        };
        let Ok((owner, secret)) = sealed_key::open(&file, self.signing.store_key.as_ref()) else {
            return Ok(None);
        };
        let key = SoftKey::new(owner.suite, &secret)
            .filter(|key| owner.epoch == waiting.epoch && key.public_key() == waiting.public_key);
        Ok(key.map(|key| (waiting, key)))
    }

    /// Lets the key at work and the one that waits sign what `sign` makes of them; `None` when none waits any more.
    ///
    /// # Errors
    /// When a key is not here, or does not work.
    pub fn sign_rotation<T>(
        &self,
        sign: impl FnOnce(&Rotation, &dyn Signer, &dyn Signer) -> Result<T, SignFault>,
    ) -> Result<Option<T>, StoreFault> {
        let Some((waiting, new)) = self.waiting_signer()? else { return Ok(None) };
        self.with_signer(|old| sign(&waiting, old, &new)).map(Some)
    }

    /// Headquarters knows the key that waits, behind entry `head`: it signs from here on, and the new line is ours. The
    /// entries are those of `asker`; what headquarters told with its word, `more`, is nobody's on this laptop.
    /// `None` when entries came behind `head` meanwhile, or none waits; nothing is changed then.
    ///
    /// # Errors
    /// When the journal cannot be written; it goes on under the old key then, and the other one still waits.
    pub fn end_rotation(
        &mut self,
        asker: Option<Id>,
        (head, certificate): (Point, Vec<u8>),
        more: Vec<Body>,
        clock: Reading,
        dice: &mut Dice,
    ) -> Result<Option<Vec<Entry>>, StoreFault> {
        self.ready_to_write()?;
        let Some((waiting, key)) = self.waiting_signer()? else { return Ok(None) };
        if self.head_point() != head {
            return Ok(None);
        }
        let line = NewLine { certificate, line_key: waiting.line_key };
        let work = Work { officer: asker, told: more, line: Some(line), ..Work::default() };
        let next = (waiting.epoch, EpochReason::Rotated, None);
        let key = (waiting.public_key, key);
        self.go_on_under(next, (key.0, Box::new(key.1)), work, (clock, dice)).map(Some)
    }
}

/// An epoch begins: no key waits for it any more, and its line is the one before's or `line`.
pub(super) fn ended(tx: &Transaction<'_>, line: Option<&NewLine>) -> Result<(), StoreFault> {
    tx.execute("DELETE FROM rotation", [])?;
    if let Some(NewLine { certificate, line_key }) = line {
        let sql = "UPDATE headquarters SET certificate = ?1, line_key = ?2 WHERE only = 1";
        tx.execute(sql, params![certificate, *line_key.0])?;
    }
    Ok(())
}
