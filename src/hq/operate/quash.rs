//! `lucha-hq quash`: a decision that was taken back on reconsideration or in court counts on no laptop any more; the
//! entries of its case stay as they are.

use super::pen::case_of;
use super::{Refused, refused};
use crate::hq::place::Place;
use crate::hq::{lines, prior};
use crate::wire::message::feed::Scope;
use clap::Args;
use rust_i18n::t;
use std::io::Write;
use std::path::Path;

/// A decision was taken back on reconsideration or in court: its acts count no more.
#[derive(Args, Debug)]
pub struct What {
    /// Number of its decision, or DEVICE/EPOCH/ENTRY.
    #[arg(value_name = "CASE")]
    what: String,
    /// The paper that took it back, with its number.
    #[arg(long, value_name = "TEXT")]
    ground: String,
    /// Who answers for it.
    #[arg(long, value_name = "NAME")]
    by: String,
}

pub(super) fn run(dir: &Path, what: &What, lang: &str, out: &mut dyn Write) -> Result<u8, Refused> {
    let (ground, by) = (what.ground.trim(), what.by.trim());
    if ground.is_empty() || by.is_empty() {
        return Err(refused(t!("hq.quash_ground", locale = lang)));
    }
    let place = Place::open(dir)?;
    let (key, mut ledger) = (place.keys.plates(), place.ledger()?);
    let subject = case_of(ledger.as_mut(), &what.what, lang)?;
    let main = lines::read(ledger.as_mut(), subject)?.main;
    let events = main.iter().filter_map(|written| prior::event_in(&written.kept, subject));
    let news = prior::quashed(&key, &prior::folded(subject, events), &format!("{ground}（{by}）"));
    if news.is_empty() {
        return Err(refused(t!("hq.no_decision", locale = lang, a = what.what)));
    }
    prior::tell_key(&key, ledger.as_mut())?;
    for one in &news {
        ledger.publish(Scope::All, one)?;
    }
    writeln!(out, "{}", t!("hq.quashed", locale = lang, a = what.what, b = ground))?;
    Ok(0)
}
