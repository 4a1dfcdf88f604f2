//! What this journal found about a vehicle, a driver or a carrier at earlier stops, however they ended; decides nothing about
//! what counts as a first act.

use super::act::day_of;
use super::search::WAIT;
use crate::domain::counting::{DecidedAct, Standing};
use crate::domain::inspection::judgement::Outcome;
use crate::domain::offender::Offenders;
use crate::stdx::id::Id;
use crate::store::{Store, StoreFault};
use rusqlite::params;

/// The stops of a plate (?1), of a driver (?2) and of a carrier (?3) that ended with one of three outcomes (?4 to ?6), oldest
/// first: each by its index, and those that wait in their rows. An empty word is nobody's.
fn sql_found_before() -> String {
    format!(
        "SELECT id, day, plate, codes, outcome, driver, carrier FROM inspection
         WHERE outcome IN (?4, ?5, ?6) AND number IN (
             SELECT number FROM inspection WHERE waiting = 0 AND plate = ?1 AND plate <> ''
             UNION ALL
             SELECT number FROM inspection WHERE waiting = 0 AND driver = ?2 AND driver <> ''
             UNION ALL
             SELECT number FROM inspection WHERE waiting = 0 AND carrier = ?3 AND carrier <> ''
             UNION ALL
             SELECT number FROM inspection WHERE {WAIT} AND ((plate = ?1 AND plate <> '')
                 OR (driver = ?2 AND driver <> '') OR (carrier = ?3 AND carrier <> '')))
         ORDER BY number"
    )
}

impl Store {
    /// Everything that was found at stops of `plate`, or of the people of `by` with whatever vehicle, and that ended with an
    /// order, a case or a penalty, oldest first. A case that is open is `Pending`. Stops whose party data left name nobody, and
    /// are not found.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn found_before(&self, plate: &str, by: &Offenders) -> Result<Vec<DecidedAct>, StoreFault> {
        let mut statement = self.conn.prepare_cached(&sql_found_before())?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::migrate;

    /// Stops by number: whose plate, driver and carrier, with which outcome, and whether it waits.
    type Stop = (i64, [&'static str; 3], Outcome, bool);

    const STOPS: [Stop; 9] = [
        (1, ["粤D1", "A", "X"], Outcome::Correction, false),
        (2, ["粤D1", "", ""], Outcome::OnSpotPenalty, false),
        (3, ["粤D2", "A", ""], Outcome::CaseOpened, false),
        (4, ["粤D3", "B", "X"], Outcome::Correction, false),
        (5, ["", "", ""], Outcome::Correction, false),
        (6, ["粤D1", "A", "X"], Outcome::NoViolation, false),
        (7, ["粤D1", "", ""], Outcome::Correction, true),
        (8, ["粤D4", "B", "X"], Outcome::Correction, true),
        (9, ["", "", ""], Outcome::Correction, true),
    ];

    fn asked(plate: &str, driver: &str, carrier: &str) -> [String; 6] {
        let outcomes = [Outcome::Correction, Outcome::CaseOpened, Outcome::OnSpotPenalty];
        let [one, two, three] = outcomes.map(|outcome| outcome.word().to_string());
        [plate.into(), driver.into(), carrier.into(), one, two, three]
    }

    #[test]
    fn what_was_found_before_is_looked_up_in_the_indexes_whether_it_waits_or_not() {
        let conn = migrate::blank().unwrap();
        let put = "INSERT INTO inspection (number, id, at_ms, day, plate, kind, party, codes,
                       outcome, document_no, documents, unprinted, driver, carrier, waiting)
                   VALUES (?1, zeroblob(?1), 0, 20261101, ?2, '', '', '', ?3, '', 0, 0, ?4, ?5, ?6)";
        for (number, [plate, driver, carrier], outcome, waits) in STOPS {
            let row = params![number, plate, outcome.word(), driver, carrier, waits];
            conn.execute(put, row).unwrap();
        }
        conn.execute("INSERT OR REPLACE INTO search_upto (only, number) VALUES (1, 6)", [])
            .unwrap();
        let cases: [([&str; 3], &[usize]); 6] = [
            (["粤D1", "", ""], &[1, 2, 7]),
            (["", "A", ""], &[1, 3]),
            (["", "", "X"], &[1, 4, 8]),
            (["粤D1", "A", "X"], &[1, 2, 3, 4, 7, 8]),
            (["粤D9", "C", "Y"], &[]),
            (["", "", ""], &[]),
        ];
        for (whose, wanted) in cases {
            let [plate, driver, carrier] = whose;
            let mut statement = conn.prepare(&sql_found_before()).unwrap();
            let values = rusqlite::params_from_iter(asked(plate, driver, carrier));
            let found = statement.query_map(values, |row| row.get::<_, Vec<u8>>(0)).unwrap();
            let found: Vec<usize> = found.map(|id| id.unwrap().len()).collect();
            assert_eq!(found, wanted, "{whose:?}");
        }
        let mut plan = conn.prepare(&format!("EXPLAIN QUERY PLAN {}", sql_found_before())).unwrap();
        let values = rusqlite::params_from_iter(asked("粤D1", "A", "X"));
        let steps = plan.query_map(values, |row| row.get::<_, String>(3)).unwrap();
        let steps: Vec<String> = steps.map(Result::unwrap).collect();
        for index in ["inspection_by_plate", "inspection_by_driver", "inspection_by_carrier"] {
            assert!(steps.iter().any(|step| step.contains(index)), "{index}: {steps:?}");
        }
        assert!(!steps.iter().any(|step| step.starts_with("SCAN inspection")), "{steps:?}");
    }
}
