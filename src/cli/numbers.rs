//! `lucha numbers`: where every document number of this laptop is, and the voiding of one; takes none.

use super::{Voice, code};
use crate::app::desk::Desk;
use crate::app::numbers::look;
use crate::app::numbers_words as words;
use crate::app::opening::{self, Place};
use crate::app::view::numbers::NumbersView;
use crate::app::void_number::{self, Voiding};
use rust_i18n::t;

/// Lists them; gives the exit code: a number of no block of this laptop is something wrong.
pub fn run(place: Place<'_>, as_json: bool, voice: &mut Voice<'_>) -> u8 {
    match opening::to_read(place).and_then(|desk| look(&desk)) {
        Ok(view) => {
            let lines = if as_json { in_json(&view) } else { in_words(&view, voice.lang) };
            for line in lines {
                voice.say(&line);
            }
            if view.outside.is_empty() { code::DONE } else { code::PARTLY }
        }
        Err(trouble) => voice.fail(&trouble),
    }
}

/// Voids a number; gives the exit code.
pub fn void(place: Place<'_>, number: &str, reason: &str, voice: &mut Voice<'_>) -> u8 {
    match opening::to_write(place) {
        Ok(mut desk) => void_at(&mut desk, number, reason, voice),
        Err(trouble) => voice.fail(&trouble),
    }
}

/// The same at an open desk.
pub fn void_at(desk: &mut Desk, number: &str, reason: &str, voice: &mut Voice<'_>) -> u8 {
    match void_number::void(desk, number, reason) {
        Ok(Voiding::Done(void)) => {
            let (a, b) = (void.number, void.reason);
            voice.say(&t!("numbers.void_done", locale = voice.lang, a = a, b = b));
            code::DONE
        }
        Ok(Voiding::Refused(no)) => {
            let (why, unblock) = (voice.why(&no), voice.unblock(&no));
            voice.warn(&format!("× {why} {} — {unblock}", no.rule.cite()));
            code::NOTHING
        }
        Err(trouble) => voice.fail(&trouble),
    }
}

fn in_json(view: &NumbersView) -> Vec<String> {
    view.json().iter().map(ToString::to_string).collect()
}

fn in_words(view: &NumbersView, lang: &str) -> Vec<String> {
    let mut lines = Vec::new();
    if view.blocks.is_empty() {
        lines.push(t!("numbers.none", locale = lang).into_owned());
    }
    for block in &view.blocks {
        lines.push(words::block(block, lang));
        let of_block = block.numbers.iter();
        lines.extend(of_block.map(|line| {
            let said = words::number(line, block.given_up, lang);
            format!("  {said}")
        }));
    }
    lines.extend(view.outside.iter().map(|line| format!("! {}", words::outside(line, lang))));
    lines
}
