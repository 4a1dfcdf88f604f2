//! How an interview looks: its fields, the question at hand with its answer, and all of it read back. Only what is seen is drawn.

use super::{InterviewScreen, Part};
use crate::tui::shared::Shared;
use crate::tui::widget::form::Form;
use crate::tui::widget::popup::middle;
use crate::tui::widget::scroll::{Styled, draw_rows, framed, wrapped};
use crate::tui::words;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::widgets::Paragraph;
use rust_i18n::t;

/// Rows of the answer at least.
const ANSWER_ROWS: u16 = 6;

impl InterviewScreen {
    pub(super) fn draw_part(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared) {
        let place = middle(area, 100, area.height);
        let inner = framed(frame, place, &self.title(cx), cx.theme);
        let Some(form) = &self.form else { return };
        match self.part {
            Part::Head => {
                let hint = t!("interviewing.hint", locale = cx.l());
                form.draw_below(frame, inner, &[Styled::new(hint, cx.theme.quiet())], cx);
            }
            Part::Asking => self.draw_question(frame, narrowed(inner), cx),
            Part::ReadBack => {
                let inner = narrowed(inner);
                let rows = wrapped(&self.whole(cx), usize::from(inner.width));
                self.from.set(draw_rows(frame, inner, &rows, self.from.get()));
            }
        }
    }

    fn title(&self, cx: &Shared) -> String {
        let form = words::say(cx.l(), "form.interview");
        let name = self.form.as_ref().map(|form| form.value("interview.name"));
        format!("{form} {}", name.unwrap_or_default()).trim_end().to_string()
    }

    /// The question, its answer below it, and below that what was refused and what comes next.
    fn draw_question(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared) {
        let l = cx.l();
        let all = self.rows.all();
        let Some(row) = all.get(self.at) else { return };
        let (nth, count, answered) = (self.at + 1, all.len(), self.rows.answered());
        let counted = t!("interviewing.counted", locale = l, a = nth, b = count, c = answered);
        let mut above = vec![Styled::new(counted, cx.theme.quiet())];
        if self.question.is_none() {
            above.push(Styled::new(
                t!("interviewing.question", locale = l, a = row.question),
                cx.theme.title(),
            ));
        }
        let room = usize::from(area.width);
        let mut top = draw_lines(frame, area, &wrapped(&above, room), area.height / 2);
        if let Some(line) = &self.question {
            let words = t!("interviewing.own_question", locale = l).into_owned();
            let sign = Rect { y: area.y + top, height: 1.min(area.height - top), ..area };
            frame.render_widget(Paragraph::new(words).style(cx.theme.title()), sign);
            top += 1;
            if top < area.height {
                let well = Rect { y: area.y + top, height: 1, ..area };
                line.draw(frame, well, cx.theme.focus(), true);
                top += 1;
            }
        }
        let mut below: Vec<Styled> =
            self.note.iter().map(|line| Styled::new(line.clone(), cx.theme.bad())).collect();
        if let Some(next) = all.get(self.at + 1) {
            let words = t!("interviewing.next", locale = l, a = next.question);
            below.push(Styled::new(words, cx.theme.quiet()));
        }
        let below = wrapped(&below, room);
        let left = area.height.saturating_sub(top);
        let high = u16::try_from(below.len()).unwrap_or(u16::MAX);
        let high = high.min(left.saturating_sub(ANSWER_ROWS.min(left)));
        let well = Rect { y: area.y + top, height: left - high, ..area };
        if well.height > 0 {
            self.answer.draw(frame, well, cx.theme, self.question.is_none());
        }
        draw_lines(frame, Rect { y: well.y + well.height, height: high, ..area }, &below, high);
    }

    /// All of it, as it would stand on the paper; what nobody asked says so.
    fn whole(&self, cx: &Shared) -> Vec<Styled> {
        let l = cx.l();
        let mut lines: Vec<Styled> =
            self.note.iter().map(|line| Styled::new(line.clone(), cx.theme.bad())).collect();
        for field in self.form.iter().flat_map(Form::fields) {
            let text = format!("{}: {}", words::field(l, &field.path), self.shown(field, cx));
            lines.push(Styled::new(text, cx.theme.base()));
        }
        for row in self.rows.all() {
            lines.push(Styled::new("", cx.theme.base()));
            lines.push(Styled::new(
                t!("interviewing.question", locale = l, a = row.question),
                cx.theme.title(),
            ));
            if row.answer.is_empty() {
                lines.push(Styled::new(t!("interviewing.not_asked", locale = l), cx.theme.warn()));
            }
            for (nth, line) in row.answer.lines().enumerate() {
                let text = if nth == 0 {
                    t!("interviewing.answer", locale = l, a = line).into_owned()
                } else {
                    format!("    {line}")
                };
                lines.push(Styled::new(text, cx.theme.base()));
            }
        }
        lines
    }
}

/// One cell away from the sides of a frame.
fn narrowed(area: Rect) -> Rect {
    Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area }
}

/// Draws `rows` in `most` at most; gives how many.
fn draw_lines(
    frame: &mut Frame<'_>,
    area: Rect,
    rows: &[ratatui::text::Line<'static>],
    most: u16,
) -> u16 {
    let high = u16::try_from(rows.len()).unwrap_or(u16::MAX).min(most).min(area.height);
    let shown: Vec<_> = rows.iter().take(usize::from(high)).cloned().collect();
    frame.render_widget(Paragraph::new(shown), Rect { height: high, ..area });
    high
}
