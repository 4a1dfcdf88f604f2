//! A stop that another pair goes on with than began it: asked first, and its cards are shown anew.

use super::Check;
use crate::app::draft::field_of;
use crate::domain::inspection::order::TellingAct;
use crate::tui::effect::{Answer, Step};
use crate::tui::shared::Shared;
use rust_i18n::t;

impl Check {
    /// Asks whether the pair on duty goes on with the stop, where it is another than the stop names.
    pub(super) fn ask_to_take_over(&self, cx: &Shared) -> Option<Step> {
        let on_duty = cx.snapshot.shift.as_ref().map(|shift| sorted(shift.officers.clone()))?;
        let named = sorted(self.draft.officers());
        if named.is_empty() || named == on_duty {
            return None;
        }
        let names = |who: &[String]| {
            let names: Vec<String> = who.iter().map(|one| cx.officer_name(one)).collect();
            names.join(" + ")
        };
        let (before, now) = (names(&named), names(&on_duty));
        let words = t!("ask.take_over", locale = cx.l(), before = before, now = now).into_owned();
        Some(Step::Ask { question: vec![words], yes: Answer::TakeOver })
    }

    /// The pair on duty goes on. It has shown no card and told nothing yet; what is typed stays.
    pub(super) fn take_over(&mut self, cx: &Shared) -> Vec<Step> {
        let Some(shift) = &cx.snapshot.shift else { return Vec::new() };
        self.draft.set("officers", &shift.officers.join(","));
        if !shift.officers.iter().any(|who| who == self.draft.get("recorder")) {
            self.draft.set("recorder", "");
        }
        for act in TellingAct::all() {
            self.draft.set(&field_of(act), "");
        }
        self.draft.set("telling.signature", "");
        self.assess(cx);
        let step = self.first_due_step(cx);
        self.open_step(step, cx);
        self.save()
    }
}

fn sorted(mut officers: Vec<String>) -> Vec<String> {
    officers.sort();
    officers
}
