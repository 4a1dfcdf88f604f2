//! What a keyed journal writes while it works, into whatever file: no write bears a word of a party, and none a page.

use super::disk::Disk;
use super::scene::done;
use super::workday::{end_stop_under_terms, fill, typed};
use super::{FOLDER, clock, ground, site, vfs};
use crate::device_secret::real;
use crate::encrypted::{found_in, traces};
use lucha::app::command::{Command, Reply};
use lucha::app::desk::Desk;
use lucha::app::found_bureau::found_bureau;
use lucha::app::keep_photograph::keep_photograph;
use lucha::app::{sample, sign_in};
use lucha::domain::offender::Offenders;
use lucha::stdx::id::Dice;
use lucha::store::Store;
use lucha::store::site::Site;
use std::collections::BTreeSet;
use std::path::Path;

const PAPERS: &str = "/papers";
const CAMERA: &str = "/camera";

/// Fields that tell who the party is, who stood there, and what he drove.
const TELLING: [&str; 9] = [
    "party.name",
    "party.credit_code",
    "party.legal_representative",
    "party.address",
    "party.phone",
    "present.name",
    "present.id_no",
    "present.phone",
    "vehicle.plate",
];

fn sit(site: &Site, dice: u64) -> Desk {
    let mut dice = Dice::Counted(dice);
    let store = Store::open(site, &mut dice).unwrap();
    let mut desk = Desk::new(store, clock(), dice).unwrap();
    desk.lend(crate::bureau::typesetter());
    desk.set_paper_folder(PAPERS.into());
    desk
}

/// Two officers' shift at a real bureau, from its founding to the next morning; gives what was typed of the party.
fn shift(disk: &Disk, site: &Site) -> Vec<String> {
    let picture = [b"\xff\xd8\xff".as_slice(), &[7; 9_000]].concat();
    ground::lay(disk, CAMERA, "/camera/P1.jpg", &picture);
    let mut desk = sit(site, 1);
    found_bureau(&mut desk, real()).unwrap();
    sign_in::admit(&mut desk, &sample::pins()[0].0).unwrap();
    let (colleague, station) = (sample::pins()[1].0.clone(), "莲下治超点".into());
    let plan = "2026-治超-11".into();
    done(desk.handle(Command::StartShift { colleague, station, plan })).unwrap();
    let stops = typed();
    let words: BTreeSet<String> = stops
        .iter()
        .flatten()
        .filter(|(field, value)| TELLING.contains(&field.as_str()) && value.len() > 3)
        .map(|(_, value)| value.clone())
        .collect();
    let words: Vec<String> = words.into_iter().collect();
    let thrown_away = fill(&mut desk, &stops[1]);
    done(desk.handle(Command::DropDraft { draft: thrown_away })).unwrap();
    let stop = fill(&mut desk, &stops[1]);
    let Reply::Concluded(end) = end_stop_under_terms(&mut desk, stop) else {
        panic!("it does not end")
    };
    assert!(end.blocked.is_empty(), "{:?}", end.blocked);
    keep_photograph(&mut desk, stop, Path::new("/camera/P1.jpg"), None).unwrap();
    let (field, value, reason) = ("place.stake".into(), "K12+310".into(), "看错".into());
    done(desk.handle(Command::Correct { inspection: stop, field, value, reason })).unwrap();
    fill(&mut desk, &stops[1]);
    for text in &words {
        done(desk.handle(Command::Search { text: text.clone(), before: None })).unwrap();
    }
    let (plate, by) = ("粤D55D18".into(), Offenders::default());
    done(desk.handle(Command::LookUpPlate { plate, by })).unwrap();
    let document = end.view.documents[0].document;
    done(desk.handle(Command::OpenDocument { document, page: 1, width_px: 300 })).unwrap();
    done(desk.handle(Command::PrintAll { inspection: stop })).unwrap();
    done(desk.handle(Command::Print { document, roll: false })).unwrap();
    desk.rebuild().unwrap();
    done(desk.handle(Command::CloseShift)).unwrap();
    drop(desk);
    let desk = sit(site, 1 << 40);
    assert_eq!(desk.verify().unwrap().breaks, []);
    words
}

/// Names of the files into which something of `words` was written, beside the papers that somebody printed.
fn told(disk: &Disk, words: &[String]) -> BTreeSet<String> {
    let traces = traces(words);
    let seen = disk.seen().into_iter().filter(|(name, _)| !name.starts_with(CAMERA));
    seen.filter(|(_, bytes)| found_in(bytes, &traces).is_some()).map(|(name, _)| name).collect()
}

#[test]
fn no_write_of_a_working_keyed_journal_bears_a_word_of_a_party() {
    let (disk, site) = (Disk::default(), site(true));
    disk.watch();
    vfs::mount(&disk);
    let words = shift(&disk, &site);
    assert!(words.len() >= 8, "{words:?}");
    let told = told(&disk, &words);
    let (papers, others): (Vec<&String>, Vec<&String>) =
        told.iter().partition(|name| name.starts_with(PAPERS));
    assert_eq!(others, [""; 0], "words were written into them");
    assert!(papers.len() > 3, "the search knows a paper: {papers:?}");
    let written = disk.seen().into_iter().filter(|(name, _)| name.starts_with(FOLDER));
    let files: BTreeSet<String> = written.map(|(name, _)| name).collect();
    for part in ["journal.db", "journal.db-wal", "blobs", "device.key"] {
        assert!(files.iter().any(|name| name.contains(part)), "{part} was watched: {files:?}");
    }
}

#[test]
fn the_watch_sees_what_a_journal_without_a_key_writes() {
    let (disk, site) = (Disk::default(), site(false));
    disk.watch();
    vfs::mount(&disk);
    let words = shift(&disk, &site);
    let told = told(&disk, &words);
    for part in ["journal.db-wal", "blobs"] {
        assert!(told.iter().any(|name| name.contains(part)), "{part}: {told:?}");
    }
}
