//! `lucha print`: lays the papers of an inspection into the folder of papers, or prints them on a printer; decides nothing.

use super::{Voice, code};
use crate::app::command::Trouble;
use crate::app::desk::Desk;
use crate::app::opening::Place;
use crate::app::print_document::Printed;
use crate::app::view::inspection::DocumentLine;
use crate::app::{opening, print_document, print_run};
use crate::stdx::id::Id;
use rust_i18n::t;
use serde_json::json;
use std::collections::BTreeSet;

/// Which papers, and how.
#[derive(Debug)]
pub struct Order {
    /// Id of the inspection, or the number of one of its papers.
    pub what: String,
    /// Only this form; `None` takes all.
    pub form: Option<String>,
    /// On the roll of 72 mm instead of A4.
    pub roll: bool,
    /// On this printer, as many copies as each form demands; `None` lays files.
    pub printer: Option<String>,
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
    if let Some(printer) = &order.printer {
        let documents: Vec<_> = documents.iter().map(|document| document.document).collect();
        return on_printer(&mut desk, &documents, printer, order.json, voice);
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

/// Counts the copies, prints them, and says of each what came of it. Behind a fault nothing more is sent.
fn on_printer(
    desk: &mut Desk,
    documents: &[Id],
    printer: &str,
    json: bool,
    voice: &mut Voice<'_>,
) -> u8 {
    let planned = desk.printer(printer).and_then(|known| {
        let planned = print_run::plan(desk, documents, &known)?;
        Ok((known, planned))
    });
    let (known, planned) = match planned {
        Ok(planned) => planned,
        Err(trouble) => return voice.fail(&trouble),
    };
    if !json {
        let papers: BTreeSet<Id> = planned.iter().map(|copy| copy.document).collect();
        let sheets: u32 = planned.iter().map(|copy| copy.pages).sum();
        let key = if known.is_roll() { "printed.plan_roll" } else { "printed.plan" };
        let (count, papers, printer) = (planned.len(), papers.len(), known.shown());
        let words = t!(
            key,
            locale = voice.lang,
            count = count,
            papers = papers,
            sheets = sheets,
            printer = printer
        );
        voice.say(&words);
    }
    let view = print_run::at_once(desk, &known, &planned, &mut |copy| {
        let line = if json { copy.json(&known.uri).to_string() } else { copy.sentence(voice.lang) };
        voice.say(&line);
    });
    if let Some(trouble) = &view.refused {
        let sentence = voice.sentence(trouble);
        voice.warn(&sentence);
    }
    let done = view.done.iter().filter(|copy| copy.fault.is_none()).count();
    code::of(done, planned.len() - done)
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
