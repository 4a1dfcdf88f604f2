//! The words of a stop for the search, and the search; it finds what `LIKE '%…%'` over the same words would, newest first.
//!
//! The newest stops are looked through in their rows; the index takes them together, some dozens at a time: FTS5 writes half
//! a dozen pages for one stop, and hardly more for many. `search_upto` says behind which entry that begins.

use super::inspection::{COLUMNS, COLUMNS_COUNT, InspectionRow, place, row_of};
use crate::stdx::bigram::{Typed, index_terms};
use crate::store::journal::{self, signed};
use crate::store::{Store, StoreFault};
use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, params};

/// How many of the newest stops are looked through, for each one that was asked for, before the index is asked for a
/// single character. Where every twentieth stop has it the page is full by then; what is rarer has short lists.
const LOOKS_FOR_EACH: u32 = 20;
/// And at most so many: less than two milliseconds.
const LOOKS_MAX: u32 = 1_000;
/// Entries behind the last stop in the index from which on the stops of all of them go into it: two or three dozen stops as
/// a shift writes them, sixty-four at most, which a search looks through in a tenth of a millisecond.
const WAITING_MAX: i64 = 128;
/// What can be searched for, as columns of a stop.
const WORDS: &str = "plate, party, codes, place, document_no";
const WORDS_COUNT: usize = 5;

/// The stops that wait, for a look through their rows beside the indexes by plate and by day.
pub(in crate::store) const WAIT: &str =
    "waiting = 1 AND number > (SELECT number FROM search_upto WHERE only = 1)";

/// Stop `number` was recorded. Those before it go into the indexes when they have become many; its own words wait, because
/// they change when it is decided.
pub(super) fn recorded(tx: &Transaction<'_>, number: i64) -> Result<(), StoreFault> {
    let upto = upto(tx)?;
    if number - upto < WAITING_MAX {
        return Ok(());
    }
    let sql = format!("SELECT {WORDS}, number FROM inspection WHERE number > ?1 AND number < ?2");
    let mut waiting = tx.prepare_cached(&sql)?;
    let mut rows = waiting.query([upto, number])?;
    while let Some(row) = rows.next()? {
        index(tx, row.get(WORDS_COUNT)?, &words(row, 0)?)?;
    }
    let sql = "UPDATE inspection SET waiting = 0 WHERE number > ?1 AND number < ?2";
    tx.prepare_cached(sql)?.execute([upto, number])?;
    set_upto(tx, number - 1)
}

/// Puts stop `number`, whose row was made anew, into the indexes where those around it are.
pub(super) fn catch_up(tx: &Transaction<'_>, number: i64) -> Result<(), StoreFault> {
    if number > upto(tx)? {
        return Ok(());
    }
    let sql = format!("SELECT {WORDS} FROM inspection WHERE number = ?1");
    let words = tx.query_row(&sql, [number], |row| Ok(words(row, 0)))??;
    tx.prepare_cached("UPDATE inspection SET waiting = 0 WHERE number = ?1")?.execute([number])?;
    index(tx, number, &words)
}

/// Keeps `words` for stop `number`; a program that did not know of waiting may have put it there already.
fn index(tx: &Transaction<'_>, number: i64, words: &str) -> Result<(), StoreFault> {
    tx.prepare_cached("INSERT OR REPLACE INTO inspection_term (rowid, terms) VALUES (?1, ?2)")?
        .execute(params![number, index_terms(words)])?;
    Ok(())
}

/// Keeps `words` for stop `number` in place of those that it has; one that waits is found by its row.
pub(super) fn index_again(
    tx: &Transaction<'_>,
    number: i64,
    words: &[&str],
) -> Result<(), StoreFault> {
    if number > upto(tx)? { Ok(()) } else { index(tx, number, &words.join(" ")) }
}

/// Throws the index away: all stops wait.
pub(in crate::store) fn clear(tx: &Transaction<'_>) -> Result<(), StoreFault> {
    tx.execute("DELETE FROM inspection_term", [])?;
    set_upto(tx, 0)
}

fn upto(conn: &Connection) -> Result<i64, StoreFault> {
    let sql = "SELECT number FROM search_upto WHERE only = 1";
    let upto = conn.prepare_cached(sql)?.query_row([], |row| row.get(0)).optional()?;
    Ok(upto.unwrap_or(0))
}

fn set_upto(tx: &Transaction<'_>, number: i64) -> Result<(), StoreFault> {
    let sql = "INSERT OR REPLACE INTO search_upto (only, number) VALUES (1, ?1)";
    tx.prepare_cached(sql)?.execute([number])?;
    Ok(())
}

/// Every word that the search finds something by: stop, place in its words, term; in that order. Whether a stop waits or is
/// in the index makes no difference here.
pub(in crate::store) fn every_term(
    conn: &Connection,
) -> Result<Vec<(i64, i64, String)>, StoreFault> {
    conn.execute_batch(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.term_at USING fts5vocab(main, inspection_term, instance)",
    )?;
    let mut statement = conn.prepare("SELECT doc, offset, term FROM temp.term_at")?;
    let found = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let mut terms: Vec<(i64, i64, String)> = found.collect::<Result<_, _>>()?;
    let sql = format!(
        "SELECT {WORDS}, number FROM inspection
         WHERE number > ?1 AND number NOT IN (SELECT id FROM inspection_term_docsize)"
    );
    let mut waiting = conn.prepare(&sql)?;
    let mut rows = waiting.query([upto(conn)?])?;
    while let Some(row) = rows.next()? {
        let (number, said) = (row.get(WORDS_COUNT)?, index_terms(&words(row, 0)?));
        let said = said.split(' ').filter(|term| !term.is_empty());
        // The tokenizer of the index folds so.
        terms.extend((0..).zip(said).map(|(at, term)| (number, at, term.to_ascii_lowercase())));
    }
    terms.sort();
    Ok(terms)
}

/// Place of every stop and the words of all of them, for a journal whose rows do not say the place yet and whose index is
/// empty.
///
/// # Errors
/// When the rows cannot be read or written; an entry that cannot be read names no place.
pub(in crate::store) fn make_words(tx: &Transaction<'_>) -> Result<(), StoreFault> {
    let mut places = Vec::new();
    journal::each_of_facts(tx, |stop, facts| places.push((stop, place(facts))))?;
    for (stop, place) in places {
        let sql = "UPDATE inspection SET place = ?2 WHERE id = ?1 AND pruned = 0";
        tx.prepare_cached(sql)?.execute(params![stop.0, place])?;
    }
    let mut statement = tx.prepare(&format!("SELECT {WORDS}, number FROM inspection"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        index(tx, row.get(WORDS_COUNT)?, &words(row, 0)?)?;
    }
    Ok(())
}

/// The columns of `WORDS` that begin at `first`, parted by blanks.
fn words(row: &Row<'_>, first: usize) -> Result<String, StoreFault> {
    let mut words = String::new();
    for at in first..first + WORDS_COUNT {
        words.push_str(row.get_ref(at)?.as_str().map_err(rusqlite::Error::from)?);
        words.push(' ');
    }
    Ok(words)
}

impl Store {
    /// Inspections below entry `before`, newest first; all of them when `text` is blank, else those
    /// whose plate, party, place, code or number holds `text`. Blanks and punctuation part what was typed: every part has to
    /// be there, and where nothing else was typed nothing is found.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn inspections(
        &self,
        text: &str,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<InspectionRow>, StoreFault> {
        let before = before.map_or(i64::MAX, signed);
        if text.trim().is_empty() {
            let sql = format!(
                "SELECT {COLUMNS} FROM inspection WHERE number < ?1 ORDER BY number DESC LIMIT ?2"
            );
            let mut statement = self.conn.prepare_cached(&sql)?;
            let rows = statement.query_map(params![before, limit], row_of)?;
            return Ok(rows.collect::<Result<_, _>>()?);
        }
        let typed = Typed::of(text);
        if typed.is_empty() {
            return Ok(Vec::new());
        }
        if typed.has_lone()
            && let Some(found) = self.among_the_newest(&typed, before, limit)?
        {
            return Ok(found);
        }
        let upto = upto(&self.conn)?;
        let mut found = self.among_the_waiting(&typed, upto, before, limit)?;
        let left = limit.saturating_sub(u32::try_from(found.len()).unwrap_or(u32::MAX));
        if left == 0 {
            return Ok(found);
        }
        let sql = format!(
            "SELECT {COLUMNS} FROM inspection WHERE number IN (
                 SELECT rowid FROM inspection_term WHERE terms MATCH ?1 AND rowid < ?2
                 ORDER BY rowid DESC LIMIT ?3)
             ORDER BY number DESC"
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let before = before.min(upto.saturating_add(1));
        let rows = statement.query_map(params![typed.expression(), before, left], row_of)?;
        found.extend(rows.collect::<Result<Vec<_>, _>>()?);
        Ok(found)
    }

    /// What was typed, among the stops that are not in the index yet.
    fn among_the_waiting(
        &self,
        typed: &Typed,
        upto: i64,
        before: i64,
        limit: u32,
    ) -> Result<Vec<InspectionRow>, StoreFault> {
        let sql = format!(
            "SELECT {COLUMNS}, {WORDS} FROM inspection
             WHERE number > ?1 AND number < ?2 ORDER BY number DESC"
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let mut rows = statement.query([upto, before])?;
        let (mut found, limit) = (Vec::new(), usize::try_from(limit).unwrap_or(usize::MAX));
        while let Some(row) = rows.next()?
            && found.len() < limit
        {
            if typed.is_in(&words(row, COLUMNS_COUNT)?) {
                found.push(row_of(row)?);
            }
        }
        Ok(found)
    }

    /// The answer, when the newest stops give it by themselves: a full page, or all stops were looked through. A quarter of
    /// them tells whether the rest could fill the page.
    fn among_the_newest(
        &self,
        typed: &Typed,
        before: i64,
        limit: u32,
    ) -> Result<Option<Vec<InspectionRow>>, StoreFault> {
        let looks = limit.saturating_mul(LOOKS_FOR_EACH).min(LOOKS_MAX);
        let sql = format!(
            "SELECT {COLUMNS}, {WORDS} FROM inspection
             WHERE number < ?1 ORDER BY number DESC LIMIT ?2"
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let mut rows = statement.query(params![before, looks])?;
        let (mut found, mut looked) = (Vec::new(), 0);
        while let Some(row) = rows.next()? {
            looked += 1;
            if typed.is_in(&words(row, COLUMNS_COUNT)?) {
                found.push(row_of(row)?);
            }
            let count = u32::try_from(found.len()).unwrap_or(u32::MAX);
            if count >= limit {
                return Ok(Some(found));
            }
            if looked == looks / 4 && count < limit / 10 {
                return Ok(None);
            }
        }
        Ok((looked < looks).then_some(found))
    }
}
