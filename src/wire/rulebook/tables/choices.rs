//! What headquarters ruled on each row of the list of conflicts, and on acts with rival bases beside it, with its words, author
//! and day; a row that there is not, or one without words, is refused.

use super::readable;
use crate::domain::rulebook::rulings::ActChoice;
use crate::domain::rulebook::{Choice, conflict};
use crate::stdx::day::Day;
use crate::wire::rulebook::fault::{PackFault, PackWrong};
use crate::wire::rulebook::rows::day;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChoiceRow {
    conflict: u8,
    says_zh: String,
    says_en: String,
    /// Those of the file where nothing stands.
    author: Option<String>,
    decided_on: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ActChoiceRow {
    code: String,
    basis: String,
    says_zh: String,
    says_en: String,
    /// Those of the file where nothing stands.
    author: Option<String>,
    decided_on: Option<String>,
}

/// A ruling of the file's author that its key alone says.
pub(super) fn by_default(author: &str, decided_on: Day) -> Choice {
    let author = author.to_string();
    Choice { says_zh: String::new(), says_en: String::new(), author, decided_on }
}

/// The rows of `file`, and `of_file` for each of `keyed` that has no row of its own.
pub(super) fn choices(
    file: &str,
    rows: Vec<toml::Value>,
    keyed: impl Iterator<Item = u8>,
    of_file: &Choice,
) -> Result<BTreeMap<u8, Choice>, PackFault> {
    let mut all = BTreeMap::new();
    for (at, row) in rows.into_iter().enumerate() {
        let number = row.get("conflict").and_then(toml::Value::as_integer);
        let name =
            number.map_or_else(|| format!("choice {}", at + 1), |row| format!("choice.{row}"));
        let fault = |wrong| PackFault::new(file, name.clone(), wrong);
        let row: ChoiceRow = readable(row).map_err(fault)?;
        let conflict = row.conflict;
        if all.insert(conflict, choice(row, of_file).map_err(fault)?).is_some() {
            return Err(PackFault::new(file, name, PackWrong::Twice));
        }
    }
    for row in keyed {
        all.entry(row).or_insert_with(|| of_file.clone());
    }
    Ok(all)
}

/// The rulings of `file` on single acts, by their code.
pub(super) fn act_choices(
    file: &str,
    rows: Vec<toml::Value>,
    of_file: &Choice,
) -> Result<BTreeMap<String, ActChoice>, PackFault> {
    let mut all = BTreeMap::new();
    for (at, row) in rows.into_iter().enumerate() {
        let code = row.get("code").and_then(toml::Value::as_str);
        let name = code
            .map_or_else(|| format!("act_choice {}", at + 1), |code| format!("act_choice.{code}"));
        let fault = |wrong| PackFault::new(file, name.clone(), wrong);
        let row: ActChoiceRow = readable(row).map_err(fault)?;
        let ActChoiceRow { code, basis, says_zh, says_en, author, decided_on } = row;
        let choice = said((says_zh, says_en), (author, decided_on), of_file).map_err(fault)?;
        if all.insert(code, ActChoice { basis, choice }).is_some() {
            return Err(PackFault::new(file, name, PackWrong::Twice));
        }
    }
    Ok(all)
}

fn choice(row: ChoiceRow, of_file: &Choice) -> Result<Choice, PackWrong> {
    if !conflict::ROWS.contains(&row.conflict) {
        return Err(PackWrong::NoConflict(row.conflict));
    }
    said((row.says_zh, row.says_en), (row.author, row.decided_on), of_file)
}

/// The words of a ruling, with author and day of the file where it has none of its own.
fn said(
    (says_zh, says_en): (String, String),
    (author, decided_on): (Option<String>, Option<String>),
    of_file: &Choice,
) -> Result<Choice, PackWrong> {
    let author = author.unwrap_or_else(|| of_file.author.clone());
    if [&says_zh, &says_en, &author].iter().any(|text| text.trim().is_empty()) {
        return Err(PackWrong::Blank);
    }
    let decided_on = decided_on.as_deref().map(day).transpose()?.unwrap_or(of_file.decided_on);
    Ok(Choice { says_zh, says_en, author, decided_on })
}
