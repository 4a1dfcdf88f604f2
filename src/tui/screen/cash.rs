//! A fine that is collected at the roadside: receipt and ground, then the slip of each step of its money; writes nothing before
//! they are said.

use crate::app::cash::CashAct;
use crate::app::command::{Command, Reply};
use crate::app::view::cash::{CashLine, due_key, term_key};
use crate::domain::cash::{CashDue, CashGround, CashTerm};
use crate::stdx::day::Day;
use crate::stdx::id::Id;
use crate::tui::effect::Step;
use crate::tui::key::Action;
use crate::tui::screen::Screen;
use crate::tui::shared::Shared;
use crate::tui::widget::choice::ChoiceField;
use crate::tui::widget::form::{Entry, Field, Form};
use crate::tui::widget::popup::middle;
use crate::tui::widget::scroll::{Styled, framed, wrapped};
use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::Paragraph;
use rust_i18n::t;
use std::collections::BTreeSet;

pub struct Cash {
    inspection: Id,
    /// The step that its money goes next; `None` while nothing was collected.
    due: Option<CashDue>,
    today: Day,
    form: Form,
}

/// What is to be done with money, with its last day, in the look of its clock.
#[must_use]
pub fn stands(due: CashDue, today: Day, cx: &Shared) -> (String, Style) {
    let (l, theme) = (cx.l(), cx.theme);
    let term = due.term(today);
    let style = match term {
        CashTerm::Runs => theme.warn(),
        CashTerm::LastDay | CashTerm::Over => theme.bad(),
    };
    let what = t!(due_key(due), locale = l, a = due.last_day.on);
    (t!(term_key(term), locale = l, a = what).into_owned(), style)
}

/// A collected fine as a line of its stop.
#[must_use]
pub fn line(cash: &CashLine, cx: &Shared) -> Styled {
    let l = cx.l();
    let (stands, style) = match cash.due {
        None => (t!("cash.at_the_bank", locale = l).into_owned(), cx.theme.base()),
        Some(due) => stands(due, cash.today, cx),
    };
    let taken = t!("cash.taken", locale = l, a = cash.at.short(), b = cash.officer);
    let (fine, ticket) = (cash.fine, &cash.ticket);
    let words = t!("cash.line", locale = l, a = fine, b = taken, c = ticket, d = stands);
    Styled::new(words, style)
}

impl Cash {
    /// For the stop `inspection`, of which `known` was collected; `None` when nothing is left to be done.
    #[must_use]
    pub fn new(inspection: Id, known: Option<&CashLine>, today: Day) -> Option<Cash> {
        let due = match known {
            None => None,
            Some(line) => Some(line.due?),
        };
        let fields = if due.is_some() {
            vec![Field::line("cash.slip", "").wanted(true)]
        } else {
            let grounds = CashGround::ALL.map(CashGround::word);
            let ground = Entry::Choice(ChoiceField::worded("cash_ground", &grounds, ""));
            vec![
                Field::line("cash.ticket", "").wanted(true),
                Field::new("cash.ground", ground).wanted(true),
            ]
        };
        Some(Cash { inspection, due, today, form: Form::new(fields) })
    }

    fn send(&self) -> Vec<Step> {
        let act = match self.due {
            Some(due) => CashAct::HandedOn { step: due.step, slip: self.form.value("cash.slip") },
            None => CashAct::Collected {
                ticket: self.form.value("cash.ticket"),
                ground: self.form.value("cash.ground"),
            },
        };
        vec![Step::Run(Command::PutDownCash { inspection: self.inspection, act })]
    }
}

impl Screen for Cash {
    fn name(&self) -> &'static str {
        "cash"
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }

    fn form_mut(&mut self) -> Option<&mut Form> {
        Some(&mut self.form)
    }

    fn act(&mut self, action: Action, _cx: &mut Shared) -> Vec<Step> {
        match action {
            Action::Back => return vec![Step::Back],
            Action::Next | Action::Down => self.form.next(),
            Action::Previous | Action::Up => self.form.previous(),
            Action::Enter => match self.form.path() {
                "cash.ticket" => self.form.next(),
                _ => return self.send(),
            },
            _ => {}
        }
        Vec::new()
    }

    fn key(&mut self, key: KeyEvent, cx: &mut Shared) -> Vec<Step> {
        let _heard = self.form.key(key, cx.now);
        Vec::new()
    }

    fn reply(&mut self, reply: &Reply, _cx: &mut Shared) -> Vec<Step> {
        match reply {
            // The stop below reads itself again and says how the money stands.
            Reply::CashPutDown(line) if line.inspection == self.inspection => vec![Step::Back],
            _ => Vec::new(),
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared) {
        let (l, base) = (cx.l(), cx.theme.base());
        let place = middle(area, 78, area.height);
        let inner = framed(frame, place, &t!("cash.title", locale = l), cx.theme);
        let about = match self.due {
            None => Styled::new(t!("cash.about", locale = l), base),
            Some(due) => {
                let (stands, style) = stands(due, self.today, cx);
                Styled::new(stands, style)
            }
        };
        let rows = wrapped(&[about], usize::from(inner.width));
        let high = u16::try_from(rows.len()).unwrap_or(0).min(inner.height / 3);
        frame.render_widget(Paragraph::new(rows), Rect { height: high, ..inner });
        let below =
            Rect { y: inner.y + high + 1, height: inner.height.saturating_sub(high + 1), ..inner };
        self.form.draw(frame, below, cx, &BTreeSet::new());
    }
}
