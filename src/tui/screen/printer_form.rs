//! Setting a printer up: its address and what officers call it; what was typed stays until the printer is set up.

use crate::app::command::{Command, Reply};
use crate::tui::effect::Step;
use crate::tui::key::Action;
use crate::tui::screen::Screen;
use crate::tui::shared::Shared;
use crate::tui::widget::form::{Field, Form};
use crate::tui::widget::popup::middle;
use crate::tui::widget::scroll::{Styled, framed, wrapped};
use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::widgets::Paragraph;
use rust_i18n::t;
use std::collections::BTreeSet;

const URI: &str = "printer.uri";
const NAME: &str = "printer.name";

pub struct PrinterForm {
    form: Form,
    /// The printer is being looked at.
    waits: bool,
}

impl Default for PrinterForm {
    fn default() -> PrinterForm {
        let fields = vec![Field::line(URI, "").wanted(true), Field::line(NAME, "")];
        PrinterForm { form: Form::new(fields), waits: false }
    }
}

impl Screen for PrinterForm {
    fn name(&self) -> &'static str {
        "printer_form"
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
            Action::Enter if self.form.path() == URI => self.form.next(),
            Action::Enter if !self.waits => {
                self.waits = true;
                let (uri, name) = (self.form.value(URI), self.form.value(NAME));
                return vec![Step::Run(Command::SetUpPrinter { uri, name })];
            }
            _ => {}
        }
        Vec::new()
    }

    fn key(&mut self, key: KeyEvent, cx: &mut Shared) -> Vec<Step> {
        let _heard = self.form.key(key, cx.now);
        Vec::new()
    }

    fn reply(&mut self, reply: &Reply, _cx: &mut Shared) -> Vec<Step> {
        let wanted = self.form.value(URI);
        match reply {
            // Beside the desk it is not set up before it was looked at.
            Reply::Printers(lines) | Reply::PrintersMoved { lines, trouble: None }
                if self.waits && lines.iter().any(|line| line.uri == wanted.trim()) =>
            {
                self.waits = false;
                vec![Step::Back]
            }
            Reply::PrintersMoved { trouble: Some(_), .. } | Reply::Failed(_) => {
                self.waits = false;
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared) {
        let l = cx.l();
        let place = middle(area, 78, area.height);
        let inner = framed(frame, place, &t!("printers.new", locale = l), cx.theme);
        let about = [Styled::new(t!("printers.how", locale = l), cx.theme.base())];
        let rows = wrapped(&about, usize::from(inner.width));
        let high = u16::try_from(rows.len()).unwrap_or(0).min(inner.height / 2);
        frame.render_widget(Paragraph::new(rows), Rect { height: high, ..inner });
        let below =
            Rect { y: inner.y + high + 1, height: inner.height.saturating_sub(high + 1), ..inner };
        self.form.draw(frame, below, cx, &BTreeSet::new());
    }
}
