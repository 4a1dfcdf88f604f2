//! `lucha agency`: the terminal's keeper names the agency anew from a file.

use super::{Voice, code};
use crate::app::amend_agency;
use crate::app::command::Trouble;
use crate::app::opening::{self, Place};
use rust_i18n::t;
use std::path::Path;

/// Runs the command; gives its exit code.
pub fn run(place: Place<'_>, from: &Path, voice: &mut Voice<'_>) -> u8 {
    match amend(place, from) {
        Ok(name) => {
            voice.say(&t!("cli.agency_amended", locale = voice.lang, a = name));
            code::DONE
        }
        Err(trouble) => voice.fail(&trouble),
    }
}

fn amend(place: Place<'_>, from: &Path) -> Result<String, Trouble> {
    let file = |fault: std::io::Error| {
        Trouble::new("trouble.file").with(from.display().to_string()).and(fault)
    };
    let text = std::fs::read_to_string(from).map_err(file)?;
    let mut desk = opening::to_write(place)?;
    amend_agency::amend(&mut desk, &text)
}
