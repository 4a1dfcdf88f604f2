//! Re-reads the journal from its first byte and says where it breaks; makes the rows anew from it.

use super::brought;
use super::head_witness;
use super::heads::Signatures;
use super::rows;
use super::{Store, StoreFault, migrate};
use crate::domain::bureau::BureauEvent;
use crate::domain::inspection::event::Event;
use crate::stdx::digest::Digest;
use crate::stdx::id::{Dice, Id};
use crate::stdx::said::Said;
use crate::wire::entry::{self, Break, Entry, Home};
use crate::wire::event::Body;
use crate::wire::rulebook;
use rusqlite::{Connection, TransactionBehavior};
use std::sync::OnceLock;

/// What a full reading found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Entries read.
    pub entries: u64,
    /// Pages read and held against their digest.
    pub pages: u64,
    /// Signatures of the device that are its own over the journal up to their entry.
    pub signatures: u64,
    /// Photographs read and held against their digest.
    pub photographs: u64,
    /// Entries whose party data left this laptop, by an entry that says so.
    pub pruned: u64,
    /// Entries of other laptops that are as this journal says that they came.
    pub brought: u64,
    /// How many times this journal says that such came of which none is here: they come again with headquarters' feed.
    pub brought_gone: u64,
    /// Files of blobs that no entry names: harmless, and counted.
    pub orphans: u64,
    /// Heads of this journal under checkpoints of headquarters that hold.
    pub checkpoints: u64,
    /// What speaks against headquarters and nobody settled: no break of this journal.
    pub doubts: u64,
    /// Digest of the last envelope, in hexadecimal.
    pub head: String,
    /// Each break with the number of its entry, 0 for the file as a whole; empty when the journal is whole.
    pub breaks: Vec<(u64, Said)>,
    /// Pages among `breaks`: gone, or not as they were kept.
    pub pages_lost: Vec<(u64, Digest)>,
    /// Photographs among `breaks`, likewise.
    pub photographs_lost: Vec<(u64, Digest)>,
}

impl Verdict {
    /// Whether pages and photographs are all that is wrong: their files can be mended, and the journal stays as it is.
    #[must_use]
    pub fn holds_but_for_blobs(&self) -> bool {
        self.breaks.len() == self.pages_lost.len() + self.photographs_lost.len()
    }
}

/// What entries name beside themselves, each with the number of its entry.
#[derive(Default)]
struct Named {
    pages: Vec<(u64, Digest)>,
    photographs: Vec<(u64, Digest)>,
    packs: Vec<(u64, Digest)>,
    /// Entries whose payloads left, with their stop; a shift's close is of none.
    pruned: Vec<(u64, Option<Id>)>,
}

impl Named {
    fn see(&mut self, number: u64, entry: &Entry) {
        match &entry.body {
            Body::Inspection(Event::DocumentIssued(document)) => {
                self.pages.push((number, document.digest));
            }
            Body::Inspection(Event::PhotographTaken(photograph)) => {
                self.photographs.push((number, photograph.digest));
            }
            Body::Bureau(BureauEvent::RulePackAdopted { digest, .. }) => {
                self.packs.push((number, *digest));
            }
            Body::Pruned => self.pruned.push((number, entry.envelope.subject)),
            Body::Inspection(_) | Body::Bureau(_) | Body::Later { .. } => {}
        }
    }

    fn blobs(&self) -> Vec<Digest> {
        self.pages.iter().chain(&self.photographs).map(|(_, digest)| *digest).collect()
    }
}

impl Store {
    /// Reads every entry, its payload, the chain, every issued page, photograph and adopted rule pack, and
    /// whether the rows are those of the journal.
    ///
    /// # Errors
    /// When the journal cannot be read at all.
    pub fn verify(&self) -> Result<Verdict, StoreFault> {
        // Before the snapshot: who writes beside may go on in between.
        let seen = head_witness::read(&self.site);
        // One snapshot, so that a screen that writes meanwhile changes nothing between two looks.
        let _snapshot = self.conn.unchecked_transaction()?;
        let mut verdict = Verdict::default();
        let mut named = Named::default();
        let mut wanted = 1;
        // Unknown behind a gap: the chain is taken up again at the entry that was found.
        let mut previous = Some(Digest::ZERO);
        let mut home = None;
        let mut signatures = Signatures::kept(self.all_signatures()?);
        self.each_kept(0, |row| {
            verdict.entries += 1;
            if row.number > wanted {
                verdict.breaks.push((wanted, gap(wanted, row.number - 1)));
                previous = None;
            }
            wanted = row.number + 1;
            match row.read() {
                Err(what) => verdict.breaks.push((row.number, what.said())),
                Ok(entry) => {
                    let previous = previous.unwrap_or(entry.envelope.previous);
                    let known = *home.get_or_insert(Home::from(&entry.envelope));
                    match entry::goes_on(&entry, row.number, previous, known) {
                        Ok(own) => home = Some(own),
                        Err(what) => verdict.breaks.push((row.number, what.said())),
                    }
                    signatures.see(row.number, &entry.body, home.unwrap_or(known));
                    named.see(row.number, &entry);
                }
            }
            signatures.over(row.number, row.digest);
            // The digest that was kept, so that a changed envelope is named once and not again by
            // the entry behind it.
            previous = Some(row.digest);
            Ok(())
        })?;
        verdict.head = previous.unwrap_or(Digest::ZERO).hex();
        let home = home.map(|home: Home| (home.device, home.epoch));
        let lost = seen.and_then(|seen| seen.misses(home, wanted - 1));
        let until = self.verified()?.number.max(lost.map_or(0, |(_, until)| until));
        if wanted <= until {
            verdict.breaks.push((wanted, gap(wanted, until)));
        }
        let unsaid = self.left_without_word(&named.pruned)?;
        verdict.pruned = (named.pruned.len() - unsaid.len()) as u64;
        let payload = || Break::Payload.said();
        verdict.breaks.extend(unsaid.into_iter().map(|number| (number, payload())));
        verdict.signatures = signatures.check(&mut verdict.breaks);
        (verdict.pages, verdict.pages_lost) =
            self.count_whole(&named.pages, "flaw.page_missing", &mut verdict.breaks);
        (verdict.photographs, verdict.photographs_lost) =
            self.count_whole(&named.photographs, "flaw.photograph_missing", &mut verdict.breaks);
        verdict.orphans = self.blobs.orphans(&named.blobs())?;
        (verdict.checkpoints, verdict.doubts) = self.check_checkpoints(&mut verdict.breaks)?;
        self.check_brought(&mut verdict)?;
        for (number, digest) in named.packs {
            if rulebook::digest_of(&self.pack(digest)?) != digest {
                verdict.breaks.push((number, Said::words("flaw.rule_pack")));
            }
        }
        // An index that has lost an entry hides it from whoever asks by inspection.
        let shape: String =
            self.conn.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        if shape != "ok" {
            verdict.breaks.push((0, Said::words("flaw.shape")));
        }
        if verdict.holds_but_for_blobs() && self.rows_made_anew()? != self.dump()? {
            verdict.breaks.push((0, Said::words("flaw.rows")));
        }
        Ok(verdict)
    }

    /// How many of `blobs` are there and whole, and the others; what is wrong with these goes to `breaks`.
    fn count_whole(
        &self,
        blobs: &[(u64, Digest)],
        missing: &'static str,
        breaks: &mut Vec<(u64, Said)>,
    ) -> (u64, Vec<(u64, Digest)>) {
        let (mut whole, mut lost) = (0, Vec::new());
        for (number, digest) in blobs {
            let what = match self.page(*digest) {
                Ok(Some(_)) => {
                    whole += 1;
                    continue;
                }
                Ok(None) => Said::words(missing),
                Err(fault) => fault.said(),
            };
            breaks.push((*number, what));
            lost.push((*number, *digest));
        }
        (whole, lost)
    }

    /// Throws the rows away and makes them again from the journal, in one transaction.
    ///
    /// # Errors
    /// When an entry cannot be read; the rows stay as they were then.
    pub fn rebuild(&mut self) -> Result<u64, StoreFault> {
        self.ready_to_write()?;
        let entries = self.all_entries()?;
        let made = make_anew(&mut self.conn, &entries);
        self.noted(made)?;
        self.inspections.set(None);
        Ok(self.head().number)
    }

    /// A journal older than its rows has none for what it holds: they are made.
    pub(super) fn make_first_rows(&mut self) -> Result<(), StoreFault> {
        let sql = "SELECT NOT EXISTS (SELECT 1 FROM inspection)
                   AND EXISTS (SELECT 1 FROM entry WHERE kind = 100)";
        let are_missing: bool = self.conn.query_row(sql, [], |row| row.get(0))?;
        if are_missing { self.rebuild().map(drop) } else { Ok(()) }
    }

    /// Every row that comes from the journal, as text, in a fixed order.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn dump(&self) -> Result<Vec<String>, StoreFault> {
        dump(&self.conn)
    }

    fn all_entries(&self) -> Result<Vec<Entry>, StoreFault> {
        let mut entries = Vec::new();
        self.each_kept(0, |row| {
            let number = row.number;
            let broken = |what: Break| StoreFault::Broken { number, what: what.said() };
            entries.push(row.read().map_err(broken)?);
            Ok(())
        })?;
        Ok(entries)
    }

    fn rows_made_anew(&self) -> Result<Vec<String>, StoreFault> {
        let mut fresh = Store::in_memory(&mut Dice::Counted(0))?;
        let tx = fresh.conn.transaction()?;
        brought::copy(&self.conn, &tx)?;
        self.each_kept(0, |row| match row.read() {
            Ok(entry) => rows::apply(&tx, &entry),
            Err(_) => Ok(()),
        })?;
        tx.commit()?;
        dump(&fresh.conn)
    }
}

fn make_anew(conn: &mut Connection, entries: &[Entry]) -> Result<(), StoreFault> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for table in rows::TABLES {
        tx.execute(&format!("DELETE FROM {table}"), [])?;
    }
    rows::search::clear(&tx)?;
    for entry in entries {
        rows::apply(&tx, entry)?;
    }
    tx.commit()?;
    Ok(())
}

/// The words for entries that are not there.
pub(super) fn gap(from: u64, until: u64) -> Said {
    Said::words("flaw.missing").with(from).with(until)
}

/// The columns of each table that this program knows; a later one may have added others.
fn columns() -> Result<&'static [String], StoreFault> {
    static KNOWN: OnceLock<Vec<String>> = OnceLock::new();
    if let Some(known) = KNOWN.get() {
        return Ok(known.as_slice());
    }
    let fresh = migrate::blank()?;
    let of = |table: &&str| -> rusqlite::Result<String> {
        let statement = fresh.prepare(&format!("SELECT * FROM {table}"))?;
        let mut columns = statement.column_names();
        // Which stops wait for the indexes is how the rows are laid out, not what they say.
        columns.retain(|column| *column != "waiting");
        Ok(columns.join(", "))
    };
    let known: Vec<String> = rows::TABLES.iter().map(of).collect::<Result<_, _>>()?;
    Ok(KNOWN.get_or_init(|| known).as_slice())
}

fn dump(conn: &Connection) -> Result<Vec<String>, StoreFault> {
    let mut lines = Vec::new();
    for (table, columns) in rows::TABLES.iter().zip(columns()?) {
        let sql = format!("SELECT {columns} FROM {table} ORDER BY 1, 2, 3, 4");
        let mut statement = conn.prepare(&sql)?;
        let columns = statement.column_count();
        let mut found = statement.query([])?;
        while let Some(row) = found.next()? {
            let cells: Result<Vec<String>, _> =
                (0..columns).map(|at| row.get_ref(at).map(|value| format!("{value:?}"))).collect();
            lines.push(format!("{table} {}", cells?.join(" ")));
        }
    }
    // What the index holds, not how FTS5 has laid it out: rows by term and place.
    for (doc, at, term) in rows::search::every_term(conn)? {
        lines.push(format!("inspection_term {doc} {at} {term}"));
    }
    Ok(lines)
}
