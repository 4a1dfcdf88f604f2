//! `lucha-hq verify`: every entry, checkpoint and line of its own log read again; repairs nothing.

use super::Refused;
use crate::hq::place::Place;
use crate::hq::{checkpoint, disclosures, rotate, verify};
use crate::wire::signer::{Identity, Signer as _};
use rust_i18n::t;
use std::io::Write;
use std::path::Path;

/// Entries that are read at once.
const AT_ONCE: u64 = 1_000;

pub(super) fn run(dir: &Path, lang: &str, out: &mut dyn Write) -> Result<u8, Refused> {
    let place = Place::open(dir)?;
    let mut ledger = place.ledger()?;
    let (mut broken, mut read) = (0_u64, 0_u64);
    for (name, head) in ledger.heads()? {
        match verify::journal(ledger.as_mut(), name, head, AT_ONCE)? {
            Ok(entries) => read += entries,
            Err(at) => {
                broken += 1;
                let words = t!("hq.broken", locale = lang, a = name.device, b = name.epoch, c = at);
                writeln!(out, "{words}")?;
            }
        }
        if rotate::is_unproven(place.headquarters(), ledger.as_mut(), name)? {
            broken += 1;
            let words = t!("hq.key_unproven", locale = lang, a = name.device, b = name.epoch);
            writeln!(out, "{words}")?;
        }
    }
    let signer = place.keys.signer()?;
    let key = Identity::new(signer.suite(), &signer.public_key())?;
    match checkpoint::verify(&key, ledger.as_mut())? {
        Ok(count) => writeln!(out, "{}", t!("hq.checkpoints", locale = lang, a = count))?,
        Err(at) => {
            broken += 1;
            writeln!(out, "{}", t!("hq.checkpoint_broken", locale = lang, a = at))?;
        }
    }
    match disclosures::verify(&key, ledger.as_mut())? {
        Ok(count) => writeln!(out, "{}", t!("hq.disclosures", locale = lang, a = count))?,
        Err(at) => {
            broken += 1;
            writeln!(out, "{}", t!("hq.disclosure_broken", locale = lang, a = at))?;
        }
    }
    writeln!(out, "{}", t!("hq.verified", locale = lang, a = read, b = broken))?;
    Ok(if broken == 0 { 0 } else { 2 })
}
