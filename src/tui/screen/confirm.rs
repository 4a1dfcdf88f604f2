//! Each officer of the pair types his own PIN for what is decided; nobody types another's.

use crate::stdx::redacted::Redacted;
use crate::tui::effect::{Answer, Step};
use crate::tui::key::Action;
use crate::tui::screen::Screen;
use crate::tui::shared::Shared;
use crate::tui::widget::field::LineKind;
use crate::tui::widget::form::{Field, Form};
use crate::tui::widget::popup::middle;
use crate::tui::widget::scroll::{Styled, framed};
use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;
use rust_i18n::t;
use std::collections::BTreeSet;

pub struct Confirm {
    /// What is confirmed, in words.
    what: Vec<String>,
    form: Form,
}

impl Confirm {
    #[must_use]
    pub fn new(what: Vec<String>, officers: &[String], cx: &Shared) -> Confirm {
        let field = |credential: &String| {
            let name = format!("{} {credential}", cx.officer_name(credential));
            Field::of_kind(credential, LineKind::Secret, "").labelled(&name).wanted(true)
        };
        Confirm { what, form: Form::new(officers.iter().map(field).collect()) }
    }
}

impl Screen for Confirm {
    fn name(&self) -> &'static str {
        "confirm"
    }

    fn is_typing(&self) -> bool {
        true
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
            Action::Enter => {
                if self.form.advance(&BTreeSet::new()) || self.form.focus_first(&BTreeSet::new()) {
                    return Vec::new();
                }
                let pin = |field: &Field| (field.path.clone(), Redacted(field.value()));
                let pins = self.form.fields().iter().map(pin).collect();
                return vec![Step::Hand(Answer::Confirmed(pins))];
            }
            _ => {}
        }
        Vec::new()
    }

    fn key(&mut self, key: KeyEvent, cx: &mut Shared) -> Vec<Step> {
        self.form.key(key, cx.now);
        Vec::new()
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared) {
        let place = middle(area, 76, area.height);
        let inner = framed(frame, place, &t!("confirm.title", locale = cx.l()), cx.theme);
        let mut intro: Vec<Styled> =
            self.what.iter().map(|line| Styled::new(line.clone(), cx.theme.base())).collect();
        intro.push(Styled::new(t!("confirm.intro", locale = cx.l()), cx.theme.quiet()));
        self.form.draw_below(frame, inner, &intro, cx);
    }
}
