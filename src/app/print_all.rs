//! Printing every document that has no print yet: of one inspection by one key, or of the whole laptop;
//! prints none twice.

use super::command::{Reply, Trouble};
use super::desk::Desk;
use super::print_document;
use crate::domain::agency::DocumentNo;
use crate::stdx::id::Id;
use crate::store::StoreFault;

/// The papers of one inspection, in their order.
///
/// # Errors
/// At the first paper that cannot be laid into its folder; those before it are printed, and the same key
/// goes on with the rest.
pub fn print_all(desk: &mut Desk, inspection: Id) -> Result<Reply, Trouble> {
    let mut count = 0;
    for document in desk.store.documents_of(inspection)? {
        if document.printed == 0 && !document.brought && !is_void(desk, &document.document_no)? {
            print_document::print(desk, document.id, false)?;
            count += 1;
        }
    }
    let folder = desk.paper_folder()?;
    let (is_fleeting, folder) = (desk.is_fleeting(&folder), folder.display().to_string());
    Ok(Reply::PrintedAll { inspection, count, folder, is_fleeting })
}

/// Paths of all papers of the laptop that had no print, oldest first.
///
/// # Errors
/// At the first paper that cannot be laid into its folder; those before it are printed.
pub fn print_unprinted(desk: &mut Desk) -> Result<Vec<String>, Trouble> {
    let mut paths = Vec::new();
    for document in desk.store.unprinted()? {
        let row = desk.store.document(document)?;
        if row.is_some_and(|row| is_void(desk, &row.document_no).unwrap_or(false)) {
            continue;
        }
        paths.push(print_document::print(desk, document, false)?.path);
    }
    Ok(paths)
}

/// Whether the number that a paper bears was voided: it is shown, and never printed.
fn is_void(desk: &Desk, written: &str) -> Result<bool, StoreFault> {
    DocumentNo::parse(written).map_or(Ok(false), |number| desk.store.is_void(&number))
}
