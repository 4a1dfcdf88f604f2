//! The screens locked after a time without a key: nothing of a stop is seen, and nothing of it is lost.

use crate::app::command::{Command, Reply};
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

pub struct Lock {
    form: Form,
    /// A PIN is being tried.
    trying: bool,
}

impl Lock {
    #[must_use]
    pub fn new() -> Lock {
        let pin = Field::of_kind("pin", LineKind::Secret, "").wanted(true);
        Lock { form: Form::new(vec![pin]), trying: false }
    }
}

impl Default for Lock {
    fn default() -> Lock {
        Lock::new()
    }
}

impl Screen for Lock {
    fn name(&self) -> &'static str {
        "lock"
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }

    fn form_mut(&mut self) -> Option<&mut Form> {
        Some(&mut self.form)
    }

    fn act(&mut self, action: Action, cx: &mut Shared) -> Vec<Step> {
        match action {
            Action::Back => {
                let question = vec![t!("ask.another_officer", locale = cx.l()).into_owned()];
                vec![Step::Ask { question, yes: Answer::SignOut }]
            }
            Action::Enter => {
                let pin = Redacted(self.form.value("pin"));
                let Some((credential, _)) = cx.officer.clone() else { return vec![Step::SignOut] };
                if pin.get().is_empty() || self.trying {
                    return vec![Step::Bell];
                }
                self.trying = true;
                vec![Step::Run(Command::Unlock { credential, pin })]
            }
            _ => Vec::new(),
        }
    }

    fn key(&mut self, key: KeyEvent, cx: &mut Shared) -> Vec<Step> {
        self.form.key(key, cx.now);
        Vec::new()
    }

    fn answer(&mut self, answer: Answer, _cx: &mut Shared) -> Vec<Step> {
        if answer == Answer::SignOut { vec![Step::SignOut] } else { Vec::new() }
    }

    fn reply(&mut self, reply: &Reply, _cx: &mut Shared) -> Vec<Step> {
        match reply {
            Reply::Unlocked { .. } => vec![Step::Back],
            Reply::Failed(_) => {
                self.trying = false;
                self.form.set_line("pin", "");
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared) {
        let place = middle(area, 60, area.height.min(9));
        let inner = framed(frame, place, &t!("lock.title", locale = cx.l()), cx.theme);
        let name = cx.officer.as_ref().map_or("", |(_, name)| name.as_str());
        let intro = [Styled::new(t!("lock.intro", locale = cx.l(), name = name), cx.theme.base())];
        self.form.draw_below(frame, inner, &intro, cx);
    }
}
