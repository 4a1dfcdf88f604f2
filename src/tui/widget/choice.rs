//! A pick from a short list: a letter or digit takes one, arrows move through them.

use crate::stdx::width;
use crate::tui::shared::Shared;
use crate::tui::words;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::widgets::Paragraph;
use std::collections::BTreeSet;

const LETTERS: &str = "123456789abcdefghijklmnopqrstuvwxyz";

/// One thing to pick.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pick {
    /// What the field keeps.
    pub value: String,
    /// What is shown for it.
    pub says: Says,
}

/// Where the words of a pick come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Says {
    /// Chinese words of the contract stand as they are.
    AsItIs,
    /// A key of the words.
    Key(String),
    /// As it stands.
    Text(String),
}

/// A field that takes one of a few.
#[derive(Clone, Debug)]
pub struct ChoiceField {
    picks: Vec<Pick>,
    value: String,
}

impl ChoiceField {
    /// Values that are their own words.
    #[must_use]
    pub fn plain(values: &[&str], kept: &str) -> ChoiceField {
        let pick = |value: &&str| Pick { value: (*value).to_string(), says: Says::AsItIs };
        ChoiceField { picks: values.iter().map(pick).collect(), value: kept.to_string() }
    }

    /// Values whose words stand under `<prefix>.<value>`.
    #[must_use]
    pub fn worded(prefix: &str, values: &[&str], kept: &str) -> ChoiceField {
        let pick = |value: &&str| Pick {
            value: (*value).to_string(),
            says: Says::Key(format!("{prefix}.{value}")),
        };
        ChoiceField { picks: values.iter().map(pick).collect(), value: kept.to_string() }
    }

    /// With `kept` picked, which may be none of them.
    #[must_use]
    pub fn of(picks: Vec<Pick>, kept: &str) -> ChoiceField {
        ChoiceField { picks, value: kept.to_string() }
    }

    /// What is picked.
    #[must_use]
    pub fn value(&self) -> &str {
        &self.value
    }

    /// Takes a key: `None` when it means nothing here, else whether something was chosen for good.
    pub fn key(&mut self, key: KeyEvent) -> Option<bool> {
        if key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT) {
            return None;
        }
        let at = self.picks.iter().position(|pick| pick.value == self.value);
        let count = self.picks.len();
        let step = |to: usize| self.picks.get(to).map(|pick| pick.value.clone());
        let (chosen, for_good) = match key.code {
            KeyCode::Char(' ') | KeyCode::Right => {
                (step(at.map_or(0, |at| (at + 1) % count)), false)
            }
            KeyCode::Left => {
                (step(at.map_or(count.saturating_sub(1), |at| (at + count - 1) % count)), false)
            }
            KeyCode::Backspace | KeyCode::Delete => (Some(String::new()), false),
            KeyCode::Char(c) => {
                let nth =
                    (0..count).find(|nth| self.key_of(*nth) == Some(c.to_ascii_lowercase()))?;
                (Some(step(nth)?), true)
            }
            _ => return None,
        };
        self.value = chosen?;
        Some(for_good)
    }

    /// The key that takes the pick `nth`. Numbers are taken by their own first digit where that
    /// tells them apart, because any other digit before a number would be read as another value.
    fn key_of(&self, nth: usize) -> Option<char> {
        let digit = |pick: &Pick| {
            // An id or a credential is no number to choose by.
            let short = pick.value.len() <= 2;
            pick.value.chars().next().filter(|first| short && first.is_ascii_digit())
        };
        let digits: BTreeSet<char> = self.picks.iter().filter_map(digit).collect();
        if digits.len() == self.picks.len() {
            return digit(self.picks.get(nth)?);
        }
        LETTERS.chars().nth(nth)
    }

    fn words(&self, pick: &Pick, cx: &Shared) -> String {
        match &pick.says {
            Says::AsItIs => pick.value.clone(),
            Says::Key(key) => words::say(cx.l(), key),
            Says::Text(text) => text.clone(),
        }
    }

    /// The lines of all picks, each with the key that takes it.
    #[must_use]
    pub fn lines(&self, cx: &Shared, room: usize) -> Vec<String> {
        let mut lines = vec![String::new()];
        for (nth, pick) in self.picks.iter().enumerate() {
            let sign = if pick.value == self.value { ">" } else { " " };
            let key = self.key_of(nth).unwrap_or(' ');
            let entry = format!("{sign}{key} {}", self.words(pick, cx));
            let line = lines.last().map_or(0, |line| width::cells(line));
            if line > 0 && line + 1 + width::cells(&entry) > room {
                lines.push(String::new());
            }
            if let Some(line) = lines.last_mut() {
                if !line.is_empty() {
                    line.push(' ');
                }
                line.push_str(&entry);
            }
        }
        lines
    }

    /// Draws it on one line.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared, focused: bool) {
        let room = usize::from(area.width);
        let chosen = self.picks.iter().find(|pick| pick.value == self.value);
        let words = chosen.map_or_else(|| self.value.clone(), |pick| self.words(pick, cx));
        let style = if focused { cx.theme.focus() } else { cx.theme.well() };
        let first = Rect { height: 1.min(area.height), ..area };
        frame.render_widget(Paragraph::new(width::pad(&words, room)).style(style), first);
        if focused {
            for (nth, line) in
                (1_u16..).zip(self.lines(cx, room)).take_while(|(n, _)| *n < area.height)
            {
                let row = Rect { y: area.y + nth, height: 1, ..area };
                let text = width::shorten(&line, room);
                frame.render_widget(Paragraph::new(text).style(cx.theme.quiet()), row);
            }
            frame.set_cursor_position((area.x, area.y));
        }
    }
}
