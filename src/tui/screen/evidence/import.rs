//! Taking a folder or a card in: where it lies, what is said of all of it, how far it is and what came of it.

use super::said;
use crate::app::command::{Command, Reply, Trouble};
use crate::app::import_evidence::Import;
use crate::app::view::import::{ImportView, Imported};
use crate::domain::described::Description;
use crate::stdx::id::Id;
use crate::tui::effect::Step;
use crate::tui::key::Action;
use crate::tui::screen::Screen;
use crate::tui::shared::Shared;
use crate::tui::widget::form::{Field, Form, Heard};
use crate::tui::widget::gauge;
use crate::tui::widget::scroll::{Styled, framed};
use crate::tui::words;
use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;
use rust_i18n::t;

const FOLDER: &str = "evidence.folder";
const MEDIUM: &str = "evidence.medium";

pub struct ImportScreen {
    inspection: Id,
    form: Form,
    /// How far it is, while it runs.
    view: Option<ImportView>,
    done: Option<Imported>,
    /// What was ordered last: to order the same again needs a change, unless it did not run to its end.
    ordered: Option<Import>,
    /// Why it did not begin: longer than the bottom line.
    refused: Option<Trouble>,
    /// Asked, and not answered yet.
    waits: bool,
}

impl ImportScreen {
    pub fn new(inspection: Id) -> ImportScreen {
        let mut fields = vec![Field::line(FOLDER, "").wanted(true), Field::line(MEDIUM, "")];
        fields.extend(said::fields(&Description::default()));
        let (form, view, done, ordered, refused) = (Form::new(fields), None, None, None, None);
        ImportScreen { inspection, form, view, done, ordered, refused, waits: false }
    }

    /// What the fields say was taken in already, to its end.
    fn has_run(&self) -> bool {
        let is_whole = |done: &Imported| {
            let is_broken_off = done.stopped || done.gone_at.is_some() || done.refused.is_some();
            !is_broken_off && done.unread.is_empty()
        };
        let is_done =
            !self.waits && self.refused.is_none() && self.done.as_ref().is_some_and(is_whole);
        is_done && self.ordered.as_ref() == Some(&self.order())
    }

    fn order(&self) -> Import {
        let (from, said) = (vec![self.form.value(FOLDER).trim().into()], said::said(&self.form));
        let medium = self.form.value(MEDIUM).trim().to_string();
        Import { from, medium, said, ..Import::with(self.inspection) }
    }

    fn lines(&self, cx: &Shared) -> Vec<Styled> {
        let (l, theme) = (cx.l(), cx.theme);
        if self.waits {
            return self.progress_lines(cx);
        }
        if let Some(refused) = &self.refused {
            return vec![Styled::new(words::trouble(l, refused), theme.warn())];
        }
        let Some(done) = &self.done else {
            return vec![Styled::new(t!("evidence.import_about", locale = l), theme.base())];
        };
        let styles = std::iter::once(theme.base()).chain(std::iter::repeat(theme.warn()));
        let lines = done.sentences(l).into_iter().zip(styles);
        let mut lines: Vec<Styled> =
            lines.map(|(words, style)| Styled::new(words, style)).collect();
        if self.has_run() {
            lines.push(Styled::new(t!("evidence.import_again", locale = l), theme.quiet()));
        }
        lines
    }

    fn progress_lines(&self, cx: &Shared) -> Vec<Styled> {
        let (l, theme) = (cx.l(), cx.theme);
        let mut lines = vec![Styled::new(t!("evidence.import_works", locale = l), theme.base())];
        let Some(view) = &self.view else { return lines };
        if let Some(done) = &view.done {
            let count = |files: usize| u64::try_from(files).unwrap_or(u64::MAX);
            let bar = gauge::bar(count(done.read), count(done.found));
            let (read, found) = (done.read, done.found);
            let passing = gauge::bytes(done.passing_bytes);
            let words =
                t!("evidence.import_progress", locale = l, a = read, b = found, c = passing);
            lines.push(Styled::new(format!("{bar} {words}"), theme.base()));
        }
        if view.stopping {
            lines.push(Styled::new(t!("evidence.import_stopping", locale = l), theme.warn()));
        }
        lines
    }

    fn moved(&mut self, view: &ImportView) {
        // What another stop's card gives is not this one's.
        if view.inspection != Some(self.inspection) {
            return;
        }
        self.waits = view.running;
        self.view = Some(view.clone());
        // Also what ended while the officer was on another screen.
        if !view.running {
            (self.done, self.refused) = (view.done.clone(), view.refused.clone());
        }
    }
}

impl Screen for ImportScreen {
    fn name(&self) -> &'static str {
        "evidence_import"
    }

    fn entered(&mut self, _cx: &mut Shared) -> Vec<Step> {
        // One that runs already is gone on with.
        vec![Step::Run(Command::FindStick), Step::Run(Command::LookAtImport)]
    }

    fn works(&self, action: Action, _cx: &Shared) -> bool {
        match action {
            Action::Stop => self.waits,
            Action::Enter if self.waits => false,
            Action::Enter => self.form.path() != said::LAST || !self.has_run(),
            _ => true,
        }
    }

    fn says(&self, action: Action, _cx: &Shared) -> Option<&'static str> {
        let is_sent = action == Action::Enter && self.form.path() == said::LAST;
        is_sent.then_some("key.import_now")
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
            Action::Stop if self.waits => return vec![Step::Run(Command::StopImport)],
            Action::Enter if self.waits => {}
            Action::Enter if self.form.path() != said::LAST => self.form.next(),
            Action::Enter if self.form.value(FOLDER).trim().is_empty() => {
                self.form.focus_on(FOLDER);
            }
            Action::Enter if self.has_run() => return vec![Step::Bell],
            Action::Enter => {
                self.waits = true;
                self.ordered = Some(self.order());
                (self.view, self.done, self.refused) = (None, None, None);
                return vec![Step::Run(Command::ImportEvidence(Box::new(self.order())))];
            }
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

    fn reply(&mut self, reply: &Reply, _cx: &mut Shared) -> Vec<Step> {
        match reply {
            // What was typed meanwhile stays.
            Reply::StickFound(Some(place)) if self.form.value(FOLDER).is_empty() => {
                self.form.set_line(FOLDER, place);
            }
            Reply::ImportUnderWay(view) | Reply::ImportMoved(view) => self.moved(view),
            Reply::Failed(trouble) if self.waits => {
                self.waits = false;
                self.refused = Some(trouble.clone());
            }
            _ => {}
        }
        Vec::new()
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared) {
        let inner = framed(frame, area, &t!("evidence.import_title", locale = cx.l()), cx.theme);
        self.form.draw_below(frame, inner, &self.lines(cx), cx);
    }
}
