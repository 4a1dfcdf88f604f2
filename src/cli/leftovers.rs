//! `lucha leftovers`: damaged journals and drafts whose days are over; takes none of them away unless it is told to.

use super::{Voice, code};
use crate::app::leftovers;
use crate::app::opening::{self, Place};
use rust_i18n::t;

/// Lists them, or deletes them and says which; gives the exit code.
pub fn run(place: Place<'_>, delete: bool, voice: &mut Voice<'_>) -> u8 {
    let found = if delete {
        opening::to_write(place).and_then(|mut desk| leftovers::clear(&mut desk))
    } else {
        opening::to_read(place).and_then(|desk| Ok(leftovers::overdue(&desk)?))
    };
    let found = match found {
        Ok(found) => found,
        Err(trouble) => return voice.fail(&trouble),
    };
    let lang = voice.lang;
    if found.is_nothing() {
        voice.say(&t!("cli.leftovers_none", locale = lang));
        return code::DONE;
    }
    for aside in &found.asides {
        voice.say(&t!("cli.leftover_aside", locale = lang, a = aside.folder, b = aside.day));
        if let Some((from, until)) = aside.lost {
            voice.say(&t!("cli.leftover_lost", locale = lang, a = format!("{from}-{until}")));
        }
    }
    for draft in &found.drafts {
        let begun_at = draft.begun_at.short();
        let owner = if draft.owner.is_empty() { "-" } else { &draft.owner };
        voice.say(&t!("cli.leftover_draft", locale = lang, a = begun_at, b = owner));
    }
    let key = if delete { "cli.leftovers_deleted" } else { "cli.leftovers_how" };
    voice.say(&t!(key, locale = lang));
    code::DONE
}
