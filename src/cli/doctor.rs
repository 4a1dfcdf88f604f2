//! `lucha doctor`: looks at store, font, printer, clock, disk and terminal.

use super::{Voice, code};
use crate::app::opening::Place;
use crate::app::{doctor, opening};
use rust_i18n::t;
use serde_json::json;

/// Runs the command; gives its exit code.
pub fn run(
    place: Place<'_>,
    json: bool,
    terminal: Option<(u16, u16)>,
    voice: &mut Voice<'_>,
) -> u8 {
    let mut desk = match opening::to_read(place) {
        Ok(desk) => desk,
        Err(trouble) => return voice.fail(&trouble),
    };
    let findings = doctor::look(&mut desk, terminal);
    for finding in &findings {
        let line = if json {
            json!({ "part": finding.part, "well": finding.is_well, "note": finding.note })
                .to_string()
        } else {
            let part = t!(format!("doctor.{}", finding.part), locale = voice.lang);
            format!("{} {part}  {}", if finding.is_well { "✓" } else { "!" }, finding.note)
        };
        voice.say(&line);
    }
    if findings.iter().all(|finding| finding.is_well) { code::DONE } else { code::PARTLY }
}
