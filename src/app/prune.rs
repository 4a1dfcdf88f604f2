//! Party data that headquarters lets this laptop keep no longer; decides nothing about the days and sends nothing.

use super::command::Trouble;
use super::desk::Desk;
use super::print_document::paper_head;
use super::{close_shift, paper_place};
use crate::domain::pruning::PrunedStop;
use crate::stdx::clock::Moment;
use crate::stdx::files::Ground;
use crate::store::pruning::sweep::Unswept;
use crate::store::{StoreFault, disk};
use std::path::Path;

/// Takes away what headquarters has held for the days that it set, so many stops at a time; gives how many. Where it set
/// none, everything stays.
///
/// # Errors
/// When the journal or a folder cannot be read or written; what was begun goes on the next time.
pub fn prune(desk: &mut Desk) -> Result<usize, StoreFault> {
    let left = leave(desk);
    // Behind a sync or a shift's close nobody waits for it: the first screen says what kept it.
    let fault = left.as_ref().err();
    desk.pruning_trouble = fault.map(|fault| Trouble::new(fault.key()).with(fault.said()));
    left
}

fn leave(desk: &mut Desk) -> Result<usize, StoreFault> {
    if !desk.store.may_write() {
        return Ok(0);
    }
    desk.store.revive()?;
    sweep(desk)?;
    let Some(days) = desk.bureau.retention_days else { return Ok(0) };
    let before = desk.store.head();
    let stops = desk.store.prune(days, desk.clock.read(), &mut desk.dice)?;
    if desk.store.head() != before {
        // The list of the shift that was closed last may be among what left.
        desk.refresh()?;
    }
    sweep(desk)?;
    Ok(stops)
}

/// The files of what left: an entry says so already.
///
/// # Errors
/// When the journal or a folder cannot be read or written; what was begun goes on the next time.
pub(super) fn sweep(desk: &mut Desk) -> Result<(), StoreFault> {
    let unswept = desk.store.unswept()?;
    if unswept.is_nothing() {
        return Ok(());
    }
    // Earlier programs laid papers beside the journal, whatever folder is chosen now.
    let own = paper_place::own(desk.store.folder());
    remove_papers(desk, &own, &unswept)?;
    if let Some(chosen) = desk.paper_folder().ok().filter(|chosen| *chosen != own) {
        remove_papers(desk, &chosen, &unswept)?;
    }
    desk.store.sweep(&unswept)
}

/// Papers of stops that the printer to a file laid down, reprints and rolls included, and the sheets of shifts whose closes
/// left: they name plates. A file that the printer did not name stays.
fn remove_papers(desk: &Desk, folder: &Path, unswept: &Unswept) -> Result<(), StoreFault> {
    let ground = Ground::clone(&desk.store.site().ground);
    let Some(names) = paper_place::names(&ground, folder)? else { return Ok(()) };
    let head = |stop: &PrunedStop| -> Vec<String> {
        let papers = stop.papers.iter();
        papers.map(|paper| paper_head(&paper.document_no, paper.issued_at, stop.id)).collect()
    };
    let heads: Vec<String> = unswept.stops.iter().flat_map(head).collect();
    let kept: Vec<Moment> =
        desk.store.closes()?.into_iter().map(|(_, closing)| closing.at).collect();
    let gone: Vec<Moment> = unswept.closes.iter().map(|close| close.at).collect();
    let leaves = |name: &String| {
        let sheet = close_shift::time_of_sheet(name);
        let is_sheet = sheet.is_some_and(|at| is_of_gone(at, &gone, &kept));
        let is_paper = name.trim_end_matches(".part").ends_with(".pdf");
        is_paper && (is_sheet || heads.iter().any(|head| name.starts_with(head)))
    };
    for name in names.iter().filter(|name| leaves(name)) {
        ground.remove(&folder.join(name)).map_err(disk::fault)?;
    }
    disk::sync_folder(&ground, folder)
}

/// Whether a sheet of the second `at`, or a reprint of one, is of a close that is `gone`: of all closes before it the last
/// is its own.
fn is_of_gone(at: Moment, gone: &[Moment], kept: &[Moment]) -> bool {
    let last = |closes: &[Moment]| {
        closes.iter().map(|close| close.ms() / 1000).filter(|close| *close <= at.ms() / 1000).max()
    };
    last(gone).is_some_and(|gone| last(kept).is_none_or(|kept| kept < gone))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_leaves_with_its_own_close_and_not_with_the_day() {
        let at = |text: &str| Moment::parse(&format!("2026-11-{text}+08:00")).unwrap();
        let (day, night, next) = (at("23T18:00:00.400"), at("24T05:30:00"), at("24T18:00:00"));
        for (sheet, gone, kept, leaves) in [
            ("23T18:00:00", vec![day], vec![night, next], true),
            ("23T18:00:01", vec![day], vec![night, next], true),
            ("24T05:30:00", vec![day], vec![night, next], false),
            // Reprinted before the next close: still the night's.
            ("24T09:00:00", vec![day, night], vec![next], true),
            ("24T18:00:00", vec![day, night], vec![next], false),
            ("24T18:00:00", vec![day, night, next], vec![], true),
            ("23T17:59:59", vec![day, night], vec![next], false),
        ] {
            assert_eq!(is_of_gone(at(sheet), &gone, &kept), leaves, "{sheet} {gone:?}");
        }
    }
}
