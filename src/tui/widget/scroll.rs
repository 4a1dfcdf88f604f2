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

/// Lines broken at `room` cells; a broken line keeps its indent and goes on two cells further in.
#[must_use]
pub fn wrapped(lines: &[Styled], room: usize) -> Vec<Line<'static>> {
    let of = |line: &Styled| {
        let style = line.style;
        broken(&line.text, room).into_iter().map(move |text| row(text, style))
    };
    lines.iter().flat_map(of).collect()
}

/// The same in `height` rows, and no line without its end: where some find no place, the last row tells with `more` how
/// many, with the sign and in the look of the first of them. Even alone too long, a line ends with `…` and is counted.
#[must_use]
pub fn whole(
    lines: &[Styled],
    room: usize,
    height: usize,
    more: impl Fn(usize) -> String,
) -> Vec<Line<'static>> {
    let entries: Vec<Vec<String>> = lines.iter().map(|line| broken(&line.text, room)).collect();
    let is_all = entries.iter().map(Vec::len).sum::<usize>() <= height;
    let place = if is_all { height } else { height.saturating_sub(1) };
    let mut rows = Vec::new();
    let mut shown = 0;
    for (line, entry) in lines.iter().zip(&entries) {
        if rows.len() + entry.len() > place {
            break;
        }
        rows.extend(entry.iter().map(|text| row(text.clone(), line.style)));
        shown += 1;
    }
    let Some(first) = lines.get(shown) else { return rows };
    if shown == 0 {
        let head = cut(&entries[0], place, room).into_iter();
        rows.extend(head.map(|text| row(text, first.style)));
    }
    let sign = if first.text.starts_with('!') { "! " } else { "" };
    let words = format!("{sign}{}", more(lines.len() - shown));
    rows.push(row(width::shorten(&words, room), first.style));
    rows
}

fn row(text: String, style: Style) -> Line<'static> {
    Line::from(Span::styled(text, style))
}

/// The rows of one line, each as far in as the line begins.
fn broken(text: &str, room: usize) -> Vec<String> {
    if width::cells(text) <= room {
        return vec![text.to_string()];
    }
    let words = text.trim_start_matches(is_blank);
    let blank = width::cells(&text[..text.len() - words.len()]);
    // In a narrow place the words need the cells more than the indent does.
    let indent = " ".repeat(blank.min(room / 4));
    let place = room.saturating_sub(indent.len() + 2).max(2);
    let parts = width::wrap(words, place).into_iter().enumerate();
    let further = |nth: usize| if nth == 0 { "" } else { "  " };
    parts.map(|(nth, part)| format!("{indent}{}{part}", further(nth))).collect()
}

/// A blank of one cell or of two.
fn is_blank(sign: char) -> bool {
    matches!(sign, ' ' | '\u{3000}')
}

/// The first rows of a line that has more.
fn cut(rows: &[String], place: usize, room: usize) -> Vec<String> {
    let mut head: Vec<String> = rows.iter().take(place).cloned().collect();
    if let Some(last) = head.last_mut() {
        *last = width::shorten(&format!("{last}…"), room);
    }
    head
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_line_keeps_its_indent_and_no_row_is_wider_than_its_place() {
        let table: [(&str, usize, &[&str]); 6] = [
            ("  aa bb cc", 8, &["  aa", "    bb", "    cc"]),
            ("  超限运输车辆", 10, &["  超限运", "    输车辆"]),
            // A wide blank is two cells.
            ("\u{3000}超限运输车辆", 10, &["  超限运", "    输车辆"]),
            ("超限运输车辆", 8, &["超限运", "  输车辆"]),
            // Three blanks of eight cells would leave no room for words.
            ("   超限运输", 8, &["  超限", "    运输"]),
            ("  aa bb", 7, &["  aa bb"]),
        ];
        for (text, room, wanted) in table {
            let rows = broken(text, room);
            assert_eq!(rows, wanted, "`{text}` in {room}");
            assert!(rows.iter().all(|row| width::cells(row) <= room), "`{text}` in {room}");
        }
    }

    #[test]
    fn a_place_too_small_ends_at_a_whole_line_and_counts_the_others() {
        let lines = ["! aa bb cc", "! dd", "ee", "ff"].map(|text| Styled::new(text, Style::new()));
        let seen = |height: usize| {
            let rows = whole(&lines, 6, height, |count| format!("+{count}"));
            rows.iter().map(ToString::to_string).collect::<Vec<String>>()
        };
        let all = ["! aa", "  bb", "  cc", "! dd", "ee", "ff"];
        let table: [(usize, &[&str]); 6] = [
            (6, &all),
            (7, &all),
            (5, &["! aa", "  bb", "  cc", "! dd", "+2"]),
            (4, &["! aa", "  bb", "  cc", "! +3"]),
            // The first line is longer than the place: it is begun, and it counts as not shown.
            (3, &["! aa", "  bb…", "! +4"]),
            (1, &["! +4"]),
        ];
        for (height, wanted) in table {
            assert_eq!(seen(height), wanted, "{height}");
        }
        assert_eq!(whole(&[], 6, 3, |count| format!("+{count}")), Vec::<Line<'static>>::new());
    }
}
