//! `lucha rebuild`: makes every row anew from the journal; the journal itself is not touched.

use super::{Voice, code};
use crate::app::opening;
use rust_i18n::t;
use std::path::Path;

/// Runs the command; gives its exit code.
pub fn run(dir: Option<&Path>, voice: &mut Voice<'_>) -> u8 {
    match opening::to_write(dir).and_then(|mut desk| desk.rebuild()) {
        Ok(entries) => {
            voice.say(&t!("cli.rebuilt", locale = voice.lang, a = entries));
            code::DONE
        }
        Err(trouble) => voice.fail(&trouble),
    }
}
