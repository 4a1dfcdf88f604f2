//! What is typed of an interview goes to the desk field by field, and is told again where the disk refused it; judges nothing.

use super::{InterviewScreen, Part};
use crate::app::command::Command;
use crate::app::interview::AT_HAND;
use crate::tui::effect::Step;
use crate::tui::widget::field::LineField;
use std::collections::BTreeMap;

impl InterviewScreen {
    /// Takes what stands on the screen into the rows.
    pub(super) fn take(&mut self) {
        if self.part != Part::Asking {
            return;
        }
        let (answer, question) =
            (self.answer.value(), self.question.as_ref().map(LineField::value));
        if let Some(row) = self.rows.get_mut(self.at) {
            row.answer = answer;
            if let Some(question) = question {
                row.question = question;
            }
        }
    }

    /// All fields of the draft as they are now; none is empty.
    fn fields(&self) -> BTreeMap<String, String> {
        let mut fields = BTreeMap::new();
        if let Some(form) = &self.form {
            fields.extend(form.fields().iter().map(|field| (field.path.clone(), field.value())));
        }
        fields.insert(AT_HAND.to_string(), self.at_hand.clone());
        self.rows.put(&mut fields);
        fields
    }

    /// Tells the desk every field that it does not know yet.
    pub(super) fn save(&mut self) -> Vec<Step> {
        self.take();
        self.typed_keys = 0;
        let Some(draft) = self.draft.filter(|_| self.form.is_some() && !self.waits) else {
            return Vec::new();
        };
        let fields = self.fields();
        let gone = self.told.keys().filter(|path| !fields.contains_key(*path));
        let mut told: Vec<(String, String)> = gone.map(|p| (p.clone(), String::new())).collect();
        let is_new = |path: &String, value: &String| {
            self.told.get(path).is_none_or(|told| told.as_ref() != Some(value))
        };
        let changed = fields.iter().filter(|(path, value)| is_new(path, value));
        told.extend(changed.map(|(path, value)| (path.clone(), value.clone())));
        self.told = fields.into_iter().map(|(path, value)| (path, Some(value))).collect();
        let mut steps = Vec::new();
        for (field, value) in told {
            self.unanswered.push_back(field.clone());
            steps.push(Step::Run(Command::SaveField { draft, field, value }));
        }
        steps
    }

    /// What the disk refused, or may have refused, is told again with the next field.
    pub(super) fn tell_again(&mut self) {
        for field in self.unanswered.drain(..) {
            self.told.insert(field, None);
        }
    }
}
