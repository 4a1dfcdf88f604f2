//! A type of the law says on what it rests: where its row of `docs/GLOSSARY.md` names a law, a standard or a form, its
//! own comment does too. It compares names, not articles: whether an article is the right one, people read.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Laws that code also cites by a longer name.
const LONG: &[(&str, &str)] =
    &[("路保", "公路安全保护条例"), ("道条", "道路运输条例"), ("粤道条", "广东省道路运输条例")];

/// Where a type stands, and its comment.
type Commented = (String, String);

/// Public types of a source with their comments.
fn types(file: &str, text: &str) -> Vec<(String, Commented)> {
    let mut found = Vec::new();
    let mut comment = String::new();
    for (n, line) in text.lines().enumerate() {
        if let Some(words) = line.strip_prefix("///") {
            comment.push_str(words);
            continue;
        }
        if line.starts_with("#[") || line.starts_with(")]") {
            continue;
        }
        let named = line.strip_prefix("pub struct ").or_else(|| line.strip_prefix("pub enum "));
        if let Some(named) = named {
            let name: String = named.chars().take_while(|c| c.is_alphanumeric()).collect();
            found.push((name, (format!("{file}:{}", n + 1), comment.clone())));
        }
        comment.clear();
    }
    found
}

/// The laws, standards and forms of a source cell, without their numbers.
fn sources(cell: &str) -> Vec<&str> {
    let end = |c: char| c.is_ascii_digit() || c == '〔' || c == '(';
    let names = cell.split(';').map(|part| part.split(end).next().unwrap_or(part).trim());
    let is_source =
        |name: &&str| !name.is_ascii() || name.starts_with("GB") || name.starts_with("GA");
    names.filter(is_source).collect()
}

fn wrongs(glossary: &str, types: &BTreeMap<String, Vec<Commented>>) -> Vec<String> {
    let mut wrongs = Vec::new();
    for row in glossary.lines().filter(|line| line.starts_with('|')) {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [_, identifiers, _, source] = cells.as_slice() else { continue };
        let sources = sources(source);
        for identifier in identifiers.split('`').skip(1).step_by(2) {
            let (file, name) = identifier.split_once("::").unwrap_or(("", identifier));
            let here = |at: &str| file.is_empty() || at.contains(&format!("/{file}.rs"));
            for (at, comment) in types.get(name).into_iter().flatten().filter(|(at, _)| here(at)) {
                let says = |source: &&str| {
                    let long = LONG.iter().find(|(short, _)| short == source).map(|(_, long)| long);
                    comment.contains(*source) || long.is_some_and(|long| comment.contains(long))
                };
                if !sources.is_empty() && !sources.iter().any(says) {
                    wrongs.push(format!("{at}: `{name}` rests on {source}; its comment says so"));
                }
            }
        }
    }
    wrongs
}

fn rust_files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(rust_files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

#[test]
fn a_type_of_the_law_says_on_what_it_rests() {
    let mut all: BTreeMap<String, Vec<Commented>> = BTreeMap::new();
    for path in rust_files(Path::new("src/domain")) {
        let text = fs::read_to_string(&path).unwrap();
        let file = path.to_str().unwrap().replace('\\', "/");
        for (name, commented) in types(&file, &text) {
            all.entry(name).or_default().push(commented);
        }
    }
    let glossary = fs::read_to_string("docs/GLOSSARY.md").unwrap();
    let wrongs = wrongs(&glossary, &all);
    assert!(wrongs.is_empty(), "\n{}", wrongs.join("\n"));
}

#[test]
fn a_comment_without_its_source_is_noticed() {
    let check = |source: &str, comment: &str, is_well: bool| {
        let text = format!("/// {comment}\n#[derive(Debug)]\npub struct Limit {{}}\n");
        let types = types("src/domain/limit.rs", &text).into_iter();
        let types = types.map(|(name, commented)| (name, vec![commented])).collect();
        let row = format!("| 限值 | `Limit` | what may not be passed | {source} |\n");
        assert_eq!(wrongs(&row, &types).is_empty(), is_well, "{source}: {comment}");
    };
    check("超限 3", "What may not be passed.", false);
    check("超限 3", "What may not be passed (超限 3), kg.", true);
    check("路保 64; 超限 43", "The cap (公路安全保护条例 art. 64).", true);
    check("GB/T 917", "A road.", false);
    check("GB/T 917", "A road (GB/T 917).", true);
    check("国办发〔2024〕54号", "A plan (国办发〔2024〕54号).", true);
    check("Lucha", "A word of our own.", true);
    check("the article that it cites", "A rule.", true);
}
