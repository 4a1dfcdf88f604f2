//! Acts that headquarters told of and that nobody punished on the spot, by the digests of plates and people; rows are made of the
//! items, and nothing is decided about them.

use crate::domain::counting::{DecidedAct, Standing};
use crate::domain::offender::Offenders;
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::store::{Store, StoreFault, incoming};
use crate::wire::day_from;
use crate::wire::message::feed::{News, Scope, kind};
use crate::wire::message::history::ActFound;
use rusqlite::{Connection, Row, params};
use std::collections::BTreeMap;

/// Keeps the last word about a stop, a code and a plate.
pub(super) fn keep(conn: &Connection, found: &ActFound) -> Result<(), StoreFault> {
    let sql = "INSERT INTO act_told (plate, stop, code, day, open, withdrawn, driver, carrier)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
               ON CONFLICT (plate, stop, code) DO UPDATE SET day = excluded.day,
               open = excluded.open, withdrawn = excluded.withdrawn, driver = excluded.driver,
               carrier = excluded.carrier";
    conn.prepare_cached(sql)?.execute(params![
        found.plate.0,
        found.stop.0,
        found.code,
        found.day,
        found.open == Some(true),
        found.withdrawn == Some(true),
        found.driver.map(|digest| digest.0),
        found.carrier.map(|digest| digest.0),
    ])?;
    Ok(())
}

/// Makes the rows that are missing, of what a program kept that knows of none.
///
/// # Errors
/// When items cannot be read or rows not written; the same of the call below.
pub(in crate::store) fn catch_up(conn: &Connection) -> Result<(), StoreFault> {
    behind_the_rows(conn)?.iter().try_for_each(|found| keep(conn, found))
}

/// Every item that is here has its row now.
pub(in crate::store) fn all_have_rows(conn: &Connection) -> Result<(), StoreFault> {
    let sql = "INSERT INTO act_told_upto (only, number)
               SELECT 1, coalesce(max(number), 0) FROM feed_item WHERE scope = ?1
               ON CONFLICT (only) DO UPDATE SET number = excluded.number
               WHERE excluded.number <> act_told_upto.number";
    conn.prepare_cached(sql)?.execute([Scope::All.key()])?;
    Ok(())
}

/// Makes all rows anew of the items that are here: those of before may be another headquarters'.
///
/// # Errors
/// As above.
pub(in crate::store) fn make_anew(conn: &Connection) -> Result<(), StoreFault> {
    conn.execute_batch("DELETE FROM act_told; DELETE FROM act_told_upto")?;
    catch_up(conn)?;
    all_have_rows(conn)
}

/// What items say that have no row yet, in their order.
fn behind_the_rows(conn: &Connection) -> Result<Vec<ActFound>, StoreFault> {
    let sql = "SELECT number, kind, must_understand, body FROM feed_item
               WHERE kind = ?1 AND scope = ?2
               AND number > (SELECT coalesce(max(number), 0) FROM act_told_upto) ORDER BY number";
    let mut statement = conn.prepare_cached(sql)?;
    let items = statement.query_map(params![kind::ACT_FOUND, Scope::All.key()], incoming::item)?;
    let mut all = Vec::new();
    for item in items {
        if let Ok(News::ActFound(found)) = item?.read() {
            all.push(found);
        }
    }
    Ok(all)
}

impl Store {
    /// Those about `plate`, or about the people of `by` with whatever vehicle, oldest first. What was taken back is none.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn acts_found(&self, plate: &str, by: &Offenders) -> Result<Vec<DecidedAct>, StoreFault> {
        let (mut plates, mut drivers, mut carriers) = (Vec::new(), Vec::new(), Vec::new());
        for key in self.plate_keys()? {
            plates.extend((!plate.is_empty()).then(|| key.digest(plate)));
            let driver = by.driver.get();
            drivers.extend((!driver.is_empty()).then(|| key.driver(driver)));
            carriers.extend((!by.carrier.is_empty()).then(|| key.carrier(&by.carrier)));
        }
        let mut told: BTreeMap<(Id, String, Digest), ActFound> = BTreeMap::new();
        let mut hear = |found: ActFound| {
            told.insert((found.stop, found.code.clone(), found.plate), found);
        };
        for (whose, digests) in
            [("plate = ?1", &plates), ("driver = ?1", &drivers), ("carrier = ?1", &carriers)]
        {
            for digest in digests {
                self.told_about(whose, *digest)?.into_iter().for_each(&mut hear);
            }
        }
        behind_the_rows(&self.conn)?.into_iter().for_each(&mut hear);
        let is_theirs = |found: &ActFound| {
            plates.contains(&found.plate)
                || found.driver.is_some_and(|driver| drivers.contains(&driver))
                || found.carrier.is_some_and(|carrier| carriers.contains(&carrier))
        };
        let counted = |found: &&ActFound| found.withdrawn != Some(true) && is_theirs(found);
        // Whom nobody here knows stands under his digest, as the plate does.
        let driver = |digest: Digest| {
            let is_ours = drivers.contains(&digest);
            if is_ours { by.driver.clone() } else { digest.hex().into() }
        };
        let carrier = |digest: Digest| {
            let is_ours = carriers.contains(&digest);
            if is_ours { by.carrier.clone() } else { digest.hex() }
        };
        let whose = |found: &ActFound| {
            let by = Offenders {
                driver: found.driver.map(driver).unwrap_or_default(),
                carrier: found.carrier.map(carrier).unwrap_or_default(),
            };
            Some(DecidedAct { by, ..act(found)? })
        };
        let mut acts: Vec<DecidedAct> = told.values().filter(counted).filter_map(whose).collect();
        acts.sort_by_key(|act| act.on);
        Ok(acts)
    }

    fn told_about(&self, whose: &str, digest: Digest) -> Result<Vec<ActFound>, StoreFault> {
        let sql = format!(
            "SELECT stop, plate, code, day, open, withdrawn, driver, carrier FROM act_told
             WHERE {whose}"
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let rows = statement.query_map([digest.0], told)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// A row as its item said it.
fn told(row: &Row<'_>) -> rusqlite::Result<ActFound> {
    let digest = |column: usize| -> rusqlite::Result<Option<Digest>> {
        Ok(row.get::<_, Option<[u8; 32]>>(column)?.map(Digest))
    };
    Ok(ActFound {
        stop: Id(row.get(0)?),
        plate: Digest(row.get(1)?),
        code: row.get(2)?,
        day: row.get(3)?,
        open: row.get::<_, bool>(4)?.then_some(true),
        withdrawn: row.get::<_, bool>(5)?.then_some(true),
        driver: digest(6)?,
        carrier: digest(7)?,
    })
}

/// `None` where its day is none of the calendar. Nobody here may know the plate: its digest stands for it.
fn act(found: &ActFound) -> Option<DecidedAct> {
    let standing = if found.open == Some(true) { Standing::Pending } else { Standing::Final };
    Some(DecidedAct {
        code: found.code.clone(),
        plate: found.plate.hex(),
        on: day_from(found.day).ok()?,
        standing,
        stop: Some(found.stop),
        by: Offenders::default(),
    })
}
