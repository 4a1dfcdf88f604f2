//! A field of one line: wide characters are edited and clipped whole, and the real cursor stands on
//! the caret, so that an input method opens where the officer writes.

use crate::stdx::clock::Moment;
use crate::stdx::width;
use crate::tui::words;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::widgets::Paragraph;
use tui_input::{Input, InputRequest};

/// How the text of a line is shown and kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// As typed.
    Text,
    /// Shown as stars.
    Secret,
    /// Typed and shown in metres, kept in millimetres.
    Metres,
    /// Typed and shown to the minute, kept as RFC 3339.
    Time,
    /// A number with its unit behind it.
    Unit(&'static str),
}

/// A field of one line.
#[derive(Clone, Debug)]
pub struct LineField {
    kind: LineKind,
    input: Input,
    /// What was set from outside: an untouched time keeps its seconds.
    set: String,
}

impl LineField {
    /// With `kept` in it.
    #[must_use]
    pub fn new(kind: LineKind, kept: &str) -> LineField {
        let mut field = LineField { kind, input: Input::default(), set: String::new() };
        field.set(kept);
        field
    }

    /// What is kept of the text.
    #[must_use]
    pub fn value(&self) -> String {
        match self.kind {
            LineKind::Metres => words::millimetres(self.input.value()),
            LineKind::Secret => self.input.value().to_string(),
            LineKind::Time => self.time(),
            LineKind::Text | LineKind::Unit(_) => self.input.value().trim().to_string(),
        }
    }

    /// Puts another text in.
    pub fn set(&mut self, kept: &str) {
        let shown = match self.kind {
            LineKind::Metres => words::metres(kept),
            LineKind::Time => shown_time(kept),
            LineKind::Text | LineKind::Secret | LineKind::Unit(_) => kept.to_string(),
        };
        self.input = Input::new(shown);
        self.set = kept.to_string();
    }

    /// What cannot be a time is kept as it was typed.
    fn time(&self) -> String {
        let typed = self.input.value().trim();
        if typed == shown_time(&self.set) {
            return self.set.clone();
        }
        Moment::parse_short(typed).map_or_else(|| typed.to_string(), Moment::rfc3339)
    }

    /// Takes a key; false when it means nothing here.
    pub fn key(&mut self, key: KeyEvent) -> bool {
        let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
        let request = match key.code {
            KeyCode::Char('u') if ctrl => InputRequest::DeleteLine,
            KeyCode::Char('w') if ctrl => InputRequest::DeletePrevWord,
            KeyCode::Char('a') if ctrl => InputRequest::GoToStart,
            KeyCode::Char('e') if ctrl => InputRequest::GoToEnd,
            KeyCode::Char(c) if !ctrl && !key.modifiers.contains(KeyModifiers::ALT) => {
                InputRequest::InsertChar(c)
            }
            KeyCode::Backspace => InputRequest::DeletePrevChar,
            KeyCode::Delete => InputRequest::DeleteNextChar,
            KeyCode::Left => InputRequest::GoToPrevChar,
            KeyCode::Right => InputRequest::GoToNextChar,
            KeyCode::Home => InputRequest::GoToStart,
            KeyCode::End => InputRequest::GoToEnd,
            _ => return false,
        };
        self.input.handle(request);
        true
    }

    /// Several lines become one, joined by blanks.
    pub fn paste(&mut self, text: &str) {
        let lines: Vec<&str> = text.split(['\r', '\n']).map(str::trim).collect();
        let joined = lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>();
        for c in joined.join(" ").chars().filter(|c| !c.is_control()) {
            self.input.handle(InputRequest::InsertChar(c));
        }
    }

    /// Draws it on one line, with the real cursor on the caret where it is focused.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, style: Style, focused: bool) {
        let unit = match self.kind {
            LineKind::Unit(unit) => format!(" {unit}"),
            LineKind::Metres => " m".to_string(),
            LineKind::Text | LineKind::Secret | LineKind::Time => String::new(),
        };
        let unit_cells = u16::try_from(width::cells(&unit)).unwrap_or(0);
        let well = Rect { width: area.width.saturating_sub(unit_cells), ..area };
        let room = usize::from(well.width);
        if room < 2 {
            return;
        }
        let shown = match self.kind {
            LineKind::Secret => "*".repeat(self.input.value().chars().count()),
            LineKind::Text | LineKind::Metres | LineKind::Time | LineKind::Unit(_) => {
                self.input.value().to_string()
            }
        };
        let caret_at =
            shown.char_indices().nth(self.input.cursor()).map_or(shown.len(), |(n, _)| n);
        // One cell stays free for the caret behind the last character.
        let from = if focused { first_shown(&shown, caret_at, room - 1) } else { 0 };
        let text = if focused {
            width::clip(&shown[from..], room).to_string()
        } else {
            width::shorten(&shown, room)
        };
        frame.render_widget(Paragraph::new(width::pad(&text, room)).style(style), well);
        let beside = Rect { x: well.x + well.width, width: unit_cells, ..area };
        frame.render_widget(Paragraph::new(unit), beside);
        if focused {
            let column = width::cells(&shown[from..caret_at]).min(room - 1);
            let x = well.x + u16::try_from(column).unwrap_or(0);
            frame.set_cursor_position(Position { x, y: well.y });
        }
    }
}

fn shown_time(kept: &str) -> String {
    Moment::parse(kept).map_or_else(|| kept.to_string(), Moment::short)
}

/// The first character that must be shown so that the caret lies within `room` cells.
fn first_shown(text: &str, caret: usize, room: usize) -> usize {
    text.char_indices()
        .map(|(at, _)| at)
        .find(|&at| at >= caret || width::cells(&text[at..caret]) <= room)
        .unwrap_or(caret)
        .min(caret)
}
