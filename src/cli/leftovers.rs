//! `lucha leftovers`: damaged journals and drafts whose days are over; takes none of them away unless it is told to.

use super::{Voice, code};
use crate::app::leftovers::{self, Beyond};
use crate::app::opening::{self, Place};
use rust_i18n::t;

/// Lists them, or deletes them and says which, with `drafts` those of people who are in force as well; gives the exit code.
pub fn run(place: Place<'_>, delete: bool, drafts: bool, voice: &mut Voice<'_>) -> u8 {
    let found = if delete {
        let clear = if drafts { leftovers::clear_with_drafts } else { leftovers::clear };
        opening::to_write(place).and_then(|mut desk| {
            let of_nobody = clear(&mut desk)?;
            Ok(Beyond { of_nobody, of_people: leftovers::look(&desk)?.of_people })
        })
    } else {
        opening::to_read(place).and_then(|desk| Ok(leftovers::look(&desk)?))
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
    for aside in &found.of_nobody.asides {
        voice.say(&t!("cli.leftover_aside", locale = lang, a = aside.folder, b = aside.day));
        if let Some((from, until)) = aside.lost {
            voice.say(&t!("cli.leftover_lost", locale = lang, a = format!("{from}-{until}")));
        }
    }
    let nobodys = found.of_nobody.drafts.iter().map(|draft| ("cli.leftover_draft", draft));
    let of_people = found.of_people.iter().map(|draft| ("cli.leftover_draft_of", draft));
    for (key, draft) in nobodys.chain(of_people) {
        let begun_at = draft.begun_at.short();
        let owner = if draft.owner.is_empty() { "-" } else { &draft.owner };
        voice.say(&t!(key, locale = lang, a = begun_at, b = owner));
    }
    if !found.of_nobody.is_nothing() {
        let words = if delete { "cli.leftovers_deleted" } else { "cli.leftovers_how" };
        voice.say(&t!(words, locale = lang));
    }
    if !found.of_people.is_empty() {
        voice.say(&t!("cli.leftovers_drafts_how", locale = lang));
    }
    code::DONE
}
