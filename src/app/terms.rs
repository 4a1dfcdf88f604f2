//! The terms that officers confirm, in words and as a digest, and whose word stands behind a decision; a PIN is bound to terms
//! here, and never kept.

use super::command::Trouble;
use super::desk::Desk;
use super::pin::Proven;
use crate::domain::inspection::Inspection;
use crate::domain::inspection::terms::{Confirmation, ConfirmedBy, Terms};
use crate::stdx::digest::Digest;
use crate::stdx::fen::Fen;
use crate::wire;
use rust_i18n::t;

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
    /// From the file of a script, which decides what the law gives for each stop as it comes: in a sample bureau alone,
    /// whose PINs are no secret.
    PinFile(&'a [Proven]),
}

/// What a PIN is bound to.
#[must_use]
pub fn digest(terms: &Terms) -> Digest {
    wire::terms::digest(terms)
}

/// The terms in words, the amounts first: what stands over the PINs, on the screen and in the terminal.
#[must_use]
pub fn in_words(terms: &Terms, lang: &str) -> Vec<String> {
    let say = |key: &str| t!(key, locale = lang).into_owned();
    if let Some(paper) = &terms.paper {
        let mut lines = vec![format!("{}  {}", terms.plate, say(&format!("form.{}", paper.form)))];
        lines.extend(terms.party.as_ref().map(|party| party.name().to_string()));
        let line =
            |(path, text): &(String, String)| format!("{}: {text}", say(&format!("field.{path}")));
        lines.extend(paper.fields.iter().map(line));
        return lines;
    }
    let mut first = vec![terms.plate.clone(), say(&format!("outcome.{}", terms.outcome.word()))];
    first.extend(terms.fine.filter(|fine| *fine > Fen::ZERO).map(|fine| fine.to_string()));
    first.extend(terms.range.map(|(least, most)| format!("{least}–{most}")));
    let penalties = terms.penalties.iter().map(|one| say(&format!("penalty.{}", one.word())));
    first.push(penalties.collect::<Vec<_>>().join("、"));
    let gain = terms.confiscated.map(|gain| t!("confirm.confiscated", locale = lang, a = gain));
    first.extend(gain.map(std::borrow::Cow::into_owned));
    first.retain(|word| !word.is_empty());
    let mut lines = vec![first.join("  ")];
    lines.extend(terms.party.as_ref().map(|party| party.name().to_string()));
    let act = |(code, name, basis): &(String, String, String)| format!("{code} {name}  {basis}");
    lines.extend(terms.acts.iter().map(act));
    let no_fine = |(code, why): &(String, String)| {
        t!("confirm.no_fine", locale = lang, code = code, why = why).into_owned()
    };
    lines.extend(terms.no_fines.iter().map(no_fine));
    lines
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
        // Whoever keeps a file with both PINs could decide alone.
        Word::PinFile(_) if !desk.bureau.agency.sample => {
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
