//! The inspections of this laptop, newest first: search by plate, name, number or words, and open.

use crate::app::command::{Command, Reply};
use crate::app::view::list::ListPage;
use crate::app::view::today::Line;
use crate::stdx::id::Id;
use crate::stdx::width;
use crate::tui::effect::Step;
use crate::tui::key::Action;
use crate::tui::screen::Screen;
use crate::tui::screen::inspection::InspectionScreen;
use crate::tui::shared::Shared;
use crate::tui::widget::field::{LineField, LineKind};
use crate::tui::widget::scroll::{Hits, framed, window};
use crate::tui::words;
use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::widgets::Paragraph;
use rust_i18n::t;

const PAGE: usize = 10;

pub struct List {
    query: LineField,
    page: ListPage,
    focus: usize,
    opening: Option<Id>,
    hits: Hits,
}

impl List {
    #[must_use]
    pub fn new() -> List {
        List {
            query: LineField::new(LineKind::Text, ""),
            page: ListPage::default(),
            focus: 0,
            opening: None,
            hits: Hits::default(),
        }
    }

    fn search(&self) -> Vec<Step> {
        vec![Step::Run(Command::Search { text: self.query.value(), before: None })]
    }

    fn move_to(&mut self, focus: usize) -> Vec<Step> {
        let last = self.page.lines.len().saturating_sub(1);
        self.focus = focus.min(last);
        match self.page.before {
            // The next page comes before the end is reached.
            Some(before) if self.focus + 3 > last => {
                self.page.before = None;
                let text = self.page.query.clone();
                vec![Step::Run(Command::Search { text, before: Some(before) })]
            }
            _ => Vec::new(),
        }
    }
}

impl Default for List {
    fn default() -> List {
        List::new()
    }
}

impl Screen for List {
    fn name(&self) -> &'static str {
        "list"
    }

    fn is_typing(&self) -> bool {
        true
    }

    fn entered(&mut self, _cx: &mut Shared) -> Vec<Step> {
        self.search()
    }

    fn returned(&mut self, _cx: &mut Shared) -> Vec<Step> {
        self.search()
    }

    fn act(&mut self, action: Action, _cx: &mut Shared) -> Vec<Step> {
        match action {
            Action::Back => vec![Step::Back],
            Action::Up => self.move_to(self.focus.saturating_sub(1)),
            Action::Down => self.move_to(self.focus + 1),
            Action::PageUp => self.move_to(self.focus.saturating_sub(PAGE)),
            Action::PageDown => self.move_to(self.focus + PAGE),
            Action::Top => self.move_to(0),
            Action::Bottom => self.move_to(usize::MAX),
            Action::Enter => match self.page.lines.get(self.focus) {
                Some(line) => {
                    self.opening = Some(line.inspection);
                    vec![Step::Run(Command::OpenInspection { inspection: line.inspection })]
                }
                None => vec![Step::Bell],
            },
            _ => Vec::new(),
        }
    }

    fn key(&mut self, key: KeyEvent, _cx: &mut Shared) -> Vec<Step> {
        let before = self.query.value();
        self.query.key(key);
        if self.query.value() == before { Vec::new() } else { self.search() }
    }

    fn paste(&mut self, text: &str, _cx: &mut Shared) -> Vec<Step> {
        self.query.paste(text);
        self.search()
    }

    fn reply(&mut self, reply: &Reply, _cx: &mut Shared) -> Vec<Step> {
        match reply {
            // An answer to what was typed before says nothing about what stands there now.
            Reply::Found(page) if page.query == self.query.value() => {
                let known =
                    |line: &Line| self.page.lines.iter().any(|l| l.inspection == line.inspection);
                let goes_on = self.page.query == page.query
                    && page.lines.first().is_some_and(|line| !known(line))
                    && !self.page.lines.is_empty();
                if goes_on {
                    self.page.lines.extend(page.lines.iter().cloned());
                    self.page.before = page.before;
                } else {
                    self.page = page.clone();
                    self.focus = self.focus.min(page.lines.len().saturating_sub(1));
                }
                Vec::new()
            }
            Reply::Inspection(view) if self.opening == Some(view.line.inspection) => {
                self.opening = None;
                vec![Step::Go(Box::new(InspectionScreen::new((**view).clone())))]
            }
            _ => Vec::new(),
        }
    }

    fn click(&mut self, column: u16, row: u16, _cx: &mut Shared) -> Vec<Step> {
        match self.hits.at(column, row) {
            Some(nth) => self.move_to(nth),
            None => Vec::new(),
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared) {
        let l = cx.l();
        let inner = framed(frame, area, &t!("list.title", locale = l), cx.theme);
        let label = t!("list.search", locale = l);
        let cells = u16::try_from(width::cells(&label) + 1).unwrap_or(0).min(inner.width);
        let row = Rect { height: 1, ..inner };
        frame.render_widget(Paragraph::new(label.to_string()).style(cx.theme.title()), row);
        let well = Rect { x: row.x + cells, width: row.width.saturating_sub(cells + 1), ..row };
        self.query.draw(frame, well, cx.theme.focus(), true);
        let below = self
            .page
            .lines
            .get(self.focus)
            .map_or(Vec::new(), |line| in_full(&one_line(line, cx, true), inner.width));
        let taken = u16::try_from(below.len()).unwrap_or(0);
        let rows = Rect { y: inner.y + 2, height: inner.height.saturating_sub(3 + taken), ..inner };
        let shown = usize::from(rows.height);
        let from = window(self.focus, self.page.lines.len(), shown);
        self.hits.drawn(rows, from, self.page.lines.len());
        for (y, (nth, line)) in
            (rows.y..).zip(self.page.lines.iter().enumerate().skip(from).take(shown))
        {
            let focused = nth == self.focus;
            let text = width::pad(&one_line(line, cx, true), usize::from(rows.width));
            let style = if focused { cx.theme.focus() } else { cx.theme.base() };
            frame.render_widget(Paragraph::new(text).style(style), Rect { y, height: 1, ..rows });
        }
        let rest = Rect { y: rows.y + rows.height, height: taken, ..rows };
        frame.render_widget(Paragraph::new(below.join("\n")).style(cx.theme.quiet()), rest);
        let foot = Rect { y: inner.y + inner.height.saturating_sub(1), height: 1, ..inner };
        let count = if self.page.lines.is_empty() {
            t!("list.none", locale = l)
        } else {
            let (at, of) = (self.focus + 1, self.page.total);
            t!("list.count", locale = l, at = at, of = of)
        };
        frame.render_widget(Paragraph::new(count.to_string()).style(cx.theme.quiet()), foot);
    }
}

/// The whole of a row that is wider than its place, for the lines below the list; nothing where it fits.
#[must_use]
pub fn in_full(row: &str, cells: u16) -> Vec<String> {
    let room = usize::from(cells);
    if width::cells(row) <= room { Vec::new() } else { width::wrap(row, room) }
}

/// An inspection in one line; the most needed words stand first.
#[must_use]
pub fn one_line(line: &Line, cx: &Shared, with_day: bool) -> String {
    let l = cx.l();
    let at = if with_day { line.at.short() } else { line.at.hour_minute() };
    let mut parts = vec![
        at,
        width::pad(&line.plate, 10),
        words::outcome(l, line.outcome),
        line.codes.join(" "),
    ];
    if let Some(over) = line.over_kg.filter(|over| *over > 0) {
        parts.push(format!("+{} kg", words::thousands(over)));
    }
    if let Some(fine) = line.fine {
        parts.push(fine.to_string());
    }
    if line.printed {
        parts.push(t!("list.printed", locale = l).into_owned());
    }
    let left = || t!("list.pruned", locale = l).into_owned();
    let party = if line.pruned { left() } else { line.party.clone() };
    parts.extend([party, line.number.clone()]);
    parts.retain(|part| !part.is_empty());
    parts.join(" ")
}
