//! `lucha check`: records the stops of a file and says what the law gives, one line a stop.

use super::{Voice, code, pins};
use crate::app::check_file::{self, Checked};
use crate::app::command::{self, Trouble};
use crate::app::desk::Desk;
use crate::app::roles::Need;
use crate::app::{opening, sample};
use crate::wire::answer::Answer;
use rust_i18n::t;
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
    /// Credentials and PINs of the stops' officers.
    pub pin_file: Option<PathBuf>,
}

/// Runs the command; gives its exit code.
pub fn run(order: &Order, voice: &mut Voice<'_>) -> u8 {
    let stops = match read(&order.from) {
        Ok(stops) => stops,
        Err(trouble) => return voice.fail(&trouble),
    };
    match &order.dir {
        None => match sample_desk() {
            Ok(mut desk) => check(&mut desk, stops, order.json, voice),
            Err(trouble) => voice.fail(&trouble),
        },
        Some(dir) => match bureau_desk(dir, order.pin_file.as_deref()) {
            Ok(mut desk) => check(&mut desk, stops, order.json, voice),
            Err(trouble) => voice.fail(&trouble),
        },
    }
}

/// Records `stops` and answers each.
pub fn check(
    desk: &mut Desk,
    stops: Vec<serde_json::Value>,
    json: bool,
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
    let (mut answered, mut refused) = (0, 0);
    check_file::check(desk, stops, &unblock, |nth, checked| match checked {
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
    line
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

fn bureau_desk(dir: &Path, pin_file: Option<&Path>) -> Result<Desk, Trouble> {
    let Some(pin_file) = pin_file else { return Err(Trouble::new("trouble.pin_file_needed")) };
    let text = pins::read(pin_file)?;
    let place = pins::place(Some(dir), Some(pin_file), "", Need::Officer)?;
    let mut desk = opening::to_write(place)?;
    check_file::check_pins(&mut desk, &text)?;
    Ok(desk)
}
