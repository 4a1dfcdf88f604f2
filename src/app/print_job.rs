//! One copy of a paper to a printer: its entry before, the job, its entry behind; a laptop that falls between the two knows at its
//! next start that a copy may be on paper.

use super::command::Trouble;
use super::copies::Earlier;
use super::desk::{Desk, print_trouble};
use super::print_document::{corrected_since, nth_of_title};
use super::printers::{Known, trouble};
use super::{documents, open_inspection};
use crate::domain::document::{Document, PrintEnd, PrintResult, Printing, Recipient, Sending};
use crate::domain::inspection::Inspection;
use crate::domain::inspection::event::Event;
use crate::forms::filled::Paper;
use crate::print::job::{self, Done, Job, Patience, Watch};
use crate::print::printer_fault::JobFault;
use crate::print::target::{Printer, Roll};
use crate::print::{escpos, typeset};
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::store::journal::Work;
use crate::wire::event::Body;

/// A copy whose entry is written: it may go out now.
#[derive(Clone, Debug)]
pub struct Sent {
    /// Of which paper.
    pub document: Id,
    /// Of which stop.
    pub inspection: Id,
    /// What stands over it.
    pub title: String,
    /// For whom, where to, and as which copy.
    pub sending: Sending,
    /// What it says of papers before it; empty where it is the only one.
    pub note: String,
    /// Sheets of A4, or millimetres of roll.
    pub length: Length,
    officer: Option<Id>,
    printer: Printer,
    job: Job,
}

/// How much paper a copy takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// Sheets of A4.
    Sheets(u32),
    /// Millimetres of roll.
    Millimetres(u32),
}

impl Sent {
    /// Sends the copy and comes back when it is out or the fault is named; touches no journal.
    ///
    /// # Errors
    /// Why it did not come out.
    pub fn run(&self, patience: &Patience, watch: Watch<'_>) -> Result<Done, JobFault> {
        job::run(&self.printer, &self.job, patience, watch)
    }
}

/// Sets a copy and writes down that it is about to go to `known`; nothing has gone out when this returns.
///
/// # Errors
/// When the paper is not there, the printer's URI is none, a roll is not allowed, the page cannot be set, or the journal cannot
/// be written.
pub fn send(
    desk: &mut Desk,
    document: Id,
    whom: Recipient,
    known: &Known,
) -> Result<Sent, Trouble> {
    let row = desk.store.document(document)?.ok_or_else(|| Trouble::new("trouble.no_document"))?;
    let inspection = open_inspection::load(&desk.store, row.inspection)?;
    let paper = inspection.document(document).cloned();
    let paper = paper.ok_or_else(|| Trouble::new("trouble.no_document"))?;
    if let Some(void) = inspection.void_of(&paper) {
        return Err(Trouble::new("trouble.document_void").with(void.number.to_string()));
    }
    let printer = Printer::parse(&known.uri).map_err(|fault| trouble(&fault))?;
    let is_roll = printer.is_roll();
    if is_roll && !desk.bureau.agency.roll_allowed {
        return Err(Trouble::new("trouble.roll_not_allowed"));
    }
    let earlier = Earlier::of(&paper, is_roll, Some(whom));
    let now = desk.clock.now();
    let mut note = earlier.note(now);
    if !note.is_empty() {
        note += &corrected_since(desk, &paper, row.inspection)?;
    }
    let (bytes, length) = bytes(desk, &inspection, &paper, &printer, &note)?;
    let sending = Sending {
        id: desk.dice.id(),
        at: now,
        copy: earlier.next(),
        whom,
        printer: known.uri.clone(),
        digest: Digest::of(&bytes),
        end: None,
    };
    let nth = nth_of_title(&inspection, &paper);
    let title = documents::title(&paper.form).to_string();
    let shown = if nth > 1 { format!("{title}（{nth}）") } else { title.clone() };
    let job = Job {
        title: format!("{} {shown}", row.document_no).trim().to_string(),
        bytes,
        sheets: paper.pages,
        identity: known.identity.clone(),
    };
    let officer = super::conclude::officer_of(desk, &inspection.facts);
    let event = Event::PrintSent { document, sending: sending.clone() };
    append(desk, officer, row.inspection, vec![event])?;
    let inspection = row.inspection;
    Ok(Sent { document, inspection, title, sending, note, length, officer, printer, job })
}

/// What goes to the printer: the kept page, or the same page set anew with its note or for a roll.
fn bytes(
    desk: &mut Desk,
    inspection: &Inspection,
    paper: &Document,
    printer: &Printer,
    note: &str,
) -> Result<(Vec<u8>, Length), Trouble> {
    let roll = match printer {
        Printer::File => return Err(Trouble::new("trouble.no_printer").with("file:")),
        Printer::Ipp(_) => None,
        Printer::Thermal(thermal) => Some(thermal.roll),
    };
    if roll.is_none() && note.is_empty() {
        let kept = desk.store.page(paper.digest)?;
        let kept = kept.ok_or_else(|| Trouble::new("trouble.no_page"))?;
        return Ok((kept, Length::Sheets(paper.pages)));
    }
    let page = set_again(desk, inspection, paper, roll, note)?;
    let Some(roll) = roll else {
        let sheets = u32::try_from(page.count()).unwrap_or(u32::MAX);
        return Ok((page.pdf().map_err(print_trouble)?, Length::Sheets(sheets)));
    };
    let dots = page.bitmap(roll.width_dots()).map_err(print_trouble)?;
    let length = u32::try_from(dots.length_mm()).unwrap_or(u32::MAX);
    Ok((escpos::encode(&dots), Length::Millimetres(length)))
}

/// An issued paper on sheets or a roll, with what its copy says of itself.
fn set_again(
    desk: &mut Desk,
    inspection: &Inspection,
    paper: &Document,
    roll: Option<Roll>,
    note: &str,
) -> Result<typeset::Page, Trouble> {
    let (mut filled, _) = documents::as_issued(desk, inspection, paper)?;
    filled.paper = match roll {
        None => Paper::A4,
        Some(Roll::Mm72) => Paper::Roll72,
        Some(Roll::Mm104) => Paper::Roll104,
    };
    filled.copy_note = note.into();
    desk.typesetter()?.page(&filled).map_err(print_trouble)
}

/// Writes down what came of a copy.
///
/// # Errors
/// When the journal cannot be written: the copy stands in it as one of which nobody knows whether it came out.
pub fn end(desk: &mut Desk, sent: &Sent, came: &Result<Done, JobFault>) -> Result<(), Trouble> {
    let at = desk.clock.now();
    let (job, result) = match came {
        Ok(done) => {
            let result = PrintResult::Printed { is_told: done.is_told, sheets: done.counted };
            (done.job, result)
        }
        Err(fault) => {
            let (word, may_have_printed) = (fault.what.word().to_string(), fault.may_have_printed);
            (fault.job, PrintResult::Failed { fault: word, may_have_printed })
        }
    };
    let (document, sending) = (sent.document, &sent.sending);
    let end = PrintEnd { at, job, result };
    let mut events = vec![Event::PrintEnded { document, sending: sending.id, end }];
    if came.is_ok() {
        let printer = sending.printer.clone();
        let printing = Printing { at, copy: sending.copy, printer, digest: sending.digest };
        events.push(Event::DocumentPrinted { document, printing });
    }
    append(desk, sent.officer, sent.inspection, events)?;
    if came.is_ok() {
        // Its paper is out: settings that cannot be written are no fault of the print.
        let _unremembered = desk.remember_printer(&sending.printer);
    }
    Ok(())
}

fn append(
    desk: &mut Desk,
    officer: Option<Id>,
    inspection: Id,
    events: Vec<Event>,
) -> Result<(), Trouble> {
    let bodies = events.into_iter().map(Body::Inspection).collect();
    let work = Work { officer, subject: Some(inspection), bodies, ..Work::default() };
    desk.store.append(work, desk.clock.read(), &mut desk.dice)?;
    Ok(())
}

/// A fault of a job as a sentence that also says what is kept, and what the next paper says.
#[must_use]
pub fn job_trouble(fault: &JobFault) -> Trouble {
    let mut told = trouble(&fault.what);
    if fault.may_have_printed {
        let (key, a, b) = fault.what.said();
        let what = crate::stdx::said::Said::Words(key, vec![a, b]);
        told = Trouble::new("trouble.printer_maybe").with(what);
    }
    told
}
