//! The power list of a pack (行政权力事项清单), row by row; an act, a family or a region that there is not is refused, never
//! guessed.
//!
//! `id`, `version`, `source` (title and number of the document), `issued_on`, `from`, and where it ended `until`. Each
//! `[[power]]`: `name_zh`, and `official_no` where the list has one; `families` or `violations`, or both; `kinds` of
//! `punish`, `measure` and `inspect`; `areas` as codes of GB/T 2260, left out where the list names none.

mod wrong;

use super::fault::{PackFault, PackWrong};
use super::rows::day;
use super::tables::{parse, readable};
use crate::domain::identity::region;
use crate::domain::rulebook::{Family, Power, PowerKind, PowerList, Violation};
use serde::Deserialize;
use std::collections::BTreeMap;

pub use wrong::PowerWrong;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PowerListFile {
    id: String,
    version: String,
    source: String,
    issued_on: String,
    from: String,
    until: Option<String>,
    #[serde(default)]
    power: Vec<toml::Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PowerRow {
    name_zh: String,
    #[serde(default)]
    official_no: String,
    #[serde(default)]
    families: Vec<String>,
    #[serde(default)]
    violations: Vec<String>,
    kinds: Vec<String>,
    #[serde(default)]
    areas: Vec<String>,
}

/// Reads the list of `file`, name and text.
pub(super) fn power_list(
    (file, text): (&str, &str),
    violations: &BTreeMap<String, Violation>,
) -> Result<PowerList, PackFault> {
    let read: PowerListFile = parse(file, text)?;
    for (key, value) in [("id", &read.id), ("version", &read.version), ("source", &read.source)] {
        if value.trim().is_empty() {
            return Err(PackFault::new(file, key, PackWrong::Blank));
        }
    }
    let on = |key: &str, text: &str| day(text).map_err(|wrong| PackFault::new(file, key, wrong));
    let issued_on = on("issued_on", &read.issued_on)?;
    let from = on("from", &read.from)?;
    let until = read.until.as_deref().map(|text| on("until", text)).transpose()?;
    if let Some(until) = until.filter(|until| *until < from) {
        return Err(PackFault::new(file, "until", PowerWrong::Dates { from, until }.into()));
    }
    // A list of nothing refuses everything; whoever means that publishes no pack.
    if read.power.is_empty() {
        return Err(PackFault::new(file, "power", PowerWrong::NoRow.into()));
    }
    let mut powers: Vec<Power> = Vec::with_capacity(read.power.len());
    for (at, row) in read.power.into_iter().enumerate() {
        let fault = |wrong| PackFault::new(file, format!("power {}", at + 1), wrong);
        let row: PowerRow = readable(row).map_err(fault)?;
        let next = power(row, violations).map_err(fault)?;
        check_once(&powers, &next, violations).map_err(|wrong| fault(wrong.into()))?;
        powers.push(next);
    }
    let PowerListFile { id, version, source, .. } = read;
    Ok(PowerList { id, version, source, issued_on, from, until, powers })
}

fn power(row: PowerRow, violations: &BTreeMap<String, Violation>) -> Result<Power, PackWrong> {
    if row.name_zh.trim().is_empty() {
        return Err(PackWrong::Blank);
    }
    if row.families.is_empty() && row.violations.is_empty() {
        return Err(PowerWrong::NoAct.into());
    }
    if row.kinds.is_empty() {
        return Err(PowerWrong::NoKind.into());
    }
    let family =
        |word: &String| Family::from_word(word).ok_or_else(|| PackWrong::NoFamily(word.clone()));
    let families = row.families.iter().map(family).collect::<Result<Vec<_>, _>>()?;
    if let Some(code) = row.violations.iter().find(|code| !violations.contains_key(*code)) {
        return Err(PackWrong::UnknownCode(code.clone()));
    }
    let kind =
        |word: &String| PowerKind::from_word(word).ok_or_else(|| PowerWrong::Kind(word.clone()));
    let kinds = row.kinds.iter().map(kind).collect::<Result<Vec<_>, _>>()?;
    if let Some(area) = row.areas.iter().find(|area| !region::is_area(area)) {
        return Err(PowerWrong::Area(area.clone()).into());
    }
    once(&row.families)?;
    once(&row.violations)?;
    once(&row.kinds)?;
    once(&row.areas)?;
    Ok(Power {
        name_zh: row.name_zh,
        official_no: row.official_no,
        families,
        violations: row.violations,
        kinds,
        areas: row.areas,
    })
}

/// No word stands twice in one list of a row.
fn once(words: &[String]) -> Result<(), PowerWrong> {
    let again = words.iter().enumerate().find(|(nth, word)| words[..*nth].contains(word));
    again.map_or(Ok(()), |(_, word)| Err(PowerWrong::WordTwice(word.clone())))
}

/// Each act stands on the list once for each kind: who means to narrow a family by a row for one of its acts would widen
/// nothing and narrow nothing.
fn check_once(
    before: &[Power],
    next: &Power,
    violations: &BTreeMap<String, Violation>,
) -> Result<(), PowerWrong> {
    let is_own = |act: &&Violation| {
        next.families.contains(&act.family) && next.violations.contains(&act.code)
    };
    if let Some(act) = violations.values().find(is_own) {
        let (code, kind) = (act.code.clone(), next.kinds.first().copied());
        return Err(PowerWrong::Twice { code, kind: kind.map_or("", PowerKind::word) });
    }
    for kind in &next.kinds {
        let rows: Vec<&Power> = before.iter().filter(|row| row.kinds.contains(kind)).collect();
        let stands = |act: &&Violation| {
            let about = |row: &Power| row.is_about(&act.code, act.family);
            about(next) && rows.iter().any(|row| about(row))
        };
        if let Some(act) = violations.values().find(stands) {
            return Err(PowerWrong::Twice { code: act.code.clone(), kind: kind.word() });
        }
    }
    Ok(())
}
