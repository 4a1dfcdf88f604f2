//! Tasks that headquarters gave (双随机); that one was done stands in the journal, not here.

use crate::stdx::day::Day;
use crate::stdx::id::Id;
use crate::store::{Store, StoreFault};
use crate::wire::day_from;
use crate::wire::message::task::Task;
use rusqlite::{Transaction, params};

/// A task that is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskRow {
    /// What the entry about it names.
    pub id: Id,
    /// The approved plan (国办发〔2024〕54号).
    pub plan: String,
    /// Whom or what to inspect.
    pub subject: String,
    /// Where, in words.
    pub place: String,
    /// The last day.
    pub due: Option<Day>,
}

pub(super) fn keep(tx: &Transaction<'_>, task: &Task) -> Result<(), StoreFault> {
    let sql = "INSERT OR REPLACE INTO task (id, plan, subject, place, due, withdrawn)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    tx.prepare_cached(sql)?.execute(params![
        task.id.0,
        task.plan,
        task.subject,
        task.place,
        task.due,
        task.withdrawn == Some(true),
    ])?;
    Ok(())
}

impl Store {
    /// Tasks that were not taken back, the first due first.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn tasks(&self) -> Result<Vec<TaskRow>, StoreFault> {
        let sql = "SELECT id, plan, subject, place, due FROM task WHERE withdrawn = 0
                   ORDER BY due, plan, subject, id";
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| {
            Ok(TaskRow {
                id: Id(row.get(0)?),
                plan: row.get(1)?,
                subject: row.get(2)?,
                place: row.get(3)?,
                due: day_from(row.get(4)?).ok(),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
