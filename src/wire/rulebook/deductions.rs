//! The named deduction rules of a pack; a rule that takes off more than there is, or nothing under no name, is refused.

use super::fault::{PackFault, PackWrong};
use super::tables::parse;
use crate::domain::rulebook::DeductionRule;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DeductionsFile {
    deduction: Vec<DeductionRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DeductionRow {
    id: String,
    name_zh: String,
    name_en: String,
    #[serde(default)]
    off_kg: i64,
    /// By accuracy class, as TOML keys are texts.
    #[serde(default)]
    per_mille: BTreeMap<String, i64>,
    source: String,
    mark: String,
    confirmed: bool,
}

/// Reads the list of `file`, name and text.
pub(super) fn deductions((file, text): (&str, &str)) -> Result<Vec<DeductionRule>, PackFault> {
    let read: DeductionsFile = parse(file, text)?;
    let mut all: Vec<DeductionRule> = Vec::with_capacity(read.deduction.len());
    for row in read.deduction {
        let id = row.id.clone();
        let rule = rule(row).map_err(|wrong| PackFault::new(file, id.clone(), wrong))?;
        if all.iter().any(|known| known.id == id) {
            return Err(PackFault::new(file, id, PackWrong::Twice));
        }
        all.push(rule);
    }
    Ok(all)
}

fn rule(row: DeductionRow) -> Result<DeductionRule, PackWrong> {
    let DeductionRow { id, name_zh, name_en, off_kg, per_mille, source, mark, confirmed } = row;
    if [&id, &name_zh, &name_en, &source, &mark].iter().any(|text| text.trim().is_empty()) {
        return Err(PackWrong::Blank);
    }
    if off_kg < 0 {
        return Err(PackWrong::BadAmount(off_kg));
    }
    let mut shares = BTreeMap::new();
    for (class, share) in per_mille {
        let known = class.parse::<u8>().ok().filter(|class| matches!(class, 1 | 2 | 5 | 10));
        let class = known.ok_or(PackWrong::BadAmount(class.parse().unwrap_or(0)))?;
        if !(0..=1_000).contains(&share) {
            return Err(PackWrong::BadAmount(share));
        }
        shares.insert(class, share);
    }
    let per_mille = shares;
    Ok(DeductionRule { id, name_zh, name_en, off_kg, per_mille, source, mark, confirmed })
}
