//! Rows read from headquarters' news, kept in the transaction of their items; decides nothing about them.

pub mod found;
pub mod history;
pub mod pen;
pub mod returned;
pub mod task;
pub mod watch;

use super::StoreFault;
use super::journal::signed;
use super::{Store, incoming};
use crate::stdx::clock::Moment;
use crate::wire::message::feed::{FeedItem, News, Scope};
use rusqlite::{OptionalExtension, Transaction, params};

/// Keeps what an item says, where a row is made of it; `head` is the journal's last entry at that moment. An item that
/// cannot be read is marked, for a later program.
pub(super) fn keep(
    tx: &Transaction<'_>,
    scope: Scope,
    item: &FeedItem,
    head: u64,
) -> Result<(), StoreFault> {
    if let Ok(news) = item.read() {
        return apply(tx, &news, head);
    }
    let sql = "INSERT OR IGNORE INTO feed_unread (scope, number) VALUES (?1, ?2)";
    tx.prepare_cached(sql)?.execute(params![scope.key(), signed(item.number)])?;
    Ok(())
}

fn apply(tx: &Transaction<'_>, news: &News, head: u64) -> Result<(), StoreFault> {
    match news {
        News::PriorDecision(prior) => history::keep(tx, prior, head),
        News::WatchPart(part) => watch::keep(tx, part),
        News::Task(task) => task::keep(tx, task),
        News::CaseReturned(returned) => returned::keep(tx, returned, head),
        News::ReturnSettled(settled) => returned::settle(tx, settled),
        News::ActFound(found) => found::keep(tx, found),
        News::NumberBlock(_)
        | News::Verdict(_)
        | News::Lost
        // Looked up among the items themselves.
        | News::PlateKey(_)
        | News::PackPart(_)
        | News::LaptopRevoked(_)
        | News::PenMoved(_)
        | News::BranchOpened(_)
        | News::BranchSettled(_)
        | News::EntriesWithdrawn(_)
        // They become entries, or are kept with one.
        | News::CaseEntries(_)
        | News::PackIssued(_)
        | News::OfficerListed(_)
        | News::DeviceOrder(_) => Ok(()),
    }
}

/// The feed was read to its end at `at_ms`.
pub(super) fn read_to_its_end(
    tx: &Transaction<'_>,
    scope: Scope,
    at_ms: i64,
) -> Result<(), StoreFault> {
    let sql = "INSERT INTO feed_read (scope, at_ms) VALUES (?1, ?2)
               ON CONFLICT (scope) DO UPDATE SET at_ms = excluded.at_ms";
    tx.prepare_cached(sql)?.execute(params![scope.key(), at_ms])?;
    Ok(())
}

/// The marks of items that a program has understood now go with its work.
pub(super) fn understood(tx: &Transaction<'_>, taken: &incoming::Taken) -> Result<(), StoreFault> {
    for item in taken.items.iter().filter(|item| item.read().is_ok()) {
        let sql = "DELETE FROM feed_unread WHERE scope = ?1 AND number = ?2";
        tx.prepare_cached(sql)?.execute(params![taken.scope.key(), signed(item.number)])?;
    }
    Ok(())
}

impl Store {
    /// When the feed for all was last read to its end; `None` when it never was.
    ///
    /// # Errors
    /// When it cannot be read; the same of the calls below.
    pub fn history_at(&self) -> Result<Option<Moment>, StoreFault> {
        let sql = "SELECT at_ms FROM feed_read WHERE scope = ?1";
        let at = self.conn.query_row(sql, [Scope::All.key()], |row| row.get(0)).optional()?;
        Ok(at.map(Moment::from_ms))
    }

    /// Items that this program or one before it could not read, with their feeds, in their order.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn unread_items(&self) -> Result<Vec<(Scope, FeedItem)>, StoreFault> {
        let sql = "SELECT i.number, i.kind, i.must_understand, i.body, i.scope
                   FROM feed_unread u JOIN feed_item i ON i.scope = u.scope AND i.number = u.number
                   ORDER BY i.scope, i.number";
        let mut statement = self.conn.prepare_cached(sql)?;
        let items = statement.query_map([], |row| {
            Ok((Scope::from_key(&row.get::<_, Vec<u8>>(4)?), incoming::item(row)?))
        })?;
        Ok(items.collect::<Result<_, _>>()?)
    }

    /// Whether an item waits that this program must understand before it issues a document.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn must_be_updated(&self) -> Result<bool, StoreFault> {
        let unread = self.unread_items()?;
        Ok(unread.iter().any(|(_, item)| item.must_understand && item.read().is_err()))
    }
}
