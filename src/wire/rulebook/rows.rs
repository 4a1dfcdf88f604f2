//! The rows of one family's file of violations, checked one by one; a row is never half taken.

use super::bases;
use super::fault::{PackFault, PackWrong};
use super::tables::{parse, readable};
use crate::domain::consequence::RepeatOffender;
use crate::domain::party::PartyKind;
use crate::domain::road_surface::RoadSurface;
use crate::domain::rulebook::{
    Basis, Citation, Coercion, Family, GainTest, Sanction, TierFactor, Violation,
};
use crate::stdx::day::Day;
use crate::stdx::fen::Fen;
use serde::Deserialize;
use std::collections::BTreeSet;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FamilyFile {
    /// The approver stands for all rows that do not say otherwise.
    confirmed: bool,
    violation: Vec<toml::Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(clippy::struct_excessive_bools)] // One for each yes-or-no that a row of the file states.
struct ViolationRow {
    code: String,
    name_zh: String,
    name_en: String,
    violated: Vec<CitationRow>,
    /// All three kinds where nothing stands.
    parties: Option<Vec<PartyWord>>,
    mark: String,
    factors: Vec<FactorWord>,
    #[serde(default)]
    coercion: Vec<CoercionWord>,
    #[serde(default)]
    leniency: Vec<String>,
    #[serde(default)]
    minor_if_corrected: bool,
    confirmed: Option<bool>,
    #[serde(default)]
    over_limit: bool,
    /// A vehicle of any mass where nothing stands.
    exempt_up_to_kg: Option<i64>,
    #[serde(default)]
    exempt_own_use: bool,
    repeat_offender: Option<RepeatWord>,
    #[serde(default)]
    indivisible_permit: bool,
    #[serde(default)]
    after_refusal: bool,
    #[serde(default)]
    or_repeated: bool,
    conflict: Option<u8>,
    #[serde(default)]
    traps: Vec<u8>,
    /// The act stands under no other code where nothing stands.
    #[serde(default)]
    one_act_with: Vec<String>,
    advice_zh: Option<String>,
    /// The Chinese is shown where nothing stands.
    advice_en: Option<String>,
    #[serde(default)]
    basis: Vec<BasisRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CitationRow {
    law: String,
    article: u16,
    paragraph: Option<u8>,
    item: Option<u8>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BasisRow {
    id: String,
    cites: Vec<CitationRow>,
    /// Those of the row where nothing stands.
    #[serde(default)]
    violated: Vec<CitationRow>,
    from: Option<String>,
    until: Option<String>,
    replaces: Option<String>,
    /// All where nothing stands.
    parties: Option<Vec<PartyWord>>,
    /// It says nothing where nothing stands.
    road_surface: Option<RoadWord>,
    #[serde(default)]
    after_refusal: bool,
    sanctions: Vec<SanctionRow>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum PartyWord {
    Citizen,
    SoleTrader,
    Organisation,
}

/// That nobody looked is a word of the record, and no law stands for it.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum RoadWord {
    Harmed,
    Unharmed,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum RepeatWord {
    Vehicle,
    Driver,
    Carrier,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum FactorWord {
    Count,
    Mass,
    Size,
    Passengers,
    Quantity,
    Duration,
    Gain,
    Harm,
    Refusal,
    Fixed,
}

#[derive(Deserialize)]
enum CoercionWord {
    K1,
    K2,
    K3,
    #[serde(rename = "K3_on_refusal")]
    K3OnRefusal,
    #[serde(rename = "unload")]
    Unload,
    #[serde(rename = "register")]
    Register,
    #[serde(rename = "remove")]
    Remove,
    #[serde(rename = "stop")]
    Stop,
    #[serde(rename = "seize_vessel")]
    SeizeVessel,
}

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
enum SanctionRow {
    Caution {},
    FixedFine {
        yuan: i64,
        #[serde(default)]
        may: bool,
        #[serde(default)]
        after_refusal: bool,
    },
    FineRange {
        least: i64,
        most: i64,
        #[serde(default)]
        may: bool,
        #[serde(default)]
        serious: bool,
        #[serde(default)]
        damage: bool,
        #[serde(default)]
        after_refusal: bool,
        gain_above: Option<i64>,
        gain_at_most: Option<i64>,
        gain_from: Option<i64>,
        gain_below: Option<i64>,
    },
    GainMultiple {
        least: u32,
        most: u32,
        #[serde(default)]
        may: bool,
        gain_above: Option<i64>,
        gain_at_most: Option<i64>,
        gain_from: Option<i64>,
        gain_below: Option<i64>,
    },
    ValueMultiple {
        least: u32,
        most: u32,
    },
    OverLimitMass {},
    OverLimitSize {},
    ConfiscateGain {
        gain_above: Option<i64>,
        gain_at_most: Option<i64>,
        gain_from: Option<i64>,
        gain_below: Option<i64>,
    },
    ConfiscatePapers {},
    ConfiscateThings {
        #[serde(default)]
        serious: bool,
        #[serde(default)]
        may: bool,
    },
    RevokePermit {
        #[serde(default)]
        serious: bool,
        #[serde(default)]
        after_refusal: bool,
    },
    WithdrawPermit {},
    StopOperating {},
    SuspendBusiness {
        #[serde(default)]
        serious: bool,
        #[serde(default)]
        after_refusal: bool,
    },
    OrderCorrection {},
    HoldVehicle {},
}

/// The violations of one file, in the order in which they stand.
pub(super) fn violations(
    file: &str,
    text: &str,
    family: Family,
    laws: &BTreeSet<&str>,
) -> Result<Vec<Violation>, PackFault> {
    let read: FamilyFile = parse(file, text)?;
    let mut all: Vec<Violation> = Vec::with_capacity(read.violation.len());
    for (at, row) in read.violation.into_iter().enumerate() {
        let code = row.get("code").and_then(toml::Value::as_str);
        let name = code.map_or_else(|| format!("violation {}", at + 1), str::to_string);
        let fault = |wrong| PackFault::new(file, name.clone(), wrong);
        let row: ViolationRow = readable(row).map_err(fault)?;
        if all.iter().any(|known| known.code == row.code) {
            return Err(fault(PackWrong::Twice));
        }
        all.push(violation(row, family, read.confirmed, laws).map_err(fault)?);
    }
    Ok(all)
}

fn violation(
    row: ViolationRow,
    family: Family,
    confirmed: bool,
    laws: &BTreeSet<&str>,
) -> Result<Violation, PackWrong> {
    let number = row.code.strip_prefix(family.prefix()).and_then(|rest| rest.strip_prefix('-'));
    if !number.is_some_and(|n| n.len() == 3 && n.bytes().all(|b| b.is_ascii_digit())) {
        return Err(PackWrong::WrongFamily(family.prefix()));
    }
    let texts = [&row.name_zh, &row.name_en, &row.mark].into_iter().chain(&row.leniency);
    let is_blank = texts.into_iter().any(|text| text.trim().is_empty());
    if is_blank || row.parties.as_ref().is_some_and(Vec::is_empty) {
        return Err(PackWrong::Blank);
    }
    if let Some(kg) = row.exempt_up_to_kg.filter(|kg| *kg <= 0) {
        return Err(PackWrong::BadAmount(kg));
    }
    if row.basis.is_empty() {
        return Err(PackWrong::NoBasis);
    }
    let mut bases: Vec<Basis> = Vec::with_capacity(row.basis.len());
    for read in row.basis {
        let next = basis(read, laws)?;
        if bases.iter().any(|known| known.id == next.id) {
            return Err(PackWrong::BasisTwice(next.id));
        }
        bases.push(next);
    }
    bases::check(&bases)?;
    let confirmed = row.confirmed.unwrap_or(confirmed);
    // A paper prints where the basis stands; a row that nobody may decide on yet need not know.
    let vague = |basis: &&Basis| basis.cites.iter().any(|cite| cite.article == 0);
    if let Some(basis) = bases.iter().find(vague).filter(|_| confirmed) {
        return Err(PackWrong::NoArticle(basis.id.clone()));
    }
    Ok(Violation {
        code: row.code,
        family,
        name_zh: row.name_zh,
        name_en: row.name_en,
        violated: citations(row.violated, laws)?,
        bases,
        parties: parties(row.parties.as_deref()),
        minor_if_corrected: row.minor_if_corrected,
        coercion: row.coercion.iter().map(coercion).collect(),
        factors: row.factors.iter().map(factor).collect(),
        leniency: row.leniency,
        evidence_kinds_min: 1,
        mark: row.mark,
        confirmed,
        over_limit: row.over_limit,
        exempt_up_to_kg: row.exempt_up_to_kg,
        exempt_own_use: row.exempt_own_use,
        repeat_offender: row.repeat_offender.as_ref().map(repeat_offender),
        indivisible_permit: row.indivisible_permit,
        // What is punished where it is done again is only ordered at first.
        after_refusal: row.after_refusal || row.or_repeated,
        or_repeated: row.or_repeated,
        conflict: row.conflict,
        traps: row.traps,
        one_act_with: row.one_act_with,
        advice_zh: row.advice_zh,
        advice_en: row.advice_en,
    })
}

fn basis(row: BasisRow, laws: &BTreeSet<&str>) -> Result<Basis, PackWrong> {
    if row.cites.is_empty() || row.sanctions.is_empty() {
        return Err(PackWrong::EmptyBasis(row.id));
    }
    let from = row.from.as_deref().map(day).transpose()?;
    let until = row.until.as_deref().map(day).transpose()?;
    if let (Some(from), Some(until)) = (from, until)
        && from > until
    {
        return Err(PackWrong::DatesReversed { id: row.id, from, until });
    }
    let sanctions = row.sanctions.iter().map(sanction).collect::<Result<_, _>>()?;
    let cites = citations(row.cites, laws)?;
    let named = row.parties.unwrap_or_default();
    Ok(Basis {
        id: row.id,
        cites,
        violated: citations(row.violated, laws)?,
        from,
        until,
        replaces: row.replaces,
        parties: named.iter().map(party).collect(),
        road_surface: row.road_surface.as_ref().map(road_surface),
        after_refusal: row.after_refusal,
        sanctions,
    })
}

/// Reads `2023-07-20`.
pub(super) fn day(text: &str) -> Result<Day, PackWrong> {
    Day::parse(text).ok_or_else(|| PackWrong::NotADay(text.into()))
}

pub(super) fn citations(
    rows: Vec<CitationRow>,
    laws: &BTreeSet<&str>,
) -> Result<Vec<Citation>, PackWrong> {
    rows.into_iter()
        .map(|CitationRow { law, article, paragraph, item }| {
            if laws.contains(law.as_str()) {
                Ok(Citation { law, article, paragraph, item })
            } else {
                Err(PackWrong::UnknownLaw(law))
            }
        })
        .collect()
}

fn sanction(row: &SanctionRow) -> Result<Sanction, PackWrong> {
    let gain = row.gain()?;
    Ok(match *row {
        SanctionRow::Caution {} => Sanction::Caution,
        SanctionRow::FixedFine { yuan, may, after_refusal } => {
            if yuan <= 0 {
                return Err(PackWrong::BadAmount(yuan));
            }
            Sanction::FixedFine { amount: Fen::from_yuan(yuan), may, after_refusal }
        }
        SanctionRow::FineRange { least, most, may, serious, damage, after_refusal, .. } => {
            check_range(least, most)?;
            let (least, most) = (Fen::from_yuan(least), Fen::from_yuan(most));
            Sanction::FineRange { least, most, may, gain, serious, damage, after_refusal }
        }
        SanctionRow::GainMultiple { least, most, may, .. } => {
            check_range(least.into(), most.into())?;
            Sanction::GainMultiple { least, most, may, gain }
        }
        SanctionRow::ValueMultiple { least, most } => {
            check_range(least.into(), most.into())?;
            Sanction::ValueMultiple { least, most }
        }
        SanctionRow::OverLimitMass {} => Sanction::OverLimitMass,
        SanctionRow::OverLimitSize {} => Sanction::OverLimitSize,
        SanctionRow::ConfiscateGain { .. } => Sanction::ConfiscateGain { gain },
        SanctionRow::ConfiscatePapers {} => Sanction::ConfiscatePapers,
        SanctionRow::ConfiscateThings { serious, may } => {
            Sanction::ConfiscateThings { serious, may }
        }
        SanctionRow::RevokePermit { serious, after_refusal } => {
            Sanction::RevokePermit { serious, after_refusal }
        }
        SanctionRow::WithdrawPermit {} => Sanction::WithdrawPermit,
        SanctionRow::StopOperating {} => Sanction::StopOperating,
        SanctionRow::SuspendBusiness { serious, after_refusal } => {
            Sanction::SuspendBusiness { serious, after_refusal }
        }
        SanctionRow::OrderCorrection {} => Sanction::OrderCorrection,
        SanctionRow::HoldVehicle {} => Sanction::HoldVehicle,
    })
}

impl SanctionRow {
    /// For which illegal gain it stands; always where the row has no test.
    fn gain(&self) -> Result<GainTest, PackWrong> {
        match *self {
            SanctionRow::FineRange { gain_above, gain_at_most, gain_from, gain_below, .. }
            | SanctionRow::GainMultiple {
                gain_above, gain_at_most, gain_from, gain_below, ..
            }
            | SanctionRow::ConfiscateGain { gain_above, gain_at_most, gain_from, gain_below } => {
                gain_test([
                    gain_above.map(|yuan| (yuan, GainTest::Above(Fen::from_yuan(yuan)))),
                    gain_at_most.map(|yuan| (yuan, GainTest::AtMost(Fen::from_yuan(yuan)))),
                    gain_from.map(|yuan| (yuan, GainTest::From(Fen::from_yuan(yuan)))),
                    gain_below.map(|yuan| (yuan, GainTest::Below(Fen::from_yuan(yuan)))),
                ])
            }
            SanctionRow::Caution {}
            | SanctionRow::FixedFine { .. }
            | SanctionRow::ValueMultiple { .. }
            | SanctionRow::OverLimitMass {}
            | SanctionRow::OverLimitSize {}
            | SanctionRow::ConfiscatePapers {}
            | SanctionRow::ConfiscateThings { .. }
            | SanctionRow::RevokePermit { .. }
            | SanctionRow::WithdrawPermit {}
            | SanctionRow::StopOperating {}
            | SanctionRow::SuspendBusiness { .. }
            | SanctionRow::OrderCorrection {}
            | SanctionRow::HoldVehicle {} => Ok(GainTest::Always),
        }
    }
}

/// A range of fines or multiples: not below zero, and something at its upper end.
pub(super) fn check_range(least: i64, most: i64) -> Result<(), PackWrong> {
    if least < 0 || most <= 0 || least > most {
        return Err(PackWrong::RangeReversed { least, most });
    }
    Ok(())
}

/// The one test that stands in a row, with its amount in yuan.
fn gain_test(stated: [Option<(i64, GainTest)>; 4]) -> Result<GainTest, PackWrong> {
    let mut stated = stated.into_iter().flatten();
    match (stated.next(), stated.next()) {
        (None, _) => Ok(GainTest::Always),
        (Some(_), Some(_)) => Err(PackWrong::TwoGainTests),
        (Some((yuan, test)), None) if yuan >= 0 => Ok(test),
        (Some((yuan, _)), None) => Err(PackWrong::BadAmount(yuan)),
    }
}

fn parties(words: Option<&[PartyWord]>) -> Vec<PartyKind> {
    let all = &[PartyWord::Citizen, PartyWord::SoleTrader, PartyWord::Organisation];
    words.unwrap_or(all).iter().map(party).collect()
}

fn party(word: &PartyWord) -> PartyKind {
    match word {
        PartyWord::Citizen => PartyKind::Citizen,
        PartyWord::SoleTrader => PartyKind::SoleTrader,
        PartyWord::Organisation => PartyKind::Organisation,
    }
}

fn road_surface(word: &RoadWord) -> RoadSurface {
    match word {
        RoadWord::Harmed => RoadSurface::Harmed,
        RoadWord::Unharmed => RoadSurface::Unharmed,
    }
}

fn repeat_offender(word: &RepeatWord) -> RepeatOffender {
    match word {
        RepeatWord::Vehicle => RepeatOffender::Vehicle,
        RepeatWord::Driver => RepeatOffender::Driver,
        RepeatWord::Carrier => RepeatOffender::Carrier,
    }
}

fn factor(word: &FactorWord) -> TierFactor {
    match word {
        FactorWord::Count => TierFactor::Count,
        FactorWord::Mass => TierFactor::Mass,
        FactorWord::Size => TierFactor::Size,
        FactorWord::Passengers => TierFactor::Passengers,
        FactorWord::Quantity => TierFactor::Quantity,
        FactorWord::Duration => TierFactor::Duration,
        FactorWord::Gain => TierFactor::Gain,
        FactorWord::Harm => TierFactor::Harm,
        FactorWord::Refusal => TierFactor::Refusal,
        FactorWord::Fixed => TierFactor::Fixed,
    }
}

fn coercion(word: &CoercionWord) -> Coercion {
    match word {
        CoercionWord::K1 => Coercion::K1,
        CoercionWord::K2 => Coercion::K2,
        CoercionWord::K3 => Coercion::K3,
        CoercionWord::K3OnRefusal => Coercion::K3OnRefusal,
        CoercionWord::Unload => Coercion::Unload,
        CoercionWord::Register => Coercion::Register,
        CoercionWord::Remove => Coercion::Remove,
        CoercionWord::Stop => Coercion::Stop,
        CoercionWord::SeizeVessel => Coercion::SeizeVessel,
    }
}
