//! A journal that goes on under a new epoch, behind its last entry and under a new key; what stood before stays as it is.

use super::journal::{Work, signed};
use super::lineage::KeyFrom;
use super::{Head, Store, StoreFault, fell_back, signer};
use crate::domain::bureau::BureauEvent;
use crate::domain::epoch::{EarlierJournal, EpochReason};
use crate::stdx::clock::Reading;
use crate::stdx::digest::Digest;
use crate::stdx::id::{Dice, Id};
use crate::stdx::said::Said;
use crate::wire::entry::Entry;
use crate::wire::event::Body;
use crate::wire::event::epoch::EPOCH_OPENED;
use crate::wire::message::hello::{JournalName, Point};
use crate::wire::signer::Signer;
use rusqlite::{OptionalExtension, params};

/// Entries of one epoch: behind `behind`, up to `until`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Its number.
    pub epoch: u32,
    /// The last entry of the epoch before.
    pub behind: Point,
    /// The last of an earlier epoch; of the current one, its first entry's forerunner again.
    pub until: Point,
}

/// What headquarters does with the rest of an earlier epoch, which is then not sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// It keeps it beside the main line, for people.
    Aside,
    /// It takes none of it.
    Refused,
}

impl Left {
    pub(super) fn word(self) -> &'static str {
        match self {
            Left::Aside => "aside",
            Left::Refused => "refused",
        }
    }
}

impl Store {
    /// Begins epoch `epoch` behind the last entry, with a key of its own; `more` follows in the same transaction. The last of
    /// the entries that are lost behind it, where there are any, is `lost_until`. It names nobody: headquarters' code opened
    /// the journal.
    ///
    /// # Errors
    /// When the journal names no key, or cannot be written; it goes on under its epoch then.
    pub fn open_epoch(
        &mut self,
        next: (u32, EpochReason, Option<u64>),
        more: Vec<Body>,
        clock: Reading,
        dice: &mut Dice,
    ) -> Result<Vec<Entry>, StoreFault> {
        self.open_epoch_with(next, Work { bodies: more, ..Work::default() }, clock, dice)
    }

    /// The same on the word of `officer`, whose PIN opened the journal; `None` stands before a sample bureau.
    ///
    /// # Errors
    /// As `open_epoch`.
    pub fn open_epoch_by(
        &mut self,
        officer: Option<Id>,
        next: (u32, EpochReason, Option<u64>),
        clock: Reading,
        dice: &mut Dice,
    ) -> Result<Vec<Entry>, StoreFault> {
        self.open_epoch_with(next, Work { officer, ..Work::default() }, clock, dice)
    }

    fn open_epoch_with(
        &mut self,
        (epoch, reason, lost_until): (u32, EpochReason, Option<u64>),
        work: Work,
        clock: Reading,
        dice: &mut Dice,
    ) -> Result<Vec<Entry>, StoreFault> {
        self.ready_to_write()?;
        if self.signing.announced.is_none() || epoch <= self.epoch {
            return Err(StoreFault::DeviceKey(Said::words("device_key.no_epoch")));
        }
        let key = self.next_key(epoch, dice)?;
        self.go_on_under((epoch, reason, lost_until), key, work, (clock, dice))
    }

    /// Begins an epoch under `key`, which is durable as the next one; `work` follows in the same transaction.
    pub(super) fn go_on_under(
        &mut self,
        (epoch, reason, lost_until): (u32, EpochReason, Option<u64>),
        (public_key, key): (Vec<u8>, Box<dyn Signer>),
        mut work: Work,
        (clock, dice): (Reading, &mut Dice),
    ) -> Result<Vec<Entry>, StoreFault> {
        let Head { number, digest } = self.head;
        let before = EarlierJournal { epoch: self.epoch, number, digest, lost_until };
        let (suite, named) = (self.suite.byte(), public_key.clone());
        let made = BureauEvent::DeviceKeyMade { suite, public_key: named };
        let opened = BureauEvent::EpochOpened { epoch, before, reason };
        work.bodies.splice(0..0, [Body::Bureau(opened), Body::Bureau(made)]);
        let announced = self.signing.announced.replace((self.suite, public_key));
        let signer = self.signing.signer.replace(key);
        let earlier = self.epoch;
        self.epoch = epoch;
        let done = self.append(work, clock, dice);
        if done.is_err() {
            (self.signing.announced, self.signing.signer) = (announced, signer);
            self.epoch = earlier;
            return done;
        }
        // The journal names the new key from here on; opening it again would take this step as well.
        if let Some((ground, folder)) = &self.signing.files {
            signer::take_next(ground, folder);
        }
        self.find_epochs()?;
        self.find_public_key()?;
        done
    }

    /// Reads where each epoch begins.
    pub(super) fn find_epochs(&mut self) -> Result<(), StoreFault> {
        let mut spans: Vec<Span> = Vec::new();
        let mut behind = Point::START;
        for entry in self.of_kinds(&[EPOCH_OPENED])? {
            if let Body::Bureau(BureauEvent::EpochOpened { before, .. }) = entry.body {
                let until = Point { number: before.number, digest: before.digest };
                spans.push(Span { epoch: before.epoch, behind, until });
                behind = until;
            }
        }
        spans.push(Span { epoch: self.epoch, behind, until: behind });
        self.spans = spans;
        Ok(())
    }

    /// The entry behind which the current epoch begins.
    #[must_use]
    pub fn epoch_begins(&self) -> Point {
        self.spans.last().map_or(Point::START, |span| span.behind)
    }

    /// Epochs before the current one, oldest first.
    #[must_use]
    pub fn earlier_epochs(&self) -> &[Span] {
        self.spans.split_last().map_or(&[], |(_, earlier)| earlier)
    }

    /// The keys of earlier epochs, as headquarters must know them to take what is left of those.
    #[must_use]
    pub fn earlier_keys(&self) -> Vec<(Span, u8, Vec<u8>)> {
        let of = |span: &Span| -> Option<(Span, u8, Vec<u8>)> {
            let KeyFrom { key, public_key, .. } = self.signing.lineage.of(span.epoch)?;
            Some((*span, key.0.byte(), public_key.clone()))
        };
        self.earlier_epochs().iter().filter_map(of).collect()
    }

    /// The journal that entry `number` belongs to.
    #[must_use]
    pub fn journal_at(&self, number: u64) -> JournalName {
        let earlier = self.earlier_epochs().iter().find(|span| number <= span.until.number);
        let epoch = earlier.map_or(self.epoch, |span| span.epoch);
        JournalName { device: self.device, epoch }
    }

    /// The oldest earlier epoch that headquarters has not all of, and up to where it has it.
    ///
    /// # Errors
    /// When the rows cannot be read; the same of the calls below.
    pub fn unsent_epoch(&self) -> Result<Option<(Span, Point)>, StoreFault> {
        for span in self.earlier_epochs() {
            let acknowledged = self.acknowledged_within(*span)?;
            if acknowledged.number < span.until.number && self.left(span.epoch)?.is_none() {
                return Ok(Some((*span, acknowledged)));
            }
        }
        Ok(None)
    }

    /// Up to where headquarters has entries, over all epochs; what it keeps aside or refuses is passed over.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn received_upto(&self) -> Result<u64, StoreFault> {
        Ok(match self.unsent_epoch()? {
            Some((_, acknowledged)) => acknowledged.number,
            None => self.acknowledged()?.number,
        })
    }

    /// Whether entry `number` is of the rest of an earlier epoch that headquarters has not in its main line.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn is_left(&self, number: u64) -> Result<bool, StoreFault> {
        let own = |span: &&Span| (span.behind.number + 1..=span.until.number).contains(&number);
        let Some(span) = self.earlier_epochs().iter().find(own) else { return Ok(false) };
        Ok(self.left(span.epoch)?.is_some_and(|(_, upto)| number > upto))
    }

    pub(super) fn acknowledged_within(&self, span: Span) -> Result<Point, StoreFault> {
        let until = if span.epoch == self.epoch { u64::MAX } else { span.until.number };
        let sql = "SELECT number, digest FROM receipt WHERE number > ?1 AND number <= ?2
                   ORDER BY number DESC LIMIT 1";
        let mut statement = self.conn.prepare_cached(sql)?;
        let last = statement.query_row([signed(span.behind.number), signed(until)], |row| {
            Ok((row.get::<_, i64>(0)?, row.get(1)?))
        });
        Ok(last.optional()?.map_or(span.behind, |(number, digest)| Point {
            number: u64::try_from(number).unwrap_or(0),
            digest: Digest(digest),
        }))
    }

    /// What headquarters does with the rest of an earlier epoch, and up to where it has it in its main line; `None`
    /// while it may still take it.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn left(&self, epoch: u32) -> Result<Option<(Left, u64)>, StoreFault> {
        let sql = "SELECT standing, upto FROM earlier_epoch WHERE epoch = ?1";
        let mut statement = self.conn.prepare_cached(sql)?;
        let row = statement.query_row([epoch], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?)));
        let Some((word, upto)): Option<(String, i64)> = row.optional()? else { return Ok(None) };
        let left = [Left::Aside, Left::Refused].into_iter().find(|left| left.word() == word);
        Ok(left.map(|left| (left, u64::try_from(upto).unwrap_or(0))))
    }

    /// Remembers that the rest of an earlier epoch behind `upto` is not sent again.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn leave_epoch(&mut self, epoch: u32, left: Left, upto: u64) -> Result<(), StoreFault> {
        self.ready_to_write()?;
        let own = self.earlier_epochs().iter().find(|span| span.epoch == epoch);
        let until = own.map_or(upto, |span| span.until.number);
        let later = self.blobs_behind(until)?;
        let done = self.conn.transaction().map_err(StoreFault::from).and_then(|tx| {
            let sql = "INSERT INTO earlier_epoch (epoch, standing, upto) VALUES (?1, ?2, ?3)
                       ON CONFLICT (epoch) DO UPDATE SET standing = excluded.standing,
                                                         upto = excluded.upto";
            tx.execute(sql, params![epoch, left.word(), signed(upto)])?;
            fell_back::leave_blobs(&tx, (upto, until), &later)?;
            Ok(tx.commit()?)
        });
        self.noted(done)
    }
}
