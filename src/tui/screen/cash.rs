//! A fine that is collected at the roadside: receipt and ground, then the slip of each step of its money, or why it was put down
//! by mistake; writes nothing before all that was said was read once more and answered with yes.

use crate::app::cash::CashAct;
use crate::app::command::{Command, Reply};
use crate::app::view::cash::{CashLine, due_key, term_key};
use crate::app::view::today::Line;
use crate::domain::cash::{CashDue, CashGround, CashStep, CashTerm};
use crate::stdx::day::Day;
use crate::stdx::id::Id;
use crate::tui::effect::{Answer, Step};
use crate::tui::key::Action;
use crate::tui::screen::Screen;
use crate::tui::shared::Shared;
use crate::tui::widget::choice::ChoiceField;
use crate::tui::widget::form::{Entry, Field, Form};
use crate::tui::widget::popup::middle;
use crate::tui::widget::scroll::{Styled, framed, wrapped};
use crate::tui::words;
use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::Paragraph;
use rust_i18n::t;
use std::collections::BTreeSet;

pub struct Cash {
    inspection: Id,
    /// 案号, sum and receipt, as the questions name them; the receipt is empty while nothing was collected.
    about: [String; 3],
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
    let taken = t!("cash.taken", locale = l, a = cash.on, b = cash.officer);
    let (fine, ticket) = (cash.fine, &cash.ticket);
    let words = t!("cash.line", locale = l, a = fine, b = taken, c = ticket, d = stands);
    Styled::new(words, style)
}

impl Cash {
    /// For the fine of `stop`, of which `known` was collected; `None` when nothing is left to be done.
    #[must_use]
    pub fn new(stop: &Line, known: Option<&CashLine>, today: Day) -> Option<Cash> {
        let due = match known {
            None => None,
            Some(line) => Some(line.due?),
        };
        let ticket = known.map(|line| line.ticket.clone()).unwrap_or_default();
        let fine = stop.fine.map(|fine| fine.to_string()).unwrap_or_default();
        let about = [stop.number.clone(), fine, ticket];
        let on = || Field::line("cash.on", &today.to_string()).wanted(true);
        let fields = match due {
            None => {
                let grounds = CashGround::ALL.map(CashGround::word);
                let ground = Entry::Choice(ChoiceField::worded("cash_ground", &grounds, ""));
                let ground = Field::new("cash.ground", ground).wanted(true);
                vec![Field::line("cash.ticket", "").wanted(true), ground, on()]
            }
            Some(due) => {
                let mut fields = vec![Field::line("cash.slip", "").wanted(true), on()];
                // Money that went on was collected: that is no mistake any more.
                if due.step == CashStep::ToAgency {
                    fields.push(Field::line("cash.reason", "").group("cash.or_withdrawn"));
                }
                fields
            }
        };
        let inspection = stop.inspection;
        Some(Cash { inspection, about, due, today, form: Form::new(fields) })
    }

    /// What the fields say; Enter on the reason of a mistake withdraws, whatever the others hold.
    fn act_of_fields(&self) -> CashAct {
        let value = |path: &str| self.form.value(path);
        match self.due {
            None => CashAct::Collected {
                ticket: value("cash.ticket"),
                ground: value("cash.ground"),
                on: value("cash.on"),
            },
            Some(_) if self.form.path() == "cash.reason" => {
                CashAct::Withdrawn { reason: value("cash.reason") }
            }
            Some(due) => {
                CashAct::HandedOn { step: due.step, slip: value("cash.slip"), on: value("cash.on") }
            }
        }
    }

    /// What a yes would write, with number, sum and receipt; `None` where a text is missing, which the desk refuses.
    fn question(&self, act: &CashAct, cx: &Shared) -> Option<Vec<String>> {
        let l = cx.l();
        let [number, fine, known] = &self.about;
        let (key, ticket, said, on) = match act {
            CashAct::Collected { ticket, ground, on } => {
                let said = words::say(l, &format!("cash_ground.{ground}"));
                let said = if ground.is_empty() { String::new() } else { said };
                ("ask.cash_collected", ticket, said, on.as_str())
            }
            CashAct::HandedOn { step: CashStep::ToAgency, slip, on } => {
                ("ask.cash_to_agency", known, slip.clone(), on.as_str())
            }
            CashAct::HandedOn { step: CashStep::ToBank, slip, on } => {
                ("ask.cash_to_bank", known, slip.clone(), on.as_str())
            }
            CashAct::Withdrawn { reason } => ("ask.cash_withdrawn", known, reason.clone(), ""),
        };
        if ticket.is_empty() || said.is_empty() {
            return None;
        }
        let about = t!("ask.cash_about", locale = l, a = number, b = fine, c = ticket);
        let on = if on.is_empty() { self.today.to_string() } else { on.to_string() };
        Some(vec![t!(key, locale = l, a = said, b = on).into_owned(), about.into_owned()])
    }

    fn ask(&self, cx: &Shared) -> Vec<Step> {
        let act = self.act_of_fields();
        match self.question(&act, cx) {
            Some(question) => vec![Step::Ask { question, yes: Answer::PutDownCash(act) }],
            None => self.send(act),
        }
    }

    fn send(&self, act: CashAct) -> Vec<Step> {
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

    fn act(&mut self, action: Action, cx: &mut Shared) -> Vec<Step> {
        match action {
            Action::Back => return vec![Step::Back],
            Action::Next | Action::Down => self.form.next(),
            Action::Previous | Action::Up => self.form.previous(),
            Action::Enter => match self.form.path() {
                "cash.ticket" => self.form.next(),
                _ => return self.ask(cx),
            },
            _ => {}
        }
        Vec::new()
    }

    fn answer(&mut self, answer: Answer, _cx: &mut Shared) -> Vec<Step> {
        match answer {
            Answer::PutDownCash(act) => self.send(act),
            _ => Vec::new(),
        }
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
