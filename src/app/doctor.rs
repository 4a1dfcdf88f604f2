//! The state of this laptop, part by part: store, font, printer, clock, disk, terminal, what a decision needs, and where
//! the device's secret lies; looks, and neither makes, writes nor repairs anything.

use super::command::Trouble;
use super::desk::Desk;
use super::mirror::Progress;
use super::opening::{self, Place};
use super::{device_secret, paper_place, printer_look};
use crate::domain::number_supply::NumberSupply;
use crate::print::font::{self, Coverage};
use crate::stdx::clock::Clock;
use crate::stdx::files::{self, Ground};
use crate::stdx::said::Said;
use crate::store::keys::Ring;
use serde_json::{Value, json};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// One part that was looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// `store`, `font`, `printer`, `printers` once for each, `clock`, `disk`, `terminal`, `mirror`, `law`, `numbers`, `agency`, `secret`.
    pub part: &'static str,
    /// False when somebody has to do something.
    pub is_well: bool,
    /// What was found, and what to do when it is not well; its key is `doctor.` and the part's state.
    pub note: Said,
    /// The same for scripts, under names that stay.
    pub facts: Vec<(&'static str, Value)>,
}

/// The terminal that the program was started in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terminal {
    /// What it calls itself (`TERM`); empty when it does not.
    pub name: String,
    /// Cells across.
    pub columns: u16,
    /// Cells down.
    pub rows: u16,
}

/// What is looked at beside the bureau's folder.
#[derive(Clone, Debug)]
pub struct Machine {
    /// To be held against headquarters' time.
    pub clock: Clock,
    /// Bytes of the font inside the program.
    pub font: &'static [u8],
    /// Bytes free where a folder lies; `None` when the system does not tell.
    pub free_bytes: fn(&Path) -> Option<u64>,
    /// `None` when a script reads the answer.
    pub terminal: Option<Terminal>,
}

impl Machine {
    /// This machine.
    #[must_use]
    pub fn of(terminal: Option<Terminal>) -> Machine {
        Machine { clock: Clock::machine(), font: font::BYTES, free_bytes, terminal }
    }
}

/// Below this an officer is told to make room: a shift with photographs takes about as much.
pub(super) const DISK_MIN: u64 = 1_000_000_000;
/// The year this program was made; a clock before it is wrong.
const YEAR_MIN: i32 = 2026;
/// The screens are drawn for this many columns and rows.
const TERMINAL_MIN: (u16, u16) = (80, 24);
/// Characters that papers need and small fonts lack.
const RARE: &str = "粤汕样张〔〕号罚款叁仟元整龘𬱖";

/// Looks at the bureau of `place` and at its machine. Where the journal cannot be opened, everything that can be looked
/// at without it still is.
///
/// # Errors
/// When there is no bureau, or it does not open to whoever asks.
pub fn look(place: Place<'_>, machine: &Machine) -> Result<Vec<Finding>, Trouble> {
    let folder = opening::folder(place.dir)?;
    let ground = Ground::clone(&place.ground);
    let ring = opening::ring(&place, &folder, machine.clock).ok();
    let is_sample = ring.as_ref().is_some_and(|ring| ring.agency().1);
    let papers = place.papers.of(&ground, &folder, is_sample);
    let papers = papers.map(|papers| (place.papers.is_fleeting(&papers), papers));
    match opening::to_read_at(place, machine.clock) {
        Ok(mut desk) => Ok(look_at(&mut desk, machine)),
        Err(trouble) if ASKERS_OWN.contains(&trouble.key) => Err(trouble),
        Err(trouble) => {
            let said = Said::Words(trouble.key, vec![trouble.a, trouble.b]);
            let shut = finding("store", false, Said::words("doctor.store_shut").with(said))
                .fact("trouble", trouble.key.trim_start_matches("trouble."));
            let now = machine.clock.now();
            let clock = well(
                "clock",
                now.day().year() >= YEAR_MIN,
                ["doctor.clock_right", "doctor.clock_before_program"],
                now.short(),
            );
            let mut found = vec![
                shut,
                fonts(machine),
                printer(papers, &ground, &folder, is_sample),
                clock.fact("now", now.rfc3339()),
                disk(&folder, machine),
                terminal(machine),
            ];
            found.extend(ring.map(|ring| secret(&ring, &ground, &folder)));
            Ok(found)
        }
    }
}

/// No finding about the laptop: there is nothing to look at, or not for this person.
const ASKERS_OWN: &[&str] = &[
    "trouble.no_journal",
    "trouble.pin_needed",
    "trouble.pin_must_change",
    "trouble.pin_wait",
    "trouble.wrong_pin",
    "trouble.no_pin",
    "trouble.unknown_credential",
];

/// The same for a bureau that is open already.
pub fn look_at(desk: &mut Desk, machine: &Machine) -> Vec<Finding> {
    let mut found = vec![
        store(desk),
        fonts(machine),
        printer(
            desk.paper_folder().map(|papers| (desk.is_fleeting(&papers), papers)),
            &desk.store.site().ground,
            desk.store.folder(),
            desk.bureau.agency.sample,
        ),
        clock(desk),
        disk(desk.store.folder(), machine),
        terminal(machine),
        mirror(desk),
        law(desk),
        numbers(desk),
        agency(desk),
        secret(&desk.ring, &desk.store.site().ground, desk.store.folder()),
    ];
    found.extend(printers(desk));
    found
}

/// Each printer that was set up, as it says itself that it stands; none where papers go into the folder.
fn printers(desk: &Desk) -> Vec<Finding> {
    let mut lines = match desk.printer_lines() {
        Ok(lines) => lines,
        Err(trouble) => {
            let said = Said::Words(trouble.key, vec![trouble.a, trouble.b]);
            return vec![finding("printers", false, said)];
        }
    };
    printer_look::ask(&mut lines);
    let found = lines.iter().map(|line| {
        let keys = ["doctor.printer_ready", "doctor.printer_lacks"];
        let name = if line.name.is_empty() { &line.uri } else { &line.name };
        let mut found = well("printers", line.is_well(), keys, name);
        found.note = found.note.with(line.words());
        found.fact("uri", line.uri.as_str()).fact("printer_state", line.word())
    });
    found.collect()
}

fn finding(part: &'static str, is_well: bool, note: Said) -> Finding {
    Finding { part, is_well, note, facts: Vec::new() }
}

/// A finding with the first key when it is well and the second when it is not.
fn well(part: &'static str, is_well: bool, keys: [&'static str; 2], a: impl Into<Said>) -> Finding {
    finding(part, is_well, Said::words(keys[usize::from(!is_well)]).with(a))
}

impl Finding {
    fn fact(mut self, name: &'static str, value: impl Into<Value>) -> Finding {
        self.facts.push((name, value.into()));
        self
    }
}

fn store(desk: &Desk) -> Finding {
    let verdict = match desk.store.verify() {
        Ok(verdict) => verdict,
        Err(fault) => {
            let said = Said::words(fault.key()).with(fault.said());
            return finding("store", false, Said::words("doctor.store_shut").with(said))
                .fact("trouble", fault.key().trim_start_matches("trouble."));
        }
    };
    if let Some((number, what)) = verdict.breaks.first() {
        let at = match number {
            0 => what.clone(),
            _ => Said::words("flaw.at_entry").with(*number).with(what.clone()),
        };
        return finding("store", false, Said::words("doctor.store_broken").with(at))
            .fact("entry", *number)
            .fact("breaks", verdict.breaks.len());
    }
    let folder = desk.store.folder().display().to_string();
    let found = if let Err(fault) = files::may_write(desk.store.folder()) {
        finding("store", false, Said::words("doctor.store_read_only").with(&folder).with(fault))
    } else {
        let head = verdict.head.get(..8).unwrap_or_default();
        finding("store", true, Said::words("doctor.store_whole").with(verdict.entries).with(head))
    };
    found.fact("entries", verdict.entries).fact("head", verdict.head).fact("folder", folder)
}

/// The font lies inside the program: it is damaged when the program's file is.
fn fonts(machine: &Machine) -> Finding {
    let is_whole = font::is_whole(machine.font)
        && Coverage::of(machine.font).is_ok_and(|coverage| coverage.missing(RARE).is_empty());
    well("font", is_whole, ["doctor.font_whole", "doctor.font_damaged"], font::FAMILY)
        .fact("family", font::FAMILY)
}

/// Whether papers have a place that may be written, for how long they lie there, and none lies plain in a real bureau's own
/// folder.
fn printer(
    papers: Result<(bool, PathBuf), Trouble>,
    ground: &Ground,
    folder: &Path,
    is_sample: bool,
) -> Finding {
    let (is_fleeting, papers) = match papers {
        Ok(papers) => papers,
        Err(trouble) => {
            let said = Said::Words(trouble.key, vec![trouble.a, trouble.b]);
            return finding("printer", false, said).fact("folder", Value::Null);
        }
    };
    let shown = papers.display().to_string();
    let inside = paper_place::own(folder);
    let left = paper_place::names(ground, &inside).ok().flatten().unwrap_or_default();
    let found = match files::may_write(&papers) {
        Ok(()) if !is_sample && !left.is_empty() => {
            let said = Said::words("doctor.printer_left_inside").with(left.len() as u64);
            finding("printer", false, said.with(inside.display().to_string()))
        }
        Ok(()) if is_fleeting => {
            finding("printer", true, Said::words("doctor.printer_fleeting").with(&shown))
        }
        Ok(()) if papers.is_dir() => {
            finding("printer", true, Said::words("doctor.printer_folder").with(&shown))
        }
        Ok(()) => finding("printer", true, Said::words("doctor.printer_to_be_made").with(&shown)),
        Err(fault) if fault.kind() == ErrorKind::NotADirectory => {
            finding("printer", false, Said::words("doctor.printer_no_folder").with(&shown))
        }
        Err(fault) => {
            finding("printer", false, Said::words("doctor.printer_shut").with(&shown).with(fault))
        }
    };
    found.fact("folder", shown)
}

fn clock(desk: &Desk) -> Finding {
    let now = desk.clock.now();
    let found = if let Some(step) = desk.clock_step() {
        let (count, unit) = step.size();
        let sentence = Said::words(step.sentence()).with(Said::words(unit).with(count));
        let note = Said::words("doctor.clock_stepped").with(now.short()).with(sentence);
        finding("clock", false, note).fact("step", step.kind.word()).fact("by_ms", step.by_ms)
    } else {
        let keys = ["doctor.clock_right", "doctor.clock_before_program"];
        well("clock", now.day().year() >= YEAR_MIN, keys, now.short())
    };
    found.fact("now", now.rfc3339())
}

fn disk(folder: &Path, machine: &Machine) -> Finding {
    let Some(free) = (machine.free_bytes)(folder) else {
        let note = Said::words("doctor.disk_unknown").with(folder.display().to_string());
        return finding("disk", true, note).fact("free_bytes", Value::Null);
    };
    let keys = ["doctor.disk_room", "doctor.disk_low"];
    well("disk", free >= DISK_MIN, keys, gigabytes(free)).fact("free_bytes", free)
}

/// With one decimal, rounded down.
pub(super) fn gigabytes(bytes: u64) -> String {
    format!("{}.{}", bytes / 1_000_000_000, bytes % 1_000_000_000 / 100_000_000)
}

fn terminal(machine: &Machine) -> Finding {
    let Some(Terminal { name, columns, rows }) = &machine.terminal else {
        return finding("terminal", true, Said::words("doctor.terminal_none"));
    };
    let size = format!("{columns}×{rows}");
    let found = if name.is_empty() || name == "dumb" {
        finding("terminal", false, Said::words("doctor.terminal_dumb").with(name))
    } else {
        let is_large = *columns >= TERMINAL_MIN.0 && *rows >= TERMINAL_MIN.1;
        well("terminal", is_large, ["doctor.terminal_fits", "doctor.terminal_small"], size)
    };
    found.fact("name", name.as_str()).fact("columns", *columns).fact("rows", *rows)
}

fn mirror(desk: &Desk) -> Finding {
    let Some(place) = desk.mirror_place() else {
        return finding("mirror", true, Said::words("doctor.mirror_none"));
    };
    let shown = place.display().to_string();
    let found = if let Some(Progress { trouble: Some(trouble), .. }) = desk.mirror_progress() {
        finding("mirror", false, Said::Words(trouble.key, vec![trouble.a, trouble.b]))
    } else {
        well("mirror", place.is_dir(), ["doctor.mirror_there", "doctor.mirror_away"], &shown)
    };
    found.fact("folder", shown)
}

fn law(desk: &Desk) -> Finding {
    let pack = &desk.rulebook.pack;
    let named = format!("{} {} ({})", pack.id, pack.version, pack.digest.short());
    let keys = ["doctor.law_in_force", "doctor.law_too_new"];
    let mut found = well("law", !desk.must_update, keys, named);
    found.note = found.note.with(&pack.approver);
    found
        .fact("pack", pack.id.as_str())
        .fact("version", json!(pack.version))
        .fact("approver", pack.approver.as_str())
        .fact("digest", pack.digest.hex())
}

fn numbers(desk: &Desk) -> Finding {
    let supply = match super::numbers::supply(desk) {
        Ok(supply) => supply,
        Err(fault) => {
            return finding("numbers", false, Said::words(fault.key()).with(fault.said()));
        }
    };
    let NumberSupply { year, left, supplied, next_year_missing } = supply;
    let note = match (left, supply.is_low(), next_year_missing) {
        (0, ..) => Said::words("doctor.numbers_gone").with(year.to_string()).with(left),
        (_, true, _) => {
            Said::words("doctor.numbers_low").with(year.to_string()).with(left).with(supplied)
        }
        (_, false, Some(next)) => {
            Said::words("doctor.numbers_next_year").with(next.to_string()).with(left)
        }
        (_, false, None) => Said::words("doctor.numbers_left").with(year.to_string()).with(left),
    };
    let is_well = !supply.is_low() && next_year_missing.is_none();
    finding("numbers", is_well, note)
        .fact("year", year)
        .fact("left", left)
        .fact("supplied", supplied)
        .fact("next_year_missing", next_year_missing)
}

fn agency(desk: &Desk) -> Finding {
    let missing = desk.bureau.agency.missing_for_decision();
    let keys = ["doctor.agency_whole", "doctor.agency_lacks"];
    let named = match missing.as_slice() {
        [] => Said::from(&desk.bureau.agency.name),
        missing => Said::List(missing.iter().map(|field| Said::from(*field)).collect()),
    };
    well("agency", missing.is_empty(), keys, named).fact("missing", json!(missing))
}

/// Without the secret no PIN can be tried on a copy of the folder; where it lies inside, every copy has it.
fn secret(ring: &Ring, ground: &Ground, folder: &Path) -> Finding {
    let (_, is_sample) = ring.agency();
    let found = match device_secret::lies_inside(ground, folder, is_sample) {
        Ok(true) => {
            let shown = folder.display().to_string();
            finding("secret", false, Said::words("doctor.secret_inside").with(shown))
        }
        Ok(false) if is_sample => finding("secret", true, Said::words("doctor.secret_sample")),
        Ok(false) => {
            let shown = ring.secret_folder().unwrap_or(folder).display().to_string();
            finding("secret", true, Said::words("doctor.secret_outside").with(shown))
        }
        Err(fault) => {
            let trouble = Trouble::from(fault);
            finding("secret", false, Said::Words(trouble.key, vec![trouble.a, trouble.b]))
        }
    };
    let at = ring.secret_folder().map(|at| at.display().to_string());
    found.fact("folder", at)
}

/// Bytes free where `folder` lies; `None` when the system does not tell.
#[must_use]
pub fn free_bytes(folder: &Path) -> Option<u64> {
    fs4::available_space(folder).ok()
}
