//! Acts of the law library under a line to type in: the best fit first, and the one under the cursor in full; it picks none.

use crate::app::law_page::named;
use crate::domain::library::{Library, LibraryRow};
use crate::domain::rulebook::Family;
use crate::stdx::width;
use crate::tui::key::Action;
use crate::tui::shared::Shared;
use crate::tui::widget::field::{LineField, LineKind};
use crate::tui::widget::scroll::{Hits, window};
use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::widgets::Paragraph;
use rust_i18n::t;

const PAGE: usize = 10;
/// Rows below the list for the act under the cursor.
const FULL: u16 = 3;

/// A list of acts.
pub struct ActList {
    query: LineField,
    library: Library,
    /// Acts of other families are left out.
    family: Option<Family>,
    /// Rows that fit, the best first.
    fits: Vec<usize>,
    focus: usize,
    hits: Hits,
}

impl ActList {
    /// Every act of `library`, in its order.
    #[must_use]
    pub fn new(library: Library) -> ActList {
        let fits = library.find("");
        let query = LineField::new(LineKind::Text, "");
        ActList { query, library, family: None, fits, focus: 0, hits: Hits::default() }
    }

    /// The act under the cursor; `None` where none fits.
    #[must_use]
    pub fn chosen(&self) -> Option<&LibraryRow> {
        self.fits.get(self.focus).map(|nth| self.library.rows()[*nth].as_ref())
    }

    /// How many acts fit.
    #[must_use]
    pub fn count(&self) -> usize {
        self.fits.len()
    }

    /// The only family that is shown; `None` for all.
    #[must_use]
    pub fn family(&self) -> Option<Family> {
        self.family
    }

    /// Shows `family` alone, or all.
    pub fn show_family(&mut self, family: Option<Family>) {
        self.family = family;
        self.search();
    }

    fn search(&mut self) {
        self.fits = self.library.find(&self.query.value());
        if let Some(family) = self.family {
            let rows = self.library.rows();
            self.fits.retain(|nth| rows[*nth].family == Some(family));
        }
        self.focus = 0;
    }

    fn move_to(&mut self, focus: usize) {
        self.focus = focus.min(self.fits.len().saturating_sub(1));
    }

    /// Moves the cursor, where `action` is for that.
    pub fn act(&mut self, action: Action) {
        match action {
            Action::Up => self.move_to(self.focus.saturating_sub(1)),
            Action::Down => self.move_to(self.focus + 1),
            Action::PageUp => self.move_to(self.focus.saturating_sub(PAGE)),
            Action::PageDown => self.move_to(self.focus + PAGE),
            Action::Top => self.move_to(0),
            Action::Bottom => self.move_to(usize::MAX),
            _ => {}
        }
    }

    /// Takes a key for the line.
    pub fn key(&mut self, key: KeyEvent) {
        if self.query.key(key) {
            self.search();
        }
    }

    /// Takes pasted text for the line.
    pub fn paste(&mut self, text: &str) {
        self.query.paste(text);
        self.search();
    }

    /// Puts the cursor where the mouse is.
    pub fn click(&mut self, column: u16, row: u16) {
        self.focus = self.hits.at(column, row).unwrap_or(self.focus);
    }

    /// Draws line, list and the act under the cursor into `area`.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared) {
        let l = cx.l();
        let label = t!("picker.search", locale = l);
        let cells = u16::try_from(width::cells(&label) + 1).unwrap_or(0).min(area.width);
        let row = Rect { height: area.height.min(1), ..area };
        frame.render_widget(Paragraph::new(label.to_string()).style(cx.theme.title()), row);
        let well = Rect { x: row.x + cells, width: row.width.saturating_sub(cells + 1), ..row };
        self.query.draw(frame, well, cx.theme.focus(), true);
        // The chosen one is shown in full below the list: long names never vanish.
        let full = FULL.min(area.height / 3);
        let list = Rect { y: area.y + 1, height: area.height.saturating_sub(2 + full), ..area };
        let shown = usize::from(list.height);
        let from = window(self.focus, self.fits.len(), shown);
        self.hits.drawn(list, from, self.fits.len());
        for (y, (nth, at)) in (list.y..).zip(self.fits.iter().enumerate().skip(from).take(shown)) {
            let style = if nth == self.focus { cx.theme.focus() } else { cx.theme.base() };
            let text = width::pad(&self.words(*at, cx), usize::from(list.width));
            frame.render_widget(Paragraph::new(text).style(style), Rect { y, height: 1, ..list });
        }
        let below = Rect { y: area.y + area.height.saturating_sub(full), height: full, ..area };
        let text = match self.fits.get(self.focus) {
            Some(at) => self.words(*at, cx),
            None => t!("picker.none", locale = l).into_owned(),
        };
        let rows = width::wrap(&text, usize::from(below.width));
        frame.render_widget(Paragraph::new(rows.join("\n")).style(cx.theme.title()), below);
    }

    fn words(&self, at: usize, cx: &Shared) -> String {
        named(&cx.snapshot.rulebook, &self.library.rows()[at].code, cx.l())
    }
}
