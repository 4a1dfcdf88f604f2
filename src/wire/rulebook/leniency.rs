//! The files of `leniency/`: one no-penalty list each, its items and apart from them those that only spare a measure (免强制);
//! a list with one doubtful row is refused whole, and nothing that a list does not say is filled in.
//!
//! `[list]`: `id`, `name_zh`, `name_en`, `source`, `province`, `reach` (`nationwide`, `unknown`, or the digits that the code of
//! the region begins with: two of a province, four of a city), `dated` (a year, a day or `unknown`), `mark`, `confirmed`, and
//! where they apply `from`, `until`, `history_days_max` (wanted where an item asks for a first act), `history_since`.
//!
//! `[[item]]`: `no`, `name_zh`, `name_en`, `codes`, `kind` (`must_not`, `may_not`, `mitigate`), `conditions`, `revisit_days`;
//! of `mitigate` alone `ground`, the key of a ground in `discretion/` that may go below the range.
//! `[[no_coercion]]`: the same without `kind`, `ground` and `revisit_days`. A condition: `fact` with `first` (`scope`, `lookback_months`),
//! `corrected` (`by_last_day`), `harm` (`at_most`), `slight` or `promised`; or a question, `ask` with `zh` and `en`.

pub mod wrong;

use super::fault::{PackFault, PackWrong};
use super::rows::day;
use super::tables::{parse, readable};
use crate::domain::inspection::Harm;
use crate::domain::rulebook::{
    Adjustment, HistoryScope, Leaning, Lenience, LeniencyCondition, LeniencyItem, LeniencyList,
    ListReach, Violation,
};
use serde::Deserialize;
use std::collections::BTreeMap;
use wrong::LeniencyWrong;

/// Of a list that was seen and not read: nobody knows its date or where it holds.
const UNKNOWN: &str = "unknown";
/// No list looks again later, or lets its history be older, in days; more is a slip of the pen.
const DAYS_MAX: u32 = 366;
/// No list looks further back, in months; more is a slip of the pen.
const MONTHS_MAX: u32 = 120;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LeniencyFile {
    list: toml::Value,
    #[serde(default)]
    item: Vec<toml::Value>,
    #[serde(default)]
    no_coercion: Vec<toml::Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ListRow {
    id: String,
    name_zh: String,
    name_en: String,
    source: String,
    province: String,
    reach: String,
    dated: String,
    mark: String,
    confirmed: bool,
    from: Option<String>,
    until: Option<String>,
    history_days_max: Option<i64>,
    history_since: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ItemRow {
    no: i64,
    name_zh: String,
    name_en: String,
    codes: Vec<String>,
    kind: Option<String>,
    ground: Option<String>,
    conditions: Vec<toml::Value>,
    revisit_days: Option<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ConditionRow {
    fact: Option<String>,
    ask: Option<String>,
    zh: Option<String>,
    en: Option<String>,
    lookback_months: Option<i64>,
    scope: Option<String>,
    by_last_day: Option<bool>,
    at_most: Option<String>,
}

/// What an item may name: violations by code, grounds by key.
pub(super) type Known<'a> = (&'a BTreeMap<String, Violation>, &'a BTreeMap<String, Adjustment>);

/// Adds the list of `file`, name and text.
pub(super) fn add(
    lists: &mut Vec<LeniencyList>,
    (file, text): (&str, &str),
    known: Known<'_>,
) -> Result<(), PackFault> {
    let read: LeniencyFile = parse(file, text)?;
    let id = read.list.get("id").and_then(toml::Value::as_str).unwrap_or("list").to_string();
    let fault = |wrong: PackWrong| PackFault::new(file, id.clone(), wrong);
    let mut next = list(readable(read.list).map_err(fault)?).map_err(fault)?;
    if lists.iter().any(|known| known.id == next.id) {
        return Err(fault(LeniencyWrong::ListTwice.into()));
    }
    if read.item.is_empty() && read.no_coercion.is_empty() {
        return Err(fault(LeniencyWrong::NoItems.into()));
    }
    next.items = items(file, &next, ("item", read.item), known)?;
    next.no_coercion = items(file, &next, ("no_coercion", read.no_coercion), known)?;
    lists.push(next);
    Ok(())
}

/// The list without its items.
fn list(row: ListRow) -> Result<LeniencyList, PackWrong> {
    let texts =
        [&row.id, &row.name_zh, &row.name_en, &row.source, &row.province, &row.dated, &row.mark];
    if texts.iter().any(|text| text.trim().is_empty()) {
        return Err(PackWrong::Blank);
    }
    let from = row.from.as_deref().map(day).transpose()?;
    let until = row.until.as_deref().map(day).transpose()?;
    if let (Some(from), Some(until)) = (from, until)
        && from > until
    {
        return Err(LeniencyWrong::Dates { from, until }.into());
    }
    let reach = reach(&row.reach)?;
    let is_undated = row.dated == UNKNOWN;
    if !is_undated {
        check_dated(&row.dated)?;
    }
    // Whoever stands for a list knows where it holds and since when.
    if row.confirmed && (from.is_none() || is_undated || reach == ListReach::Unknown) {
        return Err(LeniencyWrong::NotInForce.into());
    }
    Ok(LeniencyList {
        id: row.id,
        name_zh: row.name_zh,
        name_en: row.name_en,
        source: row.source,
        province: row.province,
        reach,
        dated: row.dated,
        from,
        until,
        history_days_max: row
            .history_days_max
            .map(|days| count(days, DAYS_MAX))
            .transpose()?
            .unwrap_or(0),
        history_since: row.history_since.as_deref().map(day).transpose()?,
        mark: row.mark,
        confirmed: row.confirmed,
        items: Vec::new(),
        no_coercion: Vec::new(),
    })
}

/// A year, or a day of the calendar.
fn check_dated(text: &str) -> Result<(), PackWrong> {
    let is_year = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_year { Ok(()) } else { day(text).map(|_| ()) }
}

fn reach(text: &str) -> Result<ListReach, PackWrong> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    match (text, text.len()) {
        ("nationwide", _) => Ok(ListReach::Nationwide),
        (UNKNOWN, _) => Ok(ListReach::Unknown),
        (code, 2 | 4 | 6) if digits => Ok(ListReach::Region(code.to_string())),
        (other, _) => Err(LeniencyWrong::Reach(other.into()).into()),
    }
}

/// From 1 to `most`.
fn count(number: i64, most: u32) -> Result<u32, PackWrong> {
    let fits = u32::try_from(number).ok().filter(|number| (1..=most).contains(number));
    fits.ok_or(PackWrong::BadAmount(number))
}

fn items(
    file: &str,
    list: &LeniencyList,
    (kind, rows): (&str, Vec<toml::Value>),
    (violations, adjustments): Known<'_>,
) -> Result<Vec<LeniencyItem>, PackFault> {
    let mut items: Vec<LeniencyItem> = Vec::with_capacity(rows.len());
    for (at, row) in rows.into_iter().enumerate() {
        let number = row.get("no").and_then(toml::Value::as_integer);
        let name = match number {
            Some(number) => format!("{} {kind} {number}", list.id),
            None => format!("{} {kind} row {}", list.id, at + 1),
        };
        let fault = |wrong: PackWrong| PackFault::new(file, name.clone(), wrong);
        let mut row: ItemRow = readable(row).map_err(fault)?;
        let mut conditions = Vec::new();
        for (at, row) in std::mem::take(&mut row.conditions).into_iter().enumerate() {
            let place = format!("{name} condition[{}]", at + 1);
            let fault = |wrong: PackWrong| PackFault::new(file, place.clone(), wrong);
            let next = condition(readable(row).map_err(fault)?, list).map_err(fault)?;
            if conditions.iter().any(|known| is_twin(known, &next)) {
                return Err(fault(LeniencyWrong::ConditionTwice.into()));
            }
            conditions.push(next);
        }
        let lenience = lenience(kind, &row).map_err(fault)?;
        check_ground(&row, lenience, adjustments).map_err(fault)?;
        let next = item(row, conditions, lenience, violations).map_err(fault)?;
        if items.iter().any(|known| known.number == next.number) {
            return Err(fault(LeniencyWrong::ItemTwice.into()));
        }
        items.push(next);
    }
    Ok(items)
}

/// What an item spares; of those that spare a measure alone nothing else is said.
fn lenience(kind: &str, row: &ItemRow) -> Result<Lenience, PackWrong> {
    let spares_things = kind == "no_coercion";
    if spares_things && row.revisit_days.is_some() {
        return Err(LeniencyWrong::NotHere("revisit_days").into());
    }
    match row.kind.as_deref() {
        None if spares_things => Ok(Lenience::NoCoercion),
        Some(_) if spares_things => Err(LeniencyWrong::NotHere("kind").into()),
        None => Err(LeniencyWrong::Word(String::new()).into()),
        Some(word) => {
            let known = Lenience::from_word(word).filter(|known| *known != Lenience::NoCoercion);
            known.ok_or_else(|| LeniencyWrong::Word(word.into()).into())
        }
    }
}

/// Only what reduces rests on a ground, and on one that may go below the range (处罚法 32).
fn check_ground(
    row: &ItemRow,
    lenience: Lenience,
    adjustments: &BTreeMap<String, Adjustment>,
) -> Result<(), PackWrong> {
    let Some(ground) = &row.ground else { return Ok(()) };
    if lenience != Lenience::Mitigate {
        return Err(LeniencyWrong::NotHere("ground").into());
    }
    let known = adjustments.get(ground);
    if known.is_some_and(|known| known.leanings.contains(&Leaning::BelowRange)) {
        return Ok(());
    }
    Err(LeniencyWrong::Word(ground.clone()).into())
}

fn item(
    row: ItemRow,
    conditions: Vec<LeniencyCondition>,
    lenience: Lenience,
    violations: &BTreeMap<String, Violation>,
) -> Result<LeniencyItem, PackWrong> {
    let number = u16::try_from(row.no).ok().filter(|number| *number > 0);
    let number = number.ok_or(PackWrong::BadAmount(row.no))?;
    if [&row.name_zh, &row.name_en].iter().any(|text| text.trim().is_empty()) {
        return Err(PackWrong::Blank);
    }
    if row.codes.is_empty() {
        return Err(LeniencyWrong::NoCodes.into());
    }
    for (at, code) in row.codes.iter().enumerate() {
        if !violations.contains_key(code) {
            return Err(PackWrong::UnknownCode(code.clone()));
        }
        if row.codes[..at].contains(code) {
            return Err(LeniencyWrong::CodeTwice(code.clone()).into());
        }
    }
    if conditions.is_empty() {
        return Err(LeniencyWrong::NoConditions.into());
    }
    let revisit_days = row.revisit_days.map(|days| count(days, DAYS_MAX)).transpose()?;
    Ok(LeniencyItem {
        number,
        name_zh: row.name_zh,
        name_en: row.name_en,
        codes: row.codes,
        lenience,
        ground: row.ground,
        conditions,
        revisit_days,
    })
}

/// Two conditions of one item that ask for the same.
fn is_twin(one: &LeniencyCondition, other: &LeniencyCondition) -> bool {
    match (one, other) {
        (LeniencyCondition::Asked { id, .. }, LeniencyCondition::Asked { id: other, .. }) => {
            id == other
        }
        (one, other) => one.word() == other.word(),
    }
}

fn condition(row: ConditionRow, list: &LeniencyList) -> Result<LeniencyCondition, PackWrong> {
    let stray = stray(&row);
    let ConditionRow { fact, ask, zh, en, lookback_months, scope, by_last_day, at_most } = row;
    if let Some(key) = stray {
        return Err(LeniencyWrong::NotHere(key).into());
    }
    let Some(fact) = fact else { return question(ask, zh, en) };
    Ok(match fact.as_str() {
        "first" => {
            if list.history_days_max == 0 {
                return Err(LeniencyWrong::NoHistoryDays.into());
            }
            let lookback_months = lookback_months.map(|it| count(it, MONTHS_MAX)).transpose()?;
            let scope = scope.unwrap_or_default();
            let known = HistoryScope::from_word(&scope);
            let scope = known.ok_or_else(|| LeniencyWrong::Word(scope.clone()))?;
            LeniencyCondition::First { lookback_months, scope }
        }
        "corrected" => LeniencyCondition::Corrected { by_last_day: by_last_day == Some(true) },
        "harm" => {
            let word = at_most.unwrap_or_default();
            // Who does serious harm is spared by no list.
            let known = Harm::from_word(&word).filter(|harm| *harm != Harm::Serious);
            LeniencyCondition::HarmAtMost(known.ok_or_else(|| LeniencyWrong::Word(word.clone()))?)
        }
        "slight" => LeniencyCondition::Slight,
        "promised" => LeniencyCondition::Promised,
        other => return Err(LeniencyWrong::Word(other.into()).into()),
    })
}

/// A key that says something of another kind of condition.
fn stray(row: &ConditionRow) -> Option<&'static str> {
    let fact = row.fact.as_deref();
    let of = |name: &str| fact == Some(name);
    let keys = [
        ("ask", row.ask.is_some(), fact.is_none()),
        ("zh", row.zh.is_some(), fact.is_none()),
        ("en", row.en.is_some(), fact.is_none()),
        ("lookback_months", row.lookback_months.is_some(), of("first")),
        ("scope", row.scope.is_some(), of("first")),
        ("by_last_day", row.by_last_day.is_some(), of("corrected")),
        ("at_most", row.at_most.is_some(), of("harm")),
    ];
    keys.into_iter().find(|(_, is_there, belongs)| *is_there && !belongs).map(|(key, ..)| key)
}

/// A question in both languages, under a key of small letters, digits and `_`.
fn question(
    ask: Option<String>,
    zh: Option<String>,
    en: Option<String>,
) -> Result<LeniencyCondition, PackWrong> {
    let id = ask.unwrap_or_default();
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    if id.is_empty() || !id.bytes().all(fits) {
        return Err(LeniencyWrong::Question(id).into());
    }
    let (zh, en) = (zh.unwrap_or_default(), en.unwrap_or_default());
    if zh.trim().is_empty() || en.trim().is_empty() {
        return Err(PackWrong::Blank);
    }
    Ok(LeniencyCondition::Asked { id, zh, en })
}
