//! The violation picker: by code, article, words or pinyin initials; what this officer and this station meet most stands first.

use crate::app::draft::Draft;
use crate::domain::library::LibraryRow;
use crate::tui::effect::{Answer, Step};
use crate::tui::key::Action;
use crate::tui::screen::Screen;
use crate::tui::screen::violation::ViolationPage;
use crate::tui::shared::Shared;
use crate::tui::widget::act_list::ActList;
use crate::tui::widget::scroll::framed;
use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;
use rust_i18n::t;

pub struct Picker {
    acts: ActList,
}

impl Picker {
    #[must_use]
    pub fn new(draft: &Draft, cx: &Shared) -> Picker {
        let goods =
            !draft.get("vehicle.type").is_empty() || !draft.get("weighing.gross_kg").is_empty();
        let library = cx.library().ordered(|row| place(row, goods, cx));
        Picker { acts: ActList::new(library) }
    }
}

/// Met lately, then what may be decided, acts of this kind of stop first, then what may not yet, then what is another organ's
/// business.
fn place(row: &LibraryRow, goods: bool, cx: &Shared) -> (usize, bool, bool, bool) {
    let met = cx.habit_of(&row.code).unwrap_or(usize::MAX);
    (met, row.family.is_none(), !row.confirmed, row.over_limit != goods)
}

impl Screen for Picker {
    fn name(&self) -> &'static str {
        "picker"
    }

    fn is_typing(&self) -> bool {
        true
    }

    fn works(&self, action: Action, _cx: &Shared) -> bool {
        !matches!(action, Action::Enter | Action::Law) || self.acts.chosen().is_some()
    }

    fn act(&mut self, action: Action, _cx: &mut Shared) -> Vec<Step> {
        let chosen = self.acts.chosen().map(|row| row.code.clone());
        match (action, chosen) {
            (Action::Back, _) => vec![Step::Back],
            (Action::Enter, Some(code)) => vec![Step::Hand(Answer::Violation(code))],
            (Action::Law, Some(code)) => vec![Step::Go(Box::new(ViolationPage::new(code)))],
            (Action::Enter | Action::Law, None) => vec![Step::Bell],
            (action, _) => {
                self.acts.act(action);
                Vec::new()
            }
        }
    }

    fn key(&mut self, key: KeyEvent, _cx: &mut Shared) -> Vec<Step> {
        self.acts.key(key);
        Vec::new()
    }

    fn paste(&mut self, text: &str, _cx: &mut Shared) -> Vec<Step> {
        self.acts.paste(text);
        Vec::new()
    }

    fn click(&mut self, column: u16, row: u16, _cx: &mut Shared) -> Vec<Step> {
        self.acts.click(column, row);
        Vec::new()
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared) {
        let inner = framed(frame, area, &t!("picker.title", locale = cx.l()), cx.theme);
        self.acts.draw(frame, inner, cx);
    }
}
