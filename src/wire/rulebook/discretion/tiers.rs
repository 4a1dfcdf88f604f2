//! One tier of a standard: its conditions, its amount, its place among the others; what the basis does not allow is refused.

use super::wrong::StandardWrong;
use crate::domain::discretion::circumstances::hundredths;
use crate::domain::discretion::partition::{Undivided, check_amounts, check_conditions};
use crate::domain::rulebook::{
    Basis, Bound, Bounds, Tier, TierAmount, TierCondition, TierFactor, TierMeasure,
};
use crate::stdx::fen::Fen;
use crate::wire::rulebook::fault::PackWrong;
use serde::Deserialize;
use std::collections::BTreeSet;

/// No standard has more tiers of one amount, or more alternatives in one tier.
const TIERS_MAX: usize = 16;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TierRow {
    order: i64,
    name_zh: String,
    name_en: String,
    when: Vec<Vec<ConditionRow>>,
    /// Which range of fines of the basis, from 1.
    band: Option<u8>,
    least_yuan: Option<i64>,
    most_yuan: Option<i64>,
    least_percent: Option<i64>,
    most_percent: Option<i64>,
    #[serde(default = "yes")]
    least_included: bool,
    #[serde(default = "yes")]
    most_included: bool,
}

const fn yes() -> bool {
    true
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ConditionRow {
    pub factor: String,
    pub is: Option<ValueRow>,
    pub at_least: Option<ValueRow>,
    pub above: Option<ValueRow>,
    pub at_most: Option<ValueRow>,
    pub below: Option<ValueRow>,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum ValueRow {
    Number(i64),
    Flag(bool),
    Word(String),
}

impl TierRow {
    /// As it stands in the file, to name the tier by.
    pub(super) fn order(&self) -> i64 {
        self.order
    }
}

/// A tier of `basis`.
pub(super) fn tier(row: TierRow, basis: &Basis) -> Result<Tier, PackWrong> {
    let order = u8::try_from(row.order).ok().filter(|order| *order > 0);
    let Some(order) = order else { return Err(StandardWrong::TierNumber(row.order).into()) };
    if [&row.name_zh, &row.name_en].iter().any(|text| text.trim().is_empty()) {
        return Err(PackWrong::Blank);
    }
    let amount = amount(&row)?;
    let Some(((least, most), _)) = amount.measure.range(basis) else {
        return Err(StandardWrong::NoDiscretion(basis.id.clone()).into());
    };
    if amount.first() < least || most < amount.last() {
        let (from, until) = (amount.least, amount.most);
        return Err(StandardWrong::OutsideStatute { from, until, least, most }.into());
    }
    if row.when.is_empty() || row.when.len() > TIERS_MAX {
        return Err(StandardWrong::TooFine.into());
    }
    let mut when = Vec::with_capacity(row.when.len());
    for conditions in row.when {
        when.push(all_of(conditions)?);
    }
    Ok(Tier { order, name_zh: row.name_zh, name_en: row.name_en, when, amount })
}

fn amount(row: &TierRow) -> Result<TierAmount, PackWrong> {
    let fine = row.least_yuan.zip(row.most_yuan);
    let share = row.least_percent.zip(row.most_percent);
    let halves = [row.least_yuan, row.most_yuan, row.least_percent, row.most_percent];
    let stated = halves.iter().flatten().count();
    let (measure, (least, most)) = match (fine, share) {
        (Some(fine), None) if stated == 2 => {
            (TierMeasure::Fine { band: row.band.unwrap_or(1) }, fine)
        }
        (None, Some(share)) if stated == 2 && row.band.is_none() => (TierMeasure::OfGain, share),
        _ => return Err(StandardWrong::NoAmount.into()),
    };
    let (least_included, most_included) = (row.least_included, row.most_included);
    let amount = TierAmount { measure, least, least_included, most, most_included };
    if least < 0 || amount.first() > amount.last() {
        return Err(PackWrong::RangeReversed { least, most });
    }
    Ok(amount)
}

fn all_of(rows: Vec<ConditionRow>) -> Result<Vec<TierCondition>, PackWrong> {
    let mut conditions: Vec<TierCondition> = Vec::with_capacity(rows.len());
    for row in rows {
        let next = condition(row)?;
        if conditions.iter().any(|known| known.factor == next.factor) {
            return Err(StandardWrong::FactorTwice(next.factor.word()).into());
        }
        conditions.push(next);
    }
    Ok(conditions)
}

/// What a row asks of one factor.
pub(super) fn condition(row: ConditionRow) -> Result<TierCondition, PackWrong> {
    let factor = TierFactor::from_word(&row.factor).filter(|factor| *factor != TierFactor::Fixed);
    let Some(factor) = factor else { return Err(StandardWrong::NoFactor(row.factor).into()) };
    let read = |value: Option<ValueRow>| value.map(|value| steps(factor, &value)).transpose();
    let (is, from) = (read(row.is)?, (read(row.at_least)?, read(row.above)?));
    let until = (read(row.at_most)?, read(row.below)?);
    let (from, until) = match (is, from, until) {
        (Some(is), (None, None), (None, None)) => {
            (Some(Bound::Included(is)), Some(Bound::Included(is)))
        }
        (None, (at_least, above), (at_most, below)) => {
            (edge(factor, at_least, above)?, edge(factor, at_most, below)?)
        }
        (Some(_), _, _) => return Err(StandardWrong::BoundTwice(factor.word()).into()),
    };
    let bounds = Bounds { from, until };
    if bounds == Bounds::default() {
        return Err(PackWrong::Blank);
    }
    if bounds.is_empty() {
        return Err(StandardWrong::BoundsReversed(factor.word()).into());
    }
    Ok(TierCondition { factor, bounds })
}

fn edge(
    factor: TierFactor,
    included: Option<i64>,
    excluded: Option<i64>,
) -> Result<Option<Bound>, PackWrong> {
    match (included, excluded) {
        (Some(_), Some(_)) => Err(StandardWrong::BoundTwice(factor.word()).into()),
        (Some(value), None) => Ok(Some(Bound::Included(value))),
        (None, Some(value)) => Ok(Some(Bound::Excluded(value))),
        (None, None) => Ok(None),
    }
}

/// A value in the steps of its factor: yuan as fen, a quantity in hundredths, harm and refusal by their words.
fn steps(factor: TierFactor, value: &ValueRow) -> Result<i64, PackWrong> {
    let read = match (factor, value) {
        (TierFactor::Gain, ValueRow::Number(yuan)) => Some(Fen::from_yuan(*yuan).0),
        (TierFactor::Quantity, ValueRow::Number(whole)) => whole.checked_mul(100),
        (TierFactor::Quantity, ValueRow::Word(text)) => hundredths(text),
        (TierFactor::Harm, ValueRow::Word(word)) => match word.as_str() {
            "none" => Some(0),
            "slight" => Some(1),
            "serious" => Some(2),
            _ => None,
        },
        (TierFactor::Refusal, ValueRow::Flag(refused)) => Some(i64::from(*refused)),
        (
            TierFactor::Count
            | TierFactor::Mass
            | TierFactor::Size
            | TierFactor::Passengers
            | TierFactor::Duration,
            ValueRow::Number(number),
        ) => Some(*number),
        (_, ValueRow::Number(_) | ValueRow::Flag(_) | ValueRow::Word(_)) => None,
    };
    let said = || match value {
        ValueRow::Number(number) => number.to_string(),
        ValueRow::Flag(flag) => flag.to_string(),
        ValueRow::Word(word) => word.clone(),
    };
    let no_value = || StandardWrong::BadBound { factor: factor.word(), value: said() };
    Ok(read.filter(|value| *value >= 0).ok_or_else(no_value)?)
}

/// The tiers of each amount: numbered in their order, and together all that can happen.
pub(super) fn check(tiers: &[Tier], basis: &Basis) -> Result<(), super::TierWrong> {
    let measures: BTreeSet<TierMeasure> = tiers.iter().map(|tier| tier.amount.measure).collect();
    for measure in measures {
        let own: Vec<&Tier> = tiers.iter().filter(|tier| tier.amount.measure == measure).collect();
        if own.len() > TIERS_MAX {
            return Err((None, StandardWrong::TooFine.into()));
        }
        for (due, tier) in (1_u8..).zip(&own) {
            if tier.order != due {
                let order = i64::from(tier.order);
                return Err((Some(order), StandardWrong::TierNumber(order).into()));
            }
        }
        let test = measure.range(basis).map(|(_, test)| test);
        let stands = |gain: i64| test.is_none_or(|test| test.holds(Fen(gain)));
        check_conditions(&own, &stands).map_err(undivided)?;
        check_amounts(&own).map_err(undivided)?;
    }
    Ok(())
}

fn undivided(wrong: Undivided) -> super::TierWrong {
    match wrong {
        Undivided::Gap(at) => (None, StandardWrong::TierGap(at).into()),
        Undivided::Overlap { one, other, at } => {
            (None, StandardWrong::TierOverlap { one, other, at }.into())
        }
        Undivided::TooFine => (None, StandardWrong::TooFine.into()),
        Undivided::AmountGap { from, until } => {
            (None, StandardWrong::AmountGap { from, until }.into())
        }
        Undivided::AmountOverlap { one, other } => {
            (None, StandardWrong::AmountOverlap { one, other }.into())
        }
    }
}
