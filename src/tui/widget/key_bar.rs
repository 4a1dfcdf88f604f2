//! The last line: what the keys do here, as many as fit whole.

use crate::stdx::width;
use crate::tui::key::Binding;
use crate::tui::shared::Shared;
use crate::tui::words;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::widgets::Paragraph;

/// The keys of `bindings` that fit into `room` cells, the most needed first.
#[must_use]
pub fn text(bindings: &[Binding], cx: &Shared, room: usize) -> String {
    let mut bindings: Vec<&Binding> = bindings.iter().filter(|b| b.bar.is_some()).collect();
    bindings.sort_by_key(|binding| binding.bar);
    let mut bar = String::new();
    for binding in bindings {
        let entry = format!(" {} {} ", binding.chord.label(), words::say(cx.l(), &binding.says));
        // The blank behind the last word may fall off the edge.
        if width::cells(&bar) + width::cells(entry.trim_end()) > room {
            continue;
        }
        bar.push_str(&entry);
    }
    bar.trim_end().to_string()
}

/// Draws the keys of a screen, the most needed first.
pub fn draw(frame: &mut Frame<'_>, area: Rect, cx: &Shared, bindings: &[Binding]) {
    let room = usize::from(area.width);
    let text = width::pad(&text(bindings, cx, room), room);
    frame.render_widget(Paragraph::new(text).style(cx.theme.bar()), area);
}
