//! An own PIN chosen in place of one that somebody else gave; keeps neither behind the choice.

use crate::app::command::{Command, Reply};
use crate::stdx::redacted::Redacted;
use crate::tui::effect::Step;
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

pub struct OwnPin {
    credential: String,
    given: Redacted<String>,
    form: Form,
}

impl OwnPin {
    /// For whoever has just typed the PIN that was given to him.
    #[must_use]
    pub fn new(credential: &str, given: &str) -> OwnPin {
        let secret = |path| Field::of_kind(path, LineKind::Secret, "").wanted(true);
        let form = Form::new(vec![secret("pin_new"), secret("pin_again")]);
        OwnPin { credential: credential.to_string(), given: Redacted(given.to_string()), form }
    }

    fn forget(&mut self) {
        self.form.set_line("pin_new", "");
        self.form.set_line("pin_again", "");
        self.form.focus_on("pin_new");
    }
}

impl Screen for OwnPin {
    fn name(&self) -> &'static str {
        "own_pin"
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }

    fn form_mut(&mut self) -> Option<&mut Form> {
        Some(&mut self.form)
    }

    fn act(&mut self, action: Action, cx: &mut Shared) -> Vec<Step> {
        match action {
            Action::Next | Action::Down => self.form.next(),
            Action::Previous | Action::Up => self.form.previous(),
            Action::Back => return vec![Step::Back],
            Action::Enter if self.form.advance(&BTreeSet::new()) => {}
            Action::Enter => {
                let new = self.form.value("pin_new");
                if new != self.form.value("pin_again") {
                    self.forget();
                    let words = t!("trouble.pins_differ", locale = cx.l());
                    return vec![Step::Notice(format!("! {words}"))];
                }
                return vec![Step::Run(Command::ChangePin {
                    credential: self.credential.clone(),
                    old: self.given.clone(),
                    new: Redacted(new),
                })];
            }
            _ => {}
        }
        Vec::new()
    }

    fn key(&mut self, key: KeyEvent, cx: &mut Shared) -> Vec<Step> {
        self.form.key(key, cx.now);
        Vec::new()
    }

    fn reply(&mut self, reply: &Reply, cx: &mut Shared) -> Vec<Step> {
        match reply {
            Reply::PinSet { credential } if *credential == self.credential => {
                let words = t!("notice.pin_chosen", locale = cx.l()).into_owned();
                vec![Step::Back, Step::Notice(words)]
            }
            Reply::Failed(_) => {
                self.forget();
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared) {
        let l = cx.l();
        let place = middle(area, 70, area.height.min(11));
        let inner = framed(frame, place, &t!("own_pin.title", locale = l), cx.theme);
        let name = cx.officer_name(&self.credential);
        let intro = [Styled::new(t!("own_pin.intro", locale = l, name = name), cx.theme.base())];
        self.form.draw_below(frame, inner, &intro, cx);
    }
}
