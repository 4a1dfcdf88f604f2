//! `lucha paper`: a paper of a case from a file, or the names of its fields; asks for PINs and keeps none.

use super::first_use::Answers;
use super::{Voice, code, pins};
use crate::app::command::Trouble;
use crate::app::desk::Desk;
use crate::app::make_paper::{self, Made};
use crate::app::opening::{self, Place};
use crate::app::paper_file;
use crate::app::view::paper as view;
use crate::domain::agency::Officer;
use crate::domain::inspection::terms::Terms;
use crate::domain::paper::PaperKind;
use crate::domain::paper::field::{FieldKind, PaperField};
use rust_i18n::t;
use std::path::{Path, PathBuf};

/// What is made, and of which case.
#[derive(Debug)]
pub struct Order {
    /// Id of the inspection, or the number of one of its papers.
    pub what: String,
    /// Word of the sort.
    pub form: String,
    /// The file of its fields.
    pub from: PathBuf,
    /// One JSON object instead of words.
    pub json: bool,
}

/// Makes a paper; gives the exit code.
pub fn run(
    place: Place<'_>,
    order: &Order,
    answers: &mut dyn Answers,
    voice: &mut Voice<'_>,
) -> u8 {
    match opening::to_write(place) {
        Ok(mut desk) => make(&mut desk, order, Some(answers), voice),
        Err(trouble) => voice.fail(&trouble),
    }
}

/// The same at an open desk; without `answers` nobody can be asked for a PIN.
pub fn make(
    desk: &mut Desk,
    order: &Order,
    mut answers: Option<&mut (dyn Answers + '_)>,
    voice: &mut Voice<'_>,
) -> u8 {
    let lang = voice.lang.to_string();
    let mut ask = |terms: &Terms, officers: &[Officer], wrong: Option<&Trouble>| {
        pins::under(answers.as_deref_mut()?, terms, officers, wrong, &lang)
    };
    let made = read(order).and_then(|(kind, text)| {
        let fields = paper_file::read(&text, kind)?;
        make_paper::make_asking(desk, &order.what, kind, fields, &mut ask)
    });
    match made {
        Ok(Made::Issued(line)) => {
            if order.json {
                voice.say(&view::json(&line).to_string());
            } else {
                let words =
                    t!("make_paper.made", locale = voice.lang, a = line.title, b = line.number);
                voice.say(&words);
            }
            code::DONE
        }
        Ok(Made::Refused(blocked)) => {
            for no in &blocked {
                let (why, unblock) = (voice.why(no), voice.unblock(no));
                let at =
                    if no.field.is_empty() { String::new() } else { format!("{}: ", no.field) };
                voice.warn(&format!("{at}× {why} {} — {unblock}", no.rule.cite()));
            }
            code::NOTHING
        }
        Ok(Made::ToConfirm(_)) => voice.fail(&Trouble::new("trouble.terms_changed")),
        Err(trouble) => voice.fail(&trouble),
    }
}

fn read(order: &Order) -> Result<(&'static PaperKind, String), Trouble> {
    let kind = make_paper::kind(&order.form)?;
    Ok((kind, text_of(&order.from)?))
}

fn text_of(file: &Path) -> Result<String, Trouble> {
    std::fs::read_to_string(file)
        .map_err(|fault| Trouble::new("trouble.file").with(file.display().to_string()).and(fault))
}

/// Lists the fields of the form `form`, a line each: path, whether it is wanted, what it takes, its name.
pub fn fields(form: &str, json: bool, voice: &mut Voice<'_>) -> u8 {
    let kind = match make_paper::kind(form) {
        Ok(kind) => kind,
        Err(trouble) => return voice.fail(&trouble),
    };
    for field in kind.all_fields() {
        let takes = takes(field);
        if json {
            let line = serde_json::json!({
                "path": field.path,
                "wanted": field.is_wanted,
                "takes": takes,
            });
            voice.say(&line.to_string());
            continue;
        }
        let sign = if field.is_wanted { "*" } else { " " };
        let name = t!(format!("field.{}", field.path), locale = voice.lang);
        voice.say(&format!("{sign} {}  {takes}  {name}", field.path));
    }
    code::DONE
}

/// What a field takes, as a script writes it.
fn takes(field: &PaperField) -> String {
    match field.kind {
        FieldKind::Line | FieldKind::Lines => "text".to_string(),
        FieldKind::Number(least, most) => format!("{least}-{most}"),
        FieldKind::Day => "2026-11-23".to_string(),
        FieldKind::Time | FieldKind::Tick => "2026-11-23T08:40:00+08:00".to_string(),
        FieldKind::Choice(_, words) => words.join("|"),
        FieldKind::Earlier(_) => "document".to_string(),
        FieldKind::Listed(_) => "word".to_string(),
        FieldKind::Rows(columns) | FieldKind::Picked(columns, _) => {
            let names: Vec<&str> = columns.iter().map(|column| column.name).collect();
            format!("[{{{}}}]", names.join(", "))
        }
    }
}
