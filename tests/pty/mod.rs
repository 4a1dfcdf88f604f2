//! The real program in a real terminal: keys in, screen out, papers on the disk.

mod casework;
mod demo;
mod first_use;
mod full_disk;
mod killed;
mod officer;
mod stops;

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Long enough for a debug build on a busy machine; a healthy one needs a fraction.
const PATIENCE: Duration = Duration::from_secs(60);

/// `lucha` running in a terminal of its own.
pub struct Program {
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    screen: Arc<Mutex<vt100::Parser>>,
    // Closing the terminal would end the program.
    _terminal: Box<dyn MasterPty + Send>,
}

impl Program {
    /// Starts `lucha demo` over `folder` in a terminal of `columns` by `rows`.
    pub fn demo(folder: &Path, columns: u16, rows: u16) -> Program {
        Program::run(&["demo", "--dir", folder.to_str().unwrap()], columns, rows)
    }

    /// Starts `lucha` in a terminal of `columns` by `rows`.
    pub fn run(args: &[&str], columns: u16, rows: u16) -> Program {
        Program::named("xterm-256color", args, columns, rows)
    }

    /// Starts `lucha` for a user whose home is `home`, and who has nothing else.
    pub fn of_user(home: &Path, args: &[&str], columns: u16, rows: u16) -> Program {
        Program::of_user_with(home, &[], args, columns, rows)
    }

    /// The same where each of `variables` names a folder of his.
    pub fn of_user_with(
        home: &Path,
        variables: &[(&str, PathBuf)],
        args: &[&str],
        columns: u16,
        rows: u16,
    ) -> Program {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_lucha"));
        command.env_clear();
        command.env("PATH", "/usr/local/bin:/usr/bin:/bin");
        command.env("HOME", home);
        for (variable, folder) in variables {
            command.env(variable, folder);
        }
        command.cwd(home);
        command.args(args);
        Program::start(command, "xterm-256color", columns, rows)
    }

    /// The same in a terminal that calls itself `term`.
    pub fn named(term: &str, args: &[&str], columns: u16, rows: u16) -> Program {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_lucha"));
        command.args(args);
        Program::start(command, term, columns, rows)
    }

    fn start(mut command: CommandBuilder, term: &str, columns: u16, rows: u16) -> Program {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        command.env("TERM", term);
        command.env("LANG", "C.UTF-8");
        let child = pair.slave.spawn_command(command).unwrap();
        let cells = |n| std::num::NonZero::new(n).unwrap();
        let screen = Arc::new(Mutex::new(vt100::Parser::new(cells(rows), cells(columns), 0)));
        let (seen, mut output) = (Arc::clone(&screen), pair.master.try_clone_reader().unwrap());
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count) = output.read(&mut bytes) {
                if count == 0 {
                    return;
                }
                seen.lock().unwrap().process(&bytes[..count]);
            }
        });
        let keys = pair.master.take_writer().unwrap();
        Program { child, keys, screen, _terminal: pair.master }
    }

    pub fn text(&self) -> String {
        self.screen.lock().unwrap().screen().contents()
    }

    /// Waits until the screen shows `words`.
    #[track_caller]
    pub fn expect(&self, words: &str) {
        let begun = Instant::now();
        while !self.text().contains(words) {
            assert!(begun.elapsed() < PATIENCE, "`{words}` never came:\n{}", self.text());
            std::thread::sleep(Duration::from_millis(15));
        }
    }

    /// Waits until the screen shows all of `words`, however its lines are broken: blanks and frames count for nothing.
    #[track_caller]
    pub fn sees(&self, words: &[&str]) {
        self.sees_from(0, words);
    }

    /// The same to the right of the column `from`.
    #[track_caller]
    pub fn sees_from(&self, from: u16, words: &[&str]) {
        let begun = Instant::now();
        loop {
            let shown = self.run_on(from);
            let Some(lacks) = words.iter().find(|one| !shown.contains(&bare(one))) else { return };
            let text = self.text();
            assert!(begun.elapsed() < PATIENCE, "`{lacks}` is not on the screen:\n{text}");
            std::thread::sleep(Duration::from_millis(15));
        }
    }

    /// The screen to the right of the column `from` as one line without blanks and frames.
    pub fn run_on(&self, from: u16) -> String {
        let screen = self.screen.lock().unwrap();
        let columns = screen.screen().size().1.get();
        screen.screen().rows(from, columns - from).map(|row| bare(&row)).collect()
    }

    /// Presses keys: `{text}` is typed, `<Enter>` and the like are keys, `[words]` waits for words,
    /// anything else between blanks is pressed as it stands.
    #[track_caller]
    pub fn press(&mut self, script: &str) {
        let mut rest = script.trim_start();
        while !rest.is_empty() {
            let close = match rest.as_bytes()[0] {
                b'{' => '}',
                b'[' => ']',
                b'<' => '>',
                _ => ' ',
            };
            let end = rest.find(close).unwrap_or(rest.len());
            let inner = if close == ' ' { &rest[..end] } else { &rest[1..end] };
            match close {
                ']' => self.expect(inner),
                '>' => self.send(key(inner)),
                _ => self.send(inner.as_bytes()),
            }
            rest = rest[(end + 1).min(rest.len())..].trim_start();
        }
    }

    fn send(&mut self, bytes: &[u8]) {
        self.keys.write_all(bytes).unwrap();
        self.keys.flush().unwrap();
        // A lone escape is told from the start of another key by the pause behind it.
        if bytes == b"\x1b" {
            std::thread::sleep(Duration::from_millis(120));
        }
    }

    /// Waits for its end; gives the exit code.
    pub fn code(&mut self) -> u32 {
        self.child.wait().unwrap().exit_code()
    }

    /// Ends it as a machine ends it: with signal 9, which no program hears.
    pub fn kill(&mut self) {
        let pid = self.child.process_id().expect("it runs").to_string();
        let killed = std::process::Command::new("kill").args(["-9", &pid]).status().unwrap();
        assert!(killed.success());
        self.child.wait().unwrap();
    }

    /// Signs in as the first sample officer and starts a shift with the second.
    pub fn on_duty(&mut self) {
        self.press("[19050001001] 1 [246810] {246810} <Enter>");
        self.press(
            "[今天和谁一起执勤] {澄海区莲下路口治超点} <Enter> {2026-治超-11} <Enter> [新检查]",
        );
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // A test that failed in the middle leaves no program behind.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Text without its blanks and what frames are drawn with.
fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !"│─┌┐└┘".contains(*c)).collect()
}

fn key(name: &str) -> &'static [u8] {
    match name {
        "Enter" => b"\r",
        "Esc" => b"\x1b",
        "Tab" => b"\t",
        "Space" => b" ",
        "Up" => b"\x1b[A",
        "Down" => b"\x1b[B",
        "Backspace" => b"\x7f",
        "PgDn" => b"\x1b[6~",
        "PgUp" => b"\x1b[5~",
        "Home" => b"\x1b[H",
        "End" => b"\x1b[F",
        "Ctrl-C" => b"\x03",
        "Ctrl-J" => b"\n",
        "Ctrl-U" => b"\x15",
        "F2" => b"\x1bOQ",
        "F4" => b"\x1bOS",
        "F3" => b"\x1bOR",
        "F6" => b"\x1b[17~",
        "F7" => b"\x1b[18~",
        "F8" => b"\x1b[19~",
        other => panic!("no key `{other}`"),
    }
}
