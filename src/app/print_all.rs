//! Printing every document that has not been printed yet, oldest first.

use super::command::{Command, Reply, Trouble};
use super::desk::Desk;

/// Paths of the papers.
///
/// # Errors
/// At the first paper that cannot be laid into its folder; those before it are printed.
pub fn print_unprinted(desk: &mut Desk) -> Result<Vec<String>, Trouble> {
    let mut paths = Vec::new();
    for document in desk.store.unprinted()? {
        match desk.handle(Command::Print { document, roll: false }) {
            Reply::Printed { path, .. } => paths.push(path),
            Reply::Failed(trouble) => return Err(trouble),
            _ => {}
        }
    }
    Ok(paths)
}
