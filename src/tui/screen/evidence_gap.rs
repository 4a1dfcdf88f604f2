//! Asked where a stop ends and a kind of evidence is missing: which, and why the officers leave without it; it decides nothing, and
//! no reason stands in for evidence.

use crate::app::gap_reasons::{GapReason, GapReasons};
use crate::domain::evidence::EvidenceKind;
use crate::domain::evidence_gap::EvidenceGap;
use crate::tui::effect::{Answer, Step};
use crate::tui::key::Action;
use crate::tui::screen::Screen;
use crate::tui::shared::Shared;
use crate::tui::widget::choice::{ChoiceField, Pick, Says};
use crate::tui::widget::form::{Entry, Field, Form, Heard};
use crate::tui::widget::popup::middle;
use crate::tui::widget::scroll::{Styled, framed};
use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;
use rust_i18n::t;

/// The field of a draft that keeps the reason, and the one of the screen that takes the officer's own words.
pub const FIELD: &str = "evidence_gap";
const LISTED: &str = "evidence_gap.listed";

pub struct EvidenceGapScreen {
    gap: EvidenceGap,
    form: Form,
}

impl EvidenceGapScreen {
    #[must_use]
    pub fn new(gap: EvidenceGap, cx: &Shared) -> EvidenceGapScreen {
        EvidenceGapScreen { gap, form: Form::new(fields(("", ""), cx.l())) }
    }

    /// Hands over what was written, else what was chosen; without either it says so.
    fn hand(&mut self, cx: &Shared) -> Vec<Step> {
        let own = self.form.value(FIELD).trim().to_string();
        let reason = if own.is_empty() { self.form.value(LISTED) } else { own };
        if reason.is_empty() {
            self.form.note(FIELD, &t!("evidence_gap.empty", locale = cx.l()));
            return Vec::new();
        }
        vec![Step::Hand(Answer::EvidenceGap(reason))]
    }
}

/// What is picked and what is written, in the language `l`.
fn fields((listed, own): (&str, &str), l: &str) -> Vec<Field> {
    let pick = |one: &GapReason| Pick {
        value: one.text.clone(),
        says: Says::Text(one.shown(l).to_string()),
    };
    let picks = GapReasons::shipped().all().iter().map(pick).collect();
    let listed = Entry::Choice(ChoiceField::of(picks, listed));
    vec![Field::new(LISTED, listed), Field::line(FIELD, own)]
}

/// `需要 2 种证据，还缺 1 种，可补：书证、物证`.
#[must_use]
pub fn missing(gap: &EvidenceGap, l: &str) -> String {
    let kinds: Vec<&str> = gap.could_be.iter().copied().map(EvidenceKind::in_chinese).collect();
    let (wanted, missing) = (gap.wanted_kinds, gap.missing_kinds);
    t!("evidence_gap.missing", locale = l, a = wanted, b = missing, c = kinds.join("、"))
        .into_owned()
}

/// Why the officers left without, or that nobody said why.
#[must_use]
pub fn reason(gap: &EvidenceGap, l: &str) -> String {
    let none = || t!("evidence_gap.no_reason", locale = l).into_owned();
    let said = if gap.is_unexplained() { none() } else { gap.reason.clone() };
    t!("evidence_gap.reason", locale = l, a = said).into_owned()
}

impl Screen for EvidenceGapScreen {
    fn name(&self) -> &'static str {
        "evidence_gap"
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }

    fn form_mut(&mut self) -> Option<&mut Form> {
        Some(&mut self.form)
    }

    fn act(&mut self, action: Action, cx: &mut Shared) -> Vec<Step> {
        match action {
            Action::Back => return vec![Step::Back],
            Action::Previous | Action::Up => self.form.previous(),
            Action::Next | Action::Down => self.form.next(),
            Action::Enter => {
                let is_choosing = self.form.path() == LISTED;
                if is_choosing && self.form.focused_value().is_empty() {
                    self.form.next();
                } else {
                    return self.hand(cx);
                }
            }
            _ => {}
        }
        Vec::new()
    }

    fn key(&mut self, key: KeyEvent, cx: &mut Shared) -> Vec<Step> {
        // A letter is a choice for good, and nothing else is asked.
        if self.form.key(key, cx.now) == Heard::Chosen { self.hand(cx) } else { Vec::new() }
    }

    fn words_changed(&mut self, cx: &mut Shared) {
        let (listed, own) = (self.form.value(LISTED), self.form.value(FIELD));
        self.form = self.form.rebuilt(fields((&listed, &own), cx.l()));
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared) {
        let l = cx.l();
        let place = middle(area, 76, area.height.min(18));
        let inner = framed(frame, place, &t!("evidence_gap.title", locale = l), cx.theme);
        let intro = [
            Styled::new(format!("✖ {}", missing(&self.gap, l)), cx.theme.warn()),
            Styled::new(t!("evidence_gap.about", locale = l), cx.theme.base()),
            Styled::new(t!("evidence_gap.choose", locale = l), cx.theme.quiet()),
        ];
        self.form.draw_below(frame, inner, &intro, cx);
    }
}
