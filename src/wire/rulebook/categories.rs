//! Which families of violations a word on a certificate covers (执法类别), as the pack's table has it; guesses at no word.

use super::fault::{PackFault, PackWrong};
use super::tables::parse;
use crate::domain::rulebook::Family;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CategoriesFile {
    category: Vec<CategoryRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CategoryRow {
    name: String,
    families: Vec<String>,
}

/// Reads the table of `file`, name and text.
pub(super) fn categories(
    (file, text): (&str, &str),
) -> Result<BTreeMap<String, Vec<Family>>, PackFault> {
    let read: CategoriesFile = parse(file, text)?;
    let mut categories = BTreeMap::new();
    for CategoryRow { name, families } in read.category {
        let wrong = |wrong| PackFault::new(file, name.clone(), wrong);
        if name.trim().is_empty() || families.is_empty() {
            return Err(wrong(PackWrong::Blank));
        }
        let family = |word: &String| {
            Family::from_word(word).ok_or_else(|| wrong(PackWrong::NoFamily(word.clone())))
        };
        let families = families.iter().map(family).collect::<Result<Vec<_>, _>>()?;
        if categories.insert(name.clone(), families).is_some() {
            return Err(wrong(PackWrong::Twice));
        }
    }
    Ok(categories)
}
