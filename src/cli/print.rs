//! `lucha print`: lays the papers of an inspection into the folder of papers.

use super::{Voice, code};
use crate::app::command::Trouble;
use crate::app::opening::Place;
use crate::app::{opening, print_document};
use rust_i18n::t;

/// Runs the command; gives its exit code. A paper that cannot be laid down does not hold up the others.
pub fn run(
    place: Place<'_>,
    what: &str,
    form: Option<&str>,
    roll: bool,
    voice: &mut Voice<'_>,
) -> u8 {
    let found = opening::to_write(place).and_then(|mut desk| {
        let view = desk.find(what)?;
        Ok((desk, view))
    });
    let (mut desk, view) = match found {
        Ok(found) => found,
        Err(trouble) => return voice.fail(&trouble),
    };
    let wanted = |name: &str| form.is_none_or(|form| form == name);
    let documents: Vec<_> =
        view.documents.iter().filter(|document| wanted(&document.form)).collect();
    if documents.is_empty() {
        return voice.fail(&Trouble::new("trouble.no_document"));
    }
    let (mut done, mut refused) = (0, 0);
    for document in documents {
        match print_document::print(&mut desk, document.document, roll) {
            Ok(printed) => {
                done += 1;
                let (copy, path) = (printed.copy, printed.path);
                voice.say(&t!("cli.printed", locale = voice.lang, a = copy, b = path));
            }
            Err(trouble) => {
                refused += 1;
                let sentence = voice.sentence(&trouble);
                voice.warn(&format!("《{}》: {sentence}", document.title));
            }
        }
    }
    code::of(done, refused)
}
