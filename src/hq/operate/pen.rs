//! `lucha-hq pen`: both sides of a case shown, or its pen moved to another laptop on a person's word; settles no branch.

use super::{Refused, give_back, id_of, refused};
use crate::hq::admit::Capacity;
use crate::hq::hand_over::{Cannot, Word, move_pen, named};
use crate::hq::ledger::Ledger;
use crate::hq::lines::{self, Branch, CaseLines, Written};
use crate::hq::place::Place;
use crate::stdx::clock::{Clock, Moment};
use crate::stdx::id::Id;
use crate::wire::envelope;
use clap::Args;
use rust_i18n::t;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

/// The pen of a case: show both sides, or have another laptop write it from now on.
#[derive(Args, Debug)]
pub struct What {
    /// Number of its decision, or DEVICE/EPOCH/ENTRY.
    #[arg(value_name = "CASE")]
    what: String,
    /// The laptop that writes it from now on; both sides are shown without it.
    #[arg(long, value_name = "DEVICE", requires = "reason", requires = "by")]
    to: Option<String>,
    /// Why it moves.
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Who answers for it.
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
}

pub(super) fn run(dir: &Path, what: &What, lang: &str, out: &mut dyn Write) -> Result<u8, Refused> {
    let place = Place::open(dir)?;
    let mut ledger = place.ledger()?;
    let subject = case_of(ledger.as_mut(), &what.what, lang)?;
    let Some(to) = &what.to else {
        return show(&lines::read(ledger.as_mut(), subject)?, lang, out);
    };
    let device = id_of(to, lang)?;
    // A pen that nobody has would stop the case for good.
    if !ledger.heads()?.iter().any(|(name, _)| name.device == device) {
        return Err(refused(t!("hq.no_device", locale = lang, a = to)));
    }
    let word = word(what.reason.as_deref(), what.by.as_deref(), lang)?;
    let seat = place.seat(Capacity::default())?;
    let moved = move_pen(&seat, ledger.as_mut(), (subject, device), word)?
        .map_err(|why| cannot(why, &what.what, lang))?;
    let (from, to, token) = (moved.from, moved.to, moved.token);
    let head = named(moved.head);
    writeln!(out, "{}", t!("hq.pen_moved", locale = lang, a = from, b = to, c = token, d = head))?;
    Ok(0)
}

/// The inspection of the entry that `text` names.
pub(super) fn case_of(ledger: &mut dyn Ledger, text: &str, lang: &str) -> Result<Id, Refused> {
    let (journal, number) = give_back::found(ledger, text, lang)?;
    give_back::subject(ledger, journal, number)?
        .ok_or_else(|| refused(t!("hq.no_case_there", locale = lang, a = text)))
}

/// Who answers for it and why, neither of them empty.
pub(super) fn word<'a>(
    reason: Option<&'a str>,
    by: Option<&'a str>,
    lang: &str,
) -> Result<Word<'a>, Refused> {
    let (reason, by) = (reason.unwrap_or_default().trim(), by.unwrap_or_default().trim());
    if reason.is_empty() || by.is_empty() {
        return Err(refused(t!("hq.pen_reason", locale = lang)));
    }
    Ok(Word { reason, by, at_ms: Clock::machine().now().ms() })
}

pub(super) fn cannot(why: Cannot, what: &str, lang: &str) -> Refused {
    refused(match why {
        Cannot::NoCase => t!("hq.no_case_there", locale = lang, a = what),
        Cannot::HasIt => t!("hq.pen_there", locale = lang, a = what),
        Cannot::NoBranch => t!("hq.no_branch", locale = lang, a = what),
    })
}

/// Both sides, one entry a line.
fn show(case: &CaseLines, lang: &str, out: &mut dyn Write) -> Result<u8, Refused> {
    if let Some((device, token)) = case.pen() {
        writeln!(out, "{}", t!("hq.pen_at", locale = lang, a = device, b = token))?;
    }
    for moved in &case.moves {
        let at = Moment::from_ms(moved.at_ms).rfc3339();
        let by = if moved.by.is_empty() { "-" } else { moved.by.as_str() };
        let words = t!(
            "hq.pen_move",
            locale = lang,
            a = moved.token,
            b = at,
            c = moved.to,
            d = by,
            e = moved.reason
        );
        writeln!(out, "{words}")?;
    }
    writeln!(out, "{}", t!("hq.main_line", locale = lang))?;
    case.main.iter().try_for_each(|written| line(written, out))?;
    for branch in &case.branches {
        writeln!(out, "{}", heading(case, branch, lang))?;
        branch.entries.iter().try_for_each(|written| line(written, out))?;
    }
    Ok(0)
}

fn heading(case: &CaseLines, branch: &Branch, lang: &str) -> String {
    let device = branch.journal.device;
    let settled = case.settlements.iter().find(|word| Some(word.number) == branch.settled);
    match settled {
        None => t!("hq.branch_open", locale = lang, a = device, b = branch.token).into_owned(),
        Some(word) => {
            let verb = super::settle::word_of(word.settling, lang);
            let words = t!(
                "hq.branch_settled",
                locale = lang,
                a = device,
                b = branch.token,
                c = verb,
                d = word.by,
                e = word.reason
            );
            words.into_owned()
        }
    }
}

fn line(written: &Written, out: &mut dyn Write) -> std::io::Result<()> {
    let envelope = envelope::decode(&written.kept.envelope).ok();
    let at = envelope.as_ref().map_or_else(String::new, |it| it.clock.wall.rfc3339());
    let read = crate::wire::entry::read(&written.kept).ok();
    let kind = read.map_or("", |entry| crate::wire::event::name(&entry.body));
    writeln!(out, "  {}  {at}  {kind}", named(written.at))
}

/// Branches that nobody settled yet.
pub(super) fn report(
    ledger: &mut dyn Ledger,
    json: bool,
    lang: &str,
    out: &mut dyn Write,
) -> Result<(), Refused> {
    let rows = ledger.beside(None)?;
    let open = rows.iter().filter(|row| row.settled.is_none());
    let subjects: BTreeSet<Id> = open.map(|row| row.subject).collect();
    for subject in subjects {
        let case = lines::read(ledger, subject)?;
        for branch in case.branches.iter().filter(|branch| branch.settled.is_none()) {
            let (Some(head), count) = (branch.head(), branch.entries.len()) else { continue };
            let (head, device) = (named(head), branch.journal.device);
            if json {
                let line = serde_json::json!({
                    "branch": subject.to_string(),
                    "device": device.to_string(),
                    "token": branch.token,
                    "entries": count,
                    "head": head,
                    "main": case.head().map(named),
                });
                writeln!(out, "{line}")?;
            } else {
                let words = t!("hq.branch_waits", locale = lang, a = device, b = count, c = head);
                writeln!(out, "{words}")?;
            }
        }
    }
    Ok(())
}
