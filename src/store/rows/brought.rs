//! Rows of a case whose entries other laptops wrote: made where this journal says that they came; takes no number of theirs.

use super::search;
use crate::domain::bureau::BureauEvent;
use crate::stdx::id::Id;
use crate::store::journal;
use crate::store::{StoreFault, brought};
use crate::wire::event::Body;
use rusqlite::{OptionalExtension, Transaction};

/// What came with entry `came`, in its order.
pub(super) fn came(tx: &Transaction<'_>, came: u64) -> Result<(), StoreFault> {
    brought::with(tx, came)?.iter().try_for_each(|entry| super::of_stop(tx, entry))
}

/// Makes the rows of one case anew, of what came again and of what this journal wrote itself; one whose party data left stays as
/// the entry says that took it.
pub(in crate::store) fn again(tx: &Transaction<'_>, subject: Id) -> Result<(), StoreFault> {
    let sql = "SELECT pruned FROM inspection WHERE id = ?1";
    let pruned: Option<bool> = tx.query_row(sql, [subject.0], |row| row.get(0)).optional()?;
    if pruned == Some(true) {
        return Ok(());
    }
    for sql in [
        "DELETE FROM inspection WHERE id = ?1",
        "DELETE FROM document WHERE inspection = ?1",
        "DELETE FROM act WHERE inspection = ?1",
        "DELETE FROM used_number WHERE entry IN (SELECT number FROM entry WHERE subject = ?1)",
    ] {
        tx.prepare_cached(sql)?.execute([subject.0])?;
    }
    for entry in journal::of_case(tx, subject)? {
        let is_of = match &entry.body {
            Body::Bureau(BureauEvent::CaseCame { subject: of, .. }) => *of == subject,
            Body::Bureau(_) => false,
            Body::Inspection(_) | Body::Pruned | Body::Later { .. } => true,
        };
        if is_of {
            super::apply(tx, &entry)?;
        }
    }
    let sql = "SELECT number FROM inspection WHERE id = ?1";
    let number: Option<i64> = tx.query_row(sql, [subject.0], |row| row.get(0)).optional()?;
    number.map_or(Ok(()), |number| search::catch_up(tx, number))
}
