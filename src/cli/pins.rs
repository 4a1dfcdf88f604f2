//! Who runs a command: from the PIN file, else from the terminal; a PIN is never an argument, which
//! other programs could read, and never said back.

use super::first_use::Answers;
use crate::app::command::Trouble;
use crate::app::opening::{self, Place};
use crate::app::pin;
use crate::app::roles::Need;
use crate::app::terms;
use crate::domain::agency::Officer;
use crate::domain::inspection::terms::Terms;
use rust_i18n::t;
use std::io::IsTerminal as _;
use std::path::Path;

/// The bureau of `dir`, who runs the command on it, and what it needs of him.
///
/// # Errors
/// When there is no bureau, the file cannot be read, or there is nobody to ask.
pub fn place<'a>(
    dir: Option<&'a Path>,
    pin_file: Option<&Path>,
    lang: &str,
    need: Need,
) -> Result<Place<'a>, Trouble> {
    if let Some(file) = pin_file {
        let text = read(file)?;
        return Ok(Place { dir, who: Some(first(&text)?), need, ..Place::default() });
    }
    if !opening::asks_pin(dir)? {
        return Ok(Place { need, ..Place::from(dir) });
    }
    if !std::io::stdin().is_terminal() {
        return Err(Trouble::new("trouble.pin_needed"));
    }
    let who = Some(ask(&mut super::first_use::Terminal, lang)?);
    Ok(Place { who, need, ..Place::from(dir) })
}

/// The text of a PIN file.
///
/// # Errors
/// When it cannot be read.
pub fn read(file: &Path) -> Result<String, Trouble> {
    std::fs::read_to_string(file)
        .map_err(|fault| Trouble::new("trouble.file").with(file.display().to_string()).and(fault))
}

fn first(text: &str) -> Result<(String, String), Trouble> {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty());
    let pair = line.and_then(|line| line.split_once(char::is_whitespace));
    let Some((credential, typed)) = pair else { return Err(Trouble::new("trouble.pin_line")) };
    Ok((credential.to_string(), typed.trim().to_string()))
}

/// Asks for credential and PIN.
///
/// # Errors
/// When the input ends.
pub fn ask(answers: &mut dyn Answers, lang: &str) -> Result<(String, String), Trouble> {
    let ended = || Trouble::new("trouble.input_ended");
    let credential = answers.line(&t!("cli.ask_credential", locale = lang)).ok_or_else(ended)?;
    let typed = answers.secret(&t!("cli.ask_pin", locale = lang)).ok_or_else(ended)?;
    Ok((credential, typed))
}

/// Asks `officer` for his own PIN, unseen; `None` where he types none.
pub fn of(answers: &mut dyn Answers, officer: &Officer, lang: &str) -> Option<String> {
    let who = format!("{} {}", officer.name, officer.credential);
    let typed = answers.secret(&t!("cli.ask_own_pin", locale = lang, a = who))?;
    Some(typed).filter(|typed| !typed.is_empty())
}

/// Asks each of `officers` for his own PIN under `terms`, one after the other; credential and PIN of each, `None` where one
/// types none. What was `wrong` with the try before stands over them.
pub fn under(
    answers: &mut dyn Answers,
    terms: &Terms,
    officers: &[Officer],
    wrong: Option<&Trouble>,
    lang: &str,
) -> Option<Vec<(String, String)>> {
    let wrong = wrong.map(|wrong| format!("! {}", wrong.sentence(lang)));
    let over: Vec<String> = wrong.into_iter().chain(terms::in_words(terms, lang)).collect();
    let over = over.join("\n");
    let over = over.as_str();
    let mut pins = Vec::new();
    for officer in officers {
        let who = format!("{} {}", officer.name, officer.credential);
        let question = t!("cli.ask_pin_under", locale = lang, a = over, b = who);
        let typed = answers.secret(&question).filter(|typed| !typed.is_empty())?;
        pins.push((officer.credential.clone(), typed));
    }
    Some(pins)
}

/// Asks for a new PIN, twice.
///
/// # Errors
/// When the two differ, it cannot be one, or the input ends.
pub fn ask_new(answers: &mut dyn Answers, lang: &str) -> Result<String, Trouble> {
    let ended = || Trouble::new("trouble.input_ended");
    let first = answers.secret(&t!("cli.ask_new_pin", locale = lang)).ok_or_else(ended)?;
    let second = answers.secret(&t!("cli.ask_new_pin_again", locale = lang)).ok_or_else(ended)?;
    if !pin::is_allowed(&first) {
        return Err(Trouble::new("trouble.pin_shape"));
    }
    if first == second { Ok(first) } else { Err(Trouble::new("trouble.pins_differ")) }
}
