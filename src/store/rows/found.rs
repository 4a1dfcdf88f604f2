//! What this journal found about a vehicle, a driver or a carrier at earlier stops, however they ended; decides nothing about
//! what counts as a first act.

use super::act::day_of;
use crate::domain::counting::{DecidedAct, Standing};
use crate::domain::inspection::judgement::Outcome;
use crate::domain::offender::Offenders;
use crate::stdx::id::Id;
use crate::store::{Store, StoreFault};
use rusqlite::params;

impl Store {
    /// Everything that was found at stops of `plate`, or of the people of `by` with whatever vehicle, and that ended with an
    /// order, a case or a penalty, oldest first. A case that is open is `Pending`. Stops whose party data left name nobody, and
    /// are not found.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn found_before(&self, plate: &str, by: &Offenders) -> Result<Vec<DecidedAct>, StoreFault> {
        let sql = "SELECT id, day, plate, codes, outcome, driver, carrier FROM inspection
                   WHERE outcome IN (?4, ?5, ?6) AND ((plate = ?1 AND ?1 <> '')
                   OR (driver = ?2 AND ?2 <> '') OR (carrier = ?3 AND ?3 <> ''))
                   ORDER BY number";
        let mut statement = self.conn.prepare_cached(sql)?;
        let values = params![
            plate,
            by.driver.get(),
            by.carrier,
            Outcome::Correction.word(),
            Outcome::CaseOpened.word(),
            Outcome::OnSpotPenalty.word(),
        ];
        let rows = statement.query_map(values, |row| {
            let (id, day, plate): ([u8; 16], i64, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let (codes, outcome): (String, String) = (row.get(3)?, row.get(4)?);
            let (driver, carrier): (String, String) = (row.get(5)?, row.get(6)?);
            Ok((Id(id), day, plate, (codes, outcome), Offenders { driver: driver.into(), carrier }))
        })?;
        let mut found = Vec::new();
        for row in rows {
            let (id, day, plate, (codes, outcome), by) = row?;
            let Some(on) = day_of(day) else { continue };
            let is_open = Outcome::from_word(&outcome) == Some(Outcome::CaseOpened);
            let standing = if is_open { Standing::Pending } else { Standing::Final };
            found.extend(codes.split_whitespace().map(|code| DecidedAct {
                code: code.to_string(),
                plate: plate.clone(),
                on,
                standing,
                stop: Some(id),
                by: by.clone(),
            }));
        }
        Ok(found)
    }
}
