//! `kill -9` of the real programs while they carry, one side or both, and of the database: nothing is lost and nothing doubled.

use crate::bureau::{EVENING, at, check, found, reader, sample, sit_down, sit_down_by, with};
use crate::headquarters::{code, founded_on, url_of};
use crate::outside;
use crate::postgresql::Server;
use crate::scenarios;
use lucha::app::desk::Desk;
use lucha::app::export_case::export_case;
use lucha::hq::place::Place;
use lucha::stdx::clock::Clock;
use lucha::wire::suite::Suite;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

fn loops() -> u64 {
    crate::crash::asked("LUCHA_KILL_LOOPS", 6)
}

/// The real headquarters, and the address that it says.
pub fn serve(folder: &Path, listen: &str) -> (Child, String) {
    serve_with(folder, listen, Stdio::null)
}

/// The same; its log goes where `log` says.
pub fn serve_with(folder: &Path, listen: &str, log: impl Fn() -> Stdio) -> (Child, String) {
    // The address of one that was killed may be free only a moment later.
    for _ in 0..100 {
        let mut program = Command::new(env!("CARGO_BIN_EXE_lucha-hq"))
            .args(["--lang", "en", "--dir", folder.to_str().unwrap(), "serve", "--listen", listen])
            .stdout(Stdio::piped())
            .stderr(log())
            .spawn()
            .unwrap();
        let mut said = String::new();
        BufReader::new(program.stdout.take().unwrap()).read_line(&mut said).unwrap();
        if let Some(address) = said.trim().rsplit(' ').next().filter(|said| !said.is_empty()) {
            return (program, address.to_string());
        }
        let _ended = program.wait();
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("headquarters does not come back on {listen}");
}

fn carry(folder: &Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_lucha"))
        .args(["--dir", folder.to_str().unwrap(), "sync", "--json"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

pub fn kill(mut program: Child) {
    let _gone = program.kill();
    program.wait().unwrap();
}

/// Who may die while a laptop carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Victim {
    Laptop,
    Headquarters,
    Database,
}
use Victim::{Database, Headquarters, Laptop};

/// Who dies in one loop after the other; in half of the loops that kill headquarters the laptop lives to see it come back.
const WITH_SQLITE: [&[Victim]; 3] = [&[Laptop], &[Headquarters], &[Headquarters, Laptop]];
const WITH_POSTGRESQL: [&[Victim]; 4] =
    [&[Database, Laptop], &[Headquarters], &[Database], &[Headquarters, Laptop]];

#[test]
fn killed_again_and_again_on_either_side_everything_arrives_once() {
    killed(Scene::new(None), &WITH_SQLITE);
}

#[test]
fn with_postgresql_killed_as_well_everything_arrives_once() {
    killed(Scene::new(Some(Server::start())), &WITH_POSTGRESQL);
}

/// An enrolled laptop, headquarters' program, and its database where that is a program of its own.
struct Scene {
    laptop: TempDir,
    hq: TempDir,
    server: Option<Child>,
    address: String,
    database: Option<Server>,
}

impl Scene {
    fn new(database: Option<Server>) -> Scene {
        let url = database.as_ref().map(Server::url);
        let hq = founded_on(Suite::Sha256Ed25519, url);
        let (laptop, mut desk) = found(sample(), EVENING);
        let (server, address) = serve(hq.path(), "127.0.0.1:0");
        desk.enrol_laptop(&url_of(&address), &code(hq.path())).unwrap();
        Scene { laptop, hq, server: Some(server), address, database }
    }

    /// Writes a stop, lets the laptop carry it, and kills `victims` in the middle of that.
    fn strike(&mut self, nth: u64, victims: &[Victim]) {
        let mut desk = sit_down(self.laptop.path(), EVENING);
        let plate = format!("粤D{:05}", 20_000 + nth);
        check(&mut desk, vec![with(scenarios::stop("S03"), "vehicle.plate", plate.into())]);
        drop(desk);
        let mut laptop = Some(carry(self.laptop.path()));
        // Opening takes some 50 ms, one session twice that: every moment of both is hit.
        std::thread::sleep(Duration::from_millis(20 + nth * 37 % 240));
        for victim in victims {
            match victim {
                Laptop => kill(laptop.take().unwrap()),
                Headquarters => kill(self.server.take().unwrap()),
                Database => self.database.as_mut().unwrap().restart(),
            }
        }
        if self.server.is_none() {
            self.server = Some(serve(self.hq.path(), &self.address).0);
        }
        // Who lives finds whoever came back within the same session.
        if let Some(mut laptop) = laptop {
            assert!(laptop.wait().unwrap().success(), "loop {nth}: {victims:?} died under it");
        }
    }
}

/// Kills in turn until each of those who may die has died as often as is asked.
fn killed(mut scene: Scene, turns: &[&[Victim]]) {
    let mut deaths: BTreeMap<Victim, u64> =
        turns.iter().flat_map(|turn| turn.iter().map(|victim| (*victim, 0))).collect();
    let mut receipts = 0;
    for (nth, victims) in (0..).zip(turns.iter().cycle()) {
        if deaths.values().all(|died| *died >= loops()) {
            break;
        }
        scene.strike(nth, victims);
        victims.iter().for_each(|victim| *deaths.entry(*victim).or_default() += 1);
        // What the laptop holds a receipt for, headquarters holds, the same bytes.
        let store = reader(scene.laptop.path());
        let acknowledged = store.acknowledged().unwrap();
        assert!(acknowledged.number >= receipts, "a receipt is gone");
        receipts = acknowledged.number;
        let mut ledger = Place::open(scene.hq.path()).unwrap().ledger().unwrap();
        if receipts > 0 {
            let held = ledger.entries(store.journal_name(), receipts, 1).unwrap();
            assert_eq!(held[0].0.point, acknowledged, "loop {nth}");
        }
    }
    let mut last = carry(scene.laptop.path());
    assert!(last.wait().unwrap().success(), "the last session carries everything");
    kill(scene.server.take().unwrap());
    let (laptop, hq) = (scene.laptop.path(), scene.hq.path());
    let (entries, pages) = all_there(laptop, hq, Clock::fixed(at(EVENING)));
    println!("{deaths:?} kills, {entries} entries, {pages} pages: 0 lost, 0 doubled");
}

/// Each entry of the laptop in the folder `laptop` and each page is at the headquarters in `hq`, whole and once, and what both
/// export is the same, byte for byte; gives how many there are. Both programs have ended, and `clock` is the laptop's.
pub fn all_there(laptop: &Path, hq: &Path, clock: Clock) -> (usize, usize) {
    let store = reader(laptop);
    let place = Place::open(hq).unwrap();
    let (mut ledger, mut photographs) = (place.ledger().unwrap(), place.photographs().unwrap());
    let held = ledger.entries(store.journal_name(), 1, u64::MAX).unwrap();
    let (mut own, mut blobs) = (Vec::new(), Vec::new());
    let take = |row: lucha::store::journal::KeptRow| {
        blobs.extend(row.read().unwrap().envelope.blobs);
        own.push((row.digest, row.kept));
        Ok(())
    };
    store.each_kept(1, take).unwrap();
    assert_eq!(held.len(), own.len(), "every entry, once");
    for ((point, kept), (digest, own)) in held.iter().zip(&own) {
        assert_eq!((point.point.digest, kept), (*digest, own));
    }
    assert!(!blobs.is_empty());
    for blob in &blobs {
        let bytes = photographs.read(blob.digest).unwrap();
        assert_eq!(bytes.map(|bytes| bytes.len() as u64), Some(blob.size), "every page, whole");
    }
    drop((ledger, photographs));
    checked_from_outside(sit_down_by(laptop, clock), hq, &name_of(&store), own.len());
    (own.len(), blobs.len())
}

fn name_of(store: &lucha::store::Store) -> String {
    let name = store.journal_name();
    format!("{}/{}", name.device, name.epoch)
}

/// Both sides export, and nothing but the two folders of plain files is believed: each checks by itself with the
/// machine's own tools, headquarters has every entry once, and each file of a laptop's case is there byte for byte.
fn checked_from_outside(mut desk: Desk, hq: &Path, journal: &str, entries: usize) {
    let out = tempfile::tempdir().unwrap();
    let to = out.path().to_str().unwrap();
    let words = ["export", journal, "--reason", "核对", "--by", "王五", "--to", to];
    let (code, said) = outside::program(hq, &words);
    assert_eq!(code, Some(0), "{said}");
    let theirs = out.path().join(format!("lucha-journal-{}", journal.replace('/', "-")));
    let (well, said) = outside::checked(&theirs);
    assert!(well, "{said}");
    let below = format!("journals/{}/", journal.replace('/', "-"));
    let held: BTreeMap<String, Vec<u8>> = outside::files(&theirs)
        .into_iter()
        .filter_map(|(name, path)| Some((name.strip_prefix(&below)?.into(), read(&path))))
        .collect();
    let numbers: Vec<&String> = held.keys().filter(|name| name.ends_with(".content")).collect();
    let want: Vec<String> = (1..=entries).map(|n| format!("entries/{n:09}.content")).collect();
    assert_eq!(numbers, want.iter().collect::<Vec<_>>(), "every entry, once");
    let blobs: BTreeSet<&Vec<u8>> = held
        .iter()
        .filter(|(name, _)| name.starts_with("papers/") || name.starts_with("photographs/"))
        .map(|(_, bytes)| bytes)
        .collect();
    let cases = desk.list("", 1_000).unwrap();
    assert!(!cases.is_empty());
    for case in cases {
        let what = case.inspection.to_string();
        let ours = export_case(&mut desk, &what, "核对", out.path()).unwrap().folder;
        let done = Command::new("sh").arg("check-case.sh").current_dir(&ours).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stdout));
        for (name, path) in outside::files(&ours) {
            let bytes = read(&path);
            // Entries that the exports themselves wrote are behind what was carried.
            let number = name.get(8..17).and_then(|number| number.parse().ok()).unwrap_or(0);
            if name.starts_with("entries/") && number <= entries {
                assert_eq!(held.get(&name), Some(&bytes), "{what}: {name}");
            } else if name.starts_with("papers/") || name.starts_with("photographs/") {
                assert!(blobs.contains(&bytes), "{what}: {name}");
            }
        }
    }
}

fn read(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap()
}
