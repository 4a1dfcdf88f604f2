//! `kill -9` of the real programs while they carry, on each side in turn: nothing is lost and nothing doubled.

use crate::bureau::{EVENING, check, found, reader, sample, sit_down, with};
use crate::headquarters::{code, founded_on, url_of};
use crate::outside;
use crate::postgresql::Server;
use crate::scenarios;
use lucha::app::export_case::export_case;
use lucha::hq::place::Place;
use lucha::wire::suite::Suite;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

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

#[test]
fn killed_again_and_again_on_either_side_everything_arrives_once() {
    killed(None);
}

#[test]
fn with_postgresql_killed_as_well_everything_arrives_once() {
    killed(Some(Server::start()));
}

/// Kills laptop, headquarters and, where there is one, the database in turn.
fn killed(mut database: Option<Server>) {
    let url = database.as_ref().map(Server::url);
    let hq = founded_on(Suite::Sha256Ed25519, url);
    let (folder, mut desk) = found(sample(), EVENING);
    let (mut server, address) = serve(hq.path(), "127.0.0.1:0");
    desk.enrol_laptop(&url_of(&address), &code(hq.path())).unwrap();
    drop(desk);
    let mut receipts = 0;
    for nth in 0..loops() {
        let mut desk = sit_down(folder.path(), EVENING);
        let plate = format!("粤D{:05}", 20_000 + nth);
        check(&mut desk, vec![with(scenarios::stop("S03"), "vehicle.plate", plate.into())]);
        drop(desk);
        let laptop = carry(folder.path());
        // Opening takes some 50 ms, one session twice that: every moment of both is hit.
        std::thread::sleep(Duration::from_millis(20 + nth * 37 % 240));
        if let Some(database) = database.as_mut().filter(|_| nth % 3 == 2) {
            database.restart();
            kill(laptop);
        } else if nth % 2 == 0 {
            kill(server);
            kill(laptop);
            (server, _) = serve(hq.path(), &address);
        } else {
            kill(laptop);
        }
        // What the laptop holds a receipt for, headquarters holds, the same bytes.
        let store = reader(folder.path());
        let acknowledged = store.acknowledged().unwrap();
        assert!(acknowledged.number >= receipts, "a receipt is gone");
        receipts = acknowledged.number;
        let mut ledger = Place::open(hq.path()).unwrap().ledger().unwrap();
        if receipts > 0 {
            let held = ledger.entries(store.journal_name(), receipts, 1).unwrap();
            assert_eq!(held[0].0.point, acknowledged, "loop {nth}");
        }
    }
    let mut last = carry(folder.path());
    assert!(last.wait().unwrap().success(), "the last session carries everything");
    kill(server);
    let store = reader(folder.path());
    let place = Place::open(hq.path()).unwrap();
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
    checked_from_outside(folder.path(), hq.path(), &name_of(&store), own.len());
    let (loops, entries) = (loops(), own.len());
    println!("{loops} kills, {entries} entries, {} pages: 0 lost, 0 doubled", blobs.len());
}

fn name_of(store: &lucha::store::Store) -> String {
    let name = store.journal_name();
    format!("{}/{}", name.device, name.epoch)
}

/// Both sides export, and nothing but the two folders of plain files is believed: each checks by itself with the
/// machine's own tools, headquarters has every entry once, and each file of a laptop's case is there byte for byte.
fn checked_from_outside(laptop: &Path, hq: &Path, journal: &str, entries: usize) {
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
    let mut desk = sit_down(laptop, EVENING);
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
