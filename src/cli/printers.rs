//! `lucha printers`: the printers of this laptop with their state, and those that are found; prints nothing.

use super::{Voice, code};
use crate::app::command::{Trouble, in_words};
use crate::app::desk::Desk;
use crate::app::opening::{self, Place};
use crate::app::printer_look::{self, PrinterLine};
use rust_i18n::t;
use serde_json::json;

/// What is done; with nothing of it they are listed.
#[derive(Debug)]
pub struct Order {
    /// Set this one up, under this name.
    pub add: Option<(String, Option<String>)>,
    /// The one that prints from now on.
    pub choose: Option<String>,
    /// Forget this one.
    pub remove: Option<String>,
    /// One JSON object a line instead of words.
    pub json: bool,
}

/// Runs the command; gives its exit code: 2 when a printer lacks something.
pub fn run(place: Place<'_>, order: &Order, voice: &mut Voice<'_>) -> u8 {
    let done = opening::to_read(place).and_then(|mut desk| change(&mut desk, order, voice));
    match done {
        Ok(lines) => say(&lines, order.json, voice),
        Err(trouble) => voice.fail(&trouble),
    }
}

/// What is changed is changed, and the printers are asked.
fn change(
    desk: &mut Desk,
    order: &Order,
    voice: &mut Voice<'_>,
) -> Result<Vec<PrinterLine>, Trouble> {
    if let Some((uri, name)) = &order.add {
        let looked = printer_look::look(uri)?;
        let name = name.as_deref().unwrap_or_default();
        let known = desk.set_up_printer(uri, name, &looked)?;
        told(order, "cli.printer_added", known.shown(), &known.uri, voice);
    }
    if let Some(what) = &order.choose {
        let known = desk.choose_printer(what)?;
        told(order, "cli.printer_added", known.shown(), &known.uri, voice);
    }
    if let Some(what) = &order.remove {
        let known = desk.forget_printer(what)?;
        told(order, "cli.printer_removed", known.shown(), &known.uri, voice);
    }
    let mut lines = desk.printer_lines()?;
    lines.extend(printer_look::found(&lines, &desk.ground()));
    printer_look::ask(&mut lines);
    Ok(lines)
}

fn told(order: &Order, key: &str, a: &str, b: &str, voice: &mut Voice<'_>) {
    if !order.json {
        let words = t!(key, locale = voice.lang, a = a, b = b);
        voice.say(&words);
    }
}

fn say(lines: &[PrinterLine], as_json: bool, voice: &mut Voice<'_>) -> u8 {
    for line in lines {
        let stands = in_words(voice.lang, &line.words());
        let text = if as_json {
            let line = json!({
                "uri": line.uri,
                "name": line.name,
                "set_up": line.is_known,
                "last": line.is_last,
                "state": line.word(),
                "note": stands,
            });
            line.to_string()
        } else {
            let (mark, name, uri) = (mark(line), &line.name, &line.uri);
            let key = "cli.printer_line";
            t!(key, locale = voice.lang, mark = mark, name = name, uri = uri, stands = stands)
                .into_owned()
        };
        voice.say(&text);
    }
    if lines.is_empty() && !as_json {
        voice.say(&t!("cli.printer_none", locale = voice.lang));
    }
    if lines.iter().all(PrinterLine::is_well) { code::DONE } else { code::PARTLY }
}

/// `*` the one that printed last, `+` one that is found and not set up, `!` one that lacks something.
fn mark(line: &PrinterLine) -> &'static str {
    match (line.is_well(), line.is_known, line.is_last) {
        (false, _, _) => "!",
        (true, false, _) => "+",
        (true, true, true) => "*",
        (true, true, false) => "✓",
    }
}
