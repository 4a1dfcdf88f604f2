//! Decided acts by plate: headquarters' word about earlier ones, and this journal's own decisions.

use super::inspection::{day_key, plate};
use crate::domain::counting::{self, DecidedAct, Standing};
use crate::domain::inspection::Facts;
use crate::domain::inspection::judgement::{Ending, Outcome};
use crate::domain::offender::Offenders;
use crate::stdx::day::Day;
use crate::stdx::id::Id;
use crate::store::journal::signed;
use crate::store::{Store, StoreFault};
use crate::wire::entry::Entry;
use rusqlite::{Transaction, params};

pub(super) fn received(tx: &Transaction<'_>, act: &DecidedAct) -> Result<(), StoreFault> {
    // Headquarters' latest word about one decision replaces its earlier one.
    let sql = "INSERT INTO act (plate, code, day, standing, entry, driver, carrier)
               VALUES (?1, ?2, ?3, ?4, 0, ?5, ?6)
               ON CONFLICT (plate, code, day, entry) DO UPDATE SET standing = excluded.standing,
               driver = coalesce(nullif(excluded.driver, ''), driver),
               carrier = coalesce(nullif(excluded.carrier, ''), carrier)";
    tx.prepare_cached(sql)?.execute(params![
        act.plate,
        act.code,
        day_key(act.on),
        act.standing.word(),
        act.by.driver.get(),
        act.by.carrier,
    ])?;
    Ok(())
}

/// An on-the-spot decision is served as it is made; an opened case is decided later, elsewhere.
pub(super) fn decided(
    tx: &Transaction<'_>,
    entry: &Entry,
    inspection: Id,
    ending: &Ending,
) -> Result<(), StoreFault> {
    if ending.outcome != Outcome::OnSpotPenalty {
        return Ok(());
    }
    let sql = "INSERT OR IGNORE INTO act
               (plate, code, day, standing, entry, inspection, driver, carrier)
               SELECT plate, ?2, day, ?3, ?4, id, driver, carrier FROM inspection WHERE id = ?1";
    for code in &ending.codes {
        tx.prepare_cached(sql)?.execute(params![
            inspection.0,
            code,
            Standing::Final.word(),
            signed(entry.envelope.number),
        ])?;
    }
    Ok(())
}

/// An act follows the plate and the people that the officers corrected it to.
pub(super) fn corrected(
    tx: &Transaction<'_>,
    inspection: Id,
    facts: &Facts,
) -> Result<(), StoreFault> {
    let by = Offenders::of(facts);
    let sql = "UPDATE act SET plate = ?2, driver = ?3, carrier = ?4 WHERE inspection = ?1";
    let values = params![inspection.0, plate(facts), by.driver.get(), by.carrier];
    tx.prepare_cached(sql)?.execute(values)?;
    Ok(())
}

/// Headquarters' word about a decision may not say who drove and for whom: it is found by the decision itself.
const OF_DRIVER: &str = "(plate, code, day) IN
    (SELECT plate, code, day FROM act WHERE driver = ?1 AND driver <> '')";
const OF_CARRIER: &str = "(plate, code, day) IN
    (SELECT plate, code, day FROM act WHERE carrier = ?1 AND carrier <> '')";

impl Store {
    /// Acts decided about `plate`, oldest first.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn acts_of(&self, plate: &str) -> Result<Vec<DecidedAct>, StoreFault> {
        self.acts_before(plate, u64::MAX)
    }

    /// Acts decided about `plate` by headquarters' word, or by this journal before `entry`.
    ///
    /// # Errors
    /// When the rows cannot be read; the same of the two calls below.
    pub fn acts_before(&self, plate: &str, entry: u64) -> Result<Vec<DecidedAct>, StoreFault> {
        self.acts_where("plate = ?1", plate, entry)
    }

    /// The same about the driver who showed the paper `number`, with whatever vehicle.
    ///
    /// # Errors
    /// As above.
    pub fn acts_of_driver(&self, number: &str, entry: u64) -> Result<Vec<DecidedAct>, StoreFault> {
        self.acts_where(OF_DRIVER, number, entry)
    }

    /// The same about the carrier `credit_code`, with all its vehicles.
    ///
    /// # Errors
    /// As above.
    pub fn acts_of_carrier(
        &self,
        credit_code: &str,
        entry: u64,
    ) -> Result<Vec<DecidedAct>, StoreFault> {
        self.acts_where(OF_CARRIER, credit_code, entry)
    }

    fn acts_where(
        &self,
        whose: &str,
        value: &str,
        entry: u64,
    ) -> Result<Vec<DecidedAct>, StoreFault> {
        let sql = format!(
            "SELECT plate, code, day, standing, inspection, driver, carrier FROM act
             WHERE {whose} AND entry < ?2 ORDER BY day, entry"
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let rows = statement.query_map(params![value, signed(entry)], |row| {
            let (day, word): (i64, String) = (row.get(2)?, row.get(3)?);
            let stop = row.get::<_, Option<[u8; 16]>>(4)?.map(Id);
            let (driver, carrier): (String, String) = (row.get(5)?, row.get(6)?);
            let by = Offenders { driver: driver.into(), carrier };
            Ok((row.get(0)?, row.get(1)?, day, word, stop, by))
        })?;
        let mut acts: Vec<DecidedAct> = Vec::new();
        for row in rows {
            let (plate, code, day, word, stop, by) = row?;
            if let (Some(on), Some(standing)) = (day_of(day), Standing::from_word(&word)) {
                acts.push(DecidedAct { code, plate, on, standing, stop, by });
            }
        }
        self.without_quashed(&mut acts)?;
        Ok(counting::told_once(&acts))
    }
}

/// The day of a key such as 20261123; `None` when it is none of the calendar.
pub(super) fn day_of(key: i64) -> Option<Day> {
    let part = |n: i64| u32::try_from(n).ok();
    Day::new(i32::try_from(key / 10_000).ok()?, part(key / 100 % 100)?, part(key % 100)?)
}
