//! One word for each thing: every public type of the law and every statutory form stands in
//! `docs/GLOSSARY.md`, and the glossary names nothing that the code does not have.
//! Every failure prints `file:line: what is wrong, and what to do instead`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

const GLOSSARY: &str = "docs/GLOSSARY.md";
/// Term, identifier, meaning, source.
const COLUMNS: usize = 4;

#[test]
fn the_glossary_and_the_code_know_the_same_words() {
    let mut sources = Vec::new();
    for path in rust_files(Path::new("src")) {
        let file = path.to_str().unwrap().replace('\\', "/");
        sources.push((file, fs::read_to_string(&path).unwrap()));
    }
    let borrowed: Vec<(&str, &str)> =
        sources.iter().map(|(file, text)| (file.as_str(), text.as_str())).collect();
    let wrongs = wrongs(&fs::read_to_string(GLOSSARY).unwrap(), &borrowed);
    assert!(wrongs.is_empty(), "\n{}\n", wrongs.join("\n"));
}

/// Everything in which `glossary` and `sources` (path and text) disagree.
fn wrongs(glossary: &str, sources: &[(&str, &str)]) -> Vec<String> {
    let (entries, mut wrongs) = entries(glossary);
    let declared: Vec<Declared<'_>> = sources.iter().flat_map(|s| declared(s.0, s.1)).collect();
    let of_the_law: Vec<&Declared<'_>> =
        declared.iter().filter(|d| d.file.starts_with("src/domain/")).collect();

    for it in &of_the_law {
        let name = it.name;
        let is_twice = of_the_law.iter().filter(|other| other.name == name).count() > 1;
        let wanted = if is_twice { format!("{}::{name}", it.stem) } else { name.to_string() };
        if !entries.contains_key(wanted.as_str()) {
            let (file, line) = (it.file, it.line);
            wrongs.push(format!("{file}:{line}: `{wanted}` is not in {GLOSSARY}; give it a row"));
        }
    }
    for (file, text) in sources.iter().filter(|source| source.0 == "src/forms/mod.rs") {
        for (line, form) in forms(text) {
            if !entries.contains_key(form) {
                wrongs.push(format!("{file}:{line}: form `{form}` is not in {GLOSSARY}"));
            }
        }
    }
    for (entry, line) in &entries {
        if !is_in_code(entry, sources, &declared) {
            let what = "is nowhere in src; name what is there, or take the row out";
            wrongs.push(format!("{GLOSSARY}:{line}: `{entry}` {what}"));
        }
    }
    wrongs
}

/// Identifiers of the second column with their lines, and rows that are no rows of the table.
fn entries(glossary: &str) -> (BTreeMap<&str, usize>, Vec<String>) {
    let (mut entries, mut wrongs) = (BTreeMap::new(), Vec::new());
    for (line, row) in glossary.lines().enumerate().map(|(at, row)| (at + 1, row.trim())) {
        let Some(row) = row.strip_prefix('|').and_then(|row| row.strip_suffix('|')) else {
            continue;
        };
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        if !cells.iter().any(|cell| cell.contains('`')) {
            continue; // The head of a table and the line below it.
        }
        if cells.len() != COLUMNS || cells.iter().any(|cell| cell.is_empty()) {
            wrongs
                .push(format!("{GLOSSARY}:{line}: a row has {COLUMNS} cells, none of them empty"));
            continue;
        }
        let mut names = cells[1].split('`').skip(1).step_by(2).peekable();
        if names.peek().is_none() {
            wrongs.push(format!("{GLOSSARY}:{line}: the second cell has no `identifier`"));
        }
        for name in names {
            if let Some(first) = entries.insert(name, line) {
                wrongs.push(format!("{GLOSSARY}:{line}: `{name}` stands in line {first} already"));
            }
        }
    }
    (entries, wrongs)
}

/// A `pub struct` or `pub enum`.
struct Declared<'a> {
    file: &'a str,
    line: usize,
    /// Name of the file, or of the folder when the file is `mod.rs`: what a path to it ends with.
    stem: &'a str,
    name: &'a str,
}

fn declared<'a>(file: &'a str, text: &'a str) -> Vec<Declared<'a>> {
    let path = file.strip_suffix("/mod.rs").or(file.strip_suffix(".rs")).unwrap_or(file);
    let stem = path.rsplit('/').next().unwrap_or(path);
    let mut found = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let line = line.trim_start();
        let rest = line.strip_prefix("pub struct ").or(line.strip_prefix("pub enum "));
        if let Some(rest) = rest {
            let end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
            found.push(Declared { file, line: at + 1, stem, name: &rest[..end] });
        }
    }
    found
}

/// Names in the list of forms, with their lines.
fn forms(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let named = line.trim_start().strip_prefix("Form { name: \"");
        if let Some((name, _)) = named.and_then(|rest| rest.split_once('"')) {
            found.push((at + 1, name));
        }
    }
    found
}

/// `Type`, `function` and `Type::Variant` must stand in code word by word; `file::Type` must be a
/// type that this file declares.
fn is_in_code(entry: &str, sources: &[(&str, &str)], declared: &[Declared<'_>]) -> bool {
    let starts_upper = |word: &str| word.starts_with(|c: char| c.is_uppercase());
    if let Some((stem, name)) = entry.split_once("::")
        && !starts_upper(stem)
        && starts_upper(name)
    {
        return declared.iter().any(|it| it.stem == stem && it.name == name);
    }
    entry.split("::").all(|word| {
        !word.is_empty() && sources.iter().any(|(_, text)| text.lines().any(|l| holds(l, word)))
    })
}

/// Whether `line` holds `word` as a whole word outside its comment.
fn holds(line: &str, word: &str) -> bool {
    let code = line.split("//").next().unwrap_or(line);
    code.match_indices(word).any(|(at, _)| {
        !code[..at].ends_with(is_word) && !code[at + word.len()..].starts_with(is_word)
    })
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn rust_files(dir: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).expect("the folder is part of the repository") {
        let path = entry.expect("the folder can be listed").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

const HEAD: &str = "| 中文 | identifier | meaning | source |\n|---|---|---|---|\n";
const PLACE: (&str, &str) = ("src/domain/place.rs", "/// 地点\npub struct Place {\n");

/// What is wrong with a table of `rows` beside `sources`.
fn check(rows: &str, sources: &[(&str, &str)], want: &[&str]) {
    assert_eq!(wrongs(&format!("{HEAD}{rows}"), sources), want);
}

#[test]
fn a_type_of_the_law_without_a_row_is_named_with_its_line() {
    check("| 地点 | `Place` | where | 文书 |\n", &[PLACE], &[]);
    check(
        "",
        &[PLACE],
        &["src/domain/place.rs:2: `Place` is not in docs/GLOSSARY.md; give it a row"],
    );
    let enumeration = ("src/domain/harm.rs", "    pub enum Harm<'a> {\n");
    check(
        "",
        &[enumeration],
        &["src/domain/harm.rs:1: `Harm` is not in docs/GLOSSARY.md; give it a row"],
    );
    let elsewhere = [
        ("src/app/desk.rs", "pub struct Desk {\n"),
        ("src/domain/x.rs", "// pub struct Old {\nstruct Own;\npub(super) struct Near;\n"),
    ];
    check("", &elsewhere, &[]);
}

#[test]
fn a_row_for_nothing_is_named_with_its_line() {
    let row = "| 地点 | `Place` | where | 文书 |\n| 车辆 | `Lorry` | a lorry | 超限 |\n";
    let gone =
        "docs/GLOSSARY.md:4: `Lorry` is nowhere in src; name what is there, or take the row out";
    check(row, &[PLACE], &[gone]);
    // A comment is no code, and a part of a word is no word.
    check(row, &[PLACE, ("src/app/a.rs", "// Lorry\nlet lorry = Lorryload;\n")], &[gone]);
    check(row, &[PLACE, ("src/app/a.rs", "use x::{Car, Lorry};\n")], &[]);
}

#[test]
fn variants_and_functions_may_have_rows() {
    let source = ("src/domain/p.rs", "pub enum Penalty {\n    Fine,\n}\npub fn judge() {}\n");
    let rows = "| 处罚 | `Penalty` | a | b |\n| 罚款 | `Penalty::Fine` | a | b |\n| – | `judge` | a | b |\n";
    check(rows, &[source], &[]);
    let rows = "| 处罚 | `Penalty` | a | b |\n| 警告 | `Penalty::Caution` | a | b |\n";
    let gone = "`Penalty::Caution` is nowhere in src; name what is there, or take the row out";
    check(rows, &[source], &[&format!("docs/GLOSSARY.md:4: {gone}")]);
}

#[test]
fn a_name_declared_twice_needs_a_row_for_each() {
    let sources = [
        ("src/domain/vehicle.rs", "pub struct Weighing {\n"),
        ("src/domain/weighing/mod.rs", "pub struct Weighing {\n"),
    ];
    let one = "| 称重 | `vehicle::Weighing` | a | b |\n";
    let second = "src/domain/weighing/mod.rs:1: `weighing::Weighing` is not in docs/GLOSSARY.md; give it a row";
    check(one, &sources, &[second]);
    check(&format!("{one}| 结果 | `weighing::Weighing` | a | b |\n"), &sources, &[]);
    let stale = "`weighing::Weighing` is nowhere in src; name what is there, or take the row out";
    let both = "| 称重 | `Weighing` | a | b |\n| 结果 | `weighing::Weighing` | a | b |\n";
    check(both, &sources[..1], &[&format!("docs/GLOSSARY.md:4: {stale}")]);
}

#[test]
fn a_form_without_a_row_is_named() {
    let list = (
        "src/forms/mod.rs",
        "pub mod minutes;\n    Form { name: \"minutes\", title: \"现场笔录\" },\n",
    );
    check("| 现场笔录 | `minutes` | a | b |\n", &[list], &[]);
    check("", &[list], &["src/forms/mod.rs:2: form `minutes` is not in docs/GLOSSARY.md"]);
}

#[test]
fn a_row_that_is_none_or_stands_twice_is_named() {
    let short = "docs/GLOSSARY.md:3: a row has 4 cells, none of them empty";
    check("| 地点 | `Place` | where |\n", &[], &[short]);
    check("| 地点 | `Place` |  | 文书 |\n", &[], &[short]);
    check(
        "| 地点 | Place | see `x` | 文书 |\n",
        &[],
        &["docs/GLOSSARY.md:3: the second cell has no `identifier`"],
    );
    let row = "| 地点 | `Place` | where | 文书 |\n";
    check(&row.repeat(2), &[PLACE], &["docs/GLOSSARY.md:4: `Place` stands in line 3 already"]);
}
