//! The words of a stop for the search, and the search; it finds what `LIKE '%…%'` over the same words would, newest first.

use super::inspection::{COLUMNS, COLUMNS_COUNT, InspectionRow, place, row_of};
use crate::stdx::bigram::{Typed, index_terms};
use crate::store::journal::{self, signed};
use crate::store::{Store, StoreFault};
use rusqlite::{Row, Transaction, params};

/// How many of the newest stops are looked through, for each one that was asked for, before the index is asked for a
/// single character. Where every twentieth stop has it the page is full by then; what is rarer has short lists.
const LOOKS_FOR_EACH: u32 = 20;
/// And at most so many: less than two milliseconds.
const LOOKS_MAX: u32 = 1_000;
/// What can be searched for, as columns of a stop.
const WORDS: &str = "plate, party, codes, place, document_no";
const WORDS_COUNT: usize = 5;

/// Keeps `words` for stop `number`, which has none yet.
pub(super) fn index(tx: &Transaction<'_>, number: i64, words: &[&str]) -> Result<(), StoreFault> {
    tx.prepare_cached("INSERT INTO inspection_term (rowid, terms) VALUES (?1, ?2)")?
        .execute(params![number, index_terms(&words.join(" "))])?;
    Ok(())
}

/// Keeps `words` for stop `number` in place of those that it has.
pub(super) fn index_again(
    tx: &Transaction<'_>,
    number: i64,
    words: &[&str],
) -> Result<(), StoreFault> {
    tx.prepare_cached("DELETE FROM inspection_term WHERE rowid = ?1")?.execute([number])?;
    index(tx, number, words)
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
        index(tx, row.get(WORDS_COUNT)?, &[&words(row, 0)?])?;
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
        let sql = format!(
            "SELECT {COLUMNS} FROM inspection WHERE number IN (
                 SELECT rowid FROM inspection_term WHERE terms MATCH ?1 AND rowid < ?2
                 ORDER BY rowid DESC LIMIT ?3)
             ORDER BY number DESC"
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let rows = statement.query_map(params![typed.expression(), before, limit], row_of)?;
        Ok(rows.collect::<Result<_, _>>()?)
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
