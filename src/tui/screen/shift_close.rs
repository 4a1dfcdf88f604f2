//! The end of a shift: what was issued, printed and received, and what is left for tomorrow; closes on one key.

use crate::app::command::{Command, Reply};
use crate::domain::cash::CashDue;
use crate::domain::shift_close::{ClosedCash, ClosedDecision, Closing, Filing};
use crate::tui::effect::Step;
use crate::tui::key::Action;
use crate::tui::screen::Screen;
use crate::tui::screen::cash::stands;
use crate::tui::shared::Shared;
use crate::tui::widget::scroll::{Styled, draw_rows, framed, wrapped};
use crate::tui::widget::unfinished_lines;
use ratatui::Frame;
use ratatui::layout::Rect;
use rust_i18n::t;

#[derive(Default)]
pub struct ShiftClose {
    closing: Option<Closing>,
    /// The shift was closed before: its sheet may be printed again.
    is_closed: bool,
    /// Where the sheet lies, once it is printed.
    sheet: Option<String>,
    /// It is gone when its user logs out.
    is_fleeting: bool,
    /// Asked, and not answered yet.
    waits: bool,
    from: usize,
}

impl ShiftClose {
    fn lines(&self, cx: &Shared) -> Vec<Styled> {
        let (l, theme) = (cx.l(), cx.theme);
        let Some(closing) = &self.closing else {
            return vec![Styled::new(t!("close.looking", locale = l), theme.base())];
        };
        let mut lines = Vec::new();
        if let Some(sheet) = &self.sheet {
            let key = if self.is_fleeting { "close.done_fleeting" } else { "close.done" };
            lines.push(Styled::new(t!(key, locale = l, a = sheet), theme.base()));
            lines.push(Styled::new("", theme.base()));
        }
        let tally = closing.tally();
        let (issued, printed, received) = (tally.issued, tally.printed, tally.received);
        let words = t!("close.tally", locale = l, a = issued, b = printed, c = received);
        let is_whole = issued == printed && issued == received;
        lines.push(Styled::new(words, if is_whole { theme.base() } else { theme.warn() }));
        lines.extend(closing.missing().map(|decision| missing(decision, closing, cx)));
        lines.extend(closing.cash_due().map(|(cash, due)| held(cash, due, closing, cx)));
        lines.push(Styled::new("", theme.base()));
        if closing.is_clean() {
            lines.push(Styled::new(t!("close.clean", locale = l), theme.base()));
        } else {
            let (entries, pages) = (closing.entries_waiting, closing.pages_waiting);
            let drafts = closing.drafts;
            let words = t!("close.waits", locale = l, a = entries, b = pages, c = drafts);
            lines.push(Styled::new(words, theme.base()));
            let unfinished = cx.today.iter().flat_map(|today| unfinished_lines::of(today, cx));
            lines.extend(unfinished.map(|line| Styled::new(format!("  {line}"), theme.warn())));
        }
        if self.sheet.is_none() {
            lines.push(Styled::new("", theme.base()));
            let how = if self.is_closed {
                t!("close.again", locale = l)
            } else {
                t!("close.how", locale = l)
            };
            lines.push(Styled::new(how, theme.base()));
        }
        lines
    }
}

fn missing(decision: &ClosedDecision, closing: &Closing, cx: &Shared) -> Styled {
    let (l, theme) = (cx.l(), cx.theme);
    let filing = decision.filing(closing.at.day());
    let (key, style) = match filing {
        Filing::Filed => ("close.filed", theme.warn()),
        Filing::Waiting => ("close.waiting", theme.warn()),
        Filing::Red => ("close.red", theme.bad()),
        Filing::Breach => ("close.breach", theme.bad()),
    };
    let paper = if decision.printed { "close.on_paper" } else { "close.no_paper" };
    let (paper, filed) = (t!(paper, locale = l), t!(key, locale = l));
    let (number, plate) = (&decision.number, &decision.plate);
    let words = t!("close.missing", locale = l, a = number, b = plate, c = paper, d = filed);
    Styled::new(words, style)
}

fn held(cash: &ClosedCash, due: CashDue, closing: &Closing, cx: &Shared) -> Styled {
    let (stands, style) = stands(due, closing.at.day(), cx);
    let (number, fine, ticket) = (&cash.number, cash.fine, &cash.ticket);
    let words = t!("close.cash", locale = cx.l(), a = number, b = fine, c = ticket, d = stands);
    Styled::new(words, style)
}

impl Screen for ShiftClose {
    fn name(&self) -> &'static str {
        "shift_close"
    }

    fn entered(&mut self, _cx: &mut Shared) -> Vec<Step> {
        // What can still go goes now.
        vec![Step::Run(Command::SyncNow), Step::Run(Command::LookAtClose)]
    }

    fn act(&mut self, action: Action, _cx: &mut Shared) -> Vec<Step> {
        match action {
            Action::Back => return vec![Step::Back],
            Action::Enter if self.sheet.is_none() && self.closing.is_some() && !self.waits => {
                self.waits = true;
                return vec![Step::Run(Command::CloseShift)];
            }
            Action::Refresh if self.sheet.is_none() => {
                return vec![Step::Run(Command::LookAtClose)];
            }
            Action::Up | Action::PageUp => self.from = self.from.saturating_sub(1),
            Action::Down | Action::PageDown => self.from += 1,
            Action::Top => self.from = 0,
            _ => {}
        }
        Vec::new()
    }

    fn reply(&mut self, reply: &Reply, _cx: &mut Shared) -> Vec<Step> {
        match reply {
            Reply::ShiftClosing { closing, is_closed } if self.sheet.is_none() => {
                self.closing = Some((**closing).clone());
                self.is_closed = *is_closed;
            }
            // The shift may be closed and its sheet not printed: the next Enter prints it.
            Reply::Failed(_) if self.waits => {
                self.waits = false;
                return vec![Step::Run(Command::LookAtClose)];
            }
            Reply::ShiftClosed { closing, path, is_fleeting } => {
                self.closing = Some((**closing).clone());
                self.sheet = Some(path.clone());
                self.is_fleeting = *is_fleeting;
                // The close itself is an entry: it goes as well.
                return vec![Step::Run(Command::SyncNow), Step::Run(Command::LoadToday)];
            }
            // Something arrived: the count is another one now.
            Reply::Carried(_) if self.sheet.is_none() => {
                return vec![Step::Run(Command::LookAtClose)];
            }
            _ => {}
        }
        Vec::new()
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared) {
        let inner = framed(frame, area, &t!("close.title", locale = cx.l()), cx.theme);
        let rows = wrapped(&self.lines(cx), usize::from(inner.width));
        let from = self.from.min(rows.len().saturating_sub(usize::from(inner.height)));
        draw_rows(frame, inner, &rows, from);
    }
}
