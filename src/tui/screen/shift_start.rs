//! The shift: with whom, where and on which plan; two officers are there before the first stop.

use crate::app::command::{Command, Reply};
use crate::app::view::today::TaskLine;
use crate::domain::agency::{Officer, Role};
use crate::tui::effect::Step;
use crate::tui::key::Action;
use crate::tui::screen::Screen;
use crate::tui::screen::due::number_warnings;
use crate::tui::screen::tasks::task_line;
use crate::tui::screen::today::Today;
use crate::tui::shared::Shared;
use crate::tui::widget::choice::{ChoiceField, Pick, Says};
use crate::tui::widget::form::{Entry, Field, Form, Heard};
use crate::tui::widget::popup::middle;
use crate::tui::widget::scroll::{Styled, framed, wrapped};
use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::widgets::Paragraph;
use rust_i18n::t;
use std::collections::BTreeSet;

pub struct ShiftStart {
    form: Form,
    offered: Offered,
}

/// Whom and what the form offers; a session with headquarters may bring others while it is open.
#[derive(PartialEq, Eq)]
struct Offered {
    officers: Vec<Officer>,
    tasks: Vec<TaskLine>,
}

impl Offered {
    fn of(cx: &Shared) -> Offered {
        Offered { officers: cx.snapshot.officers.clone(), tasks: cx.snapshot.tasks.clone() }
    }
}

impl ShiftStart {
    #[must_use]
    pub fn new(cx: &Shared) -> ShiftStart {
        // With one colleague there is nothing to choose.
        let only = match colleagues(cx).as_slice() {
            [one] => one.credential.clone(),
            _ => String::new(),
        };
        let last = cx.snapshot.shift.as_ref();
        let station = last.map_or("", |shift| shift.station.as_str());
        let plan = last.map_or("", |shift| shift.plan.as_str());
        let mut fields = vec![Field::new("colleague", colleague_choice(cx, &only)).wanted(true)];
        fields.extend(task_field(cx, ""));
        fields.push(Field::line("station", station).wanted(true));
        fields.push(Field::line("plan", plan).wanted(true));
        let mut form = Form::new(fields);
        // A task says where and on which plan, so it is asked before both.
        if !only.is_empty() {
            form.focus_on("task");
        }
        ShiftStart { form, offered: Offered::of(cx) }
    }

    /// Offers what headquarters sent since the form was opened; gives how many tasks came. What was typed or chosen stays, and
    /// so does the field that the keys go to.
    fn renew(&mut self, cx: &Shared) -> usize {
        let offered = Offered::of(cx);
        if offered == self.offered {
            return 0;
        }
        let chosen = |path: &str| self.form.value(path);
        let (colleague, task) = (chosen("colleague"), chosen("task"));
        let mut fields = self.form.fields().to_vec();
        fields.retain(|field| field.path != "task");
        for field in fields.iter_mut().filter(|field| field.path == "colleague") {
            field.entry = colleague_choice(cx, &colleague);
        }
        let at = fields.iter().position(|field| field.path == "station").unwrap_or(fields.len());
        fields.splice(at..at, task_field(cx, &task));
        self.form = self.form.rebuilt(fields);
        let before = std::mem::replace(&mut self.offered, offered).tasks;
        let is_new = |task: &&TaskLine| before.iter().all(|known| known.id != task.id);
        self.offered.tasks.iter().filter(is_new).count()
    }

    /// A chosen task says where and on which plan.
    fn take_task(&mut self, cx: &Shared) {
        let chosen = self.form.value("task");
        if let Some(task) = cx.snapshot.tasks.iter().find(|task| task.id.to_string() == chosen) {
            self.form.set_line("plan", &task.plan);
            if !task.place.is_empty() {
                self.form.set_line("station", &task.place);
            }
        }
    }
}

fn is_colleague(other: &Officer, own: &str) -> bool {
    other.role == Role::Officer && other.credential != own
}

/// Everybody who may be out with who is signed in.
fn colleagues(cx: &Shared) -> Vec<&Officer> {
    let own = cx.officer.as_ref().map_or("", |(credential, _)| credential.as_str());
    cx.snapshot.officers.iter().filter(|other| is_colleague(other, own)).collect()
}

fn colleague_choice(cx: &Shared, kept: &str) -> Entry {
    let pick = |officer: &Officer| Pick {
        value: officer.credential.clone(),
        says: Says::Text(named(officer, cx)),
    };
    Entry::Choice(ChoiceField::of(colleagues(cx).into_iter().map(pick).collect(), kept))
}

/// The tasks that are to be done, the first due first; `None` where there is none. One that was chosen and taken back since is
/// chosen no more.
fn task_field(cx: &Shared, kept: &str) -> Option<Field> {
    let tasks = &cx.snapshot.tasks;
    let pick = |task: &TaskLine| {
        let is_late = task.due.is_some_and(|due| due < cx.now.day());
        let sign = if is_late { "! " } else { "" };
        let says = Says::Text(format!("{sign}{}", task_line(task, cx.l())));
        Pick { value: task.id.to_string(), says }
    };
    let picks: Vec<Pick> = tasks.iter().map(pick).collect();
    let kept = if picks.iter().any(|pick| pick.value == kept) { kept } else { "" };
    let choice = Entry::Choice(ChoiceField::of(picks, kept));
    (!tasks.is_empty()).then(|| Field::new("task", choice))
}

/// Name, credential and the sign of whether it is in force today.
fn named(officer: &Officer, cx: &Shared) -> String {
    let sign = if officer.may_enforce_on(cx.now.day(), &cx.snapshot.rulebook.rulings) {
        "✓"
    } else {
        "!"
    };
    format!("{} {} {sign} {}", officer.name, officer.credential, officer.valid_until)
}

impl Screen for ShiftStart {
    fn name(&self) -> &'static str {
        "shift_start"
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }

    fn form_mut(&mut self) -> Option<&mut Form> {
        Some(&mut self.form)
    }

    fn act(&mut self, action: Action, _cx: &mut Shared) -> Vec<Step> {
        match action {
            Action::Next | Action::Down => self.form.next(),
            Action::Previous | Action::Up => self.form.previous(),
            Action::Back => return vec![Step::Back],
            Action::Enter if self.form.advance(&BTreeSet::new()) => {}
            Action::Enter => {
                return vec![Step::Run(Command::StartShift {
                    colleague: self.form.value("colleague"),
                    station: self.form.value("station"),
                    plan: self.form.value("plan"),
                })];
            }
            _ => {}
        }
        Vec::new()
    }

    fn key(&mut self, key: KeyEvent, cx: &mut Shared) -> Vec<Step> {
        let on_task = self.form.path() == "task";
        let heard = self.form.key(key, cx.now);
        if on_task && heard != Heard::Nothing {
            self.take_task(cx);
        }
        if heard == Heard::Chosen {
            self.form.next();
        }
        Vec::new()
    }

    fn reply(&mut self, reply: &Reply, cx: &mut Shared) -> Vec<Step> {
        match reply {
            Reply::ShiftStarted(_) => vec![Step::Become(Box::new(Today::new()))],
            // What came during the night comes with the first session of the day, behind this form.
            Reply::Carried(_) | Reply::StickMoved(_) | Reply::RelayMoved(_) => {
                let came = self.renew(cx);
                let said = || t!("notice.tasks_came", locale = cx.l(), a = came).into_owned();
                (came > 0).then(|| Step::Notice(said())).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared) {
        let l = cx.l();
        let place = middle(area, 76, area.height);
        let inner = framed(frame, place, &t!("shift.title", locale = l), cx.theme);
        let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
        let name = cx.officer.as_ref().map_or("", |(_, name)| name.as_str());
        let mut intro =
            vec![Styled::new(t!("shift.intro", locale = l, name = name), cx.theme.base())];
        // Of a shift behind another one the first screen knows it better.
        let numbers = cx.today.as_deref().map(|today| today.numbers).or(cx.snapshot.numbers);
        let warnings = numbers.iter().flat_map(|numbers| number_warnings(l, numbers));
        intro.extend(warnings.map(|words| Styled::new(format!("! {words}"), cx.theme.warn())));
        let rows = wrapped(&intro, usize::from(inner.width));
        let high = u16::try_from(rows.len()).unwrap_or(0);
        frame.render_widget(Paragraph::new(rows), Rect { height: high.min(inner.height), ..inner });
        let below =
            Rect { y: inner.y + high + 1, height: inner.height.saturating_sub(high + 1), ..inner };
        self.form.draw(frame, below, cx, &BTreeSet::new());
    }
}
