//! How this laptop stands with headquarters: what is there, what waits, what was found; carries nothing itself.

use crate::app::command::{Command, Reply};
use crate::app::view::sync::{LastSession, SyncView};
use crate::app::view::today::ReturnLine;
use crate::tui::effect::Step;
use crate::tui::key::Action;
use crate::tui::screen::Screen;
use crate::tui::screen::stick::Stick;
use crate::tui::shared::Shared;
use crate::tui::widget::scroll::{Styled, draw_rows, framed, wrapped};
use crate::tui::words;
use ratatui::Frame;
use ratatui::layout::Rect;
use rust_i18n::t;

/// Cells of a bar.
const BAR: u64 = 30;

#[derive(Default)]
pub struct Sync {
    view: Option<SyncView>,
    from: usize,
}

impl Sync {
    fn lines(&self, cx: &Shared) -> Vec<Styled> {
        let (l, theme) = (cx.l(), cx.theme);
        let Some(view) = &self.view else {
            return vec![Styled::new(t!("sync.looking", locale = l), theme.base())];
        };
        let Some(url) = &view.url else {
            return vec![Styled::new(t!("trouble.not_enrolled", locale = l), theme.warn())];
        };
        let mut lines =
            vec![Styled::new(t!("sync.headquarters", locale = l, a = url), theme.base())];
        let (held, all) = (view.acknowledged, view.entries);
        let count = t!("sync.entries", locale = l, a = held, b = all);
        lines.push(Styled::new(format!("{} {count}", bar(held, all)), theme.base()));
        let (held, all) = (view.blobs_held, view.blobs_held + view.blobs_waiting);
        let count = t!("sync.photographs", locale = l, a = held, b = all);
        lines.push(Styled::new(format!("{} {count}", bar(held, all)), theme.base()));
        lines.push(Styled::new("", theme.base()));
        if view.running {
            lines.push(Styled::new(t!("sync.running", locale = l), theme.base()));
            let said = view.line.iter().map(|said| words::trouble(l, said));
            lines.extend(said.map(|said| Styled::new(said, theme.warn())));
        } else if view.acknowledged == view.entries && view.blobs_waiting == 0 {
            lines.push(Styled::new(t!("sync.all_there", locale = l), theme.base()));
        }
        lines.extend(view.last.iter().flat_map(|last| last_lines(last, cx)));
        if let Some(why) = &view.pack_refused {
            lines.push(Styled::new(t!("sync.pack_refused", locale = l, a = why), theme.bad()));
        }
        if view.must_update {
            let said = words::say(l, "blocked.program_too_old.unblock");
            lines.push(Styled::new(said, theme.bad()));
        }
        lines.extend(view.returned.iter().flat_map(|line| returned_lines(line, cx)));
        if !view.verdicts.is_empty() {
            lines.push(Styled::new("", theme.base()));
            lines.push(Styled::new(t!("sync.found", locale = l), theme.warn()));
        }
        for verdict in &view.verdicts {
            let said = t!(verdict.key, locale = l, a = verdict.entry, b = verdict.words);
            lines.push(Styled::new(said, theme.warn()));
        }
        lines
    }
}

/// Why a case came back, until when, and what to do.
pub(super) fn returned_lines(line: &ReturnLine, cx: &Shared) -> Vec<Styled> {
    let l = cx.l();
    let what = if line.number.is_empty() { &line.plate } else { &line.number };
    let due = line.due.map(|due| due.to_string()).unwrap_or_default();
    let said = t!("returned.why", locale = l, a = what, b = line.reason, c = due);
    let fields: Vec<String> = line.fields.iter().map(|path| words::field(l, path)).collect();
    let way_out = if line.answered {
        t!("returned.on_its_way", locale = l)
    } else if fields.is_empty() {
        t!("returned.correct", locale = l)
    } else {
        t!("returned.correct_fields", locale = l, a = fields.join(", "))
    };
    let style = if line.answered { cx.theme.base() } else { cx.theme.warn() };
    vec![Styled::new(said, style), Styled::new(format!("  -> {way_out}"), style)]
}

fn last_lines(last: &LastSession, cx: &Shared) -> Vec<Styled> {
    let at = format!("{} {}", last.at.day(), last.at.hour_minute());
    let words = t!(
        "sync.last",
        locale = cx.l(),
        at = at,
        a = last.entries,
        b = last.photographs,
        c = last.news,
        d = last.bytes.div_ceil(1_000)
    );
    let mut lines = vec![Styled::new(words, cx.theme.base())];
    if let Some(trouble) = &last.trouble {
        lines.push(Styled::new(words::trouble(cx.l(), trouble), cx.theme.warn()));
    }
    lines
}

/// An honest bar: full when everything is there, and not before.
fn bar(held: u64, all: u64) -> String {
    let full = (held * BAR).checked_div(all).unwrap_or(BAR).min(BAR);
    let cells = |n: u64| usize::try_from(n).unwrap_or(0);
    format!("{}{}", "█".repeat(cells(full)), "░".repeat(cells(BAR - full)))
}

impl Screen for Sync {
    fn name(&self) -> &'static str {
        "sync"
    }

    fn entered(&mut self, _cx: &mut Shared) -> Vec<Step> {
        vec![Step::Run(Command::SyncNow)]
    }

    fn act(&mut self, action: Action, _cx: &mut Shared) -> Vec<Step> {
        match action {
            Action::Back => return vec![Step::Back],
            Action::Sync => return vec![Step::Run(Command::SyncNow)],
            Action::Stick => return vec![Step::Go(Box::new(Stick::default()))],
            Action::Refresh => return vec![Step::Run(Command::LoadSync)],
            Action::Up | Action::PageUp => self.from = self.from.saturating_sub(1),
            Action::Down | Action::PageDown => self.from += 1,
            Action::Top => self.from = 0,
            _ => {}
        }
        Vec::new()
    }

    fn reply(&mut self, reply: &Reply, _cx: &mut Shared) -> Vec<Step> {
        if let Reply::Sync(view) | Reply::Carried(view) = reply {
            self.view = Some((**view).clone());
        }
        Vec::new()
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared) {
        let inner = framed(frame, area, &t!("sync.title", locale = cx.l()), cx.theme);
        let rows = wrapped(&self.lines(cx), usize::from(inner.width));
        let from = self.from.min(rows.len().saturating_sub(usize::from(inner.height)));
        draw_rows(frame, inner, &rows, from);
    }
}
