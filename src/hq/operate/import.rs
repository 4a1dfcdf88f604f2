//! `lucha-hq import`: bundles from a stick into the ledger, and what was refused in words; decides nothing.

use super::Refused;
use crate::hq::place::Place;
use crate::hq::{bundle, prior};
use crate::stdx::clock::Clock;
use crate::stdx::id::Dice;
use rust_i18n::t;
use std::io::Write;
use std::path::Path;

pub(super) fn run(
    dir: &Path,
    folder: &Path,
    lang: &str,
    out: &mut dyn Write,
) -> Result<u8, Refused> {
    let place = Place::open(dir)?;
    prior::tell_key(&place.keys.plates(), place.ledger()?.as_mut())?;
    let now = Clock::machine().now();
    let done = bundle::import(&place, folder, now, &mut Dice::Machine)?;
    let (bundles, entries, pictures) = (done.bundles, done.entries, done.photographs);
    let words = t!("hq.imported", locale = lang, a = bundles, b = entries, c = pictures);
    writeln!(out, "{words}")?;
    if done.torn > 0 {
        writeln!(out, "{}", t!("hq.import_torn", locale = lang, a = done.torn))?;
    }
    for (file, why) in &done.refused {
        let why = t!(refused_key(*why), locale = lang);
        let words = t!("hq.import_refused", locale = lang, a = file.display(), b = why);
        writeln!(out, "{words}")?;
    }
    Ok(if done.refused.is_empty() && done.torn == 0 { 0 } else { 2 })
}

fn refused_key(why: bundle::Refused) -> &'static str {
    match why {
        bundle::Refused::Sealed => "hq.import_sealed",
        bundle::Refused::Stranger => "hq.import_stranger",
        bundle::Refused::Earlier => "hq.import_earlier",
        bundle::Refused::Entries => "hq.import_entries",
    }
}
