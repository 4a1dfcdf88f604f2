//! Printing every document that has not been printed yet, oldest first.

use super::command::Trouble;
use super::desk::Desk;
use super::print_document;

/// Paths of the papers.
///
/// # Errors
/// At the first paper that cannot be laid into its folder; those before it are printed.
pub fn print_unprinted(desk: &mut Desk) -> Result<Vec<String>, Trouble> {
    let mut paths = Vec::new();
    for document in desk.store.unprinted()? {
        paths.push(print_document::print(desk, document, false)?.path);
    }
    Ok(paths)
}
