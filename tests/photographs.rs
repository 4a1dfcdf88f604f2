//! Photographs: kept as they are with their stop, named by the journal, refused in one sentence.

use crate::bureau::to_found;
use lucha::app::command::{Command, Reply};
use lucha::app::keep_photograph::{BYTES_MAX, Kept, keep_photograph};
use lucha::app::{check_file, opening, sample};
use lucha::cli::photograph::{self, Order};
use lucha::cli::{Voice, code};
use lucha::domain::photograph::MediaType;
use lucha::stdx::clock::{Clock, Moment};
use lucha::stdx::digest::Digest;
use lucha::stdx::id::{Dice, Id};
use lucha::stdx::said::Said;
use lucha::store::Store;
use lucha::store::blobs::{FOLDER, place};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const JPEG: &[u8] = b"\xff\xd8\xff\xe1\x00\x10Exif\x00\x00 of the lorry \xff\xd9";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n of the scale";

/// A sample bureau with one stop, and a folder of files beside it.
fn bureau() -> (TempDir, Id) {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = to_found(&folder.path().join("bureau"), Clock::machine());
    sample::found(&mut desk).unwrap();
    let mut stops = check_file::read_file(sample::stops()).unwrap();
    stops.truncate(1);
    check_file::check(&mut desk, stops, &|_| String::new(), |_, _| {});
    let inspection = desk.list("", 1).unwrap()[0].inspection;
    (folder, inspection)
}

fn file(folder: &TempDir, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

/// Exit code, answers and sentences of `lucha photograph`.
fn run(folder: &TempDir, what: Id, files: &[PathBuf], lang: &str) -> (u8, String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut voice = Voice { lang, out: &mut out, err: &mut err };
    let order = Order { what: what.to_string(), files: files.to_vec(), ..Order::default() };
    let exit =
        photograph::run(Some(folder.path().join("bureau").as_path()).into(), &order, &mut voice);
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (exit, text(out), text(err))
}

fn store(folder: &TempDir) -> Store {
    let site = opening::site(Some(folder.path().join("bureau").as_path())).unwrap();
    Store::open_to_read(&site, &mut Dice::Machine).unwrap()
}

#[test]
fn a_photograph_is_kept_as_it_is_and_its_envelope_names_it() {
    let (folder, inspection) = bureau();
    let path = file(&folder, "张三的车.JPG", JPEG);
    let taken_at = Moment::parse("2026-11-23T08:41:00+08:00");
    let mut desk = opening::to_write(Some(folder.path().join("bureau").as_path())).unwrap();
    let kept = keep_photograph(&mut desk, inspection, &path, taken_at).unwrap();
    let Kept::New(photograph) = kept else { panic!("{kept:?}") };
    assert_eq!((photograph.digest, photograph.bytes), (Digest::of(JPEG), JPEG.len() as u64));
    assert_eq!((photograph.media_type, photograph.taken_at), (MediaType::Jpeg, taken_at));
    assert_eq!(photograph.file_name.get(), "张三的车.JPG");
    assert!(!format!("{photograph:?}").contains("张三"), "the file's name may hold a person's");
    let view = desk.find(&inspection.to_string()).unwrap();
    assert_eq!(view.entries.last().unwrap().kind, "photograph_taken");
    assert_eq!(view.inspection.photographs, [photograph]);
    drop(desk);
    assert_eq!(std::fs::read(&path).unwrap(), JPEG, "the original is only read");
    let store = store(&folder);
    assert_eq!(store.page(Digest::of(JPEG)).unwrap().unwrap(), JPEG);
    let last = store.last_entry().unwrap().unwrap().envelope;
    assert_eq!((last.blobs[0].digest, last.blobs[0].size), (Digest::of(JPEG), JPEG.len() as u64));
    assert_eq!(last.blobs[0].kind, "image/jpeg");
    let issued = store.entries_of(inspection).unwrap();
    let papers: Vec<_> = issued.iter().flat_map(|entry| &entry.envelope.blobs).collect();
    assert_eq!(papers.iter().filter(|blob| blob.kind == "application/pdf").count(), 3);
    for paper in papers {
        let bytes = store.page(paper.digest).unwrap().unwrap();
        assert_eq!(bytes.len() as u64, paper.size);
    }
}

#[test]
fn the_same_picture_twice_is_said_and_not_doubled() {
    let (folder, inspection) = bureau();
    let files = [file(&folder, "1.jpg", JPEG), file(&folder, "2.jpg", JPEG)];
    let (exit, out, err) = run(&folder, inspection, &files, "en");
    assert_eq!((exit, err.as_str()), (code::DONE, ""));
    let lines: Vec<&str> = out.lines().collect();
    assert!(lines[0].starts_with("✓ Photograph kept"), "{out}");
    assert!(lines[1].starts_with("= This inspection has the same picture already"), "{out}");
    let (exit, out, _) = run(&folder, inspection, &files[..1], "zh-CN");
    assert!(exit == code::DONE && out.starts_with("= 这次检查已有同一张照片"), "{out}");
    let verdict = store(&folder).verify().unwrap();
    assert_eq!((verdict.photographs, verdict.orphans, verdict.breaks), (1, 0, vec![]));
}

#[test]
fn what_is_no_photograph_is_refused_in_one_sentence_in_both_languages() {
    let (folder, inspection) = bureau();
    let large = folder.path().join("large.jpg");
    std::fs::write(&large, JPEG).unwrap();
    std::fs::File::options().write(true).open(&large).unwrap().set_len(BYTES_MAX + 1).unwrap();
    let head = store(&folder).head();
    for (path, zh, en) in [
        (folder.path().join("none.jpg"), "找不到照片文件", "There is no photograph"),
        (file(&folder, "empty.jpg", b""), "是空的", "is empty"),
        (large, "超过 64 MiB", "larger than 64 MiB"),
        (file(&folder, "page.jpg", b"%PDF-1.7"), "不是 JPEG 或 PNG", "no JPEG or PNG"),
    ] {
        for (lang, words) in [("zh-CN", zh), ("en", en)] {
            let (exit, out, err) = run(&folder, inspection, std::slice::from_ref(&path), lang);
            assert_eq!((exit, out.as_str(), err.lines().count()), (code::NOTHING, "", 1), "{err}");
            assert!(err.contains(words), "{err}");
        }
    }
    assert_eq!(store(&folder).head(), head, "nothing was written");
    // A good one among them is kept.
    let files = [folder.path().join("none.jpg"), file(&folder, "scale.png", PNG)];
    let (exit, out, err) = run(&folder, inspection, &files, "en");
    assert_eq!((exit, out.lines().count(), err.lines().count()), (code::PARTLY, 1, 1));
}

#[test]
fn a_missing_or_changed_photograph_is_named_with_its_entry() {
    let (folder, inspection) = bureau();
    run(&folder, inspection, &[file(&folder, "1.jpg", JPEG)], "en");
    let number = store(&folder).head().number;
    let site = opening::site(Some(folder.path().join("bureau").as_path())).unwrap();
    let file_of_it = place(site.key.as_ref(), Digest::of(JPEG));
    let path = folder.path().join("bureau").join(FOLDER).join(file_of_it);
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[20] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    let breaks = store(&folder).verify().unwrap().breaks;
    assert!(breaks.len() == 1 && breaks[0].0 == number, "{breaks:?}");
    std::fs::remove_file(Path::new(&path)).unwrap();
    let breaks = store(&folder).verify().unwrap().breaks;
    assert_eq!(breaks, [(number, Said::words("flaw.photograph_missing"))]);
}

/// The file of the photograph that `bureau` keeps, and the folder of the bureau.
fn kept_file(folder: &TempDir, what: Id) -> (PathBuf, PathBuf) {
    let path = file(folder, "a.jpg", JPEG);
    assert_eq!(run(folder, what, &[path], "zh-CN").0, code::DONE);
    let home = folder.path().join("bureau");
    let key = opening::site(Some(home.as_path())).unwrap().key;
    (home.join(FOLDER).join(place(key.as_ref(), Digest::of(JPEG))), home)
}

#[test]
fn the_next_start_finds_a_photograph_that_was_changed_or_taken_away() {
    for gone in [false, true] {
        let (folder, what) = bureau();
        let (path, home) = kept_file(&folder, what);
        let site = opening::site(Some(home.as_path())).unwrap();
        assert_eq!(Store::open(&site, &mut Dice::Machine).unwrap().blobs_found(), []);
        let mut bytes = std::fs::read(&path).unwrap();
        if gone {
            std::fs::remove_file(&path).unwrap();
        } else {
            *bytes.last_mut().unwrap() ^= 1;
            std::fs::write(&path, bytes).unwrap();
        }
        // All that was read before comes round again, so many bytes at each start.
        let store = Store::open(&site, &mut Dice::Machine).unwrap();
        let [(entry, what)] = store.blobs_found() else { panic!("{:?}", store.blobs_found()) };
        let key = if gone { "flaw.not_there" } else { "flaw.page_changed" };
        assert_eq!((*entry, what.key()), (store.head().number, key));
        let breaks = store.verify().unwrap().breaks;
        assert_eq!(breaks.iter().map(|(number, _)| *number).collect::<Vec<_>>(), [*entry]);
        drop(store);
        let mut desk = opening::to_write(Some(home.as_path())).unwrap();
        let Reply::Today(today) = desk.handle(Command::LoadToday) else { panic!("no day") };
        assert_eq!(today.blobs_changed.map(|(count, _)| count), Some(1), "and the officer is told");
    }
}
