//! What single things cost headquarters, each by itself, one terminal behind the other: the figures that the model of
//! `docs/CAPACITY.md` reckons with; takes none of them from a busy hour.

use super::many::{Load, Visit, driver, eve, processor, turns};
use super::model::Costs;
use super::report;
use crate::world::Seed;
use crate::world::terminal::Terminal;
use lucha::hq::admit::Capacity;
use lucha::hq::ledger::{Appended, Ledger};
use lucha::hq::receive::{Append, Plan, receive};
use lucha::stdx::digest::Digest;
use lucha::stdx::id::Id;
use lucha::sync::driver::{Shelf as _, Turn};
use lucha::wire::message::batch;
use lucha::wire::message::hello::JournalName;
use lucha::wire::signer::Identity;
use std::io::Write as _;
use std::time::{Duration, Instant};

const TERMINALS: usize = 400;
const FLUSHES: u32 = 300;
/// What a ledger holds that is not empty: journals of others, of so many entries each.
const JOURNALS: u64 = 200;
const JOURNAL: u64 = 1_000;

/// Commits of about 40 entries; nobody needs to wait.
fn quiet(capacity: Capacity) -> Load {
    Load {
        terminals: TERMINALS,
        commits: 16,
        photograph_max: 0,
        arrive_within: Duration::ZERO,
        threads: 1,
        limit: Duration::from_secs(60),
        capacity,
        exported: 0,
    }
}

/// What the processor did for headquarters and for the terminals, and what went over the lines.
#[derive(Clone, Copy, Debug, Default)]
struct Round {
    cpu: f64,
    own: f64,
    bytes: f64,
    waits: usize,
}

/// A session of each from its first question on, on a line of its own.
#[allow(clippy::cast_precision_loss, reason = "counts of one run")]
fn round(load: Load, visits: &mut [Visit], cpu: &dyn Fn() -> f64) -> Round {
    let (before, own) = (cpu(), processor("self"));
    let mut seen = Round::default();
    for visit in &mut *visits {
        (visit.line, visit.driver) = (None, driver(&visit.enrolled, load));
        visit.dials();
        let last = turns(visit).last;
        assert_eq!(visit.driver.progress.cuts, 0, "{}", visit.driver.last_cut);
        seen.waits += usize::from(matches!(last, Turn::Wait(_)));
        let line = visit.line.take().unwrap().line;
        seen.bytes += (line.sent + line.received) as f64;
    }
    let count = visits.len() as f64;
    seen.cpu = (cpu() - before) * 1e3 / count;
    seen.own = (processor("self") - own) * 1e3 / count;
    seen.bytes /= count;
    seen
}

/// Everything but photographs, with a line of the report for each.
#[allow(clippy::cast_precision_loss, reason = "counts of one run")]
pub fn measure() -> Costs {
    let mut costs = Costs { flush_ms: flush_ms(), ..Costs::default() };
    let load = quiet(Capacity { places: 10_000, ..Capacity::default() });
    let mut eve = eve(load);
    let server = &eve.server;
    costs.base_mb = server.memory("VmRSS") as f64 / 1024.0;
    let (hello_ms, line_kb) =
        open_lines(&mut eve.visits, &|| (server.cpu(), server.memory("VmRSS")));
    costs.line_kb = line_kb;
    let full = round(load, &mut eve.visits, &|| server.cpu());
    let empty = round(load, &mut eve.visits, &|| server.cpu());
    assert_eq!((full.waits, empty.waits), (0, 0), "nobody needs to wait");
    let entries: u64 = eve.visits.iter().map(|visit| visit.terminal.head().number).sum();
    let each = entries as f64 / TERMINALS as f64;
    costs.session_ms = empty.cpu;
    costs.entry_ms = (full.cpu - empty.cpu) / each;
    costs.terminal_session_ms = empty.own;
    costs.terminal_entry_ms = (full.own - empty.own) / each;
    costs.session_bytes = empty.bytes;
    costs.entry_bytes = (full.bytes - empty.bytes) / each;
    drop(eve);
    beside_a_full_ledger(load, &costs);
    let waiting = deferred();
    (costs.deferred_ms, costs.deferred_bytes) = (waiting.0.cpu, waiting.0.bytes);
    let say = |what: &str, value: f64, unit: &str, beside: f64| {
        report(what, &format!("{value:.3} {unit}"), &format!("{beside} {unit}"), value / beside);
    };
    say("cost: a handshake and a HELLO / 5 ms", hello_ms, "ms", 5.0);
    say("cost: a session with nothing new / 5 ms", costs.session_ms, "ms", 5.0);
    say("cost: an entry / 1 ms", costs.entry_ms, "ms", 1.0);
    say("cost: being asked to wait / 5 ms", costs.deferred_ms, "ms", 5.0);
    say("cost: a durable append / 5 ms", costs.flush_ms, "ms", 5.0);
    say("cost: a session, the terminal's own / 5 ms", costs.terminal_session_ms, "ms", 5.0);
    say("cost: an entry, the terminal's own / 1 ms", costs.terminal_entry_ms, "ms", 1.0);
    say("cost: headquarters with nobody there / 64 MB", costs.base_mb, "MB", 64.0);
    say("cost: an open line / 100 kB", costs.line_kb, "kB", 100.0);
    say("cost: a terminal that waits outside / 10 kB", waiting.1, "kB", 10.0);
    say("cost: bytes of a session / 1,000", costs.session_bytes, "B", 1_000.0);
    say("cost: bytes of an entry / 600", costs.entry_bytes, "B", 600.0);
    say("cost: bytes of being asked to wait / 1,000", costs.deferred_bytes, "B", 1_000.0);
    costs
}

/// The same sessions at a headquarters whose ledger holds the journals of others: a cost that grew with it would show here.
#[allow(clippy::cast_precision_loss, reason = "counts of one run")]
fn beside_a_full_ledger(load: Load, empty: &Costs) {
    let mut eve = eve(load);
    fill(eve.ledger.as_mut());
    let server = &eve.server;
    let full = round(load, &mut eve.visits, &|| server.cpu());
    let again = round(load, &mut eve.visits, &|| server.cpu());
    let entries: u64 = eve.visits.iter().map(|visit| visit.terminal.head().number).sum();
    let entry_ms = (full.cpu - again.cpu) * TERMINALS as f64 / entries as f64;
    let held = JOURNALS * JOURNAL;
    let say = |what: &str, value: f64, before: f64| {
        let what = format!("cost: {what}, {held} entries held / none");
        report(&what, &format!("{value:.4} ms"), &format!("none {before:.4} ms"), value / before);
    };
    say("an entry", entry_ms, empty.entry_ms);
    say("a session with nothing new", again.cpu, empty.session_ms);
}

/// One journal under many names: a ledger asks no envelope whose it is.
fn fill(ledger: &mut dyn Ledger) {
    let mut seed = Seed(7);
    let mut terminal = Terminal::new(Id([0xf0; 16]), &mut seed);
    terminal.photograph_max = 0;
    while terminal.head().number < JOURNAL {
        terminal.commit(&mut seed);
    }
    let out = terminal.batch(0, usize::MAX).unwrap();
    let (suite, own) = (out.signature.0, terminal.disk.name);
    let push = batch::push(own, out.behind, &out.entries, out.signature).unwrap();
    let key = Identity::new(suite, &terminal.public_key()).unwrap();
    let arrived = batch::open(&push, &(suite, key)).unwrap();
    for nth in 0..JOURNALS {
        let digest = Digest::of_parts(&[b"held", &nth.to_le_bytes()]);
        let name = JournalName { device: Id(digest.0[..16].try_into().unwrap()), epoch: 1 };
        ledger.enrol(name, suite.byte(), &terminal.public_key()).unwrap();
        let known = ledger.known(name, 0, 0).unwrap().unwrap();
        let signature = (suite.byte(), push.signature.to_vec());
        let Plan::Append(append) = receive(&known, own, push.behind, arrived.clone(), signature)
        else {
            panic!("a new journal takes its first entries")
        };
        let append = Append { journal: name, ..append };
        assert_eq!(ledger.append(&append, 1_764_000_000_000).unwrap(), Appended::Done);
    }
}

/// A HELLO on a line of its own, milliseconds, and the memory of a line that is only open, kB.
#[allow(clippy::cast_precision_loss, reason = "counts of one run")]
fn open_lines(visits: &mut [Visit], now: &dyn Fn() -> (f64, u64)) -> (f64, f64) {
    let before = now();
    for visit in &mut *visits {
        visit.dials();
        let (terminal, line) = (&mut visit.terminal, visit.line.as_mut().unwrap());
        assert_eq!(visit.driver.turn(terminal, line).unwrap(), Turn::Go);
        assert_eq!(visit.driver.progress.cuts, 0, "{}", visit.driver.last_cut);
    }
    let (after, count) = (now(), visits.len() as f64);
    ((after.0 - before.0) * 1e3 / count, after.1.saturating_sub(before.1) as f64 / count)
}

/// One has the only place, all others are asked to wait: the cost of one of them, and the memory that headquarters has
/// of it behind its line, kB.
#[allow(clippy::cast_precision_loss, reason = "counts of one run")]
fn deferred() -> (Round, f64) {
    let load = quiet(Capacity { places: 1, ..Capacity::default() });
    let mut eve = eve(Load { commits: 1, ..load });
    let (inside, others) = eve.visits.split_first_mut().unwrap();
    inside.dials();
    let (terminal, line) = (&mut inside.terminal, inside.line.as_mut().unwrap());
    assert_eq!(inside.driver.turn(terminal, line).unwrap(), Turn::Go);
    // Whoever rests for five seconds takes no place any more: the first hundred are quick enough.
    let (warm, rest) = others.split_at_mut(others.len() / 4);
    let server = &eve.server;
    let first = round(load, warm, &|| server.cpu());
    let before = server.memory("VmRSS");
    let seen = round(load, rest, &|| server.cpu());
    let kb = server.memory("VmRSS").saturating_sub(before) as f64 / rest.len() as f64;
    let waits = first.waits + seen.waits;
    let (of_all, all) = (format!("{waits} asked to wait"), others.len());
    report(
        "others that found no place / all",
        &of_all,
        &all.to_string(),
        waits as f64 / all as f64,
    );
    (seen, kb)
}

/// A durable append of 4 KiB, as a commit of the ledger's log is one.
fn flush_ms() -> f64 {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let mut file = std::fs::File::create(folder.path().join("log")).unwrap();
    let begun = Instant::now();
    for _ in 0..FLUSHES {
        file.write_all(&[7; 4_096]).unwrap();
        file.sync_data().unwrap();
    }
    begun.elapsed().as_secs_f64() * 1e3 / f64::from(FLUSHES)
}
