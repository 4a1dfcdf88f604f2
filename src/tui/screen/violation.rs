//! All that the rule pack says of one act, to be read and scrolled; it decides nothing.

use crate::app::law_page::page;
use crate::app::view::law_page::Tone;
use crate::tui::effect::Step;
use crate::tui::key::Action;
use crate::tui::screen::Screen;
use crate::tui::shared::Shared;
use crate::tui::widget::scroll::{Styled, draw_rows, framed, wrapped};
use ratatui::Frame;
use ratatui::layout::Rect;
use rust_i18n::t;
use std::cell::Cell;

const PAGE: usize = 10;

pub struct ViolationPage {
    code: String,
    from: Cell<usize>,
}

impl ViolationPage {
    #[must_use]
    pub fn new(code: String) -> ViolationPage {
        ViolationPage { code, from: Cell::new(0) }
    }
}

impl Screen for ViolationPage {
    fn name(&self) -> &'static str {
        "violation"
    }

    fn act(&mut self, action: Action, _cx: &mut Shared) -> Vec<Step> {
        let from = self.from.get();
        match action {
            Action::Back => return vec![Step::Back],
            Action::Up => self.from.set(from.saturating_sub(1)),
            Action::Down => self.from.set(from.saturating_add(1)),
            Action::PageUp => self.from.set(from.saturating_sub(PAGE)),
            Action::PageDown => self.from.set(from.saturating_add(PAGE)),
            Action::Top => self.from.set(0),
            Action::Bottom => self.from.set(usize::MAX / 2),
            _ => {}
        }
        Vec::new()
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared) {
        let title = format!("{} {}", t!("library.title", locale = cx.l()), self.code);
        let inner = framed(frame, area, &title, cx.theme);
        let style = |tone| match tone {
            Tone::Heading => cx.theme.title(),
            Tone::Plain => cx.theme.base(),
            Tone::Quiet => cx.theme.quiet(),
            Tone::Warning => cx.theme.warn(),
        };
        let lines = page(&cx.snapshot.rulebook, &self.code, cx.now.day(), cx.l());
        let lines: Vec<Styled> =
            lines.into_iter().map(|line| Styled::new(line.text, style(line.tone))).collect();
        // The last column is the sign's that there is more.
        let rows = wrapped(&lines, usize::from(inner.width.saturating_sub(1)));
        self.from.set(draw_rows(frame, inner, &rows, self.from.get()));
    }
}
