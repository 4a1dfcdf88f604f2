//! `lucha enrol` and `lucha sync`: to headquarters and back, from the command line.

use super::{Voice, code};
use crate::app::desk::Desk;
use crate::app::opening::{self, Place};
use crate::app::synchronise::Carried;
use crate::app::view::sync::DoubtLine;
use rust_i18n::t;

/// Enrols this laptop; gives the exit code.
pub fn enrol(place: Place<'_>, url: &str, typed: &str, voice: &mut Voice<'_>) -> u8 {
    let done = opening::to_write(place).and_then(|mut desk| desk.enrol_laptop(url, typed));
    match done {
        Ok(()) => {
            voice.say(&t!("cli.enrolled", locale = voice.lang, a = url));
            code::DONE
        }
        Err(trouble) => voice.fail(&trouble),
    }
}

/// One session; gives the exit code: all is there, or something waits.
pub fn run(place: Place<'_>, metered: bool, json: bool, voice: &mut Voice<'_>) -> u8 {
    match opening::to_write(place) {
        Ok(mut desk) => carry(&mut desk, !metered, json, voice),
        Err(trouble) => voice.fail(&trouble),
    }
}

/// The same at an open desk.
pub(super) fn carry(desk: &mut Desk, photographs: bool, json: bool, voice: &mut Voice<'_>) -> u8 {
    let done = desk.synchronise(photographs, |wait, _| {
        std::thread::sleep(wait);
        true
    });
    match done {
        Ok(carried) => {
            say(&carried, json, voice);
            tell_doubts(desk, json, voice);
            if carried.is_all_there() { code::DONE } else { code::PARTLY }
        }
        Err(trouble) => voice.fail(&trouble),
    }
}

/// What speaks against headquarters, until people settled it.
pub(super) fn tell_doubts(desk: &Desk, json: bool, voice: &mut Voice<'_>) {
    if json {
        return;
    }
    match desk.doubts() {
        Ok(doubts) => {
            for DoubtLine { key, known, came, found } in doubts {
                let at = found.rfc3339();
                voice.warn(&t!(key, locale = voice.lang, a = known, b = came, c = at));
            }
        }
        Err(trouble) => {
            let _said = voice.fail(&trouble);
        }
    }
}

fn say(carried: &Carried, json: bool, voice: &mut Voice<'_>) {
    if json {
        voice.say(&carried.json().to_string());
        return;
    }
    let Carried { progress, sent, received, entries_waiting, blobs_waiting, .. } = carried;
    let words = t!(
        "cli.synced",
        locale = voice.lang,
        a = progress.entries,
        b = progress.photographs,
        c = progress.news,
        d = sent,
        e = received
    );
    voice.say(&words);
    if *entries_waiting + *blobs_waiting > 0 {
        let words =
            t!("cli.sync_waits", locale = voice.lang, a = entries_waiting, b = blobs_waiting);
        voice.say(&words);
    }
    let done = &carried.delivered;
    if *done != Default::default() {
        let (a, b) = (done.bundles, done.entries);
        let (c, d) = (done.answers, done.waiting + done.refused);
        voice.say(&t!("cli.sync_delivered", locale = voice.lang, a = a, b = b, c = c, d = d));
    }
    if let Some(trouble) = carried.trouble() {
        let _said = voice.fail(&trouble);
    }
}
