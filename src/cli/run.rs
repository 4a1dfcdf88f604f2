//! From read arguments to the command that they ask for; does none of them itself.

use super::arguments::{Arguments, BureauCommand, Command};
use super::first_use::Answers;
use super::{
    Voice, agency, backup, cash, check, demo, doctor, due, export, fact, found, gates, gps,
    hand_over, law, leftovers, list, numbers, officer, paper, photograph, pins, print, printers,
    rebuild, recover, relay, renewal, rescue, rotate, show, stick, sync, verify,
};
use crate::app::doctor::Machine;
use crate::app::enrol_officer::Enrolment;
use crate::app::opening::Place;
use crate::app::record_fact::TypedFact;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

/// What only the program itself can open, because it knows rooms that this one may not name.
pub trait Doors {
    /// The screens over the bureau of this laptop.
    fn officer(&self, dir: Option<&Path>, voice: &mut Voice<'_>) -> u8;
    /// The sample bureau with its headquarters.
    fn demo(&self, folder: &Path, scripted: bool, voice: &mut Voice<'_>) -> u8;
    /// This machine with its terminal.
    fn machine(&self) -> Machine;
}

/// Does what `arguments` ask for; gives the exit code.
pub fn run(
    arguments: Arguments,
    doors: &dyn Doors,
    answers: &mut dyn Answers,
    voice: &mut Voice<'_>,
) -> u8 {
    let Arguments { lang, dir, pin_file, command } = arguments;
    let Some(command) = command else { return doors.officer(dir.as_deref(), voice) };
    match command {
        Command::Demo { scripted } => {
            let folder = dir.unwrap_or_else(|| PathBuf::from(demo::FOLDER));
            doors.demo(&folder, scripted, voice)
        }
        Command::Check { from, json } => {
            let order = check::Order { dir, from, json, pin_file };
            // Whoever reads from a pipe is no officer at a terminal.
            let at_terminal = std::io::stdin().is_terminal();
            check::run_at(&order, at_terminal.then_some(answers), voice)
        }
        Command::Gates { procedure, json } => gates::run(procedure.as_deref(), json, voice),
        Command::Found { from } => found::run(dir.as_deref(), &from, voice),
        Command::Restore { from } => backup::restore(dir.as_deref(), &from, answers, voice),
        Command::Pin => recover::change(dir.as_deref(), answers, voice),
        Command::Recover { credential } => {
            recover::recover(dir.as_deref(), &credential, answers, voice)
        }
        Command::Bureau(command) => {
            match pins::place(dir.as_deref(), pin_file.as_deref(), &lang, command.need()) {
                Ok(place) => within(command, place, doors, answers, voice),
                Err(trouble) => voice.fail(&trouble),
            }
        }
    }
}

/// A command on a bureau that somebody has opened.
fn within(
    command: BureauCommand,
    place: Place<'_>,
    doors: &dyn Doors,
    answers: &mut dyn Answers,
    voice: &mut Voice<'_>,
) -> u8 {
    use BureauCommand as On;
    match command {
        On::List { search, limit, json } => list::run(place, &search, limit, json, voice),
        On::Due { json } => due::run(place, json, voice),
        On::Numbers { void: Some(number), reason, .. } => {
            numbers::void(place, &number, &reason.unwrap_or_default(), voice)
        }
        On::Numbers { json, .. } => numbers::run(place, json, voice),
        On::Show { what, json } => show::run(place, &what, json, voice),
        On::Print { what, form, roll, printer, json } => {
            print::run(place, &print::Order { what, form, roll, printer, json }, voice)
        }
        On::Printers { add, name, choose, remove, json } => {
            let order = printers::Order { add: add.zip(Some(name)), choose, remove, json };
            printers::run(place, &order, voice)
        }
        On::Photograph { what, files, said, json } => {
            photograph::run(place, &photograph::Order { what, files, said: *said, json }, voice)
        }
        On::Cash { what, ticket, ground, to_agency, to_bank, withdraw, on, json } => {
            let act = cash::act(ticket.zip(ground), [to_agency, to_bank], withdraw, on);
            cash::run(place, &cash::Order { what, act, json }, voice)
        }
        On::Fact { what, event, on, paper, withdraw } => {
            let fact = TypedFact { event, on: on.unwrap_or_default(), paper, withdraw };
            fact::run(place, &fact::Order { what, fact }, voice)
        }
        On::Paper { fields: Some(form), json, .. } => paper::fields(&form, json, voice),
        On::Paper { what, form, from, json, .. } => {
            let (what, form) = (what.unwrap_or_default(), form.unwrap_or_default());
            let order = paper::Order { what, form, from: from.unwrap_or_default(), json };
            paper::run(place, &order, answers, voice)
        }
        On::HandOver { what, to, reason, hours } => {
            hand_over::hand_over(place, &hand_over::Order { what, to, reason, hours }, voice)
        }
        On::TakeOver { letters, from } => {
            hand_over::take_over(place, &letters, from.as_deref(), voice)
        }
        On::Verify { json } => verify::run(place, json, voice),
        On::Enrol { url, code } => sync::enrol(place, &url, &code, voice),
        On::Stick { folder, volume_mb, json } => stick::run(place, &folder, volume_mb, json, voice),
        On::Relay { to, code, listen, json } => {
            relay::run(place, &relay::Order { to: to.zip(code), listen, json }, voice)
        }
        On::Rotate => rotate::run(place, voice),
        On::Sync { metered, json } => sync::run(place, metered, json, voice),
        On::Rebuild => rebuild::run(place, voice),
        On::Export { what, reason, to, passengers } => {
            export::run(place, (&what, passengers), &reason, &to, voice)
        }
        On::Mirror { to, off } => backup::mirror(place, to.as_deref(), off, voice),
        On::Gps { port, off } => gps::run(place, port.as_deref(), off, voice),
        On::Backup { to } => backup::backup(place, &to, voice),
        On::Rescue => rescue::run(place, voice),
        On::Leftovers { delete, drafts } => leftovers::run(place, delete, drafts, voice),
        On::Law { words, json } => law::run(place, &words, json, voice),
        On::Doctor { json } => doctor::run(place, json, &doors.machine(), voice),
        On::Code { renew } => renewal::run(place, renew, answers, voice),
        On::Officer { name, credential, from, until, role, scope } => {
            let new = Enrolment { name, credential, from, until, role, scope };
            officer::run(place, &new, answers, voice)
        }
        On::Agency { from } => agency::run(place, &from, voice),
    }
}
