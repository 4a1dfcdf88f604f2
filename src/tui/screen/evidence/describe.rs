//! What one piece of evidence shows, said anew; what was said before stays in its entry.

use super::said;
use crate::app::command::{Command, Reply};
use crate::app::describe_evidence::{Describing, said_of};
use crate::domain::inspection::Inspection;
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::tui::effect::Step;
use crate::tui::key::Action;
use crate::tui::screen::Screen;
use crate::tui::shared::Shared;
use crate::tui::widget::form::{Form, Heard};
use crate::tui::widget::popup::middle;
use crate::tui::widget::scroll::{Styled, framed};
use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;
use rust_i18n::t;

pub struct Describe {
    inspection: Id,
    of: Digest,
    form: Form,
    /// A desk that works has not answered yet.
    waits: bool,
}

impl Describe {
    /// Of the piece `of`; `None` where the stop has none such.
    pub fn new(stop: &Inspection, of: Digest) -> Option<Describe> {
        let form = Form::new(said::fields(said_of(stop, of)?));
        Some(Describe { inspection: stop.id, of, form, waits: false })
    }
}

impl Screen for Describe {
    fn name(&self) -> &'static str {
        "evidence_describe"
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
            Action::Previous | Action::Up => self.form.previous(),
            Action::Enter if !self.waits && self.form.path() == said::LAST => {
                self.waits = true;
                let (inspection, of, said) = (self.inspection, self.of, said::said(&self.form));
                let order = Box::new(Describing { inspection, of, said });
                return vec![Step::Run(Command::DescribeEvidence(order))];
            }
            Action::Next | Action::Down | Action::Enter => self.form.next(),
            _ => {}
        }
        Vec::new()
    }

    fn says(&self, action: Action, _cx: &Shared) -> Option<&'static str> {
        let is_kept = action == Action::Enter && self.form.path() == said::LAST;
        is_kept.then_some("key.put_down")
    }

    fn key(&mut self, key: KeyEvent, cx: &mut Shared) -> Vec<Step> {
        if self.form.key(key, cx.now) == Heard::Chosen {
            self.form.next();
        }
        Vec::new()
    }

    fn reply(&mut self, reply: &Reply, cx: &mut Shared) -> Vec<Step> {
        match reply {
            Reply::EvidenceDescribed { inspection } if *inspection == self.inspection => {
                let words = t!("notice.evidence_described", locale = cx.l()).into_owned();
                return vec![Step::Back, Step::Notice(words)];
            }
            Reply::Failed(_) => self.waits = false,
            _ => {}
        }
        Vec::new()
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared) {
        let l = cx.l();
        let place = middle(area, 78, area.height);
        let inner = framed(frame, place, &t!("evidence.describe_title", locale = l), cx.theme);
        let about = [Styled::new(t!("evidence.describe_about", locale = l), cx.theme.base())];
        self.form.draw_below(frame, inner, &about, cx);
    }
}
