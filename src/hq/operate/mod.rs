//! The operator's commands, until headquarters has a page: one file each, words in Chinese or English, those of the help too
//! (`assets/locales/arguments.*.toml`).

mod export;
mod give_back;
mod import;
mod numbers;
mod officers;
mod order;
mod pen;
mod proposals;
mod publish;
mod quash;
mod refusal;
mod report;
mod settle;
mod verify;

use super::enrol;
use super::leasing;
use super::place::{Founding, Place};
use super::serve;
use crate::stdx::arguments::LANGUAGES;
use crate::stdx::clock::Clock;
use crate::stdx::day::Day;
use crate::stdx::id::{Dice, Id};
use crate::stdx::words::in_words;
use crate::wire::message::feed::{News, Scope};
use crate::wire::message::revoked::LaptopRevoked;
use crate::wire::suite::Suite;
use clap::{Parser, Subcommand};
use rust_i18n::t;
use std::io::Write;
use std::path::{Path, PathBuf};

/// 路查总部: the headquarters of roadside inspections.
#[derive(Parser, Debug)]
#[command(name = "lucha-hq", version)]
pub struct Arguments {
    /// Language of the words.
    #[arg(long, global = true, default_value = LANGUAGES[0], value_parser = LANGUAGES, value_name = "LANGUAGE")]
    pub lang: String,
    /// Folder of the headquarters.
    #[arg(long, global = true, default_value = "lucha-hq", value_name = "FOLDER")]
    pub dir: PathBuf,
    /// What is to be done.
    #[command(subcommand)]
    pub command: Command,
}

/// One for each thing that an operator may do.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Make a headquarters: its keys, its certificate, its ledger.
    Init {
        /// Prefix of the agency's document numbers: 粤汕交罚.
        #[arg(long, value_name = "PREFIX")]
        prefix: String,
        /// Where it listens.
        #[arg(long, default_value = "0.0.0.0:7443", value_name = "ADDRESS")]
        listen: String,
        /// Name or address that laptops reach it under; may be given several times.
        #[arg(long = "name", value_name = "ADDRESS")]
        names: Vec<String>,
        /// `intl` (Ed25519, SHA-256) or `sm` (SM2, SM3).
        #[arg(long, default_value = "intl", value_name = "SUITE")]
        suite: String,
        /// `postgres://…` of the database that holds the ledger; a file in the folder without it.
        #[arg(long, value_name = "ADDRESS")]
        ledger: Option<String>,
    },
    /// Receive laptops until it is stopped.
    Serve {
        /// Another address than the one in `headquarters.toml`.
        #[arg(long, value_name = "ADDRESS")]
        listen: Option<String>,
    },
    /// Make a code that one laptop is enrolled with, good for seven days.
    Enrol,
    /// Lease a block of document numbers to a device.
    Grant {
        /// Id of the laptop, as `report` prints it.
        #[arg(long, value_name = "DEVICE")]
        device: String,
        /// Calendar year of the decisions.
        #[arg(long, value_name = "YEAR")]
        year: i32,
        /// How many numbers.
        #[arg(long, value_name = "COUNT")]
        count: u32,
    },
    /// A laptop was lost: what it sends is held aside from now on.
    Revoke {
        /// Id of the laptop, as `report` prints it.
        #[arg(long, value_name = "DEVICE")]
        device: String,
    },
    /// Take the bundles that laptops put onto a stick, and write the answers beside them.
    Import {
        /// Folder of the stick.
        #[arg(value_name = "FOLDER")]
        folder: PathBuf,
    },
    /// The ledger was put back from a copy: every series of numbers goes on so many later, because the lost part may
    /// have leased them.
    Restored {
        /// How many numbers are passed over in each series.
        #[arg(long, default_value_t = leasing::MARGIN, value_name = "COUNT")]
        margin: u32,
    },
    /// What is held of each journal, what was announced and never came, and where the numbers of each block are.
    Report {
        /// One JSON object instead of lines for people.
        #[arg(long)]
        json: bool,
    },
    /// Account for every number of every block: used by which paper on which laptop, or free; and those used twice or outside
    /// their block.
    Numbers {
        /// One JSON object a line instead of words.
        #[arg(long)]
        json: bool,
    },
    /// Read every entry, signature, paper and photograph again and say what does not hold.
    Verify,
    /// What the counts of over-limit acts propose (路保 66): nothing of it is done by a laptop.
    Proposals {
        /// One JSON object a line instead of words.
        #[arg(long)]
        json: bool,
    },
    /// A decision was taken back on reconsideration or in court: its acts count no more.
    Quash(quash::What),
    /// Send down a rule pack, a watch list, tasks, or earlier decisions that were not told yet.
    Publish(publish::What),
    /// List the roster, or list, renew and withdraw a person.
    Officers(officers::What),
    /// A case or a journal as plain files that a stranger can check; headquarters' own log says what left and why.
    Export(export::What),
    /// 退回补正: give a case back to the laptop that made it.
    Return(give_back::What),
    /// Order a laptop to lock, to report in, or how long party data may stay.
    Order(order::What),
    /// The pen of a case: show both sides, or have another laptop write it from now on.
    Pen(pen::What),
    /// Settle a branch: merge what a laptop wrote without the pen of the case into it, or drop it.
    Settle(settle::What),
}

/// Why a command did nothing, as a sentence.
type Refused = Box<dyn std::error::Error + Send + Sync>;

/// Runs one command; gives the exit code.
pub fn run(arguments: &Arguments, out: &mut dyn Write, err: &mut dyn Write) -> u8 {
    match command(arguments, out) {
        Ok(code) => code,
        Err(refused) => {
            let why = in_words(&arguments.lang, &refusal::said(&refused));
            let words = t!("hq.refused", locale = &arguments.lang, a = why);
            let _closed = writeln!(err, "{words}");
            1
        }
    }
}

fn command(arguments: &Arguments, out: &mut dyn Write) -> Result<u8, Refused> {
    let Arguments { lang, dir, command } = arguments;
    let mut dice = Dice::Machine;
    match command {
        Command::Init { prefix, listen, names, suite, ledger } => {
            let suite = Suite::from_word(suite)
                .ok_or_else(|| t!("hq.no_suite", locale = lang, a = suite).into_owned())?;
            let (prefix, listen, names) = (prefix.clone(), listen.clone(), names.clone());
            let founding = Founding { prefix, listen, names, suite, ledger: ledger.clone() };
            Place::init(dir, &founding, &mut dice)?.ledger()?;
            writeln!(out, "{}", t!("hq.made", locale = lang, a = dir.display()))?;
            Ok(0)
        }
        Command::Serve { listen } => serve_for_ever(dir, listen.as_deref(), lang, out),
        Command::Enrol => {
            let place = Place::open(dir)?;
            let now = Clock::machine().now();
            let code = enrol::make_code(place.ledger()?.as_mut(), &mut dice, now)?;
            writeln!(out, "{}", t!("hq.code", locale = lang, a = code))?;
            Ok(0)
        }
        Command::Grant { device, year, count } => {
            let place = Place::open(dir)?;
            let device = id_of(device, lang)?;
            let series = (place.config.prefix.as_str(), *year);
            let mut ledger = place.ledger()?;
            let block = leasing::lease(&place.leased, ledger.as_mut(), device, series, *count)?;
            let (from, until) = (block.from, block.until);
            writeln!(out, "{}", t!("hq.granted", locale = lang, a = from, b = until))?;
            Ok(0)
        }
        Command::Revoke { device } => {
            let mut ledger = Place::open(dir)?.ledger()?;
            let id = id_of(device, lang)?;
            ledger.revoke(id)?;
            // Other laptops meet it no more once they hear of it; said again, it is told again.
            let certificates = ledger.certificates(id)?;
            let revoked = LaptopRevoked { device: id, certificates };
            ledger.publish(Scope::All, &News::LaptopRevoked(revoked))?;
            writeln!(out, "{}", t!("hq.revoked", locale = lang, a = device))?;
            Ok(0)
        }
        Command::Restored { margin } => {
            let now_ms = Clock::machine().now().ms();
            Place::open(dir)?.ledger()?.skip_numbers(*margin, now_ms, 0)?;
            writeln!(out, "{}", t!("hq.restored", locale = lang, a = margin))?;
            Ok(0)
        }
        Command::Import { folder } => import::run(dir, folder, lang, out),
        Command::Report { json } => report::run(dir, *json, lang, out),
        Command::Numbers { json } => numbers::run(dir, *json, lang, out),
        Command::Verify => verify::run(dir, lang, out),
        Command::Proposals { json } => proposals::run(dir, *json, lang, out),
        Command::Quash(what) => quash::run(dir, what, lang, out),
        Command::Publish(what) => publish::run(dir, what, lang, out),
        Command::Officers(what) => officers::run(dir, what, lang, out),
        Command::Export(what) => export::run(dir, what, lang, out),
        Command::Return(what) => give_back::run(dir, what, lang, out),
        Command::Order(what) => order::run(dir, what, lang, out),
        Command::Pen(what) => pen::run(dir, what, lang, out),
        Command::Settle(what) => settle::run(dir, what, lang, out),
    }
}

fn id_of(text: &str, lang: &str) -> Result<Id, Refused> {
    Ok(Id::parse(text).ok_or_else(|| t!("hq.no_device", locale = lang, a = text).into_owned())?)
}

fn day_of(text: &str, lang: &str) -> Result<Day, Refused> {
    Ok(Day::parse(text).ok_or_else(|| t!("hq.no_day", locale = lang, a = text).into_owned())?)
}

/// A sentence of the words as a refusal.
fn refused(words: impl Into<String>) -> Refused {
    words.into().into()
}

fn serve_for_ever(
    dir: &Path,
    listen: Option<&str>,
    lang: &str,
    out: &mut dyn Write,
) -> Result<u8, Refused> {
    let place = Place::open(dir)?;
    let listen = listen.map_or_else(|| place.config.listen.clone(), str::to_string);
    let capacity = place.config.capacity;
    let running = serve::start(place, &listen, capacity)?;
    writeln!(out, "{}", t!("hq.serves", locale = lang, a = running.address()))?;
    out.flush()?;
    // Ended by the machine: what was acknowledged is durable at every moment.
    loop {
        std::thread::park();
    }
}
