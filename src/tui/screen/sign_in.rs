//! Who is on duty: pick the officer or type the credential, then the PIN.

use crate::app::command::{Command, Reply};
use crate::domain::agency::Role;
use crate::domain::bureau::Shift;
use crate::stdx::redacted::Redacted;
use crate::tui::effect::Step;
use crate::tui::key::Action;
use crate::tui::screen::Screen;
use crate::tui::screen::keeper::Keeper;
use crate::tui::screen::list::List;
use crate::tui::screen::own_pin::OwnPin;
use crate::tui::screen::shift_start::ShiftStart;
use crate::tui::screen::today::Today;
use crate::tui::shared::Shared;
use crate::tui::widget::choice::{ChoiceField, Pick, Says};
use crate::tui::widget::field::LineKind;
use crate::tui::widget::form::{Entry, Field, Form, Heard};
use crate::tui::widget::popup::middle;
use crate::tui::widget::scroll::{Styled, framed};
use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;
use rust_i18n::t;
use std::collections::BTreeSet;

/// More officers than this are not shown as a list; the credential is typed.
const LISTED_MAX: usize = 20;

pub struct SignIn {
    form: Form,
}

impl SignIn {
    #[must_use]
    pub fn new(cx: &Shared) -> SignIn {
        let mut fields = Vec::new();
        let officers = &cx.snapshot.officers;
        if !officers.is_empty() && officers.len() <= LISTED_MAX {
            let picks = officers
                .iter()
                .map(|officer| Pick {
                    value: officer.credential.clone(),
                    says: Says::Text(format!("{} {}", officer.name, officer.credential)),
                })
                .collect();
            let choice = Entry::Choice(ChoiceField::of(picks, ""));
            fields.push(Field::new("sign_in.officer", choice).wanted(true));
        }
        fields.push(Field::line("credential", "").wanted(true));
        fields.push(Field::of_kind("pin", LineKind::Secret, "").wanted(true));
        SignIn { form: Form::new(fields) }
    }

    fn credential(&self) -> String {
        let typed = self.form.value("credential");
        if typed.is_empty() { self.form.value("sign_in.officer") } else { typed }
    }

    fn go_on(&mut self) -> Vec<Step> {
        if self.form.path() != "pin" && !self.credential().is_empty() {
            self.form.focus_on("pin");
            return Vec::new();
        }
        let pin = self.form.value("pin");
        if self.credential().is_empty() || pin.is_empty() {
            return if self.form.advance(&BTreeSet::new()) { Vec::new() } else { vec![Step::Bell] };
        }
        let (credential, pin) = (self.credential(), Redacted(pin));
        vec![Step::Run(Command::SignIn { credential, pin })]
    }

    fn forget_pin(&mut self) {
        self.form.set_line("pin", "");
    }
}

impl Screen for SignIn {
    fn name(&self) -> &'static str {
        "sign_in"
    }

    fn works(&self, action: Action, _cx: &Shared) -> bool {
        action != Action::Back
    }

    fn returned(&mut self, cx: &mut Shared) -> Vec<Step> {
        *self = SignIn::new(cx);
        Vec::new()
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }

    fn form_mut(&mut self) -> Option<&mut Form> {
        Some(&mut self.form)
    }

    fn act(&mut self, action: Action, _cx: &mut Shared) -> Vec<Step> {
        match action {
            Action::Next | Action::Down => self.form.next(),
            Action::Previous | Action::Up => self.form.previous(),
            Action::Enter => return self.go_on(),
            Action::Back => return vec![Step::Back],
            _ => {}
        }
        Vec::new()
    }

    fn key(&mut self, key: KeyEvent, cx: &mut Shared) -> Vec<Step> {
        if self.form.key(key, cx.now) == Heard::Chosen {
            self.form.focus_on("pin");
        }
        Vec::new()
    }

    fn reply(&mut self, reply: &Reply, cx: &mut Shared) -> Vec<Step> {
        match reply {
            Reply::SignedIn { role: Role::Keeper, .. } => {
                self.forget_pin();
                vec![Step::Go(Box::new(Keeper::default()))]
            }
            Reply::SignedIn { role: Role::Auditor, .. } => {
                self.forget_pin();
                vec![Step::Go(Box::new(List::new()))]
            }
            Reply::SignedIn { credential, .. } => {
                self.forget_pin();
                let mine =
                    |shift: &Shift| shift.officers.contains(credential) && shift.goes_on_at(cx.now);
                if cx.snapshot.shift.as_ref().is_some_and(mine) {
                    vec![Step::Go(Box::new(Today::new()))]
                } else {
                    vec![Step::Go(Box::new(ShiftStart::new(cx)))]
                }
            }
            // Someone else gave this PIN: it opens nothing but the choice of an own one.
            Reply::Failed(trouble) if trouble.key == "trouble.pin_must_change" => {
                let own = OwnPin::new(&self.credential(), &self.form.value("pin"));
                self.forget_pin();
                vec![Step::Notice(String::new()), Step::Go(Box::new(own))]
            }
            Reply::Failed(_) => {
                self.forget_pin();
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared) {
        let l = cx.l();
        let place = middle(area, 76, area.height);
        let mut intro = vec![Styled::new(t!("sign_in.welcome", locale = l), cx.theme.title())];
        if cx.snapshot.agency.sample {
            intro.push(Styled::new(t!("sign_in.sample", locale = l), cx.theme.warn()));
            for (credential, name, pin) in &cx.snapshot.sample_pins {
                let words = t!(
                    "sign_in.sample_pin",
                    locale = l,
                    name = name,
                    credential = credential,
                    pin = pin
                );
                intro.push(Styled::new(words, cx.theme.base()));
            }
        }
        let inner = framed(frame, place, &t!("sign_in.title", locale = l), cx.theme);
        self.form.draw_below(frame, inner, &intro, cx);
    }
}
