//! The program without a terminal: events in, effects out, and a frame to look at.

use crate::app::command::{Command, Reply};
use crate::app::view::snapshot::Snapshot;
use crate::stdx::clock::Moment;
use crate::stdx::width;
use crate::tui::effect::{Answer, Effect, Event, Step};
use crate::tui::key::{Action, Binding, Keymap, KeymapFault};
use crate::tui::screen::Screen;
use crate::tui::screen::help::Help;
use crate::tui::screen::lock::Lock;
use crate::tui::screen::sign_in::SignIn;
use crate::tui::shared::Shared;
use crate::tui::theme::Theme;
use crate::tui::widget::{key_bar, popup, top_line};
use crate::tui::words::{self, Lang};
use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, MouseEvent, MouseEventKind};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::widgets::{Block, Paragraph};
use rust_i18n::t;
use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};

/// Without a key for ten minutes the screens lock (GB/T 22239: 超时退出).
const IDLE_MS: u64 = 10 * 60_000;
/// A sign-in holds for twelve hours at most.
const SIGN_IN_MS: u64 = 12 * 3_600_000;
/// Name of the screen that hides all others.
const LOCK: &str = "lock";
/// The smallest terminal that everything fits into.
const LEAST: (u16, u16) = (80, 24);

/// The screens, one above the other, with what they share and nothing of a terminal.
pub struct App {
    screens: Vec<Box<dyn Screen>>,
    shared: Shared,
    /// A question over the screen, and what yes means.
    question: Option<(Vec<String>, Answer)>,
    /// When the officer last did something, and when he last proved who he is.
    touched_at: Moment,
    signed_in_at: Moment,
    /// Answers that came while the screens were locked; they are heard once they are open again.
    held: VecDeque<Reply>,
    /// While a PIN is tried at the lock: how many answers to earlier commands come before its own.
    before_unlock: Option<u32>,
}

impl App {
    /// The sign-in, before a bureau as `snapshot` tells it.
    ///
    /// # Errors
    /// When the key map that ships with the program is wrong.
    pub fn new(
        snapshot: Snapshot,
        lang: Lang,
        theme: Theme,
        now: Moment,
    ) -> Result<App, KeymapFault> {
        let shared = Shared {
            keymap: Keymap::shipped()?,
            lang,
            theme,
            now,
            officer: None,
            today: None,
            last_stop: BTreeMap::new(),
            notice: String::new(),
            waiting: 0,
            is_online: false,
            library: RefCell::default(),
            snapshot,
        };
        let first = SignIn::new(&shared);
        let screens: Vec<Box<dyn Screen>> = vec![Box::new(first)];
        let (question, held, before_unlock) = (None, VecDeque::new(), None);
        let (touched_at, signed_in_at) = (now, now);
        Ok(App { screens, shared, question, touched_at, signed_in_at, held, before_unlock })
    }

    /// What the screens read.
    #[must_use]
    pub fn shared(&self) -> &Shared {
        &self.shared
    }

    /// Name of the screen on top.
    #[must_use]
    pub fn on_top(&self) -> &'static str {
        self.screens.last().map_or("", |screen| screen.name())
    }

    /// Hears one event at `now`; what is to be done comes back in order.
    pub fn handle(&mut self, event: Event, now: Moment) -> Vec<Effect> {
        self.shared.now = now;
        if let Some(steps) = self.lock_when_due(&event) {
            return self.walk(steps);
        }
        let steps = match event {
            Event::Key(key) if key.kind == KeyEventKind::Press => self.key(key),
            Event::Key(_) | Event::Resize | Event::Tick => Vec::new(),
            Event::Mouse(mouse) => self.mouse(mouse),
            Event::Paste(text) => match (self.question.is_some(), self.screens.last_mut()) {
                (false, Some(screen)) => screen.paste(&text, &mut self.shared),
                _ => Vec::new(),
            },
            Event::Busy if self.is_locked() => Vec::new(),
            Event::Busy => {
                self.shared.notice = t!("notice.busy", locale = self.shared.l()).into_owned();
                Vec::new()
            }
            Event::Reply(reply, snapshot) => self.answered(*reply, snapshot),
        };
        let mut effects = self.walk(steps);
        while !self.is_locked()
            && let Some(reply) = self.held.pop_front()
        {
            let steps = self.reply(&reply);
            effects.extend(self.walk(steps));
        }
        effects
    }

    fn is_locked(&self) -> bool {
        self.screens.iter().any(|screen| screen.name() == LOCK)
    }

    /// Locks the screens when nobody touched them for a time, or the sign-in is too old. What is typed
    /// is kept first; the key that came too late is not taken.
    fn lock_when_due(&mut self, event: &Event) -> Option<Vec<Step>> {
        let now = self.shared.now;
        let touches = matches!(event, Event::Key(_) | Event::Mouse(_) | Event::Paste(_));
        if !touches && !matches!(event, Event::Tick) {
            return None;
        }
        // A clock that was set back is a time that nobody knows.
        let since = |at: Moment| (now.ms() - at.ms()).unsigned_abs();
        let due = since(self.touched_at) >= IDLE_MS || since(self.signed_in_at) >= SIGN_IN_MS;
        if touches {
            self.touched_at = now;
        }
        let steps = if due { self.lock() } else { Vec::new() };
        (!steps.is_empty()).then_some(steps)
    }

    /// The screens locked, when somebody is signed in and they are not yet.
    fn lock(&mut self) -> Vec<Step> {
        if self.shared.officer.is_none() || self.is_locked() || self.on_top() == "sign_in" {
            return Vec::new();
        }
        self.question = None;
        // It may name a plate, a person, a file.
        self.shared.notice.clear();
        let mut steps = self.leave_top();
        steps.push(Step::Go(Box::new(Lock::new())));
        steps
    }

    fn key(&mut self, key: KeyEvent) -> Vec<Step> {
        if let Some((question, yes)) = self.question.take() {
            return self.answer_key(key, question, yes);
        }
        self.shared.notice.clear();
        let Some(screen) = self.screens.last_mut() else { return vec![Step::Quit] };
        if screen.grabs(&key) {
            return screen.key(key, &mut self.shared);
        }
        let typing = screen.is_typing();
        match self.shared.keymap.resolve(screen.name(), key, typing) {
            None => screen.key(key, &mut self.shared),
            Some(Action::Language) => {
                self.shared.lang = self.shared.lang.other();
                screen.words_changed(&mut self.shared);
                Vec::new()
            }
            Some(Action::Theme) => {
                self.shared.theme = self.shared.theme.next();
                let name =
                    words::say(self.shared.l(), &format!("theme.{}", self.shared.theme.word()));
                vec![Step::Notice(name)]
            }
            Some(Action::Help) if screen.name() == "help" => vec![Step::Back],
            Some(Action::Help) => vec![Step::Go(Box::new(Help::new(screen.name())))],
            Some(Action::Quit) => vec![Step::Ask {
                question: vec![t!("ask.quit", locale = self.shared.l()).into_owned()],
                yes: Answer::Quit,
            }],
            Some(action) => screen.act(action, &mut self.shared),
        }
    }

    fn answer_key(&mut self, key: KeyEvent, question: Vec<String>, yes: Answer) -> Vec<Step> {
        match key.code {
            KeyCode::Enter | KeyCode::Char('y' | 'Y' | '1') if yes == Answer::Quit => {
                let mut steps = self.leave_top();
                steps.push(Step::Quit);
                steps
            }
            KeyCode::Enter | KeyCode::Char('y' | 'Y' | '1') => match self.screens.last_mut() {
                Some(screen) => screen.answer(yes, &mut self.shared),
                None => Vec::new(),
            },
            KeyCode::Esc | KeyCode::Char('n' | 'N' | '2') => Vec::new(),
            // Any other key leaves the question where it is.
            _ => {
                self.question = Some((question, yes));
                vec![Step::Bell]
            }
        }
    }

    /// What the screens still hold is kept before the program ends.
    fn leave_top(&mut self) -> Vec<Step> {
        let shared = &mut self.shared;
        self.screens.iter_mut().flat_map(|screen| screen.keep(shared)).collect()
    }

    fn mouse(&mut self, mouse: MouseEvent) -> Vec<Step> {
        if self.question.is_some() {
            return Vec::new();
        }
        let Some(screen) = self.screens.last_mut() else { return Vec::new() };
        match mouse.kind {
            MouseEventKind::ScrollUp => screen.act(Action::Up, &mut self.shared),
            MouseEventKind::ScrollDown => screen.act(Action::Down, &mut self.shared),
            MouseEventKind::Down(_) => screen.click(mouse.column, mouse.row, &mut self.shared),
            _ => Vec::new(),
        }
    }

    /// Takes an answer. Locked screens hear only what came of their PIN: no other answer may open, replace or
    /// close a screen, or say a word, over the head of whoever is not there.
    fn answered(&mut self, mut reply: Reply, snapshot: Option<Box<Snapshot>>) -> Vec<Step> {
        // The courier, the stick, a colleague's laptop, an import, a printer and the desk that reckons speak unasked.
        let unasked = matches!(
            reply,
            Reply::Carried(_)
                | Reply::StickMoved(_)
                | Reply::RelayMoved(_)
                | Reply::ImportMoved(_)
                | Reply::PrintMoved(_)
                | Reply::PrintersMoved { .. }
                | Reply::DocketReckoned
        );
        if !unasked {
            self.shared.waiting = self.shared.waiting.saturating_sub(1);
        }
        if let Some(snapshot) = snapshot {
            self.shared.snapshot = *snapshot;
        }
        if !self.is_locked() {
            return self.reply(&reply);
        }
        if unasked {
            // Only its last word counts.
            let kind = std::mem::discriminant(&reply);
            self.held.retain(|held| std::mem::discriminant(held) != kind);
        } else if self.before_unlock == Some(0) {
            self.before_unlock = None;
            let lock = self.screens.iter().position(|screen| screen.name() == LOCK);
            self.screens.truncate(lock.map_or(usize::MAX, |lock| lock + 1));
            return self.reply(&reply);
        } else {
            self.before_unlock = self.before_unlock.map(|before| before - 1);
        }
        // An order to lock is served by the lock that stands.
        if let Reply::Carried(view) | Reply::Sync(view) = &mut reply {
            view.lock_ordered = false;
        }
        self.held.push_back(reply);
        Vec::new()
    }

    fn reply(&mut self, reply: &Reply) -> Vec<Step> {
        let mut steps = Vec::new();
        match reply {
            Reply::SignedIn { credential, name, .. } => {
                self.signed_in_at = self.shared.now;
                self.shared.officer = Some((credential.clone(), name.clone()));
            }
            Reply::Unlocked { .. } => self.signed_in_at = self.shared.now,
            Reply::Carried(view) => {
                self.shared.is_online = view.is_online();
                if view.lock_ordered {
                    steps = self.lock();
                }
                if let Some(today) = &mut self.shared.today {
                    today.unacknowledged = view.entries.saturating_sub(view.acknowledged);
                }
            }
            // A stick brings orders as well.
            Reply::Sync(view) if view.lock_ordered => steps = self.lock(),
            Reply::Today(today) => self.shared.today = Some(today.clone()),
            Reply::ShiftClosed { .. } => self.shared.snapshot.shift = None,
            Reply::ShiftStarted(shift) => self.shared.snapshot.shift = Some(shift.clone()),
            Reply::Inspection(view) => self.shared.remember(view),
            Reply::Concluded(conclusion) => self.shared.remember(&conclusion.view),
            // Whoever began it may be on any screen by now.
            Reply::ImportMoved(view) => {
                if let Some(words) = view.notice(self.shared.l()) {
                    self.shared.notice = words;
                }
            }
            Reply::PrintMoved(view) | Reply::PrintUnderWay(view) => {
                if let Some(words) = view.line(self.shared.l()) {
                    self.shared.notice = words;
                }
            }
            Reply::Failed(trouble) => {
                self.shared.notice = format!("! {}", words::trouble(self.shared.l(), trouble));
            }
            _ => {}
        }
        // Only the screen that asked knows the answer; a screen below may have asked.
        // A PIN refused at the lock is no answer to what was asked below it.
        let lowest = self.screens.iter().position(|screen| screen.name() == LOCK).unwrap_or(0);
        for nth in (lowest..self.screens.len()).rev() {
            let more = self.screens[nth].reply(reply, &mut self.shared);
            if !more.is_empty() {
                steps.extend(more);
                // The top line counts what the journal holds and how many numbers are left.
                if matches!(
                    reply,
                    Reply::Concluded(_)
                        | Reply::Printed { .. }
                        | Reply::PrintedAll { .. }
                        | Reply::PrintMoved(_)
                        | Reply::PrintUnderWay(_)
                ) {
                    steps.push(Step::Run(Command::LoadToday));
                }
                return steps;
            }
        }
        steps
    }

    fn walk(&mut self, steps: Vec<Step>) -> Vec<Effect> {
        let mut effects = Vec::new();
        let mut todo: std::collections::VecDeque<Step> = steps.into();
        while let Some(step) = todo.pop_front() {
            let more = match step {
                Step::Run(command) => {
                    if matches!(command, Command::Unlock { .. }) {
                        self.before_unlock = Some(self.shared.waiting);
                    }
                    self.shared.waiting += 1;
                    effects.push(Effect::Run(command));
                    Vec::new()
                }
                Step::Bell => {
                    effects.push(Effect::Bell);
                    Vec::new()
                }
                Step::Quit => {
                    effects.push(Effect::Quit);
                    Vec::new()
                }
                Step::Notice(text) => {
                    self.shared.notice = text;
                    Vec::new()
                }
                Step::Ask { question, yes } => {
                    self.question = Some((question, yes));
                    Vec::new()
                }
                Step::Go(screen) => self.enter(screen),
                Step::Become(screen) => {
                    self.screens.pop();
                    self.enter(screen)
                }
                Step::Back => self.back(None),
                Step::SignOut => {
                    // What was asked for somebody else is not shown to whoever comes next.
                    self.held.clear();
                    self.before_unlock = None;
                    self.screens.truncate(1);
                    self.shared.officer = None;
                    let first = self.screens.last_mut();
                    first.map_or_else(Vec::new, |screen| screen.returned(&mut self.shared))
                }
                Step::Hand(answer) => self.back(Some(answer)),
            };
            todo.extend(more);
        }
        effects
    }

    fn enter(&mut self, mut screen: Box<dyn Screen>) -> Vec<Step> {
        let steps = screen.entered(&mut self.shared);
        self.screens.push(screen);
        steps
    }

    fn back(&mut self, answer: Option<Answer>) -> Vec<Step> {
        if self.screens.len() <= 1 {
            let question = vec![t!("ask.quit", locale = self.shared.l()).into_owned()];
            return vec![Step::Ask { question, yes: Answer::Quit }];
        }
        self.screens.pop();
        let Some(screen) = self.screens.last_mut() else { return Vec::new() };
        match answer {
            Some(answer) => screen.answer(answer, &mut self.shared),
            None => screen.returned(&mut self.shared),
        }
    }

    /// Draws the upmost screen, and a question above it.
    pub fn draw(&self, frame: &mut Frame<'_>) {
        let area = frame.area();
        let cx = &self.shared;
        frame.render_widget(Block::new().style(cx.theme.base()), area);
        if area.width < LEAST.0 || area.height < LEAST.1 {
            let text = t!("app.too_small", locale = cx.l(), cols = LEAST.0, rows = LEAST.1);
            let rows = width::wrap(&text, usize::from(area.width));
            frame.render_widget(Paragraph::new(rows.join("\n")), area);
            return;
        }
        let Some(screen) = self.screens.last() else { return };
        let row = |y: u16| Rect { x: area.x, y, width: area.width, height: 1 };
        top_line::draw(frame, row(area.y), cx);
        let notice = notice_rows(&cx.notice, usize::from(area.width));
        let high = u16::try_from(notice.len()).unwrap_or(1);
        let body = Rect { y: area.y + 1, height: area.height - 2 - high, ..area };
        screen.draw(frame, body, cx);
        let style = if cx.notice.starts_with('!') { cx.theme.bad() } else { cx.theme.title() };
        let lines = Rect { y: area.y + area.height - 1 - high, height: high, ..area };
        frame.render_widget(Paragraph::new(notice.join("\n")).style(style), lines);
        let worded = |binding: &Binding| {
            let says = screen.says(binding.action, cx).map(str::to_string);
            Binding { says: says.unwrap_or_else(|| binding.says.clone()), ..binding.clone() }
        };
        let bindings = cx.keymap.of(screen.name()).iter();
        let bindings: Vec<Binding> =
            bindings.filter(|binding| screen.works(binding.action, cx)).map(worded).collect();
        key_bar::draw(frame, row(area.y + area.height - 1), cx, &bindings);
        if let Some((question, _)) = &self.question {
            popup::draw_question(frame, body, cx, question);
        }
    }
}

/// The notice in as many rows as its sentence needs, three at most; one also where there is none.
fn notice_rows(notice: &str, room: usize) -> Vec<String> {
    const ROWS_MAX: usize = 3;
    let mut rows = width::wrap(notice, room.saturating_sub(2));
    if rows.len() > ROWS_MAX {
        let rest = rows.split_off(ROWS_MAX - 1).join(" ");
        rows.push(width::shorten(&rest, room.saturating_sub(2)));
    }
    rows.into_iter().map(|row| format!(" {row}")).collect()
}
