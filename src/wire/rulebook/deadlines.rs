//! The deadlines of a pack (期限), row by row; a length, an event or an article that is not plain is refused, never guessed.

mod wrong;

use super::fault::{PackFault, PackWrong};
use super::rows::{CitationRow, citations, day};
use super::tables::{parse, readable};
use crate::domain::deadline::surcharge::SurchargeRule;
use crate::domain::deadline::trigger::Trigger;
use crate::domain::deadline::{
    Deadline, Deadlines, Obliged, Pause, PauseRule, Sense, SourceMark, Span, Unit, Unnumbered,
};
use crate::domain::rulebook::Citation;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeSet;

pub use wrong::DeadlineWrong;

/// Hundredths of the fine beyond which no surcharge goes; the law has 100.
const CAP_PERCENT_MAX: i64 = 100;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DeadlinesFile {
    #[serde(default)]
    deadline: Vec<toml::Value>,
    #[serde(default)]
    unnumbered: Vec<toml::Value>,
    surcharge: Option<toml::Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DeadlineRow {
    id: String,
    name_zh: String,
    name_en: String,
    length: i64,
    unit: String,
    breach_unit: Option<String>,
    from: Vec<String>,
    #[serde(default)]
    restarts: Vec<String>,
    follows: Option<String>,
    #[serde(default)]
    stopped_by: Vec<String>,
    #[serde(default)]
    suspended_by: Vec<PauseRow>,
    whose: String,
    sense: Option<String>,
    cites: Vec<CitationRow>,
    without_article: Option<String>,
    consequence_zh: String,
    consequence_en: String,
    in_force_from: Option<String>,
    in_force_until: Option<String>,
    mark: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PauseRow {
    by: String,
    cites: Vec<CitationRow>,
    mark: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnnumberedRow {
    id: String,
    name_zh: String,
    name_en: String,
    cites: Vec<CitationRow>,
    without_article: Option<String>,
    why_zh: String,
    why_en: String,
    mark: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SurchargeRow {
    permille_a_day: i64,
    cap_percent: i64,
    cites: Vec<CitationRow>,
    #[serde(default)]
    suspended_by: Vec<PauseRow>,
    mark: String,
}

/// Reads the table of `file`, name and text.
pub(super) fn deadlines(
    (file, text): (&str, &str),
    laws: &BTreeSet<&str>,
) -> Result<Deadlines, PackFault> {
    let read: DeadlinesFile = parse(file, text)?;
    let mut seen = BTreeSet::new();
    let mut rows = Vec::with_capacity(read.deadline.len());
    for (at, row) in read.deadline.into_iter().enumerate() {
        let (name, row) = named(file, &format!("deadline {}", at + 1), row)?;
        let fault = |wrong| PackFault::new(file, name.clone(), wrong);
        if !seen.insert(name.clone()) {
            return Err(fault(PackWrong::Twice));
        }
        rows.push(deadline(row, laws).map_err(fault)?);
    }
    let mut unnumbered = Vec::with_capacity(read.unnumbered.len());
    for (at, row) in read.unnumbered.into_iter().enumerate() {
        let (name, row) = named(file, &format!("unnumbered {}", at + 1), row)?;
        let fault = |wrong| PackFault::new(file, name.clone(), wrong);
        if !seen.insert(name.clone()) {
            return Err(fault(PackWrong::Twice));
        }
        unnumbered.push(without_length(row, laws).map_err(fault)?);
    }
    let surcharge = match read.surcharge {
        None => None,
        Some(row) => {
            let (name, row) = named(file, "surcharge", row)?;
            let rule = surcharge(row, laws);
            Some(rule.map_err(|wrong| PackFault::new(file, name, wrong))?)
        }
    };
    check_chains(&rows).map_err(|(row, wrong)| PackFault::new(file, row, wrong.into()))?;
    Ok(Deadlines { rows, unnumbered, surcharge })
}

/// One row, and the name by which a fault calls it: its id, or its place where it has none.
fn named<T: DeserializeOwned>(
    file: &str,
    place: &str,
    row: toml::Value,
) -> Result<(String, T), PackFault> {
    let id = row.get("id").and_then(toml::Value::as_str);
    let name = id.map_or_else(|| place.to_string(), str::to_string);
    let read = readable(row).map_err(|wrong| PackFault::new(file, name.clone(), wrong))?;
    Ok((name, read))
}

fn deadline(row: DeadlineRow, laws: &BTreeSet<&str>) -> Result<Deadline, PackWrong> {
    written(&[&row.id, &row.name_zh, &row.name_en, &row.consequence_zh, &row.consequence_en])?;
    let span = span(row.length, &row.unit)?;
    let breach_unit = row.breach_unit.as_deref().map(unit).transpose()?;
    let word = row.sense.as_deref().unwrap_or(Sense::Within.word());
    let sense = Sense::from_word(word).ok_or_else(|| DeadlineWrong::Word(word.into()))?;
    if sense == Sense::Ahead && !matches!(span.unit, Unit::Days | Unit::WorkingDays) {
        return Err(DeadlineWrong::AheadUnit.into());
    }
    if row.from.is_empty() {
        return Err(DeadlineWrong::NoStart.into());
    }
    let whose = Obliged::from_word(&row.whose);
    let in_force_from = row.in_force_from.as_deref().map(day).transpose()?;
    let in_force_until = row.in_force_until.as_deref().map(day).transpose()?;
    if let (Some(from), Some(until)) = (in_force_from, in_force_until)
        && from > until
    {
        return Err(DeadlineWrong::Dates { from, until }.into());
    }
    Ok(Deadline {
        id: row.id,
        name_zh: row.name_zh,
        name_en: row.name_en,
        span,
        breach_unit,
        from: events(&row.from)?,
        restarts: events(&row.restarts)?,
        follows: row.follows,
        stops: events(&row.stopped_by)?,
        pauses: pauses(row.suspended_by, laws)?,
        obliged: whose.ok_or(DeadlineWrong::Word(row.whose))?,
        sense,
        cites: cited(row.cites, row.without_article.as_deref(), laws)?,
        without_article: row.without_article,
        consequence_zh: row.consequence_zh,
        consequence_en: row.consequence_en,
        in_force_from,
        in_force_until,
        mark: mark(&row.mark)?,
    })
}

fn without_length(row: UnnumberedRow, laws: &BTreeSet<&str>) -> Result<Unnumbered, PackWrong> {
    written(&[&row.id, &row.name_zh, &row.name_en, &row.why_zh, &row.why_en])?;
    Ok(Unnumbered {
        id: row.id,
        name_zh: row.name_zh,
        name_en: row.name_en,
        cites: cited(row.cites, row.without_article.as_deref(), laws)?,
        without_article: row.without_article,
        why_zh: row.why_zh,
        why_en: row.why_en,
        mark: mark(&row.mark)?,
    })
}

fn surcharge(row: SurchargeRow, laws: &BTreeSet<&str>) -> Result<SurchargeRule, PackWrong> {
    let amount = |value: i64, most: i64| {
        let amount = u32::try_from(value).ok().filter(|_| (1..=most).contains(&value));
        amount.ok_or(PackWrong::BadAmount(value))
    };
    Ok(SurchargeRule {
        permille_a_day: amount(row.permille_a_day, 1_000)?,
        cap_percent: amount(row.cap_percent, CAP_PERCENT_MAX)?,
        cites: cited(row.cites, None, laws)?,
        pauses: pauses(row.suspended_by, laws)?,
        mark: mark(&row.mark)?,
    })
}

fn written(texts: &[&String]) -> Result<(), PackWrong> {
    let is_blank = texts.iter().any(|text| text.trim().is_empty());
    if is_blank { Err(PackWrong::Blank) } else { Ok(()) }
}

fn unit(word: &str) -> Result<Unit, PackWrong> {
    Ok(Unit::from_word(word).ok_or_else(|| DeadlineWrong::Unit(word.into()))?)
}

fn span(length: i64, word: &str) -> Result<Span, PackWrong> {
    let unit = unit(word)?;
    let fits = u32::try_from(length).ok().filter(|length| (1..=unit.longest()).contains(length));
    let length = fits.ok_or(DeadlineWrong::Length(length))?;
    Ok(Span { length, unit })
}

fn events(words: &[String]) -> Result<Vec<Trigger>, PackWrong> {
    let event = |word: &String| {
        Trigger::from_word(word).ok_or_else(|| PackWrong::from(DeadlineWrong::Event(word.clone())))
    };
    words.iter().map(event).collect()
}

fn mark(word: &str) -> Result<SourceMark, PackWrong> {
    Ok(SourceMark::from_word(word).ok_or_else(|| DeadlineWrong::Word(word.into()))?)
}

fn pauses(rows: Vec<PauseRow>, laws: &BTreeSet<&str>) -> Result<Vec<PauseRule>, PackWrong> {
    let pause = |row: PauseRow| -> Result<PauseRule, PackWrong> {
        let by = Pause::from_word(&row.by);
        Ok(PauseRule {
            by: by.ok_or(DeadlineWrong::Word(row.by))?,
            cites: cited(row.cites, None, laws)?,
            mark: mark(&row.mark)?,
        })
    };
    rows.into_iter().map(pause).collect()
}

/// A row rests on an article, or says why it names none.
fn cited(
    rows: Vec<CitationRow>,
    without_article: Option<&str>,
    laws: &BTreeSet<&str>,
) -> Result<Vec<Citation>, PackWrong> {
    let cites = citations(rows, laws)?;
    let says_why = without_article.is_some_and(|why| !why.trim().is_empty());
    if cites.is_empty() || (!says_why && cites.iter().any(|cite| cite.article == 0)) {
        return Err(DeadlineWrong::NoArticle.into());
    }
    Ok(cites)
}

/// A deadline that begins at the end of another one names one that is there, and none comes round to itself.
fn check_chains(rows: &[Deadline]) -> Result<(), (String, DeadlineWrong)> {
    let of = |id: &str| rows.iter().find(|row| row.id == id);
    for row in rows {
        let (mut next, mut steps) = (row.follows.as_deref(), 0);
        while let Some(id) = next {
            let Some(before) = of(id) else {
                return Err((row.id.clone(), DeadlineWrong::Follows(id.into())));
            };
            steps += 1;
            if steps > rows.len() {
                return Err((row.id.clone(), DeadlineWrong::Circle(id.into())));
            }
            next = before.follows.as_deref();
        }
    }
    Ok(())
}
