//! Text and lists longer than their place: which part is shown, and a sign that there is more.

use crate::stdx::width;
use crate::tui::theme::Theme;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Paragraph};
use std::cell::Cell;

/// A line with its look, not yet broken to a width.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Styled {
    /// Its words.
    pub text: String,
    /// Its look.
    pub style: Style,
}

impl Styled {
    /// A line.
    #[must_use]
    pub fn new(text: impl Into<String>, style: Style) -> Styled {
        Styled { text: text.into(), style }
    }
}

/// Lines broken at `room` cells; a broken line goes on two cells further in.
#[must_use]
pub fn wrapped(lines: &[Styled], room: usize) -> Vec<Line<'static>> {
    let mut rows = Vec::new();
    for line in lines {
        if width::cells(&line.text) <= room {
            rows.push(Line::from(Span::styled(line.text.clone(), line.style)));
            continue;
        }
        let inner = room.saturating_sub(2).max(2);
        for (nth, part) in width::wrap(&line.text, inner).into_iter().enumerate() {
            let part = if nth == 0 { part } else { format!("  {part}") };
            rows.push(Line::from(Span::styled(part, line.style)));
        }
    }
    rows
}

/// Draws `rows` from `from` on; `from` is brought back when it lies behind the end. Returns it.
pub fn draw_rows(frame: &mut Frame<'_>, area: Rect, rows: &[Line<'static>], from: usize) -> usize {
    let height = usize::from(area.height);
    let from = from.min(rows.len().saturating_sub(height));
    let shown: Vec<Line<'static>> = rows.iter().skip(from).take(height).cloned().collect();
    frame.render_widget(Paragraph::new(shown), area);
    if area.width > 0 && area.height > 0 {
        let cell = |y: u16| Rect { x: area.x + area.width - 1, y, width: 1, height: 1 };
        if from > 0 {
            over(frame, cell(area.y));
            frame.render_widget(Paragraph::new("^"), cell(area.y));
        }
        let last = cell(area.y + area.height - 1);
        if from + height < rows.len() {
            over(frame, last);
            frame.render_widget(Paragraph::new("v"), last);
        }
    }
    from
}

/// Makes room for what is drawn over `area`: a wide character that reaches into it from the left goes whole,
/// because its first half alone would push the row on.
pub fn over(frame: &mut Frame<'_>, area: Rect) {
    let buffer = frame.buffer_mut();
    for y in area.top()..area.bottom() {
        let Some(x) = area.x.checked_sub(1) else { break };
        if let Some(cell) = buffer.cell_mut((x, y))
            && width::cells(cell.symbol()) > 1
        {
            cell.set_symbol(" ");
        }
    }
}

/// The first row to show so that `focus` is seen, with a row of company above and below.
#[must_use]
pub fn window(focus: usize, count: usize, height: usize) -> usize {
    focus.saturating_sub(height / 2).min(count.saturating_sub(height))
}

/// Where the lines of a list were drawn last, so that a click finds its line.
#[derive(Debug, Default)]
pub struct Hits(Cell<(Rect, usize, usize)>);

impl Hits {
    /// The lines from `from` on of a list of `count` stand in `area`, one a row.
    pub fn drawn(&self, area: Rect, from: usize, count: usize) {
        self.0.set((area, from, count));
    }

    /// The line of the list under the mouse; `None` beside it and below its end.
    #[must_use]
    pub fn at(&self, column: u16, row: u16) -> Option<usize> {
        let (area, from, count) = self.0.get();
        let inside = area.contains(Position { x: column, y: row });
        let nth = from + usize::from(row.saturating_sub(area.y));
        (inside && nth < count).then_some(nth)
    }
}

/// A frame with a title.
#[must_use]
pub fn block(title: &str, theme: Theme) -> Block<'static> {
    Block::bordered()
        .border_set(theme.borders())
        .border_style(theme.quiet())
        .title(Span::styled(format!(" {title} "), theme.title()))
}

/// Draws the frame and returns the area inside, with a blank cell left and right.
pub fn framed(frame: &mut Frame<'_>, area: Rect, title: &str, theme: Theme) -> Rect {
    let block = block(title, theme);
    let inner = block.inner(area);
    frame.render_widget(block, area);
    inner
}
