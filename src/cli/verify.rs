//! `lucha verify`: reads the whole journal again and says where it breaks.

use super::{Voice, code};
use crate::app::desk::Desk;
use crate::app::opening;
use rust_i18n::t;
use serde_json::json;
use std::path::Path;

/// Runs the command; gives its exit code.
pub fn run(dir: Option<&Path>, json: bool, voice: &mut Voice<'_>) -> u8 {
    tell(None, dir, json, voice)
}

/// The same for a bureau that is open already.
pub fn report(desk: &Desk, json: bool, voice: &mut Voice<'_>) -> u8 {
    tell(Some(desk), None, json, voice)
}

fn tell(desk: Option<&Desk>, dir: Option<&Path>, json: bool, voice: &mut Voice<'_>) -> u8 {
    let verdict = match desk.map_or_else(|| opening::verify(dir), Desk::verify) {
        Ok(verdict) => verdict,
        Err(trouble) => return voice.fail(&trouble),
    };
    let whole = verdict.breaks.is_empty();
    if json {
        let breaks: Vec<_> = verdict
            .breaks
            .iter()
            .map(|(number, what)| json!({ "entry": number, "what": what }))
            .collect();
        voice.say(
            &json!({
                "entries": verdict.entries,
                "pages": verdict.pages,
                "photographs": verdict.photographs,
                "orphans": verdict.orphans,
                "head": verdict.head,
                "whole": whole,
                "breaks": breaks,
            })
            .to_string(),
        );
    } else if whole {
        let head = &verdict.head[..16];
        let (entries, pages) = (verdict.entries, verdict.pages);
        voice.say(&t!("cli.whole", locale = voice.lang, a = entries, b = pages, c = head));
        if verdict.photographs + verdict.orphans > 0 {
            let (photographs, orphans) = (verdict.photographs, verdict.orphans);
            voice.say(&t!("cli.whole_blobs", locale = voice.lang, a = photographs, b = orphans));
        }
    } else {
        for (number, what) in &verdict.breaks {
            voice.say(&t!("cli.break", locale = voice.lang, a = number, b = what));
        }
    }
    if whole { code::DONE } else { code::PARTLY }
}
