//! The operator's commands, until headquarters has a page: one function each, words in Chinese or English.

use super::admit::Capacity;
use super::bundle;
use super::checkpoint;
use super::enrol;
use super::ledger::Ledger;
use super::place::{Founding, Place};
use super::serve;
use crate::stdx::clock::{Clock, Moment};
use crate::stdx::id::{Dice, Id};
use crate::wire::signer::{Identity, Signer as _};
use crate::wire::suite::Suite;
use clap::{Parser, Subcommand};
use rust_i18n::t;
use std::io::Write;
use std::path::{Path, PathBuf};

/// 路查总部: the headquarters of roadside inspections.
#[derive(Parser, Debug)]
#[command(name = "lucha-hq", version, about)]
pub struct Arguments {
    /// Language of the words: zh-CN or en.
    #[arg(long, global = true, default_value = "zh-CN")]
    pub lang: String,
    /// Folder of the headquarters.
    #[arg(long, global = true, default_value = "lucha-hq")]
    pub dir: PathBuf,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand, Debug)]
pub enum Command {
    /// Make a headquarters: its keys, its certificate, its ledger.
    Init {
        /// Prefix of the agency's document numbers: 粤汕交罚.
        #[arg(long)]
        prefix: String,
        /// Where it listens.
        #[arg(long, default_value = "0.0.0.0:7443")]
        listen: String,
        /// Name or address that laptops reach it under; may be given several times.
        #[arg(long = "name")]
        names: Vec<String>,
        /// `intl` (Ed25519, SHA-256) or `sm` (SM2, SM3).
        #[arg(long, default_value = "intl")]
        suite: String,
        /// `postgres://…` of the database that holds the ledger; a file in the folder without it.
        #[arg(long)]
        ledger: Option<String>,
    },
    /// Receive laptops until it is stopped.
    Serve {
        /// Another address than the one in `headquarters.toml`.
        #[arg(long)]
        listen: Option<String>,
    },
    /// Make a code that one laptop is enrolled with, good for seven days.
    Enrol,
    /// Lease a block of document numbers to a device.
    Grant {
        #[arg(long)]
        device: String,
        #[arg(long)]
        year: i32,
        #[arg(long)]
        count: u32,
    },
    /// A laptop was lost: what it sends is held aside from now on.
    Revoke {
        #[arg(long)]
        device: String,
    },
    /// Take the bundles that laptops put onto a stick, and write the answers beside them.
    Import {
        /// Folder of the stick.
        folder: PathBuf,
    },
    /// The ledger was put back from a copy: every series of numbers goes on so many later, because the lost part may
    /// have leased them.
    Restored {
        #[arg(long, default_value_t = 10_000)]
        margin: u32,
    },
    /// What is held of each journal, and what was announced and never came.
    Report {
        #[arg(long)]
        json: bool,
    },
    /// Read every entry again and say where a journal breaks.
    Verify,
}

/// Why a command did nothing, as a sentence.
type Refused = Box<dyn std::error::Error + Send + Sync>;

/// Runs one command; gives the exit code.
pub fn run(arguments: &Arguments, out: &mut dyn Write, err: &mut dyn Write) -> u8 {
    match command(arguments, out) {
        Ok(code) => code,
        Err(refused) => {
            let words = t!("hq.refused", locale = &arguments.lang, a = refused.to_string());
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
            let block = place.ledger()?.lease(device, series, *count)?;
            let (from, until) = (block.from, block.until);
            writeln!(out, "{}", t!("hq.granted", locale = lang, a = from, b = until))?;
            Ok(0)
        }
        Command::Revoke { device } => {
            Place::open(dir)?.ledger()?.revoke(id_of(device, lang)?)?;
            writeln!(out, "{}", t!("hq.revoked", locale = lang, a = device))?;
            Ok(0)
        }
        Command::Restored { margin } => {
            Place::open(dir)?.ledger()?.skip_numbers(*margin)?;
            writeln!(out, "{}", t!("hq.restored", locale = lang, a = margin))?;
            Ok(0)
        }
        Command::Import { folder } => import(dir, folder, lang, out),
        Command::Report { json } => report(dir, *json, lang, out),
        Command::Verify => verify(dir, lang, out),
    }
}

fn id_of(text: &str, lang: &str) -> Result<Id, Refused> {
    Ok(Id::parse(text).ok_or_else(|| t!("hq.no_device", locale = lang, a = text).into_owned())?)
}

fn serve_for_ever(
    dir: &Path,
    listen: Option<&str>,
    lang: &str,
    out: &mut dyn Write,
) -> Result<u8, Refused> {
    let place = Place::open(dir)?;
    let listen = listen.map_or_else(|| place.config.listen.clone(), str::to_string);
    let running = serve::start(place, &listen, Capacity::default())?;
    writeln!(out, "{}", t!("hq.serves", locale = lang, a = running.address()))?;
    out.flush()?;
    // Ended by the machine: what was acknowledged is durable at every moment.
    loop {
        std::thread::park();
    }
}

fn import(dir: &Path, folder: &Path, lang: &str, out: &mut dyn Write) -> Result<u8, Refused> {
    let place = Place::open(dir)?;
    let now = Clock::machine().now();
    let done = bundle::import(&place, folder, now, &mut Dice::Machine)?;
    let (bundles, entries, pictures) = (done.bundles, done.entries, done.photographs);
    let words = t!("hq.imported", locale = lang, a = bundles, b = entries, c = pictures);
    writeln!(out, "{words}")?;
    if done.torn > 0 {
        writeln!(out, "{}", t!("hq.import_torn", locale = lang, a = done.torn))?;
    }
    for (file, why) in &done.refused {
        let why = t!(refused_key(*why), locale = lang);
        let words = t!("hq.import_refused", locale = lang, a = file.display(), b = why);
        writeln!(out, "{words}")?;
    }
    Ok(if done.refused.is_empty() && done.torn == 0 { 0 } else { 2 })
}

fn refused_key(why: bundle::Refused) -> &'static str {
    match why {
        bundle::Refused::Sealed => "hq.import_sealed",
        bundle::Refused::Stranger => "hq.import_stranger",
        bundle::Refused::Earlier => "hq.import_earlier",
        bundle::Refused::Entries => "hq.import_entries",
    }
}

fn report(dir: &Path, json: bool, lang: &str, out: &mut dyn Write) -> Result<u8, Refused> {
    let mut ledger = Place::open(dir)?.ledger()?;
    for (name, head) in ledger.heads()? {
        let row = ledger.journal(name)?.ok_or("a journal went away")?;
        let aside = ledger.aside(name)?;
        let missing = row.announced.saturating_sub(head.number);
        if json {
            let line = serde_json::json!({
                "device": name.device.to_string(),
                "epoch": name.epoch,
                "standing": format!("{:?}", row.standing).to_lowercase(),
                "held": head.number,
                "digest": head.digest.hex(),
                "announced": row.announced,
                "missing": missing,
                "aside": aside,
            });
            writeln!(out, "{line}")?;
        } else {
            let words = t!(
                "hq.report",
                locale = lang,
                a = name.device,
                b = name.epoch,
                c = head.number,
                d = missing,
                e = aside,
                f = t!(standing_key(row.standing), locale = lang)
            );
            writeln!(out, "{words}")?;
        }
    }
    last_checkpoint(ledger.as_mut(), json, lang, out)
}

/// What a second place keeps of the day: the last signed root over all journals.
fn last_checkpoint(
    ledger: &mut dyn Ledger,
    json: bool,
    lang: &str,
    out: &mut dyn Write,
) -> Result<u8, Refused> {
    let Some(last) = ledger.last_checkpoint()? else { return Ok(0) };
    let at = Moment::from_ms(last.at_ms).rfc3339();
    let root = last.root.hex();
    if json {
        let line = serde_json::json!({ "checkpoint": last.number, "at": at, "root": root });
        writeln!(out, "{line}")?;
    } else {
        let words = t!("hq.checkpoint", locale = lang, a = last.number, b = at, c = root);
        writeln!(out, "{words}")?;
    }
    Ok(0)
}

fn standing_key(standing: crate::wire::message::hello::Standing) -> &'static str {
    use crate::wire::message::hello::Standing;
    match standing {
        Standing::Active => "hq.active",
        Standing::Forked => "hq.forked",
        Standing::Retired => "hq.retired",
        Standing::Revoked | Standing::Unknown => "hq.lost",
    }
}

/// Entries that are read at once.
const AT_ONCE: u64 = 1_000;

fn verify(dir: &Path, lang: &str, out: &mut dyn Write) -> Result<u8, Refused> {
    let place = Place::open(dir)?;
    let mut ledger = place.ledger()?;
    let (mut broken, mut read) = (0_u64, 0_u64);
    for (name, head) in ledger.heads()? {
        match super::verify::journal(ledger.as_mut(), name, head, AT_ONCE)? {
            Ok(entries) => read += entries,
            Err(at) => {
                broken += 1;
                let words = t!("hq.broken", locale = lang, a = name.device, b = name.epoch, c = at);
                writeln!(out, "{words}")?;
            }
        }
    }
    let signer = place.keys.signer()?;
    let key = Identity::new(signer.suite(), &signer.public_key())?;
    match checkpoint::verify(&key, ledger.as_mut())? {
        Ok(count) => writeln!(out, "{}", t!("hq.checkpoints", locale = lang, a = count))?,
        Err(at) => {
            broken += 1;
            writeln!(out, "{}", t!("hq.checkpoint_broken", locale = lang, a = at))?;
        }
    }
    writeln!(out, "{}", t!("hq.verified", locale = lang, a = read, b = broken))?;
    Ok(if broken == 0 { 0 } else { 2 })
}
