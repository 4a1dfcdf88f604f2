//! What falls due, which clocks run in all cases, and what is to be known before anything else: each line in full, with no other
//! limit than its place; a line of a stop opens it.

use crate::app::command::{Command, Reply};
use crate::app::docket_words;
use crate::app::view::docket::{DocketLine, DocketView};
use crate::app::view::today::{Due, TodayView};
use crate::domain::deadline::watched::Urgency;
use crate::domain::number_supply::NumberSupply;
use crate::stdx::day::Day;
use crate::stdx::id::Id;
use crate::tui::effect::Step;
use crate::tui::key::Action;
use crate::tui::screen::Screen;
use crate::tui::screen::inspection::InspectionScreen;
use crate::tui::shared::Shared;
use crate::tui::widget::scroll::{Hits, Styled, draw_rows, framed, wrapped};
use crate::tui::words;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use rust_i18n::t;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

/// Key of a decision that is to be filed, and from how many on those of one day are one line of the first screen.
const FILING: &str = "due.file_decision";
const FILINGS_MIN: usize = 3;

#[derive(Default)]
pub struct DueScreen {
    /// Place of the chosen line: what is due and the clocks as one list, and below it the lines of the tasks.
    focus: usize,
    from: Cell<usize>,
    /// As the desk told it last; before that the first screen's beginning is shown.
    docket: Option<Box<DocketView>>,
    opening: Option<Id>,
    hits: Hits,
    /// Of each row that was drawn the line that it belongs to.
    places: RefCell<Vec<usize>>,
}

/// Something with an end.
#[derive(Clone, Copy)]
enum Item<'a> {
    Due(&'a Due),
    Clock(&'a DocketLine),
}

impl Item<'_> {
    /// By what it takes its place: what is over stands first, then what ends sooner.
    fn key(self, today: Day) -> (Urgency, Day) {
        match self {
            Item::Due(due) if due.on < today => (Urgency::Overdue, due.on),
            Item::Due(due) => (Urgency::Runs, due.on),
            Item::Clock(line) => {
                (line.urgency, line.clock.as_ref().map_or(today, |clock| clock.end.day()))
            }
        }
    }

    fn inspection(self) -> Id {
        match self {
            Item::Due(due) => due.inspection,
            Item::Clock(line) => line.inspection,
        }
    }

    fn line(self, cx: &Shared, words: fn(&DocketLine, &str) -> String) -> Styled {
        match self {
            Item::Due(due) => due_line(cx, due),
            Item::Clock(line) => clock_line(cx, line, words),
        }
    }
}

fn items<'a>(dues: &'a [Due], docket: &'a DocketView, today: Day) -> Vec<Item<'a>> {
    let clocks = docket.lines.iter().map(Item::Clock);
    let mut items: Vec<Item<'_>> = dues.iter().map(Item::Due).chain(clocks).collect();
    items.sort_by_key(|item| item.key(today));
    items
}

/// For the first screen a line for each thing that falls due and for the first clocks, what is over first; and how many clocks
/// there are beside them.
pub(super) fn due_lines(cx: &Shared, today: &TodayView) -> (Vec<Styled>, usize) {
    let mut filings: BTreeMap<Day, usize> = BTreeMap::new();
    for due in today.due.iter().filter(|due| due.key == FILING) {
        *filings.entry(due.on).or_default() += 1;
    }
    let mut lines = Vec::new();
    for item in items(&today.due, &today.clocks, cx.now.day()) {
        let mut line = item.line(cx, docket_words::brief);
        if let Item::Due(Due { key: FILING, on, .. }) = item {
            match filings.get(on).copied() {
                // Told with the first of that day.
                None => continue,
                Some(cases) if cases >= FILINGS_MIN => {
                    let others = t!("docket.others", locale = cx.l(), a = cases);
                    line.text = format!("{} {others}", line.text);
                    filings.remove(on);
                }
                Some(_) => {}
            }
        }
        lines.push(line);
    }
    lines.extend(remark(cx, lines.is_empty(), &today.clocks));
    (lines, today.clocks.hidden())
}

/// That cases are still being looked at, or that nothing is due.
fn remark(cx: &Shared, is_empty: bool, docket: &DocketView) -> Option<Styled> {
    let key = match (docket.is_whole, is_empty) {
        (false, _) => "docket.under_way",
        (true, true) => "today.nothing_due",
        (true, false) => return None,
    };
    Some(Styled::new(words::say(cx.l(), key), cx.theme.quiet()))
}

/// A clock of a case; where its end is not certain it is marked too.
fn clock_line(cx: &Shared, line: &DocketLine, words: fn(&DocketLine, &str) -> String) -> Styled {
    let line = line.seen_at(cx.now);
    let is_unsure = line.clock.as_ref().is_some_and(|clock| clock.unknown_year.is_some());
    let (sign, style) = match (docket_words::is_near(&line), line.urgency) {
        (true, _) => ("!", cx.theme.bad()),
        (false, Urgency::MayGoOn) => ("!", cx.theme.warn()),
        (false, _) if is_unsure => ("!", cx.theme.warn()),
        (false, _) => (" ", cx.theme.base()),
    };
    Styled::new(format!("{sign} {}", words(&line, cx.l())), style)
}

fn due_line(cx: &Shared, due: &Due) -> Styled {
    let l = cx.l();
    let days = due.on.since(cx.now.day());
    let (sign, when, style) = match days {
        ..0 => ("!", t!("today.overdue", locale = l, days = -days), cx.theme.bad()),
        0 => ("!", t!("today.due_today", locale = l), cx.theme.bad()),
        // The third day after its issue and those behind it.
        1..=2 => ("!", t!("today.due_in", locale = l, days = days), cx.theme.bad()),
        _ => (" ", t!("today.due_in", locale = l, days = days), cx.theme.base()),
    };
    let words = words::say(l, due.key);
    let line = format!("{sign} {when} {} {words} {}", due.plate, due.number);
    Styled::new(line.trim_end(), style)
}

/// What the shift and this laptop have to tell; what bears a `!` stands first, the red above the rest.
pub(super) fn task_lines(cx: &Shared, today: &TodayView) -> Vec<Styled> {
    let (l, base) = (cx.l(), cx.theme.base());
    let mut lines = red(cx, today);
    lines.extend(warned(cx, today));
    lines.push(Styled::new(t!("today.plan", locale = l, plan = today.plan), base));
    lines.push(Styled::new(t!("today.station", locale = l, station = today.station), base));
    if !today.numbers.is_low() {
        let words = t!("today.numbers", locale = l, count = today.numbers.left);
        lines.push(Styled::new(words, base));
    }
    if let Some(first) = today.tasks.first() {
        let count = today.tasks.len();
        let due = first.due.map(|due| due.to_string()).unwrap_or_default();
        let words =
            t!("tasks.waiting", locale = l, count = count, subject = first.subject, due = due);
        lines.push(Styled::new(words, base));
    }
    lines
}

/// What nobody works on beside.
fn red(cx: &Shared, today: &TodayView) -> Vec<Styled> {
    let l = cx.l();
    let mut words = Vec::new();
    if today.must_update {
        words.push(words::say(l, "blocked.program_too_old.why"));
    }
    if let Some((count, entry)) = today.blobs_changed {
        let changed = t!("today.blobs_changed", locale = l, count = count, entry = entry);
        words.push(changed.into_owned());
    }
    if let Some(at) = today.draft_lost {
        words.push(t!("today.draft_lost", locale = l, at = at.short()).into_owned());
    }
    let overdue = today.drafts.iter().filter(|draft| draft.overdue && draft.another.is_none());
    let overdue = overdue.count();
    if overdue > 0 {
        words.push(t!("today.drafts_overdue", locale = l, count = overdue).into_owned());
    }
    if let Some(kept) = &today.pruning {
        let why = words::trouble(l, kept);
        words.push(t!("today.pruning_failed", locale = l, a = why).into_owned());
    }
    let line = |words: String| Styled::new(format!("! {words}"), cx.theme.bad());
    words.into_iter().map(line).collect()
}

/// What can wait until the end of a stop.
fn warned(cx: &Shared, today: &TodayView) -> Vec<Styled> {
    let l = cx.l();
    let mut words = Vec::new();
    if let Some(gb) = today.disk_low_gb() {
        words.push(t!("today.disk_low", locale = l, gb = gb).into_owned());
    }
    if let Some(overdue) = &today.overdue {
        words.push(words::trouble(l, overdue));
    }
    if let Some(behind) = today.mirror_behind {
        words.push(t!("today.mirror_behind", locale = l, count = behind).into_owned());
    }
    words.extend(number_warnings(l, &today.numbers));
    if !today.drafts.is_empty() {
        words.push(t!("today.drafts", locale = l, count = today.drafts.len()).into_owned());
    }
    let line = |words: String| Styled::new(format!("! {words}"), cx.theme.warn());
    words.into_iter().map(line).collect()
}

/// What the numbers have to tell: that they run low, and that next year's are not here.
pub(super) fn number_warnings(l: &str, numbers: &NumberSupply) -> Vec<String> {
    let NumberSupply { left, supplied, .. } = *numbers;
    let low = || t!("today.numbers_low", locale = l, count = left, of = supplied).into_owned();
    let missing = |year: i32| t!("today.numbers_next_year", locale = l, year = year).into_owned();
    let low = numbers.is_low().then(low);
    low.into_iter().chain(numbers.next_year_missing.map(missing)).collect()
}

impl DueScreen {
    fn docket<'a>(&'a self, today: &'a TodayView) -> &'a DocketView {
        self.docket.as_deref().unwrap_or(&today.clocks)
    }

    /// The stop of the chosen line; `None` on one that has none.
    fn chosen(&self, cx: &Shared) -> Option<Id> {
        let today = cx.today.as_deref()?;
        let items = items(&today.due, self.docket(today), cx.now.day());
        items.get(self.focus).map(|item| item.inspection())
    }

    /// Every line that can be chosen, and how many of them end.
    fn lines(&self, cx: &Shared, today: &TodayView) -> (Vec<Styled>, usize) {
        let docket = self.docket(today);
        let items = items(&today.due, docket, cx.now.day());
        let mut lines: Vec<Styled> =
            items.into_iter().map(|item| item.line(cx, docket_words::sentence)).collect();
        let hidden = self.hidden(docket);
        if hidden > 0 {
            let words = t!("docket.more", locale = cx.l(), count = hidden);
            lines.push(Styled::new(words, cx.theme.quiet()));
        }
        lines.extend(remark(cx, lines.is_empty(), docket));
        let count = lines.len();
        lines.extend(task_lines(cx, today));
        (lines, count)
    }

    /// Clocks that the page has no line for; none while it waits for them.
    fn hidden(&self, docket: &DocketView) -> usize {
        if self.docket.is_some() { docket.hidden() } else { 0 }
    }

    /// How many lines `lines` gives, without their words.
    fn count(&self, cx: &Shared, today: &TodayView) -> usize {
        let docket = self.docket(today);
        let more = usize::from(self.hidden(docket) > 0);
        let ends = today.due.len() + docket.lines.len() + more;
        let remark = usize::from(remark(cx, ends == 0, docket).is_some());
        ends + remark + task_lines(cx, today).len()
    }

    fn move_to(&mut self, focus: usize, cx: &Shared) {
        let count = cx.today.as_deref().map_or(0, |today| self.count(cx, today));
        self.focus = focus.min(count.saturating_sub(1));
    }
}

impl Screen for DueScreen {
    fn name(&self) -> &'static str {
        "due"
    }

    fn works(&self, action: Action, cx: &Shared) -> bool {
        action != Action::Enter || self.chosen(cx).is_some()
    }

    fn entered(&mut self, _cx: &mut Shared) -> Vec<Step> {
        vec![Step::Run(Command::LoadDocket)]
    }

    fn returned(&mut self, _cx: &mut Shared) -> Vec<Step> {
        vec![Step::Run(Command::LoadToday), Step::Run(Command::LoadDocket)]
    }

    fn act(&mut self, action: Action, cx: &mut Shared) -> Vec<Step> {
        match action {
            Action::Back => return vec![Step::Back],
            Action::Enter => {
                let Some(inspection) = self.chosen(cx) else { return vec![Step::Bell] };
                self.opening = Some(inspection);
                return vec![Step::Run(Command::OpenInspection { inspection })];
            }
            Action::Up => self.move_to(self.focus.saturating_sub(1), cx),
            Action::Down => self.move_to(self.focus + 1, cx),
            Action::PageUp => self.move_to(self.focus.saturating_sub(10), cx),
            Action::PageDown => self.move_to(self.focus + 10, cx),
            Action::Top => self.move_to(0, cx),
            Action::Bottom => self.move_to(usize::MAX, cx),
            _ => {}
        }
        Vec::new()
    }

    fn reply(&mut self, reply: &Reply, cx: &mut Shared) -> Vec<Step> {
        match reply {
            Reply::Docket(docket) => {
                self.docket = Some(docket.clone());
                self.move_to(self.focus, cx);
                Vec::new()
            }
            Reply::DocketReckoned => vec![Step::Run(Command::LoadDocket)],
            Reply::Inspection(view) if self.opening == Some(view.line.inspection) => {
                self.opening = None;
                vec![Step::Go(Box::new(InspectionScreen::new((**view).clone())))]
            }
            Reply::Failed(_) => {
                self.opening = None;
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn click(&mut self, column: u16, row: u16, _cx: &mut Shared) -> Vec<Step> {
        let row = self.hits.at(column, row);
        let place = row.and_then(|row| self.places.borrow().get(row).copied());
        self.focus = place.unwrap_or(self.focus);
        Vec::new()
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared) {
        let inner = framed(frame, area, &t!("today.due", locale = cx.l()), cx.theme);
        let Some(today) = &cx.today else { return };
        // The last column is the sign's that there is more.
        let room = usize::from(inner.width.saturating_sub(1));
        let (lines, count) = self.lines(cx, today);
        let mut rows: Vec<Line<'static>> = Vec::new();
        let mut places = Vec::new();
        let mut seen = 0..0;
        for (nth, mut line) in lines.into_iter().enumerate() {
            if nth == count {
                let title = Styled::new(t!("today.tasks", locale = cx.l()), cx.theme.title());
                rows.extend(wrapped(&[Styled::new("", cx.theme.base()), title], room));
                places.resize(rows.len(), nth);
            }
            let from = rows.len();
            if nth == self.focus {
                line.style = cx.theme.focus();
            }
            rows.extend(wrapped(&[line], room));
            places.resize(rows.len(), nth);
            if nth == self.focus {
                seen = from..rows.len();
            }
        }
        let height = usize::from(inner.height);
        let least = seen.end.saturating_sub(height);
        let from = self.from.get().clamp(least, seen.start.max(least));
        self.from.set(draw_rows(frame, inner, &rows, from));
        self.hits.drawn(inner, self.from.get(), rows.len());
        *self.places.borrow_mut() = places;
    }
}
