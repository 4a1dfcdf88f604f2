//! Looking things up offline: inspections by any part of plate, party, place or number; a plate.

use super::command::{Reply, Trouble};
use super::desk::Desk;
use super::open_inspection::{acts_of_offenders, known_acts, line};
use super::past_acts::{self, PastActs};
use super::view::list::ListPage;
use super::view::plate::{PlateView, PriorLine, TripLine, WatchLine};
use crate::domain::identity::normalise;
use crate::domain::inspection::judgement::Outcome;
use crate::domain::offender::Offenders;
use crate::store::StoreFault;
use crate::store::news::history::Prior;
use crate::store::news::watch::Watched;
use crate::store::rows::inspection::InspectionRow;

const PAGE: u32 = 50;
/// How many stops of one vehicle are looked through for earlier ones of the same trip.
const TRIPS: u32 = 20;

/// # Errors
/// When the rows cannot be read.
pub fn search(desk: &mut Desk, text: String, before: Option<u64>) -> Result<Reply, Trouble> {
    let rows = desk.store.inspections(text.trim(), before, PAGE)?;
    let full = rows.len() == PAGE as usize;
    Ok(Reply::Found(ListPage {
        before: rows.last().filter(|_| full).map(|row| row.number),
        lines: rows.iter().map(line).collect(),
        total: desk.store.count_inspections()?,
        query: text,
    }))
}

/// # Errors
/// When the rows cannot be read.
pub fn look_up_plate(desk: &mut Desk, plate: &str, by: Offenders) -> Result<Reply, Trouble> {
    let plate = normalise(plate);
    let (driver_acts, carrier_acts) = acts_of_offenders(&desk.store, &by, (&plate, u64::MAX))?;
    let priors = desk.store.priors_before(&plate, u64::MAX)?;
    let prior = |prior: &Prior| PriorLine {
        code: prior.act.code.clone(),
        on: prior.act.on,
        document_no: prior.document_no.clone(),
    };
    let watched = |watched: Watched| WatchLine {
        list: watched.list,
        code: watched.code,
        day: watched.day,
        number: watched.number,
    };
    let acts = known_acts(&desk.store, &plate, u64::MAX)?;
    let rulebook = &desk.rulebook;
    let asks =
        !rulebook.leniency.is_empty() || rulebook.violations.values().any(|act| act.or_repeated);
    let past = if asks {
        let known = [acts.as_slice(), driver_acts.as_slice(), carrier_acts.as_slice()];
        past_acts::of(&desk.store, (&plate, &by), known)?
    } else {
        PastActs::default()
    };
    let view = PlateView {
        acts,
        by,
        driver_acts,
        carrier_acts,
        unpunished: past.unpunished,
        priors: priors.iter().map(prior).collect(),
        trips: trips(desk, &plate)?,
        // Who is watched for a plate is watched for it whether it is doubted or not.
        watched: desk
            .store
            .watched(plate.trim_end_matches('?'))?
            .into_iter()
            .map(watched)
            .collect(),
        history_at: desk.store.history_at()?,
        inspections: desk.store.inspections_of_plate(&plate)?,
        plate,
    };
    Ok(Reply::Plate(Box::new(view)))
}

/// Stops of today and yesterday that ended in a penalty: a trip may cross midnight.
fn trips(desk: &Desk, plate: &str) -> Result<Vec<TripLine>, StoreFault> {
    let since = desk.clock.now().day().plus(-1);
    let punished = |row: &InspectionRow| {
        matches!(row.outcome, Some(Outcome::OnSpotPenalty | Outcome::CaseOpened))
    };
    let mut rows = desk.store.inspections(plate, None, TRIPS)?;
    rows.retain(|row| row.plate == plate && row.at.day() >= since && punished(row));
    let line = |row: InspectionRow| TripLine {
        inspection: row.id,
        at: row.at,
        codes: row.codes,
        is_case: row.outcome == Some(Outcome::CaseOpened),
    };
    Ok(rows.into_iter().map(line).collect())
}
