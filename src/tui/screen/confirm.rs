//! Each officer of the pair types his own PIN for what is decided; nobody types another's, nor any before all of it was shown.

use crate::app::terms;
use crate::domain::inspection::terms::Terms;
use crate::stdx::digest::Digest;
use crate::stdx::redacted::Redacted;
use crate::tui::effect::{Answer, Step};
use crate::tui::key::Action;
use crate::tui::screen::Screen;
use crate::tui::shared::Shared;
use crate::tui::widget::field::LineKind;
use crate::tui::widget::form::{Field, Form};
use crate::tui::widget::popup::middle;
use crate::tui::widget::scroll::{Styled, draw_rows, framed, wrapped};
use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;
use rust_i18n::t;
use std::cell::Cell;
use std::collections::BTreeSet;

/// Troubles after which the officers are asked for their PINs again.
pub const AGAIN: &[&str] = &["trouble.wrong_pin", "trouble.confirm_needed"];

pub struct Confirm {
    /// What is confirmed, in words and as the PINs are bound to it.
    what: Vec<String>,
    shown: Digest,
    /// First row of the terms that is seen, where they are longer than their place.
    from: Cell<usize>,
    /// Rows of the terms that had a place, and how many come behind them.
    place: Cell<(usize, usize)>,
    /// The last row of the terms was on the screen.
    is_read: Cell<bool>,
    form: Form,
}

impl Confirm {
    #[must_use]
    pub fn new(terms: &Terms, officers: &[String], cx: &Shared) -> Confirm {
        let field = |credential: &String| {
            let name = format!("{} {credential}", cx.officer_name(credential));
            Field::of_kind(credential, LineKind::Secret, "").labelled(&name).wanted(true)
        };
        let form = Form::new(officers.iter().map(field).collect());
        let (what, shown) = (terms::in_words(terms, cx.l()), terms::digest(terms));
        let (from, place, is_read) = (Cell::new(0), Cell::default(), Cell::new(false));
        Confirm { what, shown, from, place, is_read, form }
    }

    /// A page turned keeps one row of the last, so that no row is passed over.
    fn page(&self) -> usize {
        self.place.get().0.saturating_sub(1).max(1)
    }

    /// What stands between the terms and the PINs: how many rows are to be read first, or whose PINs they are.
    fn intro(&self, cx: &Shared) -> Styled {
        if self.is_read.get() {
            return Styled::new(t!("confirm.intro", locale = cx.l()), cx.theme.quiet());
        }
        let unread = self.place.get().1;
        Styled::new(t!("confirm.unread", locale = cx.l(), count = unread), cx.theme.bad())
    }
}

impl Screen for Confirm {
    fn name(&self) -> &'static str {
        "confirm"
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }

    fn form_mut(&mut self) -> Option<&mut Form> {
        Some(&mut self.form)
    }

    fn works(&self, action: Action, _cx: &Shared) -> bool {
        match action {
            Action::Enter => self.is_read.get(),
            Action::PageDown => self.place.get().1 > 0,
            _ => true,
        }
    }

    fn act(&mut self, action: Action, _cx: &mut Shared) -> Vec<Step> {
        match action {
            Action::Back => return vec![Step::Back],
            Action::Next | Action::Down => self.form.next(),
            Action::Previous | Action::Up => self.form.previous(),
            Action::PageDown => self.from.set(self.from.get().saturating_add(self.page())),
            Action::PageUp => self.from.set(self.from.get().saturating_sub(self.page())),
            // Nobody stands behind what he was not shown.
            Action::Enter if !self.is_read.get() => return vec![Step::Bell],
            Action::Enter => {
                if self.form.advance(&BTreeSet::new()) || self.form.focus_first(&BTreeSet::new()) {
                    return Vec::new();
                }
                let pin = |field: &Field| (field.path.clone(), Redacted(field.value()));
                let pins = self.form.fields().iter().map(pin).collect();
                let shown = self.shown;
                return vec![Step::Hand(Answer::Confirmed { shown, pins })];
            }
            _ => {}
        }
        Vec::new()
    }

    fn key(&mut self, key: KeyEvent, cx: &mut Shared) -> Vec<Step> {
        if !self.is_read.get() {
            return vec![Step::Bell];
        }
        self.form.key(key, cx.now);
        Vec::new()
    }

    fn paste(&mut self, text: &str, _cx: &mut Shared) -> Vec<Step> {
        if !self.is_read.get() {
            return vec![Step::Bell];
        }
        self.form.paste(text);
        Vec::new()
    }

    /// A PIN that was typed does not wait under the lock for whoever opens it.
    fn keep(&mut self, _cx: &mut Shared) -> Vec<Step> {
        let paths: Vec<String> =
            self.form.fields().iter().map(|field| field.path.clone()).collect();
        for path in paths {
            self.form.set_line(&path, "");
        }
        Vec::new()
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared) {
        let place = middle(area, 76, area.height);
        let inner = framed(frame, place, &t!("confirm.title", locale = cx.l()), cx.theme);
        // The PINs keep their rows; what is confirmed has the rest, and is paged through.
        let below = u16::try_from(self.form.fields().len()).unwrap_or(2) + 2;
        let terms = Rect {
            x: inner.x + 1,
            width: inner.width.saturating_sub(2),
            height: inner.height.saturating_sub(below),
            ..inner
        };
        let what: Vec<Styled> =
            self.what.iter().map(|line| Styled::new(line.clone(), cx.theme.base())).collect();
        let rows = wrapped(&what, usize::from(terms.width).saturating_sub(1));
        let high = u16::try_from(rows.len()).unwrap_or(u16::MAX).min(terms.height);
        let terms = Rect { height: high, ..terms };
        self.from.set(draw_rows(frame, terms, &rows, self.from.get()));
        let behind = rows.len().saturating_sub(self.from.get() + usize::from(high));
        self.place.set((usize::from(high), behind));
        self.is_read.set(self.is_read.get() || behind == 0);
        let intro = [self.intro(cx)];
        let (y, height) = (inner.y + high, inner.height.saturating_sub(high));
        self.form.draw_below(frame, Rect { y, height, ..inner }, &intro, cx);
    }
}
