//! The journal: one command, one transaction, entries and the rows read from them together.

use super::brought::{self, Brought};
use super::signer;
use super::{Head, Store, StoreFault};
use super::{incoming, pruning, rotation, rows};
use crate::domain::bureau::BureauEvent;
use crate::domain::inspection::Facts;
use crate::domain::inspection::event::Event;
use crate::stdx::clock::Reading;
use crate::stdx::digest::Digest;
use crate::stdx::id::{Dice, Id};
use crate::wire::entry::{self, Break, Entry, Home, Kept, Stamp};
use crate::wire::event::told::CASE_CAME;
use crate::wire::event::{self, Body};
use crate::wire::suite::Suite;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, TransactionBehavior, params};

/// Files of a rule pack by name.
pub type PackFiles = Vec<(String, Vec<u8>)>;

/// What one command writes.
#[derive(Clone, Debug, Default)]
pub struct Work {
    /// Who works; `None` where the laptop does.
    pub officer: Option<Id>,
    /// The inspection that it is about.
    pub subject: Option<Id>,
    /// What happened, in order; each becomes an entry.
    pub bodies: Vec<Body>,
    /// What headquarters told with it, behind `bodies` in the same transaction: no officer's act, so these entries name
    /// nobody.
    pub told: Vec<Body>,
    /// Bytes of issued pages and of photographs, by digest.
    pub pages: Vec<(Digest, Vec<u8>)>,
    /// Files of a rule pack that is adopted here.
    pub pack: Option<(Digest, PackFiles)>,
    /// The draft that this work was typed in; gone when the work is kept.
    pub draft: Option<Id>,
    /// Entries of other laptops that came with the pen of their case.
    pub brought: Vec<Brought>,
    /// Items of headquarters' feed that this work follows from.
    pub taken: Option<incoming::Taken>,
    /// The line that the new epoch's key came with.
    pub line: Option<rotation::NewLine>,
}

impl Store {
    /// Appends `work` in one durable transaction, or nothing of it. When the clock has made a step
    /// since the entry before, an entry that says so comes first.
    ///
    /// # Errors
    /// When the disk is full or the journal cannot be written; everything is as before then.
    pub fn append(
        &mut self,
        mut work: Work,
        clock: Reading,
        dice: &mut Dice,
    ) -> Result<Vec<Entry>, StoreFault> {
        self.ready_to_write()?;
        let mut head = self.head;
        let pen = work.subject.filter(|_| !begins_a_stop(&work.bodies));
        let pen = pen.map_or(Ok(0), |subject| self.pen_token(subject))?;
        let bodies = self.with_clock_step(std::mem::take(&mut work.bodies), clock);
        let told = std::mem::take(&mut work.told).into_iter().map(|body| (None, body));
        let own = bodies.into_iter().map(|body| (work.officer, body));
        let mut made = Vec::new();
        for (officer, body) in own.chain(told) {
            let stamp = Stamp {
                suite: self.suite,
                device: self.device,
                epoch: self.epoch,
                number: head.number + 1,
                previous: head.digest,
                clock,
                boot: self.boot,
                officer,
                subject: work.subject,
                pen,
                salt: dice.salt(),
            };
            let size_of = |digest: Digest| {
                let page = work.pages.iter().find(|(page, _)| *page == digest);
                page.map(|(_, bytes)| bytes.len() as u64)
            };
            let blobs = event::blobs(&body, size_of);
            let (entry, kept) = entry::make(&stamp, body, blobs);
            head = Head { number: stamp.number, digest: entry.digest };
            made.push((entry, kept));
        }
        let signature = if made.is_empty() { None } else { self.sign_head(head)? };
        // Durable before the entry that names them; without that entry they are harmless.
        self.blobs.keep(&work.pages)?;
        let signed = signature.map(|signature| (head.number, self.suite, signature));
        let kept = keep(&mut self.conn, &work, (&made, head.number), signed.as_ref());
        self.noted(kept)?;
        self.head = head;
        if let Some(draft) = work.draft {
            self.forget_witnessed(draft);
        }
        self.witness_head();
        self.watch_after(&made, clock);
        let made: Vec<Entry> = made.into_iter().map(|(entry, _)| entry).collect();
        for entry in &made {
            let home = Home::from(&entry.envelope);
            self.signing.lineage.see(entry.envelope.number, &entry.body, home);
        }
        self.more_inspections(&made);
        if work.brought.iter().any(|brought| brought.came.is_some()) {
            self.inspections.set(None);
        }
        Ok(made)
    }

    /// The last entry, checked against its own digest.
    ///
    /// # Errors
    /// When it cannot be read or is not what was written.
    pub fn last_entry(&self) -> Result<Option<Entry>, StoreFault> {
        let sql = "SELECT number, envelope, salt, payload, digest, kind, subject FROM entry
                   ORDER BY number DESC LIMIT 1";
        let kept = self.conn.query_row(sql, [], kept_of).optional()?;
        kept.map(|kept| read(&kept)).transpose()
    }

    /// The last entry of a kind of the bureau.
    pub(super) fn last_of_kind(&self, kind: u16) -> Result<Option<Entry>, StoreFault> {
        let sql = "SELECT number, envelope, salt, payload, digest, kind, subject FROM entry
                   WHERE kind = ?1 AND kind < 100 ORDER BY number DESC LIMIT 1";
        let kept = self.conn.query_row(sql, [kind], kept_of).optional()?;
        kept.map(|kept| read(&kept)).transpose()
    }

    /// The newest entries of a kind of the bureau, `limit` at most, newest first.
    pub(super) fn newest_of_kind(&self, kind: u16, limit: u32) -> Result<Vec<Entry>, StoreFault> {
        let sql = "SELECT number, envelope, salt, payload, digest, kind, subject FROM entry
                   WHERE kind = ?1 AND kind < 100 ORDER BY number DESC LIMIT ?2";
        let mut statement = self.conn.prepare_cached(sql)?;
        let kept = statement.query_map(params![kind, limit], kept_of)?;
        kept.collect::<Result<Vec<_>, _>>()?.iter().map(read).collect()
    }

    /// Entries of some kinds of the bureau, oldest first.
    pub(super) fn of_kinds(&self, kinds: &[u16]) -> Result<Vec<Entry>, StoreFault> {
        let sql = "SELECT number, envelope, salt, payload, digest, kind, subject FROM entry
                   WHERE kind = ?1 AND kind < 100 ORDER BY number";
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut entries = Vec::new();
        for kind in kinds {
            let kept = statement.query_map([kind], kept_of)?.collect::<Result<Vec<_>, _>>()?;
            entries.extend(kept.iter().map(read).collect::<Result<Vec<_>, _>>()?);
        }
        entries.sort_by_key(|entry| entry.envelope.number);
        Ok(entries)
    }

    /// Entries of one kind of an inspection, oldest first.
    pub(super) fn of_subject_and_kind(
        &self,
        subject: Id,
        kind: u16,
    ) -> Result<Vec<Entry>, StoreFault> {
        let sql = "SELECT number, envelope, salt, payload, digest, kind, subject FROM entry
                   WHERE subject = ?1 AND kind = ?2 ORDER BY number";
        let mut statement = self.conn.prepare_cached(sql)?;
        let kept = statement.query_map(params![subject.0, kind], kept_of)?;
        kept.collect::<Result<Vec<_>, _>>()?.iter().map(read).collect()
    }

    /// Entries of one inspection, oldest first, whoever wrote them: what came of other laptops stands where it came.
    ///
    /// # Errors
    /// When one cannot be read or is not what was written.
    pub fn entries_of(&self, subject: Id) -> Result<Vec<Entry>, StoreFault> {
        let mut entries = self.own_entries_of(subject)?;
        let brought = self.brought_of(subject)?;
        if !brought.is_empty() {
            entries.extend(brought);
            entries.sort_by_key(Entry::place);
        }
        Ok(entries)
    }

    /// The same of this journal alone.
    ///
    /// # Errors
    /// As above.
    pub fn own_entries_of(&self, subject: Id) -> Result<Vec<Entry>, StoreFault> {
        let sql = "SELECT number, envelope, salt, payload, digest, kind, subject FROM entry
                   WHERE subject = ?1 ORDER BY number";
        let mut statement = self.conn.prepare_cached(sql)?;
        let kept = statement.query_map([subject.0], kept_of)?.collect::<Result<Vec<_>, _>>()?;
        kept.iter().map(read).collect()
    }

    /// The `limit` oldest entries behind number `behind`, oldest first.
    ///
    /// # Errors
    /// When one cannot be read or is not what was written.
    pub fn entries_behind(&self, behind: u64, limit: u32) -> Result<Vec<Entry>, StoreFault> {
        let sql = "SELECT number, envelope, salt, payload, digest, kind, subject FROM entry
                   WHERE number > ?1 ORDER BY number LIMIT ?2";
        let mut statement = self.conn.prepare_cached(sql)?;
        let kept = statement.query_map(params![signed(behind), limit], kept_of)?;
        kept.collect::<Result<Vec<_>, _>>()?.iter().map(read).collect()
    }

    /// Entries of the bureau (agency, roster, packs, blocks, shifts), oldest first. Earlier
    /// decisions are left out: there may be many, and their rows are asked for by plate. So are those
    /// of party data that left.
    ///
    /// # Errors
    /// When one cannot be read or is not what was written.
    pub fn bureau_entries(&self) -> Result<Vec<Entry>, StoreFault> {
        // Left to itself SQLite reads the whole journal in its order, rather than sort these few.
        let sql = "SELECT number, envelope, salt, payload, digest, kind, subject
                   FROM entry INDEXED BY entry_of_bureau
                   WHERE kind < 100 AND kind NOT IN (6, 40) ORDER BY number";
        let mut statement = self.conn.prepare_cached(sql)?;
        let kept = statement.query_map([], kept_of)?.collect::<Result<Vec<_>, _>>()?;
        kept.iter().map(read).collect()
    }

    /// Entry `number` as the file holds it; `None` when it is not there.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn row(&self, number: u64) -> Result<Option<KeptRow>, StoreFault> {
        let mut found = None;
        self.each_kept_between(number, number, |row| {
            found = Some(row);
            Ok(())
        })?;
        Ok(found.filter(|row| row.number == number))
    }

    /// Calls `each` with every kept entry from `from` on, oldest first, without holding them all.
    ///
    /// # Errors
    /// When the journal cannot be read, or `each` says so.
    pub fn each_kept(
        &self,
        from: u64,
        each: impl FnMut(KeptRow) -> Result<(), StoreFault>,
    ) -> Result<(), StoreFault> {
        self.each_kept_between(from, u64::MAX, each)
    }

    /// The same up to `until`, which is the last.
    ///
    /// # Errors
    /// When the journal cannot be read, or `each` says so.
    pub fn each_kept_between(
        &self,
        from: u64,
        until: u64,
        mut each: impl FnMut(KeptRow) -> Result<(), StoreFault>,
    ) -> Result<(), StoreFault> {
        let sql = "SELECT number, envelope, salt, payload, digest, kind, subject FROM entry
                   WHERE number >= ?1 AND number <= ?2 ORDER BY number";
        let mut statement = self.conn.prepare(sql)?;
        let mut rows = statement.query([signed(from), signed(until)])?;
        while let Some(row) = rows.next()? {
            each(kept_of(row)?)?;
        }
        Ok(())
    }

    /// How many entries headquarters has not acknowledged, and the oldest of them.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn unacknowledged(&self) -> Result<(u64, Option<Entry>), StoreFault> {
        let acknowledged = self.received_upto()?;
        let sql = "SELECT number, envelope, salt, payload, digest, kind, subject FROM entry
                   WHERE number > ?1 ORDER BY number LIMIT 1";
        let first = self.conn.query_row(sql, [signed(acknowledged)], kept_of).optional()?;
        let oldest = first.map(|kept| read(&kept)).transpose()?;
        Ok((self.head.number.saturating_sub(acknowledged), oldest))
    }
}

/// One transaction: rule pack, entries with their rows, signature, and the end of the draft.
fn keep(
    conn: &mut Connection,
    work: &Work,
    (made, last): (&[(Entry, Kept)], u64),
    signed: Option<&(u64, Suite, Vec<u8>)>,
) -> Result<(), StoreFault> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if let Some((pack, files)) = &work.pack {
        insert_pack(&tx, *pack, files)?;
    }
    for (entry, kept) in made {
        insert(&tx, entry, kept)?;
        for brought in work.brought.iter().filter(|brought| brought.came.is_none()) {
            if entry.body == Body::Bureau(brought.event()) {
                brought::keep(&tx, brought, entry.envelope.number)?;
            }
        }
        rows::apply(&tx, entry)?;
    }
    for brought in &work.brought {
        if let Some(came) = brought.came {
            brought::keep(&tx, brought, came)?;
            rows::brought::again(&tx, brought.subject)?;
        }
    }
    if made.iter().any(|(entry, _)| pruning::takes_away(&entry.body)) {
        pruning::scrub(&tx)?;
    }
    let begins =
        |entry: &Entry| matches!(entry.body, Body::Bureau(BureauEvent::EpochOpened { .. }));
    if made.iter().any(|(entry, _)| begins(entry)) {
        rotation::ended(&tx, work.line.as_ref())?;
    }
    if let Some((number, suite, signature)) = signed {
        signer::insert(&tx, *number, *suite, signature)?;
    }
    if let Some(taken) = &work.taken {
        incoming::keep(&tx, taken, last)?;
    }
    if let Some(draft) = work.draft {
        tx.prepare_cached("DELETE FROM draft WHERE id = ?1")?.execute([draft.0])?;
    }
    tx.commit()?;
    Ok(())
}

/// Whether a stop is recorded with these: nobody ever heard of it, so its pen is where it was made.
fn begins_a_stop(bodies: &[Body]) -> bool {
    bodies.iter().any(|body| matches!(body, Body::Inspection(Event::InspectionRecorded(_))))
}

/// The files of a rule pack, in a transaction of their own.
pub(super) fn keep_pack(
    conn: &mut Connection,
    pack: Digest,
    files: &PackFiles,
) -> Result<(), StoreFault> {
    let tx = conn.transaction()?;
    insert_pack(&tx, pack, files)?;
    tx.commit()?;
    Ok(())
}

fn insert_pack(tx: &Transaction<'_>, pack: Digest, files: &PackFiles) -> Result<(), StoreFault> {
    for (name, bytes) in files {
        let sql = "INSERT OR IGNORE INTO pack_file (pack, name, bytes) VALUES (?1, ?2, ?3)";
        tx.prepare_cached(sql)?.execute(params![pack.0, name, bytes])?;
    }
    Ok(())
}

pub(super) fn insert(tx: &Transaction<'_>, entry: &Entry, kept: &Kept) -> Result<(), StoreFault> {
    let sql = "INSERT INTO entry (number, envelope, salt, payload, digest, kind, subject)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    tx.prepare_cached(sql)?.execute(params![
        signed(entry.envelope.number),
        kept.envelope,
        kept.salt,
        kept.payload,
        entry.digest.0,
        entry.envelope.kind,
        entry.envelope.subject.map(|id| id.0),
    ])?;
    Ok(())
}

/// One entry as the file holds it, with the columns that are read from its envelope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptRow {
    /// Of the entry.
    pub number: u64,
    /// Its bytes.
    pub kept: Kept,
    /// Of the envelope.
    pub digest: Digest,
    kind: u16,
    subject: Option<Id>,
}

impl KeptRow {
    /// The entry, when envelope, payload and columns are all as they were written. The payload of a stop's
    /// entry may have left; whether an entry says so is the caller's to ask.
    ///
    /// # Errors
    /// Names the first thing that is not.
    pub fn read(&self) -> Result<Entry, Break> {
        let entry = entry::read_at_home(&self.kept);
        // An envelope that cannot be read does not say its suite: it may be under any.
        let is_as_written = match &entry {
            Ok(entry) => entry.digest == self.digest,
            Err(_) => Suite::ALL.iter().any(|s| s.digest(&[&self.kept.envelope]) == self.digest),
        };
        if !is_as_written {
            return Err(Break::Digest);
        }
        let entry = entry?;
        if entry.envelope.kind != self.kind || entry.envelope.subject != self.subject {
            return Err(Break::Columns);
        }
        Ok(entry)
    }
}

/// Entries of one case, and every one that says of some case that it came, oldest first.
pub(super) fn of_case(conn: &Connection, subject: Id) -> Result<Vec<Entry>, StoreFault> {
    let mut found = Vec::new();
    for (sql, key) in [
        (
            "SELECT number, envelope, salt, payload, digest, kind, subject FROM entry
             WHERE subject = ?1",
            Value::from(subject.0.to_vec()),
        ),
        (
            "SELECT number, envelope, salt, payload, digest, kind, subject FROM entry
             WHERE kind = ?1 AND kind < 100",
            Value::from(i64::from(CASE_CAME)),
        ),
    ] {
        let mut statement = conn.prepare_cached(sql)?;
        let kept = statement.query_map([key], kept_of)?.collect::<Result<Vec<_>, _>>()?;
        found.extend(kept.iter().map(read).collect::<Result<Vec<_>, _>>()?);
    }
    found.sort_by_key(|entry| entry.envelope.number);
    Ok(found)
}

/// Hands each stop with its facts to `each`, as they were recorded and after every correction, oldest first. An entry that
/// cannot be read names none.
pub(super) fn each_of_facts(
    conn: &Connection,
    mut each: impl FnMut(Id, &Facts),
) -> Result<(), StoreFault> {
    let sql = "SELECT number, envelope, salt, payload, digest, kind, subject FROM entry
               WHERE kind IN (?1, ?2) ORDER BY number";
    let mut statement = conn.prepare(sql)?;
    let mut rows = statement.query(event::inspection::OF_FACTS)?;
    while let Some(row) = rows.next()? {
        let Ok(entry) = kept_of(row)?.read() else { continue };
        if let (
            Some(stop),
            Body::Inspection(
                Event::InspectionRecorded(facts) | Event::FactsCorrected { facts, .. },
            ),
        ) = (entry.envelope.subject, entry.body)
        {
            each(stop, &facts);
        }
    }
    Ok(())
}

fn kept_of(row: &Row<'_>) -> rusqlite::Result<KeptRow> {
    let number: i64 = row.get(0)?;
    Ok(KeptRow {
        number: u64::try_from(number).unwrap_or(0),
        kept: Kept { envelope: row.get(1)?, salt: row.get(2)?, payload: row.get(3)? },
        digest: Digest(row.get(4)?),
        kind: row.get(5)?,
        subject: row.get::<_, Option<[u8; 16]>>(6)?.map(Id),
    })
}

fn read(row: &KeptRow) -> Result<Entry, StoreFault> {
    let number = row.number;
    row.read().map_err(|what| StoreFault::Broken { number, what: what.said() })
}

/// SQLite counts in signed numbers; a journal never comes near their end.
pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
