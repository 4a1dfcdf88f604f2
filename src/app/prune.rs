//! Party data that headquarters lets this laptop keep no longer; decides nothing about the days and sends nothing.

use super::close_shift;
use super::command::Trouble;
use super::desk::Desk;
use super::print_document::paper_head;
use crate::domain::pruning::PrunedStop;
use crate::stdx::files::Ground;
use crate::store::{StoreFault, disk};
use std::io::ErrorKind;

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
    sweep(desk)?;
    let Some(days) = desk.bureau.retention_days else { return Ok(0) };
    let stops = desk.store.prune(days, desk.clock.read(), &mut desk.dice)?;
    if stops > 0 {
        sweep(desk)?;
    }
    Ok(stops)
}

/// The files of stops whose data left: an entry says so already.
fn sweep(desk: &mut Desk) -> Result<(), StoreFault> {
    let unswept = desk.store.unswept()?;
    if unswept.stops.is_empty() {
        return Ok(());
    }
    // A folder elsewhere is no part of the laptop's memory: it is where somebody wanted his papers.
    if desk.paper_folder.starts_with(desk.store.folder()) {
        remove_papers(desk, &unswept.stops)?;
    }
    desk.store.sweep(&unswept)
}

/// Papers of `stops` that the printer to a file laid down, reprints and rolls included, and the sheets of the shifts up to
/// the last of them: they name plates.
fn remove_papers(desk: &Desk, stops: &[PrunedStop]) -> Result<(), StoreFault> {
    let (ground, folder) = (Ground::clone(&desk.store.site().ground), &desk.paper_folder);
    let names = match ground.names(folder) {
        Err(gone) if gone.kind() == ErrorKind::NotFound => return Ok(()),
        names => names.map_err(disk::fault)?,
    };
    let head = |stop: &PrunedStop| -> Vec<String> {
        let papers = stop.papers.iter();
        papers.map(|paper| paper_head(&paper.document_no, paper.issued_at, stop.id)).collect()
    };
    let heads: Vec<String> = stops.iter().flat_map(head).collect();
    let last = stops.iter().map(|stop| stop.at.day()).max();
    let leaves = |name: &String| {
        let is_sheet = close_shift::day_of_sheet(name).is_some_and(|day| Some(day) <= last);
        is_sheet || heads.iter().any(|head| name.starts_with(head))
    };
    for name in names.iter().filter(|name| leaves(name)) {
        ground.remove(&folder.join(name)).map_err(disk::fault)?;
    }
    disk::sync_folder(&ground, folder)
}
