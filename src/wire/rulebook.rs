//! Reads a rule pack from its TOML files into a checked `Rulebook`; a pack with one doubtful row is
//! refused whole, with the file and the row.

mod bases;
mod categories;
mod deadlines;
mod deductions;
mod discretion;
mod fault;
mod holidays;
mod power_list;
mod leniency;
mod look_alikes;
mod rows;
mod tables;

use crate::domain::calendar::Calendar;
use crate::domain::deadline::Deadlines;
use crate::domain::evidence::EvidenceKind;
use crate::domain::rulebook::{
    Basis, Citation, DeductionRule, Family, LeniencyList, LighterRuling, PackHeader, Rulebook,
    Rulings, Violation,
};
use crate::stdx::digest::Digest;
use bases::BasisWrong;
use std::collections::{BTreeMap, BTreeSet};

pub use fault::{PackFault, PackWrong};

/// Files of a pack that are not violations, by name inside the pack.
const PACK: &str = "pack.toml";
const LAWS: &str = "laws.toml";
const RULINGS: &str = "rulings.toml";
const WEIGHTS: &str = "weights.toml";
const POLICE_ONLY: &str = "police_only.toml";
/// A pack may lack it.
const CATEGORIES: &str = "categories.toml";
/// A pack may lack it.
const LOOK_ALIKES: &str = "look_alikes.toml";
/// A pack may lack it.
const DEDUCTIONS: &str = "deductions.toml";
/// A pack may lack it.
const DEADLINES: &str = "deadlines.toml";
/// A pack may lack it.
const POWER_LIST: &str = "power_list.toml";
const VIOLATIONS: &str = "violations/";
/// A pack may lack all of them.
const DISCRETION: &str = "discretion/";
/// A pack may lack all of them.
const LENIENCY: &str = "leniency/";
/// A pack may lack the file of any year.
const HOLIDAYS: &str = "holidays/";

/// Bytes of one file at most; the largest that headquarters sends has some 40 KB.
pub const FILE_MAX: usize = 1024 * 1024;
/// Bytes of all files at most.
pub const PACK_MAX: usize = 4 * 1024 * 1024;

/// Reads a whole pack. Names are relative to the pack's folder and use `/`. Files that the rulebook
/// does not know count for the digest and are otherwise left alone.
///
/// # Errors
/// The first thing that is wrong, with its file and row.
pub fn load(files: &[(&str, &[u8])]) -> Result<Rulebook, PackFault> {
    let sorted: BTreeMap<&str, &[u8]> = files.iter().copied().collect();
    if sorted.len() != files.len() {
        return Err(PackFault::new("the pack", "its list of files", PackWrong::FileTwice));
    }
    check_size(&sorted)?;
    let laws = tables::laws(text(&sorted, LAWS)?)?;
    let known_laws: BTreeSet<&str> = laws.keys().map(String::as_str).collect();
    let (rulings, evidence_row) = tables::rulings(text(&sorted, RULINGS)?)?;
    let mut violations = violations(&sorted, &known_laws)?;
    for (code, kinds) in &rulings.evidence_kinds_min {
        let Some(violation) = violations.get_mut(code) else {
            return Err(PackFault::new(
                RULINGS,
                evidence_row,
                PackWrong::UnknownCode(code.clone()),
            ));
        };
        violation.evidence_kinds_min = *kinds;
    }
    check_chosen_bases(&violations, &rulings.chosen_bases, &rulings.over_limit_basis)?;
    check_choices(&violations, &rulings)?;
    check_act_choices(&violations, &rulings)?;
    check_one_act(&violations)?;
    check_lighter(&violations, &rulings.lighter)?;
    let weights = tables::weights(text(&sorted, WEIGHTS)?, &known_laws)?;
    let deductions = named_deductions(&sorted)?;
    let categories = if sorted.contains_key(CATEGORIES) {
        categories::categories(text(&sorted, CATEGORIES)?)?
    } else {
        BTreeMap::new()
    };
    let deadlines = if sorted.contains_key(DEADLINES) {
        deadlines::deadlines(text(&sorted, DEADLINES)?, &known_laws)?
    } else {
        Deadlines::default()
    };
    let power_list = if sorted.contains_key(POWER_LIST) {
        Some(power_list::power_list(text(&sorted, POWER_LIST)?, &violations)?)
    } else {
        None
    };
    let standards = standards(&sorted, &known_laws, &violations)?;
    let leniency = leniency(&sorted, (&violations, &standards.adjustments))?;
    let header = tables::header(text(&sorted, PACK)?)?;
    let police_only = tables::police_only(text(&sorted, POLICE_ONLY)?)?;
    let look_alikes = if sorted.contains_key(LOOK_ALIKES) {
        let is_known = |code: &str| violations.contains_key(code) || police_only.contains_key(code);
        look_alikes::look_alikes(text(&sorted, LOOK_ALIKES)?, is_known)?
    } else {
        Vec::new()
    };
    Ok(Rulebook {
        pack: PackHeader { digest: digest(&sorted), ..header },
        laws,
        violations,
        police_only,
        look_alikes,
        rulings,
        weights,
        deductions,
        categories,
        power_list,
        benchmarks: standards.benchmarks,
        adjustments: standards.adjustments,
        reductions: standards.reductions,
        leniency,
        calendar: calendar(&sorted)?,
        deadlines,
    })
}

fn named_deductions(sorted: &BTreeMap<&str, &[u8]>) -> Result<Vec<DeductionRule>, PackFault> {
    if !sorted.contains_key(DEDUCTIONS) {
        return Ok(Vec::new());
    }
    deductions::deductions(text(sorted, DEDUCTIONS)?)
}

/// Reads a pack that is to be published. Beside all that `load` asks, a confirmed row names the article that its act violates:
/// the papers print it (处罚法 52); and no act wants more kinds of evidence than the law knows (处罚法 46), or none. A pack of
/// before that is kept where it is, and what was decided under it opens.
///
/// # Errors
/// The first thing that is wrong, with its file and row.
pub fn load_new(files: &[(&str, &[u8])]) -> Result<Rulebook, PackFault> {
    let book = load(files)?;
    let is_wanted_in_vain =
        |kinds: u8| !(1..=EvidenceKind::ALL.len()).contains(&usize::from(kinds));
    let mut wanted = book.rulings.evidence_kinds_min.values().copied();
    if let Some(kinds) = wanted.find(|kinds| is_wanted_in_vain(*kinds)) {
        let wrong = PackWrong::BadAmount(kinds.into());
        return Err(PackFault::new(RULINGS, "evidence_kinds_min", wrong));
    }
    for violation in book.violations.values().filter(|violation| violation.confirmed) {
        let of_row = violation.violated.iter().find(|cite| cite.article == 0);
        if let Some(vague) = of_row.or_else(|| vague_in_use(violation, &book.rulings)) {
            let wrong = PackWrong::NoViolatedArticle(vague.law.clone());
            return Err(PackFault::new(file_of(violation), violation.code.clone(), wrong));
        }
    }
    Ok(book)
}

/// A law without an article that the act violates under the basis that is used: the one that headquarters chose, else the only
/// one. A rival basis that nobody chose may wait for its article: it decides nothing.
fn vague_in_use<'a>(violation: &'a Violation, rulings: &Rulings) -> Option<&'a Citation> {
    let competes = violation.conflict.is_some() || violation.has_rivals();
    let chosen = rulings.chosen_basis(violation).and_then(|id| violation.basis(id));
    let chosen = chosen.map(|basis| &violation.first_version(basis).id);
    let is_used = |basis: &&Basis| match chosen {
        Some(id) => violation.first_version(basis).id == *id,
        None => !competes,
    };
    let mut violated = violation.bases.iter().filter(is_used).flat_map(|basis| &basis.violated);
    violated.find(|cite| cite.article == 0)
}

/// The file of a pack that a violation stands in.
fn file_of(violation: &Violation) -> String {
    format!("{VIOLATIONS}{}.toml", violation.family.word())
}

/// Nonsense is not read to its end before it is refused.
fn check_size(files: &BTreeMap<&str, &[u8]>) -> Result<(), PackFault> {
    let too_large = |bytes: usize, most: usize| PackWrong::TooLarge { bytes, most };
    if let Some((name, bytes)) = files.iter().find(|(_, bytes)| bytes.len() > FILE_MAX) {
        let wrong = too_large(bytes.len(), FILE_MAX);
        return Err(PackFault::new(*name, "the whole file", wrong));
    }
    let all: usize = files.values().map(|bytes| bytes.len()).sum();
    if all > PACK_MAX {
        let wrong = too_large(all, PACK_MAX);
        return Err(PackFault::new("the pack", "its list of files", wrong));
    }
    Ok(())
}

/// The digest of a pack's files, as its header and every decision name it.
#[must_use]
pub fn digest_of(files: &[(String, Vec<u8>)]) -> Digest {
    digest(&files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect())
}

/// Over name, length and bytes of every file in the order of the names, so that no two different
/// packs can look alike.
fn digest(sorted: &BTreeMap<&str, &[u8]>) -> Digest {
    let lengths: Vec<[u8; 8]> =
        sorted.values().map(|bytes| (bytes.len() as u64).to_be_bytes()).collect();
    let mut parts: Vec<&[u8]> = Vec::with_capacity(sorted.len() * 4);
    for ((name, bytes), length) in sorted.iter().zip(&lengths) {
        parts.extend([name.as_bytes(), b"\0", length, bytes]);
    }
    Digest::of_parts(&parts)
}

fn text<'a>(
    files: &BTreeMap<&'a str, &'a [u8]>,
    name: &'static str,
) -> Result<(&'a str, &'a str), PackFault> {
    let Some((name, bytes)) = files.get_key_value(name) else {
        return Err(PackFault::new(name, "the whole file", PackWrong::Missing));
    };
    as_text(name, bytes).map(|text| (*name, text))
}

fn as_text<'a>(name: &str, bytes: &'a [u8]) -> Result<&'a str, PackFault> {
    std::str::from_utf8(bytes).map_err(|e| {
        let line = bytes[..e.valid_up_to()].split(|b| *b == b'\n').count();
        PackFault::new(name, format!("line {line}"), PackWrong::NotUtf8)
    })
}

fn violations(
    files: &BTreeMap<&str, &[u8]>,
    laws: &BTreeSet<&str>,
) -> Result<BTreeMap<String, Violation>, PackFault> {
    let mut all = BTreeMap::new();
    for (name, bytes) in files {
        let Some(stem) = name.strip_prefix(VIOLATIONS).and_then(|n| n.strip_suffix(".toml")) else {
            continue;
        };
        let Some(family) = Family::from_word(stem) else {
            return Err(PackFault::new(*name, "the whole file", PackWrong::UnknownFamily));
        };
        for violation in rows::violations(name, as_text(name, bytes)?, family, laws)? {
            if let Some(twice) = all.insert(violation.code.clone(), violation) {
                return Err(PackFault::new(*name, twice.code, PackWrong::Twice));
            }
        }
    }
    Ok(all)
}

fn standards(
    files: &BTreeMap<&str, &[u8]>,
    laws: &BTreeSet<&str>,
    violations: &BTreeMap<String, Violation>,
) -> Result<discretion::Standards, PackFault> {
    let mut standards = discretion::Standards::default();
    for (name, bytes) in files {
        if name.starts_with(DISCRETION) && name.ends_with(".toml") {
            discretion::add(&mut standards, (*name, as_text(name, bytes)?), laws, violations)?;
        }
    }
    discretion::check_grounds(&standards)?;
    Ok(standards)
}

fn leniency(
    files: &BTreeMap<&str, &[u8]>,
    known: leniency::Known<'_>,
) -> Result<Vec<LeniencyList>, PackFault> {
    let mut lists = Vec::new();
    for (name, bytes) in files {
        if name.starts_with(LENIENCY) && name.ends_with(".toml") {
            leniency::add(&mut lists, (*name, as_text(name, bytes)?), known)?;
        }
    }
    Ok(lists)
}

fn calendar(files: &BTreeMap<&str, &[u8]>) -> Result<Calendar, PackFault> {
    let mut calendar = Calendar::default();
    for (name, bytes) in files {
        let stem = name.strip_prefix(HOLIDAYS).and_then(|name| name.strip_suffix(".toml"));
        if let Some(stem) = stem {
            holidays::add(&mut calendar, stem, (*name, as_text(name, bytes)?))?;
        }
    }
    Ok(calendar)
}

/// Every ruling on a conflict names a basis that each violation of that row really has, and the
/// ruling on over-limit carriage says the same thing in both places where it stands.
fn check_chosen_bases(
    violations: &BTreeMap<String, Violation>,
    chosen: &BTreeMap<u8, String>,
    over_limit_basis: &str,
) -> Result<(), PackFault> {
    for (row, id) in chosen {
        let at = format!("chosen_bases.{row}");
        let mut concerned = violations.values().filter(|v| v.conflict == Some(*row)).peekable();
        let nobody = concerned.peek().is_none();
        let without = concerned.find(|v| v.basis(id).is_none());
        if nobody || without.is_some() {
            let (id, code) = (id.clone(), without.map(|v| v.code.clone()));
            return Err(PackFault::new(RULINGS, at, PackWrong::UnknownBasis { id, code }));
        }
        let of_over_limit = violations.values().any(|v| v.conflict == Some(*row) && v.over_limit);
        if of_over_limit && id != over_limit_basis {
            return Err(PackFault::new(RULINGS, at, PackWrong::TwoRulings));
        }
    }
    if !violations.values().any(|v| v.over_limit && v.basis(over_limit_basis).is_some()) {
        let wrong = PackWrong::UnknownBasis { id: over_limit_basis.into(), code: None };
        return Err(PackFault::new(RULINGS, "over_limit_basis", wrong));
    }
    Ok(())
}

/// A ruling on a row whose bases compete names the one that is used.
fn check_choices(
    violations: &BTreeMap<String, Violation>,
    rulings: &Rulings,
) -> Result<(), PackFault> {
    let competes = |row: &&u8| violations.values().any(|act| act.conflict == Some(**row));
    let without = |row: &&u8| !rulings.chosen_bases.contains_key(*row);
    match rulings.choices.keys().filter(competes).find(without) {
        Some(row) => {
            let (at, wrong) = (format!("choice.{row}"), PackWrong::NoBasisChosen(*row));
            Err(PackFault::new(RULINGS, at, wrong))
        }
        None => Ok(()),
    }
}

/// A ruling on one act names one of its rival bases; where a row of the list or the party chooses, it would contradict them.
fn check_act_choices(
    violations: &BTreeMap<String, Violation>,
    rulings: &Rulings,
) -> Result<(), PackFault> {
    for (code, chosen) in &rulings.act_choices {
        let fault = |wrong| PackFault::new(RULINGS, format!("act_choice.{code}"), wrong);
        let Some(violation) = violations.get(code) else {
            return Err(fault(PackWrong::UnknownCode(code.clone())));
        };
        if !violation.has_rivals() {
            return Err(fault(PackWrong::NothingToChoose));
        }
        if violation.basis(&chosen.basis).is_none() {
            let (id, code) = (chosen.basis.clone(), Some(code.clone()));
            return Err(fault(PackWrong::UnknownBasis { id, code }));
        }
    }
    Ok(())
}

/// What is one act under two codes (处罚法 29) names a code of the pack, and not its own.
fn check_one_act(violations: &BTreeMap<String, Violation>) -> Result<(), PackFault> {
    for violation in violations.values() {
        let fault = |wrong| PackFault::new(file_of(violation), violation.code.clone(), wrong);
        for code in &violation.one_act_with {
            if *code == violation.code {
                return Err(fault(PackWrong::Twice));
            }
            if !violations.contains_key(code) {
                return Err(fault(PackWrong::UnknownCode(code.clone())));
            }
        }
    }
    Ok(())
}

/// Each ruling on the lighter version names a violation, a basis of it, a later version of that basis, and one of the two.
fn check_lighter(
    violations: &BTreeMap<String, Violation>,
    rulings: &[LighterRuling],
) -> Result<(), PackFault> {
    for LighterRuling { code, older, newer, lighter } in rulings {
        let fault = |wrong| PackFault::new(RULINGS, format!("lighter {code}"), wrong);
        let Some(violation) = violations.get(code) else {
            return Err(fault(PackWrong::UnknownCode(code.clone())));
        };
        let unknown = |id: &String| {
            fault(PackWrong::UnknownBasis { id: id.clone(), code: Some(code.clone()) })
        };
        for id in [older, newer] {
            violation.basis(id).ok_or_else(|| unknown(id))?;
        }
        let mut earlier = violation.basis(newer);
        let mut is_version = false;
        while let Some(id) = earlier.and_then(|basis| basis.replaces.as_deref()) {
            is_version |= id == older.as_str();
            earlier = violation.basis(id);
        }
        if !is_version {
            let (older, newer) = (older.clone(), newer.clone());
            return Err(fault(BasisWrong::NoVersion { older, newer }.into()));
        }
        if lighter != older && lighter != newer {
            let (older, newer) = (older.clone(), lighter.clone());
            return Err(fault(BasisWrong::NoVersion { older, newer }.into()));
        }
    }
    Ok(())
}
