//! Entries that went down to a laptop, in the SQLite ledger; sends none itself.

use super::LedgerFault;
use super::cases::{self, CaseLedger};
use super::sqlite::SqliteLedger;
use super::sqlite_rows::{feed_item, signed};
use crate::stdx::id::Id;
use crate::wire::message::feed::{FeedItem, Scope, kind};
use rusqlite::{Connection, params};

impl CaseLedger for SqliteLedger {
    fn brought(&mut self, device: Id) -> Result<Vec<FeedItem>, LedgerFault> {
        let withdrawn = of_kind(&self.conn, self.agency, device, kind::ENTRIES_WITHDRAWN)?;
        let mut items = of_kind(&self.conn, self.agency, device, kind::CASE_ENTRIES)?;
        items.extend(withdrawn);
        items.sort_by_key(|item| item.number);
        Ok(items)
    }
}

/// One kind at a time, and no lower than the index has it: so that the index is used.
fn of_kind(
    conn: &Connection,
    agency: Id,
    device: Id,
    kind: u16,
) -> Result<Vec<FeedItem>, LedgerFault> {
    let sql = "SELECT number, kind, must_understand, body FROM feed_item
               WHERE agency = ?1 AND kind = ?2 AND kind >= 20 AND scope = ?3 ORDER BY number";
    let mut statement = conn.prepare_cached(sql)?;
    let key = params![agency.0, kind, Scope::Device(device).key()];
    let items = statement.query_map(key, feed_item)?;
    Ok(items.collect::<Result<_, _>>()?)
}

/// Withdraws the entries of `stops` from the feed of their laptop.
pub(super) fn withdraw(
    conn: &Connection,
    agency: Id,
    device: Id,
    stops: &[Id],
) -> Result<(), LedgerFault> {
    if stops.is_empty() {
        return Ok(());
    }
    let sql = "UPDATE feed_item SET kind = ?4, must_understand = ?5, body = ?6
               WHERE agency = ?1 AND scope = ?2 AND number = ?3";
    let scope = Scope::Device(device).key();
    for item in of_kind(conn, agency, device, kind::CASE_ENTRIES)? {
        let Some(gone) = cases::withdrawn(&item, stops) else { continue };
        let number = signed(gone.number);
        let (must, body) = (gone.must_understand, gone.body.as_slice());
        conn.prepare_cached(sql)?
            .execute(params![agency.0, scope, number, gone.kind, must, body])?;
    }
    Ok(())
}
