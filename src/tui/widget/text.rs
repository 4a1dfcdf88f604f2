//! A text of several lines; the real cursor stands on the caret here too.

use crate::tui::theme::Theme;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui_textarea::{CursorMove, TextArea, WrapMode};

/// A field of several lines.
#[derive(Clone, Debug)]
pub struct LongField {
    area: TextArea<'static>,
}

impl LongField {
    /// With `kept` in it.
    #[must_use]
    pub fn new(kept: &str) -> LongField {
        let mut area = TextArea::new(kept.split('\n').map(str::to_string).collect());
        area.set_wrap_mode(WrapMode::Glyph);
        area.set_cursor_line_style(Style::new());
        // The terminal's own cursor is the caret.
        area.set_cursor_style(Style::new());
        area.move_cursor(CursorMove::Bottom);
        area.move_cursor(CursorMove::End);
        LongField { area }
    }

    /// Its text, blanks at the ends cut off.
    #[must_use]
    pub fn value(&self) -> String {
        self.area.lines().join("\n").trim().to_string()
    }

    /// An arrow that still moves inside the text instead of leaving it.
    #[must_use]
    pub fn grabs(&self, key: &KeyEvent) -> bool {
        let row = self.area.cursor().0;
        match key.code {
            KeyCode::Up => row > 0,
            KeyCode::Down => row + 1 < self.area.lines().len(),
            KeyCode::Enter => key.modifiers.contains(KeyModifiers::ALT),
            _ => false,
        }
    }

    /// Whether the key was its own.
    pub fn key(&mut self, key: KeyEvent) -> bool {
        let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Enter => self.area.insert_newline(),
            KeyCode::Char('j') if ctrl => self.area.insert_newline(),
            KeyCode::Tab | KeyCode::BackTab | KeyCode::Esc => return false,
            _ => {
                self.area.input(key);
            }
        }
        true
    }

    /// Puts a text in at the caret, lines and all.
    pub fn paste(&mut self, text: &str) {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        self.area.insert_str(text);
    }

    /// Draws it, with the real cursor on the caret where it is focused.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: Theme, focused: bool) {
        let mut shown = self.area.clone();
        shown.set_style(if focused { theme.focus() } else { theme.well() });
        if focused {
            // What the textarea scrolled to is only known after it was drawn.
            frame.render_widget(&self.area, area);
        }
        frame.render_widget(&shown, area);
        if focused {
            let caret = shown.screen_cursor();
            let (top, left) = shown.scroll_offset();
            let at = |start: u16, caret: usize, scrolled: u16, room: u16| {
                let inside = u16::try_from(caret).unwrap_or(u16::MAX).saturating_sub(scrolled);
                start + inside.min(room.saturating_sub(1))
            };
            frame.set_cursor_position(Position {
                x: at(area.x, caret.col, left, area.width),
                y: at(area.y, caret.row, top, area.height),
            });
        }
    }
}
