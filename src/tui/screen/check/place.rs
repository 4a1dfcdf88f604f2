//! Step 1: where and on which plan; mostly taken over from the last stop, so that Enter is enough.

use crate::app::draft::Draft;
use crate::tui::screen::check::Sketch;
use crate::tui::widget::choice::{ChoiceField, Pick, Says};
use crate::tui::widget::field::LineKind;
use crate::tui::widget::flag::TickField;
use crate::tui::widget::form::{Entry, Field};

pub const DIRECTIONS: &[&str] = &["上行", "下行", "双向"];

#[must_use]
pub fn applies(_draft: &Draft) -> bool {
    true
}

#[must_use]
pub fn fields(sketch: &Sketch<'_>) -> Vec<Field> {
    let kept = |path: &str| sketch.draft.get(path);
    let cards = Entry::Tick(TickField::new(kept("telling.cards_shown")));
    let direction = ChoiceField::plain(DIRECTIONS, kept("place.direction"));
    vec![
        Field::line("place.route", kept("place.route")).group("group.place"),
        Field::line("place.stake", kept("place.stake")).group("group.place"),
        Field::new("place.direction", Entry::Choice(direction)).group("group.place"),
        Field::line("place.text", kept("place.text")).wanted(true).group("group.place"),
        Field::line("place.region", kept("place.region")).wanted(true).group("group.place"),
        Field::line("plan", kept("plan")).wanted(true).group("group.plan"),
        Field::new("telling.cards_shown", cards).wanted(true).group("group.plan"),
        Field::new("recorder", Entry::Choice(recorder(sketch))).group("group.plan"),
        Field::line("plan_scope", kept("plan_scope")).group("group.plan"),
        Field::line("inspection_code", kept("inspection_code")).group("group.plan"),
        // Last, because it is right as it stands: no key reaches it by chance.
        Field::of_kind("at", LineKind::Time, kept("at")).wanted(true).group("group.plan"),
    ]
}

/// Which of the officers at the stop writes the minutes; the second until another is chosen.
fn recorder(sketch: &Sketch<'_>) -> ChoiceField {
    let officers: Vec<&str> = sketch.draft.get("officers").split(',').map(str::trim).collect();
    let name = |credential: &&str| Pick {
        value: (*credential).to_string(),
        says: Says::Text(sketch.cx.officer_name(credential)),
    };
    let chosen = match sketch.draft.get("recorder") {
        "" => officers.get(1).copied().unwrap_or_default(),
        chosen => chosen,
    };
    ChoiceField::of(officers.iter().map(name).collect(), chosen)
}
