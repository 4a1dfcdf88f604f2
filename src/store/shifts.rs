//! Which pair was out from which entry on, and where, as far back as is asked; judges nobody.

use super::{Store, StoreFault};
use crate::domain::bureau::{BureauEvent, Shift};
use crate::wire::event::Body;
use crate::wire::event::bureau::{SHIFT_CLOSED, SHIFT_STARTED};
use rusqlite::params;

/// From the entry of that number on this shift is out, or none.
pub type ShiftFrom = (u64, Option<Shift>);

impl Store {
    /// The newest shifts, `limit` at most, and the ends of shifts, in the order of their entries.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn newest_shifts(&self, limit: u32) -> Result<Vec<ShiftFrom>, StoreFault> {
        let mut shifts = Vec::new();
        for entry in self.newest_of_kind(SHIFT_STARTED, limit)? {
            let number = entry.envelope.number;
            if let Body::Bureau(BureauEvent::ShiftStarted(shift)) = entry.body {
                shifts.push((number, Some(shift)));
            }
        }
        // Of an end its number is enough: the list that it holds may be long, or have left this laptop.
        let sql = "SELECT number FROM entry
                   WHERE kind = ?1 AND kind < 100 ORDER BY number DESC LIMIT ?2";
        let mut statement = self.conn.prepare_cached(sql)?;
        let ends = statement
            .query_map(params![SHIFT_CLOSED, limit], |row| row.get::<_, i64>(0))?
            .collect::<Result<Vec<_>, _>>()?;
        shifts.extend(ends.into_iter().map(|end| (u64::try_from(end).unwrap_or(0), None)));
        shifts.sort_by_key(|(number, _)| *number);
        Ok(shifts)
    }
}
