//! `lucha check`: records the stops of a file and says what the law gives, one line a stop.

use super::first_use::Answers;
use super::{Voice, code, pins};
use crate::app::check_file::{self, Checked};
use crate::app::command::{self, Trouble};
use crate::app::desk::Desk;
use crate::app::opening::Place;
use crate::app::roles::Need;
use crate::app::{opening, sample};
use crate::domain::agency::Officer;
use crate::domain::inspection::terms::Terms;
use crate::wire::answer::Answer;
use rust_i18n::t;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What to check, and where.
#[derive(Debug)]
pub struct Order {
    /// The bureau's folder; `None` takes the one of first use.
    pub dir: Option<PathBuf>,
    /// The file of stops.
    pub from: PathBuf,
    /// One JSON object a line instead of words.
    pub json: bool,
    /// Credentials and PINs of the stops' officers; without one the terminal asks.
    pub pin_file: Option<PathBuf>,
}

/// Runs the command where nobody sits; gives its exit code.
pub fn run(order: &Order, voice: &mut Voice<'_>) -> u8 {
    run_at(order, None, voice)
}

/// The same where `answers` come from whoever sits at the terminal.
pub fn run_at(
    order: &Order,
    mut answers: Option<&mut (dyn Answers + '_)>,
    voice: &mut Voice<'_>,
) -> u8 {
    let stops = match read(&order.from) {
        Ok(stops) => stops,
        Err(trouble) => return voice.fail(&trouble),
    };
    let desk = match (&order.dir, order.pin_file.as_deref(), answers.as_deref_mut()) {
        (None, ..) => sample_desk(),
        (Some(dir), Some(pin_file), _) => bureau_desk(dir, pin_file),
        (Some(dir), None, Some(answers)) => typed_desk(dir, &stops, answers, voice.lang),
        (Some(_), None, None) => Err(Trouble::new("trouble.pin_file_needed")),
    };
    match desk {
        Ok(mut desk) => check_at(&mut desk, stops, order.json, answers, voice),
        Err(trouble) => voice.fail(&trouble),
    }
}

/// Records `stops` and answers each, where nobody can be asked for a PIN.
pub fn check(
    desk: &mut Desk,
    stops: Vec<serde_json::Value>,
    json: bool,
    voice: &mut Voice<'_>,
) -> u8 {
    check_at(desk, stops, json, None, voice)
}

/// The same where the officers of a real bureau sit at the terminal, and type their PINs for what binds somebody.
pub fn check_at(
    desk: &mut Desk,
    stops: Vec<serde_json::Value>,
    json: bool,
    mut answers: Option<&mut (dyn Answers + '_)>,
    voice: &mut Voice<'_>,
) -> u8 {
    if let Some(step) = desk.clock_step() {
        let (count, unit) = step.size();
        let by = t!(unit, locale = voice.lang, a = count);
        let sentence = t!(step.sentence(), locale = voice.lang, a = by);
        voice.warn(&sentence);
    }
    let lang = voice.lang.to_string();
    let unblock =
        |no: &crate::domain::blocked::Blocked| t!(no.unblock_key(), locale = lang).to_string();
    let mut ask = |terms: &Terms, officers: &[Officer], wrong: Option<&Trouble>| {
        pins::under(answers.as_deref_mut()?, terms, officers, wrong, &lang)
    };
    let (mut answered, mut refused) = (0, 0);
    check_file::check_asking(desk, stops, &unblock, &mut ask, |nth, checked| match checked {
        Checked::Answered(answer) => {
            answered += 1;
            let line = if json {
                serde_json::to_string(&answer).unwrap_or_default()
            } else {
                in_words(&answer, voice)
            };
            voice.say(&line);
        }
        Checked::Refused(refusal) => {
            refused += 1;
            let way_out = t!("cli.refused_stop", locale = voice.lang);
            let path = match refusal.path.as_str() {
                // The stop itself is none.
                "" | "." => format!("stops[{nth}]"),
                path => format!("stops[{nth}].{path}"),
            };
            let what = command::in_words(voice.lang, &refusal.why.said());
            voice.warn(&format!("{path}: {what} {way_out}"));
        }
        Checked::Failed(trouble) => {
            refused += 1;
            let sentence = voice.sentence(&trouble);
            voice.warn(&format!("stops[{nth}]: {sentence}"));
        }
    });
    code::of(answered, refused)
}

fn in_words(answer: &Answer, voice: &Voice<'_>) -> String {
    let outcome = t!(format!("outcome.{}", answer.outcome), locale = voice.lang);
    let mut line = format!("{} {outcome}", answer.id);
    if let Some(over) = answer.over_kg {
        line += &format!(" +{over} kg");
    }
    if let Some(fine) = answer.fine_yuan {
        line += &format!(" ¥{fine}");
    }
    if let Some(number) = &answer.number {
        line += &format!(" {number}");
    }
    for no in &answer.blocked {
        let why = t!(format!("blocked.{}.why", no.rule), locale = voice.lang);
        let at = if no.field.is_empty() { String::new() } else { format!(" ({})", no.field) };
        line += &format!("\n  × {why}{at} {}\n    -> {}", no.cite, no.unblocked_by);
    }
    for warning in &answer.warnings {
        let says = t!(format!("warning.{warning}"), locale = voice.lang);
        let way_out = t!(format!("way_out.{warning}"), locale = voice.lang);
        let fields = answer.warning_fields.iter().filter(|field| field.warning == *warning);
        let mut at: Vec<String> = fields.map(|field| format!(" ({})", field.field)).collect();
        if at.is_empty() {
            at.push(String::new());
        }
        for at in at {
            line += &format!("\n  ! {says}{at}\n    -> {way_out}");
        }
    }
    line + &missing(answer, voice) + &of_law(answer, voice)
}

/// Kinds of evidence that are missing, and why; nothing where none is.
fn missing(answer: &Answer, voice: &Voice<'_>) -> String {
    let Some(missing) = &answer.evidence_missing else { return String::new() };
    let (l, wanted) = (voice.lang, answer.min_evidence_kinds.unwrap_or_default());
    let (count, kinds) = (missing.kinds, missing.could_be.join("、"));
    let says = t!("evidence_gap.missing", locale = l, a = wanted, b = count, c = kinds);
    let none = t!("evidence_gap.no_reason", locale = l);
    let reason = missing.reason.as_deref().unwrap_or(&none);
    let reason = t!("evidence_gap.reason", locale = l, a = reason);
    format!("\n  {says}\n  {reason}")
}

/// What is proposed to headquarters, and the bases and versions that are not a matter of course.
fn of_law(answer: &Answer, voice: &Voice<'_>) -> String {
    let mut lines = String::new();
    for proposal in &answer.proposals {
        let says = t!(format!("consequence.{}", proposal.whose), locale = voice.lang);
        lines += &format!("\n  {} {says}", proposal.code);
    }
    for act in &answer.bases {
        for other in &act.others {
            let amount = other
                .range_yuan
                .map_or_else(|| "/".to_string(), |[least, most]| format!("¥{least} - {most}"));
            let (l, code, cite) = (voice.lang, &act.code, &other.cite);
            let says = if act.chosen.is_some() {
                let says = t!("law.instead_of", locale = l, cite = cite, amount = amount);
                format!("{code} {says}")
            } else {
                t!("law.open_basis", locale = l, code = code, cite = cite, amount = amount).into()
            };
            lines += &format!("\n  {says}");
        }
    }
    lines
}

fn read(from: &Path) -> Result<Vec<serde_json::Value>, Trouble> {
    let file = from.display().to_string();
    let text = std::fs::read_to_string(from)
        .map_err(|fault| Trouble::new("trouble.file").with(&file).and(fault))?;
    check_file::read_file(&text).map_err(|what| Trouble::new("trouble.file").with(&file).and(what))
}

/// A fresh sample bureau that leaves nothing behind, also when the program is killed.
fn sample_desk() -> Result<Desk, Trouble> {
    let mut desk = opening::in_memory()?;
    sample::found(&mut desk)?;
    Ok(desk)
}

/// The bureau, opened by the first PIN that is typed; every other officer of the stops is asked for his own.
fn typed_desk(
    dir: &Path,
    stops: &[serde_json::Value],
    answers: &mut dyn Answers,
    lang: &str,
) -> Result<Desk, Trouble> {
    opening::refuse_second_writer(Some(dir))?;
    let (first, pin) = pins::ask(answers, lang)?;
    let who = Some((first.clone(), pin.clone()));
    let place = Place { dir: Some(dir), who, need: Need::Officer, ..Place::default() };
    let mut desk = opening::to_write(place)?;
    let named = stops.iter().filter_map(|stop| stop.get("officers")?.as_array()).flatten();
    let named: BTreeSet<&str> = named.filter_map(serde_json::Value::as_str).collect();
    let mut text = format!("{first} {pin}\n");
    let officers = desk.snapshot().officers;
    for officer in officers.iter().filter(|one| one.credential != first) {
        if named.contains(officer.credential.as_str())
            && let Some(pin) = pins::of(answers, officer, lang)
        {
            text += &format!("{} {pin}\n", officer.credential);
        }
    }
    check_file::check_pins(&mut desk, &text)?;
    Ok(desk)
}

fn bureau_desk(dir: &Path, pin_file: &Path) -> Result<Desk, Trouble> {
    let text = pins::read(pin_file)?;
    let place = pins::place(Some(dir), Some(pin_file), "", Need::Officer)?;
    let mut desk = opening::to_write(place)?;
    check_file::check_pins(&mut desk, &text)?;
    Ok(desk)
}
