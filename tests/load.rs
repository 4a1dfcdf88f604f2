//! Many terminals at once against the real headquarters' program: each carries what a shift wrote, waits when it is
//! asked to, and is seen to its end; terminals are of the simulated world, lines and answers are real.

use crate::outside;
use crate::world::Seed;
use crate::world::terminal::Terminal;
use lucha::hq::admit::Capacity;
use lucha::hq::ledger::Ledger;
use lucha::hq::place::{self, Founding, Place};
use lucha::stdx::clock::Clock;
use lucha::stdx::digest::Digest;
use lucha::stdx::id::{Dice, Id};
use lucha::store::incoming::{Enrolled, LineKey};
use lucha::sync::driver::{Cut, Driver, Line, Turn};
use lucha::sync::session::{End, Session, Thrift};
use lucha::sync::transport::Https;
use lucha::wire::message::Asks;
use lucha::wire::message::hello::JournalName;
use lucha::wire::signer::{Identity, Signer as _};
use lucha::wire::suite::Suite;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// A terminal that is asked to wait longer than this finds its line closed by headquarters.
const LINE_KEPT_MS: u64 = 5_000;

/// What a load is, and what bounds it.
#[derive(Clone, Copy, Debug)]
pub struct Load {
    pub terminals: usize,
    /// Commits of each, of one to four entries.
    pub commits: u64,
    /// Bytes that no photograph has; 0: none is carried.
    pub photograph_max: u64,
    /// They come within this time, evenly.
    pub arrive_within: Duration,
    /// Questions under way at once; a terminal that waits takes no thread.
    pub threads: usize,
    /// Who is not through then is counted as left.
    pub limit: Duration,
    pub capacity: Capacity,
    /// Of so many the journal is exported at the end and checked by a stranger's tools.
    pub exported: usize,
}

/// What was seen.
#[derive(Debug, Default)]
pub struct Outcome {
    pub took: Duration,
    /// From its arrival to its end, of each terminal that came through.
    pub stays: Vec<Duration>,
    /// Of these: until it was let in.
    pub waited: Vec<Duration>,
    /// And how long it was inside with entries and news.
    pub inside: Vec<Duration>,
    pub left: usize,
    pub entries: u64,
    pub photographs: u64,
    /// How often one was asked to wait by WELCOME, by a PUSH's BUSY, and with photographs; and was cut.
    pub deferred: u64,
    pub busy: u64,
    pub later: u64,
    pub cuts: u64,
    /// The most HELLOs in one second.
    pub hellos_most: usize,
    pub hellos: usize,
    pub pushes: u64,
    /// Bytes of questions and answers, without HTTP and TLS.
    pub bytes: u64,
    /// Of these, photographs' own.
    pub photograph_bytes: u64,
    /// Lines that were open at once, at most, and that were opened.
    pub lines: usize,
    pub lines_opened: u64,
    /// Seconds of headquarters' processor, and of all terminals' together.
    pub cpu: f64,
    pub cpu_of_terminals: f64,
    /// The most memory that headquarters had, kB; and what it had before anybody came.
    pub memory: u64,
    pub memory_before: u64,
    /// Entries that a stranger found in headquarters' exports, each once.
    pub entries_exported: usize,
}

/// The program, which ends with this.
pub struct Server {
    program: Child,
    pub url: String,
}

impl Server {
    fn start(folder: &Path) -> Server {
        let mut program = Command::new(env!("CARGO_BIN_EXE_lucha-hq"))
            .args(["--lang", "en", "--dir", folder.to_str().unwrap(), "serve"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = String::new();
        BufReader::new(program.stdout.take().unwrap()).read_line(&mut said).unwrap();
        let url = format!("https://{}", said.trim().rsplit(' ').next().unwrap());
        Server { program, url }
    }

    /// Processor seconds so far.
    pub fn cpu(&self) -> f64 {
        processor(&self.program.id().to_string())
    }

    /// `VmHWM` is the most memory so far, `VmRSS` what it has now; kB.
    pub fn memory(&self, which: &str) -> u64 {
        let file = format!("/proc/{}/status", self.program.id());
        let status = std::fs::read_to_string(file).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix(which)).unwrap();
        line.trim_start_matches(':').trim().trim_end_matches(" kB").parse().unwrap()
    }
}

/// Processor seconds of a process so far.
pub fn processor(process: &str) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    let ticks = |at: usize| fields[at].parse::<f64>().unwrap();
    (ticks(11) + ticks(12)) / 100.0
}

impl Drop for Server {
    fn drop(&mut self) {
        let _gone = self.program.kill();
        let _ended = self.program.wait();
    }
}

/// A line that remembers what was asked last.
pub struct Noted {
    pub line: Https,
    asked: &'static str,
}

impl Line for Noted {
    fn ask<Q: Asks>(&mut self, journal: JournalName, question: &Q) -> Result<Q::Answer, Cut> {
        self.asked = Q::NAME;
        self.line.ask(journal, question)
    }
}

/// One terminal on its way.
pub struct Visit {
    pub terminal: Terminal,
    pub enrolled: Enrolled,
    pub driver: Driver,
    pub line: Option<Noted>,
    arrives: Instant,
    /// When its last HELLO went, and when it first asked about photographs.
    hello: Option<Instant>,
    entries_done: Option<Instant>,
}

impl Visit {
    /// True when a line had to be opened.
    pub fn dials(&mut self) -> bool {
        let is_new = self.line.is_none();
        if is_new {
            let line = Https::new(&self.enrolled).unwrap();
            self.line = Some(Noted { line, asked: "" });
        }
        is_new
    }
}

/// A terminal whose rows at headquarters are as an enrolment writes them.
fn enrol(place: &Place, ledger: &mut dyn Ledger, url: &str, n: u64, load: Load) -> Visit {
    // A device's id is chance in use, and headquarters spreads the waits by it.
    let digest = Digest::of(&n.to_le_bytes());
    let device = Id(digest.0[..16].try_into().unwrap());
    let mut seed = Seed(n);
    let mut terminal = Terminal::new(device, &mut seed);
    terminal.photograph_max = load.photograph_max;
    for _ in 0..load.commits {
        terminal.commit(&mut seed);
    }
    ledger.enrol(terminal.disk.name, Suite::default().byte(), &terminal.public_key()).unwrap();
    let year = Clock::machine().now().day().year();
    ledger.lease(device, (&place.config.prefix, year), 20).unwrap();
    let key = rcgen::KeyPair::generate().unwrap();
    let request = rcgen::CertificateParams::new(Vec::new()).unwrap();
    let request = request.serialize_request(&key).unwrap();
    let (certificate, fingerprint) =
        place.keys.certify(request.der(), &device.to_string()).unwrap();
    ledger.add_certificate(fingerprint, device).unwrap();
    let signer = place.keys.signer().unwrap();
    let public_key = signer.public_key();
    let enrolled = Enrolled {
        headquarters: place.headquarters(),
        url: url.into(),
        suite: signer.suite().byte(),
        public_key,
        certificate,
        line_key: LineKey(key.serialize_pem().into_bytes().into()),
        authority: place.keys.authority().to_vec(),
        bundle_key: place.keys.bundle_key(),
    };
    let driver = driver(&enrolled, load);
    Visit {
        terminal,
        enrolled,
        driver,
        line: None,
        arrives: Instant::now(),
        hello: None,
        entries_done: None,
    }
}

/// A session that has asked nothing yet.
pub fn driver(enrolled: &Enrolled, load: Load) -> Driver {
    let suite = Suite::from_byte(enrolled.suite).unwrap();
    let identity = Identity::new(suite, &enrolled.public_key).unwrap();
    let thrift = Thrift { photographs: load.photograph_max > 0 };
    Driver::new(Session::new(enrolled.headquarters, thrift), identity)
}

/// What all threads see together.
#[derive(Default)]
struct Seen {
    outcome: Outcome,
    open: usize,
    lines: usize,
    /// When each HELLO went.
    hellos: Vec<Instant>,
}

/// Who comes when, and who is through.
struct Hours<'a> {
    visits: &'a [Mutex<Visit>],
    due: Mutex<BinaryHeap<Reverse<(Instant, usize)>>>,
    seen: Mutex<Seen>,
    until: Instant,
}

impl Hours<'_> {
    /// Carries until nobody is left or the time is over.
    fn work(&self) {
        while self.seen.lock().unwrap().open > 0 && Instant::now() < self.until {
            let next = {
                let mut due = self.due.lock().unwrap();
                let is_due = due.peek().is_some_and(|Reverse((at, _))| *at <= Instant::now());
                if is_due { due.pop() } else { None }
            };
            match next {
                Some(Reverse((_, nth))) => self.go_on(nth),
                None => std::thread::sleep(Duration::from_millis(2)),
            }
        }
    }

    /// One terminal, until it waits or ends.
    fn go_on(&self, nth: usize) {
        let mut visit = self.visits[nth].lock().unwrap();
        if visit.dials() {
            let mut seen = self.seen.lock().unwrap();
            seen.outcome.lines_opened += 1;
            seen.lines += 1;
            seen.outcome.lines = seen.outcome.lines.max(seen.lines);
        }
        let Turns { last: turn, hellos, pushes } = turns(&mut visit);
        let mut seen = self.seen.lock().unwrap();
        seen.hellos.extend(hellos);
        seen.outcome.pushes += pushes;
        let asked = visit.line.as_ref().map_or("", |noted| noted.asked);
        match turn {
            Turn::End(end) => {
                let is_through = end == End::Done
                    || (end == End::WithoutPhotographs && visit.terminal.photograph_max == 0);
                assert!(is_through || end == End::Cut, "{end:?} {}", visit.driver.last_cut);
                if is_through {
                    let hello = visit.hello.unwrap();
                    let inside = visit.entries_done.unwrap_or_else(Instant::now);
                    seen.outcome.stays.push(visit.arrives.elapsed());
                    seen.outcome.waited.push(hello.saturating_duration_since(visit.arrives));
                    seen.outcome.inside.push(inside.saturating_duration_since(hello));
                }
                seen.open -= 1;
                hangs_up(&mut visit, &mut seen);
            }
            Turn::Wait(ms) => {
                match asked {
                    "hello" => seen.outcome.deferred += 1,
                    "push" => seen.outcome.busy += 1,
                    _ => seen.outcome.later += 1,
                }
                if ms > LINE_KEPT_MS {
                    hangs_up(&mut visit, &mut seen);
                }
                let again = Instant::now() + Duration::from_millis(ms);
                self.due.lock().unwrap().push(Reverse((again, nth)));
            }
            Turn::Go => unreachable!("turns go on"),
        }
    }
}

fn hangs_up(visit: &mut Visit, seen: &mut Seen) {
    if let Some(Noted { line, .. }) = visit.line.take() {
        seen.outcome.bytes += line.sent + line.received;
        seen.lines -= 1;
    }
}

/// Turns until it waits or ends.
pub struct Turns {
    pub last: Turn,
    /// When its HELLOs went.
    pub hellos: Vec<Instant>,
    pub pushes: u64,
}

pub fn turns(visit: &mut Visit) -> Turns {
    let (mut hellos, mut pushes) = (Vec::new(), 0);
    loop {
        let (began, bytes) = (Instant::now(), visit.line.as_ref().unwrap().line.sent);
        let Visit { terminal, driver, line, .. } = &mut *visit;
        let line = line.as_mut().unwrap();
        let last = driver.turn(terminal, line).unwrap();
        let asked = if line.line.sent > bytes { line.asked } else { "" };
        match asked {
            "hello" => {
                visit.hello = Some(began);
                hellos.push(began);
            }
            "push" => pushes += 1,
            "offer" => {
                visit.entries_done.get_or_insert(began);
            }
            _ => {}
        }
        if last != Turn::Go {
            return Turns { last, hellos, pushes };
        }
    }
}

/// A headquarters of its own, its program running, and its terminals with their shifts written.
pub struct Eve {
    pub server: Server,
    pub visits: Vec<Visit>,
    pub ledger: Box<dyn Ledger>,
    folder: tempfile::TempDir,
}

pub fn eve(load: Load) -> Eve {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let (prefix, listen) = ("样".to_string(), "127.0.0.1:0".to_string());
    let founding =
        Founding { prefix, listen, names: vec![], suite: Suite::default(), ledger: None };
    let mut place = Place::init(folder.path(), &founding, &mut Dice::Machine).unwrap();
    // As an operator writes it.
    place.config.capacity = load.capacity;
    let text = toml::to_string(&place.config).unwrap();
    std::fs::write(folder.path().join(place::FILE), text).unwrap();
    let server = Server::start(folder.path());
    let mut ledger = place.ledger().unwrap();
    let visits = (0..load.terminals as u64)
        .map(|n| enrol(&place, ledger.as_mut(), &server.url, n, load))
        .collect();
    Eve { server, visits, ledger, folder }
}

/// Lets the terminals come, and compares what headquarters holds with what each of them wrote.
pub fn run(load: Load) -> Outcome {
    let Eve { server, mut visits, mut ledger, folder } = eve(load);
    let (cpu, memory_before) = (server.cpu(), server.memory("VmRSS"));
    let own = processor("self");
    let begun = Instant::now();
    let mut due = BinaryHeap::new();
    for (nth, visit) in visits.iter_mut().enumerate() {
        let share = u32::try_from(nth).unwrap();
        let all = u32::try_from(load.terminals).unwrap();
        visit.arrives = begun + load.arrive_within * share / all;
        due.push(Reverse((visit.arrives, nth)));
    }
    let visits: Vec<Mutex<Visit>> = visits.into_iter().map(Mutex::new).collect();
    let hours = Hours {
        visits: &visits,
        due: Mutex::new(due),
        seen: Mutex::new(Seen { open: load.terminals, ..Seen::default() }),
        until: begun + load.limit,
    };
    std::thread::scope(|scope| {
        for _ in 0..load.threads {
            scope.spawn(|| hours.work());
        }
    });
    let Seen { mut outcome, hellos, .. } = hours.seen.into_inner().unwrap();
    outcome.took = begun.elapsed();
    (outcome.cpu, outcome.memory) = (server.cpu() - cpu, server.memory("VmHWM"));
    outcome.cpu_of_terminals = processor("self") - own;
    outcome.memory_before = memory_before;
    outcome.left = load.terminals - outcome.stays.len();
    outcome.hellos = hellos.len();
    outcome.hellos_most = most_in_a_second(begun, &hellos);
    let visits: Vec<Visit> = visits.into_iter().map(|visit| visit.into_inner().unwrap()).collect();
    compare(&visits, ledger.as_mut(), &mut outcome);
    if load.exported > 0 {
        assert_eq!(outcome.left, 0, "not everybody came through: {outcome:?}");
        let (code, said) = outside::program(folder.path(), &["verify"]);
        assert_eq!(code, Some(0), "{said}");
        for visit in visits.iter().step_by(load.terminals.div_ceil(load.exported)) {
            let disk = &visit.terminal.disk;
            let written: Vec<&[u8]> =
                disk.entries.iter().map(|(kept, _)| kept.envelope.as_slice()).collect();
            let journal = format!("{}/{}", disk.name.device, disk.name.epoch);
            outside::holds(folder.path(), &journal, &written);
            outcome.entries_exported += written.len();
        }
    }
    outcome
}

/// Holds what headquarters keeps against what each terminal wrote.
fn compare(visits: &[Visit], ledger: &mut dyn Ledger, outcome: &mut Outcome) {
    for Visit { terminal, driver, .. } in visits {
        outcome.cuts += u64::from(driver.progress.cuts);
        let (name, head) = (terminal.disk.name, terminal.head());
        // Every entry under its number once, the last one under the digest that covers all before it.
        let held = ledger.known(name, 1, u64::MAX).unwrap().unwrap();
        let numbers: Vec<u64> = held.points.iter().map(|point| point.point.number).collect();
        assert_eq!(numbers, (1..=numbers.len() as u64).collect::<Vec<_>>(), "{name:?}");
        assert!(numbers.len() as u64 >= terminal.acknowledged().number, "a receipt is for all");
        if outcome.left == 0 {
            let last = held.points.last().map(|last| last.point);
            assert_eq!((last, terminal.acknowledged()), (Some(head), head), "{name:?}");
            assert!(terminal.photograph_max == 0 || terminal.blobs_missing() == 0, "{name:?}");
        }
        outcome.entries += numbers.len() as u64;
        for digest in &terminal.disk.blob_receipts {
            let row = ledger.blob(*digest).unwrap().unwrap();
            assert!(row.held_ms.is_some(), "a receipt is for what is held");
            (outcome.photographs, outcome.photograph_bytes) =
                (outcome.photographs + 1, outcome.photograph_bytes + row.size);
        }
    }
}

fn most_in_a_second(begun: Instant, moments: &[Instant]) -> usize {
    let mut seconds = std::collections::BTreeMap::new();
    for moment in moments {
        let second = moment.saturating_duration_since(begun).as_secs();
        *seconds.entry(second).or_insert(0) += 1;
    }
    seconds.into_values().max().unwrap_or(0)
}

/// One place, one worker and a narrow budget for sixty who come at once: they wait, they are let in, and nothing is lost or twice.
#[test]
fn sixty_terminals_at_a_narrow_door_all_come_through_and_nothing_is_lost_or_twice() {
    let outcome = run(Load {
        terminals: 60,
        commits: 3,
        photograph_max: 100_000,
        arrive_within: Duration::ZERO,
        threads: 16,
        limit: Duration::from_secs(100),
        capacity: Capacity {
            places: 1,
            stay_ms: 500,
            window_ms: 20_000,
            workers: 1,
            lines: 200,
            photograph_bytes: 300_000,
            ..Capacity::default()
        },
        exported: 3,
    });
    println!("{outcome:?}");
    assert_eq!((outcome.left, outcome.stays.len()), (0, 60), "nobody is refused for good");
    assert!(outcome.deferred > 0, "the door was narrow");
    assert!(outcome.later > 0, "so was the budget");
    assert!(outcome.photographs > 0 && outcome.entries >= 180);
    assert!(outcome.entries_exported >= 9, "a stranger found them too");
}
