//! The second copy: it follows every save, survives a card pulled out and a torn write, never takes
//! another journal's entries, and a new laptop is made from it alone.

use crate::bureau::{EVENING, at, check, reader, sample, sit_down, to_found};
use crate::scenarios;
use lucha::app::command::{Command, Reply};
use lucha::app::desk::Desk;
use lucha::app::found_bureau::found_bureau;
use lucha::app::keep_photograph::keep_photograph;
use lucha::app::{backup, mirror, opening};
use lucha::cli::{self, Voice, code};
use lucha::stdx::clock::Clock;
use lucha::stdx::files::{Files, Ground, Held, How, Kind, OpenFile, machine};
use lucha::stdx::id::Dice;
use lucha::store::mirror::{FRAMES, Mirror, find, read};
use lucha::store::{Store, StoreFault};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};
use tempfile::TempDir;

pub struct Bureau {
    pub folder: TempDir,
    pub card: TempDir,
    pub code: String,
}

/// A founded bureau that mirrors to a card, and its desk.
pub fn mirrored() -> (Bureau, Desk) {
    let (folder, card) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let clock = Clock::fixed(at(EVENING));
    let mut desk = to_found(folder.path(), clock);
    let code = found_bureau(&mut desk, sample()).unwrap();
    desk.choose_mirror(Some(card.path())).unwrap();
    (Bureau { folder, card, code }, desk)
}

fn stop(desk: &mut Desk, name: &str) {
    let (code, _, said) = check(desk, vec![scenarios::stop(name)]);
    assert_eq!(code, 0, "{said}");
}

/// Waits until the mirror says what is wanted; it runs on a thread of its own.
pub fn wait(desk: &mut Desk, wanted: impl Fn(&mirror::Progress) -> bool) -> mirror::Progress {
    let begun = Instant::now();
    loop {
        let progress = desk.mirror_progress().unwrap();
        if wanted(&progress) {
            return progress;
        }
        assert!(begun.elapsed() < Duration::from_secs(30), "{progress:?}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

pub fn key(folder: &Path) -> lucha::stdx::secret::Key {
    opening::site(Some(folder)).unwrap().key.unwrap()
}

/// Texts of all files below `folder`, as one heap of bytes.
fn heap(folder: &Path, into: &mut Vec<u8>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { heap(&path, into) } else { into.extend(std::fs::read(&path).unwrap()) }
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &to);
        } else {
            std::fs::copy(&path, &to).unwrap();
        }
    }
}

#[test]
fn a_new_laptop_is_made_from_the_card_and_the_code_alone() {
    let (bureau, mut desk) = mirrored();
    stop(&mut desk, "S01");
    stop(&mut desk, "S03");
    drop(desk);
    let before = reader(bureau.folder.path());
    let (head, rows) = (before.head(), before.dump().unwrap());
    let pages = before.verify().unwrap().pages;
    assert!(pages > 0);
    drop(before);
    let mut bytes = Vec::new();
    heap(bureau.card.path(), &mut bytes);
    for name in ["林示例", "示范运输", "粤D55D18"] {
        let plain = bytes.windows(name.len()).any(|part| part == name.as_bytes());
        assert!(!plain, "{name} stands on the card");
    }
    drop(bureau.folder);
    let new = tempfile::tempdir().unwrap();
    let clock = || Clock::fixed(at(EVENING));
    let wrong = "0000-0000-0000-0000-0000-0000-0000";
    let said = backup::restore(bureau.card.path(), new.path(), wrong, clock()).err().unwrap();
    assert_eq!(said.key, "trouble.wrong_code");
    assert!(!opening::is_founded(new.path()).unwrap());
    let restored = backup::restore(bureau.card.path(), new.path(), &bureau.code, clock()).unwrap();
    assert_eq!((restored.entries, restored.stopped), (head.number, None));
    assert_eq!((restored.unsigned, restored.blobs_missing), (0, 0));
    drop(restored);
    let after = reader(new.path());
    assert_eq!(after.head().number, head.number + 3, "a new epoch, its key, the restore");
    assert_eq!(after.journal_name().epoch, 2);
    assert_eq!(after.epoch_begins().number, head.number);
    assert_eq!(after.dump().unwrap(), rows);
    let verdict = after.verify().unwrap();
    assert_eq!((verdict.breaks, verdict.pages), (vec![], pages));
    drop(after);
    // Work goes on in the device's name, signed by its key.
    let mut desk = sit_down(new.path(), EVENING);
    stop(&mut desk, "S09");
    assert_eq!(desk.verify().unwrap().breaks, []);
    drop(desk);
    let again = backup::restore(bureau.card.path(), new.path(), &bureau.code, clock());
    assert_eq!(again.err().unwrap().key, "trouble.founded_already", "never over a journal");
}

#[test]
fn a_card_that_is_out_stops_no_work_and_is_caught_up_when_it_is_back() {
    let (bureau, mut desk) = mirrored();
    wait(&mut desk, |progress| progress.until.is_some());
    let out = bureau.card.path().with_extension("out");
    std::fs::rename(bureau.card.path(), &out).unwrap();
    drop(desk);
    let mut desk = sit_down(bureau.folder.path(), EVENING);
    stop(&mut desk, "S01");
    wait(&mut desk, |progress| progress.trouble.is_some());
    let Reply::Today(today) = desk.handle(Command::LoadToday) else { panic!("no day") };
    assert_eq!(today.mirror_behind, Some(reader(bureau.folder.path()).head().number));
    assert!(!bureau.card.path().exists(), "no folder takes the card's place");
    std::fs::rename(&out, bureau.card.path()).unwrap();
    // A command that writes wakes it.
    assert!(matches!(desk.handle(Command::NewDraft), Reply::Draft(_)));
    let progress = desk.end_mirror().unwrap();
    assert_eq!(progress.until, Some(reader(bureau.folder.path()).head().number));
    assert_eq!(progress.trouble, None);
}

#[test]
fn a_write_cut_off_anywhere_is_cut_off_and_written_again() {
    let (bureau, mut desk) = mirrored();
    stop(&mut desk, "S01");
    drop(desk);
    let frames = find(&machine(), bureau.card.path()).unwrap().join(FRAMES);
    let (whole, key) = (std::fs::read(&frames).unwrap(), key(bureau.folder.path()));
    let mut store = reader(bureau.folder.path());
    let head = store.head().number;
    let mut lengths: Vec<usize> = (1..40).map(|nth| whole.len() * nth / 40).collect();
    lengths.extend([0, 1, 20, 26, 27, whole.len() - 1]);
    for length in lengths {
        for tail in [&b""[..], &[0; 70]] {
            std::fs::write(&frames, [&whole[..length], tail].concat()).unwrap();
            if length == 0 && !tail.is_empty() {
                continue;
            }
            let opened = Mirror::open(&find(&machine(), bureau.card.path()).unwrap(), &store);
            if length < 26 && !tail.is_empty() {
                assert!(opened.is_err(), "the head itself is not one");
                continue;
            }
            let mut mirror = opened.unwrap();
            mirror.catch_up(&mut store).unwrap();
            assert_eq!(std::fs::read(&frames).unwrap(), whole, "cut at {length}");
        }
    }
    let back = read(&machine(), frames.parent().unwrap(), &key).unwrap();
    assert_eq!((back.kept.len() as u64, back.stopped, back.unsigned), (head, None, 0));
}

#[test]
fn a_damaged_frame_ends_the_reading_before_it_and_a_cut_commit_is_left_out() {
    let (bureau, mut desk) = mirrored();
    let founded = desk.verify().unwrap().entries;
    stop(&mut desk, "S01");
    drop(desk);
    let folder = find(&machine(), bureau.card.path()).unwrap();
    let (whole, key) = (std::fs::read(folder.join(FRAMES)).unwrap(), key(bureau.folder.path()));
    let all = read(&machine(), &folder, &key).unwrap().kept.len();
    let mut seen = 0;
    for at in (26..whole.len()).step_by(211) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x40;
        std::fs::write(folder.join(FRAMES), &bytes).unwrap();
        let back = read(&machine(), &folder, &key).unwrap();
        let stopped = usize::try_from(back.stopped.unwrap()).unwrap();
        assert!(back.kept.len() < stopped && stopped <= all, "byte {at}");
        if let Some(last) = back.signatures.last() {
            assert_eq!(
                back.kept.len() as u64,
                last.number,
                "byte {at}: unsigned entries are taken"
            );
        }
        seen += 1;
    }
    assert!(seen > 20);
    // The last commit damaged: what stands before it comes back.
    let mut bytes = whole;
    let end = bytes.len() - 10;
    bytes[end] ^= 1;
    std::fs::write(folder.join(FRAMES), &bytes).unwrap();
    let new = tempfile::tempdir().unwrap();
    let clock = Clock::fixed(at(EVENING));
    let restored = backup::restore(&folder, new.path(), &bureau.code, clock).unwrap();
    assert_eq!(restored.stopped, Some(all as u64));
    assert!(restored.entries >= founded && restored.entries < all as u64);
    drop(restored);
    assert_eq!(reader(new.path()).verify().unwrap().breaks, []);
}

#[test]
fn a_mirror_that_parted_from_the_journal_is_left_alone() {
    let (bureau, desk) = mirrored();
    drop(desk);
    let earlier: PathBuf = bureau.folder.path().with_extension("earlier");
    copy(bureau.folder.path(), &earlier);
    let mut desk = sit_down(bureau.folder.path(), EVENING);
    stop(&mut desk, "S01");
    drop(desk);
    let frames = find(&machine(), bureau.card.path()).unwrap().join(FRAMES);
    let kept = std::fs::read(&frames).unwrap();
    // The earlier image of the same laptop comes back and goes another way.
    let mut desk = sit_down(&earlier, EVENING);
    stop(&mut desk, "S03");
    let progress = desk.end_mirror().unwrap();
    assert_eq!(progress.trouble.unwrap().key, "trouble.mirror_parted");
    drop(desk);
    assert_eq!(std::fs::read(&frames).unwrap(), kept);
    let mut store =
        Store::open_to_read(&opening::site(Some(earlier.as_path())).unwrap(), &mut Dice::Machine)
            .unwrap();
    let mut mirror = Mirror::open(&find(&machine(), bureau.card.path()).unwrap(), &store).unwrap();
    let parted = mirror.catch_up(&mut store).unwrap_err();
    assert!(matches!(parted, StoreFault::MirrorParted(_)), "{parted}");
    std::fs::remove_dir_all(&earlier).unwrap();
}

#[test]
fn a_damaged_journal_is_rescued_from_the_card() {
    let (bureau, mut desk) = mirrored();
    let founded = desk.verify().unwrap().entries;
    stop(&mut desk, "S01");
    drop(desk);
    let whole = reader(bureau.folder.path());
    let (head, rows) = (whole.head(), whole.dump().unwrap());
    drop(whole);
    let sql = "UPDATE entry SET payload = zeroblob(40) WHERE number = ?1";
    let number = i64::try_from(founded + 2).unwrap();
    crate::bureau::raw(bureau.folder.path()).execute(sql, [number]).unwrap();
    let place = || opening::Place::from(Some(bureau.folder.path()));
    let rescued = lucha::app::rescue::rescue(place()).unwrap();
    assert_eq!(rescued.from_mirror, Some(head.number));
    assert!(rescued.is_whole(), "{:?} {:?}", rescued.unread, rescued.pages_lost);
    drop(rescued);
    let back = reader(bureau.folder.path());
    assert_eq!((back.head(), back.dump().unwrap()), (head, rows));
    assert_eq!(back.verify().unwrap().breaks, []);
    drop(back);
    // A file of which nothing is left at all.
    let file = bureau.folder.path().join(lucha::store::open::FILE);
    std::fs::write(&file, vec![0x5a; 8192]).unwrap();
    let rescued = lucha::app::rescue::rescue(place()).unwrap();
    assert_eq!(rescued.from_mirror, Some(head.number));
    drop(rescued);
    assert_eq!(reader(bureau.folder.path()).verify().unwrap().breaks, []);
}

#[test]
fn a_longer_mirror_that_went_another_way_is_not_taken_by_a_rescue_and_both_are_kept() {
    let (bureau, desk) = mirrored();
    drop(desk);
    let earlier: PathBuf = bureau.folder.path().with_extension("earlier");
    copy(bureau.folder.path(), &earlier);
    let shared = reader(&earlier).head().number;
    let mut desk = sit_down(bureau.folder.path(), EVENING);
    ["S01", "S03"].iter().for_each(|name| stop(&mut desk, name));
    drop(desk);
    let frames = find(&machine(), bureau.card.path()).unwrap().join(FRAMES);
    let card = std::fs::read(&frames).unwrap();
    // An earlier image of the same laptop goes another way, and its last entry is damaged.
    let mut desk = sit_down(&earlier, EVENING);
    stop(&mut desk, "S09");
    drop(desk);
    let store = reader(&earlier);
    let digest = |store: &Store, number| store.row(number).unwrap().unwrap().digest;
    let own: Vec<_> = (1..store.head().number).map(|number| digest(&store, number)).collect();
    let last = i64::try_from(store.head().number).unwrap();
    drop(store);
    let sql = "UPDATE entry SET payload = zeroblob(40) WHERE number = ?1";
    crate::bureau::raw(&earlier).execute(sql, [last]).unwrap();
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut voice = Voice { lang: "en", out: &mut out, err: &mut err };
    let done = cli::rescue::run(opening::Place::from(Some(earlier.as_path())), &mut voice);
    let said = String::from_utf8([out, err].concat()).unwrap();
    assert_eq!(done, code::PARTLY, "{said}");
    assert!(said.contains(&format!("holds another entry {}", shared + 1)), "{said}");
    assert!(!said.contains("come from the mirror"), "{said}");
    let store = reader(&earlier);
    let back = store.epoch_begins().number;
    assert!(back > shared, "its own beginning came back: {said}");
    for number in 1..=back {
        let at = usize::try_from(number - 1).unwrap();
        assert_eq!(digest(&store, number), own[at], "entry {number}");
    }
    assert_eq!(store.verify().unwrap().breaks, []);
    assert_eq!(std::fs::read(&frames).unwrap(), card, "the card is as it was");
    let mut names = std::fs::read_dir(&earlier).unwrap().map(|entry| entry.unwrap().path());
    let is_aside =
        |path: &PathBuf| path.file_name().unwrap().to_string_lossy().starts_with("damaged-");
    let aside = names.find(is_aside).unwrap();
    assert_eq!(std::fs::read(aside.join("mirror").join(FRAMES)).unwrap(), card);
    std::fs::remove_dir_all(&earlier).unwrap();
}

struct Typed(Vec<String>);

impl cli::first_use::Answers for Typed {
    fn line(&mut self, _: &str) -> Option<String> {
        self.0.pop()
    }

    fn secret(&mut self, _: &str) -> Option<String> {
        self.0.pop()
    }
}

#[test]
fn the_commands_say_what_they_did() {
    let (bureau, mut desk) = mirrored();
    stop(&mut desk, "S01");
    drop(desk);
    let say = |run: &mut dyn FnMut(&mut Voice<'_>) -> u8| {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut voice = Voice { lang: "en", out: &mut out, err: &mut err };
        let code = run(&mut voice);
        (code, String::from_utf8([out, err].concat()).unwrap())
    };
    let place = || opening::Place::from(Some(bureau.folder.path()));
    let entries = reader(bureau.folder.path()).head().number;
    let (done, said) = say(&mut |voice| cli::backup::mirror(place(), None, false, voice));
    assert!(done == code::DONE && said.contains(bureau.card.path().to_str().unwrap()), "{said}");
    let inside = bureau.folder.path().join("blobs");
    let (done, said) = say(&mut |voice| cli::backup::mirror(place(), Some(&inside), false, voice));
    assert!(done == code::NOTHING && said.contains("outside the journal's own"), "{said}");
    let (done, said) = say(&mut |voice| cli::backup::mirror(place(), None, true, voice));
    assert!(done == code::DONE && said.contains("No mirror from now on"), "{said}");
    assert_eq!(mirror::chosen(&machine(), bureau.folder.path()), None);
    let to = tempfile::tempdir().unwrap();
    for nth in 1..=2 {
        let (done, said) = say(&mut |voice| cli::backup::backup(place(), to.path(), voice));
        assert!(done == code::DONE && said.contains(&format!("{entries} entries")), "{said}");
        assert_eq!(std::fs::read_dir(to.path()).unwrap().count(), nth, "each its own folder");
    }
    let new = tempfile::tempdir().unwrap();
    let restore = |from: &Path| {
        let mut typed = Typed(vec![bureau.code.clone()]);
        say(&mut |voice| cli::backup::restore(Some(new.path()), from, &mut typed, voice))
    };
    let (done, said) = restore(to.path());
    assert!(done == code::NOTHING && said.contains("several copies"), "{said}");
    let one = std::fs::read_dir(to.path()).unwrap().next().unwrap().unwrap().path();
    let (done, said) = restore(&one);
    assert!(done == code::DONE && said.contains(&format!("{entries} entries are back")), "{said}");
    assert!(said.contains("lucha recover"), "{said}");
}

/// The machine's files, on a card that turns one bit of the `nth` blob that is written below `card`.
#[derive(Debug)]
struct BadCard {
    machine: Ground,
    card: PathBuf,
    blobs: AtomicU32,
    nth: u32,
}

/// A file whose first byte behind the blob's head is turned on its way onto the card.
#[derive(Debug)]
struct Turned(Box<dyn OpenFile>, u64);

impl std::io::Read for Turned {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        self.0.read(into)
    }
}

impl std::io::Seek for Turned {
    fn seek(&mut self, to: std::io::SeekFrom) -> std::io::Result<u64> {
        self.0.seek(to)
    }
}

impl std::io::Write for Turned {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let (mut bytes, before) = (bytes.to_vec(), self.1);
        self.1 += bytes.len() as u64;
        if (before..self.1).contains(&100) {
            bytes[usize::try_from(100 - before).unwrap()] ^= 1;
        }
        self.0.write_all(&bytes).map(|()| bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.0.flush()
    }
}

impl OpenFile for Turned {
    fn sync(&mut self) -> std::io::Result<()> {
        self.0.sync()
    }

    fn length(&self) -> std::io::Result<u64> {
        self.0.length()
    }

    fn set_length(&mut self, bytes: u64) -> std::io::Result<()> {
        self.0.set_length(bytes)
    }
}

impl Files for BadCard {
    fn sqlite(&self) -> Option<&str> {
        None
    }

    fn outlives_the_program(&self) -> bool {
        true
    }

    fn open(&self, path: &Path, how: How) -> std::io::Result<Box<dyn OpenFile>> {
        let file = self.machine.open(path, how)?;
        let is_blob = how == How::Fresh
            && path.starts_with(&self.card)
            && path.components().any(|part| part.as_os_str() == "blobs");
        let is_it = is_blob && self.blobs.fetch_add(1, Ordering::Relaxed) == self.nth;
        Ok(if is_it { Box::new(Turned(file, 0)) } else { file })
    }

    fn look(&self, path: &Path) -> std::io::Result<Option<Kind>> {
        self.machine.look(path)
    }

    fn names(&self, folder: &Path) -> std::io::Result<Vec<String>> {
        self.machine.names(folder)
    }

    fn make_folder(&self, folder: &Path) -> std::io::Result<()> {
        self.machine.make_folder(folder)
    }

    fn rename(&self, from: &Path, to: &Path) -> std::io::Result<()> {
        self.machine.rename(from, to)
    }

    fn link(&self, from: &Path, to: &Path) -> std::io::Result<()> {
        self.machine.link(from, to)
    }

    fn remove(&self, path: &Path) -> std::io::Result<()> {
        self.machine.remove(path)
    }

    fn remove_folder(&self, folder: &Path) -> std::io::Result<()> {
        self.machine.remove_folder(folder)
    }

    fn sync_folder(&self, folder: &Path) -> std::io::Result<()> {
        self.machine.sync_folder(folder)
    }

    fn real(&self, path: &Path) -> std::io::Result<PathBuf> {
        self.machine.real(path)
    }

    fn lock(&self, path: &Path) -> std::io::Result<Option<Box<dyn Held>>> {
        self.machine.lock(path)
    }
}

/// A stop with its papers and a photograph; gives how many files that is.
pub fn with_photograph(bureau: &Bureau, mut desk: Desk) -> u32 {
    stop(&mut desk, "S01");
    let subject = desk.list("", 1).unwrap()[0].inspection;
    let file = bureau.card.path().join("P1.jpg");
    let bytes: Vec<u8> =
        b"\xff\xd8\xff".iter().copied().chain((0..=250_u8).cycle().take(200_000)).collect();
    std::fs::write(&file, bytes).unwrap();
    keep_photograph(&mut desk, subject, &file, None).unwrap();
    drop(desk);
    let verdict = reader(bureau.folder.path()).verify().unwrap();
    assert_eq!((verdict.breaks, verdict.photographs), (vec![], 1));
    u32::try_from(verdict.pages + 1).unwrap()
}

#[test]
fn a_backup_whose_card_turns_one_bit_of_any_page_or_photograph_is_never_called_one() {
    let (bureau, desk) = mirrored();
    let blobs = with_photograph(&bureau, desk);
    assert!(blobs >= 3);
    for nth in 0..=blobs {
        let to = tempfile::tempdir().unwrap();
        let (machine, card, blobs_seen) = (machine(), to.path().to_path_buf(), AtomicU32::new(0));
        let ground: Ground = Arc::new(BadCard { machine, card, blobs: blobs_seen, nth });
        let place = opening::Place { ground, ..opening::Place::from(Some(bureau.folder.path())) };
        let made = backup::backup(place, to.path(), at(EVENING));
        if nth < blobs {
            let said = made.err().map(|trouble| trouble.key);
            assert_eq!(said, Some("trouble.broken_journal"), "blob {nth} of {blobs}");
        } else {
            let made = made.unwrap();
            assert_eq!((made.blobs, made.blobs_lost), (u64::from(blobs), 0));
        }
    }
}

/// Files below a folder of blobs.
pub fn blob_files(folder: &Path) -> Vec<PathBuf> {
    let places = lucha::store::blobs::files(&machine(), &folder.join("blobs")).unwrap();
    places.into_iter().map(|place| folder.join("blobs").join(place)).collect()
}

#[test]
fn a_flipped_byte_in_a_blob_of_a_backup_is_told_by_the_restore_and_costs_nothing_else() {
    let (bureau, desk) = mirrored();
    let blobs = with_photograph(&bureau, desk);
    let to = tempfile::tempdir().unwrap();
    let place = || opening::Place::from(Some(bureau.folder.path()));
    let made = backup::backup(place(), to.path(), at(EVENING)).unwrap();
    let files = blob_files(&made.folder);
    assert_eq!(files.len(), blobs as usize);
    for file in files {
        let whole = std::fs::read(&file).unwrap();
        for place in [0, 9, whole.len() / 2, whole.len() - 1] {
            let mut flipped = whole.clone();
            flipped[place] ^= 0x10;
            std::fs::write(&file, flipped).unwrap();
            let new = tempfile::tempdir().unwrap();
            let (done, said) = {
                let (mut out, mut err) = (Vec::new(), Vec::new());
                let mut voice = Voice { lang: "en", out: &mut out, err: &mut err };
                let mut typed = Typed(vec![bureau.code.clone()]);
                let (dir, from) = (Some(new.path()), made.folder.as_path());
                let done = cli::backup::restore(dir, from, &mut typed, &mut voice);
                (done, String::from_utf8([out, err].concat()).unwrap())
            };
            assert_eq!(done, code::PARTLY, "{said}");
            assert!(said.contains("1 pages or photographs of the copy are damaged"), "{said}");
            let after = reader(new.path());
            let verdict = after.verify().unwrap();
            assert_eq!(verdict.breaks.len(), 1, "{:?}", verdict.breaks);
            let is_gone = ["flaw.page_missing", "flaw.photograph_missing"]
                .contains(&verdict.breaks[0].1.key());
            assert!(is_gone, "{:?}", verdict.breaks);
            assert_eq!(verdict.pages + verdict.photographs + 1, u64::from(blobs));
            assert_eq!(after.epoch_begins().number, made.entries, "every entry is back");
        }
        std::fs::write(&file, whole).unwrap();
    }
    // And one that is not there at all, on the laptop: the backup says what it lacks.
    std::fs::remove_file(&blob_files(bureau.folder.path())[0]).unwrap();
    let made = backup::backup(place(), to.path(), at(EVENING)).unwrap();
    assert_eq!((made.blobs, made.blobs_lost), (u64::from(blobs) - 1, 1));
}
