//! The first screen of a shift: counts of the day, the latest stops, drafts to go on with, what is due.

use crate::app::command::{Command, Reply};
use crate::app::view::today::{ReturnLine, TodayView};
use crate::domain::clock_step::ClockStep;
use crate::stdx::id::Id;
use crate::stdx::width;
use crate::tui::effect::{Answer, Step};
use crate::tui::key::Action;
use crate::tui::screen::Screen;
use crate::tui::screen::check::Check;
use crate::tui::screen::clock_step::ClockStepScreen;
use crate::tui::screen::due::{DueScreen, due_lines, task_lines};
use crate::tui::screen::inspection::InspectionScreen;
use crate::tui::screen::library::LawLibrary;
use crate::tui::screen::list::{List, in_full, one_line};
use crate::tui::screen::numbers::NumbersScreen;
use crate::tui::screen::shift_close::ShiftClose;
use crate::tui::screen::shift_start::ShiftStart;
use crate::tui::screen::sync::Sync;
use crate::tui::screen::take_over::TakeOver;
use crate::tui::screen::tasks::Tasks;
use crate::tui::shared::Shared;
use crate::tui::theme::Theme;
use crate::tui::widget::scroll::{Hits, Styled, framed, whole, window, wrapped};
use crate::tui::widget::unfinished_lines;
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::widgets::Paragraph;
use rust_i18n::t;

/// Rows that each pane at the side has at least, its frame among them.
const PANE_ROWS: u16 = 8;
const BARS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

#[derive(Default)]
pub struct Today {
    /// Drafts first, then papers that were begun, then returned cases, then the latest stops, as one list.
    focus: usize,
    opening: Option<Id>,
    /// A draft was asked for, so that the answer opens it here and nowhere else.
    drafting: bool,
    /// The clock's step that was asked about; Esc leaves it open until the next sign-in.
    asked: Option<ClockStep>,
    hits: Hits,
}

impl Today {
    #[must_use]
    pub fn new() -> Today {
        Today::default()
    }

    fn new_check(&mut self) -> Vec<Step> {
        if self.drafting {
            return Vec::new();
        }
        self.drafting = true;
        vec![Step::Run(Command::NewDraft)]
    }

    fn open(&mut self, cx: &Shared) -> Vec<Step> {
        let Some(today) = &cx.today else { return vec![Step::Bell] };
        if let Some(draft) = today.drafts.get(self.focus) {
            self.drafting = true;
            return vec![Step::Run(Command::OpenDraft { draft: draft.draft })];
        }
        let begun = today.begun.iter().map(|paper| paper.inspection);
        let returned = today.returned.iter().map(|line| line.inspection);
        let mut below =
            begun.chain(returned).chain(today.latest.iter().map(|line| line.inspection));
        let Some(inspection) = below.nth(self.focus - today.drafts.len()) else {
            return self.new_check();
        };
        self.opening = Some(inspection);
        vec![Step::Run(Command::OpenInspection { inspection })]
    }

    fn move_to(&mut self, focus: usize, cx: &Shared) {
        let of = |today: &TodayView| {
            let begun = today.drafts.len() + today.begun.len();
            begun + today.returned.len() + today.latest.len()
        };
        let count = cx.today.as_deref().map_or(0, of);
        self.focus = focus.min(count.saturating_sub(1));
    }
}

impl Screen for Today {
    fn name(&self) -> &'static str {
        "today"
    }

    fn works(&self, action: Action, cx: &Shared) -> bool {
        let today = cx.today.as_ref();
        match action {
            Action::Drop => today
                .and_then(|today| today.drafts.get(self.focus))
                .is_some_and(|draft| draft.another.is_none()),
            Action::Tasks => today.is_some_and(|today| !today.tasks.is_empty()),
            _ => true,
        }
    }

    fn entered(&mut self, _cx: &mut Shared) -> Vec<Step> {
        vec![Step::Run(Command::LoadToday)]
    }

    fn returned(&mut self, _cx: &mut Shared) -> Vec<Step> {
        vec![Step::Run(Command::LoadToday)]
    }

    fn act(&mut self, action: Action, cx: &mut Shared) -> Vec<Step> {
        match action {
            Action::NewCheck if cx.snapshot.shift.is_none() => {
                return vec![Step::Become(Box::new(ShiftStart::new(cx)))];
            }
            Action::NewCheck => return self.new_check(),
            Action::Search => return vec![Step::Go(Box::new(List::new()))],
            Action::Refresh => return vec![Step::Run(Command::LoadToday)],
            Action::Sync => return vec![Step::Go(Box::new(Sync::default()))],
            Action::Tasks => return vec![Step::Go(Box::new(Tasks::default()))],
            Action::Due => return vec![Step::Go(Box::new(DueScreen::default()))],
            Action::Numbers => return vec![Step::Go(Box::new(NumbersScreen::default()))],
            Action::Law => return vec![Step::Go(Box::new(LawLibrary::new(cx)))],
            Action::TakeOver => return vec![Step::Go(Box::new(TakeOver::default()))],
            Action::CloseShift => return vec![Step::Go(Box::new(ShiftClose::default()))],
            Action::NewShift => return vec![Step::Become(Box::new(ShiftStart::new(cx)))],
            Action::Enter => return self.open(cx),
            Action::Back => {
                let question = vec![t!("ask.sign_out", locale = cx.l()).into_owned()];
                return vec![Step::Ask { question, yes: Answer::SignOut }];
            }
            Action::Drop => {
                let draft = cx.today.as_ref().and_then(|today| today.drafts.get(self.focus));
                if let Some(draft) = draft {
                    let plate = draft.plate.clone();
                    let at = unfinished_lines::since(draft);
                    let words = t!("ask.drop_draft", locale = cx.l(), plate = plate, at = at);
                    let question = vec![words.into_owned()];
                    return vec![Step::Ask { question, yes: Answer::DropDraft(draft.draft) }];
                }
            }
            Action::Up => self.move_to(self.focus.saturating_sub(1), cx),
            Action::Down => self.move_to(self.focus + 1, cx),
            Action::PageUp => self.move_to(self.focus.saturating_sub(5), cx),
            Action::PageDown => self.move_to(self.focus + 5, cx),
            Action::Top => self.move_to(0, cx),
            Action::Bottom => self.move_to(usize::MAX, cx),
            _ => {}
        }
        Vec::new()
    }

    fn answer(&mut self, answer: Answer, _cx: &mut Shared) -> Vec<Step> {
        match answer {
            Answer::SignOut => vec![Step::Back],
            Answer::DropDraft(draft) => vec![Step::Run(Command::DropDraft { draft })],
            _ => Vec::new(),
        }
    }

    fn reply(&mut self, reply: &Reply, cx: &mut Shared) -> Vec<Step> {
        match reply {
            Reply::Today(today) => {
                self.move_to(self.focus, cx);
                let step = today.clock_step.filter(|_| self.asked != today.clock_step);
                self.asked = today.clock_step;
                let ask = |step| Step::Go(Box::new(ClockStepScreen::new(step)));
                step.map(ask).into_iter().collect()
            }
            Reply::Draft(draft) if self.drafting => {
                self.drafting = false;
                vec![Step::Go(Box::new(Check::new((**draft).clone())))]
            }
            Reply::Inspection(view) if self.opening == Some(view.line.inspection) => {
                self.opening = None;
                vec![Step::Go(Box::new(InspectionScreen::new((**view).clone())))]
            }
            Reply::Dropped { .. } | Reply::DocketReckoned => vec![Step::Run(Command::LoadToday)],
            Reply::Failed(_) => {
                (self.drafting, self.opening) = (false, None);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn click(&mut self, column: u16, row: u16, _cx: &mut Shared) -> Vec<Step> {
        self.focus = self.hits.at(column, row).unwrap_or(self.focus);
        Vec::new()
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared) {
        let l = cx.l();
        let Some(today) = &cx.today else {
            let inner = framed(frame, area, &t!("today.title", locale = l), cx.theme);
            frame
                .render_widget(Paragraph::new(t!("today.loading", locale = l).into_owned()), inner);
            return;
        };
        let side = (area.width * 2 / 5).clamp(30, 60);
        let [left, right] =
            Layout::horizontal([Constraint::Min(40), Constraint::Length(side)]).areas(area);
        let [counts, stops] =
            Layout::vertical([Constraint::Length(8), Constraint::Min(6)]).areas(left);
        draw_counts(frame, counts, cx, today);
        self.draw_stops(frame, stops, cx, today);
        let ((due, hidden), tasks) = (due_lines(cx, today), task_lines(cx, today));
        let room = usize::from(right.width.saturating_sub(2));
        let need =
            |lines: &[Styled]| u16::try_from(wrapped(lines, room).len() + 2).unwrap_or(u16::MAX);
        // The lower pane takes over what the upper one does not need.
        let spare = right.height.saturating_sub(need(&due).max(PANE_ROWS));
        let high = need(&tasks).min(spare).max(PANE_ROWS);
        let [above, below] =
            Layout::vertical([Constraint::Min(PANE_ROWS), Constraint::Length(high)]).areas(right);
        draw_pane(frame, above, cx, &t!("today.due", locale = l), (due, hidden));
        draw_pane(frame, below, cx, &t!("today.tasks", locale = l), (tasks, 0));
    }
}

impl Today {
    fn draw_stops(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared, today: &TodayView) {
        let l = cx.l();
        let inner = framed(frame, area, &t!("today.latest", locale = l), cx.theme);
        let unfinished = unfinished_lines::of(today, cx).into_iter();
        let stops = today.latest.iter().map(|line| one_line(line, cx, false));
        let returned = today.returned.iter().map(|line| returned_line(line, cx));
        let lines: Vec<String> = unfinished.chain(returned).chain(stops).collect();
        self.hits.drawn(inner, 0, 0);
        if lines.is_empty() {
            let words = wrapped(
                &[Styled::new(t!("today.none", locale = l), cx.theme.base())],
                usize::from(inner.width),
            );
            frame.render_widget(Paragraph::new(words), inner);
            return;
        }
        // The row under the cursor whole, where it is wider than its place.
        let below = lines.get(self.focus).map_or(Vec::new(), |line| in_full(line, inner.width));
        let taken = u16::try_from(below.len()).unwrap_or(0).min(inner.height / 2);
        let rest = Rect { y: inner.y + inner.height - taken, height: taken, ..inner };
        frame.render_widget(Paragraph::new(below.join("\n")).style(cx.theme.quiet()), rest);
        let height = usize::from(inner.height - taken);
        let from = window(self.focus, lines.len(), height);
        self.hits.drawn(Rect { height: inner.height - taken, ..inner }, from, lines.len());
        for (y, (nth, line)) in (inner.y..).zip(lines.iter().enumerate().skip(from).take(height)) {
            let style = if nth == self.focus { cx.theme.focus() } else { cx.theme.base() };
            let text = width::pad(line, usize::from(inner.width));
            frame.render_widget(Paragraph::new(text).style(style), Rect { y, height: 1, ..inner });
        }
    }
}

/// `! 退回 2天后 粤D55D18 号牌号码: …`.
fn returned_line(line: &ReturnLine, cx: &Shared) -> String {
    let l = cx.l();
    let plate = if line.plate.is_empty() { "-" } else { &line.plate };
    let key = if line.answered { "returned.answered" } else { "returned.line" };
    let due = line.due.map(|due| due.to_string()).unwrap_or_default();
    t!(key, locale = l, due = due, plate = plate, reason = line.reason).into_owned()
}

fn draw_counts(frame: &mut Frame<'_>, area: Rect, cx: &Shared, today: &TodayView) {
    let l = cx.l();
    let title = format!("{} {}", t!("today.title", locale = l), today.day);
    let inner = framed(frame, area, &title, cx.theme);
    let counts = [
        (t!("today.inspections", locale = l), today.inspections),
        (t!("outcome.no_violation", locale = l), today.no_violation),
        (t!("outcome.correction", locale = l), today.corrections),
        (t!("outcome.on_spot_penalty", locale = l), today.on_spot),
        (t!("outcome.case_opened", locale = l), today.cases),
        (t!("outcome.handed_over", locale = l), today.handed_over),
        (t!("outcome.blocked", locale = l), today.blocked),
    ];
    let words: Vec<String> = counts.iter().map(|(name, n)| format!("{name} {n}")).collect();
    let mut rows = Vec::new();
    let mut row = String::new();
    for word in words {
        if width::cells(&row) + width::cells(&word) + 3 > usize::from(inner.width)
            && !row.is_empty()
        {
            rows.push(std::mem::take(&mut row));
        }
        row = if row.is_empty() { word } else { format!("{row}   {word}") };
    }
    rows.push(row);
    rows.push(hour_bars(today, cx));
    rows.push(t!("today.hours", locale = l).into_owned());
    rows.truncate(usize::from(inner.height));
    frame.render_widget(Paragraph::new(rows.join("\n")), inner);
}

/// One sign for each hour of the day; in the mono theme digits, which every console draws.
fn hour_bars(today: &TodayView, cx: &Shared) -> String {
    let most = today.hours.iter().copied().max().unwrap_or(0).max(1);
    let sign = |count: u32| match (cx.theme, count) {
        (_, 0) => "_".to_string(),
        (Theme::Mono, count) => count.min(9).to_string(),
        (_, count) => BARS[usize::try_from((count * 7).div_ceil(most)).unwrap_or(7).min(7)].into(),
    };
    today.hours.iter().map(|count| sign(*count)).collect()
}

/// A pane that ends at a whole line; what finds no place is counted there, with the `hidden` ones that never had any, and has a
/// page of its own.
fn draw_pane(
    frame: &mut Frame<'_>,
    area: Rect,
    cx: &Shared,
    title: &str,
    (mut lines, hidden): (Vec<Styled>, usize),
) {
    let inner = framed(frame, area, title, cx.theme);
    let words = |count: usize| t!("today.more", locale = cx.l(), count = count).into_owned();
    if hidden > 0 {
        lines.push(Styled::new(words(hidden), cx.theme.quiet()));
    }
    // The line that counts them is none of them.
    let more = |count: usize| words(count.saturating_sub(usize::from(hidden > 0)) + hidden);
    let rows = whole(&lines, usize::from(inner.width), usize::from(inner.height), more);
    frame.render_widget(Paragraph::new(rows), inner);
}
