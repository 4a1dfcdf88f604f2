//! Headquarters' own words about what is over: tasks that are done or taken back, and returned cases whose stop has left;
//! ids, days and the journal's entries about them stay.

use crate::domain::bureau::BureauEvent;
use crate::stdx::id::Id;
use crate::store::{Store, StoreFault};
use crate::wire::event::Body;
use crate::wire::event::told::TASK_DONE;
use crate::wire::message::feed::{FeedItem, News, kind};
use rusqlite::{Transaction, params};
use std::collections::BTreeSet;

impl Store {
    /// Takes those words away that stand beside stops whose data left, where headquarters has held what was done about them
    /// up to entry `received_upto`; the same a second time changes nothing.
    ///
    /// # Errors
    /// When the journal cannot be read or written; nothing has left then.
    pub(super) fn forget_words(&mut self, received_upto: u64) -> Result<(), StoreFault> {
        let done = self.of_kinds(&[TASK_DONE])?.into_iter();
        let held = done.filter(|entry| entry.envelope.number <= received_upto);
        let tasks = held.filter_map(|entry| match entry.body {
            Body::Bureau(BureauEvent::TaskDone { task }) => Some(task),
            Body::Bureau(_) | Body::Inspection(_) | Body::Pruned | Body::Later => None,
        });
        let tasks: BTreeSet<Id> = tasks.collect();
        self.conn.pragma_update(None, "secure_delete", "ON")?;
        let gone = self.conn.transaction().map_err(StoreFault::from).and_then(|tx| {
            forget(&tx, tasks)?;
            Ok(tx.commit()?)
        });
        let _as_it_was = self.conn.pragma_update(None, "secure_delete", "FAST");
        self.noted(gone)?;
        self.empty_log();
        Ok(())
    }
}

fn forget(tx: &Transaction<'_>, mut tasks: BTreeSet<Id>) -> Result<(), StoreFault> {
    tasks.extend(ids(tx, "SELECT id FROM task WHERE withdrawn = 1")?);
    let returns = ids(
        tx,
        "SELECT id FROM returned WHERE settled = 1
         AND subject IN (SELECT id FROM inspection WHERE pruned = 1)",
    )?;
    for task in &tasks {
        let sql = "UPDATE task SET plan = '', subject = '', place = '' WHERE id = ?1";
        tx.prepare_cached(sql)?.execute([task.0])?;
    }
    for returned in &returns {
        let sql = "UPDATE returned SET document_no = '', fields = '', reason = '' WHERE id = ?1";
        tx.prepare_cached(sql)?.execute([returned.0])?;
    }
    // The items themselves, as headquarters sent them: their numbers stay, so that none is asked for again.
    let sql = "SELECT scope, number, kind, must_understand, body FROM feed_item
               WHERE kind IN (?1, ?2) AND body <> x''";
    let mut statement = tx.prepare(sql)?;
    let items = statement.query_map([kind::TASK, kind::CASE_RETURNED], |row| {
        let (number, body): (i64, Vec<u8>) = (row.get(1)?, row.get(4)?);
        let item = FeedItem {
            number: u64::try_from(number).unwrap_or(0),
            kind: row.get(2)?,
            must_understand: row.get(3)?,
            body: body.into(),
        };
        Ok((row.get::<_, Vec<u8>>(0)?, number, item))
    })?;
    for (scope, number, item) in items.collect::<Result<Vec<_>, _>>()? {
        let news = item.read().ok();
        let is_task = matches!(&news, Some(News::Task(task)) if tasks.contains(&task.id));
        let is_return =
            matches!(&news, Some(News::CaseReturned(returned)) if returns.contains(&returned.id));
        if is_task || is_return {
            let sql = "UPDATE feed_item SET body = x'' WHERE scope = ?1 AND number = ?2";
            tx.prepare_cached(sql)?.execute(params![scope, number])?;
        }
    }
    Ok(())
}

fn ids(tx: &Transaction<'_>, sql: &str) -> Result<BTreeSet<Id>, StoreFault> {
    let mut statement = tx.prepare_cached(sql)?;
    let found = statement.query_map([], |row| row.get(0).map(Id))?;
    Ok(found.collect::<Result<_, _>>()?)
}
