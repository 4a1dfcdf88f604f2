//! The officer's program: reads arguments, opens doors, calls a room.

use lucha::app::command::Trouble;
use lucha::app::doctor::Machine;
use lucha::app::door::Door;
use lucha::app::opening;
use lucha::cli::arguments::Arguments;
use lucha::cli::first_use::{self, Terminal};
use lucha::cli::run::{Doors, run};
use lucha::cli::{self, Voice, code};
use lucha::hq::sample::{self, Sample};
use lucha::stdx::arguments;
use lucha::tui;
use std::ffi::OsString;
use std::io::IsTerminal as _;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let given: Vec<OsString> = std::env::args_os().collect();
    let (mut out, mut err) = (std::io::stdout(), std::io::stderr());
    let arguments: Arguments = match arguments::read("lucha", &given) {
        Ok(arguments) => arguments,
        Err(told) => return ExitCode::from(told.say(&mut out, &mut err)),
    };
    let lang = arguments.lang.clone();
    let mut voice = Voice { lang: &lang, out: &mut out, err: &mut err };
    ExitCode::from(run(arguments, &Here, &mut Terminal, &mut voice))
}

/// This program, with its screens and its sample headquarters.
struct Here;

impl Doors for Here {
    /// First use when there is no bureau yet.
    fn officer(&self, dir: Option<&Path>, voice: &mut Voice<'_>) -> u8 {
        let opened = match opening::door(dir) {
            Err(trouble) if trouble.key == "trouble.no_journal" && dir.is_none() => {
                first_use::run(&mut Terminal, voice).map(|desk| Door::Open(Box::new(desk)))
            }
            other => other,
        };
        screen(opened, voice)
    }

    fn demo(&self, folder: &Path, scripted: bool, voice: &mut Voice<'_>) -> u8 {
        // Before a headquarters is made in it: the folder may be a real bureau's.
        if let Err(trouble) = cli::demo::open(folder) {
            return voice.fail(&trouble);
        }
        let started = sample::start(&folder.join("headquarters"), &lucha::app::sample::prefix());
        cli::demo::say_headquarters(started.as_ref().map(Sample::url), voice);
        let offer = started.as_ref().ok().map(|hq| (hq.url(), hq.code.clone()));
        if scripted {
            cli::demo::scripted(folder, offer.as_ref(), voice)
        } else {
            screen(cli::demo::door(folder, offer.as_ref()), voice)
        }
    }

    fn machine(&self) -> Machine {
        Machine::of(tui::terminal())
    }
}

fn screen(door: Result<Door, Trouble>, voice: &mut Voice<'_>) -> u8 {
    let door = match door {
        Ok(door) => door,
        Err(trouble) => return voice.fail(&trouble),
    };
    if !std::io::stdout().is_terminal() {
        return voice.fail(&Trouble::new("trouble.no_terminal"));
    }
    match tui::open(door, voice.lang) {
        Ok(()) => code::DONE,
        Err(fault) => voice.fail(&fault.trouble()),
    }
}
