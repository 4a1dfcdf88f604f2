//! Taking the pen of a case from a colleague: this laptop's id for him, and his letters, typed, pasted or scanned; reads none of
//! them itself.

use crate::app::command::{Command, Reply};
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

pub struct TakeOver {
    form: Form,
    /// The case that was taken, and from which laptop, where nothing of it is here.
    bare: Option<(Id, Id)>,
}

impl Default for TakeOver {
    fn default() -> TakeOver {
        let letters = Entry::Long(Box::new(LongField::new("")));
        let fields = vec![Field::new("take_over.letters", letters).wanted(true)];
        TakeOver { form: Form::new(fields), bare: None }
    }
}

impl Screen for TakeOver {
    fn name(&self) -> &'static str {
        "take_over"
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }

    fn form_mut(&mut self) -> Option<&mut Form> {
        Some(&mut self.form)
    }

    fn act(&mut self, action: Action, _cx: &mut Shared) -> Vec<Step> {
        match action {
            Action::Back => vec![Step::Back],
            Action::Enter if self.bare.is_some() => vec![Step::Back],
            Action::Enter => {
                let letters = self.form.value("take_over.letters");
                vec![Step::Run(Command::TakePen { letters })]
            }
            _ => Vec::new(),
        }
    }

    fn key(&mut self, key: KeyEvent, cx: &mut Shared) -> Vec<Step> {
        let _heard = self.form.key(key, cx.now);
        Vec::new()
    }

    fn reply(&mut self, reply: &Reply, cx: &mut Shared) -> Vec<Step> {
        match reply {
            Reply::PenTaken { from, is_held: true, .. } => {
                let words = t!("notice.pen_taken", locale = cx.l(), a = from).into_owned();
                vec![Step::Back, Step::Notice(words)]
            }
            // Longer than the bottom line, and not to be passed over.
            Reply::PenTaken { subject, from, is_held: false } => {
                self.bare = Some((*subject, *from));
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared) {
        let l = cx.l();
        let place = middle(area, 78, area.height);
        let inner = framed(frame, place, &t!("take_over.title", locale = l), cx.theme);
        if let Some((subject, from)) = self.bare {
            let words = t!("take_over.bare", locale = l, a = subject, b = from);
            let rows = wrapped(&[Styled::new(words, cx.theme.warn())], usize::from(inner.width));
            frame.render_widget(Paragraph::new(rows), inner);
            return;
        }
        let device = cx.today.as_ref().map_or("", |today| today.device.as_str());
        let about = [Styled::new(t!("take_over.about", locale = l, a = device), cx.theme.base())];
        let rows = wrapped(&about, usize::from(inner.width));
        let high = u16::try_from(rows.len()).unwrap_or(0).min(inner.height / 3);
        frame.render_widget(Paragraph::new(rows), Rect { height: high, ..inner });
        let below =
            Rect { y: inner.y + high + 1, height: inner.height.saturating_sub(high + 1), ..inner };
        self.form.draw(frame, below, cx, &BTreeSet::new());
    }
}
