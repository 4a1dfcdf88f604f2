//! Printing an issued document: the kept bytes the first time, a page that says so every later time.

use super::command::{Reply, Trouble};
use super::copies::Earlier;
use super::desk::{Desk, print_trouble};
use super::{documents, open_inspection};
use crate::domain::document::Printing;
use crate::domain::inspection::Inspection;
use crate::domain::inspection::event::Event;
use crate::forms::filled::Paper;
use crate::print::printer::FilePrinter;
use crate::stdx::clock::Moment;
use crate::stdx::digest::Digest;
use crate::stdx::files::Ground;
use crate::stdx::id::Id;
use crate::store::journal::Work;
use crate::wire::event::Body;

/// Names of the two file printers in the journal.
const A4: &str = "file:a4";
const ROLL: &str = "file:roll72";

/// A paper that lies in its folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printed {
    /// 1 is the first print.
    pub copy: u32,
    /// Printer that the journal names.
    pub printer: &'static str,
    /// Of the file.
    pub path: String,
    /// Of its bytes; of a first print, that of the issued page.
    pub digest: Digest,
    /// It is gone when its user logs out.
    pub is_fleeting: bool,
}

/// # Errors
/// As `print`.
pub fn print_document(desk: &mut Desk, id: Id, roll: bool) -> Result<Reply, Trouble> {
    let printed = print(desk, id, roll)?;
    let Printed { copy, path, is_fleeting, .. } = printed;
    Ok(Reply::Printed { document: id, copy, path, is_fleeting })
}

/// Prints a document and writes down that it was printed.
///
/// # Errors
/// When the document is not there, papers have no folder outside a real bureau's own, the paper cannot be
/// laid into it, or the journal cannot be written.
pub fn print(desk: &mut Desk, id: Id, roll: bool) -> Result<Printed, Trouble> {
    let row = desk.store.document(id)?.ok_or_else(|| Trouble::new("trouble.no_document"))?;
    let inspection = open_inspection::load(&desk.store, row.inspection)?;
    let document = inspection.document(id).cloned();
    let document = document.ok_or_else(|| Trouble::new("trouble.no_document"))?;
    if let Some(void) = inspection.void_of(&document) {
        return Err(Trouble::new("trouble.document_void").with(void.number.to_string()));
    }
    if roll && !desk.bureau.agency.roll_allowed {
        return Err(Trouble::new("trouble.roll_not_allowed"));
    }
    // Where there is no place for it, nothing is set and nothing written.
    let folder = desk.paper_folder()?;
    let is_fleeting = desk.is_fleeting(&folder);
    let printer = if roll { ROLL } else { A4 };
    // The fading roll does not count as the first print of the stub.
    let earlier = Earlier::of(&document, roll, None);
    let (copy, now) = (earlier.next(), desk.clock.now());
    let bytes = if earlier.is_none() && !roll {
        let kept = desk.store.page(document.digest)?;
        kept.ok_or_else(|| documents::no_page(desk, row.inspection, document.digest))?
    } else {
        let (mut filled, _) = documents::as_issued(desk, &inspection, &document)?;
        filled.paper = if roll { Paper::Roll72 } else { Paper::A4 };
        if !earlier.is_none() {
            filled.copy_note = earlier.note(now);
            filled.copy_note += &corrected_since(desk, &document, row.inspection)?;
        }
        let page = desk.typesetter()?.page(&filled).map_err(print_trouble)?;
        page.pdf().map_err(print_trouble)?
    };
    let nth = nth_of_title(&inspection, &document);
    let name = file_name((&document, nth), &row.inspection, (copy, earlier), roll, now);
    let digest = Digest::of(&bytes);
    let printing = Printing { at: now, copy, printer: printer.to_string(), digest };
    let work = Work {
        officer: super::conclude::officer_of(desk, &inspection.facts),
        subject: Some(row.inspection),
        bodies: vec![Body::Inspection(Event::DocumentPrinted { document: id, printing })],
        ..Work::default()
    };
    let ground = Ground::clone(&desk.store.site().ground);
    let folder = FilePrinter { ground, folder };
    // The journal names the issued page already; a page that is new must stand in it before paper.
    let is_issued_page = digest == document.digest;
    let path = if is_issued_page {
        let path = folder.print(&name, &bytes).map_err(print_trouble)?;
        desk.store.append(work, desk.clock.read(), &mut desk.dice)?;
        path
    } else {
        desk.store.append(work, desk.clock.read(), &mut desk.dice)?;
        folder.print(&name, &bytes).map_err(print_trouble)?
    };
    Ok(Printed { copy, printer, path: path.display().to_string(), digest, is_fleeting })
}

/// Who corrected recorded facts since the paper was issued, and whose record it was: a reprint shows the facts that it was
/// issued on, and says so.
pub(super) fn corrected_since(
    desk: &Desk,
    document: &crate::domain::document::Document,
    inspection: Id,
) -> Result<String, Trouble> {
    let entries = desk.store.entries_of(inspection)?;
    let is_issue = |body: &Body| matches!(body, Body::Inspection(Event::DocumentIssued(issued)) if issued.id == document.id);
    // By their order: entries of several journals may have the same number.
    let issued = entries.iter().position(|entry| is_issue(&entry.body)).unwrap_or(0);
    let corrections = open_inspection::corrections(desk, &entries);
    let kinds = entries
        .iter()
        .enumerate()
        .filter(|(_, entry)| matches!(entry.body, Body::Inspection(Event::FactsCorrected { .. })));
    let mut note = String::new();
    for (correction, (at, _)) in corrections.iter().zip(kinds) {
        if at > issued {
            let (at, who, before) =
                (correction.at.in_chinese(), &correction.who, &correction.recorded_by);
            note += &format!(
                "；{at}{}（{}）更正过{}（{}）的现场记录，本件仍为原内容",
                who.name, who.credential, before.name, before.credential
            );
        }
    }
    Ok(note)
}

/// `样汕交罚〔2026〕00001号-当场行政处罚决定书.pdf`, with the copy when it is a reprint.
fn file_name(
    (document, nth): (&crate::domain::document::Document, usize),
    inspection: &Id,
    (copy, earlier): (u32, Earlier),
    roll: bool,
    now: Moment,
) -> String {
    let title = documents::title(&document.form);
    let number = document.number.as_ref().map(ToString::to_string).unwrap_or_default();
    let head = paper_head(&number, document.issued_at, *inspection);
    let roll = if roll { "-72mm" } else { "" };
    // A reprint bears its time, so two tries of the same copy are two files.
    let time = now.hour_minute_second().replace(':', "");
    let copy = if !earlier.is_none() { format!("-补打{copy}-{time}") } else { String::new() };
    let nth = if nth > 1 { format!("（{nth}）") } else { String::new() };
    format!("{head}{title}{nth}{roll}{copy}.pdf")
}

/// Which of the papers of one title and number in its case it is, from 1: a case may have two lists, and minutes beside those of its
/// stop.
pub(super) fn nth_of_title(
    inspection: &Inspection,
    document: &crate::domain::document::Document,
) -> usize {
    let title = documents::title(&document.form);
    let alike = inspection
        .documents
        .iter()
        .filter(|other| documents::title(&other.form) == title && other.number == document.number);
    alike.take_while(|other| other.id != document.id).count() + 1
}

/// What the names of all files of one paper begin with, `样汕交罚〔2026〕00001号-`; papers without a number go by day and stop.
#[must_use]
pub(super) fn paper_head(document_no: &str, issued_at: Moment, inspection: Id) -> String {
    if document_no.is_empty() {
        return format!("{}-{}-", issued_at.day(), inspection.short());
    }
    format!("{document_no}-")
}
