//! What was begun and is not ended, stops and papers of stops, each with its plate and its time; ends none and opens none.

use crate::app::view::today::{BegunPaper, DraftLine, TodayView};
use crate::stdx::clock::Moment;
use crate::tui::shared::Shared;
use crate::tui::words;
use rust_i18n::t;

/// A line for each: the stops first, then the papers, as the first screen lists them.
#[must_use]
pub fn of(today: &TodayView, cx: &Shared) -> Vec<String> {
    let stops = today.drafts.iter().map(|draft| stop(draft, cx));
    stops.chain(today.begun.iter().map(|begun| paper(begun, today, cx))).collect()
}

fn stop(draft: &DraftLine, cx: &Shared) -> String {
    let (l, plate) = (cx.l(), plate(&draft.plate));
    if let Some(name) = &draft.another {
        let at = draft.begun_at.short();
        return t!("today.draft_of", locale = l, at = at, plate = plate, name = name).into_owned();
    }
    let key = if draft.overdue { "today.draft_overdue" } else { "today.draft" };
    t!(key, locale = l, at = since(draft), plate = plate).into_owned()
}

fn paper(begun: &BegunPaper, today: &TodayView, cx: &Shared) -> String {
    let (l, plate) = (cx.l(), plate(&begun.plate));
    let form = words::say(l, &format!("form.{}", begun.form));
    let at = minute(begun.begun_at, begun.begun_at.day() != today.day);
    match &begun.another {
        None => t!("today.begun", locale = l, at = at, plate = plate, form = form).into_owned(),
        Some(name) => {
            let a = name;
            t!("today.begun_of", locale = l, a = a, at = at, plate = plate, form = form)
                .into_owned()
        }
    }
}

/// The minute in which a draft was begun; of one that is long here, the day as well.
#[must_use]
pub fn since(draft: &DraftLine) -> String {
    minute(draft.begun_at, draft.overdue)
}

fn minute(at: Moment, has_day: bool) -> String {
    if has_day { at.short() } else { at.hour_minute() }
}

fn plate(plate: &str) -> &str {
    if plate.is_empty() { "-" } else { plate }
}
