//! The first screen's view: what the day holds, what waits, what falls due.

use super::command::{Reply, Trouble};
use super::desk::Desk;
use super::leftovers::Beyond;
use super::open_inspection::line;
use super::view::today::{BegunPaper, DraftLine, Due, TodayView};
use super::{docket, leftovers, numbers, returned, tasks};
use crate::domain::bureau::filing_due;
use crate::domain::calendar::LastDay;
use crate::domain::cash::{Cash, CashDue, CashStep};
use crate::domain::inspection::judgement::Outcome;
use crate::domain::paper::interview;
use crate::stdx::clock::Moment;
use crate::store::StoreFault;

const LATEST: u32 = 20;
/// How long a laptop without a headquarters shows a decision that is to be filed, in calendar days.
pub(super) const DUE_DAYS: i64 = 7;

/// # Errors
/// When the rows cannot be read.
pub fn load_today(desk: &mut Desk) -> Result<Reply, Trouble> {
    let now = desk.clock.now();
    let day = now.day();
    let shift = desk.bureau.shift.clone();
    let credentials = shift.as_ref().map(|shift| shift.officers.clone()).unwrap_or_default();
    let officers = credentials
        .iter()
        .filter_map(|credential| desk.bureau.officer(credential))
        .map(|officer| (officer.credential.clone(), officer.name.clone()))
        .collect();
    let (unacknowledged, oldest) = desk.store.unacknowledged()?;
    let beyond = leftovers::look(desk)?;
    let oldest_ms = oldest.map_or(now.ms(), |entry| entry.envelope.clock.wall.ms());
    let clocks = docket::beginning(desk, now)?;
    let mut view = TodayView {
        device: desk.store.device().to_string(),
        day,
        agency: desk.bureau.agency.name.clone(),
        sample: desk.bureau.agency.sample,
        officers,
        station: shift.as_ref().map(|shift| shift.station.clone()).unwrap_or_default(),
        plan: shift.map(|shift| shift.plan).unwrap_or_default(),
        inspections: 0,
        no_violation: 0,
        corrections: 0,
        on_spot: 0,
        cases: 0,
        handed_over: 0,
        blocked: 0,
        hours: [0; 24],
        latest: desk.store.inspections("", None, LATEST)?.iter().map(line).collect(),
        drafts: drafts(desk, &beyond)?,
        begun: begun(desk)?,
        due: due(desk, now)?,
        clocks,
        returned: returned::open(desk)?,
        tasks: tasks::open(desk)?,
        must_update: desk.must_update,
        unacknowledged,
        oldest_min: u64::try_from((now.ms() - oldest_ms) / 60_000).unwrap_or(0),
        photographs_waiting: desk.store.blobs_without_receipt()?.len() as u64,
        numbers: numbers::supply(desk)?,
        clock_step: desk.clock_step(),
        mirror_behind: mirror_behind(desk),
        blobs_changed: desk
            .store
            .blobs_found()
            .first()
            .map(|(number, _)| (desk.store.blobs_found().len(), *number)),
        pruning: desk.pruning_trouble.clone(),
        overdue: beyond.reminder(),
        draft_lost: desk.store.draft_lost(),
        disk_free: super::doctor::free_bytes(desk.store.folder()),
        habits: desk.habits(day)?,
    };
    for (hour, outcome, count) in desk.store.counts_of_day(day)? {
        if let Some(bar) = view.hours.get_mut(hour as usize) {
            *bar += count;
        }
        view.inspections += count;
        match outcome {
            Some(Outcome::NoViolation) => view.no_violation += count,
            Some(Outcome::Correction) => view.corrections += count,
            Some(Outcome::OnSpotPenalty) => view.on_spot += count,
            Some(Outcome::CaseOpened) => view.cases += count,
            Some(Outcome::HandedOver) => view.handed_over += count,
            Some(Outcome::Blocked) | None => view.blocked += count,
        }
    }
    Ok(Reply::Today(Box::new(view)))
}

/// Name of the officer whose draft it is, when it is not for who is signed in.
fn another(desk: &Desk, owner: &str) -> Option<String> {
    let is_own = owner.is_empty() || desk.signed_in.as_deref().is_none_or(|who| who == owner);
    let name = || desk.bureau.officer(owner).map_or(owner.to_string(), |known| known.name.clone());
    (!is_own).then(name)
}

fn drafts(desk: &Desk, beyond: &Beyond) -> Result<Vec<DraftLine>, StoreFault> {
    Ok(desk
        .store
        .drafts()?
        .into_iter()
        // An interview or another paper is gone on with from the page of its stop.
        .filter(|draft| draft.of_stop().is_none())
        .map(|draft| DraftLine {
            draft: draft.id,
            begun_at: draft.begun_at,
            another: another(desk, &draft.owner),
            overdue: beyond.of_people.iter().any(|over| over.id == draft.id),
            plate: draft.fields.get("vehicle.plate").cloned().unwrap_or_default(),
        })
        .collect())
}

fn begun(desk: &Desk) -> Result<Vec<BegunPaper>, StoreFault> {
    let mut begun = Vec::new();
    for draft in desk.store.drafts()? {
        let Some(inspection) = draft.of_stop() else { continue };
        let form = draft.paper_of().map_or(interview::WORD, |(_, word)| word).to_string();
        let (plate, begun_at) = (tasks::plate_of(desk, inspection)?, draft.begun_at);
        let another = another(desk, &draft.owner);
        begun.push(BegunPaper { inspection, plate, form, begun_at, another });
    }
    Ok(begun)
}

/// Decisions to file with the bureau (TPR 61(八)), which headquarters' receipt does; collected money that is to go on; and
/// revisits that were promised.
fn due(desk: &Desk, now: Moment) -> Result<Vec<Due>, StoreFault> {
    let acknowledged = desk.store.received_upto()?;
    // Without a headquarters nothing is ever received: older ones are the bureau's own to remind of.
    let behind = match desk.store.enrolled()? {
        Some(_) => acknowledged,
        None => desk.store.before_day(now.day().plus(-DUE_DAYS))?,
    };
    let mut due = Vec::new();
    for (inspection, decision) in desk.store.decisions_behind(behind, acknowledged, now)? {
        if decision.received {
            continue;
        }
        due.push(Due {
            on: filing_due(decision.issued_on, desk.rulebook.reckoner()),
            key: "due.file_decision",
            plate: decision.plate,
            number: decision.number.to_string(),
            inspection,
        });
    }
    due.extend(desk.bureau.cash.iter().filter_map(|cash| money(desk, cash)));
    for revisit in &desk.bureau.revisits {
        let inspection = revisit.inspection;
        let (plate, number) = (tasks::plate_of(desk, inspection)?, revisit.codes.join(" "));
        due.push(Due { on: revisit.on, key: "due.revisit", plate, number, inspection });
    }
    due.sort_by_key(|due| due.on);
    Ok(due)
}

/// Collected money that is to go on (处罚法 71).
fn money(desk: &Desk, cash: &Cash) -> Option<Due> {
    let CashDue { step, last_day } = cash.due(desk.rulebook.reckoner())?;
    let LastDay { on, is_certain } = last_day;
    let key = match (step, is_certain) {
        (CashStep::ToAgency, true) => "due.cash_to_agency",
        (CashStep::ToAgency, false) => "due.cash_to_agency_unsure",
        (CashStep::ToBank, true) => "due.cash_to_bank",
        (CashStep::ToBank, false) => "due.cash_to_bank_unsure",
    };
    let taken = &cash.collected;
    let (plate, number) = (taken.fine.to_string(), taken.number.to_string());
    Some(Due { on, key, plate, number, inspection: taken.inspection })
}

/// What the card lacks, when it cannot be written; a card that is only on its way lacks nothing.
fn mirror_behind(desk: &Desk) -> Option<u64> {
    let progress = desk.mirror_progress()?;
    progress.trouble.as_ref()?;
    Some(desk.store.head().number.saturating_sub(progress.until.unwrap_or(0)))
}
