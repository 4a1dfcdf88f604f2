//! The files of `discretion/`: standards (裁量基准) with their tiers, and grounds to go lighter or heavier, each checked
//! against its violation and basis; a standard with a gap, an overlap or an amount beyond the law is refused whole.
//!
//! `[[benchmark]]`: `code`, `basis`, `source` (title and number), `mark`, `lookback_months`, and where they apply `unit`,
//! `from`, `until`, `confirmed`. Its `[[benchmark.tier]]`: `order` (from 1 in each amount), names, `when` (any of its lists
//! applies where all conditions in it hold), `least_yuan` and `most_yuan` of the range `band` of the basis (from 1), or
//! `least_percent` and `most_percent` of the gain; `least_included = false` and `most_included = false` leave an end out. A
//! condition: `factor`, and `is`, or `at_least` or `above` with `at_most` or `below`.
//!
//! `[[reduction]]`: `ground` (key of a ground of 减轻), `codes`, `source`, `factor`, `mark`, and where they apply `from`,
//! `until`, `note_zh` with `note_en`, `confirmed`. Its `step` rows, in ascending order without gap or overlap: the bounds of
//! a condition, and `off_percent`, 1 to 99, which is taken off the law's least at the most.
//!
//! `[[adjustment]]`: `id`, `leanings`, names, `cites`, `evidence` (of it `kinds_min` kinds), `must`, `mark`, `confirmed`.

mod reductions;
mod tiers;
pub mod wrong;

use super::fault::{PackFault, PackWrong};
use super::rows::{CitationRow, citations, day};
use super::tables::{parse, readable};
use crate::domain::evidence::EvidenceKind;
use crate::domain::rulebook::{Adjustment, Benchmark, Leaning, Reduction, TierFactor, Violation};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use tiers::{TierRow, check, tier};
use wrong::StandardWrong;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DiscretionFile {
    /// The approver stands for all rows that do not say otherwise.
    confirmed: bool,
    #[serde(default)]
    benchmark: Vec<toml::Value>,
    #[serde(default)]
    adjustment: Vec<toml::Value>,
    #[serde(default)]
    reduction: Vec<toml::Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BenchmarkRow {
    code: String,
    basis: String,
    source: String,
    mark: String,
    lookback_months: u32,
    #[serde(default)]
    unit: String,
    from: Option<String>,
    until: Option<String>,
    confirmed: Option<bool>,
    tier: Vec<toml::Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AdjustmentRow {
    id: String,
    leanings: Vec<String>,
    name_zh: String,
    name_en: String,
    cites: Vec<CitationRow>,
    evidence: Vec<String>,
    kinds_min: Option<u8>,
    #[serde(default)]
    must: bool,
    mark: String,
    confirmed: Option<bool>,
}

/// What the files of `discretion/` hold together.
#[derive(Default)]
pub(super) struct Standards {
    pub benchmarks: Vec<Benchmark>,
    pub adjustments: BTreeMap<String, Adjustment>,
    pub reductions: Vec<Reduction>,
    /// File and row of each of these, for what only all files together show.
    places: Vec<(String, String)>,
}

/// Adds what stands in `file`, name and text.
pub(super) fn add(
    standards: &mut Standards,
    (file, text): (&str, &str),
    laws: &BTreeSet<&str>,
    violations: &BTreeMap<String, Violation>,
) -> Result<(), PackFault> {
    let read: DiscretionFile = parse(file, text)?;
    for (at, row) in read.benchmark.into_iter().enumerate() {
        let name = named(&row, "benchmark", at);
        let (row, tiers) = benchmark_row(file, &name, row)?;
        let fault = |wrong| PackFault::new(file, name.clone(), wrong);
        let next =
            benchmark(row, tiers, read.confirmed, violations).map_err(|(order, wrong)| {
                let row =
                    order.map_or_else(|| name.clone(), |order| format!("{name} tier[{order}]"));
                PackFault::new(file, row, wrong)
            })?;
        if standards.benchmarks.iter().any(|known| meet(known, &next)) {
            return Err(fault(StandardWrong::TwoBenchmarks.into()));
        }
        standards.benchmarks.push(next);
    }
    for (at, row) in read.adjustment.into_iter().enumerate() {
        let name = named(&row, "adjustment", at);
        let fault = |wrong| PackFault::new(file, name.clone(), wrong);
        let next =
            adjustment(readable(row).map_err(fault)?, read.confirmed, laws).map_err(fault)?;
        if standards.adjustments.insert(next.id.clone(), next).is_some() {
            return Err(fault(PackWrong::Twice));
        }
    }
    for (at, row) in read.reduction.into_iter().enumerate() {
        let name = reductions::named(&row, at);
        let fault = |wrong| PackFault::new(file, name.clone(), wrong);
        let row = readable(row).map_err(fault)?;
        let next = reductions::reduction(row, read.confirmed, violations).map_err(fault)?;
        if standards.reductions.iter().any(|known| reductions::meet(known, &next)) {
            return Err(fault(StandardWrong::TwoReductions.into()));
        }
        standards.reductions.push(next);
        standards.places.push((file.to_string(), name));
    }
    Ok(())
}

/// Each schedule of 减轻 hangs on a ground of the pack that may go below the range (处罚法 32); it may stand in another file.
pub(super) fn check_grounds(standards: &Standards) -> Result<(), PackFault> {
    for (reduction, (file, row)) in standards.reductions.iter().zip(&standards.places) {
        let ground = standards.adjustments.get(&reduction.ground);
        if !ground.is_some_and(|ground| ground.leanings.contains(&Leaning::BelowRange)) {
            let wrong = StandardWrong::NoGround(reduction.ground.clone());
            return Err(PackFault::new(file.as_str(), row.as_str(), wrong.into()));
        }
    }
    Ok(())
}

/// `PK-001 道条63`, the key of a ground, or the place of a row that says neither.
fn named(row: &toml::Value, kind: &str, at: usize) -> String {
    let text = |key: &str| row.get(key).and_then(toml::Value::as_str);
    match (text("code"), text("basis"), text("id")) {
        (Some(code), Some(basis), _) => format!("{code} {basis}"),
        (Some(one), None, _) | (None, _, Some(one)) => one.to_string(),
        (None, _, None) => format!("{kind} {}", at + 1),
    }
}

/// The row and its tiers, each read by itself, so that what cannot be read is named.
fn benchmark_row(
    file: &str,
    name: &str,
    row: toml::Value,
) -> Result<(BenchmarkRow, Vec<TierRow>), PackFault> {
    let mut row: BenchmarkRow = readable(row).map_err(|wrong| PackFault::new(file, name, wrong))?;
    let mut tiers = Vec::new();
    for (at, tier) in std::mem::take(&mut row.tier).into_iter().enumerate() {
        let place = format!("{name} tier[{}]", at + 1);
        tiers.push(readable(tier).map_err(|wrong| PackFault::new(file, place, wrong))?);
    }
    Ok((row, tiers))
}

/// What is wrong, and with which tier where it is one's.
type TierWrong = (Option<i64>, PackWrong);

fn benchmark(
    row: BenchmarkRow,
    rows: Vec<TierRow>,
    confirmed: bool,
    violations: &BTreeMap<String, Violation>,
) -> Result<Benchmark, TierWrong> {
    let wrong = |wrong: PackWrong| -> TierWrong { (None, wrong) };
    if [&row.source, &row.mark].iter().any(|text| text.trim().is_empty()) || rows.is_empty() {
        return Err(wrong(PackWrong::Blank));
    }
    let violation =
        violations.get(&row.code).ok_or_else(|| wrong(PackWrong::UnknownCode(row.code.clone())))?;
    let no_basis = || -> TierWrong {
        let (code, id) = (row.code.clone(), row.basis.clone());
        (None, StandardWrong::NoSuchBasis { code, id }.into())
    };
    let basis = violation.basis(&row.basis).ok_or_else(no_basis)?;
    // Mass and size of one vehicle are one act, and the law has a formula for it.
    if violation.over_limit {
        return Err(wrong(StandardWrong::NoDiscretion(row.basis).into()));
    }
    let from = row.from.as_deref().map(day).transpose().map_err(wrong)?;
    let until = row.until.as_deref().map(day).transpose().map_err(wrong)?;
    if let (Some(from), Some(until)) = (from, until)
        && from > until
    {
        return Err(wrong(PackWrong::DatesReversed { id: row.basis, from, until }));
    }
    let mut tiers = Vec::with_capacity(rows.len());
    for row in rows {
        let order = row.order();
        tiers.push(tier(row, basis).map_err(|wrong| (Some(order), wrong))?);
    }
    check(&tiers, basis)?;
    let asks = |factor: TierFactor| {
        tiers.iter().flat_map(|tier| tier.when.iter().flatten()).any(|one| one.factor == factor)
    };
    if asks(TierFactor::Quantity) && row.unit.trim().is_empty() {
        return Err(wrong(PackWrong::Blank));
    }
    if asks(TierFactor::Count) && row.lookback_months == 0 {
        return Err(wrong(PackWrong::BadAmount(0)));
    }
    Ok(Benchmark {
        code: row.code,
        basis: row.basis,
        source: row.source,
        from,
        until,
        lookback_months: row.lookback_months,
        unit: row.unit,
        tiers,
        mark: row.mark,
        confirmed: row.confirmed.unwrap_or(confirmed),
    })
}

/// Whether two standards grade the same amount on some day.
fn meet(one: &Benchmark, other: &Benchmark) -> bool {
    let follows = |earlier: &Benchmark, later: &Benchmark| {
        earlier.until.zip(later.from).is_some_and(|(until, from)| until < from)
    };
    one.code == other.code
        && one.basis == other.basis
        && !follows(one, other)
        && !follows(other, one)
}

fn adjustment(
    row: AdjustmentRow,
    confirmed: bool,
    laws: &BTreeSet<&str>,
) -> Result<Adjustment, PackWrong> {
    let texts = [&row.id, &row.name_zh, &row.name_en, &row.mark];
    if texts.iter().any(|text| text.trim().is_empty()) || row.leanings.is_empty() {
        return Err(PackWrong::Blank);
    }
    let unknown = |word: &String| StandardWrong::NotKnown(word.clone());
    let leaning = |word: &String| Leaning::from_word(word).ok_or_else(|| unknown(word));
    let leanings: Vec<Leaning> =
        row.leanings.iter().map(leaning).collect::<Result<_, StandardWrong>>()?;
    let kind = |word: &String| EvidenceKind::from_chinese(word).ok_or_else(|| unknown(word));
    let evidence: Vec<EvidenceKind> =
        row.evidence.iter().map(kind).collect::<Result<_, StandardWrong>>()?;
    let kinds_min = row.kinds_min.unwrap_or(1);
    if kinds_min == 0 || usize::from(kinds_min) > evidence.len() {
        return Err(
            StandardWrong::EvidenceShort { kinds: evidence.len(), wanted: kinds_min }.into()
        );
    }
    let cites = citations(row.cites, laws)?;
    if cites.is_empty() || cites.iter().any(|cite| cite.article == 0) {
        return Err(PackWrong::Blank);
    }
    let reduces = cites.iter().any(|cite| cite.law == "处罚法" && cite.article == 32);
    if leanings.contains(&Leaning::BelowRange) && !reduces {
        return Err(StandardWrong::NoReduction.into());
    }
    Ok(Adjustment {
        id: row.id,
        leanings,
        name_zh: row.name_zh,
        name_en: row.name_en,
        cites,
        evidence,
        kinds_min,
        must: row.must,
        mark: row.mark,
        confirmed: row.confirmed.unwrap_or(confirmed),
    })
}
