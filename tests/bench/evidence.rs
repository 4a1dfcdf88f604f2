//! A card of photographs and one long recording taken in with a stop, under a key and plain, beside reading and hashing the same
//! files once, and beside copying them durably, in turn in one run; the card itself is only read.

use super::{light, memory, percentile, report, timed};
use lucha::app::desk::Desk;
use lucha::app::import_evidence::{Import, digests};
use lucha::app::{check_file, opening, sample};
use lucha::print::typeset::Typesetter;
use lucha::stdx::clock::{Clock, Moment};
use lucha::stdx::digest::Digest;
use lucha::stdx::id::{Dice, Id};
use lucha::store::Store;
use lucha::store::site::Site;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command as Process;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

pub const CHILD: &str = "memory-of-an-import";

/// Behind the sample stop of that morning.
const EVENING: &str = "2026-11-23T18:00:00+08:00";
const PHOTOGRAPHS: usize = 500;
const PHOTOGRAPH_BYTES: usize = 200_000;
const ORIGINALS: usize = 12;
const ORIGINAL_BYTES: usize = 4_000_000;
/// Taken twice: a camera's second folder has them again.
const AGAIN: usize = 8;
/// More than is held: only its digest is taken.
const RECORDING_BYTES: usize = 68 * 1024 * 1024;
const ROUNDS: usize = 3;
/// No other round begins behind it; the first one always runs.
const ENOUGH: Duration = Duration::from_secs(8);

pub fn run() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let card = folder.path().join("card");
    let files = lay(&card);
    let bytes: u64 = files.iter().map(|path| path.metadata().unwrap().len()).sum();
    let typesetter = Arc::new(Typesetter::new().unwrap());
    let place = folder.path().join("bureau");
    let mut times: [Vec<Duration>; 4] = Default::default();
    let begun = Instant::now();
    while times[0].is_empty() || (times[0].len() < ROUNDS && begun.elapsed() < ENOUGH) {
        let (read, took) = timed(|| hashed(&files));
        times[0].push(took);
        times[1].push(copied(&files, &place));
        for (nth, is_keyed) in [(2, true), (3, false)] {
            let (mut desk, stop) = bureau(&place, is_keyed, Some(&typesetter));
            times[nth].push(imported(&mut desk, stop, &card));
            let kept = desk.find(&stop.to_string()).unwrap().inspection;
            assert_eq!(digests(&kept), read, "each once, and each as it lies on the card");
            drop(desk);
            std::fs::remove_dir_all(&place).unwrap();
        }
    }
    tell(&mut times, bytes);
    memory_of_one(&place, &card, bytes);
}

/// Rates of the medians, and files a second.
fn tell(times: &mut [Vec<Duration>; 4], bytes: u64) {
    #[allow(clippy::cast_precision_loss, reason = "bytes of a card")]
    let megabytes = bytes as f64 / 1e6;
    let rounds = times[0].len();
    let [hashed, copied, keyed, plain] =
        times.each_mut().map(|times| megabytes * 1_000.0 / percentile(times, 0.5));
    for (what, ours, beside, word) in [
        ("import, keyed / reading and hashing once", keyed, hashed, "read and hashed"),
        ("import, plain / reading and hashing once", plain, hashed, "read and hashed"),
        ("import, keyed / durable copies of what is held", keyed, copied, "copied"),
        ("import, keyed / plain", keyed, plain, "plain"),
    ] {
        let beside_it = format!("{beside:.0} MB/s {word}, {rounds} rounds");
        report(what, &format!("{ours:.0} MB/s"), &beside_it, ours / beside);
    }
}

/// Digests of all files, each read once from its first byte to its last.
fn hashed(files: &[PathBuf]) -> BTreeSet<Digest> {
    let digest = |path: &PathBuf| Digest::of_reader(File::open(path).unwrap()).unwrap();
    files.iter().map(digest).collect()
}

/// Reads and hashes all, and writes each file that an import holds, flushed: what keeping originals costs at least.
fn copied(files: &[PathBuf], place: &Path) -> Duration {
    std::fs::create_dir(place).unwrap();
    let ((), took) = timed(|| {
        for (nth, path) in files.iter().enumerate() {
            if path.extension().is_some_and(|end| end == "MP4") {
                Digest::of_reader(File::open(path).unwrap()).unwrap();
                continue;
            }
            let bytes = std::fs::read(path).unwrap();
            let name = Digest::of(&bytes).hex();
            let mut copy = File::create(place.join(format!("{nth}-{name}"))).unwrap();
            copy.write_all(&bytes).unwrap();
            copy.sync_data().unwrap();
        }
    });
    std::fs::remove_dir_all(place).unwrap();
    took
}

/// A sample bureau with one recorded stop.
fn bureau(place: &Path, is_keyed: bool, lent: Option<&Arc<Typesetter>>) -> (Desk, Id) {
    let (clock, mut dice) = (Clock::fixed(Moment::parse(EVENING).unwrap()), Dice::Machine);
    let mut desk = if is_keyed {
        opening::to_found_on(&light::ground(), place, place, clock, dice).unwrap()
    } else {
        std::fs::create_dir(place).unwrap();
        let store = Store::open(&Site::plain(place), &mut dice).unwrap();
        Desk::new(store, clock, dice).unwrap()
    };
    if let Some(typesetter) = lent {
        desk.lend(Arc::clone(typesetter));
    }
    sample::found(&mut desk).unwrap();
    let mut stops = check_file::read_file(sample::stops()).unwrap();
    stops.truncate(1);
    check_file::check(&mut desk, stops, &|_| String::new(), |_, _| {});
    let stop = desk.list("", 1).unwrap()[0].inspection;
    (desk, stop)
}

fn imported(desk: &mut Desk, stop: Id, card: &Path) -> Duration {
    let order = Import { from: vec![card.to_path_buf()], ..Import::with(stop) };
    let (done, took) = timed(|| desk.import_evidence(&order, &mut |_| true).unwrap());
    assert!(done.is_whole(), "{done:?}");
    let seen = (done.kept, done.named, done.known, done.damaged, done.clock_off);
    // The camera's clock stands five hours before the stop.
    let held = PHOTOGRAPHS + ORIGINALS;
    assert_eq!(seen, (held, 1, AGAIN, 0, held), "{done:?}");
    took
}

/// Writes the card; gives its files.
fn lay(card: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut put = |name: String, bytes: &[u8]| {
        let path = card.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        files.push(path);
    };
    for nth in 0..PHOTOGRAPHS {
        let bytes = photograph(nth, PHOTOGRAPH_BYTES);
        put(format!("DCIM/100/P{nth:04}.JPG"), &bytes);
        if nth < AGAIN {
            put(format!("DCIM/102/P{nth:04}.JPG"), &bytes);
        }
    }
    for nth in 0..ORIGINALS {
        let bytes = photograph(PHOTOGRAPHS + nth, ORIGINAL_BYTES);
        put(format!("DCIM/101/P{nth:04}.JPG"), &bytes);
    }
    let head = b"\0\0\0\x18ftypmp42".as_slice();
    let film = [head, &noise(PHOTOGRAPHS + ORIGINALS, RECORDING_BYTES)].concat();
    put("DCIM/101/REC.MP4".into(), &film);
    files
}

/// A whole JPEG with a camera's time and a scan that nothing makes smaller.
fn photograph(nth: usize, bytes: usize) -> Vec<u8> {
    // Big-endian: a list of one, the place of the second list; in it one, DateTimeOriginal, 20 characters at 44.
    let mut tiff = b"MM\0\x2a\0\0\0\x08\0\x01\x87\x69\0\x04\0\0\0\x01\0\0\0\x1a\0\0\0\0".to_vec();
    tiff.extend(b"\0\x01\x90\x03\0\x02\0\0\0\x14\0\0\0\x2c\0\0\0\0");
    tiff.extend(b"2026:11:23 03:40:00\0");
    let length = u16::try_from(tiff.len() + 8).unwrap().to_be_bytes();
    let mut scan = noise(nth, bytes);
    // A marker would end the scan.
    scan.iter_mut().filter(|byte| **byte == 0xff).for_each(|byte| *byte = 0xfe);
    let (head, scan_head) = (b"\xff\xd8\xff\xe1".as_slice(), b"\xff\xda\0\x02".as_slice());
    [head, &length, b"Exif\0\0", &tiff, scan_head, &scan, b"\xff\xd9"].concat()
}

/// Bytes by Marsaglia's xorshift, others for each `nth`.
fn noise(nth: usize, bytes: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64 ^ (nth as u64 + 1);
    let words = std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()
    });
    words.flatten().take(bytes).collect()
}

/// How much more a terminal holds at most while it imports, in a process of its own.
fn memory_of_one(place: &Path, card: &Path, bytes: u64) {
    drop(bureau(place, true, None));
    let output = Process::new(std::env::current_exe().unwrap())
        .args([CHILD, place.to_str().unwrap(), card.to_str().unwrap()])
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let kib: Vec<f64> = text.split_whitespace().filter_map(|n| n.parse().ok()).collect();
    let [before, most] = kib.as_slice() else {
        panic!("{text}{}", String::from_utf8_lossy(&output.stderr))
    };
    let more = (most - before) / 1024.0;
    #[allow(clippy::cast_precision_loss, reason = "bytes of a card")]
    let of_card = bytes as f64 / (1024.0 * 1024.0);
    report(
        "memory that an import takes more / the card",
        &format!("{more:.0} MB, {:.0} before", before / 1024.0),
        &format!("{of_card:.0} MB"),
        more / of_card,
    );
}

/// The child: sits down, imports, and says what it held before and at most.
pub fn child(folder: &str, card: &str) {
    let clock = Clock::fixed(Moment::parse(EVENING).unwrap());
    let mut desk = opening::to_write_at(Some(Path::new(folder)), clock).unwrap();
    let stop = desk.list("", 1).unwrap()[0].inspection;
    println!("{}", memory::resident_kib());
    let most = Arc::new(AtomicU64::new(0));
    let seen = Arc::clone(&most);
    // It goes with the process, also where the import does not come through.
    std::thread::spawn(move || {
        loop {
            seen.fetch_max(memory::resident_kib(), Ordering::Relaxed);
            std::thread::sleep(Duration::from_millis(1));
        }
    });
    imported(&mut desk, stop, Path::new(card));
    println!("{}", most.load(Ordering::Relaxed));
}
