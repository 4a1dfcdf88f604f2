//! `lucha-hq report`: what is held of each journal, where the numbers of each block are, which returned cases have no
//! answer, which branches nobody settled, what was exported, the last checkpoint; changes nothing.

use super::refusal::Sentence;
use super::{Refused, export, give_back, pen};
use crate::domain::bureau::BureauEvent;
use crate::hq::blocks::{Account, accounts};
use crate::hq::ledger::Ledger;
use crate::hq::place::Place;
use crate::stdx::clock::Moment;
use crate::stdx::said::Said;
use crate::wire::entry;
use crate::wire::event::Body;
use crate::wire::message::feed::BlockLeased;
use crate::wire::message::hello::{JournalName, Point};
use rust_i18n::t;
use std::io::Write;
use std::path::Path;

pub(super) fn run(dir: &Path, json: bool, lang: &str, out: &mut dyn Write) -> Result<u8, Refused> {
    let mut ledger = Place::open(dir)?.ledger()?;
    for (name, head) in ledger.heads()? {
        let row =
            ledger.journal(name)?.ok_or_else(|| Sentence(Said::words("hq_fault.journal_gone")))?;
        let aside = ledger.aside(name)?;
        let missing = row.announced.saturating_sub(head.number);
        let lost = lost_before(ledger.as_mut(), name, row.start)?;
        if json {
            let line = serde_json::json!({
                "device": name.device.to_string(),
                "epoch": name.epoch,
                "standing": format!("{:?}", row.standing).to_lowercase(),
                "held": head.number,
                "digest": head.digest.hex(),
                "announced": row.announced,
                "missing": missing,
                "aside": aside,
                "lost_on_laptop": lost.map(|(from, until)| [from, until]),
            });
            writeln!(out, "{line}")?;
        } else {
            let words = t!(
                "hq.report",
                locale = lang,
                a = name.device,
                b = name.epoch,
                c = head.number,
                d = missing,
                e = aside,
                f = t!(standing_key(row.standing), locale = lang)
            );
            writeln!(out, "{words}")?;
            if let Some((c, d)) = lost {
                let (a, b) = (name.device, name.epoch);
                let words = t!("hq.report_lost", locale = lang, a = a, b = b, c = c, d = d);
                writeln!(out, "{words}")?;
            }
        }
    }
    numbers(ledger.as_mut(), json, lang, out)?;
    give_back::report(ledger.as_mut(), json, lang, out)?;
    pen::report(ledger.as_mut(), json, lang, out)?;
    export::report(ledger.as_mut(), json, lang, out)?;
    last_checkpoint(ledger.as_mut(), json, lang, out)
}

/// Entries of the epoch before, from and until, that the laptop says it had and lost: its first entry names them.
fn lost_before(
    ledger: &mut dyn Ledger,
    name: JournalName,
    start: Point,
) -> Result<Option<(u64, u64)>, Refused> {
    let first = ledger.entries(name, start.number + 1, 1)?;
    let entry = first.first().and_then(|(_, kept)| entry::read(kept).ok());
    let Some(Body::Bureau(BureauEvent::EpochOpened { before, .. })) = entry.map(|e| e.body) else {
        return Ok(None);
    };
    Ok(before.lost_until.map(|until| (before.number + 1, until)))
}

/// Each block with what became of its numbers, and when numbers were passed over behind a loss.
fn numbers(
    ledger: &mut dyn Ledger,
    json: bool,
    lang: &str,
    out: &mut dyn Write,
) -> Result<(), Refused> {
    for account in accounts(ledger)? {
        let epoch = account.epoch();
        let Account { device, block, used, elsewhere, given_up, outstanding } = account;
        let BlockLeased { prefix, year, from, until, .. } = block;
        if json {
            let line = serde_json::json!({
                "block": prefix, "year": year, "from": from, "until": until,
                "leased_to": device.to_string(), "epoch": epoch,
                "used": used, "elsewhere": elsewhere,
                "given_up": given_up, "outstanding": outstanding,
            });
            writeln!(out, "{line}")?;
            continue;
        }
        let block = format!("{prefix}〔{year}〕{from}–{until}");
        let words = t!(
            "hq.report_block",
            locale = lang,
            a = block,
            b = device,
            c = epoch,
            d = used,
            e = given_up,
            f = outstanding
        );
        writeln!(out, "{words}")?;
        if elsewhere > 0 {
            let words = t!("hq.report_elsewhere", locale = lang, a = block, b = elsewhere);
            writeln!(out, "{words}")?;
        }
    }
    let Some(skipped_ms) = ledger.skipped_ms()? else { return Ok(()) };
    let at = Moment::from_ms(skipped_ms).rfc3339();
    if json {
        writeln!(out, "{}", serde_json::json!({ "numbers_passed_over": at }))?;
    } else {
        writeln!(out, "{}", t!("hq.report_passed_over", locale = lang, a = at))?;
    }
    Ok(())
}

/// What a second place keeps of the day: the last signed root over all journals.
fn last_checkpoint(
    ledger: &mut dyn Ledger,
    json: bool,
    lang: &str,
    out: &mut dyn Write,
) -> Result<u8, Refused> {
    let Some(last) = ledger.last_checkpoint()? else { return Ok(0) };
    let at = Moment::from_ms(last.at_ms).rfc3339();
    let root = last.root.hex();
    if json {
        let line = serde_json::json!({ "checkpoint": last.number, "at": at, "root": root });
        writeln!(out, "{line}")?;
    } else {
        let words = t!("hq.checkpoint", locale = lang, a = last.number, b = at, c = root);
        writeln!(out, "{words}")?;
    }
    Ok(0)
}

fn standing_key(standing: crate::wire::message::hello::Standing) -> &'static str {
    use crate::wire::message::hello::Standing;
    match standing {
        Standing::Active => "hq.active",
        Standing::Forked => "hq.forked",
        Standing::Retired => "hq.retired",
        Standing::Revoked | Standing::Unknown => "hq.lost",
    }
}
