//! Where every document number of this laptop is, block by block; a number that is used opens its stop. It takes none.

use crate::app::command::{Command, Reply};
use crate::app::numbers_words;
use crate::app::view::numbers::{NumberLine, NumbersView};
use crate::stdx::id::Id;
use crate::tui::effect::Step;
use crate::tui::key::Action;
use crate::tui::screen::Screen;
use crate::tui::screen::inspection::InspectionScreen;
use crate::tui::shared::Shared;
use crate::tui::widget::scroll::{Styled, draw_rows, framed, wrapped};
use crate::tui::words;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use rust_i18n::t;

/// Lines of one page of keys.
const PAGE: usize = 10;

#[derive(Default)]
pub struct NumbersScreen {
    view: Option<Box<NumbersView>>,
    focus: usize,
    opening: Option<Id>,
}

/// A line of the page.
enum Row<'a> {
    /// Which of the blocks.
    Block(usize),
    /// A line of a block, and whether that is given up.
    Number(&'a NumberLine, bool),
    /// Which of the numbers outside every block.
    Outside(usize),
}

impl NumbersScreen {
    fn rows(&self) -> Vec<Row<'_>> {
        let Some(view) = &self.view else { return Vec::new() };
        // What cannot be right stands first.
        let mut rows: Vec<Row<'_>> = (0..view.outside.len()).map(Row::Outside).collect();
        for (nth, block) in view.blocks.iter().enumerate() {
            rows.push(Row::Block(nth));
            let of_block = block.numbers.iter();
            rows.extend(of_block.map(|line| Row::Number(line, block.given_up)));
        }
        rows
    }

    /// The stop of the chosen line; `None` on one that has none.
    fn chosen(&self) -> Option<Id> {
        match self.rows().get(self.focus)? {
            Row::Number(NumberLine::Used(used), _) => used.inspection,
            Row::Outside(nth) => self.view.as_ref()?.outside.get(*nth)?.inspection,
            Row::Number(NumberLine::Free { .. }, _) | Row::Block(_) => None,
        }
    }

    fn move_to(&mut self, focus: usize) {
        self.focus = focus.min(self.rows().len().saturating_sub(1));
    }

    fn line(&self, row: &Row<'_>, cx: &Shared) -> Styled {
        let (l, theme) = (cx.l(), cx.theme);
        let view = self.view.as_deref();
        match row {
            Row::Block(nth) => {
                let block = view.and_then(|view| view.blocks.get(*nth));
                let words = block.map(|block| numbers_words::block(block, l));
                Styled::new(words.unwrap_or_default(), theme.title())
            }
            Row::Number(line, given_up) => {
                let words = numbers_words::number(line, *given_up, l);
                let is_used = matches!(line, NumberLine::Used(_));
                let style = if is_used { theme.base() } else { theme.quiet() };
                Styled::new(format!("  {words}"), style)
            }
            Row::Outside(nth) => {
                let used = view.and_then(|view| view.outside.get(*nth));
                let words = used.map(|used| numbers_words::outside(used, l));
                Styled::new(format!("! {}", words.unwrap_or_default()), theme.bad())
            }
        }
    }
}

impl Screen for NumbersScreen {
    fn name(&self) -> &'static str {
        "numbers"
    }

    fn works(&self, action: Action, _cx: &Shared) -> bool {
        action != Action::Enter || self.chosen().is_some()
    }

    fn entered(&mut self, _cx: &mut Shared) -> Vec<Step> {
        vec![Step::Run(Command::LoadNumbers)]
    }

    fn returned(&mut self, cx: &mut Shared) -> Vec<Step> {
        self.entered(cx)
    }

    fn act(&mut self, action: Action, cx: &mut Shared) -> Vec<Step> {
        match action {
            Action::Back => return vec![Step::Back],
            Action::Refresh => return self.entered(cx),
            Action::Enter => {
                let Some(inspection) = self.chosen() else { return vec![Step::Bell] };
                self.opening = Some(inspection);
                return vec![Step::Run(Command::OpenInspection { inspection })];
            }
            Action::Up => self.move_to(self.focus.saturating_sub(1)),
            Action::Down => self.move_to(self.focus + 1),
            Action::PageUp => self.move_to(self.focus.saturating_sub(PAGE)),
            Action::PageDown => self.move_to(self.focus + PAGE),
            Action::Top => self.move_to(0),
            Action::Bottom => self.move_to(usize::MAX),
            _ => {}
        }
        Vec::new()
    }

    fn reply(&mut self, reply: &Reply, _cx: &mut Shared) -> Vec<Step> {
        match reply {
            Reply::Numbers(view) => {
                self.view = Some(view.clone());
                self.move_to(self.focus);
                Vec::new()
            }
            Reply::Inspection(view) if self.opening == Some(view.line.inspection) => {
                self.opening = None;
                vec![Step::Go(Box::new(InspectionScreen::new((**view).clone())))]
            }
            Reply::Failed(_) => {
                self.opening = None;
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared) {
        let inner = framed(frame, area, &t!("numbers.title", locale = cx.l()), cx.theme);
        // The last column is the sign's that there is more.
        let room = usize::from(inner.width.saturating_sub(1));
        let all = self.rows();
        if all.is_empty() {
            let key = if self.view.is_some() { "numbers.none" } else { "numbers.looking" };
            let said = Styled::new(words::say(cx.l(), key), cx.theme.base());
            draw_rows(frame, inner, &wrapped(&[said], room), 0);
            return;
        }
        // A year of numbers is long: only the lines around the chosen one are made.
        let height = usize::from(inner.height).max(1);
        let first = self.focus.saturating_sub(height);
        let mut rows: Vec<Line<'static>> = Vec::new();
        let mut seen = 0..0;
        for (nth, row) in all.iter().enumerate().skip(first).take(2 * height + 1) {
            let mut line = self.line(row, cx);
            let from = rows.len();
            if nth == self.focus {
                line.style = cx.theme.focus();
            }
            rows.extend(wrapped(&[line], room));
            if nth == self.focus {
                seen = from..rows.len();
            }
        }
        // In the middle, as far as there is something above and below.
        let middle = seen.start.saturating_sub(height / 2);
        draw_rows(frame, inner, &rows, middle.max(seen.end.saturating_sub(height)));
    }
}
