//! Photographs at headquarters that were begun and that nobody brings on: what is old leaves, what a line has stays, and who
//! comes back begins anew.

use crate::headquarters::{enrolled, served, url};
use crate::ledger::{NOW, append, laptop, plan};
use crate::ledger_pens::seat;
use lucha::hq::answer::Hall;
use lucha::hq::ledger::Ledger as _;
use lucha::hq::ledger::memory::MemoryLedger;
use lucha::hq::photographs::{Folder, Photographs as _, sweep};
use lucha::stdx::clock::Moment;
use lucha::stdx::digest::Digest;
use lucha::store::incoming::Enrolled;
use lucha::sync::driver::Line as _;
use lucha::sync::transport::Https;
use lucha::wire::message::photograph::{BlobState, Offer, Put};
use lucha::wire::suite::Suite;
use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

const DAY: Duration = Duration::from_secs(24 * 3600);

fn open(path: &Path) -> File {
    OpenOptions::new().read(true).write(true).open(path).unwrap()
}

/// Makes a file so many days older than it is.
fn age(path: &Path, days: u32) {
    let file = open(path);
    let touched = file.metadata().unwrap().modified().unwrap();
    file.set_modified(touched - DAY * days).unwrap();
}

fn arriving(root: &Path) -> Vec<PathBuf> {
    let found = fs::read_dir(root.join("arriving")).unwrap();
    let mut found: Vec<PathBuf> = found.map(|entry| entry.unwrap().path()).collect();
    found.sort();
    found
}

#[test]
fn what_nobody_touched_for_long_leaves_and_what_is_younger_or_in_use_stays() {
    let folder = tempfile::tempdir().unwrap();
    let mut keep = Folder::at(folder.path()).unwrap();
    let named: Vec<Digest> = (0..4_u8).map(|n| Digest::of(&[n])).collect();
    for digest in &named {
        assert!(keep.add(*digest, 0, b"begun").unwrap());
    }
    let file = |nth: usize| folder.path().join("arriving").join(named[nth].hex());
    // One that was written beside by a server that died.
    let beside = folder.path().join("arriving").join(format!("{}.77-1", named[0].hex()));
    fs::write(&beside, b"half").unwrap();
    for (path, days) in [(file(0), 61), (file(1), 59), (file(2), 400), (beside, 61)] {
        age(&path, days);
    }
    // What is no file is none of ours.
    let foreign = folder.path().join("arriving").join("lost+found");
    fs::create_dir(&foreign).unwrap();
    // A line has the third at this moment.
    let in_use = open(&file(2));
    in_use.lock().unwrap();
    sweep(folder.path()).unwrap();
    let mut left = vec![file(1), file(2), file(3), foreign];
    left.sort();
    assert_eq!(arriving(folder.path()), left);
    drop(in_use);
    sweep(folder.path()).unwrap();
    assert!(!file(2).exists() && file(1).exists() && file(3).exists(), "nobody has it any more");
    assert_eq!(keep.have(named[0]).unwrap(), 0);
    assert!(!keep.add(named[0], 5, b"on").unwrap(), "its middle begins nothing");
    assert!(keep.add(named[0], 0, b"anew").unwrap());
    // A headquarters that never kept a photograph has nothing to sweep.
    sweep(&folder.path().join("none")).unwrap();
}

#[test]
fn a_laptop_that_goes_on_behind_the_sweep_is_told_that_nothing_is_there_and_sends_all_of_it() {
    let (mut ledger, mut terminal) = (MemoryLedger::default(), laptop(40));
    let name = terminal.disk.name;
    ledger.enrol(name, 1, &terminal.public_key()).unwrap();
    let whole = append(plan(&mut terminal, &mut ledger, 0, 10_000_000));
    ledger.append(&whole, NOW).unwrap();
    let mut all = terminal.disk.blobs.iter().map(|(digest, (_, bytes))| (*digest, bytes.to_vec()));
    let (digest, bytes) = all.find(|(_, bytes)| bytes.len() > 1).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut keep = Folder::at(folder.path()).unwrap();
    let (seat, now) = (seat(), Moment::from_ms(NOW));
    let (ledger, photographs) = (&mut ledger, &mut keep);
    let mut hall = Hall { seat: &seat, ledger, photographs, inside: 0, now };
    let half = bytes.len() / 2;
    let put = |from: usize, until: usize| {
        let (offset, bytes) = (from as u64, bytes[from..until].to_vec().into());
        Put { digest, offset, bytes, hears_limit: None }
    };
    let begun = hall.put(name, &put(0, half)).unwrap().state;
    assert_eq!(begun, BlobState::Offset { bytes: half as u64 });
    age(&arriving(folder.path())[0], 61);
    sweep(folder.path()).unwrap();
    let told = hall.put(name, &put(half, bytes.len())).unwrap().state;
    assert_eq!(told, BlobState::Offset { bytes: 0 });
    hall.put(name, &put(0, half)).unwrap();
    let held = hall.put(name, &put(half, bytes.len())).unwrap().state;
    assert!(matches!(held, BlobState::Have { .. }), "{held:?}");
    assert!(keep.read(digest).unwrap() == Some(bytes), "the same bytes");
}

#[test]
fn headquarters_sweeps_when_it_begins_to_serve_and_the_photograph_comes_all_the_same() {
    let (folder, mut desk, hq, running) = enrolled(Suite::default());
    assert_eq!(desk.synchronise(false, |_, _| true).unwrap().progress.photographs, 0);
    let store = crate::bureau::reader(folder.path());
    let (name, own) = (store.journal_name(), store.enrolled().unwrap().unwrap());
    let blob = store.blobs_without_receipt().unwrap().remove(0);
    let bytes = store.page(blob.digest).unwrap().unwrap();
    let half = bytes[..bytes.len() / 2].to_vec();
    let (digest, begun) = (blob.digest, BlobState::Offset { bytes: half.len() as u64 });
    let put = Put { digest, offset: 0, bytes: half.into(), hears_limit: Some(true) };
    let mut line = Https::new(&own).unwrap();
    assert_eq!(line.ask(name, &put).unwrap().state, begun);
    let root = hq.path().join("photographs");
    let file = arriving(&root).remove(0);
    drop((line, running));
    age(&file, 61);

    let running = served(hq.path(), "127.0.0.1:0");
    let start = Instant::now();
    while file.exists() {
        assert!(start.elapsed() < Duration::from_secs(20), "nobody swept it");
        std::thread::sleep(Duration::from_millis(20));
    }
    let mut line = Https::new(&Enrolled { url: url(&running), ..own }).unwrap();
    let asked = Offer { blobs: vec![blob] };
    assert_eq!(line.ask(name, &asked).unwrap().states, [BlobState::Offset { bytes: 0 }]);
    let carried = desk.synchronise_over(&mut line, true, |_, _| true).unwrap();
    assert!(carried.is_all_there(), "{carried:?}");
}
