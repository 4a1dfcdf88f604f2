//! Yes, no or not said; and a tick that keeps the time at which it was made.

use crate::stdx::clock::Moment;
use crate::stdx::width;
use crate::tui::shared::Shared;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::widgets::Paragraph;
use rust_i18n::t;

/// Yes, no, or nothing said.
#[derive(Clone, Debug)]
pub struct FlagField {
    value: Option<bool>,
}

impl FlagField {
    /// With `true`, `false` or anything else for nothing said.
    #[must_use]
    pub fn new(kept: &str) -> FlagField {
        FlagField { value: kept.parse().ok() }
    }

    /// `true`, `false` or empty.
    #[must_use]
    pub fn value(&self) -> String {
        self.value.map(|yes| yes.to_string()).unwrap_or_default()
    }

    /// `None` when the key means nothing here, else whether it was said for good.
    pub fn key(&mut self, key: KeyEvent) -> Option<bool> {
        if key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT) {
            return None;
        }
        let (value, for_good) = match key.code {
            KeyCode::Char('y' | 'Y' | '1') => (Some(true), true),
            KeyCode::Char('n' | 'N' | '2') => (Some(false), true),
            KeyCode::Char(' ') | KeyCode::Left | KeyCode::Right => {
                (Some(self.value != Some(true)), false)
            }
            KeyCode::Backspace | KeyCode::Delete => (None, false),
            _ => return None,
        };
        self.value = value;
        Some(for_good)
    }

    /// Draws it on one line.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared, focused: bool) {
        let l = cx.l();
        let words = match self.value {
            Some(true) => format!("[x] {}", t!("flag.yes", locale = l)),
            Some(false) => format!("[ ] {}", t!("flag.no", locale = l)),
            None => format!("[?] {}", t!("flag.open", locale = l)),
        };
        let hint = if focused { t!("flag.keys", locale = l).into_owned() } else { String::new() };
        draw(frame, area, cx, focused, &words, &hint);
    }
}

/// 已告知 and its like: ticked at a moment of its own.
#[derive(Clone, Debug)]
pub struct TickField {
    kept: String,
}

impl TickField {
    /// With the time of an earlier tick; empty for none.
    #[must_use]
    pub fn new(kept: &str) -> TickField {
        TickField { kept: kept.to_string() }
    }

    /// The time of the tick, RFC 3339; empty for none.
    #[must_use]
    pub fn value(&self) -> &str {
        &self.kept
    }

    /// Ticks at `now` or takes the tick back; `None` for a key that is not its own.
    pub fn key(&mut self, key: KeyEvent, now: Moment) -> Option<bool> {
        match key.code {
            KeyCode::Char(' ' | 'x') if key.modifiers.is_empty() => {
                let ticked = self.kept.is_empty();
                self.kept = if ticked { now.rfc3339() } else { String::new() };
                Some(ticked)
            }
            KeyCode::Backspace | KeyCode::Delete => {
                self.kept.clear();
                Some(false)
            }
            _ => None,
        }
    }

    /// Draws it on one line.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared, focused: bool) {
        let l = cx.l();
        let words = match Moment::parse(&self.kept) {
            Some(at) => format!("[x] {}", at.hour_minute_second()),
            None => "[ ]".to_string(),
        };
        let hint =
            if focused { t!("flag.tick_keys", locale = l).into_owned() } else { String::new() };
        draw(frame, area, cx, focused, &words, &hint);
    }
}

fn draw(frame: &mut Frame<'_>, area: Rect, cx: &Shared, focused: bool, words: &str, hint: &str) {
    let room = usize::from(area.width);
    // A hint that does not fit is none.
    let whole = format!("{words}   {hint}");
    let fits = !hint.is_empty() && width::cells(&whole) <= room;
    let text = if fits { whole } else { words.to_string() };
    let style = if focused { cx.theme.focus() } else { cx.theme.base() };
    frame.render_widget(Paragraph::new(width::pad(&text, room)).style(style), area);
    if focused {
        frame.set_cursor_position((area.x + 1.min(area.width), area.y));
    }
}
