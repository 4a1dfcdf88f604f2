//! `lucha rebuild`: makes every row anew from the journal; the journal itself is not touched.

use super::{Voice, code};
use crate::app::opening::{self, Place};
use rust_i18n::t;

/// Runs the command; gives its exit code.
pub fn run(place: Place<'_>, voice: &mut Voice<'_>) -> u8 {
    match opening::to_write(place).and_then(|mut desk| desk.rebuild()) {
        Ok(entries) => {
            voice.say(&t!("cli.rebuilt", locale = voice.lang, a = entries));
            code::DONE
        }
        Err(trouble) => voice.fail(&trouble),
    }
}
