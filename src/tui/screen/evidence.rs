//! All evidence of a stop: each piece with what is said of it, which stages the whole record shows, and which kinds of
//! evidence are missing; the files themselves lie with the desk.

mod describe;
mod import;
pub mod lines;
mod picture;
mod said;

use crate::app::command::{Command, Reply};
use crate::app::view::inspection::InspectionView;
use crate::stdx::id::Id;
use crate::stdx::width;
use crate::tui::effect::Step;
use crate::tui::key::Action;
use crate::tui::screen::Screen;
use crate::tui::shared::Shared;
use crate::tui::widget::scroll::{Hits, Styled, framed, window, wrapped};
use describe::Describe;
use import::ImportScreen;
use picture::EvidencePage;
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::widgets::Paragraph;
use rust_i18n::t;

/// So many rows the list has at least.
const LIST_ROWS: u16 = 3;

pub struct EvidenceScreen {
    view: InspectionView,
    focus: usize,
    reloading: Option<Id>,
    hits: Hits,
}

impl EvidenceScreen {
    #[must_use]
    pub fn new(view: InspectionView) -> EvidenceScreen {
        EvidenceScreen { view, focus: 0, reloading: None, hits: Hits::default() }
    }

    fn draw_list(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared) {
        let pieces = lines::pieces(&self.view, cx);
        let room = usize::from(area.width);
        if pieces.is_empty() {
            let none = [Styled::new(t!("evidence.none", locale = cx.l()), cx.theme.base())];
            frame.render_widget(Paragraph::new(wrapped(&none, room)), area);
            return;
        }
        let height = usize::from(area.height);
        let from = window(self.focus, pieces.len(), height);
        self.hits.drawn(area, from, pieces.len());
        for (y, (nth, piece)) in (area.y..).zip(pieces.iter().enumerate().skip(from).take(height)) {
            let style = if nth == self.focus { cx.theme.focus() } else { piece.style };
            let sign = if nth == self.focus { ">" } else { " " };
            let text = width::shorten(&format!("{sign} {}", piece.text), room);
            let row = Rect { y, height: 1, ..area };
            frame.render_widget(Paragraph::new(width::pad(&text, room)).style(style), row);
        }
    }
}

impl Screen for EvidenceScreen {
    fn name(&self) -> &'static str {
        "evidence"
    }

    fn works(&self, action: Action, _cx: &Shared) -> bool {
        match action {
            Action::Enter => lines::picture(&self.view, self.focus).is_some(),
            Action::Describe => lines::digest(&self.view, self.focus).is_some(),
            _ => true,
        }
    }

    fn returned(&mut self, _cx: &mut Shared) -> Vec<Step> {
        let inspection = self.view.line.inspection;
        self.reloading = Some(inspection);
        vec![Step::Run(Command::OpenInspection { inspection })]
    }

    fn act(&mut self, action: Action, _cx: &mut Shared) -> Vec<Step> {
        let inspection = self.view.line.inspection;
        let last = lines::count(&self.view).saturating_sub(1);
        match action {
            Action::Back => return vec![Step::Back],
            Action::Up => self.focus = self.focus.saturating_sub(1),
            Action::Down => self.focus = (self.focus + 1).min(last),
            Action::PageUp => self.focus = self.focus.saturating_sub(10),
            Action::PageDown => self.focus = (self.focus + 10).min(last),
            Action::Top => self.focus = 0,
            Action::Bottom => self.focus = last,
            Action::Enter => {
                if let Some((digest, name)) = lines::picture(&self.view, self.focus) {
                    let screen = EvidencePage::new(inspection, digest, name);
                    return vec![Step::Go(Box::new(screen))];
                }
            }
            Action::Import => {
                return vec![Step::Go(Box::new(ImportScreen::new(inspection)))];
            }
            Action::Describe => {
                if let Some(of) = lines::digest(&self.view, self.focus) {
                    let screen = Describe::new(&self.view.inspection, of);
                    return screen.map_or(Vec::new(), |screen| vec![Step::Go(Box::new(screen))]);
                }
            }
            _ => {}
        }
        Vec::new()
    }

    fn reply(&mut self, reply: &Reply, cx: &mut Shared) -> Vec<Step> {
        let own = Some(self.view.line.inspection);
        if matches!(reply, Reply::ImportMoved(view) if !view.running && view.inspection == own) {
            return self.returned(cx);
        }
        if let Reply::Inspection(view) = reply
            && self.reloading == Some(view.line.inspection)
        {
            self.reloading = None;
            self.view = (**view).clone();
            self.focus = self.focus.min(lines::count(&self.view).saturating_sub(1));
        }
        Vec::new()
    }

    fn click(&mut self, column: u16, row: u16, _cx: &mut Shared) -> Vec<Step> {
        self.focus = self.hits.at(column, row).unwrap_or(self.focus);
        Vec::new()
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared) {
        let inner = framed(frame, area, &t!("evidence.title", locale = cx.l()), cx.theme);
        let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
        let room = usize::from(inner.width);
        let bar = wrapped(&lines::bar(&self.view, cx), room);
        // The chosen one is read in full between the list and the bar.
        let whole = wrapped(&lines::whole(&self.view, self.focus, cx), room);
        let high = |rows: usize, most: u16| u16::try_from(rows).unwrap_or(most).min(most);
        let middle = high(whole.len(), inner.height / 4);
        let below = high(bar.len(), inner.height.saturating_sub(middle + LIST_ROWS));
        let heights = [Constraint::Min(1), Constraint::Length(middle), Constraint::Length(below)];
        let [upper, chosen, lower] = Layout::vertical(heights).areas(inner);
        self.draw_list(frame, upper, cx);
        frame.render_widget(Paragraph::new(whole), chosen);
        frame.render_widget(Paragraph::new(bar), lower);
    }
}
