//! `lucha-hq verify`: every entry, checkpoint, line of its own log and word about pens read again; repairs nothing.

use super::Refused;
use crate::hq::ledger::{Ledger, LedgerFault};
use crate::hq::place::Place;
use crate::hq::{checkpoint, disclosures, rotate, verify};
use crate::stdx::id::Id;
use crate::wire::message::hello::JournalName;
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
    let (count, wrong) = verify::pens(place.headquarters(), &key, ledger.as_mut())?;
    writeln!(out, "{}", t!("hq.pens", locale = lang, a = count))?;
    for subject in wrong {
        broken += 1;
        let case = named(ledger.as_mut(), subject)?;
        writeln!(out, "{}", t!("hq.pen_broken", locale = lang, a = case))?;
    }
    writeln!(out, "{}", t!("hq.verified", locale = lang, a = read, b = broken))?;
    Ok(if broken == 0 { 0 } else { 2 })
}

/// A case as `lucha-hq pen` takes it: by its first entry; by its id when none is held.
fn named(ledger: &mut dyn Ledger, subject: Id) -> Result<String, LedgerFault> {
    let entries = ledger.of_subject(subject)?;
    let name = |(journal, number): &(JournalName, u64)| {
        format!("{}/{}/{number}", journal.device, journal.epoch)
    };
    Ok(entries.first().map_or_else(|| subject.to_string(), name))
}
