//! Correcting a recorded fact: which, to what, and why; the first record stays beside it.

use crate::app::command::{Command, Reply};
use crate::app::view::inspection::InspectionView;
use crate::domain::identity::plate_state::PlateState;
use crate::domain::inspection::Facts;
use crate::domain::inspection::correctable::{CORRECTABLE, recorded};
use crate::stdx::id::Id;
use crate::tui::effect::Step;
use crate::tui::key::Action;
use crate::tui::screen::Screen;
use crate::tui::screen::check::findings::road_surfaces;
use crate::tui::screen::check::unloading::{kind_of, manners};
use crate::tui::screen::check::vehicle::colours;
use crate::tui::shared::Shared;
use crate::tui::widget::choice::{ChoiceField, Pick, Says};
use crate::tui::widget::form::{Entry, Field, Form, Heard};
use crate::tui::widget::popup::middle;
use crate::tui::widget::scroll::{Styled, framed, wrapped};
use crate::tui::widget::text::LongField;
use crate::tui::words;
use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::widgets::Paragraph;
use rust_i18n::t;
use std::collections::BTreeSet;

pub struct Correction {
    inspection: Id,
    facts: Facts,
    form: Form,
}

impl Correction {
    #[must_use]
    pub fn new(view: &InspectionView) -> Correction {
        let mut correction = Correction {
            inspection: view.line.inspection,
            facts: view.inspection.facts.clone(),
            form: Form::default(),
        };
        correction.form = Form::new(correction.fields("", "", ""));
        correction
    }

    fn fields(&self, field: &str, value: &str, reason: &str) -> Vec<Field> {
        let picks = CORRECTABLE.iter().map(|path| Pick {
            value: (*path).to_string(),
            says: Says::Key(words::field_key(path)),
        });
        let choice = Entry::Choice(ChoiceField::of(picks.collect(), field));
        let reason = Entry::Long(Box::new(LongField::new(reason)));
        // A colour is picked, as at the stop: a word that is typed could mean two of them.
        let picked = match field {
            "vehicle.colour" => Some(colours(value)),
            "unloading.manner" => Some(manners(value)),
            "findings[0].road_surface" => Some(road_surfaces(value)),
            "vehicle.plate_state" => {
                let states = PlateState::ALL.map(PlateState::word);
                Some(ChoiceField::worded("plate_state", &states, value))
            }
            _ => None,
        };
        let value = match picked {
            Some(choice) => Field::new("correction.value", Entry::Choice(choice)),
            None => Field::of_kind("correction.value", kind_of(field), value),
        };
        vec![
            Field::new("correction.field", choice).wanted(true),
            value.wanted(true),
            Field::new("reason", reason).wanted(true),
        ]
    }

    /// Shows what is recorded now, so that only the wrong part is typed again.
    fn show_recorded(&mut self) {
        let field = self.form.value("correction.field");
        let recorded = recorded(&self.facts, &field);
        let reason = self.form.value("reason");
        self.form = self.form.rebuilt(self.fields(&field, &recorded, &reason));
    }

    fn send(&self) -> Vec<Step> {
        let of = |path: &str| self.form.value(path);
        vec![Step::Run(Command::Correct {
            inspection: self.inspection,
            field: of("correction.field"),
            value: of("correction.value"),
            reason: of("reason"),
        })]
    }
}

impl Screen for Correction {
    fn name(&self) -> &'static str {
        "correction"
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
            Action::Enter => match self.form.path() {
                "correction.field" => self.form.next(),
                "correction.value" => self.form.focus_on("reason"),
                _ => return self.send(),
            },
            _ => {}
        }
        Vec::new()
    }

    fn key(&mut self, key: KeyEvent, cx: &mut Shared) -> Vec<Step> {
        let choosing = self.form.path() == "correction.field";
        let heard = self.form.key(key, cx.now);
        if choosing && heard != Heard::Nothing {
            self.show_recorded();
        }
        if heard == Heard::Chosen {
            self.form.next();
        }
        Vec::new()
    }

    fn reply(&mut self, reply: &Reply, cx: &mut Shared) -> Vec<Step> {
        match reply {
            Reply::Corrected { inspection } if *inspection == self.inspection => {
                let words = t!("notice.corrected", locale = cx.l()).into_owned();
                vec![Step::Back, Step::Notice(words)]
            }
            _ => Vec::new(),
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared) {
        let place = middle(area, 78, area.height);
        let inner = framed(frame, place, &t!("correction.title", locale = cx.l()), cx.theme);
        let about = [Styled::new(t!("correction.about", locale = cx.l()), cx.theme.base())];
        let rows = wrapped(&about, usize::from(inner.width));
        let high = u16::try_from(rows.len()).unwrap_or(0).min(inner.height / 3);
        frame.render_widget(Paragraph::new(rows), Rect { height: high, ..inner });
        let below =
            Rect { y: inner.y + high + 1, height: inner.height.saturating_sub(high + 1), ..inner };
        self.form.draw(frame, below, cx, &BTreeSet::new());
    }
}
