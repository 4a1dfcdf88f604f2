//! Stops that ended with a decision or a case, newest first and a few at a time, for who asks which of their clocks run; knows no
//! clock itself.

use crate::domain::inspection::judgement::Outcome;
use crate::stdx::clock::Moment;
use crate::stdx::id::Id;
use crate::store::journal::signed;
use crate::store::{Store, StoreFault};
use rusqlite::params;

/// A stop that ended with a decision or a case, and whose party data is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EndedStop {
    /// Which.
    pub id: Id,
    /// When it was.
    pub at: Moment,
    /// `OnSpotPenalty` or `CaseOpened`.
    pub outcome: Outcome,
}

/// Stops in the order of their numbers, which is that of the table: nothing is sorted and no index is needed.
const SQL: &str = "SELECT number, id, at_ms, outcome, pruned FROM inspection
                   WHERE number < ?1 AND number > ?2 ORDER BY number DESC LIMIT ?3";

impl Store {
    /// Of the `looks` newest stops before entry `before` and behind entry `behind` those that ended so, newest first; and
    /// before which entry to go on, `None` where no older one is left.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn ended_before(
        &self,
        before: u64,
        behind: u64,
        looks: u32,
    ) -> Result<(Vec<EndedStop>, Option<u64>), StoreFault> {
        let mut statement = self.conn.prepare_cached(SQL)?;
        let mut rows = statement.query(params![signed(before), signed(behind), looks])?;
        let (mut stops, mut seen, mut last) = (Vec::new(), 0, None);
        while let Some(row) = rows.next()? {
            (seen, last) = (seen + 1, u64::try_from(row.get::<_, i64>(0)?).ok());
            let (outcome, is_pruned): (String, bool) = (row.get(3)?, row.get(4)?);
            let outcome = Outcome::from_word(&outcome).filter(|outcome| {
                !is_pruned && matches!(outcome, Outcome::OnSpotPenalty | Outcome::CaseOpened)
            });
            let Some(outcome) = outcome else { continue };
            let at = Moment::from_ms(row.get(2)?);
            stops.push(EndedStop { id: Id(row.get(1)?), at, outcome });
        }
        Ok((stops, last.filter(|_| seen == looks)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::migrate;

    #[test]
    fn stops_are_walked_in_the_order_of_the_table() {
        let conn = migrate::blank().unwrap();
        let mut plan = conn.prepare(&format!("EXPLAIN QUERY PLAN {SQL}")).unwrap();
        let steps = plan.query_map([9, 1, 5], |row| row.get::<_, String>(3)).unwrap();
        let steps: Vec<String> = steps.map(Result::unwrap).collect();
        assert_eq!(steps.len(), 1, "{steps:?}");
        assert!(steps[0].starts_with("SEARCH inspection USING INTEGER PRIMARY KEY"), "{steps:?}");
    }
}
