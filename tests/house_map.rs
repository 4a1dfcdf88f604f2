//! Keeps `docs/ARCHITECTURE.md` a map: two pages, each room in it, and no path that leads nowhere; reads no code.

use crate::house::ROOMS;
use std::fs;
use std::path::Path;

const MAP: &str = "docs/ARCHITECTURE.md";
const LINES_MAX: usize = 110;
const COLUMNS_MAX: usize = 120;
const BYTES_MAX: usize = 9 * 1024;

/// What is wrong with the map; `is_there` knows the paths of the repository.
fn wrongs(text: &str, is_there: impl Fn(&str) -> bool) -> Vec<String> {
    let mut wrongs = Vec::new();
    let (lines, bytes) = (text.lines().count(), text.len());
    if lines > LINES_MAX || bytes > BYTES_MAX {
        wrongs.push(format!(
            "{lines} lines, {bytes} bytes: two pages are {LINES_MAX} and {BYTES_MAX}"
        ));
    }
    for (n, line) in text.lines().enumerate() {
        let columns = line.chars().count();
        if columns > COLUMNS_MAX {
            wrongs.push(format!("line {}: {columns} columns, {COLUMNS_MAX} at most", n + 1));
        }
        for path in paths(line) {
            if !is_there(path) && !is_there(&format!("src/{path}")) {
                wrongs.push(format!("line {}: there is no `{path}`", n + 1));
            }
        }
        for link in line.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if !is_there(&format!("docs/{link}")) {
                wrongs.push(format!("line {}: the link to {link} leads nowhere", n + 1));
            }
        }
    }
    for (n, (room, may_name)) in ROOMS.iter().enumerate() {
        let all_above = may_name.len() == n && n > 0;
        let names = match may_name {
            [] => "–".to_string(),
            _ if all_above && n > 3 => "all above".to_string(),
            _ => may_name.join(", "),
        };
        let begins = format!("| `{room}` | ");
        let row = text.lines().find(|line| line.starts_with(&begins));
        if !row.is_some_and(|row| row.ends_with(&format!(" | {names} |"))) {
            wrongs.push(format!("room `{room}` needs a row that ends with `{names}`"));
        }
    }
    wrongs
}

/// What stands between backticks and is a path: it has a slash and ends in one or in a known kind of file.
fn paths(line: &str) -> impl Iterator<Item = &str> {
    let kinds = ["/", ".rs", ".md", ".toml", ".typ", ".sql"];
    let quoted = line.split('`').skip(1).step_by(2);
    quoted.filter(move |word| word.contains('/') && kinds.iter().any(|kind| word.ends_with(kind)))
}

#[test]
fn the_map_is_two_pages_that_lead_somewhere() {
    let text = fs::read_to_string(MAP).unwrap();
    let wrongs = wrongs(&text, |path| Path::new(path).exists());
    assert!(wrongs.is_empty(), "{MAP}:\n{}", wrongs.join("\n"));
    let named = text.lines().flat_map(paths).count();
    assert!(named > 60, "only {named} paths were found in the map: is it still written so?");
}

#[test]
fn a_room_a_path_a_link_and_a_page_too_many_are_noticed() {
    let text = fs::read_to_string(MAP).unwrap();
    let check = |text: &str, wanted: &str| {
        let wrongs = wrongs(text, |path| Path::new(path).exists());
        assert!(wrongs.iter().any(|wrong| wrong.contains(wanted)), "{wanted}: {wrongs:?}");
    };
    check(&text.replace("| `wire` |", "| `wires` |"), "room `wire`");
    check(&text.replace("| stdx, forms |", "| stdx |"), "room `print`");
    check(&text.replace("`store/journal.rs`", "`store/diary.rs`"), "no `store/diary.rs`");
    check(&text.replace("(SYNC.md)", "(SINK.md)"), "SINK.md leads nowhere");
    check(&format!("{text}{}", "\n".repeat(LINES_MAX)), "two pages are");
    check(&format!("{text}{}", "路".repeat(COLUMNS_MAX + 1)), "columns");
}
