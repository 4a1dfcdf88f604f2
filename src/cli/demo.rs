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
    if opening::is_founded(folder)? && opening::asks_pin(Some(folder))? {
        return Err(Trouble::new("trouble.not_a_sample").with(folder.display().to_string()));
    }
    let mut desk = opening::to_found(folder)?;
    if !desk.is_founded() {
        sample::found(&mut desk)?;
    }
    Ok(desk)
}

/// Address of the sample headquarters, and a code of it.
pub type Offer = (String, String);

/// The door of the sample bureau, founded when the folder is empty: shut, as every officer meets it.
///
/// # Errors
/// As `open`.
pub fn door(folder: &Path, offer: Option<&Offer>) -> Result<Door, Trouble> {
    let mut desk = open(folder)?;
    enrol(&mut desk, offer)?;
    drop(desk);
    opening::door(Some(folder))
}

/// Says where the sample headquarters is, or why there is none.
pub fn say_headquarters<F: std::fmt::Display>(started: Result<String, F>, voice: &mut Voice<'_>) {
    let words = match started {
        Ok(url) => t!("cli.demo_headquarters", locale = voice.lang, a = url),
        Err(fault) => t!("cli.demo_alone", locale = voice.lang, a = fault),
    };
    voice.say(&words);
}

/// The laptop knows its headquarters under this address; after a restart under another one it asks anew.
fn enrol(desk: &mut Desk, offer: Option<&Offer>) -> Result<(), Trouble> {
    let Some((url, code)) = offer else { return Ok(()) };
    if desk.headquarters()?.as_ref() == Some(url) {
        return Ok(());
    }
    desk.enrol_laptop(url, code)
}

/// Does the sample shift: records the sample stops, prints the papers, verifies the journal, and
/// carries it to headquarters.
pub fn scripted(folder: &Path, offer: Option<&Offer>, voice: &mut Voice<'_>) -> u8 {
    let opened = open(folder).and_then(|mut desk| enrol(&mut desk, offer).map(|()| desk));
    let mut desk = match opened {
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
        Err(trouble) => return partly(&trouble, voice),
    };
    let place = folder.join("paper").display().to_string();
    let count = papers.len();
    voice.say(&t!("cli.papers_printed", locale = voice.lang, a = count, b = place));
    let verified = super::verify::report(&desk, false, voice);
    if offer.is_none() || verified != code::DONE {
        return verified;
    }
    // The shift itself was done, whatever comes of the line.
    match super::sync::carry(&mut desk, true, false, voice) {
        code::DONE => code::DONE,
        _ => code::PARTLY,
    }
}

/// Says `trouble` that came when the stops were recorded already.
fn partly(trouble: &Trouble, voice: &mut Voice<'_>) -> u8 {
    let _said = voice.fail(trouble);
    code::PARTLY
}
