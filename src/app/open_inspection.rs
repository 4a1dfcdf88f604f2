//! One inspection in full: folded from its entries, judged under the pack it was decided with.

use super::cash;
use super::clocks;
use super::command::{Reply, Trouble};
use super::correct;
use super::desk::{Desk, read_bureau};
use super::documents;
use super::earlier_orders;
use super::past_acts::{self, PastActs};
use super::pens::both_sides;
use super::steps;
use super::view::foundation::Foundation;
use super::view::inspection::{
    Correction, DocumentLine, ElsewhereLine, EntryLine, InspectionView, Person,
};
use super::view::today::Line;
use crate::domain::bureau::Bureau;
use crate::domain::counting::{DecidedAct, stop_elsewhere};
use crate::domain::inspection::apply::apply;
use crate::domain::inspection::event::Event;
use crate::domain::inspection::judge::{Known, judge};
use crate::domain::inspection::judgement::{Ending, Judgement, Outcome};
use crate::domain::inspection::{Facts, Inspection};
use crate::domain::leniency::history::Past;
use crate::domain::offender::Offenders;
use crate::domain::party::{Party, PartyKind};
use crate::domain::rulebook::Rulebook;
use crate::domain::vehicle::Vehicle;
use crate::stdx::clock::Moment;
use crate::stdx::fen::Fen;
use crate::stdx::id::Id;
use crate::store::rows::inspection::InspectionRow;
use crate::store::{Store, StoreFault};
use crate::wire::entry::Entry;
use crate::wire::event::{Body, name};
use std::borrow::Cow;

/// Folds one inspection from the journal.
///
/// # Errors
/// When an entry cannot be read, or its party data left this laptop.
pub fn load(store: &Store, id: Id) -> Result<Inspection, StoreFault> {
    let mut inspection = Inspection::new(id);
    for entry in store.entries_of(id)? {
        match entry.body {
            Body::Inspection(event) => apply(&mut inspection, event),
            Body::Pruned => return Err(StoreFault::Pruned),
            // What a later program recorded is kept; this one judges what it can read.
            Body::Later { takes } => {
                inspection.number_of_later = inspection.number_of_later.or(takes);
            }
            Body::Bureau(_) => {}
        }
    }
    Ok(inspection)
}

/// The same of its entries `kept`, for who needs them as well.
///
/// # Errors
/// When its party data left this laptop.
pub(super) fn fold(id: Id, kept: &[Entry]) -> Result<Inspection, StoreFault> {
    let mut inspection = Inspection::new(id);
    for entry in kept {
        match &entry.body {
            Body::Inspection(event) => apply(&mut inspection, event.clone()),
            Body::Pruned => return Err(StoreFault::Pruned),
            Body::Later { takes } => {
                inspection.number_of_later = inspection.number_of_later.or_else(|| takes.clone());
            }
            Body::Bureau(_) => {}
        }
    }
    Ok(inspection)
}

/// What the law gives for a recorded inspection. Its own decision is left out of the count.
///
/// # Errors
/// When the journal cannot be read.
pub fn judge_recorded(
    desk: &Desk,
    inspection: &Inspection,
    rulebook: &Rulebook,
    now: Moment,
) -> Result<Judgement, StoreFault> {
    judge_for(desk, &desk.bureau, inspection, rulebook, now)
}

/// The same where what was decided stays decided: by the officers and in the name of the agency of that entry, with the
/// outcome, penalties and fine that it kept. While nothing is decided nothing is held to.
///
/// # Errors
/// When the journal cannot be read.
pub fn judge_decided(
    desk: &Desk,
    bureau: &Bureau,
    inspection: &Inspection,
    rulebook: &Rulebook,
    now: Moment,
) -> Result<Judgement, StoreFault> {
    let mut judgement = judge_for(desk, bureau, inspection, rulebook, now)?;
    if let Some(ending) = inspection.ending.as_ref().filter(|ending| is_decided(ending)) {
        judgement.hold_to(ending);
    }
    Ok(judgement)
}

fn judge_for(
    desk: &Desk,
    bureau: &Bureau,
    inspection: &Inspection,
    rulebook: &Rulebook,
    now: Moment,
) -> Result<Judgement, StoreFault> {
    let facts = &inspection.facts;
    let plate = facts.vehicle.as_ref().map(Vehicle::known_as).unwrap_or_default();
    let before = deciding_entry(&desk.store, inspection)?;
    let mut acts = known_acts(&desk.store, &plate, before)?;
    let (mut driver_acts, mut carrier_acts) =
        acts_of_offenders(&desk.store, &Offenders::of(facts), (&plate, before))?;
    // Of a case that came with its pen headquarters told as of another laptop's.
    let number = inspection.ending.as_ref().and_then(|ending| ending.number.as_ref());
    if let Some(own) = number.map(|number| stop_elsewhere(&number.to_string())) {
        for acts in [&mut acts, &mut driver_acts, &mut carrier_acts] {
            acts.retain(|act| act.stop != Some(own));
        }
    }
    let same_trip_codes = match facts.same_trip_as {
        None => Vec::new(),
        Some(earlier) => penalised_codes(&desk.store, earlier)?,
    };
    let opened_codes = opened_codes(&desk.store, inspection, (now, before))?;
    // What was decided is not weighed again by what came since.
    let decided = inspection.ending.as_ref().filter(|ending| is_decided(ending));
    let past = if decided.is_some() {
        PastActs::default()
    } else {
        let acts = [acts.as_slice(), driver_acts.as_slice(), carrier_acts.as_slice()];
        past_acts::of_stop(&desk.store, rulebook, (inspection.id, facts), acts)?
    };
    let orders = earlier_orders::known(&desk.store, facts)?;
    let known = Known {
        rulebook,
        agency: &bureau.agency,
        roster: &bureau.officers,
        acts: &acts,
        driver_acts: &driver_acts,
        carrier_acts: &carrier_acts,
        same_trip_codes: &same_trip_codes,
        opened_codes: &opened_codes,
        past: Past {
            unpunished: &past.unpunished,
            known_at: past.known_at,
            decided: decided.map(|ending| ending.let_off.as_slice()),
        },
        orders: &orders,
        photographs: inspection.photographs.len(),
        now,
    };
    Ok(judge(facts, &inspection.telling, &known))
}

/// Decided acts about a plate that were known before entry `before`: this journal's, headquarters' word, and the decisions
/// of other laptops. What has no plate has none: nobody can say that two of them are one vehicle.
///
/// # Errors
/// When the rows cannot be read.
pub fn known_acts(store: &Store, plate: &str, before: u64) -> Result<Vec<DecidedAct>, StoreFault> {
    if plate.is_empty() {
        return Ok(Vec::new());
    }
    let mut acts = store.acts_before(plate, before)?;
    let told = store.priors_before(plate, before)?;
    acts.extend(told.into_iter().map(|prior| prior.act));
    Ok(acts)
}

/// The same about the driver and about the carrier of a stop of `plate`, each with whatever vehicle.
///
/// # Errors
/// When the rows cannot be read.
pub fn acts_of_offenders(
    store: &Store,
    by: &Offenders,
    (plate, before): (&str, u64),
) -> Result<(Vec<DecidedAct>, Vec<DecidedAct>), StoreFault> {
    let (mut of_driver, mut of_carrier) = (Vec::new(), Vec::new());
    let named = |acts: &[DecidedAct]| -> Vec<String> {
        acts.iter().map(|act| act.plate.clone()).chain([plate.to_string()]).collect()
    };
    let driver = by.driver.get();
    if !driver.is_empty() {
        of_driver = store.acts_of_driver(driver, before)?;
        let plates = named(&of_driver);
        let plates: Vec<&str> = plates.iter().map(String::as_str).collect();
        let told = store.priors_of_driver(driver, &plates, before)?;
        of_driver.extend(told.into_iter().map(|prior| prior.act));
    }
    if !by.carrier.is_empty() {
        of_carrier = store.acts_of_carrier(&by.carrier, before)?;
        let plates = named(&of_carrier);
        let plates: Vec<&str> = plates.iter().map(String::as_str).collect();
        let told = store.priors_of_carrier(&by.carrier, &plates, before)?;
        of_carrier.extend(told.into_iter().map(|prior| prior.act));
    }
    Ok((of_driver, of_carrier))
}

/// The entry that decided, so that what came after does not count; all there is while nothing is.
fn deciding_entry(store: &Store, inspection: &Inspection) -> Result<u64, StoreFault> {
    if !inspection.ending.as_ref().is_some_and(is_decided) {
        return Ok(u64::MAX);
    }
    let entries = store.entries_of(inspection.id)?;
    let ended = |body: &Body| matches!(body, Body::Inspection(Event::InspectionEnded(_)));
    let entry = entries.iter().find(|entry| ended(&entry.body));
    Ok(entry.map_or(u64::MAX, Entry::place))
}

fn is_decided(ending: &Ending) -> bool {
    ending.outcome != Outcome::Blocked
}

/// Codes that the stops of one trip were penalised for, from `id` back to the first of them.
fn penalised_codes(store: &Store, id: Id) -> Result<Vec<String>, StoreFault> {
    let (mut codes, mut seen, mut next) = (Vec::new(), Vec::new(), Some(id));
    while let Some(id) = next.filter(|id| !seen.contains(id)) {
        seen.push(id);
        if let Some(row) = store.inspection(id)?.filter(|row| row.pruned) {
            codes.extend(row.codes.into_iter().filter(|_| row.outcome.is_some_and(punishes)));
            break;
        }
        let earlier = load(store, id)?;
        next = earlier.facts.same_trip_as;
        codes.extend(penalised(earlier.ending));
    }
    Ok(codes)
}

/// Codes that other stops of the vehicle opened a case for on the day of `inspection`, before entry `before`.
fn opened_codes(
    store: &Store,
    inspection: &Inspection,
    (now, before): (Moment, u64),
) -> Result<Vec<String>, StoreFault> {
    let facts = &inspection.facts;
    let plate = facts.vehicle.as_ref().map(Vehicle::known_as).unwrap_or_default();
    let stops = store.cases_of_plate(&plate, facts.at.unwrap_or(now).day())?;
    let mut codes = Vec::new();
    for stop in stops.into_iter().filter(|stop| *stop != inspection.id) {
        for entry in store.entries_of(stop)? {
            let at = entry.place();
            if let Body::Inspection(Event::InspectionEnded(ending)) = entry.body
                && at < before
            {
                codes.extend(ending.codes);
            }
        }
    }
    Ok(codes)
}

fn penalised(ending: Option<Ending>) -> Vec<String> {
    ending.filter(|ending| punishes(ending.outcome)).map(|e| e.codes).unwrap_or_default()
}

fn punishes(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::OnSpotPenalty | Outcome::CaseOpened)
}

/// `open_inspection` for a screen.
///
/// # Errors
/// As `open_inspection`.
pub fn show(desk: &mut Desk, id: Id) -> Result<Reply, Trouble> {
    open_inspection(desk, id).map(|view| Reply::Inspection(Box::new(view)))
}

/// # Errors
/// When there is no such inspection, or the journal cannot be read.
pub fn open_inspection(desk: &mut Desk, id: Id) -> Result<InspectionView, Trouble> {
    let row = desk.store.inspection(id)?.ok_or_else(|| Trouble::new("trouble.no_inspection"))?;
    let inspection = load(&desk.store, id)?;
    let pack = inspection.ending.as_ref().map_or(desk.rulebook.pack.digest, |end| end.pack);
    let rulebook = desk.rulebook_of(pack)?;
    let now = desk.clock.now();
    let bureau = match deciding_entry(&desk.store, &inspection)? {
        u64::MAX => Cow::Borrowed(&desk.bureau),
        decided => Cow::Owned(read_bureau(&desk.store, decided)?),
    };
    let judgement = judge_decided(desk, &bureau, &inspection, &rulebook, now)?;
    let kept = desk.store.entries_of(id)?;
    let corrections = corrections(desk, &kept);
    let pens = both_sides(desk, id, &kept)?;
    let entries = kept
        .iter()
        .map(|entry| EntryLine {
            number: entry.envelope.number,
            from: entry.came.map(|_| entry.envelope.device.short()),
            at: entry.envelope.clock.wall,
            kind: name(&entry.body).to_string(),
            who: person(desk, entry.envelope.officer),
        })
        .collect();
    let void = inspection.voided.iter().flat_map(|voided| &voided.documents);
    let documents = inspection
        .documents
        .iter()
        .chain(void)
        .map(|document| DocumentLine {
            is_void: inspection.void_of(document).is_some(),
            document: document.id,
            form: document.form.clone(),
            title: documents::title(&document.form).to_string(),
            number: document.number.as_ref().map(ToString::to_string).unwrap_or_default(),
            pages: document.pages,
            printed: u32::try_from(document.prints.len()).unwrap_or(u32::MAX),
            digest: document.digest.hex(),
        })
        .collect();
    let elsewhere = elsewhere(&desk.store, &kept)?;
    let line = line(&row);
    let cash = cash::of(desk, id);
    let (clocks, recordable) = clocks::of(desk, &inspection, &kept, &rulebook, now)?;
    let steps = steps::of(desk, &inspection, &kept, &rulebook, &judgement, now)?;
    let foundation = foundation(&inspection.facts, &judgement, &rulebook, now);
    Ok(InspectionView {
        line,
        inspection,
        judgement,
        documents,
        corrections,
        entries,
        elsewhere,
        pens,
        cash,
        clocks,
        recordable,
        steps,
        foundation,
    })
}

/// Photographs and pages that entries of other laptops name: their bytes are not here.
fn elsewhere(store: &Store, kept: &[Entry]) -> Result<Vec<ElsewhereLine>, StoreFault> {
    let mut lines = Vec::new();
    for entry in kept.iter().filter(|entry| entry.came.is_some()) {
        let Some(subject) = entry.envelope.subject else { continue };
        for blob in &entry.envelope.blobs {
            let stands = store.brought_blob(subject, blob.digest)?;
            lines.push(ElsewhereLine {
                digest: blob.digest,
                bytes: blob.size,
                is_page: blob.kind == "application/pdf",
                held: stands.and_then(|stands| stands.held_ms).map(Moment::from_ms),
            });
        }
    }
    Ok(lines)
}

/// What the acts of a stop, judged to `judgement`, rest on in the pack `rulebook`.
fn foundation(
    facts: &Facts,
    judgement: &Judgement,
    rulebook: &Rulebook,
    now: Moment,
) -> Foundation {
    let day = facts.at.unwrap_or(now).day();
    let codes: Vec<String> = facts.findings.iter().map(|finding| finding.code.clone()).collect();
    let sole_trader = facts.party.as_ref().map(Party::kind) == Some(PartyKind::SoleTrader);
    Foundation::of(rulebook, &codes, judgement, (day, sole_trader))
}

/// Corrections among the entries of one inspection, each with what it changed.
pub(super) fn corrections(desk: &Desk, entries: &[Entry]) -> Vec<Correction> {
    let (blank, mut recorder) = (Facts::default(), None);
    let mut facts = &blank;
    let mut corrections = Vec::new();
    for entry in entries {
        if let Body::Inspection(Event::InspectionRecorded(first)) = &entry.body {
            facts = first;
            recorder = entry.envelope.officer;
        }
        if let Body::Inspection(Event::FactsCorrected { reason, facts: new }) = &entry.body {
            let changes = correct::changes(facts, new);
            let (at, reason) = (entry.envelope.clock.wall, reason.clone());
            let who = person(desk, entry.envelope.officer);
            let recorded_by = person(desk, recorder);
            corrections.push(Correction { at, who, recorded_by, reason, changes });
            facts = new;
            recorder = entry.envelope.officer;
        }
    }
    corrections
}

/// Who an entry names.
pub(super) fn person(desk: &Desk, id: Option<Id>) -> Person {
    let Some(id) = id else { return Person::default() };
    let known = desk.bureau.officers.iter().find(|officer| officer.id == id);
    match known {
        Some(known) => Person { name: known.name.clone(), credential: known.credential.clone() },
        None => Person { name: id.short(), credential: String::new() },
    }
}

/// A row as a line of a list.
#[must_use]
pub fn line(row: &InspectionRow) -> Line {
    Line {
        inspection: row.id,
        at: row.at,
        plate: row.plate.clone(),
        kind: row.kind.clone(),
        party: row.party.clone(),
        outcome: row.outcome.map_or("", Outcome::word),
        codes: row.codes.clone(),
        over_kg: row.over_kg,
        // A caution alone has no amount to show.
        fine: row.fine.filter(|fine| *fine > Fen::ZERO),
        number: row.document_no.clone(),
        printed: row.documents > 0 && row.unprinted == 0,
        pruned: row.pruned,
    }
}
