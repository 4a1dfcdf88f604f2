//! `lucha verify`: reads the whole journal again and says where it breaks.

use super::{Voice, code};
use crate::app::command::in_words;
use crate::app::desk::Desk;
use crate::app::opening::{self, Place};
use crate::stdx::said::Said;
use rust_i18n::t;
use serde_json::json;

/// Runs the command; gives its exit code.
pub fn run(place: Place<'_>, json: bool, voice: &mut Voice<'_>) -> u8 {
    tell(None, place, json, voice)
}

/// The same for a bureau that is open already.
pub fn report(desk: &Desk, json: bool, voice: &mut Voice<'_>) -> u8 {
    tell(Some(desk), Place::default(), json, voice)
}

fn tell(desk: Option<&Desk>, place: Place<'_>, json: bool, voice: &mut Voice<'_>) -> u8 {
    let begun = std::time::Instant::now();
    let verdict = match desk.map_or_else(|| opening::verify(place), Desk::verify) {
        Ok(verdict) => verdict,
        Err(trouble) => return voice.fail(&trouble),
    };
    let whole = verdict.breaks.is_empty();
    let ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX).max(1);
    let speed = verdict.entries.saturating_mul(1000) / ms;
    if json {
        let breaks: Vec<_> = verdict
            .breaks
            .iter()
            .map(|(number, what)| {
                json!({ "entry": number, "key": key(what), "what": in_words("en", what) })
            })
            .collect();
        voice.say(
            &json!({
                "entries": verdict.entries,
                "pages": verdict.pages,
                "signatures": verdict.signatures,
                "entries_per_s": speed,
                "photographs": verdict.photographs,
                "pruned": verdict.pruned,
                "brought": verdict.brought,
                "orphans": verdict.orphans,
                "checkpoints": verdict.checkpoints,
                "doubts": verdict.doubts,
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
        let signatures = verdict.signatures;
        voice.say(&t!("cli.signed", locale = voice.lang, a = signatures, b = speed));
        if verdict.photographs + verdict.orphans > 0 {
            let (photographs, orphans) = (verdict.photographs, verdict.orphans);
            voice.say(&t!("cli.whole_blobs", locale = voice.lang, a = photographs, b = orphans));
        }
        if verdict.pruned > 0 {
            voice.say(&t!("cli.whole_pruned", locale = voice.lang, a = verdict.pruned));
        }
        if verdict.brought > 0 {
            voice.say(&t!("cli.whole_brought", locale = voice.lang, a = verdict.brought));
        }
        if verdict.brought_gone > 0 {
            let gone = verdict.brought_gone;
            voice.say(&t!("cli.whole_brought_gone", locale = voice.lang, a = gone));
        }
        if verdict.checkpoints > 0 {
            let checkpoints = verdict.checkpoints;
            voice.say(&t!("cli.checkpoints", locale = voice.lang, a = checkpoints));
        }
    } else {
        said_breaks(&verdict.breaks, voice);
        if verdict.holds_but_for_blobs() {
            voice.say(&t!("cli.break_of_blobs", locale = voice.lang));
        }
    }
    if verdict.doubts > 0 && !json {
        voice.warn(&t!("cli.doubts", locale = voice.lang, a = verdict.doubts));
    }
    if whole && verdict.doubts == 0 { code::DONE } else { code::PARTLY }
}

fn said_breaks(breaks: &[(u64, Said)], voice: &mut Voice<'_>) {
    for (number, what) in breaks {
        let what = in_words(voice.lang, what);
        voice.say(&if *number == 0 {
            t!("cli.break_of_file", locale = voice.lang, a = what)
        } else {
            t!("cli.break", locale = voice.lang, a = number, b = what)
        });
    }
}

/// What a script tells breaks apart by.
fn key(what: &Said) -> &'static str {
    what.key().rsplit('.').next().unwrap_or_default()
}
