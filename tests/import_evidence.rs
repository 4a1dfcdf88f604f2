//! A card of photographs and recordings taken in with a stop: each once, each as it is, and nothing lost when the card is
//! pulled out.

use crate::beside::{closed, opened};
use crate::bureau::to_found;
use lucha::app::command::{Command, Reply};
use lucha::app::describe_evidence::Describing;
use lucha::app::desk::Desk;
use lucha::app::evidence_walk::{DEPTH_MAX, SEEN_MAX, walk};
use lucha::app::import_evidence::{Batch, Entered, Import, Taking};
use lucha::app::view::import::Imported;
use lucha::app::{check_file, opening, sample};
use lucha::cli::photograph::{self, Described, Order};
use lucha::cli::{Voice, code};
use lucha::domain::described::Description;
use lucha::domain::full_record::Stage;
use lucha::domain::photograph::{MediaType, Photograph};
use lucha::stdx::clock::{Clock, Moment};
use lucha::stdx::digest::Digest;
use lucha::stdx::files::{Files, Ground, Held, How, Kind, OpenFile, machine};
use lucha::stdx::id::Id;
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tempfile::TempDir;

/// Behind the sample stop of that morning.
const EVENING: &str = "2026-11-23T18:00:00+08:00";
const PATIENCE: Duration = Duration::from_secs(60);

/// A whole JPEG of no points, another one for each `nth`.
fn jpeg(nth: usize) -> Vec<u8> {
    let number = u32::try_from(nth).unwrap().to_be_bytes();
    [&b"\xff\xd8\xff\xfe\x00\x06"[..], &number, b"\xff\xd9"].concat()
}

/// A JPEG whose EXIF says that it was taken at `original`, `2026:11:21 08:40:00`.
fn taken(original: &str) -> Vec<u8> {
    // Big-endian: a list of one, the place of the second list; in it one, DateTimeOriginal, 20 characters at 44.
    let mut tiff = b"MM\0\x2a\0\0\0\x08\0\x01\x87\x69\0\x04\0\0\0\x01\0\0\0\x1a\0\0\0\0".to_vec();
    tiff.extend(b"\0\x01\x90\x03\0\x02\0\0\0\x14\0\0\0\x2c\0\0\0\0");
    tiff.extend(original.bytes());
    tiff.push(0);
    let length = u16::try_from(tiff.len() + 8).unwrap().to_be_bytes();
    [&b"\xff\xd8\xff\xe1"[..], &length, b"Exif\0\0", &tiff, b"\xff\xd9"].concat()
}

/// A film of so many bytes.
fn film(bytes: usize) -> Vec<u8> {
    let mut film = b"\0\0\0\x18ftypmp42".to_vec();
    film.resize(bytes, 7);
    film
}

/// A sample bureau with one stop of that morning, and an empty card beside it.
fn bureau() -> (TempDir, Desk, Id, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let clock = Clock::fixed(Moment::parse(EVENING).unwrap());
    let mut desk = to_found(&folder.path().join("bureau"), clock);
    sample::found(&mut desk).unwrap();
    let mut stops = check_file::read_file(sample::stops()).unwrap();
    stops.truncate(1);
    check_file::check(&mut desk, stops, &|_| String::new(), |_, _| {});
    let stop = desk.list("", 1).unwrap()[0].inspection;
    let card = folder.path().join("card");
    std::fs::create_dir(&card).unwrap();
    (folder, desk, stop, card)
}

fn lay(card: &Path, name: &str, bytes: &[u8]) {
    let path = card.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}

fn from(stop: Id, card: &Path) -> Import {
    Import { from: vec![card.to_path_buf()], ..Import::with(stop) }
}

fn import(desk: &mut Desk, order: &Import) -> Imported {
    desk.import_evidence(order, &mut |_| true).unwrap()
}

fn photographs(desk: &mut Desk, stop: Id) -> Vec<Photograph> {
    desk.find(&stop.to_string()).unwrap().inspection.photographs
}

#[test]
fn a_card_of_five_hundred_is_taken_in_once_whatever_it_holds() {
    let (_folder, mut desk, stop, card) = bureau();
    for nth in 0..496 {
        lay(&card, &format!("DCIM/10{}/P{nth:04}.JPG", nth % 3), &jpeg(nth));
    }
    lay(&card, "DCIM/103/AGAIN.JPG", &jpeg(7));
    lay(&card, "DCIM/103/CUT.JPG", &jpeg(9_000)[..9]);
    lay(&card, "DCIM/103/NOTE.TXT", b"battery low");
    lay(&card, "DCIM/103/R.AMR", b"#!AMR\nspeech");
    let before = desk.find(&stop.to_string()).unwrap().entries.len();
    let done = import(&mut desk, &from(stop, &card));
    assert_eq!((done.found, done.read, done.kept), (500, 500, 498), "{done:?}");
    assert_eq!((done.known, done.damaged, done.others, done.named), (1, 1, 1, 0));
    assert!(done.is_whole() && done.remaining() == 0);
    let kept = photographs(&mut desk, stop);
    assert_eq!(kept.len(), 498);
    assert_eq!(kept.iter().filter(|kept| kept.is_damaged).count(), 1);
    let sound = kept.iter().find(|kept| kept.media_type == MediaType::Amr).unwrap();
    assert_eq!((sound.file_name.get().as_str(), sound.is_damaged), ("R.AMR", false));
    assert_eq!(desk.find(&stop.to_string()).unwrap().entries.len(), before + 498);
    let verdict = desk.verify().unwrap();
    assert_eq!((verdict.photographs, verdict.breaks, verdict.orphans), (498, vec![], 0));
    // Once more, and nothing is doubled.
    let again = import(&mut desk, &from(stop, &card));
    assert_eq!((again.kept, again.known, again.others), (0, 499, 1), "{again:?}");
    assert_eq!(desk.find(&stop.to_string()).unwrap().entries.len(), before + 498);
}

#[test]
fn a_cameras_clock_two_days_off_is_marked_and_changes_nothing() {
    let (_folder, mut desk, stop, card) = bureau();
    let at = desk.find(&stop.to_string()).unwrap().inspection.facts.at.unwrap();
    let two_days_ms = 2 * 24 * 3_600_000;
    let written = |at: Moment| at.short().replace('-', ":") + ":00";
    lay(&card, "1.jpg", &taken(&written(at.plus_ms(-two_days_ms))));
    lay(&card, "2.jpg", &taken(&written(at.plus_ms(60_000))));
    let done = import(&mut desk, &from(stop, &card));
    assert_eq!((done.kept, done.clock_off, done.damaged), (2, 1, 0), "{done:?}");
    let kept = photographs(&mut desk, stop);
    let cameras: Vec<_> = kept.iter().map(|kept| kept.camera.unwrap()).collect();
    let minute = |at: Moment| Moment::parse_short(&at.short()).unwrap();
    assert_eq!(cameras[0].at, minute(at.plus_ms(-two_days_ms)));
    let off_ms = cameras[0].off_ms.unwrap();
    assert!((off_ms + two_days_ms).abs() <= 60_000, "{off_ms}");
    assert_eq!(cameras[1].off_ms, None);
    assert!(kept.iter().all(|kept| kept.taken_at.is_none()), "nobody said when");
}

#[test]
fn a_recording_too_large_is_named_by_its_digest_and_its_bytes_stay_where_they_are() {
    let (_folder, mut desk, stop, card) = bureau();
    let large = film(300_000);
    lay(&card, "REC.MP4", &large);
    lay(&card, "SMALL.MP4", &film(900));
    lay(&card, "HUGE.JPG", &[&jpeg(1)[..], &[0; 2_000]].concat());
    let said = Description {
        stage: Some(Stage::Entry),
        device: "DSJ-07".into(),
        ..Description::default()
    };
    let order = Import { said: said.clone(), ..from(stop, &card) };
    let mut passed = 0;
    let mut watch = |so_far: &Imported| {
        passed = passed.max(so_far.passing_bytes);
        true
    };
    let done = desk.import_holding(&order, 1_000, &mut watch).unwrap();
    assert_eq!((done.kept, done.named, done.too_large.len()), (1, 1, 1), "{done:?}");
    assert!(passed > 100_000, "it is seen passing by: {passed}");
    let view = desk.find(&stop.to_string()).unwrap();
    let [named] = &view.inspection.recordings[..] else { panic!("{:?}", view.inspection) };
    assert_eq!((named.digest, named.bytes), (Digest::of(&large), 300_000));
    assert_eq!((&named.said, named.media_type), (&said, MediaType::Mp4));
    assert_eq!(named.medium, card.canonicalize().unwrap().display().to_string());
    assert!(!format!("{named:?}").contains("REC.MP4"), "its name may be a person's");
    assert_eq!(view.entries.last().unwrap().kind, "photograph_taken");
    let verdict = desk.verify().unwrap();
    assert_eq!((verdict.photographs, verdict.breaks, verdict.orphans), (1, vec![], 0));
    let again = desk.import_holding(&order, 1_000, &mut |_| true).unwrap();
    assert_eq!((again.kept, again.named, again.known), (0, 0, 2), "{again:?}");
}

/// A file that gives no byte more though its length says that there are some, as a phone's mount does when it is unplugged.
#[derive(Debug)]
struct Short(Box<dyn OpenFile>);

impl io::Read for Short {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.0.read(into)
    }
}

impl io::Write for Short {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl io::Seek for Short {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        self.0.seek(to)
    }
}

impl OpenFile for Short {
    fn sync(&mut self) -> io::Result<()> {
        self.0.sync()
    }
    fn length(&self) -> io::Result<u64> {
        self.0.length().map(|bytes| bytes + 100)
    }
    fn set_length(&mut self, bytes: u64) -> io::Result<()> {
        self.0.set_length(bytes)
    }
}

/// A card that is pulled out once so many files were opened, or has one that cannot be read.
#[derive(Debug)]
struct Card {
    ground: Ground,
    opened: AtomicUsize,
    lasts: usize,
    /// The mount is gone with the card.
    unmounts: bool,
    bad: &'static str,
}

impl Card {
    fn is_out(&self) -> bool {
        self.opened.load(Ordering::Relaxed) > self.lasts
    }
}

impl Files for Card {
    fn sqlite(&self) -> Option<&str> {
        self.ground.sqlite()
    }
    fn outlives_the_program(&self) -> bool {
        true
    }
    fn open(&self, path: &Path, how: How) -> io::Result<Box<dyn OpenFile>> {
        self.opened.fetch_add(1, Ordering::Relaxed);
        if self.is_out() || path.ends_with(self.bad) {
            return Err(io::Error::other("input/output error"));
        }
        let file = self.ground.open(path, how)?;
        let is_short = path.file_stem().is_some_and(|stem| stem == "SHORT");
        Ok(if is_short { Box::new(Short(file)) } else { file })
    }
    fn look(&self, path: &Path) -> io::Result<Option<Kind>> {
        if self.unmounts && self.is_out() { Ok(None) } else { self.ground.look(path) }
    }
    fn names(&self, folder: &Path) -> io::Result<Vec<String>> {
        self.ground.names(folder)
    }
    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        self.ground.make_folder(folder)
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.ground.rename(from, to)
    }
    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.ground.link(from, to)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        self.ground.remove(path)
    }
    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        self.ground.remove_folder(folder)
    }
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.ground.sync_folder(folder)
    }
    fn real(&self, path: &Path) -> io::Result<PathBuf> {
        self.ground.real(path)
    }
    fn lock(&self, path: &Path) -> io::Result<Option<Box<dyn Held>>> {
        self.ground.lock(path)
    }
}

/// What an import of `card` through `ground` gives, and what it hands over, added to `kept`.
fn take(ground: &Card, card: &Path, kept: &mut BTreeSet<Digest>, stop_at: usize) -> Imported {
    let order = from(Id([1; 16]), card);
    let now = Moment::parse(EVENING).unwrap();
    let taking = Taking { ground, order: &order, window: (now, now), held_max: 1_000 };
    let known = kept.clone();
    let mut put = |batch: Batch| {
        assert!(batch.events.len() <= 16, "a cut loses no more than these");
        assert_eq!(batch.pages.len(), batch.events.len());
        assert!(batch.events.iter().map(Entered::digest).all(|digest| kept.insert(digest)));
        Ok(())
    };
    taking.run(known, &mut put, &mut |so_far| so_far.read < stop_at).unwrap()
}

fn ground(lasts: usize, unmounts: bool, bad: &'static str) -> Card {
    Card { ground: machine(), opened: AtomicUsize::new(0), lasts, unmounts, bad }
}

/// A card of forty pictures.
fn forty() -> TempDir {
    let card = tempfile::tempdir().unwrap();
    (0..40).for_each(|nth| lay(card.path(), &format!("P{nth:02}.JPG"), &jpeg(nth)));
    card
}

#[test]
fn a_card_pulled_out_loses_nothing_that_was_kept_and_goes_on_where_it_was() {
    for unmounts in [true, false] {
        let (card, mut kept) = (forty(), BTreeSet::new());
        let done = take(&ground(21, unmounts, "none"), card.path(), &mut kept, usize::MAX);
        assert_eq!((done.kept, kept.len(), done.remaining()), (21, 21, 19), "{done:?}");
        let gone = done.gone_at.clone().unwrap();
        assert!(gone.get().ends_with("P21.JPG") && done.unread.is_empty(), "{gone:?}");
        for (l, words) in [("zh-CN", "还有 19 个文件没有读"), ("en", "19 files are left")] {
            let said = done.sentences(l).join("\n");
            assert!(said.contains(words) && said.contains("P21.JPG"), "{said}");
        }
        let again = take(&ground(99, unmounts, "none"), card.path(), &mut kept, usize::MAX);
        assert_eq!((again.kept, again.known, kept.len()), (19, 21, 40), "{again:?}");
        assert!(again.is_whole());
    }
}

#[test]
fn one_file_that_cannot_be_read_holds_up_no_other() {
    let (card, mut kept) = (forty(), BTreeSet::new());
    let done = take(&ground(99, false, "P07.JPG"), card.path(), &mut kept, usize::MAX);
    assert_eq!((done.kept, done.unread.len(), done.remaining()), (39, 1, 0), "{done:?}");
    assert_eq!(done.gone_at, None);
    assert!(!done.is_whole() && done.sentences("zh-CN")[1].contains("P07.JPG"));
}

#[test]
fn a_file_that_ends_before_its_length_is_not_taken_for_the_whole_one() {
    let (card, mut kept) = (tempfile::tempdir().unwrap(), BTreeSet::new());
    lay(card.path(), "1/SHORT.JPG", &jpeg(1));
    lay(card.path(), "2/SHORT.MP4", &film(3_000));
    lay(card.path(), "3/P.JPG", &jpeg(3));
    let done = take(&ground(99, false, "none"), card.path(), &mut kept, usize::MAX);
    assert_eq!((done.kept, done.named, done.unread.len()), (1, 0, 2), "{done:?}");
    assert_eq!(kept, BTreeSet::from([Digest::of(&jpeg(3))]));
    assert!(!done.is_whole() && done.gone_at.is_none());
}

#[test]
fn an_empty_file_is_told_and_no_pipe_is_waited_for() {
    let (card, mut kept) = (tempfile::tempdir().unwrap(), BTreeSet::new());
    lay(card.path(), "P0.JPG", &jpeg(0));
    lay(card.path(), "P1.JPG", b"");
    lay(card.path(), ".nomedia", b"");
    let pipes = usize::from(cfg!(unix));
    if pipes == 1 {
        let pipe = card.path().join("P2.JPG");
        assert!(std::process::Command::new("mkfifo").arg(pipe).status().unwrap().success());
    }
    let done = take(&ground(99, false, "none"), card.path(), &mut kept, usize::MAX);
    assert_eq!((done.kept, done.empty.len(), done.others), (1, 1 + pipes, 1), "{done:?}");
    assert!(!done.is_whole() && done.remaining() == 0);
    for (l, words) in [("zh-CN", "P1.JPG 是空的"), ("en", "P1.JPG is empty")] {
        let said = done.sentences(l).join("\n");
        assert!(said.contains(words) && !said.contains(".nomedia"), "{said}");
    }
}

#[test]
fn a_stopped_import_says_how_many_are_left_and_goes_on() {
    let (card, mut kept) = (forty(), BTreeSet::new());
    let done = take(&ground(99, false, "none"), card.path(), &mut kept, 18);
    assert!(done.stopped && done.kept == 18 && done.remaining() == 22, "{done:?}");
    assert!(done.sentences("en").join("\n").contains("22 files are left"));
    let again = take(&ground(99, false, "none"), card.path(), &mut kept, usize::MAX);
    assert_eq!((again.kept, again.known, kept.len()), (22, 18, 40));
}

#[test]
fn the_walk_follows_no_link_and_is_bounded_in_depth_and_number() {
    let card = tempfile::tempdir().unwrap();
    let place = [card.path().to_path_buf()];
    lay(card.path(), "1/2/3/4/deep.jpg", &jpeg(1));
    lay(card.path(), "1/2/3/4/5/deeper.jpg", &jpeg(2));
    let found = walk(machine().as_ref(), &place).unwrap();
    assert_eq!((found.files.len(), found.is_cut, DEPTH_MAX), (1, true, 4), "{found:?}");
    std::fs::remove_dir_all(card.path().join("1/2/3/4/5")).unwrap();
    let outside = tempfile::tempdir().unwrap();
    lay(outside.path(), "other.jpg", &jpeg(3));
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(outside.path(), card.path().join("elsewhere")).unwrap();
        let file = outside.path().join("other.jpg");
        std::os::unix::fs::symlink(file, card.path().join("one.jpg")).unwrap();
    }
    let found = walk(machine().as_ref(), &place).unwrap();
    assert_eq!((found.files.len(), found.is_cut, found.unread.len()), (1, false, 0), "{found:?}");
    (0..SEEN_MAX).for_each(|nth| lay(card.path(), &format!("z/{nth}.jpg"), b""));
    let found = walk(machine().as_ref(), &place).unwrap();
    assert!(found.is_cut && found.files.len() < SEEN_MAX, "{}", found.files.len());
    let trouble = walk(machine().as_ref(), &["/not/there".into()]).unwrap_err();
    assert_eq!(trouble.key, "trouble.import_place");
}

#[test]
fn what_a_piece_shows_is_said_anew_and_its_first_entry_stays() {
    let (_folder, mut desk, stop, card) = bureau();
    lay(&card, "1.jpg", &jpeg(1));
    import(&mut desk, &from(stop, &card));
    let of = Digest::of(&jpeg(1));
    let entries = |desk: &mut Desk| desk.find(&stop.to_string()).unwrap().entries.len();
    let before = entries(&mut desk);
    let said = Description { proves: "车货总质量".into(), ..Description::default() };
    let order = |of| Describing { inspection: stop, of, said: said.clone() };
    let describe =
        |desk: &mut Desk, of| desk.handle(Command::DescribeEvidence(Box::new(order(of))));
    for _ in 0..2 {
        let reply = describe(&mut desk, of);
        assert_eq!(reply, Reply::EvidenceDescribed { inspection: stop });
    }
    assert_eq!(entries(&mut desk), before + 1, "what is said already is not said again");
    assert_eq!(photographs(&mut desk, stop)[0].said, said);
    let Reply::Failed(trouble) = describe(&mut desk, Digest([9; 32])) else { panic!() };
    assert_eq!(trouble.key, "trouble.no_evidence");
}

#[test]
fn an_import_beside_the_desk_tells_how_it_ended() {
    let (_folder, desk, stop, card) = bureau();
    (0..20).for_each(|nth| lay(&card, &format!("P{nth:02}.JPG"), &jpeg(nth)));
    let line = opened(desk);
    line.commands.send(Command::ImportEvidence(Box::new(from(stop, &card)))).unwrap();
    let ended = loop {
        let (reply, _) = line.replies.recv_timeout(PATIENCE).unwrap();
        if let Reply::ImportMoved(view) = reply
            && !view.running
        {
            break view;
        }
    };
    assert_eq!(ended.refused, None);
    assert_eq!(ended.done.unwrap().kept, 20);
    line.commands.send(Command::OpenInspection { inspection: stop }).unwrap();
    let view = loop {
        let (reply, _) = line.replies.recv_timeout(PATIENCE).unwrap();
        if let Reply::Inspection(view) = reply {
            break view;
        }
    };
    assert_eq!(view.inspection.photographs.len(), 20);
    closed(line);
}

#[test]
fn while_one_import_runs_no_other_begins_and_no_shift_is_closed() {
    let (_folder, desk, stop, card) = bureau();
    // So long that it runs until it is stopped, and no block of the disk.
    lay(&card, "REC.MP4", &film(100));
    let film = std::fs::File::options().write(true).open(card.join("REC.MP4")).unwrap();
    film.set_len(8 << 30).unwrap();
    let line = opened(desk);
    let (station, plan) = ("莲下".into(), "计划".into());
    let colleague = sample::pins().remove(1).0;
    let order = Box::new(from(stop, &card));
    let other = Box::new(from(Id([9; 16]), &card));
    for command in [
        Command::StartShift { colleague, station, plan },
        Command::ImportEvidence(order.clone()),
        Command::ImportEvidence(order),
        Command::ImportEvidence(other),
        Command::CloseShift,
        Command::StopImport,
    ] {
        line.commands.send(command).unwrap();
    }
    let (mut begun, mut refused, mut started) = (0, Vec::new(), false);
    let ended = loop {
        let (reply, _) = line.replies.recv_timeout(PATIENCE).unwrap();
        match reply {
            Reply::ImportMoved(view) if !view.running => break view,
            Reply::ImportUnderWay(view) if !view.stopping => {
                assert_eq!((view.inspection, view.running), (Some(stop), true));
                begun += 1;
            }
            Reply::ShiftStarted(_) => started = true,
            Reply::Failed(trouble) => refused.push(trouble.key),
            _ => {}
        }
    };
    assert!(started, "there is a shift to be closed");
    assert_eq!((begun, &refused[..]), (2, &["trouble.import_runs"; 2][..]));
    assert_eq!(ended.inspection, Some(stop));
    let done = ended.done.clone().unwrap();
    assert!(done.stopped && done.named == 0 && done.remaining() == 1, "{done:?}");
    assert!(ended.notice("en").unwrap().contains("something is to be done"));
    closed(line);
}

/// Exit code, answers and sentences of `lucha photograph`.
fn run(folder: &TempDir, order: &Order, lang: &str) -> (u8, String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut voice = Voice { lang, out: &mut out, err: &mut err };
    let place = Some(folder.path().join("bureau"));
    let exit = photograph::run(place.as_deref().into(), order, &mut voice);
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (exit, text(out), text(err))
}

#[test]
fn the_command_takes_folders_and_says_of_each_file_what_it_shows() {
    let (folder, desk, stop, card) = bureau();
    drop(desk);
    lay(&card, "DCIM/1.jpg", &jpeg(1));
    lay(&card, "DCIM/cut.jpg", &jpeg(2)[..9]);
    let said = Described {
        stage: Some("identity".into()),
        proves: Some("出示证件".into()),
        wearer: Some("张三".into()),
        copy: true,
        ..Described::default()
    };
    let order = Order { what: stop.to_string(), files: vec![card.clone()], said, json: false };
    let (exit, out, err) = run(&folder, &order, "zh-CN");
    assert_eq!((exit, out.lines().count(), err.lines().count()), (code::DONE, 1, 1), "{err}");
    assert!(out.starts_with("存入 2") && err.contains("不完整"), "{out}{err}");
    let mut desk = opening::to_write(Some(folder.path().join("bureau").as_path())).unwrap();
    for kept in photographs(&mut desk, stop) {
        assert_eq!((kept.said.stage, kept.said.is_copy), (Some(Stage::Identity), Some(true)));
        assert_eq!(kept.said.wearer.get(), "张三");
    }
    drop(desk);
    let (exit, out, err) = run(&folder, &Order { json: true, ..order }, "en");
    assert_eq!((exit, err.as_str()), (code::DONE, ""));
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&json["kept"], &json["known"], &json["found"]), (&0.into(), &2.into(), &2.into()));
    let backwards = Described {
        taken_at: Some("2026-11-23T08:55:00+08:00".into()),
        until: Some("2026-11-23T08:40:00+08:00".into()),
        ..Described::default()
    };
    for (said, words) in [
        (Described { stage: Some("lunch".into()), ..Described::default() }, "no stage"),
        (Described { kind: Some("传闻".into()), ..Described::default() }, "no kind of evidence"),
        (backwards, "lies before the beginning"),
    ] {
        let order = Order { what: stop.to_string(), files: vec![card.clone()], said, json: false };
        let (exit, out, err) = run(&folder, &order, "en");
        assert_eq!((exit, out.as_str(), err.lines().count()), (code::NOTHING, "", 1));
        assert!(err.contains(words), "{err}");
    }
}
