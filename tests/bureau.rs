//! A bureau in a temporary folder with a clock that stands still, for the tests of decisions.

use crate::light;
use lucha::app::config::{Founding, read_founding};
use lucha::app::desk::Desk;
use lucha::app::found_bureau::found_bureau;
use lucha::app::opening;
use lucha::cli::Voice;
use lucha::print::typeset::Typesetter;
use lucha::stdx::clock::{Clock, Moment};
use lucha::stdx::id::Dice;
use lucha::stdx::redacted::Redacted;
use lucha::store::Store;
use serde_json::Value;
use std::path::Path;
use std::sync::{Arc, LazyLock};
use tempfile::TempDir;

/// After the last stop of the sample shift.
pub const EVENING: &str = "2026-11-23T18:00:00+08:00";

pub fn at(text: &str) -> Moment {
    Moment::parse(text).unwrap()
}

/// The sample bureau's founding, to be changed.
pub fn sample() -> Founding {
    read_founding(&std::fs::read_to_string("assets/sample/bureau.toml").unwrap()).unwrap()
}

/// Pages that tests set again: those of a sample shift, and what others set in the meantime.
const REMEMBERED: usize = 300;

/// One typesetter for all tests of a program: fonts and pages are read once, and the sample shift is set once for many.
pub fn typesetter() -> Arc<Typesetter> {
    static MADE: LazyLock<Arc<Typesetter>> =
        LazyLock::new(|| Arc::new(Typesetter::remembering(REMEMBERED).unwrap()));
    Arc::clone(&MADE)
}

/// Founds a bureau whose clock stands at `now`.
pub fn found(founding: Founding, now: &str) -> (TempDir, Desk) {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = to_found(folder.path(), Clock::fixed(at(now)));
    desk.lend(typesetter());
    found_bureau(&mut desk, founding).unwrap();
    (folder, desk)
}

/// A desk in `folder` at which a bureau may be founded, with the device's secret beside it and PINs that cost little.
pub fn to_found(folder: &Path, clock: Clock) -> Desk {
    opening::to_found_on(&light::ground(), folder, folder, clock, Dice::Machine).unwrap()
}

/// A sample bureau by the machine's clock, for programs that are started on it.
pub fn sample_folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    lucha::app::sample::found(&mut to_found(folder.path(), Clock::machine())).unwrap();
    folder
}

/// Opens the bureau in `folder` to write.
pub fn sit_down(folder: &Path, now: &str) -> Desk {
    sit_down_by(folder, Clock::fixed(at(now)))
}

/// The same by a clock of its own.
pub fn sit_down_by(folder: &Path, clock: Clock) -> Desk {
    let mut desk = opening::to_write_at(Some(folder), clock).unwrap();
    desk.lend(typesetter());
    desk
}

/// Reads the journal in `folder` beside the desk.
pub fn reader(folder: &Path) -> Store {
    Store::open_to_read(&opening::site(Some(folder)).unwrap(), &mut Dice::Machine).unwrap()
}

/// `lucha check` at `desk`: exit code, answers and sentences.
pub fn check(desk: &mut Desk, stops: Vec<Value>) -> (u8, Vec<Value>, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut voice = Voice { lang: "zh-CN", out: &mut out, err: &mut err };
    let code = lucha::cli::check::check(desk, stops, true, &mut voice);
    let lines = String::from_utf8(out).unwrap();
    let answers = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    (code, answers, String::from_utf8(err).unwrap())
}

/// `stop` with the value at `path` (`vehicle.plate`, `findings[0].code`) set.
pub fn with(mut stop: Value, path: &str, value: Value) -> Value {
    let pointer = format!("/{}", path.replace(['.', '['], "/").replace(']', ""));
    if let Some(found) = stop.pointer_mut(&pointer) {
        *found = value;
        return stop;
    }
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let parent = stop.pointer_mut(parent).unwrap_or_else(|| panic!("{path} has no parent"));
    parent.as_object_mut().unwrap().insert(key.to_string(), value);
    stop
}

/// The sample officers' PINs, each typed by himself.
pub fn own_pins() -> Vec<(String, Redacted<String>)> {
    lucha::app::sample::pins().into_iter().map(|(who, _, pin)| (who, pin.into())).collect()
}

/// The file of the journal in `folder` under SQLite alone, for a test that changes what nobody may.
pub fn raw(folder: &Path) -> rusqlite::Connection {
    let site = opening::site(Some(folder)).unwrap();
    let conn = rusqlite::Connection::open(folder.join(lucha::store::open::FILE)).unwrap();
    let hex: String = site.key.unwrap().bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    conn.execute_batch(&format!("PRAGMA key = \"x'{hex}'\"")).unwrap();
    conn
}
