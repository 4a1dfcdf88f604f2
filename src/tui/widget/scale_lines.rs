//! What the screens say of readings, slip, deduction and permit, in the look of what it says; it judges nothing.

use crate::app::draft::Draft;
use crate::app::view::readings;
use crate::domain::inspection::Facts;
use crate::domain::inspection::judgement::{Judgement, Weighed};
use crate::tui::shared::Shared;
use crate::tui::widget::scroll::Styled;

/// What was recorded of readings, slip and claim.
#[must_use]
pub fn recorded(facts: &Facts, cx: &Shared) -> Vec<Styled> {
    let lines = readings::recorded(facts, cx.l()).into_iter();
    lines.map(|line| Styled::new(line, cx.theme.base())).collect()
}

/// Which reading counts and why, and the deduction rule that the record names.
#[must_use]
pub fn counting(facts: &Facts, weighed: &Weighed, cx: &Shared) -> Vec<Styled> {
    let scale = facts.weighing.as_ref();
    let named = scale.map_or(("", 0), |it| (it.deduction.as_str(), it.accuracy_class));
    of_weighed(weighed, named, cx)
}

/// The same of a stop that is typed.
#[must_use]
pub fn typed(draft: &Draft, weighed: &Weighed, cx: &Shared) -> Vec<Styled> {
    let class = draft.get("weighing.accuracy_class").parse().unwrap_or(0);
    of_weighed(weighed, (draft.get("weighing.deduction"), class), cx)
}

fn of_weighed(weighed: &Weighed, (id, class): (&str, u8), cx: &Shared) -> Vec<Styled> {
    let gross_kg = weighed.gross_kg.saturating_add(weighed.deduction_kg);
    let rules = &cx.snapshot.rulebook.deductions;
    let named = readings::deduction((id, gross_kg, class), rules, cx.l());
    let lines = readings::counting(weighed, cx.l()).into_iter().chain(named);
    lines.map(|line| Styled::new(line, cx.theme.base())).collect()
}

/// The permit against what was seen: each difference, then what agrees and what could not be compared.
#[must_use]
pub fn permit(stands: &Judgement, cx: &Shared) -> Vec<Styled> {
    let said = readings::permit(&stands.permit, cx.l()).into_iter();
    said.map(|(differs, line)| match differs {
        true => Styled::new(format!("! {line}"), cx.theme.warn()),
        false => Styled::new(line, cx.theme.quiet()),
    })
    .collect()
}
