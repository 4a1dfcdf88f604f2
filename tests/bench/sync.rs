//! A thousand inspections with a photograph each to the real headquarters over TLS, beside rsync with --fsync of the
//! same bytes as plain files; and again with nothing new, and ten terminals at once.

use super::{fill, report, timed};
use lucha::domain::agency::NumberBlock;
use lucha::domain::bureau::BureauEvent;
use lucha::domain::inspection::event::Event;
use lucha::domain::inspection::{Facts, Finding, Harm};
use lucha::domain::photograph::{MediaType, Photograph};
use lucha::hq::enrol::make_code;
use lucha::hq::place::{Founding, Place};
use lucha::stdx::clock::Clock;
use lucha::stdx::digest::Digest;
use lucha::stdx::id::Dice;
use lucha::stdx::redacted::Redacted;
use lucha::store::Store;
use lucha::store::incoming::Enrolled;
use lucha::store::journal::Work;
use lucha::store::site::Site;
use lucha::sync::driver::{Driver, Progress, Turn};
use lucha::sync::enrolment::{self, Enrolment};
use lucha::sync::session::{End, Session, Thrift};
use lucha::sync::shelf::StoreShelf;
use lucha::sync::transport::Https;
use lucha::wire::event::Body;
use lucha::wire::signer::Identity;
use lucha::wire::suite::Suite;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

const RECORDS: u64 = 1_000;
const PHOTOGRAPH: usize = 102_400;
/// Characters of an inspection's free text, so that its fields have 3,002 bytes as in the workload.
const STATEMENT: usize = 1_200;
const ROUNDS: usize = 5;

/// Bytes that nothing presses, the same on each run.
fn noise(seed: u64, length: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(length + 32);
    let mut at = 0_u64;
    while bytes.len() < length {
        bytes.extend(Digest::of_parts(&[&seed.to_le_bytes(), &at.to_le_bytes()]).0);
        at += 1;
    }
    bytes.truncate(length);
    bytes
}

fn letters(seed: u64, length: usize) -> String {
    const SET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    noise(seed, length).iter().map(|byte| char::from(SET[usize::from(byte & 63)])).collect()
}

/// The `n`th record: its items are findings, its statement the remarks.
fn record(n: u64) -> Facts {
    let item = |k: u64| Finding {
        code: format!("VC-{}", 100 + (n * 7 + k) % 400),
        facts: format!(
            "{} {}",
            if k.is_multiple_of(5) { "fail" } else { "pass" },
            letters(n * 64 + k, 32)
        ),
        corrected_at_once: !k.is_multiple_of(5),
        harm: Harm::None,
        gain: None,
        proposed: None,
        act_on: None,
    };
    Facts {
        findings: (0..20).map(item).collect(),
        remarks: letters(n * 64 + 63, STATEMENT),
        ..fill::facts(n, RECORDS)
    }
}

/// A journal with records `from` to `until`.
fn journal(folder: &Path, from: u64, until: u64) {
    std::fs::create_dir_all(folder).unwrap();
    let mut dice = Dice::Machine;
    let mut store = Store::open(&Site::plain(folder), &mut dice).unwrap();
    let opened = BureauEvent::JournalOpened { device: store.device(), epoch: 1 };
    let made = store.make_device_key(Suite::default(), &mut dice).unwrap();
    let bodies = vec![Body::Bureau(opened), Body::Bureau(made)];
    let clock = Clock::machine();
    store.append(Work { bodies, ..Work::default() }, clock.read(), &mut dice).unwrap();
    for n in from..until {
        let bytes = noise(1_000_000 + n, PHOTOGRAPH);
        let photograph = Photograph {
            digest: Digest::of(&bytes),
            bytes: bytes.len() as u64,
            media_type: MediaType::Jpeg,
            file_name: Redacted(format!("{n}.jpg")),
            taken_at: None,
        };
        let pages = vec![(photograph.digest, bytes)];
        let events =
            [Event::InspectionRecorded(Box::new(record(n))), Event::PhotographTaken(photograph)];
        let bodies = events.into_iter().map(Body::Inspection).collect();
        let work = Work { subject: Some(dice.id()), bodies, pages, ..Work::default() };
        store.append(work, clock.read(), &mut dice).unwrap();
    }
}

/// A headquarters of its own, as a program of its own.
struct Server {
    program: Child,
    url: String,
    folder: tempfile::TempDir,
}

impl Server {
    fn start() -> Server {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let founding = Founding {
            prefix: "样".into(),
            listen: "127.0.0.1:0".into(),
            names: vec![],
            suite: Suite::default(),
            ledger: None,
        };
        Place::init(folder.path(), &founding, &mut Dice::Machine).unwrap();
        let mut program = Command::new(env!("CARGO_BIN_EXE_lucha-hq"))
            .args(["--lang", "en", "--dir"])
            .arg(folder.path())
            .arg("serve")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = String::new();
        BufReader::new(program.stdout.take().unwrap()).read_line(&mut said).unwrap();
        let address = said.trim().rsplit(' ').next().unwrap();
        Server { program, url: format!("https://{address}"), folder }
    }

    fn enrol(&self, store: &Store) -> Enrolled {
        let mut ledger = Place::open(self.folder.path()).unwrap().ledger().unwrap();
        let now = Clock::machine().now();
        let code = make_code(ledger.as_mut(), &mut Dice::Machine, now).unwrap();
        match enrolment::enrol(store, "样", &[], &self.url, &code).unwrap() {
            Enrolment::Done(enrolled) => *enrolled,
            Enrolment::NextEpoch(epoch, why) => panic!("epoch {epoch}: {why:?}"),
        }
    }

    /// Processor seconds so far.
    fn cpu(&self) -> f64 {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.program.id())).unwrap();
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
        let ticks = |at: usize| fields[at].parse::<f64>().unwrap();
        (ticks(11) + ticks(12)) / 100.0
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ended = self.program.kill();
        let _ended = self.program.wait();
    }
}

/// One session.
fn carry(store: &mut Store, enrolled: &Enrolled) -> Progress {
    let key = Identity::new(Suite::default(), &enrolled.public_key).unwrap();
    let session = Session::new(enrolled.headquarters, Thrift { photographs: true });
    let (mut driver, mut line) = (Driver::new(session, key), Https::new(enrolled).unwrap());
    let (mut clock, mut dice) = (Clock::machine(), Dice::Machine);
    // As a laptop in use, which has numbers left.
    let year = clock.now().day().year();
    let blocks = [NumberBlock { prefix: "样".into(), year, from: 1, until: 100 }];
    loop {
        let mut shelf = StoreShelf { store, clock: &mut clock, dice: &mut dice, blocks: &blocks };
        match driver.turn(&mut shelf, &mut line).unwrap() {
            Turn::Go => {}
            Turn::Wait(ms) => std::thread::sleep(Duration::from_millis(ms)),
            Turn::End(end) => {
                assert_eq!(end, End::Done, "{}", driver.last_cut);
                return driver.progress;
            }
        }
    }
}

fn copy(from: &Path, to: &Path) {
    let done = Command::new("cp").arg("-a").args([from, to]).status().unwrap();
    assert!(done.success());
}

fn open(folder: &Path) -> Store {
    Store::open(&Site::plain(folder), &mut Dice::Machine).unwrap()
}

/// The same bytes as plain files, to a daemon on this machine.
fn rsync(source: &Path, folder: &Path) -> f64 {
    let (to, config) = (folder.join("dst"), folder.join("rsyncd.conf"));
    std::fs::create_dir_all(&to).unwrap();
    let text = format!(
        "use chroot=no\nport=8730\naddress=127.0.0.1\nuid=root\n[hq]\npath={}\nread only=no\n",
        to.display()
    );
    std::fs::write(&config, text).unwrap();
    let mut daemon = Command::new("rsync")
        .args(["--daemon", "--no-detach"])
        .arg(format!("--config={}", config.display()))
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_millis(500));
    let (done, took) = timed(|| {
        Command::new("rsync")
            .args(["-a", "--fsync", "--ignore-times", "--whole-file"])
            .arg(format!("{}/", source.display()))
            .arg("rsync://127.0.0.1:8730/hq/")
            .status()
            .unwrap()
    });
    let _ended = daemon.kill();
    let _ended = daemon.wait();
    assert!(done.success());
    took.as_secs_f64()
}

fn files(folder: &Path) {
    std::fs::create_dir_all(folder).unwrap();
    for n in 0..RECORDS {
        let facts = record(n);
        let mut text = format!("{}\n{}", facts.remarks, letters(n, 900));
        facts.findings.iter().for_each(|item| text += &format!("{} {}\n", item.code, item.facts));
        text.truncate(3_002);
        std::fs::write(folder.join(format!("{n}.json")), text).unwrap();
        std::fs::write(folder.join(format!("{n}.jpg")), noise(1_000_000 + n, PHOTOGRAPH)).unwrap();
    }
}

/// Counts what goes over the line both ways, TLS and HTTP and all: the address to speak to, and the counters.
fn counting(server: &str) -> (String, Arc<[AtomicU64; 2]>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("https://{}", listener.local_addr().unwrap());
    let server = server.trim_start_matches("https://").to_string();
    let counters = Arc::new([AtomicU64::new(0), AtomicU64::new(0)]);
    let counted = Arc::clone(&counters);
    std::thread::spawn(move || {
        for near in listener.incoming().flatten() {
            let far = TcpStream::connect(&server).unwrap();
            let ways = [(near.try_clone(), far.try_clone()), (Ok(far), Ok(near))];
            for (way, (from, to)) in ways.into_iter().enumerate() {
                let (mut from, mut to, counted) =
                    (from.unwrap(), to.unwrap(), Arc::clone(&counted));
                std::thread::spawn(move || {
                    let mut bytes = [0; 64 * 1024];
                    while let Ok(length @ 1..) = from.read(&mut bytes) {
                        counted[way].fetch_add(length as u64, Ordering::Relaxed);
                        if to.write_all(&bytes[..length]).is_err() {
                            break;
                        }
                    }
                    let _closed = to.shutdown(Shutdown::Write);
                });
            }
        }
    });
    (address, counters)
}

/// Bytes on the client's line of a first session and of one with nothing new: sent, and both ways.
fn bytes_on_the_line(folder: &Path) -> (u64, u64) {
    let (server, mut store) = (Server::start(), open(folder));
    let (url, counters) = counting(&server.url);
    let enrolled = Enrolled { url, ..server.enrol(&store) };
    let now = || [0, 1].map(|way| counters[way].load(Ordering::Relaxed));
    carry(&mut store, &enrolled);
    let first = now();
    carry(&mut store, &enrolled);
    // The last close goes by after the last answer.
    std::thread::sleep(Duration::from_millis(200));
    let both = now();
    (first[0], both[0] + both[1] - first[0] - first[1])
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

pub fn run() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let at = |name: &str| folder.path().join(name);
    journal(&at("journal"), 0, RECORDS);
    files(&at("files"));
    let (mut ours, mut theirs, mut again) = (Vec::new(), Vec::new(), Vec::new());
    let mut cpu = Vec::new();
    copy(&at("journal"), &at("line"));
    let (bytes, nothing) = bytes_on_the_line(&at("line"));
    for round in 0..ROUNDS {
        let mine = at(&format!("round{round}"));
        copy(&at("journal"), &mine);
        let (server, mut store) = (Server::start(), open(&mine));
        let enrolled = server.enrol(&store);
        let before = server.cpu();
        let (progress, took) = timed(|| carry(&mut store, &enrolled));
        assert_eq!(progress.photographs, RECORDS);
        ours.push(took.as_secs_f64());
        cpu.push(server.cpu() - before);
        let (_, took) = timed(|| carry(&mut store, &enrolled));
        again.push(took.as_secs_f64());
        drop((server, store));
        std::fs::remove_dir_all(&mine).unwrap();
        theirs.push(rsync(&at("files"), &at(&format!("rsync{round}"))));
        std::fs::remove_dir_all(at(&format!("rsync{round}"))).unwrap();
    }
    let (ours, theirs) = (median(&mut ours), median(&mut theirs));
    let said = format!("{ours:.2} s, {RECORDS} records durable");
    report("1,000 records up / rsync --fsync", &said, &format!("{theirs:.2} s"), ours / theirs);
    let (mb, cpu) = (bytes as f64 / 1e6, median(&mut cpu));
    report("bytes sent / 104.5 MB", &format!("{mb:.2} MB"), "104.5 MB", mb / 104.5);
    report("headquarters' processor / 2.5 s", &format!("{cpu:.2} s"), "2.5 s", cpu / 2.5);
    let again = median(&mut again);
    let said = format!("{again:.3} s");
    report("nothing new / 0.1 s", &said, "0.1 s", again / 0.1);
    let said = format!("{nothing} B both ways");
    report("nothing new, bytes / 1,000 B", &said, "1,000 B", nothing as f64 / 1e3);
    ten(&at("ten"));
}

/// Ten terminals with a hundred records each, at once.
fn ten(folder: &Path) {
    let server = Server::start();
    let terminals: Vec<(Store, Enrolled)> = (0..10)
        .map(|n| {
            let own = folder.join(n.to_string());
            journal(&own, n * 100, n * 100 + 100);
            let store = open(&own);
            let enrolled = server.enrol(&store);
            (store, enrolled)
        })
        .collect();
    let ((), took) = timed(|| {
        std::thread::scope(|scope| {
            for (mut store, enrolled) in terminals {
                scope.spawn(move || carry(&mut store, &enrolled));
            }
        });
    });
    let rate = 1_000.0 / took.as_secs_f64();
    let said = format!("{rate:.0} records/s, 0 refused");
    report("10 terminals at once / 400 a second", &said, "400/s", rate / 400.0);
}
