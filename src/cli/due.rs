//! `lucha due`: the clocks that run in all cases, the first to be told first; moves none.

use super::{Voice, code};
use crate::app::desk::Desk;
use crate::app::docket_words;
use crate::app::opening::{self, Place};
use rust_i18n::t;

/// Lists them; gives the exit code.
pub fn run(place: Place<'_>, as_json: bool, voice: &mut Voice<'_>) -> u8 {
    match opening::to_read(place) {
        Ok(mut desk) => list(&mut desk, as_json, voice),
        Err(trouble) => voice.fail(&trouble),
    }
}

/// The same at an open desk.
pub fn list(desk: &mut Desk, as_json: bool, voice: &mut Voice<'_>) -> u8 {
    let now = desk.clock().now();
    let docket = match desk.whole_docket(now) {
        Ok(docket) => docket,
        Err(trouble) => return voice.fail(&trouble),
    };
    if docket.lines.is_empty() && !as_json {
        voice.say(&t!("docket.none", locale = voice.lang));
    }
    for line in &docket.lines {
        let sign = if docket_words::is_near(line) { "!" } else { " " };
        let text = if as_json {
            line.json().to_string()
        } else {
            format!("{sign} {}", docket_words::sentence(line, voice.lang))
        };
        voice.say(&text);
    }
    code::DONE
}
