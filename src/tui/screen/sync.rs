//! How this laptop stands with headquarters: what is there, what waits, what was found, entry by entry; carries nothing
//! itself.

use crate::app::command::{Command, Reply};
use crate::app::view::queue::{QueuePage, QueueRow, RowState, Shown};
use crate::app::view::sync::{DoubtLine, LastSession, SyncView};
use crate::app::view::today::ReturnLine;
use crate::stdx::width;
use crate::tui::effect::Step;
use crate::tui::key::Action;
use crate::tui::screen::Screen;
use crate::tui::screen::relay::{Relay, borne_line};
use crate::tui::screen::stick::Stick;
use crate::tui::shared::Shared;
use crate::tui::widget::gauge;
use crate::tui::widget::scroll::{Styled, framed, window, wrapped};
use crate::tui::words;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;
use rust_i18n::t;

/// Rows of one page of keys.
const PAGE: usize = 8;
/// So near to the window's end the next rows are asked for.
const NEAR: usize = 20;

#[derive(Default)]
pub struct Sync {
    view: Option<SyncView>,
    page: QueuePage,
    shown: Shown,
    /// Which row of the page is looked at.
    focus: usize,
    /// Rows were asked for and did not come yet.
    asked: bool,
}

impl Sync {
    fn head_lines(&self, cx: &Shared) -> Vec<Styled> {
        let (l, theme) = (cx.l(), cx.theme);
        let Some(view) = &self.view else {
            return vec![Styled::new(t!("sync.looking", locale = l), theme.base())];
        };
        let Some(url) = &view.url else {
            return vec![Styled::new(t!("trouble.not_enrolled", locale = l), theme.warn())];
        };
        let paid = if view.metered { "sync.metered" } else { "sync.free" };
        let paid = t!(paid, locale = l);
        let at = t!("sync.headquarters", locale = l, a = url);
        let mut lines = vec![Styled::new(format!("{at}  {paid}"), theme.base())];
        let (held, all) = (view.acknowledged, view.entries);
        let waiting = gauge::bytes(view.entry_bytes_waiting);
        let count = t!("sync.entries", locale = l, a = held, b = all, c = waiting);
        lines.push(Styled::new(format!("{} {count}", gauge::bar(held, all)), theme.base()));
        let (held, all) = (view.blobs_held, view.blobs_held + view.blobs_waiting);
        let (bytes, of) = (view.blob_bytes_held, view.blob_bytes_held + view.blob_bytes_waiting);
        let (c, d) = (gauge::bytes(bytes), gauge::bytes(of));
        let count = t!("sync.photographs", locale = l, a = held, b = all, c = c, d = d);
        lines.push(Styled::new(format!("{} {count}", gauge::bar(bytes, of)), theme.base()));
        lines.extend(state_lines(view, cx));
        lines.extend(view.last.iter().flat_map(|last| last_lines(last, cx)));
        if let Some((number, at)) = view.proven {
            let at = format!("{} {}", at.day(), at.hour_minute());
            let words = t!("sync.proven", locale = l, a = number, b = at);
            lines.push(Styled::new(words, theme.quiet()));
        }
        for DoubtLine { key, known, came, found } in &view.doubts {
            let at = format!("{} {}", found.day(), found.hour_minute());
            let words = t!(*key, locale = l, a = known, b = came, c = at);
            lines.push(Styled::new(words, theme.bad()));
        }
        lines.extend(view.borne.iter().map(|line| borne_line(line, cx)));
        if let Some(why) = &view.pack_refused {
            lines.push(Styled::new(t!("sync.pack_refused", locale = l, a = why), theme.bad()));
        }
        if view.must_update {
            let said = words::say(l, "blocked.program_too_old.unblock");
            lines.push(Styled::new(said, theme.bad()));
        }
        if view.found > 0 {
            let words = t!("sync.found", locale = l, a = view.found);
            lines.push(Styled::new(words, theme.warn()));
        }
        lines
    }

    /// The cases that came back, as many of them whole as fit into so many rows, and how many more there are.
    fn returned_rows(&self, cx: &Shared, room: usize, tall: usize) -> Vec<Line<'static>> {
        let returned = self.view.iter().flat_map(|view| &view.returned);
        let mut left = returned.clone().count();
        let mut rows = Vec::new();
        for case in returned {
            let whole = wrapped(&returned_lines(case, cx), room);
            // One row is kept for the word of those that do not fit.
            if rows.len() + whole.len() + usize::from(left > 1) > tall {
                let more = t!("sync.returned_more", locale = cx.l(), a = left);
                rows.extend(wrapped(&[Styled::new(more, cx.theme.warn())], room));
                break;
            }
            rows.extend(whole);
            left -= 1;
        }
        rows
    }

    /// The row that is looked at, in whole sentences.
    fn foot_lines(&self, cx: &Shared) -> Vec<Styled> {
        let (l, theme) = (cx.l(), cx.theme);
        let Some(row) = self.page.rows.get(self.focus) else { return Vec::new() };
        let mut lines = Vec::new();
        for verdict in &row.verdicts {
            let said = t!(verdict.key, locale = l, a = verdict.entry, b = verdict.words);
            let to_do = t!(verdict.to_do, locale = l);
            lines.push(Styled::new(format!("{said} {to_do}"), theme.warn()));
        }
        lines
    }

    fn load(&mut self, at: u64) -> Vec<Step> {
        self.asked = true;
        vec![Step::Run(Command::LoadQueue { shown: self.shown, at })]
    }

    /// The same window again.
    fn reload(&mut self) -> Vec<Step> {
        let at = match self.page.rows.get(self.focus) {
            // At the top the newest come in; elsewhere the row stays under the eye.
            Some(row) if self.focus > 0 && row.number > 0 => row.number,
            _ => u64::MAX,
        };
        self.load(at)
    }

    fn move_to(&mut self, focus: usize) -> Vec<Step> {
        let last = self.page.rows.len().saturating_sub(1);
        let was = self.focus;
        self.focus = focus.min(last);
        let Some(row) = self.page.rows.get(self.focus) else { return Vec::new() };
        let goes_down = self.focus > was && self.focus + NEAR > last;
        let goes_up = self.focus < was && self.focus < NEAR;
        let is_first = self.page.rows.first().is_some_and(|row| row.number >= self.page.head);
        let is_last = self.page.rows.last().is_some_and(|row| row.number <= 1);
        let more = (goes_down && !is_last) || (goes_up && !is_first);
        // Findings come all at once.
        if !more || self.asked || row.number == 0 || self.page.at == row.number {
            return Vec::new();
        }
        let number = row.number;
        self.load(number)
    }

    /// Takes a window in; the row that was looked at stays looked at.
    fn take(&mut self, page: &QueuePage) {
        self.asked = false;
        let seen = self.page.rows.get(self.focus);
        let same = |row: &QueueRow| {
            seen.is_some_and(|seen| seen.number == row.number && seen.blob == row.blob)
        };
        let is_top = self.focus == 0 || self.page.shown != page.shown;
        let near = |row: &QueueRow| row.number > 0 && row.number <= page.at;
        self.focus = match page.rows.iter().position(same) {
            _ if is_top && page.at == page.head => 0,
            Some(nth) => nth,
            None if page.at <= 1 => page.rows.len().saturating_sub(1),
            None => page.rows.iter().position(near).unwrap_or(0),
        };
        self.page = page.clone();
    }

    fn draw_rows(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared) {
        let shown = usize::from(area.height);
        let from = window(self.focus, self.page.rows.len(), shown);
        let rows = self.page.rows.iter().enumerate().skip(from).take(shown);
        for (y, (nth, row)) in (area.y..).zip(rows) {
            let text = width::pad(&one_line(row, cx), usize::from(area.width));
            let style = match (nth == self.focus, row.verdicts.is_empty()) {
                (true, _) => cx.theme.focus(),
                (false, false) => cx.theme.warn(),
                (false, true) => cx.theme.base(),
            };
            frame.render_widget(Paragraph::new(text).style(style), Rect { y, height: 1, ..area });
        }
    }
}

/// What goes on, and how long it will still take.
fn state_lines(view: &SyncView, cx: &Shared) -> Vec<Styled> {
    let (l, theme) = (cx.l(), cx.theme);
    let (entries, blobs) = (view.entries - view.acknowledged, view.blobs_waiting);
    let mut lines = Vec::new();
    if view.stopping {
        lines.push(Styled::new(t!("sync.stopping", locale = l), theme.warn()));
    } else if view.running {
        lines.push(Styled::new(t!("sync.running", locale = l), theme.base()));
        let said = view.line.iter().map(|said| words::trouble(l, said));
        lines.extend(said.map(|said| Styled::new(said, theme.warn())));
    } else if view.held {
        let words = t!("sync.held", locale = l, a = entries, b = blobs);
        lines.push(Styled::new(words, theme.warn()));
    }
    if entries == 0 && blobs == 0 {
        lines.push(Styled::new(t!("sync.all_there", locale = l), theme.base()));
        return lines;
    }
    if blobs > 0 && !view.with_photographs {
        lines.push(Styled::new(t!("sync.photographs_wait", locale = l), theme.base()));
        if entries == 0 {
            return lines;
        }
    }
    lines.push(match (view.seconds_left, view.rate) {
        (Some(seconds), Some(rate)) => {
            let (time, rate) = (gauge::time(l, seconds), gauge::bytes(rate));
            Styled::new(t!("sync.estimate", locale = l, a = time, b = rate), theme.base())
        }
        _ => Styled::new(t!("sync.no_estimate", locale = l), theme.quiet()),
    });
    lines
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

/// A row in one line: number, sign and word of its state, time, what it is.
fn one_line(row: &QueueRow, cx: &Shared) -> String {
    let l = cx.l();
    let is_found = !row.verdicts.is_empty();
    let (sign, state) = match row.state {
        _ if is_found => ("!", t!("queue.found", locale = l)),
        RowState::Waiting => ("·", t!("queue.waiting", locale = l)),
        RowState::Partly(sent) => {
            let percent = (sent * 100).checked_div(row.bytes).unwrap_or(0);
            (">", t!("queue.partly", locale = l, a = percent))
        }
        RowState::Sent => (">", t!("queue.sent", locale = l)),
        RowState::Receipt => ("√", t!("queue.receipt", locale = l)),
        RowState::Aside => ("-", t!("queue.aside", locale = l)),
    };
    let name = match (row.blob, row.name) {
        (_, None) => t!("queue.unknown", locale = l).into_owned(),
        (None, Some(name)) if row.number > 0 => words::say(l, &format!("entry.{name}")),
        (_, Some("photograph")) => format!("+ {}", t!("queue.photograph", locale = l)),
        (_, Some(_)) => format!("+ {}", t!("queue.page", locale = l)),
    };
    let number = match (row.number, row.blob) {
        (0, _) | (_, Some(_)) => String::new(),
        (number, None) => number.to_string(),
    };
    let at = row.at.map(crate::stdx::clock::Moment::short).unwrap_or_default();
    let state = width::pad(&format!("{sign} {state}"), 12);
    let parts =
        [format!("{number:>6} {state} {at}"), name, row.plate.clone(), gauge::bytes(row.bytes)];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}

impl Screen for Sync {
    fn name(&self) -> &'static str {
        "sync"
    }

    fn works(&self, action: Action, _cx: &Shared) -> bool {
        let Some(view) = &self.view else { return true };
        match action {
            Action::Stop => view.running && !view.stopping,
            Action::PhotographsNow => view.metered && view.blobs_waiting > 0,
            _ => true,
        }
    }

    fn entered(&mut self, _cx: &mut Shared) -> Vec<Step> {
        let mut steps = vec![Step::Run(Command::SyncNow)];
        steps.extend(self.load(u64::MAX));
        steps
    }

    fn returned(&mut self, _cx: &mut Shared) -> Vec<Step> {
        let mut steps = vec![Step::Run(Command::LoadSync)];
        steps.extend(self.reload());
        steps
    }

    fn act(&mut self, action: Action, _cx: &mut Shared) -> Vec<Step> {
        match action {
            Action::Back => vec![Step::Back],
            Action::Sync => vec![Step::Run(Command::GoSync { photographs: false })],
            Action::PhotographsNow => vec![Step::Run(Command::GoSync { photographs: true })],
            Action::Stop => vec![Step::Run(Command::StopSync)],
            Action::Metered => {
                let metered = self.view.as_ref().is_some_and(|view| !view.metered);
                vec![Step::Run(Command::SetMetered { metered })]
            }
            Action::Shown => {
                self.shown = self.shown.next();
                self.focus = 0;
                self.load(u64::MAX)
            }
            Action::Stick => vec![Step::Go(Box::new(Stick::default()))],
            Action::Relay => vec![Step::Go(Box::new(Relay::default()))],
            Action::Refresh => {
                let mut steps = vec![Step::Run(Command::LoadSync)];
                steps.extend(self.reload());
                steps
            }
            Action::Up => self.move_to(self.focus.saturating_sub(1)),
            Action::Down => self.move_to(self.focus + 1),
            Action::PageUp => self.move_to(self.focus.saturating_sub(PAGE)),
            Action::PageDown => self.move_to(self.focus + PAGE),
            Action::Top => {
                self.focus = 0;
                self.load(u64::MAX)
            }
            Action::Bottom => {
                self.focus = usize::MAX;
                self.load(1)
            }
            _ => Vec::new(),
        }
    }

    fn reply(&mut self, reply: &Reply, _cx: &mut Shared) -> Vec<Step> {
        match reply {
            Reply::Sync(view) => self.view = Some((**view).clone()),
            Reply::Carried(view) => {
                self.view = Some((**view).clone());
                if !self.asked {
                    return self.reload();
                }
            }
            Reply::Queue(page) if page.shown == self.shown => self.take(page),
            Reply::Failed(_) => self.asked = false,
            _ => {}
        }
        Vec::new()
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared) {
        let l = cx.l();
        let inner = framed(frame, area, &t!("sync.title", locale = l), cx.theme);
        let room = usize::from(inner.width);
        let rows_min = 5.min(inner.height);
        let mut head = wrapped(&self.head_lines(cx), room);
        let left = usize::from(inner.height - rows_min).saturating_sub(head.len());
        head.extend(self.returned_rows(cx, room, left));
        let tall = u16::try_from(head.len()).unwrap_or(u16::MAX).min(inner.height - rows_min);
        frame.render_widget(Paragraph::new(head), Rect { height: tall, ..inner });
        if self.view.as_ref().is_none_or(|view| view.url.is_none()) {
            return;
        }
        let title = match self.shown {
            Shown::All => t!("queue.all", locale = l, a = self.page.head),
            Shown::Waiting => t!("queue.only_waiting", locale = l),
            Shown::Found => t!("queue.only_found", locale = l),
        };
        let title = width::pad(&format!("- {title} "), room);
        let line = Rect { y: inner.y + tall, height: 1, ..inner };
        frame.render_widget(Paragraph::new(title).style(cx.theme.title()), line);
        let foot = wrapped(&self.foot_lines(cx), room);
        let below = inner.height - tall - 1;
        let low = u16::try_from(foot.len()).unwrap_or(u16::MAX).min(below.saturating_sub(2));
        let rows = Rect { y: line.y + 1, height: below - low, ..inner };
        self.draw_rows(frame, rows, cx);
        if self.page.rows.is_empty() && !self.asked {
            let none = t!("queue.none", locale = l);
            frame.render_widget(Paragraph::new(none.into_owned()), rows);
        }
        let foot_area = Rect { y: rows.y + rows.height, height: low, ..inner };
        frame.render_widget(Paragraph::new(foot), foot_area);
    }
}
