//! `lucha numbers`: where every document number of this laptop is; takes none.

use super::{Voice, code};
use crate::app::numbers::look;
use crate::app::numbers_words as words;
use crate::app::opening::{self, Place};
use crate::app::view::numbers::NumbersView;
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
