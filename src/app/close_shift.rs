//! Closing a shift: what was issued against what was printed and received, and its sheet, each copy with an entry of its own;
//! sends nothing itself.

use super::command::{Reply, Trouble};
use super::desk::{Desk, print_trouble};
use super::prune;
use crate::domain::bureau::{BureauEvent, Shift};
use crate::domain::shift_close::{ClosedCash, Closing, PrintedSheet};
use crate::forms::filled::Filled;
use crate::forms::hand_over_sheet;
use crate::print::printer::FilePrinter;
use crate::stdx::clock::Moment;
use crate::stdx::digest::Digest;
use crate::stdx::files::Ground;
use crate::store::journal::Work;
use crate::wire::event::Body;
use std::path::PathBuf;

/// What the name of a sheet's file begins with; its day and its time stand behind.
const SHEET: &str = "交接单-";

/// # Errors
/// When there never was a shift, or the rows cannot be read.
pub fn look(desk: &mut Desk) -> Result<Reply, Trouble> {
    if let Some(shift) = desk.bureau.shift.clone() {
        let closing = Box::new(reconcile(desk, &shift)?);
        return Ok(Reply::ShiftClosing { closing, is_closed: false });
    }
    let (_, closing) = last_closed(desk)?;
    Ok(Reply::ShiftClosing { closing: Box::new(closing), is_closed: true })
}

/// Writes the close down, then prints the sheet; for a shift that is closed prints it again. What waits stays where
/// it is.
///
/// # Errors
/// When there never was a shift, evidence is still taken in, papers have no folder, the journal cannot be written or the
/// sheet not be printed.
pub fn close(desk: &mut Desk) -> Result<Reply, Trouble> {
    let Some(shift) = desk.bureau.shift.clone() else { return print_again(desk) };
    // What comes in behind the close would stand in no sheet.
    desk.no_import()?;
    desk.no_print()?;
    let closing = reconcile(desk, &shift)?;
    // A sheet that has no place or cannot be set is told before anything is written.
    let folder = desk.paper_folder()?;
    let bytes = sheet(desk, &shift, &closing, String::new())?;
    let closed = BureauEvent::ShiftClosed(closing.clone());
    write(desk, &shift, vec![closed, printed(&closing, 1, &bytes)])?;
    let laid = lay(desk, folder, closing, &bytes)?;
    // The shift is closed whatever becomes of it; the next session goes on with it, and the first screen says why it could not.
    let _told = prune::prune(desk);
    Ok(laid)
}

/// Prints the sheet of the shift that was closed last once more: no plain file leaves that the journal does not name.
fn print_again(desk: &mut Desk) -> Result<Reply, Trouble> {
    let (shift, closing) = last_closed(desk)?;
    let folder = desk.paper_folder()?;
    // An earlier program named the close alone, and its sheet was printed all the same.
    let copy = desk.bureau.sheets.max(1).saturating_add(1);
    let note = format!("第{copy}次打印（补打） {}", desk.clock.now().in_chinese());
    let bytes = sheet(desk, &shift, &closing, note)?;
    write(desk, &shift, vec![printed(&closing, copy, &bytes)])?;
    lay(desk, folder, closing, &bytes)
}

fn printed(closing: &Closing, copy: u32, bytes: &[u8]) -> BureauEvent {
    let digest = Digest::of(bytes);
    BureauEvent::SheetPrinted(PrintedSheet { closed_at: closing.at, copy, digest })
}

/// Of who is signed in, whosever shift it was.
fn write(desk: &mut Desk, shift: &Shift, events: Vec<BureauEvent>) -> Result<(), Trouble> {
    let who = desk.signed_in.as_ref().or_else(|| shift.officers.first());
    let work = Work {
        officer: who.and_then(|who| desk.bureau.officer(who)).map(|officer| officer.id),
        bodies: events.into_iter().map(Body::Bureau).collect(),
        ..Work::default()
    };
    desk.store.append(work, desk.clock.read(), &mut desk.dice)?;
    Ok(desk.refresh()?)
}

fn last_closed(desk: &Desk) -> Result<(Shift, Closing), Trouble> {
    desk.bureau.closed.clone().ok_or_else(|| Trouble::new("trouble.no_shift"))
}

fn sheet(
    desk: &mut Desk,
    shift: &Shift,
    closing: &Closing,
    copy_note: String,
) -> Result<Vec<u8>, Trouble> {
    let names = shift.officers.iter().map(|credential| {
        let officer = desk.bureau.officer(credential);
        officer.map_or(credential.clone(), |officer| format!("{} {credential}", officer.name))
    });
    let names = names.collect::<Vec<_>>().join("、");
    let filled = hand_over_sheet::fill(&desk.bureau.agency, shift, &names, closing);
    let page = desk.typesetter()?.page(&Filled { copy_note, ..filled }).map_err(print_trouble)?;
    page.pdf().map_err(print_trouble)
}

/// Lays the sheet into the folder of papers.
fn lay(desk: &Desk, folder: PathBuf, closing: Closing, bytes: &[u8]) -> Result<Reply, Trouble> {
    let now = desk.clock.now();
    let time = now.hour_minute_second().replace(':', "");
    let name = format!("{SHEET}{}-{time}.pdf", now.day());
    let ground = Ground::clone(&desk.store.site().ground);
    let is_fleeting = desk.is_fleeting(&folder);
    let folder = FilePrinter { ground, folder };
    let path = folder.print(&name, bytes).map_err(print_trouble)?;
    let (closing, path) = (Box::new(closing), path.display().to_string());
    Ok(Reply::ShiftClosed { closing, path, is_fleeting })
}

/// The second of a sheet, by the name of its file; `None` for another paper.
pub(super) fn time_of_sheet(name: &str) -> Option<Moment> {
    // `2026-11-23-180000`
    let time = name.strip_prefix(SHEET)?.get(..17)?;
    let (day, time) = (time.get(..10)?, time.get(11..)?);
    let (hour, minute, second) = (time.get(..2)?, time.get(2..4)?, time.get(4..)?);
    Moment::parse(&format!("{day}T{hour}:{minute}:{second}+08:00"))
}

/// How the shift stands now.
fn reconcile(desk: &Desk, shift: &Shift) -> Result<Closing, Trouble> {
    let acknowledged = desk.store.received_upto()?;
    // Where there is no headquarters, nothing from before this shift is waited for.
    let shift_day = desk.store.before_day(shift.at.day())?;
    let is_enrolled = desk.store.enrolled()?.is_some();
    let behind = if is_enrolled { acknowledged.min(shift_day) } else { shift_day };
    let held = desk.bureau.cash.iter().filter(|cash| {
        // Money that went to the bank before this shift is told no more.
        cash.next_step().is_some() || cash.last_on() >= shift.at.day()
    });
    let reckoner = desk.rulebook.reckoner();
    let decisions = desk.store.decisions_behind(behind, acknowledged, shift.at)?;
    Ok(Closing {
        at: desk.clock.now(),
        cash: held.map(|cash| ClosedCash::of(cash, reckoner)).collect(),
        decisions: decisions.into_iter().map(|(_, decision)| decision).collect(),
        entries_waiting: desk.store.head().number.saturating_sub(acknowledged),
        pages_waiting: desk.store.blobs_without_receipt()?.len() as u64,
        drafts: desk.store.drafts()?.len() as u64,
    })
}
