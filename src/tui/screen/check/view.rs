//! How a stop looks: fields on the left, the law on the right, or a few lines of it below.

use crate::domain::blocked::Rule;
use crate::stdx::width;
use crate::tui::screen::check::{Check, DECISION, FINDINGS, STEPS, decision, findings};
use crate::tui::shared::Shared;
use crate::tui::widget::law_panel::{self, Sight};
use crate::tui::widget::scroll::{Styled, draw_rows, framed, wrapped};
use crate::tui::words;
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::widgets::Paragraph;
use rust_i18n::t;
use std::collections::BTreeSet;

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
        let lines = decision::summary(&check.draft, (judgement, forms), cx);
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
    let right = if let Some(at) = check.draft.saved_at {
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
    let high = u16::try_from(rows.len()).unwrap_or(0).min(inner.height / 3);
    let [upper, lower] =
        Layout::vertical([Constraint::Min(1), Constraint::Length(high)]).areas(inner);
    check.form.draw(frame, upper, cx, &check.bad());
    frame.render_widget(Paragraph::new(rows), lower);
}

/// What this step has to say below its fields.
fn notes(check: &Check, cx: &Shared) -> Vec<Styled> {
    let l = cx.l();
    let mut notes = Vec::new();
    if let Some(stands) = &check.stands {
        let shown: BTreeSet<&str> =
            check.form.fields().iter().map(|field| field.path.as_str()).collect();
        for (path, key) in stands.faults.iter().filter(|(path, _)| shown.contains(path.as_str())) {
            let words = format!("! {}: {}", words::field(l, path), words::say(l, key));
            notes.push(Styled::new(words, cx.theme.bad()));
        }
        let at = check.form.path();
        let mut stopped: Vec<_> = stands
            .judgement
            .blocked
            .iter()
            .filter(|blocked| {
                let typed = !check.draft.get(&blocked.field).is_empty();
                let too_early =
                    blocked.rule == Rule::TellingOrder && blocked.field == decision::TOLD;
                (typed && shown.contains(blocked.field.as_str()))
                    || (too_early && check.step == DECISION)
            })
            .collect();
        // The field that the keys go to speaks first.
        stopped.sort_by_key(|blocked| blocked.field != at);
        for blocked in stopped {
            let way_out = words::blocked_unblock(l, blocked.rule);
            let words = format!("! {} -> {way_out}", words::blocked_why(l, blocked));
            notes.push(Styled::new(words, cx.theme.bad()));
        }
        // What only warns of a field stands at the field too: the law's few lines below may have no room for it.
        let typed = |path: &str| shown.contains(path) && !check.draft.get(path).is_empty();
        let mut warned: Vec<_> = stands
            .judgement
            .warnings
            .iter()
            .filter(|warning| warning.field().is_some_and(typed))
            .collect();
        warned.sort_by_key(|warning| warning.field() != Some(at));
        for warning in warned {
            let words = format!("! {}", words::warning(l, warning));
            notes.push(Styled::new(words, cx.theme.warn()));
        }
    }
    if let (Some(plate), true) = (&check.plate, check.step == 1) {
        notes.extend(law_panel::watched(plate, cx));
        let ours = plate.acts.len().saturating_sub(plate.priors.len());
        let words = t!(
            "check.plate_known",
            locale = l,
            plate = plate.plate,
            inspections = plate.inspections,
            acts = ours
        );
        notes.push(Styled::new(words, cx.theme.title()));
        notes.push(Styled::new(law_panel::history(plate, cx), cx.theme.quiet()));
        for prior in plate.priors.iter().rev().take(2) {
            let line = format!("  {} {} {}", prior.on, prior.code, prior.document_no);
            notes.push(Styled::new(line, cx.theme.base()));
        }
        for act in plate.acts.iter().take(ours).rev().take(3) {
            let name = law_panel::name_of(&act.code, cx);
            notes.push(Styled::new(format!("  {} {} {name}", act.on, act.code), cx.theme.base()));
        }
    }
    let next_code = findings::path(check.draft.findings(), "code");
    if check.step == FINDINGS && check.form.path() == next_code {
        let words = if check.over_kg() > 0 && check.draft.findings() == 0 {
            let over = words::thousands(check.over_kg());
            t!("check.enter_proposes", locale = l, kg = over, code = findings::OVER_LIMIT)
        } else if check.draft.findings() == 0 {
            t!("check.enter_no_finding", locale = l)
        } else {
            t!("check.enter_next", locale = l)
        };
        notes.push(Styled::new(words, cx.theme.title()));
    }
    notes
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
