//! The screens by keys: given a desk, keys and a size, what is seen; without a terminal.

mod bad_input;
mod cash;
mod check;
mod clock_step;
mod confirm;
mod credentials;
mod deadline_fact;
mod due;
mod evidence;
mod evidence_gap;
mod every_screen;
mod hand_over;
mod help;
mod inspection;
mod interview;
mod keeper;
mod keeper_form;
mod keymap;
mod leniency;
mod library;
mod list;
mod lock;
mod looks;
mod mouse;
mod new_code;
mod no_fine;
mod numbers;
mod own_pin;
mod people;
mod paper;
mod picker;
mod preview;
mod printer_form;
mod printers;
mod readings;
mod relay;
mod shift_close;
mod shift_start;
mod sign_in;
mod spilled_load;
mod stick;
mod sync;
mod take_over;
mod tasks;
mod today;
mod unloading;
mod violation;
mod walk;
mod words;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use lucha::app::command::Command;
use lucha::app::config::Founding;
use lucha::app::desk::Desk;
use lucha::app::found_bureau::found_bureau;
use lucha::app::sample;
use lucha::app::view::snapshot::Snapshot;
use lucha::stdx::clock::{Clock, Moment};
use lucha::stdx::id::Dice;
use lucha::store::Store;
use lucha::tui::App;
use lucha::tui::effect::{Effect, Event};
use lucha::tui::theme::Theme;
use lucha::tui::words::Lang;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use unicode_width::UnicodeWidthStr;

/// Monday morning of the sample shift.
pub const NOW: &str = "2026-11-23T08:40:00+08:00";
pub const SMALL: (u16, u16) = (80, 24);
pub const WIDE: (u16, u16) = (120, 40);
pub const HUGE: (u16, u16) = (160, 50);

/// The screens with a real desk behind them, in memory.
pub struct Stage {
    pub app: App,
    pub desk: Desk,
    pub now: Moment,
    pub size: (u16, u16),
    /// All that the screens asked of the desk.
    pub asked: Vec<Command>,
    pub quit: bool,
    /// Key presses beside free text.
    pub presses: usize,
    /// Where papers are printed to; it goes with the stage.
    paper_folder: tempfile::TempDir,
}

impl Stage {
    /// The sample bureau before anyone signed in.
    pub fn new() -> Stage {
        Stage::at(NOW)
    }

    /// Moves the focus to the field of this label, wherever it stands in the form.
    #[track_caller]
    pub fn go_to(&mut self, label: &str) {
        let keys = std::iter::repeat_n("<Down>", 40).chain(std::iter::repeat_n("<Up>", 40));
        for key in keys {
            if self.screen().contains(&format!(">{label}")) {
                return;
            }
            self.press(key);
        }
        panic!("{label} is never reached\n{}", self.screen());
    }

    /// The same at another time of the day.
    pub fn at(now: &str) -> Stage {
        Stage::founded(now, crate::bureau::sample())
    }

    /// A bureau that differs from the sample.
    pub fn of(founding: Founding) -> Stage {
        Stage::founded(NOW, founding)
    }

    fn founded(now: &str, founding: Founding) -> Stage {
        let now = Moment::parse(now).unwrap();
        let mut dice = Dice::Counted(1);
        let store = Store::in_memory(&mut dice).unwrap();
        let mut desk = Desk::new(store, Clock::fixed(now), dice).unwrap();
        desk.lend(crate::bureau::typesetter());
        found_bureau(&mut desk, founding).unwrap();
        let paper = tempfile::tempdir().unwrap();
        desk.set_stick_roots(Vec::new());
        desk.set_paper_folder(paper.path().to_path_buf());
        let snapshot = Snapshot { sample_pins: sample::pins(), ..desk.snapshot() };
        let app = App::new(snapshot, Lang::Chinese, Theme::Standard, now).unwrap();
        let (asked, size) = (Vec::new(), SMALL);
        Stage { app, desk, now, size, asked, quit: false, presses: 0, paper_folder: paper }
    }

    /// Both officers on duty, today on the screen.
    pub fn on_duty() -> Stage {
        Stage::new().signed_in()
    }

    /// Signed in, with a colleague, today on the screen.
    pub fn signed_in(mut self) -> Stage {
        let pin = sample::pins()[0].2.clone();
        self.press(&format!("1 {{{pin}}} <Enter> {{莲下治超点}} <Enter> {{2026-治超-11}} <Enter>"));
        assert_eq!(self.app.on_top(), "today", "{}", self.screen());
        self.presses = 0;
        self
    }

    /// Where papers are printed to.
    pub fn paper(&self) -> &std::path::Path {
        self.paper_folder.path()
    }

    /// Presses a script: `{text}` is free text, `<Enter>` a key, anything else a single character.
    pub fn press(&mut self, script: &str) -> &mut Stage {
        let mut rest = script.trim();
        while !rest.is_empty() {
            if let Some(text) = rest.strip_prefix('{') {
                let end = text.find('}').unwrap();
                for c in text[..end].chars() {
                    self.key(KeyCode::Char(c), KeyModifiers::NONE);
                }
                rest = text[end + 1..].trim_start();
                continue;
            }
            let word = rest.split_whitespace().next().unwrap();
            let (code, modifiers) = key_of(word);
            self.presses += 1;
            self.key(code, modifiers);
            rest = rest[word.len()..].trim_start();
        }
        self
    }

    pub fn key(&mut self, code: KeyCode, modifiers: KeyModifiers) {
        self.send(Event::Key(KeyEvent::new(code, modifiers)));
    }

    pub fn paste(&mut self, text: &str) {
        self.send(Event::Paste(text.to_string()));
    }

    /// An event, and the desk's answers to what comes of it.
    pub fn send(&mut self, event: Event) {
        let mut effects = self.app.handle(event, self.now);
        while !effects.is_empty() {
            let mut more = Vec::new();
            for effect in effects {
                match effect {
                    Effect::Run(command) => {
                        self.asked.push(command.clone());
                        let reply = self.desk.handle(command);
                        let snapshot = Some(Box::new(self.desk.snapshot()));
                        let event = Event::Reply(Box::new(reply), snapshot);
                        more.extend(self.app.handle(event, self.now));
                    }
                    Effect::Quit => self.quit = true,
                    Effect::Bell => {}
                }
            }
            effects = more;
        }
        // A frame after each event, as the loop does.
        self.screen();
    }

    /// What is seen, one line of text for each row.
    pub fn screen(&self) -> String {
        self.frame().0
    }

    /// The caret: column and row.
    pub fn caret(&self) -> (u16, u16) {
        self.frame().1
    }

    /// The cells of a frame and where the caret was put.
    pub fn cells(&self) -> (Buffer, (u16, u16)) {
        let mut terminal = Terminal::new(TestBackend::new(self.size.0, self.size.1)).unwrap();
        terminal.draw(|frame| self.app.draw(frame)).unwrap();
        let caret = terminal.get_cursor_position().unwrap();
        (terminal.backend().buffer().clone(), (caret.x, caret.y))
    }

    fn frame(&self) -> (String, (u16, u16)) {
        let (buffer, caret) = self.cells();
        let mut text = String::new();
        for y in 0..self.size.1 {
            let mut x = 0;
            while x < self.size.0 {
                let symbol = buffer[(x, y)].symbol();
                text.push_str(symbol);
                // The cell behind a wide character holds nothing of its own.
                x += u16::try_from(symbol.width()).unwrap().max(1);
            }
            text.push('\n');
        }
        (text, caret)
    }

    pub fn sees(&self, words: &[&str]) {
        let screen = self.screen();
        for word in words {
            assert!(screen.contains(word), "`{word}` is not on the screen:\n{screen}");
        }
    }

    pub fn sees_not(&self, words: &[&str]) {
        let screen = self.screen();
        for word in words {
            assert!(!screen.contains(word), "`{word}` is on the screen:\n{screen}");
        }
    }
}

/// Given, keys, seen.
pub fn check(mut given: Stage, keys: &str, seen: &[&str]) -> Stage {
    given.press(keys);
    given.sees(seen);
    given
}

fn key_of(word: &str) -> (KeyCode, KeyModifiers) {
    let Some(name) = word.strip_prefix('<').and_then(|word| word.strip_suffix('>')) else {
        let mut chars = word.chars();
        let c = chars.next().unwrap();
        assert_eq!(chars.next(), None, "`{word}` is no single key; write text as {{text}}");
        return (KeyCode::Char(c), KeyModifiers::NONE);
    };
    if let Some(c) = name.strip_prefix("Ctrl-") {
        return (KeyCode::Char(c.to_lowercase().chars().next().unwrap()), KeyModifiers::CONTROL);
    }
    if name == "Alt-Enter" {
        return (KeyCode::Enter, KeyModifiers::ALT);
    }
    let code = match name {
        "Enter" => KeyCode::Enter,
        "Esc" => KeyCode::Esc,
        "Tab" => KeyCode::Tab,
        "Shift-Tab" => KeyCode::BackTab,
        "Up" => KeyCode::Up,
        "Down" => KeyCode::Down,
        "Left" => KeyCode::Left,
        "Right" => KeyCode::Right,
        "Home" => KeyCode::Home,
        "End" => KeyCode::End,
        "PgUp" => KeyCode::PageUp,
        "PgDn" => KeyCode::PageDown,
        "Backspace" => KeyCode::Backspace,
        "Del" => KeyCode::Delete,
        "Space" => KeyCode::Char(' '),
        _ => KeyCode::F(name[1..].parse().unwrap()),
    };
    (code, KeyModifiers::NONE)
}

/// A lorry within its limit, weighed: the first stop of a shift, whose place and scale the next ones
/// take over.
pub const WITHIN: &str = "n <Space> <Enter> \
    {粤D12345} <Enter> 1 1 {粤交运管汕字440515000125号} <Enter> {2019-01-15} <Enter> \
    1 {3} <Enter> {2} <Enter> {0} <Enter> {20000} <Enter> {12.00} <Enter> {2.55} <Enter> \
    {3.95} <Enter> y {SCS-07} <Enter> 1 {粤检2026-0311} <Enter> {2027-03-11} <Enter> <Enter> \
    {刘十一} <Enter> 2 <Enter>";

/// An overload stop of an organisation up to the summary, after a first stop.
pub const OVERLOAD: &str = "n <Space> <Enter> \
    {粤D55D18} <Enter> 1 1 {粤交运管汕字440515000123号} <Enter> {2019-01-15} <Enter> \
    1 {3} <Enter> {2} <Enter> {0} <Enter> {31240} <Enter> {12.00} <Enter> {2.55} <Enter> \
    {3.95} <Enter> y <Enter> \
    <Enter> {三轴货车装载沙石} <Enter> \
    2 {汕头市示范运输有限公司} <Enter> {91440500MA0001018W} <Enter> {陈大海} <Enter> \
    {汕头市金平区潮汕路88号} <Enter> {0754-88000001} <Enter> \
    {王五} <Enter> 2 {440513197903120031} <Enter> {13800000001} <Enter> y <Enter> \
    <F7> <Enter> 1 1 <Enter>";

/// The decision of a summary, confirmed by both officers with their own PINs.
pub const DECIDE: &str = "<Enter> {246810} <Enter> {135790} <Enter>";
