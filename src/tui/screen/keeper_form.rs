//! What the keeper writes down: a person, a PIN by headquarters' code, the agency, the mirror's place; keeps no PIN
//! and no code behind the answer.

use crate::app::command::{Command, Reply};
use crate::app::enrol_officer::Enrolment;
use crate::app::view::keeping::{PersonLine, PinState};
use crate::domain::agency::{Agency, Role};
use crate::stdx::redacted::Redacted;
use crate::tui::effect::Step;
use crate::tui::key::Action;
use crate::tui::screen::Screen;
use crate::tui::shared::Shared;
use crate::tui::widget::choice::ChoiceField;
use crate::tui::widget::field::LineKind;
use crate::tui::widget::form::{Entry, Field, Form, Heard};
use crate::tui::widget::popup::middle;
use crate::tui::widget::scroll::{Styled, framed};
use crate::tui::words;
use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;
use rust_i18n::t;
use std::collections::BTreeSet;

/// What a form is for.
enum Purpose {
    NewPerson,
    /// Credential, name, role; whether a first PIN is asked as well.
    Person(Box<PersonLine>),
    /// Credential and name.
    ResetPin(String, String),
    /// As it is now.
    Agency(Box<Agency>),
    Mirror,
}

pub struct KeeperForm {
    purpose: Purpose,
    form: Form,
    /// A desk that works has not answered yet.
    waits: bool,
}

fn secret(path: &str) -> Field {
    Field::of_kind(path, LineKind::Secret, "").wanted(true)
}

fn asked(path: &str, kept: &str) -> Field {
    Field::line(path, kept).wanted(true)
}

impl KeeperForm {
    fn of(purpose: Purpose, fields: Vec<Field>) -> KeeperForm {
        KeeperForm { purpose, form: Form::new(fields), waits: false }
    }

    /// Someone who is not on this laptop yet.
    #[must_use]
    pub fn new_person() -> KeeperForm {
        let roles = Role::ALL.map(Role::word);
        let role = Entry::Choice(ChoiceField::worded("role", &roles, ""));
        let mut fields = vec![Field::new("role", role).wanted(true)];
        fields.extend(["name", "credential", "from", "until"].map(|path| asked(path, "")));
        fields.push(Field::line("scope", ""));
        fields.extend([secret("pin_new"), secret("pin_again")]);
        KeeperForm::of(Purpose::NewPerson, fields)
    }

    /// A person's name, days and scope anew, with a first PIN when he never had one.
    #[must_use]
    pub fn person(person: &PersonLine) -> KeeperForm {
        let (from, until) = (person.valid_from.to_string(), person.valid_until.to_string());
        let mut fields =
            vec![asked("name", &person.name), asked("from", &from), asked("until", &until)];
        fields.push(Field::line("scope", &person.scope));
        if person.pin == PinState::None {
            fields.extend([secret("pin_new"), secret("pin_again")]);
        }
        let mut form = KeeperForm::of(Purpose::Person(Box::new(person.clone())), fields);
        form.form.focus_on("until");
        form
    }

    /// A lost PIN, by the code that headquarters told.
    #[must_use]
    pub fn reset_pin(person: &PersonLine) -> KeeperForm {
        let fields = vec![secret("code"), secret("pin_new"), secret("pin_again")];
        let (credential, name) = (person.credential.clone(), person.name.clone());
        KeeperForm::of(Purpose::ResetPin(credential, name), fields)
    }

    /// The agency as it is, to be changed.
    #[must_use]
    pub fn agency(agency: &Agency) -> KeeperForm {
        let roll = if agency.roll_allowed { "yes" } else { "no" };
        let roll = Entry::Choice(ChoiceField::worded("flag", &["yes", "no"], roll));
        let fields = vec![
            asked("agency.name", &agency.name),
            Field::line("agency.entrusting_organ", &agency.entrusting_organ),
            asked("agency.reconsideration_organ", &agency.reconsideration_organ),
            asked("agency.court", &agency.court),
            asked("agency.bank", &agency.bank),
            asked("agency.bank_address", &agency.bank_address),
            asked("agency.account", &agency.account),
            asked("agency.number_prefix", &agency.number_prefix),
            asked("agency.region", &agency.region),
            Field::new("agency.roll_allowed", roll).wanted(true),
        ];
        KeeperForm::of(Purpose::Agency(Box::new(agency.clone())), fields)
    }

    /// Where the mirror lies.
    #[must_use]
    pub fn mirror(chosen: &str) -> KeeperForm {
        KeeperForm::of(Purpose::Mirror, vec![Field::line("mirror.place", chosen)])
    }

    fn title(&self) -> (&'static str, &'static str) {
        match &self.purpose {
            Purpose::NewPerson => ("keeper.new_person", "keeper.new_person_intro"),
            Purpose::Person(person) if person.pin == PinState::Taken => {
                ("keeper.renew_person", "keeper.renew_without_pin_intro")
            }
            Purpose::Person(_) => ("keeper.renew_person", "keeper.renew_person_intro"),
            Purpose::ResetPin(..) => ("keeper.reset_pin", "keeper.reset_pin_intro"),
            Purpose::Agency(_) => ("keeper.name_agency", "keeper.name_agency_intro"),
            Purpose::Mirror => ("keeper.choose_mirror", "keeper.choose_mirror_intro"),
        }
    }

    fn whom(&self) -> String {
        match &self.purpose {
            Purpose::Person(person) => format!("{} {}", person.name, person.credential),
            Purpose::ResetPin(credential, name) => format!("{name} {credential}"),
            Purpose::NewPerson | Purpose::Agency(_) | Purpose::Mirror => String::new(),
        }
    }

    fn command(&self) -> Command {
        let value = |path: &str| self.form.value(path);
        let pin = Redacted(value("pin_new"));
        let (name, from, until) = (value("name"), value("from"), value("until"));
        match &self.purpose {
            Purpose::NewPerson => {
                let (credential, role) = (value("credential"), value("role"));
                // Somebody who is written down once more without one keeps his.
                let scope = Some(value("scope")).filter(|scope| !scope.trim().is_empty());
                let person = Enrolment { name, credential, from, until, role, scope };
                Command::Enrol { person: Box::new(person), pin }
            }
            Purpose::Person(person) => {
                let (credential, role) =
                    (person.credential.clone(), person.role.word().to_string());
                let scope = Some(value("scope"));
                let person = Enrolment { name, credential, from, until, role, scope };
                Command::Enrol { person: Box::new(person), pin }
            }
            Purpose::ResetPin(credential, _) => {
                let code = Redacted(value("code"));
                Command::ResetPin { credential: credential.clone(), code, pin }
            }
            Purpose::Agency(before) => {
                let text = |field: &str| value(&format!("agency.{field}")).trim().to_string();
                let agency = Agency {
                    name: text("name"),
                    entrusting_organ: text("entrusting_organ"),
                    reconsideration_organ: text("reconsideration_organ"),
                    court: text("court"),
                    bank: text("bank"),
                    bank_address: text("bank_address"),
                    account: text("account"),
                    number_prefix: text("number_prefix"),
                    region: text("region"),
                    roll_allowed: text("roll_allowed") == "yes",
                    sample: before.sample,
                };
                Command::NameAgency { agency: Box::new(agency) }
            }
            Purpose::Mirror => Command::ChooseMirror { place: value("mirror.place") },
        }
    }

    fn forget_secrets(&mut self) {
        for path in ["code", "pin_new", "pin_again"] {
            self.form.set_line(path, "");
        }
    }

    fn go_on(&mut self, cx: &Shared) -> Vec<Step> {
        let lacks = self.form.fields().iter().any(|field| field.wanted && field.value().is_empty());
        if self.form.advance(&BTreeSet::new()) {
            return Vec::new();
        }
        if lacks {
            self.form.focus_first(&BTreeSet::new());
            return vec![Step::Bell];
        }
        if self.form.value("pin_new") != self.form.value("pin_again") {
            self.form.set_line("pin_new", "");
            self.form.set_line("pin_again", "");
            self.form.focus_on("pin_new");
            return vec![Step::Notice(format!("! {}", words::say(cx.l(), "trouble.pins_differ")))];
        }
        self.waits = true;
        vec![Step::Run(self.command())]
    }
}

impl Screen for KeeperForm {
    fn name(&self) -> &'static str {
        "keeper_form"
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
            Action::Enter if !self.waits => return self.go_on(cx),
            _ => {}
        }
        Vec::new()
    }

    fn key(&mut self, key: KeyEvent, cx: &mut Shared) -> Vec<Step> {
        if self.form.key(key, cx.now) == Heard::Chosen {
            self.form.next();
        }
        Vec::new()
    }

    fn reply(&mut self, reply: &Reply, cx: &mut Shared) -> Vec<Step> {
        if !self.waits {
            return Vec::new();
        }
        match reply {
            Reply::Kept { what, whom } => {
                let words = t!(*what, locale = cx.l(), a = whom).into_owned();
                vec![Step::Back, Step::Notice(words)]
            }
            Reply::PinSet { .. } => {
                let words = t!("notice.pin_reset", locale = cx.l(), a = self.whom()).into_owned();
                vec![Step::Back, Step::Notice(words)]
            }
            Reply::Failed(trouble) => {
                self.waits = false;
                self.forget_secrets();
                let at = trouble.field.as_deref().unwrap_or_default();
                self.form.focus_on(if at == "pin" { "pin_new" } else { at });
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared) {
        let l = cx.l();
        let (title, intro) = self.title();
        let place = middle(area, 78, area.height);
        let inner = framed(frame, place, &words::say(l, title), cx.theme);
        let mut lines = vec![Styled::new(words::say(l, intro), cx.theme.base())];
        if !self.whom().is_empty() {
            lines.insert(0, Styled::new(self.whom(), cx.theme.title()));
        }
        self.form.draw_below(frame, inner, &lines, cx);
    }
}
