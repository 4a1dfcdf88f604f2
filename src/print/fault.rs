//! What may go wrong between a filled form and its paper; nothing here names a person.

use crate::stdx::fault::FaultKind;
use crate::stdx::said::Said;
use std::path::PathBuf;

/// A paper that was not made. The case is in the journal by then, so nothing is lost.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "each says itself what it is")]
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
    /// What somebody can do about it.
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

    /// Key of the sentence that says what is wrong and what to do, with the values of its `a` and `b`.
    #[must_use]
    pub fn said(&self) -> (&'static str, Said, Said) {
        let none = Said::default;
        match self {
            PrintFault::MissingCharacter { character, field } => {
                let letter = format!("{character} (U+{:04X})", u32::from(*character));
                ("trouble.print_character", letter.into(), field.into())
            }
            PrintFault::NoPage { form }
            | PrintFault::Page { form, .. }
            | PrintFault::Pdf { form, .. } => ("trouble.print_page", form.into(), none()),
            PrintFault::Font => ("trouble.print_font", none(), none()),
            PrintFault::NoSuchPage { page_no, count, .. } => {
                ("trouble.print_no_such_page", page_no.to_string().into(), count.to_string().into())
            }
            PrintFault::Name { name } => ("trouble.print_name", name.into(), none()),
            PrintFault::Occupied { path } => {
                ("trouble.print_occupied", path.display().to_string().into(), none())
            }
            PrintFault::Write { path, source } => {
                ("trouble.print_write", path.display().to_string().into(), source.into())
            }
        }
    }
}
