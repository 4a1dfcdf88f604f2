//! All that the rule pack says of one act, to be read and scrolled; it decides nothing.

use crate::app::law_page::page;
use crate::app::view::law_page::{PageLine, Tone};
use crate::domain::rulebook::Rulebook;
use crate::stdx::day::Day;
use crate::tui::effect::Step;
use crate::tui::key::Action;
use crate::tui::screen::Screen;
use crate::tui::shared::Shared;
use crate::tui::widget::scroll::{Styled, draw_rows, framed, wrapped};
use ratatui::Frame;
use ratatui::layout::Rect;
use rust_i18n::t;
use std::cell::{Cell, RefCell};
use std::sync::Arc;

const PAGE: usize = 10;

pub struct ViolationPage {
    code: String,
    from: Cell<usize>,
    made: RefCell<Option<Made>>,
}

/// The lines as they were made last, and what they were made of. A key that scrolls finds them.
struct Made {
    of: Arc<Rulebook>,
    on: Day,
    lang: &'static str,
    lines: Arc<[PageLine]>,
}

impl ViolationPage {
    #[must_use]
    pub fn new(code: String) -> ViolationPage {
        ViolationPage { code, from: Cell::new(0), made: RefCell::default() }
    }

    /// What the pack says of the act on that day; made anew for another pack, day or language only.
    fn lines(&self, rulebook: &Arc<Rulebook>, on: Day, lang: &'static str) -> Arc<[PageLine]> {
        let mut made = self.made.borrow_mut();
        if let Some(made) = made.as_ref()
            && Arc::ptr_eq(&made.of, rulebook)
            && (made.on, made.lang) == (on, lang)
        {
            return Arc::clone(&made.lines);
        }
        let lines: Arc<[PageLine]> = page(rulebook, &self.code, on, lang).into();
        let of = Arc::clone(rulebook);
        *made = Some(Made { of, on, lang, lines: Arc::clone(&lines) });
        lines
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
        let lines = self.lines(&cx.snapshot.rulebook, cx.now.day(), cx.l());
        let lines: Vec<Styled> =
            lines.iter().map(|line| Styled::new(line.text.as_str(), style(line.tone))).collect();
        // The last column is the sign's that there is more.
        let rows = wrapped(&lines, usize::from(inner.width.saturating_sub(1)));
        self.from.set(draw_rows(frame, inner, &rows, self.from.get()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_made_once_for_a_pack_a_day_and_a_language() {
        let book = crate::app::rulepack::embedded().unwrap();
        let screen = ViolationPage::new("PK-007".into());
        let day = |text: &str| Day::parse(text).unwrap();
        let today = day("2026-11-23");
        let first = screen.lines(&book, today, "en");
        assert_eq!(&*first, page(&book, "PK-007", today, "en"));
        assert!(Arc::ptr_eq(&first, &screen.lines(&book, today, "en")), "the next key");
        let other_pack = Arc::new((*book).clone());
        for (book, on, lang) in [
            (&book, today, "zh-CN"),
            (&book, day("2023-07-19"), "zh-CN"),
            (&other_pack, day("2023-07-19"), "zh-CN"),
        ] {
            let kept = screen.lines(book, on, lang);
            assert!(!Arc::ptr_eq(&first, &kept), "{on} {lang}");
            assert_eq!(&*kept, page(book, "PK-007", on, lang), "{on} {lang}");
            assert!(Arc::ptr_eq(&kept, &screen.lines(book, on, lang)), "{on} {lang}");
        }
    }
}
