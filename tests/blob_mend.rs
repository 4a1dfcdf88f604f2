//! Damaged pages and photographs come back from the card: in their place where the journal is whole, with the journal where
//! it is not; and what no card has is said to be lost.

use crate::bureau::reader;
use crate::mirror::{Bureau, blob_files, mirrored, with_photograph};
use lucha::app::opening::Place;
use lucha::app::rescue;
use lucha::cli::{self, Voice, code};
use lucha::store::open::FILE;
use std::path::{Path, PathBuf};

/// Exit code and sentences of `lucha rescue`.
fn say(folder: &Path) -> (u8, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut voice = Voice { lang: "en", out: &mut out, err: &mut err };
    let done = cli::rescue::run(Place::from(Some(folder)), &mut voice);
    (done, String::from_utf8([out, err].concat()).unwrap())
}

/// A bureau with one stop, its pages and one photograph, all of it on the card; how many files that is, and their bytes.
fn bureau() -> (Bureau, u32, Vec<(PathBuf, Vec<u8>)>) {
    let (bureau, desk) = mirrored();
    let count = with_photograph(&bureau, desk);
    let files = blob_files(bureau.folder.path()).into_iter();
    let whole: Vec<_> = files.map(|file| (file.clone(), std::fs::read(file).unwrap())).collect();
    assert_eq!(whole.len(), count as usize);
    (bureau, count, whole)
}

/// Every second file is gone, the others have a turned byte.
fn damage(whole: &[(PathBuf, Vec<u8>)]) {
    for (nth, (file, bytes)) in whole.iter().enumerate() {
        if nth % 2 == 0 {
            std::fs::remove_file(file).unwrap();
        } else {
            let mut turned = bytes.clone();
            turned[bytes.len() / 2] ^= 0x10;
            std::fs::write(file, turned).unwrap();
        }
    }
}

fn are_whole(whole: &[(PathBuf, Vec<u8>)]) -> bool {
    whole.iter().all(|(file, bytes)| std::fs::read(file).is_ok_and(|now| now == *bytes))
}

fn asides(folder: &Path) -> usize {
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    names.filter(|name| name.to_str().unwrap().starts_with("damaged-")).count()
}

#[test]
fn where_only_pages_and_photographs_are_damaged_the_card_mends_them_and_nothing_is_moved() {
    let (bureau, count, whole) = bureau();
    let folder = bureau.folder.path();
    let head = reader(folder).head();
    damage(&whole);
    let verdict = reader(folder).verify().unwrap();
    assert!(verdict.holds_but_for_blobs(), "{:?}", verdict.breaks);
    let lost = (verdict.pages_lost.len(), verdict.photographs_lost.len());
    assert_eq!(lost, (count as usize - 1, 1));
    // Without the card nothing is mended and nothing moved, however often it is asked.
    let out = bureau.card.path().with_extension("out");
    std::fs::rename(bureau.card.path(), &out).unwrap();
    for _ in 0..2 {
        let (done, said) = say(folder);
        assert_eq!((done, asides(folder)), (code::PARTLY, 0), "{said}");
        for words in ["Nothing was moved", "The pages of entries", "The photographs of entries"] {
            assert!(said.contains(words), "{words}: {said}");
        }
        assert!(!said.contains("came back"), "{said}");
    }
    std::fs::rename(&out, bureau.card.path()).unwrap();
    let (done, said) = say(folder);
    assert_eq!((done, asides(folder)), (code::DONE, 0), "{said}");
    assert!(said.contains(&format!("{count} pages or photographs came back")), "{said}");
    assert!(!said.contains("could not be read"), "{said}");
    assert!(are_whole(&whole), "the same bytes under the same names");
    let back = reader(folder);
    assert_eq!((back.head(), back.verify().unwrap().breaks), (head, vec![]));
    drop(back);
    let (done, said) = say(folder);
    assert_eq!(done, code::NOTHING);
    assert!(said.contains("nothing to rescue"), "{said}");
}

#[test]
fn a_rescued_journal_has_its_pages_and_photographs_from_the_card_too() {
    let (bureau, count, whole) = bureau();
    let folder = bureau.folder.path();
    damage(&whole);
    std::fs::write(folder.join(FILE), vec![0x5a; 8192]).unwrap();
    let rescued = rescue::rescue(Place::from(Some(folder))).unwrap();
    assert_eq!(rescued.lost_until(), None, "every entry is back");
    assert_eq!(rescued.blobs_back, u64::from(count));
    assert_eq!((rescued.pages_lost.len(), rescued.photographs_lost.len()), (0, 0));
    drop(rescued);
    assert!(are_whole(&whole) && asides(folder) == 1);
    assert_eq!(reader(folder).verify().unwrap().breaks, []);
    assert!(!folder.join("rescue.card").exists(), "what was copied from the card is gone again");
}

#[test]
fn a_photograph_that_no_card_has_is_said_to_be_lost() {
    let (bureau, count, whole) = bureau();
    let folder = bureau.folder.path();
    std::fs::remove_dir_all(bureau.card.path()).unwrap();
    damage(&whole);
    crate::bureau::raw(folder).execute("UPDATE inspection SET party = '他人'", []).unwrap();
    let rescued = rescue::rescue(Place::from(Some(folder))).unwrap();
    let lost = (rescued.pages_lost.len(), rescued.photographs_lost.len(), rescued.blobs_back);
    assert_eq!(lost, (count as usize - 1, 1, 0));
    assert!(rescued.lost_until().is_none() && !rescued.is_whole(), "{rescued:?}");
    drop(rescued);
    assert_eq!(asides(folder), 1, "its rows were not its own");
}
