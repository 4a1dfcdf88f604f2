//! Fields one below the other, in groups; the field that the keys go to is always on the screen.

use crate::stdx::clock::Moment;
use crate::stdx::width;
use crate::tui::shared::Shared;
use crate::tui::widget::choice::ChoiceField;
use crate::tui::widget::field::{LineField, LineKind};
use crate::tui::widget::flag::{FlagField, TickField};
use crate::tui::widget::scroll::{Styled, over, wrapped};
use crate::tui::widget::text::LongField;
use crate::tui::widget::ticks::TickList;
use crate::tui::words;
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::Paragraph;
use std::cell::RefCell;
use std::collections::BTreeSet;

const LONG_ROWS: u16 = 3;

/// Draws why a field was refused at the lower end of its place; gives what is left for the field.
fn draw_note(frame: &mut Frame<'_>, area: Rect, field: &Field, cx: &Shared) -> Rect {
    let rows = field.note_rows(usize::from(area.width));
    let high = u16::try_from(rows.len()).unwrap_or(0).min(area.height.saturating_sub(1));
    let height = area.height - high;
    let below = Rect { y: area.y + height, height: high, ..area };
    frame.render_widget(Paragraph::new(rows.join("\n")).style(cx.theme.bad()), below);
    Rect { height, ..area }
}

/// The words of what was picked, on as many rows as they need.
fn picked_rows(shown: &str, room: usize) -> Vec<String> {
    width::wrap(shown, room).iter().map(|row| width::pad(row, room)).collect()
}

/// What a field is filled with.
#[derive(Clone, Debug)]
pub enum Entry {
    /// One line.
    Line(LineField),
    /// Several lines.
    Long(Box<LongField>),
    /// One of a few.
    Choice(ChoiceField),
    /// Yes or no.
    Flag(FlagField),
    /// A tick with its time.
    Tick(TickField),
    /// Several of a list.
    Ticks(TickList),
    /// Something picked on another screen: what is kept, and the words that show it.
    Picked(String, String),
}

/// A field of a form.
#[derive(Clone, Debug)]
pub struct Field {
    /// Path of the check contract, or a name of the screen's own.
    pub path: String,
    /// What it is filled with.
    pub entry: Entry,
    /// Enter stops at it while it is empty.
    pub wanted: bool,
    /// Key of the heading above the first field of its group; empty for none.
    pub group: &'static str,
    /// A label that is a name; empty takes the words of the path.
    label: String,
    /// Why it was refused, a line each; empty while it was not.
    note: String,
}

impl Field {
    /// A field that keeps its text under `path`.
    #[must_use]
    pub fn new(path: &str, entry: Entry) -> Field {
        let (path, label, note) = (path.to_string(), String::new(), String::new());
        Field { path, entry, wanted: false, group: "", label, note }
    }

    /// A field of one line.
    #[must_use]
    pub fn line(path: &str, kept: &str) -> Field {
        Field::new(path, Entry::Line(LineField::new(LineKind::Text, kept)))
    }

    /// A field of one line for a mass, a size, a PIN.
    #[must_use]
    pub fn of_kind(path: &str, kind: LineKind, kept: &str) -> Field {
        Field::new(path, Entry::Line(LineField::new(kind, kept)))
    }

    /// Marked as one that must be filled.
    #[must_use]
    pub fn wanted(mut self, wanted: bool) -> Field {
        self.wanted = wanted;
        self
    }

    /// Below this head.
    #[must_use]
    pub fn group(mut self, group: &'static str) -> Field {
        self.group = group;
        self
    }

    /// With words of its own instead of those of its path.
    #[must_use]
    pub fn labelled(mut self, label: &str) -> Field {
        self.label = label.to_string();
        self
    }

    fn label(&self, cx: &Shared) -> String {
        if self.label.is_empty() { words::field(cx.l(), &self.path) } else { self.label.clone() }
    }

    /// Its text, as it is kept.
    #[must_use]
    pub fn value(&self) -> String {
        match &self.entry {
            Entry::Line(line) => line.value(),
            Entry::Long(long) => long.value(),
            Entry::Choice(choice) => choice.value().to_string(),
            Entry::Flag(flag) => flag.value(),
            Entry::Tick(tick) => tick.value().to_string(),
            Entry::Ticks(list) => list.value(),
            Entry::Picked(kept, _) => kept.clone(),
        }
    }

    fn is_due(&self, bad: &BTreeSet<String>) -> bool {
        (self.wanted && self.value().is_empty()) || bad.contains(&self.path)
    }

    fn note_rows(&self, room: usize) -> Vec<String> {
        self.note.lines().flat_map(|line| width::wrap(line, room)).collect()
    }

    fn rows(&self, cx: &Shared, focused: bool, room: usize) -> u16 {
        let own = match &self.entry {
            Entry::Long(_) => LONG_ROWS,
            Entry::Ticks(list) => list.rows(cx, room),
            Entry::Picked(_, shown) => u16::try_from(picked_rows(shown, room).len()).unwrap_or(1),
            Entry::Choice(choice) if focused => {
                1 + u16::try_from(choice.lines(cx, room).len()).unwrap_or(1)
            }
            _ => 1,
        };
        own + u16::try_from(self.note_rows(room).len()).unwrap_or(0)
    }
}

/// What a key did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// Nothing that the form knows.
    Nothing,
    /// The text of the focused field is another.
    Changed,
    /// Something was chosen for good, so the next field is due.
    Chosen,
}

/// Fields one below the other, one of them focused.
#[derive(Debug, Default)]
pub struct Form {
    fields: Vec<Field>,
    focus: usize,
    /// Where fields were drawn last, for the mouse.
    drawn: RefCell<Vec<(Rect, usize)>>,
}

impl Form {
    /// With the first field focused.
    #[must_use]
    pub fn new(fields: Vec<Field>) -> Form {
        let mut form = Form { fields, focus: 0, drawn: RefCell::default() };
        form.focus_first(&BTreeSet::new());
        form
    }

    /// To the first field that is wanted and empty, or bad.
    pub fn focus_first(&mut self, bad: &BTreeSet<String>) -> bool {
        let due = self.fields.iter().position(|field| field.is_due(bad));
        self.focus = due.unwrap_or(0);
        due.is_some()
    }

    /// The same place in new fields, when the focused one is still among them.
    #[must_use]
    pub fn rebuilt(&self, fields: Vec<Field>) -> Form {
        let path = self.path().to_string();
        let mut form = Form { fields, focus: 0, drawn: RefCell::default() };
        form.focus_on(&path);
        form
    }

    /// Path of the focused field; empty without fields.
    #[must_use]
    pub fn path(&self) -> &str {
        self.fields.get(self.focus).map_or("", |field| field.path.as_str())
    }

    /// Text of a field; empty where there is none of that path.
    #[must_use]
    pub fn value(&self, path: &str) -> String {
        self.fields.iter().find(|field| field.path == path).map(Field::value).unwrap_or_default()
    }

    /// Text of the focused field.
    #[must_use]
    pub fn focused_value(&self) -> String {
        self.fields.get(self.focus).map(Field::value).unwrap_or_default()
    }

    /// Whether the last field is focused.
    #[must_use]
    pub fn is_at_last(&self) -> bool {
        self.focus + 1 >= self.fields.len()
    }

    /// The focused field.
    #[must_use]
    pub fn focused(&self) -> Option<&Field> {
        self.fields.get(self.focus)
    }

    /// All of them, from top to bottom.
    #[must_use]
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// Focuses a field; nothing happens where there is none of that path.
    pub fn focus_on(&mut self, path: &str) {
        if let Some(at) = self.fields.iter().position(|field| field.path == path) {
            self.focus = at;
        }
    }

    /// Puts a text into a line from outside.
    pub fn set_line(&mut self, path: &str, kept: &str) {
        let field = self.fields.iter_mut().find(|field| field.path == path);
        if let Some(Entry::Line(line)) = field.map(|field| &mut field.entry) {
            line.set(kept);
        }
    }

    /// Says under a field why it was refused, a line each, and under no other; no path takes the words away.
    pub fn note(&mut self, path: &str, words: &str) {
        for field in &mut self.fields {
            field.note = if field.path == path { words.to_string() } else { String::new() };
        }
    }

    /// One field down; the last one stays.
    pub fn next(&mut self) {
        self.focus = (self.focus + 1).min(self.fields.len().saturating_sub(1));
    }

    /// One field up; the first one stays.
    pub fn previous(&mut self) {
        self.focus = self.focus.saturating_sub(1);
    }

    /// To the next field below that is wanted and empty, or bad; false when there is none.
    pub fn advance(&mut self, bad: &BTreeSet<String>) -> bool {
        let mut below = self.fields.iter().enumerate().skip(self.focus + 1);
        let next = below.find(|(_, field)| field.is_due(bad)).map(|(nth, _)| nth);
        self.focus = next.unwrap_or(self.focus);
        next.is_some()
    }

    /// Whether an arrow or Enter belongs to the text of the focused field.
    #[must_use]
    pub fn grabs(&self, key: &KeyEvent) -> bool {
        match self.focused().map(|field| &field.entry) {
            Some(Entry::Long(long)) => long.grabs(key),
            Some(Entry::Ticks(list)) => list.grabs(key),
            _ => false,
        }
    }

    /// Hands a key to the focused field.
    pub fn key(&mut self, key: KeyEvent, now: Moment) -> Heard {
        let Some(field) = self.fields.get_mut(self.focus) else { return Heard::Nothing };
        let chosen = match &mut field.entry {
            Entry::Line(line) => line.key(key).then_some(false),
            Entry::Long(long) => long.key(key).then_some(false),
            Entry::Choice(choice) => choice.key(key),
            Entry::Flag(flag) => flag.key(key),
            Entry::Tick(tick) => tick.key(key, now),
            Entry::Ticks(list) => list.key(key).then_some(false),
            Entry::Picked(kept, shown) => match key.code {
                KeyCode::Backspace | KeyCode::Delete => {
                    kept.clear();
                    shown.clear();
                    Some(false)
                }
                _ => None,
            },
        };
        match chosen {
            None => Heard::Nothing,
            Some(false) => Heard::Changed,
            Some(true) => Heard::Chosen,
        }
    }

    /// Hands a pasted text to the focused field.
    pub fn paste(&mut self, text: &str) -> Heard {
        match self.fields.get_mut(self.focus).map(|field| &mut field.entry) {
            Some(Entry::Line(line)) => line.paste(text),
            Some(Entry::Long(long)) => long.paste(text),
            _ => return Heard::Nothing,
        }
        Heard::Changed
    }

    /// Path of the field under the mouse, as the fields were drawn last; `None` beside all of them.
    #[must_use]
    pub fn under(&self, column: u16, row: u16) -> Option<&str> {
        let at = Position { x: column, y: row };
        let drawn = self.drawn.borrow();
        let (_, nth) = drawn.iter().find(|(area, _)| area.contains(at))?;
        self.fields.get(*nth).map(|field| field.path.as_str())
    }

    /// Draws words, and the form below them; in a frame, one cell away from its sides.
    pub fn draw_below(&self, frame: &mut Frame<'_>, area: Rect, intro: &[Styled], cx: &Shared) {
        let area = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
        let mut intro = intro.to_vec();
        intro.extend(self.in_full(cx, usize::from(area.width)));
        let rows = wrapped(&intro, usize::from(area.width));
        let high = u16::try_from(rows.len()).unwrap_or(0).min(area.height / 2);
        frame.render_widget(Paragraph::new(rows), Rect { height: high, ..area });
        let (y, height) = (area.y + high + 1, area.height.saturating_sub(high + 1));
        self.draw(frame, Rect { y, height, ..area }, cx, &BTreeSet::new());
    }

    /// Draws what has room, the focused field among it; `bad` are paths to be marked.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared, bad: &BTreeSet<String>) {
        let label_cells = self.label_cells(cx, usize::from(area.width));
        let room = usize::from(area.width).saturating_sub(label_cells + 3);
        let mut rows = Vec::new();
        let mut at = 0_u16;
        let mut group = "";
        for (nth, field) in self.fields.iter().enumerate() {
            let heading = !field.group.is_empty() && field.group != group;
            group = field.group;
            let above = u16::from(heading);
            let height = field.rows(cx, nth == self.focus, room);
            rows.push((at, above, height));
            at += above + height;
        }
        let offset = self.offset(&rows, at, area.height);
        let mut drawn = self.drawn.borrow_mut();
        drawn.clear();
        for (nth, (field, (top, above, height))) in self.fields.iter().zip(rows).enumerate() {
            let place = |row: u16, height: u16| {
                let top = row.checked_sub(offset)?;
                let height = height.min(area.height.saturating_sub(top));
                (height > 0).then_some(Rect { y: area.y + top, height, ..area })
            };
            if let (1, Some(line)) = (above, place(top, 1)) {
                let heading = words::say(cx.l(), field.group);
                let text = width::shorten(&heading, usize::from(area.width));
                frame.render_widget(Paragraph::new(text).style(cx.theme.title()), line);
            }
            if let Some(line) = place(top + above, height) {
                drawn.push((line, nth));
                let is_bad = bad.contains(&field.path);
                self.draw_field(frame, line, cx, (nth, is_bad), label_cells);
            }
        }
        self.more_signs(frame, area, cx, offset, at);
    }

    /// `^` and `v` at the edge say that there are fields above and below.
    fn more_signs(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared, offset: u16, total: u16) {
        if area.height == 0 || area.width == 0 {
            return;
        }
        let x = area.x + area.width - 1;
        let mut sign = |y: u16, sign: &str| {
            let cell = Rect { x, y, width: 1, height: 1 };
            over(frame, cell);
            frame.render_widget(Paragraph::new(sign.to_string()).style(cx.theme.title()), cell);
        };
        if offset > 0 {
            sign(area.y, "^");
        }
        if offset + area.height < total {
            sign(area.y + area.height - 1, "v");
        }
    }

    fn offset(&self, rows: &[(u16, u16, u16)], total: u16, height: u16) -> u16 {
        let Some((top, above, rows)) = rows.get(self.focus).copied() else { return 0 };
        if total <= height {
            return 0;
        }
        let middle = top + above + rows / 2;
        let wish = middle.saturating_sub(height / 2).min(total - height);
        // All rows of the focused field are seen when they fit.
        let least = (top + above + rows).saturating_sub(height);
        wish.max(least).min(top + above)
    }

    fn label_cells(&self, cx: &Shared, room: usize) -> usize {
        let most = (room / 2).max(4);
        let cells = |field: &Field| width::cells(short(&field.label(cx), most));
        self.fields.iter().map(cells).max().unwrap_or(0).clamp(4, most)
    }

    /// The whole label of the focused field, where one of the form's labels has no room beside its field.
    fn in_full(&self, cx: &Shared, room: usize) -> Option<Styled> {
        let most = (room / 2).max(4);
        let is_short = |field: &Field| width::cells(&field.label(cx)) > most;
        let focused = self.fields.get(self.focus).filter(|field| is_short(field));
        let words = focused.map(|field| field.label(cx)).unwrap_or_default();
        self.fields.iter().any(is_short).then(|| Styled::new(words, cx.theme.title()))
    }

    fn draw_field(
        &self,
        frame: &mut Frame<'_>,
        area: Rect,
        cx: &Shared,
        (nth, is_bad): (usize, bool),
        label_cells: usize,
    ) {
        let field = &self.fields[nth];
        let focused = nth == self.focus;
        let sign = match (focused, is_bad) {
            (true, _) => ">",
            (false, true) => "!",
            (false, false) => " ",
        };
        let label = field.label(cx);
        let label = width::pad(short(&label, label_cells), label_cells);
        let style = match (is_bad, focused) {
            (true, _) => cx.theme.bad(),
            (false, true) => cx.theme.title(),
            (false, false) => cx.theme.quiet(),
        };
        let cells = u16::try_from(label_cells + 2).unwrap_or(0).min(area.width);
        let left = Rect { width: cells, height: 1, ..area };
        frame.render_widget(Paragraph::new(format!("{sign}{label} ")).style(style), left);
        let x = area.x + cells;
        // The last column is kept for the signs that say there is more.
        let right = Rect { x, width: area.width.saturating_sub(cells + 1), ..area };
        let right = draw_note(frame, right, field, cx);
        let line = if focused { cx.theme.focus() } else { cx.theme.well() };
        match &field.entry {
            Entry::Line(field) => field.draw(frame, right, line, focused),
            Entry::Long(field) => field.draw(frame, right, cx.theme, focused),
            Entry::Choice(field) => field.draw(frame, right, cx, focused),
            Entry::Flag(field) => field.draw(frame, right, cx, focused),
            Entry::Tick(field) => field.draw(frame, right, cx, focused),
            Entry::Ticks(list) => list.draw(frame, right, cx, focused),
            Entry::Picked(_, shown) => {
                let rows = picked_rows(shown, usize::from(right.width));
                frame.render_widget(Paragraph::new(rows.join("\n")).style(line), right);
                if focused {
                    frame.set_cursor_position((right.x, right.y));
                }
            }
        }
    }
}

/// A label of which there is more than `cells` without what it says in brackets: what is to be filled in how.
fn short(label: &str, cells: usize) -> &str {
    if width::cells(label) <= cells {
        return label;
    }
    let head = label.find('（').or_else(|| label.find(" (")).map_or(label, |at| &label[..at]);
    if head.is_empty() { label } else { head }
}
