//! The end of step 3: where the vehicle was led, how it was unloaded, what was weighed again, and when it went on; it takes
//! nothing from the weighing.

use crate::app::draft::Draft;
use crate::domain::inspection::release::UnloadingManner;
use crate::tui::widget::choice::ChoiceField;
use crate::tui::widget::field::LineKind;
use crate::tui::widget::form::{Entry, Field};

/// Each time is the moment at which the first of these was typed, until the officer writes another.
const TIMED: &[(&str, &[&str])] = &[
    ("guided.at", &["guided.site"]),
    ("reweighing.at", &["reweighing.gross_kg", "reweighing.unloaded_kg"]),
];

/// The time that stands beside `path` and is empty still: of these, of a further reading, and of an answer to a request that an
/// officer withdraws.
#[must_use]
pub fn untimed(draft: &Draft, path: &str) -> Option<String> {
    let timed = TIMED.iter().find(|(_, fields)| fields.contains(&path));
    let answered = path.strip_suffix("].granted").filter(|it| it.starts_with("recusals["));
    let read = path.strip_suffix("].gross_kg").filter(|it| it.starts_with("readings["));
    let at = match (timed, answered, read) {
        (Some((at, _)), _, _) => (*at).to_string(),
        (None, Some(request), _) => format!("{request}].answered_at"),
        (None, None, Some(reading)) => format!("{reading}].at"),
        (None, None, None) => return None,
    };
    Some(at).filter(|at| draft.get(at).is_empty() && !draft.get(path).is_empty())
}

/// How one of these fields is typed, here and where a record of it is corrected; a text for any other.
#[must_use]
pub fn kind_of(path: &str) -> LineKind {
    match path {
        "guided.distance_m" => LineKind::Unit("m"),
        "reweighing.unloaded_kg" | "reweighing.gross_kg" => LineKind::Unit("kg"),
        "findings[0].things_yuan" => LineKind::Unit("CNY"),
        "guided.at"
        | "guided.left_at"
        | "reweighing.at"
        | "unloading.began_at"
        | "unloading.ended_at"
        | "unloading.released_at" => LineKind::Time,
        _ => LineKind::Text,
    }
}

/// The manners of unloading to pick from.
#[must_use]
pub fn manners(kept: &str) -> ChoiceField {
    ChoiceField::worded("unloading_manner", &UnloadingManner::ALL.map(UnloadingManner::word), kept)
}

#[must_use]
pub fn fields(draft: &Draft) -> Vec<Field> {
    let (led, again) = ("group.guided", "group.reweighing");
    let mut fields = vec![line("guided.site", led, draft)];
    if !draft.get("guided.site").is_empty() {
        fields.push(distance(draft).wanted(true).group(led));
        fields.push(line("guided.left_at", led, draft));
        fields.push(line("guided.at", led, draft).wanted(true));
    }
    // Nothing is weighed again that was not weighed.
    if draft.get("weighing.gross_kg").is_empty() && draft.get("reweighing.gross_kg").is_empty() {
        return fields;
    }
    unloaded(draft, &mut fields);
    fields.push(line("reweighing.unloaded_kg", again, draft));
    fields.push(line("reweighing.gross_kg", again, draft));
    let weighed = !draft.get("reweighing.gross_kg").is_empty();
    if weighed || !draft.get("reweighing.unloaded_kg").is_empty() {
        fields.push(line("reweighing.at", again, draft).wanted(true));
    }
    if weighed {
        let device = draft.get("reweighing.device");
        fields.push(line("reweighing.device", again, draft));
        if !device.is_empty() && device != draft.get("weighing.device") {
            fields.push(line("reweighing.certificate_no", again, draft).wanted(true));
            fields.push(line("reweighing.certificate_until", again, draft).wanted(true));
        }
    }
    fields.push(line("unloading.released_at", again, draft));
    fields
}

/// Metres, or a text with its own unit.
fn distance(draft: &Draft) -> Field {
    const FAR: &str = "guided.distance_m";
    let typed = draft.get(FAR);
    let has_unit = typed.chars().any(char::is_alphabetic);
    Field::of_kind(FAR, if has_unit { LineKind::Text } else { kind_of(FAR) }, typed)
}

/// How it was unloaded, onto which vehicle, from when until when.
fn unloaded(draft: &Draft, fields: &mut Vec<Field>) {
    const MANNER: &str = "unloading.manner";
    const ONTO: &str = "unloading.transfer_plate";
    let group = "group.unloading";
    let manner = draft.get(MANNER);
    fields.push(Field::new(MANNER, Entry::Choice(manners(manner))).group(group));
    let transferred = manner == UnloadingManner::Transferred.word();
    if transferred || !draft.get(ONTO).is_empty() {
        fields.push(line(ONTO, group, draft).wanted(transferred));
    }
    for path in ["unloading.began_at", "unloading.ended_at"] {
        if !manner.is_empty() || !draft.get(path).is_empty() {
            fields.push(line(path, group, draft).wanted(true));
        }
    }
}

fn line(path: &str, group: &'static str, draft: &Draft) -> Field {
    Field::of_kind(path, kind_of(path), draft.get(path)).group(group)
}
