//! The law at hand: read from cold, searched at each key, asked about one stop, and its size in memory; what the law says is
//! not looked at here.

use super::screen::Stage;
use super::{fill, memory, ms, percentile, report, timed};
use crossterm::event::KeyCode;
use lucha::app::{check_file, opening, rulepack, sample};
use lucha::domain::inspection::judge::{Known, judge};
use lucha::domain::leniency::history::Past;
use lucha::domain::library::Library;
use lucha::domain::library::habits::{Habits, MetAct};
use lucha::domain::rulebook::Rulebook;
use lucha::stdx::day::Day;
use lucha::stdx::id::Id;
use lucha::stdx::secret::Key;
use lucha::wire::message::rule_pack::{self, PackIssued, PackPart, Title};
use lucha::wire::signer::{Identity, Signer as _, SoftKey};
use lucha::wire::stop::{self, StopRead};
use lucha::wire::suite::Suite;
use std::hint::black_box;
use std::path::Path;
use std::process::Command as Process;
use std::time::Duration;

/// The argument of the process that has done nothing yet.
pub const CHILD: &str = "memory-of-a-rulebook";
/// Rulebooks that are held at once to weigh one.
const COPIES: u32 = 64;
/// A terminal shows its first screen within so many milliseconds, and answers a key within so many.
const START_MS: f64 = 150.0;
const KEY_MS: f64 = 5.0;
/// What officers type, and an act that it finds: code, words, first letters, articles, English.
const QUERIES: [(&str, &str); 6] = [
    ("ol-001", "OL-001"),
    ("可分载货物", "OL-001"),
    ("kfzhw", "OL-001"),
    ("道条63(二)", "PK-001"),
    ("超限第四十三条", "OL-001"),
    ("divisible load", "OL-001"),
];

pub fn run() {
    from_cold();
    loading();
    searching(&rulepack::embedded().unwrap());
    let folder = fill::store(1);
    typing(folder.path());
    deciding(folder.path());
}

/// A pack's files by name.
type Files = [(String, Vec<u8>)];

/// Checked whole: digest, every row, every word of it.
fn load(files: &Files) -> Rulebook {
    let borrowed: Vec<(&str, &[u8])> =
        files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    lucha::wire::rulebook::load(&borrowed).unwrap()
}

/// The same files as TOML that means nothing.
fn plain(files: &Files) -> Vec<toml::Table> {
    let table = |bytes: &[u8]| toml::from_str::<toml::Table>(std::str::from_utf8(bytes).unwrap());
    files.iter().map(|(_, bytes)| table(bytes).unwrap()).collect()
}

/// The sample pack as headquarters sends it.
struct Sent {
    issued: PackIssued,
    parts: Vec<PackPart>,
    key: Identity,
}

impl Sent {
    fn new() -> Sent {
        let parts = rule_pack::parts(&rulepack::embedded_files()).unwrap();
        let count = u32::try_from(parts.len()).unwrap();
        let suite = Suite::Sha256Ed25519;
        let signer = SoftKey::new(suite, &Key::new([7; 32])).unwrap();
        let title = Title { id: "sample", version: "1", approved_by: "法制审核" };
        let digest = parts[0].digest;
        let issued =
            PackIssued::sign(Id([1; 16]), digest, title, (1_764_000_000_000, count), &signer)
                .unwrap();
        Sent { issued, parts, key: Identity::new(suite, &signer.public_key()).unwrap() }
    }

    /// Signature, parts, digest, rows.
    fn read(&self) -> Rulebook {
        self.issued.verify(&self.key).unwrap();
        let files = rule_pack::joined(self.issued.digest, self.issued.parts, &self.parts).unwrap();
        load(&files)
    }
}

/// In a process of its own: only there is nothing warm, and nothing else in memory.
fn from_cold() {
    let output = Process::new(std::env::current_exe().unwrap()).arg(CHILD).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let told: Vec<f64> = text.split_whitespace().filter_map(|n| n.parse().ok()).collect();
    let [cold, nothing, books, libraries, tables] = told.as_slice() else {
        panic!("{text}{}", String::from_utf8_lossy(&output.stderr))
    };
    report(
        "rulebook from cold / 150 ms of a start",
        &format!("{cold:.1} ms"),
        "150 ms",
        cold / START_MS,
    );
    let files = rulepack::embedded_files();
    let bytes: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
    let on_disk = f64::from(u32::try_from(bytes).unwrap()) / 1000.0;
    let each = |before: f64, after: f64| (after - before) * 1.024 / f64::from(COPIES);
    let book = each(*nothing, *books);
    let library = each(*books, *libraries);
    let table = each(*libraries, *tables);
    let say = |what: &str, ours: f64, beside: (&str, f64)| {
        let (name, kb) = beside;
        report(what, &format!("{ours:.0} kB"), &format!("{kb:.0} kB {name}"), ours / kb);
    };
    say("rulebook in memory / its files", book, ("on the disk", on_disk));
    say("rulebook in memory / the same as plain TOML", book, ("plain TOML", table));
    say("law library in memory / the rulebook", library, ("rulebook", book));
}

/// The child: reads the law as the first thing that it does, then holds many of it.
pub fn child() {
    let files = rulepack::embedded_files();
    let (book, cold) = timed(|| load(&files));
    // What reading needs beside its outcome is there before the first figure.
    drop((load(&files), plain(&files)));
    let nothing = memory::resident_kib();
    let books: Vec<Rulebook> = (0..COPIES).map(|_| load(&files)).collect();
    let with_books = memory::resident_kib();
    let libraries: Vec<Library> = (0..COPIES).map(|_| Library::of(&book)).collect();
    let with_libraries = memory::resident_kib();
    let tables: Vec<Vec<toml::Table>> = (0..COPIES).map(|_| plain(&files)).collect();
    let with_tables = memory::resident_kib();
    println!("{:.3} {nothing} {with_books} {with_libraries} {with_tables}", ms(cold));
    black_box((books, libraries, tables));
}

/// Read again and again, warm: from the files as a start does, and as headquarters sends them.
fn loading() {
    let (files, sent) = (rulepack::embedded_files(), Sent::new());
    let (mut tables, mut books) = (Vec::new(), Vec::new());
    let (mut arrived, mut libraries) = (Vec::new(), Vec::new());
    for _ in 0..30 {
        let (read, took) = timed(|| plain(&files));
        assert_eq!(read.len(), files.len());
        tables.push(took);
        let (book, took) = timed(|| load(&files));
        books.push(took);
        let (same, took) = timed(|| sent.read());
        assert_eq!(same, book);
        arrived.push(took);
        let (library, took) = timed(|| Library::of(&book));
        assert_eq!(library.rows().len(), book.violations.len() + book.police_only.len());
        libraries.push(took);
    }
    let median = |times: &mut Vec<Duration>| percentile(times, 0.5);
    let (table, book) = (median(&mut tables), median(&mut books));
    let say = |what: &str, ours: f64, beside: f64| {
        report(what, &format!("{ours:.1} ms"), &format!("{beside:.1} ms"), ours / beside);
    };
    say("rulebook read and checked / plain TOML", book, table);
    say("signed, in parts, read, checked / plain TOML", median(&mut arrived), table);
    say("law library made / rulebook read", median(&mut libraries), book);
}

/// What the library answers to each key, in the order of habits, beside a scan of the same names for the same text.
fn searching(book: &Rulebook) {
    let today = Day::parse("2026-11-23").unwrap();
    let met = |(entry, code): (u64, &str)| {
        let (code, on) = (code.to_string(), today);
        MetAct { code, on, entry, by_officer: true, at_station: true, ended: true }
    };
    let met: Vec<MetAct> = (1..).zip(["FR-009", "PK-012", "OL-001"]).map(met).collect();
    let habits = Habits::of(&met, today);
    let library = Library::of(book).ordered(|row| habits.place(&row.code).unwrap_or(usize::MAX));
    let names: Vec<&str> = library.rows().iter().map(|row| row.name_zh.as_str()).collect();
    let mut all = Vec::new();
    for (typed, code) in QUERIES {
        let found = library.find(typed);
        assert!(found.iter().any(|nth| library.rows()[*nth].code == code), "{typed}: {found:?}");
        let (mut ours, mut scans) = (Vec::new(), Vec::new());
        for _ in 0..100 {
            for (at, c) in typed.char_indices() {
                let so_far = black_box(&typed[..at + c.len_utf8()]);
                let (found, took) = timed(|| library.find(so_far));
                ours.push(took);
                let scan = || names.iter().filter(|name| name.contains(so_far)).count();
                let (held, took) = timed(scan);
                scans.push(took);
                black_box((found, held));
            }
        }
        all.extend_from_slice(&ours);
        let (median, worst) = (percentile(&mut ours, 0.5), percentile(&mut ours, 0.99));
        let scan = percentile(&mut scans, 0.5);
        report(
            &format!("picker finds {typed}, a key / scan of the names"),
            &format!("p50 {median:.3} p99 {worst:.3} ms"),
            &format!("{scan:.4} ms over {} names", names.len()),
            median / scan,
        );
    }
    let worst = percentile(&mut all, 0.99);
    report(
        "picker finds, any key, p99 / 5 ms",
        &format!("{worst:.3} ms"),
        &format!("{} keys, 5 ms a key", all.len()),
        worst / KEY_MS,
    );
}

/// From a key press to the bytes of the screen: the picker opens, is typed into, and shows the page of an act.
fn typing(folder: &Path) {
    let mut stage = Stage::on_duty(folder);
    for code in [KeyCode::Char('n'), KeyCode::PageDown, KeyCode::PageDown] {
        stage.key(code);
    }
    stage.keys.clear();
    for _ in 0..20 {
        stage.key(KeyCode::F(6));
        assert_eq!(stage.app.on_top(), "picker");
        stage.key(KeyCode::Esc);
    }
    let mut opened: Vec<Duration> = stage.keys.iter().copied().step_by(2).collect();
    let first = ms(opened.remove(0));
    let again = percentile(&mut opened, 0.5);
    report(
        "picker opens, the first time / 5 ms",
        &format!("{first:.2} ms"),
        "5 ms",
        first / KEY_MS,
    );
    report(
        "picker opens again / the first time",
        &format!("{again:.2} ms"),
        &format!("{first:.2} ms"),
        again / first,
    );
    stage.key(KeyCode::F(6));
    stage.keys.clear();
    for _ in 0..10 {
        for (typed, _) in QUERIES {
            stage.text(typed);
            typed.chars().for_each(|_| stage.key(KeyCode::Backspace));
        }
    }
    keys(&mut stage, "picker, key press to screen bytes, p99 / 5 ms");
    for _ in 0..10 {
        stage.key(KeyCode::F(4));
        assert_eq!(stage.app.on_top(), "violation");
        (0..9).for_each(|_| stage.key(KeyCode::Down));
        stage.key(KeyCode::Esc);
    }
    keys(&mut stage, "page of an act, key to screen bytes, p99 / 5 ms");
}

/// Reports the keys since the last time.
fn keys(stage: &mut Stage, what: &str) {
    let median = percentile(&mut stage.keys, 0.5);
    let worst = percentile(&mut stage.keys, 0.99);
    let ours = format!("p50 {median:.2} p99 {worst:.2} ms");
    report(what, &ours, &format!("{} keys, 5 ms a key", stage.keys.len()), worst / KEY_MS);
    stage.keys.clear();
}

/// The eighteen stops of the sample shift, each judged beside being read from its JSON.
fn deciding(folder: &Path) {
    let snapshot = opening::to_write(Some(folder)).unwrap().snapshot();
    let stops = check_file::read_file(sample::stops()).unwrap();
    let (mut all_judged, mut all_read, mut worst) = (Vec::new(), Vec::new(), (0.0, 0.0, ""));
    for told in &stops {
        let (id, json) = (told["id"].as_str().unwrap(), told.to_string());
        let mut seen = read(&json);
        // What the first of two stops of one trip was fined for; the journal would know.
        let earlier = stops.iter().find(|stop| told["same_trip_as"] == stop["id"]);
        seen.facts.same_trip_as = earlier.map(|_| Id([1; 16]));
        let code =
            |stop: &serde_json::Value| stop["findings"][0]["code"].as_str().map(String::from);
        let same_trip_codes: Vec<String> = earlier.and_then(code).into_iter().collect();
        let known = Known {
            rulebook: &snapshot.rulebook,
            agency: &snapshot.agency,
            roster: &snapshot.officers,
            acts: &seen.history,
            driver_acts: &[],
            carrier_acts: &[],
            same_trip_codes: &same_trip_codes,
            opened_codes: &[],
            past: Past::default(),
            orders: &[],
            photographs: 0,
            now: seen.facts.at.unwrap(),
        };
        let (mut judged, mut reads) = (Vec::new(), Vec::new());
        for _ in 0..100 {
            let (again, took) = timed(|| read(black_box(&json)));
            assert_eq!(again.id, id);
            reads.push(took);
            let (given, took) = timed(|| judge(black_box(&seen.facts), &seen.telling, &known));
            assert_eq!(told["expect"]["outcome"], given.outcome.word(), "{id}");
            judged.push(took);
        }
        all_judged.extend_from_slice(&judged);
        all_read.extend_from_slice(&reads);
        let (judged, read) = (percentile(&mut judged, 0.5), percentile(&mut reads, 0.5));
        if judged > worst.0 {
            worst = (judged, read, id);
        }
    }
    let (judged, read) = (percentile(&mut all_judged, 0.5), percentile(&mut all_read, 0.5));
    let say = |what: &str, ours: f64, beside: f64| {
        report(what, &format!("{ours:.3} ms"), &format!("{beside:.3} ms"), ours / beside);
    };
    say("decision of a stop, median / reading it", judged, read);
    say(&format!("decision of {}, the slowest / reading it", worst.2), worst.0, worst.1);
}

fn read(json: &str) -> StopRead {
    stop::read(serde_json::from_str(json).unwrap()).unwrap()
}
