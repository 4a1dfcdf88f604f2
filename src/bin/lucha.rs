//! The officer's program: reads arguments, opens doors, calls a room.

use clap::Parser;
use lucha::app::command::Trouble;
use lucha::app::desk::Desk;
use lucha::app::opening;
use lucha::cli::{self, Arguments, Command, Voice, code};
use lucha::tui;
use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let (mut out, mut err) = (std::io::stdout(), std::io::stderr());
    let mut voice = Voice { lang: &arguments.lang, out: &mut out, err: &mut err };
    let dir = arguments.dir.as_deref();
    ExitCode::from(match arguments.command {
        None => officer(&arguments, &mut voice),
        Some(Command::Demo { scripted }) => {
            let folder = dir.map_or_else(|| PathBuf::from(cli::demo::FOLDER), PathBuf::from);
            if scripted {
                cli::demo::scripted(&folder, &mut voice)
            } else {
                screen(cli::demo::open(&folder), &mut voice)
            }
        }
        Some(Command::Check { from, json, pin_file }) => {
            let order = cli::check::Order { dir: arguments.dir.clone(), from, json, pin_file };
            cli::check::run(&order, &mut voice)
        }
        Some(Command::List { search, limit, json }) => {
            cli::list::run(dir, &search, limit, json, &mut voice)
        }
        Some(Command::Show { what, json }) => cli::show::run(dir, &what, json, &mut voice),
        Some(Command::Print { what, form, roll }) => {
            cli::print::run(dir, &what, form.as_deref(), roll, &mut voice)
        }
        Some(Command::Verify { json }) => cli::verify::run(dir, json, &mut voice),
        Some(Command::Rebuild) => cli::rebuild::run(dir, &mut voice),
        Some(Command::Rescue) => cli::rescue::run(dir, &mut voice),
        Some(Command::Doctor { json }) => {
            cli::doctor::run(dir, json, tui::terminal_size(), &mut voice)
        }
        Some(Command::Found { from }) => cli::found::run(dir, &from, &mut voice),
    })
}

/// The screens over the bureau of this laptop; first use when there is none yet.
fn officer(arguments: &Arguments, voice: &mut Voice<'_>) -> u8 {
    let opened = match opening::to_write(arguments.dir.as_deref()) {
        Err(trouble) if trouble.key == "trouble.no_journal" && arguments.dir.is_none() => {
            cli::first_use::run(&mut cli::first_use::Terminal, voice)
        }
        other => other,
    };
    screen(opened, voice)
}

fn screen(desk: Result<Desk, Trouble>, voice: &mut Voice<'_>) -> u8 {
    let desk = match desk {
        Ok(desk) => desk,
        Err(trouble) => return voice.fail(&trouble),
    };
    if !std::io::stdout().is_terminal() {
        return voice.fail(&Trouble::new("trouble.no_terminal"));
    }
    match tui::open(desk, voice.lang) {
        Ok(()) => code::DONE,
        Err(fault) => voice.fail(&Trouble::new("trouble.terminal").with(fault.to_string())),
    }
}
