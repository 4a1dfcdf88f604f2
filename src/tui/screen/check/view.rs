//! How a stop looks: fields on the left, the law on the right, or a few lines of it below.

use crate::stdx::width;
use crate::tui::screen::check::notes::notes;
use crate::tui::screen::check::{Check, STEPS, decision};
use crate::tui::shared::Shared;
use crate::tui::widget::law_panel::{self, Sight};
use crate::tui::widget::scroll::{Styled, draw_rows, framed, wrapped};
use crate::tui::words;
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::widgets::Paragraph;
use rust_i18n::t;

/// From here on the law has its place beside the fields.
const WIDE: u16 = 100;
const BRIEF_ROWS: u16 = 5;

pub fn draw(check: &Check, frame: &mut Frame<'_>, area: Rect, cx: &Shared) {
    let [head, body] = Layout::vertical([Constraint::Length(1), Constraint::Min(1)]).areas(area);
    frame.render_widget(
        Paragraph::new(heading(check, cx, head.width)).style(cx.theme.title()),
        head,
    );
    let Some(stands) = &check.stands else { return };
    let sight = Sight {
        draft: &check.draft,
        stands: &stands.judgement,
        outlooks: &check.outlooks,
        plate: check.plate.as_deref(),
    };
    if check.summary {
        let title = t!("summary.title", locale = cx.l());
        let judgement = check.judgement().unwrap_or(&stands.judgement);
        let forms = check.prospect.as_ref().map_or(&[][..], |view| view.forms.as_slice());
        let gap = check.prospect.as_ref().and_then(|view| view.gap.as_ref());
        let lines = decision::summary(&check.draft, (judgement, forms, gap), cx);
        scrolled(check, frame, body, &title, &lines, cx);
    } else if check.law_open {
        let title = t!("law.title_whole", locale = cx.l());
        scrolled(check, frame, body, &title, &law_panel::lines(&sight, cx), cx);
    } else if area.width >= WIDE {
        let wide = if area.width >= 140 { 55 } else { 50 };
        let [left, right] =
            Layout::horizontal([Constraint::Percentage(100 - wide), Constraint::Percentage(wide)])
                .areas(body);
        fields(check, frame, left, cx);
        let title = t!("law.title_brief", locale = cx.l());
        scrolled(check, frame, right, &title, &law_panel::lines(&sight, cx), cx);
    } else {
        let [upper, lower] =
            Layout::vertical([Constraint::Min(8), Constraint::Length(BRIEF_ROWS + 1)]).areas(body);
        fields(check, frame, upper, cx);
        brief(&sight, frame, lower, cx);
    }
}

/// `新检查 3/6 称重        草稿 已存 14:33:07`.
fn heading(check: &Check, cx: &Shared, room: u16) -> String {
    let l = cx.l();
    let number = if check.summary { STEPS.len() } else { check.step + 1 };
    let key = if check.summary { "summary.title" } else { STEPS[check.step].title };
    let title = words::say(l, key);
    let left = t!("check.heading", locale = l, step = number, of = STEPS.len(), title = title);
    let right = if let Some(at) = check.draft.saved_at.filter(|_| !check.is_unsaved()) {
        t!("check.saved", locale = l, time = at.hour_minute_second())
    } else {
        t!("check.unsaved", locale = l)
    };
    let room = usize::from(room);
    let gap = room.saturating_sub(width::cells(&left) + width::cells(&right) + 2);
    width::shorten(&format!(" {left}{}{right} ", " ".repeat(gap)), room)
}

fn fields(check: &Check, frame: &mut Frame<'_>, area: Rect, cx: &Shared) {
    let inner = framed(frame, area, &words::say(cx.l(), STEPS[check.step].title), cx.theme);
    let notes = notes(check, cx);
    let rows = wrapped(&notes, usize::from(inner.width));
    let high = u16::try_from(rows.len()).unwrap_or(0).min(inner.height / 2);
    let [upper, lower] =
        Layout::vertical([Constraint::Min(1), Constraint::Length(high)]).areas(inner);
    check.form.draw(frame, upper, cx, &check.bad());
    frame.render_widget(Paragraph::new(rows), lower);
}

fn brief(sight: &Sight<'_>, frame: &mut Frame<'_>, area: Rect, cx: &Shared) {
    let title = t!("law.title_brief", locale = cx.l());
    let rule = "-".repeat(usize::from(area.width).saturating_sub(width::cells(&title) + 4));
    let head = Rect { height: 1.min(area.height), ..area };
    frame.render_widget(Paragraph::new(format!("- {title} {rule}")).style(cx.theme.quiet()), head);
    let lines = law_panel::brief(sight, cx, usize::from(BRIEF_ROWS));
    let room = usize::from(area.width).saturating_sub(2);
    let mut rows = wrapped(&lines, room);
    rows.truncate(usize::from(BRIEF_ROWS));
    let below = Rect {
        x: area.x + 1,
        y: area.y + 1,
        width: area.width.saturating_sub(2),
        height: area.height.saturating_sub(1),
    };
    frame.render_widget(Paragraph::new(rows), below);
}

fn scrolled(
    check: &Check,
    frame: &mut Frame<'_>,
    area: Rect,
    title: &str,
    lines: &[Styled],
    cx: &Shared,
) {
    let inner = framed(frame, area, title, cx.theme);
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    let rows = wrapped(lines, usize::from(inner.width));
    check.law_from.set(draw_rows(frame, inner, &rows, check.law_from.get()));
}
