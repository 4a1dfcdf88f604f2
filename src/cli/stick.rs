//! `lucha stick`: what waits onto a stick and headquarters' answers from it, from the command line.

use super::sync::tell_doubts;
use super::{Voice, code};
use crate::app::exchange_stick::Exchanged;
use crate::app::opening::{self, Place};
use rust_i18n::t;
use std::path::Path;

const MEGABYTE: u64 = 1_000_000;

/// One exchange; gives the exit code.
pub fn run(
    place: Place<'_>,
    folder: &Path,
    volume_mb: u64,
    json: bool,
    voice: &mut Voice<'_>,
) -> u8 {
    let mut desk = match opening::to_write(place) {
        Ok(desk) => desk,
        Err(trouble) => return voice.fail(&trouble),
    };
    match desk.exchange_stick(folder, volume_mb.saturating_mul(MEGABYTE)) {
        Ok(exchanged) if json => {
            voice.say(&exchanged.json().to_string());
            ending(&exchanged)
        }
        Ok(exchanged) => {
            voice.say(&words(&exchanged, voice.lang));
            tell_doubts(&desk, json, voice);
            if let Some(trouble) = exchanged.trouble() {
                let _said = voice.fail(&trouble);
            }
            ending(&exchanged)
        }
        Err(trouble) => voice.fail(&trouble),
    }
}

fn ending(exchanged: &Exchanged) -> u8 {
    if exchanged.trouble().is_some() { code::PARTLY } else { code::DONE }
}

/// What went on and came off, in two sentences.
#[must_use]
pub fn words(Exchanged { brought, written }: &Exchanged, lang: &str) -> String {
    let brought = t!(
        "cli.stick_brought",
        locale = lang,
        a = brought.answers,
        b = brought.progress.entries,
        c = brought.progress.photographs,
        d = brought.progress.news
    );
    let written = t!(
        "cli.stick_written",
        locale = lang,
        a = written.entries,
        b = written.photographs,
        c = written.volumes,
        d = written.bytes
    );
    format!("{brought}\n{written}")
}
