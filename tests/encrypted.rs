//! At rest: with the key the journal reads, without it nothing of it can be read or found on the disk.

use crate::{bureau, scenarios};
use lucha::app::command::{Command, Reply};
use lucha::domain::bureau::{BureauEvent, Shift};
use lucha::stdx::clock::{Clock, Moment};
use lucha::stdx::fault::FaultKind;
use lucha::stdx::id::Dice;
use lucha::stdx::secret::Key;
use lucha::store::journal::Work;
use lucha::store::site::Site;
use lucha::store::{Store, StoreFault};
use lucha::wire::event::Body;
use std::path::Path;

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

#[test]
fn no_word_of_a_party_stands_in_a_whole_bureaus_folder_while_it_works() {
    let (folder, mut desk) = bureau::found(bureau::sample(), bureau::EVENING);
    let card = tempfile::tempdir().unwrap();
    desk.choose_mirror(Some(card.path())).unwrap();
    let stop = scenarios::stop("S01");
    let words: Vec<String> = ["/party/name", "/party/phone", "/vehicle/plate", "/present/name"]
        .iter()
        .filter_map(|path| stop.pointer(path)?.as_str().map(str::to_string))
        .filter(|word| !word.is_empty())
        .collect();
    assert!(words.len() >= 2, "{words:?}");
    let nowhere = |folder: &Path| {
        for word in &words {
            assert_eq!(holding(folder, word.as_bytes()), Vec::<String>::new(), "{word}");
        }
    };
    bureau::check(&mut desk, vec![stop.clone(), scenarios::stop("S03")]);
    let Reply::Draft(draft) = desk.handle(Command::NewDraft) else { panic!("no draft") };
    for word in &words {
        let (field, value) = ("party.name".to_string(), word.clone());
        desk.handle(Command::SaveField { draft: draft.id, field, value });
    }
    desk.handle(Command::Search { text: words[0].clone(), before: None });
    let line = desk.list(&words[0], 9).unwrap().remove(0);
    let view = desk.find(&line.inspection.to_string()).unwrap();
    let paper = view.documents[0].document;
    desk.handle(Command::OpenDocument { document: paper, page: 0, width_px: 600 });
    // The log and the shared memory lie beside the journal while it is open.
    nowhere(folder.path());
    drop(desk.end_mirror());
    nowhere(card.path());
    drop(desk);
    nowhere(folder.path());
    // What is printed is paper; until there is a printer it lies in its own folder, with its entry.
    let mut desk = bureau::sit_down(folder.path(), bureau::EVENING);
    assert!(matches!(
        desk.handle(Command::Print { document: paper, roll: false }),
        Reply::Printed { .. }
    ));
    drop(desk);
    let mut left = Vec::new();
    for word in &words {
        left.extend(holding(folder.path(), word.as_bytes()));
    }
    let papers = folder.path().join("paper").display().to_string();
    assert!(left.iter().all(|file| file.starts_with(&papers)), "{left:?}");
}
