//! A question or a list over the screen; what is below stays and waits.

use crate::stdx::width;
use crate::tui::shared::Shared;
use crate::tui::widget::scroll::{Styled, framed, over, wrapped};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::widgets::{Clear, Paragraph};
use rust_i18n::t;

/// A rectangle of at most `wide` by `high` in the middle of `area`.
#[must_use]
pub fn middle(area: Rect, wide: u16, high: u16) -> Rect {
    let width = wide.min(area.width);
    let height = high.min(area.height);
    Rect {
        x: area.x + (area.width - width) / 2,
        y: area.y + (area.height - height) / 2,
        width,
        height,
    }
}

/// Draws a question with the keys that answer it.
pub fn draw_question(frame: &mut Frame<'_>, area: Rect, cx: &Shared, question: &[String]) {
    let l = cx.l();
    let mut lines: Vec<Styled> =
        question.iter().map(|line| Styled::new(line.clone(), cx.theme.base())).collect();
    lines.push(Styled::new("", cx.theme.base()));
    lines.push(Styled::new(t!("ask.keys", locale = l), cx.theme.title()));
    let widest = lines.iter().map(|line| width::cells(&line.text)).max().unwrap_or(0);
    let wide = u16::try_from(widest + 4).unwrap_or(u16::MAX).clamp(24, area.width.clamp(24, 76));
    let rows = wrapped(&lines, usize::from(wide.saturating_sub(4)));
    let high = u16::try_from(rows.len() + 2).unwrap_or(u16::MAX);
    let place = middle(area, wide, high);
    over(frame, place);
    frame.render_widget(Clear, place);
    frame.render_widget(Paragraph::new("").style(cx.theme.base()), place);
    let inner = framed(frame, place, &t!("ask.title", locale = l), cx.theme);
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    frame.render_widget(Paragraph::new(rows).style(cx.theme.base()), inner);
    frame.set_cursor_position((inner.x, inner.y + inner.height.saturating_sub(1)));
}
