//! At rest: with the key the journal reads, without it nothing of it can be read or found on the disk.

use crate::decisions::{conclude, draft, typed};
use crate::device_secret::real;
use crate::{bureau, scenarios};
use lucha::app::command::{Command, Reply};
use lucha::app::desk::Desk;
use lucha::app::device_secret::place_for;
use lucha::app::found_bureau::found_bureau;
use lucha::app::keep_photograph::keep_photograph;
use lucha::app::{opening, sign_in};
use lucha::domain::bureau::{BureauEvent, Shift};
use lucha::domain::inspection::event::Event;
use lucha::stdx::clock::{Clock, Moment};
use lucha::stdx::digest::Digest;
use lucha::stdx::fault::FaultKind;
use lucha::stdx::id::{Dice, Id};
use lucha::stdx::secret::Key;
use lucha::store::journal::Work;
use lucha::store::site::Site;
use lucha::store::{Store, StoreFault};
use lucha::wire::event::Body;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const NAME: &str = "王五的车";

/// Every file below `folder` that holds `text`.
pub fn holding(folder: &Path, text: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(holding(&path, text));
        } else if std::fs::read(&path).unwrap().windows(text.len()).any(|part| part == text) {
            found.push(path.display().to_string());
        }
    }
    found
}

fn write(site: &Site) -> Store {
    let clock = Clock::fixed(Moment::parse("2026-11-23T08:00:00+08:00").unwrap());
    let mut store = Store::open(site, &mut Dice::Machine).unwrap();
    let shift =
        Shift { at: clock.now(), officers: Vec::new(), station: NAME.into(), plan: NAME.into() };
    let bodies = vec![Body::Bureau(BureauEvent::ShiftStarted(shift))];
    let work = Work { bodies, ..Work::default() };
    store.append(work, clock.read(), &mut Dice::Machine).unwrap();
    store
}

#[test]
fn a_keyed_journal_is_found_nowhere_on_the_disk_and_reads_with_its_key_alone() {
    let folder = tempfile::tempdir().unwrap();
    let site = Site::keyed(folder.path(), Key::new([7; 32]));
    let open = write(&site);
    // The write-ahead log lies beside it while it is open.
    assert_eq!(holding(folder.path(), NAME.as_bytes()), Vec::<String>::new());
    assert_eq!(holding(folder.path(), b"SQLite format 3"), Vec::<String>::new());
    drop(open);
    assert_eq!(holding(folder.path(), NAME.as_bytes()), Vec::<String>::new());
    assert!(
        Store::open_to_read(&site, &mut Dice::Machine).unwrap().verify().unwrap().breaks.is_empty()
    );
    for wrong in [Site::keyed(folder.path(), Key::new([8; 32])), Site::plain(folder.path())] {
        let fault = Store::open(&wrong, &mut Dice::Machine).unwrap_err();
        assert!(matches!(fault, StoreFault::Sqlite(_)), "{fault}");
        assert_eq!(fault.kind(), FaultKind::Damaged);
    }
    assert_eq!(Store::open(&site, &mut Dice::Machine).unwrap().head().number, 1);
}

#[test]
fn the_search_finds_what_a_plain_journal_would_show() {
    let folder = tempfile::tempdir().unwrap();
    drop(write(&Site::plain(folder.path())));
    assert_eq!(holding(folder.path(), NAME.as_bytes()).len(), 1);
}

/// What begins a page, a picture, or the pressed text of a page: a name in it can be read and not searched for.
const PAGES: [&[u8]; 3] = [b"%PDF-1.", b"\x89PNG\r\n\x1a\n", b"/FlateDecode"];

/// Fields of a stop that tell who the party is, who stood there, and what he drove.
const TELLING: [&str; 10] = [
    "/party/name",
    "/party/credit_code",
    "/party/legal_representative",
    "/party/id_no",
    "/party/address",
    "/party/phone",
    "/present/name",
    "/present/id_no",
    "/present/phone",
    "/vehicle/plate",
];

/// What of `stops` nobody else may read.
pub fn words_of(stops: &[Value]) -> Vec<String> {
    let texts = stops
        .iter()
        .flat_map(|stop| TELLING.iter().filter_map(move |path| stop.pointer(path)?.as_str()));
    let words: BTreeSet<String> = texts.filter(|text| text.len() > 3).map(str::to_string).collect();
    words.into_iter().collect()
}

/// What is searched for so that `words` are found as they are, as Windows and Java keep text, and in pages and pictures.
pub fn traces(words: &[String]) -> Vec<Vec<u8>> {
    let mut traces: Vec<Vec<u8>> = PAGES.iter().map(|page| page.to_vec()).collect();
    for word in words {
        traces.push(word.as_bytes().to_vec());
        // Two signs are four bytes, and what is sealed may hold them by chance.
        if word.chars().count() > 2 {
            traces.push(word.encode_utf16().flat_map(u16::to_le_bytes).collect());
            traces.push(word.encode_utf16().flat_map(u16::to_be_bytes).collect());
        }
    }
    traces
}

/// The first of `traces` that stands in `bytes`.
pub fn found_in<'a>(bytes: &[u8], traces: &'a [Vec<u8>]) -> Option<&'a [u8]> {
    let mut begins = [false; 256];
    for trace in traces {
        begins[usize::from(trace[0])] = true;
    }
    let mut places = (0..bytes.len()).filter(|at| begins[usize::from(bytes[*at])]);
    places.find_map(|at| {
        let here = traces.iter().find(|trace| bytes[at..].starts_with(trace));
        here.map(Vec::as_slice)
    })
}

/// Every file below `folder` in which one of `words` can be read, with what was found.
pub fn readable(folder: &Path, words: &[String]) -> Vec<String> {
    let traces = traces(words);
    let found = crate::evidence::files(folder).into_iter().filter_map(|path| {
        // What is gone meanwhile is none.
        let bytes = std::fs::read(&path).ok()?;
        let trace = String::from_utf8_lossy(found_in(&bytes, &traces)?).into_owned();
        Some(format!("{}: {trace}", path.display()))
    });
    found.collect()
}

/// A real bureau in `bureau` below the folder, and the secret of the device beside it.
pub fn real_bureau() -> (TempDir, Desk) {
    let root = tempfile::tempdir().unwrap();
    let home = root.path().join("bureau");
    let secrets = root.path().join("secrets");
    let to = place_for(&home, false, Some(&secrets), &mut Dice::Machine).unwrap();
    let clock = Clock::fixed(bureau::at(bureau::EVENING));
    let mut desk = opening::to_found_at(&home, &to, clock).unwrap();
    desk.lend(bureau::typesetter());
    found_bureau(&mut desk, real()).unwrap();
    (root, desk)
}

/// Two officers work: stops, a photograph, a draft with every word, a search, a page on the screen.
pub fn work(root: &Path, desk: &mut Desk, stops: &[Value], words: &[String]) -> Vec<Id> {
    sign_in::admit(desk, "19050001001").unwrap();
    let (colleague, station, plan) = ("19051100023".into(), "莲下".into(), "计划".into());
    done(&desk.handle(Command::StartShift { colleague, station, plan }));
    stops.iter().for_each(|stop| decided(desk, stop));
    let inspections: Vec<Id> =
        desk.list("", 9).unwrap().into_iter().map(|line| line.inspection).collect();
    let picture = root.join("scale.png");
    std::fs::write(&picture, b"\x89PNG\r\n\x1a\n of the scale").unwrap();
    keep_photograph(desk, inspections[0], &picture, None).unwrap();
    std::fs::remove_file(picture).unwrap();
    let Reply::Draft(draft) = desk.handle(Command::NewDraft) else { panic!("no draft") };
    for word in words {
        let (field, value) = ("party.name".to_string(), word.clone());
        done(&desk.handle(Command::SaveField { draft: draft.id, field, value }));
        done(&desk.handle(Command::Search { text: word.clone(), before: None }));
    }
    let view = desk.find(&inspections[0].to_string()).unwrap();
    let document = view.documents[0].document;
    done(&desk.handle(Command::OpenDocument { document, page: 1, width_px: 600 }));
    inspections
}

/// `stop`, typed and confirmed by both officers.
#[track_caller]
pub fn decided(desk: &mut Desk, stop: &Value) {
    let draft = draft(desk, &typed(stop));
    let blocked = conclude(desk, draft).blocked;
    assert!(blocked.is_empty(), "{blocked:?}");
}

#[track_caller]
fn done(reply: &Reply) {
    assert!(!matches!(reply, Reply::Failed(_)), "{reply:?}");
}

/// Digests of everything that the journal says was printed.
fn printed(root: &Path) -> BTreeSet<Digest> {
    let (home, secrets) = (root.join("bureau"), root.join("secrets"));
    let who = ("19050001001".to_string(), "246810".to_string());
    let place = opening::Place {
        who: Some(who),
        secrets: Some(secrets),
        ..opening::Place::from(Some(home.as_path()))
    };
    let store = Store::open_to_read(&opening::site(place).unwrap(), &mut Dice::Machine).unwrap();
    let mut printed = BTreeSet::new();
    store
        .each_kept(1, |row| {
            printed.extend(match row.read().map(|entry| entry.body) {
                Ok(Body::Inspection(Event::DocumentPrinted { printing, .. })) => {
                    Some(printing.digest)
                }
                Ok(Body::Bureau(BureauEvent::SheetPrinted(sheet))) => Some(sheet.digest),
                _ => None,
            });
            Ok(())
        })
        .unwrap();
    printed
}

#[test]
fn nobodys_name_stands_in_a_real_bureaus_folder_while_it_works_and_behind_its_printing() {
    let (root, mut desk) = real_bureau();
    let at = |name: &str| root.path().join(name);
    std::fs::create_dir(at("card")).unwrap();
    desk.choose_mirror(Some(&at("card"))).unwrap();
    let stops = ["S01", "S03"].map(scenarios::stop);
    let words = words_of(&stops);
    assert!(words.len() >= 12, "{words:?}");
    let nowhere = |when: &str| {
        for folder in ["bureau", "card", "secrets"] {
            assert_eq!(readable(&at(folder), &words), [""; 0], "{when}");
        }
    };
    let inspections = work(root.path(), &mut desk, &stops, &words);
    // The log and the shared memory lie beside the journal while it is open.
    assert!(
        crate::evidence::files(&at("bureau")).iter().any(|file| file.ends_with("journal.db-wal"))
    );
    nowhere("while it works");
    desk.set_paper_folder(at("papers"));
    for inspection in &inspections {
        done(&desk.handle(Command::PrintAll { inspection: *inspection }));
    }
    let document = desk.find(&inspections[0].to_string()).unwrap().documents[0].document;
    done(&desk.handle(Command::Print { document, roll: false }));
    nowhere("behind the printing");
    let papers = crate::evidence::files(&at("papers"));
    let digest = |path: &PathBuf| Digest::of(&std::fs::read(path).unwrap());
    let mut laid: BTreeSet<Digest> = papers.iter().map(digest).collect();
    assert!(laid.len() > 4, "{papers:?}");
    assert_eq!(readable(&at("papers"), &words).len(), papers.len(), "the search knows a paper");
    // The sheet of the shift's end, and once more when the first was lost.
    for copy in 1..=2 {
        done(&desk.handle(Command::CloseShift));
        let papers = crate::evidence::files(&at("papers"));
        let sheet = papers.iter().find(|path| path.to_str().unwrap().contains("交接单")).unwrap();
        assert!(laid.insert(digest(sheet)), "copy {copy} says which it is");
        std::fs::remove_file(sheet).unwrap();
    }
    assert_eq!(laid, printed(root.path()), "each plain file has its own entry");
    nowhere("behind the shift");
    drop(desk.end_mirror());
    drop(desk);
    nowhere("when it is shut");
}

#[test]
fn a_real_bureau_lays_no_paper_into_its_own_folder_whatever_it_is_called() {
    let (root, mut desk) = real_bureau();
    let home = root.path().join("bureau");
    sign_in::admit(&mut desk, "19050001001").unwrap();
    decided(&mut desk, &scenarios::stop("S01"));
    let inspection = desk.list("", 1).unwrap()[0].inspection;
    let document = desk.find(&inspection.to_string()).unwrap().documents[0].document;
    let link = root.path().join("link");
    std::os::unix::fs::symlink(&home, &link).unwrap();
    let (names, entries) = (crate::evidence::files(&home), desk.verify().unwrap().entries);
    for inside in [home.clone(), home.join("paper"), link.join("x"), home.join("../bureau/paper")] {
        desk.set_paper_folder(inside.clone());
        let Reply::Failed(trouble) = desk.handle(Command::Print { document, roll: false }) else {
            panic!("printed into {}", inside.display())
        };
        assert_eq!(trouble.key, "trouble.paper_inside", "{}", inside.display());
    }
    assert_eq!((crate::evidence::files(&home), desk.verify().unwrap().entries), (names, entries));
    // A shift whose sheet has no place stays open: the same key closes it when there is one.
    let (colleague, station) = ("19051100023".to_string(), "莲下".to_string());
    let start = Command::StartShift { colleague, station, plan: "计划".into() };
    done(&desk.handle(start));
    let entries = desk.verify().unwrap().entries;
    let Reply::Failed(trouble) = desk.handle(Command::CloseShift) else { panic!("it was closed") };
    assert_eq!((trouble.key, desk.verify().unwrap().entries), ("trouble.paper_inside", entries));
    assert_eq!(printed(root.path()), BTreeSet::new());
    desk.set_paper_folder(root.path().join("papers"));
    done(&desk.handle(Command::Print { document, roll: false }));
    assert_eq!(printed(root.path()).len(), 1);
}

#[test]
fn the_search_finds_a_word_in_each_of_its_shapes_and_a_sample_bureaus_papers() {
    let word = "汕头市示范运输有限公司".to_string();
    let traces = traces(std::slice::from_ref(&word));
    for shape in &traces {
        let bytes = [b"\0\x01\xff".as_slice(), shape, b"\x02"].concat();
        assert_eq!(found_in(&bytes, &traces), Some(shape.as_slice()));
        assert_eq!(found_in(&bytes[..bytes.len() - 2], &traces), None);
    }
    let (folder, mut desk) = bureau::found(bureau::sample(), bureau::EVENING);
    bureau::check(&mut desk, vec![scenarios::stop("S01")]);
    assert_eq!(readable(folder.path(), std::slice::from_ref(&word)), [""; 0]);
    let inspection = desk.list("", 1).unwrap()[0].inspection;
    done(&desk.handle(Command::PrintAll { inspection }));
    let found = readable(folder.path(), &[word]);
    let papers = folder.path().join("paper").display().to_string();
    assert!(found.len() == 3 && found.iter().all(|file| file.starts_with(&papers)), "{found:?}");
}
