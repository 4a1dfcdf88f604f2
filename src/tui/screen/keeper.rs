//! The keeper's first screen: people of this laptop with their PINs, the agency, the mirror and headquarters' code;
//! writes nothing itself.

use crate::app::command::{Command, Reply};
use crate::app::view::keeping::{KeepingView, PersonLine, PinState};
use crate::stdx::width;
use crate::tui::effect::{Answer, Step};
use crate::tui::key::Action;
use crate::tui::screen::Screen;
use crate::tui::screen::keeper_form::KeeperForm;
use crate::tui::screen::new_code::NewCode;
use crate::tui::screen::sync::Sync;
use crate::tui::shared::Shared;
use crate::tui::widget::scroll::{Styled, framed, window, wrapped};
use crate::tui::words;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::widgets::Paragraph;
use rust_i18n::t;

/// Rows of one page of keys.
const PAGE: usize = 8;

#[derive(Default)]
pub struct Keeper {
    view: Option<KeepingView>,
    focus: usize,
}

impl Keeper {
    fn person(&self) -> Option<&PersonLine> {
        self.view.as_ref()?.people.get(self.focus)
    }

    fn move_to(&mut self, focus: usize) -> Vec<Step> {
        let people = self.view.as_ref().map_or(0, |view| view.people.len());
        self.focus = focus.min(people.saturating_sub(1));
        Vec::new()
    }

    /// Opens a form for the person that is looked at.
    fn for_person(&self, form: impl FnOnce(&PersonLine) -> KeeperForm) -> Vec<Step> {
        self.person().map_or(vec![Step::Bell], |person| vec![Step::Go(Box::new(form(person)))])
    }

    fn head_lines(&self, cx: &Shared) -> Vec<Styled> {
        let (l, theme) = (cx.l(), cx.theme);
        let Some(view) = &self.view else {
            return vec![Styled::new(t!("keeper.looking", locale = l), theme.base())];
        };
        let agency = t!("keeper.agency", locale = l, a = view.agency.name);
        let mut lines = vec![Styled::new(agency, theme.base())];
        let lacks: Vec<String> =
            view.agency.missing_for_decision().iter().map(|field| words::field(l, field)).collect();
        if !lacks.is_empty() {
            let words = t!("keeper.agency_lacks", locale = l, a = lacks.join("、"));
            lines.push(Styled::new(words, theme.warn()));
        }
        lines.push(match &view.mirror {
            None => Styled::new(t!("keeper.mirror_none", locale = l), theme.warn()),
            Some(mirror) => {
                let (a, b, c) = (&mirror.folder, mirror.until.unwrap_or(0), view.entries);
                Styled::new(t!("keeper.mirror", locale = l, a = a, b = b, c = c), theme.base())
            }
        });
        let trouble = view.mirror.as_ref().and_then(|mirror| mirror.trouble.as_ref());
        lines.extend(trouble.map(|no| Styled::new(words::trouble(l, no), theme.warn())));
        lines.push(match &view.code_made {
            Some((entry, at)) => {
                let words = t!("keeper.code", locale = l, a = at.short(), b = entry);
                Styled::new(words, theme.base())
            }
            None => Styled::new(t!("keeper.code_none", locale = l), theme.warn()),
        });
        lines.push(Styled::new("", theme.base()));
        let (people, now) = (view.people.len(), view.people.iter().filter(|one| one.in_force));
        let words = t!("keeper.people", locale = l, a = people, b = now.count());
        lines.push(Styled::new(words, theme.title()));
        lines
    }
}

/// Name, credential, role, until when, and the PIN.
fn one_line(person: &PersonLine, l: &str) -> String {
    let sign = if person.in_force { "✓" } else { "×" };
    let role = words::say(l, &format!("role.{}", person.role.word()));
    let pin = words::say(l, &format!("pin_state.{}", person.pin.word()));
    let name = width::pad(&width::shorten(&person.name, 16), 16);
    let credential = width::pad(&width::shorten(&person.credential, 13), 13);
    let role = width::pad(&role, 10);
    format!("{sign} {name} {credential} {role} {} {pin}", person.valid_until)
}

impl Screen for Keeper {
    fn name(&self) -> &'static str {
        "keeper"
    }

    fn entered(&mut self, _cx: &mut Shared) -> Vec<Step> {
        vec![Step::Run(Command::LoadKeeping)]
    }

    fn returned(&mut self, cx: &mut Shared) -> Vec<Step> {
        self.entered(cx)
    }

    fn works(&self, action: Action, _cx: &Shared) -> bool {
        let person = matches!(action, Action::Enter | Action::ResetPin | Action::EndPerson);
        !person || self.person().is_some()
    }

    fn act(&mut self, action: Action, cx: &mut Shared) -> Vec<Step> {
        match action {
            Action::Back => vec![Step::SignOut],
            Action::Up => self.move_to(self.focus.saturating_sub(1)),
            Action::Down => self.move_to(self.focus + 1),
            Action::PageUp => self.move_to(self.focus.saturating_sub(PAGE)),
            Action::PageDown => self.move_to(self.focus + PAGE),
            Action::Top => self.move_to(0),
            Action::Bottom => self.move_to(usize::MAX),
            Action::Refresh => self.entered(cx),
            Action::Sync => vec![Step::Go(Box::new(Sync::default()))],
            Action::NewPerson => vec![Step::Go(Box::new(KeeperForm::new_person()))],
            Action::Enter => self.for_person(KeeperForm::person),
            Action::ResetPin => self.for_person(KeeperForm::reset_pin),
            Action::EndPerson => {
                let Some(person) = self.person() else { return vec![Step::Bell] };
                let (a, b) = (&person.name, &person.credential);
                let question = t!("ask.end_person", locale = cx.l(), a = a, b = b).into_owned();
                let yes = Answer::EndPerson(person.credential.clone());
                vec![Step::Ask { question: vec![question], yes }]
            }
            Action::Agency => match &self.view {
                Some(view) => vec![Step::Go(Box::new(KeeperForm::agency(&view.agency)))],
                None => vec![Step::Bell],
            },
            Action::Mirror => {
                let mirror = self.view.iter().find_map(|view| view.mirror.as_ref());
                let chosen = mirror.map_or("", |mirror| mirror.under.as_str());
                vec![Step::Go(Box::new(KeeperForm::mirror(chosen)))]
            }
            Action::NewCode => vec![Step::Go(Box::new(NewCode::default()))],
            _ => Vec::new(),
        }
    }

    fn answer(&mut self, answer: Answer, _cx: &mut Shared) -> Vec<Step> {
        match answer {
            Answer::EndPerson(credential) => vec![Step::Run(Command::EndPerson { credential })],
            _ => Vec::new(),
        }
    }

    fn reply(&mut self, reply: &Reply, cx: &mut Shared) -> Vec<Step> {
        match reply {
            Reply::Keeping(view) => {
                self.view = Some((**view).clone());
                self.move_to(self.focus)
            }
            Reply::Kept { what, whom } => {
                let words = t!(*what, locale = cx.l(), a = whom).into_owned();
                vec![Step::Notice(words), Step::Run(Command::LoadKeeping)]
            }
            _ => Vec::new(),
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared) {
        let l = cx.l();
        let inner = framed(frame, area, &t!("keeper.title", locale = l), cx.theme);
        let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
        let head = wrapped(&self.head_lines(cx), usize::from(inner.width));
        let high = u16::try_from(head.len()).unwrap_or(0).min(inner.height.saturating_sub(1));
        frame.render_widget(Paragraph::new(head), Rect { height: high, ..inner });
        let people = self.view.iter().flat_map(|view| &view.people);
        let shown = usize::from(inner.height - high);
        let from = window(self.focus, people.clone().count(), shown);
        for (y, (nth, person)) in (inner.y + high..).zip(people.enumerate().skip(from).take(shown))
        {
            let line = width::shorten(&one_line(person, l), usize::from(inner.width));
            let style = match (nth == self.focus, person.in_force && person.pin == PinState::Own) {
                (true, _) => cx.theme.focus(),
                (false, true) => cx.theme.base(),
                (false, false) => cx.theme.warn(),
            };
            let text = width::pad(&line, usize::from(inner.width));
            frame.render_widget(Paragraph::new(text).style(style), Rect { y, height: 1, ..inner });
        }
    }
}
