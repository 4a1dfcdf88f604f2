//! Keeps the house in order: which room may know which, and what stays in its own room.
//! Every failure prints `file:line: what is wrong, and what to do instead`.

use std::fs;
use std::path::{Path, PathBuf};

/// Each room, and the rooms it may name. A room may only name rooms listed above itself, so a
/// cycle cannot even be written down here.
pub const ROOMS: &[(&str, &[&str])] = &[
    ("stdx", &[]),
    ("domain", &["stdx"]),
    ("forms", &["stdx", "domain"]),
    ("wire", &["stdx", "domain"]),
    ("store", &["stdx", "domain", "wire"]),
    ("print", &["stdx", "forms"]),
    ("sync", &["stdx", "domain", "wire", "store"]),
    ("app", &["stdx", "domain", "forms", "wire", "store", "print", "sync"]),
    ("tui", &["stdx", "domain", "forms", "app"]),
    ("cli", &["stdx", "domain", "forms", "wire", "app"]),
    ("hq", &["stdx", "domain", "forms", "wire", "print"]),
];

/// Outside names that live in one place only: (name, where it may appear, the way to do it).
const PINNED: &[(&str, &[&str], &str)] = &[
    ("rusqlite", &["src/store/", "src/hq/ledger/"], "ask the store for rows"),
    ("ratatui", &["src/tui/"], "return a view model"),
    ("crossterm", &["src/tui/"], "return a view model"),
    (
        "ureq",
        &["src/sync/transport.rs", "src/print/ipp_line.rs", "src/print/pinned_tls.rs"],
        "emit an Output from the session",
    ),
    ("tokio_postgres", &["src/hq/ledger/"], "ask the ledger"),
    ("tokio", &["src/hq/"], "the officer's program has threads and channels"),
    ("axum", &["src/hq/"], "keep HTTP at headquarters"),
    ("SystemTime", &["src/stdx/clock.rs"], "take `now` as an argument"),
    ("HashMap", &[], "use BTreeMap: its order is the same on every run"),
];

const LINES_MAX: usize = 600;
/// A program reads arguments, opens doors and calls a room.
const PROGRAM_LINES_MAX: usize = 80;
const SQL: &[&str] = &[
    "SELECT ", "INSERT ", "UPDATE ", "DELETE ", "REPLACE ", "WITH ", "CREATE ", "ALTER ", "DROP ",
    "PRAGMA ", "VACUUM",
];

#[test]
fn rooms_are_listed_bottom_up() {
    for (i, (room, may_name)) in ROOMS.iter().enumerate() {
        for below in *may_name {
            let known = ROOMS[..i].iter().any(|(name, _)| name == below);
            assert!(known, "`{room}` may only name rooms listed above it, not `{below}`");
        }
    }
}

#[test]
fn house_is_in_order() {
    let mut wrongs = Vec::new();
    for path in rust_files(Path::new("src")) {
        let text = fs::read_to_string(&path).unwrap();
        let file = path.to_str().unwrap().replace('\\', "/");
        let (code, strings) = split(&text);
        wrongs.extend(shape(&file, &text));
        let mut wrong = |at: usize, what: String| {
            wrongs.push(format!("{file}:{}: {what}", text[..at].matches('\n').count() + 1));
        };

        for (name, homes, instead) in PINNED {
            for at in words(&code, name) {
                if !homes.iter().any(|home| file.starts_with(home)) {
                    wrong(at, format!("`{name}` does not live here; {instead}"));
                }
            }
        }
        for (at, literal) in &strings {
            let sql = SQL.iter().any(|verb| literal.trim_start().starts_with(verb));
            if sql && !file.starts_with("src/store/") && !file.starts_with("src/hq/ledger/") {
                wrong(*at, "SQL lives in `store` (or `hq/ledger`); ask it for rows".into());
            }
        }

        let Some(room) = file.strip_prefix("src/").and_then(|f| f.split_once('/')) else {
            continue;
        };
        let Some((_, may_name)) = ROOMS.iter().find(|(name, _)| *name == room.0) else {
            if room.0 != "bin" {
                wrong(0, format!("room `{}` is not in ROOMS; give it a place first", room.0));
            }
            continue;
        };
        for (at, other) in crate_paths(&code) {
            if other != room.0 && !may_name.contains(&other.as_str()) {
                wrong(at, format!("`{}` may not name `{other}`; it may name {may_name:?}", room.0));
            }
            if other != room.0 && code[..at].trim_end().ends_with("pub use") {
                wrong(at, format!("`{}` re-exports `{other}`; let callers name it openly", room.0));
            }
        }
        for at in words(&code, "super") {
            if code[at..].starts_with("super::super") {
                wrong(at, "climb with `crate::…`, so the room you enter is visible".into());
            }
        }
    }
    assert!(wrongs.is_empty(), "\n{}\n", wrongs.join("\n"));
}

#[test]
fn a_test_file_keeps_to_the_measure_of_a_file() {
    let wrongs: Vec<String> = rust_files(Path::new("tests"))
        .iter()
        .flat_map(|path| {
            let file = path.to_str().unwrap().replace('\\', "/");
            shape(&file, &fs::read_to_string(path).unwrap())
        })
        .collect();
    assert!(wrongs.is_empty(), "\n{}\n", wrongs.join("\n"));
}

#[test]
fn a_file_without_a_first_line_or_an_end_is_noticed() {
    let of = |lines: usize| "//! What it is for.\n".repeat(lines);
    assert_eq!(shape("tests/long.rs", &of(LINES_MAX)), [""; 0]);
    assert_eq!(shape("tests/long.rs", &of(LINES_MAX + 1)).len(), 1);
    assert_eq!(shape("src/bin/long.rs", &of(PROGRAM_LINES_MAX + 1)).len(), 1);
    assert_eq!(shape("tests/long.rs", "use std::fs;\n").len(), 1);
}

#[test]
fn no_test_file_is_left_out() {
    let all = fs::read_to_string("tests/all.rs").unwrap();
    for entry in fs::read_dir("tests").unwrap() {
        let path = entry.unwrap().path();
        let stem = path.file_stem().unwrap().to_str().unwrap();
        let holds_tests = path.extension().is_some_and(|e| e == "rs") || path.is_dir();
        if holds_tests && !["all", "golden", "bench", "fuzz"].contains(&stem) {
            assert!(all.contains(&format!("mod {stem};")), "tests/all.rs does not list `{stem}`");
        }
    }
}

/// What every file keeps to, of the program or of its tests: its first line and its length.
fn shape(file: &str, text: &str) -> Vec<String> {
    let most = if file.starts_with("src/bin/") { PROGRAM_LINES_MAX } else { LINES_MAX };
    let mut wrongs = Vec::new();
    if !text.starts_with("//!") {
        wrongs.push(format!("{file}:1: starts without a `//!` line saying what this file is for"));
    }
    if text.lines().count() > most {
        wrongs.push(format!("{file}:1: is longer than {most} lines; split it by noun"));
    }
    wrongs
}

fn rust_files(dir: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// Blanks out comments and string bodies, keeping every byte offset, and returns the strings.
fn split(text: &str) -> (String, Vec<(usize, String)>) {
    let src = text.as_bytes();
    let mut code = src.to_vec();
    let mut strings = Vec::new();
    let mut i = 0;
    let blank = |code: &mut Vec<u8>, from: usize, to: usize| {
        for b in &mut code[from..to] {
            if *b != b'\n' {
                *b = b' ';
            }
        }
    };
    let find = |from: usize, what: &str| text[from..].find(what).map_or(src.len(), |n| from + n);
    while i < src.len() {
        let rest = &src[i..];
        if rest.starts_with(b"//") {
            let end = find(i, "\n");
            blank(&mut code, i, end);
            i = end;
        } else if rest.starts_with(b"/*") {
            let end = (find(i, "*/") + 2).min(src.len());
            blank(&mut code, i, end);
            i = end;
        } else if let Some(hashes) = raw_string(src, i) {
            let open = i + 2 + hashes;
            let close = find(open, &format!("\"{}", "#".repeat(hashes)));
            strings.push((i, text[open..close].to_string()));
            blank(&mut code, open, close);
            i = (close + 1 + hashes).min(src.len());
        } else if rest[0] == b'"' {
            let mut end = i + 1;
            while end < src.len() && src[end] != b'"' {
                end += if src[end] == b'\\' { 2 } else { 1 };
            }
            let end = end.min(src.len());
            strings.push((i, text[i + 1..end].to_string()));
            blank(&mut code, i + 1, end);
            i = end + 1;
        } else if rest.starts_with(b"'\"'") || rest.starts_with(b"'\\\"'") {
            i += if rest[1] == b'"' { 3 } else { 4 };
        } else {
            i += 1;
        }
    }
    (String::from_utf8(code).unwrap(), strings)
}

fn raw_string(src: &[u8], i: usize) -> Option<usize> {
    let after_word = i > 0 && (src[i - 1].is_ascii_alphanumeric() || src[i - 1] == b'_');
    if src[i] != b'r' || (after_word && src[i - 1] != b'b') {
        return None;
    }
    let hashes = src[i + 1..].iter().take_while(|b| **b == b'#').count();
    (src.get(i + 1 + hashes) == Some(&b'"')).then_some(hashes)
}

/// Offsets at which `word` stands as a whole identifier.
fn words<'a>(code: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(word).map(|(at, _)| at).filter(move |&at| {
        !code[..at].ends_with(is_word) && !code[at + word.len()..].starts_with(is_word)
    })
}

/// Every room named through `crate::room` or `use crate::{room, …}`.
fn crate_paths(code: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let ident =
        |s: &str| s.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    for at in words(code, "crate") {
        let Some(rest) = code[at + 5..].trim_start().strip_prefix("::") else { continue };
        let rest = rest.trim_start();
        let Some(group) = rest.strip_prefix('{') else {
            found.push((at, ident(rest)));
            continue;
        };
        let (mut depth, mut item_starts) = (1, true);
        for (n, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 1 => item_starts = true,
                c if item_starts && !c.is_whitespace() => {
                    found.push((at, ident(&group[n..])));
                    item_starts = false;
                }
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
    }
    found
}
