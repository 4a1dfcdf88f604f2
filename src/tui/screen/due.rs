//! What falls due, and what is to be known before anything else: each line in full, with no other limit than its place.

use crate::app::view::today::{Due, TodayView};
use crate::tui::effect::Step;
use crate::tui::key::Action;
use crate::tui::screen::Screen;
use crate::tui::shared::Shared;
use crate::tui::widget::scroll::{Styled, draw_rows, framed, wrapped};
use crate::tui::words;
use ratatui::Frame;
use ratatui::layout::Rect;
use rust_i18n::t;
use std::cell::Cell;

/// Below so many numbers of this year headquarters is to be asked for more.
const NUMBERS_MIN: u32 = 10;

#[derive(Default)]
pub struct DueScreen {
    from: Cell<usize>,
}

/// A line for each thing that falls due, the soonest first.
pub(super) fn due_lines(cx: &Shared, today: &TodayView) -> Vec<Styled> {
    if today.due.is_empty() {
        return vec![Styled::new(t!("today.nothing_due", locale = cx.l()), cx.theme.quiet())];
    }
    today.due.iter().map(|due| due_line(cx, due)).collect()
}

fn due_line(cx: &Shared, due: &Due) -> Styled {
    let l = cx.l();
    let days = due.on.since(cx.now.day());
    let (sign, when, style) = match days {
        ..0 => ("!", t!("today.overdue", locale = l, days = -days), cx.theme.bad()),
        0 => ("!", t!("today.due_today", locale = l), cx.theme.bad()),
        // The third day after its issue and those behind it.
        1..=2 => ("!", t!("today.due_in", locale = l, days = days), cx.theme.bad()),
        _ => (" ", t!("today.due_in", locale = l, days = days), cx.theme.base()),
    };
    let words = words::say(l, due.key);
    let line = format!("{sign} {when} {} {words} {}", due.plate, due.number);
    Styled::new(line.trim_end(), style)
}

/// What the shift and this laptop have to tell; what bears a `!` stands first, the red above the rest.
pub(super) fn task_lines(cx: &Shared, today: &TodayView) -> Vec<Styled> {
    let (l, base) = (cx.l(), cx.theme.base());
    let mut lines = red(cx, today);
    lines.extend(warned(cx, today));
    lines.push(Styled::new(t!("today.plan", locale = l, plan = today.plan), base));
    lines.push(Styled::new(t!("today.station", locale = l, station = today.station), base));
    if today.numbers_left >= NUMBERS_MIN {
        let words = t!("today.numbers", locale = l, count = today.numbers_left);
        lines.push(Styled::new(words, base));
    }
    if let Some(first) = today.tasks.first() {
        let count = today.tasks.len();
        let due = first.due.map(|due| due.to_string()).unwrap_or_default();
        let words =
            t!("tasks.waiting", locale = l, count = count, subject = first.subject, due = due);
        lines.push(Styled::new(words, base));
    }
    lines
}

/// What nobody works on beside.
fn red(cx: &Shared, today: &TodayView) -> Vec<Styled> {
    let l = cx.l();
    let mut words = Vec::new();
    if today.must_update {
        words.push(words::say(l, "blocked.program_too_old.why"));
    }
    if let Some((count, entry)) = today.blobs_changed {
        let changed = t!("today.blobs_changed", locale = l, count = count, entry = entry);
        words.push(changed.into_owned());
    }
    if let Some(at) = today.draft_lost {
        words.push(t!("today.draft_lost", locale = l, at = at.short()).into_owned());
    }
    let overdue = today.drafts.iter().filter(|draft| draft.overdue && draft.another.is_none());
    let overdue = overdue.count();
    if overdue > 0 {
        words.push(t!("today.drafts_overdue", locale = l, count = overdue).into_owned());
    }
    if let Some(kept) = &today.pruning {
        let why = words::trouble(l, kept);
        words.push(t!("today.pruning_failed", locale = l, a = why).into_owned());
    }
    let line = |words: String| Styled::new(format!("! {words}"), cx.theme.bad());
    words.into_iter().map(line).collect()
}

/// What can wait until the end of a stop.
fn warned(cx: &Shared, today: &TodayView) -> Vec<Styled> {
    let l = cx.l();
    let mut words = Vec::new();
    if let Some(gb) = today.disk_low_gb() {
        words.push(t!("today.disk_low", locale = l, gb = gb).into_owned());
    }
    if let Some(overdue) = &today.overdue {
        words.push(words::trouble(l, overdue));
    }
    if let Some(behind) = today.mirror_behind {
        words.push(t!("today.mirror_behind", locale = l, count = behind).into_owned());
    }
    if today.numbers_left < NUMBERS_MIN {
        words.push(t!("today.numbers", locale = l, count = today.numbers_left).into_owned());
    }
    if !today.drafts.is_empty() {
        words.push(t!("today.drafts", locale = l, count = today.drafts.len()).into_owned());
    }
    let line = |words: String| Styled::new(format!("! {words}"), cx.theme.warn());
    words.into_iter().map(line).collect()
}

impl Screen for DueScreen {
    fn name(&self) -> &'static str {
        "due"
    }

    fn act(&mut self, action: Action, _cx: &mut Shared) -> Vec<Step> {
        let from = self.from.get();
        match action {
            Action::Back => return vec![Step::Back],
            Action::Up => self.from.set(from.saturating_sub(1)),
            Action::Down => self.from.set(from.saturating_add(1)),
            Action::PageUp => self.from.set(from.saturating_sub(10)),
            Action::PageDown => self.from.set(from.saturating_add(10)),
            Action::Top => self.from.set(0),
            Action::Bottom => self.from.set(usize::MAX / 2),
            _ => {}
        }
        Vec::new()
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared) {
        let inner = framed(frame, area, &t!("today.due", locale = cx.l()), cx.theme);
        let Some(today) = &cx.today else { return };
        let mut lines = due_lines(cx, today);
        lines.push(Styled::new("", cx.theme.base()));
        lines.push(Styled::new(t!("today.tasks", locale = cx.l()), cx.theme.title()));
        lines.extend(task_lines(cx, today));
        // The last column is the sign's that there is more.
        let rows = wrapped(&lines, usize::from(inner.width.saturating_sub(1)));
        self.from.set(draw_rows(frame, inner, &rows, self.from.get()));
    }
}
