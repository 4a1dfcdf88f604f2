//! Asked when the laptop's clock made a step: is it right now; it never sets a clock and holds up no stop.

use crate::app::command::{Command, Reply};
use crate::domain::clock_step::{ClockStep, ClockWord};
use crate::tui::effect::Step;
use crate::tui::key::Action;
use crate::tui::screen::Screen;
use crate::tui::shared::Shared;
use crate::tui::widget::choice::ChoiceField;
use crate::tui::widget::form::{Entry, Field, Form, Heard};
use crate::tui::widget::popup::middle;
use crate::tui::widget::scroll::{Styled, framed};
use crate::tui::words;
use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;
use rust_i18n::t;

const FIELD: &str = "clock_word";

pub struct ClockStepScreen {
    step: ClockStep,
    form: Form,
}

impl ClockStepScreen {
    #[must_use]
    pub fn new(step: ClockStep) -> ClockStepScreen {
        let choice =
            Entry::Choice(ChoiceField::worded(FIELD, &ClockWord::ALL.map(ClockWord::word), ""));
        ClockStepScreen { step, form: Form::new(vec![Field::new(FIELD, choice).wanted(true)]) }
    }

    fn send(&self) -> Vec<Step> {
        ClockWord::from_word(&self.form.value(FIELD)).map_or_else(
            || vec![Step::Bell],
            |said| vec![Step::Run(Command::ConfirmClock { said })],
        )
    }
}

impl Screen for ClockStepScreen {
    fn name(&self) -> &'static str {
        "clock_step"
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
            Action::Enter => self.send(),
            _ => Vec::new(),
        }
    }

    fn key(&mut self, key: KeyEvent, cx: &mut Shared) -> Vec<Step> {
        match self.form.key(key, cx.now) {
            Heard::Chosen => self.send(),
            _ => Vec::new(),
        }
    }

    fn reply(&mut self, reply: &Reply, cx: &mut Shared) -> Vec<Step> {
        if !matches!(reply, Reply::ClockConfirmed) {
            return Vec::new();
        }
        let mut steps = vec![Step::Back];
        if self.form.value(FIELD) == ClockWord::Wrong.word() {
            steps.push(Step::Notice(t!("clock_step.set_it", locale = cx.l()).into_owned()));
        }
        steps
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared) {
        let l = cx.l();
        let place = middle(area, 66, area.height.min(12));
        let inner = framed(frame, place, &t!("clock_step.title", locale = l), cx.theme);
        let now = format!("{} {}", cx.now.day(), cx.now.hour_minute());
        let intro = [
            Styled::new(words::clock_step(l, self.step), cx.theme.warn()),
            Styled::new(t!("clock_step.now", locale = l, now = now), cx.theme.base()),
        ];
        self.form.draw_below(frame, inner, &intro, cx);
    }
}
