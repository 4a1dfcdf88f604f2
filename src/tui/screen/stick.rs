//! The stick: where it is, what went on it and what came back; writes nothing itself.

use crate::app::command::{Command, Reply, Trouble};
use crate::app::exchange_stick::Exchanged;
use crate::app::view::stick::StickView;
use crate::tui::effect::Step;
use crate::tui::key::Action;
use crate::tui::screen::Screen;
use crate::tui::shared::Shared;
use crate::tui::widget::form::{Field, Form};
use crate::tui::widget::gauge;
use crate::tui::widget::scroll::{Styled, framed, wrapped};
use crate::tui::words;
use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::widgets::Paragraph;
use rust_i18n::t;
use std::collections::BTreeSet;

pub struct Stick {
    form: Form,
    done: Option<Exchanged>,
    /// How far it is, while it runs.
    view: Option<StickView>,
    /// Asked, and not answered yet.
    waits: bool,
    /// Why the last exchange was not done: longer than the bottom line.
    refused: Option<Trouble>,
}

impl Default for Stick {
    fn default() -> Stick {
        let form = Form::new(vec![Field::line("stick", "").wanted(true)]);
        Stick { form, done: None, view: None, waits: false, refused: None }
    }
}

impl Stick {
    fn lines(&self, cx: &Shared) -> Vec<Styled> {
        let (l, theme) = (cx.l(), cx.theme);
        if self.waits {
            return self.progress_lines(cx);
        }
        if let Some(refused) = &self.refused {
            return vec![Styled::new(words::trouble(l, refused), theme.warn())];
        }
        let Some(Exchanged { brought, written }) = &self.done else {
            return vec![Styled::new(t!("stick.intro", locale = l), theme.base())];
        };
        let mut lines = Vec::new();
        let (a, b) = (brought.progress.entries, brought.progress.photographs);
        let (answers, news) = (brought.answers, brought.progress.news);
        let words = t!("cli.stick_brought", locale = l, a = answers, b = a, c = b, d = news);
        lines.push(Styled::new(words, theme.base()));
        if brought.torn > 0 {
            let words = t!("stick.torn", locale = l, a = brought.torn);
            lines.push(Styled::new(words, theme.warn()));
        }
        let trouble = self.done.as_ref().and_then(Exchanged::trouble);
        lines.extend(trouble.map(|trouble| Styled::new(words::trouble(l, &trouble), theme.warn())));
        let (a, b) = (written.entries, written.photographs);
        let (files, bytes) = (written.volumes, written.bytes);
        let words = t!("cli.stick_written", locale = l, a = a, b = b, c = files, d = bytes);
        lines.push(Styled::new("", theme.base()));
        lines.push(Styled::new(words, theme.base()));
        if written.stopped {
            lines.push(Styled::new(t!("stick.stopped", locale = l), theme.warn()));
        }
        lines
    }

    fn progress_lines(&self, cx: &Shared) -> Vec<Styled> {
        let (l, theme) = (cx.l(), cx.theme);
        let mut lines = vec![Styled::new(t!("stick.working", locale = l), theme.base())];
        let Some(view) = &self.view else { return lines };
        let written = view.done.map(|done| done.written).unwrap_or_default();
        // Pressed entries are smaller than they were counted: the bar is full when it is done, and not before.
        let bar = gauge::bar(written.bytes.min(view.all.saturating_sub(1)), view.all);
        let (a, b) = (written.entries, written.photographs);
        let (c, d) = (gauge::bytes(written.bytes), gauge::bytes(view.all));
        let words = t!("stick.progress", locale = l, a = a, b = b, c = c, d = d);
        lines.push(Styled::new(format!("{bar} {words}"), theme.base()));
        if view.stopping {
            lines.push(Styled::new(t!("stick.stopping", locale = l), theme.warn()));
        }
        lines
    }

    fn moved(&mut self, view: &StickView) -> Vec<Step> {
        self.view = Some(view.clone());
        let was_running = std::mem::replace(&mut self.waits, view.running);
        if view.running {
            return Vec::new();
        }
        (self.done, self.refused) = (view.done, view.refused.clone());
        if was_running { vec![Step::Run(Command::LoadSync)] } else { Vec::new() }
    }
}

impl Screen for Stick {
    fn name(&self) -> &'static str {
        "stick"
    }

    fn entered(&mut self, _cx: &mut Shared) -> Vec<Step> {
        // One that runs already is gone on with.
        vec![Step::Run(Command::FindStick), Step::Run(Command::LookAtStick)]
    }

    fn works(&self, action: Action, _cx: &Shared) -> bool {
        action != Action::Stop || self.waits
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
            Action::Stop if self.waits => return vec![Step::Run(Command::StopStick)],
            Action::Enter if self.waits || self.form.value("stick").is_empty() => {}
            Action::Enter => {
                self.waits = true;
                (self.done, self.refused) = (None, None);
                let folder = self.form.value("stick").into();
                return vec![Step::Run(Command::ExchangeStick { folder })];
            }
            _ => {}
        }
        Vec::new()
    }

    fn key(&mut self, key: KeyEvent, cx: &mut Shared) -> Vec<Step> {
        self.form.key(key, cx.now);
        Vec::new()
    }

    fn reply(&mut self, reply: &Reply, _cx: &mut Shared) -> Vec<Step> {
        match reply {
            // What was typed meanwhile stays.
            Reply::StickFound(Some(place)) if self.form.value("stick").is_empty() => {
                self.form.set_line("stick", place);
            }
            Reply::StickExchanged(done) => {
                self.waits = false;
                self.done = Some(*done);
                return vec![Step::Run(Command::LoadSync)];
            }
            Reply::StickUnderWay(view) | Reply::StickMoved(view) => return self.moved(view),
            Reply::Failed(trouble) if self.waits => {
                self.waits = false;
                self.refused = Some(trouble.clone());
            }
            _ => {}
        }
        Vec::new()
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared) {
        let inner = framed(frame, area, &t!("stick.title", locale = cx.l()), cx.theme);
        let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
        self.form.draw(frame, Rect { height: inner.height.min(1), ..inner }, cx, &BTreeSet::new());
        let below = Rect { y: inner.y + 2, height: inner.height.saturating_sub(2), ..inner };
        let rows = wrapped(&self.lines(cx), usize::from(below.width));
        frame.render_widget(Paragraph::new(rows), below);
    }
}
