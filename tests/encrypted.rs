//! At rest: with the key the journal reads, without it nothing of it can be read or found on the disk.

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
