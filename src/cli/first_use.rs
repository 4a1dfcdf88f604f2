//! First use: asks for folder, agency, officers with their PINs, and the folder for papers.

use super::Voice;
use crate::app::command::Trouble;
use crate::app::config::{self, Founding, NewOfficer};
use crate::app::desk::Desk;
use crate::app::paper_place::{self, PaperPlace};
use crate::app::{device_secret, found_bureau, founding_check, opening, pin};
use crate::domain::agency::{Agency, Role};
use crate::domain::identity::normalise;
use crate::domain::scope::Scope;
use crate::stdx::clock::Clock;
use crate::stdx::day::Day;
use crate::stdx::files;
use crate::stdx::id::Dice;
use rust_i18n::t;
use std::path::{Path, PathBuf};

/// Where the answers come from: a terminal, or a test.
pub trait Answers {
    /// The answer to `question`; `None` at the end of input.
    fn line(&mut self, question: &str) -> Option<String>;
    /// The same, unseen.
    fn secret(&mut self, question: &str) -> Option<String>;
}

/// The person at the terminal.
pub struct Terminal;

impl Answers for Terminal {
    fn line(&mut self, question: &str) -> Option<String> {
        use std::io::Write as _;
        let mut out = std::io::stdout();
        write!(out, "{question} ").and_then(|()| out.flush()).ok()?;
        let mut line = String::new();
        let read = std::io::stdin().read_line(&mut line).ok()?;
        (read > 0).then(|| line.trim().to_string())
    }

    fn secret(&mut self, question: &str) -> Option<String> {
        rpassword::prompt_password(format!("{question} ")).ok()
    }
}

/// Asks everything, founds the bureau, and remembers where it lies.
///
/// # Errors
/// When the input ends before everything needed was answered, or the journal cannot be written.
pub fn run(answers: &mut dyn Answers, voice: &mut Voice<'_>) -> Result<Desk, Trouble> {
    let founded = found(answers, config::secret_folder().as_deref(), voice)?;
    super::found::remember(&founded.folder, founded.paper.as_deref())?;
    Ok(founded.desk)
}

/// A bureau that was founded just now, and the folders that were chosen for it.
pub struct Founded {
    /// Open for writing.
    pub desk: Desk,
    /// Of the journal.
    pub folder: PathBuf,
    /// Where papers are laid; `None` lays them where the machine keeps nothing behind its user.
    pub paper: Option<PathBuf>,
}

/// Asks everything and founds the bureau, with the secret of this device below `secrets`.
///
/// # Errors
/// When the input ends before everything needed was answered, the folder has no place outside it for the secret, or the
/// journal cannot be written.
pub fn found(
    answers: &mut dyn Answers,
    secrets: Option<&Path>,
    voice: &mut Voice<'_>,
) -> Result<Founded, Trouble> {
    let lang = voice.lang.to_string();
    voice.say(&t!("first_use.welcome", locale = lang));
    let usual = config::usual_folder().unwrap_or_else(|| PathBuf::from("lucha"));
    let question = t!("first_use.folder", locale = lang, a = usual.display());
    let typed = answers.line(&question).ok_or_else(ended)?;
    let folder = if typed.is_empty() { usual } else { PathBuf::from(typed) };
    // Before anything else is typed: no answer is lost to a folder that cannot be used.
    if opening::is_founded(&folder)? {
        return Err(Trouble::new("trouble.founded_already").with(folder.display().to_string()));
    }
    let secret_folder = device_secret::place_for(&folder, false, secrets, &mut Dice::Machine)?;
    let agency = ask_agency(answers, voice)?;
    let mut officers = Vec::new();
    while officers.len() < 2 || more(answers, &lang)? {
        officers.push(ask_person(answers, Role::Officer, &officers, voice)?);
    }
    officers.push(ask_person(answers, Role::Keeper, &officers, voice)?);
    let paper = ask_papers(answers, &folder, voice)?;
    let founding = Founding { agency, officers, ..Founding::default() };
    let mut desk = opening::to_found_at(&folder, &secret_folder, Clock::machine())?;
    let code = found_bureau::found_bureau(&mut desk, founding)?;
    voice.say(&t!("cli.code", locale = lang, a = code));
    if let Some(paper) = &paper {
        desk.set_paper_folder(paper.clone());
    }
    voice.say(&t!("first_use.no_numbers_yet", locale = lang));
    Ok(Founded { desk, folder, paper })
}

/// The folder for papers, never inside the bureau's; `None` where the machine has one in its memory.
fn ask_papers(
    answers: &mut dyn Answers,
    folder: &Path,
    voice: &mut Voice<'_>,
) -> Result<Option<PathBuf>, Trouble> {
    loop {
        let question = t!("first_use.paper", locale = voice.lang).into_owned();
        let typed = answers.line(&question).ok_or_else(ended)?;
        let usable = paper_place::typed(&typed, config::home().as_deref()).and_then(|paper| {
            let place = PaperPlace { here: paper.clone(), ..PaperPlace::of_laptop() };
            place.of(&files::machine(), folder, false).map(|_| paper)
        });
        match usable {
            Ok(paper) => return Ok(paper),
            Err(trouble) => {
                // Nothing is written into a file and printed again here: the answer is typed.
                let is_nowhere = trouble.key == "trouble.paper_nowhere";
                let trouble =
                    if is_nowhere { Trouble::new("trouble.paper_needed") } else { trouble };
                let sentence = voice.sentence(&trouble);
                voice.warn(&sentence);
            }
        }
    }
}

fn ended() -> Trouble {
    Trouble::new("trouble.input_ended")
}

fn ask_agency(answers: &mut dyn Answers, voice: &mut Voice<'_>) -> Result<Agency, Trouble> {
    let lang = voice.lang.to_string();
    let words = |key: &str| t!(key, locale = lang).into_owned();
    let there = |text: &str| {
        if text.is_empty() { Err(Trouble::new("trouble.answer_needed")) } else { Ok(()) }
    };
    // Names are kept as they are typed: they are equal to a seal.
    let mut needed = |key: &str| ask_until(answers, voice, &words(key), as_typed, there);
    let name = needed("first_use.agency_name")?;
    let entrusting_organ =
        answers.line(&words("first_use.entrusting_organ")).ok_or_else(ended)?.trim().to_string();
    let mut needed = |key: &str| ask_until(answers, voice, &words(key), as_typed, there);
    let reconsideration_organ = needed("first_use.reconsideration_organ")?;
    let court = needed("first_use.court")?;
    let bank = needed("first_use.bank")?;
    let bank_address = needed("first_use.bank_address")?;
    let account = needed("first_use.account")?;
    let prefix = |text: &str| there(text).and_then(|()| founding_check::number_prefix(text, false));
    let number_prefix =
        ask_until(answers, voice, &words("first_use.number_prefix"), normalise, prefix)?;
    let question = words("first_use.region");
    let region = ask_until(answers, voice, &question, normalise, founding_check::region)?;
    let roll_allowed = yes(answers, &words("first_use.roll"))?;
    Ok(Agency {
        name,
        entrusting_organ,
        reconsideration_organ,
        court,
        bank,
        bank_address,
        account,
        number_prefix,
        region,
        roll_allowed,
        sample: false,
    })
}

fn as_typed(text: &str) -> String {
    text.trim().to_string()
}

fn yes(answers: &mut dyn Answers, question: &str) -> Result<bool, Trouble> {
    let answer = answers.line(question).ok_or_else(ended)?;
    Ok(matches!(answer.trim(), "y" | "Y" | "是"))
}

fn more(answers: &mut dyn Answers, lang: &str) -> Result<bool, Trouble> {
    yes(answers, &t!("first_use.another_officer", locale = lang))
}

/// Asks until the answer can be one, in the form that `kept` gives it; what was wrong is said each time.
fn ask_until(
    answers: &mut dyn Answers,
    voice: &mut Voice<'_>,
    question: &str,
    kept: impl Fn(&str) -> String,
    can_be: impl Fn(&str) -> Result<(), Trouble>,
) -> Result<String, Trouble> {
    loop {
        let answer = kept(&answers.line(question).ok_or_else(ended)?);
        let Err(trouble) = can_be(&answer) else { return Ok(answer) };
        let sentence = voice.sentence(&trouble);
        voice.warn(&sentence);
    }
}

/// An officer, or the keeper who enrols people later and amends the agency, beside those who were named `before`.
fn ask_person(
    answers: &mut dyn Answers,
    role: Role,
    before: &[NewOfficer],
    voice: &mut Voice<'_>,
) -> Result<NewOfficer, Trouble> {
    let (lang, nth) = (voice.lang.to_string(), before.len() + 1);
    let words = |key: &str| t!(key, locale = lang, a = nth).to_string();
    let (whose, which) = match role {
        Role::Officer => ("first_use.officer_name", "first_use.credential"),
        Role::Keeper | Role::Auditor => ("first_use.keeper_name", "first_use.keeper_credential"),
    };
    let name = ask_until(answers, voice, &words(whose), as_typed, founding_check::person_name)?;
    let free = |number: &str| founding_check::credential(number, role, before);
    let credential = ask_until(answers, voice, &words(which), normalise, free)?;
    let (valid_from, valid_until) = ask_validity(answers, nth, voice)?;
    let (pin, scope) = (ask_pin(answers, nth, voice)?, Scope::default());
    Ok(NewOfficer { name, credential, role, valid_from, valid_until, scope, pin })
}

/// First and last day, both once more where the last comes before the first.
fn ask_validity(
    answers: &mut dyn Answers,
    nth: usize,
    voice: &mut Voice<'_>,
) -> Result<(Day, Day), Trouble> {
    let lang = voice.lang.to_string();
    let is_day = |text: &str| match Day::parse(text) {
        Some(_) => Ok(()),
        None => Err(Trouble::new("trouble.day_shape").with(text)),
    };
    loop {
        let mut day = |key: &str| {
            let question = t!(key, locale = lang, a = nth);
            let text = ask_until(answers, voice, &question, normalise, is_day)?;
            Day::parse(&text).ok_or_else(ended)
        };
        let (from, until) = (day("first_use.valid_from")?, day("first_use.valid_until")?);
        let Err(trouble) = founding_check::validity(from, until) else { return Ok((from, until)) };
        let sentence = voice.sentence(&trouble);
        voice.warn(&sentence);
    }
}

/// A PIN, typed twice.
fn ask_pin(
    answers: &mut dyn Answers,
    nth: usize,
    voice: &mut Voice<'_>,
) -> Result<String, Trouble> {
    let lang = voice.lang.to_string();
    loop {
        let mut ask =
            |key: &str| answers.secret(&t!(key, locale = lang, a = nth)).ok_or_else(ended);
        let (first, second) = (ask("first_use.pin")?, ask("first_use.pin_again")?);
        let key = if !pin::is_allowed(&first) {
            "trouble.pin_shape"
        } else if first != second {
            "trouble.pins_differ"
        } else {
            return Ok(first);
        };
        let sentence = voice.sentence(&Trouble::new(key));
        voice.warn(&sentence);
    }
}
