//! The screens, one file each; what they share is how they are asked and how they answer.

pub mod cash;
pub mod check;
pub mod clock_step;
pub mod confirm;
pub mod deadline_fact;
pub mod due;
pub mod evidence;
pub mod evidence_gap;
pub mod hand_over;
pub mod help;
pub mod inspection;
pub mod interview;
pub mod keeper;
pub mod keeper_form;
pub mod library;
pub mod list;
pub mod lock;
pub mod new_code;
pub mod numbers;
pub mod own_pin;
pub mod paper;
pub mod picker;
pub mod preview;
pub mod printer_form;
pub mod printers;
pub mod relay;
pub mod shift_close;
pub mod shift_start;
pub mod sign_in;
pub mod stick;
pub mod sync;
pub mod take_over;
pub mod tasks;
pub mod today;
pub mod violation;

use crate::app::command::Reply;
use crate::tui::effect::{Answer, Step};
use crate::tui::key::Action;
use crate::tui::shared::Shared;
use crate::tui::widget::form::Form;
use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;

/// One screen. It holds what is typed and shown; what is true lies with the desk.
pub trait Screen {
    /// Its part of the key map.
    fn name(&self) -> &'static str;

    /// Plain characters are text here and no keys.
    fn is_typing(&self) -> bool {
        self.form().is_some()
    }

    /// The form that takes keys, pasted text and clicks; `None` where the screen is no form.
    fn form(&self) -> Option<&Form> {
        None
    }

    fn form_mut(&mut self) -> Option<&mut Form> {
        None
    }

    /// The focused field wants this key before the key map is asked.
    fn grabs(&self, key: &KeyEvent) -> bool {
        self.form().is_some_and(|form| form.grabs(key))
    }

    /// Whether an action works at this moment; the key bar shows only those.
    fn works(&self, _action: Action, _cx: &Shared) -> bool {
        true
    }

    /// The key of the words for what an action does at this moment; `None` where the key map says it.
    fn says(&self, _action: Action, _cx: &Shared) -> Option<&'static str> {
        None
    }

    fn entered(&mut self, _cx: &mut Shared) -> Vec<Step> {
        Vec::new()
    }

    /// The screen above was left.
    fn returned(&mut self, _cx: &mut Shared) -> Vec<Step> {
        Vec::new()
    }

    fn act(&mut self, action: Action, cx: &mut Shared) -> Vec<Step>;

    fn key(&mut self, _key: KeyEvent, _cx: &mut Shared) -> Vec<Step> {
        Vec::new()
    }

    fn paste(&mut self, text: &str, _cx: &mut Shared) -> Vec<Step> {
        if let Some(form) = self.form_mut() {
            form.paste(text);
        }
        Vec::new()
    }

    fn click(&mut self, column: u16, row: u16, _cx: &mut Shared) -> Vec<Step> {
        if let Some(form) = self.form_mut()
            && let Some(path) = form.under(column, row).map(str::to_string)
        {
            form.focus_on(&path);
        }
        Vec::new()
    }

    /// A question was answered with yes, or a picker gave something back.
    fn answer(&mut self, _answer: Answer, _cx: &mut Shared) -> Vec<Step> {
        Vec::new()
    }

    /// An answer of the desk; nothing when it was not for this screen.
    fn reply(&mut self, _reply: &Reply, _cx: &mut Shared) -> Vec<Step> {
        Vec::new()
    }

    /// Hands over what is typed and not saved, before the program ends.
    fn keep(&mut self, _cx: &mut Shared) -> Vec<Step> {
        Vec::new()
    }

    fn words_changed(&mut self, _cx: &mut Shared) {}

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared);
}
