//! The violation picker: by code, pinyin initials or words; what this officer meets most stands first.

use crate::app::draft::Draft;
use crate::stdx::pinyin;
use crate::stdx::width;
use crate::tui::effect::{Answer, Step};
use crate::tui::key::Action;
use crate::tui::screen::Screen;
use crate::tui::shared::Shared;
use crate::tui::widget::field::{LineField, LineKind};
use crate::tui::widget::scroll::{Hits, framed, window};
use crate::tui::words::Lang;
use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::widgets::Paragraph;
use rust_i18n::t;

/// One violation that can be picked.
struct Row {
    code: String,
    name_zh: String,
    name_en: String,
    /// Whose business it is, when it is not ours.
    organ: String,
    confirmed: bool,
    /// The smaller, the sooner it is offered.
    rank: usize,
}

pub struct Picker {
    query: LineField,
    rows: Vec<Row>,
    /// Rows that fit the query, best first.
    fits: Vec<usize>,
    focus: usize,
    hits: Hits,
}

impl Picker {
    #[must_use]
    pub fn new(draft: &Draft, cx: &Shared) -> Picker {
        let rulebook = &cx.snapshot.rulebook;
        let goods =
            !draft.get("vehicle.type").is_empty() || !draft.get("weighing.gross_kg").is_empty();
        let mut rows: Vec<Row> = rulebook
            .violations
            .values()
            .map(|violation| {
                let of_this_kind = violation.over_limit == goods;
                // What may not be decided yet is found, behind what may.
                let doubt = if violation.confirmed { 0 } else { 300 };
                Row {
                    code: violation.code.clone(),
                    name_zh: violation.name_zh.clone(),
                    name_en: violation.name_en.clone(),
                    organ: String::new(),
                    confirmed: violation.confirmed,
                    rank: rank(&violation.code, doubt + if of_this_kind { 100 } else { 200 }, cx),
                }
            })
            .collect();
        rows.extend(rulebook.police_only.values().map(|act| Row {
            code: act.code.clone(),
            name_zh: act.name_zh.clone(),
            name_en: act.name_en.clone(),
            organ: act.authority.clone(),
            confirmed: true,
            rank: rank(&act.code, 1000, cx),
        }));
        rows.sort_by(|a, b| (a.rank, &a.code).cmp(&(b.rank, &b.code)));
        let fits = (0..rows.len()).collect();
        let query = LineField::new(LineKind::Text, "");
        Picker { query, rows, fits, focus: 0, hits: Hits::default() }
    }

    fn search(&mut self) {
        let query = self.query.value().to_lowercase();
        let fit = |row: &Row| -> Option<usize> {
            let code = row.code.to_lowercase();
            if query.is_empty() || code == query {
                return Some(0);
            }
            if code.starts_with(&query) || code.replace('-', "").starts_with(&query) {
                return Some(1);
            }
            let words = || query.split_whitespace();
            let english = row.name_en.to_lowercase();
            let all = |inside: &str| words().all(|word| inside.contains(word));
            if all(&row.name_zh) || all(&english) {
                return Some(2);
            }
            // A Chinese word has no initials of its own and would fit everything.
            let sound =
                |word: &str| word.is_ascii() && pinyin::matches_initials(&row.name_zh, word);
            let sounds = words().all(sound);
            sounds.then_some(3)
        };
        let mut fits: Vec<(usize, usize)> =
            self.rows.iter().enumerate().filter_map(|(nth, row)| Some((fit(row)?, nth))).collect();
        fits.sort();
        self.fits = fits.into_iter().map(|(_, nth)| nth).collect();
        self.focus = 0;
    }

    fn move_to(&mut self, focus: usize) {
        self.focus = focus.min(self.fits.len().saturating_sub(1));
    }
}

/// Found lately, then acts of this kind of stop, then the rest, then what is another organ's business.
fn rank(code: &str, otherwise: usize, cx: &Shared) -> usize {
    cx.recent_codes.iter().position(|known| known == code).unwrap_or(otherwise)
}

impl Screen for Picker {
    fn name(&self) -> &'static str {
        "picker"
    }

    fn is_typing(&self) -> bool {
        true
    }

    fn act(&mut self, action: Action, _cx: &mut Shared) -> Vec<Step> {
        match action {
            Action::Back => return vec![Step::Back],
            Action::Enter => {
                let row = self.fits.get(self.focus).and_then(|nth| self.rows.get(*nth));
                return match row {
                    Some(row) => vec![Step::Hand(Answer::Violation(row.code.clone()))],
                    None => vec![Step::Bell],
                };
            }
            Action::Up => self.move_to(self.focus.saturating_sub(1)),
            Action::Down => self.move_to(self.focus + 1),
            Action::PageUp => self.move_to(self.focus.saturating_sub(10)),
            Action::PageDown => self.move_to(self.focus + 10),
            Action::Top => self.move_to(0),
            Action::Bottom => self.move_to(usize::MAX),
            _ => {}
        }
        Vec::new()
    }

    fn key(&mut self, key: KeyEvent, _cx: &mut Shared) -> Vec<Step> {
        if self.query.key(key) {
            self.search();
        }
        Vec::new()
    }

    fn paste(&mut self, text: &str, _cx: &mut Shared) -> Vec<Step> {
        self.query.paste(text);
        self.search();
        Vec::new()
    }

    fn click(&mut self, column: u16, row: u16, _cx: &mut Shared) -> Vec<Step> {
        self.focus = self.hits.at(column, row).unwrap_or(self.focus);
        Vec::new()
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared) {
        let l = cx.l();
        let inner = framed(frame, area, &t!("picker.title", locale = l), cx.theme);
        let label = t!("picker.search", locale = l);
        let cells = u16::try_from(width::cells(&label) + 1).unwrap_or(0).min(inner.width);
        let row = Rect { height: 1, ..inner };
        frame.render_widget(Paragraph::new(label.to_string()).style(cx.theme.title()), row);
        let well = Rect { x: row.x + cells, width: row.width.saturating_sub(cells + 1), ..row };
        self.query.draw(frame, well, cx.theme.focus(), true);
        // The chosen one is shown in full below the list: long names never vanish.
        let full = 3_u16.min(inner.height / 3);
        let list = Rect { y: inner.y + 1, height: inner.height.saturating_sub(2 + full), ..inner };
        let shown = usize::from(list.height);
        let from = window(self.focus, self.fits.len(), shown);
        self.hits.drawn(list, from, self.fits.len());
        for (y, (nth, at)) in (list.y..).zip(self.fits.iter().enumerate().skip(from).take(shown)) {
            let style = if nth == self.focus { cx.theme.focus() } else { cx.theme.base() };
            let text = width::pad(&self.words(*at, cx), usize::from(list.width));
            frame.render_widget(Paragraph::new(text).style(style), Rect { y, height: 1, ..list });
        }
        let below = Rect { y: inner.y + inner.height.saturating_sub(full), height: full, ..inner };
        let text = match self.fits.get(self.focus) {
            Some(at) => self.words(*at, cx),
            None => t!("picker.none", locale = l).into_owned(),
        };
        let rows = width::wrap(&text, usize::from(below.width));
        frame.render_widget(Paragraph::new(rows.join("\n")).style(cx.theme.title()), below);
    }
}

impl Picker {
    fn words(&self, at: usize, cx: &Shared) -> String {
        let l = cx.l();
        let row = &self.rows[at];
        let name = match cx.lang {
            Lang::Chinese => &row.name_zh,
            Lang::English => &row.name_en,
        };
        let sign = if !row.organ.is_empty() {
            t!("picker.police", locale = l, organ = row.organ).into_owned()
        } else if row.confirmed {
            String::new()
        } else {
            t!("picker.unconfirmed", locale = l).into_owned()
        };
        format!("{} {sign}{name}", row.code)
    }
}
