//! The files of a pack besides its violations: header, laws, rulings, police-only acts and weights,
//! each checked; nothing is filled in by guessing.

mod choices;
mod weights;

use super::fault::{PackFault, PackWrong};
use super::rows::day;
use crate::domain::rulebook::{
    CountingWindow, Law, LighterRuling, PackHeader, PermitExcess, PoliceOnly, Rounding, Rulings,
    WeighingDeduction, conflict,
};
use crate::stdx::digest::Digest;
use crate::stdx::fen::Fen;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

pub(super) use weights::weights;

/// A file as name and text.
type File<'a> = (&'a str, &'a str);

/// Reads TOML; what cannot be read is named by its line.
pub(super) fn parse<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, PackFault> {
    toml::from_str(text).map_err(|e| {
        let before = e.span().and_then(|span| text.get(..span.start)).unwrap_or("");
        let line = before.matches('\n').count() + 1;
        PackFault::new(file, format!("line {line}"), PackWrong::Unreadable(e.message().into()))
    })
}

/// One row of a file by itself, so that a fault in it can be told with the row's own name.
pub(super) fn readable<T: DeserializeOwned>(row: toml::Value) -> Result<T, PackWrong> {
    row.try_into().map_err(|e: toml::de::Error| PackWrong::Unreadable(e.message().into()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HeaderFile {
    id: String,
    version: String,
    issued_on: String,
    approver: String,
    sample: bool,
}

/// The header, with a digest still to be filled in by the reader of all files.
pub(super) fn header((file, text): File) -> Result<PackHeader, PackFault> {
    let read: HeaderFile = parse(file, text)?;
    for (key, value) in [("id", &read.id), ("version", &read.version), ("approver", &read.approver)]
    {
        if value.trim().is_empty() {
            return Err(PackFault::new(file, key, PackWrong::Blank));
        }
    }
    let issued_on =
        day(&read.issued_on).map_err(|wrong| PackFault::new(file, "issued_on", wrong))?;
    let HeaderFile { id, version, approver, sample, .. } = read;
    Ok(PackHeader { id, version, issued_on, approver, sample, digest: Digest::ZERO })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LawsFile {
    law: Vec<LawRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LawRow {
    id: String,
    title: String,
    version: String,
}

pub(super) fn laws((file, text): File) -> Result<BTreeMap<String, Law>, PackFault> {
    let read: LawsFile = parse(file, text)?;
    let mut laws = BTreeMap::new();
    for LawRow { id, title, version } in read.law {
        if [&id, &title, &version].iter().any(|text| text.trim().is_empty()) {
            return Err(PackFault::new(file, id, PackWrong::Blank));
        }
        if let Some(twice) = laws.insert(id.clone(), Law { id, title, version }) {
            return Err(PackFault::new(file, twice.id, PackWrong::Twice));
        }
    }
    Ok(laws)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PoliceOnlyFile {
    police_only: Vec<PoliceOnlyRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PoliceOnlyRow {
    code: String,
    name_zh: String,
    name_en: String,
    authority: String,
    basis: String,
}

pub(super) fn police_only((file, text): File) -> Result<BTreeMap<String, PoliceOnly>, PackFault> {
    let read: PoliceOnlyFile = parse(file, text)?;
    let mut acts = BTreeMap::new();
    for PoliceOnlyRow { code, name_zh, name_en, authority, basis } in read.police_only {
        if !code.strip_prefix("PO-").is_some_and(|n| n.len() == 3 && n.parse::<u16>().is_ok()) {
            return Err(PackFault::new(file, code, PackWrong::WrongFamily("PO")));
        }
        if [&name_zh, &name_en, &authority, &basis].iter().any(|text| text.trim().is_empty()) {
            return Err(PackFault::new(file, code, PackWrong::Blank));
        }
        let act = PoliceOnly { code: code.clone(), name_zh, name_en, authority, basis };
        if let Some(twice) = acts.insert(code, act) {
            return Err(PackFault::new(file, twice.code, PackWrong::Twice));
        }
    }
    Ok(acts)
}

/// 处罚法 68(1).
const fn cash_small_yuan() -> i64 {
    100
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RulingsFile {
    author: String,
    decided_on: String,
    over_limit_basis: String,
    rounding: RoundingWord,
    lower_of_two_tables: bool,
    single_tyre_kg: i64,
    permit_excess: PermitExcessWord,
    sole_trader_is_citizen: bool,
    hearing_citizen_yuan: i64,
    hearing_organisation_yuan: i64,
    summary_citizen_yuan: i64,
    summary_organisation_yuan: i64,
    /// Packs of before the key have the amount of the law.
    #[serde(default = "cash_small_yuan")]
    cash_small_yuan: i64,
    counting: CountingWord,
    weighing_deduction: DeductionWord,
    certificate_last_day_valid: bool,
    /// Packs of before the key hold no vehicle of the trade.
    #[serde(default)]
    ride_hailing_impound: bool,
    evidence_kinds_min: BTreeMap<String, u8>,
    chosen_bases: BTreeMap<String, String>,
    /// Packs of before the list say no more than the basis.
    #[serde(default)]
    choice: Vec<toml::Value>,
    /// Packs of before leave such acts open.
    #[serde(default)]
    act_choice: Vec<toml::Value>,
    /// Packs of before law in time have none.
    #[serde(default)]
    lighter: Vec<LighterRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LighterRow {
    code: String,
    older: String,
    newer: String,
    lighter: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum RoundingWord {
    Floor,
    Ceil,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum PermitExcessWord {
    WholeOverLimit,
    OverPermit,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum CountingWord {
    FromFirstIssue,
    LastTwelveMonths,
    CalendarYear,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum DeductionWord {
    None,
    ClassError,
}

/// The rulings, and the key under which the kinds of evidence stand.
pub(super) fn rulings((file, text): File) -> Result<(Rulings, &'static str), PackFault> {
    let read: RulingsFile = parse(file, text)?;
    if read.author.trim().is_empty() {
        return Err(PackFault::new(file, "author", PackWrong::Blank));
    }
    let amount = |key: &str, yuan: i64| match yuan {
        1.. => Ok(Fen::from_yuan(yuan)),
        _ => Err(PackFault::new(file, key, PackWrong::BadAmount(yuan))),
    };
    if read.single_tyre_kg < 0 {
        let wrong = PackWrong::BadAmount(read.single_tyre_kg);
        return Err(PackFault::new(file, "single_tyre_kg", wrong));
    }
    let decided_on =
        day(&read.decided_on).map_err(|wrong| PackFault::new(file, "decided_on", wrong))?;
    let chosen_bases = chosen_bases(file, read.chosen_bases)?;
    // A key of its own rules on these rows.
    let held = read.ride_hailing_impound.then_some(conflict::HELD_VEHICLES);
    let keyed = chosen_bases.keys().copied().chain(held).chain([conflict::SOLE_TRADER]);
    let of_file = choices::by_default(&read.author, decided_on);
    let choices = choices::choices(file, read.choice, keyed, &of_file)?;
    let act_choices = choices::act_choices(file, read.act_choice, &of_file)?;
    let rulings = Rulings {
        decided_on,
        author: read.author,
        over_limit_basis: read.over_limit_basis,
        rounding: match read.rounding {
            RoundingWord::Floor => Rounding::Floor,
            RoundingWord::Ceil => Rounding::Ceil,
        },
        lower_of_two_tables: read.lower_of_two_tables,
        single_tyre_kg: read.single_tyre_kg,
        permit_excess: match read.permit_excess {
            PermitExcessWord::WholeOverLimit => PermitExcess::WholeOverLimit,
            PermitExcessWord::OverPermit => PermitExcess::OverPermit,
        },
        sole_trader_is_citizen: read.sole_trader_is_citizen,
        hearing_citizen: amount("hearing_citizen_yuan", read.hearing_citizen_yuan)?,
        hearing_organisation: amount("hearing_organisation_yuan", read.hearing_organisation_yuan)?,
        summary_citizen: amount("summary_citizen_yuan", read.summary_citizen_yuan)?,
        summary_organisation: amount("summary_organisation_yuan", read.summary_organisation_yuan)?,
        cash_small: amount("cash_small_yuan", read.cash_small_yuan)?,
        counting: match read.counting {
            CountingWord::FromFirstIssue => CountingWindow::FromFirstIssue,
            CountingWord::LastTwelveMonths => CountingWindow::LastTwelveMonths,
            CountingWord::CalendarYear => CountingWindow::CalendarYear,
        },
        weighing_deduction: match read.weighing_deduction {
            DeductionWord::None => WeighingDeduction::None,
            DeductionWord::ClassError => WeighingDeduction::ClassError,
        },
        certificate_last_day_valid: read.certificate_last_day_valid,
        ride_hailing_impound: read.ride_hailing_impound,
        evidence_kinds_min: read.evidence_kinds_min,
        chosen_bases,
        choices,
        act_choices,
        lighter: read.lighter.into_iter().map(lighter).collect(),
    };
    Ok((rulings, "evidence_kinds_min"))
}

fn lighter(LighterRow { code, older, newer, lighter }: LighterRow) -> LighterRuling {
    LighterRuling { code, older, newer, lighter }
}

fn chosen_bases(
    file: &str,
    read: BTreeMap<String, String>,
) -> Result<BTreeMap<u8, String>, PackFault> {
    read.into_iter()
        .map(|(row, id)| {
            let number = row.parse().map_err(|_| {
                let wrong = PackWrong::Unreadable("the key is no row of the conflicts".into());
                PackFault::new(file, format!("chosen_bases.{row}"), wrong)
            })?;
            Ok((number, id))
        })
        .collect()
}
