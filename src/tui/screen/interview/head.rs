//! The fields of an interview around its questions: who asks whom, when and where, and how it ends. Checks none of them.

use crate::app::view::interview::InterviewView;
use crate::domain::identity::id_paper::IdKind;
use crate::domain::paper::interview::{ASKED, KIND, OPENING, READ};
use crate::domain::party::{RELATIONS, Sex};
use crate::tui::widget::choice::{ChoiceField, Pick, Says};
use crate::tui::widget::field::LineKind;
use crate::tui::widget::form::{Entry, Field, Form};

/// The last field before the questions.
pub const BEFORE: &str = "interview.address";
/// The first one behind them.
pub const BEHIND: &str = "interview.until";
/// How it came to the person's knowledge.
pub const READ_AT: &str = "interview.read";

/// The form, as the draft has it.
#[must_use]
pub fn form(view: &InterviewView) -> Form {
    let paths = KIND
        .fields
        .iter()
        .filter(|field| field.path != ASKED && OPENING.iter().all(|(path, _)| *path != field.path));
    let fields = paths.map(|field| one(view, field.path).wanted(field.is_wanted));
    let mut form = Form::new(fields.collect());
    let lacks = |field: &&Field| field.wanted && field.value().is_empty();
    let mut before = form.fields().iter().take_while(|field| field.path != BEHIND);
    // The first one that lacks before the questions; where none does, Enter begins to ask.
    let due = before.find(lacks).map(|field| field.path.clone());
    form.focus_on(due.as_deref().unwrap_or(BEFORE));
    form
}

fn one(view: &InterviewView, path: &'static str) -> Field {
    let kept = view.fields.get(path).map_or("", String::as_str);
    let choice = |choice: ChoiceField| Field::new(path, Entry::Choice(choice));
    let field = match path {
        "interview.from" | BEHIND => Field::of_kind(path, LineKind::Time, kept),
        "interview.officer" | "interview.recorder" => {
            let pick = |(credential, name): &(String, String)| Pick {
                value: credential.clone(),
                says: Says::Text(name.clone()),
            };
            choice(ChoiceField::of(view.officers.iter().map(pick).collect(), kept))
        }
        "interview.relation" => choice(ChoiceField::plain(RELATIONS, kept)),
        "interview.id_kind" => {
            choice(ChoiceField::plain(&IdKind::ALL.map(IdKind::in_chinese), kept))
        }
        "interview.sex" => choice(ChoiceField::plain(&Sex::ALL.map(Sex::in_chinese), kept)),
        READ_AT => choice(ChoiceField::worded("interview_read", &READ.map(|(word, _)| word), kept)),
        path => Field::line(path, kept),
    };
    let ends = [BEHIND, READ_AT, "interview.refusal"].contains(&path);
    field.group(if ends { "interviewing.end" } else { "interviewing.head" })
}
