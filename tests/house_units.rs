//! Every number that the law's room shows to others says what it counts or in which unit it measures: in its name or in
//! its comment. Money is `Fen`, days are `Day`; these carry their unit themselves.

use std::fs;
use std::path::{Path, PathBuf};

/// Units of what is measured.
const MEASURES: &[&str] = &[
    "kg",
    "kilograms",
    "mm",
    "metre",
    "metres",
    "km",
    "kilometres",
    "ms",
    "milliseconds",
    "days",
    "hours",
    "months",
    "year",
    "years",
    "byte",
    "bytes",
    "hundredths",
    "percent",
    "fen",
];

/// What is counted, or which place in an order a number is.
const COUNTED: &[&str] = &[
    "axles",
    "number",
    "numbers",
    "serial",
    "epoch",
    "entry",
    "entries",
    "version",
    "sheets",
    "pages",
    "people",
    "drafts",
    "stops",
    "decisions",
    "acts",
    "findings",
    "kinds",
    "files",
    "print",
    "prints",
    "times",
    "often",
    "characters",
    "passengers",
    "vehicles",
    "row",
    "rows",
    "factor",
    "place",
    "list",
    "class",
    "nth",
    "条",
    "款",
    "项",
];

/// Numbers of `text` without a unit, as `line: name`.
fn without_unit(text: &str) -> Vec<String> {
    let mut wrongs = Vec::new();
    let mut comment = String::new();
    for (n, line) in text.lines().enumerate() {
        if line.contains("#[cfg(test)]") {
            break;
        }
        let code = line.trim();
        if let Some(words) = code.strip_prefix("///") {
            comment.push_str(words);
            continue;
        }
        if code.starts_with("#[") {
            continue;
        }
        // A field of an enum's variant has no `pub`, and a comment like everything else here.
        let is_field = line.starts_with("        ") && !comment.is_empty();
        let shown = code.strip_prefix("pub ").or(is_field.then_some(code));
        if let Some((name, kind)) = shown.and_then(|code| code.split_once(": ")) {
            let name = name.trim_start_matches("const ");
            let is_name = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
            if is_name && is_number(kind) && !has_unit(name) && !has_unit(&comment) {
                wrongs.push(format!("{}: {name}", n + 1));
            }
        }
        comment.clear();
    }
    wrongs
}

/// Whether a type holds a bare number; bytes in a row are no number.
fn is_number(kind: &str) -> bool {
    let kind = kind.split(" = ").next().unwrap_or(kind);
    let words = kind.split(|c: char| !c.is_ascii_alphanumeric());
    let bare =
        ["u8", "u16", "u32", "u64", "usize", "i8", "i16", "i32", "i64", "isize", "f32", "f64"];
    !kind.contains("Vec<u8>") && words.into_iter().any(|word| bare.contains(&word))
}

fn has_unit(text: &str) -> bool {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words
        .map(str::to_lowercase)
        .any(|word| MEASURES.contains(&word.as_str()) || COUNTED.contains(&word.as_str()))
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn every_number_of_the_law_has_its_unit() {
    let mut wrongs = Vec::new();
    for path in files(Path::new("src/domain")) {
        let text = fs::read_to_string(&path).unwrap();
        wrongs
            .extend(without_unit(&text).iter().map(|wrong| format!("{}:{wrong}", path.display())));
    }
    assert!(
        wrongs.is_empty(),
        "say in the name or the comment which unit, or what is counted (the lists are in {}):\n{}",
        file!(),
        wrongs.join("\n")
    );
}

#[test]
fn a_bare_number_is_noticed() {
    let check = |text: &str, wanted: &[&str]| assert_eq!(without_unit(text), wanted, "{text}");
    check("    pub gross: i64,\n", &["1: gross"]);
    check("    /// As weighed.\n    pub gross: Option<i64>,\n", &["2: gross"]);
    check("    pub gross_kg: i64,\n", &[]);
    check("    /// As weighed, kg.\n    #[x]\n    pub gross: i64,\n", &[]);
    check("    Heavy {\n        /// As seen.\n        seen: u32,\n    },\n", &["3: seen"]);
    check("pub const WIDEST: u32 = 2_550;\n", &["1: WIDEST"]);
    check("    /// Of the page.\n    pub key: Vec<u8>,\n    pub fine: Fen,\n", &[]);
    check("#[cfg(test)]\nmod tests {\n    pub gross: i64,\n", &[]);
}
