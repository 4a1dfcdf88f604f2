//! The officer's program: reads arguments, opens doors, calls a room.

use clap::Parser;
use lucha::app::command::Trouble;
use lucha::app::doctor::Machine;
use lucha::app::door::Door;
use lucha::app::enrol_officer::Enrolment;
use lucha::app::opening::{self, Place};
use lucha::cli::first_use::Terminal;
use lucha::cli::{self, Arguments, Command, Voice, code};
use lucha::hq::sample::{self, Sample};
use lucha::tui;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
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
            demo(&folder, scripted, &mut voice)
        }
        Some(Command::Check { from, json }) => {
            let (dir, pin_file) = (arguments.dir.clone(), arguments.pin_file.clone());
            let order = cli::check::Order { dir, from, json, pin_file };
            cli::check::run(&order, &mut voice)
        }
        Some(Command::Found { from }) => cli::found::run(dir, &from, &mut voice),
        Some(Command::Restore { from }) => {
            cli::backup::restore(dir, &from, &mut Terminal, &mut voice)
        }
        Some(Command::Pin) => cli::recover::change(dir, &mut Terminal, &mut voice),
        Some(Command::Recover { credential }) => {
            cli::recover::recover(dir, &credential, &mut Terminal, &mut voice)
        }
        Some(command) => {
            let pin_file = arguments.pin_file.as_deref();
            match cli::pins::place(dir, pin_file, &arguments.lang, command.need()) {
                Ok(place) => within(command, place, &mut voice),
                Err(trouble) => voice.fail(&trouble),
            }
        }
    })
}

/// The sample bureau, with its headquarters in this process.
fn demo(folder: &Path, scripted: bool, voice: &mut Voice<'_>) -> u8 {
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

/// A command on a bureau that somebody has opened.
fn within(command: Command, place: Place<'_>, voice: &mut Voice<'_>) -> u8 {
    match command {
        Command::List { search, limit, json } => cli::list::run(place, &search, limit, json, voice),
        Command::Show { what, json } => cli::show::run(place, &what, json, voice),
        Command::Print { what, form, roll } => {
            cli::print::run(place, &what, form.as_deref(), roll, voice)
        }
        Command::Photograph { what, files, taken_at } => {
            let order = cli::photograph::Order { what, files, taken_at };
            cli::photograph::run(place, &order, voice)
        }
        Command::Verify { json } => cli::verify::run(place, json, voice),
        Command::Enrol { url, code } => cli::sync::enrol(place, &url, &code, voice),
        Command::Stick { folder, volume_mb, json } => {
            cli::stick::run(place, &folder, volume_mb, json, voice)
        }
        Command::Sync { metered, json } => cli::sync::run(place, metered, json, voice),
        Command::Rebuild => cli::rebuild::run(place, voice),
        Command::Export { what, reason, to } => cli::export::run(place, &what, &reason, &to, voice),
        Command::Mirror { to, off } => cli::backup::mirror(place, to.as_deref(), off, voice),
        Command::Gps { port, off } => cli::gps::run(place, port.as_deref(), off, voice),
        Command::Backup { to } => cli::backup::backup(place, &to, voice),
        Command::Rescue => cli::rescue::run(place, voice),
        Command::Doctor { json } => {
            cli::doctor::run(place, json, &Machine::of(tui::terminal()), voice)
        }
        Command::Code { renew } => cli::renewal::run(place, renew, &mut Terminal, voice),
        Command::Officer { name, credential, from, until, role, scope } => {
            let new = Enrolment { name, credential, from, until, role, scope };
            cli::officer::run(place, &new, &mut Terminal, voice)
        }
        Command::Agency { from } => cli::agency::run(place, &from, voice),
        Command::Demo { .. }
        | Command::Check { .. }
        | Command::Found { .. }
        | Command::Pin
        | Command::Restore { .. }
        | Command::Recover { .. } => code::NOTHING,
    }
}

/// The screens over the bureau of this laptop; first use when there is none yet.
fn officer(arguments: &Arguments, voice: &mut Voice<'_>) -> u8 {
    let opened = match opening::door(arguments.dir.as_deref()) {
        Err(trouble) if trouble.key == "trouble.no_journal" && arguments.dir.is_none() => {
            let desk = cli::first_use::run(&mut Terminal, voice);
            desk.map(|desk| Door::Open(Box::new(desk)))
        }
        other => other,
    };
    screen(opened, voice)
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
