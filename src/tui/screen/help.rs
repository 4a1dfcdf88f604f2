//! Help: every key of the screen below, from the key map itself.

use crate::stdx::width;
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

pub struct Help {
    /// The screen that is explained.
    of: &'static str,
    from: Cell<usize>,
}

impl Help {
    #[must_use]
    pub fn new(of: &'static str) -> Help {
        Help { of, from: Cell::new(0) }
    }
}

impl Screen for Help {
    fn name(&self) -> &'static str {
        "help"
    }

    fn act(&mut self, action: Action, _cx: &mut Shared) -> Vec<Step> {
        let from = self.from.get();
        match action {
            Action::Back | Action::Enter => return vec![Step::Back],
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
        let l = cx.l();
        let about = words::say(l, &format!("help.{}", self.of));
        let mut lines = vec![Styled::new(about, cx.theme.base()), Styled::new("", cx.theme.base())];
        for binding in cx.keymap.of(self.of) {
            let key = width::pad(&binding.chord.label(), 10);
            let words = format!("{key} {}", words::say(l, &binding.says));
            lines.push(Styled::new(words, cx.theme.base()));
        }
        lines.push(Styled::new("", cx.theme.base()));
        lines.push(Styled::new(t!("help.fields", locale = l), cx.theme.quiet()));
        let inner = framed(frame, area, &t!("help.title", locale = l), cx.theme);
        let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
        let rows = wrapped(&lines, usize::from(inner.width));
        self.from.set(draw_rows(frame, inner, &rows, self.from.get()));
    }
}
