//! `lucha-hq numbers`: where every number of every block is, on which laptop, and which were used twice or outside their block;
//! reads every entry and changes nothing.

use super::Refused;
use crate::domain::agency::DocumentNo;
use crate::domain::number_account::{BlockAccount, NumberAccount, NumberRun};
use crate::forms;
use crate::hq::numbering::{Holder, Taker, read};
use crate::hq::place::Place;
use rust_i18n::t;
use serde_json::{Value, json};
use std::io::Write;
use std::path::Path;

/// Entries that are read at once.
const AT_ONCE: u64 = 1_000;

/// Lists them; gives the exit code, 2 where a number is used twice or outside its block.
pub(super) fn run(dir: &Path, json: bool, lang: &str, out: &mut dyn Write) -> Result<u8, Refused> {
    let mut ledger = Place::open(dir)?.ledger()?;
    let found = read(ledger.as_mut(), AT_ONCE)?;
    let lines = if json { in_json(&found) } else { in_words(&found, lang) };
    for line in lines {
        writeln!(out, "{line}")?;
    }
    let is_well = found.twice.is_empty() && found.outside.is_empty();
    Ok(if is_well { 0 } else { 2 })
}

fn in_json(found: &NumberAccount<Holder, Taker>) -> Vec<String> {
    let mut all: Vec<Value> = Vec::new();
    for account in &found.blocks {
        all.push(block_json(account));
        all.extend(account.runs.iter().map(|run| run_json(run, account)));
    }
    all.extend(found.twice.iter().map(|(number, takers)| {
        let by: Vec<Value> = takers.iter().map(taker_json).collect();
        json!({ "state": "twice", "number": number.to_string(), "by": by })
    }));
    all.extend(found.outside.iter().map(|(number, taker)| {
        json!({ "state": "outside", "number": number.to_string(), "by": [taker_json(taker)] })
    }));
    all.iter().map(Value::to_string).collect()
}

fn block_json(account: &BlockAccount<Holder, Taker>) -> Value {
    let (block, held) = (&account.block, &account.held);
    let rest = account.rest();
    let (free, given_up) = if held.given_up { (0, rest) } else { (rest, 0) };
    json!({
        "block": block.prefix, "year": block.year, "from": block.from, "until": block.until,
        "leased_to": held.device.to_string(), "epoch": held.epoch,
        "used": account.taken() - voided(account), "voided": voided(account), "free": free, "given_up": given_up,
    })
}

/// How many numbers of the block are void.
fn voided(account: &BlockAccount<Holder, Taker>) -> u32 {
    let is_void = |run: &&NumberRun<Taker>| match run {
        NumberRun::Taken { by, .. } => by.iter().all(|taker| taker.voided.is_some()),
        NumberRun::Rest { .. } => false,
    };
    u32::try_from(account.runs.iter().filter(is_void).count()).unwrap_or(u32::MAX)
}

fn run_json(run: &NumberRun<Taker>, account: &BlockAccount<Holder, Taker>) -> Value {
    match run {
        NumberRun::Taken { serial, by } => {
            let is_void = by.iter().all(|taker| taker.voided.is_some());
            let state = if is_void { "voided" } else { "used" };
            let by: Vec<Value> = by.iter().map(taker_json).collect();
            json!({ "state": state, "number": written(account, *serial).to_string(), "by": by })
        }
        NumberRun::Rest { from, until } => {
            let state = if account.held.given_up { "given_up" } else { "free" };
            json!({ "state": state, "from": from, "until": until })
        }
    }
}

fn taker_json(taker: &Taker) -> Value {
    json!({
        "device": taker.journal.device.to_string(),
        "epoch": taker.journal.epoch,
        "entry": taker.entry,
        "inspection": taker.subject.map(|id| id.to_string()),
        "on": taker.on.map(|day| day.to_string()),
        "form": taker.form,
        "reason": taker.voided,
    })
}

fn written(account: &BlockAccount<Holder, Taker>, serial: u32) -> DocumentNo {
    DocumentNo { prefix: account.block.prefix.clone(), year: account.block.year, serial }
}

fn in_words(found: &NumberAccount<Holder, Taker>, lang: &str) -> Vec<String> {
    let mut lines = Vec::new();
    if found.blocks.is_empty() {
        lines.push(t!("hq.numbers_none", locale = lang).into_owned());
    }
    for account in &found.blocks {
        lines.push(block_words(account, lang));
        for run in &account.runs {
            let said = match run {
                NumberRun::Taken { serial, by } => {
                    let why: Vec<&str> =
                        by.iter().filter_map(|taker| taker.voided.as_deref()).collect();
                    let said: Vec<String> =
                        by.iter().map(|taker| taker_words(taker, lang)).collect();
                    let (number, said) = (written(account, *serial), said.join("; "));
                    if why.len() == by.len() {
                        let why = why.join("; ");
                        t!("hq.numbers_void", locale = lang, a = number, b = said, c = why)
                    } else {
                        t!("hq.numbers_used", locale = lang, a = number, b = said)
                    }
                }
                NumberRun::Rest { from, until } => {
                    let is_over = account.held.given_up;
                    let key = if is_over { "hq.numbers_given_up" } else { "hq.numbers_free" };
                    let which = format!("{from:05}–{until:05}");
                    t!(key, locale = lang, a = which, b = until - from + 1)
                }
            };
            lines.push(format!("  {said}"));
        }
    }
    for (number, takers) in &found.twice {
        let by: Vec<String> = takers.iter().map(|taker| taker_words(taker, lang)).collect();
        let said = t!("hq.numbers_twice", locale = lang, a = number, b = by.join("; "));
        lines.push(format!("! {said}"));
    }
    for (number, taker) in &found.outside {
        let by = taker_words(taker, lang);
        let said = t!("hq.numbers_outside", locale = lang, a = number, b = by);
        lines.push(format!("! {said}"));
    }
    lines
}

fn block_words(account: &BlockAccount<Holder, Taker>, lang: &str) -> String {
    let (block, held) = (&account.block, &account.held);
    let (prefix, year, from, until) = (&block.prefix, block.year, block.from, block.until);
    let which = format!("{prefix}〔{year}〕{from:05}–{until:05}");
    let key = if held.given_up { "hq.numbers_block_over" } else { "hq.numbers_block" };
    let void = voided(account);
    let (b, c, d, e) = (held.device, held.epoch, account.taken() - void, account.rest());
    t!(key, locale = lang, a = which, b = b, c = c, d = d, e = e, f = void).into_owned()
}

/// The paper with its day and where its entry stands.
fn taker_words(taker: &Taker, lang: &str) -> String {
    let place = format!("{}/{}/{}", taker.journal.device, taker.journal.epoch, taker.entry);
    let (Some(form), Some(on)) = (taker.form, taker.on) else {
        return t!("hq.numbers_pruned", locale = lang, a = place).into_owned();
    };
    let title = forms::form(form).map_or(form, |form| form.title);
    format!("{on} 《{title}》 {place}")
}
