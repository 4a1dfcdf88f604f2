//! Where a decided stop or an opened case stands in its procedure by its entries, and what its next steps lack; takes none.

use super::clocks;
use super::desk::Desk;
use super::open_inspection::judge_recorded;
use super::view::steps::StandingView;
use crate::domain::inspection::Inspection;
use crate::domain::inspection::judge::acting;
use crate::domain::inspection::judgement::{Judgement, Outcome};
use crate::domain::procedure::facts::of_stop::RecordedStop;
use crate::domain::rulebook::Rulebook;
use crate::stdx::clock::Moment;
use crate::store::StoreFault;
use crate::wire::entry::Entry;

/// By its entries `kept` and what it was `judged` to, with the clocks of the pack that it was decided with. What an opened case
/// waits for is asked of the pack of today.
///
/// # Errors
/// When the rows cannot be read.
pub(super) fn of(
    desk: &Desk,
    inspection: &Inspection,
    kept: &[Entry],
    rulebook: &Rulebook,
    judged: &Judgement,
    now: Moment,
) -> Result<Option<StandingView>, StoreFault> {
    let Some(told) = clocks::told(desk, inspection, kept, rulebook, now)? else { return Ok(None) };
    let is_case = inspection.ending.as_ref().is_some_and(|end| end.outcome == Outcome::CaseOpened);
    let today =
        if is_case { Some(judge_recorded(desk, inspection, &desk.rulebook, now)?) } else { None };
    let pack = if is_case { &*desk.rulebook } else { rulebook };
    let clocks = told.running(rulebook, now);
    let acting = acting(&inspection.facts, now.day(), &desk.bureau.officers, &desk.rulebook);
    let lacks = desk.bureau.agency.missing_for_decision();
    let stop = RecordedStop {
        inspection,
        judgement: today.as_ref().unwrap_or(judged),
        acting: &acting,
        rulebook: pack,
        cash: told.cash,
        filed_at: told.filed_at,
        clocks: &clocks,
        agency_lacks: &lacks,
        now,
    };
    Ok(stop.standing().map(|standing| StandingView::of(&standing)))
}
