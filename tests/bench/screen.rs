//! From a key press to the bytes of the screen at 120×40, with many inspections in the journal.

use super::{ms, percentile, report, timed};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use lucha::app::desk::Desk;
use lucha::app::opening;
use lucha::stdx::clock::Clock;
use lucha::tui::App;
use lucha::tui::effect::{Effect, Event};
use lucha::tui::theme::Theme;
use lucha::tui::words::Lang;
use ratatui::backend::{CrosstermBackend, TestBackend};
use ratatui::buffer::Cell;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

const COLUMNS: u16 = 120;
const ROWS: u16 = 40;

/// Counts what would go to the terminal.
#[derive(Clone, Default)]
struct Wire(Arc<Mutex<usize>>);

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        *self.0.lock().unwrap() += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The screens of an open bureau, and what each key of theirs took and sent.
pub struct Stage {
    pub app: App,
    pub desk: Desk,
    terminal: Terminal<CrosstermBackend<Wire>>,
    wire: Wire,
    pub keys: Vec<Duration>,
    bytes: Vec<usize>,
}

impl Stage {
    /// The sample's officers on duty, today on the screen; no key has counted yet.
    pub fn on_duty(folder: &Path) -> Stage {
        let desk = opening::to_write(Some(folder)).unwrap();
        let now = Clock::machine().now();
        let app = App::new(desk.snapshot(), Lang::Chinese, Theme::Standard, now).unwrap();
        let wire = Wire::default();
        let blank = terminal(&wire);
        let (keys, bytes) = (Vec::new(), Vec::new());
        let mut stage = Stage { app, desk, terminal: blank, wire, keys, bytes };
        stage.draw();
        for typed in ["1246810", "莲下治超点", "2026-治超-11"] {
            stage.text(typed);
            stage.key(KeyCode::Enter);
        }
        assert_eq!(stage.app.on_top(), "today");
        stage.keys.clear();
        stage.bytes.clear();
        stage
    }

    fn draw(&mut self) {
        let Stage { app, terminal, .. } = self;
        terminal.draw(|frame| app.draw(frame)).unwrap();
    }

    /// One key: what the screen thread does between the press and the last byte. The desk answers
    /// on its own thread in the program, so its time is not the key's.
    pub fn key(&mut self, code: KeyCode) {
        let now = Clock::machine().now();
        let before = *self.wire.0.lock().unwrap();
        let event = Event::Key(KeyEvent::new(code, KeyModifiers::NONE));
        let (mut effects, took) = timed(|| {
            let effects = self.app.handle(event, now);
            self.draw();
            effects
        });
        self.keys.push(took);
        self.bytes.push(*self.wire.0.lock().unwrap() - before);
        while !effects.is_empty() {
            let mut more = Vec::new();
            for effect in effects {
                if let Effect::Run(command) = effect {
                    let reply = self.desk.handle(command);
                    let snapshot = Some(Box::new(self.desk.snapshot()));
                    more.extend(self.app.handle(Event::Reply(Box::new(reply), snapshot), now));
                }
            }
            effects = more;
            self.draw();
        }
    }

    pub fn text(&mut self, text: &str) {
        text.chars().for_each(|c| self.key(KeyCode::Char(c)));
    }

    /// What stands on the screen, without blanks: a measured key that changed nothing would be quick and worth nothing.
    pub fn shown(&self) -> String {
        let mut seen = Terminal::new(TestBackend::new(COLUMNS, ROWS)).unwrap();
        seen.draw(|frame| self.app.draw(frame)).unwrap();
        let cells = seen.backend().buffer().content().iter();
        cells.map(Cell::symbol).filter(|symbol| !symbol.trim().is_empty()).collect()
    }
}

pub fn run(folder: &Path) {
    let mut stage = Stage::on_duty(folder);
    for _ in 0..20 {
        for _ in 0..15 {
            stage.key(KeyCode::Down);
        }
        for _ in 0..15 {
            stage.key(KeyCode::Up);
        }
    }
    stage.key(KeyCode::Char('/'));
    for _ in 0..10 {
        stage.text("粤D00077张伟");
        for _ in 0..9 {
            stage.key(KeyCode::Backspace);
        }
    }
    stage.key(KeyCode::Esc);
    stage.key(KeyCode::Char('n'));
    stage.key(KeyCode::PageDown);
    for _ in 0..15 {
        stage.text("粤D55D18");
        for _ in 0..7 {
            stage.key(KeyCode::Backspace);
        }
    }
    let count = stage.keys.len();
    let median = percentile(&mut stage.keys, 0.5);
    let p99 = percentile(&mut stage.keys, 0.99);
    report(
        "key press to screen bytes, p99 / 5 ms",
        &format!("p50 {median:.2} p99 {p99:.2} ms"),
        &format!("{count} keys, 100,000 stops"),
        p99 / 5.0,
    );
    // A terminal that shows nothing yet gets the whole frame.
    stage.terminal = terminal(&stage.wire);
    let before = *stage.wire.0.lock().unwrap();
    let ((), full) = timed(|| stage.draw());
    let full_bytes = *stage.wire.0.lock().unwrap() - before;
    stage.bytes.sort_unstable();
    let typical = stage.bytes[stage.bytes.len() / 2];
    #[allow(clippy::cast_precision_loss, reason = "bytes of a screen")]
    let ratio = typical as f64 / full_bytes as f64;
    report(
        "bytes of a key's change / full frame",
        &format!("{typical} B"),
        &format!("{full_bytes} B in {:.2} ms", ms(full)),
        ratio,
    );
}

fn terminal(wire: &Wire) -> Terminal<CrosstermBackend<Wire>> {
    let viewport = Viewport::Fixed(Rect::new(0, 0, COLUMNS, ROWS));
    Terminal::with_options(CrosstermBackend::new(wire.clone()), TerminalOptions { viewport })
        .unwrap()
}
