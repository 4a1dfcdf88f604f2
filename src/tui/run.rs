//! The loop around the screens: one channel of keys and answers in, commands and a frame out.

use crate::app::command::{Command, Reply, Trouble};
use crate::app::doctor::Terminal;
use crate::app::door::Door;
use crate::app::thread::{self as thread_of_desk, Orders};
use crate::app::view::snapshot::Snapshot;
use crate::stdx::clock::{Clock, Moment};
use crate::tui::app::App;
use crate::tui::effect::{Effect, Event};
use crate::tui::key::KeymapFault;
use crate::tui::theme::Theme;
use crate::tui::words::Lang;
use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
    Event as Typed, read,
};
use crossterm::execute;
use ratatui::DefaultTerminal;
use std::collections::VecDeque;
use std::io::{IsTerminal as _, Write, stdout};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, TrySendError};
use std::thread;
use std::time::Duration;
use thiserror::Error;

/// Keys and answers that may wait for the screens.
const INBOX: usize = 256;
const MINUTE_MS: i64 = 60_000;

/// The two ends of the desk's thread, which owns everything that is kept.
pub struct Link {
    /// To the desk.
    pub commands: Orders,
    /// Each answer, with a new snapshot when the bureau changed.
    pub replies: Receiver<(Reply, Option<Snapshot>)>,
}

/// How the screens begin.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The language that they begin in.
    pub lang: Lang,
    /// The look that they begin in.
    pub theme: Theme,
    /// Read at every event.
    pub clock: Clock,
}

impl Default for Options {
    fn default() -> Options {
        Options { lang: Lang::default(), theme: Theme::default(), clock: Clock::machine() }
    }
}

/// Why the screens ended without being asked to.
#[allow(missing_docs, reason = "each says itself what it is")]
#[derive(Debug, Error)]
pub enum TuiFault {
    #[error(transparent)]
    Keymap(#[from] KeymapFault),
    #[error("the terminal does not answer; open the program in a terminal window: {0}")]
    Terminal(#[from] std::io::Error),
    #[error("the store stopped; what was saved is safe, start the program again")]
    DeskGone,
}

impl TuiFault {
    /// The same as a sentence with its way out.
    #[must_use]
    pub fn trouble(&self) -> Trouble {
        match self {
            TuiFault::Keymap(fault) => Trouble::new("trouble.keymap").with(fault.said()),
            TuiFault::Terminal(fault) => Trouble::new("trouble.terminal").with(fault),
            TuiFault::DeskGone => Trouble::new("trouble.desk_gone"),
        }
    }
}

enum Inbound {
    Typed(Typed),
    Answered(Box<(Reply, Option<Snapshot>)>),
    TerminalGone(std::io::Error),
    DeskGone,
}

/// Opens the screens before `door`, which goes onto a thread of its own, and waits until all that was
/// asked of it is done.
///
/// # Errors
/// When the key map is wrong, the terminal is gone, or the desk's thread ended.
pub fn open(door: Door, lang: &str) -> Result<(), TuiFault> {
    let options =
        Options { lang: Lang::from_locale(lang), clock: door.clock(), ..Options::default() };
    let snapshot = door.snapshot();
    let line = thread_of_desk::spawn(door);
    let link = Link { commands: line.commands, replies: line.replies };
    let ended = run(link, snapshot, options);
    line.thread.join().map_err(|_| TuiFault::DeskGone)?;
    ended
}

/// The terminal that answers go to, when there is one.
#[must_use]
pub fn terminal() -> Option<Terminal> {
    if !stdout().is_terminal() {
        return None;
    }
    let (columns, rows) = crossterm::terminal::size().ok()?;
    #[expect(clippy::disallowed_methods, reason = "a terminal says what it is nowhere else")]
    let name = std::env::var("TERM").unwrap_or_default();
    // Windows' own terminal has no such name.
    let name = if name.is_empty() && cfg!(windows) { "windows".into() } else { name };
    Some(Terminal { name, columns, rows })
}

/// Runs the screens on the real terminal until the officer leaves.
///
/// # Errors
/// When the key map is wrong, the terminal is gone, or the desk's thread ended.
pub fn run(link: Link, snapshot: Snapshot, options: Options) -> Result<(), TuiFault> {
    let app = App::new(snapshot, options.lang, options.theme, options.clock.now())?;
    let mut terminal = ratatui::try_init()?;
    restore_on_panic();
    let begun = execute!(stdout(), EnableBracketedPaste, EnableMouseCapture);
    let ended =
        begun.map_err(TuiFault::from).and_then(|()| turn(app, &mut terminal, link, options));
    // The first fault is worth more than one of the clean-up.
    let _ = execute!(stdout(), DisableMouseCapture, DisableBracketedPaste);
    ratatui::restore();
    ended
}

/// The hook of ratatui leaves raw mode and the alternate screen; paste and mouse are ours.
fn restore_on_panic() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let _ = execute!(stdout(), DisableMouseCapture, DisableBracketedPaste);
        before(panic);
    }));
}

fn turn(
    mut app: App,
    terminal: &mut DefaultTerminal,
    link: Link,
    options: Options,
) -> Result<(), TuiFault> {
    let inbox = gather(link.replies);
    let mut backlog: VecDeque<Command> = VecDeque::new();
    terminal.draw(|frame| app.draw(frame))?;
    loop {
        let first = match inbox.recv_timeout(until_next_minute(options.clock.now())) {
            Ok(inbound) => Some(inbound),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => return Err(TuiFault::DeskGone),
        };
        let now = options.clock.now();
        let mut effects = Vec::new();
        match first {
            None => effects.extend(app.handle(Event::Tick, now)),
            // All that came in while the last frame was drawn is one frame.
            Some(first) => {
                for inbound in std::iter::once(first).chain(inbox.try_iter()) {
                    effects.extend(app.handle(event_of(inbound)?, now));
                }
            }
        }
        for effect in effects {
            match effect {
                Effect::Run(command) => backlog.push_back(command),
                Effect::Bell => ring()?,
                Effect::Quit => return finish(&link.commands, backlog),
            }
        }
        if !send(&link.commands, &mut backlog)? {
            app.handle(Event::Busy, now);
        }
        terminal.draw(|frame| app.draw(frame))?;
    }
}

/// One channel of all that happens, fed by a thread for each source.
fn gather(replies: Receiver<(Reply, Option<Snapshot>)>) -> Receiver<Inbound> {
    let (sender, inbox) = mpsc::sync_channel(INBOX);
    let of_desk = sender.clone();
    thread::spawn(move || {
        for answer in replies {
            // When the screens ended first, the desk must still get through what it was asked.
            let _ = of_desk.send(Inbound::Answered(Box::new(answer)));
        }
        let _ = of_desk.send(Inbound::DeskGone);
    });
    thread::spawn(move || {
        loop {
            let (inbound, last) = match read() {
                Ok(typed) => (Inbound::Typed(typed), false),
                Err(fault) => (Inbound::TerminalGone(fault), true),
            };
            if sender.send(inbound).is_err() || last {
                return;
            }
        }
    });
    inbox
}

fn event_of(inbound: Inbound) -> Result<Event, TuiFault> {
    Ok(match inbound {
        Inbound::Typed(Typed::Key(key)) => Event::Key(key),
        Inbound::Typed(Typed::Mouse(mouse)) => Event::Mouse(mouse),
        Inbound::Typed(Typed::Paste(text)) => Event::Paste(text),
        Inbound::Typed(Typed::Resize(..) | Typed::FocusGained | Typed::FocusLost) => Event::Resize,
        Inbound::Answered(answer) => {
            let (reply, snapshot) = *answer;
            Event::Reply(Box::new(reply), snapshot.map(Box::new))
        }
        Inbound::TerminalGone(fault) => return Err(fault.into()),
        Inbound::DeskGone => return Err(TuiFault::DeskGone),
    })
}

/// Hands over what the queue takes; false when some of it has to wait.
fn send(commands: &Orders, backlog: &mut VecDeque<Command>) -> Result<bool, TuiFault> {
    while let Some(command) = backlog.pop_front() {
        match commands.try_send(command) {
            Ok(()) => {}
            Err(TrySendError::Full(command)) => {
                backlog.push_front(command);
                return Ok(false);
            }
            Err(TrySendError::Disconnected(_)) => return Err(TuiFault::DeskGone),
        }
    }
    Ok(true)
}

/// Waits for the queue, so that the last words typed are kept.
fn finish(commands: &Orders, backlog: VecDeque<Command>) -> Result<(), TuiFault> {
    for command in backlog {
        commands.send(command).map_err(|_| TuiFault::DeskGone)?;
    }
    Ok(())
}

fn until_next_minute(now: Moment) -> Duration {
    let left = MINUTE_MS - now.ms().rem_euclid(MINUTE_MS);
    Duration::from_millis(u64::try_from(left).unwrap_or(1000))
}

fn ring() -> Result<(), TuiFault> {
    let mut out = stdout();
    out.write_all(b"\x07")?;
    out.flush()?;
    Ok(())
}
