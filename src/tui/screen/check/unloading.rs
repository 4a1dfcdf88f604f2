//! The end of step 3: where the vehicle was led, what was unloaded and weighed again; it takes nothing from the weighing.

use crate::app::draft::Draft;
use crate::tui::widget::field::LineKind;
use crate::tui::widget::form::Field;

/// Each time is the moment at which the first of these was typed, until the officer writes another.
const TIMED: &[(&str, &[&str])] = &[
    ("guided.at", &["guided.site"]),
    ("reweighing.at", &["reweighing.gross_kg", "reweighing.unloaded_kg"]),
];

/// The time that stands beside `path` and is empty still: of these, and of an answer to a request that an officer withdraws.
#[must_use]
pub fn untimed(draft: &Draft, path: &str) -> Option<String> {
    let timed = TIMED.iter().find(|(_, fields)| fields.contains(&path));
    let answered = path.strip_suffix("].granted").filter(|it| it.starts_with("recusals["));
    let at = match (timed, answered) {
        (Some((at, _)), _) => (*at).to_string(),
        (None, Some(request)) => format!("{request}].answered_at"),
        (None, None) => return None,
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
        "guided.at" | "reweighing.at" => LineKind::Time,
        _ => LineKind::Text,
    }
}

#[must_use]
pub fn fields(draft: &Draft) -> Vec<Field> {
    let (led, again) = ("group.guided", "group.reweighing");
    let line = |path: &str, group: &'static str| {
        Field::of_kind(path, kind_of(path), draft.get(path)).group(group)
    };
    let mut fields = vec![line("guided.site", led)];
    if !draft.get("guided.site").is_empty() {
        fields.push(line("guided.distance_m", led).wanted(true));
        fields.push(line("guided.at", led).wanted(true));
    }
    // Nothing is weighed again that was not weighed.
    if draft.get("weighing.gross_kg").is_empty() && draft.get("reweighing.gross_kg").is_empty() {
        return fields;
    }
    fields.push(line("reweighing.unloaded_kg", again));
    fields.push(line("reweighing.gross_kg", again));
    let weighed = !draft.get("reweighing.gross_kg").is_empty();
    if weighed || !draft.get("reweighing.unloaded_kg").is_empty() {
        fields.push(line("reweighing.at", again).wanted(true));
    }
    if weighed {
        let device = draft.get("reweighing.device");
        fields.push(line("reweighing.device", again));
        if !device.is_empty() && device != draft.get("weighing.device") {
            fields.push(line("reweighing.certificate_no", again).wanted(true));
            fields.push(line("reweighing.certificate_until", again).wanted(true));
        }
    }
    fields
}
