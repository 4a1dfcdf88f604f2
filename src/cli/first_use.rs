//! First use: asks for folder, agency, officers with their PINs, and the folder for papers.

use super::Voice;
use crate::app::command::Trouble;
use crate::app::config::{self, Founding, NewOfficer};
use crate::app::desk::Desk;
use crate::app::{found_bureau, opening, pin};
use crate::domain::agency::{Agency, Role};
use crate::domain::identity::{credential, normalise};
use crate::stdx::clock::Clock;
use crate::stdx::day::Day;
use rust_i18n::t;
use std::path::PathBuf;

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
    let founded = found(answers, voice)?;
    config::remember(&founded.folder, founded.paper.as_deref())
        .map_err(|fault| Trouble::new("trouble.config").with(fault.to_string()))?;
    Ok(founded.desk)
}

/// A bureau that was founded just now, and the folders that were chosen for it.
pub struct Founded {
    pub desk: Desk,
    pub folder: PathBuf,
    pub paper: Option<PathBuf>,
}

/// Asks everything and founds the bureau.
///
/// # Errors
/// When the input ends before everything needed was answered, or the journal cannot be written.
pub fn found(answers: &mut dyn Answers, voice: &mut Voice<'_>) -> Result<Founded, Trouble> {
    let lang = voice.lang.to_string();
    voice.say(&t!("first_use.welcome", locale = lang));
    let usual = config::usual_folder().unwrap_or_else(|| PathBuf::from("lucha"));
    let question = t!("first_use.folder", locale = lang, a = usual.display());
    let typed = answers.line(&question).ok_or_else(ended)?;
    let folder = if typed.is_empty() { usual } else { PathBuf::from(typed) };
    let agency = ask_agency(answers, &lang)?;
    let mut officers = Vec::new();
    while officers.len() < 2 || more(answers, &lang)? {
        let nth = officers.len() + 1;
        officers.push(ask_officer(answers, nth, voice)?);
    }
    let paper = answers.line(&t!("first_use.paper", locale = lang)).ok_or_else(ended)?;
    let paper = (!paper.is_empty()).then(|| PathBuf::from(paper));
    if opening::is_founded(&folder) {
        return Err(Trouble::new("trouble.founded_already").with(folder.display().to_string()));
    }
    let founding = Founding { agency, officers, ..Founding::default() };
    let own = config::usual_folder().is_some_and(|usual| usual == folder);
    let secret_folder = config::secret_folder().filter(|_| own).unwrap_or_else(|| folder.clone());
    let mut desk = opening::to_found_at(&folder, &secret_folder, Clock::machine())?;
    let code = found_bureau::found_bureau(&mut desk, founding)?;
    voice.say(&t!("cli.code", locale = lang, a = code));
    if let Some(paper) = &paper {
        desk.set_paper_folder(paper.clone());
    }
    voice.say(&t!("first_use.no_numbers_yet", locale = lang));
    Ok(Founded { desk, folder, paper })
}

fn ended() -> Trouble {
    Trouble::new("trouble.input_ended")
}

fn ask_agency(answers: &mut dyn Answers, lang: &str) -> Result<Agency, Trouble> {
    let mut ask = |key: &str| answers.line(&t!(key, locale = lang)).ok_or_else(ended);
    Ok(Agency {
        name: ask("first_use.agency_name")?,
        entrusting_organ: ask("first_use.entrusting_organ")?,
        reconsideration_organ: ask("first_use.reconsideration_organ")?,
        court: ask("first_use.court")?,
        bank: ask("first_use.bank")?,
        bank_address: ask("first_use.bank_address")?,
        account: ask("first_use.account")?,
        number_prefix: ask("first_use.number_prefix")?,
        region: ask("first_use.region")?,
        roll_allowed: false,
        sample: false,
    })
}

fn more(answers: &mut dyn Answers, lang: &str) -> Result<bool, Trouble> {
    let answer = answers.line(&t!("first_use.another_officer", locale = lang)).ok_or_else(ended)?;
    Ok(matches!(answer.as_str(), "y" | "Y" | "是"))
}

/// Asks until the answer can be one; what was wrong is said each time.
fn ask_until(
    answers: &mut dyn Answers,
    voice: &mut Voice<'_>,
    question: &str,
    trouble: &'static str,
    can_be: impl Fn(&str) -> bool,
) -> Result<String, Trouble> {
    loop {
        let answer = normalise(&answers.line(question).ok_or_else(ended)?);
        if can_be(&answer) {
            return Ok(answer);
        }
        let sentence = voice.sentence(&Trouble::new(trouble).with(answer));
        voice.warn(&sentence);
    }
}

fn ask_officer(
    answers: &mut dyn Answers,
    nth: usize,
    voice: &mut Voice<'_>,
) -> Result<NewOfficer, Trouble> {
    let lang = voice.lang.to_string();
    let words = |key: &str| t!(key, locale = lang, a = nth).to_string();
    let name = answers.line(&words("first_use.officer_name")).ok_or_else(ended)?;
    let credential = ask_until(
        answers,
        voice,
        &words("first_use.credential"),
        "trouble.credential_shape",
        |text| !credential::check(text).blocks(),
    )?;
    let is_day = |text: &str| Day::parse(text).is_some();
    let mut day = |key: &str| {
        let text = ask_until(answers, voice, &words(key), "trouble.day_shape", is_day)?;
        Day::parse(&text).ok_or_else(ended)
    };
    let valid_from = day("first_use.valid_from")?;
    let valid_until = day("first_use.valid_until")?;
    loop {
        let first = answers.secret(&words("first_use.pin")).ok_or_else(ended)?;
        let second = answers.secret(&words("first_use.pin_again")).ok_or_else(ended)?;
        let key = if !pin::is_allowed(&first) {
            "trouble.pin_shape"
        } else if first != second {
            "trouble.pins_differ"
        } else {
            let role = Role::Officer;
            return Ok(NewOfficer { name, credential, role, valid_from, valid_until, pin: first });
        };
        let sentence = voice.sentence(&Trouble::new(key));
        voice.warn(&sentence);
    }
}
