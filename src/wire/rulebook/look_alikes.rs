//! Which acts are taken for each other, as the pack's table has it; a code that the pack lacks is refused.

use super::fault::{PackFault, PackWrong};
use super::tables::parse;
use crate::domain::rulebook::LookAlike;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LookAlikesFile {
    /// The approver stands for all rows that do not say otherwise.
    confirmed: bool,
    look_alike: Vec<LookAlikeRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LookAlikeRow {
    codes: Vec<String>,
    apart_zh: String,
    apart_en: String,
    mark: String,
    confirmed: Option<bool>,
}

/// Reads the table of `file`, name and text; `is_known` knows the codes of the pack.
pub(super) fn look_alikes(
    (file, text): (&str, &str),
    is_known: impl Fn(&str) -> bool,
) -> Result<Vec<LookAlike>, PackFault> {
    let read: LookAlikesFile = parse(file, text)?;
    let mut all = Vec::with_capacity(read.look_alike.len());
    for (nth, row) in read.look_alike.into_iter().enumerate() {
        let fault = |wrong| PackFault::new(file, format!("look_alike {}", nth + 1), wrong);
        let LookAlikeRow { codes, apart_zh, apart_en, mark, confirmed } = row;
        let is_blank = [&apart_zh, &apart_en, &mark].iter().any(|text| text.trim().is_empty());
        // One act alone is taken for nothing.
        if is_blank || codes.len() < 2 {
            return Err(fault(PackWrong::Blank));
        }
        for (at, code) in codes.iter().enumerate() {
            if !is_known(code) {
                return Err(fault(PackWrong::UnknownCode(code.clone())));
            }
            if codes[..at].contains(code) {
                return Err(fault(PackWrong::Twice));
            }
        }
        let confirmed = confirmed.unwrap_or(read.confirmed);
        all.push(LookAlike { codes, apart_zh, apart_en, mark, confirmed });
    }
    Ok(all)
}
