//! The terms that officers confirm, and whose word stands behind a decision; a PIN is bound to terms here, and never kept.

use super::command::Trouble;
use super::desk::Desk;
use super::pin::Proven;
use crate::domain::inspection::Inspection;
use crate::domain::inspection::terms::{Confirmation, ConfirmedBy, Terms};
use crate::stdx::digest::Digest;
use crate::wire;

/// Who has just given his own PIN, and for what.
#[derive(Clone, Copy, Debug)]
pub enum Word<'a> {
    /// Typed under the terms of this digest; `None` where nothing was shown.
    Screen {
        /// Digest of the terms.
        shown: Option<Digest>,
        /// Whose PINs were right.
        proven: &'a [Proven],
    },
    /// From the file of a script, which decides what the law gives for each stop as it comes.
    PinFile(&'a [Proven]),
}

/// What a PIN is bound to.
#[must_use]
pub fn digest(terms: &Terms) -> Digest {
    wire::terms::digest(terms)
}

/// What the officers' word comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Confirmed {
    /// One for each officer of the pair.
    By(Vec<Confirmation>),
    /// These terms were not the ones shown: they are to be shown, and every PIN is asked anew.
    Other(Box<Terms>),
}

/// Holds `word` against `terms`: each officer of the stop has typed his PIN for exactly them.
///
/// # Errors
/// When an officer of the stop has given no PIN.
pub fn confirmed(
    desk: &Desk,
    inspection: &Inspection,
    terms: Terms,
    word: Word<'_>,
) -> Result<Confirmed, Trouble> {
    let due = digest(&terms);
    let (proven, way) = match word {
        Word::Screen { shown, .. } if shown != Some(due) => {
            return Ok(Confirmed::Other(Box::new(terms)));
        }
        Word::Screen { proven, .. } => (proven, ConfirmedBy::Screen),
        Word::PinFile(proven) => (proven, ConfirmedBy::PinFile),
    };
    let mut by = Vec::new();
    for credential in &inspection.facts.officers {
        // Who is not on the roster cannot confirm; the law has said so already.
        let Some(officer) = desk.bureau.officer(credential) else { continue };
        let Some(proven) = proven.iter().find(|proven| proven.officer == officer.id) else {
            return Err(Trouble::new("trouble.confirm_needed").with(&officer.name));
        };
        by.push(Confirmation { officer: proven.officer, at: proven.at, shown: Some(due), way });
    }
    Ok(Confirmed::By(by))
}
