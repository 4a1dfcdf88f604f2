//! `lucha demo`: a working sample bureau in a folder of its own, with or without a terminal.

use super::{Voice, check, code};
use crate::app::command::Trouble;
use crate::app::desk::Desk;
use crate::app::door::Door;
use crate::app::{check_file, opening, print_all, sample};
use rust_i18n::t;
use std::path::Path;

/// The folder of the demo when nobody names one.
pub const FOLDER: &str = "lucha-demo";

/// Opens the sample bureau, founding it when the folder is empty.
///
/// # Errors
/// When another program writes there, or the folder holds a real bureau.
pub fn open(folder: &Path) -> Result<Desk, Trouble> {
    if opening::is_founded(folder) && opening::asks_pin(Some(folder))? {
        return Err(Trouble::new("trouble.not_a_sample").with(folder.display().to_string()));
    }
    let mut desk = opening::to_found(folder)?;
    if !desk.is_founded() {
        sample::found(&mut desk)?;
    }
    Ok(desk)
}

/// The door of the sample bureau, founded when the folder is empty: shut, as every officer meets it.
///
/// # Errors
/// As `open`.
pub fn door(folder: &Path) -> Result<Door, Trouble> {
    drop(open(folder)?);
    opening::door(Some(folder))
}

/// Does the sample shift: records the sample stops, prints the papers, verifies the journal.
pub fn scripted(folder: &Path, voice: &mut Voice<'_>) -> u8 {
    let mut desk = match open(folder) {
        Ok(desk) => desk,
        Err(trouble) => return voice.fail(&trouble),
    };
    let stops = match check_file::read_file(sample::stops()) {
        Ok(stops) => stops,
        Err(what) => return voice.fail(&Trouble::new("trouble.file").with("stops.json").and(what)),
    };
    let checked = check::check(&mut desk, stops, false, voice);
    if checked != code::DONE {
        return checked;
    }
    let papers = match print_all::print_unprinted(&mut desk) {
        Ok(papers) => papers,
        Err(trouble) => return voice.fail(&trouble),
    };
    let place = folder.join("paper").display().to_string();
    let count = papers.len();
    voice.say(&t!("cli.papers_printed", locale = voice.lang, a = count, b = place));
    super::verify::report(&desk, false, voice)
}
