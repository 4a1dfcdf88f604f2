//! `lucha-hq verify`: every entry, signature, photograph, checkpoint, line of its own log and word about pens read again;
//! repairs nothing.

use super::Refused;
use crate::hq::ledger::{Ledger, LedgerFault};
use crate::hq::place::Place;
use crate::hq::verify::{Flaw, Loss};
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
    let (mut ledger, mut keep) = (place.ledger()?, place.photographs()?);
    let shelf = verify::photographs(ledger.as_mut(), keep.as_mut())?;
    let (mut broken, mut read, mut unnamed) = (shelf.lost, 0_u64, shelf.named.clone());
    for (name, head) in ledger.heads()? {
        let at = (name, head);
        let (entries, flaws) = verify::journal_with(ledger.as_mut(), at, AT_ONCE, &shelf.named)?;
        read += entries;
        for flaw in flaws {
            // A photograph that several entries name is gone once.
            match flaw {
                Flaw::Photograph(_, digest, _) => {
                    unnamed.remove(&digest);
                }
                Flaw::Chain(_) | Flaw::Payload(_) | Flaw::Signature(_) => broken += 1,
            }
            writeln!(out, "{}", words_of(name, flaw, lang))?;
        }
        if rotate::is_unproven(place.headquarters(), ledger.as_mut(), name)? {
            broken += 1;
            let words = t!("hq.key_unproven", locale = lang, a = name.device, b = name.epoch);
            writeln!(out, "{words}")?;
        }
    }
    for digest in unnamed.keys() {
        writeln!(out, "{}", t!("hq.photograph_alone", locale = lang, a = digest.hex()))?;
    }
    let more = shelf.lost - shelf.named.len() as u64;
    if more > 0 {
        writeln!(out, "{}", t!("hq.photographs_more", locale = lang, a = more))?;
    }
    writeln!(out, "{}", t!("hq.photographs", locale = lang, a = shelf.held))?;
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

/// What does not hold, with the place of its entry.
fn words_of(name: JournalName, flaw: Flaw, lang: &str) -> String {
    let JournalName { device, epoch } = name;
    let words = match flaw {
        Flaw::Chain(at) => t!("hq.broken", locale = lang, a = device, b = epoch, c = at),
        Flaw::Payload(at) => t!("hq.payload_broken", locale = lang, a = device, b = epoch, c = at),
        Flaw::Signature(at) => {
            t!("hq.signature_broken", locale = lang, a = device, b = epoch, c = at)
        }
        Flaw::Photograph(at, digest, Loss::Missing) => {
            let hex = digest.hex();
            t!("hq.photograph_missing", locale = lang, a = device, b = epoch, c = at, d = hex)
        }
        Flaw::Photograph(at, digest, Loss::Changed) => {
            let hex = digest.hex();
            t!("hq.photograph_changed", locale = lang, a = device, b = epoch, c = at, d = hex)
        }
    };
    words.into_owned()
}

/// A case as `lucha-hq pen` takes it: by its first entry; by its id when none is held.
fn named(ledger: &mut dyn Ledger, subject: Id) -> Result<String, LedgerFault> {
    let entries = ledger.of_subject(subject)?;
    let name = |(journal, number): &(JournalName, u64)| {
        format!("{}/{}/{number}", journal.device, journal.epoch)
    };
    Ok(entries.first().map_or_else(|| subject.to_string(), name))
}
