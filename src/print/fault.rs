//! What may go wrong between a filled form and its paper; nothing here names a person.

use crate::stdx::fault::FaultKind;
use std::path::PathBuf;

/// A paper that was not made. The case is in the journal by then, so nothing is lost.
#[derive(Debug, thiserror::Error)]
pub enum PrintFault {
    #[error("the font has no character `{character}` (U+{:04X}), used in field `{field}`", u32::from(*character))]
    MissingCharacter { character: char, field: String },
    #[error("there is no page for the form `{form}`")]
    NoPage { form: String },
    #[error("the page of `{form}` cannot be set: {why}")]
    Page { form: String, why: String },
    #[error("the PDF of `{form}` cannot be written: {why}")]
    Pdf { form: String, why: String },
    #[error("the embedded font cannot be read")]
    Font,
    #[error("`{form}` has {count} pages, so there is no page {page_no}")]
    NoSuchPage { form: String, page_no: usize, count: usize },
    #[error("a file cannot be named `{name}`")]
    Name { name: String },
    #[error("another paper already lies at {}", path.display())]
    Occupied { path: PathBuf },
    #[error("cannot write {}: {source}", path.display())]
    Write { path: PathBuf, source: std::io::Error },
}

impl PrintFault {
    #[must_use]
    #[expect(clippy::wildcard_enum_match_arm, reason = "the list of IO errors is not ours")]
    pub fn kind(&self) -> FaultKind {
        match self {
            PrintFault::MissingCharacter { .. }
            | PrintFault::NoSuchPage { .. }
            | PrintFault::Name { .. }
            | PrintFault::Occupied { .. } => FaultKind::NeedsSomeone,
            PrintFault::NoPage { .. }
            | PrintFault::Page { .. }
            | PrintFault::Pdf { .. }
            | PrintFault::Font => FaultKind::Damaged,
            PrintFault::Write { source, .. } => match source.kind() {
                std::io::ErrorKind::Interrupted
                | std::io::ErrorKind::TimedOut
                | std::io::ErrorKind::WouldBlock
                | std::io::ErrorKind::ResourceBusy => FaultKind::TryAgain,
                _ => FaultKind::NeedsSomeone,
            },
        }
    }

    /// What to do about it, one sentence.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            PrintFault::MissingCharacter { .. } => {
                "write the character another way and add a note by hand, or add a font that has it"
            }
            PrintFault::NoPage { .. } | PrintFault::Page { .. } | PrintFault::Pdf { .. } => {
                "tell headquarters: the page of this form must be repaired"
            }
            PrintFault::Font => "install the program again",
            PrintFault::NoSuchPage { .. } => "choose one of the pages that there are",
            PrintFault::Name { .. } => "choose another name",
            PrintFault::Occupied { .. } => "move the other file away, or print under another name",
            PrintFault::Write { .. } => "look whether the folder is there, writable and not full",
        }
    }
}
