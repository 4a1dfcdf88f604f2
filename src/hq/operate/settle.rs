//! `lucha-hq settle`: a branch of a case merged or dropped on a person's word, both heads named and signed; moves no pen.

use super::pen::{cannot, case_of, word};
use super::{Refused, id_of};
use crate::hq::admit::Capacity;
use crate::hq::hand_over::{Settle, named, settle};
use crate::hq::place::Place;
use crate::wire::message::pen::Settling;
use clap::Args;
use rust_i18n::t;
use std::io::Write;
use std::path::Path;

/// Settle a branch: merge what a laptop wrote without the pen of the case into it, or drop it.
#[derive(Args, Debug)]
pub struct What {
    /// Number of its decision, or DEVICE/EPOCH/ENTRY.
    #[arg(value_name = "CASE")]
    what: String,
    /// The laptop that wrote the branch.
    #[arg(long, value_name = "DEVICE")]
    device: String,
    /// Its entries belong to the case from now on, behind the last one of the main line.
    #[arg(long, required_unless_present = "drop", conflicts_with = "drop")]
    merge: bool,
    /// Its entries are kept and count for nothing.
    #[arg(long)]
    drop: bool,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// Who answers for it.
    #[arg(long, value_name = "NAME")]
    by: String,
}

pub(super) fn run(dir: &Path, what: &What, lang: &str, out: &mut dyn Write) -> Result<u8, Refused> {
    let word = word(Some(&what.reason), Some(&what.by), lang)?;
    let place = Place::open(dir)?;
    let mut ledger = place.ledger()?;
    let subject = case_of(ledger.as_mut(), &what.what, lang)?;
    let settling = if what.merge { Settling::Merged } else { Settling::Dropped };
    let wanted = Settle { subject, device: id_of(&what.device, lang)?, settling };
    let seat = place.seat(Capacity::default())?;
    let settled = settle(&seat, ledger.as_mut(), wanted, word)?
        .map_err(|why| cannot(why, &what.what, lang))?;
    let (verb, branch, main) =
        (word_of(settling, lang), named(settled.branch), named(settled.main));
    let number = settled.number;
    writeln!(
        out,
        "{}",
        t!("hq.settled", locale = lang, a = verb, b = branch, c = main, d = number)
    )?;
    Ok(0)
}

/// What was decided, as a word.
pub(super) fn word_of(settling: Settling, lang: &str) -> String {
    match settling {
        Settling::Merged => t!("hq.merged", locale = lang).into_owned(),
        Settling::Dropped => t!("hq.dropped", locale = lang).into_owned(),
    }
}
