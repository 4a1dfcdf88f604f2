//! Party data leaves the laptop when headquarters holds it and its days are over: by an entry, in that entry's
//! transaction; the envelopes stay, and nothing leaves that headquarters has not acknowledged.

pub mod aside;
mod due;
pub mod sweep;
mod words;

use super::journal::Work;
use super::{Store, StoreFault};
use crate::domain::bureau::BureauEvent;
use crate::stdx::clock::{Moment, Reading};
use crate::stdx::id::Dice;
use crate::wire::event::Body;
use rusqlite::types::Value;
use rusqlite::{Connection, Transaction};

const DAY_MS: i64 = 86_400_000;
/// Stops of one transaction: what is left goes with the next one, so that no command waits long behind it.
const STOPS_MAX: usize = 200;
/// Bytes that are written at once over pages that SQLite has freed.
const OVER_AT_ONCE: i64 = 16 * 1024 * 1024;
/// Bytes of a page that SQLite or the cipher keeps for itself: the pointer to the next one, seal and nonce.
const NOT_OURS: i64 = 4 + 80;
/// So few free pages are taken by rows of half a page, one after the other.
const FEW: i64 = 8;
/// Rows beside two for each free page: none is ever needed, and no loop goes on for ever.
const ROWS_MORE: i64 = 64;

impl Store {
    /// Takes party data of stops off this laptop that headquarters received `days` ago and longer, so many at a time; gives how
    /// many stops. Their pages and photographs go in `sweep`. The lists of closed shifts and headquarters' own words about
    /// what is over go by their own dates, whether a stop goes with them or not.
    ///
    /// # Errors
    /// When the journal cannot be read or written; nothing has left then.
    pub fn prune(
        &mut self,
        days: u32,
        clock: Reading,
        dice: &mut Dice,
    ) -> Result<usize, StoreFault> {
        self.ready_to_write()?;
        let Some(now) = self.headquarters_now(&clock)? else { return Ok(0) };
        let received_by = now.plus_ms(-i64::from(days).saturating_mul(DAY_MS));
        let Some(received_upto) = self.may_leave_upto(received_by)? else { return Ok(0) };
        let stops = self.stops_due(received_upto, received_by)?;
        let closes = self.closes_due(received_upto, received_by)?;
        let count = stops.len();
        if count > 0 || !closes.is_empty() {
            let event = BureauEvent::PartyDataPruned { days, received_upto, stops, closes };
            let work = Work { bodies: vec![Body::Bureau(event)], ..Work::default() };
            self.append_over(work, clock, dice)?;
        }
        self.forget_words(received_upto, received_by)?;
        Ok(count)
    }

    /// Appends `work`, which takes something away: what SQLite frees is written over, not only taken out of its lists.
    fn append_over(
        &mut self,
        work: Work,
        clock: Reading,
        dice: &mut Dice,
    ) -> Result<(), StoreFault> {
        self.conn.pragma_update(None, "secure_delete", "ON")?;
        let done = self.append(work, clock, dice);
        let _as_it_was = self.conn.pragma_update(None, "secure_delete", "FAST");
        done?;
        self.empty_log();
        Ok(())
    }

    /// The earliest that it can be by headquarters' clock: a laptop's own may stand anywhere, and what it says must not take
    /// data away too soon. It is as late as headquarters told, and what the machine's counter counted since; where it told
    /// none, as late as its last receipt.
    fn headquarters_now(&self, clock: &Reading) -> Result<Option<Moment>, StoreFault> {
        if let Some(vouched) = clock.headquarters_vouched() {
            return Ok(Some(vouched));
        }
        let sql = "SELECT max(received_ms) FROM receipt";
        let last: Option<i64> = self.conn.query_row(sql, [], |row| row.get(0))?;
        Ok(last.map(Moment::from_ms))
    }

    /// The write-ahead log holds the pages as they were: it is emptied. One that another program reads from just now is
    /// emptied at the latest when the journal is closed.
    fn empty_log(&self) {
        let _busy = self.conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
    }
}

/// Whether an entry takes something off this laptop.
pub(super) fn takes_away(body: &Body) -> bool {
    matches!(
        body,
        Body::Bureau(BureauEvent::PartyDataPruned { .. } | BureauEvent::SetAsideCleared { .. })
    )
}

/// Writes over what was deleted before, in the transaction of the entry that takes more: words in the index of the
/// search, and pages of rows, drafts among them, that SQLite has freed and not used again. An index that is written in any
/// order has pages whose words went to the page beside, and copies of them in their unused parts, which no deletion finds:
/// those with words are made anew.
pub(super) fn scrub(tx: &Transaction<'_>) -> Result<(), StoreFault> {
    tx.execute("INSERT INTO inspection_term (inspection_term) VALUES ('optimize')", [])?;
    tx.execute_batch(
        "REINDEX inspection_by_plate; REINDEX inspection_by_driver; REINDEX inspection_by_carrier;
         REINDEX act",
    )?;
    if number(tx, "PRAGMA freelist_count")? == 0 {
        return Ok(());
    }
    tx.execute("CREATE TABLE pruning_scrub (zeros BLOB NOT NULL)", [])?;
    fill(tx)?;
    tx.execute("DROP TABLE pruning_scrub", [])?;
    Ok(())
}

/// Takes every page that is free, with hardly one more than there are: how much goes into a page SQLite and the cipher
/// decide, so what is left is asked for after each row.
fn fill(tx: &Transaction<'_>) -> Result<(), StoreFault> {
    let page = number(tx, "PRAGMA page_size")?.saturating_sub(NOT_OURS);
    let mut free = number(tx, "PRAGMA freelist_count")?;
    let rows_max = free.saturating_mul(2).saturating_add(ROWS_MORE);
    for _ in 0..rows_max {
        if free == 0 {
            break;
        }
        let many = (free - FEW).saturating_mul(page).min(OVER_AT_ONCE);
        let zeros = if free > FEW { many } else { page / 2 };
        tx.prepare_cached("INSERT INTO pruning_scrub (zeros) VALUES (zeroblob(?1))")?
            .execute([zeros])?;
        free = number(tx, "PRAGMA freelist_count")?;
    }
    Ok(())
}

/// The cipher answers with a text where SQLite answers with a number.
fn number(conn: &Connection, sql: &str) -> Result<i64, StoreFault> {
    let value: Value = conn.query_row(sql, [], |row| row.get(0))?;
    Ok(match value {
        Value::Integer(number) => number,
        Value::Text(text) => text.parse().unwrap_or(0),
        Value::Null | Value::Real(_) | Value::Blob(_) => 0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::migrate;

    #[test]
    fn every_free_page_is_used_and_the_file_hardly_grows() {
        let mut conn = migrate::blank().unwrap();
        let sql = "CREATE TABLE big AS
                   WITH n (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM n WHERE n < 700)
                   SELECT zeroblob(4000) AS bytes FROM n";
        conn.execute_batch(sql).unwrap();
        conn.execute_batch("DROP TABLE big").unwrap();
        let pages = number(&conn, "PRAGMA page_count").unwrap();
        for _ in 0..20 {
            let tx = conn.transaction().unwrap();
            tx.execute("CREATE TABLE pruning_scrub (zeros BLOB NOT NULL)", []).unwrap();
            assert!(number(&tx, "PRAGMA freelist_count").unwrap() > 600);
            fill(&tx).unwrap();
            assert_eq!(number(&tx, "PRAGMA freelist_count").unwrap(), 0);
            tx.execute("DROP TABLE pruning_scrub", []).unwrap();
            tx.commit().unwrap();
        }
        assert!(number(&conn, "PRAGMA page_count").unwrap() <= pages + 40);
    }
}
