//! Headquarters' own words about what is over: tasks that are done or taken back, and returned cases whose stop has left;
//! ids, days and the journal's entries about them stay.

use crate::domain::bureau::BureauEvent;
use crate::stdx::clock::Moment;
use crate::stdx::id::Id;
use crate::store::{Store, StoreFault};
use crate::wire::event::Body;
use crate::wire::event::told::TASK_DONE;
use crate::wire::message::feed::{FeedItem, News, kind};
use rusqlite::{Transaction, params};
use std::collections::BTreeSet;

impl Store {
    /// Takes those words away whose own days are over: of a task that is done when headquarters has long held the entry
    /// about it, up to `received_upto`; of one that was taken back when that came by `received_by`; of a settled return when
    /// its stop's data left. The same a second time changes nothing.
    ///
    /// # Errors
    /// When the journal cannot be read or written; nothing has left then.
    pub(super) fn forget_words(
        &mut self,
        received_upto: u64,
        received_by: Moment,
    ) -> Result<(), StoreFault> {
        let done = self.of_kinds(&[TASK_DONE])?.into_iter();
        let held = done.filter(|entry| entry.envelope.number <= received_upto);
        let tasks = held.filter_map(|entry| match entry.body {
            Body::Bureau(BureauEvent::TaskDone { task }) => Some(task),
            Body::Bureau(_) | Body::Inspection(_) | Body::Pruned | Body::Later { .. } => None,
        });
        let tasks: BTreeSet<Id> = tasks.collect();
        self.conn.pragma_update(None, "secure_delete", "ON")?;
        let gone = self.conn.transaction().map_err(StoreFault::from).and_then(|tx| {
            let gone = forget(&tx, tasks, received_by)?;
            if gone > 0 {
                super::scrub(&tx)?;
            }
            tx.commit()?;
            Ok(gone)
        });
        let _as_it_was = self.conn.pragma_update(None, "secure_delete", "FAST");
        if self.noted(gone)? > 0 {
            self.empty_log();
        }
        Ok(())
    }
}

/// Gives how many rows and items lost their words.
fn forget(
    tx: &Transaction<'_>,
    mut tasks: BTreeSet<Id>,
    received_by: Moment,
) -> Result<usize, StoreFault> {
    let items = items(tx)?;
    let old = items.iter().filter(|item| item.received_ms <= received_by.ms());
    tasks.extend(old.filter_map(Item::withdraws));
    let returns = ids(
        tx,
        "SELECT id FROM returned WHERE settled = 1
         AND subject IN (SELECT id FROM inspection WHERE pruned = 1)",
    )?;
    let mut gone = 0;
    for task in &tasks {
        let sql = "UPDATE task SET plan = '', subject = '', place = ''
                   WHERE id = ?1 AND (plan <> '' OR subject <> '' OR place <> '')";
        gone += tx.prepare_cached(sql)?.execute([task.0])?;
    }
    for returned in &returns {
        let sql = "UPDATE returned SET document_no = '', fields = '', reason = ''
                   WHERE id = ?1 AND (document_no <> '' OR fields <> '' OR reason <> '')";
        gone += tx.prepare_cached(sql)?.execute([returned.0])?;
    }
    // The items themselves, as headquarters sent them: their numbers stay, so that none is asked for again.
    for item in items {
        let leaves = match &item.news {
            Some(News::Task(task)) => tasks.contains(&task.id),
            Some(News::CaseReturned(returned)) => returns.contains(&returned.id),
            Some(News::CaseEntries(entries)) => has_left(tx, entries.subject)?,
            Some(_) | None => false,
        };
        if leaves {
            let sql = "UPDATE feed_item SET body = x'' WHERE scope = ?1 AND number = ?2";
            gone += tx.prepare_cached(sql)?.execute(params![item.scope, item.number])?;
        }
    }
    Ok(gone)
}

/// Whether a stop's party data left this laptop.
fn has_left(tx: &Transaction<'_>, stop: Id) -> Result<bool, StoreFault> {
    let sql = "SELECT 1 FROM inspection WHERE id = ?1 AND pruned = 1";
    Ok(tx.prepare_cached(sql)?.exists([stop.0])?)
}

/// A task, a returned case or entries of a case, as headquarters sent it.
struct Item {
    scope: Vec<u8>,
    number: i64,
    received_ms: i64,
    /// `None` where this program cannot read it.
    news: Option<News>,
}

impl Item {
    /// The task that it takes back.
    fn withdraws(&self) -> Option<Id> {
        match &self.news {
            Some(News::Task(task)) if task.withdrawn == Some(true) => Some(task.id),
            Some(_) | None => None,
        }
    }
}

/// Those that still have words.
fn items(tx: &Transaction<'_>) -> Result<Vec<Item>, StoreFault> {
    let sql = "SELECT scope, number, kind, must_understand, body, received_ms FROM feed_item
               WHERE kind IN (?1, ?2, ?3) AND body <> x''";
    let mut statement = tx.prepare(sql)?;
    let kinds = [kind::TASK, kind::CASE_RETURNED, kind::CASE_ENTRIES];
    let items = statement.query_map(kinds, |row| {
        let (number, body): (i64, Vec<u8>) = (row.get(1)?, row.get(4)?);
        let item = FeedItem {
            number: u64::try_from(number).unwrap_or(0),
            kind: row.get(2)?,
            must_understand: row.get(3)?,
            body: body.into(),
        };
        let (scope, received_ms) = (row.get(0)?, row.get(5)?);
        Ok(Item { scope, number, received_ms, news: item.read().ok() })
    })?;
    Ok(items.collect::<Result<_, _>>()?)
}

fn ids(tx: &Transaction<'_>, sql: &str) -> Result<BTreeSet<Id>, StoreFault> {
    let mut statement = tx.prepare_cached(sql)?;
    let found = statement.query_map([], |row| row.get(0).map(Id))?;
    Ok(found.collect::<Result<_, _>>()?)
}
