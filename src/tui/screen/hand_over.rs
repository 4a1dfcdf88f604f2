//! Handing the pen of a case to a colleague face to face: to which laptop and why, then the letters to show; writes nothing
//! before both are said.

use crate::app::command::{Command, Reply};
use crate::app::hand_pen::Offered;
use crate::stdx::id::Id;
use crate::tui::effect::Step;
use crate::tui::key::Action;
use crate::tui::screen::Screen;
use crate::tui::shared::Shared;
use crate::tui::widget::form::{Entry, Field, Form};
use crate::tui::widget::popup::middle;
use crate::tui::widget::scroll::{Styled, framed, wrapped};
use crate::tui::widget::text::LongField;
use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::widgets::Paragraph;
use rust_i18n::t;
use std::collections::BTreeSet;

pub struct HandOver {
    inspection: Id,
    form: Form,
    offered: Option<Offered>,
}

impl HandOver {
    #[must_use]
    pub fn new(inspection: Id) -> HandOver {
        let reason = Entry::Long(Box::new(LongField::new("")));
        let form = Form::new(vec![
            Field::line("hand_over.to", "").wanted(true),
            Field::new("reason", reason).wanted(true),
        ]);
        HandOver { inspection, form, offered: None }
    }

    fn send(&self) -> Vec<Step> {
        vec![Step::Run(Command::OfferPen {
            inspection: self.inspection,
            to: self.form.value("hand_over.to"),
            reason: self.form.value("reason"),
        })]
    }
}

impl Screen for HandOver {
    fn name(&self) -> &'static str {
        "hand_over"
    }

    fn form(&self) -> Option<&Form> {
        self.offered.is_none().then_some(&self.form)
    }

    fn form_mut(&mut self) -> Option<&mut Form> {
        self.offered.is_none().then_some(&mut self.form)
    }

    fn act(&mut self, action: Action, _cx: &mut Shared) -> Vec<Step> {
        match action {
            Action::Back => return vec![Step::Back],
            Action::Enter if self.offered.is_some() => return vec![Step::Back],
            Action::Next | Action::Down => self.form.next(),
            Action::Previous | Action::Up => self.form.previous(),
            Action::Enter => match self.form.path() {
                "hand_over.to" => self.form.next(),
                _ => return self.send(),
            },
            _ => {}
        }
        Vec::new()
    }

    fn key(&mut self, key: KeyEvent, cx: &mut Shared) -> Vec<Step> {
        if self.offered.is_none() {
            let _heard = self.form.key(key, cx.now);
        }
        Vec::new()
    }

    fn reply(&mut self, reply: &Reply, _cx: &mut Shared) -> Vec<Step> {
        match reply {
            Reply::PenOffered { inspection, offered } if *inspection == self.inspection => {
                self.offered = Some(offered.clone());
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared) {
        let (l, base) = (cx.l(), cx.theme.base());
        let place = middle(area, 78, area.height);
        let inner = framed(frame, place, &t!("hand_over.title", locale = l), cx.theme);
        let room = usize::from(inner.width);
        if let Some(Offered { code, to, until }) = &self.offered {
            let words = t!("hand_over.show", locale = l, a = to, b = until.short());
            let mut lines = vec![Styled::new(words, base), Styled::new("", base)];
            lines.extend(code.lines().map(|line| Styled::new(line, base)));
            frame.render_widget(Paragraph::new(wrapped(&lines, room)), inner);
            return;
        }
        let about = [Styled::new(t!("hand_over.about", locale = l), base)];
        let rows = wrapped(&about, room);
        let high = u16::try_from(rows.len()).unwrap_or(0).min(inner.height / 3);
        frame.render_widget(Paragraph::new(rows), Rect { height: high, ..inner });
        let below =
            Rect { y: inner.y + high + 1, height: inner.height.saturating_sub(high + 1), ..inner };
        self.form.draw(frame, below, cx, &BTreeSet::new());
    }
}
