//! Arguments of a program in its reader's language: help of each command, and one sentence for what cannot be read;
//! never what the arguments ask for.

use super::said::Said;
use super::width::{cells, pad, wrap};
use super::words::in_words;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command, Error, Parser};
use rust_i18n::t;
use std::ffi::{OsStr, OsString};
use std::io::Write;

/// The languages that the words are there in; the first is spoken where nobody chooses.
pub const LANGUAGES: [&str; 2] = ["zh-CN", "en"];
/// Exit code of arguments that cannot be read.
const WRONG: u8 = 2;
/// Cells of a line of help, and of what stands before its words.
const LINE: usize = 96;
const NAME_MAX: usize = 32;

/// What a program says instead of doing something.
#[derive(Debug, PartialEq, Eq)]
pub struct Told {
    /// Lines of it, in the reader's language.
    pub text: String,
    /// Help or a version that was asked for.
    pub is_answer: bool,
}

impl Told {
    /// Says it where it belongs; gives the exit code.
    pub fn say(&self, out: &mut dyn Write, err: &mut dyn Write) -> u8 {
        let say = |to: &mut dyn Write| {
            // A reader who went away ends it quietly.
            let _ = to.write_all(self.text.as_bytes()).and_then(|()| to.flush());
        };
        if self.is_answer {
            say(out);
            0
        } else {
            say(err);
            WRONG
        }
    }
}

/// Reads what was `given`, the program's own name first. Words of the help are the keys below `arguments.` and
/// `program`.
///
/// # Errors
/// Help that was asked for, or the sentence of what cannot be read.
pub fn read<T: Parser>(program: &str, given: &[OsString]) -> Result<T, Told> {
    let lang = language(given);
    let mut command = in_language(T::command(), program, lang);
    let read = command.try_get_matches_from_mut(given);
    let read = read.and_then(|mut matches| T::from_arg_matches_mut(&mut matches));
    read.map_err(|fault| told(&fault, &command, given, lang))
}

/// The language that the arguments choose, also when the rest of them cannot be read.
fn language(given: &[OsString]) -> &'static str {
    let chosen = given.iter().zip(given.iter().skip(1).map(Some).chain([None]));
    let mut chosen = chosen.filter_map(|(arg, next)| match arg.to_str()? {
        "--lang" => next?.to_str(),
        arg => arg.strip_prefix("--lang="),
    });
    let known = |word: &str| LANGUAGES.into_iter().find(|lang| *lang == word);
    chosen.find_map(known).unwrap_or(LANGUAGES[0])
}

/// `command` with its help and the names of its values in the language `lang`.
#[must_use]
pub fn in_language(command: Command, program: &str, lang: &str) -> Command {
    let mut command = named(command, lang);
    command.build();
    helped(command, &format!("arguments.{program}"), &format!("arguments.{program}"), lang)
}

fn named(command: Command, lang: &str) -> Command {
    command
        .mut_args(|arg| match arg.get_value_names() {
            Some([name]) if arg.get_action().takes_values() => {
                let key = format!("arguments.value.{}", name.to_lowercase());
                arg.value_name(t!(key, locale = lang).into_owned())
            }
            _ => arg,
        })
        .mut_subcommands(|sub| named(sub, lang))
}

/// The command with a help text of ours, and those below it. Words of arguments that every command has stand
/// below `root`.
fn helped(command: Command, root: &str, key: &str, lang: &str) -> Command {
    let is_help = command.get_name() == "help";
    let text = help(&command, (root, key), lang);
    let mut command = command.override_help(text);
    // Below the command `help` its siblings stand once more, as names only.
    for sub in command.get_subcommands_mut().filter(|_| !is_help) {
        let key = format!("{key}.{}", sub.get_name().replace('-', "_"));
        *sub = helped(std::mem::take(sub), root, &key, lang);
    }
    command
}

fn about(command: &Command, key: &str, lang: &str) -> String {
    let own = format!("{key}.about");
    let key = if command.get_name() == "help" { "arguments.help_command" } else { &own };
    t!(key, locale = lang).into_owned()
}

fn help(command: &Command, (root, key): (&str, &str), lang: &str) -> String {
    let heading = |key: &str| t!(key, locale = lang).into_owned();
    let mut lines = wrap(&about(command, key, lang), LINE);
    let (usage, colon) = (heading("arguments.usage"), heading("arguments.colon"));
    lines.extend([String::new(), format!("{usage}{colon}{}", pattern(command, lang))]);
    let mut section = |name: &str, rows: Vec<(String, String)>| {
        if !rows.is_empty() {
            lines.extend([String::new(), format!("{}{}", heading(name), colon.trim_end())]);
            let name_width = rows.iter().map(|(name, _)| cells(name)).max().unwrap_or(0);
            lines.extend(rows.iter().flat_map(|row| two_columns(row, name_width.min(NAME_MAX))));
        }
    };
    let subs = command.get_subcommands().filter(|_| command.get_name() != "help");
    let below = |sub: &Command| {
        let name = sub.get_name();
        (name.to_string(), about(sub, &format!("{key}.{}", name.replace('-', "_")), lang))
    };
    section("arguments.commands", subs.map(below).collect());
    let row = |arg: &Arg| (left(arg), words(arg, (root, key), lang));
    section("arguments.positionals", command.get_positionals().map(row).collect());
    let mut options: Vec<&Arg> = command.get_opts().collect();
    options.extend(command.get_arguments().filter(|arg| is_flag(arg)));
    section("arguments.options", options.into_iter().map(row).collect());
    lines.join("\n") + "\n"
}

fn is_flag(arg: &Arg) -> bool {
    !arg.is_positional() && !arg.get_action().takes_values()
}

/// How the command is written: its name, then what it takes.
fn pattern(command: &Command, lang: &str) -> String {
    let mut parts = vec![command.get_bin_name().unwrap_or(command.get_name()).to_string()];
    let is_built_in = |arg: &Arg| matches!(arg.get_action(), ArgAction::Help | ArgAction::Version);
    let options = || command.get_arguments().filter(|arg| !arg.is_positional());
    if options().any(|arg| !arg.is_required_set() && !is_built_in(arg)) {
        parts.push(format!("[{}]", t!("arguments.options", locale = lang).to_uppercase()));
    }
    parts.extend(options().filter(|arg| arg.is_required_set()).map(ToString::to_string));
    parts.extend(command.get_positionals().map(ToString::to_string));
    if command.has_subcommands() {
        let name = t!("arguments.command", locale = lang);
        let is_needed = command.is_subcommand_required_set();
        parts.push(if is_needed { format!("<{name}>") } else { format!("[{name}]") });
    }
    parts.join(" ")
}

fn left(arg: &Arg) -> String {
    match (arg.is_positional(), arg.get_short()) {
        (true, _) => arg.to_string(),
        (false, Some(short)) => format!("-{short}, {arg}"),
        (false, None) => format!("    {arg}"),
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the list of actions is not ours")]
fn words(arg: &Arg, (root, key): (&str, &str), lang: &str) -> String {
    let own = match arg.get_action() {
        ArgAction::Help | ArgAction::HelpShort | ArgAction::HelpLong => {
            "arguments.help_flag".into()
        }
        ArgAction::Version => "arguments.version_flag".into(),
        _ if arg.is_global_set() => format!("{root}.{}", arg.get_id()),
        _ => format!("{key}.{}", arg.get_id()),
    };
    t!(own, locale = lang).into_owned()
}

/// A name and its words; a long name has a line of its own.
fn two_columns((name, words): &(String, String), name_width: usize) -> Vec<String> {
    let indent = name_width + 4;
    let mut words = wrap(words, LINE.saturating_sub(indent)).into_iter();
    let mut lines = Vec::new();
    if cells(name) > name_width {
        lines.push(format!("  {name}"));
    } else {
        let first = words.next().unwrap_or_default();
        lines.push(format!("  {}  {first}", pad(name, name_width)).trim_end().to_string());
    }
    lines.extend(words.map(|line| format!("{}{line}", " ".repeat(indent))));
    lines
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the list of kinds is not ours")]
fn told(fault: &Error, command: &Command, given: &[OsString], lang: &str) -> Told {
    match fault.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayVersion
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            Told { text: fault.render().to_string(), is_answer: !fault.use_stderr() }
        }
        _ => {
            let said = refusal(fault, &asked(command, given));
            Told { text: in_words(lang, &said) + "\n", is_answer: false }
        }
    }
}

/// The command that was asked for, as far as it is known: `lucha check`.
fn asked(command: &Command, given: &[OsString]) -> String {
    let (mut command, mut path) = (command, command.get_name().to_string());
    for word in given.iter().skip(1).filter_map(|word| OsStr::to_str(word)) {
        // `help` has no help of its own.
        if let Some(sub) = command.find_subcommand(word).filter(|sub| sub.get_name() != "help") {
            path = format!("{path} {word}");
            command = sub;
        }
    }
    path
}

/// What cannot be read, and where it is told how it is written.
#[expect(clippy::wildcard_enum_match_arm, reason = "the list of kinds is not ours")]
fn refusal(fault: &Error, asked: &str) -> Said {
    let see = || Said::words("arguments.see").with(asked);
    let all = |kind| texts(fault, kind);
    // Of several that are near the nearest stands last.
    let one = |kind| all(kind).pop().unwrap_or_default();
    let argument = || one(ContextKind::InvalidArg);
    let at_value =
        || Said::words("arguments.at_value").with(argument()).with(one(ContextKind::InvalidValue));
    match fault.kind() {
        ErrorKind::UnknownArgument => {
            let near = one(ContextKind::SuggestedArg);
            let way = if near.is_empty() { see() } else { meant(near) };
            Said::words("arguments.unknown").with(argument()).with(way)
        }
        ErrorKind::InvalidSubcommand => {
            let near = one(ContextKind::SuggestedSubcommand);
            let way = if near.is_empty() { see() } else { meant(near) };
            Said::words("arguments.no_command").with(one(ContextKind::InvalidSubcommand)).with(way)
        }
        ErrorKind::InvalidValue if one(ContextKind::InvalidValue).is_empty() => {
            Said::words("arguments.no_value").with(argument()).with(see())
        }
        ErrorKind::InvalidValue => {
            let known = all(ContextKind::ValidValue).into_iter().map(Said::from).collect();
            Said::words("arguments.other_value").with(at_value()).with(Said::List(known))
        }
        ErrorKind::ValueValidation => {
            Said::words("arguments.bad_value").with(at_value()).with(see())
        }
        ErrorKind::ArgumentConflict => {
            let others = all(ContextKind::PriorArg);
            if others.is_empty() || others.contains(&argument()) {
                return Said::words("arguments.twice").with(argument()).with(see());
            }
            let others = others.into_iter().map(Said::from).collect();
            Said::words("arguments.conflict").with(argument()).with(Said::List(others))
        }
        ErrorKind::MissingRequiredArgument => {
            let lacking = all(ContextKind::InvalidArg).into_iter().map(Said::from).collect();
            Said::words("arguments.lacking").with(Said::List(lacking)).with(see())
        }
        ErrorKind::MissingSubcommand => Said::words("arguments.which_command").with(see()),
        ErrorKind::InvalidUtf8 => Said::words("arguments.no_text").with(see()),
        _ => Said::words("arguments.unclear").with(see()),
    }
}

fn meant(near: String) -> Said {
    Said::words("arguments.meant").with(near)
}

fn texts(fault: &Error, kind: ContextKind) -> Vec<String> {
    match fault.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        _ => Vec::new(),
    }
}
