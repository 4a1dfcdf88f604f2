//! A schedule of 减轻 (减轻幅度, 处罚法 32) row by row: what it reduces, on which ground, and steps that follow each other; one
//! with a gap or an overlap is refused, and never mended.

use super::day;
use super::tiers::{ConditionRow, ValueRow, condition};
use super::wrong::StandardWrong;
use crate::domain::rulebook::{Bounds, Reduction, ReductionStep, TierFactor, Violation};
use crate::wire::rulebook::fault::PackWrong;
use serde::Deserialize;
use std::collections::BTreeMap;

/// No schedule has more steps.
const STEPS_MAX: usize = 16;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReductionRow {
    ground: String,
    codes: Vec<String>,
    source: String,
    factor: String,
    mark: String,
    #[serde(default)]
    note_zh: String,
    #[serde(default)]
    note_en: String,
    from: Option<String>,
    until: Option<String>,
    confirmed: Option<bool>,
    step: Vec<StepRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StepRow {
    at_least: Option<ValueRow>,
    above: Option<ValueRow>,
    at_most: Option<ValueRow>,
    below: Option<ValueRow>,
    off_percent: i64,
}

/// `reduction came_in`, or the place of a row that names no ground.
pub(super) fn named(row: &toml::Value, at: usize) -> String {
    let ground = row.get("ground").and_then(toml::Value::as_str);
    ground.map_or_else(|| format!("reduction {}", at + 1), |ground| format!("reduction {ground}"))
}

/// A schedule; that its ground may reduce is looked at once all grounds are in.
pub(super) fn reduction(
    row: ReductionRow,
    confirmed: bool,
    violations: &BTreeMap<String, Violation>,
) -> Result<Reduction, PackWrong> {
    let texts = [&row.ground, &row.source, &row.mark];
    let is_half = row.note_zh.trim().is_empty() != row.note_en.trim().is_empty();
    let is_blank = texts.iter().any(|text| text.trim().is_empty());
    if is_blank || is_half || row.codes.is_empty() || row.step.is_empty() {
        return Err(PackWrong::Blank);
    }
    if let Some(code) = row.codes.iter().find(|code| !violations.contains_key(*code)) {
        return Err(PackWrong::UnknownCode(code.clone()));
    }
    if row.step.len() > STEPS_MAX {
        return Err(StandardWrong::TooFine.into());
    }
    // A schedule has no period in which earlier acts would count.
    let graded = |factor: &TierFactor| !matches!(factor, TierFactor::Fixed | TierFactor::Count);
    let Some(factor) = TierFactor::from_word(&row.factor).filter(graded) else {
        return Err(StandardWrong::NoFactor(row.factor).into());
    };
    let from = row.from.as_deref().map(day).transpose()?;
    let until = row.until.as_deref().map(day).transpose()?;
    if let (Some(from), Some(until)) = (from, until)
        && from > until
    {
        return Err(PackWrong::DatesReversed { id: row.ground, from, until });
    }
    Ok(Reduction {
        ground: row.ground,
        codes: row.codes,
        source: row.source,
        note_zh: row.note_zh,
        note_en: row.note_en,
        from,
        until,
        factor,
        steps: steps(row.step, &row.factor)?,
        mark: row.mark,
        confirmed: row.confirmed.unwrap_or(confirmed),
    })
}

/// The steps, each behind the one before it.
fn steps(rows: Vec<StepRow>, factor: &str) -> Result<Vec<ReductionStep>, PackWrong> {
    let mut steps: Vec<ReductionStep> = Vec::with_capacity(rows.len());
    for (row, nth) in rows.into_iter().zip(1_usize..) {
        let off = u8::try_from(row.off_percent).ok().filter(|off| (1..=99).contains(off));
        let Some(off_percent) = off else {
            return Err(StandardWrong::OffPercent(row.off_percent).into());
        };
        let StepRow { at_least, above, at_most, below, .. } = row;
        let asked =
            ConditionRow { factor: factor.into(), is: None, at_least, above, at_most, below };
        let bounds = condition(asked)?.bounds;
        if steps.last().is_some_and(|before| !follows(&before.bounds, &bounds)) {
            return Err(StandardWrong::StepPlace(nth).into());
        }
        steps.push(ReductionStep { bounds, off_percent });
    }
    Ok(steps)
}

fn follows(before: &Bounds, next: &Bounds) -> bool {
    before
        .last()
        .and_then(|last| last.checked_add(1))
        .zip(next.first())
        .is_some_and(|(a, b)| a == b)
}

/// Whether two schedules reduce the same act on the same ground on some day.
pub(super) fn meet(one: &Reduction, other: &Reduction) -> bool {
    let follows = |earlier: &Reduction, later: &Reduction| {
        earlier.until.zip(later.from).is_some_and(|(until, from)| until < from)
    };
    one.ground == other.ground
        && one.codes.iter().any(|code| other.codes.contains(code))
        && !follows(one, other)
        && !follows(other, one)
}
