//! The law library: every act of the rule pack, browsed by family or searched as the picker searches; it picks nothing.

use crate::app::law_words::word;
use crate::domain::library::LibraryRow;
use crate::domain::rulebook::Family;
use crate::tui::effect::Step;
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

pub struct LawLibrary {
    acts: ActList,
}

impl LawLibrary {
    /// What was met lately first, the rest as the catalogue has it.
    #[must_use]
    pub fn new(cx: &Shared) -> LawLibrary {
        let by_habit = |row: &LibraryRow| cx.habit_of(&row.code).unwrap_or(usize::MAX);
        let library = cx.library().ordered(by_habit);
        LawLibrary { acts: ActList::new(library) }
    }

    /// The family behind the one that is shown, or before it, in a circle with all of them.
    fn turn(&mut self, back: bool) {
        let all = Family::ALL.map(Some);
        let circle: Vec<Option<Family>> = std::iter::once(None).chain(all).collect();
        let shown = self.acts.family();
        let at = circle.iter().position(|family| *family == shown).unwrap_or(0);
        let by = if back { circle.len() - 1 } else { 1 };
        self.acts.show_family(circle[(at + by) % circle.len()]);
    }
}

impl Screen for LawLibrary {
    fn name(&self) -> &'static str {
        "library"
    }

    fn is_typing(&self) -> bool {
        true
    }

    fn works(&self, action: Action, _cx: &Shared) -> bool {
        action != Action::Enter || self.acts.chosen().is_some()
    }

    fn act(&mut self, action: Action, _cx: &mut Shared) -> Vec<Step> {
        match action {
            Action::Back => return vec![Step::Back],
            Action::Enter => {
                let page = self.acts.chosen().map(|row| ViolationPage::new(row.code.clone()));
                return vec![page.map_or(Step::Bell, |page| Step::Go(Box::new(page)))];
            }
            Action::Next => self.turn(false),
            Action::Previous => self.turn(true),
            action => self.acts.act(action),
        }
        Vec::new()
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
        let l = cx.l();
        let family = match self.acts.family() {
            Some(family) => word(l, "family", family.word()),
            None => t!("library.all", locale = l).into_owned(),
        };
        let count = t!("library.count", locale = l, a = self.acts.count());
        let title = format!("{}: {family}, {count}", t!("library.title", locale = l));
        let inner = framed(frame, area, &title, cx.theme);
        self.acts.draw(frame, inner, cx);
    }
}
