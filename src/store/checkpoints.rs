//! Headquarters' checkpoints as this laptop accepted them, and what speaks against headquarters; judges none and deletes
//! nothing.

use super::journal::signed;
use super::{Store, StoreFault, fell_back};
use crate::stdx::digest::Digest;
use crate::stdx::said::Said;
use crate::wire::message;
use crate::wire::message::checkpoint::{Checkpoint, leaf, root_of};
use crate::wire::message::hello::{JournalName, Point};
use crate::wire::message::inclusion::Place;
use crate::wire::signer::Identity;
use crate::wire::suite::Suite;
use rusqlite::{OptionalExtension, Row, Transaction, params};

/// What is to be kept of an answer, in one transaction.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// The checkpoint that is known from now on, and where this journal stands under it.
    pub accepted: Option<(&'a Checkpoint, Option<&'a (JournalName, Place)>)>,
    /// Its word, and the checkpoint that came with it.
    pub doubt: Option<(&'static str, Option<&'a Checkpoint>)>,
    /// By this laptop's clock, milliseconds since 1970.
    pub at_ms: i64,
}

/// A head of this journal under a checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proven {
    /// Which journal.
    pub journal: JournalName,
    /// Its head, and the way to the root.
    pub place: Place,
    /// The checkpoint.
    pub checkpoint: Checkpoint,
    /// Headquarters' key.
    pub public_key: Vec<u8>,
}

/// Something that speaks against headquarters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// Its word, as an answer was judged.
    pub what: String,
    /// The checkpoint that this laptop knew, and the one that came.
    pub known: Option<Checkpoint>,
    /// The checkpoint that came, where one did.
    pub came: Option<Checkpoint>,
    /// Milliseconds since 1970, by this laptop's clock.
    pub found_ms: i64,
    /// The same, when somebody settled it; `None` while it is open.
    pub settled_ms: Option<i64>,
}

impl Store {
    /// The last checkpoint that was accepted, since people last settled a doubt.
    ///
    /// # Errors
    /// When it cannot be read; the same of the calls below.
    pub fn last_checkpoint(&self) -> Result<Option<Checkpoint>, StoreFault> {
        let sql = "SELECT signed FROM checkpoint WHERE line = ?1 AND public_key = ?2
                   ORDER BY number DESC LIMIT 1";
        let mut statement = self.conn.prepare_cached(sql)?;
        let key = params![line(&self.conn)?, self.headquarters_key()?];
        let last = statement.query_row(key, |row| row.get::<_, Vec<u8>>(0));
        last.optional()?.map(|signed| read(&signed)).transpose()
    }

    /// The current journal's head under the last checkpoint that held it.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn proven(&self) -> Result<Option<Point>, StoreFault> {
        let sql = "SELECT head_number, head_digest FROM checkpoint
                   WHERE epoch = ?1 AND line = ?2 AND public_key = ?3
                   ORDER BY number DESC LIMIT 1";
        let mut statement = self.conn.prepare_cached(sql)?;
        let key = params![self.epoch, line(&self.conn)?, self.headquarters_key()?];
        let head = statement.query_row(key, |row| point(row, 0));
        Ok(head.optional()?)
    }

    /// The first checkpoint over entry `number`, which is this journal's own.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn checkpoint_over(&self, number: u64) -> Result<Option<Proven>, StoreFault> {
        let epoch = self.journal_at(number).epoch;
        let sql = "SELECT head_number, head_digest, epoch, way, signed, public_key FROM checkpoint
                   WHERE epoch = ?1 AND head_number >= ?2
                   ORDER BY head_number, line, number LIMIT 1";
        let mut statement = self.conn.prepare_cached(sql)?;
        let row = statement.query_row(params![epoch, signed(number)], columns);
        row.optional()?.map(|row| self.proven_of(row)).transpose()
    }

    /// What speaks against headquarters, newest first.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn checkpoint_doubts(&self) -> Result<Vec<Doubt>, StoreFault> {
        let sql = "SELECT what, known, came, found_ms, settled_ms FROM checkpoint_doubt
                   ORDER BY found_ms DESC, what, about";
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| {
            let signed: [Option<Vec<u8>>; 2] = [row.get(1)?, row.get(2)?];
            Ok((row.get(0)?, signed, row.get(3)?, row.get(4)?))
        })?;
        let of = |signed: Option<Vec<u8>>| signed.map(|signed| read(&signed)).transpose();
        let mut doubts = Vec::new();
        for row in rows {
            let (what, [known, came], found_ms, settled_ms) = row?;
            doubts.push(Doubt { what, known: of(known)?, came: of(came)?, found_ms, settled_ms });
        }
        Ok(doubts)
    }

    /// How many do, and nobody settled it yet.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn open_doubts(&self) -> Result<u64, StoreFault> {
        let sql = "SELECT count(*) FROM checkpoint_doubt WHERE settled_ms IS NULL";
        let count: i64 = self.conn.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
        Ok(count.unsigned_abs())
    }

    /// Keeps what was told of headquarters' checkpoints. What is there already stays as it is.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn keep_checkpoint(&mut self, told: Told<'_>) -> Result<(), StoreFault> {
        self.ready_to_write()?;
        let key = self.headquarters_key()?;
        let known = self.last_checkpoint()?;
        let spans = self.earlier_epochs().to_vec();
        let named = if told.doubt.is_some() { self.blobs_again()? } else { Vec::new() };
        let done = self.conn.transaction().map_err(StoreFault::from).and_then(|tx| {
            // A headquarters that contradicts itself may have lost what nobody sends any more.
            if insert(&tx, told, known.as_ref(), &key)? {
                fell_back::lost(&tx, &spans, &named)?;
            }
            Ok(tx.commit()?)
        });
        self.noted(done)
    }

    /// Reads every kept head again: the signature over its checkpoint, its way to the root, and that the journal holds
    /// that very entry; gives how many hold, puts the others to `breaks`, and counts what speaks against headquarters.
    pub(super) fn check_checkpoints(
        &self,
        breaks: &mut Vec<(u64, Said)>,
    ) -> Result<(u64, u64), StoreFault> {
        // A journal of an earlier program that is only read has no such table.
        let known = "SELECT count(*) FROM sqlite_schema WHERE name = 'checkpoint'";
        if self.conn.query_row(known, [], |row| row.get::<_, i64>(0))? == 0 {
            return Ok((0, 0));
        }
        let sql = "SELECT head_number, head_digest, epoch, way, signed, public_key FROM checkpoint
                   WHERE epoch IS NOT NULL ORDER BY line, number";
        let mut statement = self.conn.prepare(sql)?;
        let rows = statement.query_map([], columns)?;
        let mut whole = 0;
        for row in rows {
            let row = row?;
            let number = row.head.number;
            let holds = match self.proven_of(row) {
                Ok(proven) => self.holds(&proven)?,
                Err(_) => false,
            };
            if holds {
                whole += 1;
            } else {
                breaks.push((number, Said::words("flaw.checkpoint")));
            }
        }
        Ok((whole, self.open_doubts()?))
    }

    fn headquarters_key(&self) -> Result<Vec<u8>, StoreFault> {
        let sql = "SELECT public_key FROM headquarters WHERE only = 1";
        let key = self.conn.prepare_cached(sql)?.query_row([], |row| row.get(0)).optional()?;
        Ok(key.unwrap_or_default())
    }

    fn holds(&self, proven: &Proven) -> Result<bool, StoreFault> {
        let Proven { journal, place, checkpoint, public_key } = proven;
        let key = Suite::from_byte(checkpoint.suite)
            .and_then(|suite| Identity::new(suite, public_key).ok());
        let is_signed = key.is_some_and(|key| checkpoint.verify(&key).is_ok());
        let leads = root_of(leaf(*journal, place.head), &place.way) == checkpoint.root;
        let own = self.point(place.head.number)?;
        Ok(is_signed && leads && own == Some(place.head))
    }

    fn proven_of(&self, row: Columns) -> Result<Proven, StoreFault> {
        let damaged = |_| StoreFault::Damaged(Said::words("flaw.shape"));
        Ok(Proven {
            journal: JournalName { device: self.device, epoch: row.epoch },
            place: Place { head: row.head, way: message::decode(&row.way).map_err(damaged)? },
            checkpoint: read(&row.signed)?,
            public_key: row.public_key,
        })
    }
}

struct Columns {
    head: Point,
    epoch: u32,
    way: Vec<u8>,
    signed: Vec<u8>,
    public_key: Vec<u8>,
}

fn columns(row: &Row<'_>) -> rusqlite::Result<Columns> {
    Ok(Columns {
        head: point(row, 0)?,
        epoch: row.get(2)?,
        way: row.get(3)?,
        signed: row.get(4)?,
        public_key: row.get(5)?,
    })
}

fn point(row: &Row<'_>, at: usize) -> rusqlite::Result<Point> {
    let number = u64::try_from(row.get::<_, i64>(at)?).unwrap_or(0);
    Ok(Point { number, digest: Digest(row.get(at + 1)?) })
}

fn read(signed: &[u8]) -> Result<Checkpoint, StoreFault> {
    message::decode(signed).map_err(|_| StoreFault::Damaged(Said::words("flaw.shape")))
}

/// How often people settled what contradicted.
fn line(conn: &rusqlite::Connection) -> Result<i64, StoreFault> {
    let sql =
        "SELECT count(DISTINCT settled_ms) FROM checkpoint_doubt WHERE settled_ms IS NOT NULL";
    Ok(conn.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

/// True when something speaks against headquarters that did not before.
fn insert(
    tx: &Transaction<'_>,
    Told { accepted, doubt, at_ms }: Told<'_>,
    known: Option<&Checkpoint>,
    key: &[u8],
) -> Result<bool, StoreFault> {
    let line = line(tx)?;
    if let Some((checkpoint, place)) = accepted {
        let sql = "INSERT INTO checkpoint (line, number, signed, public_key, epoch, head_number,
                                           head_digest, way)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                   ON CONFLICT (line, public_key, number) DO UPDATE
                   SET epoch = excluded.epoch, head_number = excluded.head_number,
                       head_digest = excluded.head_digest, way = excluded.way
                   WHERE checkpoint.epoch IS NULL";
        let head = place.map(|(_, place)| place.head);
        tx.prepare_cached(sql)?.execute(params![
            line,
            signed(checkpoint.number),
            message::encode(checkpoint),
            key,
            place.map(|(journal, _)| journal.epoch),
            head.map(|head| signed(head.number)),
            head.map(|head| head.digest.0),
            place.map(|(_, place)| message::encode(&place.way)),
        ])?;
    }
    if let Some((what, came)) = doubt {
        // What parts from the one that we know is one doubt, however often it comes.
        let about = if accepted.is_some() { came } else { known };
        let about = about.map_or(Digest::ZERO, Checkpoint::digest);
        let sql = "INSERT OR IGNORE INTO checkpoint_doubt (what, about, known, came, found_ms)
                   VALUES (?1, ?2, ?3, ?4, ?5)";
        let (known, came) = (known.map(message::encode), came.map(message::encode));
        let new = tx.prepare_cached(sql)?.execute(params![what, about.0, known, came, at_ms])?;
        return Ok(new > 0);
    }
    Ok(false)
}

/// Another enrolment was given by people: what contradicted is settled, and a new line of checkpoints begins.
pub(super) fn settle(tx: &Transaction<'_>, at_ms: i64) -> Result<(), StoreFault> {
    let last: Option<i64> =
        tx.query_row("SELECT max(settled_ms) FROM checkpoint_doubt", [], |row| row.get(0))?;
    // Lines are counted by these times, whatever the clock says.
    let at_ms = last.map_or(at_ms, |last| at_ms.max(last + 1));
    let sql = "UPDATE checkpoint_doubt SET settled_ms = ?1 WHERE settled_ms IS NULL";
    tx.execute(sql, [at_ms])?;
    Ok(())
}
