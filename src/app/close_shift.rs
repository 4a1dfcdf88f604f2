//! Closing a shift: what was issued against what was printed and received, one entry, one sheet; sends nothing itself.

use super::command::{Reply, Trouble};
use super::desk::{Desk, print_trouble};
use crate::domain::bureau::{BureauEvent, Shift};
use crate::domain::shift_close::Closing;
use crate::forms::hand_over_sheet;
use crate::print::printer::FilePrinter;
use crate::store::journal::Work;
use crate::wire::event::Body;

/// # Errors
/// When there is no shift, or the rows cannot be read.
pub fn look(desk: &mut Desk) -> Result<Reply, Trouble> {
    let shift = shift_of(desk)?;
    Ok(Reply::ShiftClosing(Box::new(reconcile(desk, &shift)?)))
}

/// Writes the close down, then prints the sheet. What waits stays where it is.
///
/// # Errors
/// When there is no shift, the journal cannot be written or the sheet not be printed.
pub fn close(desk: &mut Desk) -> Result<Reply, Trouble> {
    let shift = shift_of(desk)?;
    let closing = reconcile(desk, &shift)?;
    let credential = shift.officers.first().cloned().unwrap_or_default();
    let work = Work {
        officer: desk.bureau.officer(&credential).map(|officer| officer.id),
        bodies: vec![Body::Bureau(BureauEvent::ShiftClosed(closing.clone()))],
        ..Work::default()
    };
    let names = shift.officers.iter().map(|credential| {
        let officer = desk.bureau.officer(credential);
        officer.map_or(credential.clone(), |officer| format!("{} {credential}", officer.name))
    });
    let names = names.collect::<Vec<_>>().join("、");
    let filled = hand_over_sheet::fill(&desk.bureau.agency, &shift, &names, &closing);
    // A page that cannot be set is told before anything is written.
    let page = desk.typesetter()?.page(&filled).map_err(print_trouble)?;
    let bytes = page.pdf().map_err(print_trouble)?;
    desk.store.append(work, desk.clock.read(), &mut desk.dice)?;
    desk.refresh()?;
    let time = closing.at.hour_minute_second().replace(':', "");
    let name = format!("交接单-{}-{time}.pdf", closing.at.day());
    let folder = FilePrinter { folder: desk.paper_folder.clone() };
    let path = folder.print(&name, &bytes).map_err(print_trouble)?;
    let path = path.display().to_string();
    Ok(Reply::ShiftClosed { closing: Box::new(closing), path })
}

fn shift_of(desk: &Desk) -> Result<Shift, Trouble> {
    desk.bureau.shift.clone().ok_or_else(|| Trouble::new("trouble.no_shift"))
}

/// How the shift stands now.
fn reconcile(desk: &Desk, shift: &Shift) -> Result<Closing, Trouble> {
    let acknowledged = desk.store.acknowledged()?.number;
    // Where there is no headquarters, nothing from before this shift is waited for.
    let shift_day = desk.store.before_day(shift.at.day())?;
    let is_enrolled = desk.store.enrolled()?.is_some();
    let behind = if is_enrolled { acknowledged.min(shift_day) } else { shift_day };
    Ok(Closing {
        at: desk.clock.now(),
        decisions: desk.store.decisions_behind(behind, acknowledged, shift.at)?,
        entries_waiting: desk.store.head().number.saturating_sub(acknowledged),
        pages_waiting: desk.store.blobs_without_receipt()?.len() as u64,
        drafts: desk.store.drafts()?.len() as u64,
    })
}
