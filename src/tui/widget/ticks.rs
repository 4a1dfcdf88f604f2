//! A list of which several may be ticked; the blank ticks, arrows move through it. It knows of each only its words and what is kept.

use crate::tui::shared::Shared;
use crate::tui::widget::scroll::{Styled, draw_rows, wrapped};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use std::cell::Cell;

/// Rows that a list takes at most; a longer one is moved through.
const ROWS_MAX: usize = 8;

/// One that may be ticked.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Item {
    /// What is kept of it: one line.
    value: String,
    words: String,
    is_ticked: bool,
}

/// A field that takes several of a list.
#[derive(Clone, Debug)]
pub struct TickList {
    items: Vec<Item>,
    at: usize,
    from: Cell<usize>,
}

/// By what an item is known: its first part.
fn head(line: &str) -> &str {
    line.split(['；', '|', '｜', '\t']).next().unwrap_or(line).trim()
}

impl TickList {
    /// Of `picks`, what is kept and the words for it; those of the lines of `kept` are ticked. A kept line that is none of them stays,
    /// as it was typed.
    #[must_use]
    pub fn new(picks: &[(String, String)], kept: &str) -> TickList {
        let lines: Vec<&str> = kept.lines().filter(|line| !line.trim().is_empty()).collect();
        let item = |(value, words): &(String, String)| Item {
            value: value.clone(),
            words: words.clone(),
            is_ticked: lines.iter().any(|line| head(line) == head(value)),
        };
        let mut items: Vec<Item> = picks.iter().map(item).collect();
        for line in lines {
            if items.iter().all(|item| head(&item.value) != head(line)) {
                let (value, words) = (line.to_string(), line.to_string());
                items.push(Item { value, words, is_ticked: true });
            }
        }
        TickList { items, at: 0, from: Cell::new(0) }
    }

    /// What is ticked, a line each.
    #[must_use]
    pub fn value(&self) -> String {
        let ticked = self.items.iter().filter(|item| item.is_ticked);
        ticked.map(|item| item.value.as_str()).collect::<Vec<_>>().join("\n")
    }

    /// An arrow that still moves inside the list instead of leaving it.
    #[must_use]
    pub fn grabs(&self, key: &KeyEvent) -> bool {
        match key.code {
            KeyCode::Up => self.at > 0,
            KeyCode::Down => self.at + 1 < self.items.len(),
            _ => false,
        }
    }

    /// Whether the key was its own.
    pub fn key(&mut self, key: KeyEvent) -> bool {
        if key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT) {
            return false;
        }
        match key.code {
            KeyCode::Up => self.at = self.at.saturating_sub(1),
            KeyCode::Down => self.at = (self.at + 1).min(self.items.len().saturating_sub(1)),
            KeyCode::Char(' ') => {
                let Some(item) = self.items.get_mut(self.at) else { return false };
                item.is_ticked = !item.is_ticked;
            }
            _ => return false,
        }
        true
    }

    fn lines(&self, cx: &Shared, focused: bool) -> Vec<Styled> {
        let line = |(nth, item): (usize, &Item)| {
            let (here, tick) = (focused && nth == self.at, if item.is_ticked { "x" } else { " " });
            let style = if here { cx.theme.focus() } else { cx.theme.well() };
            Styled::new(format!("[{tick}] {}", item.words), style)
        };
        self.items.iter().enumerate().map(line).collect()
    }

    /// Rows that it takes in `room` cells.
    #[must_use]
    pub fn rows(&self, cx: &Shared, room: usize) -> u16 {
        let rows = wrapped(&self.lines(cx, false), room.saturating_sub(1)).len();
        u16::try_from(rows.clamp(1, ROWS_MAX)).unwrap_or(1)
    }

    /// Draws it, the line at hand among what is seen.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared, focused: bool) {
        let room = usize::from(area.width).saturating_sub(1);
        let (mut rows, mut seen): (Vec<Line<'static>>, _) = (Vec::new(), 0..0);
        for (nth, line) in self.lines(cx, focused).into_iter().enumerate() {
            let from = rows.len();
            rows.extend(wrapped(&[line], room));
            if nth == self.at {
                seen = from..rows.len();
            }
        }
        let least = seen.end.saturating_sub(usize::from(area.height));
        let from = self.from.get().clamp(least, seen.start.max(least));
        self.from.set(draw_rows(frame, area, &rows, from));
        if focused {
            let below = u16::try_from(seen.start.saturating_sub(self.from.get())).unwrap_or(0);
            frame.set_cursor_position((area.x + 1.min(area.width), area.y + below));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(code: KeyCode) -> KeyEvent {
        KeyEvent::new(code, KeyModifiers::NONE)
    }

    #[test]
    fn what_is_ticked_is_kept_in_the_order_of_the_list_and_what_was_typed_beside_it_stays() {
        let picks = ["ab；甲；1", "cd；乙；", "ef；丙；3"]
            .map(|value| (value.to_string(), value.chars().skip(3).collect()));
        let mut list = TickList::new(&picks, "ef\ncd | 乙\n另一份；丁");
        assert_eq!(list.value(), "cd；乙；\nef；丙；3\n另一份；丁");
        assert!(!list.grabs(&key(KeyCode::Up)) && list.grabs(&key(KeyCode::Down)));
        assert!(list.key(key(KeyCode::Char(' '))) && list.key(key(KeyCode::Down)));
        assert!(list.key(key(KeyCode::Char(' '))) && !list.key(key(KeyCode::Char('x'))));
        assert_eq!(list.value(), "ab；甲；1\nef；丙；3\n另一份；丁");
        assert!(list.key(key(KeyCode::Down)) && list.key(key(KeyCode::Down)));
        assert!(!list.grabs(&key(KeyCode::Down)), "behind the last one the arrow leaves it");
        assert_eq!(TickList::new(&[], "").value(), "");
    }
}
