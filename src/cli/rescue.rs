//! `lucha rescue`: moves a damaged journal aside and says exactly what came back and what did not.

use super::{Voice, code};
use crate::app::opening::Place;
use crate::app::rescue;
use rust_i18n::t;

/// Runs the command; gives its exit code.
pub fn run(place: Place<'_>, voice: &mut Voice<'_>) -> u8 {
    let rescued = match rescue::rescue(place) {
        Ok(rescued) => rescued,
        Err(trouble) => return voice.fail(&trouble),
    };
    let lang = voice.lang.to_string();
    let head = rescued.store.as_ref().map_or(0, |store| store.head().number);
    let entries = rescued.new_epoch_behind.unwrap_or(head);
    match &rescued.aside {
        Some(aside) => {
            voice.say(&t!("cli.rescued", locale = lang, a = entries, b = aside.display()));
        }
        None => voice.say(&t!("cli.rescue_in_place", locale = lang)),
    }
    if let Some(until) = rescued.from_mirror {
        voice.say(&t!("cli.rescued_from_mirror", locale = lang, a = until));
    }
    if let Some(number) = rescued.mirror_parted {
        voice.say(&t!("cli.rescue_mirror_parted", locale = lang, a = number));
    }
    if !rescued.unread.is_empty() {
        let numbers = ranges(&rescued.unread);
        voice.say(&t!("cli.rescue_unread", locale = lang, a = numbers));
    }
    if !rescued.behind.is_empty() {
        let numbers = ranges(&rescued.behind);
        voice.say(&t!("cli.rescue_behind", locale = lang, a = numbers));
    }
    if !rescued.missing.is_empty() {
        let numbers = ranges(&rescued.missing);
        voice.say(&t!("cli.rescue_missing", locale = lang, a = numbers));
    }
    if !rescued.unsigned.is_empty() {
        let numbers = ranges(&rescued.unsigned);
        voice.say(&t!("cli.rescue_unsigned", locale = lang, a = numbers));
    }
    if rescued.blobs_back > 0 {
        voice.say(&t!("cli.rescue_blobs_back", locale = lang, a = rescued.blobs_back));
    }
    if !rescued.pages_lost.is_empty() {
        voice.say(&t!("cli.rescue_pages", locale = lang, a = each(&rescued.pages_lost)));
    }
    if !rescued.photographs_lost.is_empty() {
        let photographs = each(&rescued.photographs_lost);
        voice.say(&t!("cli.rescue_photographs", locale = lang, a = photographs));
    }
    for pack in &rescued.packs_lost {
        voice.say(&t!("cli.rescue_pack", locale = lang, a = pack.short()));
    }
    if rescued.drafts_lost {
        voice.say(&t!("cli.rescue_drafts", locale = lang));
    }
    if rescued.new_epoch_behind.is_some() {
        voice.say(&t!("cli.restore_epoch", locale = lang));
    }
    match (entries, rescued.is_whole()) {
        (0, _) => code::NOTHING,
        (_, true) => code::DONE,
        (_, false) => code::PARTLY,
    }
}

/// `3, 7`.
fn each(numbers: &[u64]) -> String {
    ranges(&numbers.iter().map(|number| (*number, *number)).collect::<Vec<_>>())
}

/// `3, 7-9`.
fn ranges(ranges: &[(u64, u64)]) -> String {
    let words: Vec<String> = ranges
        .iter()
        .map(
            |(from, until)| {
                if from == until { from.to_string() } else { format!("{from}-{until}") }
            },
        )
        .collect();
    words.join(", ")
}
