//! `lucha-hq publish`: a rule pack, a watch list, tasks or untold decisions into the feed; each file is read up to its most
//! bytes and refused with its row before anything is sent.

use super::refusal::Sentence;
use super::{Refused, id_of, refused};
use crate::domain::identity::{normalise, plate};
use crate::hq::place::Place;
use crate::hq::prior;
use crate::stdx::clock::Clock;
use crate::stdx::day::Day;
use crate::stdx::id::Dice;
use crate::stdx::said::Said;
use crate::wire::message::feed::{News, Scope};
use crate::wire::message::history::{ROWS_MAX, WatchPart, WatchRow};
use crate::wire::message::rule_pack::{self, PackFiles, PackIssued, Title};
use crate::wire::message::task::Task;
use crate::wire::refusal::unread;
use crate::wire::rulebook::{FILE_MAX, PACK_MAX, PackFault, PackWrong};
use crate::wire::{day_number, rulebook};
use clap::Args;
use rust_i18n::t;
use serde::Deserialize;
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

/// Rows of a watch list or tasks of a file at most.
const MANY: usize = 100_000;
/// Bytes of a watch list or of a file of tasks at most: `MANY` rows of it have some 15 MB.
const LIST_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Send down a rule pack, a watch list, tasks, or earlier decisions that were not told yet.
#[derive(Args, Debug)]
pub struct What {
    /// Folder of a rule pack: pack.toml, laws.toml, violations/….
    #[arg(long, requires = "approved_by", value_name = "FOLDER")]
    pack: Option<PathBuf>,
    /// Who answers for the pack's content.
    #[arg(long, value_name = "NAME")]
    approved_by: Option<String>,
    /// TOML file of plates to look out for.
    #[arg(long, value_name = "FILE")]
    watch_list: Option<PathBuf>,
    /// TOML file of tasks (双随机).
    #[arg(long, value_name = "FILE")]
    tasks: Option<PathBuf>,
    /// The tasks are for this laptop alone.
    #[arg(long, requires = "tasks", value_name = "DEVICE")]
    device: Option<String>,
    /// Decisions that are held and were never told, as after an upgrade.
    #[arg(long)]
    earlier: bool,
}

pub(super) fn run(dir: &Path, what: &What, lang: &str, out: &mut dyn Write) -> Result<u8, Refused> {
    let place = Place::open(dir)?;
    match (&what.pack, &what.watch_list, &what.tasks, what.earlier) {
        (Some(folder), None, None, false) => {
            let approved_by = what.approved_by.as_deref().unwrap_or_default();
            pack(&place, folder, approved_by, lang, out)
        }
        (None, Some(file), None, false) => watch_list(&place, file, lang, out),
        (None, None, Some(file), false) => {
            let device = what.device.as_deref();
            let scope = match device {
                Some(device) => Scope::Device(id_of(device, lang)?),
                None => Scope::All,
            };
            tasks(&place, (file, scope), lang, out)
        }
        (None, None, None, true) => {
            let (key, mut ledger) = (place.keys.plates(), place.ledger()?);
            prior::tell_key(&key, ledger.as_mut())?;
            let untold = prior::untold(&key, ledger.as_mut())?;
            for news in &untold {
                ledger.publish(Scope::All, news)?;
            }
            writeln!(out, "{}", t!("hq.published_earlier", locale = lang, a = untold.len()))?;
            Ok(0)
        }
        _ => Err(refused(t!("hq.no_publish", locale = lang))),
    }
}

fn pack(
    place: &Place,
    folder: &Path,
    approved_by: &str,
    lang: &str,
    out: &mut dyn Write,
) -> Result<u8, Refused> {
    if approved_by.trim().is_empty() {
        return Err(row(folder, 1, "--approved-by", "hq.row_blank", lang));
    }
    let mut files = PackFiles::new();
    read_folder(folder, "", &mut files, &mut 0)?;
    files.sort();
    let borrowed: Vec<(&str, &[u8])> =
        files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let book = rulebook::load_new(&borrowed)?;
    let parts = rule_pack::parts(&files)?;
    let header = &book.pack;
    let title = Title { id: &header.id, version: &header.version, approved_by: approved_by.trim() };
    let count = u32::try_from(parts.len())?;
    let issued_ms = Clock::machine().now().ms();
    let signer = place.keys.signer()?;
    let at = (issued_ms, count);
    let issued = PackIssued::sign(place.headquarters(), header.digest, title, at, &signer)?;
    let mut ledger = place.ledger()?;
    // A pack whose last item did not come is not law: it is published anew, whole.
    for part in parts {
        ledger.publish(Scope::All, &News::PackPart(part))?;
    }
    ledger.publish(Scope::All, &News::PackIssued(issued))?;
    let (a, b, c) = (&header.id, &header.version, header.digest.hex());
    writeln!(out, "{}", t!("hq.published_pack", locale = lang, a = a, b = b, c = c, d = count))?;
    Ok(0)
}

/// Every TOML file below `folder` by its name in the pack; `held` is how many bytes were read by now.
fn read_folder(
    folder: &Path,
    prefix: &str,
    files: &mut PackFiles,
    held: &mut usize,
) -> Result<(), Refused> {
    for found in std::fs::read_dir(folder).map_err(|fault| at(folder, fault))? {
        let path = found.map_err(|fault| at(folder, fault))?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let name = format!("{prefix}{name}");
        if path.is_dir() {
            read_folder(&path, &format!("{name}/"), files, held)?;
        } else if path.extension().is_some_and(|end| end == "toml") {
            if files.len() >= rule_pack::FILES_MAX {
                return Err(at(
                    folder,
                    Said::words("hq_fault.pack_files").with(rule_pack::FILES_MAX as u64),
                )
                .into());
            }
            let bytes = match read_up_to(FILE_MAX, &path)? {
                Bounded::Whole(bytes) => bytes,
                Bounded::Longer(bytes) => return Err(too_large(&name, bytes, FILE_MAX).into()),
            };
            *held += bytes.len();
            if *held > PACK_MAX {
                return Err(too_large(&name, *held, PACK_MAX).into());
            }
            files.push((name, bytes));
        }
    }
    Ok(())
}

/// A file of a pack with which it has `bytes`, more than `most`: the loader would say the same.
fn too_large(name: &str, bytes: usize, most: usize) -> PackFault {
    let wrong = PackWrong::TooLarge { bytes, most };
    PackFault { file: name.into(), row: "the whole file".into(), wrong }
}

/// A file of which no more is read than somebody may need.
enum Bounded {
    /// All of it.
    Whole(Vec<u8>),
    /// It has at least so many bytes, and none of them is used.
    Longer(usize),
}

/// Reads `file` where it has at most `most` bytes.
fn read_up_to(most: usize, file: &Path) -> Result<Bounded, Sentence> {
    let unread = |fault: std::io::Error| at(file, fault);
    let told = std::fs::metadata(file).map_err(unread)?.len();
    let told = usize::try_from(told).unwrap_or(usize::MAX);
    if told > most {
        return Ok(Bounded::Longer(told));
    }
    let mut bytes = Vec::new();
    let open = std::fs::File::open(file).map_err(unread)?;
    // A file that is written to meanwhile grows under the reading, and a pipe or a device tells no length at all.
    open.take(most as u64 + 1).read_to_end(&mut bytes).map_err(unread)?;
    let found = bytes.len();
    Ok(if found > most { Bounded::Longer(found) } else { Bounded::Whole(bytes) })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WatchFile {
    list: String,
    #[serde(default)]
    entry: Vec<WatchLine>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WatchLine {
    plate: String,
    code: String,
    day: String,
    #[serde(default)]
    number: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TaskFile {
    task: Vec<TaskLine>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TaskLine {
    plan: String,
    subject: String,
    place: String,
    due: String,
}

/// A file that people edit, whole.
fn read_toml<T: serde::de::DeserializeOwned>(file: &Path) -> Result<T, Refused> {
    let bytes = match read_up_to(LIST_BYTES_MAX, file)? {
        Bounded::Whole(bytes) => bytes,
        Bounded::Longer(bytes) => {
            let why = Said::words("pack_wrong.too_large").with(bytes as u64);
            return Err(at(file, why.with(LIST_BYTES_MAX as u64)).into());
        }
    };
    let no_text = |_| at(file, std::io::Error::from(ErrorKind::InvalidData));
    let text = String::from_utf8(bytes).map_err(no_text)?;
    Ok(toml::from_str(&text).map_err(|fault| at(file, unread(&text, &fault)))?)
}

/// What is wrong with a file or folder.
fn at(path: &Path, what: impl Into<Said>) -> Sentence {
    Sentence(Said::words("founding.file").with(path.display().to_string()).with(what))
}

fn row(file: &Path, nth: usize, what: &str, why: &str, lang: &str) -> Refused {
    let why = t!(why, locale = lang, max = MANY);
    let file = file.display();
    refused(t!("hq.row_refused", locale = lang, a = file, b = nth, c = what, d = why))
}

fn watch_list(place: &Place, file: &Path, lang: &str, out: &mut dyn Write) -> Result<u8, Refused> {
    let read: WatchFile = read_toml(file)?;
    if read.list.trim().is_empty() {
        return Err(row(file, 1, "list", "hq.row_blank", lang));
    }
    if read.entry.len() > MANY {
        return Err(row(file, MANY + 1, "entry", "hq.row_many", lang));
    }
    let key = place.keys.plates();
    let mut rows = Vec::new();
    for (nth, line) in (1..).zip(&read.entry) {
        let number = normalise(&line.plate);
        if plate::check(&number).blocks() {
            return Err(row(file, nth, &line.plate, "hq.row_plate", lang));
        }
        if line.code.trim().is_empty() {
            return Err(row(file, nth, "code", "hq.row_blank", lang));
        }
        let Some(day) = Day::parse(&line.day) else {
            return Err(row(file, nth, &line.day, "hq.row_day", lang));
        };
        rows.push(WatchRow {
            plate: key.digest(&number),
            code: line.code.trim().into(),
            day: day_number(day),
            number: line.number.clone(),
        });
    }
    let mut ledger = place.ledger()?;
    prior::tell_key(&key, ledger.as_mut())?;
    let edition = Clock::machine().now().ms();
    let list = read.list.trim().to_string();
    let count = rows.len();
    // An empty list is one part: it takes the edition before out of force.
    let parts = u32::try_from(count.div_ceil(ROWS_MAX).max(1))?;
    let mut rows = rows.into_iter();
    for part in 1..=parts {
        let rows = rows.by_ref().take(ROWS_MAX).collect();
        let part = WatchPart { list: list.clone(), edition, part, parts, rows };
        ledger.publish(Scope::All, &News::WatchPart(part))?;
    }
    writeln!(out, "{}", t!("hq.published_watch", locale = lang, a = list, b = count, c = parts))?;
    Ok(0)
}

fn tasks(
    place: &Place,
    (file, scope): (&Path, Scope),
    lang: &str,
    out: &mut dyn Write,
) -> Result<u8, Refused> {
    let read: TaskFile = read_toml(file)?;
    if read.task.len() > MANY {
        return Err(row(file, MANY + 1, "task", "hq.row_many", lang));
    }
    let mut tasks = Vec::new();
    for (nth, line) in (1..).zip(&read.task) {
        for (name, text) in [("plan", &line.plan), ("subject", &line.subject)] {
            if text.trim().is_empty() {
                return Err(row(file, nth, name, "hq.row_blank", lang));
            }
        }
        let Some(due) = Day::parse(&line.due) else {
            return Err(row(file, nth, &line.due, "hq.row_day", lang));
        };
        tasks.push(Task {
            id: Dice::Machine.id(),
            plan: line.plan.trim().into(),
            subject: line.subject.trim().into(),
            place: line.place.trim().into(),
            due: day_number(due),
            withdrawn: None,
        });
    }
    let mut ledger = place.ledger()?;
    for task in &tasks {
        ledger.publish(scope, &News::Task(task.clone()))?;
    }
    writeln!(out, "{}", t!("hq.published_tasks", locale = lang, a = tasks.len()))?;
    Ok(0)
}
