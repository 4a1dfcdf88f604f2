//! What is typed of a paper goes to the desk field by field, as a draft of its own, and is told again where the disk refused it; begins
//! none of what the case itself gave.

use crate::app::command::Command;
use crate::app::view::paper::{EMPTIED, PAPER_OF, PaperFieldView, PaperFormView, Takes};
use crate::stdx::id::Id;
use crate::tui::effect::Step;
use crate::tui::widget::form::Form;
use std::collections::{BTreeMap, VecDeque};

/// Keys that a power cut may take.
const KEYS_KEPT: u32 = 16;

#[derive(Default)]
pub(super) struct Keep {
    /// `None` until the fields are there.
    draft: Option<Id>,
    /// Whose draft it is, as it is kept.
    of: String,
    /// The desk was told whose it is.
    is_begun: bool,
    /// And said that it knows: what is told before that would be nobody's.
    is_known: bool,
    /// Times that the case gave are of the moment in which the paper was begun.
    times: Vec<&'static str>,
    /// What the desk was told, or the case gave; `None` where the disk may not have it.
    told: BTreeMap<String, Option<String>>,
    /// Fields that the desk has not answered for yet.
    unanswered: VecDeque<String>,
    keys: u32,
    leaving: bool,
}

impl Keep {
    /// Of `paper` of the stop `inspection`, whose fields are in `form`; `new` is the draft that it becomes when it is begun.
    pub(super) fn new(inspection: Id, paper: &PaperFormView, new: Id, form: &Form) -> Keep {
        let fields = form.fields().iter();
        let is_begun = |field: &&PaperFieldView| field.takes == Takes::Time && !field.is_carried;
        let times = paper.fields.iter().filter(is_begun);
        Keep {
            draft: Some(paper.draft.unwrap_or(new)),
            of: format!("{inspection} {}", paper.form),
            is_begun: paper.draft.is_some(),
            is_known: paper.draft.is_some(),
            times: times.map(|field| field.path).collect(),
            told: fields.map(|field| (field.path.clone(), Some(field.value()))).collect(),
            ..Keep::default()
        }
    }

    /// The draft, once the desk was told of one.
    pub(super) fn begun(&self) -> Option<Id> {
        self.draft.filter(|_| self.is_begun)
    }

    pub(super) fn is(&self, draft: Id) -> bool {
        self.draft == Some(draft)
    }

    /// Another key was pressed; whether what is typed is to be told now.
    pub(super) fn is_due(&mut self, is_left: bool) -> bool {
        self.keys += 1;
        is_left || self.keys >= KEYS_KEPT
    }

    /// Tells the desk every field that it does not know yet; of a new draft first whose it is, and the rest when that is known.
    pub(super) fn save(&mut self, form: &Form) -> Vec<Step> {
        self.keys = 0;
        let Some(draft) = self.draft else { return Vec::new() };
        let is_told = |path: &str, value: &String| {
            self.told.get(path).is_some_and(|it| it.as_ref() == Some(value))
        };
        let values = form.fields().iter().map(|field| (field.path.clone(), field.value()));
        let changed: Vec<(String, String)> =
            values.filter(|(path, value)| !is_told(path, value)).collect();
        if changed.is_empty() || (self.is_begun && !self.is_known) {
            return Vec::new();
        }
        if !self.is_begun {
            self.is_begun = true;
            // They are told with the rest.
            for path in &self.times {
                if !form.value(path).is_empty() {
                    self.told.insert((*path).to_string(), None);
                }
            }
            return vec![self.tell(draft, PAPER_OF.to_string(), self.of.clone())];
        }
        let mut steps = Vec::new();
        for (field, value) in changed {
            self.told.insert(field.clone(), Some(value.clone()));
            let value = if value.is_empty() { EMPTIED.to_string() } else { value };
            steps.push(self.tell(draft, field, value));
        }
        steps
    }

    fn tell(&mut self, draft: Id, field: String, value: String) -> Step {
        self.unanswered.push_back(field.clone());
        Step::Run(Command::SaveField { draft, field, value })
    }

    /// The desk has a field; whether it was the one that says whose the draft is.
    pub(super) fn saved(&mut self, field: &str) -> bool {
        if let Some(nth) = self.unanswered.iter().position(|told| told == field) {
            self.unanswered.remove(nth);
        }
        let is_first = field == PAPER_OF;
        self.is_known |= is_first;
        is_first
    }

    /// What the disk refused, or may have refused, is told again with the next field.
    pub(super) fn tell_again(&mut self) {
        self.leaving = false;
        for field in self.unanswered.drain(..) {
            if field == PAPER_OF {
                self.is_begun = self.is_known;
            }
            self.told.insert(field, None);
        }
    }

    /// Goes away, at once or when the desk has all of it: what the disk refuses would be gone with the screen.
    pub(super) fn leave(&mut self) -> bool {
        self.leaving = true;
        self.has_left()
    }

    /// Whether it goes as soon as the desk has all of it.
    pub(super) fn is_leaving(&self) -> bool {
        self.leaving
    }

    /// Whether nothing is waited for any more.
    pub(super) fn has_left(&self) -> bool {
        self.leaving && self.unanswered.is_empty()
    }
}
