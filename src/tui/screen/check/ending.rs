//! The end of a stop: what is asked before it is decided, and each officer's own PIN for it.

use super::Check;
use crate::app::command::Command;
use crate::domain::blocked::Warning;
use crate::domain::inspection::judgement::{Judgement, Outcome};
use crate::domain::inspection::terms::Terms;
use crate::stdx::digest::Digest;
use crate::stdx::redacted::Redacted;
use crate::tui::effect::{Answer, Step};
use crate::tui::screen::confirm::Confirm;
use crate::tui::screen::evidence_gap::{self, EvidenceGapScreen};
use crate::tui::shared::Shared;
use crate::tui::words;
use rust_i18n::t;

impl Check {
    /// What would be decided: the desk's word where it has been heard, else the law's view of the draft.
    pub(super) fn judgement(&self) -> Option<&Judgement> {
        let stands = self.stands.as_ref().map(|stands| &stands.judgement);
        self.prospect.as_ref().filter(|_| self.summary).map(|view| &view.judgement).or(stands)
    }

    pub(super) fn decide(&mut self, cx: &Shared) -> Vec<Step> {
        if self.concluding {
            return vec![Step::Notice(t!("notice.concluding", locale = cx.l()).into_owned())];
        }
        if let Some(steps) = self.ask_for_gap(cx) {
            return steps;
        }
        if self.judgement().is_some_and(|judgement| judgement.outcome == Outcome::Blocked) {
            let mut question = vec![t!("ask.conclude_blocked", locale = cx.l()).into_owned()];
            // The journal says that they were confirmed, so they are asked here too.
            question.extend(self.check_digits(cx).unwrap_or_default());
            return vec![Step::Ask { question, yes: Answer::Conclude }];
        }
        if let Some(question) = self.lacking(cx) {
            return vec![Step::Ask { question, yes: Answer::Conclude }];
        }
        if let Some(question) = self.check_digits(cx) {
            return vec![Step::Ask { question, yes: Answer::Conclude }];
        }
        self.confirm_or_conclude(cx)
    }

    /// A kind of evidence that an act asks for is missing: nobody ends the stop without saying why.
    fn ask_for_gap(&mut self, cx: &Shared) -> Option<Vec<Step>> {
        let judgement = self.judgement()?;
        if judgement.outcome == Outcome::Blocked || judgement.evidence_kinds_min.is_none() {
            return None;
        }
        let Some(prospect) = &self.prospect else {
            // Only the desk knows the photographs.
            let wait = t!("evidence_gap.wait", locale = cx.l()).into_owned();
            let look = self.look_at_end();
            self.ends_when_seen = true;
            return Some(vec![look, Step::Notice(wait)]);
        };
        let is_said = !self.draft.get(evidence_gap::FIELD).trim().is_empty();
        match &prospect.gap {
            Some(_) if is_said => None,
            Some(gap) => {
                let screen = EvidenceGapScreen::new(gap.clone(), cx);
                Some(vec![Step::Go(Box::new(screen))])
            }
            None => {
                // What was said while one was missing is not so any more.
                self.draft.set(evidence_gap::FIELD, "");
                None
            }
        }
    }

    /// The reason is kept with the stop, and what was about to be done goes on.
    pub(super) fn explain_gap(&mut self, reason: &str, cx: &Shared) -> Vec<Step> {
        self.draft.set(evidence_gap::FIELD, reason);
        let mut steps = self.save();
        steps.extend(self.decide(cx));
        steps
    }

    /// What the record still lacks though nothing blocks: nobody may walk past it unasked.
    fn lacking(&self, cx: &Shared) -> Option<Vec<String>> {
        let l = cx.l();
        let missing = &self.judgement()?.missing;
        if missing.is_empty() {
            return None;
        }
        let mut question = vec![t!("ask.conclude_missing", locale = l).into_owned()];
        question.extend(missing.iter().map(|path| format!("- {}", words::field(l, path))));
        question.extend(self.check_digits(cx).unwrap_or_default());
        Some(question)
    }

    /// Numbers whose check digit is off: the officers confirm that the papers show them so.
    fn check_digits(&self, cx: &Shared) -> Option<Vec<String>> {
        let l = cx.l();
        let warnings = &self.judgement()?.warnings;
        let off = |warning: &&Warning| matches!(warning, Warning::CheckDigit { .. });
        let fields: Vec<String> = warnings
            .iter()
            .filter(off)
            .filter_map(Warning::field)
            .map(|path| format!("- {}: {}", words::field(l, path), self.draft.get(path)))
            .collect();
        if fields.is_empty() {
            return None;
        }
        let mut question = vec![t!("ask.check_digits", locale = l).into_owned()];
        question.extend(fields);
        Some(question)
    }

    /// What binds the party is confirmed first, by each officer with his own PIN.
    pub(super) fn confirm_or_conclude(&mut self, cx: &Shared) -> Vec<Step> {
        let steps = self.ask_pins(cx);
        if steps.is_empty() { self.conclude(None, Vec::new()) } else { steps }
    }

    /// Asks for the PINs under the terms as they stand; nothing where they bind nobody.
    pub(super) fn ask_pins(&self, cx: &Shared) -> Vec<Step> {
        let terms = self.stands.as_ref().and_then(|stands| stands.terms.as_ref());
        terms.map(|terms| vec![self.under(terms, cx)]).unwrap_or_default()
    }

    /// The desk would decide something else than was confirmed: it is shown, and nobody's PIN is taken for it.
    pub(super) fn ask_again(&self, terms: &Terms, cx: &Shared) -> Vec<Step> {
        let changed = t!("notice.terms_changed", locale = cx.l()).into_owned();
        vec![self.under(terms, cx), Step::Notice(format!("! {changed}"))]
    }

    fn under(&self, terms: &Terms, cx: &Shared) -> Step {
        Step::Go(Box::new(Confirm::new(terms, &self.draft.officers(), cx)))
    }

    pub(super) fn conclude(
        &mut self,
        shown: Option<Digest>,
        pins: Vec<(String, Redacted<String>)>,
    ) -> Vec<Step> {
        self.concluding = true;
        let mut steps = self.save();
        steps.push(Step::Run(Command::Conclude { draft: self.draft.id, shown, pins }));
        steps
    }
}
