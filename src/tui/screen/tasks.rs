//! The tasks that headquarters gave, and revisits that were promised: which are to be done, where and by when; one is done after
//! a question.

use crate::app::command::{Command, Reply};
use crate::app::view::today::TaskLine;
use crate::stdx::width;
use crate::tui::effect::{Answer, Step};
use crate::tui::key::Action;
use crate::tui::screen::Screen;
use crate::tui::shared::Shared;
use crate::tui::widget::scroll::{Styled, framed, window, wrapped};
use crate::tui::words;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::widgets::Paragraph;
use rust_i18n::t;

#[derive(Default)]
pub struct Tasks {
    focus: usize,
}

/// `2026-11-30 2026-治超-11 汕头市远航物流有限公司 莲下治超点`; a revisit says that it is one.
pub(super) fn task_line(task: &TaskLine, l: &str) -> String {
    let due = task.due.map(|due| due.to_string()).unwrap_or_default();
    let kind = if task.is_revisit { words::say(l, "due.revisit") } else { String::new() };
    let parts = [due.as_str(), &kind, &task.plan, &task.subject, &task.place];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}

fn tasks(cx: &Shared) -> &[TaskLine] {
    cx.today.as_ref().map_or(&[], |today| today.tasks.as_slice())
}

impl Screen for Tasks {
    fn name(&self) -> &'static str {
        "tasks"
    }

    fn works(&self, action: Action, cx: &Shared) -> bool {
        action != Action::Enter || !tasks(cx).is_empty()
    }

    fn act(&mut self, action: Action, cx: &mut Shared) -> Vec<Step> {
        let last = tasks(cx).len().saturating_sub(1);
        match action {
            Action::Back => return vec![Step::Back],
            Action::Enter => {
                let Some(task) = tasks(cx).get(self.focus) else { return vec![Step::Bell] };
                let line = task_line(task, cx.l());
                let words = if task.is_revisit {
                    t!("ask.revisit_done", locale = cx.l(), task = line)
                } else {
                    t!("ask.task_done", locale = cx.l(), task = line)
                };
                let yes = Answer::TaskDone(task.id);
                return vec![Step::Ask { question: vec![words.into_owned()], yes }];
            }
            Action::Up | Action::PageUp => self.focus = self.focus.saturating_sub(1),
            Action::Down | Action::PageDown => self.focus = (self.focus + 1).min(last),
            Action::Top => self.focus = 0,
            Action::Bottom => self.focus = last,
            _ => {}
        }
        Vec::new()
    }

    fn answer(&mut self, answer: Answer, _cx: &mut Shared) -> Vec<Step> {
        match answer {
            Answer::TaskDone(task) => vec![Step::Run(Command::TaskDone { task })],
            _ => Vec::new(),
        }
    }

    fn reply(&mut self, reply: &Reply, cx: &mut Shared) -> Vec<Step> {
        match reply {
            Reply::TaskDone { .. } => {
                self.focus = 0;
                let words = t!("notice.task_done", locale = cx.l()).into_owned();
                vec![Step::Run(Command::LoadToday), Step::Notice(words)]
            }
            _ => Vec::new(),
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared) {
        let l = cx.l();
        let inner = framed(frame, area, &t!("today.tasks", locale = l), cx.theme);
        let (all, room) = (tasks(cx), usize::from(inner.width));
        if all.is_empty() {
            let none = [Styled::new(t!("tasks.none", locale = l), cx.theme.base())];
            frame.render_widget(Paragraph::new(wrapped(&none, room)), inner);
            return;
        }
        // The chosen one is read in full below the list.
        let whole = wrapped(&[Styled::new(task_line(&all[self.focus], l), cx.theme.base())], room);
        let below = u16::try_from(whole.len() + 1).unwrap_or(1).min(inner.height / 2);
        let height = usize::from(inner.height - below);
        let from = window(self.focus, all.len(), height);
        for (y, (nth, task)) in (inner.y..).zip(all.iter().enumerate().skip(from).take(height)) {
            let is_late = task.due.is_some_and(|due| due < cx.now.day());
            let style = match (nth == self.focus, is_late) {
                (true, _) => cx.theme.focus(),
                (false, true) => cx.theme.bad(),
                (false, false) => cx.theme.base(),
            };
            let sign = if is_late { "!" } else { " " };
            let text = width::shorten(&format!("{sign} {}", task_line(task, l)), room);
            let line = Rect { y, height: 1, ..inner };
            frame.render_widget(Paragraph::new(width::pad(&text, room)).style(style), line);
        }
        let place = Rect {
            y: inner.y + inner.height - below + 1,
            height: below.saturating_sub(1),
            ..inner
        };
        frame.render_widget(Paragraph::new(whole), place);
    }
}
