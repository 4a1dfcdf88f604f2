//! By a colleague's laptop: bear for one, or give to one, with the code that both officers see; carries nothing itself.

use crate::app::command::{Command, Reply};
use crate::app::view::relay::{Parcel, RelayLine, RelayView};
use crate::tui::effect::Step;
use crate::tui::key::Action;
use crate::tui::screen::Screen;
use crate::tui::shared::Shared;
use crate::tui::widget::form::{Field, Form};
use crate::tui::widget::gauge;
use crate::tui::widget::scroll::{Styled, framed, wrapped};
use crate::tui::words;
use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::widgets::Paragraph;
use rust_i18n::t;
use std::collections::BTreeSet;

/// Rows of the two fields.
const FIELDS: u16 = 2;

pub struct Relay {
    form: Form,
    view: RelayView,
    /// Begun, and not answered yet.
    waits: bool,
}

impl Default for Relay {
    fn default() -> Relay {
        let fields = vec![Field::line("relay_address", ""), Field::line("relay_code", "")];
        Relay { form: Form::new(fields), view: RelayView::default(), waits: false }
    }
}

impl Relay {
    fn lines(&self, cx: &Shared) -> Vec<Styled> {
        let (l, theme, view) = (cx.l(), cx.theme, &self.view);
        let mut lines = Vec::new();
        if view.running && view.bears && view.colleague.is_none() {
            let (a, b) = (&view.address, &view.code);
            lines.push(if a.is_empty() {
                Styled::new(t!("relay.no_address", locale = l, a = b), theme.warn())
            } else {
                Styled::new(t!("relay.listens", locale = l, a = a, b = b), theme.base())
            });
        } else if view.running {
            lines.push(Styled::new(t!("relay.working", locale = l), theme.base()));
        }
        if let Some(said) = &view.turned_away {
            let why = crate::app::command::in_words(l, said);
            lines.push(Styled::new(t!("relay.turned_away", locale = l, a = why), theme.warn()));
        }
        if let Some(device) = view.colleague {
            let words = t!("relay.colleague", locale = l, a = device.short());
            lines.push(Styled::new(words, theme.base()));
        }
        lines.extend(self.parcel_lines(cx));
        if view.answers > 0 {
            let (entries, photographs, news) = view.brought;
            let words = if view.bears {
                t!("relay.answers_out", locale = l, a = view.answers)
            } else {
                let (a, b, c) = (view.answers, entries, photographs);
                t!("cli.stick_brought", locale = l, a = a, b = b, c = c, d = news)
            };
            lines.push(Styled::new(words, theme.base()));
        }
        if view.stopping {
            lines.push(Styled::new(t!("relay.stopping", locale = l), theme.warn()));
        } else if view.stopped {
            lines.push(Styled::new(t!("relay.stopped", locale = l), theme.warn()));
        }
        if let Some(refused) = &view.refused {
            lines.push(Styled::new(words::trouble(l, refused), theme.warn()));
        }
        if lines.is_empty() {
            lines.push(Styled::new(t!("relay.intro", locale = l), theme.base()));
        }
        lines
    }

    fn parcel_lines(&self, cx: &Shared) -> Vec<Styled> {
        let (l, theme, view) = (cx.l(), cx.theme, &self.view);
        let Some(parcel) = view.parcel else {
            let is_nothing = view.is_done && view.refused.is_none();
            let words = is_nothing.then(|| t!("relay.nothing", locale = l));
            return words.map(|words| Styled::new(words, theme.base())).into_iter().collect();
        };
        let Parcel { entries, photographs, is_all, size, moved } = parcel;
        let (a, b) = (entries, photographs);
        let (c, d) = (gauge::bytes(moved), gauge::bytes(size));
        let words = t!("relay.parcel", locale = l, a = a, b = b, c = c, d = d);
        let bar = gauge::bar(moved, size);
        let mut lines = vec![Styled::new(format!("{bar} {words}"), theme.base())];
        if parcel.is_whole() {
            let key = if view.bears { "relay.borne" } else { "relay.given" };
            lines.push(Styled::new(t!(key, locale = l), theme.base()));
            if !is_all {
                lines.push(Styled::new(t!("relay.not_all", locale = l), theme.warn()));
            }
        }
        lines
    }
}

/// What this laptop bears for another, or bore, in one line.
pub(super) fn borne_line(line: &RelayLine, cx: &Shared) -> Styled {
    let at =
        |moment: crate::stdx::clock::Moment| format!("{} {}", moment.day(), moment.hour_minute());
    let words = t!(
        line.key,
        locale = cx.l(),
        a = line.entries,
        b = line.device.short(),
        c = at(line.since),
        d = at(line.at)
    );
    let is_calm = ["relay.delivered", "relay.handed_over"].contains(&line.key);
    Styled::new(words, if is_calm { cx.theme.quiet() } else { cx.theme.base() })
}

impl Screen for Relay {
    fn name(&self) -> &'static str {
        "relay"
    }

    fn entered(&mut self, _cx: &mut Shared) -> Vec<Step> {
        // One that runs already is gone on with.
        vec![Step::Run(Command::LookAtRelay)]
    }

    fn works(&self, action: Action, _cx: &Shared) -> bool {
        action != Action::Stop || (self.view.running && !self.view.stopping)
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
            Action::Stop if self.view.running => return vec![Step::Run(Command::StopRelay)],
            Action::Enter if !self.view.running && !self.waits => {
                self.waits = true;
                let (address, code) =
                    (self.form.value("relay_address"), self.form.value("relay_code"));
                // Nothing typed: the colleague types what stands here.
                let command = if address.trim().is_empty() {
                    Command::BearForColleague
                } else {
                    Command::GiveToColleague { address, code }
                };
                return vec![Step::Run(command)];
            }
            _ => {}
        }
        Vec::new()
    }

    fn key(&mut self, key: KeyEvent, cx: &mut Shared) -> Vec<Step> {
        self.form.key(key, cx.now);
        Vec::new()
    }

    fn reply(&mut self, reply: &Reply, _cx: &mut Shared) -> Vec<Step> {
        match reply {
            Reply::RelayUnderWay(view) | Reply::RelayMoved(view) => {
                self.waits = false;
                let was_running = std::mem::replace(&mut self.view, (**view).clone()).running;
                if was_running && !view.running {
                    return vec![Step::Run(Command::LoadSync)];
                }
            }
            // Longer than the bottom line.
            Reply::Failed(trouble) if self.waits => {
                self.waits = false;
                self.view = RelayView { refused: Some(trouble.clone()), ..RelayView::default() };
            }
            _ => {}
        }
        Vec::new()
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared) {
        let inner = framed(frame, area, &t!("relay.title", locale = cx.l()), cx.theme);
        let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
        let fields = Rect { height: inner.height.min(FIELDS), ..inner };
        self.form.draw(frame, fields, cx, &BTreeSet::new());
        let gap = FIELDS + 1;
        let below = Rect { y: inner.y + gap, height: inner.height.saturating_sub(gap), ..inner };
        let rows = wrapped(&self.lines(cx), usize::from(below.width));
        frame.render_widget(Paragraph::new(rows), below);
    }
}
