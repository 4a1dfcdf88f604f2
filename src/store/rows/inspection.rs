//! One row per inspection: what lists, searches and counts need; the facts stay in the journal.

use super::search::{self, WAIT};
use crate::domain::bureau::BureauEvent;
use crate::domain::inspection::Facts;
use crate::domain::inspection::event::Event;
use crate::domain::inspection::judgement::{Ending, Outcome};
use crate::domain::offender::Offenders;
use crate::domain::vehicle::Vehicle;
use crate::stdx::clock::Moment;
use crate::stdx::day::Day;
use crate::stdx::fen::Fen;
use crate::stdx::id::Id;
use crate::store::journal::{self, signed};
use crate::store::{Store, StoreFault};
use crate::wire::entry::Entry;
use crate::wire::event::Body;
use rusqlite::{OptionalExtension, Row, Transaction, params};

/// A stop in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InspectionRow {
    /// Number of its first entry.
    pub number: u64,
    /// Of the stop.
    pub id: Id,
    /// When it was.
    pub at: Moment,
    /// Normalised; empty without a vehicle.
    pub plate: String,
    /// Kind of vehicle, as a word of the contract.
    pub kind: String,
    /// Name of the party; empty while nobody is named.
    pub party: String,
    /// Of what was found.
    pub codes: Vec<String>,
    /// `None` as long as nothing was decided.
    pub outcome: Option<Outcome>,
    /// Kilograms over the limit; `None` inside it or not weighed.
    pub over_kg: Option<i64>,
    /// Fen; `None` without one.
    pub fine: Option<Fen>,
    /// Its 案号; empty without one.
    pub document_no: String,
    /// Papers issued.
    pub documents: u32,
    /// Of those, without a print.
    pub unprinted: u32,
    /// Its party data left this laptop: plate and party are empty.
    pub pruned: bool,
}

pub(super) const COLUMNS: &str = "number, id, at_ms, plate, kind, party, codes, outcome, over_kg, fine_fen, \
                                  document_no, documents, unprinted, pruned";
pub(super) const COLUMNS_COUNT: usize = 14;

/// Whether the stop is this laptop's own: what came with a pen stands under the entry that says so, of kind 33.
const OWN: &str = "number NOT IN (SELECT number FROM entry WHERE kind = 33 AND kind < 100)";

/// A day as 20261123.
pub(in crate::store) fn day_key(day: Day) -> i64 {
    i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
}

pub(super) fn recorded(
    tx: &Transaction<'_>,
    entry: &Entry,
    id: Id,
    facts: &Facts,
) -> Result<(), StoreFault> {
    let at = facts.at.unwrap_or(entry.envelope.clock.wall);
    let sql = "INSERT INTO inspection (number, id, at_ms, day, plate, kind, party, codes, outcome,
               document_no, documents, unprinted, driver, carrier, place, waiting)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, '', '', 0, 0, ?9, ?10, ?11, 1)
               ON CONFLICT (id) DO NOTHING";
    let by = Offenders::of(facts);
    let number = signed(entry.place());
    let made = tx.prepare_cached(sql)?.execute(params![
        number,
        id.0,
        at.ms(),
        day_key(at.day()),
        plate(facts),
        kind(facts),
        party(facts),
        codes(facts),
        by.driver.get(),
        by.carrier,
        place(facts),
    ])?;
    // A case is recorded once; what another laptop recorded of it as well makes no second row.
    if made == 0 { Ok(()) } else { search::recorded(tx, number) }
}

pub(super) fn corrected(tx: &Transaction<'_>, id: Id, facts: &Facts) -> Result<(), StoreFault> {
    let sql = "UPDATE inspection SET plate = ?2, party = ?3, codes = ?4, kind = ?5,
               at_ms = coalesce(?6, at_ms), day = coalesce(?7, day), driver = ?8, carrier = ?9,
               place = ?10
               WHERE id = ?1 RETURNING number, document_no";
    let by = Offenders::of(facts);
    let (codes, place) = (codes(facts), place(facts));
    let values = params![
        id.0,
        plate(facts),
        party(facts),
        codes,
        kind(facts),
        facts.at.map(Moment::ms),
        facts.at.map(|at| day_key(at.day())),
        by.driver.get(),
        by.carrier,
        place,
    ];
    let found: Option<(i64, String)> = tx
        .prepare_cached(sql)?
        .query_row(values, |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    // A case of another laptop has none while what that one wrote is not here.
    let Some((number, document_no)) = found else { return Ok(()) };
    search::index_again(
        tx,
        number,
        &[plate(facts).as_str(), party(facts), &codes, &place, &document_no],
    )
}

/// Driver and carrier of every stop and of its acts, for a journal whose rows do not say them yet.
///
/// # Errors
/// When the rows cannot be read or written; an entry that cannot be read names nobody.
pub(in crate::store) fn name_offenders(tx: &Transaction<'_>) -> Result<(), StoreFault> {
    let mut rows = Vec::new();
    journal::each_of_facts(tx, |stop, facts| rows.push((stop, Offenders::of(facts))))?;
    for (stop, by) in rows {
        for sql in [
            "UPDATE inspection SET driver = ?2, carrier = ?3 WHERE id = ?1",
            "UPDATE act SET driver = ?2, carrier = ?3 WHERE inspection = ?1",
        ] {
            tx.prepare_cached(sql)?.execute(params![stop.0, by.driver.get(), by.carrier])?;
        }
    }
    Ok(())
}

pub(super) fn ended(tx: &Transaction<'_>, id: Id, ending: &Ending) -> Result<(), StoreFault> {
    let number = ending.number.as_ref().map(ToString::to_string).unwrap_or_default();
    let sql = "UPDATE inspection SET outcome = ?2, over_kg = ?3, fine_fen = ?4, document_no = ?5
               WHERE id = ?1 RETURNING number, plate, party, codes, place";
    let fine_fen = ending.fine.map(|fen| fen.0);
    let values = params![id.0, ending.outcome.word(), ending.over_kg, fine_fen, number];
    let found: Option<(i64, [String; 4])> = tx
        .prepare_cached(sql)?
        .query_row(values, |row| {
            Ok((row.get(0)?, [row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?]))
        })
        .optional()?;
    match found {
        Some((stop, [plate, party, codes, place])) if !number.is_empty() => {
            search::index_again(tx, stop, &[&plate, &party, &codes, &place, &number])
        }
        // Without a number it has no word that it had not before.
        Some(_) | None => Ok(()),
    }
}

fn kind(facts: &Facts) -> &str {
    facts.vehicle.as_ref().map_or("", |vehicle| vehicle.kind.as_str())
}

/// Under what the vehicle is found: its plate, marked where that is in doubt, or its frame where it has none.
pub(super) fn plate(facts: &Facts) -> String {
    facts.vehicle.as_ref().map(Vehicle::known_as).unwrap_or_default()
}

fn party(facts: &Facts) -> &str {
    let present = facts.present.as_ref().map_or("", |present| present.name.get());
    facts.party.as_ref().map_or(present, |party| party.name())
}

fn codes(facts: &Facts) -> String {
    let codes: Vec<&str> = facts.findings.iter().map(|finding| finding.code.as_str()).collect();
    codes.join(" ")
}

/// Route and place, as they are searched for.
pub(super) fn place(facts: &Facts) -> String {
    [facts.place.route.as_str(), &facts.place.text].join(" ").trim().to_string()
}

pub(super) fn row_of(row: &Row<'_>) -> rusqlite::Result<InspectionRow> {
    let (codes, outcome): (String, String) = (row.get(6)?, row.get(7)?);
    Ok(InspectionRow {
        number: u64::try_from(row.get::<_, i64>(0)?).unwrap_or(0),
        id: Id(row.get(1)?),
        at: Moment::from_ms(row.get(2)?),
        plate: row.get(3)?,
        kind: row.get(4)?,
        party: row.get(5)?,
        codes: codes.split_whitespace().map(ToString::to_string).collect(),
        outcome: Outcome::from_word(&outcome),
        over_kg: row.get(8)?,
        fine: row.get::<_, Option<i64>>(9)?.map(Fen),
        document_no: row.get(10)?,
        documents: row.get(11)?,
        unprinted: row.get(12)?,
        pruned: row.get(13)?,
    })
}

/// What was found at one stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundRow {
    /// Number of the stop's first entry.
    pub number: u64,
    /// When it was.
    pub at: Moment,
    /// Of what was found; never empty.
    pub codes: Vec<String>,
    /// `None` as long as nothing was decided.
    pub outcome: Option<Outcome>,
}

impl Store {
    /// The stops at which something was found, among the newest `looks`, newest first.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn found_lately(&self, looks: u32) -> Result<Vec<FoundRow>, StoreFault> {
        let sql = "SELECT number, at_ms, codes, outcome FROM (
                       SELECT number, at_ms, codes, outcome FROM inspection
                       ORDER BY number DESC LIMIT ?1)
                   WHERE codes <> '' ORDER BY number DESC";
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map([looks], |row| {
            let (codes, outcome): (String, String) = (row.get(2)?, row.get(3)?);
            Ok(FoundRow {
                number: u64::try_from(row.get::<_, i64>(0)?).unwrap_or(0),
                at: Moment::from_ms(row.get(1)?),
                codes: codes.split_whitespace().map(ToString::to_string).collect(),
                outcome: Outcome::from_word(&outcome),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// One inspection's row.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn inspection(&self, id: Id) -> Result<Option<InspectionRow>, StoreFault> {
        let sql = format!("SELECT {COLUMNS} FROM inspection WHERE id = ?1");
        Ok(self.conn.prepare_cached(&sql)?.query_row([id.0], row_of).optional()?)
    }

    /// How many inspections there are.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn count_inspections(&self) -> Result<u64, StoreFault> {
        if let Some(count) = self.inspections.get() {
            return Ok(count);
        }
        let count = self
            .conn
            .prepare_cached("SELECT count(*) FROM inspection")?
            .query_row([], |row| row.get::<_, i64>(0))?;
        let count = u64::try_from(count).unwrap_or(0);
        // A reader's journal grows beside it.
        self.inspections.set(Some(count).filter(|_| self.may_write()));
        Ok(count)
    }

    /// Counts those that were just kept, without reading all rows again.
    pub(in crate::store) fn more_inspections(&self, kept: &[Entry]) {
        // A case that came is counted anew: it may have been here before.
        let came =
            |entry: &Entry| matches!(&entry.body, Body::Bureau(BureauEvent::CaseCame { .. }));
        if kept.iter().any(came) {
            return self.inspections.set(None);
        }
        let recorded =
            |entry: &&Entry| matches!(entry.body, Body::Inspection(Event::InspectionRecorded(_)));
        let more = kept.iter().filter(recorded).count();
        let more = u64::try_from(more).unwrap_or(u64::MAX);
        self.inspections.set(self.inspections.get().map(|count| count.saturating_add(more)));
    }

    /// Stops of `day` that this laptop made, by hour and outcome: (hour, outcome word, how many).
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn counts_of_day(&self, day: Day) -> Result<Vec<(u32, Option<Outcome>, u32)>, StoreFault> {
        // China keeps one offset all year, so the hour is arithmetic. Both sorts of stops, so that their index is used.
        let sql = format!(
            "SELECT (at_ms + 28800000) / 3600000 % 24, outcome, count(*) FROM (
                 SELECT at_ms, outcome FROM inspection
                 WHERE waiting = 0 AND pruned IN (0, 1) AND day = ?1 AND {OWN}
                 UNION ALL SELECT at_ms, outcome FROM inspection
                 WHERE {WAIT} AND day = ?1 AND {OWN})
             GROUP BY 1, 2 ORDER BY 1, 2"
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let rows = statement.query_map([day_key(day)], |row| {
            let outcome: String = row.get(1)?;
            Ok((row.get(0)?, Outcome::from_word(&outcome), row.get(2)?))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The stops of `plate` on `day` that ended with a case, the oldest first; none without a plate.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn cases_of_plate(&self, plate: &str, day: Day) -> Result<Vec<Id>, StoreFault> {
        if plate.is_empty() {
            return Ok(Vec::new());
        }
        let sql = format!(
            "SELECT id, number FROM inspection
             WHERE waiting = 0 AND plate = ?1 AND day = ?2 AND outcome = ?3
             UNION ALL SELECT id, number FROM inspection
             WHERE {WAIT} AND plate = ?1 AND day = ?2 AND outcome = ?3 ORDER BY 2"
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let values = params![plate, day_key(day), Outcome::CaseOpened.word()];
        let rows = statement.query_map(values, |row| row.get(0).map(Id))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How often `plate` was inspected by this laptop.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn inspections_of_plate(&self, plate: &str) -> Result<u32, StoreFault> {
        let sql = format!(
            "SELECT (SELECT count(*) FROM inspection WHERE waiting = 0 AND plate = ?1 AND {OWN})
                  + (SELECT count(*) FROM inspection WHERE {WAIT} AND plate = ?1 AND {OWN})"
        );
        Ok(self.conn.prepare_cached(&sql)?.query_row([plate], |row| row.get(0))?)
    }
}
