//! The two READMEs say the same, name only commands that there are, and show the screen that the program draws.

use clap::{Command, CommandFactory as _};
use lucha::cli::arguments::Arguments;
use lucha::hq::operate::Arguments as Headquarters;
use std::collections::BTreeSet;
use std::fs;

/// What begins like a command and is text that is signed.
const NO_COMMANDS: [&str; 1] = ["lucha terms 1"];

const PAIR: [&str; 2] = ["README.md", "README.zh-CN.md"];

/// A piece of a page: what it is, and what of it is the same in every language.
#[derive(Debug, PartialEq, Eq)]
enum Piece {
    /// Level of the heading.
    Heading(usize),
    /// Language and text of the block.
    Code(String),
    Comment(String),
    /// Target of the picture.
    Picture(String),
    /// Of each row the number of its cells, and the command or number that it is about.
    Table(Vec<(usize, String)>),
    /// Kind and number of the points.
    List(bool, usize),
    Paragraph,
}

fn read(file: &str) -> String {
    fs::read_to_string(file).unwrap()
}

/// The page in pieces. A line that only goes on with the paragraph before it is no piece of its own.
fn pieces(text: &str) -> Vec<Piece> {
    let (mut pieces, mut lines) = (Vec::new(), text.lines().peekable());
    while let Some(line) = lines.next() {
        let goes_on = |lines: &mut std::iter::Peekable<std::str::Lines<'_>>,
                       with: &dyn Fn(&str) -> bool| {
            let mut all = Vec::new();
            while let Some(next) = lines.next_if(|next| with(next)) {
                all.push(next.to_string());
            }
            all
        };
        if line.trim().is_empty() {
        } else if line.starts_with('#') {
            pieces.push(Piece::Heading(line.chars().take_while(|c| *c == '#').count()));
        } else if line.starts_with("```") {
            let block = goes_on(&mut lines, &|next| !next.starts_with("```"));
            lines.next();
            pieces.push(Piece::Code(format!("{line}\n{}", block.join("\n"))));
        } else if line.starts_with("<!--") {
            pieces.push(Piece::Comment(line.into()));
        } else if line.starts_with("![") {
            pieces.push(Piece::Picture(line.split_once("](").unwrap().1.into()));
        } else if line.starts_with('|') {
            let mut rows = vec![line.to_string()];
            rows.extend(goes_on(&mut lines, &|next| next.starts_with('|')));
            let cells = |row: &String| row.replace("\\|", "").matches('|').count() - 1;
            let rows = rows.iter().enumerate();
            let row = |(nth, row)| (cells(row), if nth == 0 { String::new() } else { about(row) });
            pieces.push(Piece::Table(rows.map(row).collect()));
        } else if is_point(line) {
            let mut points = vec![line.to_string()];
            points.extend(goes_on(&mut lines, &|next| is_point(next) || next.starts_with("  ")));
            let count = points.iter().filter(|point| is_point(point)).count();
            pieces.push(Piece::List(!line.starts_with('-'), count));
        } else {
            goes_on(&mut lines, &|next| {
                !next.trim().is_empty()
                    && !next.starts_with(['#', '|', '`', '<'])
                    && !is_point(next)
                    || next.starts_with('`') && !next.starts_with("```")
            });
            pieces.push(Piece::Paragraph);
        }
    }
    pieces
}

/// The first two words of a row, as far as they are the same in every language.
fn about(row: &str) -> String {
    let first = row.trim_start_matches(['|', ' ', '`']);
    let words = first.split([' ', '`', '|']).take(2).take_while(|word| word.is_ascii());
    words.collect::<Vec<_>>().join(" ")
}

fn is_point(line: &str) -> bool {
    let numbered = line.split_once(". ").is_some_and(|(number, _)| number.parse::<u8>().is_ok());
    line.starts_with("- ") || numbered
}

#[test]
fn both_readmes_have_the_same_pieces_in_the_same_order() {
    let [english, chinese] = PAIR.map(|file| pieces(&read(file)));
    for (nth, (english, chinese)) in english.iter().zip(&chinese).enumerate() {
        assert_eq!(english, chinese, "piece {nth}");
    }
    assert_eq!(english.len(), chinese.len());
    assert!(english.len() > 30, "the page is read in pieces");
}

#[test]
fn pieces_are_told_apart() {
    let page = "# a\ntext\ngoes on\n\n```text\n# no heading\n```\n| a | b |\n|---|---|\n| `x\\|y` | c |\n\n1. one\n   more\n2. two\n";
    let expected = vec![
        Piece::Heading(1),
        Piece::Paragraph,
        Piece::Code("```text\n# no heading".into()),
        Piece::Table(vec![(2, "".into()), (2, "--- ---".into()), (2, "x\\ y".into())]),
        Piece::List(true, 2),
    ];
    assert_eq!(pieces(page), expected);
}

/// What stands between single back ticks, blocks left out.
fn quoted(text: &str) -> Vec<String> {
    let blocks = text.split("\n```");
    let outside = blocks.enumerate().filter(|(nth, _)| nth % 2 == 0).map(|(_, text)| text);
    outside.flat_map(|text| text.split('`').skip(1).step_by(2)).map(str::to_string).collect()
}

/// Whether the words behind the program's name can be typed: commands there are, and options of theirs.
fn wrong_in(command: &Command, words: &[&str]) -> Option<String> {
    let mut command = command.clone();
    command.build();
    let mut at = &command;
    for word in words {
        let word = word.trim_matches(|c: char| "[]….".contains(c));
        if let Some(sub) = at.find_subcommand(word) {
            at = sub;
        }
        for option in word.split('|').filter(|option| option.starts_with("--")) {
            let name = option.trim_start_matches("--").split('=').next().unwrap();
            let known = at.get_arguments().any(|arg| arg.get_long() == Some(name));
            if !known {
                return Some(format!("`{}` has no {option}", at.get_name()));
            }
        }
    }
    // The first word that is neither an option nor the value of one is a command.
    let mut before = "";
    let mut first = None;
    for word in words {
        if !word.starts_with("--") && !before.starts_with("--") {
            first = Some(*word);
            break;
        }
        before = *word;
    }
    match first {
        Some(first) if command.find_subcommand(first).is_none() => {
            Some(format!("no command {first}"))
        }
        _ => None,
    }
}

#[test]
fn every_command_of_the_readmes_is_there_and_every_command_is_in_the_readmes() {
    let programs = [("lucha", Arguments::command()), ("lucha-hq", Headquarters::command())];
    for file in PAIR {
        let mut named = BTreeSet::new();
        for quote in quoted(&read(file)) {
            let quote = quote.replace("\\|", "|").replace("cargo run -- ", "lucha ");
            let words: Vec<&str> = quote.split_whitespace().collect();
            let Some((_, command)) = programs.iter().find(|(name, _)| words.first() == Some(name))
            else {
                continue;
            };
            assert_eq!(wrong_in(command, &words[1..]), None, "{file}: `{quote}`");
            named.extend(words.windows(2).map(|two| (two[0].to_string(), two[1].to_string())));
        }
        for (program, command) in &programs {
            for sub in command.get_subcommands().map(Command::get_name) {
                let stands = named.contains(&((*program).to_string(), sub.to_string()));
                assert!(stands, "{file} does not name `{program} {sub}`");
            }
        }
    }
}

/// Lines of the blocks of a page.
fn typed(text: &str) -> Vec<String> {
    let blocks = text.split("\n```").enumerate().filter(|(nth, _)| nth % 2 == 1);
    let lines = blocks.flat_map(|(_, block)| block.lines().skip(1));
    lines.map(|line| line.split(" # ").next().unwrap().replace('\'', "")).collect()
}

#[test]
fn every_command_that_a_document_names_is_there() {
    let programs = [("lucha", Arguments::command()), ("lucha-hq", Headquarters::command())];
    let mut named = 0;
    for entry in fs::read_dir("docs").unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|end| end != "md") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        for line in quoted(&text).into_iter().chain(typed(&text)) {
            let line = line.replace("\\|", "|").replace("cargo run -- ", "lucha ");
            let words: Vec<&str> = line.split_whitespace().collect();
            let program = programs.iter().find(|(name, _)| words.first() == Some(name));
            let Some((_, command)) = program.filter(|_| !NO_COMMANDS.contains(&line.as_str()))
            else {
                continue;
            };
            named += 1;
            assert_eq!(wrong_in(command, &words[1..]), None, "{}: `{line}`", path.display());
        }
    }
    assert!(named > 40, "{named}");
}

#[test]
fn a_wrong_command_in_a_readme_would_be_found() {
    let command = Arguments::command();
    assert_eq!(wrong_in(&command, &["--dir", "x", "list", "[--search", "文字]"]), None);
    assert!(wrong_in(&command, &["lst"]).is_some());
    assert!(wrong_in(&command, &["list", "[--serach", "文字]"]).is_some());
    assert!(wrong_in(&command, &["mirror", "[--to", "DIR", "|", "--of]"]).is_some());
}

#[test]
fn both_readmes_show_the_screens_and_the_page_that_the_program_makes() {
    for file in PAIR {
        let text = read(file);
        let between = |mark: &str| {
            let (_, rest) = text.split_once(&format!("<!-- {mark} -->\n")).unwrap();
            rest.split_once(&format!("<!-- /{mark} -->")).unwrap().0.to_string()
        };
        for (mark, picture) in [("screen", "today.txt"), ("law", "weighing.txt")] {
            let drawn = read(&format!("docs/pictures/{picture}"));
            assert_eq!(between(mark), format!("```text\n{drawn}```\n"), "{file}: {mark}");
        }
        let page = between("page");
        let path = page.trim().split_once("](").unwrap().1.trim_end_matches(')');
        assert!(fs::metadata(path).is_ok(), "{file}: {path}");
    }
}

#[test]
fn every_link_of_the_readmes_leads_to_a_file() {
    for file in PAIR {
        let text = read(file);
        for target in text.split("](").skip(1).map(|rest| rest.split(')').next().unwrap()) {
            let is_here = !target.starts_with("http");
            assert!(!is_here || fs::metadata(target).is_ok(), "{file}: {target}");
        }
    }
}
