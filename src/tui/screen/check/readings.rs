//! Step 3: when and on which occasion it was weighed, the slip, what is taken off the reading, and each further reading; it
//! chooses none of them.

use crate::app::draft::Draft;
use crate::app::view::readings::rule_name;
use crate::domain::reading::{READINGS_MAX, ReadingKind, SlipStanding, path};
use crate::tui::screen::check::Sketch;
use crate::tui::widget::choice::{ChoiceField, Pick, Says};
use crate::tui::widget::field::LineKind;
use crate::tui::widget::form::{Entry, Field};

/// All that is asked of it once something was weighed.
#[must_use]
pub fn fields(sketch: &Sketch<'_>) -> Vec<Field> {
    let draft = sketch.draft;
    let has_more = draft.entries("readings") > 0;
    if draft.get("weighing.gross_kg").is_empty() && !has_more {
        return Vec::new();
    }
    let mut fields = first(sketch);
    slip(draft, &mut fields);
    for nth in 0..draft.entries("readings").min(READINGS_MAX) {
        reading(nth, draft, &mut fields);
    }
    let next = draft.entries("readings");
    if next < READINGS_MAX {
        fields.push(kind(&path(next, "kind"), draft).group("group.readings"));
    }
    fields
}

/// Of the first reading: occasion, time and what the officers would take off it.
fn first(sketch: &Sketch<'_>) -> Vec<Field> {
    let (draft, group) = (sketch.draft, "group.reading");
    let mut fields = vec![
        kind("weighing.kind", draft).group(group),
        Field::of_kind("weighing.at", LineKind::Time, draft.get("weighing.at")).group(group),
    ];
    let rules = &sketch.cx.snapshot.rulebook.deductions;
    let named = draft.get("weighing.deduction");
    if !rules.is_empty() || !named.is_empty() {
        let pick = rules.iter().map(|rule| Pick {
            value: rule.id.clone(),
            says: Says::Text(rule_name(rule, sketch.cx.l())),
        });
        let choice = ChoiceField::of(pick.collect(), named);
        fields.push(Field::new("weighing.deduction", Entry::Choice(choice)).group(group));
    }
    fields
}

fn slip(draft: &Draft, fields: &mut Vec<Field>) {
    let group = "group.slip";
    let (no, standing, dispute) = ("slip.no", "slip.standing", "slip.dispute");
    let words = SlipStanding::ALL.map(SlipStanding::word);
    let choice = ChoiceField::worded("slip_standing", &words, draft.get(standing));
    fields.push(Field::line(no, draft.get(no)).group(group));
    let wanted = !draft.get(no).is_empty();
    fields.push(Field::new(standing, Entry::Choice(choice)).wanted(wanted).group(group));
    let disputed = draft.get(standing) == SlipStanding::Disputed.word();
    if disputed || !draft.get(dispute).is_empty() {
        fields.push(Field::line(dispute, draft.get(dispute)).wanted(disputed).group(group));
    }
}

fn reading(nth: usize, draft: &Draft, fields: &mut Vec<Field>) {
    let group = "group.readings";
    let at = |field: &str| path(nth, field);
    let line = |field: &str, kind: LineKind| {
        Field::of_kind(&at(field), kind, draft.get(&at(field))).wanted(true).group(group)
    };
    let class = ChoiceField::plain(&["2", "5", "10"], draft.get(&at("accuracy_class")));
    fields.extend([
        kind(&at("kind"), draft).wanted(true).group(group),
        line("gross_kg", LineKind::Unit("kg")),
        line("at", LineKind::Time),
        line("device", LineKind::Text),
        Field::new(&at("accuracy_class"), Entry::Choice(class)).wanted(true).group(group),
        line("certificate_no", LineKind::Text),
        line("certificate_until", LineKind::Text),
        line("slip_no", LineKind::Text).wanted(false),
    ]);
}

fn kind(path: &str, draft: &Draft) -> Field {
    let words = ReadingKind::ALL.map(ReadingKind::word);
    let choice = ChoiceField::worded("reading_kind", &words, draft.get(path));
    Field::new(path, Entry::Choice(choice))
}
