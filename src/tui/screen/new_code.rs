//! Headquarters' code made anew: shown once, and in force when its end was typed back from paper.

use crate::app::command::{Command, Reply};
use crate::stdx::redacted::Redacted;
use crate::tui::effect::Step;
use crate::tui::key::Action;
use crate::tui::screen::Screen;
use crate::tui::shared::Shared;
use crate::tui::widget::form::{Field, Form};
use crate::tui::widget::popup::middle;
use crate::tui::widget::scroll::{Styled, framed};
use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;
use rust_i18n::t;

pub struct NewCode {
    code: Option<Redacted<String>>,
    form: Form,
}

impl Default for NewCode {
    fn default() -> NewCode {
        NewCode { code: None, form: Form::new(vec![Field::line("code_back", "").wanted(true)]) }
    }
}

impl Screen for NewCode {
    fn name(&self) -> &'static str {
        "new_code"
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }

    fn form_mut(&mut self) -> Option<&mut Form> {
        Some(&mut self.form)
    }

    fn entered(&mut self, _cx: &mut Shared) -> Vec<Step> {
        vec![Step::Run(Command::DraftCode)]
    }

    fn act(&mut self, action: Action, _cx: &mut Shared) -> Vec<Step> {
        match action {
            Action::Back => vec![Step::Back],
            Action::Enter if self.form.value("code_back").is_empty() => vec![Step::Bell],
            Action::Enter => {
                let typed_back = Redacted(self.form.value("code_back"));
                vec![Step::Run(Command::RenewCode { typed_back })]
            }
            _ => Vec::new(),
        }
    }

    fn key(&mut self, key: KeyEvent, cx: &mut Shared) -> Vec<Step> {
        self.form.key(key, cx.now);
        Vec::new()
    }

    fn reply(&mut self, reply: &Reply, cx: &mut Shared) -> Vec<Step> {
        match reply {
            Reply::CodeDrafted { code } => {
                self.code = Some(code.clone());
                Vec::new()
            }
            Reply::CodeRenewed => {
                let words = t!("notice.code_renewed", locale = cx.l()).into_owned();
                vec![Step::Back, Step::Notice(words)]
            }
            Reply::Failed(_) => {
                self.form.set_line("code_back", "");
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared) {
        let (l, theme) = (cx.l(), cx.theme);
        let place = middle(area, 76, area.height.min(15));
        let inner = framed(frame, place, &t!("new_code.title", locale = l), theme);
        let mut intro = vec![Styled::new(t!("new_code.intro", locale = l), theme.base())];
        if let Some(code) = &self.code {
            intro.push(Styled::new(code.get().clone(), theme.warn()));
        }
        self.form.draw_below(frame, inner, &intro, cx);
    }
}
