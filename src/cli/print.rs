//! `lucha print`: lays the papers of an inspection into the folder of papers.

use super::{Voice, code};
use crate::app::command::Trouble;
use crate::app::opening::Place;
use crate::app::print_document::Printed;
use crate::app::view::inspection::DocumentLine;
use crate::app::{opening, print_document};
use rust_i18n::t;
use serde_json::json;

/// Which papers, and how.
#[derive(Debug)]
pub struct Order {
    /// Id of the inspection, or the number of one of its papers.
    pub what: String,
    /// Only this form; `None` takes all.
    pub form: Option<String>,
    /// On the roll of 72 mm instead of A4.
    pub roll: bool,
    /// One JSON object a paper instead of words.
    pub json: bool,
}

/// Runs the command; gives its exit code. A paper that cannot be laid down does not hold up the others.
pub fn run(place: Place<'_>, order: &Order, voice: &mut Voice<'_>) -> u8 {
    let found = opening::to_write(place).and_then(|mut desk| {
        let view = desk.find(&order.what)?;
        Ok((desk, view))
    });
    let (mut desk, view) = match found {
        Ok(found) => found,
        Err(trouble) => return voice.fail(&trouble),
    };
    let wanted = |name: &str| order.form.as_ref().is_none_or(|form| form == name);
    let documents: Vec<_> =
        view.documents.iter().filter(|document| wanted(&document.form)).collect();
    if documents.is_empty() {
        return voice.fail(&Trouble::new("trouble.no_document"));
    }
    let (mut done, mut refused) = (0, 0);
    for document in documents {
        match print_document::print(&mut desk, document.document, order.roll) {
            Ok(printed) => {
                done += 1;
                let line = if order.json {
                    in_json(document, &printed)
                } else {
                    let (copy, path) = (printed.copy, printed.path);
                    let key =
                        if printed.is_fleeting { "cli.printed_fleeting" } else { "cli.printed" };
                    t!(key, locale = voice.lang, a = copy, b = path).into_owned()
                };
                voice.say(&line);
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

/// `digest` is that of the bytes that lie at `path`: of a first print the issued page's, of a reprint another.
fn in_json(document: &DocumentLine, printed: &Printed) -> String {
    let line = json!({
        "document": document.document.to_string(),
        "form": document.form,
        "title": document.title,
        "number": document.number,
        "copy": printed.copy,
        "printer": printed.printer,
        "path": printed.path,
        "digest": printed.digest.hex(),
    });
    line.to_string()
}
