//! `lucha list`: inspections, newest first.

use super::{Voice, code};
use crate::app::opening::{self, Place};
use crate::app::view::today::Line;
use crate::stdx::fen::Fen;
use crate::stdx::width::pad;
use rust_i18n::t;
use serde_json::json;

/// Runs the command; gives its exit code.
pub fn run(place: Place<'_>, search: &str, limit: u32, as_json: bool, voice: &mut Voice<'_>) -> u8 {
    let lines = opening::to_read(place).and_then(|desk| desk.list(search, limit));
    let lines = match lines {
        Ok(lines) => lines,
        Err(trouble) => return voice.fail(&trouble),
    };
    for line in &lines {
        let text = if as_json { in_json(line).to_string() } else { in_words(line, voice) };
        voice.say(&text);
    }
    code::DONE
}

/// One inspection as a script wants it.
#[must_use]
pub fn in_json(line: &Line) -> serde_json::Value {
    json!({
        "id": line.inspection.to_string(),
        "at": line.at.rfc3339(),
        "plate": line.plate,
        "kind": line.kind,
        "party": line.party,
        "codes": line.codes,
        "outcome": line.outcome,
        "over_kg": line.over_kg,
        "fine_yuan": line.fine.map(Fen::yuan),
        "number": line.number,
        "printed": line.printed,
        "pruned": line.pruned,
    })
}

fn in_words(line: &Line, voice: &Voice<'_>) -> String {
    let outcome = match line.outcome {
        "" => String::new(),
        word => t!(format!("outcome.{word}"), locale = voice.lang).to_string(),
    };
    let fine = line.fine.map(|fen| fen.to_string()).unwrap_or_default();
    let left = || t!("list.pruned", locale = voice.lang).into_owned();
    let party = if line.pruned { left() } else { line.party.clone() };
    format!(
        "{}  {} {} {} {} {}  {}",
        line.at.short(),
        pad(&line.plate, 11),
        pad(&party, 24),
        pad(&outcome, 12),
        pad(&fine, 8),
        line.number,
        line.inspection,
    )
}
