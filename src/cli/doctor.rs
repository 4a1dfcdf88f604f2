//! `lucha doctor`: says of each part of this laptop whether it is well; changes nothing.

use super::{Voice, code};
use crate::app::command::in_words;
use crate::app::doctor::{self, Finding, Machine};
use crate::app::opening::Place;
use rust_i18n::t;
use serde_json::{Map, Value};

/// Runs the command; gives its exit code: 0 when all is well, 1 when nothing could be looked at, 2 when something is not
/// well.
pub fn run(place: Place<'_>, json: bool, machine: &Machine, voice: &mut Voice<'_>) -> u8 {
    let findings = match doctor::look(place, machine) {
        Ok(findings) => findings,
        Err(trouble) => return voice.fail(&trouble),
    };
    for finding in &findings {
        let line = if json { in_json(finding, voice.lang) } else { in_line(finding, voice.lang) };
        voice.say(&line);
    }
    if findings.iter().all(|finding| finding.is_well) { code::DONE } else { code::PARTLY }
}

fn in_line(finding: &Finding, lang: &str) -> String {
    let mark = if finding.is_well { '✓' } else { '!' };
    let part = t!(format!("doctor.{}", finding.part), locale = lang);
    format!("{mark} {part}  {}", in_words(lang, &finding.note))
}

/// One object a line: `part`, `well`, `state`, `note` in the reader's language, then what was found under its own names.
fn in_json(finding: &Finding, lang: &str) -> String {
    let state = finding.note.key().rsplit('.').next().unwrap_or_default();
    let mut object = Map::new();
    object.insert("part".into(), finding.part.into());
    object.insert("well".into(), finding.is_well.into());
    object.insert("state".into(), state.into());
    object.insert("note".into(), in_words(lang, &finding.note).into());
    object.extend(finding.facts.iter().map(|(name, value)| ((*name).to_string(), value.clone())));
    Value::Object(object).to_string()
}
